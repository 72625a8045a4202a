"""Makes cron expressions and regular expressions from a seed: by their grammar, and by damaging what it made."""

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
RANGES = {"second": (0, 59), "minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (1, 7), "year": (2026, 2060)}
CRON_PIECES = list("0123456789*?/,-LW#H ") + ["LW", "L-", "MON", "mon", "JAN", "60", "32", "99", "/0", "5L", "15W", "2#3", "6#6"]
REGEX_PIECES = list("abz019.^$|*+?()[]{},-\\ ") + ["\\d", "\\w+", "\\.", "[^a]", "[]a]", "(?:", "(?i)", "(?=", "(?<n>", "{2}", "{2,5}", "{,3}", "**",
                                                   "\\Q", "\\E", "\\y", "\\p{L}", "&&", "é", "日", "[a-", "x{", "++", "*?"]


def number_of(random, kind):
    return str(random.randint(*RANGES[kind]))


def name_of(random, kind):
    name = random.choice({"month": MONTHS, "weekday": DAYS}[kind])
    return random.choice([name, name, name.lower(), name.capitalize()])


# Names go with names, and have no steps: Quartz reads over those.
def item_of(random, kind):
    if kind in ("month", "weekday") and random.random() < 0.4:
        return "-".join(name_of(random, kind) for _ in range(random.choice([1, 1, 2])))
    choice = random.randrange(8)
    step = random.randint(1, max(1, (RANGES[kind][1] - RANGES[kind][0]) // 2))
    if kind == "year" and choice in (2, 3):
        first = random.randint(2026, 2050)
        return f"{first}-{first + random.randint(0, 9)}" + random.choice(["", "/2"])
    if choice == 0:
        return random.choice(["*", f"*/{step}", f"/{step}"])
    if choice == 1:
        return f"{number_of(random, kind)}/{step}"
    if choice == 2:
        return f"{number_of(random, kind)}-{number_of(random, kind)}"
    if choice == 3:
        return f"{number_of(random, kind)}-{number_of(random, kind)}/{step}"
    return number_of(random, kind)


def field_of(random, kind):
    special = random.random()
    if kind == "day" and special < 0.25:
        return random.choice(["L", "LW", f"L-{random.randint(1, 30)}", f"L-{random.randint(1, 9)}W", f"{random.randint(1, 31)}W"])
    if kind == "weekday" and special < 0.25:
        day = random.choice([number_of, name_of])(random, kind)
        return random.choice(["L", f"{day}L", f"{day}#{random.randint(1, 5)}"])
    if random.random() < 0.35:
        return "*"
    return ",".join(item_of(random, kind) for _ in range(random.choice([1, 1, 1, 2, 3])))


def cron(random):
    fields = [field_of(random, kind) for kind in ("second", "minute", "hour", "day", "month", "weekday")]
    fields[random.choice([3, 5])] = "?"
    if random.random() < 0.3:
        fields.append(field_of(random, "year"))
    if "W" in fields[3]:  # of several times on such a day Quartz loses some
        fields[:3] = [number_of(random, kind) for kind in ("second", "minute", "hour")]
    return random.choice([" "] * 9 + ["  "]).join(fields)


def regex(random, depth=3):
    pieces = []
    for _ in range(random.randint(1, 4)):
        kind = random.randrange(8) if depth > 0 else random.randrange(4)
        if kind < 3:
            atom = random.choice(["a", "release", "-", "/", ".", "\\.", "\\d", "\\w", "é", "v1", "\\Qa.b\\E", "^", "$", "\\p{Lu}", "\\x41", "\\u00e9"])
        elif kind == 3:
            inner = random.choice(["a-z", "a-zA-Z0-9_", "^/", "]", "^]a", ".+*", "\\d\\-", "a-z&&[^b]", "[ab]c", "{}()"])
            atom = f"[{inner}]"
        elif kind == 4:
            atom = "|".join(regex(random, depth - 1) for _ in range(2))
        else:
            atom = random.choice(["(", "(?:", "(?=", "(?!", "(?i:", f"(?<n{random.randrange(10**9)}>"]) + regex(random, depth - 1) + ")"
        repeats = atom[-1] not in "^$" and kind != 4 and random.random() < 0.4
        pieces.append(atom + (random.choice(["*", "+", "?", "*?", "++", "{2}", "{1,3}", "{2,}?"]) if repeats else ""))
    return "".join(pieces)


def damage(random, text, pieces):
    """One to three pieces put in, taken out, or in place of others."""
    for _ in range(random.randint(1, 3)):
        at = random.randint(0, len(text))
        end = min(len(text), at + random.randint(1, 3))
        kind = random.randrange(3)
        if kind == 0:
            text = text[:at] + random.choice(pieces) + text[at:]
        elif kind == 1:
            text = text[:at] + text[end:]
        else:
            text = text[:at] + random.choice(pieces) + text[end:]
    return text
