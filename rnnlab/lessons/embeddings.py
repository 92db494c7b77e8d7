"""The exercises of lesson 6: embeddings."""

import numpy as np

from rnnlab.anew import draw_apart, with_numbers
from rnnlab.arrays import check_array
from rnnlab.check import AnswerExercise, Case, DesignExercise, Exercises, FunctionExercise, Mistake, Question, reveal

__all__ = ["GIVEN_B", "GIVEN_E", "GIVEN_W", "check", "exercises", "reveal"]

# A table of exercise 6.4 that looks like nothing, and adds: E @ W + b is 0, 1, ..., 9.
ANYTHING = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3.0])
GIVEN_E = np.column_stack([(np.arange(10) + ANYTHING - 1) / 2, ANYTHING])
GIVEN_W = np.array([[2.0], [-1.0]])
GIVEN_B = 1.0


# 6.1: the whole network

def predict_right(digits, E, W, U, b):
    h = np.zeros(len(digits))
    for t in range(digits.shape[1]):
        h = E[digits[:, t]] @ W + U * h + b
    return h


def predict_cases(rng):
    V, D = 7, 3
    network = rng.normal(size=(V, D)), rng.normal(size=D), 0.7, 0.4
    return [Case("three steps", (rng.integers(V, size=(5, 3)), *network)),
            Case("six steps", (rng.integers(V, size=(4, 6)), *network))]


def loop(step, state=lambda N: 0):
    """A network that a learner has written with another step; `state` makes the first one."""
    def network(digits, E, W, U, b):
        h = state(len(digits))
        for t in range(digits.shape[1]):
            h = step(digits, t, h, E, W, U, b)
        return h

    return network


def states(digits, E, W, U, b):
    return np.array([predict_right(digits[:, :t + 1], E, W, U, b) for t in range(digits.shape[1])])


def row_of_step(digits, t, h, E, W, U, b):
    return E[t] @ W + U * h + b


def row_of_sample(digits, t, h, E, W, U, b):
    return E[digits[t]] @ W + U * h + b


def no_sum(digits, t, h, E, W, U, b):
    return E[digits[:, t]] * W + U * h + b


ALL_STATES = "**These are the states of all steps.** The last one of each sequence is wanted: shape (N,)."
U_TOO_WIDE = ("**U multiplies more than the state.** The brackets reach too far: U belongs to the state before, and "
              "neither to what comes in nor to b.")
WRONG_ROW = ("**`E[t]` is the row of the number of the step.** What is looked up is the digit that stands there: "
             "`digits[:, t]`, for all samples at once.")
ONE_SAMPLE = ("**`digits[t]` is one sample, with all its steps.** Step t of all samples is `digits[:, t]`: the samples "
              "are the first axis.")
NO_SUM = ("**The products are not added up.** `*` leaves D numbers for each sample; `@ W` multiplies and adds, to one "
          "number.")


PREDICT_MISTAKES = (
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, W, U, 0),
            "**The bias is missing.** b is added at every step."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, W, U, 0) + b,
            "**The bias is added once, at the end.** It belongs to the layer, and is added at every step."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, ::-1], E, W, U, b),
            "**The sequence is read backwards.** The first digit has been multiplied by U most often at the end."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, -1:], E, W, U, b),
            "**Only the last digit counts.** The state of one step has to go into the next."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, W, 1, b),
            "**U is missing.** The state before is multiplied by U before it is added."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, U * W, 1, b),
            "**U multiplies the input.** It belongs to the state before."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, :3], E, W, U, b),
            "**The loop makes three steps, whatever T is.** Count them from the data: `digits.shape[1]`."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, :1], E, W, U, b),
            "**The loop ends after its first step.** A `return` inside the loop leaves it at once. Move it out by one "
            "indentation."),
    Mistake(loop(lambda digits, t, h, E, W, U, b: U * (E[digits[:, t]] @ W + h) + b), U_TOO_WIDE),
    Mistake(loop(lambda digits, t, h, E, W, U, b: U * (E[digits[:, t]] @ W + h + b)), U_TOO_WIDE),
    Mistake(loop(lambda digits, t, h, E, W, U, b: E[digits[:, t]] @ W + U * (h + b)), U_TOO_WIDE),
    Mistake(states, ALL_STATES),
    Mistake(lambda digits, E, W, U, b: states(digits, E, W, U, b).T, ALL_STATES),
    Mistake(loop(row_of_step), WRONG_ROW),
    Mistake(loop(row_of_step, np.zeros), WRONG_ROW),
    Mistake(loop(row_of_sample), ONE_SAMPLE),
    Mistake(loop(row_of_sample, np.zeros), ONE_SAMPLE),
    Mistake(loop(no_sum), NO_SUM),
    Mistake(loop(no_sum, np.zeros), NO_SUM),
    Mistake(lambda digits, E, W, U, b: predict_right(digits.T, E, W, U, b),
            "**The loop runs over the samples.** It has to run over the steps, `digits[:, t]`, with all samples at "
            "once."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits - 1, E, W, U, b),
            "**Rows count from 0.** Digit 0 is row 0. Here it has picked row −1, the last, and no error told you."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:1], E, W, U, b)[0],
            "**This is one sequence only.** There should be one answer for each of the N."),
)


# 6.2: the gradient of the table

def gradient_right(digits, dX, V):
    dE = np.zeros((V, dX.shape[-1]))
    np.add.at(dE, digits, dX)
    return dE


def gradient_cases(rng):
    # No digit reaches V - 1, 0 does not occur in the first case, and one digit comes three times.
    return [Case("one sequence", (np.array([[2, 4, 2, 3, 2]]), rng.normal(size=(1, 5, 2)), 6)),
            Case("a batch", (np.concatenate([[[0, 5, 5]], rng.integers(0, 6, (4, 3))]), rng.normal(size=(5, 3, 2)), 8))]


def gradient_assigned(digits, dX, V):
    dE = np.zeros((V, dX.shape[-1]))
    dE[digits] += dX
    return dE


def counts(digits, V):
    return np.bincount(np.ravel(digits), minlength=V)[:, None]


def into_zeros(size, loop):
    """What fills a table of that shape, at once or place by place."""
    def fill(digits, dX, V):
        dE = np.zeros(size(V))
        if loop:
            for n in range(digits.shape[0]):
                for t in range(digits.shape[1]):
                    dE[digits[n, t]] += dX[n, t]
        else:
            np.add.at(dE, digits, dX)
        return dE

    return fill


SQUARE = ("**The table you begin with has the wrong width.** dE has the shape of E, (V, D), and D is the last axis of dX: "
          "`np.zeros((V, dX.shape[-1]))`.")

GRADIENT_MISTAKES = (
    Mistake(gradient_assigned,
            "**Repeats are lost.** A digit that stands at several places gets the gradient of the last one only. "
            "`dE[digits] += dX` reads all rows first and writes them afterwards, so a row that comes twice is "
            "written twice, not added twice. `np.add.at(dE, digits, dX)` or a loop adds them all."),
    Mistake(lambda digits, dX, V: gradient_right(digits, dX, V) / np.maximum(counts(digits, V), 1),
            "**This is the mean over a digit's places.** The row is used at each of them, so the shares are added."),
    Mistake(lambda digits, dX, V: gradient_right(digits, dX, V) / digits.shape[1],
            "**This is divided by the number of steps.** The row is used at each place, so the shares are added. "
            "What belongs to the mean in the loss is in dX already."),
    Mistake(lambda digits, dX, V: gradient_right(digits, dX, V) / len(digits),
            "**This is divided by the number of samples.** The row is used in each of them, so the shares are added. "
            "What belongs to the mean in the loss is in dX already."),
    Mistake(lambda digits, dX, V: -gradient_right(digits, dX, V),
            "**The sign is turned.** Training goes against the gradient, but the gradient itself is the plain sum."),
    Mistake(lambda digits, dX, V: gradient_right(digits, dX, 10),
            "**The table has ten rows, whatever V is.** The lesson had ten digits; here there are V."),
    *(Mistake(into_zeros(size, loop), SQUARE) for size in (lambda V: (V, V), lambda V: (10, 10)) for loop in (False, True)),
    Mistake(lambda digits, dX, V: gradient_right(digits[:, -1:], dX[:, -1:], V),
            "**Only the last step is there.** A digit at an earlier step has its share too, and dX holds it."),
    Mistake(lambda digits, dX, V: gradient_right(digits, dX, digits.max() + 1),
            "**The table has lost its last rows.** It has V rows, whether or not their digits are in the batch. "
            "Theirs are zeros."),
    Mistake(lambda digits, dX, V: np.tile(dX.sum((0, 1)), (V, 1)),
            "**Every row gets everything.** A row gets only what comes back from the places where its digit stands."),
    Mistake(lambda digits, dX, V: gradient_right(digits, dX, V).T,
            "**The axes are turned round.** dE has the shape of E: (V, D)."),
    Mistake(lambda digits, dX, V: gradient_right(digits, np.ones_like(dX), V),
            "**This only counts the digits.** At each place, add what dX says."),
    Mistake(lambda digits, dX, V: dX,
            "**This is dX itself.** It has a row for each place, and dE one for each digit."),
)


# 6.3: words

VOCABULARY = {"V": 5000, "D": 16, "M": 32}


def tell_words(V, D, M):
    return (f"A vocabulary of {V:,} words, rows of D = {D} numbers, and a SimpleRNN with M = {M} units;",)


def words(V, D, M):
    table, one_hot = V * D + D * M + M * M + M, V * M + M * M + M
    bias, kernel = "**The bias is missing:** one number for each unit.", "**The recurrent kernel is missing:** (M, M)."
    questions = (
        Question(table, wrong={
            table - M: bias,
            table - M * M: kernel,
            table - V * D: f"**The table is forgotten.** Its {V:,} rows are trained too, and they are most of the "
                           "network.",
            V * D: "**That is the table alone.** The recurrent layer has numbers of its own.",
            one_hot: f"**That is the network without a table.** Here Wx has {D} rows, not {V:,}.",
        }, otherwise=f"The table has {V:,} rows of {D}; Wx leads from {D} to {M}, Wh from {M} to {M}, and there are "
                     f"{M} biases."),
        Question(one_hot, wrong={
            one_hot - M: bias,
            one_hot - M * M: kernel,
            V * M: "**That is Wx alone.**",
            table: f"**That is the network with a table.** One-hot, Wx itself has {V:,} rows.",
        }, otherwise=f"One-hot, D is {V:,}: Wx has {V:,} rows of {M}, and Wh and bh come on top."),
        Question(2, options=(1, 2, 3, 4), wrong={
            1: "**Nothing sets it to zero.** It begins with random numbers, and no gradient reaches it.",
            3: "**A table knows no neighbours.** Row 6 and row 8 lie beside row 7 in memory; nothing ties them "
               "to it.",
            4: "**Nothing is divided by how often a word came,** so nothing can become NaN here.",
        }),
    )
    return AnswerExercise(
        number="6.3", questions=questions,
        hint="An embedding is a table with V rows of D numbers. Behind it the recurrent layer gets D features a "
             "step; without it, one-hot, V features. For the last answer, remember which rows a gradient reaches.",
        praise=f"The table pays off because {D} is less than {M}: each word has {D} numbers of its own, not {M}.")


draw_words = draw_apart(VOCABULARY, {"V": (2000, 3000, 4000, 6000, 8000), "D": (8, 10, 12, 20),
                                     "M": (24, 28, 40, 48, 64)})


# 6.4: the same network with a table that can be read

def judge_readable_table(E, W):
    """Tell whether this table makes the given network with W = (1, 0). It is judged with that, whatever W is."""
    if np.size(W) != 2:
        check_array("W", W, ("D", "M"), D=2, M=1)
    W = np.ravel(check_array("W", np.reshape(W, (2, 1)), ("D", "M")))
    E = check_array("E", E, ("V", "D"), V=10, D=2)
    found = {}
    if np.abs(W - [1, 0]).max() > 1e-6:
        found["W"] = f"**W is not (1, 0).** Yours is ({W[0]:g}, {W[1]:g})."
    wanted, first = (GIVEN_E @ GIVEN_W)[:, 0], E[:, 0]
    if np.abs(first - wanted).max() < 1e-6:
        return found
    named = {
        "**The bias is counted twice.** b = 1 stays in the network and is added to whatever the row gives. The row "
        "has to give d − 1.": wanted + GIVEN_B,
        "**The table is as it was.** With W = (1, 0) only its first column would count, and that alone does not add.":
            GIVEN_E[:, 0],
        "**The products are not added up.** E[d] @ W is a sum of two products, and each row holds only the first of "
        "them.":
            GIVEN_E[:, 0] * GIVEN_W[0, 0],
        "**The bias has the wrong sign.** The network adds b = 1 to what the row gives. So the row has to give d − 1, "
        "not d + 1.": wanted + 2 * GIVEN_B,
        "**The bias is taken off twice.** E[d] @ W already is what the row has to give; leave b alone.":
            wanted - GIVEN_B,
    }
    for says, other in named.items():
        if np.abs(first - other).max() < 1e-6:
            return found | {"E": says}
    if np.abs(E[:, 1] - wanted).max() < 1e-6:
        return found | {"E": "**The columns are turned round.** W = (1, 0) reads the first column."}
    worst = int(np.abs(first - wanted).argmax())
    return found | {"E": f"**This is another network.** For digit {worst} the row times (1, 0) has to be "
                         f"{wanted[worst]:g}, yours is {first[worst]:g}."}


exercises = Exercises(
    FunctionExercise(
        number="6.1", parts={"three steps": 1, "six steps": 1}, cases=predict_cases, solution=predict_right,
        mistakes=PREDICT_MISTAKES,
        hint="`E[digits[:, t]]` has shape (N, D): the rows of all samples at step t. `@ W` makes one number of each "
             "row. Start with `h` zero, and let each step make the next `h`.",
        praise="An embedding layer and a recurrent layer, in one line inside a loop."),
    FunctionExercise(
        number="6.2", parts={"one sequence": 1, "a batch": 1}, cases=gradient_cases, solution=gradient_right,
        mistakes=GRADIENT_MISTAKES,
        hint="Begin with zeros of shape (V, D). Go through all samples n and steps t, and add `dX[n, t]` to row "
             "`digits[n, t]`.",
        praise="Rows whose digit is not in the batch stay zero: that is why a row that is never seen never learns."),
    with_numbers(words, tell_words, VOCABULARY, draw_words),
    DesignExercise(
        number="6.4", parts={"E": 1, "W": 1}, judge=judge_readable_table,
        hint="W = (1, 0) reads the first column and nothing else. What does the given network read out of the row of "
             "d, before b is added? Put that into the first column. The second may hold anything.",
        praise="Same answers on every sequence, and a table of another meaning. In the given one no column meant "
               "anything."),
)
check = exercises.check
