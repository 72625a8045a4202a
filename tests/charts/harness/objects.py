"""Kubernetes objects as text and as values.

YAML is read as Kubernetes reads it where that differs from PyYAML (1e3 is a number), and a key that stands twice is an
error. `dump` writes the same text for the same objects whatever Helm made them, so goldens compare bytes.
"""

import re

import yaml

FLOAT = re.compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)[eE][-+]?\d+$")


class Loader(yaml.CSafeLoader):
    pass


class Dumper(yaml.SafeDumper):
    pass


def mapping(loader, node, deep=False):
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value
            if key.tag != "tag:yaml.org,2002:merge"]
    twice = sorted({str(key) for key in keys if keys.count(key) > 1})
    if twice:
        raise yaml.constructor.ConstructorError(None, None, f"written twice: {', '.join(twice)}", node.start_mark)
    return yaml.constructor.SafeConstructor.construct_mapping(loader, node, deep=True)


def text_of(dumper, text):
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Loader.add_constructor("tag:yaml.org,2002:map", mapping)
for name in ("value", "merge"):  # = and << by themselves are text; << as a key still merges
    Loader.add_constructor(f"tag:yaml.org,2002:{name}", yaml.constructor.SafeConstructor.construct_yaml_str)
for role in (Loader, Dumper):
    role.add_implicit_resolver("tag:yaml.org,2002:float", FLOAT, list("-+.0123456789"))
    role.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in role.yaml_implicit_resolvers.items()
    }
Dumper.add_representer(str, text_of)
Dumper.ignore_aliases = lambda self, data: True


def load(text):
    """The one document of a text."""
    return yaml.load(text, Loader)


def parse(text):
    """The objects of a manifest; empty documents do not count."""
    return [document for document in yaml.load_all(text, Loader) if document is not None]


def dump(objects):
    return yaml.dump_all(objects, Dumper=Dumper, sort_keys=True, width=120, explicit_start=True, allow_unicode=True)


def label(thing):
    """Kind/name, for messages."""
    return f"{thing.get('kind')}/{thing.get('metadata', {}).get('name')}"


def find(objects, kind, name=None):
    """The one object of that kind (and name)."""
    found = [thing for thing in objects if thing["kind"] == kind and name in (None, thing["metadata"]["name"])]
    assert len(found) == 1, f"{len(found)} of {kind}/{name} among {', '.join(map(label, objects))}"
    return found[0]


def kinds(objects):
    return [label(thing) for thing in objects]
