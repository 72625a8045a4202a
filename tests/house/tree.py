"""What the house checks share: the files of a tree, and how findings are printed.

A check is a function from the root of a tree to its findings; `main` makes a program of it:
  <check>.py [--root DIR]    prints each finding as file:line: sentence; status 1 if there is any
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

CODE_FOLDERS = ("src", "tests", "fuzz", "bench")


class Finding(NamedTuple):
    file: str
    line: int  # from 1; 0: the file as a whole
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


def files(root, *suffixes, folders=CODE_FOLDERS):
    """Paths below `folders` whose names end with one of `suffixes`, relative to `root`, in a steady order."""
    found = [path for folder in folders for path in (root / folder).rglob("*") if path.is_file()]
    return sorted(path.relative_to(root) for path in found if path.name.endswith(suffixes))


def lines(root, path):
    """(number, text) of each line."""
    return enumerate((root / path).read_text(encoding="utf-8", errors="replace").splitlines(), 1)


def main(check, description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    findings = check(parser.parse_args().root)
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
