"""What both charts make together of one values file: the objects of a service in its namespace, and a canary's steps."""

import charts_programs  # noqa: F401  (it says where the harness is)
from harness.helm import Render, RenderError, render_all
from harness.values import charts, ci_files

BASE = {"image": "harbor.example.com/shop/hello-app", "version": "1.4.2", "containerPort": 8080}


def roles(values):
    """The roles that can be deployed with the values: with a canary test there is no baseline."""
    if values.get("kind", "Deployment") != "Deployment":
        return ("main",)
    return ("main", "canary") if values.get("canaryTest") else ("main", "baseline", "canary")


def accepted(job, outcome, sure):
    """The objects. A chart that is not `sure` may refuse the values, as a chart's scenarios can lack what the other needs."""
    if not isinstance(outcome, RenderError):
        return outcome
    if job.chart in sure:
        raise outcome
    return []


def whole(values, sure=("service", "workload")):
    """Everything of a service: all its roles, and their traffic."""
    jobs = [Render("workload", values={**values, "role": role}) for role in roles(values)]
    jobs.append(Render("service", values=values))
    return [thing for job, outcome in zip(jobs, render_all(jobs)) for thing in accepted(job, outcome, sure)]


def scenarios():
    """{name: objects} of every scenario of each chart: what it makes, and what the other makes of the same values."""
    cases = [(chart, file) for chart in charts() for file in ci_files(chart)]
    jobs = {f"{chart}-{file.stem}": [Render(made_by, (file,)) for made_by in charts()] for chart, file in cases}
    done = iter(render_all([job for pair in jobs.values() for job in pair]))
    result = {}
    for (name, pair), (chart, _) in zip(jobs.items(), cases):
        result[name] = [thing for job in pair for thing in accepted(job, next(done), (chart,))]
    return result


def canary_steps():
    """(name, values) of each step of a canary, in both versions of the Istio part."""
    for version in ("v1", "v2"):
        for weight, test in ((0, False), (1, False), (10, False), (25, False), (50, False), (30, True)):
            values = {**BASE, "istioConfigVersion": version, "canaryWeight": weight, "canaryTest": test,
                      "hosts": {"public": "hello-app.example.com"}}
            yield f"canary-{version}-{weight}{'-test' if test else ''}", values
