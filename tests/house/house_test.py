#!/usr/bin/python3
"""Proves that each house check is silent on a good tree and speaks on a bad one."""

import tempfile
import unittest
from pathlib import Path

import include_rows
import limits
import listed

GOOD = {
    "src/CMakeLists.txt": "foreach(folder base value yaml jinja)\nendforeach()\n",
    "src/base/CMakeLists.txt": "sailmaker_library(base\n  SOURCES\n    error.cc\n  LINKS fmt::fmt)\n",
    "src/base/error.h": "#include <string>\n",
    "src/base/error.cc": '#include "base/error.h"\n\n#include <fmt/format.h>\n#include <openssl/evp.h>\n',
    "src/value/CMakeLists.txt": "sailmaker_library(value SOURCES value.cc LINKS sailmaker_base)\n",
    "src/value/value.h": '#include "base/error.h"\n',
    "src/value/value.cc": '#include "value/value.h"\n#include <simdjson.h>\n',
    "src/yaml/CMakeLists.txt": "sailmaker_library(yaml SOURCES parser.cc LINKS sailmaker_value)\n",
    "src/yaml/parser.h": '#include "value/value.h"\n#include <fmt/core.h>\n',
    "src/yaml/parser.cc": '#include "yaml/parser.h"\n#include <yaml.h>\n',
    "src/jinja/CMakeLists.txt": "sailmaker_library(jinja SOURCES lexer.cc LINKS sailmaker_value)\n",
    "src/jinja/lexer.h": '#include "base/error.h"\n',
    "src/jinja/lexer.cc": '#include "jinja/lexer.h"\n',
    "tests/CMakeLists.txt": "add_subdirectory(yaml)\nadd_subdirectory(house)\n",
    "tests/yaml/CMakeLists.txt": "sailmaker_test(yaml SOURCES parser_test.cc LINKS sailmaker_yaml)\n",
    "tests/yaml/parser_test.cc": "TEST(Parser, Empty) {}\n",
    "tests/house/CMakeLists.txt": "sailmaker_python_test(house SCRIPT a_test.py)\n",
    "tests/house/a_test.py": "class A:\n    def test_a(self):\n        pass\n",
    "fuzz/CMakeLists.txt": "sailmaker_fuzz(yaml SOURCES yaml_fuzz.cc LINKS sailmaker_yaml)\n",
    "fuzz/yaml_fuzz.cc": "int x;\n",
    "bench/CMakeLists.txt": "# nothing yet\n",
    "CMakeLists.txt": "".join(f"add_subdirectory({folder})\n" for folder in ("src", "tests", "fuzz", "bench")),
}


def findings_of(check, changes):
    """What `check` prints about the good tree after `changes`, a map from paths to texts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**GOOD, **changes}.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return [str(finding) for finding in check(Path(folder))]


class HouseTest(unittest.TestCase):
    def expect(self, check, changes, *starts):
        """Exactly one finding for each of `starts`, beginning with it."""
        found = findings_of(check, changes)
        self.assertEqual(len(found), len(starts), found)
        for start, text in zip(starts, found):
            self.assertTrue(text.startswith(start), f"{text!r} does not begin with {start!r}")


class RowsTest(HouseTest):
    def test_good_tree(self):
        self.expect(include_rows.check, {})

    def test_above(self):
        self.expect(
            include_rows.check,
            {"src/value/value.h": '\n#include "yaml/parser.h"\n'},
            "src/value/value.h:2: value (row 0) must not use yaml (row 1), which is above it",
        )

    def test_beside(self):
        self.expect(
            include_rows.check,
            {"src/yaml/parser.cc": '#  include "jinja/lexer.h"\n'},
            "src/yaml/parser.cc:1: yaml (row 1) must not use jinja (row 1), which is beside it",
        )

    def test_base_does_not_use_value(self):
        self.expect(
            include_rows.check,
            {"src/base/error.cc": '#include "value/value.h"\n'},
            "src/base/error.cc:1: base (row 0) must not use value",
        )

    def test_include_that_is_no_path_from_src(self):
        for name in ("lexer.h", "../jinja/lexer.h", "jinja/absent.h", "tests/house/x.h"):
            self.expect(include_rows.check, {"src/jinja/lexer.cc": f'#include "{name}"\n'}, "src/jinja/lexer.cc:1: ")

    def test_folder_without_a_row(self):
        self.expect(include_rows.check, {"src/extra/x.cc": ""}, "src/extra/x.cc: 'extra' has no row")

    def test_foreign_library_outside_its_folder(self):
        for name in ("simdjson.h", "yaml.h", "CLI/CLI.hpp", "openssl/evp.h", "gtest/gtest.h"):
            self.expect(
                include_rows.check, {"src/jinja/lexer.cc": f"#include <{name}>\n"}, f"src/jinja/lexer.cc:1: <{name}>"
            )

    def test_slow_header_in_a_header(self):
        self.expect(
            include_rows.check,
            {"src/value/value.h": "#include <simdjson.h>\n"},
            "src/value/value.h:1: <simdjson.h> is slow to compile",
        )
        for name in ("fmt/format.h", "regex", "iostream"):
            self.expect(include_rows.check, {"src/jinja/lexer.h": f"#include <{name}>\n"}, "src/jinja/lexer.h:1: ")

    def test_linked_library(self):
        self.expect(
            include_rows.check,
            {"src/jinja/CMakeLists.txt": "sailmaker_library(jinja\n  LINKS sailmaker_yaml) # sailmaker_cli\n"},
            "src/jinja/CMakeLists.txt:2: jinja (row 1) must not use yaml",
        )


class ListedTest(HouseTest):
    def test_good_tree(self):
        self.expect(listed.check, {})

    def test_source_in_no_list(self):
        for name in ("src/yaml/extra.cc", "tests/yaml/extra_test.cc", "fuzz/extra_fuzz.cc", "bench/extra_bench.cc"):
            self.expect(listed.check, {name: "TEST(A, B) {}\n"}, f"{name}: is in no list of")

    def test_source_in_a_comment_only(self):
        text = "sailmaker_library(yaml SOURCES  # parser.cc\n  LINKS sailmaker_value)\n"
        self.expect(listed.check, {"src/yaml/CMakeLists.txt": text}, "src/yaml/parser.cc: is in no list")

    def test_test_in_a_list_that_does_not_run_it(self):
        text = "sailmaker_library(yaml SOURCES parser_test.cc)\n"
        self.expect(listed.check, {"tests/yaml/CMakeLists.txt": text}, "tests/yaml/parser_test.cc: is in no list")

    def test_folder_that_nobody_adds(self):
        text = "add_subdirectory(house)\n# add_subdirectory(yaml)\n"
        self.expect(listed.check, {"tests/CMakeLists.txt": text}, "tests/yaml/CMakeLists.txt: tests/CMakeLists.txt does")

    def test_python_test_in_no_list(self):
        text = "def test_b():\n    pass\n"
        self.expect(listed.check, {"tests/house/b_test.py": text}, "tests/house/b_test.py: is in no sailmaker_python_test")

    def test_file_without_a_test(self):
        self.expect(listed.check, {"tests/yaml/parser_test.cc": "int x;\n"}, "tests/yaml/parser_test.cc: holds no test")
        self.expect(listed.check, {"tests/house/a_test.py": "x = 1\n"}, "tests/house/a_test.py: holds no test")

    def test_test_switched_off(self):
        self.expect(
            listed.check,
            {"tests/yaml/parser_test.cc": "TEST(Parser, Empty) {}\nTEST(Parser, " + "DISABLED" + "_Full) {}\n"},
            "tests/yaml/parser_test.cc:2: a test that is switched off",
        )


class LimitsTest(HouseTest):
    def test_good_tree(self):
        self.expect(limits.check, {})

    def test_long_file(self):
        self.expect(limits.check, {"src/yaml/parser.cc": "\n" * 600})
        self.expect(limits.check, {"src/yaml/parser.cc": "\n" * 601}, "src/yaml/parser.cc: has 601 lines")

    def test_empty_name(self):
        self.expect(limits.check, {"src/yaml/utils.cc": ""}, "src/yaml/utils.cc: 'utils' says nothing")
        self.expect(limits.check, {"src/common/x.cc": ""}, "src/common/x.cc: 'common' says nothing")

    def test_mark(self):
        self.expect(limits.check, {"src/yaml/parser.cc": "\n// TO" + "DO: later\n"}, "src/yaml/parser.cc:2: work that is left")

    def test_text(self):
        self.expect(limits.check, {"src/yaml/parser.cc": "int x;"}, "src/yaml/parser.cc:1: does not end with a newline")
        self.expect(limits.check, {"src/yaml/parser.cc": "\tint x;\n"}, "src/yaml/parser.cc:1: a tab")
        self.expect(limits.check, {"src/yaml/parser.cc": "int x; \n"}, "src/yaml/parser.cc:1: blanks")
        self.expect(limits.check, {"tests/yaml/parser_test.cc": "TEST(A, B) { \n\t}\n"})


if __name__ == "__main__":
    unittest.main()
