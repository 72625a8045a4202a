"""What must hold for any values: shares of traffic and pods, the order of environment variables, scalars that survive.

Inputs are drawn from seeded generators, and a slow and obvious version in Python is the second opinion.
"""

import random
import re

import harness.golden
from harness import snippets
from harness.golden import ChartTest
from harness.helm import Render, RenderError, render_all
from harness.objects import find
from harness.places import HELMS, NEWEST, OLDEST

SHARES = """
{{- $_ := set $c "weight" (int64 $case.weight) -}}
{{- $_ := set $c "test" $case.test -}}
{{- include "l.weights" (list $c $result) -}}
{{- range $role := list "main" "baseline" "canary" -}}
{{- $_ := set $c "role" $role -}}
{{- $_ := set $result (printf "%sPods" $role) (include "l.replicas" (list $c $case.pods) | int64) -}}
{{- end -}}
"""
ENV = '{{- include "w.env" (list $c $result $case.env "env") -}}'
ROLES = ("main", "baseline", "canary")

# The tables that the pipelines rely on: replicaCount, weight: pods of main, and of baseline and canary.
PODS = {
    (10, 0): (10, 10), (10, 1): (10, 1), (10, 10): (9, 2), (10, 25): (6, 3), (10, 50): (1, 6),
    (100, 1): (99, 2), (100, 10): (81, 11), (100, 25): (51, 26), (100, 50): (1, 51),
    (3, 1): (3, 1), (3, 10): (3, 1), (3, 25): (2, 1), (3, 50): (1, 2),
    (1, 1): (1, 1), (1, 10): (1, 1), (1, 25): (1, 1), (1, 50): (1, 1),
    (0, 0): (0, 0), (0, 25): (0, 0),
}


def expected_pods(role, full, weight, test):
    if weight == 0 or (role == "main" and test):
        return full
    share = 100 - 2 * weight if role == "main" else weight
    return min(full, full * share // 100 + 1)


class Shares(ChartTest):
    def test_pods_are_those_of_the_tables(self):
        cases = [{"weight": weight, "test": False, "pods": pods} for pods, weight in PODS]
        for version in HELMS:
            for case, made in zip(cases, snippets.run("workload", SHARES, cases, version)):
                result, wanted = made["result"], PODS[case["pods"], case["weight"]]
                self.assertEqual((result["mainPods"], result["canaryPods"]), wanted, case)
                self.assertEqual(result["baselinePods"], result["canaryPods"], case)

    def test_the_sequence_of_a_canary(self):
        """Main has the weight of the step before; what runs together is never less than the traffic needs."""
        wanted = [(1, None, 10, 1), (10, 1, 10, 2), (25, 10, 9, 3), (50, 25, 6, 6)]
        cases = [{"weight": weight, "test": False, "pods": 10} for step in wanted for weight in (step[0], step[1] or 0)]
        made = [item["result"] for item in snippets.run("workload", SHARES, cases)]
        found = [(step[0], step[1], main["mainPods"], canary["canaryPods"])
                 for step, canary, main in zip(wanted, made[::2], made[1::2])]
        self.assertEqual(found, wanted)

    def test_weights_and_pods_of_everything(self):
        cases = [{"weight": weight, "test": test, "pods": pods}
                 for test in (False, True) for weight in range(101 if test else 51) for pods in (0, 1, 2, 3, 7, 10, 99, 1000)]
        for case, made in zip(cases, snippets.run("workload", SHARES, cases)):
            result, weight, test = made["result"], case["weight"], case["test"]
            shares = [result[role] for role in ROLES]
            self.assertEqual(sum(shares), 100, case)
            self.assertTrue(all(share >= 0 for share in shares), case)
            self.assertEqual(shares[1:], [0 if test else weight, weight], case)
            for role in ROLES:
                pods = result[f"{role}Pods"]
                self.assertEqual(pods, expected_pods(role, case["pods"], weight, test), (role, case))
                self.assertTrue(min(1, case["pods"]) <= pods <= case["pods"], (role, case))

    def test_pods_grow_with_the_weight(self):
        random_numbers = random.Random(46)
        for pods in [random_numbers.randint(1, 5000) for _ in range(5)]:
            cases = [{"weight": weight, "test": False, "pods": pods} for weight in range(1, 51)]
            made = [item["result"] for item in snippets.run("workload", SHARES, cases)]
            canaries, mains = [item["canaryPods"] for item in made], [item["mainPods"] for item in made]
            self.assertEqual(canaries, sorted(canaries), pods)
            self.assertEqual(mains, sorted(mains, reverse=True), pods)


# ---- the order of environment variables

REFERENCE = re.compile(r"\$\$|\$\(([A-Za-z0-9_.-]+)\)")


def needs(name, entry, env):
    text = entry.get("value", "") if isinstance(entry, dict) else str(entry)
    found = {match[1] for match in REFERENCE.finditer(text) if match[1]}
    if isinstance(entry, dict):
        wanted = entry.get("dependsOn", [])
        found |= set([wanted] if isinstance(wanted, str) else wanted)
    return {other for other in found if other in env and other != name}


def expected_order(env):
    """Again and again the first, by (order, name), of those that wait for nothing; None if there is a circle."""
    live = {name: entry for name, entry in env.items()
            if entry is not None and not (isinstance(entry, dict) and entry.get("enabled") is False)}
    left = sorted(live, key=lambda name: (live[name].get("order", 0) if isinstance(live[name], dict) else 0, name))
    done = []
    while left:
        ready = [name for name in left if needs(name, live[name], live) <= set(done)]
        if not ready:
            return None
        done.append(ready[0])
        left.remove(ready[0])
    return done


def random_env(numbers, size):
    """Variables whose references mostly go against the alphabet, now and then in a circle."""
    names = [f"{numbers.choice('ABCXYZ')}_{index}" for index in range(size)]
    rank = {name: numbers.random() for name in names}
    env = {}
    for name in names:
        others = [other for other in names if rank[other] < rank[name] or numbers.random() < 0.004]
        parts = [numbers.choice(["$({})", "x$({})y", "$$({})", "$({})$({})"]) for _ in range(numbers.choice([0, 0, 1, 2, 3]))]
        text = "".join(part.format(*[numbers.choice(others or ["UNKNOWN"]) for _ in range(2)]) for part in parts)
        entry = {"value": text}
        if numbers.random() < 0.2:
            entry["order"] = numbers.randint(-3, 3)
        if others and numbers.random() < 0.1:
            entry["dependsOn"] = numbers.choice(others)
        if numbers.random() < 0.05:
            entry["enabled"] = True
        env[name] = text if list(entry) == ["value"] and numbers.random() < 0.7 else entry
    return env


class EnvOrder(ChartTest):
    def order(self, envs, version=NEWEST):
        made = snippets.run("workload", ENV, [{"env": env, "configMaps": {}} for env in envs], version)
        return [([entry["name"] for entry in item["result"].get("env", [])], item["problems"]) for item in made]

    def test_is_that_of_the_slow_and_obvious_version(self):
        numbers = random.Random(300)
        envs = [random_env(numbers, numbers.randint(1, 25)) for _ in range(150)]
        circles = 0
        for version in (NEWEST, OLDEST):
            for env, (names, problems) in zip(envs, self.order(envs, version)):
                wanted = expected_order(env)
                if wanted is None:
                    circles += 1
                    self.assertEqual(len(problems), 1, env)
                    self.assertRegex(problems[0], r"^env: circular \$\(VAR\) references among: ")
                else:
                    self.assertEqual((names, problems), (wanted, []), env)
        self.assertGreater(circles, 4)
        self.assertLess(circles, 150)

    def test_a_new_variable_moves_no_other(self):
        numbers = random.Random(7)
        envs = [env for env in (random_env(numbers, 15) for _ in range(60)) if expected_order(env)]
        grown = []
        for env in envs:
            name = numbers.choice(["A_NEW", "M_NEW", "Z_NEW"])
            grown.append({**env, name: numbers.choice(["plain", f"$({numbers.choice(list(env))})"])})
        for (before, _), (after, problems) in zip(self.order(envs), self.order(grown)):
            self.assertEqual([name for name in after if not name.endswith("_NEW")], before)
            self.assertEqual(problems, [])

    def test_a_circle_is_named_without_those_that_wait_for_it(self):
        env = {"A_URL": "$(M_NAME)", "M_NAME": "$(Z_HOST)", "Z_HOST": "$(A_URL)", "B_LATE": "$(A_URL)", "C": "free", "SELF": "$(SELF)"}
        [(_, problems)] = self.order([env])
        self.assertEqual(problems, ["env: circular $(VAR) references among: A_URL, M_NAME, Z_HOST"])

    def test_a_long_chain_against_the_alphabet(self):
        env = {f"V{index:03}": f"$(V{index + 1:03})" for index in range(299)} | {"V299": "end"}
        [(names, _)] = self.order([env])
        self.assertEqual(names, sorted(env, reverse=True))


# ---- scalars

# U+0085 is left out: Helm's own YAML writer prints it as a line break, which any reader takes for a blank.
TEXTS = ["1e3", "on", "off", "yes", "no", "y", "n", "null", "~", "true", "0x1F", "0o17", "0b11", "017", "1_000", "12:30:45", "2024-01-01",
         "2024-01-01T00:00:00Z", ".5", "1.", "1.10", "+1", "-0", ".inf", ".NaN", "=", "<<", "", " ", " lead", "trail ", "a\nb", "a\n", "\n\na\n\n",
         "a\r\nb", "tab\there", "{{ .Values }}", "${parameters}", "$(X)", "$$(X)", "#hash", "a #b", "a: b", "- a", "? a", "&a", "*a", "!a", "%a", "@a",
         "`a`", "'", '"', "''", "\\", "\\n", "[a]", "{a: b}", "a,b", "|", ">", "---", "--- a", "...", "Grüße", "안녕하세요", "😀", "\u2028",
         "\u00a0", "\u200b", "x" * 5000, "word " * 60, "  indented\nnot\n  again"]
NUMBERS = [0, 1, -1, 7, 1000000, 20250811, 123456789, 4294967296, 2**53 - 1, -(2**53 - 1), 999999999999]


def random_texts(numbers, count):
    letters = "ab \n\t:#-'\"{}[]$()%&*!|>?@`\\0123456789.eExX_~=<,ü한😀"
    return ["".join(numbers.choice(letters) for _ in range(numbers.randint(1, 12))) for _ in range(count)]


class Scalars(ChartTest):
    def test_survive_in_env_and_in_config_maps(self):
        texts = TEXTS + random_texts(random.Random(1000), 300)
        scalars = {f"v{index}": value for index, value in enumerate([*texts, *NUMBERS, True, False])}
        values = {"image": "example.com/a:1", "containerPort": 80, "env": scalars, "configMaps": {"main": {"data": scalars}},
                  "podAnnotations": scalars}
        wanted = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in scalars.items()}
        renders = [Render("workload", values=values, version=version) for version in HELMS]
        for version, objects in zip(HELMS, render_all(renders)):
            with self.subTest(helm=version):
                self.assertNotIsInstance(objects, RenderError, str(objects))
                self.assertEqual(find(objects, "ConfigMap")["data"], wanted)
                template = find(objects, "Deployment")["spec"]["template"]
                found = {entry["name"]: entry["value"] for entry in template["spec"]["containers"][0]["env"]}
                self.assertEqual(found, wanted)
                self.assertEqual({key: template["metadata"]["annotations"][key] for key in wanted}, wanted)


if __name__ == "__main__":
    harness.golden.main()
