"""Exercise 2.2: the loop over the time steps that returns all states, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import random_weights


def states_right(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for x in X:
        h = np.tanh(x @ Wx + h @ Wh + bh)
        H.append(h)
    return np.array(H)


def states_cases(rng):
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
            "**The state is not carried over.** Every step starts from `h0` again. The state that one step returns is "
            "what the next step has to be given."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, np.zeros_like(h0), Wx, Wh, bh),
            "**The loop starts from zeros.** It was given a first state, `h0`, and has to start from that."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X, h0, Wx, Wh, bh)[-1],
            "**This is the last state only.** Keep the state of every step, and return them all."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.vstack([h0, states_right(X, h0, Wx, Wh, bh)]),
            "**There is one row too many.** `h0` is the state before the first step. It is not one of the results."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.vstack([h0, states_right(X, h0, Wx, Wh, bh)[:-1]]),
            "**Every state is one step late.** You keep the state before the step, instead of the one after it."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.tile(states_right(X, h0, Wx, Wh, bh)[-1], (len(X), 1)),
            "**All rows are the last state.** You kept the same array again and again and went on writing into it. "
            "Make a new `h` at each step."),
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
            "**This is the first state only.** A `return` inside the loop ends it at once: move it out, below the "
            "loop."),
    Mistake(lambda X, h0, Wx, Wh, bh: states_right(X[:1], h0, Wx, Wh, bh),
            "**This is the first state only.** A `return` inside the loop ends it at once: move it out, below the "
            "loop."),
    Mistake(lambda X, h0, Wx, Wh, bh: relu_states(X, Wx, Wh, bh, h0),
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


def relu_states(X, Wx, Wh, bh, h0):
    H = [h0]
    for x in X:
        H.append(np.maximum(x @ Wx + H[-1] @ Wh + bh, 0))
    return np.array(H[1:])
