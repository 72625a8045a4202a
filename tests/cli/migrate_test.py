"""Copying pipelines between targets, and taking over those that are stored already."""

import json
import shutil
import unittest

from plan_test import change_by_hand, file_of
from program import ProgramTest, run, stored

COPY = "{type: directory, path: ./copy}"


def bodies(folder):
    return {file.parent.name: file.read_text() for file in (folder / "pipelines").glob("*/pipeline-metadata.json")}


class Migrate(ProgramTest):
    def synced(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        return fleet

    def test_copies_everything_and_verifies(self):
        fleet = self.synced()
        out = self.good("migrate", "--fleet", fleet, "--to", COPY, "--yes")
        self.assertIn("Migrate: 17 created, 0 updated, 0 deleted.", out)
        self.assertRegex(out.splitlines()[-1], r"^Verified: 17 of 17 pipelines in directory .*copy as in the source\.$")
        self.assertEqual(bodies(fleet / "copy"), bodies(fleet / "front50"))
        again = self.good("migrate", "--fleet", fleet, "--to", COPY, "--yes")
        self.assertIn("No changes. 17 pipelines are up to date.", again)

    def test_goes_on_where_it_was_cut_short(self):
        fleet = self.synced()
        self.good("migrate", "--fleet", fleet, "--to", COPY, "--yes", "-q", "matcher")
        self.assertEqual(len(bodies(fleet / "copy")), 5)
        self.assertIn("Migrate: 12 created", self.good("migrate", "--fleet", fleet, "--to", COPY, "--yes"))

    def test_never_overwrites_something_different_unasked(self):
        fleet = self.synced()
        self.good("migrate", "--fleet", fleet, "--to", COPY, "--yes", "-q")
        path = file_of(fleet, "azar/matcher/qa/deploy")
        change_by_hand(path, description="newer")
        code, out, err = run("migrate", "--fleet", fleet, "--to", COPY, "--yes")
        self.assertEqual(code, 1)
        self.assertIn("[holds something different under this id]", out)
        self.assertIn("azar/matcher/qa/deploy: holds something different under this id; left as it is.", err)
        self.good("migrate", "--fleet", fleet, "--to", COPY, "--yes", "--overwrite-drift")
        self.assertEqual(json.loads(bodies(fleet / "copy")[path.parent.name])["description"], "newer")

    def test_dry_run_writes_nothing(self):
        fleet = self.synced()
        out = self.good("migrate", "--fleet", fleet, "--to", COPY, "--dry-run")
        self.assertIn("Plan: 17 to create", out)
        self.assertFalse((fleet / "copy/pipelines").exists())

    def test_wrong_targets(self):
        fleet = self.synced()
        cases = {("--to", "sql"): "--to must be `target`, the fleet's own, or a target section, but is 'sql'",
                 ("--to", "{type: directroy, path: x}"): "hint: did you mean 'directory'?",
                 ("--to", "target"): "both are the same target, directory ",
                 (): "`sailmaker migrate` needs --to"}
        for words, message in cases.items():
            code, _, err = run("migrate", "--fleet", fleet, "--yes", *words)
            self.assertIn(code, (1, 2))
            self.assertIn(message, err)


class Adopt(ProgramTest):
    def stored_without_marks(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        for file in (fleet / "front50/pipelines").glob("*/pipeline-metadata.json"):
            pipeline = json.loads(file.read_text())
            del pipeline["sailmaker"]
            file.write_text(json.dumps(pipeline))
        shutil.rmtree(fleet / "front50/.sailmaker")
        return fleet

    def file(self, fleet, name, application):
        return next(fleet / "front50/pipelines" / id / "pipeline-metadata.json" for id, each in stored(fleet).items()
                    if (each["name"], each["application"]) == (name, application))

    def test_marks_what_agrees_and_shows_what_does_not(self):
        fleet = self.stored_without_marks()
        other = self.file(fleet, "azar-qa-deploy", "matcher")
        change_by_hand(other, limitConcurrent=False)
        left = other.read_text()
        mine = fleet / "front50/pipelines/mine/pipeline-metadata.json"
        mine.parent.mkdir()
        mine.write_text(json.dumps({"id": "mine", "name": "by hand", "application": "x"}))
        dry = self.good("adopt", "--fleet", fleet, "--dry-run")
        self.assertIn('1 pipeline stored and not in the fleet:\n  "by hand" in x, id mine\n', dry)
        self.assertIn("1 pipeline stored under the same name and different; the fleet would make:", dry)
        self.assertIn("~ limitConcurrent: false -> true", dry)
        self.assertIn("Plan: 0 to create, 16 to update, 0 to delete.", dry)
        out = self.good("adopt", "--fleet", fleet, "--yes")
        self.assertEqual(out.splitlines()[-1], "Adopt: 0 created, 16 updated, 0 deleted.")
        self.assertEqual(other.read_text(), left)
        change, = self.plan(fleet)["changes"]
        self.assertTrue(change["adopted"])
        self.assertIn("Nothing to adopt", self.good("adopt", "--fleet", fleet, "--yes"))

    def test_keeps_to_the_selector(self):
        fleet = self.stored_without_marks()
        out = self.good("adopt", "--fleet", fleet, "azar/matcher", "--yes")
        self.assertIn("Adopt: 0 created, 5 updated", out)
        self.assertNotIn("not in the fleet", out)


if __name__ == "__main__":
    unittest.main()
