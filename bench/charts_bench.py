#!/usr/bin/python3
"""How long the workload chart takes to render: a service of five lines, and services with many environment variables.

Beside the time of each render stands that of Helm with a chart that holds nothing, which no chart can go below. The
variables are the worst case: each uses the next, against the order of the alphabet. Goal: 300 variables under a second.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "charts"))

from harness.places import CHARTS, NEWEST, OLDEST, helm_path  # noqa: E402
from harness.values import as_file  # noqa: E402

ROUNDS = 7
SIZES = (0, 30, 100, 300, 1000)


def chain(size):
    """`size` variables, each but the last of which uses the next."""
    return {f"V{index:04}": f"x$(V{index + 1:04})" if index + 1 < size else "end" for index in range(size)}


def seconds(command):
    """(elapsed, of the processor) of one run."""
    before, start = os.times(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return time.monotonic() - start, sum(after[2:4]) - sum(before[2:4])


def medians(command):
    runs = [seconds(command) for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*runs)]


def write_empty_chart(folder):
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: empty\nversion: 1.0.0\n")


def main():
    subprocess.run([ROOT / "scripts" / "helm"], check=True)
    print("seconds, elapsed and of the processor; median of", ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name, "empty")
        write_empty_chart(empty)
        for version in (NEWEST, OLDEST):
            helm = helm_path(version)
            rows = [("an empty chart", [helm, "template", "a", empty])]
            for size in SIZES:
                file = Path(name, f"{size}.yaml")
                file.write_text(as_file({"image": "a.example.com/a:1", "containerPort": 80, "env": chain(size)}))
                rows.append((f"{size} variables", [helm, "template", "a", CHARTS / "workload", "--values", file]))
            for what, command in rows:
                elapsed, processor = medians(command)
                print(f"Helm {version:8} {what:16} {elapsed:6.2f} {processor:6.2f}", flush=True)


if __name__ == "__main__":
    main()
