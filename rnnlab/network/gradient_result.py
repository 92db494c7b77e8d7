"""The gradient that somebody's function returns, whatever it is wrapped in: by the names of `Weights`."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnlab.network.bptt import Gradients
from rnnlab.network.weights import Weights


def gradient_arrays(returned: Any, names: Sequence[str]) -> dict[str, Any]:
    """The arrays of a gradient, by name.

    Parameters
    ----------
    returned : object
        ``(loss, gradient)`` or the gradient alone. The gradient may be a `Weights`, the `Gradients` of
        `rnnlab.backward`, a tuple or list of arrays in the order of `names`, or a dict whose keys are the names, with
        or without a "d" in front: ``{"dWx": ..., "dWh": ..., "dbh": ...}``.
    names : sequence of str
        The names of the arrays that are needed.

    Returns
    -------
    dict of str to array_like
        None where a `Weights` or a dict lacks one.

    Raises
    ------
    TypeError
        If it is something else. The message says what it is, and what is taken.
    """
    if isinstance(returned, Gradients):
        returned = returned.weights
    if isinstance(returned, Weights):
        return {name: getattr(returned, name) for name in names}
    if isinstance(returned, dict):
        given = {str(key).removeprefix("d"): value for key, value in returned.items()}
        if not any(name in given for name in names):
            raise TypeError(_message(f"a dict with the keys {', '.join(map(str, returned)) or '(none)'}", names))
        return {name: given.get(name) for name in names}
    if isinstance(returned, (tuple, list)):
        if len(returned) == len(names):
            return dict(zip(names, returned))
        if len(returned) > 1 and _is_number(returned[0]):
            rest = returned[1] if len(returned) == 2 else returned[1:]
            if not _is_number(rest):
                return gradient_arrays(rest, names)
        raise TypeError(_message(f"a {type(returned).__name__} of {len(returned)}", names))
    raise TypeError(_message("nothing" if returned is None else f"a {type(returned).__name__}", names))


def _is_number(value: Any) -> bool:
    return not isinstance(value, (dict, str, tuple, list, type(None))) and np.ndim(value) == 0


def _message(returned: str, names: Sequence[str]) -> str:
    return (f"gradient returns {returned}, it should return (loss, Weights); a dict with the keys {', '.join(names)} "
            f"or d{', d'.join(names)}, or a tuple of the arrays in this order, will do as well")
