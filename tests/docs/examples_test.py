#!/usr/bin/python3
"""Runs the examples of docs/templates.md with the program and compares byte for byte.

An example is a run of fenced blocks, told by the words behind the fence:
  ```yaml vars        the variables; kept until the next heading or vars
  ```jinja FILE       a template that the example includes or imports; kept until the next heading
  ```jinja            the template; options of `sailmaker jinja` may stand behind it
  ```... output       what it must print, or `error`: what it must say
Every ```jinja block without a FILE must be followed by one of these. UPDATE_GOLDEN=1 writes the answers into the page.
"""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

TREE = Path(os.environ["SAILMAKER_SOURCE_DIR"])
PAGE = TREE / "docs" / "templates.md"
FENCE = re.compile(r"^```([a-z]+)((?: [^\n]+)?)\n(.*?)^```$|^(#+ [^\n]*)$", re.M | re.S)


class Example:
    def __init__(self, template, options, variables, files):
        self.template = template
        self.options = options
        self.variables = variables
        self.files = dict(files)

    def run(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**self.files, "template.yaml.j2": self.template, "vars.yaml": self.variables}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            done = subprocess.run([os.environ["SAILMAKER"], "jinja", "--vars", "vars.yaml", *self.options,
                                   "template.yaml.j2"], cwd=folder, capture_output=True, text=True, timeout=60)
        # The file's last newline is not the template's; a block always ends with one.
        return ("output", done.stdout + "\n" * (not done.stdout.endswith("\n"))) if done.returncode == 0 \
            else ("error", done.stderr)


def examples(page):
    """Pairs of an example and the match of the block that holds its answer."""
    variables, files, waiting, found = "{}\n", {}, None, []
    for match in FENCE.finditer(page):
        language, words, text, heading = match.groups()
        words = (words or "").split()
        if heading:
            variables, files = "{}\n", {}
        elif words == ["vars"]:
            variables = text
        elif words and words[-1] in ("output", "error"):
            assert waiting, f"an answer to nothing: {text}"
            found.append((waiting, match))
            waiting = None
        elif language == "jinja" and words and not words[0].startswith("-"):
            files[words[0]] = text
        elif language == "jinja":
            assert not waiting, f"no answer to: {waiting.template}"
            waiting = Example(text, words, variables, files)
    assert not waiting, f"no answer to: {waiting.template}"
    return found


class Examples(unittest.TestCase):
    maxDiff = None

    def test_templates(self):
        page = PAGE.read_text(encoding="utf-8")
        found = examples(page)
        self.assertGreater(len(found), 20)
        if os.environ.get("UPDATE_GOLDEN"):
            self.update(page, found)
            return
        for example, answer in found:
            with self.subTest(template=example.template):
                kind, text = example.run()
                self.assertEqual((answer[2].split()[-1], answer[3]), (kind, text))

    def update(self, page, found):
        for example, answer in reversed(found):
            start, end = answer.span(3)
            page = page[:start] + example.run()[1] + page[end:]
        PAGE.write_text(page, encoding="utf-8")

    def test_every_trade_filter_is_described(self):
        page = PAGE.read_text(encoding="utf-8")
        sources = "".join(path.read_text(encoding="utf-8") for path in (TREE / "src" / "generate").glob("trade_*.cc"))
        names = re.findall(r'\{"([a-z0-9_]+)", \{', sources)
        self.assertGreater(len(names), 12)
        for name in names:
            self.assertRegex(page, rf"\| `{name}[(`]", name)


if __name__ == "__main__":
    unittest.main()
