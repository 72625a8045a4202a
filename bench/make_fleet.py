#!/usr/bin/python3
"""Writes a large fleet: SERVICES microservices, each in STACKS stacks with one `deploy` pipeline of about 5 KB.

    make_fleet.py OUT --services 2500 --stacks 4 [--guard-rails]

The same arguments always write the same files. The template is bench/deploy.yaml.j2, the example's deploy in a single
file: the Python original compiles the template anew for every pipeline, and imports would make it pay for each library too.
"""

import argparse
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
PRODUCTS = ("azar", "hakuna", "slide", "live")
TEAMS = ("backend-1", "backend-2", "ml", "devops")
STACKS = ("dev", "qa", "stage", "prod")


def stack_names(count):
    """The four usual stacks first; more of them only to make a fleet larger."""
    return [*STACKS, *(f"env-{number}" for number in range(len(STACKS) + 1, count + 1))][:count]


# The example's, but for the branch of a trigger that this template has not.
GUARD_RAILS = """\
guard_rails:
  account-matches-stack:
    each: stage
    where: stage.account is defined
    require: stage.account == 'k8s-' ~ product ~ '-' ~ stack
    message: "stage '{{ stage.name }}' would run on {{ stage.account }}"
  production-checks-branch:
    selector: "*/*/prod/deploy"
    each: stage
    types: [deployManifest]
    require: "'checkPreconditions' in upstream | map(attribute='type')"
  production-listens-to-master:
    selector: "*/*/prod"
    each: trigger
    types: [webhook]
    require: trigger.payloadConstraints.branch == '^master$'
"""


def fleet_yaml(stacks, products, teams, guard_rails):
    lines = ["vars:", '  chart_version: "1.0.0"', "  values_repo: https://git.example.com/api/v3/repos/ops/values"]
    lines += ["stacks:"]
    for stack in stacks:
        if stack == "prod":
            lines += ["  prod:", "    protected: true", "    vars: {branch: master, only_branch: master}"]
        else:
            lines += [f"  {stack}:", f"    vars: {{branch: {'develop' if stack == 'dev' else 'master'}}}"]
    lines += ["products:"]
    lines += [f"  {product}: {{vars: {{namespaces: [{product}-api, {product}-batch]}}}}" for product in products]
    lines += ["teams:"]
    lines += [f"  {team}: {{}}" for team in teams]
    lines += ["target: {type: directory, path: ./front50}"]
    return "\n".join(lines) + "\n" + (GUARD_RAILS if guard_rails else "")


def service_yaml(number, product, stacks, pipelines):
    name = f"svc-{number:05d}"
    lines = [
        f"team: {TEAMS[number % len(TEAMS)]}",
        f"namespace: {product}-{'api' if number % 3 else 'batch'}",
        f"git_repo: git@git.example.com:{product}/{name}.git",
        "stacks:",
    ]
    for stack in stacks:
        lines += [f"  {stack}:", f"    pipelines: [{', '.join(pipelines)}]"]
        if stack == "dev" and number % 2 == 0:  # every other service is deployed by a webhook in dev
            constraint = f'{{repository: "^{product}/{name}$", branch: "^develop$"}}'
            lines += [f"    vars: {{webhook_trigger: {{source: {name}-pushed, constraints: {constraint}}}}}"]
    return "\n".join(lines) + "\n"


def write_templates(folder, pipelines):
    """Every pipeline asked for is the same template under another name."""
    folder.mkdir(parents=True)
    text = (BENCH / "deploy.yaml.j2").read_text(encoding="utf-8")
    for pipeline in pipelines:
        named = text.replace('{{ stack }}-deploy"', f'{{{{ stack }}}}-{pipeline}"', 1)
        (folder / f"{pipeline}.yaml.j2").write_text(named, encoding="utf-8")


def write_fleet(out, services, stacks, pipelines, guard_rails):
    if out.exists():
        sys.exit(f"{out} exists already; remove it first")
    write_templates(out / "templates", pipelines)
    (out / "fleet.yaml").write_text(fleet_yaml(stacks, PRODUCTS, TEAMS, guard_rails), encoding="utf-8")
    for product in PRODUCTS:
        (out / "services" / product).mkdir(parents=True)
    for number in range(1, services + 1):
        product = PRODUCTS[number % len(PRODUCTS)]
        path = out / "services" / product / f"svc-{number:05d}.yaml"
        path.write_text(service_yaml(number, product, stacks, pipelines), encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--services", type=int, default=2500)
    arguments.add_argument("--stacks", type=int, default=4)
    arguments.add_argument("--pipelines", default="deploy", help="comma-separated names; default: deploy")
    arguments.add_argument("--guard-rails", action="store_true", help="with rails such as the example's")
    options = arguments.parse_args()
    pipelines = options.pipelines.split(",")
    write_fleet(options.out, options.services, stack_names(options.stacks), pipelines, options.guard_rails)
    count = options.services * options.stacks * len(pipelines)
    print(f"{options.out}: {options.services} services, {count} pipelines")


if __name__ == "__main__":
    main()
