#!/usr/bin/python3
"""Integers of any size: some thousand random expressions, of which each must be what Python makes of it."""

import json
import os
import random
import subprocess
import unittest

EDGES = [2**63, 2**63 - 1, -(2**63), -(2**63) - 1, 2**64, 2**53, 2**53 + 1, 10**18, 10**19, 3**40]
REALS = ["1e20", "0.5", "-1.5", "1e300", "9007199254740993.0", "2.5e-320", "123456789012345678901234567890.0"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "<", "<=", "==", "!=", ">", ">=", "**"]
# What a template writes, and the same in Python.
FORMS = {
    "(%s)|abs": "abs(%s)",
    "-(%s)": "-(%s)",
    "(%s)|round(-7)": "round(%s, -7)",
    "(%s)|int": "int(%s)",
    "(%s)|float": "float(%s)",
    "(%s) is odd": "(%s) %% 2 == 1",
    "'%%x' %% (%s)": "'%%x' %% (%s)",
    "'%%+040d' %% (%s)": "'%%+040d' %% (%s)",
    "'{:,}'.format(%s)": "'{:,}'.format(%s)",
    "'{:#_b}'.format(%s)": "'{:#_b}'.format(%s)",
    "'{:e}'.format(%s)": "'{:e}'.format(%s)",
    "[3, %s, 5]|sort": "sorted([3, %s, 5])",
    "{%s: 1}[%s]": "{%s: 1}[%s]",
    "range(%s)": "range(%s)",
    "(%s).bit_length()": "(%s).bit_length()",
}


def number(choose):
    kind = choose.random()
    if kind < 0.2:
        return str(choose.randint(-20, 20))
    if kind < 0.45:
        return str(choose.choice(EDGES) + choose.randint(-2, 2))
    size = 10 ** choose.randint(1, 400 if kind > 0.9 else 60)
    return str(choose.randint(-size, size))


def expressions(choose):
    """(for the template, for Python)"""
    for _ in range(3000):
        left, operator, right = number(choose), choose.choice(OPERATORS), number(choose)
        if operator == "**":
            right = str(choose.randint(-3, 40))
        elif choose.random() < 0.2:
            right = choose.choice(REALS)
        made = f"({left}) {operator} ({right})"
        yield made, made
    for _ in range(1500):
        form, python = choose.choice(list(FORMS.items()))
        value = number(choose)
        yield form % ((value,) * form.count("%s")), python % ((value,) * python.count("%s"))


def evaluated(expression):
    try:
        return str(eval(expression))  # text of our own making
    except (ArithmeticError, ValueError) as error:
        return type(error).__name__


class Integers(unittest.TestCase):
    def test_against_python(self):
        cases = list(expressions(random.Random(11)))
        requests = "".join(json.dumps({"template": "{{ " + template + " }}"}) + "\n" for template, _ in cases)
        program = [os.environ["SAILMAKER"], "jinja", "--jsonl"]
        answers = subprocess.run(program, input=requests, capture_output=True, text=True, check=True).stdout
        answers = answers.splitlines()
        self.assertEqual(len(answers), len(cases))
        for (template, python), line in zip(cases, answers):
            answer = json.loads(line)
            got = answer["output"] if answer["ok"] else answer["error"]["type"]
            self.assertEqual(got, evaluated(python), template)


if __name__ == "__main__":
    unittest.main()
