#!/usr/bin/python3
"""A plan over a large fleet, against the Python original's way, in one run.

    plan_bench.py [--services 2500] [--rounds 3] [--python-limit 200] [--scale]

The program is timed from outside, start to end: reading the fleet, generating, reading what is stored, comparing and
printing. The original is timed inside, without reading the fleet and without starting Python, which favours it. Rounds
take turns, so that a slow moment of the machine hits both; figures are medians. --scale adds 1,000 and 100,000
pipelines.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent
SAILMAKER = os.environ["SAILMAKER"]


def make_fleet(folder, services):
    subprocess.run([sys.executable, "-B", BENCH / "make_fleet.py", folder, "--services", str(services), "--stacks", "4"],
                   check=True, stdout=subprocess.DEVNULL)
    return folder


def timed(*words):
    """Seconds, peak memory in MB and seconds of CPU of one whole process; its output is thrown away."""
    began = time.perf_counter()
    with open(os.devnull, "w") as nowhere:
        process = subprocess.Popen([SAILMAKER, *map(str, words)], stdout=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{words} ended with {process.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def set_version(fleet, version):
    file = fleet / "fleet.yaml"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(f'  chart_version: "{version}"\n' if "chart_version:" in line else line for line in lines))


def python_original(fleet, store, mode, changed, limit):
    out = subprocess.run([sys.executable, "-B", BENCH / "python_original.py", "--fleet", fleet, "--store", store, "--mode",
                          mode, "--changed", changed, "--limit", str(limit)], check=True, capture_output=True, text=True)
    return json.loads(out.stdout.splitlines()[-1])["microseconds_per_pipeline"]


class Figures:
    """Microseconds per pipeline and peak megabytes, by what was measured."""

    def __init__(self):
        self.micros, self.memory = {}, {}

    def add(self, what, micros, memory=0.0):
        self.micros.setdefault(what, []).append(micros)
        self.memory.setdefault(what, []).append(memory)

    def micro(self, what):
        return statistics.median(self.micros[what])

    def megabytes(self, what):
        return max(self.memory[what])


def measure_plan(figures, fleet, pipelines, changed):
    for threads in (1, 2):
        seconds, memory, _ = timed("plan", "--fleet", fleet, "--threads", threads, "-q")
        figures.add((f"sailmaker {threads} thread{'s' * (threads > 1)}", changed), seconds / pipelines * 1e6, memory)


def compare(folder, services, rounds, limit):
    pipelines = services * 4
    fleet = make_fleet(folder / "fleet", services)
    timed("sync", "--fleet", fleet, "--yes", "-q")
    store = folder / "python-store"
    subprocess.run([sys.executable, "-B", BENCH / "python_original.py", "--fleet", fleet, "--store", store, "--limit",
                    str(limit), "--write"], check=True, stdout=subprocess.DEVNULL)
    figures = Figures()
    for _ in range(rounds):
        for changed, version in (("no", "1.0.0"), ("yes", "1.1.0")):
            set_version(fleet, version)
            measure_plan(figures, fleet, pipelines, changed)
            set_version(fleet, "1.0.0")  # the original changes the version by itself
            for mode in ("literal", "tuned"):
                figures.add((f"python {mode}", changed), python_original(fleet, store, mode, changed, limit))
    return figures


def print_comparison(figures, pipelines):
    print(f"plan of {pipelines:,} pipelines, microseconds per pipeline (median), whole process")
    print(f"{'':24}{'no change':>12}{'all changed':>13}{'peak MB':>10}")
    names = ["sailmaker 1 thread", "sailmaker 2 threads", "python literal", "python tuned"]
    for name in names:
        memory = max(figures.megabytes((name, changed)) for changed in ("no", "yes"))
        print(f"{name:24}{figures.micro((name, 'no')):12.1f}{figures.micro((name, 'yes')):13.1f}"
              + (f"{memory:10.0f}" if memory else ""))
    print("\ntimes as fast as the original, per pipeline")
    for name in names[:2]:
        for peer in names[2:]:
            ratios = [figures.micro((peer, changed)) / figures.micro((name, changed)) for changed in ("no", "yes")]
            print(f"{name + ' / ' + peer:42}{ratios[0]:9.0f}{ratios[1]:13.0f}")


def scale(folder):
    print("\nCPU time by size of the fleet, 1 thread, no change")
    print(f"{'pipelines':>12}{'us each':>10}{'peak MB':>10}")
    for services in (250, 2500, 25000):
        fleet = make_fleet(folder / f"scale-{services}", services)
        timed("sync", "--fleet", fleet, "--yes", "-q", "--writers", "32")
        runs = [timed("plan", "--fleet", fleet, "--threads", 1, "-q") for _ in range(3)]
        seconds = statistics.median(run[2] for run in runs)
        print(f"{services * 4:12,}{seconds / (services * 4) * 1e6:10.1f}{max(run[1] for run in runs):10.0f}", flush=True)
        shutil.rmtree(fleet)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--services", type=int, default=2500)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--python-limit", type=int, default=200)
    arguments.add_argument("--scale", action="store_true")
    options = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sailmaker-bench-"))
    try:
        print_comparison(compare(folder, options.services, options.rounds, options.python_limit), options.services * 4)
        if options.scale:
            scale(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
