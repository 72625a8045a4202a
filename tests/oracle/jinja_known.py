"""Differences from Jinja2 that are meant, each as narrow as it can be told from a case and the two answers; the reasons stand in
docs/jinja-compatibility.md under the same names."""

import html
import re

# Errors whose kind is an accident of how Jinja2 uses Python: any error of ours will do.
ACCIDENTS = {"AttributeError", "AssertionError", "NameError", "RecursionError", "RuntimeError", "SyntaxError", "SystemError", "UnboundLocalError",
             "UnicodeDecodeError", "UnicodeEncodeError"}
# Errors whose line is another's: of whoever was called last, or of the tag that loads a template which Python refuses to compile.
NO_LINE = {"RecursionError", "SyntaxError"}
FAMILY = {"TemplateAssertionError": "TemplateSyntaxError", "TemplatesNotFound": "TemplateNotFound", "IndexError": "LookupError", "KeyError": "LookupError",
          "FloatingPointError": "ArithmeticError", "OverflowError": "ArithmeticError"}


def family(kind):
    return FAMILY.get(kind, kind)


def same(theirs, ours):
    """Whether the two answers agree: output to the byte, or the kind of error and its line."""
    if theirs["ok"] or ours["ok"]:
        return theirs["ok"] and ours["ok"] and theirs["output"] == ours["output"]
    their, our = theirs["error"], ours["error"]
    if their["type"] not in ACCIDENTS and family(their["type"]) != family(our["type"]):
        return False
    return their["line"] is None or their["type"] in NO_LINE or their["line"] == our["line"]


def source_of(case):
    return "\n".join([case["template"], *case["templates"].values()])


def line_text(case, line):
    """The texts that stand on that line in some template of the case."""
    sources = (case["template"], *case["templates"].values())
    return "\n".join(lines[line - 1] for lines in (source.split("\n") for source in sources) if 0 < line <= len(lines))


def line_before(case, theirs, ours, word):
    """Errors of the same kind, theirs on an earlier line than ours, whose line has a tag with that word."""
    their, our = theirs.get("error"), ours.get("error")
    if not their or not our or family(their["type"]) != family(our["type"]) or not their["line"] or not our["line"]:
        return False
    return their["line"] < our["line"] and re.search(rf"\b{word}\b", line_text(case, our["line"])) is not None


def has_address(output):
    """Whether a Python object was printed, however its text was cut, wrapped, escaped, turned around or changed in case."""
    text = re.sub(r"[\W_]", "", html.unescape(html.unescape(output))).lower()
    words = re.compile("at0x[0-9a-f]{6}|onlistwithid|ondictwithid|generatorobj|builtinmeth|boundmeth|reverseiter")
    return words.search(text) is not None or words.search(text[::-1]) is not None


def counts_address(case, theirs, ours):
    """Whether the words of a method's text were counted, of which its address is one."""
    if not theirs["ok"] or not ours["ok"] or "wordcount" not in source_of(case):
        return False
    return re.sub(r"\d+", "#", theirs["output"]) == re.sub(r"\d+", "#", ours["output"]) and re.search(r"\battr\b|\.\w+\s*[|)]", source_of(case)) is not None


def is_limit(answer):
    return not answer["ok"] and answer["error"]["type"] == "LimitError"


def is_endless(answer):
    """With room for a hundred times as much, it may also take longer than is waited."""
    return is_limit(answer) or (not answer["ok"] and answer["error"]["type"] == "Crash")


def prints_class(case, theirs, ours):
    """Whether a class of Python was looked into: dict['x'] and so dict.x is `dict['x']`."""
    if not ours["ok"] and "'function object' has no " in ours["error"]["message"]:
        return True
    if re.search(r"\b(dict|range)\b(?!\s*\()", source_of(case)) is None:
        return False
    return not theirs["ok"] or re.search(r"dict\[|of .{1,5}(dict|range)\b", theirs["output"]) is not None


KNOWN = (
    # A filter block that gives no text fails there when all output is joined at the end, so on no line and after any other error.
    ("filter block without text", lambda case, theirs, ours: not theirs["ok"] and not ours["ok"]
     and ours["error"]["message"].startswith("a filter block's result must be text")),
    ("values of with", lambda case, theirs, ours: line_before(case, theirs, ours, "with")),
    # What stands for an unknown filter there takes no arguments with names.
    ("arguments of unknown filters", lambda case, theirs, ours: not theirs["ok"] and not ours["ok"]
     and re.search(r"\bt_\d+\(\) got an unexpected keyword argument", theirs["error"]["message"]) is not None
     and re.match(r"No (filter|test) named ", ours["error"]["message"]) is not None),
    ("namespace members", lambda case, theirs, ours: line_before(case, theirs, ours, "set")
     and theirs["error"]["message"] == ours["error"]["message"] == "cannot assign attribute on non-namespace object"),
    # A recursive loop around one is never even run there.
    ("captured include", lambda case, theirs, ours: "without context" in source_of(case)
     and (re.search(r"\brecursive\b.*\bwithout context", source_of(case), re.S) is not None
          or (not theirs["ok"] and theirs["error"]["message"].endswith("expected str instance, generator found")))),
    # Its compiler does not look for names there.
    ("lost names", lambda case, theirs, ours: not theirs["ok"] and re.search(r"\bset\b[^%\n]*\|", source_of(case)) is not None
     and theirs["error"]["message"].startswith("Tried to resolve a name to a reference that was unknown to the frame")),
    ("sets", lambda case, theirs, ours: not ours["ok"]
     and re.search(r"operand type\(s\) for -: .*'dict_(keys|items)'|not supported between .*'dict_items'", ours["error"]["message"]) is not None),
    ("loop as a sequence", lambda case, theirs, ours: not ours["ok"] and ours["error"]["message"] == "'LoopContext' object is not iterable"),
    ("complex numbers", lambda case, theirs, ours: not ours["ok"] and "complex number" in ours["error"]["message"]),
    ("classes", lambda case, theirs, ours: prints_class(case, theirs, ours)),
    ("extended twice", lambda case, theirs, ours: not theirs["ok"] and theirs["error"]["message"] == "extended multiple times"
     and not ours["ok"] and ours["error"]["message"] == "extended multiple times"),
    ("addresses", lambda case, theirs, ours: (theirs["ok"] and has_address(theirs["output"])) or counts_address(case, theirs, ours)),
)


def reason_for(case, theirs, ours, unfolded, plain_dict, unlimited):
    """The name of the difference, or None for one that is not known. `unfolded` gives Jinja2's answer without its optimizer, `plain_dict` that
    without `dict['x']`, `unlimited` ours with room for a hundred times as much."""
    if same(unfolded(), ours):
        return "constant folding"
    if same(plain_dict(), ours):
        return "classes"
    if is_limit(ours):
        more = unlimited()
        return "limits" if is_endless(more) or same(theirs, more) else None
    return next((name for name, test in KNOWN if test(case, theirs, ours)), None)
