"""Runs the named templates of a chart on many inputs in one call of Helm: what a thousand renders would take minutes for.

A snippet sees each case as $case and a context as l.begin makes it as $c, and sets $result to what it made.
"""

import shutil
import tempfile
from pathlib import Path

from harness.helm import RenderError, message_of, run_helm
from harness.objects import parse
from harness.places import CHARTS, NEWEST, helm_path
from harness.values import as_file

TEMPLATE = """
{{- $results := list -}}
{{- range $case := .Values.cases -}}
{{- $c := dict "root" $ "values" $case "problems" list "app" "hello-app" "name" "hello-app" "kind" "Deployment" "role" "main" -}}
{{- $_ := set $c "minor" (int64 30) -}}
{{- $result := dict -}}
%s
{{- $results = append $results (dict "result" $result "problems" $c.problems) -}}
{{- end -}}
{{ toYaml (dict "results" $results) }}
"""


def run(chart, snippet, cases, version=NEWEST):
    """For each case what the snippet made of it: a dict of `result` and `problems`."""
    with tempfile.TemporaryDirectory(prefix="sailmaker-charts-") as folder:
        templates = Path(folder) / "templates"
        templates.mkdir()
        for file in (CHARTS / chart / "templates").glob("_*.tpl"):
            shutil.copy(file, templates)
        Path(folder, "Chart.yaml").write_text("apiVersion: v2\nname: snippet\nversion: 1.0.0\n")
        (templates / "snippet.yaml").write_text(TEMPLATE % snippet)
        Path(folder, "cases.json").write_text(as_file({"cases": cases}))
        done = run_helm(helm_path(version), "template", "snippet", folder, "--values", Path(folder, "cases.json"))
    if done.returncode != 0:
        raise RenderError(message_of(done.stderr))
    return parse(done.stdout)[0]["results"]
