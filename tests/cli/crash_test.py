"""A sync that is killed at any moment leaves whole pipelines, and the next sync completes the rest."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from program import SAILMAKER, TREE, ProgramTest, edit, run

PIPELINES = 2000
ROUNDS = 10


class Crash(ProgramTest):
    def large_fleet(self):
        fleet = self.folder / "large"
        subprocess.run([sys.executable, "-B", TREE / "bench/make_fleet.py", fleet, "--services", str(PIPELINES // 4),
                        "--stacks", "4"], check=True, capture_output=True)
        return fleet

    def check_stored(self, fleet):
        """Every stored object is whole JSON that knows its own id."""
        count = 0
        for path in (Path(fleet) / "front50" / "pipelines").glob("*/pipeline-metadata.json"):
            pipeline = json.loads(path.read_bytes())
            self.assertEqual(pipeline["id"], path.parent.name)
            count += 1
        return count

    def start_sync(self, fleet):
        return subprocess.Popen([SAILMAKER, "sync", "--fleet", fleet, "--yes", "-q"], stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)

    def test_kill_at_random_moments(self):
        fleet = self.large_fleet()
        began = time.monotonic()
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        whole_sync = time.monotonic() - began
        self.assertEqual(self.check_stored(fleet), PIPELINES)
        seed = int(os.environ.get("SAILMAKER_TEST_SEED", "20261122"))
        chance = random.Random(seed)
        for round in range(ROUNDS):
            edit_version(fleet, round)
            process = self.start_sync(fleet)
            time.sleep(chance.uniform(0, whole_sync))
            process.kill()
            process.communicate()
            self.assertEqual(self.check_stored(fleet), PIPELINES, f"seed {seed}, round {round}")
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        code, out, _ = run("plan", "--fleet", fleet, "--detailed-exitcode")
        self.assertEqual(code, 0, out[-300:])
        leftovers = [path for path in (fleet / "front50" / "pipelines").rglob("*")
                     if path.is_file() and path.name not in ("pipeline-metadata.json", "last-modified.json")]
        self.assertEqual(leftovers, [])

    def test_ctrl_c_finishes_what_is_in_flight_and_reports(self):
        fleet = self.large_fleet()
        process = subprocess.Popen([SAILMAKER, "sync", "--fleet", fleet, "--yes", "-q", "--writers", "2"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        pipelines = fleet / "front50" / "pipelines"
        while process.poll() is None and (not pipelines.exists() or len(os.listdir(pipelines)) < 20):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, err)
        self.assertIn("not begun", out)
        self.assertTrue((pipelines / "last-modified.json").exists())
        written = self.check_stored(fleet)
        self.assertLess(written, PIPELINES)
        self.assertIn(f"Sync: {written} created", out)
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        self.assertEqual(self.check_stored(fleet), PIPELINES)


def edit_version(fleet, round):
    text = (fleet / "fleet.yaml").read_text()
    version = next(line for line in text.splitlines() if "chart_version" in line)
    edit(fleet / "fleet.yaml", version, version.split(":")[0] + f": 2.0.{round}")


if __name__ == "__main__":
    unittest.main()
