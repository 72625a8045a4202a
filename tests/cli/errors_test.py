"""Mistakes that people make: each message names template file, line, column and key."""

import re
import unittest

from program import ProgramTest, edit, run

KEY = "azar/my-microservice/prod/deploy"


class Errors(ProgramTest):
    def fail(self, fleet, selector=KEY):
        code, out, err = run("validate", "--fleet", fleet, selector)
        self.assertEqual((code, out), (1, ""), err)
        return err

    def place(self, err):
        """File, line and column of the first error, and the line that is shown."""
        found = re.search(r"--> (\S+?):(\d+):(\d+)\n +\|\n *\d+ \| (.*)\n", err)
        self.assertIsNotNone(found, err)
        file, line, column, text = found.groups()
        return file, int(line), int(column), text

    def line_of(self, fleet, file, text):
        lines = (fleet / file).read_text().splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def test_misspelt_variable(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/lib/stages.j2", '"{{ jenkins_master }}"', '"{{ jenkins_mastr }}"')
        err = self.fail(fleet)
        file, line, column, text = self.place(err)
        self.assertEqual(file, "templates/lib/stages.j2")
        self.assertEqual(line, self.line_of(fleet, file, "jenkins_mastr"))
        self.assertEqual(column, text.index("jenkins_mastr") + 1)
        self.assertIn("'jenkins_mastr' is undefined", err)
        self.assertIn("did you mean 'jenkins_master'?", err)
        self.assertIn(f"pipeline: {KEY}", err)
        self.assertIn("build_image", err)

    def test_explained_with_the_variables_in_scope(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/lib/stages.j2", '"{{ jenkins_master }}"', '"{{ jenkins_mastr }}"')
        for words in (["render", KEY], ["validate", KEY], ["plan", KEY]):
            _, _, plain = run(*words, "--fleet", fleet)
            code, _, explained = run(*words, "--fleet", fleet, "--explain-errors")
            self.assertEqual(code, 1)
            self.assertNotIn("variables here:", plain)
            self.assertIn("  variables here:\n", explained)
            self.assertIn("\n    jenkins_master = 'kube-jenkins-master'\n", explained)

    def test_misspelt_template(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/deploy.yaml.j2", '{% import "lib/stages.j2"', '{% import "lib/stage.j2"')
        err = self.fail(fleet)
        file, line, column, _ = self.place(err)
        self.assertEqual((file, line, column), ("templates/deploy.yaml.j2", self.line_of(fleet, file, "lib/stage.j2"), 1))
        self.assertIn("there is no template 'lib/stage.j2'", err)
        self.assertIn("hint: did you mean 'lib/stages.j2'?", err)

    def test_limits_of_the_fleet(self):
        fleet = self.example_fleet()
        edit(fleet / "fleet.yaml", "vars:\n", "jinja: {limits: {steps: 200}}\nvars:\n")
        err = self.fail(fleet)
        self.assertIn("rendering takes more than 200 steps", err)
        self.assertIn("rule: template-limit", err)

    def test_broken_indent_in_a_macro_of_an_included_file(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/lib/stages.j2", '    job: 99-common/job/docker-build', '   job: 99-common/job/docker-build')
        err = self.fail(fleet)
        file, line, _, _ = self.place(err)
        self.assertEqual(file, "templates/lib/stages.j2")
        self.assertEqual(line, self.line_of(fleet, file, "job: 99-common"))
        self.assertIn("templates/deploy.yaml.j2:", err)  # the way there: the macro's call
        self.assertIn(f"pipeline: {KEY}", err)

    def test_reference_to_a_missing_artifact(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/deploy.yaml.j2", 'manifest=app_name ~ "-deploy"', 'manifest=app_name ~ "-deplyo"')
        err = self.fail(fleet)
        file, line, _, _ = self.place(err)
        self.assertEqual(file, "templates/lib/stages.j2")
        self.assertEqual(line, self.line_of(fleet, file, "manifestArtifactId"))
        self.assertIn("my-microservice-deplyo", err)
        self.assertIn("did you mean 'my-microservice-deploy'?", err)
        self.assertIn(f"pipeline: {KEY}", err)

    def test_stage_that_requires_an_unknown_ref_id(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/deploy.yaml.j2", 'after=["bake-deploy"]', 'after=["bake-deplyo"]')
        err = self.fail(fleet)
        file, line, _, _ = self.place(err)
        self.assertEqual(file, "templates/lib/stages.j2")
        self.assertEqual(line, self.line_of(fleet, file, "requisiteStageRefIds"))
        self.assertIn("bake-deplyo", err)
        self.assertIn("did you mean 'bake-deploy'?", err)
        self.assertIn(f"pipeline: {KEY}", err)

    def test_spel_function_that_jinja_takes_for_a_comment(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/lib/judges.j2", "${ #stage(", "${#stage(")
        err = self.fail(fleet, "azar/my-microservice/prod/deploy-canary")
        self.assertIn("templates/lib/judges.j2:", err)
        self.assertIn("${ #", err)

    def test_one_mistake_in_many_pipelines_is_said_once(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/lib/stages.j2", '"{{ jenkins_master }}"', '"{{ jenkins_mastr }}"')
        err = self.fail(fleet, "**")
        self.assertEqual(err.count("'jenkins_mastr' is undefined"), 1)
        self.assertIn("and in 16 more pipelines", err)
        self.assertIn("1 error, 0 warnings", err)

    def test_all_findings_at_once(self):
        fleet = self.example_fleet()
        edit(fleet / "services/azar/matcher.yaml", "namespace:", "namespce:")
        edit(fleet / "fleet.yaml", "protected: true", "protectd: true")
        err = self.fail(fleet, "**")
        self.assertIn("services/azar/matcher.yaml:", err)
        self.assertIn("fleet.yaml:", err)
        self.assertIn("did you mean 'namespace'?", err)
        self.assertIn("did you mean 'protected'?", err)

    def test_a_version_that_yaml_reads_as_a_number(self):
        fleet = self.example_fleet()
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.10")
        err = self.fail(fleet)
        self.assertIn("fleet.yaml:", err)
        self.assertIn("chart_version", err)

    def test_nothing_is_written_while_there_are_errors(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/canary-test.yaml.j2", "{{ product }}", "{{ prodct }}")
        code, _, err = run("sync", "--fleet", fleet, "--yes")
        self.assertEqual(code, 1)
        self.assertIn("'prodct' is undefined", err)
        self.assertFalse((fleet / "front50").exists())

    def test_wrong_usage(self):
        for words, hint in ((["plna"], "did you mean 'plan'?"), (["plan", "--prnue"], "did you mean '--prune'?"),
                            (["plan", "-o", "jsn"], "did you mean 'json'?"), (["explain"], "needs KEY"),
                            (["plan", "-j", "two"], "--threads needs a number, not 'two'"),
                            (["plan", "--color", "sometimes"], "it is one of auto|always|never")):
            code, out, err = run(*words)
            self.assertEqual((code, out), (2, ""), words)
            self.assertIn(hint, err)

    def test_sync_without_a_terminal_needs_yes(self):
        code, out, err = run("sync", "--fleet", self.example_fleet())
        self.assertEqual((code, out), (2, ""))
        self.assertIn("--yes", err)


if __name__ == "__main__":
    unittest.main()
