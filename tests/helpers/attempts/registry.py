"""A list of functions that answer exercises, with the names that each has to get; forms in which a result may come."""


import numpy as np


class Registry(list):
    """Entries (number, names, function); `names` is a tuple of the bold names that the diagnosis has to give."""

    def add(self, number, names, function):
        self.append((number, (names,) if isinstance(names, str) else names, function))

    def of(self, number, names=()):
        """A decorator that adds a function."""
        def register(function):
            self.add(number, names, function)
            return function
        return register

    def right(self, number, *functions):
        """Add functions that deserve no name."""
        for function in functions:
            self.add(number, (), function)

    def ids(self):
        return [f"{number}-{place}-{'-'.join(names)[:40]}" for place, (number, names, _) in enumerate(self)]


def nested(result, kind):
    return kind(nested(one, kind) for one in result) if np.ndim(result) else result


FORMS = {
    "as it is": lambda result: result,
    "lists": lambda result: nested(result, list),
    "tuples": lambda result: nested(result, tuple),
    "column-major": lambda result: np.asfortranarray(result) if np.ndim(result) else result,
    "long double": lambda result: np.asarray(result, np.longdouble) if np.ndim(result) else result,
    "a view": lambda result: np.repeat(result, 2, axis=0)[::2] if np.ndim(result) else result,
    "objects": lambda result: np.asarray(result, object) if np.ndim(result) else result,
    "unmasked": lambda result: np.ma.asarray(result) if np.ndim(result) else result,
    "big-endian": lambda result: np.asarray(result, ">f8") if np.ndim(result) else result,
    "rounded to 12 digits": lambda result: np.round(np.asarray(result, float), 12),
}
