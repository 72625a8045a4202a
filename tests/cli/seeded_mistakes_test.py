"""Sixty mistakes, each made in a copy of the example fleet, one at a time: validate finds it, at the right line.

Without mistakes validate says nothing.
"""

import json
import unittest

from program import ProgramTest, run

STAGES = "templates/lib/stages.j2"
DEPLOY = "templates/deploy.yaml.j2"
CANARY = "templates/deploy-canary.yaml.j2"
TEST = "templates/canary-test.yaml.j2"
ARTIFACTS = "templates/lib/artifacts.j2"
TRIGGERS = "templates/lib/triggers.j2"
JUDGES = "templates/lib/judges.j2"
PARAMETERS = "templates/lib/parameters.j2"
FLEET = "fleet.yaml"
SERVICE = "services/azar/my-microservice.yaml"
MATCHER = "services/azar/matcher.yaml"

CRON = "triggers:\n  - {type: cron, enabled: true, cronExpression: \"%s\"}"

# what | file | text that is there | what stands there instead | rule | text on the line that is reported (the first
# line of what is new when it is empty)
MISTAKES = [
    # dropped fields
    ("drop waitTime", STAGES, "    waitTime: {{ seconds }}\n", "", "missing-field", 'refId: "{{ ref }}"'),
    ("drop the account", STAGES, '    account: "k8s-{{ product }}-{{ stack }}"\n    cloudProvider: kubernetes\n    moniker',
     "    cloudProvider: kubernetes\n    moniker", "missing-field", 'refId: "{{ ref }}"'),
    ("drop the moniker", STAGES, '    moniker: {app: "{{ app_name }}"}\n', "", "missing-field", 'refId: "{{ ref }}"'),
    ("drop source", STAGES, "    source: artifact\n", "", "missing-field", 'refId: "{{ ref }}"'),
    ("drop the manifest", STAGES, '    manifestArtifactId: "{{ manifest }}"\n', "", "deploy-manifest",
     'refId: "{{ ref }}"'),
    ("drop templateRenderer", STAGES, "    templateRenderer: HELM3\n", "", "missing-field", 'refId: "{{ ref }}"'),
    ("drop the type", STAGES, "    type: {{ type }}\n", "", "missing-type", 'refId: "{{ ref }}"'),
    ("drop the job", STAGES, "    job: 99-common/job/docker-build\n", "", "missing-field", 'refId: "{{ ref }}"'),
    ("drop enabled", TRIGGERS, "    enabled: true\n    source: {{ on.source }}", "    source: {{ on.source }}",
     "trigger-off", "type: git"),
    ("drop a trigger's branch project", TRIGGERS, '    project: "{{ on.project }}"\n', "", "missing-field", "type: git"),
    ("drop the application", DEPLOY, 'application: "{{ app_name }}"\n', "", "missing-name", ""),
    ("drop manifestName", STAGES, '    manifestName: "deployment {{ app_name }}-{{ role }}"\n', "", "manifest-target",
     'refId: "{{ ref }}"'),
    ("drop replicas", STAGES, "    replicas: 0\n", "", "missing-field", 'refId: "{{ ref }}"'),
    ("drop the canary's configuration", JUDGES, '      canaryConfigId: "{{ kayenta.config }}"\n', "", "canary-config",
     "metricsAccountName"),
    ("drop the lifetime", JUDGES, "      lifetimeDuration: {{ kayenta.lifetime }}\n", "", "canary-config",
     "canaryConfigId"),
    ("drop the displayName", ARTIFACTS, "  - displayName: {{ display_name }}\n    matchArtifact:\n      type: helm/chart\n"
     "      name: {{ name }}\n", "  - matchArtifact:\n      type: helm/chart\n", "nameless-artifact", "matchArtifact:"),
    ("drop the default artifact", ARTIFACTS, "    defaultArtifact:\n      type: helm/chart\n",
     "    defaultArtifct:\n      type: helm/chart\n", "missing-default-artifact", "- displayName: {{ display_name }}"),
    # misspelt
    ("misspell a field of a stage", STAGES, "skipExpressionEvaluation", "skipExpresionEvaluation", "unknown-field", ""),
    ("misspell a field of all stages", STAGES, "    failPipeline: true\n        context", "    failPipline: true\n        context",
     "unknown-field", "failPipline"),
    ("misspell a field of the pipeline", DEPLOY, "keepWaitingPipelines", "keepWaitngPipelines", "unknown-field", ""),
    ("misspell a field of a trigger", TRIGGERS, "payloadConstraints", "payloadConstraint", "unknown-field", ""),
    ("misspell a field of an artifact", ARTIFACTS, "usePriorArtifact", "usePriorArtefact", "unknown-field", ""),
    ("misspell a stage's type", STAGES, '"scaleManifest"', '"scaleManifst"', "unknown-stage-type", "type: {{ type }}"),
    ("misspell a trigger's type", TRIGGERS, "type: webhook", "type: webhok", "unknown-trigger-type", ""),
    ("misspell an artifact's type", ARTIFACTS, "type: helm/chart", "type: helm/chrat", "unknown-artifact-type", ""),
    ("misspell a value", STAGES, "HELM3", "HELM33", "unknown-value", ""),
    ("misspell another value", STAGES, "source: artifact", "source: artefact", "unknown-value", ""),
    ("misspell the version of SpEL", DEPLOY, "spelEvaluator: v4", "spelEvaluator: v44", "unknown-value", ""),
    ("misspell a kind of precondition", STAGES, "- type: expression\n        failPipeline: true",
     "- type: expresion\n        failPipeline: true", "unknown-value", "type: expresion"),
    ("misspell a variable", STAGES, "{{ jenkins_master }}", "{{ jenkins_mastr }}", "template-undefined", ""),
    ("misspell a key of fleet.yaml", FLEET, "protected: true", "protectd: true", "fleet-file", ""),
    ("misspell a template", MATCHER, "  qa:\n    pipelines: [deploy]", "  qa:\n    pipelines: [deplyo]", "fleet-file",
     "deplyo"),
    ("misspell a variable of a service", MATCHER, "canary_weights:", "canary_weigths:", "variable", ""),
    # wrong types
    ("a boolean as text", STAGES, "skipExpressionEvaluation: true", 'skipExpressionEvaluation: "true"', "wrong-type",
     ""),
    ("a boolean as text in the pipeline", DEPLOY, "limitConcurrent: true", 'limitConcurrent: "true"',
     "boolean-as-text", ""),
    ("a refId that is a number", STAGES, 'refId: "{{ ref }}"', "refId: 1", "bad-ref-id", ""),
    ("text for a number", STAGES, "replicas: 0", "replicas: none", "wrong-type", ""),
    ("a number for text", STAGES, "manifestArtifactAccount: embedded-artifact", "manifestArtifactAccount: 1",
     "wrong-type", ""),
    ("a number for the account", STAGES, '    account: "k8s-{{ product }}-{{ stack }}"\n    cloudProvider: kubernetes\n    mode',
     "    account: 1\n    cloudProvider: kubernetes\n    mode", "wrong-type", "account: 1"),
    ("text for a list", STAGES, "requisiteStageRefIds: {{ after | tojson }}", "requisiteStageRefIds: build",
     "wrong-type", ""),
    ("a name that is null", STAGES, 'name: "{{ name }}"\n    type', "name: null\n    type", "null-name", "name: null"),
    ("a list for a map", STAGES, "    stageEnabled: {type: expression, expression: '{{ when }}'}",
     "    stageEnabled: ['{{ when }}']", "wrong-type", ""),
    ("a number with quotes in the pipeline", DEPLOY, "limitConcurrent: true", 'maxConcurrentExecutions: "3"',
     "converted-value", ""),
    ("an integer variable as text", SERVICE, "stacks:", "vars: {envoy_wait_seconds: soon}\nstacks:", "variable", ""),
    # broken references and graphs
    ("break a requisite", DEPLOY, 'after=["bake-deploy"]', 'after=["bake-deplyo"]', "unknown-requisite",
     "requisiteStageRefIds"),
    ("break an artifact's name", DEPLOY, 'manifest=app_name ~ "-deploy"', 'manifest=app_name ~ "-deplyo"',
     "unknown-artifact", "manifestArtifactId"),
    ("break an input artifact's name", STAGES, "- id: {{ chart }}", "- id: {{ chart }}s", "unknown-artifact", ""),
    ("break a pipeline's name", STAGES, "pipeline: deploy", "pipeline: deplyo", "unknown-pipeline", ""),
    ("a cycle of stages", DEPLOY, 'manifest=app_name ~ "-service", after=["bake-service"]',
     'manifest=app_name ~ "-service", after=["deploy-service"]', "requires-itself", "requisiteStageRefIds"),
    ("a cycle of two stages", DEPLOY, 'overrides={"canaryWeight": 0}, after=["deploy"]',
     'overrides={"canaryWeight": 0}, after=["deploy-service"]', "stage-cycle", "requisiteStageRefIds"),
    ("the same refId twice", DEPLOY, 'stage.bake("bake-service"', 'stage.bake("bake-deploy"', "duplicate-ref-id",
     'refId: "{{ ref }}"'),
    ("two pipelines of one name", CANARY, '-deploy-canary"\nlimit', '-deploy"\nlimit', "duplicate-name", "-deploy\""),
    ("an artifact that is made later", DEPLOY, 'stage.deploy("deploy", "Deploy", manifest=app_name ~ "-deploy"',
     'stage.deploy("deploy", "Deploy", manifest=app_name ~ "-service"', "artifact-not-upstream", "manifestArtifactId"),
    ("a bake that makes two artifacts", STAGES, '          name: "{{ makes }}"\n',
     '          name: "{{ makes }}"\n      - displayName: more\n        matchArtifact: {type: embedded/base64, name: more}\n',
     "bake-output", "- displayName: \"{{ makes }}\""),
    ("an empty artifact id", STAGES, 'manifestArtifactId: "{{ manifest }}"', 'manifestArtifactId: ""',
     "empty-artifact-id", ""),
    ("a pipeline that starts itself", DEPLOY, "stages:\n{% if only_branch %}",
     'stages:\n{% if stack == "prod" and app_name == "live-chat" %}\n'
     '  - {refId: again, name: Again, type: pipeline, requisiteStageRefIds: [], pipeline: deploy}\n'
     "{% endif %}\n{% if only_branch %}", "pipeline-cycle", "pipeline: deploy}"),
    # cron, regular expressions, expressions, windows
    ("cron with five fields", CANARY, "triggers: []", CRON % "0 3 * * *", "bad-cron", "cronExpression"),
    ("cron with two days", TEST, "triggers: []", CRON % "0 0 3 * * MON", "bad-cron", "cronExpression"),
    ("cron at an hour that is none", TEST, "triggers: []", CRON % "0 0 25 * * ?", "bad-cron", "cronExpression"),
    ("cron on a day that never comes", TEST, "triggers: []", CRON % "0 0 3 31 2 ?", "bad-cron", "cronExpression"),
    ("a regular expression that is none", MATCHER, '"^(develop|feature/.+)$"', '"^(develop|feature/.+$"', "bad-regex",
     None),
    ("an expression that is wrapped", STAGES, "expression: '{{ when }}'", "expression: '${ {{ when }} }'",
     "wrapped-expression", ""),
    # expressions of Spinnaker's
    ("an expression that ends too soon", TEST, '(parameters["canaryWeight"]) == 0', '(parameters["canaryWeight"]) ==',
     "expression-syntax", "expression: '{{ expression }}'"),
    ("a bracket that is never closed", TEST, 'toInt(parameters["canaryWeight"]) > 0', 'toInt(parameters["canaryWeight"] > 0',
     "expression-syntax", "expression: '{{ expression }}'"),
    ("a function that Orca does not have", TEST, "#toInt(parameters", "#toIntt(parameters", "unknown-function",
     "expression: '{{ expression }}'"),
    ("a function without its argument", TEST, '#toInt(parameters["canaryWeight"])', "#toInt()", "function-arguments",
     "expression: '{{ expression }}'"),
    ("a stage that the pipeline does not have", JUDGES, '#stage("Build Image")', '#stage("Build Imag")', "unknown-stage",
     "#stage"),
    ("a judgment that the pipeline does not have", CANARY, 'asked("Judge New Version"', 'asked("Judge New Versoin"',
     "unknown-stage", '#judgment("{{ name }}")'),
    ("a parameter that nobody declares", TEST, '{% set weight = \'${parameters["canaryWeight"]}\' %}',
     '{% set weight = \'${parameters["canaryWieght"]}\' %}', "undeclared-parameter", None),
    ("a Java type that Orca refuses", TEST, '#toInt(parameters["canaryWeight"]) == 0', "T(java.lang.System).exit(1) == 0",
     "blocked-expression", "expression: '{{ expression }}'"),
    # texts
    ("broken indent", STAGES, "    job: 99-common", "   job: 99-common", "yaml-syntax", ""),
    ("broken Jinja", STAGES, "{% macro wait(ref, name, seconds, after) %}", "{% macro wait(ref, name, seconds, after %}",
     "template-syntax", ""),
    ("a name that Deck breaks on", DEPLOY, '-deploy"\n# Two', '-deploy?"\n# Two', "bad-name", '-deploy?"'),
    ("a field of Spinnaker's own", DEPLOY, "limitConcurrent: true", "limitConcurrent: true\nupdateTs: \"1\"",
     "server-field", "updateTs"),
    ("the same parameter twice", DEPLOY, 'parameter.text("reason", "Reason")', 'parameter.text("version", "Reason")',
     "duplicate-parameter", "- name: {{ name }}"),
]


class SeededMistakes(ProgramTest):
    def findings(self, fleet):
        _, out, err = run("validate", "--fleet", fleet, "-o", "json")
        self.assertTrue(out, err)
        return json.loads(out)["findings"]

    def test_the_example_fleet_is_right(self):
        fleet = self.example_fleet()
        code, out, err = run("validate", "--fleet", fleet)
        self.assertEqual((code, out, err), (0, "17 pipelines without errors\n", ""))

    def test_there_are_sixty(self):
        self.assertGreaterEqual(len(MISTAKES), 60)

    def test_every_mistake_is_found_at_its_line(self):
        fleet = self.example_fleet()
        for what, file, old, new, rule, at in MISTAKES:
            path = fleet / file
            right = path.read_text(encoding="utf-8")
            with self.subTest(what):
                self.assertIn(old, right)
                path.write_text(right.replace(old, new, 1), encoding="utf-8")
                self.check(fleet, rule, at if at is None else self.line(path, right, old, at))
            path.write_text(right, encoding="utf-8")

    def line(self, path, right, old, at):
        """The text of the line that must be reported."""
        if at:
            return at
        changed = path.read_text(encoding="utf-8")
        lines = changed[right.index(old):].splitlines()
        before = changed[:right.index(old)].rpartition("\n")[2]
        return before + lines[0]

    def check(self, fleet, rule, text):
        findings = self.findings(fleet)
        of_rule = [finding for finding in findings if finding.get("rule") == rule]
        self.assertTrue(of_rule, [(f.get("rule"), f["message"]) for f in findings])
        if text is None:
            return
        places = []
        for source in (finding.get("source") for finding in of_rule):
            if source and (fleet / source["file"]).is_file():
                lines = (fleet / source["file"]).read_text(encoding="utf-8").splitlines()
                places.append(f"{source['file']}:{source['line']}: {lines[source['line'] - 1]}")
        self.assertTrue(any(text in place for place in places), f"{text!r} is not among\n" + "\n".join(places))


if __name__ == "__main__":
    unittest.main()
