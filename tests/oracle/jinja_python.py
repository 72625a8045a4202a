"""Python's Jinja2 as the differential test asks it: renders a case, and says the line of an error.

Some things are as in Sailmaker, so that they need no guessing: lazy results print as `<generator>`, text of a MarkupSafe before 3 has the
methods of release 3, and `int` of a Jinja2 before 3.1.5 knows numbers that are too large for a float.
"""

import functools
import json
import resource
import signal

import jinja2
from jinja_markup import modernize

UNDEFINED = {"default": jinja2.Undefined, "strict": jinja2.StrictUndefined, "chainable": jinja2.ChainableUndefined, "debug": jinja2.DebugUndefined}
SECONDS = 2  # for one template
MEMORY = 2 << 30
LONGEST = 10**7  # items of a range, digits of a number
LAZY = ("map", "select", "reject", "selectattr", "rejectattr", "unique", "batch", "slice", "items", "reverse")


class Timeout(Exception):
    pass


class generator:  # pylint: disable=invalid-name
    """A lazy result that prints without an address."""

    __module__ = "builtins"

    def __init__(self, elements):
        self._elements = elements

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._elements)

    def __repr__(self):
        return "<generator>"


class PrintsAsRange(type):
    def __repr__(cls):
        return "<class 'range'>"


class ShortRange(metaclass=PrintsAsRange):
    """Makes ranges that Python can go through in time; no signal reaches it while it sums up a longer one."""

    def __new__(cls, *arguments):
        made = range(*arguments)
        if len(made[:LONGEST + 1]) > LONGEST:
            raise Timeout
        return made


class PrintsAsDict(type):
    def __repr__(cls):
        return "<class 'dict'>"

    def __getitem__(cls, key):
        raise TypeError(key)


class PlainDict(dict, metaclass=PrintsAsDict):
    """dict without `dict['x']`, which Python takes for a class with a parameter."""

    def __repr__(self):
        return dict.__repr__(self)


def without_address(function):
    @functools.wraps(function)
    def called(*arguments, **keywords):
        made = function(*arguments, **keywords)
        return generator(made) if hasattr(made, "__next__") else made

    return called


def int_like_release_3_1_5(value, default=0, base=10):
    try:
        return jinja2.filters.do_int(value, default, base)
    except OverflowError:
        if not isinstance(value, str):
            raise
        return default


def round_in_time(value, precision=0, method="common"):
    """No signal reaches Python while it computes such a power of ten."""
    if isinstance(value, int) and isinstance(precision, int) and precision < -LONGEST:
        raise Timeout
    return jinja2.filters.do_round(value, precision, method)


class Environment(jinja2.Environment):
    def __init__(self, **options):
        super().__init__(**options)
        self.globals["range"] = ShortRange
        self.filters["round"] = round_in_time
        self.filters["int"] = int_like_release_3_1_5
        self.filters.update((name, without_address(self.filters[name])) for name in LAZY)

    def handle_exception(self, source=None):
        """Leaves the traceback as Python made it: each function of a template's code counts."""
        raise  # pylint: disable=misplaced-bare-raise


def line_of(error):
    """Where in its template an error happened; None when no template is on the way to it."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    line, trace = None, error.__traceback__
    while trace:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


def render(case, **more):
    """{"ok": True, "output": ...} or {"ok": False, "error": ...}; None when it takes too long."""
    try:
        return render_in_time(case, **more)
    except Timeout:  # at the last moment
        return None


def render_in_time(case, names=None, **more):
    options = dict(case.get("options", {}))
    extensions = [f"jinja2.ext.{'loopcontrols' if name == 'loopcontrols' else 'do'}" for name in options.pop("extensions", [])]
    kind = UNDEFINED[options.pop("undefined", "default")]
    sources = {**case.get("templates", {}), "main": case["template"]}
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        environment = Environment(loader=jinja2.DictLoader(sources), undefined=kind, extensions=extensions, cache_size=0, **options, **more)
        environment.globals.update(names or {})
        return {"ok": True, "output": environment.get_template("main").render(json.loads(json.dumps(case["context"])))}
    except (Timeout, MemoryError):
        return None
    except Exception as error:
        return {"ok": False, "error": {"type": type(error).__name__, "message": str(error), "line": line_of(error)}}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@jinja2.pass_context
def unchanged(_, value):
    """Makes Jinja2 compute constants when it renders, because this might need the context."""
    return value


def render_unfolded(case):
    return render(case, optimized=False, finalize=unchanged)


def render_plain_dict(case):
    return render(case, names={"dict": PlainDict})


def stop(*_):
    raise Timeout


resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
signal.signal(signal.SIGALRM, stop)
modernize()
