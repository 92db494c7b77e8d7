"""The names of the notebook that a learner's function reads, though it was not given them: often by accident."""

import dis
import inspect
import types
from collections.abc import Iterator
from typing import Any


def names_read(function: Any) -> list[str]:
    """The names of data that a function reads from the notebook it was written in, in the order of reading.

    Parameters
    ----------
    function : callable
        The functions of the same notebook that it calls are looked into as well. What has no code in Python, as a
        function in another process, reads nothing that can be seen.

    Returns
    -------
    list of str
        Modules, functions and classes are left out: a function may use those. So is what the function sets itself.
        Empty for a function of this package.
    """
    function = inspect.unwrap(function) if isinstance(function, types.FunctionType) else function
    if not isinstance(function, types.FunctionType) or str(function.__module__).startswith("rnnlab."):
        return []
    return list(dict.fromkeys(_names_in(function, set())))


def describe_names(names: list[str]) -> str:
    """Say in Markdown which names of the notebook a function reads."""
    listed = ", ".join(f"`{name}`" for name in names)
    missing = "argument of that name" if len(names) == 1 else "arguments of these names"
    return (
        f"Your function reads {listed} from the notebook, because it has no {missing} and sets none itself. What "
        "stands there belongs to the notebook, and not to the numbers that are tried here."
    )


def _names_in(function: types.FunctionType, seen: set[types.CodeType]) -> Iterator[str]:
    codes = list(_nested(function.__code__))
    instructions = [one for code in codes for one in dis.get_instructions(code)]
    own = {one.argval for one in instructions if one.opname in ("STORE_GLOBAL", "DELETE_GLOBAL")}
    seen.update(codes)
    for one in instructions:
        if one.opname not in ("LOAD_GLOBAL", "LOAD_NAME") or one.argval in own:
            continue
        value = function.__globals__.get(one.argval, types)
        if isinstance(value, types.FunctionType) and value.__globals__ is function.__globals__:
            if value.__code__ not in seen:
                yield from _names_in(value, seen)
        elif not callable(value) and not isinstance(value, types.ModuleType):  # types: there is none
            yield one.argval


def _nested(code: types.CodeType) -> Iterator[types.CodeType]:
    """The code of a function and of the functions and comprehensions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _nested(constant)
