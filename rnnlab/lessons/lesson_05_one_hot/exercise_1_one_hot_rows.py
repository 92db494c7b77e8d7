"""Exercise 5.1: one-hot rows, and what learners write in their place."""

import numpy as np

from rnnlab.exercises import Case, Mistake


def one_hot_right(digits, depth):
    return np.eye(depth)[digits]


def one_hot_cases(rng):
    # No digit reaches depth - 1, so the largest digit does not give the width away; 0 is there, and so are repeats.
    return [Case("one sequence", (np.concatenate([[0, 4, 4], rng.integers(1, 4, 3)]), 7)),
            Case("a batch", (np.concatenate([[[0, 5, 5]], rng.integers(1, 5, (3, 3))]), 8))]


def one_hot_probes(rng):
    """As many places as steps, and as samples: here digits and places fit together although they should not."""
    return [(rng.integers(0, 4, 5), 5), (rng.integers(0, 4, (5, 5)), 5)]


def _paired_with_steps(digits, depth):
    """Right for one sequence: row t gets the one of step t. In a batch, row n gets the ones of all its steps."""
    rows = np.zeros((len(digits), depth))
    for row, digit in zip(rows, digits):
        row[digit] = 1
    return rows


def _whole_rows(digits, depth):
    rows = np.zeros((*digits.shape, depth))
    rows[digits] = 1
    return rows


def _filled_everywhere(digits, depth):
    rows = np.zeros((*digits.shape, depth))
    rows[..., digits] = 1
    return rows


ONE_HOT_MISTAKES = (
    Mistake(lambda digits, depth: np.eye(depth)[digits - 1],
            "**You count places from 1.** Digit 0 is the first place: the row `[0 0 1 0]` stands for the digit 2, "
            "not 3. Here digit 0 has landed on the last place, because index −1 is Python's last."),
    Mistake(lambda digits, depth: digits[..., None] == np.arange(1, depth + 1),
            "**You count places from 1.** Digit 0 is the first place: compare with `np.arange(depth)`."),
    Mistake(lambda digits, depth: np.eye(digits.max() + 1)[digits],
            "**The width comes from the data.** The largest digit that happens to be there says nothing of how many "
            "there are. The width is `depth`, or the next batch has another shape."),
    Mistake(lambda digits, depth: np.eye(10)[digits],
            "**The rows have ten places, whatever `depth` is.** The lesson had ten digits; here there are `depth`."),
    Mistake(lambda digits, depth: np.eye(depth + 1)[digits],
            "**There is one place too many.** The digits 0 … depth − 1 have `depth` places."),
    Mistake(lambda digits, depth: np.zeros((*digits.shape, depth)),
            "**There are only zeros.** Each row needs a single 1, at the place of its digit."),
    Mistake(lambda digits, depth: 1 - np.eye(depth)[digits],
            "**Zeros and ones have changed places.** A row is 0 everywhere, but at the place of its digit."),
    Mistake(lambda digits, depth: np.eye(depth)[depth - 1 - digits],
            "**The places are counted from the end.** Digit 0 is the first place."),
    Mistake(_paired_with_steps,
            "**In a batch all steps of a sequence write into one row.** `digits[n]` holds all its digits. A row for "
            "each step needs an axis more: (N, T, depth)."),
    Mistake(lambda digits, depth: np.eye(len(digits))[digits],
            "**The width is the length of the sequence.** There has to be one place for each possible digit: `depth`."),
    Mistake(lambda digits, depth: np.eye(depth)[digits].swapaxes(-1, -2),
            "**The last two axes are swapped.** Time comes before features: a row for each step, (T, depth)."),
    Mistake(lambda digits, depth: np.moveaxis(np.eye(depth)[digits], -1, 0),
            "**The places come first: (depth, …).** They belong on the last axis: `rows[n, t]` is one row."),
    Mistake(lambda digits, depth: np.eye(depth)[digits].sum(-2),
            "**The steps are added up.** That counts the digits and forgets their order. Each step keeps a row of "
            "its own."),
    Mistake(lambda digits, depth: np.eye(depth)[digits] * digits[..., None],
            "**The digit itself stands at its place.** Then the size is back, and digit 0 is nothing but zeros. "
            "Write 1."),
    Mistake(lambda digits, depth: (np.arange(depth) <= digits[..., None]).astype(float),
            "**There are ones up to the digit's place.** That is a thermometer: it says again that 7 is more than 3. "
            "*One*-hot has a single 1."),
    Mistake(lambda digits, depth: (np.arange(depth) >= digits[..., None]).astype(float),
            "**There are ones from the digit's place on.** *One*-hot has a single 1: compare with `==`."),
    Mistake(lambda digits, depth: np.eye(depth, k=1)[digits],
            "**Every 1 is one place too far.** Places count from 0, as digits do: digit 2 has its 1 at place 2."),
    Mistake(_whole_rows,
            "**Whole rows have been set to 1.** `rows[digits] = 1` takes each digit for the number of a row. Each row "
            "has a single 1, at the place of its digit."),
    Mistake(_filled_everywhere,
            "**Every row has the ones of all rows.** `rows[..., digits] = 1`, for example, writes into each row. "
            "Each row has to be paired with its own digit."),
    Mistake(lambda digits, depth: np.eye(depth)[digits].reshape(len(digits), -1),
            "**The steps of a sequence are joined into one long row.** A recurrent layer needs the step axis: "
            "(N, T, depth)."),
    Mistake(lambda digits, depth: np.eye(depth)[digits.ravel()],
            "**The axis of the samples is lost.** All steps of all sequences stand in one list. Keep (N, T, depth)."),
    Mistake(lambda digits, depth: (np.arange(depth) == digits).astype(float),
            "**The places and the digits have to meet on axes of their own.** Give `digits` one more axis, behind its "
            "last one: then every digit is compared with every place."),
)
