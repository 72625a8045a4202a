#!/usr/bin/python3
"""The first sync of a large fleet to PostgreSQL and MariaDB, a plan over it unchanged, and a sync of one change.

    sql_bench.py [--services 2500] [--rounds 3]

Each round has an empty database on a server of its own that waits for the disk, as in use. Times are those of whole
processes; figures are medians.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent
SAILMAKER = os.environ["SAILMAKER"]
sys.path.insert(0, str(BENCH.parent / "tests" / "servers"))

import databases  # noqa: E402


def timed(fleet, *words):
    began = time.perf_counter()
    done = subprocess.run([SAILMAKER, *words, "--fleet", fleet, "-q"], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{words} ended with {done.returncode}: {done.stdout[-2000:]}")
    return time.perf_counter() - began, done.stdout.strip().splitlines()[-1]


def rewrite(fleet, replace):
    file = fleet / "fleet.yaml"
    file.write_text("".join(replace(line) for line in file.read_text().splitlines(keepends=True)))


def set_target(fleet, url):
    rewrite(fleet, lambda line: "" if line.startswith("target:") else line)
    with open(fleet / "fleet.yaml", "a") as file:
        file.write(f'target: {{type: sql, url: "{url}"}}\n')


def set_version(fleet, version):
    rewrite(fleet, lambda line: f'  chart_version: "{version}"\n' if "chart_version:" in line else line)


def measure(server, fleet, rounds):
    figures = {}
    for number in range(rounds):
        set_target(fleet, databases.new_front50(server.url(), f"bench_{number}"))
        set_version(fleet, "1.0.0")
        for what, words, version in (("first sync", ("sync", "--yes"), None), ("plan, nothing changed", ("plan",), None),
                                     ("sync, all changed", ("sync", "--yes"), "2.0.0")):
            if version:
                set_version(fleet, version)
            seconds, last = timed(fleet, *words)
            figures.setdefault(what, []).append((seconds, last))
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--services", type=int, default=2500)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        fleet = Path(scratch) / "fleet"
        subprocess.run([sys.executable, "-B", BENCH / "make_fleet.py", fleet, "--services", str(options.services)],
                       check=True, stdout=subprocess.DEVNULL)
        for kind in databases.KINDS:
            with databases.own(kind, durable=True) as server:
                for what, runs in measure(server, fleet, options.rounds).items():
                    seconds = statistics.median(run[0] for run in runs)
                    print(f"{kind:12} {what:24} {seconds:6.2f} s   {runs[-1][1]}", flush=True)


if __name__ == "__main__":
    main()
