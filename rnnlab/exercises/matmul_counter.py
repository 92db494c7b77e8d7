"""Count the matrix products of a function: a loop over samples takes more than a batch does."""

from collections.abc import Callable

import numpy as np

from rnnlab.exercises.call_result import call_safely


def count_matmuls(function: Callable, arguments: tuple) -> int:
    """Count the matrix products (`@`, np.matmul, np.dot) that a function takes of its arguments.

    Parameters
    ----------
    function : callable
        One that lives in another process brings its own ``count_matmuls``.
    arguments : tuple of numpy.ndarray

    Returns
    -------
    int
    """
    if hasattr(function, "count_matmuls"):
        return function.count_matmuls(arguments)
    count = 0

    class Counted(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
            nonlocal count
            count += ufunc is np.matmul
            if out is not None:
                options["out"] = tuple(np.asarray(array) for array in out)
            result = getattr(ufunc, method)(*map(np.asarray, inputs), **options)
            return result.view(Counted) if isinstance(result, np.ndarray) else result

        def __array_function__(self, function, types, call_arguments, options):
            nonlocal count
            count += function is np.dot
            return super().__array_function__(function, types, call_arguments, options)

    call_safely(function, tuple(np.asarray(array).view(Counted) for array in arguments))
    return count
