"""Syncs to an S3 server that is slow, refuses, loses answers, dies: what is said is true, and the next sync completes it."""

import os
import re
import signal
import subprocess
import sys
import time
import unittest

from program import SAILMAKER, TREE, ProgramTest, edit, run
from s3_server import KEYS, S3Server

SERVICES = 150
PIPELINES = 4 * SERVICES
SUMMARY = re.compile(r"Sync: (\d+) created, (\d+) updated, (\d+) deleted(?:, (\d+) (?:failed|moved on))?")
# Nothing of whoever runs the tests: no home with keys, no metadata service.
ENVIRONMENT = {**KEYS, "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true"}


class S3Test(ProgramTest):
    def large_fleet(self, name="fleet", services=SERVICES):
        fleet = self.folder / name
        subprocess.run([sys.executable, "-B", TREE / "bench/make_fleet.py", fleet, "--services", str(services),
                        "--stacks", "4"], check=True, capture_output=True)
        return fleet

    def serve(self, *options, port=0):
        server = S3Server(self.folder, *options, port=port)
        self.addCleanup(server.stop)
        return server

    def aim(self, fleet, server):
        text = (fleet / "fleet.yaml").read_text(encoding="utf-8")
        (fleet / "fleet.yaml").write_text(re.sub(r"(?m)^target:.*$", server.target(), text), encoding="utf-8")

    def sync(self, fleet, *words):
        return run("sync", "--fleet", fleet, "--yes", *words, env=ENVIRONMENT)

    def counts(self, out):
        """(created, updated, deleted) of a sync."""
        found = SUMMARY.search(out)
        self.assertTrue(found, out)
        return tuple(int(number) for number in found.groups()[:3])

    def stored(self, server):
        """How many pipelines the server has stored since its start."""
        listed = [target for method, target, status in server.requests()
                  if method == "PUT" and status == 200 and target.endswith("/pipeline-metadata.json")]
        return len(set(listed))

    def expect_in_sync(self, fleet):
        code, out, err = run("plan", "--fleet", fleet, "--detailed-exitcode", env=ENVIRONMENT)
        self.assertEqual(code, 0, out[-500:] + err)


class Listing(S3Test):
    def test_plan_of_what_is_unchanged_lists_only(self):
        fleet, server = self.large_fleet(services=499), self.serve()
        self.aim(fleet, server)
        code, out, err = self.sync(fleet, "-q")
        self.assertEqual(code, 0, err)
        before = len(server.requests())
        self.expect_in_sync(fleet)
        asked = server.requests()[before:]
        self.assertEqual([(method, "list-type=2" in target) for method, target, _ in asked], [("GET", True)] * 2)

    def test_one_change_is_one_read(self):
        fleet, server = self.large_fleet(services=20), self.serve()
        self.aim(fleet, server)
        self.assertEqual(self.sync(fleet, "-q")[0], 0)
        edit(fleet / "services/azar/svc-00004.yaml", "git@git.example.com:azar/svc-00004.git",
             "git@git.example.com:azar/moved.git")
        before = len(server.requests())
        code, out, _ = run("plan", "--fleet", fleet, env=ENVIRONMENT)
        self.assertEqual(code, 0)
        self.assertIn("4 to update", out)
        reads = [target for method, target, _ in server.requests()[before:] if "list-type" not in target]
        self.assertEqual(len(reads), 4, reads)

    def test_the_marker_is_moved_once_a_sync(self):
        fleet, server = self.large_fleet(), self.serve()
        self.aim(fleet, server)
        self.assertEqual(self.sync(fleet, "-q")[0], 0)
        markers = [target for method, target, _ in server.requests()
                   if method == "PUT" and target.endswith("/last-modified.json")]
        self.assertEqual(len(markers), 1)


class Faults(S3Test):
    def test_a_server_that_dies_in_the_middle(self):
        fleet, dying = self.large_fleet(), self.serve("--die-after", "300")
        self.aim(fleet, dying)
        code, out, err = self.sync(fleet, "-q")
        self.assertEqual(code, 1)
        created, _, _ = self.counts(out + err)
        self.assertEqual(created, self.stored(dying), "what is reported is what is stored")
        self.assertGreater(created, 0)
        self.assertIn("connection refused", err)

        again = self.serve(port=dying.port)
        code, out, err = self.sync(fleet, "-q")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.counts(out + err)[0], PIPELINES - created)
        self.expect_in_sync(fleet)
        self.assertEqual(self.stored(again), PIPELINES - created)

    def test_a_server_that_refuses_a_third_of_the_calls(self):
        fleet, server = self.large_fleet(), self.serve("--slow-down", "3")
        self.aim(fleet, server)
        code, out, err = self.sync(fleet, "-q")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.counts(out + err), (PIPELINES, 0, 0))
        refused = [status for _, _, status in server.requests() if status == 503]
        self.assertGreater(len(refused), PIPELINES // 3)
        self.expect_in_sync(fleet)

    def test_answers_that_get_lost(self):
        fleet, server = self.large_fleet(), self.serve("--drop", "5")
        self.aim(fleet, server)
        code, out, err = self.sync(fleet, "-q")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.counts(out + err), (PIPELINES, 0, 0))
        edit(fleet / "fleet.yaml", 'chart_version: "1.0.0"', 'chart_version: "1.0.1"')
        code, out, err = self.sync(fleet, "-q")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.counts(out + err), (0, PIPELINES, 0))
        self.expect_in_sync(fleet)

    def test_a_clock_that_differs_by_an_hour(self):
        fleet, server = self.large_fleet(services=2), self.serve("--skew", "3600")
        self.aim(fleet, server)
        code, _, err = self.sync(fleet, "-q")
        self.assertEqual(code, 0, err)
        self.expect_in_sync(fleet)


class Stops(S3Test):
    def test_a_server_that_hangs_does_not_delay_a_stop(self):
        fleet, server = self.large_fleet(services=60), self.serve("--hang-after", "100")
        self.aim(fleet, server)
        command = [SAILMAKER, "sync", "--fleet", fleet, "--yes", "-q"]
        syncing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                   text=True, env={**os.environ, **ENVIRONMENT})
        while self.stored(server) < 80:
            self.assertIsNone(syncing.poll())
            time.sleep(0.05)
        time.sleep(0.5)
        begun = time.monotonic()
        syncing.send_signal(signal.SIGINT)
        out, err = syncing.communicate(timeout=120)
        self.assertEqual(syncing.returncode, 1, err)
        self.assertLess(time.monotonic() - begun, 30, "an answer may take a minute, four times")
        self.assertIn("cancelled while waiting for http://127.0.0.1:", err)
        self.assertEqual(self.counts(out)[0], self.stored(server), "what is reported is what is stored")
        server.stop()
        self.serve(port=server.port)
        self.assertEqual(self.sync(fleet, "-q")[0], 0)
        self.expect_in_sync(fleet)


class TwoAtOnce(S3Test):
    def start(self, fleet):
        command = [SAILMAKER, "sync", "--fleet", fleet, "--yes", "-q"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                text=True, env={**os.environ, **ENVIRONMENT})

    def test_two_fleets_that_share_a_bucket_lose_nothing(self):
        server = self.serve("--latency", "5")
        one, two = self.large_fleet("one", 60), self.large_fleet("two", 60)
        for path in sorted((two / "services").glob("*/svc-*.yaml")):
            path.rename(path.with_name(path.name.replace("svc-", "app-")))
        for fleet in (one, two):
            self.aim(fleet, server)
        for version in ("1.0.0", "1.0.1", "1.0.2"):
            for fleet in (one, two):
                text = (fleet / "fleet.yaml").read_text(encoding="utf-8")
                (fleet / "fleet.yaml").write_text(re.sub(r"chart_version: .*", f'chart_version: "{version}"', text))
            running = [(fleet, self.start(fleet)) for fleet in (one, two)]
            ended = [(fleet, process.communicate(timeout=120)[0], process.returncode) for fleet, process in running]
            self.assertIn(0, [code for _, _, code in ended])
            for fleet, out, code in ended:
                if code != 0:  # the other one had the lock
                    self.assertIn("is locked by", out)
                    code, _, err = self.sync(fleet, "-q")
                    self.assertEqual(code, 0, err)
            self.expect_in_sync(one)
            self.expect_in_sync(two)
        self.assertEqual(self.stored(server), 480)


if __name__ == "__main__":
    unittest.main()
