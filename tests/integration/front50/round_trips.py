"""What must hold between Sailmaker and a Front50 that sees the same pipelines, whatever kind of target lies between."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30  # seconds within which Front50's refresh shows what was written past it

# What Front50 adds to a pipeline, and Sailmaker's own mark.
ADDED = {"updateTs": None, "lastModifiedBy": None, "sailmaker": None, "schema": "1", "triggers": []}


def said(pipeline):
    """A pipeline without what Front50 adds."""
    return {key: value for key, value in pipeline.items() if key not in ADDED or ADDED[key] not in (None, value)}


def run(*words):
    """The program's exit code and output."""
    done = subprocess.run(
        [os.environ["SAILMAKER"], *map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300
    )
    return done.returncode, done.stdout + done.stderr


class RoundTrips:
    """To be mixed into a TestCase that has `front50` and `section`, a target section for the same storage."""

    maxDiff = None
    blink = 0  # seconds between two writes of one pipeline for Front50 to tell them apart

    def setUp(self):
        folder = Path(tempfile.mkdtemp(prefix="sailmaker-test-"))
        self.addCleanup(shutil.rmtree, folder)
        self.fleet = folder / "fleet"
        shutil.copytree(ROOT / "examples/fleet", self.fleet)
        text = (self.fleet / "fleet.yaml").read_text()
        head, _, tail = text.partition("\ntarget:")
        rest = [line for line in tail.splitlines()[1:] if not line.startswith(" ")]
        (self.fleet / "fleet.yaml").write_text("\n".join([head, *rest, "target: " + json.dumps(self.section), ""]))
        self.empty()

    def empty(self):
        for pipeline in self.front50.pipelines().values():
            self.front50.remove(pipeline)
        self.until(lambda: not self.front50.pipelines())

    def until(self, holds):
        """Waits for Front50's next refresh, at most."""
        end = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), end, "Front50 does not show it")
            time.sleep(0.3)

    def good(self, *words):
        code, out = run(words[0], "--fleet", self.fleet, *words[1:])
        self.assertEqual(code, 0, f"{words}\n{out}")
        return out

    def changes(self, *words):
        """The plan: action and key of each change."""
        code, out = run("plan", "--fleet", self.fleet, "-o", "json", *words)
        self.assertEqual(code, 0, out)
        return [(change["action"], change["key"]) for change in json.loads(out[out.index("{") :])["changes"]]

    def keys(self):
        """Front50's pipelines by their mark's key."""
        listed = self.front50.pipelines().values()
        return {one["sailmaker"]["key"]: one for one in listed if "sailmaker" in one}

    def synced(self):
        self.good("sync", "--yes")
        rendered = json.loads(self.good("render", "-o", "json"))
        self.until(lambda: len(self.keys()) == len(rendered))
        time.sleep(self.blink)
        return {pipeline["id"]: pipeline for pipeline in rendered}

    def test_what_was_synced_is_what_front50_has(self):
        rendered = self.synced()
        self.assertGreater(len(rendered), 10)
        listed = self.front50.pipelines()
        self.assertEqual({id: said(one) for id, one in listed.items()}, {id: said(one) for id, one in rendered.items()})
        self.assertEqual(self.changes(), [])
        code, out = run("plan", "--fleet", self.fleet, "--detailed-exitcode")
        self.assertEqual(code, 0, out)

    def test_an_update_arrives(self):
        self.synced()
        fleet = (self.fleet / "fleet.yaml").read_text()
        self.assertIn("chart_version: 1.0.0", fleet)
        (self.fleet / "fleet.yaml").write_text(fleet.replace("chart_version: 1.0.0", "chart_version: 1.1.0"))
        updated = self.changes()
        self.assertEqual({action for action, _ in updated}, {"update"})
        self.good("sync", "--yes")
        key = updated[0][1]
        self.until(lambda: '"1.1.0"' in json.dumps(self.keys()[key]))
        self.assertEqual(self.changes(), [])

    def test_a_change_in_front50_is_seen_as_drift_and_nothing_else(self):
        self.synced()
        key, pipeline = sorted(self.keys().items())[0]
        status, answer = self.front50.call("POST", "/pipelines", {**pipeline, "description": "changed in Deck"}, "bob")
        self.assertEqual(status, 200, answer)
        self.assertEqual(self.changes(), [("update", key)])
        code, out = run("sync", "--fleet", self.fleet, "--yes")
        self.assertEqual(code, 1, out)
        self.assertEqual(self.front50.pipelines()[pipeline["id"]]["description"], "changed in Deck")
        time.sleep(self.blink)
        self.good("sync", "--yes", "--overwrite-drift")
        self.until(lambda: "description" not in self.front50.pipelines()[pipeline["id"]] or pipeline.get("description"))
        self.assertEqual(said(self.front50.pipelines()[pipeline["id"]]), said(pipeline))
        self.assertEqual(self.changes(), [])

    def test_earlier_versions_are_known_and_come_back(self):
        self.synced()
        key, before = sorted(self.keys().items())[0]
        time.sleep(self.blink)
        status, answer = self.front50.call("POST", "/pipelines", {**before, "description": "changed in Deck"}, "bob")
        self.assertEqual(status, 200, answer)
        versions = json.loads(self.good("history", key, "-o", "json"))["versions"]
        self.assertGreaterEqual(len(versions), 2)  # those of earlier tests too, where the storage is the same
        self.assertEqual([one["who"] == "bob" for one in versions[:2]], [True, False])
        time.sleep(self.blink)
        self.good("rollback", key, "--yes", "--overwrite-drift")
        self.until(lambda: said(self.front50.pipelines()[before["id"]]) == said(before))
        self.assertEqual(self.changes(), [])

    def test_what_people_set_by_hand_stays(self):
        self.synced()
        key, pipeline = sorted(self.keys().items())[0]
        status, answer = self.front50.call("POST", "/pipelines", {**pipeline, "index": 7, "disabled": True}, "bob")
        self.assertEqual(status, 200, answer)
        self.assertEqual(self.changes(), [])

    def test_what_was_deleted_in_front50_is_created_again(self):
        self.synced()
        key, pipeline = sorted(self.keys().items())[0]
        self.front50.remove(pipeline)
        self.until(lambda: pipeline["id"] not in self.front50.pipelines())
        self.assertEqual(self.changes(), [("create", key)])
        self.good("sync", "--yes")
        self.until(lambda: pipeline["id"] in self.front50.pipelines())
        self.assertEqual(self.changes(), [])

    def test_what_the_fleet_has_no_more_is_deleted_and_nothing_else(self):
        foreign = {"id": "foreign", "name": "by hand", "application": "elsewhere", "stages": []}
        self.assertEqual(self.front50.call("POST", "/pipelines", foreign)[0], 200)
        before = set(self.synced())
        service = sorted((self.fleet / "services").glob("*/*.yaml"))[0]
        service.unlink()
        gone = [key for action, key in self.changes("--prune") if action == "delete"]
        self.assertTrue(gone)
        ids = {self.keys()[key]["id"] for key in gone}
        self.good("sync", "--yes", "--prune")
        self.until(lambda: not ids & set(self.front50.pipelines()))
        self.assertEqual(set(self.front50.pipelines()), before - ids | {"foreign"})
        self.assertEqual(self.changes(), [])

    def test_a_pipeline_made_by_hand_is_taken_over_with_its_id(self):
        rendered = json.loads(self.good("render", "-o", "json"))
        mine = rendered[0]
        by_hand = {"id": "made-by-hand", "name": mine["name"], "application": mine["application"], "stages": []}
        self.assertEqual(self.front50.call("POST", "/pipelines", by_hand)[0], 200)
        self.good("sync", "--yes", "--overwrite-drift")
        self.until(lambda: len(self.keys()) == len(rendered))
        self.assertEqual(self.front50.pipelines()["made-by-hand"]["stages"], self.reidentified(mine)["stages"])
        self.assertEqual(self.changes(), [])

    @staticmethod
    def reidentified(pipeline):
        return json.loads(json.dumps(pipeline).replace(pipeline["id"], "made-by-hand"))
