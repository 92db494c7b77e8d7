"""The published way back with one of its numbered lines written in another way."""

import inspect
import re

import numpy as np

from rnnlab.network.weights import Weights

# What a reader may suspect in each numbered line of the notebook's `way_back`, written as a change of it.
SUSPECTED = {
    1: "dlogit = (p - Y) * p * (1 - p) / Y.size",
    2: "dWo, dbo = H[last].T @ dlogit, dlogit.mean(axis=0)",
    3: "enters = dlogit @ Wo",
    4: "dWx, dWh, dbh, dh = 0 * Wx, 0 * Wh, 0 * bh, enters",
    5: "for t in range(X.shape[1] - 1, -1, -1):",
    6: "dh = dh + (lengths >= t)[:, None] * enters",
    7: "dz = dh * (1 - np.tanh(H[:, t]) ** 2)",
    8: "dWx += X[:, t].T @ dz",
    9: "dWh += H[:, t].T @ dz",
    10: "dbh += dz.mean(axis=0)",
    11: "dh = dz @ Wh.T",
    12: "return L, Weights(dWx, dWh.T, dbh, dWo, dbo)",
}


def with_line(function, number, statement):
    """The same function with one numbered line written in another way.

    Parameters
    ----------
    function : function
        Its numbered lines end in a comment that is a number, such as ``# 3``.
    number : int
        Of the line.
    statement : str
        What stands there instead.

    Returns
    -------
    function

    Raises
    ------
    ValueError
        If the function does not have exactly one line of that number.
    """
    pattern = re.compile(rf"^( *)\S.*# {number}$", re.MULTILINE)
    source, replaced = pattern.subn(lambda line: line[1] + statement, inspect.getsource(function))
    if replaced != 1:
        raise ValueError(f"{function.__name__} has {replaced} lines of number {number}, it should have one")
    names = dict(function.__globals__)
    exec(source, names)
    return names[function.__name__]


def try_suspected(function, expected, *point, **settings):
    """Change each numbered line of the way back as somebody who suspects it might, and see what is wrong then.

    Parameters
    ----------
    function : function
        The notebook's way back, with the arguments and the result of `rnnlab.gradients`.
    expected : Weights
        The right gradient.
    *point, **settings
        Passed to the function.

    Returns
    -------
    dict of int to tuple
        For each line the changed statement, and a list of str: the arrays of the gradient that are wrong with it.
    """
    found = {}
    for number, statement in SUSPECTED.items():
        try:
            gradient = with_line(function, number, statement)(*point, **settings)[1]
            wrong = [f"d{name}" for name, a, b in zip(Weights._fields, gradient, expected) if not np.allclose(a, b)]
        except (ValueError, IndexError):
            wrong = ["it does not run"]
        found[number] = statement, wrong
    return found
