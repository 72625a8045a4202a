"""A fleet inferred from stored pipelines makes them again."""

import json
import unittest

from program import ProgramTest, run, stored


class Infer(ProgramTest):
    def stored_pipelines(self):
        """What the example fleet makes, as if people had made it: without marks, with ids of its own."""
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        for file in (fleet / "front50" / "pipelines").glob("*/pipeline-metadata.json"):
            pipeline = json.loads(file.read_text())
            del pipeline["sailmaker"]
            file.write_text(json.dumps(pipeline))
        return fleet

    def test_comes_out_as_stored(self):
        fleet = self.stored_pipelines()
        new = self.folder / "inferred"
        out = self.good("infer", new, "--fleet", fleet)
        self.assertRegex(out, r"Proved: 17 of 17 pipelines come out of .*/inferred as stored, from \d templates?\.\n$")
        # The proof again, by the plan: nothing but the mark would be written.
        changes = self.plan(new)["changes"]
        self.assertEqual([(change["action"], change["adopted"], change["diff"]) for change in changes],
                         [("update", True, [])] * 17)
        before = stored(fleet)
        self.good("adopt", "--fleet", new, "--yes", "-q")
        after = stored(fleet)
        for pipeline in after.values():
            del pipeline["sailmaker"]
        self.assertEqual(after, before)
        self.assertEqual(self.plan(new)["changes"], [])
        # Each template serves several microservices, and no text of one stands in it.
        templates = list((new / "templates").glob("*.yaml.j2"))
        self.assertLess(len(templates), 6)
        self.assertIn("{{ app_name }}", "".join(file.read_text() for file in templates))

    def test_never_overwrites_and_needs_a_target(self):
        fleet = self.stored_pipelines()
        (self.folder / "full").mkdir()
        (self.folder / "full" / "file").write_text("mine")
        code, _, err = run("infer", self.folder / "full", "--fleet", fleet)
        self.assertEqual(code, 1)
        self.assertIn("is not an empty folder\n  hint: `infer` never overwrites: name a new one", err)
        code, _, err = run("infer", self.folder / "new", "--fleet", self.folder / "nowhere")
        self.assertEqual(code, 1)
        out = self.good("infer", self.folder / "new", "matcher/*", "--from",
                        json.dumps({"type": "directory", "path": str(fleet / "front50")}))
        self.assertIn("Proved: 5 of 5 pipelines", out)

    def test_says_what_is_left_out(self):
        fleet = self.stored_pipelines()
        file = next(file for file in (fleet / "front50" / "pipelines").glob("*/pipeline-metadata.json")
                    if json.loads(file.read_text())["name"] == "azar-qa-deploy")
        pipeline = json.loads(file.read_text())
        pipeline["stages"][0]["requisiteStageRefIds"] = ["nowhere"]
        file.write_text(json.dumps(pipeline))
        out = self.good("infer", self.folder / "new", "--fleet", fleet)
        self.assertIn('left out: "azar-qa-deploy" in ', out)
        self.assertRegex(out, r"(?m)^left out: .azar-qa-deploy. in .*\(rule [a-z-]+\)$")
        self.assertIn("Proved: 16 of 17 pipelines", out)

    def test_marked_pipelines_are_somebodys_already(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        code, out, _ = run("infer", self.folder / "new", "--fleet", fleet)
        self.assertEqual(code, 1)
        self.assertIn("Nothing is proposed", out)


if __name__ == "__main__":
    unittest.main()
