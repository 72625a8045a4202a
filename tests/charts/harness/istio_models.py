"""Istio's schema, read from Python models that were generated from its CRDs (the wheel of cloudcoil-models-istio).

The models are parsed and never run, so nothing they import is needed. A class becomes a closed object; an annotation
becomes types, ranges and patterns. The result has the form that kubernetes_schemas.py describes.
"""

import ast

FOLDER = "cloudcoil/models/istio/"
FILES = ("networking/v1", "networking/v1beta1", "networking/v1alpha3", "security/v1", "security/v1beta1")
SCALARS = {
    **{name: {"type": "string"} for name in ("str", "bytes", "datetime", "Base64Str", "AwareDatetime")},
    "int": {"type": "integer"}, "float": {"type": "number"}, "bool": {"type": "boolean"}, "Any": {},
    "ObjectMeta": {"type": "object"},  # Kubernetes' schema checks the metadata
}
LIMITS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum", "pattern": "pattern"}
NULL = {"type": "null"}


class Reader:
    """Turns annotations of one file into schemas."""

    def __init__(self, prefix, aliases):
        self.prefix = prefix
        self.aliases = aliases

    def schema(self, node):
        if isinstance(node, ast.BinOp):  # A | B
            return self.union([node.left, node.right])
        if isinstance(node, ast.Constant):
            return NULL if node.value is None else self.schema(ast.parse(node.value, mode="eval").body)
        if isinstance(node, ast.Attribute):
            return self.named(node.attr)
        if isinstance(node, ast.Name):
            return self.named(node.id)
        return self.subscript(node.value.id, node.slice)

    def named(self, name):
        if name in SCALARS:
            return SCALARS[name]
        if name in ("dict", "Dict"):
            return {"type": "object"}
        if name in self.aliases:
            return self.schema(self.aliases[name])
        return {"$ref": f"#/definitions/{self.prefix}.{name}"}

    def subscript(self, name, inner):
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if name in ("List", "list"):
            return {"type": "array", "items": self.schema(inner)}
        if name in ("Dict", "dict"):
            return {"type": "object", "additionalProperties": self.schema(parts[1])}
        if name == "Literal":
            return {"enum": [part.value for part in parts]}
        if name == "Optional":
            return self.schema(inner)
        if name == "Union":
            return self.union(parts)
        if name == "Annotated":
            return self.limited(self.schema(parts[0]), parts[1:])
        raise ValueError(f"no schema for {name}[{ast.unparse(inner)}]")

    def union(self, parts):
        choices = [schema for schema in map(self.schema, parts) if schema != NULL]
        return choices[0] if len(choices) == 1 else {"anyOf": choices}

    def limited(self, schema, fields):
        limits = dict(schema)
        for keyword in (keyword for field in fields for keyword in getattr(field, "keywords", ())):
            if keyword.arg in LIMITS:
                limits[LIMITS[keyword.arg]] = ast.literal_eval(keyword.value)
            elif keyword.arg in ("min_length", "max_length") and limits.get("type") in ("string", "array"):
                name = {"string": "Length", "array": "Items"}[limits["type"]]
                limits[keyword.arg[:3] + name] = ast.literal_eval(keyword.value)
        return limits


def alias_of(statement):
    """The name in YAML of a field: its alias, if it has one."""
    for call in (node for node in ast.walk(statement.annotation) if isinstance(node, ast.Call)):
        for keyword in call.keywords:
            if keyword.arg == "alias":
                return keyword.value.value
    return statement.target.id


def fields_of(node):
    return [part for part in node.body
            if isinstance(part, ast.AnnAssign) and not part.target.id.startswith("_") and part.target.id != "model_config"]


def schema_of(reader, node):
    fields = fields_of(node)
    if len(fields) == 1 and fields[0].target.id == "root":
        return reader.schema(fields[0].annotation)
    required = [alias_of(field) for field in fields if field.value is None]
    schema = {
        "type": "object",
        "properties": {alias_of(field): reader.schema(field.annotation) for field in fields},
        "additionalProperties": False,
    }
    return {**schema, "required": required} if required else schema


def aliases_in(tree):
    """Names that stand for a type: NAME = TypeAliasType("NAME", type)."""
    return {
        statement.targets[0].id: statement.value.args[1]
        for statement in tree.body
        if isinstance(statement, ast.Assign) and getattr(getattr(statement.value, "func", None), "id", "") == "TypeAliasType"
    }


def extract(archive):
    """`archive` is the opened wheel."""
    result = {"kinds": {}, "definitions": {}}
    for file in FILES:
        tree = ast.parse(archive.read(f"{FOLDER}{file}.py"))
        prefix = file.replace("/", ".")
        reader = Reader(prefix, aliases_in(tree))
        for node in (node for node in tree.body if isinstance(node, ast.ClassDef)):
            name = f"{prefix}.{node.name}"
            result["definitions"][name] = schema_of(reader, node)
            if any(ast.unparse(base) == "Resource" for base in node.bases):
                group, version = file.split("/")
                result["kinds"][f"{group}.istio.io/{version} {node.name}"] = name
    return result
