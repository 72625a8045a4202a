"""Values files: which there are, merging as Helm merges, and which keys of a schema they use."""

import copy
import json
import re

from harness.objects import load
from harness.places import CHARTS


def read(path):
    return load(path.read_text()) or {}


def as_file(values):
    """The text of a values file. It is JSON, where no text is taken for a number; but YAML knows no surrogate pairs."""
    def one(match):
        return "\\U{:08x}".format(ord(json.loads('"' + match[0] + '"')))

    return re.sub(r"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w", one, json.dumps(values))


def charts():
    """The names of the charts."""
    return sorted(path.parent.name for path in CHARTS.glob("*/Chart.yaml"))


def ci_files(chart):
    """The scenarios of a chart: values files, each of which shows a feature."""
    return sorted((CHARTS / chart / "ci").glob("*.yaml"))


def schema(chart):
    return json.loads((CHARTS / chart / "values.schema.json").read_text())


def merged(below, above):
    """Helm's merge: maps merge, everything else replaces, null removes."""
    result = copy.deepcopy(below)
    for key, value in above.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            under = result.get(key)
            result[key] = merged(under if isinstance(under, dict) else {}, value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def paths(part, path=""):
    """Every key that a schema describes, as a.b.*.c; a * stands for the names of a map's entries."""
    for key, below in part.get("properties", {}).items():
        if below is not True:
            yield f"{path}{key}"
            yield from paths(below, f"{path}{key}.")
    if isinstance(part.get("additionalProperties"), dict):
        yield from paths(part["additionalProperties"], f"{path}*.")
    if isinstance(part.get("items"), dict):
        yield from paths(part["items"], f"{path}*.")


def used(part, value, path=""):
    """Those of `paths` that `value` sets."""
    if isinstance(value, list):
        for item in value:
            yield from used(part.get("items") or {}, item, f"{path}*.")
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        below = part.get("properties", {}).get(key)
        if isinstance(below, dict):
            yield f"{path}{key}"
            yield from used(below, item, f"{path}{key}.")
        elif below is None and isinstance(part.get("additionalProperties"), dict):
            yield from used(part["additionalProperties"], item, f"{path}*.")
