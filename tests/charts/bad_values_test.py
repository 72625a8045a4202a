"""Values that must be refused, and the message that says why: tables in bad/<chart>/*.yaml, the whole message compared.

A case has `values` (over bad/base.yaml) or `set` (a pipeline's overrides, text), and what comes of it:
  problems   the lines below "hello-app: N problems in the values", from templates/zzz_validate.yaml
  schema     a line of the schema's refusal: `newest` and `oldest` Helm have different engines, so different words
"""

import re

import harness.golden
from harness.golden import ChartTest
from harness.helm import Render, RenderError, render_all
from harness.objects import load
from harness.places import CHARTS, NEWEST, OLDEST, TESTS

BAD = TESTS / "bad"
BASE = BAD / "base.yaml"


def cases():
    """(chart, table, case) of every table."""
    for path in sorted(BAD.glob("*/*.yaml")):
        for case in load(path.read_text()):
            yield path.parent.name, path.stem, case


def render_of(chart, case, version):
    return Render(chart, (BASE,), case.get("values", {}), case.get("set", {}), version,
                  case.get("release", "hello-app"))


def message(case):
    """The whole message of the chart's own checks."""
    problems = case["problems"]
    plural = "" if len(problems) == 1 else "s"
    head = f"{case.get('app', 'hello-app')}: {len(problems)} problem{plural} in the values"
    return "\n".join([head, *(f"  - {problem}" for problem in problems)])


PROBLEM = re.compile(r'include "l\.problem" (.*)')
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`')
# What the schema refuses before the templates can; they say it where somebody skips the schema.
BEHIND_THE_SCHEMA = ("must be a map of names to entries", "must be a whole number, not %q", "must be true or false, not %q",
                     'must be true, false or "", not %q')
VERB = re.compile(r"%[a-z]")


def refusals(file):
    """For each call of l.problem in a template a pattern of its message, and the message as it stands there."""
    for call in PROBLEM.findall(file.read_text()):
        texts = [double or quoted for double, quoted in TEXT.findall(call)]
        text = max(texts, key=len, default="").replace('\\"', '"')
        parts = [re.escape(part) for part in VERB.split(text.replace("%%", "%"))]
        yield re.compile(".*".join(parts), re.DOTALL), text


class BadValues(ChartTest):
    def test_are_refused_with_the_exact_message(self):
        found = [(chart, table, case, version) for chart, table, case in cases() for version in (NEWEST, OLDEST)]
        done = render_all([render_of(chart, case, version) for chart, _, case, version in found])
        for (chart, table, case, version), outcome in zip(found, done):
            with self.subTest(chart=chart, table=table, case=case["what"], helm=version):
                if not isinstance(outcome, RenderError):
                    self.fail("it renders")
                if "problems" in case:
                    self.assertEqual(str(outcome).strip(), message(case))
                else:
                    wanted = case["schema"]["newest" if version == NEWEST else "oldest"]
                    self.assertIn(wanted, [line.strip() for line in str(outcome).splitlines()])

    def test_every_refusal_has_a_case(self):
        told = [problem for _, _, case in cases() for problem in case.get("problems", ())]
        files = sorted(file for folder in BAD.glob("*/") for file in CHARTS.glob(f"{folder.name}/templates/_*.tpl"))
        self.assert_none(sorted({f"{file.parts[-3]}/{file.name}: no case for: {text}" for file in files
                                 for pattern, text in refusals(file)
                                 if text not in BEHIND_THE_SCHEMA
                                 and not any(pattern.search(problem) for problem in told)}))

    def test_base_renders(self):
        for chart in sorted({chart for chart, _, _ in cases()}):
            self.assertNotIsInstance(render_all([Render(chart, (BASE,))])[0], RenderError)

    def test_tables_name_each_case_once(self):
        names = [(chart, case["what"]) for chart, _, case in cases()]
        self.assert_none(sorted({name for name in names if names.count(name) > 1}))


if __name__ == "__main__":
    harness.golden.main()
