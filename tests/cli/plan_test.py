"""Plans that are saved and carried out later, pruning, adoption, drift."""

import json
import shutil
import unittest
from pathlib import Path

from program import ProgramTest, edit, run, stored


def file_of(fleet, key):
    """The stored file of the pipeline that carries the key."""
    for id, pipeline in stored(fleet).items():
        if pipeline.get("sailmaker", {}).get("key") == key:
            return Path(fleet) / "front50" / "pipelines" / id / "pipeline-metadata.json"
    raise KeyError(key)


def change_by_hand(path, **fields):
    pipeline = json.loads(path.read_text())
    pipeline.update(fields)
    path.write_text(json.dumps(pipeline))


class SavedPlan(ProgramTest):
    def test_is_carried_out_exactly_later(self):
        fleet = self.example_fleet()
        self.good("plan", "--fleet", fleet, "--out", self.folder / "a.plan")
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 2.0.0")
        self.assertIn("17 created", self.good("sync", "--fleet", fleet, "--plan", self.folder / "a.plan", "--yes"))
        pipeline = json.loads(file_of(fleet, "azar/matcher/qa/deploy").read_text())
        self.assertEqual(pipeline["expectedArtifacts"][0]["matchArtifact"]["version"], "1.0.0")

    def test_refuses_single_pipelines_that_moved_on(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 2.0.0")
        self.good("plan", "--fleet", fleet, "--out", self.folder / "a.plan")
        changed = file_of(fleet, "azar/matcher/qa/deploy")
        change_by_hand(changed, description="changed in Deck")
        left = changed.read_text()
        code, out, err = run("sync", "--fleet", fleet, "--plan", self.folder / "a.plan", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("16 updated", out)
        self.assertIn("1 moved on meanwhile", out)
        self.assertIn("azar/matcher/qa/deploy: somebody else wrote this pipeline", err)
        self.assertEqual(changed.read_text(), left)

    def test_is_for_its_own_target(self):
        fleet = self.example_fleet()
        self.good("plan", "--fleet", fleet, "--out", self.folder / "a.plan")
        edit(fleet / "fleet.yaml", "./front50", "./elsewhere")
        code, _, err = run("sync", "--fleet", fleet, "--plan", self.folder / "a.plan", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("made for another target", err)

    def test_a_file_that_is_no_plan(self):
        fleet = self.example_fleet()
        for text in ("", "{}", "[1]", '{"format":"sailmaker-plan","version":99}', "{\"format\":"):
            (self.folder / "no.plan").write_text(text)
            code, _, err = run("sync", "--fleet", fleet, "--plan", self.folder / "no.plan", "--yes")
            self.assertEqual(code, 1, text)
            self.assertIn("error:", err)


class Prune(ProgramTest):
    def test_deletes_only_marked_pipelines_and_only_when_asked(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        stranger = fleet / "front50/pipelines/11111111-2222-3333-4444-555555555555/pipeline-metadata.json"
        stranger.parent.mkdir()
        stranger.write_text(json.dumps({"id": stranger.parent.name, "name": "mine", "application": "x"}))
        (fleet / "services/hakuna/live-chat.yaml").unlink()
        self.assertIn("no longer in the fleet", self.good("plan", "--fleet", fleet))
        self.assertEqual(self.plan(fleet)["changes"], [])
        document = self.plan(fleet, "--prune")
        self.assertEqual({change["action"] for change in document["changes"]}, {"delete"})
        out = self.good("sync", "--fleet", fleet, "--prune", "--yes")
        self.assertIn(f"{len(document['changes'])} deleted", out)
        self.assertTrue(stranger.exists())
        self.assertNotIn("hakuna", " ".join(p.get("sailmaker", {}).get("key", "") for p in stored(fleet).values()))

    def test_refuses_to_delete_more_than_half(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        shutil.rmtree(fleet / "services/azar")
        code, _, err = run("sync", "--fleet", fleet, "--prune", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("more than half", err)
        self.assertEqual(len(stored(fleet)), 17)
        self.good("sync", "--fleet", fleet, "--force-prune", "--yes")
        self.assertLess(len(stored(fleet)), 9)

    def test_a_broken_service_file_is_no_reason_to_delete(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        (fleet / "services/hakuna/live-chat.yaml").write_text("team: [")
        code, _, _ = run("sync", "--fleet", fleet, "--prune", "--yes")
        self.assertEqual(code, 1)
        self.assertEqual(len(stored(fleet)), 17)


class Adoption(ProgramTest):
    STORED_ID = "0f4b8a3e-0000-4000-8000-00000000abcd"

    def test_a_stored_pipeline_keeps_its_id_everywhere(self):
        fleet = self.example_fleet()
        path = fleet / f"front50/pipelines/{self.STORED_ID}/pipeline-metadata.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"id": self.STORED_ID, "application": "my-microservice",
                                    "name": "Azar-prod-deploy", "index": 3, "stages": [], "triggers": []}))
        change = next(each for each in self.plan(fleet)["changes"] if each["key"] == "azar/my-microservice/prod/deploy")
        self.assertEqual((change["action"], change["id"], change["adopted"]), ("update", self.STORED_ID, True))
        self.good("sync", "--fleet", fleet, "--yes")
        pipelines = stored(fleet)
        self.assertEqual(len(pipelines), 17)
        self.assertEqual(pipelines[self.STORED_ID]["index"], 3)
        canary = next(p for p in pipelines.values() if p["sailmaker"]["key"] == "azar/my-microservice/prod/deploy-canary")
        runs = {stage["pipeline"] for stage in canary["stages"] if stage["type"] == "pipeline"}
        self.assertEqual(runs, {self.STORED_ID})
        self.assertEqual(self.plan(fleet)["changes"], [])
        # From now on the mark tells, whatever the selector and the name.
        self.assertEqual(self.plan(fleet, "azar/my-microservice/prod/deploy-canary")["changes"], [])

    def test_index_and_server_fields_are_no_change(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        change_by_hand(file_of(fleet, "azar/matcher/qa/deploy"), index=7, updateTs="1700000000000",
                       lastModifiedBy="somebody", disabled=True)
        self.assertEqual(self.plan(fleet)["changes"], [])

    def test_disabled_in_spinnakers_page_stays_so_unless_the_template_says_otherwise(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        path = file_of(fleet, "azar/matcher/qa/deploy")
        change_by_hand(path, disabled=True)
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.0.1")
        self.good("sync", "--fleet", fleet, "--yes")
        self.assertIs(json.loads(path.read_text())["disabled"], True)
        self.assertEqual(self.plan(fleet)["changes"], [])
        edit(fleet / "templates/deploy.yaml.j2", "spelEvaluator: v4", "spelEvaluator: v4\ndisabled: false")
        self.good("sync", "--fleet", fleet, "--yes")
        self.assertIs(json.loads(path.read_text())["disabled"], False)


class Drift(ProgramTest):
    def test_is_shown_and_not_overwritten_by_itself(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        path = file_of(fleet, "azar/matcher/qa/deploy")
        change_by_hand(path, limitConcurrent=False)
        left = path.read_text()
        change, = self.plan(fleet)["changes"]
        self.assertTrue(change["drifted"])
        code, out, err = run("sync", "--fleet", fleet, "--yes")
        self.assertEqual(code, 1)
        self.assertIn("1 drifted and left alone", out)
        self.assertIn("--overwrite-drift", err)
        self.assertEqual(path.read_text(), left)
        self.assertIn("1 updated", self.good("sync", "--fleet", fleet, "--yes", "--overwrite-drift"))
        self.assertEqual(self.plan(fleet)["changes"], [])


if __name__ == "__main__":
    unittest.main()
