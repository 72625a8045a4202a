#!/usr/bin/python3
"""The template engine against Debian's Jinja2 and MiniJinja (Rust), in one run on one set of cases.

    jinja_peers_bench.py [--rounds 5] [--seconds 0.02] [CASE...]

What is timed is the engine inside its own language, without starting a process. Contexts are made into what the engine
takes (a dict, a Value) before the clock starts. *render* renders a compiled template. *compile* compiles the case's
templates anew, all of them, and renders. *map* is render with a source map, by Sailmaker alone. All three must render
the same text first.

The engines take turns, case by case and round by round; a figure is the quickest of all rounds. Sailmaker is
build/release/jinja_driver beside the program; MiniJinja is built by cargo from bench/minijinja, and left out where that
does not work. Both are asked a line "WHAT CASE SECONDS" and answer a line of JSON.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jinja2

from jinja_cases import all_cases

BENCH = Path(__file__).resolve().parent
DRIVER = Path(os.environ.get("SAILMAKER", BENCH.parent / "build/release/sailmaker")).resolve().parent / "jinja_driver"


class Process:
    """An engine in a program of its own."""

    def __init__(self, *command, **environment):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **environment})

    def ask(self, what, case, seconds):
        self.process.stdin.write(f"{what} {case} {seconds}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"error": "it ended"}')
        if isinstance(answer, dict):
            raise SystemExit(f"{self.process.args[0]}: {case}: {answer['error']}")
        return answer

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Python:
    """Jinja2 in this process."""

    def __init__(self, cases):
        self.cases = cases

    def ask(self, what, name, seconds):
        case = self.cases[name]
        options = dict(case["options"])
        strict = options.pop("undefined", None)
        environment = jinja2.Environment(loader=jinja2.DictLoader(case["templates"]), **options,
                                         undefined=jinja2.StrictUndefined if strict else jinja2.Undefined)
        template = environment.from_string(case["template"])
        if what == "text":
            return [template.render(context) for context in case["contexts"]]

        def render():
            for context in case["contexts"]:
                template.render(context)

        def compile_and_render():
            environment.cache.clear()
            fresh = environment.from_string(case["template"])
            for context in case["contexts"]:
                fresh.render(context)

        return quickest(render if what == "render" else compile_and_render, seconds)

    def end(self):
        pass


def quickest(what, seconds):
    """Nanoseconds of the quickest call that fits into the time."""
    what()
    end = time.perf_counter() + seconds
    best = math.inf
    while True:
        began = time.perf_counter_ns()
        what()
        best = min(best, time.perf_counter_ns() - began)
        if time.perf_counter() > end:
            return best


def build_minijinja():
    """The path of the built program; None, with a line that says why, where it cannot be built."""
    if shutil.which("cargo") is None:
        print("MiniJinja is left out: there is no cargo")
        return None
    built = subprocess.run(["cargo", "build", "--release", "--locked"], cwd=BENCH / "minijinja", capture_output=True, text=True,
                           env={**os.environ, "CARGO_TARGET_DIR": str(DRIVER.parent / "minijinja")})
    if built.returncode != 0:
        print("MiniJinja is left out: cargo cannot build bench/minijinja:", built.stderr.strip().splitlines()[-1])
        return None
    return DRIVER.parent / "minijinja/release/minijinja-bench"


def difference(theirs, ours):
    """The first line that differs, theirs and ours."""
    lines = zip("\n".join(theirs).splitlines(), "\n".join(ours).splitlines())
    return next((f"{line}\n{other}" for line, other in lines if line != other), "one is longer")


def check_texts(engines, cases):
    """Bytes that a round of each case renders. Ends where the engines do not agree."""
    sizes = {}
    for case in cases:
        texts = {name: engine.ask("text", case, 0) for name, engine in engines.items()}
        for name, text in texts.items():
            if text != texts["sailmaker"]:
                raise SystemExit(f"{case}: {name} renders another text than sailmaker:\n" + difference(text, texts["sailmaker"]))
        sizes[case] = sum(len(one.encode()) for one in texts["sailmaker"])
    return sizes


def measure(engines, cases, rounds, seconds):
    """The quickest nanoseconds by (engine, what, case)."""
    best = {}
    for _ in range(rounds):
        for case in cases:
            for what in ("render", "compile", "map"):
                for name, engine in engines.items():
                    if what == "map" and name != "sailmaker":
                        continue
                    slower = 3 if name == "jinja2" else 1
                    took = engine.ask(what, case, seconds * slower)
                    key = (name, what, case)
                    best[key] = min(best.get(key, math.inf), took)
    return best


def geometric_mean(numbers):
    return math.exp(sum(map(math.log, numbers)) / len(numbers))


class Table:
    def __init__(self, best, cases, sizes):
        self.best, self.cases, self.sizes = best, cases, sizes

    def ratios(self, engine, what):
        """How many times as long an engine takes as sailmaker, by case."""
        return {case: self.best[engine, what, case] / self.best["sailmaker", what, case] for case in self.cases}

    def show(self, peers):
        """Prints it; the rows are cases."""
        columns = [(f"{what}: {peer}", self.ratios(peer, what)) for what in ("render", "compile") for peer in peers]
        cost = {case: self.best["sailmaker", "map", case] / self.best["sailmaker", "render", case] for case in self.cases}
        print("times as fast as each peer:\n")
        print("| case | microseconds | MB/s |", " | ".join(title for title, _ in columns), "| map costs |")
        print("| --- | ---: | ---: |", " | ".join("---:" for _ in columns), "| ---: |")
        for case in self.cases:
            took = self.best["sailmaker", "render", case]
            figures = " | ".join(f"{values[case]:.1f}" for _, values in columns)
            print(f"| {case} | {took / 1000:.1f} | {self.sizes[case] / took * 1000:.0f} | {figures} "
                  f"| {cost[case] * 100 - 100:.0f} % |")
        means = " | ".join(f"{geometric_mean(list(values.values())):.1f}" for _, values in columns)
        print(f"| geometric mean | | | {means} | {geometric_mean(list(cost.values())) * 100 - 100:.0f} % |")
        for title, values in columns:
            weakest = min(values, key=values.get)
            print(f"weakest, {title}: {weakest}, {values[weakest]:.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.02, help="for each figure and round; Jinja2 gets three times as much")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    arguments = parser.parse_args()
    cases = all_cases(DRIVER)
    if arguments.cases:
        cases = {name: cases[name] for name in arguments.cases}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(cases, file)
        file.flush()
        engines = {"sailmaker": Process(DRIVER, file.name), "jinja2": Python(cases)}
        minijinja = build_minijinja()
        if minijinja is not None:
            engines["minijinja"] = Process(minijinja, file.name)
        sizes = check_texts(engines, cases)
        best = measure(engines, cases, arguments.rounds, arguments.seconds)
        for engine in engines.values():
            engine.end()
    print(f"Jinja2 {jinja2.__version__} on Python {sys.version.split()[0]}")
    Table(best, cases, sizes).show([name for name in engines if name != "sailmaker"])


if __name__ == "__main__":
    main()
