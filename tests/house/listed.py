#!/usr/bin/python3
"""Checks that nothing lies in the tree unbuilt or untested.

  sources   every .cc below src, tests, fuzz and bench stands in the CMakeLists.txt of its folder (or of one above it)
  folders   every folder's CMakeLists.txt is added by the one above it
  tests     every tests/<folder>/*_test.cc and *_test.py is in a list of sailmaker_test, sailmaker_python_test or
            sailmaker_integration_test, holds at least one test, and no test is switched off by its name
"""

import re

import tree
from tree import Finding

TEST = re.compile(r"^\s*(TYPED_TEST|TEST|TEST_F|TEST_P|TYPED_TEST_P)\s*\(")
PYTHON_TEST = re.compile(r"^\s*def test_\w+\(")
SWITCHED_OFF = re.compile(r"\bDISABLED_\w+|@unittest\.skip\(")


def listing_of(root, folder):
    """The nearest CMakeLists.txt at or above `folder`, relative to root."""
    while not (root / folder / "CMakeLists.txt").is_file():
        folder = folder.parent
    return folder / "CMakeLists.txt"


def commands(root, listing):
    """(command, its words) for each command of a CMakeLists.txt, comments left out."""
    text = "\n".join(line.split("#", 1)[0] for _, line in tree.lines(root, listing))
    return [(name, set(words.split())) for name, words in re.findall(r"(\w+)\s*\(([^)]*)\)", text)]


def is_listed(root, path, allowed):
    """Whether a command whose name matches `allowed` lists `path`."""
    listing = listing_of(root, path.parent)
    name = path.relative_to(listing.parent).as_posix()
    return any(name in words for command, words in commands(root, listing) if re.fullmatch(allowed, command))


def check_sources(root):
    for path in tree.files(root, ".cc"):
        allowed = "sailmaker_test" if path.name.endswith("_test.cc") else r"sailmaker_\w+|add_\w+"
        if not is_listed(root, path, allowed):
            yield Finding(path, 0, f"is in no list of {listing_of(root, path.parent)}, so nobody builds it")


def check_folders(root):
    for path in tree.files(root, "CMakeLists.txt"):
        folder = path.parent
        above = listing_of(root, folder.parent)
        name = folder.relative_to(above.parent).as_posix()
        adds = ("add_subdirectory", "foreach")
        if not any(name in words for command, words in commands(root, above) if command in adds):
            yield Finding(path, 0, f"{above} does not add this folder")


def check_python_tests(root):
    for path in tree.files(root, "_test.py", folders=("tests",)):
        if not is_listed(root, path, r"sailmaker_(python|integration)_test"):
            yield Finding(path, 0, "is in no sailmaker_python_test or sailmaker_integration_test, so nobody runs it")


def check_contents(root):
    for path in tree.files(root, "_test.cc", "_test.py", folders=("tests",)):
        test = TEST if path.suffix == ".cc" else PYTHON_TEST
        texts = list(tree.lines(root, path))
        if not any(test.match(text) for _, text in texts):
            yield Finding(path, 0, "holds no test")
        for number, text in texts:
            if SWITCHED_OFF.search(text):
                yield Finding(path, number, "a test that is switched off tests nothing: mend it or remove it")


def check(root):
    return [*check_sources(root), *check_folders(root), *check_python_tests(root), *check_contents(root)]


if __name__ == "__main__":
    tree.main(check, __doc__)
