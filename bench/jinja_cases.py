"""The cases of jinja_peers_bench.py: templates from bench/jinja/ and the example fleet, contexts made here.

What the templates use is what all three engines understand. The same every time: no randomness, no clock.
"""

import json
import subprocess
from pathlib import Path

BENCH = Path(__file__).resolve().parent
EXAMPLE = BENCH.parent / "examples" / "fleet"
WORDS = "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa".split()
FLEET_OPTIONS = {"trim_blocks": True, "lstrip_blocks": True, "undefined": "strict"}


def word(i):
    return WORDS[i * 7 % len(WORDS)]


def table():
    return {"rows": [[row * 10 + column for column in range(10)] for row in range(100)]}


def loop():
    return {"kind": "users", "users": [{"id": 1000 + i, "name": word(i).title()} for i in range(40)]}


def nested():
    services = [{"name": word(i), "replicas": i + 1, "stacks": ["dev", "qa", "stage", "prod"]} for i in range(8)]
    return {"products": [{"name": word(i), "services": services} for i in range(4)]}


def macros():
    return {"fields": [{"name": word(i), "label": word(i).title(), "required": i % 3 == 0, "hint": f"hint {i}"}
                       for i in range(20)]}


def filters():
    users = [{"name": f"{word(i)}{i}", "active": i % 3 != 0, "team": word(i % 5), "age": 20 + i * 13 % 40}
             for i in range(40)]
    return {"users": users, "words": WORDS, "known": WORDS[::2], "title": "  What There Is "}


def sums():
    return {"orders": [{"id": 7000 + i, "customer": word(i), "price": i * 7919 % 1000, "count": 1 + i * 31 % 9}
                       for i in range(60)]}


def inheritance():
    links = [{"href": f"/{name}", "text": name.title()} for name in WORDS[:8]]
    return {"site": {"name": "Example", "style": "/style.css", "year": 2026, "links": links},
            "page": {"title": "Welcome", "author": "Somebody", "href": "/delta",
                     "paragraphs": [" ".join(WORDS[i:i + 8]) for i in range(6)]}}


def include():
    return {"title": "Things", "items": [{"name": word(i), "price": 100 + i, "sale": i % 4 == 0} for i in range(30)]}


def text():
    return {"registry": "registry.example.com", "services": [
        {"name": f"{word(i)}_{word(i + 1)}", "product": word(i + 2), "version": f"{i % 3}.{i}.0"} for i in range(20)]}


def conditions():
    levels = ["debug", "info", "warning", "error", "fatal", "other"]
    return {"owner": "somebody", "events": [{"level": levels[i * 5 % 6], "text": f"{word(i)} happened", "count": i * 3 % 120,
                                             "quiet": i % 4 == 0} for i in range(60)]}


def dicts():
    settings = {word(i): i for i in range(16)}
    return {"settings": settings,
            "sections": {f"section-{i}": {word(i + j): f"value {j}" for j in range(6)} for i in range(8)}}


def json_case():
    # Keys in alphabetical order: Jinja2's tojson sorts them, MiniJinja's does not.
    stages = [{"after": [word(i + 1), word(i + 2)],
               "context": {"owner": None, "ratio": i / 4, "seconds": i * 30, "skip": i % 2 == 0},
               "name": f'Stage "{word(i)}"'} for i in range(12)]
    return {"stages": stages}


def html():
    # Without quotes and slashes, for which MiniJinja writes other entities.
    return {"title": "Q & A", "comments": [
        {"author": f"{word(i)} <{word(i)}@example.com>", "date": f"2026-01-{i + 1:02}", "id": i,
         "text": "They say: if a < b && b > c then go on. " + " ".join(WORDS), "link": f"?a={i}&b=2",
         "signature": "<i>sent from somewhere</i>"} for i in range(20)]}


def pipeline():
    kinds = [{"name": "Wait", "type": "wait", "seconds": 30},
             {"name": "Bake", "type": "bakeManifest", "overrides": {"version": "1.2.3", "replicas": 3, "role": "main"}},
             {"name": "Deploy", "type": "deployManifest", "manifest": "My-Service", "skip": True},
             {"name": "Deploy Service", "type": "deployManifest", "skip": False}]
    return {"name": "deploy", "app_name": "my-service", "namespace": "azar-api", "product": "azar", "stack": "prod",
            "stages": [kinds[i % 4] for i in range(40)]}


def canary():
    return {"app_name": "my-service", "namespace": "azar-api", "product": "azar", "stack": "prod",
            "chart_account": "harbor", "weights": [1, 10, 25, 50]}


SMALL = {"table": table, "loop": loop, "nested": nested, "macros": macros, "filters": filters, "sums": sums,
         "inheritance": inheritance, "include": include, "text": text, "conditions": conditions, "dicts": dicts,
         "json": json_case, "html": html}


def read_templates(name):
    """The main template's text, and those that it refers to."""
    folder = BENCH / "jinja" / name
    if not folder.is_dir():
        return folder.with_suffix(".j2").read_text(), {}
    others = {path.name: path.read_text() for path in sorted(folder.glob("*.j2")) if path.name != "main.j2"}
    return (folder / "main.j2").read_text(), others


def own_case(name, context):
    main, others = read_templates(name)
    options = {**FLEET_OPTIONS, "autoescape": name == "html"}
    return {"template": main, "templates": others, "contexts": [context], "options": options}


def fleet_cases(driver):
    """A case for each template of the example: one round renders all its pipelines."""
    pipelines = json.loads(subprocess.run([driver, "--fleet", EXAMPLE], check=True, capture_output=True).stdout)
    folder = EXAMPLE / "templates"
    sources = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.j2"))}
    libraries = {name: source for name, source in sources.items() if name.startswith("lib/")}
    cases = {}
    for one in pipelines:
        case = cases.setdefault("example-" + one["template"], {
            "template": sources[one["template"] + ".yaml.j2"], "templates": libraries, "contexts": [],
            "options": FLEET_OPTIONS})
        case["contexts"].append(one["context"])
    return cases


def all_cases(driver):
    cases = fleet_cases(driver)
    cases["canary-33"] = own_case("canary", canary())
    cases["pipeline-40"] = own_case("pipeline", pipeline())
    for name, make in SMALL.items():
        cases[name] = own_case(name, make())
    return cases
