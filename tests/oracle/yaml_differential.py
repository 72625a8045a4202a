#!/usr/bin/python3
"""Reads random and hand-made YAML with PyYAML's SafeLoader and with ours: the same values, or both an error. What we
write of it then reads back the same with PyYAML.

The pure-Python SafeLoader is the reference. Usage: yaml_differential.py PROGRAM [--seed N] [--count N], where PROGRAM is
yaml_to_json. Differences that are meant stand in KNOWN, each with a function that recognises it.
"""

import argparse
import json
import math
import random
import re
import subprocess
import sys
from pathlib import Path

import yaml
from yaml_generator import WORDS, Generator

HERE = Path(__file__).resolve().parent


class Loader(yaml.SafeLoader):
    """PyYAML's own, but timestamps stay text, which is what Sailmaker promises."""


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_str)


class Unsupported(Exception):
    """A Python value that JSON has no counterpart for."""


def described(value, depth=0):
    if depth > 300:
        raise Unsupported("recursive")
    if value is None:
        return ["null", ""]
    if isinstance(value, bool):
        return ["bool", "true" if value else "false"]
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, float):
        return ["float", "nan" if math.isnan(value) else repr(value)]
    if isinstance(value, str):
        return ["str", value]
    if isinstance(value, list):
        return ["list", [described(item, depth + 1) for item in value]]
    if isinstance(value, dict):
        return ["map", [[described(key), described(item, depth + 1)] for key, item in value.items()]]
    raise Unsupported(type(value).__name__)


def theirs(text):
    """("value", tree) or ("error", sentence)."""
    try:
        return "value", described(yaml.load(text, Loader))
    except Unsupported as what:
        return "unsupported", str(what)
    except Exception as error:  # PyYAML lets ValueError, KeyError and others out
        return "error", f"{type(error).__name__}: {error}"


def c_agrees(text, ours):
    """Whether PyYAML on top of libyaml has our opinion: then the two scanners differ, not we."""

    class CLoader(yaml.CSafeLoader):
        pass

    CLoader.yaml_implicit_resolvers = Loader.yaml_implicit_resolvers
    CLoader.add_constructor("tag:yaml.org,2002:timestamp", CLoader.construct_yaml_str)
    # A lone '!' is null for the pure loader and for us, but empty text for the C loader.
    for asked in (text, re.sub(r"(^|[\s\[{:,])!(?=[,\s\]}]|$)", r"\1!!null", text)):
        try:
            answer = "value", described(yaml.load(asked, CLoader))
        except Exception as error:
            answer = "error", str(error)
        if answer == ours or answer[0] == ours[0] == "error":
            return True
    return False


# Differences that are meant: name, and a test of (text, their answer, our answer).
KNOWN = (
    # The last of equal keys wins there; here they are an error.
    ("duplicate key", lambda text, their, our: our[0] == "error" and "stands twice in this map" in our[1]),
    # Values that no JSON holds: sets, bytes, lists of pairs, recursive lists. Python makes them, we refuse.
    ("no JSON", lambda text, their, our: our[0] == "error" and (their[0] == "unsupported" or "inside of what" in our[1])),
    # Tags of a merged map are not looked at there, because it is never constructed; nor is what is in it.
    ("tag of a merged map", lambda text, their, our: our[0] == "error" and "the tag" in our[1] and "<<" in text),
    # The pure scanner and libyaml's differ, and Sailmaker reads with libyaml: tabs inside of and behind plain text are
    # errors there (`a<tab>b`); `[a:]` and `[?]` are errors here; a ',' ends a tag in [ ] and { } only here (`[!!str, a]`).
    ("libyaml", lambda text, their, our: c_agrees(text, our)),
)


def ask(program, texts, *options):
    """Our answers, in order: (kind, content), where kind is value, yaml or error."""
    request = b"".join(b"%d\n%s" % (len(data), data) for data in (text.encode() for text in texts))
    done = subprocess.run([program, *options], input=request, stdout=subprocess.PIPE, check=True)
    answers = [next(iter(json.loads(line).items())) for line in done.stdout.decode().split("\n")[:-1]]
    if len(answers) != len(texts):
        sys.exit(f"{len(texts)} documents, but {len(answers)} answers")
    return answers


def texts(seed, count):
    """The hand-made ones (tests/yaml/cases), then random ones."""
    for path in sorted((HERE.parent / "yaml" / "cases").glob("*.yaml")):
        yield path.read_bytes().decode(errors="replace")
    generator = Generator(seed)
    for word in WORDS:
        yield from (word, f"a: {word}\n", f"{word}: a\n", f"- {word}\n", f"[{word}]\n", f"{{a: {word}}}\n", f"{{{word}: a}}\n")
    for _ in range(count):
        yield generator.document() if generator.chance(0.6) else generator.broken()


def text_list(seed):
    """A list of texts that are hard to write, as JSON, which is YAML."""
    source = random.Random(seed)
    pieces = ["a", "1", ".", "-", ":", ": ", " ", " #", "\n", "\n", "\t", "'", '"', "yes", "~", "e5", "0x", "_", "{", "]", ",", "&"]
    pieces += ["!", "|", "%", "@", "=", "<<", "é", "한", "\x07", "\x85", "\u2028", "---", "...", "? ", "2020-01-01", "\r"]
    return json.dumps(["".join(source.choices(pieces, k=source.randint(0, 6))) for _ in range(40)])


def compare_readers(program, documents):
    """Number of differences that are not known; prints the first ones."""
    known = dict.fromkeys((name for name, _ in KNOWN), 0)
    values = different = 0
    for text, our in zip(documents, ask(program, documents)):
        their = theirs(text)
        values += their[0] == "value"
        if their == our or their[0] == our[0] == "error":
            continue
        reason = next((name for name, test in KNOWN if test(text, their, our)), None)
        if reason:
            known[reason] += 1
            continue
        different += 1
        if different <= 10:
            print(f"--- {text!r}\nPyYAML: {their}\nours:   {our}")
    print(f"{len(documents)} documents, {values} of them good; known differences: {known}; others: {different}")
    return different + (values < len(documents) // 4)


def compare_writer(program, documents):
    """Number of documents that PyYAML reads differently after we have read and written them."""
    pairs = [pair for pair in zip(ask(program, documents), ask(program, documents, "--write")) if pair[0][0] == "value"]
    different = 0
    for (_, value), (_, written) in pairs:
        back = theirs(written)
        if back == ("value", value):
            continue
        different += 1
        if different <= 10:
            print(f"--- written:\n{written}PyYAML: {back}\nours:   {value}")
    print(f"{len(pairs)} documents written; PyYAML reads {different} of them differently")
    return different + (not pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=4000)
    options = parser.parse_args()
    documents = list(texts(options.seed, options.count))
    strings = [text_list(options.seed + i) for i in range(options.count // 20)]
    different = compare_readers(options.program, documents) + compare_writer(options.program, documents + strings)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
