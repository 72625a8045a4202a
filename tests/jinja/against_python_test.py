#!/usr/bin/python3
"""Renders each of cases/*.txt with Debian's python3-jinja2 and compares with the .golden that our engine is held to:
the same output, or an error on the same line."""

import json
import pathlib
import re
import sys
import unittest

import jinja2

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "oracle"))
from jinja_markup import modernize

modernize()
CASES = pathlib.Path(__file__).parent / "cases"
LINE = re.compile(r"^ *--> [^\n]*?:(\d+):\d+$", re.M)


def parse(text):
    parts = {"": ""}
    name = ""
    for line in text.splitlines(keepends=True):
        if line.rstrip("\n") == "---":
            name = "main"
            parts[name] = ""
        elif line.startswith("--- "):
            name = line[4:].rstrip("\n")
            parts[name] = ""
        else:
            parts[name] += line
    return json.loads(parts.pop("")), parts


def environment(context, templates):
    options = context.pop("OPTIONS", {})
    extensions = [f"jinja2.ext.{name}" for name in ("do", "loopcontrols") if options.pop(name, False)]
    kind = jinja2.StrictUndefined if options.pop("strict", None) else jinja2.Undefined
    return jinja2.Environment(loader=jinja2.DictLoader(templates), undefined=kind, extensions=extensions, **options)


def error_line(error, name):
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    line = None
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_globals.get("__jinja_template__") or "<template>" in trace.tb_frame.f_code.co_filename \
                or trace.tb_frame.f_code.co_filename in name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class AgainstPython(unittest.TestCase):
    def test_cases(self):
        self.assertGreater(len(list(CASES.glob("*.txt"))), 20)
        for path in sorted(CASES.glob("*.txt")):
            with self.subTest(path.stem):
                self.check(path)

    def check(self, path):
        golden = path.with_suffix(".golden").read_text()
        golden = re.sub(r"\Awarning:.*?\n  hint:[^\n]*\n", "", golden, flags=re.S)
        context, templates = parse(path.read_text())
        try:
            output = environment(context, templates).get_template("main").render(context)
        except Exception as error:
            self.assertTrue(golden.startswith("error: "), f"Jinja2 fails: {error!r}")
            line = error_line(error, templates)
            found = LINE.search(golden)
            if line is not None and found:
                self.assertEqual(int(found.group(1)), line, f"{error!r}")
            return
        self.assertEqual(output, golden)


if __name__ == "__main__":
    unittest.main()
