"""Differences from Jinja2 that are meant, each as narrow as it can be told from a case and the two answers; the reasons stand in
docs/jinja-compatibility.md under the same names."""

import re

# Errors whose kind is an accident of how Jinja2 uses Python: any error of ours will do.
ACCIDENTS = {"AttributeError", "AssertionError", "NameError", "RecursionError", "RuntimeError", "SyntaxError", "SystemError", "UnboundLocalError",
             "UnicodeDecodeError", "UnicodeEncodeError"}
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
    return their["line"] is None or their["line"] == our["line"]


def source_of(case):
    return "\n".join([case["template"], *case["templates"].values()])


def lines_of_one_tag(case, theirs, ours):
    """Errors of the same kind on two lines of one tag."""
    their, our = theirs.get("error"), ours.get("error")
    if not their or not our or family(their["type"]) != family(our["type"]) or not their["line"] or not our["line"]:
        return False
    first, last = sorted((their["line"], our["line"]))
    start, end = case.get("options", {}).get("block_start_string", "{%"), case.get("options", {}).get("variable_start_string", "{{")
    for source in (case["template"], *case["templates"].values()):
        between = "\n".join(source.split("\n")[first - 1 : last])
        head = "\n".join(source.split("\n")[first : last])
        if first < last and (start in between or end in between) and start not in head and end not in head:
            return True
    return False


KNOWN = (
    # Python's class can be given a parameter: dict['x'] and so dict.x is `dict['x']`.
    ("classes", lambda case, theirs, ours: re.search(r"\b(dict|range)\s*(\.|\[|\|)", source_of(case)) is not None
     and (ours["ok"] or "function object" in ours["error"]["message"])),
    # An error inside a tag of several lines: ours names the line of what is wrong.
    ("lines of one tag", lines_of_one_tag),
    ("extended twice", lambda case, theirs, ours: not theirs["ok"] and theirs["error"]["message"] == "extended multiple times"
     and not ours["ok"] and ours["error"]["message"] == "extended multiple times"),
    ("addresses", lambda case, theirs, ours: theirs["ok"] and " at 0x" in theirs["output"]),
)


def reason_for(case, theirs, ours):
    """The name of the difference, or None for one that is not known."""
    return next((name for name, test in KNOWN if test(case, theirs, ours)), None)
