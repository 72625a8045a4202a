#!/usr/bin/python3
"""Spring's own parser as second opinion: of each expression both say that it is one, or both that it is none."""

import os
import random
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import expressions

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SEED = 20261127
SHOWN = 20


def classpath(folder):
    """The jars of pom.xml, from Maven Central the first time."""
    listing = Path(folder) / "classpath"
    command = ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={listing}"]
    subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL)
    return listing.read_text()


def ask(command, kind, texts):
    lines = "".join(f"{kind} {text.encode().hex()}\n" for text in texts)
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(answer) != len(texts):
        raise AssertionError(f"{command[0]} answered {len(answer)} of {len(texts)} texts")
    return answer


def collected():
    """What stands in ${ } in our own templates, tests and documents, one kind of bracket deep."""
    found = set()
    for folder in ("examples", "docs", "tests/pipeline", "fuzz/corpus/spel"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file():
                text = path.read_text(errors="ignore").replace('\\"', '"')
                found.update(re.findall(r"\$\{[^{}\n]*\}", text))
    return sorted(text for text in found if "\\" not in text)


class SpringAgrees(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.spring = ["java", "-cp", classpath(cls.folder.name), str(HERE / "Verdicts.java")]
        cls.ours = [str(Path(os.environ["SAILMAKER"]).parent / "spel_verdicts")]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def compare(self, kind, texts, fewest_accepted, fewest_refused):
        spring, ours = ask(self.spring, kind, texts), ask(self.ours, kind, texts)
        accepted = sum(answer == "accepts" for answer in spring)
        differ = [
            f"{text!r}\n  Spring {theirs}\n  we: {mine}"
            for text, theirs, mine in zip(texts, spring, ours)
            if theirs.startswith("accepts") != mine.startswith("accepts")
        ]
        print(f"{kind}s: {len(texts)}, Spring accepts {accepted}, {len(differ)} differ", flush=True)
        self.assertFalse(differ, f"{len(differ)} of {len(texts)} differ\n" + "\n".join(differ[:SHOWN]))
        self.assertGreaterEqual(accepted, fewest_accepted, "too few accepted to mean anything")
        self.assertGreaterEqual(len(texts) - accepted, fewest_refused, "too few refused to mean anything")

    def test_expressions_from_the_grammar(self):
        self.compare("expression", expressions.from_grammar(SEED, 4000), 2000, 0)

    def test_damaged_expressions(self):
        self.compare("expression", expressions.damaged(SEED, 6000), 500, 3000)

    def test_texts_with_expressions(self):
        self.compare("template", expressions.templates(SEED, 3000), 1000, 500)

    def test_collected_expressions(self):
        source = random.Random(SEED)
        texts = collected()
        self.assertGreater(len(texts), 20)
        self.compare("template", texts + [expressions.damage(source, text) for text in texts for _ in range(5)], 50, 50)


if __name__ == "__main__":
    unittest.main()
