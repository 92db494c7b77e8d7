"""Kinds of objects that hold numbers: a value in any of them is the same answer."""

import array
from collections import UserList, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np


class Symbolic:
    """A number of a computer algebra system: no number of Python, but it turns into one."""

    def __init__(self, value):
        self.value = value

    def __float__(self):
        return float(self.value)


NUMBERS = {
    "Fraction": lambda value: Fraction(repr(value)),
    "Decimal": lambda value: Decimal(repr(value)),
    "Symbolic": Symbolic,
    "0-d array": np.array,
    "0-d array of objects": lambda value: np.array(Fraction(repr(value)), object),
    "float64": np.float64,
    "long double": np.longdouble,
    "0-d long double": lambda value: np.array(value, np.longdouble),
    "one item of an array": lambda value: np.array([value, value])[0],
}
SEQUENCES = {
    "tuple": tuple,
    "list": list,
    "deque": deque,
    "UserList": UserList,
    "array of objects": lambda values: np.fromiter(values, object, len(values)),
}
FLAT_SEQUENCES = {  # of numbers
    "array.array": lambda values: array.array("d", values),
    "memoryview": lambda values: memoryview(array.array("d", values)),
    "ndarray": np.array,
    "long doubles": lambda values: np.array(values, np.longdouble),
}


def forms_of(value):
    """Kind to the same value in objects of that kind."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple) and all(map(is_number, value)):
        for kind, make in (SEQUENCES | FLAT_SEQUENCES).items():
            yield kind, make(value)
        for kind, make in NUMBERS.items():
            yield f"tuple of {kind}", tuple(map(make, value))
        if value and list(value) == list(range(int(value[0]), int(value[0]) + len(value))):
            yield "range", range(int(value[0]), int(value[0]) + len(value))
    elif isinstance(value, list | tuple):
        for kind, make in SEQUENCES.items():
            yield kind, make(value)
            yield f"{kind} of deques", make([deque(part) if isinstance(part, list) else part for part in value])
    elif is_number(value):
        for kind, make in NUMBERS.items():
            yield kind, make(value)


def no_answers_of(value):
    """Objects that have to do with a number, and are no number."""
    yield from (complex(value), np.complex128(value), np.array(value, complex), {value}, frozenset({value}))
    yield from ({value: value}, {}, str(value), np.str_(value), str(value).encode(), bytearray(b"7"), iter([value]))


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)
