"""Makes a case of the Jinja differential test small while it still shows its difference."""

import re
import time


def shrink(case, shows, seconds=8):
    """A smaller case for which `shows` holds, found within about that time."""
    shrinker = Shrinker(case, shows, time.monotonic() + seconds)
    before = None
    while shrinker.size() != before and not shrinker.late():
        before = shrinker.size()
        shrinker.drop_keys()
        shrinker.shorten("template")
        for name in list(shrinker.case["templates"]):
            shrinker.shorten(name)
    return shrinker.case


class Shrinker:
    def __init__(self, case, shows, end):
        self.case = case
        self.shows = shows
        self.end = end

    def size(self):
        return len(str(self.case))

    def late(self):
        return time.monotonic() > self.end

    def accept(self, case):
        if self.late() or not self.shows(case):
            return False
        self.case = case
        return True

    def drop_keys(self):
        for part in ("templates", "options", "context"):
            if self.case[part]:
                self.accept({**self.case, part: {}})
            for name in list(self.case[part]):
                self.accept({**self.case, part: {key: value for key, value in self.case[part].items() if key != name}})

    def with_text(self, name, text):
        if name == "template":
            return {**self.case, "template": text}
        return {**self.case, "templates": {**self.case["templates"], name: text}}

    def shorten(self, name):
        text = self.case["template"] if name == "template" else self.case["templates"][name]
        for pattern in (r"(\{[%{].*?[%}]\})", r"(\n)", r"(\W)", r"()"):
            text = self.drop_pieces(name, [piece for piece in re.split(pattern, text, flags=re.S) if piece] if pattern != "()" else list(text))

    def drop_pieces(self, name, pieces):
        """Without as many runs of pieces as can go, long runs first."""
        run = max(1, len(pieces) // 2)
        while True:
            at = 0
            while at < len(pieces) and not self.late():
                fewer = pieces[:at] + pieces[at + run:]
                if self.accept(self.with_text(name, "".join(fewer))):
                    pieces = fewer
                else:
                    at += run
            if run == 1:
                return "".join(pieces)
            run = max(1, run // 2)
