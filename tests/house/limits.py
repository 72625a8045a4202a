#!/usr/bin/python3
"""Checks what keeps files readable.

  length    a source file has at most 600 lines; most have fewer than 400
  names     no folder or file is called utils, common or misc: such a name says nothing
  marks     no work is left to be done later without an issue: no mark that says so
  text      a newline at the end of each file; no tabs and no blanks at line ends, but in tests, whose texts may need them
"""

import re

import tree
from tree import Finding

MOST_LINES = 600
EMPTY_NAMES = {"util", "utils", "common", "misc", "helpers"}
MARKS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
SOURCES = (".h", ".cc", ".py", "CMakeLists.txt")


def check_names(path):
    for part in (*path.parts[:-1], path.stem):
        if part.lower() in EMPTY_NAMES:
            yield Finding(path, 0, f"'{part}' says nothing about what is inside")


def check_text(root, path):
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    count = text.count("\n")
    if count > MOST_LINES:
        yield Finding(path, 0, f"has {count} lines; {MOST_LINES} is the most, so give each job a file of its own")
    if text and not text.endswith("\n"):
        yield Finding(path, count + 1, "does not end with a newline")
    for number, line in enumerate(text.split("\n"), 1):
        if MARKS.search(line):
            yield Finding(path, number, "work that is left belongs into an issue")
        if path.parts[0] == "tests":
            continue
        if "\t" in line:
            yield Finding(path, number, "a tab; indent with blanks")
        if line.endswith((" ", "\r")):
            yield Finding(path, number, "blanks at the end of the line")


def check(root):
    findings = []
    for path in tree.files(root, *SOURCES):
        findings += [*check_names(path), *check_text(root, path)]
    return findings


if __name__ == "__main__":
    tree.main(check, __doc__)
