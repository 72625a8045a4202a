"""`explain KEY PATH`: where a field of a pipeline comes from, in the example fleet."""

import json
import unittest

from program import ProgramTest, run

KEY = "azar/my-microservice/prod/deploy"


class ExplainPart(ProgramTest):
    def line_of(self, fleet, file, text):
        lines = (fleet / file).read_text().splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def explain(self, fleet, path, *words):
        return self.good("explain", "--fleet", fleet, KEY, path, *words)

    def test_a_field_of_a_macro_in_an_imported_file(self):
        fleet = self.example_fleet()
        out = self.explain(fleet, "stages.build.master")
        line = self.line_of(fleet, "templates/lib/stages.j2", "jenkins_master")
        call = self.line_of(fleet, "templates/deploy.yaml.j2", "stage.build_image(")
        setting = self.line_of(fleet, "fleet.yaml", "jenkins_master")
        self.assertTrue(out.startswith(f"stages[1].master of {KEY}\n") or out.startswith(f"stages[0].master of {KEY}\n"), out)
        self.assertIn(f"  templates/lib/stages.j2:{line}:", out)
        self.assertIn(f"    in macro 'build_image' called at templates/deploy.yaml.j2:{call}:", out)
        self.assertIn("jenkins_master =", out)
        self.assertRegex(out, rf"(fleet|product azar|stack prod|team \S+) \(fleet\.yaml:{setting}:")

    def test_the_condition_around_it(self):
        fleet = self.example_fleet()
        line = self.line_of(fleet, "templates/deploy.yaml.j2", "{% if only_branch %}")
        out = self.explain(fleet, "stages.check-branch.name")
        self.assertEqual(out.count(f"    only if templates/deploy.yaml.j2:{line}:7\n      {{% if only_branch %}}\n"), 1, out)
        self.assertIn("only_branch = master", out)
        found = json.loads(self.explain(fleet, "stages.check-branch.name", "-o", "json"))
        self.assertEqual(found["writers"][0]["conditions"][0]["line"], line)
        self.assertEqual(found["writers"][0]["condition_variables"], ["only_branch"])

    def test_what_the_linker_and_sailmaker_put_in(self):
        fleet = self.example_fleet()
        linked = self.explain(fleet, "stages.deploy.manifestArtifactId")
        self.assertIn("The template writes my-microservice-deploy, and the linker puts the id in its place.", linked)
        self.assertIn("Names that every template knows: app_name", linked)
        self.assertIn("No template writes it: Sailmaker puts it in.", self.explain(fleet, "id"))

    def test_json_and_yaml(self):
        fleet = self.example_fleet()
        found = json.loads(self.explain(fleet, "stages.deploy.manifestArtifactId", "-o", "json"))
        self.assertEqual((found["key"], found["made_by"], found["written"]), (KEY, "linker", "my-microservice-deploy"))
        self.assertEqual(found["standard_names"], ["app_name"])
        self.assertTrue(found["writers"][0]["trace"])
        self.assertIn("made_by: linker", self.explain(fleet, "stages.deploy.manifestArtifactId", "-o", "yaml"))

    def test_a_misspelt_path(self):
        code, out, err = run("explain", "--fleet", self.example_fleet(), KEY, "stages.deploy.acount")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("did you mean 'account'?", err)

    def test_every_field_can_be_explained(self):
        fleet = self.example_fleet()
        (pipeline,) = json.loads(self.good("render", "--fleet", fleet, KEY, "-o", "json"))
        for number, stage in enumerate(pipeline["stages"]):
            for field in stage:
                found = json.loads(self.explain(fleet, f"stages[{number}].{field}", "-o", "json"))
                self.assertEqual(found["value"], stage[field])
                self.assertTrue(found["writers"] or found["made_by"] == "sailmaker", (number, field))


if __name__ == "__main__":
    unittest.main()
