#!/usr/bin/python3
"""Java itself as second opinion: Quartz of cron expressions, java.util.regex of regular expressions."""

import re
import unittest

import texts
from verdicts import Comparison, files_in

KINDS = (".md", ".txt", ".j2", ".yaml", ".json", ".cc", ".py")


def collected(field):
    """What stands behind a field of this name in our own templates, tests and documents."""
    found = set()
    for path, text in files_in("examples", "docs", "tests"):
        if path.suffix in KINDS:
            found.update(re.findall(rf"""\b{field}"?: ["']([^"'\n]+)["']""", text))
    return sorted(text for text in found if "{{" not in text and "${" not in text and "\\\\" not in text)


# Quartz makes a list of all years from one to the other, until no memory is left.
HUGE = re.compile(r"\d{5}")


def is_hashed(text):
    """An H in the time, which Echo fills in before Quartz sees the expression."""
    return any("H" in field.upper() for field in text.split()[:3])


def is_several_times_a_weekday(text):
    """A day with W and more than one time: Quartz loses some of them."""
    fields = text.split()
    return len(fields) > 3 and "W" in fields[3].upper() and not all(field.isdigit() for field in fields[:3])


class JavaAgrees(Comparison):
    # What we accept Quartz accepts, and both see the same three times come. Quartz reads over letters and signs behind a
    # number or a name, and over empty items; we say that they mean nothing. That it never fires counts as refused.
    def compare_cron(self, asked, fewest_accepted, most_stricter):
        asked = [text for text in asked if not (is_hashed(text) or is_several_times_a_weekday(text) or HUGE.search(text))]
        answers = [each for each in self.answers("cron", asked) if each[1] != "accepts"]
        accepted = [each for each in answers if each[1].startswith("accepts")]
        wrong = [each for each in answers if each[2].startswith("accepts ") and each[1] != each[2]]
        stricter = [each for each in accepted if not each[2].startswith("accepts")]
        print(f"cron: {len(answers)}, Quartz accepts {len(accepted)}, {len(wrong)} differ, we refuse {len(stricter)} of them", flush=True)
        self.fail_for(wrong, len(answers))
        if len(stricter) > most_stricter * len(accepted):
            self.fail_for(stricter, len(accepted))
        self.assertGreaterEqual(len(accepted), fewest_accepted, "too few accepted to mean anything")

    # What we refuse Java refuses. Java refuses more, and of that we must see most.
    def compare_regex(self, asked, fewest_accepted, most_missed):
        answers = self.answers("regex", asked)
        accepted = sum(theirs == "accepts" for _, theirs, _ in answers)
        refused = len(asked) - accepted
        wrong = [each for each in answers if each[1] == "accepts" and each[2] != "accepts"]
        missed = [each for each in answers if each[1] != "accepts" and each[2] == "accepts"]
        print(f"regex: {len(asked)}, Java accepts {accepted}, {len(wrong)} refused wrongly, {len(missed)} of {refused} missed", flush=True)
        self.fail_for(wrong, len(asked))
        self.assertGreaterEqual(accepted, fewest_accepted, "too few accepted to mean anything")
        if len(missed) > most_missed * refused:
            self.fail_for(missed, refused)

    def test_cron_from_the_grammar(self):
        self.compare_cron([texts.cron(self.random) for _ in range(4000)], 3000, 0)

    def test_damaged_cron(self):
        self.compare_cron([texts.damage(self.random, texts.cron(self.random), texts.CRON_PIECES) for _ in range(6000)], 500, 0.7)

    def test_collected_cron(self):
        found = collected("cronExpression")
        self.assertGreater(len(found), 5)
        self.compare_cron(found + [texts.damage(self.random, text, texts.CRON_PIECES) for text in found for _ in range(20)], 10, 0.7)

    def test_regexes_from_the_grammar(self):
        self.compare_regex([texts.regex(self.random) for _ in range(3000)], 2000, 1)

    def test_damaged_regexes(self):
        self.compare_regex([texts.damage(self.random, texts.regex(self.random), texts.REGEX_PIECES) for _ in range(4000)], 1000, 0.3)

    def test_collected_regexes(self):
        found = sorted({text for field in ("branch", "tag", "name", "version", "reference") for text in collected(field)})
        self.assertGreater(len(found), 50)
        self.compare_regex(found + [texts.damage(self.random, text, texts.REGEX_PIECES) for text in found for _ in range(5)], 100, 0.3)


if __name__ == "__main__":
    unittest.main()
