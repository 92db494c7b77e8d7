"""What a cell binds and uses does not depend on the Python that reads it: 3.12 and 3.13 inline comprehensions."""

import sys

import pytest

from rnnlab.notebook_tools.cell_names import names_of

KINDS = [
    ("[x * k for x in rows if x > low]", "", "k low rows"),
    ("{x * k for x in rows}", "", "k rows"),
    ("{x: y * k for x, y in rows}", "", "k rows"),
    ("list(x * k for x in rows)", "", "k list rows"),
    ("q = [[x + y for y in x] for x in [z for z in rows]]", "q", "rows"),
    ("q = {x: {y for y in x if y in [z for z in seen]} for x in rows}", "q", "rows seen"),
    ("q = [x for x in x]", "q", "x"),
    ("q = [x for row in rows for x in row if row]", "q", "rows"),
    ("q = [f'{x:{width}}' for x in rows]", "q", "rows width"),
    ("f = lambda a, b=c: [a * x + k for x in b]", "f", "c k"),
    ("q = [lambda a=x: a + x + k for x in rows]", "q", "k rows"),
    ("def f(a):\n    y = [x * a for x in rows]\n    return y + [lambda: x for x in k]", "f", "k rows"),
    ("def f():\n    def g():\n        return [x + y for x in rows]\n    y = 1", "f", "rows"),
    ("@d\ndef f(a: A = [x for x in rows]) -> B:\n    pass", "f", "A B d rows"),
    ("class C(B):\n    q = [x for x in rows]\n    def f(self):\n        return [k for x in self.q]", "C", "B k rows"),
    ("def f():\n    return [(w := x) for x in rows]", "f", "rows"),
    ("async def f():\n    return [x async for x in rows] + [await y for y in k]", "f", "k rows"),
    ("async def f():\n    return {x: 1 async for x in rows}, (x async for x in k)", "f", "k rows"),
    ("for i in [x for x in rows]:\n    print([i * y for y in k])", "i", "k print rows"),
    ("with open([x for x in rows][0]) as w:\n    pass", "w", "open rows"),
    ("match [x for x in rows]:\n    case [a, *b]:\n        pass", "a b", "rows"),
    ("q = [a for a in rows]\na = 1", "q a", "rows"),
]
LATER_KINDS = [
    ((3, 12), "def f[T: A](a: T) -> list[T]:\n    return [x for x in a if x != k]", "f", "A k list"),
    ((3, 12), "class C[T](B[T]):\n    q = [x for x in rows]", "C", "B rows"),
    ((3, 12), "type P[T] = dict[T, [x for x in rows]]", "P", "dict rows"),
    ((3, 12), "type P = list[A]", "P", "A list"),
    ((3, 12), "q = [f'{rows['a']:{width}}{'\\n'}' for x in k]", "q", "k rows width"),
    ((3, 13), "def f[T = A](a: T):\n    return {x for x in a}", "f", "A"),
]

GLOBALS = [  # a name that an inner scope binds in the module
    ("q = [(w := x) for x in rows]", "q w", "rows"),
    ("q = [w for x in rows if (w := x * k)]", "q w", "k rows"),
    ("q = [[(w := y) for y in x] for x in rows]", "q w", "rows"),
    ("q = {x: (w := x) for x in rows}", "q w", "rows"),
    ("q = list((w := x) for x in rows)", "q w", "list rows"),
    ("def f():\n    global w\n    w = [x for x in rows]", "f w", "rows w"),
]


def check_names(source, bound, used):
    names = names_of(source)
    assert (names.binds | names.changes, names.needs) == (set(bound.split()), set(used.split()))


@pytest.mark.parametrize("source, bound, used", KINDS + GLOBALS)
def test_every_kind_of_scope(source, bound, used):
    check_names(source, bound, used)


@pytest.mark.parametrize("version, source, bound, used", LATER_KINDS)
def test_scopes_that_came_with_a_later_python(version, source, bound, used):
    if sys.version_info >= version:
        check_names(source, bound, used)
    else:
        with pytest.raises(SyntaxError):
            names_of(source)


def test_a_fault_is_reported_as_python_says_it_and_where():
    with pytest.raises(SyntaxError, match="'yield' inside list comprehension") as caught:
        names_of("# a comment\n\nq = [(yield x) for x in rows]")
    assert caught.value.lineno == 3


def test_what_is_nested_too_deep_to_be_rewritten_is_still_read():
    names = names_of("q = [x for x in rows]\nw = " + " + ".join(["k"] * 900))
    assert {"q", "w"} <= names.binds and names.needs == {"k", "rows"}
