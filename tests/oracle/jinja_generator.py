"""Makes cases for the differential test of Jinja: templates that call each other, a context and options, as
`sailmaker jinja --jsonl` takes them (docs/jinja-protocol.md); and broken ones from those."""

import random
import re
from contextlib import contextmanager

from jinja_expressions import Expressions

TEXTS = ("a", "b ", " ", "\n", "\n", "  ", "x\n", "\n\n", "  - key: value\n", "<p>", "é", "{ x }", "}}", "%}", "#", "$", "'", "\t", "line one\nline two\n", " . ", "-", "日本\n", "##", "{ %", "\r\n", "&amp;")
DELIMITERS = (("<%", "%>", "<<", ">>", "<#", "#>"), ("[%", "%]", "[[", "]]", "[#", "#]"), ("{%", "%}", "${", "}", "{#", "#}"),
              ("<!--%", "-->", "${{", "}}", "<!--", "-->"), ("\\BLOCK{", "}", "\\VAR{", "}", "\\#{", "}"))
DELIMITER_NAMES = ("block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string", "comment_end_string")
BIG = (5, 2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, -(2**63), 2**64, 10**20, -(10**25) + 1, 3**70)
WORDS = ("anna", "Bob", "carl", "zoë", "", "x y", "Ünal", "a<b", "9", "10", "B", "a", "it's", "日本", "foo-bar", "two\nlines", "trailing ")
BROKEN = ("{{", "}}", "{%", "%}", "{#", "#}", "{% endif %}", "{% endfor %}", "{% else %}", "{% if %}", "{% for x in %}", "{% endblock %}", "|", "(", ")", "[", "]", ",", "'", '"', ".", "=", "is", "not", "in", "if", "else",
          "{% raw %}", "{% set %}", "{% block a %}", "{% foo %}", "-", "+", "\\", "\n", "{% elif x %}", "{% include %}", "{% macro %}", "{% from 'x' import _a %}", "1.", "0x", "1__0", ":", "{% set loop = 1 %}", "{% extends nope %}")


class Generator:
    """A stream of cases, the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, share):
        return self.random.random() < share

    def case(self):
        options = self.options()
        made = Templates(self.random, options).make()
        case = {"template": made.pop("main"), "name": "main", "context": self.context(), "templates": made, "options": options}
        if self.chance(0.05):
            case["template"] = self.broken(case["template"])
        return case

    def options(self):
        options = {"extensions": ["do", "loopcontrols"]}
        for name in ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape"):
            if self.chance(0.25):
                options[name] = True
        if self.chance(0.35):
            options["undefined"] = self.pick(["strict", "chainable", "chainable", "debug", "debug"])
        if self.chance(0.1):
            options.update(zip(DELIMITER_NAMES, self.pick(DELIMITERS)))
        if self.chance(0.12):
            options["line_statement_prefix"] = self.pick(["#", "%", "%%", "//"])
        if self.chance(0.08):
            options["line_comment_prefix"] = self.pick(["##", "//", ";"])
        if self.chance(0.05):
            options["newline_sequence"] = self.pick(["\r\n", "\r"])
        return options

    # --- the context: the same names and types in each case, other values ---

    def number(self):
        return self.pick([0, 1, 2, 3, -1, 7, 12, 100, 255, -40, self.random.randint(-1000, 1000), *BIG[:1 + self.chance(0.1) * len(BIG)]])

    def real(self):
        return self.pick([0.0, 1.0, -0.5, 2.5, 3.75, 1e16, 1e-7, 99.995, self.random.uniform(-10, 10)])

    def word(self):
        return self.pick(WORDS)

    def some(self, make, most=5):
        return [make() for _ in range(self.random.randint(0, most))]

    def person(self):
        person = {"name": self.word(), "age": self.number()}
        if self.chance(0.7):
            person["tags"] = self.some(self.word, 3)
        return person

    def value(self, depth=2):
        if depth and self.chance(0.3):
            return {self.word(): self.value(depth - 1) for _ in range(3)} if self.chance(0.5) else self.some(lambda: self.value(depth - 1))
        return self.pick([self.number, self.real, self.word, lambda: None, lambda: self.chance(0.5)])()

    def context(self):
        return {
            "i": self.number(), "j": self.number(), "f": self.real(), "g": self.real(), "s": self.word(), "t": self.word(),
            "h": self.pick(["<b>bold</b>", "a & b", "&lt;", "<a href='x'>\"q\"</a>"]), "w": " ".join(self.some(self.word, 8)),
            "yes": True, "no": False, "n": None, "xs": self.some(self.value), "is": self.some(self.number), "fs": self.some(self.real),
            "ss": self.some(self.word), "us": self.some(self.person), "d": self.person(), "e": {self.word(): self.value(1) for _ in range(3)},
            "m": {"a": self.person(), "b": {"c": self.value(), "name": self.word()}, "c": self.value()}, "one": self.person(),
        }

    def broken(self, text):
        """Valid text with a few things added, taken away or moved."""
        for _ in range(self.random.randint(1, 2)):
            at = self.random.randint(0, len(text))
            kind = self.random.random()
            if kind < 0.35:
                text = text[:at] + self.pick(BROKEN) + text[at:]
            elif kind < 0.7:
                text = text[:at] + text[at + self.random.randint(1, 4):]
            else:
                tokens = re.split(r"(\s+|\W)", text)
                place = self.random.randrange(len(tokens))
                tokens[place] = self.pick(tokens)
                text = "".join(tokens)
        return text


NAMES = {"int": ["i", "j"], "float": ["f", "g"], "str": ["s", "t", "h", "w"], "bool": ["yes", "no"], "none": ["n"], "list": ["xs"],
         "ints": ["is"], "floats": ["fs"], "strs": ["ss"], "dicts": ["us"], "dict": ["d", "one"], "deep": ["m"], "number": ["i", "j", "f", "g"]}


class Templates(Expressions):
    """One case's templates. A statement's text is made with the names that hold where it stands."""

    def __init__(self, source, options):
        super().__init__(source)
        self.options = options
        self.delimiters = [options.get(name, plain) for name, plain in zip(DELIMITER_NAMES, ("{%", "%}", "{{", "}}", "{#", "#}"))]
        self.budget = 0
        self.blocks = []
        self.made = {}
        self.libraries = []
        self.pieces = []
        self.counter = 0
        if self.chance(0.04):
            self.wrongness, self.daring = 0.05, 0.5

    def make(self):
        if self.chance(0.25):
            self.made["lib"] = self.library()
        if self.chance(0.3):
            self.made["part"] = self.piece(6)
            self.pieces.append("part")
        if self.chance(0.1):
            self.made["part2"] = self.piece(4)
            self.pieces.append("part2")
        parent = None
        if self.chance(0.25):
            self.made["base"] = self.page(8, None)
            parent = "base"
            if self.chance(0.3):
                self.made["middle"] = self.page(6, "base")
                parent = "middle"
        self.made["main"] = self.page(self.pick([3, 6, 10, 15]), parent)
        return self.made

    @contextmanager
    def scope(self, *inside, **names):
        """Names and special names that end with it."""
        before, inside_before = self.names, self.inside
        self.names = {kind: list(known) for kind, known in before.items()}
        self.inside = self.inside | set(inside)
        for kind, name in names.items():
            self.names.setdefault(kind, []).append(name)
        yield
        self.names, self.inside = before, inside_before

    def fresh(self, kind, *prefixes):
        self.counter += 1
        name = f"{self.pick(prefixes or ('v', 'x', 'item', 'é'))}{self.counter % 7}"
        self.names.setdefault(kind, []).append(name)
        return name

    # --- whole templates ---

    def start(self, budget):
        self.names = {kind: list(known) for kind, known in NAMES.items()}
        self.inside = set()
        self.budget = budget

    def piece(self, budget):
        self.start(budget)
        if self.chance(0.5):
            self.names = {kind: known[:1] for kind, known in self.names.items()}
        return self.body(2)

    def library(self):
        self.start(4)
        text = self.body(1) if self.chance(0.3) else ""
        text += self.macro("helper") + self.macro("other")
        self.libraries.append("lib")
        return text + self.tag("set constant = " + self.expression()) + self.tag("set _hidden = 1")

    def page(self, budget, parent):
        self.start(budget)
        before = self.blocks
        self.blocks = []
        text = ""
        if parent is not None:
            if self.chance(0.2):
                text += self.body(1)
            name = repr(parent) if self.chance(0.85) else self.pick([f"{parent!r} if $bool else {parent!r}", f"('{parent}' ~ '')"])
            text += self.tag(f"extends {self.fill(name, 1)}" + (f" if {self.expression('bool', 1)}" if self.chance(0.03) else ""))
        text += self.body(3)
        names = [*before, "body", "title", "foot"] if parent is not None else ["body", "title", "foot"]
        for name in dict.fromkeys(names):
            if self.chance(0.6):
                self.budget += 3
                text += self.block(2, name)
        self.blocks += before
        return text

    # --- tags ---

    def tag(self, text):
        prefix = self.options.get("line_statement_prefix")
        if prefix and self.chance(0.15) and not text.startswith(("raw", "endraw")):
            return f"\n{self.pick(['', ' ', '  '])}{prefix}{self.pick(['', ' '])}{text}{self.pick(['', ' ', ':' if text.startswith(('if', 'for')) else ''])}\n"
        return f"{self.delimiters[0]}{self.sign()} {text} {self.sign(False)}{self.delimiters[1]}"

    def sign(self, begin=True):
        return self.pick(["", "", "", "", "", "-", "-", "+" if begin else "+" if self.chance(0.5) else ""])

    def text(self):
        return "".join(self.pick(TEXTS) for _ in range(self.random.randint(1, 3)))

    def output(self, depth=3):
        kind = self.pick(["str", "int", "float", "bool", "list", "dict", "any", "any", "any", "str", "tuple", "markup", "strs"])
        text = self.expression(kind, depth)
        if self.chance(0.02):
            text += ", " + self.expression("any", 1)
        sign = self.pick(["", "", "", "", "", "-"])
        return f"{self.delimiters[2]}{sign} {text} {self.pick(['', '', '', '', '-'])}{self.delimiters[3]}"

    def body(self, depth, most=4):
        text = ""
        for _ in range(self.random.randint(1, most)):
            self.budget -= 1
            kind = self.random.random()
            if kind < 0.35 or self.budget < 0:
                text += self.text()
            elif kind < 0.62 or depth <= 0:
                text += self.output()
            else:
                text += self.statement(depth - 1)
        return text

    def statement(self, depth):
        rules = [self.condition] * 4 + [self.loop] * 5 + [self.assignment] * 4 + [self.text_assignment, self.scoped_names, self.macro, self.call, self.call,
                 self.filtered, self.escaping, self.raw, self.comment, self.doing, self.doing, self.inclusion, self.importing, self.inner_block,
                 self.recursive_loop, self.space, self.space, self.printing]
        if "loop" in self.inside:
            rules += [self.leaving, self.output_of_loop, self.output_of_loop]
        return self.pick(rules)(depth)

    def condition(self, depth):
        with self.scope():
            text = self.tag(f"if {self.condition_text('bool')}") + self.body(depth)
        if self.chance(0.3):
            with self.scope():
                text += self.tag(f"elif {self.condition_text(self.pick(['bool', 'any']))}") + self.body(depth, 2)
        if self.chance(0.4):
            with self.scope():
                text += self.tag("else") + self.body(depth, 2)
        return text + self.tag("endif")

    def condition_text(self, kind, depth=3):
        """An expression where none with an `if` of its own may stand."""
        text = self.expression(kind, depth)
        return f"({text})" if " if " in text and self.chance(0.97) else text

    def iterable(self):
        """(target, kinds of its names, expression)"""
        kind = self.pick(["list", "ints", "strs", "dicts", "range", "str", "dict", "items", "pairs", "sorted", "groups", "lazy", "any" if self.chance(0.1) else "list"])
        simple = {"ints": "int", "strs": "str", "dicts": "dict", "range": "int", "str": "str", "dict": "str"}
        if kind == "items":
            return "{a}, {b}", ("str", "any"), self.fill(self.pick(["@dict.items()", "@dict|items", "@dict|dictsort"]), 2)
        if kind == "pairs":
            return self.pick(["{a}, {b}", "({a}, {b})"]), ("any", "any"), self.fill("[($any, $any), ($any, $any)]", 2)
        if kind == "groups":
            return "{a}, {b}", ("any", "dicts"), self.fill("@dicts|groupby($str)" if self.chance(0.05) else self.pick(["@dicts|groupby('name')", "@dicts|groupby('age')"]), 2)
        if kind == "sorted":
            return "{a}", ("any",), self.fill("@strs|sort", 2)
        if kind == "lazy":
            return "{a}", ("str",), self.fill(self.pick(["@strs|map('upper')", "@list|select", "@strs|reverse", "@list|batch($small)", "@list|unique"]), 2)
        return "{a}", (simple.get(kind, "any"),), self.condition_text(kind, 2)

    def loop(self, depth, recursive=False):
        target, kinds, iterable = self.iterable()
        with self.scope("loop", *(["captured"] if recursive else [])):
            names = [self.fresh(kind if kind != "any" else "str", "x", "item", "k") for kind in kinds]
            text = f"for {target.format(a=names[0], b=names[-1])} in {iterable}"
            if self.chance(0.15):
                text += " if " + (self.expression("bool", 2) if self.chance(0.4) else f"{names[0]} is not {self.pick(['none', 'string', 'mapping', 'odd' if kinds[0] == 'int' else 'number'])}")
            text = self.tag(text + (" recursive" if recursive else "")) + self.body(depth)
            if self.chance(0.5):
                text += self.output_of_loop(depth)
            if recursive:
                inner = self.pick([self.expression("list", 1), f"{names[0]}.tags", "[]", f"{names[0]}", "us"])
                text += self.tag(f"if loop.depth < {self.pick([2, 3])}") + f"{self.delimiters[2]} loop({inner}) {self.delimiters[3]}" + self.tag("endif")
        if self.chance(0.25):
            with self.scope():
                text += self.tag("else") + self.body(depth, 2)
        return text + self.tag("endfor")

    def recursive_loop(self, depth):
        return self.loop(depth, recursive=True)

    def output_of_loop(self, _):
        member = self.pick(["loop.index", "loop.index0", "loop.revindex", "loop.revindex0", "loop.first", "loop.last", "loop.length", "loop.depth", "loop.depth0",
                            "loop.previtem", "loop.nextitem", "loop.cycle('a', 'b')", "loop.changed(i)", "loop|length", "loop", "loop.nope"])
        return f"{self.delimiters[2]} {member} {self.delimiters[3]}"

    def leaving(self, depth):
        with self.scope():
            return self.tag(f"if {self.expression('bool', 2)}") + self.tag(self.pick(["break", "continue"])) + self.tag("endif")

    def assignment(self, _):
        kind = self.pick(["str", "int", "list", "dict", "strs", "any", "float", "dicts", "ints"])
        value = self.expression(kind)
        if self.chance(0.1):
            return self.tag(f"set {self.fresh('str')}, {self.fresh('int')} = {self.expression('str', 2)}, {self.expression('int', 2)}")
        if self.chance(0.25):
            return self.tag(f"set {self.pick(['i', 's', 'xs', 'd', 'total'])} = {value}")
        return self.tag(f"set {self.fresh(kind if kind != 'any' else 'str')} = {value}")

    def text_assignment(self, depth):
        filters = self.pick(["", "", " | upper", " | trim | replace('a', 'b')", " | length", " | indent(2, true)"])
        with self.scope("captured"):
            body = self.body(depth, 2)
        return self.tag(f"set {self.fresh('str')}{filters}") + body + self.tag("endset")

    def scoped_names(self, depth):
        with self.scope():
            kinds = [self.pick(["str", "int", "list", "dict"]) for _ in range(self.random.randint(0, 2))]
            text = "with " + ", ".join(f"{self.fresh(kind)} = {self.expression(kind, 2)}" for kind in kinds)
            return self.tag(text) + self.body(depth, 3) + self.tag("endwith")

    def space(self, _):
        if self.known("ns") and self.chance(0.7):
            name = self.pick(self.known("ns"))
            return self.tag(f"set {name}.{self.pick(['count', 'count', 'text', 'items'])} = " + self.fill(self.pick(["@ns.count + 1", "$int", "$any", "@ns.text ~ $any"]), 2))
        text = self.pick(["count=0", "count=$int, text=$str", "{'count': 1}", "count=0, items=[]", "{'count': 1}, count=2", "count=0, text=''"])
        text = self.fill(text, 1)
        return self.tag(f"set {self.fresh('ns', 'ns')} = namespace({text})")

    def doing(self, _):
        return self.tag("do " + self.fill(self.pick(["xs.append($any)", "ss.append($str)", "d.update($dict)", "@list.extend($list)", "xs.pop()", "e.clear()", "$any", "d.update({$str: $any})", "is.sort()", "us.reverse()"]), 2))

    def printing(self, _):
        return self.tag("print " + self.expression("any", 2) + self.pick(["", ", " + self.expression("any", 1)]))

    # --- macros ---

    def macro(self, depth=1, name=None):
        if isinstance(depth, str):
            depth, name = 1, depth
        parameters = self.pick(["a", "a, b", "a, b=1", "a='x', b=a", "", "a, b=none, c='é'", "a=[], b=a|length", "a, caller=none"])
        called = name or f"mac{self.counter % 5}"
        with self.scope("macro", "caller"):
            self.inside.discard("loop")
            for parameter in re.findall(r"(?:^|, )(\w+)", parameters):
                self.names.setdefault("str", []).append(parameter)
            body = self.body(depth, 3)
            if self.chance(0.7):
                body += f"{self.delimiters[2]} {self.pick(['caller() if caller is defined', 'caller()', 'caller(1)', 'varargs', 'kwargs', 'a', 'b', 'caller(a, b)'])} {self.delimiters[3]}"
        self.counter += 1
        self.names.setdefault("mac", []).append(called)
        return self.tag(f"macro {called}({parameters})") + body + self.tag("endmacro")

    def call(self, depth):
        if not self.known("mac"):
            return self.macro(depth)
        with self.scope():
            parameters = self.pick(["", "", "(p)", "(p, q=2)"])
            for name in re.findall(r"[pq]\b", parameters):
                self.names.setdefault("any", []).append(name)
                self.names.setdefault("str", []).append(name)
            self.inside = self.inside | {"captured"}
            target = self.fill(self.pick(["@mac()", "@mac($any)", "@mac($str, $any)", "@mac(a=$any)", "@mac($any, b=$any)"]), 2)
            return self.tag(f"call{parameters} {target}") + self.body(depth, 2) + self.tag("endcall")

    # --- scopes of output ---

    def filtered(self, depth):
        filters = self.pick(["upper", "indent(3)", "replace('a', 'b')", "trim|title", "e", "wordwrap(10)", "default('x', true)", "join('-')", "striptags", "center(20)"] * 4 + ["length"])
        with self.scope("captured"):
            return self.tag(f"filter {filters}") + self.body(depth, 3) + self.tag("endfilter")

    def escaping(self, depth):
        with self.scope():
            return self.tag(f"autoescape {self.pick(['true', 'false', 'yes', 'true'])}") + self.body(depth, 3) + self.tag("endautoescape")

    def raw(self, _):
        return self.tag("raw") + self.pick(["{{ x }}", "{% if %}", "a\n", " \n{# no #}"]) + self.tag("endraw")

    def comment(self, _):
        sign = self.pick(["", "", "-", "+"])
        words = self.pick(["a", "{{ x }}", "two\nlines", ""])
        return f"{self.delimiters[4]}{sign} {words} {self.pick(['', '', '-', '+'])}{self.delimiters[5]}"

    # --- other templates ---

    def context_words(self, share):
        # An include without context is broken in Jinja2 where output is captured.
        words = [" with context"] if self.inside & {"captured", "macro", "caller"} else [" with context", " without context"]
        return self.pick(words) if self.chance(share) else ""

    def inclusion(self, depth):
        if not self.pieces or self.chance(0.06):
            missing = ["include 'nope'", "include []", "include ['nope']", "include 1"] if self.chance(0.05) else ["include 'nope' ignore missing", "include ['nope', 'none'] ignore missing"]
            return self.tag(self.pick(missing))
        name = self.pick(self.pieces)
        name = self.pick([f"'{name}'", f"'{name}'", f"['nope', '{name}']", f"('nope', '{name}')", f"'{name}' ~ ''", f"'{name}' if {self.expression('bool', 1)} else '{name}'"])
        return self.tag(f"include {name}{self.pick(['', '', '', ' ignore missing'])}{self.context_words(0.3)}")

    def importing(self, depth):
        if not self.libraries:
            return self.assignment(depth)
        if self.chance(0.5):
            self.names.setdefault("mac", []).append("lib.helper")
            self.names.setdefault("any", []).append("lib.constant")
            return self.tag(f"import 'lib' as lib{self.context_words(0.4)}")
        self.names.setdefault("mac", []).append("helper")
        return self.tag(f"from 'lib' import {self.pick(['helper', 'helper, constant', 'helper, other as another', 'helper, nope', 'constant, helper'])}{self.context_words(0.4)}")

    def block(self, depth, name):
        self.blocks.append(name)
        words = self.pick(["", "", "", " scoped"])
        if self.chance(0.005):
            return self.tag(f"block {name}{words} required") + self.pick(["", " \n"]) + self.tag("endblock")
        with self.scope("block"):
            if " scoped" not in words:
                self.inside.discard("loop")
                self.inside.discard("macro")
            body = self.body(depth, 3)
        return self.tag(f"block {name}{words}") + body + self.tag("endblock" + self.pick(["", f" {name}"]))

    def inner_block(self, depth):
        if self.inside & {"macro", "caller"}:
            return self.text()
        free = [name for name in ("one", "two", "three", "four", "five") if name not in self.blocks]
        return self.block(depth, free[0]) if free else self.text()

