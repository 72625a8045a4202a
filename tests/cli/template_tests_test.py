"""`sailmaker test`: the tests that come with the example fleet, and what a broken template does to them."""

import json
import unittest
import xml.etree.ElementTree as xml

from program import ProgramTest, edit, run

FILE = "templates/tests/deploy.yaml"


class TemplateTests(ProgramTest):
    def test_those_of_the_example_pass(self):
        fleet = self.example_fleet()
        out = self.good("test", "--fleet", fleet)
        self.assertIn(f"ok   {FILE}: production looks at the branch first\n", out)
        self.assertTrue(out.endswith("4 tests, 0 failed\n"), out)
        self.assertEqual(self.good("test", "--fleet", fleet, "-q", "branch first"), "1 test, 0 failed\n")

    def test_a_failure_says_what_is_otherwise(self):
        fleet = self.example_fleet()
        edit(fleet / "templates/lib/stages.j2", 'job: 99-common', 'job: 98-common')
        code, out, err = run("test", "--fleet", fleet)
        self.assertEqual((code, err), (1, ""))
        self.assertIn(f"FAIL {FILE}: the pipeline of qa\n  error: the pipeline is not what templates/tests/golden/"
                      "qa-deploy.yaml holds\n", out)
        self.assertRegex(out, r"job: 99-common\S+ -> 98-common")
        self.assertTrue(out.endswith("4 tests, 1 failed\n"), out)

    def test_update_writes_the_golden_file(self):
        fleet = self.example_fleet()
        golden = fleet / "templates/tests/golden/qa-deploy.yaml"
        before = golden.read_text()
        golden.unlink()
        code, out, _ = run("test", "--fleet", fleet)
        self.assertEqual(code, 1)
        self.assertIn("there is no templates/tests/golden/qa-deploy.yaml", out)
        self.assertIn("1 golden file written", self.good("test", "--fleet", fleet, "--update"))
        self.assertEqual(golden.read_text(), before)
        self.good("test", "--fleet", fleet)

    def test_machines_get_json_and_junit(self):
        fleet = self.example_fleet()
        edit(fleet / FILE, "k8s-azar-dev", "k8s-azar-qa")
        code, out, _ = run("test", "--fleet", fleet, "-o", "json")
        document = json.loads(out)
        self.assertEqual((code, document["tests"], document["failed"]), (1, 4, 1))
        failed = next(result for result in document["results"] if not result["passed"])
        self.assertEqual(failed["findings"][0]["message"],
                         'stages[deploy].account should be "k8s-azar-qa", but is "k8s-azar-dev"')
        self.assertEqual(failed["findings"][0]["source"]["file"], FILE)
        code, out, _ = run("test", "--fleet", fleet, "-o", "junit")
        suites = xml.fromstring(out)
        self.assertEqual((code, suites.get("tests"), suites.get("failures")), (1, "4", "1"))
        self.assertEqual(len(suites.findall("./testsuite/testcase/failure")), 1)

    def test_a_name_that_no_test_has(self):
        code, out, err = run("test", "--fleet", self.example_fleet(), "the pipeline of qaa")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("did you mean 'the pipeline of qa'?", err)


if __name__ == "__main__":
    unittest.main()
