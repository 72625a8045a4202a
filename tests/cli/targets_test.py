"""A fleet with several targets: each pipeline in its own, and what moves between them."""

import fcntl
import json
import os
import re
import shutil
import sys
import unittest
import uuid

from plan_test import change_by_hand
from program import TREE, ProgramTest, edit, run
from s3_server import KEYS, S3Server
from validate_test import gate

sys.path.insert(0, str(TREE / "tests/servers"))
from databases import Shared, new_front50  # noqa: E402  (found through the line above)

ENVIRONMENT = {**KEYS, "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true"}
# The example has 17 pipelines, 7 of them in prod.
SEOUL = "seoul: {type: directory, path: ./seoul}"
VIRGINIA = "virginia: {type: directory, path: ./virginia}"


def bodies(folder):
    return {file.parent.name: json.loads(file.read_text(encoding="utf-8"))
            for file in (folder / "pipelines").glob("*/pipeline-metadata.json")}


def keys(folder):
    return sorted(body["sailmaker"]["key"] for body in bodies(folder).values())


class TargetsTest(ProgramTest):
    def fleet(self, first=SEOUL, second=VIRGINIA, default="target: seoul"):
        """The example, whose stack prod is kept in virginia and the rest in seoul."""
        fleet = self.example_fleet()
        text = (fleet / "fleet.yaml").read_text(encoding="utf-8")
        text = re.sub(r"(?m)^target:.*$", f"targets:\n  {first}\n  {second}\n{default}", text)
        (fleet / "fleet.yaml").write_text(text, encoding="utf-8")
        edit(fleet / "fleet.yaml", "    protected: true\n", "    protected: true\n    target: virginia\n")
        return fleet

    def sync(self, fleet, *words, env=None):
        return run("sync", "--fleet", fleet, "--yes", *words, env=env)

    def synced(self, **options):
        fleet = self.fleet(**options)
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        return fleet

    def move_prod_to_seoul(self, fleet):
        edit(fleet / "fleet.yaml", "    target: virginia\n", "")


class EachInItsOwn(TargetsTest):
    def test_sync_writes_each_pipeline_where_it_is_kept(self):
        fleet = self.fleet()
        code, out, err = self.sync(fleet)
        self.assertEqual((code, err.splitlines()[0][:20]), (0, "`sailmaker rollback "), err)
        self.assertEqual("".join(out.splitlines(True)[-3:]),
                         "seoul: 10 created, 0 updated, 0 deleted.\n"
                         "virginia: 7 created, 0 updated, 0 deleted.\n"
                         "Sync: 17 created, 0 updated, 0 deleted.\n")
        self.assertEqual({key.split("/")[2] for key in keys(fleet / "virginia")}, {"prod"})
        self.assertEqual({key.split("/")[2] for key in keys(fleet / "seoul")}, {"dev", "qa", "stage"})
        self.assertEqual(len(keys(fleet / "seoul")) + len(keys(fleet / "virginia")), 17)
        again = self.good("sync", "--fleet", fleet, "--yes")
        self.assertEqual(again, "seoul: No changes. 10 pipelines are up to date.\n"
                                "virginia: No changes. 7 pipelines are up to date.\n"
                                "No changes. 17 pipelines are up to date.\n")

    def test_one_that_is_picked(self):
        fleet = self.fleet()
        out = self.good("sync", "--fleet", fleet, "--yes", "--target", "virginia")
        self.assertIn("In virginia (directory ", out)
        self.assertEqual(out.splitlines()[-1], "Sync: 7 created, 0 updated, 0 deleted.")
        self.assertFalse((fleet / "seoul/pipelines").exists())
        code, _, err = run("plan", "--fleet", fleet, "--target", "virgina")
        self.assertEqual((code, err), (1, "error: the fleet has no target 'virgina'\n  hint: did you mean 'virginia'?\n"))

    def test_the_whole_plan_reads_like_this(self):
        fleet = self.synced()
        edit(fleet / "templates/deploy.yaml.j2", "name: ", "description: new\nname: ")
        text = self.good("plan", "--fleet", fleet, "azar/matcher")
        self.check_golden("targets.txt", text.replace(str(fleet), "FLEET"))
        text = self.good("plan", "--fleet", fleet, "azar/matcher", "-o", "markdown")
        self.check_golden("targets.md", text.replace(str(fleet), "FLEET"))

    def check_golden(self, name, text):
        golden = TREE / "tests/cli/golden" / name
        if os.environ.get("SAILMAKER_UPDATE_GOLDEN"):
            golden.write_text(text, encoding="utf-8")
        self.assertEqual(text, golden.read_text(encoding="utf-8"))

    def test_documents_name_the_target_of_each_change(self):
        fleet = self.fleet()
        document = self.plan(fleet)
        self.assertEqual(document["format"], "sailmaker-plans")
        self.assertEqual(document["summary"], {"create": 17, "update": 0, "delete": 0, "unchanged": 0})
        self.assertEqual([target["target_name"] for target in document["targets"]], ["seoul", "virginia"])
        for change in document["changes"]:
            self.assertEqual(change["target"], "virginia" if "/prod/" in change["key"] else "seoul")
        code, out, _ = self.sync(fleet, "-o", "json")
        self.assertEqual(code, 0)
        self.assertEqual({change["fate"] for change in json.loads(out)["changes"]}, {"done"})
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.1.0")
        out = self.good("plan", "--fleet", fleet, "-o", "yaml", "azar/matcher")
        self.assertEqual([line for line in out.splitlines() if not line.startswith(" ")], ["seoul:", "virginia:"])
        out = self.good("plan", "--fleet", fleet, "-o", "diff", "azar/matcher")
        self.assertEqual(len(re.findall(r"(?m)^# in (seoul|virginia) \(directory ", out)), 2)

    def test_a_single_named_target_shows_nothing_new(self):
        fleet = self.example_fleet()
        before = self.good("plan", "--fleet", fleet), self.good("plan", "--fleet", fleet, "-o", "json")
        text = (fleet / "fleet.yaml").read_text(encoding="utf-8")
        text = re.sub(r"(?m)^target:(.*)$", r"targets: {here:\1}", text)
        (fleet / "fleet.yaml").write_text(text, encoding="utf-8")
        after = self.good("plan", "--fleet", fleet), self.good("plan", "--fleet", fleet, "-o", "json")
        self.assertEqual(after[0], before[0])
        self.assertEqual(re.sub(r'"made_at": \d+', "", after[1]), re.sub(r'"made_at": \d+', "", before[1]))

    def test_explain_says_where_a_pipeline_is_kept(self):
        fleet = self.fleet()
        out = self.good("explain", "--fleet", fleet, "azar/matcher/prod/deploy")
        self.assertRegex(out, r"(?m)^Kept in the target virginia, as the stack prod says \(fleet\.yaml:\d+:13\)\.$")
        document = json.loads(self.good("explain", "--fleet", fleet, "azar/matcher/dev/deploy", "-o", "json"))
        self.assertEqual((document["target"]["name"], document["target"]["layer"]), ("seoul", "fleet"))


class WrongFleets(TargetsTest):
    def expect(self, fleet, text, *words):
        code, out, err = run(*(words or ("plan",)), "--fleet", fleet)
        self.assertEqual((code, out), (1, ""))
        self.assertIn(text, err)

    def test_two_names_of_one_place(self):
        fleet = self.fleet(second="virginia: {type: directory, path: ./x/../seoul/}")
        code, _, err = run("plan", "--fleet", fleet)
        self.assertEqual(code, 1)
        self.assertRegex(err, r"^error: the targets seoul and virginia are one place: directory .*seoul/?\n"
                              r" +--> fleet\.yaml:\d+:3\n")
        (fleet / "seoul").mkdir()
        (fleet / "link").symlink_to("seoul")
        edit(fleet / "fleet.yaml", "./x/../seoul/", "./link")
        self.expect(fleet, "error: the targets seoul and virginia are one place: directory ")

    def test_a_link_to_a_pipeline_in_another_target(self):
        fleet = self.fleet()
        edit(fleet / "templates/deploy.yaml.j2", "stages:\n", "stages:\n"
             "  - {refId: next, requisiteStageRefIds: [], type: pipeline, pipeline: azar/matcher/prod/deploy, name: x}\n")
        self.expect(fleet, "error: this stage starts azar/matcher/prod/deploy, which is kept in another target, "
                           "'virginia' (stack prod); this one is in 'seoul' (fleet)\n"
                           "  --> templates/deploy.yaml.j2:", "plan")
        self.expect(fleet, "  rule: pipeline-elsewhere\n", "validate")

    def test_secrets_stand_only_there(self):
        fleet = self.fleet(second="virginia: {type: s3, bucket: x, access_key_id: A, secret_access_key: plain}")
        code, _, err = run("plan", "--fleet", fleet)
        self.assertEqual(code, 1)
        self.assertRegex(err, r"(?s)^error: .*secret_access_key.*--> fleet\.yaml:\d+:\d+\n.*secret_access_key: plain")
        edit(fleet / "fleet.yaml", "plain", '"${NOT_SET}"')
        self.expect(fleet, "NOT_SET")


class Moves(TargetsTest):
    def test_are_shown_as_a_deletion_and_a_creation(self):
        fleet = self.synced()
        self.move_prod_to_seoul(fleet)
        out = self.good("plan", "--fleet", fleet)
        self.assertIn('+ azar/matcher/prod/deploy  create "azar-prod-deploy" in matcher  '
                      "[moves here from virginia]  [protected]\n", out)
        self.assertIn("7 pipelines in the target and not kept there by the fleet; --prune deletes:\n", out)
        self.assertIn("  azar/matcher/prod/deploy  [moves to seoul; runs here as well]\n", out)
        out = self.good("plan", "--fleet", fleet, "--force-prune")
        self.assertIn('- azar/matcher/prod/deploy  delete "azar-prod-deploy" in matcher  [moves to seoul]\n', out)
        self.assertIn("Plan: 7 to create, 0 to update, 7 to delete.\n", out)
        changes = self.plan(fleet, "--force-prune")["changes"]
        self.assertEqual({change["moved_from"] for change in changes if change["action"] == "create"}, {"virginia"})
        self.assertEqual({change["moved_to"] for change in changes if change["action"] == "delete"}, {"seoul"})

    def test_happen_in_one_sync_and_are_undone_in_one(self):
        fleet = self.synced()
        before = bodies(fleet / "seoul"), bodies(fleet / "virginia")
        self.move_prod_to_seoul(fleet)
        self.good("sync", "--fleet", fleet, "--yes", "--force-prune", "-q")
        self.assertEqual((len(keys(fleet / "seoul")), keys(fleet / "virginia")), (17, []))
        runs = json.loads(self.good("history", "--fleet", fleet, "-o", "json"))
        self.assertEqual(len(runs), 4)
        self.assertEqual({run["target_name"] for run in runs if run["id"] == runs[0]["id"]}, {"seoul", "virginia"})
        out = self.good("rollback", "--fleet", fleet, "--yes", runs[0]["id"])
        self.assertEqual(out.splitlines()[-1], "Rollback: 7 created, 0 updated, 7 deleted.")
        self.assertEqual((bodies(fleet / "seoul"), bodies(fleet / "virginia")), before)

    def test_delete_nothing_while_the_other_target_fails(self):
        fleet = self.synced()
        self.move_prod_to_seoul(fleet)
        with open(fleet / "seoul/.sailmaker/lock", "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            code, out, err = self.sync(fleet, "--force-prune")
        self.assertEqual(code, 1, out + err)
        self.assertIn("error: the target seoul failed\n", err)
        self.assertIn("azar/matcher/prod/deploy: stays in virginia as well, as long as it is not in seoul", err)
        self.assertIn("seoul: 0 created, 0 updated, 0 deleted, 7 not begun.\n"
                      "virginia: 0 created, 0 updated, 0 deleted, 7 not begun.\n", out)
        self.assertEqual(len(keys(fleet / "virginia")), 7)
        self.assertEqual(self.sync(fleet, "--force-prune")[0], 0)
        self.assertEqual((len(keys(fleet / "seoul")), keys(fleet / "virginia")), (17, []))

    def test_wait_for_a_target_that_is_not_picked(self):
        fleet = self.synced()
        self.move_prod_to_seoul(fleet)
        out = self.good("sync", "--fleet", fleet, "--yes", "--force-prune", "--target", "virginia")
        self.assertIn("  azar/matcher/prod/deploy  [moves to seoul; runs here as well]\n", out)
        self.assertEqual(len(keys(fleet / "virginia")), 7)

    def test_a_circle_takes_two_syncs(self):
        fleet = self.synced()
        edit(fleet / "fleet.yaml", "    target: virginia\n", "")
        edit(fleet / "fleet.yaml", "  dev:\n", "  dev:\n    target: virginia\n")
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        code, _, _ = self.sync(fleet, "--force-prune", "-q")
        self.assertEqual(code, 0)
        self.assertEqual({key.split("/")[2] for key in keys(fleet / "virginia")}, {"dev"})
        self.assertEqual({key.split("/")[2] for key in keys(fleet / "seoul")}, {"qa", "stage", "prod"})

    def test_of_copies_look_whether_both_are_one_place(self):
        fleet = self.synced()
        shutil.copytree(fleet / "virginia/pipelines", fleet / "seoul/pipelines", dirs_exist_ok=True)
        self.move_prod_to_seoul(fleet)
        code, _, err = run("plan", "--fleet", fleet, "--force-prune")
        self.assertEqual(code, 1)
        self.assertIn("error: the targets virginia and seoul seem to be one place: both hold azar/", err)


class SavedPlans(TargetsTest):
    def test_hold_all_targets_and_are_checked_against_each(self):
        fleet = self.fleet()
        file = self.folder / "all.plan"
        self.good("plan", "--fleet", fleet, "--out", file, "-q")
        self.assertEqual(len(json.loads(file.read_text())["plans"]), 2)
        edit(fleet / "fleet.yaml", "path: ./virginia", "path: ./ohio")
        code, out, err = self.sync(fleet, "--plan", file)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("error: this plan was made for another target: directory ", err)
        self.assertFalse((fleet / "seoul/pipelines").exists())
        edit(fleet / "fleet.yaml", "path: ./ohio", "path: ./virginia")
        out = self.good("sync", "--fleet", fleet, "--yes", "--plan", file)
        self.assertEqual(out.splitlines()[-1], "Sync: 17 created, 0 updated, 0 deleted.")
        self.assertEqual(len(keys(fleet / "virginia")), 7)
        edit(fleet / "fleet.yaml", "  virginia: {", "  ohio: {")
        edit(fleet / "fleet.yaml", "target: virginia", "target: ohio")
        code, _, err = self.sync(fleet, "--plan", file)
        self.assertEqual(code, 1)
        self.assertIn("error: this plan is for the target virginia, which the fleet does not have", err)

    def test_keep_what_moves(self):
        fleet = self.synced()
        self.move_prod_to_seoul(fleet)
        file = self.folder / "all.plan"
        self.good("plan", "--fleet", fleet, "--out", file, "--force-prune", "-q")
        out = self.good("sync", "--fleet", fleet, "--yes", "--plan", file)
        self.assertIn("[moves here from virginia]", out)
        self.assertEqual((len(keys(fleet / "seoul")), keys(fleet / "virginia")), (17, []))


class OtherCommands(TargetsTest):
    def file(self, fleet, place, key):
        return next(fleet / place / "pipelines" / id / "pipeline-metadata.json"
                    for id, body in bodies(fleet / place).items() if body["sailmaker"]["key"] == key)

    def test_drift(self):
        fleet = self.synced()
        change_by_hand(self.file(fleet, "virginia", "azar/matcher/prod/deploy"), description="by hand")
        out = self.good("drift", "--fleet", fleet)
        self.assertIn("In virginia (directory ", out)
        self.assertEqual(out.splitlines()[-2:], ["seoul: No drift. 10 pipelines are stored as Sailmaker wrote them.",
                                                 "virginia: Drift: 1 of 7 pipelines."])
        document = json.loads(self.good("drift", "--fleet", fleet, "-o", "json"))
        self.assertEqual([(each["key"], each["target"]) for each in document["drifted"]],
                         [("azar/matcher/prod/deploy", "virginia")])
        self.assertEqual(document["looked_at"], 17)
        self.assertEqual(run("drift", "--fleet", fleet, "--detailed-exitcode")[0], 2)
        self.assertEqual(run("drift", "--fleet", fleet, "--detailed-exitcode", "--target", "seoul")[0], 0)

    def test_drift_is_kept_from_the_target_that_has_the_pipeline(self):
        fleet = self.synced()
        shutil.copytree(fleet / "virginia/pipelines", fleet / "seoul/pipelines", dirs_exist_ok=True)
        key = "azar/matcher/prod/deploy"
        change_by_hand(self.file(fleet, "virginia", key), description="kept")
        change_by_hand(self.file(fleet, "seoul", key), description="of a copy that is none of the fleet's")
        self.good("drift", "--fleet", fleet, "--keep", "--yes", key)
        out = self.good("plan", "--fleet", fleet, key)
        self.assertIn("only Sailmaker's mark is written\n", out)
        self.assertEqual(out.splitlines()[-1], "Plan: 0 to create, 1 to update, 0 to delete.")

    def test_history_and_rollback_of_a_pipeline(self):
        fleet = self.synced()
        key = "azar/matcher/prod/deploy"
        edit(fleet / "fleet.yaml", "chart_version: 1.0.0", "chart_version: 1.1.0")
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        out = self.good("history", "--fleet", fleet, key)
        self.assertTrue(out.startswith("In virginia (directory "), out)
        self.assertEqual(len(re.findall(r"(?m)^In ", out)), 1)
        before = bodies(fleet / "seoul")
        self.good("rollback", "--fleet", fleet, key, "--yes", "-q")
        self.assertEqual(bodies(fleet / "seoul"), before)
        document = json.loads(self.good("history", "--fleet", fleet, key, "-o", "json"))
        self.assertEqual([(each["target_name"], len(each["versions"])) for each in document], [("virginia", 3)])

        self.move_prod_to_seoul(fleet)
        self.good("sync", "--fleet", fleet, "--yes", "-q")
        code, _, err = run("rollback", "--fleet", fleet, key, "--yes")
        self.assertEqual(code, 1)
        self.assertEqual(err, f"error: the pipeline '{key}' is or was stored in several targets: seoul, virginia\n"
                              "  hint: say which one: --target seoul\n")
        self.good("rollback", "--fleet", fleet, key, "--yes", "-q", "--target", "virginia")
        code, _, err = run("history", "--fleet", fleet, "azar/matcher/prod/nothing")
        self.assertEqual(code, 1)
        self.assertRegex(err, r"is or was stored in seoul \(directory .*\) or virginia \(directory .*\)\n")

    def test_a_run_is_shown_in_all_its_targets(self):
        fleet = self.synced()
        latest = json.loads(self.good("history", "--fleet", fleet, "-o", "json"))[0]["id"]
        out = self.good("history", "--fleet", fleet, latest)
        self.assertEqual(len(re.findall(rf"(?m)^Run {latest}: sailmaker sync by ", out)), 2)
        self.assertEqual(len(re.findall(r"(?m)^create", out)), 17)
        parts = json.loads(self.good("history", "--fleet", fleet, latest, "-o", "json"))
        self.assertEqual([part["target_name"] for part in parts], ["seoul", "virginia"])
        code, _, err = run("history", "--fleet", fleet, "20261127t101502-ab12cd")
        self.assertEqual((code, err.splitlines()[0]), (1, "error: there is no run '20261127t101502-ab12cd'"))

    def test_adopt(self):
        fleet = self.synced()
        for place in ("seoul", "virginia"):
            for id, body in bodies(fleet / place).items():
                del body["sailmaker"]
                (fleet / place / "pipelines" / id / "pipeline-metadata.json").write_text(json.dumps(body))
        out = self.good("adopt", "--fleet", fleet, "--yes", "azar/matcher")
        self.assertEqual(out.splitlines()[-1], "Adopt: 0 created, 5 updated, 0 deleted.")
        self.assertEqual(sum("sailmaker" in body for body in bodies(fleet / "virginia").values()), 2)

    def test_validate_stored(self):
        fleet = self.synced()
        file = self.file(fleet, "virginia", "azar/matcher/prod/deploy")
        body = json.loads(file.read_text())
        body["stages"][0]["requisiteStageRefIds"] = ["nowhere"]
        file.write_text(json.dumps(body))
        code, out, err = run("validate", "--fleet", fleet, "--stored")
        self.assertEqual(code, 1)
        self.assertIn("virginia/" + file.parent.name, err)
        self.assertIn("10 pipelines without errors", self.good("validate", "--fleet", fleet, "--stored", "--target", "seoul"))
        code, _, err = run("validate", "--fleet", fleet, "--target", "seoul")
        self.assertEqual((code, err.splitlines()[0]), (2, "error: --target names what --stored or --live looks at"))
        code, _, err = run("validate", "--fleet", fleet, "--live")
        self.assertEqual(code, 1)
        self.assertIn("cannot tell what Spinnaker knows", err)

    def test_validate_live_asks_each_spinnaker_about_its_own(self):
        def answers(*stacks):
            names = lambda *all_of: [{"name": name} for name in all_of]  # noqa: E731
            accounts = names(*(f"k8s-{product}-{stack}" for product in ("azar", "hakuna") for stack in stacks))
            return {"/credentials": accounts, "/artifacts/credentials": names("harbor", "git-bot"),
                    "/applications": names("my-microservice", "matcher", "live-chat"), "/pipelineConfigs": []}

        with gate(answers("dev", "qa", "stage")) as seoul, gate(answers("prod")) as virginia:
            fleet = self.fleet(first=f"seoul: {{type: gate, url: '{seoul}'}}",
                               second=f"virginia: {{type: gate, url: '{virginia}'}}")
            code, out, err = run("validate", "--fleet", fleet, "--live")
            self.assertEqual(code, 0, err)
            edit(fleet / "fleet.yaml", "    target: virginia\n", "")
            code, _, err = run("validate", "--fleet", fleet, "--live")
            self.assertEqual(code, 1)
            self.assertIn("error: Spinnaker has no account 'k8s-azar-prod'\n", err)
            self.assertEqual(run("validate", "--fleet", fleet, "--live", "--target", "virginia")[0], 0)
            edit(fleet / "fleet.yaml", f"virginia: {{type: gate, url: '{virginia}'}}", VIRGINIA)
            code, _, err = run("validate", "--fleet", fleet, "--live")
            self.assertEqual(code, 1)
            self.assertRegex(err, r"(?m)^virginia \(directory .*\) is no running Spinnaker; nobody is asked about its "
                                  r"pipelines\.$")

    def test_migrate_takes_names(self):
        fleet = self.synced()
        out = self.good("migrate", "--fleet", fleet, "--from", "virginia", "--to", "seoul", "--yes")
        self.assertIn("Migrate: 7 created", out)
        self.assertEqual(len(keys(fleet / "seoul")), 17)
        code, _, err = run("migrate", "--fleet", fleet, "--from", "virginia", "--to", "seul", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("error: --to must be the name of a target of the fleet, or a target section, but is 'seul'\n"
                      "  hint: the fleet has seoul, virginia\n", err)


class ADirectoryAndAServer(TargetsTest):
    def serve(self, *options, port=0):
        server = S3Server(self.folder, *options, port=port)
        self.addCleanup(server.stop)
        return server

    def test_a_server_that_is_down_keeps_nobody_else_from_being_written(self):
        server = self.serve()
        fleet = self.fleet(second=server.target().replace("target: ", "virginia: "))
        server.stop()
        code, out, err = self.sync(fleet, env=ENVIRONMENT)
        self.assertEqual(code, 1)
        self.assertIn("error: the target virginia failed\n", err)
        self.assertEqual(err.splitlines()[-1], "virginia failed; see above. Nothing was planned for it.")
        self.assertIn("seoul: 10 created, 0 updated, 0 deleted.\n", out)
        self.assertEqual(len(keys(fleet / "seoul")), 10)
        code, _, err = run("plan", "--fleet", fleet, "--out", self.folder / "some.plan", env=ENVIRONMENT)
        self.assertEqual(code, 1)
        self.assertIn("The plan is not saved.\n", err)
        code, _, err = run("rollback", "--fleet", fleet, "--yes", "20261127t101502-ab12cd", env=ENVIRONMENT)
        self.assertEqual(code, 1)
        self.assertIn("Nothing is undone while a target fails", err)

        self.serve(port=server.port)
        code, out, _ = self.sync(fleet, env=ENVIRONMENT)
        self.assertEqual((code, out.splitlines()[-1]), (0, "Sync: 7 created, 0 updated, 0 deleted."))

    def test_a_server_that_dies_in_the_middle(self):
        server = self.serve("--die-after", "14")
        fleet = self.fleet(second=server.target().replace("target: ", "virginia: "))
        code, out, err = self.sync(fleet, env=ENVIRONMENT)
        self.assertEqual(code, 1, out + err)
        self.assertIn("seoul: 10 created, 0 updated, 0 deleted.\n", out)
        self.assertNotIn("virginia: 7 created", out)
        self.serve(port=server.port)
        self.assertEqual(self.sync(fleet, env=ENVIRONMENT)[0], 0)
        code, out, err = run("plan", "--fleet", fleet, "--detailed-exitcode", env=ENVIRONMENT)
        self.assertEqual(code, 0, out + err)

    def test_buckets_of_one_name_on_two_servers_are_two_places(self):
        (self.folder / "other").mkdir()
        one, other = self.serve(), S3Server(self.folder / "other")
        self.addCleanup(other.stop)
        fleet = self.fleet(first=one.target().replace("target: ", "seoul: "),
                           second=other.target().replace("target: ", "virginia: "))
        code, out, err = self.sync(fleet, env=ENVIRONMENT)
        self.assertEqual(code, 0, err)
        self.assertIn("seoul: 10 created, 0 updated, 0 deleted.\nvirginia: 7 created, 0 updated, 0 deleted.\n", out)
        out = self.good("migrate", "--fleet", fleet, "--from", "virginia", "--to", "seoul", "--dry-run", env=ENVIRONMENT)
        self.assertEqual(out.splitlines()[-1], "Plan: 7 to create, 0 to update, 0 to delete.")
        edit(fleet / "fleet.yaml", f":{other.port}", f":{one.port}")
        code, _, err = run("plan", "--fleet", fleet, env=ENVIRONMENT)
        self.assertEqual(code, 1)
        self.assertIn("error: the targets seoul and virginia are one place: s3 bucket ", err)

    def test_two_names_of_one_server_write_no_run_twice(self):
        server = self.serve()
        fleet = self.fleet(first=server.target().replace("target: ", "seoul: "),
                           second=server.target().replace("target: ", "virginia: ").replace("127.0.0.1", "localhost"))
        code, out, err = self.sync(fleet, env=ENVIRONMENT)
        self.assertEqual(code, 1)
        self.assertIn("there is a record of this run already: two targets of the fleet are one place", err)
        self.assertIn("seoul: 10 created, 0 updated, 0 deleted.\nvirginia: 0 created, 0 updated, 0 deleted, 7 not begun.\n", out)

    def test_a_move_from_a_folder_to_a_server(self):
        server = self.serve()
        fleet = self.synced()
        text = (fleet / "fleet.yaml").read_text(encoding="utf-8")
        text = text.replace(f"  {VIRGINIA}\n", f"  {VIRGINIA}\n  {server.target().replace('target: ', 'ohio: ')}\n")
        (fleet / "fleet.yaml").write_text(text.replace("    target: virginia\n", "    target: ohio\n"), encoding="utf-8")
        code, out, err = self.sync(fleet, "--force-prune", env=ENVIRONMENT)
        self.assertEqual(code, 0, out + err)
        self.assertEqual(out.splitlines()[-4:], ["seoul: 0 created, 0 updated, 0 deleted.",
                                                 "virginia: 0 created, 0 updated, 7 deleted.",
                                                 "ohio: 7 created, 0 updated, 0 deleted.",
                                                 "Sync: 7 created, 0 updated, 7 deleted."])
        self.assertEqual(keys(fleet / "virginia"), [])


class ADirectoryAndADatabase(TargetsTest):
    def test_pipelines_move_there_and_back(self):
        with Shared() as urls:
            url = new_front50(urls["postgresql"], f"targets_{uuid.uuid4().hex[:12]}")
            fleet = self.fleet(second="virginia: {type: sql, url: \"${DATABASE}\"}")
            env = {"DATABASE": url}
            code, out, err = self.sync(fleet, env=env)
            self.assertEqual(code, 0, err)
            self.assertIn("virginia: 7 created, 0 updated, 0 deleted.\n", out)
            self.assertRegex(out, r"(?m)^In virginia \(sql postgresql://127\.0\.0\.1:\d+/")
            seoul = bodies(fleet / "seoul")
            self.move_prod_to_seoul(fleet)
            code, out, err = self.sync(fleet, "--force-prune", env=env)
            self.assertEqual((code, out.splitlines()[-1]), (0, "Sync: 7 created, 0 updated, 7 deleted."), err)
            self.assertEqual(len(keys(fleet / "seoul")), 17)
            latest = re.search(r"`sailmaker rollback (\S+)`", err)[1]
            code, out, err = run("rollback", "--fleet", fleet, "--yes", latest, env=env)
            self.assertEqual((code, out.splitlines()[-1]), (0, "Rollback: 7 created, 0 updated, 7 deleted."), err)
            self.assertEqual(bodies(fleet / "seoul"), seoul)
            out = self.good("history", "--fleet", fleet, "azar/matcher/prod/deploy", "--target", "virginia", env=env)
            self.assertIn("(stored now)", out)


if __name__ == "__main__":
    unittest.main()
