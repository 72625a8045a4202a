"""The examples of docs/charts.md and docs/charts-migration.md are true. The words behind a fence say what a block is:

  ```yaml values     a whole values file; both charts render it to what Kubernetes and Istio accept
  ```yaml stack      the same, over the last values
  ```yaml refused    values that the workload chart refuses, with the words of the next ```text message
"""

import re
import textwrap

import harness.golden
from harness.golden import ChartTest, scratch_files
from harness.helm import Render, RenderError, render_all
from harness.objects import load
from harness.places import CHARTS, ROOT
from harness.schemas import findings
from harness.values import charts

PAGES = [ROOT / "docs" / "charts.md", ROOT / "docs" / "charts-migration.md"]
PAGES += [CHARTS / name / "README.md" for name in ("service", "workload")]
FENCE = re.compile(r"^( *)```(\w+) (values|stack|refused|message)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#([^)]*))?\)")


def blocks(page):
    return [(kind, textwrap.dedent(text)) for _, _, kind, text in FENCE.findall(page.read_text())]


def anchors(page):
    """What GitHub makes of headings."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 _-]", "", head.lower()).replace(" ", "-") for head in heads}


class Pages(ChartTest):
    def test_hold_what_they_show(self):
        self.assertGreater(sum(len(blocks(page)) for page in PAGES), 8)
        for page in PAGES:
            files = []
            with scratch_files() as write:
                for kind, text in blocks(page):
                    if kind == "message":
                        continue
                    files = [*(files[:1] if kind == "stack" else []), write(load(text))]
                    if kind == "refused":
                        continue
                    for outcome in render_all([Render(chart, tuple(files)) for chart in charts()]):
                        self.assertNotIsInstance(outcome, RenderError, f"{page.name}\n{text}\n{outcome}")
                        self.assert_none(findings(outcome))

    def test_quote_messages_word_for_word(self):
        for page in PAGES:
            found = blocks(page)
            for (kind, text), (following, message) in zip(found, found[1:]):
                if kind == "refused":
                    self.assertEqual(following, "message")
                    with scratch_files() as write:
                        outcome = render_all([Render("workload", (write(load(text)),))])[0]
                    self.assertEqual(str(outcome).strip(), message.strip())

    def test_link_to_what_is_there(self):
        for page in [*PAGES, CHARTS / "README.md"]:
            for path, anchor in LINK.findall(page.read_text()):
                target = (page.parent / path).resolve()
                self.assertTrue(target.exists(), f"{page.name}: {path}")
                if anchor:
                    self.assertIn(anchor, anchors(target), f"{page.name}: {path}#{anchor}")


if __name__ == "__main__":
    harness.golden.main()
