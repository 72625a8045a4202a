"""Kubernetes' own schema from the wheel of kubernetes-validate, made smaller and stricter.

The result is {"kinds": {"apps/v1 Deployment": name, ...}, "definitions": {name: schema, ...}}.
"""

import json

FOLDER = "kubernetes_validate/kubernetes-json-schema/v{}.0-local-strict/_definitions.json"
KEPT = ("type", "enum", "items", "required", "properties", "additionalProperties", "oneOf", "anyOf", "allOf", "format")


def reduced(schema):
    """The schema without descriptions and extensions. A null, which the API drops in silence, is not allowed."""
    if "$ref" in schema:
        return {"$ref": "#/definitions/" + schema["$ref"].rsplit("/", 1)[-1]}
    result = {key: schema[key] for key in KEPT if key in schema}
    if isinstance(result.get("type"), list):
        types = [name for name in result["type"] if name != "null"]
        result["type"] = types[0] if len(types) == 1 else types
    if "properties" in result:
        result["properties"] = {name: reduced(part) for name, part in result["properties"].items()}
        result.setdefault("additionalProperties", False)
    for key in ("items", "additionalProperties"):
        if isinstance(result.get(key), dict):
            result[key] = reduced(result[key])
    for key in ("oneOf", "anyOf", "allOf"):
        if key in result:
            result[key] = [reduced(part) for part in result[key]]
    return result


def kinds_of(definitions):
    """(apiVersion kind, definition) of what can stand alone."""
    for name, schema in definitions.items():
        properties = schema.get("properties", {})
        kinds, versions = (properties.get(key, {}).get("enum") for key in ("kind", "apiVersion"))
        if kinds and versions:
            yield f"{versions[0]} {kinds[0]}", name


def extract(archive, version):
    """`archive` is the opened wheel, `version` such as "1.30"."""
    definitions = json.loads(archive.read(FOLDER.format(version)))["$defs"]
    definitions = {name: reduced(schema) for name, schema in definitions.items()}
    return {"kinds": dict(kinds_of(definitions)), "definitions": definitions}
