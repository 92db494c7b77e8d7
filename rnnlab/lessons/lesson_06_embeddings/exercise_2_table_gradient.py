"""Exercise 6.2: the gradient of the embedding table, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake


def table_gradient_right(digits, dX, V):
    dE = np.zeros((V, dX.shape[-1]))
    np.add.at(dE, digits, dX)
    return dE


def table_gradient_cases(rng):
    # No digit reaches V - 1, 0 does not occur in the first case, one digit comes three times, and D differs.
    return [Case("one sequence", (np.array([[2, 4, 2, 3, 2]]), rng.normal(size=(1, 5, 2)), 6)),
            Case("a batch", (np.concatenate([[[0, 5, 5]], rng.integers(0, 6, (4, 3))]), rng.normal(size=(5, 3, 3)), 8))]


def table_gradient_probes(rng):
    """N = T = D = V, and D = 1: here a table of a wrong shape takes what is added."""
    return [(rng.integers(V, size=(N, T)), rng.normal(size=(N, T, D)), V)
            for N, T, D, V in ((4, 4, 4, 4), (3, 4, 1, 6))]


def _by_sample(digits, dX, V):
    return np.array([table_gradient_right(digits[n:n + 1], dX[n:n + 1], V) for n in range(len(digits))])


def _written_over(digits, dX, V):
    """As `_repeats_lost`, but in a loop over the steps: only samples that share a digit at a step are lost."""
    dE = np.zeros((V, dX.shape[-1]))
    for t in range(digits.shape[1]):
        dE[digits[:, t]] += dX[:, t]
    return dE


def _repeats_lost(digits, dX, V):
    dE = np.zeros((V, dX.shape[-1]))
    dE[digits] += dX
    return dE


def _counts(digits, V):
    return np.bincount(np.ravel(digits), minlength=V)[:, None]


def _add_at_once(dE, digits, dX):
    np.add.at(dE, digits, dX)


def _add_one_by_one(dE, digits, dX):
    for n in range(digits.shape[0]):
        for t in range(digits.shape[1]):
            dE[digits[n, t]] += dX[n, t]


def _add_by_index(dE, digits, dX):
    dE[digits] += dX


def _by_step(digits, dX, V):
    dE = np.zeros((V, dX.shape[-1]))
    dE[: digits.shape[1]] = dX.sum(axis=0)
    return dE


def _into(shape, add, dtype=float):
    """What begins with zeros of that shape, made from dX and V, and adds in one of these ways."""
    def gradient(digits, dX, V):
        dE = np.zeros(shape(dX, V), dtype)
        add(dE, digits, dX)
        return dE

    return gradient


WRONG_WIDTH = ("**The table you begin with has the wrong width.** dE has the shape of E, (V, D), and D is the last "
               "axis of dX: `np.zeros((V, dX.shape[-1]))`.")

TABLE_GRADIENT_MISTAKES = (
    Mistake(_repeats_lost,
            "**Repeats are lost.** A digit that stands at several places gets the gradient of the last one only. "
            "In a loop, `+=` adds where `=` writes over. Without a loop, `dE[digits] += dX` reads all rows first and "
            "writes them afterwards, so a row that comes twice is written twice, not added twice. `np.add.at` "
            "adds them all."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, dX, V) / np.maximum(_counts(digits, V), 1),
            "**This is the mean over a digit's places.** The row is used at each of them, so the shares are added."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, dX, V) / _counts(digits, V),
            "**This is the mean over a digit's places,** and for a digit without any place it is NaN. The row is used "
            "at each of them, so the shares are added."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, dX, V) / digits.shape[1],
            "**This is divided by the number of steps.** The row is used at each place, so the shares are added. "
            "What belongs to the mean in the loss is in dX already."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, dX, V) / len(digits),
            "**This is divided by the number of samples.** The row is used in each of them, so the shares are added. "
            "What belongs to the mean in the loss is in dX already."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, dX, V) / digits.size,
            "**This is divided by the number of places.** The row is used at each of them, so the shares are added. "
            "What belongs to the mean in the loss is in dX already."),
    Mistake(lambda digits, dX, V: -table_gradient_right(digits, dX, V),
            "**The sign is reversed.** Training goes against the gradient, but the gradient itself is the plain sum."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, dX, 10),
            "**The table has ten rows, whatever V is.** The lesson had ten digits; here there are V."),
    *(Mistake(_into(shape, add), WRONG_WIDTH)
      for shape in (lambda dX, V: (V, V), lambda dX, V: (V, 2), lambda dX, V: (10, 10))
      for add in (_add_at_once, _add_one_by_one, _add_by_index)),
    *(Mistake(_into(lambda dX, V: (V, dX.shape[-1]), add, int),
              "**The table you begin with holds whole numbers.** Whatever stands behind the point is cut off. Leave "
              "out `int`: `np.zeros` makes floats.") for add in (_add_at_once, _add_one_by_one)),
    Mistake(_by_step,
            "**The shares are added by step.** Row t gets what comes back from step t. The row is that of the digit "
            "which stands there: `digits[n, t]`."),
    *(Mistake(_into(lambda dX, V: dX.shape, add),
              "**The table you begin with has the shape of dX,** a row for each place. dE has the shape of E, a row "
              "for each digit: (V, D).") for add in (_add_at_once, _add_one_by_one, _add_by_index)),
    Mistake(lambda digits, dX, V: table_gradient_right(digits[:, -1:], dX[:, -1:], V),
            "**Only the last step is there.** A digit at an earlier step has its share too, and dX holds it."),
    *(Mistake(lambda digits, dX, V, kept=kept: table_gradient_right(digits, dX, V)[kept(digits)],
              "**The table has lost rows.** It has V rows, whether or not their digits are in the batch. Theirs are "
              "zeros.") for kept in (np.unique, lambda digits: slice(digits.max() + 1))),
    Mistake(lambda digits, dX, V: np.tile(dX.sum((0, 1)), (V, 1)),
            "**Every row gets everything.** A row gets only what comes back from the places where its digit stands."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, dX, V).T,
            "**The axes are swapped.** dE has the shape of E: (V, D)."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits, np.ones_like(dX), V),
            "**This only counts the digits.** At each place, add what dX says."),
    Mistake(_by_sample,
            "**Every sample has a table of its own: (N, V, D).** All samples share one table, so their shares are "
            "added."),
    Mistake(_written_over,
            "**Repeats within a step are lost.** Where two samples have the same digit at step t, "
            "`dE[digits[:, t]] += dX[:, t]` reads the row before it writes both, so only the last share arrives."),
    Mistake(lambda digits, dX, V: np.zeros((V, dX.shape[-1])),
            "**There are only zeros.** Each place adds its share to the row of its digit."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits[:, :1], dX[:, :1], V),
            "**Only the first step is there.** A `return` inside the loop ends it at once, or the loop has no further "
            "round. A digit at a later step has its share too."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits[:1, :1], dX[:1, :1], V),
            "**Only the first place is there.** A `return` inside the inner loop ends both loops at once."),
    Mistake(lambda digits, dX, V: table_gradient_right(digits[:1], dX[:1], V),
            "**Only the first sample is there.** All samples share one table, so their shares are added."),
    Mistake(lambda digits, dX, V: dX,
            "**This is dX itself.** It has a row for each place, and dE one for each digit."),
)
