"""Makes cases that call one filter, test, method or function each, with arguments of every kind, fitting or not: what a call does with
what it did not expect is where engines differ."""

import inspect

import jinja2.defaults

from jinja_expressions import ATOM, FORMS
from jinja_generator import Generator, Templates

VALUES = ("missing", "missing.deeper", "none", "true", "false", "0", "1", "2", "3", "-1", "7", "255", "2 ** 31", "-(2 ** 63)", "2 ** 70", "0.0", "2.5", "-0.5", "1e300", "1e16",
          "''", "'a'", "'b c'", "'<b>'", "'age'", "'name'", "'a.b'", "'0'", "'12'", "'-3.5'", "'0x1f'", "'é日本'", "'x\\n\\ny'", "'  pad '", "'%s'", "'{0}'", "'upper'", "'odd'", "'=='", "'https://example.com/a?b=1'",
          "('<i>' | safe)", "('&lt;' | escape)", "[]", "[1]", "[3, 1, 2]", "['b', 'a', 'B']", "[none, 'x']", "[[1, 2], [3]]", "[{'a': {'b': 1}}, {'a': {'b': 0}}]", "us", "us | map(attribute='name')", "us | groupby('age')", "()", "(1,)", "(1, 'x', 2.5)",
          "{}", "{'a': 1}", "{'name': 'anna', 'age': 3}", "{1: 'x', 'b': none}", "{'a': 1}.items()", "{'a': 1}.keys()", "{'a': 1}.values()", "range(3)", "range(5, 1, -2)", "namespace(a=1)", "helper", "'abc' | reverse", "[1, 2] | select", "'a b' | upper | title")
NUMBERS = tuple(value for value in VALUES if value[0] in "-0123456789")
TEXTS = tuple(value for value in VALUES if value[0] == "'" and "|" not in value)
LEFT_OUT = {"random", "pprint"}  # no one answer; an address in many
METHODS = {"'a-b c'": str, "'12'": str, "('<i>x' | safe)": str, "[3, 1, 2]": list, "['b', 'a']": list, "{'name': 'anna', 'age': 3}": dict, "{}": dict, "(1, 'x', 1)": tuple, "5": int, "2 ** 70": int, "true": bool, "2.5": float, "range(4)": range}
FUNCTIONS = ("range", "dict", "cycler", "joiner", "namespace", "helper", "us[0].get", "cycler('x', 'y').next")
NAMES = ("attribute", "default", "reverse", "case_sensitive", "by", "width", "first", "blank", "length", "killwords", "end", "leeway", "d", "start", "method", "precision", "base", "linecount", "fill_with", "slices", "indent", "sep", "maxsplit", "boolean", "default_value", "binary", "rel", "target",
         "nofollow", "extra_schemes", "trim_url_limit", "autospace", "old", "new", "count", "s", "value", "a", "break_long_words", "wrapstring", "break_on_hyphens", "encoding", "keepends", "tabsize")


class Calls(Generator):
    """A stream of such cases, the same for the same seed."""

    def case(self):
        options = {}
        if self.chance(0.3):
            options["autoescape"] = True
        if self.chance(0.5):
            options["undefined"] = self.pick(["strict", "chainable", "debug"])
        template = "{% macro helper(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}" + self.printed(self.pick([self.filter, self.filter, self.filter, self.test, self.method, self.method, self.function, self.operator])())
        return {"template": template, "name": "main", "context": {"us": [{"name": "B", "age": 2}, {"name": "a", "age": 2}, {"name": "c"}]}, "templates": {}, "options": options}

    def value(self, depth=0):
        """Numbers and texts more often than their share: most parameters are made for them."""
        kind = self.random.random()
        return self.pick(NUMBERS if kind < 0.25 else TEXTS if kind < 0.5 else VALUES)

    def printed(self, call):
        form = self.random.random()
        if form < 0.6:
            return "{{ " + call + " }}"
        if form < 0.85:
            return "{{ (" + call + ") | list }}"
        return "{% for x in " + call + " %}[{{ x }}]{% endfor %}"

    def arguments(self, function=None):
        """For that function of Python: mostly as many as it takes, by its own names."""
        names = list(NAMES)
        most = 4
        if function is not None and self.chance(0.85):
            try:
                parameters = list(inspect.signature(function).parameters.values())
            except (TypeError, ValueError):  # some of C say nothing, and some are no methods
                parameters = []
            own = [parameter.name for parameter in parameters if parameter.name not in ("environment", "context", "eval_ctx", "self")]
            names, most = own[1:] if "self" not in [parameter.name for parameter in parameters] else own, max(0, len(own) - 1)
        plain = [self.value() for _ in range(min(most, self.pick([0, 0, 1, 1, 1, 2, 2, 3, 4])))]
        names = names[len(plain):] if len(names) < len(NAMES) else names
        named = {self.pick(names): self.value() for _ in range(self.pick([0, 0, 0, 1, 1, 2])) if names}
        return "(" + ", ".join(plain + [f"{name}={value}" for name, value in named.items()]) + ")"

    def filter(self):
        name = self.pick(sorted(set(jinja2.defaults.DEFAULT_FILTERS) - LEFT_OUT))
        if name in ("map", "select", "reject", "selectattr", "rejectattr") and self.chance(0.5):
            inner = self.pick(sorted(set(jinja2.defaults.DEFAULT_FILTERS if name == "map" else jinja2.defaults.DEFAULT_TESTS) - LEFT_OUT))
            words = [f"'{inner}'"] if not name.endswith("attr") else [self.pick(["'age'", "'name'", "'a'", "0"]), f"'{inner}'"]
            return f"{self.value()} | {name}({', '.join(words + [self.value() for _ in range(self.pick([0, 1, 1, 2]))])})"
        return f"({self.value()}) | {name}{self.arguments(jinja2.defaults.DEFAULT_FILTERS[name])}"

    def test(self):
        name = self.pick(sorted(set(jinja2.defaults.DEFAULT_TESTS) - {"in"}))
        return f"({self.value()}) is {name}{self.arguments(jinja2.defaults.DEFAULT_TESTS[name])}"

    def method(self):
        subject = self.pick(sorted(METHODS))
        name = self.pick([name for name in dir(METHODS[subject]) if not name.startswith("_") and name not in ("encode", "to_bytes", "from_bytes", "maketrans", "translate", "hex", "fromhex")])
        return f"({subject}).{name}{self.arguments(getattr(METHODS[subject], name))}"

    def function(self):
        return self.pick(FUNCTIONS) + self.arguments()

    def operator(self):
        sign = self.pick(["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", "in", "not in", "and", "or", "[]", "[:]"])
        left, right = self.value(), self.value()
        if sign == "[]":
            return f"({left})[{right}]"
        if sign == "[:]":
            return f"({left})[{right}:{self.value()}]"
        return f"({left}) {sign} ({right})"


class OddTemplates(Templates):
    """Makes expressions whose parts may be anything."""

    oddness = 0.0

    def leaf(self, kind):
        if kind != "slice" and self.chance(self.oddness):
            value = self.pick(VALUES)
            return value if ATOM.fullmatch(value) else f"({value})"
        return super().leaf(kind)


class Expressions(Calls):
    """A stream of cases that print one expression each, made of forms whose parts often have another type than they should."""

    def case(self):
        case = super().case()
        made = OddTemplates(self.random, case["options"])
        made.start(1)
        made.wrongness, made.daring, made.oddness = self.pick([0.002, 0.02, 0.1]), 0.5, self.pick([0.05, 0.2, 0.5])
        expression = made.expression(self.pick(sorted(FORMS)), self.pick([1, 2, 2, 3]))
        head = case["template"].partition("{% endmacro %}")[0] + "{% endmacro %}"
        return {**case, "template": head + self.printed(expression), "context": self.context()}
