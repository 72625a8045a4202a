"""Every kind with every role, contract, stack and switch that changes much: the same on each Helm, and what Kubernetes and
Istio accept. The scenarios show features one by one; this finds what goes wrong where they meet."""

import itertools

import harness.golden
from harness.batch import render_batch
from harness.golden import ChartTest
from harness.objects import dump
from harness.places import HELMS
from harness.schemas import findings
from harness.values import charts, merged

BASE = {"image": "harbor.example.com/shop/hello-app", "version": "1.4.2", "containerPort": 8080}
KINDS = {"Deployment": {}, "StatefulSet": {}, "DaemonSet": {}, "Job": {}, "CronJob": {"cronJob": {"schedule": "5 4 * * *"}}}
TRAFFIC = ({}, {"canaryWeight": 10}, {"canaryWeight": 100, "canaryTest": True})
STACKS = (
    {},
    {"stack": "prod", "replicaCount": 12, "hosts": {"public": "hello-app.example.com"}, "kubeVersion": "1.34",
     "resources": {"requests": {"cpu": "500m"}},
     "autoscaling": {"enabled": True, "maxReplicas": 40}, "logging": {"enabled": True, "image": "harbor.example.com/log:1"}},
    {"stack": "dev", "replicaCount": 1, "protocol": "tcp", "pdb": {"enabled": False}, "preStop": {"mode": "none"},
     "labels": {"build": 20250811}},
)


def roles(kind):
    return ("main", "baseline", "canary") if kind == "Deployment" else ("main",)


def cases():
    """Values of each meeting; kinds that cannot scale do not ask for it."""
    for kind, stack, traffic in itertools.product(KINDS, STACKS, TRAFFIC):
        for role, version in itertools.product(roles(kind), ("v1", "v2")):
            if traffic.get("canaryTest") and role == "baseline":
                continue
            values = {**BASE, "kind": kind, "role": role, "istioConfigVersion": version, **KINDS[kind], **traffic}
            values = merged(values, stack)
            if kind not in ("Deployment", "StatefulSet"):
                values.pop("autoscaling", None)
            if kind in ("Job", "CronJob"):
                values.pop("hosts", None)
            yield values


def different(chart, values):
    """Those that the chart can tell apart: one of them does not look at the contract, the other not at the role."""
    ignored = "istioConfigVersion" if chart == "workload" else "role"
    kept = {repr(sorted((key, value) for key, value in one.items() if key != ignored)): one for one in values}
    return list(kept.values())


class Matrix(ChartTest):
    def test_is_the_same_on_every_helm_and_what_kubernetes_and_istio_accept(self):
        for chart in charts():
            values = different(chart, cases())
            self.assertGreater(len(values), 50)
            newest, *others = [render_batch(chart, values, version) for version in HELMS]
            for one, objects, *older in zip(values, newest, *others):
                self.assertTrue(objects or one["kind"] in ("Job", "CronJob"), one)
                self.assert_none([f"{finding}\n{one}" for finding in findings(objects)])
                for version, theirs in zip(list(HELMS)[1:], older):
                    self.assertEqual(dump(theirs), dump(objects), (version, one))


if __name__ == "__main__":
    harness.golden.main()
