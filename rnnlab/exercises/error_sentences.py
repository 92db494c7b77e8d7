"""Sentences in place of the errors that NumPy and Python raise on shapes, where the failed expression is not known."""

import re

_SHAPE = r"(\([\d, ]*\))"
_SENTENCES = [
    (rf"shapes {_SHAPE} and {_SHAPE} not aligned",
     "**A product cannot be taken of these shapes:** `{0}` and `{1}`. The last axis of the left factor has to be as "
     "long as the rows of the right one."),
    (r"matmul: Input operand 1 has a mismatch .*size (\d+) is different from (\d+)",
     "**A matrix product cannot be taken:** the last axis of the left factor has length {1}, and the right one has {0} "
     "rows. The two have to be equal."),
    (rf"remapped shapes \[original->remapped\]: {_SHAPE}->\([\d,]*\) {_SHAPE}->|shape-mismatch for sum",
     "**A product cannot be taken:** axes that are summed together differ in length. Print the shapes of both "
     "factors."),
    (r"(?:matmul: )?Input operand (\d) does not have enough dimensions",
     "**A factor of a matrix product is a single number.** `@` needs arrays on both sides."),
    (rf"operands could not be broadcast together with shapes {_SHAPE} {_SHAPE}",
     "**These shapes do not fit together:** `{0}` and `{1}`. Seen from the right, two axes fit if they are equally "
     "long or one of them has length 1."),
    (rf"could not broadcast input array from shape {_SHAPE} into shape {_SHAPE}",
     "**An array does not fit into its place:** it has shape `{0}`, and the place has shape `{1}`."),
    (rf"indexing arrays could not be broadcast together with shapes {_SHAPE} {_SHAPE}",
     "**These indices do not fit together:** they have the shapes `{0}` and `{1}`. Arrays of indices are paired."),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
     "**An index is out of range:** axis {1} has length {2}, and it is asked for index {0}. Python counts from 0."),
    (r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
     "**There are too many indices:** the array has {0} axes, and {1} indices stand between the brackets."),
    (r"list assignment index out of range",
     "**A list has no such place yet.** `H[t] = h` replaces what is there. To add to a list, write `H.append(h)`."),
    (r"list index out of range",
     "**A list is asked for a place that it does not have.** Python counts from 0, so the last index is its length "
     "minus one."),
    (r"truth value of an array with more than one element",
     "**An array stands where Python needs one yes or no.** After `if`, and in `a == b` of whole arrays, there are "
     "many. Compare single numbers, or let the whole array be computed without `if`."),
    (r"all input array.* must have (?:the same shape|same number of dimensions|the same number of dimensions)",
     "**The arrays to be put together differ in shape.** Print the shape of each."),
    (r"setting an array element with a sequence|only (?:length-1|0-dimensional|integer scalar) arrays can be converted",
     "**An array stands where a single number is needed.** Python's `math` takes one number at a time; NumPy's "
     "functions, such as `np.tanh`, take a whole array."),
    (r"all the input array dimensions except for the concatenation axis must match exactly, but along dimension (\d+), "
     r"the array at index \d+ has size (\d+) and the array at index \d+ has size (\d+)",
     "**The arrays to be put together differ in length along axis {0}:** {1} and {2}. They may differ only along the "
     "axis along which they are joined."),
    (r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
     "**There is no axis {0}.** Axes are counted from 0, and this array has {1} of them."),
    (r"axes don't match array|repeated axis in transpose",
     "**`transpose` takes each axis of the array once,** in the new order."),
    (r"bitwise_xor|for \^:", "**In Python `^` is no power.** Write `**`: `x ** 2` is x squared."),
    (r"only integers, slices|indices must be integers|must be of integer .*type",
     "**An index is no whole number.** `/` makes a float even of whole numbers; `//` does not."),
    (r"Cannot cast ufunc '\w+' output from dtype\('float64'\)",
     "**An array of whole numbers cannot take these numbers.** What is added in place keeps the type that the array "
     "was made with: make it with `np.zeros`, without `int`."),
    (r"subscripts", "**The letters that `einsum` is given do not match the arrays.** Each axis needs a letter."),
    (r"unsupported operand type\(s\) for @: 'list'|for -: 'list' and 'list'|can't multiply sequence by non-int",
     "**Lists do not compute.** `@`, `-` and `*` need arrays: `np.array(…)` makes one of a list."),
    (r"'NoneType'",
     "**There is `None` where a value is needed.** A function without `return` gives `None`, and so does what changes "
     "an array or a list in place, such as `H.append(h)`."),
    (r"'numpy\.ndarray' object has no attribute '(\w+)'",
     "**A NumPy array has no `{0}`.** Other libraries have other names: where PyTorch has `.t()`, `.permute` and "
     "`.unsqueeze`, NumPy has `.T`, `.transpose` and `[:, np.newaxis]`, and it writes `np.tanh(z)`."),
    (r"module 'numpy' has no attribute '(\w+)'", "**NumPy has no `np.{0}`.** The product of two matrices is `@`."),
    (r"unexpected keyword argument 'dim'", "**NumPy does not know `dim`.** PyTorch's `dim` is `axis` here."),
    (r"takes (\d+) positional arguments? but (\d+) (?:was|were) given",
     "**A function is called with {1} arguments, and takes {0}.** If it is yours, leave its first line as it was."),
    (r"missing \d+ required positional arguments?: (.*)",
     "**A function is called without all of its arguments.** Missing: {0}."),
    (r"name '(?:np|numpy)' is not defined",
     "**NumPy is not imported here.** The first code cell of the lesson does it: `import numpy as np`."),
    (r"name '(\w+)' is not defined",
     "**There is no `{0}` here.** Python tells capitals from small letters. The names that your function is given "
     "stand in its first line."),
    (r"'(\w+)' object is not subscriptable", "**Something is indexed that has no places:** it is of type `{0}`."),
    (r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced before",
     "**`{0}` has no value yet** where your function reads it."),
]  # fmt: skip


def sentence_for(error: str, place: str = "") -> str:
    """A sentence, in Markdown, for an error that was raised.

    Parameters
    ----------
    error : str
        The exception in one line, with its type.
    place : str
        Where it comes from, in Markdown, if that is known.
    """
    shown = error.replace("`", "'")
    for pattern, sentence in _SENTENCES:
        if match := re.search(pattern, error):
            return f"{sentence.format(*(group for group in match.groups() if group))} (`{shown}`{place})"
    return f"**Your function stops with an error:** `{shown}`{place}"
