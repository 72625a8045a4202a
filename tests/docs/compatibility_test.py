#!/usr/bin/python3
"""Runs every row of docs/jinja-compatibility.md whose columns are template, Jinja2, Sailmaker and reason through both,
and compares what comes out with what the row says. `x` is 7 in all of them."""

import json
import os
import re
import subprocess
import unittest
from pathlib import Path

import jinja2

PAGE = Path(os.environ["SAILMAKER_SOURCE_DIR"]) / "docs" / "jinja-compatibility.md"
CONTEXT = {"x": 7}
HEAD = ["template", "Jinja2", "Sailmaker", "reason"]


def cells(line):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def rows(text):
    """The rows of all tables with that head, as (line number, template, Jinja2's answer, ours)."""
    found = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("|"):
            inside = False
        elif cells(line) == HEAD:
            inside = True
        elif inside and not line.startswith("| ---"):
            template, theirs, ours, _ = cells(line)
            found.append((number, template.strip("`"), theirs, ours))
    return found


def by_python(template):
    try:
        return jinja2.Environment().from_string(template).render(**CONTEXT)
    except Exception as error:  # whatever it is, its type is what the page says
        return type(error)


def by_sailmaker(template):
    request = json.dumps({"template": template, "context": CONTEXT}) + "\n"
    done = subprocess.run([os.environ["SAILMAKER"], "jinja", "--jsonl"], input=request, capture_output=True, text=True,
                          check=True, timeout=60)
    return json.loads(done.stdout)


def agrees(said, output):
    """Whether the output is what the page says: `text`, `text that goes on …`, or (empty)."""
    if said == "(empty)":
        return output == ""
    said = said.strip("`")
    return output.startswith(said.split("…")[0]) if "…" in said else output == said


class Rows(unittest.TestCase):
    def test_there_are_rows(self):
        self.assertGreater(len(rows(PAGE.read_text(encoding="utf-8"))), 20)

    def test_jinja2(self):
        for number, template, theirs, _ in rows(PAGE.read_text(encoding="utf-8")):
            with self.subTest(line=number, template=template):
                got = by_python(template)
                if isinstance(got, type):
                    self.assertIn(theirs, [base.__name__ for base in got.__mro__[:1]])
                else:
                    self.assertTrue(agrees(theirs, got), f"the page says {theirs}, Jinja2 gives {got!r}")

    def test_sailmaker(self):
        for number, template, _, ours in rows(PAGE.read_text(encoding="utf-8")):
            with self.subTest(line=number, template=template):
                answer = by_sailmaker(template)
                if answer["ok"]:
                    self.assertTrue(agrees(ours, answer["output"]), f"the page says {ours}, not {answer['output']!r}")
                else:
                    self.assertEqual(answer["error"]["type"], ours, answer["error"]["message"])


if __name__ == "__main__":
    unittest.main()
