"""Drift: shown with who and when, ignored where the fleet says so."""

import json
import unittest

from plan_test import change_by_hand, file_of
from program import ProgramTest, edit, run

KEY = "azar/matcher/qa/deploy"


class Drift(ProgramTest):
    def drifted_fleet(self, **fields):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        change_by_hand(file_of(fleet, KEY), **(fields or {"limitConcurrent": False, "lastModifiedBy": "sammie"}))
        return fleet

    def test_shows_what_was_changed_by_whom(self):
        fleet = self.drifted_fleet()
        out = self.good("drift", "--fleet", fleet)
        lines = out.splitlines()
        self.assertEqual(lines[0], f'{KEY}  "azar-qa-deploy" in matcher')
        self.assertRegex(lines[1], r"^  changed by sammie, .*Z; run \d{8}t\d{6}-[0-9a-f]{6} wrote it last, .*Z$")
        self.assertEqual(lines[2], "    ~ limitConcurrent: true -> false")
        self.assertEqual(lines[-1], "Drift: 1 of 17 pipelines.")
        # What the fleet wants meanwhile is another matter.
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 2.0.0")
        self.assertEqual(self.good("drift", "--fleet", fleet), out)

    def test_for_programs(self):
        fleet = self.drifted_fleet()
        document = json.loads(self.good("drift", "--fleet", fleet, "-o", "json"))
        self.assertEqual(document["looked_at"], 17)
        drifted, = document["drifted"]
        self.assertEqual((drifted["key"], drifted["who"], drifted["known"]), (KEY, "sammie", True))
        self.assertEqual([change["label"] for change in drifted["diff"]], ["limitConcurrent"])
        self.assertEqual(self.good("drift", "--fleet", fleet, "-o", "name"), KEY + "\n")

    def test_exit_codes(self):
        fleet = self.drifted_fleet()
        self.assertEqual(run("drift", "--fleet", fleet, "--detailed-exitcode")[0], 2)
        self.assertEqual(run("drift", "--fleet", fleet, "--detailed-exitcode", "azar/*/prod")[0], 0)
        self.assertIn("No drift.", self.good("drift", "--fleet", fleet, "azar/*/prod"))
        self.assertEqual(run("drift", "--fleet", fleet, "a//b")[0], 2)

    def test_ignored_fields_are_kept(self):
        fleet = self.drifted_fleet()
        with (fleet / "fleet.yaml").open("a") as file:
            file.write('drift: {ignore: [limitConcurrent, {path: "stages[*].comments", selector: azar}]}\n')
        self.assertIn("No drift. 17 pipelines are stored", self.good("drift", "--fleet", fleet))
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 2.0.0")
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        pipeline = json.loads(file_of(fleet, KEY).read_text())
        self.assertIs(pipeline["limitConcurrent"], False)
        self.assertIn('"2.0.0"', json.dumps(pipeline))
        self.assertEqual(self.plan(fleet)["changes"], [])
        self.assertIn("No drift.", self.good("drift", "--fleet", fleet))

    def test_wrong_sections(self):
        fleet = self.example_fleet()
        text = (fleet / "fleet.yaml").read_text()
        cases = {
            "drift: [a]": "'drift' must be a map",
            "drift: {ignroe: [a]}": "hint: did you mean 'ignore'?",
            "drift: {ignore: a}": "'drift.ignore' must be a list",
            "drift: {ignore: ['a[b']}": "'a[b' is no path: a '[' is not closed\n",
            "drift: {ignore: [1]}": "must be a path, such as triggers[*].enabled",
            "drift: {ignore: [{selector: a}]}": "'path' is missing: what is to be ignored",
            "drift: {ignore: [{path: a, selector: 'a//b'}]}": "fleet.yaml:",
        }
        for section, message in cases.items():
            with self.subTest(section):
                (fleet / "fleet.yaml").write_text(text + section + "\n")
                code, _, err = run("plan", "--fleet", fleet)
                self.assertEqual(code, 1)
                self.assertIn(message, err)
                self.assertIn("--> fleet.yaml:", err)


if __name__ == "__main__":
    unittest.main()
