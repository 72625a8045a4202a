#!/usr/bin/python3
"""Targets of type s3 against a real S3 server: the contract of targets, and syncs while it fails."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import versitygw  # noqa: E402  (found through the line above)

TREE = Path(os.environ["SAILMAKER_SOURCE_DIR"])
SAILMAKER = os.environ["SAILMAKER"]
TARGET_TEST = Path(SAILMAKER).parent / "tests" / "target" / "target_test"
BUCKET = "spinnaker"
SERVICES = 250
ENVIRONMENT = {**os.environ, "AWS_ACCESS_KEY_ID": versitygw.ACCESS_KEY, "HOME": "/nonexistent",
               "AWS_SECRET_ACCESS_KEY": versitygw.SECRET_KEY, "AWS_EC2_METADATA_DISABLED": "true"}
SUMMARY = re.compile(r"Sync: (\d+) created, (\d+) updated, (\d+) deleted")


class S3Test(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sailmaker-s3-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.server = None
        self.start()

    def start(self, port=None):
        self.server = versitygw.Server(self.folder, port)
        self.addCleanup(self.server.stop)


class Contract(S3Test):
    def test_contract(self):
        url = f"http://{versitygw.ACCESS_KEY}:{versitygw.SECRET_KEY}@127.0.0.1:{self.server.port}"
        for kind in ("s3", "s3_without_versions"):
            with self.subTest(kind):
                done = subprocess.run([TARGET_TEST, f"--gtest_filter=Kinds/Contract.*/{kind}"], capture_output=True,
                                      text=True, cwd=TREE / "tests/target", env={**os.environ, "SAILMAKER_TEST_S3": url})
                self.assertEqual(done.returncode, 0, done.stdout[-3000:])
                self.assertIn("[  PASSED  ]", done.stdout)
                self.assertNotIn("Running 0 tests", done.stdout)


class Sync(S3Test):
    def setUp(self):
        super().setUp()
        (self.folder / "data" / BUCKET).mkdir()  # a bucket of this server is a folder
        self.fleet = self.folder / "fleet"
        subprocess.run([sys.executable, "-B", TREE / "bench/make_fleet.py", self.fleet, "--services", str(SERVICES),
                        "--stacks", "4"], check=True, capture_output=True)
        self.aim(self.server.port)

    def aim(self, port):
        text = (self.fleet / "fleet.yaml").read_text(encoding="utf-8")
        target = f'target: {{type: s3, bucket: {BUCKET}, endpoint: "http://127.0.0.1:{port}"}}'
        (self.fleet / "fleet.yaml").write_text(re.sub(r"(?m)^target:.*$", target, text), encoding="utf-8")

    def through_proxy(self, *options):
        command = [sys.executable, "-B", TREE / "tests/http/fault_proxy.py", "--upstream", str(self.server.port), *options]
        proxy = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (proxy.kill(), proxy.communicate()))
        self.aim(int(proxy.stdout.readline()))

    def start_sync(self):
        return subprocess.Popen([SAILMAKER, "sync", "--fleet", self.fleet, "--yes", "-q"], env=ENVIRONMENT, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def sync(self):
        """(exit code, created, what was said)"""
        process = self.start_sync()
        out, _ = process.communicate(timeout=300)
        found = SUMMARY.search(out)
        return process.returncode, int(found.group(1)) if found else -1, out

    def expect_in_sync(self):
        done = subprocess.run([SAILMAKER, "plan", "--fleet", self.fleet, "--detailed-exitcode"], env=ENVIRONMENT,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout[-500:] + done.stderr)

    def stored(self):
        """Pipelines on the server's disk, each whole."""
        return sum(path.stat().st_size > 1000
                   for path in (self.folder / "data" / BUCKET).glob("front50/pipelines/*/pipeline-metadata.json"))

    def test_sync_and_plan(self):
        self.assertEqual(self.sync()[:2], (0, 4 * SERVICES))
        self.assertEqual(self.stored(), 4 * SERVICES)
        self.expect_in_sync()

    def test_a_server_that_is_killed_in_the_middle(self):
        self.through_proxy("--latency", "20")
        process = self.start_sync()
        while self.stored() < SERVICES and process.poll() is None:
            time.sleep(0.005)
        self.server.stop()
        out, _ = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 1, out[-500:])
        created = int(SUMMARY.search(out).group(1))
        # What was under way at that moment may be stored, but nobody can say so.
        self.assertLessEqual(created, self.stored())
        self.assertLessEqual(self.stored() - created, 64)
        self.assertLess(created, 4 * SERVICES)
        self.start(self.server.port)
        self.aim(self.server.port)
        before = self.stored()
        code, created, out = self.sync()
        self.assertEqual((code, created), (0, 4 * SERVICES - before), out[-500:])
        self.expect_in_sync()

    def test_a_third_of_the_calls_refused(self):
        self.through_proxy("--slow-down", "3")
        code, created, out = self.sync()
        self.assertEqual((code, created), (0, 4 * SERVICES), out[-500:])
        self.expect_in_sync()

    def test_lost_answers(self):
        self.through_proxy("--drop", "7")
        code, created, out = self.sync()
        self.assertEqual((code, created), (0, 4 * SERVICES), out[-500:])
        self.expect_in_sync()

    def test_two_at_the_same_moment(self):
        running = [self.start_sync(), self.start_sync()]
        said = [process.communicate(timeout=300)[0] for process in running]
        codes = [process.returncode for process in running]
        self.assertIn(0, codes)
        for code, out in zip(codes, said):
            self.assertTrue(code == 0 or "is locked by" in out, out[-500:])
        self.expect_in_sync()
        self.assertEqual(self.stored(), 4 * SERVICES)


if __name__ == "__main__":
    unittest.main()
