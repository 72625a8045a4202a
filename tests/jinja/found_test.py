#!/usr/bin/python3
"""Asks Jinja2 and `sailmaker jinja --jsonl` the requests of found.jsonl, which once had other answers than Jinja2's: those that
oracle/jinja_differential.py found, made small, and others of their kind."""

import json
import os
import subprocess
import sys
import unittest
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
from jinja_known import same
from jinja_python import render

warnings.simplefilter("ignore")


def requests():
    plain = {"name": "main", "context": {}, "templates": {}, "options": {}}
    return [{**plain, **json.loads(line)} for line in (HERE / "found.jsonl").read_text().splitlines()]


class FoundOnce(unittest.TestCase):
    def test_answers(self):
        asked = requests()
        self.assertGreater(len(asked), 200)
        lines = "".join(json.dumps(request) + "\n" for request in asked)
        program = [os.environ["SAILMAKER"], "jinja", "--jsonl"]
        answers = subprocess.run(program, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual(len(answers), len(asked))
        for request, ours in zip(asked, map(json.loads, answers)):
            theirs = render(request)
            with self.subTest(request["template"]):
                self.assertTrue(same(theirs, ours), f"{request}\nJinja2: {theirs}\nours:   {ours}")


if __name__ == "__main__":
    unittest.main()
