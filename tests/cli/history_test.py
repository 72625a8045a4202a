"""Runs, versions and rollbacks."""

import json
import re
import shutil
import signal
import subprocess
import time
import unittest

from plan_test import change_by_hand, file_of
from program import SAILMAKER, ProgramTest, edit, run, stored

KEY = "azar/matcher/qa/deploy"


class HistoryTest(ProgramTest):
    def synced_twice(self):
        fleet = self.example_fleet()
        self.sync(fleet)
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.1.0")
        self.sync(fleet)
        return fleet

    def sync(self, fleet, *words):
        self.good("sync", "--fleet", fleet, "--yes", "-q", *words, env={"SAILMAKER_USER": "sammie"})

    def runs(self, fleet):
        return json.loads(self.good("history", "--fleet", fleet, "-o", "json"))


class Runs(HistoryTest):
    def test_are_listed_with_who_began_them_and_what_became_of_them(self):
        fleet = self.synced_twice()
        second, first = self.runs(fleet)
        self.assertEqual((first["create"], first["update"], first["delete"]), (17, 0, 0))
        self.assertEqual((second["create"], second["update"], second["delete"]), (0, 17, 0))
        self.assertEqual(second["who"], "sammie")
        self.assertEqual(second["fates"], {"done": 17})
        self.assertEqual(second["fleet"], str(fleet.resolve()))
        text = self.good("history", "--fleet", fleet)
        self.assertRegex(text.splitlines()[1], rf"^{second['id']}  .*Z  sammie  sync +0 +17 +0  done$")
        self.assertEqual(len(json.loads(self.good("history", "--fleet", fleet, "--limit", "1", "-o", "json"))), 1)

    def test_show_their_changes(self):
        fleet = self.synced_twice()
        latest = self.runs(fleet)[0]["id"]
        document = json.loads(self.good("history", "--fleet", fleet, latest, "-o", "json"))
        self.assertEqual(len(document["changes"]), 17)
        self.assertEqual({change["fate"] for change in document["changes"]}, {"done"})
        self.assertIn(f"update  {KEY}", self.good("history", "--fleet", fleet, latest))

    def test_none_yet(self):
        fleet = self.example_fleet()
        self.assertEqual(self.good("history", "--fleet", fleet), "No run is recorded here yet.\n")
        code, _, err = run("history", "--fleet", fleet, "20261127t101502-ab12cd")
        self.assertEqual(code, 1)
        self.assertIn("error: there is no run '20261127t101502-ab12cd'\n  hint: `sailmaker history` lists the runs", err)

    def test_take_the_name_of_a_ci_job(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q",
                  env={"GITHUB_ACTOR": "octocat", "GITHUB_RUN_ID": "77", "SAILMAKER_USER": ""})
        self.assertEqual(self.runs(fleet)[0]["who"], "octocat (77)")


class Versions(HistoryTest):
    def test_count_back_from_what_is_stored(self):
        fleet = self.synced_twice()
        document = json.loads(self.good("history", "--fleet", fleet, KEY, "-o", "json"))
        self.assertEqual([version["number"] for version in document["versions"]], [0, 1])
        self.assertEqual([version["run"] for version in document["versions"]], [r["id"] for r in self.runs(fleet)])
        self.assertEqual(document["versions"][0]["changes"][0]["after"], "1.1.0")
        text = self.good("history", "--fleet", fleet, KEY)
        self.assertIn("~ expectedArtifacts[workload-chart].matchArtifact.version: 1.0.0 -> 1.1.0", text)
        self.assertIn("(the oldest that is known)", text)

    def test_show_what_one_changed(self):
        fleet = self.synced_twice()
        text = self.good("history", "--fleet", fleet, KEY, "--diff", "0")
        self.assertIn("~     matchArtifact.version: 1.0.0 -> 1.1.0", text)
        code, _, err = run("history", "--fleet", fleet, KEY, "--diff", "7")
        self.assertEqual(code, 1)
        self.assertIn("there is no version 7 of this pipeline", err)

    def test_of_a_pipeline_that_never_was(self):
        fleet = self.synced_twice()
        code, _, err = run("history", "--fleet", fleet, "azar/matcher/qa/deplyo")
        self.assertEqual(code, 1)
        self.assertIn("no pipeline 'azar/matcher/qa/deplyo' is or was stored in directory ", err)

    def test_need_no_templates(self):
        fleet = self.synced_twice()
        (fleet / "templates/deploy.yaml.j2").write_text("{% broken")
        self.good("history", "--fleet", fleet, KEY)
        self.good("rollback", "--fleet", fleet, KEY, "--yes")


class Rollback(HistoryTest):
    def test_of_a_pipeline_and_back_again(self):
        fleet = self.synced_twice()
        out = self.good("rollback", "--fleet", fleet, KEY, "--yes")
        self.assertIn("1.1.0 -> 1.0.0", out)
        self.assertEqual(out.splitlines()[-1], "Rollback: 0 created, 1 updated, 0 deleted.")
        self.assertEqual([change["key"] for change in self.plan(fleet)["changes"]], [KEY])
        self.good("rollback", "--fleet", fleet, KEY, "--yes")
        self.assertEqual(self.plan(fleet)["changes"], [])
        self.good("rollback", "--fleet", fleet, KEY, "--to", "2", "--yes")
        self.assertEqual(self.plan(fleet)["changes"], [])
        self.assertEqual(len(self.runs(fleet)), 4)

    def test_of_a_whole_run_deletions_included(self):
        fleet = self.synced_twice()
        before = stored(fleet)
        edit(fleet / "fleet.yaml", "chart_version: 1.1.0", "chart_version: 1.2.0")
        (fleet / "services/hakuna/live-chat.yaml").unlink()
        shutil.copy(fleet / "services/azar/matcher.yaml", fleet / "services/azar/newcomer.yaml")
        self.sync(fleet, "--prune")
        latest = self.runs(fleet)[0]
        self.assertTrue(latest["create"] > 0 and latest["update"] > 0 and latest["delete"] > 0)
        self.assertNotEqual(stored(fleet), before)
        dry = self.good("rollback", "--fleet", fleet, latest["id"], "--dry-run")
        counts = f"Plan: {latest['delete']} to create, {latest['update']} to update, {latest['create']} to delete."
        self.assertEqual(dry.splitlines()[-1], counts)
        self.assertNotEqual(stored(fleet), before)
        self.good("rollback", "--fleet", fleet, latest["id"], "--yes")
        self.assertEqual(stored(fleet), before)

    def test_leaves_alone_what_somebody_changed_since(self):
        fleet = self.synced_twice()
        latest = self.runs(fleet)[0]["id"]
        path = file_of(fleet, KEY)
        change_by_hand(path, description="by hand")
        left = path.read_text()
        code, out, err = run("rollback", "--fleet", fleet, latest, "--yes")
        self.assertEqual(code, 1)
        self.assertIn("[changed by somebody since that run]", out)
        self.assertIn("16 updated, 0 deleted, 1 drifted and left alone.", out)
        self.assertIn(f"{KEY}: changed by somebody since that run; left as it is.", err)
        self.assertEqual(path.read_text(), left)
        self.good("rollback", "--fleet", fleet, latest, "--yes", "--overwrite-drift")
        self.assertNotEqual(path.read_text(), left)

    def test_of_a_run_that_was_killed(self):
        fleet = self.example_fleet()
        services = fleet / "services/azar"
        for i in range(150):
            shutil.copy(services / "matcher.yaml", services / f"copy-{i}.yaml")
        self.sync(fleet)
        before = stored(fleet)
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.1.0")
        killed = subprocess.Popen([SAILMAKER, "sync", "--fleet", fleet, "--yes", "-q", "--writers", "1"])
        records = fleet / "front50/.sailmaker/records"
        deadline = time.time() + 60
        while len(list(records.glob("*.run"))) < 2 and time.time() < deadline:
            time.sleep(0.001)
        time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        latest = self.runs(fleet)[0]
        self.assertIsNone(latest["ended_at"])
        self.assertIn("did not end", self.good("history", "--fleet", fleet))
        self.good("rollback", "--fleet", fleet, latest["id"], "--yes", "-q")
        self.assertEqual(stored(fleet), before)

    def test_asks_and_says_what_it_cannot_do(self):
        fleet = self.synced_twice()
        code, _, err = run("rollback", "--fleet", fleet, KEY)
        self.assertEqual(code, 2)
        self.assertIn("`sailmaker rollback` asks before it writes, and there is no terminal to ask on", err)
        code, _, err = run("rollback", "--fleet", fleet, KEY, "--to", "9", "--yes")
        self.assertEqual(code, 1)
        self.assertIn(f"error: version 9 of {KEY} is not known\n  hint: `sailmaker history {KEY}` lists", err)
        code, _, err = run("rollback", "--fleet", fleet, self.runs(fleet)[0]["id"], "--to", "2", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("a run is undone whole", err)

    def test_sync_says_how_to_undo_it(self):
        fleet = self.example_fleet()
        _, _, err = run("sync", "--fleet", fleet, "--yes")
        self.assertTrue(re.search(r"^`sailmaker rollback \d{8}t\d{6}-[0-9a-f]{6}` undoes this\.$", err, re.M), err)
        document = json.loads(self.good("rollback", "--fleet", fleet, self.runs(fleet)[0]["id"], "--yes", "-o", "json"))
        self.assertEqual({change["fate"] for change in document["changes"]}, {"done"})
        self.assertEqual(document["run"], self.runs(fleet)[0]["id"])

    def test_old_runs_are_forgotten(self):
        fleet = self.example_fleet()
        for version in range(3):
            edit(fleet / "fleet.yaml", f"chart_version: 1.{version}.0", f"chart_version: 1.{version + 1}.0")
            self.good("sync", "--fleet", fleet, "--yes", "-q", "--keep-runs", "0")
        newest, _, oldest = [run["id"] for run in self.runs(fleet)]
        edit(fleet / "fleet.yaml", "chart_version: 1.3.0", "chart_version: 1.4.0")
        self.good("sync", "--fleet", fleet, "--yes", "-q", env={"SAILMAKER_KEEP_RUNS": "2"})
        self.assertEqual([run["id"] for run in self.runs(fleet)][1:], [newest])
        records = [file.name for file in (fleet / "front50" / ".sailmaker" / "records").iterdir()]
        self.assertFalse([name for name in records if name.startswith(oldest)])
        self.good("rollback", "--fleet", fleet, self.runs(fleet)[0]["id"], "--yes", "-q", "--keep-runs", "1")
        self.assertIn('"1.3.0"', json.dumps(stored(fleet)))
        self.assertEqual(len(self.runs(fleet)), 1)


if __name__ == "__main__":
    unittest.main()
