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
    return their["line"] is None or their["type"] == "RecursionError" or their["line"] == our["line"]


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


def late_element(case, theirs, ours):
    """Both fail, but not for the same element of a lazy result in a loop."""
    source = source_of(case)
    lazy = re.search(r"\|\s*(map|select|reject|selectattr|rejectattr|unique|batch|slice|items)\b", source)
    return not theirs["ok"] and not ours["ok"] and lazy is not None and "loop" in source


KNOWN = (
    ("limits", lambda case, theirs, ours: not ours["ok"] and ours["error"]["type"] == "LimitError"),
    # A filter block that gives no text fails there when all output is joined at the end, so on no line and after any other error.
    ("filter block without text", lambda case, theirs, ours: not theirs["ok"] and not ours["ok"]
     and ours["error"]["message"].startswith("a filter block's result must be text")),
    ("values of with", lambda case, theirs, ours: line_before(case, theirs, ours, "with")),
    ("late element", late_element),
    ("complex numbers", lambda case, theirs, ours: not ours["ok"] and "complex number" in ours["error"]["message"]),
    ("values that hold themselves", lambda case, theirs, ours: theirs["ok"] and "..." in theirs["output"] and not ours["ok"]
     and ours["error"]["type"] == "RecursionError"),
    # MarkupSafe makes these safe from its release 3 on.
    ("removeprefix", lambda case, theirs, ours: re.search(r"\b(removeprefix|removesuffix|casefold)\b", source_of(case)) is not None),
    # Looked at only when there is a URL in the text.
    ("arguments of urlize", lambda case, theirs, ours: not ours["ok"] and ours["error"]["type"] in ("TypeError", "UndefinedError")
     and "urlize" in line_text(case, ours["error"]["line"])),
    # A chainable undefined counts as empty safe text there when safe text is joined with it.
    ("chainable and safe", lambda case, theirs, ours: case["options"].get("undefined") == "chainable" and not ours["ok"]
     and ours["error"]["type"] == "UndefinedError"),
    # Python's class can be given a parameter: dict['x'] and so dict.x is `dict['x']`.
    ("classes", lambda case, theirs, ours: re.search(r"\b(dict|range)\s*(\.|\[|\|)", source_of(case)) is not None
     and (ours["ok"] or "function object" in ours["error"]["message"])),
    # An error inside a tag of several lines: ours names the line of what is wrong.
    ("lines of one tag", lines_of_one_tag),
    ("extended twice", lambda case, theirs, ours: not theirs["ok"] and theirs["error"]["message"] == "extended multiple times"
     and not ours["ok"] and ours["error"]["message"] == "extended multiple times"),
    ("addresses", lambda case, theirs, ours: theirs["ok"] and re.search(r" .?a?.?t.? .?0.?x|bound method ", theirs["output"]) is not None),
)


def reason_for(case, theirs, ours, unfolded):
    """The name of the difference, or None for one that is not known; `unfolded` gives Jinja2's answer without its optimizer."""
    if same(unfolded(), ours):
        return "constant folding"
    return next((name for name, test in KNOWN if test(case, theirs, ours)), None)
