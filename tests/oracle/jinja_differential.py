#!/usr/bin/python3
"""Renders random templates with Python's Jinja2 and with `sailmaker jinja --jsonl`: the same output to the byte, or the same kind of
error on the same line.

What differs is made small and printed as a request for the program. Differences that are meant stand in jinja_known.py, each with a function
that recognises it. The same seed makes the same cases; the program is $SAILMAKER or the first argument.
"""

import argparse
import collections
import json
import os
import select
import subprocess
import sys
import time
import warnings

import jinja2
from jinja_calls import Calls, Expressions
from jinja_generator import Generator
from jinja_known import reason_for, same
from jinja_python import SECONDS, render, render_plain_dict, render_unfolded
from jinja_shrink import shrink
from jinja_structures import Sources, Structures

TELL = 300  # seconds between the lines that say how far it is
KINDS = {"templates": (Generator, 0.6), "calls": (Calls, 0.1), "expressions": (Expressions, 0.1), "structures": (Structures, 0.1), "sources": (Sources, 0.1)}  # and which share of them must render
MORE = {"steps": 10**9, "output": 1 << 30, "range": 10**8}


class Program:
    """Ours; started again when it dies or hangs, which is a difference too."""

    def __init__(self, path):
        self.path = path
        self.process = None

    def ask(self, case):
        if self.process is None:
            self.process = subprocess.Popen([self.path, "jinja", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        try:
            self.process.stdin.write((json.dumps(case) + "\n").encode())
            answer = self.line()
        except BrokenPipeError:
            answer = b""
        if answer:
            return json.loads(answer)
        self.process.kill()
        code, self.process = self.process.wait(), None
        return {"ok": False, "error": {"type": "Crash", "message": f"no answer within {SECONDS} s, or died: {code}", "line": None}}

    def line(self):
        answer = b""
        while not answer.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], SECONDS)[0]:
                return b""
            piece = self.process.stdout.read(1 << 16)
            if not piece:
                return b""
            answer += piece
        return answer


class Differential:
    def __init__(self, program):
        self.program = Program(program)
        self.counts = collections.Counter()
        self.known = collections.Counter()
        self.errors = collections.Counter()

    def differs(self, case):
        """(theirs, ours) of a difference that is not known, or None."""
        their = render(case)
        if their is None:
            self.counts["too slow"] += 1
            return None
        our = self.program.ask(case)
        self.counts["good" if their["ok"] else "errors"] += 1
        if not their["ok"]:
            self.errors[their["error"]["type"]] += 1
        if same(their, our):
            return None
        reason = reason_for(case, their, our, lambda: render_unfolded(case) or their, lambda: render_plain_dict(case) or their,
                            lambda: self.program.ask({**case, "limits": MORE}))
        if reason:
            self.known[reason] += 1
            return None
        return their, our

    def report(self, case):
        """Makes the case small and prints it with the two answers."""
        quiet, self.counts, self.known, self.errors = (self.counts, self.known, self.errors), *(collections.Counter() for _ in range(3))
        sort = [kind_of(answer) for answer in self.differs(case) or ()]
        case = shrink(case, lambda small: [kind_of(answer) for answer in self.differs(small) or ()] == sort)
        their, our = self.differs(case) or (render(case), self.program.ask(case))
        self.counts, self.known, self.errors = quiet
        print(f"--- {json.dumps(case, ensure_ascii=False)}\n{case['template']}")
        for name, text in case["templates"].items():
            print(f">>> {name}\n{text}")
        for name, answer in (("Jinja2", their), ("ours  ", our)):
            print(f"{name}: {answer.get('output')!r}" if answer["ok"] else f"{name}: {answer['error']}", flush=True)


def kind_of(answer):
    return answer["ok"] or answer["error"]["type"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", nargs="?", default=os.environ.get("SAILMAKER"), help="sailmaker (default: $SAILMAKER)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after so long")
    parser.add_argument("--cases", type=int, default=None, help="stop after so many (default: 4000, unless --seconds is given)")
    parser.add_argument("--of", choices=KINDS, default="templates", help="templates; or calls, single ones with arguments of every kind; expressions whose parts often have the wrong type; "
                        "structures, of many statements with few names; sources, with many options of the lexer, half of them broken (templates)")
    parser.add_argument("--most", type=int, default=20, help="differences to find before it stops (20)")
    options = parser.parse_args()
    if options.program is None:
        parser.error("which program? Name it, or set $SAILMAKER")
    if options.cases is None:
        options.cases = 4000 if options.seconds == 1e9 else 10**12
    return options


def main():
    options = arguments()
    warnings.simplefilter("ignore")
    test = Differential(options.program)
    generator, least = KINDS[options.of]
    generator = generator(options.seed)
    begun = told = time.monotonic()
    cases = different = 0
    while cases < options.cases and time.monotonic() - begun < options.seconds and different < options.most:
        case = generator.case()
        cases += 1
        if time.monotonic() - told > TELL:
            told = time.monotonic()
            print(f"{told - begun:.0f} s: {cases} cases, {different} differences", file=sys.stderr, flush=True)
        if test.differs(case):
            different += 1
            test.report(case)
    print(f"Jinja2 {jinja2.__version__}, seed {options.seed}: {cases} cases in {time.monotonic() - begun:.0f} s; " + ", ".join(f"{n} {kind}" for kind, n in test.counts.items()))
    print(f"errors: {dict(test.errors.most_common())}")
    print(f"known differences: {dict(test.known)}; others: {different}")
    good_enough = test.counts["good"] >= least * cases
    if not good_enough:
        print(f"fewer than {least:.0%} of the cases render: too few to say much")
    sys.exit(different > 0 or not good_enough)


if __name__ == "__main__":
    main()
