"""What the chart service promises, beside its scenarios: weights, references, text as good as numbers, merging."""

import itertools
import random

import harness.golden
from harness.batch import render_batch
from harness.golden import ChartTest, scratch_files
from harness.helm import Render, render, render_all
from harness.objects import dump, find
from harness.places import HELMS
from harness.values import ci_files, merged, read

BASE = {"image": "harbor.example.com/shop/hello-app", "version": "1.4.2", "containerPort": 8080}
OUTSIDE = {**BASE, "hosts": {"public": "hello-app.example.com"}}


def of_kind(objects, kind):
    return [thing for thing in objects if thing["kind"] == kind]


def routes_of(service):
    """Every HTTP and TCP route of every VirtualService."""
    return [route for thing in of_kind(service, "VirtualService")
            for route in thing["spec"].get("http", []) + thing["spec"].get("tcp", [])]


def weights(objects, name="hello-app"):
    """The weights of the route for all the rest."""
    route = find(objects, "VirtualService", name)["spec"]["http"][-1]["route"]
    return {part["destination"]["subset"]: part["weight"] for part in route}


class Weights(ChartTest):
    def test_are_those_of_the_table(self):
        table = [(0, False, {"main": 100}), (1, False, {"main": 98, "baseline": 1, "canary": 1}),
                 (10, False, {"main": 80, "baseline": 10, "canary": 10}),
                 (25, False, {"main": 50, "baseline": 25, "canary": 25}),
                 (50, False, {"main": 0, "baseline": 50, "canary": 50}),
                 (0, True, {"main": 100}), (30, True, {"main": 70, "canary": 30}), (100, True, {"main": 0, "canary": 100})]
        done = render_batch("service", [{**OUTSIDE, "canaryWeight": weight, "canaryTest": test} for weight, test, _ in table])
        for (weight, test, wanted), objects in zip(table, done):
            for name in ("hello-app", "hello-app-external"):
                self.assertEqual(weights(objects, name), wanted, (weight, test, name))

    def test_always_sum_to_a_hundred(self):
        inputs = [(weight, False) for weight in range(51)] + [(weight, True) for weight in range(101)]
        for part in (inputs[:76], inputs[76:]):
            done = render_batch("service", [{**BASE, "canaryWeight": weight, "canaryTest": test} for weight, test in part])
            for (weight, test), objects in zip(part, done):
                found = weights(objects)
                self.assertEqual(sum(found.values()), 100)
                self.assertEqual(found.get("canary", 0), weight)
                self.assertEqual(found.get("baseline", 0), 0 if test else weight)
                self.assertTrue(all(value > 0 for role, value in found.items() if role != "main"))

    def test_of_every_route_are_the_same(self):
        objects = render("service", values={**OUTSIDE, "canaryWeight": 10, "virtualService": {"routes": {
            name: {"match": {"prefix": f"/{name}"}} for name in ("a", "b")}}})
        self.assertEqual({dump([[part["weight"] for part in route["route"]]]) for route in routes_of(objects)},
                         {dump([[80, 10, 10]])})

    def test_give_way_to_copies(self):
        values = {**BASE, "canary": {"mirror": {"enabled": "true", "percentage": "30"}}}
        idle, copying = render_batch("service", [{**values, "canaryWeight": weight} for weight in (0, 10)])
        self.assertEqual((weights(idle), weights(copying)), ({"main": 100}, {"main": 100}))
        self.assertNotIn("mirror", routes_of(idle)[0])
        self.assertEqual(routes_of(copying)[0]["mirror"]["subset"], "canary")
        self.assertEqual(routes_of(copying)[0]["mirrorPercentage"], {"value": 30})


class References(ChartTest):
    """In each scenario nothing points at a thing that is not there."""

    def check(self, name, objects):
        services = of_kind(objects, "Service")
        ports = {port["port"] for thing in services for port in thing["spec"]["ports"]}
        hosts = {"hello-app", "hello-app.shop.svc.cluster.local"}
        subsets = {subset["name"] for rule in of_kind(objects, "DestinationRule") for subset in rule["spec"]["subsets"]}
        for route in routes_of(objects):
            for place in [part["destination"] for part in route.get("route", [])] + [route.get("mirror", {})]:
                self.assertIn(place.get("host", "hello-app"), hosts, name)
                self.assertTrue("subset" not in place or place["subset"] in subsets, f"{name}: {place}")
                self.assertTrue("port" not in place or place["port"]["number"] in ports, f"{name}: {place}")
        gateways = {thing["metadata"]["name"] for thing in of_kind(objects, "Gateway")} | {"mesh"}
        for thing in of_kind(objects, "VirtualService"):
            self.assertTrue(all(gate in gateways or "/" in gate for gate in thing["spec"]["gateways"]), name)
        for thing in of_kind(objects, "Gateway"):
            served = {host for server in thing["spec"]["servers"] for host in server["hosts"]}
            outside = find(objects, "VirtualService", "hello-app-external")["spec"]["hosts"]
            self.assertEqual(served, set(outside), name)
        for thing in of_kind(objects, "DestinationRule"):
            self.assertLessEqual({"main", "baseline", "canary"}, subsets, name)
            self.assertIn(thing["spec"]["host"], hosts)
        for thing in of_kind(objects, "AuthorizationPolicy") + of_kind(objects, "RequestAuthentication"):
            self.assertEqual(thing["spec"]["selector"]["matchLabels"], services[0]["spec"]["selector"], name)

    def test_hold_in_every_scenario(self):
        files = ci_files("service")
        for file, objects in zip(files, render_all([Render("service", (file,)) for file in files])):
            self.check(file.stem, objects)

    def test_last_route_takes_the_rest_and_the_only_one(self):
        for file in ci_files("service"):
            for thing in of_kind(render("service", file), "VirtualService"):
                routes = thing["spec"].get("http", [{}])
                self.assertNotIn("match", routes[-1], file.stem)
                self.assertTrue(all(route.get("match") for route in routes[:-1]), file.stem)


class Overrides(ChartTest):
    def test_as_text_are_as_good_as_in_a_file(self):
        typed = {"canaryWeight": 10, "canaryTest": False, "version": "20250811", "containerPort": 8080, "role": "canary"}
        text = {key: str(value).lower() for key, value in typed.items()}
        jobs = [Render("service", values=merged(OUTSIDE, typed), version=version) for version in HELMS]
        jobs += [Render("service", values=OUTSIDE, set_strings=text, version=version) for version in HELMS]
        jobs += [Render("service", values=merged(OUTSIDE, text), version=version) for version in HELMS]
        self.assertEqual(len({dump(objects) for objects in render_all(jobs)}), 1)

    def test_true_as_text_is_true_and_false_is_false(self):
        for test, wanted in (("true", {"main": 90, "canary": 10}), ("false", {"main": 80, "baseline": 10, "canary": 10})):
            found = render("service", values=BASE, set_strings={"canaryTest": test, "canaryWeight": "10"})
            self.assertEqual(weights(found), wanted)

    def test_of_the_role_change_nothing(self):
        done = render_batch("service", [{**OUTSIDE, "canaryWeight": 10, "role": role} for role in ("main", "baseline", "canary")])
        self.assertEqual(len({dump(objects) for objects in done}), 1)


class Merging(ChartTest):
    PARTS = [
        {"hosts": {"public": "a.example.com"}}, {"hosts": {"public": None}}, {"hosts": {"more": "b.example.com"}},
        {"service": {"ports": {"metrics": {"port": 9090}}}}, {"service": {"ports": {"metrics": {"targetPort": "metrics"}}}},
        {"service": {"ports": {"metrics": None}}}, {"service": {"port": 8000, "labels": {"a": 1, "b": True}}},
        {"virtualService": {"timeout": "5s", "routes": {"a": {"match": {"prefix": "/a"}, "timeout": "1s"}}}},
        {"virtualService": {"routes": {"a": {"order": 5, "match": {"method": "GET", "prefix": "/b"}}}}},
        {"virtualService": {"routes": {"a": {"enabled": False, "match": {"prefix": "/a"}}}}},
        {"istioConfigVersion": "v2", "destinationRule": {"trafficPolicy": {"connectionPool": {"tcp": {"maxConnections": 7}}}}},
        {"auth": {"jwt": {"a": {"issuer": "a"}}, "requireJwt": True}}, {"auth": {"requireJwt": False}},
        {"labels": {"team": "shop", "x": None}}, {"canaryWeight": 25}, {"canary": {"header": "x-canary"}},
    ]

    def test_of_stack_files_is_that_of_maps(self):
        chance = random.Random(6)
        pairs = []
        while len(pairs) < 12:
            low, high = ({}, {})
            for part in chance.sample(self.PARTS, 5):
                low = self.deep(low, part)
            for part in chance.sample(self.PARTS, 3):
                high = self.deep(high, part)
            pairs.append((low, high))
        with scratch_files() as write:
            split = [Render("service", (write(merged(BASE, low)), write(high))) for low, high in pairs]
            whole = [Render("service", values=merged(merged(BASE, low), high)) for low, high in pairs]
            done = render_all(split + whole)
        for (low, high), one, other in zip(pairs, done, done[len(pairs):]):
            self.assertEqual(str(one) if isinstance(one, Exception) else dump(one),
                             str(other) if isinstance(other, Exception) else dump(other), (low, high))

    def deep(self, below, above):
        """As `merged`, but nulls stay, as they do in one file."""
        result = dict(below)
        for key, value in above.items():
            both = isinstance(value, dict) and isinstance(result.get(key), dict)
            result[key] = self.deep(result[key], value) if both else value
        return result


class Texts(ChartTest):
    STRINGS = ["1e3", "on", "0x1F", "2024-01-01", "ünïcode", "a: b", "{{ x }}", "${x}", "~", "null", "012", "1.10", "# x",
               " padded ", "'quoted'", '"', "two\nlines", "%", "*", "&a", "- x", "true", ""]

    def test_survive_wherever_they_stand(self):
        annotations = {f"n{index}": text for index, text in enumerate(self.STRINGS)}
        values = {**BASE, "annotations": annotations, "virtualService": {"headers": {"request": {"set": annotations}}}}
        for version in HELMS:
            objects = render("service", values=values, version=version)
            for thing in objects:
                self.assertEqual(thing["metadata"]["annotations"], annotations)
            self.assertEqual(routes_of(objects)[0]["headers"]["request"]["set"], annotations)

    def test_numbers_and_switches_become_text(self):
        values = {**BASE, "labels": {"a": 20250811, "b": 1000000, "c": True, "d": 0, "e": False, "f": 9007199254740991}}
        wanted = {"a": "20250811", "b": "1000000", "c": "true", "d": "0", "e": "false", "f": "9007199254740991"}
        for version in HELMS:
            labels = render("service", values=values, version=version)[0]["metadata"]["labels"]
            self.assertEqual({key: labels[key] for key in wanted}, wanted)


class Order(ChartTest):
    def names(self, routes):
        objects = render("service", values={**BASE, "istioConfigVersion": "v2", "virtualService": {"routes": routes}})
        return [route["name"] for route in find(objects, "VirtualService")["spec"]["http"]]

    def test_is_by_order_then_by_name(self):
        match = {"match": {"prefix": "/x"}}
        routes = {"b": match, "a": match, "z": {**match, "order": -1}, "c": {**match, "order": 2}, "B": {**match, "order": 1}}
        self.assertEqual(self.names(routes), ["z", "a", "b", "B", "c", "default"])

    def test_of_the_others_stays_when_one_comes(self):
        match = {"match": {"prefix": "/x"}}
        routes = {name: {**match, "order": order} for name, order in zip("fbdac", (0, 3, -2, 3, 0))}
        before = self.names(routes)
        for name, order in itertools.product(("aa", "zz"), (-9, 0, 9)):
            after = self.names({**routes, name: {**match, "order": order}})
            self.assertEqual([route for route in after if route != name], before)


class Contract(ChartTest):
    def test_v2_differs_from_v1_only_where_it_says_so(self):
        v1, v2 = render_batch("service", [{**OUTSIDE, "istioConfigVersion": version} for version in ("v1", "v2")])
        for thing in v2:
            thing["apiVersion"] = thing["apiVersion"].replace("istio.io/v1", "istio.io/v1beta1")
            thing["spec"].pop("trafficPolicy", None)
        for route in routes_of(v2):
            self.assertEqual(route.pop("name"), "default")
            self.assertEqual(route.pop("timeout"), "15s")
            self.assertEqual(route.pop("retries")["attempts"], 2)
        self.assertEqual(find(v2, "Service")["spec"]["ports"][0].pop("appProtocol"), "http")
        self.assertEqual(dump(v2).replace("hello-app.shop.svc.cluster.local", "hello-app"), dump(v1))

    def test_v2_takes_pods_out_only_when_enough_are_left(self):
        cases = [({}, False), ({"replicaCount": 2}, False), ({"replicaCount": "3"}, True), ({"kind": "DaemonSet"}, True),
                 ({"replicaCount": 9, "autoscaling": {"enabled": True, "minReplicas": 2}}, False),
                 ({"replicaCount": 4, "autoscaling": {"enabled": "true"}}, True),
                 ({"replicaCount": 2, "autoscaling": {"enabled": False, "minReplicas": 9}}, False)]
        done = render_batch("service", [{**BASE, "istioConfigVersion": "v2", **values} for values, _ in cases])
        for (values, wanted), objects in zip(cases, done):
            policy = find(objects, "DestinationRule")["spec"]["trafficPolicy"]
            self.assertEqual("outlierDetection" in policy, wanted, values)

    def test_no_time_is_no_timeout(self):
        values = [{**BASE, "istioConfigVersion": "v2", "virtualService": {"timeout": time}} for time in ("0s", "0ms", "1s", "")]
        done = render_batch("service", values)
        self.assertEqual([routes_of(objects)[0].get("timeout") for objects in done], [None, None, "1s", "15s"])

    def test_null_takes_a_default_of_the_version_away(self):
        values = {**BASE, "istioConfigVersion": "v2", "destinationRule": {"trafficPolicy": {"loadBalancer": None}}}
        for version in HELMS:
            objects = render("service", values=values, version=version)
            self.assertEqual(list(find(objects, "DestinationRule")["spec"]["trafficPolicy"]), ["connectionPool"])


if __name__ == "__main__":
    harness.golden.main()
