"""Renders charts with the real Helm, as Spinnaker's Rosco calls it: helm template NAME CHART --namespace NS ...

`render` gives objects or raises RenderError; `render_all` does many renders, two at a time, and gives either for each.
The same render is done once in a process.
"""

import concurrent.futures
import functools
import json
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from harness.objects import parse
from harness.places import CHARTS, NEWEST, helm_path
from harness.values import as_file

PARALLEL = 2


class RenderError(Exception):
    """Helm's own message, without what differs from version to version around it."""


@dataclass(frozen=True)
class Render:
    """One call of Helm. `files` are paths, `values` a map that becomes the last file, `set_strings` what a pipeline's
    overrides become: one --set-string argument, its pairs joined by commas and not escaped, as Rosco does it."""

    chart: str
    files: tuple = ()
    values: dict = field(default_factory=dict)
    set_strings: dict = field(default_factory=dict)
    version: str = NEWEST
    name: str = "hello-app"
    namespace: str = "shop"

    def key(self):
        return json.dumps([self.chart, [str(file) for file in self.files], self.values, self.set_strings,
                           self.version, self.name, self.namespace], sort_keys=True)


def arguments(render, folder):
    files = [str(file) for file in render.files]
    if render.values:
        Path(folder, "values.yaml").write_text(as_file(render.values))
        files.append(str(Path(folder, "values.yaml")))
    chart = render.chart if "/" in str(render.chart) else CHARTS / render.chart
    words = [helm_path(render.version), "template", render.name, chart, "--namespace", render.namespace]
    if render.set_strings:
        words += ["--set-string", ",".join(f"{key}={value}" for key, value in render.set_strings.items())]
    return words + (["--values", ",".join(files)] if files else [])


def message_of(text):
    """What the chart or its schema said. Helm 3 and 4 put other words and places before it."""
    text = text.removeprefix("Error: ").rstrip()
    text = text.removesuffix("\n\nUse --debug flag to render out invalid YAML")
    return re.sub(r"^execution error at \([^)]*\): ", "", text)


def run_helm(*words, **options):
    return subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=120, **options)


@functools.cache
def cached_text(key, hold):
    with tempfile.TemporaryDirectory(prefix="sailmaker-charts-") as folder:
        done = run_helm(*arguments(hold.render, folder))
    return (done.stdout, None) if done.returncode == 0 else ("", message_of(done.stderr))


class Hold:
    """Carries a render beside its key, so that the cache looks at the key alone."""

    def __init__(self, render):
        self.render = render

    def __eq__(self, other):
        return isinstance(other, Hold)

    def __hash__(self):
        return 0


def render_text(render):
    """What Helm prints."""
    text, error = cached_text(render.key(), Hold(render))
    if error is not None:
        raise RenderError(error)
    return text


def render(chart, *files, **options):
    """The rendered objects, in Helm's order. Options are the fields of Render."""
    return parse(render_text(Render(chart, tuple(files), **options)))


def render_all(renders):
    """For each Render its objects, or its RenderError; in the same order."""
    def one(item):
        try:
            return parse(render_text(item))
        except RenderError as error:
            return error

    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(one, renders))
