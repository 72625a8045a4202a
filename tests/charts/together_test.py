"""The two charts on one values file: what one makes fits what the other makes."""

import harness.golden
from harness.golden import ChartTest
from harness.helm import Render, RenderError, render_all
from harness.objects import label
from harness.places import HELMS
from harness.schemas import twins
from harness.values import charts, ci_files, merged

BASE = {"image": "harbor.example.com/shop/hello-app", "version": "1.4.2", "containerPort": 8080,
        "hosts": {"public": "hello-app.example.com"}}
KINDS = ("Deployment", "StatefulSet", "DaemonSet")
ROLES = ("main", "baseline", "canary")


def pod_of(objects):
    """The pod template of the workload."""
    return next(thing["spec"]["template"] for thing in objects if thing["kind"] in KINDS)


def both(values, **options):
    """The objects of the workload chart and those of the service chart."""
    done = render_all([Render(chart, values=values, **options) for chart in ("workload", "service")])
    for outcome in done:
        if isinstance(outcome, RenderError):
            raise outcome
    return done


class Together(ChartTest):
    def test_each_takes_the_scenarios_of_the_other(self):
        """But for what only it can say: that something required for it is missing."""
        cases = [(chart, other, file) for chart in charts() for other in charts() if chart != other
                 for file in ci_files(other)]
        for (chart, other, file), outcome in zip(cases, render_all([Render(chart, (file,)) for chart, _, file in cases])):
            if isinstance(outcome, RenderError):
                problems = str(outcome).strip().split("\n  - ")[1:]
                self.assertTrue(problems, f"{chart} does not read {other}/ci/{file.name}: {outcome}")
                missing = all(": required" in problem or "needs protocol" in problem for problem in problems)
                self.assertTrue(missing, f"{chart} on {other}/ci/{file.name}: {outcome}")

    def test_the_service_selects_the_pods_of_every_role_and_no_job(self):
        for kind in (*KINDS, "Job", "CronJob"):
            for role in ROLES if kind == "Deployment" else ("main",):
                values = {**BASE, "kind": kind, "role": role, "canaryWeight": 10, "service": {"enabled": True},
                          "cronJob": {"schedule": "0 * * * *"}}
                workload, service = both(values)
                selector = next(thing for thing in service if thing["kind"] == "Service")["spec"]["selector"].items()
                if kind in KINDS:
                    self.assertLessEqual(selector, pod_of(workload)["metadata"]["labels"].items(), (kind, role))
                    continue
                job = next(thing for thing in workload if thing["kind"] == kind)["spec"]
                template = (job if kind == "Job" else job["jobTemplate"]["spec"])["template"]
                self.assertFalse(selector <= template["metadata"]["labels"].items(), kind)

    def test_each_role_is_one_subset(self):
        for key in ("hpcnt.com/app-role", "example.com/role"):
            labels = {}
            for role in ROLES:
                workload, service = both({**BASE, "role": role, "canaryWeight": 10, "roleLabel": key})
                labels[role] = pod_of(workload)["metadata"]["labels"].items()
            rule = next(thing for thing in service if thing["kind"] == "DestinationRule")
            subsets = {subset["name"]: subset["labels"].items() for subset in rule["spec"]["subsets"]}
            for role in ROLES:
                self.assertEqual([name for name, wanted in subsets.items() if wanted <= labels[role]], [role])

    def test_ports_meet(self):
        values = merged(BASE, {"protocol": "grpc", "ports": {"metrics": {"port": 9090}},
                               "service": {"ports": {"metrics": {"port": 9090, "targetPort": "metrics"}}}})
        workload, service = both(values)
        ports = pod_of(workload)["spec"]["containers"][0]["ports"]
        targets = {port["targetPort"] for port in next(t for t in service if t["kind"] == "Service")["spec"]["ports"]}
        self.assertLessEqual(targets, {port["containerPort"] for port in ports} | {port["name"] for port in ports})

    def test_a_stateful_set_finds_its_service(self):
        workload, service = both({**BASE, "kind": "StatefulSet", "protocol": "tcp", "hosts": {}})
        wanted = next(thing for thing in workload if thing["kind"] == "StatefulSet")["spec"]["serviceName"]
        headless = next(thing for thing in service if thing["metadata"]["name"] == wanted)
        self.assertEqual((headless["kind"], headless["spec"]["clusterIP"]), ("Service", "None"))

    def test_nothing_is_made_by_both(self):
        values = {**BASE, "serviceAccount": {"create": True}, "configMaps": {"main": {"data": {"a": "b"}}}}
        workload, service = both(values)
        self.assert_none(list(twins(workload + service)))

    def test_five_lines_are_enough_on_every_helm(self):
        minimal = {key: BASE[key] for key in ("image", "version", "containerPort")}
        for version in HELMS:
            workload, service = both(minimal, version=version)
            self.assertEqual([label(thing) for thing in workload + service],
                             ["PodDisruptionBudget/hello-app", "Deployment/hello-app", "Service/hello-app",
                              "DestinationRule/hello-app", "VirtualService/hello-app"])


if __name__ == "__main__":
    harness.golden.main()
