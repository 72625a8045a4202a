"""Makes YAML texts for the differential tests: whole documents from a small grammar, and broken ones from those."""

import random

WORDS = (
    "a b key name x-y some_text yes no on off y n true False NULL null ~ = << - -- -a ? : :a a:b http://x/y # a#b a, "
    "'it''s' \"q\\n\" {} [] {a} [a, b] {a: 1} {\"a\":1} [1,2] 0 1 -1 +1 00 010 08 0x1F 0x_ 0b101 0b2 1_000 _1 1:30 1:60 -1:30:59 "
    "1.0 1.10 1. .5 -.5 +.5 1e3 1.0e3 1.0e+3 1.5E-7 .inf -.INF .nan .NaN 1:30.5 1_0.5 685_230.15 190:20:30 12e03 0o17 "
    "1.2.3 v1.0 2020-01-01 2020-1-1 2001-12-14t21:59:43.10-05:00 99999999999999999999 -0xFFFFFFFFFFFFFFFFFF 9223372036854775807 "
    "9223372036854775808 -9223372036854775808 &a *a !!str !!int !foo ! | > |- |+ >- @x `x %x ${a.b} ${#x} a: b: é 한글 \t a\tb"
).split(" ")
KEYS = "a b c d e name stages x.y 'q r' \"s\" 1 1.5 true null yes ~ <<".split(" ")
TEXTS = ["line one\nline two\n", "x\n\n\ny", "  lead\nnext\n", "tail\n\n", "a: b\n# no comment\n", "end", "ü\n한\n"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.anchors = 0

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, share):
        return self.random.random() < share

    def scalar(self):
        return self.pick(WORDS)

    def comment(self):
        return self.pick(["", "", "", "", " # note", "  #x"])

    def document(self):
        self.anchors = 0
        text = self.node(0, 0)
        if self.chance(0.1):
            text = "---\n" + text
        if self.chance(0.1):
            text = "# head\n\n" + text
        return text

    def anchor(self):
        if self.chance(0.06):
            self.anchors += 1
            return f"&n{self.anchors} "
        return ""

    def node(self, indent, depth):
        """Lines of a block node, each indented, with its newline."""
        kind = self.random.random()
        if depth > 4 or kind < 0.15:
            return " " * indent + self.inline(depth) + self.comment() + "\n"
        return self.map(indent, depth) if kind < 0.65 else self.list(indent, depth)

    def inline(self, depth):
        if depth < 6 and self.chance(0.15):
            return self.flow(depth + 1)
        if self.anchors and self.chance(0.08):
            return f"*n{self.random.randint(1, self.anchors)}"
        return self.anchor() + self.scalar()

    def flow(self, depth):
        space = self.pick(["", " ", " ", "\n     "])
        if self.chance(0.5):
            items = [self.inline(depth) for _ in range(self.random.randint(0, 3))]
            return "[" + ("," + space).join(items) + self.pick(["", "", " ", ","]) + "]"
        items = [f"{self.pick(KEYS)}:{self.pick([' ', ' ', ''])}{self.inline(depth)}" for _ in range(self.random.randint(0, 3))]
        return "{" + ("," + space).join(items) + self.pick(["", "", " "]) + "}"

    def literal(self, indent):
        text = self.pick(TEXTS)
        head = self.pick("|>") + self.pick(["", "-", "+"]) + self.pick(["", "", "", str(self.random.randint(1, 3))])
        lines = [" " * indent + line if line else line for line in text.split("\n")]
        return head + self.comment() + "\n" + "\n".join(lines) + "\n"

    def value(self, indent, depth):
        """What stands behind 'key:' or '-', from the blank on."""
        kind = self.random.random()
        if kind < 0.5:
            return " " + self.inline(depth) + self.comment() + "\n"
        if kind < 0.58:
            return " " + self.literal(indent + self.random.randint(1, 3))
        if kind < 0.63:
            return self.comment() + "\n"
        deeper = indent + self.random.randint(1, 3)
        return self.pick([" " + self.anchor(), self.comment()]).rstrip(" ") + "\n" + self.node(deeper, depth + 1)

    def map(self, indent, depth):
        keys = self.random.sample(KEYS, self.random.randint(1, 5))
        lines = []
        for key in keys:
            if key == "<<":
                if self.anchors:
                    lines.append(f"{' ' * indent}<<: *n{self.random.randint(1, self.anchors)}\n")
                continue
            if self.chance(0.1):
                lines.append(f"{' ' * indent}{key}:\n{self.list(indent, depth + 1)}")
            else:
                lines.append(f"{' ' * indent}{key}:{self.value(indent, depth)}")
            if self.chance(0.05):
                lines.append(self.pick(["\n", "# c\n", "   \n", " " * indent + "# c\n"]))
        return "".join(lines)

    def list(self, indent, depth):
        lines = []
        for _ in range(self.random.randint(1, 4)):
            if self.chance(0.3) and depth < 5:
                inner = self.node(indent + 2, depth + 1)
                lines.append(" " * indent + "- " + inner[indent + 2 :])
            else:
                lines.append(" " * indent + "-" + self.value(indent, depth))
        return "".join(lines)

    def broken(self):
        """A document with a few characters changed."""
        text = list(self.document())
        for _ in range(self.random.randint(1, 3)):
            place = self.random.randint(0, len(text))
            what = self.random.random()
            if what < 0.4 and place < len(text):
                del text[place]
            elif what < 0.8:
                text.insert(place, self.pick(list(" \n:-'\"[]{},#&*!|>%@\t?ab1") + ["\n  ", ": ", "- "]))
            elif place < len(text):
                text[place] = self.pick(" \n:-#'\"ab")
        return "".join(text)
