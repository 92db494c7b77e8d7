"""Where and how a function has failed: which product, sum or index, and the shapes of what met there.

The traceback says which expression raised. Its operands are looked up in the frame, so neither NumPy's text nor the way
in which a product was written matters.
"""

import ast
import dis
import linecache
import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from types import FrameType, TracebackType
from typing import Any, NamedTuple

import numpy as np

_PRODUCTS = {"dot", "matmul", "inner", "tensordot", "einsum", "vdot", "multi_dot", "outer"}
# These may do more than look something up.
_UNSAFE = (ast.Call, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.Lambda)
_LONGEST = 60  # characters of an expression that is shown
_NUMPY = os.path.dirname(np.__file__)


class Failure(NamedTuple):
    """How a function has failed.

    Attributes
    ----------
    operation : {"product", "arithmetic", "index", "assignment", "none", ""}
        "none" where an operand is None. Empty where it was another one, where the shapes are not the reason, or the
        source of the function is not at hand.
    expression : str
        As the learner wrote it, perhaps shortened.
    operands : tuple of (str, tuple)
        Each operand's expression and shape: of factors, of terms, of the array that is indexed, and of index arrays
        that do not fit together; of the place and of the value of an assignment. A list has the shape ``(len,)``.
    asked : tuple of int or None
        What an axis is asked for, None for a slice. Of an array of indices it is one that the axis does not have, or
        None.
    instruction : str
        Of Python's bytecode, for where the source is not at hand.
    """

    operation: str = ""
    expression: str = ""
    operands: tuple[tuple[str, tuple[int, ...]], ...] = ()
    asked: tuple[int | None, ...] = ()
    instruction: str = ""

    def same_place(self, other: "Failure") -> bool:
        """Whether two functions have failed at the same operation on the same shapes, however they write it."""
        return self._facts() == other._facts()

    def _facts(self) -> tuple:
        return self.operation, tuple(shape for _, shape in self.operands), self.asked

    def describe(self) -> str:
        """Describe it in Markdown; an empty string where the operation is not known."""
        named = [f"`{name}` has shape `{shape}`" for name, shape in self.operands]
        shapes = [shape for _, shape in self.operands]
        if self.operation == "product" and len(shapes) == 2:
            scalar = next((name for name, shape in self.operands if not shape), "")
            reason = "The last axis of the left factor has to be as long as the rows of the right one."
            if scalar:
                reason = f"`{scalar}` is a single number, and a matrix product needs arrays on both sides."
            elif _summed_axis_fits(*shapes):
                reason = "The axes that are multiplied and added up together differ in length."
            return f"**This product cannot be taken:** `{self.expression}`. Here {' and '.join(named)}. {reason}"
        if self.operation == "arithmetic":
            return (
                f"**These shapes do not fit together:** `{self.expression}`. Here {' and '.join(named)}. Seen from the "
                "right, two axes fit if they are equally long or one of them has length 1."
            )
        if self.operation == "none":
            return (
                f"**`{self.operands[0][0]}` is `None` here:** `{self.expression}`. A function without `return` gives "
                "`None`, and so does what changes an array or a list in place, such as `H.append(h)`."
            )
        if self.operation == "assignment":
            return f"**This does not fit into its place:** `{self.expression}`. Here {' and '.join(named)}."
        if self.operation == "index":
            return f"**There is no `{self.expression}`:** {self._missing_index()}"
        return ""

    def _missing_index(self) -> str:
        (name, shape), *indices = self.operands
        if indices:
            shapes = " and ".join(f"`{index}` has shape `{size}`" for index, size in indices)
            return f"{shapes}. Arrays of indices are paired, so their shapes have to fit as in a sum."
        if len(self.asked) > len(shape):
            return f"`{name}` has shape `{shape}`, so it takes {len(shape)} indices, not {len(self.asked)}."
        for axis, (place, size) in enumerate(zip(self.asked, shape)):
            if place is not None and not -size <= place < size:
                where = f"axis {axis} of `{name}`, of shape `{shape}`," if len(shape) > 1 else f"`{name}`"
                last = f"ends at index {size - 1}" if size else "is empty"
                return f"{where} {last}, and it is asked for index {place}."
        return f"`{name}` has shape `{shape}`."


def failure_of(error: BaseException) -> Failure:
    """How a function has failed that raised this error. An error that brings its own `failure` is believed."""
    if isinstance(brought := getattr(error, "failure", None), Failure):
        return brought
    place = None
    for trace in _traces(error.__traceback__):
        if not trace.tb_frame.f_code.co_filename.startswith((_NUMPY, "<__array_function__")):
            place = trace
    if place is None:
        return Failure()
    try:
        failure = _failure_at(place, error)
    except Exception:  # no source, one that has changed since, or a learner's object that answers to nothing
        failure = Failure()
    return failure._replace(instruction=dis.opname[place.tb_frame.f_code.co_code[place.tb_lasti]])


def _traces(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace:
        yield trace
        trace = trace.tb_next


def _summed_axis_fits(left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Whether two shapes can meet in a matrix product, as far as the axis goes that is summed."""
    return bool(left and right) and left[-1] == (right[-2] if len(right) > 1 else right[-1])


def _terms_fit(shapes: list[tuple[int, ...]], in_place: bool = False) -> bool:
    try:
        return np.broadcast_shapes(*shapes) == shapes[0] or not in_place
    except ValueError:
        return False


def _failure_at(trace: TracebackType, error: BaseException) -> Failure:
    """The operation that has failed. LookupError where it is not known, or the shapes are not the reason."""
    failure = _operation_at(trace)
    shapes = [shape for _, shape in failure.operands]
    if failure.operation == "product" and (
        "subscripts" in str(error) or (isinstance(error, TypeError) and () not in shapes)  # of einsum; of lists
    ):
        raise LookupError("the shapes are not the reason")
    return failure


def _operation_at(trace: TracebackType) -> Failure:
    frame, code = trace.tb_frame, trace.tb_frame.f_code
    statements = "".join(linecache.getlines(code.co_filename, frame.f_globals))
    line, end_line, column, end_column = list(code.co_positions())[trace.tb_lasti // 2]
    node, statement = _nodes(statements).get((line, column, end_line, end_column), (None, None))
    if isinstance(node, ast.BinOp):
        return _failed(
            "product" if isinstance(node.op, ast.MatMult) else "arithmetic", node, [node.left, node.right], frame
        )
    if isinstance(node, ast.Compare) and len(node.comparators) == 1:
        return _failed("arithmetic", node, [node.left, *node.comparators], frame)
    if isinstance(node, ast.AugAssign):
        return _failed("arithmetic", node, [node.target, node.value], frame)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        factors = [each for each in node.args if not isinstance(each, ast.Constant)]
        if name == "dot" and len(factors) == 1 and isinstance(node.func, ast.Attribute):
            factors.insert(0, node.func.value)
        if name in _PRODUCTS and len(factors) == 2:
            return _failed("product", node, factors, frame)
    if isinstance(node, ast.Subscript):
        try:
            _value(node, frame)
        except (IndexError, TypeError):
            return _failed("index", node, [node.value], frame, node.slice)
        if isinstance(statement, ast.Assign):
            return _failed("assignment", statement, [node, statement.value], frame)
        if isinstance(statement, ast.AugAssign):
            return _failed("arithmetic", statement, [node, statement.value], frame)
    raise LookupError("this kind of expression is not explained")


@lru_cache(maxsize=8)
def _nodes(source: str) -> dict[tuple, tuple[ast.AST, ast.stmt | None]]:
    """Every expression, and every assignment with an operator, by its position; with the statement that it is in."""
    nodes: dict[tuple, tuple[ast.AST, ast.stmt | None]] = {}
    for statement in ast.walk(ast.parse(source)):
        if isinstance(statement, ast.stmt):
            for node in ast.walk(statement):
                if isinstance(node, ast.expr | ast.AugAssign):
                    nodes[node.lineno, node.col_offset, node.end_lineno, node.end_col_offset] = node, statement
    return nodes


def _failed(operation: str, node: ast.AST, operands: list, frame: FrameType, index: ast.expr | None = None) -> Failure:
    values = [_value(operand, frame) for operand in operands]
    named = tuple((_shown(operand), np.shape(value)) for operand, value in zip(operands, values))
    if index is not None:
        return _failed_index(node, named[0], index, frame)
    if any(value is None for value in values):
        return Failure("none", _shown(node), tuple(pair for pair, value in zip(named, values) if value is None))
    if operation == "arithmetic" and _terms_fit([shape for _, shape in named], isinstance(node, ast.AugAssign)):
        raise LookupError("the shapes are not the reason")
    return Failure(operation, _shown(node), named)


def _failed_index(node: ast.AST, array: tuple[str, tuple[int, ...]], index: ast.expr, frame: FrameType) -> Failure:
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    values = [_value(ast.Subscript(ast.Name("s_"), part), frame) for part in parts]
    if any(np.asarray(value).dtype.kind == "f" for value in values):
        raise LookupError("the shapes are not the reason")
    indices = [(_shown(part), np.shape(value)) for part, value in zip(parts, values) if np.ndim(value)]
    if _terms_fit([(), *(shape for _, shape in indices)]):
        indices = []
    axes = [value for value in values if value is not None]  # None, np.newaxis, takes up no axis
    for place, value in enumerate(axes):
        if value is Ellipsis:
            axes[place : place + 1] = [None] * (len(array[1]) - len(axes) + 1)
    asked = tuple(_asked(value, size) for value, size in zip_longest(axes, array[1][: len(axes)], fillvalue=0))
    return Failure("index", _shown(node), (array, *indices), asked)


def _asked(index: Any, size: int) -> int | None:
    """The index itself; of an array of indices one that lies outside of the axis, if there is one."""
    if isinstance(index, np.ndarray | list):
        return next((int(one) for one in np.ravel(index) if not -size <= one < size), None)
    return int(index) if isinstance(index, int | np.integer) else None


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node).splitlines()[0].replace("`", "'")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _value(node: ast.AST, frame: FrameType) -> Any:
    """The value of an expression that does no more than to look up and compute; ValueError for any other."""
    for call in ast.walk(node):
        if isinstance(call, _UNSAFE) and not (isinstance(call, ast.Call) and _is_numpy(call.func, frame)):
            raise ValueError("this expression may do more than look something up")
    return eval(ast.unparse(node), {**frame.f_globals, **frame.f_locals, "s_": np.s_})


def _is_numpy(function: ast.expr, frame: FrameType) -> bool:
    value = _value(function, frame)
    return (
        value in (len, range, min, max)
        or isinstance(value, np.ufunc)
        or str(getattr(value, "__module__", "")).split(".")[0] == "numpy"
    )
