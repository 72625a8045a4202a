#!/usr/bin/python3
"""Checks the picture of src/README.md: a file includes its own folder and lower rows; nothing beside, nothing above.

Rules, each from the #include lines alone (for a folder's CMakeLists.txt: from the libraries it links):
  rows      "yaml/parser.h" may be included from yaml and from higher rows; `value` may also include `base`
  spelling  an include in quotes is a path from src/ to a header that exists
  owners    a foreign library is known to the folders that hide it from the others
  weight    headers that are slow to compile stay in .cc files
"""

import re

import tree
from tree import Finding

ROWS = {
    "base": 0,
    "value": 0,
    "jinja": 1,
    "yaml": 1,
    "http": 1,
    "sql": 1,
    "diff": 2,
    "pipeline": 2,
    "fleet": 2,
    "check": 3,
    "infer": 3,
    "generate": 3,
    "target": 3,
    "store": 3,
    "sync": 4,
    "server": 5,
    "cli": 6,
}

# Which folders of src/ may include a foreign library. Others use the header of ours that stands before it.
OWNERS = (
    (r"simdjson", {"value"}),
    (r"yaml\.h$", {"yaml"}),
    (r"gmp\.h$", {"jinja"}),
    (r"CLI/", {"cli"}),
    (r"openssl/", {"base"}),
    (r"re2/", {"generate"}),
    (r"zlib\.h$", {"base"}),
    (r"curl/", {"http"}),
    (r"pugixml", {"target"}),
    (r"(libpq-fe|mysql|mysqld_error|errmsg)\.h$", {"sql"}),
    (r"(gtest|gmock|benchmark)/", set()),
)

# Slow to compile, so a header of ours never includes it.
HEAVY = re.compile(r"(simdjson|CLI/|openssl/|zlib\.h$|re2/|curl/|pugixml|fmt/(?!core\.h)|yaml\.h$|regex$|iostream$|fstream$|sstream$|ranges$)")

INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')
LINKED = re.compile(r"\bsailmaker_(\w+)\b")


def may_use(folder, used):
    """Whether a file of `folder` may include one of `used`."""
    return folder == used or ROWS[used] < ROWS[folder] or (folder, used) == ("value", "base")


def row_finding(folder, used):
    """What is wrong when `folder` uses `used`; None if nothing is."""
    if used not in ROWS:
        return f"'{used}' has no row; rows are listed in tests/house/include_rows.py and drawn in src/README.md"
    if may_use(folder, used):
        return None
    where = "beside" if ROWS[used] == ROWS[folder] else "above"
    return f"{folder} (row {ROWS[folder]}) must not use {used} (row {ROWS[used]}), which is {where} it"


def quoted_finding(root, folder, name):
    if ".." in name or not (root / "src" / name).is_file():
        return f'"{name}" is no header of ours; write the path from src/, as in "base/error.h"'
    return row_finding(folder, name.split("/", 1)[0])


def foreign_finding(folder, name):
    for pattern, owners in OWNERS:
        if re.match(pattern, name) and folder not in owners:
            known = f"only {' and '.join(sorted(owners))} may include it" if owners else "it is for tests and benches"
            return f"<{name}>: {known}"
    return None


def check_file(root, path):
    folder = path.parts[1]
    for number, text in tree.lines(root, path):
        include = INCLUDE.match(text)
        if not include:
            continue
        quote, name = include.groups()
        text = quoted_finding(root, folder, name) if quote == '"' else foreign_finding(folder, name)
        if text:
            yield Finding(path, number, text)
        elif quote == "<" and path.suffix == ".h" and HEAVY.match(name):
            yield Finding(path, number, f"<{name}> is slow to compile: include it in the .cc file")


def check_links(root, path):
    """A folder's CMakeLists.txt links what its row allows."""
    folder = path.parts[1]
    for number, text in tree.lines(root, path):
        for used in LINKED.findall(text.split("#", 1)[0]):
            if used not in ("library", "program", "options", "test", "python_test", "fuzz", "bench"):
                text = row_finding(folder, used)
                if text:
                    yield Finding(path, number, text)


def check(root):
    findings = []
    for path in tree.files(root, ".h", ".cc", "CMakeLists.txt", folders=("src",)):
        if len(path.parts) < 3:
            continue  # src/CMakeLists.txt
        if path.parts[1] not in ROWS:
            findings.append(Finding(path, 0, row_finding("cli", path.parts[1])))
        elif path.name == "CMakeLists.txt":
            findings += check_links(root, path)
        else:
            findings += check_file(root, path)
    return findings


if __name__ == "__main__":
    tree.main(check, __doc__)
