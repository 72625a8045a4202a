"""Overrides, and `drift --keep`, which writes them."""

import itertools
import json
import shutil
import unittest

from plan_test import file_of
from program import ProgramTest, edit, run

QA = "azar/matcher/qa/deploy"
PROD = "azar/matcher/prod/deploy"
DEV = "azar/matcher/dev/deploy"
MATCHER = "services/azar/matcher.yaml"


def stored(fleet, key):
    return json.loads(file_of(fleet, key).read_text())


def people_change(fleet, key, change):
    """What Spinnaker's page stores after somebody changed the pipeline."""
    pipeline = stored(fleet, key)
    change(pipeline)
    pipeline["lastModifiedBy"] = "sammie"
    file_of(fleet, key).write_text(json.dumps(pipeline))


def stage(pipeline, name):
    return next(each for each in pipeline["stages"] if each["refId"] == name)


class Keep(ProgramTest):
    def synced_fleet(self):
        """A fleet of its own for each call, in step with its target."""
        whole = self.folder / "fleet"
        if not whole.exists():
            self.good("sync", "--fleet", self.example_fleet(), "--yes", "-q")
        fleet = self.folder / f"fleet-{len(list(self.folder.iterdir()))}"
        shutil.copytree(whole, fleet)
        return fleet

    def keep(self, fleet, *words):
        return self.good("drift", "--fleet", fleet, "--keep", "--yes", *words)

    def assert_kept(self, fleet, key):
        """The plan has no difference left for the pipeline, a plain sync ends the drift, and nothing is left to do."""
        plan = self.plan(fleet)
        self.assertEqual([(change["key"], change["diff"], change["drifted"]) for change in plan["changes"]],
                         [(key, [], False)], plan["changes"])
        before = stored(fleet, key)
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        after = stored(fleet, key)
        del before["sailmaker"], after["sailmaker"]
        self.assertEqual({name: value for name, value in before.items() if name != "lastModifiedBy"}, after)
        self.assertIn("No drift.", self.good("drift", "--fleet", fleet))
        self.assertEqual(self.plan(fleet)["changes"], [])

    def test_each_kind_of_change_becomes_no_difference(self):
        def add_stage(pipeline):
            last = pipeline["stages"][-1]["refId"]
            pipeline["stages"].append({"refId": "pause", "requisiteStageRefIds": [last], "type": "wait",
                                       "name": "A pause: for #ops", "waitTime": 30})

        def add_stage_in_the_middle(pipeline):
            pipeline["stages"].insert(1, {"refId": "pause", "requisiteStageRefIds": [pipeline["stages"][0]["refId"]],
                                          "type": "wait", "name": "Pause", "waitTime": 30})

        def remove_stage(pipeline):
            gone = pipeline["stages"].pop()["refId"]
            for each in pipeline["stages"]:
                each["requisiteStageRefIds"] = [ref for ref in each["requisiteStageRefIds"] if ref != gone]

        cases = {
            "a field": lambda pipeline: pipeline.update(limitConcurrent=False),
            "a new field": lambda pipeline: pipeline.update(description="kept by hand"),
            "no field": lambda pipeline: pipeline.pop("spelEvaluator"),
            "a map": lambda pipeline: pipeline.update(locked={"ui": True, "description": "é: yes"}),
            "fields of stages": lambda pipeline: (stage(pipeline, "build").update(comments="no\nmore\n"),
                                                  pipeline["stages"][-1].update(failPipeline=False)),
            "a stage's name": lambda pipeline: stage(pipeline, "build").update(name="Other"),
            "a new stage": add_stage,
            "a stage in the middle": add_stage_in_the_middle,
            "no stage": remove_stage,
            "the order": lambda pipeline: pipeline["stages"].reverse(),
            "a trigger": lambda pipeline: pipeline.setdefault("triggers", []).append(
                {"type": "cron", "id": "4d7f3a53-16f2-4dd5-9d64-8b6b3d0f0f57", "enabled": True,
                 "cronExpression": "0 0 10 ? * MON"}),
            "a list of texts": lambda pipeline: pipeline.update(tags=[{"name": "a", "value": "b"}]),
            "an artifact": lambda pipeline: pipeline["expectedArtifacts"][0]["matchArtifact"].update(version="7.7.7"),
            "a parameter": lambda pipeline: pipeline["parameterConfig"][0].update(default="x"),
            "text that is a number": lambda pipeline: stage(pipeline, "build").update(comments="007"),
        }
        # A block map, a bare name in a list, and a map with settings, in turn.
        for (name, change), key in zip(cases.items(), itertools.cycle((PROD, QA, DEV))):
            with self.subTest(name, key=key):
                fleet = self.synced_fleet()
                people_change(fleet, key, change)
                self.keep(fleet)
                self.assert_kept(fleet, key)

    def test_the_file_keeps_all_the_rest(self):
        fleet = self.synced_fleet()
        before = (fleet / MATCHER).read_text()
        people_change(fleet, PROD, lambda pipeline: (pipeline.update(limitConcurrent=False, description="a: b"),
                                                     stage(pipeline, "build").update(comments="by hand")))
        code, out, err = run("drift", "--fleet", fleet, "--keep", "--dry-run")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out, f"""--- a/{MATCHER}
+++ b/{MATCHER}
@@ -21,6 +21,10 @@
   prod:
     pipelines:
       deploy:
+        overrides:
+          limitConcurrent: false
+          stages[build].comments: by hand
+          description: 'a: b'
       deploy-canary:
         vars:
           # Wrong matches are expensive, so the first steps are small.
""")
        self.assertEqual((fleet / MATCHER).read_text(), before)
        self.assertIn("Kept: 3 overrides in 1 file.", self.keep(fleet))
        after = (fleet / MATCHER).read_text()
        added = [line for line in after.splitlines() if line not in before.splitlines()]
        self.assertEqual(len(added), 4)
        self.assertEqual([line for line in after.splitlines() if line not in added], before.splitlines())
        self.assert_kept(fleet, PROD)

    def test_chosen_fields_alone(self):
        fleet = self.synced_fleet()
        people_change(fleet, QA, lambda pipeline: (pipeline.update(limitConcurrent=False),
                                                   stage(pipeline, "build").update(comments="by hand")))
        for words, message in ((["stages.biuld"], "nothing was changed at 'stages.biuld'"),
                               (["stages[build].comments.x"], "'stages[build].comments' was changed as a whole")):
            code, _, err = run("drift", "--fleet", fleet, "--keep", "--yes", QA, *words)
            self.assertEqual(code, 1)
            self.assertIn(message, err)
        self.keep(fleet, QA, "stages[build]")
        drifted, = json.loads(self.good("drift", "--fleet", fleet, "-o", "json"))["drifted"]
        self.assertEqual(len(drifted["diff"]), 2)
        change, = self.plan(fleet)["changes"]
        self.assertEqual(([each["label"] for each in change["diff"]], change["drifted"]), (["limitConcurrent"], True))
        # What is not kept can be overwritten, and what is kept stays.
        self.good("sync", "--fleet", fleet, "--yes", "-q", "--overwrite-drift")
        self.assertEqual(stage(stored(fleet, QA), "build")["comments"], "by hand")
        self.assertIs(stored(fleet, QA)["limitConcurrent"], True)

    def test_earlier_overrides_are_changed_and_taken_out(self):
        fleet = self.synced_fleet()
        people_change(fleet, QA, lambda pipeline: (pipeline.update(description="one"),
                                                   stage(pipeline, "build").update(comments="one")))
        self.keep(fleet)
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        people_change(fleet, QA, lambda pipeline: (pipeline.update(description="two"),
                                                   stage(pipeline, "build").pop("comments")))
        self.keep(fleet)
        self.assertIn("pipelines: [{deploy: {overrides: {description: two}}}]", (fleet / MATCHER).read_text())
        self.assert_kept(fleet, QA)
        people_change(fleet, QA, lambda pipeline: pipeline.pop("description"))
        self.keep(fleet)
        self.assertNotIn("overrides", (fleet / MATCHER).read_text())
        self.assert_kept(fleet, QA)

    def test_what_cannot_be_kept(self):
        fleet = self.synced_fleet()
        self.assertEqual(self.keep(fleet), "No drift: there is nothing to keep.\n")
        people_change(fleet, QA, lambda pipeline: pipeline.update(name="renamed", limitConcurrent=False))
        code, out, err = run("drift", "--fleet", fleet, "--keep", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("error: 'name' cannot be kept: it is the template that says it", err)
        self.assertIn("Kept: 1 override in 1 file.", out)
        # A part that is wrong is not written into the fleet.
        fleet = self.synced_fleet()
        before = (fleet / MATCHER).read_text()
        people_change(fleet, QA, lambda pipeline: stage(pipeline, "build").update(requisiteStageRefIds=["nowhere"]))
        code, _, err = run("drift", "--fleet", fleet, "--keep", "--yes")
        self.assertEqual(code, 1)
        self.assertIn(f"--> {MATCHER}:", err)
        self.assertIn("with these overrides the pipeline has errors", err)
        self.assertEqual((fleet / MATCHER).read_text(), before)

    def test_needs_a_terminal_or_yes(self):
        fleet = self.synced_fleet()
        self.assertEqual(run("drift", "--fleet", fleet, "--keep")[0], 2)
        self.assertEqual(run("drift", "--fleet", fleet, QA, "limitConcurrent")[0], 2)
        code, _, err = run("drift", "--fleet", fleet, "--keep", "--yes", "azar", "limitConcurrent")
        self.assertEqual(code, 2)
        self.assertIn("paths are those of one pipeline", err)

    def test_explain_and_findings_point_to_the_override(self):
        fleet = self.example_fleet()
        edit(fleet / MATCHER, "  prod:\n    pipelines:\n      deploy:\n", """  prod:
    pipelines:
      deploy:
        overrides:
          stages[build].master: other-jenkins
          stages[bake-deploy].timeout: 5
          stages[biuld].comments: never
          limitConcurrent: true
          description: null
""")
        out = self.good("explain", "--fleet", fleet, DEV, "stages.build.master")
        self.assertNotIn("override", out)
        out = self.good("explain", "--fleet", fleet, PROD, "stages.build.master")
        code, _, err = run("validate", "--fleet", fleet, PROD)
        self.assertEqual(code, 1)
        self.assertIn("this override leads nowhere: 'stages' has no 'biuld'", err)
        self.assertIn("hint: did you mean 'build'?", err)
        self.assertIn(f"--> {MATCHER}:27:11\n", err)
        self.assertIn("this override is not needed: the pipeline has that value without it", err)
        self.assertIn("this override takes out what is not there", err)
        edit(fleet / MATCHER, "          stages[biuld].comments: never\n", "")
        out = self.good("explain", "--fleet", fleet, PROD, "stages.build.master")
        self.assertIn(f"The override 'stages[build].master' says it: {MATCHER}:25:33\n"
                      "It hides kube-jenkins-master, which is written by:\n  templates/lib/stages.j2:", out)
        document = json.loads(self.good("explain", "--fleet", fleet, PROD, "stages.build", "-o", "json"))
        self.assertEqual([each["path"] for each in document["overrides"]], ["stages[build].master"])


if __name__ == "__main__":
    unittest.main()
