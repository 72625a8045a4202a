"""The first five minutes of a user, as the README tells them."""

import json
import unittest

from program import ProgramTest, edit, run, stored


class Walkthrough(ProgramTest):
    def test_init_sync_plan_ends_with_no_changes(self):
        fleet = self.folder / "demo"
        self.good("init", fleet)
        out = self.good("sync", "--fleet", fleet, "--yes")
        self.assertIn("Sync: 17 created, 0 updated, 0 deleted.", out)
        code, out, err = run("plan", "--fleet", fleet, "--detailed-exitcode")
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.splitlines()[-1].startswith("No changes"), out)
        self.assertEqual(len(stored(fleet)), 17)
        self.assertTrue((fleet / "front50" / "pipelines" / "last-modified.json").exists())

    def test_new_chart_version_changes_two_charts_in_every_pipeline(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.1.0")
        code, out, _ = run("plan", "--fleet", fleet, "--detailed-exitcode")
        self.assertEqual(code, 2)
        self.assertEqual(out.splitlines()[-1], "Plan: 0 to create, 17 to update, 0 to delete.")
        document = self.plan(fleet)
        self.assertEqual(len(document["changes"]), 17)
        for change in document["changes"]:
            for field in ("action", "key", "application", "name", "id", "diff"):
                self.assertIn(field, change)
            self.assertEqual(change["action"], "update")
            self.assertEqual([(each["action"], each["before"], each["after"]) for each in change["diff"]],
                             [("change", "1.0.0", "1.1.0")] * 4)
            paths = sorted(each["path"] for each in change["diff"])
            self.assertEqual(paths, ["expectedArtifacts[0].defaultArtifact.version",
                                     "expectedArtifacts[0].matchArtifact.version",
                                     "expectedArtifacts[1].defaultArtifact.version",
                                     "expectedArtifacts[1].matchArtifact.version"])

    def test_sync_writes_what_was_planned_and_nothing_else(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        before = stored(fleet)
        edit(fleet / "services/azar/matcher.yaml", "lifetime: PT1H", "lifetime: PT2H")
        self.assertEqual([change["key"] for change in self.plan(fleet)["changes"]],
                         ["azar/matcher/prod/deploy-canary"])
        self.good("sync", "--fleet", fleet, "--yes")
        after = stored(fleet)
        self.assertEqual([id for id in before if before[id] != after[id]],
                         [id for id in before if before[id]["sailmaker"]["key"] == "azar/matcher/prod/deploy-canary"])

    def test_a_selector_limits_everything(self):
        fleet = self.example_fleet()
        self.assertIn("4 created", self.good("sync", "--fleet", fleet, "--yes", "azar/matcher/*/deploy"))
        self.assertEqual(len(stored(fleet)), 4)
        names = self.good("render", "--fleet", fleet, "-o", "name", "*/*/prod").splitlines()
        self.assertEqual(names, ["azar/matcher/prod/deploy", "azar/matcher/prod/deploy-canary",
                                 "azar/my-microservice/prod/deploy", "azar/my-microservice/prod/deploy-canary",
                                 "azar/my-microservice/prod/canary-test", "hakuna/live-chat/prod/deploy",
                                 "hakuna/live-chat/prod/canary-test"])

    def test_render_json_is_one_array(self):
        pipelines = json.loads(self.good("render", "--fleet", self.example_fleet(), "-o", "json"))
        self.assertEqual(len(pipelines), 17)
        self.assertEqual(pipelines[0]["sailmaker"]["key"], "azar/matcher/dev/deploy")

    def test_init_does_not_overwrite(self):
        fleet = self.example_fleet()
        code, _, err = run("init", fleet)
        self.assertEqual(code, 1)
        self.assertIn("is not empty", err)


if __name__ == "__main__":
    unittest.main()
