#!/usr/bin/python3
"""Sailmaker's targets against Front50: what one writes, the other reads."""

import json
import os
import re
import shlex
import subprocess
import sys
import unittest
from pathlib import Path

import front50_server
import gate_server
from round_trips import RoundTrips

# What an API of Spinnaker cannot keep of the contract, and why. docs/targets.md says the same to users.
NOT_KEPT = [
    "knows_the_author_of_a_version",  # it is who calls, not who the body says
    "takes_unusual_ids",  # Spring's firewall refuses '%' and ';' in a URL
    "tells_apart_ids_that_look_alike",  # letters beyond ASCII are refused, as Front50 changes their case
    "publishes_once_after_writes_and_removals",  # the marker is Front50's own business
    "moves_the_marker_forward_even_when_clocks_differ",
    "marker_is_no_pipeline",
]


def forgetting(front50):
    """A command that empties the storage of Front50's parts."""
    code = f"import urllib.request as r; r.urlopen(r.Request({front50.url + '/forget'!r}, method='POST'))"
    return shlex.join([sys.executable, "-c", code])


def run_contract(case, section, forget, but=()):
    """Runs the contract's tests on the target of this section; all that are not in NOT_KEPT must pass."""
    program = Path(os.environ["SAILMAKER"]).parent / "front50_contract"
    names = ":".join(f"*{name}*" for name in [*NOT_KEPT, *but])
    environment = {**os.environ, "TARGET_SECTION": json.dumps(section), "FRONT50_FORGET": forget}
    done = subprocess.run([program, f"--gtest_filter=-{names}"], env=environment, capture_output=True, text=True, timeout=900)
    case.assertEqual(done.returncode, 0, done.stdout[-8000:] + done.stderr[-4000:])
    passed = int(re.search(r"\[  PASSED  \] (\d+) tests", done.stdout).group(1))
    print(f"contract: {passed} passed", flush=True)
    case.assertGreater(passed, 20)


class ThroughFront50(RoundTrips, unittest.TestCase):
    """The target `front50`."""

    @classmethod
    def setUpClass(cls):
        cls.front50 = front50_server.start()
        cls.addClassCleanup(cls.front50.stop)
        cls.section = {"type": "front50", "url": cls.front50.url, "user": "sailmaker"}

    def test_the_user_is_known(self):
        self.synced()
        self.assertEqual({one["lastModifiedBy"] for one in self.front50.pipelines().values()}, {"sailmaker"})

    def test_validate_asks_it(self):
        self.synced()
        self.good("validate", "--live")

    def test_the_contract(self):
        run_contract(self, self.section, forgetting(self.front50))


class ThroughGate(RoundTrips, unittest.TestCase):
    """The target `gate`, with the login of its own form."""

    @classmethod
    def setUpClass(cls):
        cls.front50 = front50_server.start()
        cls.addClassCleanup(cls.front50.stop)
        cls.gate = gate_server.Gate(cls.front50.url)
        cls.addClassCleanup(cls.gate.stop)
        os.environ["GATE_PASSWORD"] = gate_server.PASSWORD
        login = {"auth": "ldap", "username": gate_server.USER, "password": "${GATE_PASSWORD}"}
        cls.section = {"type": "gate", "url": cls.gate.url, **login}

    def test_a_session_that_ended_is_renewed(self):
        self.synced()
        self.gate.end_sessions()
        self.assertEqual(self.changes(), [])

    def test_the_contract(self):
        # Thousands of single tasks take this Gate minutes, as it lists all pipelines for each.
        run_contract(self, self.section, forgetting(self.front50), but=["lists_more_than_a_page"])


if __name__ == "__main__":
    unittest.main()
