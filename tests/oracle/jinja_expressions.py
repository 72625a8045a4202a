"""Random Jinja expressions of a wanted type: a table of forms, and what fills their holes.

A form is text with holes: `@int` is an operand (in parentheses unless it is a name, a literal or a chain of postfixes),
`$int` any expression. Types are what the forms give as a rule; a share of holes gets another type on purpose, because
errors must be the same too. A form with a `!` often fails, so it is seldom taken.
Left out is what cannot be compared: `random`, `lipsum`, addresses.
"""

import re

FORMS = {
    "str": """
        @str|upper  @str|lower  @str|title  @str|capitalize  @str|trim  @str|trim($str)  @str|replace($str, $str)
        @str|replace($str, $str, $small)  @str|indent  @str|indent($small)  @str|indent(first=$bool, width=$small, blank=$bool)
        @str|indent($str)  @str|center($width)  !@str|truncate($width)  !@str|truncate($width, $bool, $str, $small)
        !@str|truncate(length=$width, killwords=$bool, leeway=$small)  !@str|wordwrap($width)  !@str|wordwrap($width, $bool)
        !@str|wordwrap($width, $bool, $str)  !@str|wordwrap(width=$width, break_on_hyphens=$bool)  @str|escape  @str|e  @str|safe
        @str|forceescape  @str|striptags  @str|urlencode  @dict|urlencode  @str|urlize  @str|urlize($width)  @str|urlize(target=$str)
        @str|urlize($width, $bool, rel=$str)  @str|string  @any|string  @any|pprint  @any|tojson  @json|tojson($small)  @json|tojson
        @dict|xmlattr  @dict|xmlattr($bool)  @list|join  @list|join($str)  @strs|join($str)  @dicts|join($str, attribute='name')
        @int|filesizeformat  @number|filesizeformat($bool)  @str|reverse  @str|default($str)  @any|default($str, $bool)
        @str|first  @str|last  @strs|first  @strs|last  !@strs|min  (@strs + [$str])|max  !@format|format($any)  !@format|format($any, $any)
        '%(a)s-%(b)r'|format(a=$any, b=$any)  @strs|sort|first  @str|list|join($str)  @str|attr($str)
        @str ~ @any  @str ~ @any ~ @any  @str + @str  @str * @small  @small * @str  !@format % @any  !@format % (@any, @any)
        !'%(name)s %(age)d' % @dict  !@str[$index]  @str[$slice]  !@strs[$index]  d.name  one.name  d['name']  !@dict.name  !@dict[$str]
        @str if $bool else $str  !$str if $bool  @str or @str  @str and @str
        @str.upper()  @str.lower()  @str.title()  @str.capitalize()  @str.swapcase()  @str.casefold()  @str.strip()  @str.strip($str)
        @str.lstrip($str)  @str.rstrip($str)  @str.lstrip()  @str.rstrip()  @str.replace($str, $str)  @str.replace($str, $str, $small)
        @str.zfill($width)  @str.ljust($width)  @str.rjust($width, '*')  @str.center($width)  !@str.center($width, $str)
        @str.expandtabs()  @str.expandtabs($small)  @str.removeprefix($str)  @str.removesuffix($str)  @str.join($strs)  !@str.join($list)
        !@any.name  !@braces.format($any)  !@braces.format($any, $any)  '{0}:{1!r}:{0!s}'.format($any, $any)  '{a:>{w}}|'.format(a=$str, w=$width)
        !'{0[name]}'.format($dict)  !'{x.y}'.format(x=$dict)  !'{}{}'.format(*$list)  !'{name}-{age}'.format(**$dict)
        !'{name}'.format_map($dict)  !@numbers.format($number)  !@dict.pop($str)  @dict.get($str, $str)
        loop.cycle($str, $str)  loop.cycle($any, $any, $any)  caller()  caller($any)  self.body()  super()  @mac($any)  @mac($any, $any)
        @mac()  @mac(a=$any)  @mac($str, b=$any)  @mac(*$list)  @mac(**$dict)
    """,
    "int": """
        @int + @int  @int - @int  @int * @int  !@int // @int  @int % @int  @small ** @exponent  -@int  +@int  !@any|length  @str|length
        @list|length  @dict|count  @str|wordcount  @number|int  @str|int  @str|int($int)  @str|int($int, $base)  @int|abs  @ints|sum
        @dicts|sum(attribute='age')  @ints|sum(start=$int)  (@ints + [$int])|max  (@ints + [$int])|min  !@ints|max  !@ints|min  !@ints|first  !@ints|last  !@ints[$index]
        @dicts|map(attribute='age')|sum  @str.find($str)  @str.rfind($str)  @str.count($str)  !@str.index($str)  !@str.rindex($str)
        !@list.index($any)  @list.count($any)  @tuple.count($any)  !@tuple.index($any)  @range|length  @range|sum  !@range[$index]
        d.age  one['age']  !@dict.age  @dict.get('age', $int)  @int if $bool else $int  @int or @int  @int and @int  loop.index  loop.index0
        loop.revindex  loop.revindex0  loop.length  loop.depth  loop.depth0  @int|round  @str.find($str, $small)  @str.find($str, $small, $small)
        @str.count($str, $small)  @ns.count  @int|default($int)  (@str|list).count($str)  varargs|length  kwargs|length  !@list|unique|list|length
        @int.bit_length()
    """,
    "float": """
        !@number / @number  @number|float  @str|float  @str|float($float)  @float|round  @float|round($small)  @float|round($small, 'ceil')
        @float|round($small, 'floor')  @number|round(method='floor')  @float + @number  @float - @number  @float * @number  !@number // @float
        !@float % @number  @number % @float  !@float ** @exponent  @number ** @exponent  -@float  +@float  @float|abs  @floats|sum  (@floats + [$float])|max
        !@floats|min  !@floats[$index]  @float if $bool else $float  @int|float  @float|default($float)  @float.is_integer()
    """,
    "bool": """
        @any == @any  @any != @any  @number < @number  @number <= @number  @number > @number  @number >= @number  @str < @str  !@list < @list
        @list == @list  @dict == @dict  @int == @float  @str in @str  @any in @list  @str in @dict  @any not in @list  @int in @range
        @number < @number < @number  @any == @any == @any  not @any  not @bool  @bool and @bool  @bool or @bool  @tuple < @tuple
        @any is defined  @any is undefined  @any is none  @any is not none  @any is string  @any is number  @any is integer  @any is float
        @any is boolean  @any is mapping  @any is sequence  @any is iterable  @any is callable  @any is true  @any is false  @any is escaped
        @str is lower  @str is upper  @int is odd  @int is even  @int is divisibleby($small)  @int is divisibleby 3  @any is eq($any)
        @any is equalto($any)  @any is ne $str  @number is lt($number)  @number is gt($number)  @number is ge $int  @number is le($number)
        @any is in($list)  @any is not in($list)  @str is in $str  @any is sameas(none)  @any is sameas(true)  @str is filter  @str is test
        'upper' is filter  'odd' is test  @str.startswith($str)  @str.endswith($str)  @str.startswith(($str, $str))  @str.isdigit()
        @str.isalpha()  @str.isalnum()  @str.isspace()  @str.isupper()  @str.islower()  @str.istitle()  @str.isdecimal()  @str.isnumeric()
        @str.isidentifier()  @str.isascii()  @str.isprintable()  @str.startswith($str, $small)  loop.first  loop.last  loop.changed($any)
        loop.changed($any, $any)  @dict.missing is defined  @undefined is defined  !@any is greaterthan($any)  @number is lessthan($number)
        @bool if $bool else $bool  caller is defined  loop.previtem is defined  loop.nextitem is undefined  @strs|select|list == @strs
    """,
    "list": """
        @list + @list  @list * @small  !@list|sort  @list|reverse|list  !@list|unique|list  !@any|list  @list[$slice]  @list|batch($small)|list
        @list|batch($small, $any)|list  !@list|slice($small)|list  !@list|slice($small, $any)|map('list')|list  @list|select|list  @list|reject|list
        !@list|select($test)|list  !@list|reject($test)|list  @list|map('string')|list  !@list|map($filter)|list  @dict|dictsort
        !@dict|dictsort(by='value')  @dict|dictsort(true)  @dict|dictsort(reverse=$bool, case_sensitive=$bool)  @dict|items|list  @dict.items()|list
        @dict.keys()|list  @dict.values()|list  @dict|list  @dicts|groupby('name')|list  @dicts|groupby('age')|map('list')|list
        @dicts|groupby('none', default=$str)  @dicts|map(attribute='tags')|list  !@dicts|map(attribute='tags.0')|list  @dicts|map(attribute=$str, default=$any)|list
        @range|list  @list.copy()  [$any, $any]  [$any]  []  [$any, $any, $any]  @str.partition($str)  @str.rpartition($str)|list
        @list if $bool else $list  @list or @list  @tuple|list  !@list|sort(reverse=true)  @list|default($list)  @dicts|selectattr('name')|list
        @range[$slice]|list  @list|first  @list|last  [@list.append($any), @list]  ![@list.pop(), @list]  [@list.insert($small, $any), @list]
        [@list.extend($list), @list]  ![@list.sort(), @list]  [@list.reverse(), @list]  ![@list.remove($any), @list]  @list|list|list  !@list|sum(start=[])
        varargs|list  kwargs|items|list  loop.previtem  loop.nextitem  (@list|map('upper'))|list
    """,
    "ints": """
        @ints|sort  @ints|sort(reverse=$bool)  @ints|reverse|list  @ints|unique|list  @ints|select('odd')|list  @ints|reject('even')|list
        !@ints|select('divisibleby', $small)|list  @ints|select('gt', $int)|list  @ints + @ints  @ints * @small  @ints[$slice]  @range|list
        @ints|map('abs')|list  @strs|map('length')|list  @strs|map('int')|list  @dicts|map(attribute='age')|list  [$int, $int]  [$int, $int, $int]
        @ints|select('in', $ints)|list  @ints|select('==', $int)|list  @ints|reject('<=', $int)|list  @ints|batch($small)|first
    """,
    "floats": """
        @floats|sort  @ints|map('float')|list  [$float, $float]  [$number, $float, $number]  @floats|map('round', 1)|list  @floats[$slice]
    """,
    "strs": """
        @str.split()  @str.split($str)  @str.split($str, $small)  @str.rsplit($str, $small)  @str.rsplit()  @str.splitlines()  @str.splitlines(true)
        @str|list  @strs|sort  @strs|sort(case_sensitive=true)  @strs|sort(reverse=$bool, case_sensitive=$bool)  @strs|unique|list
        @strs|unique(true)|list  @strs|map('upper')|list  @strs|map('replace', $str, $str)|list  !@strs|map('truncate', $small)|list  @strs + @strs
        @strs|reverse|list  @strs[$slice]  [$str, $str]  [$str]  [$str, $str, $str]  @dicts|map(attribute='name')|list  @strs|select('string')|list
        @strs|reject('equalto', $str)|list  @strs|map('trim')|list  @strs|select('in', $str)|list  @dict|list  @strs|map('default', $str)|list
        @strs|map('center', $width)|list  @strs|map('indent', width=$small)|list  !@strs|map('format', $any)|list
    """,
    "dicts": """
        @dicts|sort(attribute='name')  @dicts|sort(attribute='age')  @dicts|sort(attribute='age,name', reverse=$bool)  @dicts|selectattr('age')|list
        @dicts|selectattr('age', 'gt', $int)|list  @dicts|rejectattr('name', 'equalto', $str)|list  @dicts|rejectattr('tags')|list  @dicts[$slice]
        @dicts|selectattr('name', 'in', $strs)|list  @dicts|selectattr('tags', 'defined')|list  @dicts|unique(attribute='age')|list  @dicts + @dicts
        [$dict, $dict]  @dicts|reverse|list  @dicts|rejectattr('age', 'odd')|list
    """,
    "dict": """
        {'name': $str, 'age': $int}  {'name': $str, 'age': $int, 'tags': $strs}  {}  {$str: $any}  {$str: $any, $str: $any}  {$int: $str, $str: $int}
        dict(name=$str, age=$int)  dict($dict, x=$any)  dict(@dict|items)  @dict.copy()  !@dicts|first  !@dicts|last  !@dicts[$index]  @deep.a  @deep['b']
        (@dicts + [one])|max(attribute='age')  (@dicts + [d])|min(attribute='name')  @dict if $bool else $dict  @dict or @dict  @dict|default($dict)  dict(**$dict)
        !{(1, $any): $any}  {'a': {'b': $any}, 'b': {'c': [$any]}}  {true: $any, 1: $any}  {none: $any, 1.5: $str}  dict([($str, $any), ($str, $any)])
        !{'age': $int, **1}  [@dict.update($dict), @dict][1]  [@dict.setdefault($str, $any), @dict][-1]  dict.fromkeys($strs, $any)
    """,
    "tuple": """
        ($any, $any)  ($any,)  ()  ($int, $str)  @tuple + @tuple  @tuple * @small  @tuple[$slice]  @str.partition($str)  @str.rpartition($str)
        one.items()|first  d|dictsort|first  (@dicts + [d])|groupby('age')|first  !@dict.popitem()  varargs  (@list, @dict)
    """,
    "range": "range($small)  range($small, $int)  range($small, $small, $step)  @range[$slice]",
    "number": "$int  $float  $int  $bool  !@numbers_list|first",
    "numbers_list": "$ints  $floats",
    "json": "$dict  $list  $str  $number  $dicts",
    "deep": "{'a': $dict, 'b': $dict, 'c': $any}  m  m",
    "undefined": "nope  xs.nope  d.nope  d['nope']  xs[99]  !m.nope.deeper  !nope.x  none.x  ''.nope  !(xs|first).foo  loop  caller",
    "any": "$str $str $int $float $bool $list $dict $tuple $strs $ints $dicts $range $none $undefined $markup $lazy $view $ns $function",
    "none": "none  None  n  @dict.get($str)",
    "markup": "@str|safe  @str|e  @markup + @str  @markup ~ @str  @markup|upper  !@markup % @any  @markup.format($any)  (@markup|replace($str, $str))"
              "  @markup.join($strs)  [@markup]  @markup * @small  @markup[$slice]  @markup.split($str)  @json|tojson  @str + @markup  @markup.upper()"
              "  @markup.replace($str, $str)  @markup.strip()  @markup|striptags  @markup|trim  @markup|indent($small)  @markup|center($width)",
    "lazy": "@list|reverse  @list|map('string')|list|length  @list|select|first  !@list|unique|first  @list|batch($small)|first  @dict|items|first"
            "  @strs|map('upper')|join($str)  @ints|select('odd')|sum  @list|map('string')|first  !@list|slice($small)|first",
    "view": "@dict.items()  @dict.keys()  @dict.values()  @dict.keys()|length  @str in @dict.keys()  @any in @dict.values()",
    "function": "@mac.name  @mac.arguments  @mac.catch_kwargs  @mac.catch_varargs  @mac.caller  @ns.count  @ns  @mac  @ns.nope  joiner($str)()"
                "  cycler($any, $any).next()  cycler($any, $any).current  namespace(a=$any).a  namespace($dict).name  range  dict",
}
FORMS = {kind: [form for form in re.split(r"\s{2,}|\n\s*" if kind != "any" else r"\s+", text.strip()) if form] for kind, text in FORMS.items()}

STRINGS = (
    "'' 'a' 'b' 'name' 'age' 'x' 'Hello World' 'foo_bar-baz' \"it's\" '42' '-7' '3.5' ' 0x1F ' '1e3' 'ÄöÜ ß' 'naïve café' '日本語' '<b>bold</b>' "
    "'a & b' '&lt;i&gt;' 'one two  three' ' pad ' 'line\\nnext\\n\\nlast' 'tab\\tx' '\\\\' \"q\\\"q\" 'a,b,c' 'AbC' 'aaa' 'z' ',' ' ' '-' '1' 'None' 'true' "
    "'http://example.com/a?b=c&d' 'see www.example.org, or (mail me@example.com).' '\\u00e9\\u0301' '%' '{}' '\\x00' '😀 x' 'upper' 'odd' '\\xa0x\\xa0' "
    "'The quick brown fox jumps over the lazy dog' 'supercalifragilistic-expialidocious word' '<p>a <!-- c --> b</p>' 'tags' 'ﬁn' 'ǆ' 'İ'"
)
STRINGS = re.findall(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", STRINGS)
INTS = "0 1 2 3 4 5 7 10 12 42 100 255 1000 1024 65536 1000000 123456789 4294967296 9223372036854775807 9223372036854775808 18446744073709551616 1000000000000000000000000000001 1_000 0x1f 0b101 0o17".split()
FLOATS = "0.0 1.0 0.5 1.5 2.5 3.14159 2.675 1e3 1e16 1e-5 1.5e300 123456.789 0.1 1e22 100.0 99.95 0.0001 5e-324".split()
LITERALS = {
    "str": STRINGS, "int": INTS, "number": INTS + FLOATS, "float": FLOATS, "bool": ["true", "false", "True", "False"], "none": ["none"], "list": ["[]", "[1, 'a', none]"],
    "ints": ["[3, 1, 2]"], "floats": ["[0.5, 1.25]"], "strs": ["['b', 'A', 'c']"], "dicts": ["us"], "dict": ["{}", "{'name': 'n', 'age': 3}"],
    "tuple": ["(1, 2)"], "range": ["range(3)", "range(1, 10, 3)", "range(5, 0, -2)"], "deep": ["m"], "markup": ["('<i>'|safe)"],
    "small": "1 2 3 4 5 2 3 1 0 -1".split(), "width": "3 5 8 10 12 20 40 6 9 15 4 30 7 0 -3".split(), "exponent": "0 1 2 3 5 -1 -2 0.5".split(),
    "index": "0 1 2 -1 -2 9 'name'".split(), "step": "1 2 3 -1 -2".split(), "base": "2 8 10 16 36 0".split(),
    "slice": ": 1: :2 :-1 -2: ::2 ::-1 1:3 1:-1 5:1 -3:-1 3::-1 :0 ::-2 i: :j".split(),
    "format": ["'%s'", "'%d'", "'%5.2f|'", "'%-8s|'", "'%r'", "'%05d'", "'%x'", "'%e'", "'%g'", "'%s %s'", "'%+d'", "'%c'", "'%%'", "'%.3s'", "'%a'", "'%#o'", "'%X'", "'% d'", "'%10s'", "'%s-%d'"],
    "braces": ["'{}'", "'{0}'", "'{!r}'", "'{:>8}'", "'{} {}'", "'{0}{0}'", "'{:*^9}'", "'{{}}{}'", "'{:d}'", "'{:.3}'", "'{:<5}|'", "'{0!s:>6}'", "'{!a}'", "'{1}{0}'", "'{a}'"],
    "numbers": ["'{:,}'", "'{:.2f}'", "'{:08.3f}'", "'{:+d}'", "'{:#x}'", "'{:%}'", "'{:e}'", "'{:g}'", "'{:_}'", "'{:b}'", "'{:c}'", "'{:n}'", "'{:.0f}'", "'{:=+8}'", "'{:,.2f}'", "'{:.3g}'", "'{:>+9.1f}'", "'{:#o}'", "'{:X}'", "'{:<7}|'"],
    "filter": ["'upper'", "'string'", "'length'", "'abs'", "'int'", "'default', 'x'", "'e'", "'trim'", "'first'", "'title'", "'list'", "'nofilter'", "'float'", "'join', ','", "'round'"],
    "test": ["'string'", "'number'", "'odd'", "'defined'", "'none'", "'eq', 1", "'in', 'abc'", "'mapping'", "'sequence'", "'true'", "'notest'", "'gt', 1", "'lower'", "'iterable'"],
}
# What a filter or test may be misspelled as, a name that is not there, or a keyword at the place of an operand.
WRONG = ("nofilter", "@str|nofilter", "@any is notest", "@any is not notest", "@str|upper($any)", "@str|default($any, $any, $any)", "class", "@int()", "@str|replace",
         "@str|replace(1)", "range()", "range(1, 2, 0)", "@list|batch", "@any.no_such()", "@str|int(nokey=1)", "@list|groupby", "[] < {}", "@dict + @dict", "-@str", "1 // 0",
         "1 % 0", "1.0 / 0", "@str|sort(attribute='x')", "@list|map", "@list|map(attribute='a', other=1)", "@list|select('nope')", "dict(1)", "@any|dictsort(by='x')")
ATOM = re.compile(r"\w+(\.\w+)*|'[^']*'|\[[^\[\]()]*\]|\([^()]*\)")


class Expressions:
    """Makes expressions. `names` maps a type to the variables that hold such values where the text will stand."""

    def __init__(self, source):
        self.random = source
        self.names = {}
        self.wrongness = 0.0004  # share of holes that get another type
        self.daring = 0.02  # share of the forms that often fail
        self.inside = set()  # of loop, caller, block, macro: what the text will stand in

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, share):
        return self.random.random() < share

    def known(self, kind):
        return self.names.get(kind, [])

    def leaf(self, kind):
        names = self.known(kind)
        if names and (kind not in LITERALS or self.chance(0.65)):
            return self.pick(names)
        if kind in LITERALS:
            return self.pick(LITERALS[kind])
        return self.leaf(self.pick(["str", "int", "list", "dict", "float"]))

    def expression(self, kind="any", depth=3):
        if kind != "slice" and self.chance(self.wrongness):
            return self.fill(self.pick(WRONG), depth - 1) if self.chance(0.5) else self.expression("any", depth - 1)
        if kind == "undefined" and self.chance(1 - self.daring):
            kind = "str"
        if depth <= 0 or kind not in FORMS or (kind not in ("number", "json", "any") and self.chance(0.3)):
            return self.leaf(kind)
        return self.fill(self.form(kind), depth - (kind != "any"))

    def form(self, kind):
        for _ in range(20):
            form = self.pick(FORMS[kind])
            if self.fits(form) and (form[0] != "!" or self.chance(self.daring)):
                return form.lstrip("!")
        return self.leaf(kind)

    def fits(self, form):
        """Whether the special names in it mean something here; now and then they may mean nothing."""
        needs = {"loop.": "loop", "caller": "caller", "self.": "block", "super": "super", "varargs": "macro", "kwargs": "macro", "@mac": "mac", "@ns": "ns"}
        return all(self.here(need) for word, need in needs.items() if word in form) or self.chance(self.wrongness)

    def here(self, need):
        return need in self.inside or bool(self.known(need))

    def fill(self, form, depth):
        return re.sub(r"[@$][a-z_]+", lambda hole: self.hole(hole.group(), depth), form)

    def hole(self, hole, depth):
        text = self.expression(hole[1:], depth)
        if hole[0] == "$":
            return text
        return text if ATOM.fullmatch(text) or self.chance(self.wrongness) else f"({text})"
