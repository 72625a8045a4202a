#!/usr/bin/python3
"""What Sailmaker relies on in Front50, asked of Front50 itself."""

import unittest

import front50_server


class Front50Keeps(unittest.TestCase):
    """How Front50 stores a pipeline, names what is wrong with one, and removes it."""

    @classmethod
    def setUpClass(cls):
        cls.front50 = front50_server.start()
        cls.addClassCleanup(cls.front50.stop)

    def save(self, **pipeline):
        return self.front50.call("POST", "/pipelines", pipeline)

    def test_unknown_fields_and_numbers(self):
        mark = {"key": "azar/shop/dev/deploy", "digest": "sha256:0"}
        stages = [{"refId": "1", "type": "wait", "waitTime": 2.50, "big": 123456789012345678901, "none": None}]
        status, saved = self.save(id="keep", name=" kept ", application="shop", stages=stages, sailmaker=mark, zeta=None)
        self.assertEqual(status, 200, saved)
        stored = self.front50.pipelines()["keep"]
        self.assertRegex(stored.pop("updateTs"), r"^\d{13}$")
        self.assertEqual(
            stored,
            {
                "id": "keep",
                "name": "kept",
                "application": "shop",
                "schema": "1",
                "triggers": [],
                "lastModifiedBy": "alice",
                "stages": stages,
                "sailmaker": mark,
                "zeta": None,
            },
        )

    def test_refusals(self):
        self.assertEqual(self.save(id="first", name="taken", application="refusals")[0], 200)
        status, error = self.save(id="second", name="TAKEN", application="refusals")
        self.assertEqual(status, 400)
        self.assertEqual(error["message"], "A pipeline with name TAKEN already exists in application refusals")
        status, error = self.save(id="third", name="", application="refusals")
        self.assertEqual((status, error["message"]), (422, "A pipeline requires name and application fields"))
        self.assertEqual(self.save(id="fourth", name="x", application="refusals", stages={}), (400, None))
        status, error = self.front50.call("GET", "/pipelines/nothing/get")
        self.assertEqual((status, error["exception"].rpartition(".")[2]), (404, "NotFoundException"))

    def test_failures_inside_a_batch(self):
        self.save(id="b1", name="one", application="batch")
        self.front50.pipelines()  # names are compared with the cache, which this refreshes
        batch = [{"id": "b2", "name": "two", "application": "batch"}, {"id": "b3", "name": "one", "application": "batch"}]
        status, answer = self.front50.call("POST", "/pipelines/batchUpdate", batch)
        self.assertEqual(status, 200)
        self.assertEqual((answer["successful_pipelines"], answer["failed_pipelines_count"]), (["two"], 1))
        self.assertEqual(answer["failed_pipelines"][0]["id"], "b3")
        self.assertIn("already exists in", answer["failed_pipelines"][0]["errorMsg"])

    def test_removal(self):
        self.save(id="gone", name="to go?", application="removal")
        self.assertEqual(self.front50.call("DELETE", "/pipelines/removal/to%20go%3F"), (200, None))
        # A moment longer it is answered by id, from a cache.
        self.assertNotIn("gone", self.front50.pipelines())
        self.assertEqual(self.front50.call("GET", "/pipelines/gone/get")[0], 404)
        self.assertEqual([one["name"] for one in self.front50.call("GET", "/pipelines/gone/history")[1]], ["to go?"])
        self.assertEqual(self.front50.call("DELETE", "/pipelines/removal/to%20go%3F")[0], 404)


if __name__ == "__main__":
    unittest.main()
