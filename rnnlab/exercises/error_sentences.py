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
     "**An array stands where a single number is needed.**"),
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
