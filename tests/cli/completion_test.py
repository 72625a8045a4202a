"""Help, completion and manual page are made from one table and must work in their own programs."""

import shutil
import subprocess
import unittest

from program import ProgramTest, run

COMMANDS = ["init", "validate", "render", "plan", "sync", "test", "bake", "explain", "jinja", "completion", "man"]


class Help(ProgramTest):
    def test_lists_every_command(self):
        out = self.good("--help")
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", out)

    def test_every_command_explains_itself(self):
        for command in COMMANDS:
            out = self.good(command, "--help")
            self.assertIn(f"Usage: sailmaker {command}", out)
            self.assertIn("Examples:", out)
            self.assertLessEqual(max(map(len, out.splitlines())), 110, command)

    def test_version(self):
        self.assertRegex(self.good("--version"), r"^sailmaker \d+\.\d+\.\d+\n$")

    def test_no_command_is_wrong_usage(self):
        code, out, err = run()
        self.assertEqual((code, out), (2, ""))
        self.assertIn("Usage:", err)


class Completion(ProgramTest):
    def bash(self, *words):
        script = self.folder / "completion.bash"
        script.write_text(self.good("completion", "bash"))
        line = " ".join(f"'{word}'" for word in words)
        code = f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _sailmaker; echo ${{COMPREPLY[@]}}"
        return subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True).stdout.split()

    def test_bash(self):
        self.assertEqual(self.bash("sailmaker", "pl"), ["plan"])
        self.assertEqual(self.bash("sailmaker", "plan", "--det"), ["--detailed-exitcode"])
        self.assertEqual(self.bash("sailmaker", "plan", "-o", "j"), ["json"])
        self.assertEqual(self.bash("sailmaker", "render", "--output", ""), ["text", "yaml", "json", "name"])

    def test_zsh_and_fish_scripts_parse(self):
        for shell in ("zsh", "fish"):
            script = self.good("completion", shell)
            self.assertIn("detailed-exitcode", script)
            if shutil.which(shell):
                subprocess.run([shell, "-n"], input=script, text=True, check=True)

    def test_unknown_shell(self):
        self.assertEqual(run("completion", "tcsh")[0], 2)


class Man(ProgramTest):
    def test_names_every_command(self):
        page = self.good("man")
        self.assertTrue(page.startswith(".TH SAILMAKER 1"))
        for command in COMMANDS:
            self.assertIn(f'.SS "sailmaker {command}', page)


if __name__ == "__main__":
    unittest.main()
