#!/usr/bin/python3
"""The target `sql` and Front50 over the same database: what one writes, the other reads.

Front50's SQL storage is on no registry, so this needs a complete Front50 (front50_server.py says how); without one, its
tests are skipped. Front50 makes the tables itself.
"""

import sys
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "servers"))

import databases
import front50_server
from round_trips import RoundTrips
from targets_test import run_contract


@unittest.skipUnless(front50_server.whole_classpath(), "SAILMAKER_FRONT50_CLASSPATH names no complete Front50")
class OverDatabase(RoundTrips):
    """To be mixed with a kind of database."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(databases.own(cls.kind))
        url = cls.server.url()
        address = urllib.parse.urlsplit(url)
        cls.front50 = front50_server.start(
            sql={
                "dialect": cls.dialect,
                "jdbc_url": f"jdbc:{cls.kind}://{address.hostname}:{address.port}{address.path}",
                "user": address.username,
                "password": address.password,
            }
        )
        cls.addClassCleanup(cls.front50.stop)
        cls.section = {"type": "sql", "url": url}


class PastFront50InPostgresql(OverDatabase, unittest.TestCase):
    kind, dialect = "postgresql", "POSTGRES"

    def test_the_contract_through_front50(self):
        """Of the target `front50`, with all of Front50 behind it."""
        address = urllib.parse.urlsplit(self.section["url"])
        psql = f"{databases.program('psql')} -q '{address.geturl()}' -c 'delete from pipelines; delete from pipelines_history'"
        # Front50 tells no time by id here; and for each single write it looks through all pipelines.
        but = ["gives_back_what_was_written", "lists_more_than_a_page"]
        run_contract(self, {"type": "front50", "url": self.front50.url}, psql, but)


class PastFront50InMysql(OverDatabase, unittest.TestCase):
    kind, dialect = "mysql", "MYSQL"


if __name__ == "__main__":
    unittest.main()
