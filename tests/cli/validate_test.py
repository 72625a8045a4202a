"""`validate` on pipelines from anywhere, and its output for programs."""

import contextlib
import http.server
import json
import re
import threading
import unittest

from program import ProgramTest, edit, run


def pipeline(name, application="api", **fields):
    stage = {"refId": "1", "type": "wait", "name": "Wait", "waitTime": 5, "requisiteStageRefIds": []}
    return {"application": application, "name": name, "id": f"id-of-{name.lower()}", "stages": [stage], **fields}


def broken(name, **fields):
    made = pipeline(name, **fields)
    made["stages"][0]["requisiteStageRefIds"] = ["7"]
    return made


@contextlib.contextmanager
def gate(answers):
    """A Gate that knows the answers by path."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            known = self.path.split("?")[0] in answers
            body = json.dumps(answers.get(self.path.split("?")[0], {})).encode()
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


class ValidateFiles(ProgramTest):
    def write(self, name, value, indent=2):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(value if isinstance(value, str) else json.dumps(value, indent=indent))
        return file

    def test_one_a_list_and_maps_around_them(self):
        stored = pipeline("a", index=4, updateTs="1600000000000", lastModifiedBy="somebody", disabled=False)
        for value, count in ((stored, 1), ([stored, pipeline("b")], 2), ({"pipelines": [stored]}, 1),
                             ({"items": [stored, pipeline("b")]}, 2), ({"api": [stored], "web": [pipeline("b", "web")]}, 2),
                             ({"schema": "v2", "id": "t", "metadata": {"name": "t"}, "variables": [],
                               "pipeline": {"limitConcurrent": True, "triggers": [], "stages": [
                                   {"refId": "w", "type": "wait", "requisiteStageRefIds": [],
                                    "waitTime": "${ templateVariables.time }"}]}}, 1)):
            file = self.write("p.json", value)
            code, out, err = run("validate", "--file", file)
            self.assertEqual((code, err), (0, ""), value)
            self.assertIn(f"{count} pipeline", out)

    def test_standard_input_and_yaml(self):
        code, out, err = run("validate", "--file", "-", stdin=json.dumps(pipeline("a")))
        self.assertEqual((code, out, err), (0, "1 pipeline without errors\n", ""))
        code, out, err = run("validate", "--file", "-", stdin="name: a\napplication: api\nstages:\n- {type: wait, refId: 1}\n")
        self.assertEqual(code, 1)
        self.assertIn("<stdin>:4:23", err)

    def test_rendered_pipelines_are_fine(self):
        fleet = self.example_fleet()
        for form in ("yaml", "json"):
            file = self.write(f"rendered.{form}", self.good("render", "--fleet", fleet, "-o", form))
            code, out, err = run("validate", "--file", file)
            self.assertEqual((code, err), (0, ""))

    def test_a_folder_and_what_lies_beside(self):
        self.write("ps/a.json", pipeline("a"))
        self.write("ps/deep/b.yml", "name: b\napplication: api\nstages: []\n")
        self.write("ps/package.json", {"name": "web", "version": "1.0.0"})
        self.write("ps/service.yaml", "apiVersion: v1\nkind: Service\nspec: {stages: []}\n")
        self.write("ps/.hidden/c.json", "{")
        code, out, err = run("validate", "--file", self.folder / "ps")
        self.assertEqual((code, out, err), (0, "2 pipelines without errors\n", ""))

    def test_what_is_no_pipeline_or_no_file(self):
        file = self.write("a.json", {"name": "web"})
        code, out, err = run("validate", "--file", file)
        self.assertEqual(code, 0)
        self.assertIn("warning: there is no pipeline in this file", err)
        code, out, err = run("validate", "--file", self.folder / "gone.json")
        self.assertEqual(code, 1)
        self.assertIn("error: there is no such file", err)
        code, out, err = run("validate", "--file", self.write("b.json", '{"stages": [}'))
        self.assertEqual(code, 1)
        self.assertIn("b.json:1:13", err)

    def test_wrong_usage(self):
        self.assertEqual(run("validate", "--file")[0], 2)
        self.assertEqual(run("validate", "--file", "--stored", "x")[0], 2)
        self.assertEqual(run("validate", "a", "b")[0], 2)

    def test_names_across_files_and_references(self):
        a = self.write("a.json", pipeline("a"))
        runs = pipeline("b")
        runs["stages"][0] = {"refId": "1", "type": "pipeline", "application": "api", "pipeline": "id-of-a",
                             "requisiteStageRefIds": []}
        b = self.write("b.json", runs)
        code, out, err = run("validate", "--file", a, b)
        self.assertEqual((code, err), (0, ""))
        code, out, err = run("validate", "--file", b)
        self.assertEqual((code, err), (0, "1 reference to pipelines that are not among these were not followed\n"))
        again = self.write("again.json", {**pipeline("A", "API"), "id": "another"})
        code, out, err = run("validate", "--file", a, again)
        self.assertEqual(code, 1)
        self.assertIn("two pipelines are called 'A' in the application 'API'", err)
        self.assertIn(f"the other one is called so at {a}:3:11", err)


class ValidateStored(ProgramTest):
    def store(self, fleet, body):
        file = fleet / "front50" / "pipelines" / body["id"] / "pipeline-metadata.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(body))

    def test_what_a_target_holds(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        out = self.good("validate", "--fleet", fleet, "--stored")
        self.assertRegex(out, r"^\d+ pipelines without errors\n$")
        self.store(fleet, broken("Old", application="legacy", id="0a1b2c3d-0000-4000-8000-000000000001"))
        code, out, err = run("validate", "--fleet", fleet, "--stored")
        self.assertEqual(code, 1)
        self.assertIn("--> 0a1b2c3d-0000-4000-8000-000000000001: stages[0].requisiteStageRefIds[0]", err)
        self.assertIn("pipeline: legacy/Old", err)

    def test_live_asks_the_spinnaker_behind_the_target(self):
        fleet = self.example_fleet()
        self.assertIn("cannot tell what Spinnaker knows", run("validate", "--fleet", fleet, "--live")[2])
        names = lambda *all_of: [{"name": name} for name in all_of]  # noqa: E731
        answers = {"/credentials": names("k8s-azar-dev", "k8s-azar-qa", "k8s-azar-stage", "k8s-azar-prod"),
                   "/artifacts/credentials": names("harbor", "git-bot"),
                   "/applications": names("MY-MICROSERVICE", "match-score"), "/pipelineConfigs": []}
        with gate(answers) as url:
            edit(fleet / "fleet.yaml", "target: {type: directory, path: ./front50}", f"target: {{type: gate, url: '{url}'}}")
            code, out, err = run("validate", "--fleet", fleet, "--live", "-o", "json")
            findings = json.loads(out)["findings"]
            self.assertEqual(code, 1)
            self.assertEqual({(f["rule"], f["message"]) for f in findings if f["severity"] == "error"},
                             {("unknown-account", f"Spinnaker has no account 'k8s-hakuna-{stack}'") for stack in ("dev", "qa", "stage", "prod")})
            self.assertIn(("unknown-application", "Spinnaker has no application 'live-chat'"),
                          {(f["rule"], f["message"]) for f in findings})
            self.assertTrue(all(f["source"]["file"].endswith(".j2") for f in findings), findings)
            self.assertEqual(run("validate", "--fleet", fleet, "--live", "azar/my-microservice")[0], 0)

    def test_selectors(self):
        fleet = self.example_fleet()
        self.good("sync", "--fleet", fleet, "--yes")
        self.store(fleet, broken("Old", application="legacy", id="0a1b2c3d-0000-4000-8000-000000000001"))
        for selector, code, count in (("legacy", 1, None), ("legacy/O*", 1, None), ("matcher", 0, "pipeline"),
                                      ("azar/*/prod", 0, "pipelines"), ("nobody", 0, "0 pipelines")):
            got, out, err = run("validate", "--fleet", fleet, "--stored", selector)
            self.assertEqual(got, code, (selector, out, err))
            if count:
                self.assertIn(count, out)

    def test_a_reference_to_nothing(self):
        fleet = self.example_fleet()
        body = pipeline("Runs", id="0a1b2c3d-0000-4000-8000-000000000002")
        body["stages"][0] = {"refId": "1", "type": "pipeline", "application": "api", "pipeline": "gone",
                             "requisiteStageRefIds": []}
        self.store(fleet, body)
        code, out, err = run("validate", "--fleet", fleet, "--stored", "-o", "json")
        self.assertEqual(code, 1)
        self.assertEqual([finding["rule"] for finding in json.loads(out)["findings"]], ["unknown-pipeline"])


class ForPrograms(ProgramTest):
    def mistaken_fleet(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/lib/stages.j2", '"{{ jenkins_master }}"', '"{{ jenkins_mastr }}"')
        return fleet

    def test_json_names_rules(self):
        code, out, err = run("validate", "--fleet", self.mistaken_fleet(), "-o", "json")
        self.assertEqual((code, err), (1, ""))
        self.assertEqual({finding["rule"] for finding in json.loads(out)["findings"]}, {"template-undefined"})

    def test_github_annotations(self):
        fleet = self.mistaken_fleet()
        code, out, err = run("validate", "--fleet", fleet, "-o", "github")
        self.assertEqual((code, err), (1, ""))
        lines = out.splitlines()
        self.assertEqual(len(lines), 1, out)  # one place, however many pipelines
        self.assertRegex(lines[0], r"^::error file=.*/templates/lib/stages\.j2,line=\d+,col=\d+,endColumn=\d+,"
                                   r"title=template-undefined::'jenkins_mastr' is undefined%0Apipeline: \S+ and \d+ more"
                                   r"%0Ahint: did you mean 'jenkins_master'\?$")

    def test_github_escapes(self):
        file = self.folder / "50%,a:b.json"
        file.write_text(json.dumps(broken("a")))
        code, out, err = run("validate", "--file", file, "-o", "github")
        self.assertIn("50%25%2Ca%3Ab.json,line=", out)
        self.assertEqual(len(out.splitlines()), 2)

    def sarif(self, *words):
        code, out, err = run("validate", *words, "-o", "sarif")
        self.assertEqual(err, "")
        return json.loads(out)

    def test_sarif(self):
        log = self.sarif("--fleet", self.mistaken_fleet())
        self.assertEqual(log["version"], "2.1.0")
        (one,) = log["runs"]
        rules = one["tool"]["driver"]["rules"]
        self.assertEqual([rule["id"] for rule in rules], ["template-undefined"])
        self.assertTrue(rules[0]["help"]["text"])
        (result,) = one["results"]
        self.assertEqual((result["ruleId"], result["ruleIndex"], result["level"]), ("template-undefined", 0, "error"))
        place = result["locations"][0]["physicalLocation"]
        self.assertTrue(place["artifactLocation"]["uri"].endswith("/templates/lib/stages.j2"))
        region = place["region"]
        self.assertEqual(region["endColumn"] - region["startColumn"], len("jenkins_mastr"))
        self.assertEqual(region["snippet"]["text"][region["startColumn"] - 1:region["endColumn"] - 1], "jenkins_mastr")
        self.assertIn("templates/deploy", json.dumps(result["relatedLocations"]))

    def test_sarif_fingerprints_outlive_lines_above(self):
        file = self.folder / "a b.json"
        def prints(text):
            file.write_text(text)
            results = self.sarif("--file", file)["runs"][0]["results"]
            self.assertEqual(len(results), 2)
            self.assertIn("a%20b.json", results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            return [result["partialFingerprints"]["sailmaker/v1"] for result in results]
        text = json.dumps(broken("a"), indent=2)
        before = prints(text)
        self.assertEqual(len(set(before)), 2)
        self.assertEqual(prints("\n\n" + text), before)

    def test_sarif_without_a_finding(self):
        self.assertEqual(self.sarif("--fleet", self.example_fleet())["runs"][0]["results"], [])


if __name__ == "__main__":
    unittest.main()
