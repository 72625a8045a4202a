"""Every pipeline of the example must be what Jinja2 and PyYAML make of it, but for ids, mark and linked references."""

import json
import subprocess
import unittest

from program import TREE, ProgramTest

# Fields that hold a reference: the oracle shows the name, the program the id that the linker put there.
REFERENCES = {"manifestArtifactId", "pipeline"}
REFERENCE_LISTS = {"requiredArtifactIds", "expectedArtifactIds"}


def without_links(value, key=""):
    """The document without what linking adds or replaces, so that both sides can be compared."""
    if isinstance(value, dict):
        return {name: without_links(item, name) for name, item in value.items()
                if name not in REFERENCES and name not in REFERENCE_LISTS and name not in ("id", "sailmaker")}
    if isinstance(value, list):
        return [without_links(item, key) for item in value]
    return value


def placeholders_to_ids(text, ids):
    for key, id in ids.items():
        text = text.replace(f"ID:{key}", id)
    return text


class Oracle(ProgramTest):
    def test_every_pipeline_of_the_example(self):
        fleet = self.example_fleet()
        ours = {each["sailmaker"]["key"]: each for each in json.loads(self.good("render", "--fleet", fleet, "-o", "json"))}
        ids = {key: pipeline["id"] for key, pipeline in ours.items()}
        text = subprocess.run(["/usr/bin/python3", "-B", TREE / "tests/oracle/render_fleet.py", fleet],
                              capture_output=True, text=True, check=True).stdout
        theirs = {each["key"]: each["pipeline"] for each in json.loads(placeholders_to_ids(text, ids))}
        self.assertEqual(sorted(ours), sorted(theirs))
        for key, expected in theirs.items():
            with self.subTest(key):
                self.assertEqual(json.dumps(without_links(ours[key])), json.dumps(without_links(expected)))

    def test_references_are_linked(self):
        fleet = self.example_fleet()
        pipelines = {each["sailmaker"]["key"]: each
                     for each in json.loads(self.good("render", "--fleet", fleet, "-o", "json"))}
        canary = pipelines["azar/my-microservice/prod/deploy-canary"]
        deploy = pipelines["azar/my-microservice/prod/deploy"]
        runs = [stage for stage in canary["stages"] if stage["type"] == "pipeline"]
        self.assertTrue(runs)
        self.assertEqual({stage["pipeline"] for stage in runs}, {deploy["id"]})
        made = {artifact["id"] for artifact in canary["expectedArtifacts"]}
        for stage in canary["stages"]:
            made.update(artifact["id"] for artifact in stage.get("expectedArtifacts", []))
        for stage in canary["stages"]:
            for used in stage.get("inputArtifacts", []):
                self.assertIn(used["id"], made)
            if "manifestArtifactId" in stage:
                self.assertIn(stage["manifestArtifactId"], made)


if __name__ == "__main__":
    unittest.main()
