"""Strict checks of rendered objects: Kubernetes' and Istio's own schemas, where an unknown field is an error."""

import functools
import json

import jsonschema

from harness.objects import label
from harness.places import ISTIO, KUBERNETES, schema_path

METADATA = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


@functools.cache
def document(what, version):
    return json.loads(schema_path(what, version).read_text())


@functools.cache
def validator(what, version, definition):
    schema = document(what, version)
    return jsonschema.Draft7Validator(
        {"$ref": f"#/definitions/{definition}", "definitions": schema["definitions"]},
        format_checker=None,
    )


def sentence(error, place):
    """The deepest cause: of alternatives the one that got furthest."""
    best = jsonschema.exceptions.best_match([error])
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in best.absolute_path)
    return f"{place}{path}: {best.message[:300]}"


def nulls(value, path):
    if value is None:
        yield f"{path}: null"
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from nulls(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from nulls(item, f"{path}[{index}]")


def check_one(thing, kubernetes, istio):
    place = f"{label(thing)} (Kubernetes {kubernetes}, Istio {istio})"
    kind = f"{thing.get('apiVersion')} {thing.get('kind')}"
    what, version = ("istio", istio) if ".istio.io/" in kind else ("kubernetes", kubernetes)
    definition = document(what, version)["kinds"].get(kind)
    if definition is None:
        return [f"{place}: there is no {kind} in {what} {version}"]
    checks = [(validator(what, version, definition), thing, place)]
    if what == "istio":
        checks.append((validator("kubernetes", kubernetes, METADATA), thing.get("metadata", {}), f"{place}.metadata"))
    return [sentence(error, at) for check, value, at in checks for error in check.iter_errors(value)]


def twins(objects):
    seen = set()
    for thing in objects:
        key = (thing.get("apiVersion", "").split("/")[0], label(thing))
        if key in seen:
            yield f"{label(thing)}: stands twice in one manifest"
        seen.add(key)


def findings(objects):
    """All that the oldest and newest supported Kubernetes and Istio would refuse or drop."""
    found = [*twins(objects)]
    for thing in objects:
        found += nulls(thing, label(thing))
        for kubernetes, istio in zip(KUBERNETES, ISTIO):
            found += check_one(thing, kubernetes, istio)
    return found
