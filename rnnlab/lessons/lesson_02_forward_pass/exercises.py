"""The exercises of lesson 2: what a recurrent layer computes."""

import numpy as np

from rnnlab.exercises import (
    AnswerExercise,
    Case,
    DesignExercise,
    ExerciseSet,
    FunctionExercise,
    Mistake,
    Question,
    reveal,
)
from rnnlab.validation import check_array

__all__ = ["check", "exercises", "reveal"]


def random_weights(rng, D, M):
    """Draw Wx, Wh and bh so that no special case hides a mistake: Wh not symmetric, bh not zero."""
    return rng.normal(0, 0.6, (D, M)), rng.normal(0, 0.6, (M, M)), rng.uniform(0.3, 0.9, M)


# 2.1: one step

def step_right(x, h, Wx, Wh, bh):
    return np.tanh(x @ Wx + h @ Wh + bh)


def step_cases(rng):
    D, M, N = 3, 4, 5
    weights = random_weights(rng, D, M)
    return [Case("one sample", (rng.normal(size=D), rng.uniform(-1, 1, M), *weights)),
            Case("a batch", (rng.normal(size=(N, D)), rng.uniform(-1, 1, (N, M)), *weights))]


STEP_MISTAKES = (
    Mistake(lambda x, h, Wx, Wh, bh: x @ Wx + h @ Wh + bh,
            "**The activation is missing.** This is the sum that goes into tanh. Without tanh the whole network is one "
            "linear map, however long the sequence is."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh),
            "**The bias is missing.** bh is added at every step, before the activation."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + bh),
            "**The recurrence is missing.** Your step looks at x alone: whatever came before is forgotten."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(h @ Wh + bh),
            "**The input is missing.** Your step looks at h alone: it never hears what is new."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh.T + bh),
            "**Wh is transposed.** It is square, so the shapes fit, and no error warns you. Row vectors multiply from the "
            "left: `h @ Wh`."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx) + h @ Wh + bh,
            "**The activation comes too early.** tanh is taken of the whole sum, not of the input's part alone."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx) + np.tanh(h @ Wh + bh),
            "**tanh is taken twice.** Add first, then take tanh once, of the whole sum."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + bh + h @ Wh + bh),
            "**The bias is added twice.** One bias serves both terms."),
    Mistake(lambda x, h, Wx, Wh, bh: 1 / (1 + np.exp(-(x @ Wx + h @ Wh + bh))),
            "**This is the sigmoid.** It squeezes into 0 … 1; tanh squeezes into −1 … 1."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh) + bh,
            "**The bias comes too late.** It is added inside, before tanh."),
    Mistake(lambda x, h, Wx, Wh, bh: np.maximum(x @ Wx + h @ Wh + bh, 0),
            "**This is relu.** The paper case used it. This exercise, like Keras by default, uses tanh."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(Wx.T @ x + Wh.T @ h + bh),
            "**This is the book's order, W x.** It is right for one sample. With a batch the samples are rows, and rows "
            "multiply from the left: `x @ Wx`."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(Wx @ x + Wh @ h + bh),
            "**The order of the product is turned round.** Row vectors stand on the left of the matrix: `x @ Wx`."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wh + h @ Wx + bh),
            "**Wx and Wh are swapped.** Wx meets the input, Wh meets the hidden state. Here the shapes warn you; with D = M "
            "they would not."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x * Wx + h * Wh + bh),
            "**`*` multiplies number by number.** The matrix product is written `@`."),
)


# 2.2: the whole loop

def states_right(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for x in X:
        h = np.tanh(x @ Wx + h @ Wh + bh)
        H.append(h)
    return np.array(H)


def _states_cases(rng):
    T, D, M = 6, 3, 4
    X, weights = rng.normal(size=(T, D)), random_weights(rng, D, M)
    return [Case("starting from zeros", (X, np.zeros(M), *weights)),
            Case("starting from a given state", (X, rng.uniform(-1, 1, M), *weights))]


def _states_without_activation(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for x in X:
        h = x @ Wx + h @ Wh + bh
        H.append(h)
    return np.array(H)


STATES_MISTAKES = (
    Mistake(lambda X, h0, Wx, Wh, bh: np.tanh(X @ Wx + h0 @ Wh + bh),
            "**The state is not carried over.** Every step starts from `h0` again. The state that one step returns is what "
            "the next step has to be given."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, np.zeros_like(h0), Wx, Wh, bh),
            "**The loop starts from zeros.** It was given a first state, `h0`, and has to start from that."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, h0, Wx, Wh, bh)[-1],
            "**This is the last state only.** Keep the state of every step, and return them all."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.vstack([h0, states_right(X, h0, Wx, Wh, bh)]),
            "**There is one row too many.** `h0` is the state before the first step. It is not one of the results."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.vstack([h0, states_right(X, h0, Wx, Wh, bh)[:-1]]),
            "**Every state is one step late.** You keep the state before the step, instead of the one after it."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.tile(states_right(X, h0, Wx, Wh, bh)[-1], (len(X), 1)),
            "**All rows are the last state.** You kept the same array again and again and went on writing into it. Make a "
            "new `h` at each step."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X[::-1], h0, Wx, Wh, bh),
            "**The sequence is read backwards.** Begin with `X[0]`."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X[::-1], h0, Wx, Wh, bh)[::-1],
            "**The sequence is read backwards.** Begin with `X[0]`."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X[:-1], h0, Wx, Wh, bh),
            "**One step is missing.** `range(T - 1)` stops before the last input. There are as many states as inputs."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X[1:], h0, Wx, Wh, bh),
            "**One step is missing.** The loop has to begin at 0. There are as many states as inputs."),
    Mistake(_states_without_activation,
            "**The activation is missing.** Each state is tanh of the sum."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, h0, Wx, Wh, bh)[0],
            "**This is the first state only.** A `return` inside the loop ends it at once: move it out, below the loop."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X[:1], h0, Wx, Wh, bh),
            "**This is the first state only.** A `return` inside the loop ends it at once: move it out, below the loop."),
    Mistake(lambda X, h0, Wx, Wh, bh: _relu_states(X, Wx, Wh, bh, h0),
            "**This is relu.** The paper case used it. This exercise, like Keras by default, uses tanh."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, h0, Wh, Wx, bh),
            "**Wx and Wh are swapped.** Wx meets the input, Wh meets the hidden state."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right([X[t] for t in range(10)], h0, Wx, Wh, bh),
            "**The number of steps is fixed at ten.** Another sequence may be shorter or longer: take it from `X`."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, h0, Wx, Wh.T, bh),
            "**Wh is transposed.** Row vectors multiply from the left: `h @ Wh`."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, h0, Wx, Wh, 0 * bh),
            "**The bias is missing.** It is added at every step."),
)


# 2.4: a case that can see a transposed Wh

def _relu_states(X, Wx, Wh, bh, h0):
    H = [h0]
    for x in X:
        H.append(np.maximum(x @ Wx + H[-1] @ Wh + bh, 0))
    return np.array(H[1:])


def _judge_seeing_case(X, Wh):
    """Tell whether the paper case, with this X and Wh, notices a transposed Wh."""
    X = check_array("X", X, ("T", "D"), D=2)
    Wh = check_array("Wh", Wh, ("M", "M"), M=2)
    if np.abs(X).max() > 100 or np.abs(Wh).max() > 100 or len(X) > 20:
        raise ValueError("numbers up to 100 and up to 20 steps are enough")
    Wx = np.array([[0.9035779, 0.64490056], [0.7345513, -0.7053789]])
    right, wrong = (_relu_states(X, Wx, matrix, np.zeros(2), np.zeros(2)) for matrix in (Wh, Wh.T))
    if np.abs(right[-1] - wrong[-1]).max() >= 1e-3:
        return {}
    if np.array_equal(Wh, Wh.T):
        return {"Wh": "**Your Wh is symmetric**, so it equals its transpose. No input can tell the two apart.",
                "X": "So nothing can be said of your X yet."}
    if len(X) < 2:
        return {"X": "**Your sequence has one step.** The only state that meets Wh is h_0 = 0, and 0 @ Wh is 0 for any "
                     "Wh."}
    if not right[:-1].any():
        return {"X": "**Every state that meets Wh is zero**, and 0 @ Wh is 0 for any Wh. Choose an input whose first "
                     "state is not zero once relu has been taken. Print the states."}
    return {"X": "**The last state changes by less than 0.001.** Wh differs from its transpose, but this input hardly "
                 "shows it, or relu has cut the difference off. Print both last states, and try larger inputs or "
                 "numbers in Wh further apart."}


exercises = ExerciseSet(
    FunctionExercise(
        number="2.1", parts={"one sample": 1, "a batch": 1}, cases=step_cases, solution=step_right,
        mistakes=STEP_MISTAKES,
        hint="Three terms are added, then one function is taken of the sum. The input meets `Wx`, the state meets `Wh`. "
             "Written with `@`, the same line serves one sample and a batch.",
        praise="The same line serves one sample, `(D,)`, and a batch, `(N, D)`. Lesson 3 is built on that."),
    FunctionExercise(
        number="2.2", parts={"starting from zeros": 1, "starting from a given state": 1}, cases=_states_cases,
        solution=states_right, mistakes=STATES_MISTAKES,
        hint="Begin with `h = h0` and an empty list. For each row of `X` replace `h` by its next value and append it. At the "
             "end, `np.array` turns the list into an array of shape (T, M).",
        praise="This is `SimpleRNN(M, return_sequences=True)`."),
    AnswerExercise(
        number="2.3",
        questions=(
            Question("D", options=("A", "B", "C", "D"), wrong={
                "A": "**Loop A is right.** It is the equation, line by line.",
                "B": "**Loop B is right.** It adds the three terms in another order. Sums do not mind, up to the last digit.",
                "C": "**Loop C is right here, by luck.** At t = 0 the index t − 1 is −1, Python's last row, and that row "
                     "still holds zeros, the very state to start from. Call it twice on the same `H` and it goes wrong. "
                     "But another loop is wrong already the first time.",
            }),
            Question(2, options=(1, 2, 3, 4), follows=True, wrong={
                1: "**The bias may come at any place inside the activation.** The order of a sum is free.",
                3: "**All four start from zeros.** Look at loop C again: at t = 0 it reads the last row, which still "
                   "holds zeros.",
                4: "**tanh is taken of the whole sum in all four loops.**",
            })),
        hint="In each loop, find the state that meets `Wh`. Is it the one that the step before has made?",
        praise="`S[0]` is the state before the first step. Every step starts from it again, so nothing is remembered."),
    DesignExercise(
        number="2.4", parts={"X": 1, "Wh": 1}, judge=_judge_seeing_case,
        hint="Why could the paper case not see? Change that. Then ask which state meets `Wh` at the first step.",
        praise="A good test case stands where it can see: Wh not symmetric, more than one step, states that are not zero."),
)
check = exercises.check
