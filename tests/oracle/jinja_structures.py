"""Makes cases of many statements and simple expressions, whose few names all mean several things: scopes and the flow of control are
where they differ if anywhere."""

from jinja_generator import Generator, Templates

NAMES = ("a", "b", "i", "s", "caller", "varargs", "kwargs", "loop", "self", "super", "mac0", "mac1", "lib")
SIMPLE = ("a", "b", "i", "s", "a", "b", "1", "'x'", "xs", "[a, b]", "a ~ b", "a is defined", "(a, b)", "loop.index", "loop", "caller", "caller()", "kwargs", "varargs", "super()", "self.body()",
          "mac0()", "mac1(1)", "mac0(b=2)", "loop.last", "loop.first", "not a", "a and b", "a or b", "(a if b)", "(a if b else i)", "ns.count", "lib.helper(1)", "mac0.name", "helper()", "s.upper()", "xs[0]", "d.a", "range(2)",
          "[1, 2]", "'ab'", "{}", "{'a': 1}", "none", "true", "false", "a == b", "a in xs", "namespace(count=1)", "loop.changed(a)", "xs.append(a)", "loop.cycle(1, 2)", "super.super()", "i + 1", "caller(a)", "a.b", "nope.x")


class StructureTemplates(Templates):
    def make(self):
        self.wrongness = 0.05
        return super().make()

    def expression(self, kind="any", depth=3):
        for _ in range(20):
            text = self.pick(SIMPLE)
            if self.fits(text.replace("ns.", "@ns.").replace("mac", "@mac")):
                return text
        return "a"

    def condition_text(self, kind, depth=3):
        return self.expression()

    def iterable(self):
        target = self.pick(["{a}", "{a}", "{a}", "{a}, {b}"])
        return target, ("str",) * target.count("{"), self.pick(["'ab'", "[1, 2]", "xs", "[]", "''", "range(3)", "[[1, 2], [3, 4]]", "a", "d|dictsort", "d.items()", "[1, 2]|map('string')", "xs|select", "b", "nope", "i", "kwargs", "varargs"])

    def fresh(self, kind, *prefixes):
        name = self.pick(NAMES if self.chance(0.3) else NAMES[:4])
        self.names.setdefault(kind, []).append(name)
        return name


class Structures(Generator):
    """A stream of such cases, the same for the same seed."""

    def case(self):
        options = self.options()
        made = StructureTemplates(self.random, options).make()
        context = {"i": 1, "s": "s", "xs": [1, "x"], "d": {"a": 1, "b": [2]}, "yes": True, "no": False}
        if self.chance(0.5):
            context.update(a=self.pick([1, "A", [1]]), b=self.pick([0, "B", None]))
        if self.chance(0.05):
            context.update(caller="C", loop="L")
        return {"template": made.pop("main"), "name": "main", "context": context, "templates": made, "options": options}


class Sources(Structures):
    """A stream of cases with many options of the lexer, half of them broken, the same for the same seed."""

    def options(self):
        return {name: value for _ in range(4) for name, value in super(Sources, self).options().items()}

    def case(self):
        case = super().case()
        while self.chance(0.6):
            case["template"] = self.broken(case["template"])
        return case
