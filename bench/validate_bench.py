#!/usr/bin/python3
"""What validation and guard rails add to generating 10,000 pipelines.

    validate_bench.py [--services 2500] [--rounds 9]

validate_driver generates all pipelines of a made fleet three times a round: as they are, with each validated once more,
and with three guard rails. What the second takes longer than the first is the cost of validation; the first less that is
generating. Figures are medians of CPU time, one thread.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

BENCH = Path(__file__).resolve().parent
DRIVER = Path(os.environ["SAILMAKER"]).resolve().with_name("validate_driver")


def rounds_of(services, rounds):
    folder = Path(tempfile.mkdtemp(prefix="sailmaker-bench-"))
    try:
        fleet = folder / "fleet"
        subprocess.run([sys.executable, "-B", BENCH / "make_fleet.py", fleet, "--services", str(services), "--stacks", "4",
                        "--guard-rails"], check=True, stdout=subprocess.DEVNULL)
        out = subprocess.run([DRIVER, fleet, str(rounds)], check=True, capture_output=True, text=True).stdout
    finally:
        shutil.rmtree(folder)
    return [[float(word) for word in line.split()] for line in out.splitlines()]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--services", type=int, default=2500)
    arguments.add_argument("--rounds", type=int, default=9)
    options = arguments.parse_args()
    lines = rounds_of(options.services, options.rounds)
    validating = statistics.median(twice - once for once, twice, _ in lines)
    rails = statistics.median(guarded - once for once, _, guarded in lines)
    generating = statistics.median(once for once, _, _ in lines) - validating
    print(f"generating {options.services * 4:,} pipelines, microseconds per pipeline (median of {len(lines)} rounds)")
    for name, micros in (("generating", generating), ("validating", validating), ("three guard rails", rails)):
        print(f"{name:18}{micros:8.1f}{micros / generating * 100:8.1f} %")


if __name__ == "__main__":
    main()
