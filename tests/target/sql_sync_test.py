#!/usr/bin/python3
"""Syncs to real databases by the program itself, several at once."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ["SAILMAKER_SOURCE_DIR"])
sys.path.insert(0, str(ROOT / "tests" / "servers"))

import databases  # noqa: E402

COUNT = 400


class SqlSync:
    """To be mixed into a TestCase that has `kind`."""

    @classmethod
    def setUpClass(cls):
        cls.shared = databases.Shared()
        cls.urls = cls.shared.__enter__()
        cls.addClassCleanup(cls.shared.__exit__)

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.fleet = Path(scratch.name) / "fleet"
        subprocess.run([sys.executable, "-B", ROOT / "bench/make_fleet.py", self.fleet, "--services", str(COUNT // 4)],
                       check=True, stdout=subprocess.DEVNULL)
        self.url = databases.new_front50(self.urls[self.kind], f"sync_{os.getpid()}_{self._testMethodName}")
        file = self.fleet / "fleet.yaml"
        lines = [line for line in file.read_text().splitlines() if not line.startswith("target:")]
        url = self.url.replace(databases.PASSWORD, "${PW}")
        file.write_text("\n".join([*lines, f'target: {{type: sql, url: "{url}"}}', ""]))

    def begin(self, *words):
        return subprocess.Popen([os.environ["SAILMAKER"], *words, "--fleet", self.fleet], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env=dict(os.environ, PW=databases.PASSWORD))

    def run_all(self, *processes):
        """Exit code and output of each."""
        outputs = [process.communicate(timeout=300)[0] for process in processes]
        return [(process.returncode, out) for process, out in zip(processes, outputs)]

    def count(self, what):
        return int(databases.statements(self.url, f"SELECT COUNT(*) FROM {what};"))

    def test_two_syncs_at_the_same_moment_lose_nothing(self):
        ended = self.run_all(*(self.begin("sync", "--yes") for _ in range(3)))
        self.assertIn(0, [code for code, _ in ended], ended)
        for code, out in ended:
            self.assertIn(code, (0, 1), out)
            if code == 1:
                self.assertRegex(out[-1000:], "is locked by sailmaker sync by ")
        self.assertEqual(self.count("pipelines WHERE is_deleted = FALSE"), COUNT)
        self.assertEqual(self.count("pipelines_history"), COUNT)  # each was written once
        [(code, out)] = self.run_all(self.begin("plan", "--detailed-exitcode"))
        self.assertEqual(code, 0, out)

    def test_a_password_is_in_no_message(self):
        file = self.fleet / "fleet.yaml"
        wrong = file.read_text().replace("${PW}", "wr0ng")
        for text in (wrong, wrong.replace("127.0.0.1:", "127.0.0.1:x")):
            file.write_text(text)
            [(code, out)] = self.run_all(self.begin("plan"))
            self.assertEqual(code, 1, out)
            self.assertNotIn("wr0ng", out)


class PostgresqlTest(SqlSync, unittest.TestCase):
    kind = "postgresql"


class MysqlTest(SqlSync, unittest.TestCase):
    kind = "mysql"


if __name__ == "__main__":
    unittest.main()
