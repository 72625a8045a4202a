#!/usr/bin/python3
"""Reference renderer of a fleet folder: what Jinja2 and PyYAML make of it.

It answers one question, "which document must this key give before linking?", in the plainest way, so that the
product can be compared with it. It makes no ids, links nothing and validates nothing.

    render_fleet.py FLEET                    one JSON array of {"key", "pipeline"}
    render_fleet.py FLEET --text KEY         the rendered YAML text of one key
    render_fleet.py FLEET --set NAME=VALUE   (repeatable) overrules a fleet-wide variable; VALUE is YAML
"""

import argparse
import json
import re
import sys
from pathlib import Path

import jinja2
import yaml

HEADER = re.compile(r"\A\{#---\n(.*?)\n---#\}", re.DOTALL)


class Loader(yaml.SafeLoader):
    """PyYAML's SafeLoader, except that timestamps stay text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_yaml(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader) or {}


def merge(below, above):
    """Lays one layer on another: maps merge by key, lists and scalars replace, null removes."""
    merged = dict(below)
    for name, value in above.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            hidden = merged.get(name)
            merged[name] = merge(hidden if isinstance(hidden, dict) else {}, value)
        else:
            merged[name] = value
    return merged


def vars_of(section):
    """The variables of a product, team, stack, service or pipeline; each of them may be left empty."""
    return (section or {}).get("vars") or {}


class Siblings(dict):
    """`pipelines` in a template: the pipelines of the same service and stack, each rendered only when asked for."""

    def __init__(self, fleet, stack_key, templates):
        super().__init__((name, Sibling(fleet, f"{stack_key}/{name}")) for name in templates)


class Sibling:
    def __init__(self, fleet, key):
        self._fleet, self._key = fleet, key

    @property
    def id(self):
        return f"ID:{self._key}"

    @property
    def name(self):
        return self._fleet.name_of(self._key)


class Fleet:
    def __init__(self, folder, overrides=None):
        self.folder = Path(folder)
        self.document = load_yaml(self.folder / "fleet.yaml")
        self.document["vars"] = merge(self.document.get("vars") or {}, overrides or {})
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.folder / "templates"), undefined=jinja2.StrictUndefined
        )
        self.contexts = {}
        self._defaults = {}
        self._names = {}
        for product in self.document["products"]:
            self._add_product(product)

    def _add_product(self, product):
        for path in sorted((self.folder / "services" / product).glob("*.yaml")):
            service = {"name": path.stem, "product": product, **load_yaml(path)}
            for stack in self.document["stacks"]:  # the fleet's order, not the service file's
                if stack in service["stacks"]:
                    self._add_stack(service, stack)

    def _add_stack(self, service, stack):
        pipelines = (service["stacks"][stack] or {}).get("pipelines") or {}
        if isinstance(pipelines, list):
            pipelines = dict.fromkeys(pipelines)
        stack_key = f"{service['product']}/{service['name']}/{stack}"
        siblings = Siblings(self, stack_key, pipelines)
        for template, pipeline in pipelines.items():
            context = self._context(service, stack, template, pipeline)
            self.contexts[f"{stack_key}/{template}"] = {**context, "pipelines": siblings}

    def _context(self, service, stack, template, pipeline):
        fleet = self.document
        variables = {}
        for layer in (
            self.defaults_of(template),
            vars_of(fleet),
            vars_of(fleet["products"][service["product"]]),
            vars_of(fleet["teams"][service["team"]]),
            vars_of(fleet["stacks"][stack]),
            vars_of(service),
            vars_of(service["stacks"][stack]),
            vars_of(pipeline),
        ):
            variables = merge(variables, layer)
        return {
            **variables,
            "app_name": service["name"],
            "product": service["product"],
            "team": service["team"],
            "namespace": service["namespace"],
            "git_repo": service["git_repo"],
            "stack": stack,
            "service": service,
            "fleet": fleet,
        }

    def defaults_of(self, template):
        if template not in self._defaults:
            header = HEADER.match(self.source_of(template))
            declared = (yaml.load(header.group(1), Loader) if header else {}).get("variables") or {}
            self._defaults[template] = {
                name: about["default"] for name, about in declared.items() if "default" in (about or {})
            }
        return self._defaults[template]

    def source_of(self, template):
        return (self.folder / "templates" / f"{template}.yaml.j2").read_text(encoding="utf-8")

    def text(self, key):
        template = key.rsplit("/", 1)[1]
        return self.environment.get_template(f"{template}.yaml.j2").render(self.contexts[key])

    def pipeline(self, key):
        return yaml.load(self.text(key), Loader)

    def name_of(self, key):
        if key not in self._names:
            self._names[key] = self.pipeline(key)["name"]
        return self._names[key]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("fleet")
    arguments.add_argument("--text", metavar="KEY")
    arguments.add_argument("--set", metavar="NAME=VALUE", action="append", default=[])
    options = arguments.parse_args()

    overrides = {name: yaml.load(value, Loader) for name, value in (pair.split("=", 1) for pair in options.set)}
    fleet = Fleet(options.fleet, overrides)
    if options.text:
        sys.stdout.write(fleet.text(options.text))
        return
    rendered = [{"key": key, "pipeline": fleet.pipeline(key)} for key in fleet.contexts]
    json.dump(rendered, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
