#!/usr/bin/python3
"""Templates that ask for too much end soon in an error that names the line, in bounded memory."""

import json
import os
import resource
import subprocess
import time
import unittest

MEMORY = 768 << 20
SECONDS = 5  # a slow machine's second

LIMIT = {
    "a long loop": "{% for i in range(10**12) %}{% endfor %}",
    "loops in loops": "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
    "a long text": "{{ 'a' * 10**12 }}",
    "a long list": "{{ [0] * 10**9 }}",
    "doubling macros": "{% macro a(n) %}{% if n %}{{ a(n-1) }}{{ a(n-1) }}{% endif %}x{% endmacro %}{{ a(60) }}",
    "a wide brace field": "{{ '{:>999999999}'.format(1) }}",
    "a wide percent field": "{{ '%999999999d' % 1 }}",
    "a wide centre": "{{ 'a'|center(10**9) }}",
    "a wide ljust": "{{ 'a'.ljust(10**9) }}",
    "a wide zfill": "{{ 'a'.zfill(10**9) }}",
    "wide tabs": "{{ ('\t'*1000).expandtabs(10**9) }}",
    "a big batch": "{{ [1]|batch(10**9, 0)|list }}",
    "many slices": "{{ [1]|slice(10**9)|list }}",
    "many words": "{{ lipsum(n=10**9) }}",
    "a doubling list": "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
    "a doubling text": "{% set ns = namespace(l='a') %}{% for i in range(60) %}{% set ns.l = ns.l ~ ns.l %}{% endfor %}",
    "lists in lists": "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
    "lists in lists as JSON": "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|tojson }}",
    "lists in lists compared": "{% set ns = namespace(l=[1], k=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.k = [ns.k, ns.k] %}{% endfor %}{{ ns.l == ns.k }}",
    "lists in lists laid out": "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|pprint }}",
    "searches in a text": "{% set t = 'a' * 1000000 %}{% for i in range(1000000) %}{% set f = t.find('b') %}{% endfor %}",
    "pops from the front": "{% set l = range(1000000)|list %}{% for i in range(1000000) %}{% do l.pop(0) %}{% endfor %}",
    "texts that are kept": "{% set l = [] %}{% for i in range(10000) %}{% do l.append('a' * 1000000) %}{% endfor %}",
    "searches": "{% set l = range(1000000)|list %}{% for i in range(1000000) %}{{ -1 in l }}{% endfor %}",
    "a wide replacement": "{{ ('a'*1000000)|replace('', 'b'*1000) }}",
}
RECURSION = {
    "an include of itself": "{% include 'main' %}",
    "a template that extends itself": "{% extends 'main' %}",
    "a block in itself": "{% block a %}{{ self.a() }}{% endblock %}",
    "a long chain of attributes": "{{ x" + ".a" * 100000 + " }}",
}
# What leads out of a value anywhere in Python leads nowhere here.
NOWHERE = ("''.__class__", "''.__class__.__mro__", "[].__class__.__base__.__subclasses__()", "cycler.__init__", "cycler.__init__.__globals__",
           "range.__self__", "lipsum.__globals__", "self.__class__", "self._TemplateReference__context", "namespace.__init__", "x._private",
           "''|attr('__class__')", "['']|map(attribute='__class__')|list", "joiner.__call__", "loop.__class__", "dict.mro")


class Limits(unittest.TestCase):
    def ask(self, **request):
        request = {"name": "main", "context": {"x": {}}, "options": {"extensions": ["do"]}, **request}
        bound = lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        done = subprocess.run([os.environ["SAILMAKER"], "jinja", "--jsonl"], input=json.dumps(request) + "\n", stdout=subprocess.PIPE,
                              text=True, timeout=60, preexec_fn=bound)
        self.assertEqual(done.returncode, 0)
        return json.loads(done.stdout)

    def check(self, templates, *kinds):
        for name, template in templates.items():
            with self.subTest(name):
                begun = time.monotonic()
                answer = self.ask(template="\n" + template)
                self.assertLess(time.monotonic() - begun, SECONDS)
                self.assertFalse(answer["ok"])
                self.assertIn(answer["error"]["type"], kinds, answer["error"]["message"])
                self.assertEqual(answer["error"]["line"], 2)

    def test_work_and_memory(self):
        self.check(LIMIT, "LimitError")

    def test_recursion(self):
        self.check(RECURSION, "RecursionError", "TemplateSyntaxError", "UndefinedError")

    def test_clock(self):
        loops = "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}"
        answer = self.ask(template=loops, limits={"seconds": 0.05, "steps": 10**12})
        self.assertEqual(answer["error"]["message"], "rendering takes longer than 0.05 seconds")

    def test_output(self):
        answer = self.ask(template="{% for i in range(100) %}{{ i }}{% endfor %}", limits={"output": 50})
        self.assertEqual(answer["error"]["message"], "the output is longer than 50 bytes")

    def test_no_way_out(self):
        for expression in NOWHERE:
            with self.subTest(expression):
                answer = self.ask(template="{{ " + expression + " }}")
                text = answer["output"] if answer["ok"] else ""
                self.assertIn(text, ("", "[Undefined]"))


if __name__ == "__main__":
    unittest.main()
