#!/usr/bin/python3
"""Spring's own parser as second opinion: of each expression both say that it is one, or both that it is none."""

import re
import unittest

import expressions
from verdicts import SEED, Comparison, files_in


def collected():
    """What stands in ${ } in our own templates, tests and documents, one kind of bracket deep."""
    found = set()
    for _, text in files_in("examples", "docs", "tests/pipeline", "fuzz/corpus/spel"):
        found.update(re.findall(r"\$\{[^{}\n]*\}", text))
    return sorted(text for text in found if "\\" not in text)


class SpringAgrees(Comparison):
    def compare(self, kind, texts, fewest_accepted, fewest_refused):
        answers = self.answers(kind, texts)
        accepted = sum(theirs == "accepts" for _, theirs, _ in answers)
        differ = [each for each in answers if each[1].startswith("accepts") != each[2].startswith("accepts")]
        print(f"{kind}s: {len(texts)}, Spring accepts {accepted}, {len(differ)} differ", flush=True)
        self.fail_for(differ, len(texts))
        self.assertGreaterEqual(accepted, fewest_accepted, "too few accepted to mean anything")
        self.assertGreaterEqual(len(texts) - accepted, fewest_refused, "too few refused to mean anything")

    def test_expressions_from_the_grammar(self):
        self.compare("expression", expressions.from_grammar(SEED, 4000), 2000, 0)

    def test_damaged_expressions(self):
        self.compare("expression", expressions.damaged(SEED, 6000), 500, 3000)

    def test_texts_with_expressions(self):
        self.compare("template", expressions.templates(SEED, 3000), 1000, 500)

    def test_collected_expressions(self):
        texts = collected()
        self.assertGreater(len(texts), 20)
        self.compare("template", texts + [expressions.damage(self.random, text) for text in texts for _ in range(5)], 50, 50)


if __name__ == "__main__":
    unittest.main()
