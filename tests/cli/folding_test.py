"""Equal changes of many pipelines are said once, in text and in Markdown. UPDATE=1 writes the golden files anew."""

import os
import shutil
import unittest
from pathlib import Path

from plan_test import change_by_hand, file_of
from program import ProgramTest, edit

GOLDEN = Path(__file__).parent / "golden"


class Folding(ProgramTest):
    def changed_fleet(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.1.0")
        edit(fleet / "templates/deploy-canary.yaml.j2", "limitConcurrent: true", "limitConcurrent: false")
        return fleet

    def golden(self, name, text):
        if os.environ.get("UPDATE"):
            (GOLDEN / name).write_text(text, encoding="utf-8")
        self.assertEqual(text, (GOLDEN / name).read_text(encoding="utf-8"))

    def test_text(self):
        self.golden("folded.txt", self.good("plan", "--fleet", self.changed_fleet()))

    def test_markdown(self):
        self.golden("folded.md", self.good("plan", "--fleet", self.changed_fleet(), "-o", "markdown"))

    def test_full(self):
        fleet = self.changed_fleet()
        for option in ("--full", "-v"):
            out = self.good("plan", "--fleet", fleet, option)
            self.assertEqual(out.count("matchArtifact.version: 1.0.0 -> 1.1.0"), 34, option)
            self.assertNotIn("[*]", out)

    def test_drifted_pipelines_stand_alone(self):
        fleet = self.changed_fleet()
        change_by_hand(file_of(fleet, "azar/matcher/qa/deploy"), limitConcurrent=False)
        out = self.good("plan", "--fleet", fleet)
        self.assertIn("~ in 16 pipelines", out)
        self.assertIn('~ azar/matcher/qa/deploy  update "azar-qa-deploy" in matcher  [changed outside Sailmaker', out)

    def test_two_alike_are_not_folded(self):
        fleet = self.changed_fleet()
        out = self.good("plan", "--fleet", fleet, "azar/matcher/{dev,qa}")
        self.assertNotIn("[*]", out)
        self.assertEqual(out.count("matchArtifact.version: 1.0.0 -> 1.1.0"), 4)

    def test_saved_plans_fold_too(self):
        fleet = self.changed_fleet()
        self.good("plan", "--fleet", fleet, "--out", self.folder / "a.plan")
        self.assertIn("~ in 17 pipelines", self.good("sync", "--fleet", fleet, "--plan", self.folder / "a.plan", "--yes"))

    def test_markdown_fits_into_a_comment(self):
        fleet = self.example_fleet()
        for i in range(400):
            shutil.copy(fleet / "services/azar/matcher.yaml", fleet / f"services/azar/copy-of-a-service-{i}.yaml")
        out = self.good("plan", "--fleet", fleet, "-o", "markdown")
        self.assertLessEqual(len(out.encode()), 65536)
        self.assertRegex(out.splitlines()[-1], r"^\.\.\. and \d+ more changes that found no room here; `sailmaker plan`")
        self.assertIn("### Sailmaker: Plan: 2017 to create", out)

    def test_markdown_without_changes(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        self.assertEqual(self.good("plan", "--fleet", fleet, "-o", "markdown"),
                         "### Sailmaker: No changes. 17 pipelines are up to date.\n\n")


if __name__ == "__main__":
    unittest.main()
