"""Gives the safe text of a MarkupSafe before release 3 the methods of that release, which Sailmaker follows."""

import markupsafe

METHODS = {  # new or changed, and which of their arguments are escaped
    "casefold": (), "removeprefix": (), "removesuffix": (), "strip": (), "lstrip": (), "rstrip": (), "replace": (1,), "ljust": (1,), "rjust": (1,), "center": (1,),
}


def like_release_3(name, escaped):
    plain = getattr(str, name)

    def method(self, *arguments):
        return type(self)(plain(self, *(self.escape(value) if place in escaped else value for place, value in enumerate(arguments))))

    return method


def partition_like_release_3(name):
    plain = getattr(str, name)
    return lambda self, separator: tuple(type(self)(part) for part in plain(self, separator))


def modernize():
    if "removeprefix" in vars(markupsafe.Markup):
        return
    for name, escaped in METHODS.items():
        setattr(markupsafe.Markup, name, like_release_3(name, escaped))
    markupsafe.Markup.__mul__ = markupsafe.Markup.__rmul__ = lambda self, count: type(self)(str.__mul__(self, count))
    for name in ("partition", "rpartition"):
        setattr(markupsafe.Markup, name, partition_like_release_3(name))
    markupsafe.Markup.format_map = lambda self, mapping: type(self)(markupsafe.EscapeFormatter(self.escape).vformat(self, (), mapping))
