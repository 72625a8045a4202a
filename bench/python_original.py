#!/usr/bin/python3
"""The Python original's way of planning, as the peer to measure against.

For each pipeline: render the Jinja2 template, load the YAML, make the ids, read the stored JSON, DeepDiff the two and,
when they differ, print the difference as YAML. Nothing else is inside the clock: the fleet is read, the variables are
layered and the interpreter is warm before it starts.

    --mode literal   as published: jinja2.Template(text) for each pipeline, PyYAML's pure Python loader and dumper
    --mode tuned     what one would do first: the compiled template kept, libyaml's C loader and dumper

    python_original.py --fleet DIR --store STORE --write       writes its own rendering into a directory target
    python_original.py --fleet DIR --store STORE --mode tuned  plans against it: nothing changed
      ... --changed yes                                        plans with the chart version changed everywhere
      ... --breakdown                                          also microseconds per pipeline of each step

The templates must be single files: jinja2.Template(text) knows no folder to import from, and the original's had no imports.
Needs Debian's python3-jinja2, python3-yaml and python3-deepdiff. Prints one JSON object.
"""

import argparse
import gc
import json
import resource
import sys
import time
import uuid
from collections import defaultdict
from itertools import islice
from pathlib import Path

import jinja2
import yaml
from deepdiff import DeepDiff

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "oracle"))
from render_fleet import Fleet  # noqa: E402  (found through the line above)

NAMESPACE = uuid.UUID("6b1a3c52-2f0f-4c8e-9f0a-6f5d1f0c9a11")
CHANGED_CHART_VERSION = "1.0.1"


class Stopwatch:
    """Adds up the time between laps by the step that ended; a lap costs well under a microsecond."""

    def __init__(self):
        self.seconds = defaultdict(float)
        self._last = time.perf_counter()

    def lap(self, step):
        now = time.perf_counter()
        self.seconds[step] += now - self._last
        self._last = now


class Literal:
    """The published code: everything is done again for every pipeline."""

    yaml_loader, yaml_dumper = yaml.SafeLoader, yaml.Dumper

    def __init__(self, fleet):
        names = {key.rsplit("/", 1)[1] for key in fleet.contexts}
        self.texts = {name: fleet.source_of(name) for name in names}

    def template(self, name):
        return jinja2.Template(self.texts[name])


class Tuned(Literal):
    """The same with each template compiled once and libyaml underneath PyYAML."""

    yaml_loader, yaml_dumper = yaml.CSafeLoader, yaml.CDumper

    def __init__(self, fleet):
        super().__init__(fleet)
        self.templates = {name: jinja2.Template(text) for name, text in self.texts.items()}

    def template(self, name):
        return self.templates[name]


def id_of(*parts):
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def make_ids(key, pipeline):
    """Gives the pipeline, its artifacts and triggers ids and points references at them."""
    pipeline["id"] = id_of(key)
    artifacts = {}
    for holder in [pipeline, *pipeline["stages"]]:
        for artifact in holder.get("expectedArtifacts", ()):
            artifact["id"] = artifacts[artifact["displayName"]] = id_of(key, "artifact", artifact["displayName"])
    for position, trigger in enumerate(pipeline["triggers"]):
        trigger["id"] = id_of(key, "trigger", str(position))
    for stage in pipeline["stages"]:
        if "manifestArtifactId" in stage:
            stage["manifestArtifactId"] = artifacts[stage["manifestArtifactId"]]
        for artifact in stage.get("inputArtifacts", ()):
            artifact["id"] = artifacts[artifact["id"]]
    return pipeline


def build(way, key, context, stopwatch):
    template = way.template(key.rsplit("/", 1)[1])
    stopwatch.lap("compile")
    text = template.render(context)
    stopwatch.lap("render")
    pipeline = yaml.load(text, way.yaml_loader)
    stopwatch.lap("yaml_load")
    make_ids(key, pipeline)
    stopwatch.lap("ids")
    return pipeline


def stored_path(store, pipeline_id):
    return store / "pipelines" / pipeline_id / "pipeline-metadata.json"


def difference(way, store, pipeline, stopwatch):
    """The difference to what is stored, as YAML text; empty when there is none."""
    with open(stored_path(store, pipeline["id"]), encoding="utf-8") as stored:
        old = json.load(stored)
    stopwatch.lap("read_json")
    patch = DeepDiff(old, pipeline)
    stopwatch.lap("deepdiff")
    text = yaml.dump(json.loads(patch.to_json()), Dumper=way.yaml_dumper) if patch else ""
    stopwatch.lap("yaml_dump")
    return text


def contexts_of(fleet, options):
    changed = {"chart_version": CHANGED_CHART_VERSION} if options.changed == "yes" else {}
    chosen = islice(fleet.contexts.items(), options.limit)
    return [(key, {**context, **changed}) for key, context in chosen]


def write(way, store, contexts):
    stopwatch = Stopwatch()
    for key, context in contexts:
        pipeline = build(way, key, context, stopwatch)
        path = stored_path(store, pipeline["id"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(pipeline, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def plan(way, store, contexts):
    stopwatch = Stopwatch()
    differing = 0
    for key, context in contexts:
        differing += bool(difference(way, store, build(way, key, context, stopwatch), stopwatch))
    return stopwatch.seconds, differing


def report(options, seconds, pipelines, differing):
    total = sum(seconds.values())
    numbers = {
        "mode": options.mode,
        "changed": options.changed,
        "pipelines": pipelines,
        "differing": differing,
        "seconds": round(total, 3),
        "microseconds_per_pipeline": round(total / pipelines * 1e6, 1),
        "peak_rss_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }
    if options.breakdown:
        numbers["breakdown"] = {step: round(spent / pipelines * 1e6, 1) for step, spent in seconds.items()}
    print(json.dumps(numbers))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--fleet", required=True)
    arguments.add_argument("--store", required=True, type=Path, help="a directory target of the original's own")
    arguments.add_argument("--mode", choices=("literal", "tuned"), default="literal")
    arguments.add_argument("--what", choices=("plan",), default="plan")
    arguments.add_argument("--changed", choices=("no", "yes"), default="no")
    arguments.add_argument("--limit", type=int, help="only the first so many pipelines")
    arguments.add_argument("--breakdown", action="store_true")
    arguments.add_argument("--write", action="store_true", help="write the store and stop")
    options = arguments.parse_args()

    fleet = Fleet(options.fleet)
    contexts = contexts_of(fleet, options)
    if options.write:
        write(Tuned(fleet), options.store, contexts)
        return
    way = {"literal": Literal, "tuned": Tuned}[options.mode](fleet)
    plan(way, options.store, contexts[:20])  # warm up: imports, caches and regular expressions
    gc.collect()
    gc.freeze()  # the prepared fleet is not the original's; its garbage collector need not walk it
    seconds, differing = plan(way, options.store, contexts)
    report(options, seconds, len(contexts), differing)


if __name__ == "__main__":
    main()
