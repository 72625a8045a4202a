"""Golden files, and the way a test file of the charts ends.

  /usr/bin/python3 tests/charts/scenarios_test.py --update     writes what is rendered now (as does UPDATE_GOLDEN=1); look at git diff then
"""

import contextlib
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path

from harness.places import TESTS

UPDATE = "--update" in sys.argv or "UPDATE_GOLDEN" in os.environ


class ChartTest(unittest.TestCase):
    maxDiff = None

    def assert_golden(self, name, text):
        """`text` is what tests/charts/golden/`name` holds."""
        path = TESTS / "golden" / name
        if UPDATE:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.assertTrue(path.exists(), f"{path} is missing; --update writes it")
        self.assertEqual(path.read_text(), text, f"{path} differs; --update writes it anew")

    def assert_none(self, found):
        """Nothing was found; else everything is printed."""
        self.assertFalse(found, "\n" + "\n".join(map(str, found)))


@contextlib.contextmanager
def scratch_files():
    """Gives a function that writes values to a new file and gives its path; the files go away in the end."""
    with tempfile.TemporaryDirectory(prefix="sailmaker-values-") as folder:
        def write(values):
            path = Path(folder, f"{len(list(Path(folder).iterdir()))}.yaml")
            path.write_text(json.dumps(values))
            return path
        yield write


def main():
    unittest.main(module="__main__", argv=[word for word in sys.argv if word != "--update"])
