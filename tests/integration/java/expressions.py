"""Makes expressions of Spring's language from a seed: by its grammar, and by damaging what the grammar made."""

import random

NAMES = ["parameters", "trigger", "execution", "x", "context", "outputs", "T", "new", "eq", "div", "not", "and", "größe", "_a", "$b", "變數"]
FUNCTIONS = ["stage", "toInt", "toJson", "fromUrl", "currentStage", "readJson", "manifestLabelValue"]
TYPES = ["String", "java.time.Instant", "java.lang.Math", "int", "java.util.Date", "a.b$C", "x1"]
LITERALS = ["1", "0", "42L", "0x1F", "0xFFL", "1.5", "2.5f", "1e3", "1.0e-3d", "7f", "2147483647", "true", "FALSE", "null", "Null",
            "'a'", "'it''s'", '"b"', '"say ""hi"""', "''", "'${'", "'}'", "'größe'", '"日本"']
RELATIONS = ["==", "!=", "<", ">", "<=", ">=", "eq", "NE", "lt", "gt", "le", "GE", "matches", "between", "instanceof"]
# What mutation puts in: everything the tokenizer knows, and some of what it does not.
PIECES = ["(", ")", "[", "]", "{", "}", ",", ":", ".", "?", "?.", "?:", "?[", "^[", "$[", "![", "!", "^", "+", "-", "++", "--", "*", "/",
          "%", "=", "==", "&", "&&", "|", "||", "#", "@", "$", "'", '"', "\\", " ", "\t", "\n", "0x", "1e", "1.", "1L", "2147483648", "9" * 19,
          "1.5L", "~", "`", ";", "€", "é", "😀", "new ", "T(", "null", "or", "and", "not", "eq", "1ex", "${", "}"]


class Grammar:
    """Expressions that Spring accepts, at most `depth` levels deep; nearly all, as `new]` and the like mean other things."""

    def __init__(self, random_source):
        self.random = random_source

    def blank(self):
        return self.random.choice(["", "", "", " ", " ", "\n "])

    def arguments(self, depth):
        count = self.random.choice([0, 1, 1, 2, 3])
        inner = ", ".join(self.expression(depth - 1) for _ in range(count))
        return f"({inner}{',' if count and self.random.random() < 0.05 else ''})"

    def step(self, depth):
        dot = self.random.choice([".", ".", ".", "?."])
        name = self.random.choice(NAMES)
        kind = self.random.randrange(7) if depth > 0 else 6
        if kind == 0:
            return f"[{self.expression(depth - 1)}]"
        if kind == 1:
            return f"{dot}{name}{self.arguments(depth)}"
        if kind == 2:
            return f"{dot}{self.random.choice(['?[', '^[', '$[', '!['])}{self.expression(depth - 1)}]"
        if kind == 3:
            return f"?.[{self.expression(depth - 1)}]"
        return f"{dot}{name}"

    def collection(self, depth):
        kind = self.random.randrange(4)
        if kind == 0:
            return self.random.choice(["{}", "{:}", "{ }", "{ : }"])
        if kind == 1:
            entries = [f"{self.expression(depth - 1)}: {self.expression(depth - 1)}" for _ in range(self.random.randint(1, 3))]
            return "{" + ", ".join(entries) + "}"
        return "{" + ", ".join(self.expression(depth - 1) for _ in range(self.random.randint(1, 4))) + "}"

    def start(self, depth):
        kind = self.random.randrange(12)
        if depth <= 0 or kind < 3:
            return self.random.choice(LITERALS)
        if kind < 5:
            return self.random.choice(NAMES[:6])
        if kind == 5:
            return f"#{self.random.choice(FUNCTIONS)}{self.random.choice(['', '', ' '])}{self.arguments(depth)}"
        if kind == 6:
            return f"#{self.random.choice(['root', 'this', 'x', 'v1'])}"
        if kind == 7:
            return f"T({self.random.choice(TYPES)}{self.random.choice(['', '', '[]', '[][]'])})"
        if kind == 8:
            array = f"[{self.random.choice(['', '3', self.expression(depth - 1)])}]{self.random.choice(['', '{1, 2}'])}"
            return f"new {self.random.choice(TYPES)}{self.random.choice([self.arguments(depth), array])}"
        if kind == 9:
            return self.collection(depth)
        if kind == 10:
            return self.random.choice(["@bean", "&factory", "@'a.b'", "![x]", "?[x > 1]", "^[true]"])
        return f"({self.expression(depth - 1)})"

    def operand(self, depth):
        steps = "".join(self.step(depth) for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])))
        sign = self.random.choice([""] * 12 + ["!", "-", "+", "++", "--", "not ", "!!"])
        return f"{sign}{self.start(depth)}{steps}{self.random.choice([''] * 20 + ['++', '--'])}"

    def sum(self, depth):
        text = self.operand(depth)
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            operator = self.random.choice(["+", "-", "*", "/", "%", "div", "MOD", "^"])
            text = f"{text} {operator} {self.operand(depth)}"
        return text

    def relation(self, depth):
        left = self.sum(depth)
        return left if self.random.random() < 0.75 else f"{left} {self.random.choice(RELATIONS)} {self.sum(depth)}"

    def expression(self, depth):
        text = self.relation(depth)
        for _ in range(self.random.choice([0, 0, 0, 0, 1, 2])):
            text = f"{text} {self.random.choice(['&&', '||', 'and', 'OR'])} {self.relation(depth)}"
        kind = self.random.randrange(14)
        if depth > 0 and kind == 0:
            return f"{text} ? {self.expression(depth - 1)} : {self.expression(depth - 1)}"
        if depth > 0 and kind == 1:
            return f"{text}{self.blank()}?: {self.expression(depth - 1)}"
        return f"{text} = {self.relation(depth)}" if kind == 2 else text


def damage(random_source, text):
    """One to three pieces put in, taken out, doubled or swapped."""
    for _ in range(random_source.randint(1, 3)):
        at = random_source.randint(0, len(text))
        end = min(len(text), at + random_source.randint(1, 4))
        kind = random_source.randrange(4)
        if kind == 0:
            text = text[:at] + random_source.choice(PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[end:]
        elif kind == 2:
            text = text[:end] + text[at:end] + text[end:]
        else:
            text = text[:at] + random_source.choice(PIECES) + text[end:]
    return text


def noise(random_source):
    """Pieces of the language in any order."""
    words = PIECES + NAMES + LITERALS
    return "".join(random_source.choice(words) + random_source.choice(["", "", " "]) for _ in range(random_source.randint(1, 7)))


def from_grammar(seed, count):
    grammar = Grammar(random.Random(seed))
    return [grammar.expression(grammar.random.randint(0, 3)) for _ in range(count)]


def damaged(seed, count):
    source = random.Random(seed)
    grammar = Grammar(source)
    made = []
    while len(made) < count:
        text = damage(source, grammar.expression(source.randint(0, 2))) if source.random() < 0.7 else noise(source)
        if text.strip(" \t\r\n"):
            made.append(text)
    return made


def templates(seed, count):
    """Texts with expressions in them, half of them damaged as a whole."""
    source = random.Random(seed)
    grammar = Grammar(source)
    made = []
    while len(made) < count:
        pieces = []
        for _ in range(source.randint(1, 3)):
            pieces.append(source.choice(["", "", "version ", "} ", "$", "\\", "{", "it's ", "\n", "größe="]))
            pieces.append("${" + grammar.blank() + grammar.expression(source.randint(0, 2)) + grammar.blank() + "}")
        text = "".join(pieces)
        made.append(damage(source, text) if source.random() < 0.5 else text)
    return made
