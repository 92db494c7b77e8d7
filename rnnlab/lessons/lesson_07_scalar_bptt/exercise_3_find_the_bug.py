"""Exercise 7.3, find the bug: what is wrong in three backward passes of one unit, and from which step on.

A backward pass takes (x, y, W, U, b, h0), as `case` returns them. `right_pass` and the suspects return:

    dh, dz         shape (T + 1,): dL/dh_0 … dL/dh_T and dL/dz_0 … dL/dz_T (dz_0 is not used)
    contributions  shape (3, T): what each step adds to dW, dU and db
"""

import itertools

import numpy as np

from rnnlab.exercises import AnswerExercise, Question
from rnnlab.exercises.class_numbers import with_class_numbers


def case():
    """The point at which the suspects are compared: five steps that hide none of the bugs.

    Returns
    -------
    x : numpy.ndarray, shape (5,)
    y, W, U, b, h0 : float
    """
    return np.array([1.0, -0.5, 2.0, 0.25, -1.0]), 0.8, 0.6, -0.9, 0.1, 0.5


def unit_states(x, W, U, b, h0):
    """The states h_0 to h_T of the unit h_t = tanh(W x_t + U h_{t-1} + b), shape (T + 1,), from x, shape (T,)."""
    H = [h0]
    for x_t in x:
        H.append(np.tanh(W * x_t + U * H[-1] + b))
    return np.array(H)


def _suspect(previous=lambda W, U, dz, steps_back: U * dz, previous_states=lambda H: H[:-1],
             derivative=lambda H, t: 1 - H[t] ** 2):
    """A backward pass put together from pieces: without any it is right.

    Parameters
    ----------
    previous : callable
        dL/dh_{t-1} from W, U, dL/dz_t and the number of steps T - t that lie between t and T.
    previous_states : callable
        The states before each step, shape (T,), from all states, shape (T + 1,).
    derivative : callable
        f'(z_t) from all states and t.
    """
    def backward_pass(x, y, W, U, b, h0):
        H, T = unit_states(x, W, U, b, h0), len(x)
        dh, dz = np.zeros(T + 1), np.zeros(T + 1)
        dh[T] = 2 * (H[T] - y)
        for t in range(T, 0, -1):
            dz[t] = dh[t] * derivative(H, t)
            dh[t - 1] = previous(W, U, dz[t], T - t)
        return dh, dz, np.array([x * dz[1:], previous_states(H) * dz[1:], dz[1:]])
    return backward_pass


right_pass = _suspect()


def _ending_after(steps):
    return _suspect(previous=lambda W, U, dz, steps_back: U * dz * (steps_back < steps))


REASONS = {
    1: "the factor U is forgotten on the way back",
    2: "f' is taken at another step",
    3: "W stands where U belongs on the way back",
    4: "the way back ends early",
    5: "the first share of dU reads the last state",
    6: "the shares of dU take the state after the step",
}
TRACES = {
    1: "then dh_{t-1} equals dz_t",
    2: "then dz is wrong at the last step already",
    3: "then dh_{t-1} is W · dz_t",
    4: "then dh is zero from some step on",
    5: "then every dh and dz is right, and one share of dU is wrong",
    6: "then every dh and dz is right, and every share of dU is wrong",
}
BUGGY_PASSES = (  # a backward pass, and the number of its reason
    (_suspect(previous=lambda W, U, dz, steps_back: dz), 1),
    (_suspect(derivative=lambda H, t: 1 - H[t - 1] ** 2), 2),
    (_suspect(previous=lambda W, U, dz, steps_back: W * dz), 3),
    *((_ending_after(steps), 4) for steps in range(4)),
    (_suspect(previous_states=lambda H: np.roll(H[1:], 1)), 5),
    (_suspect(previous_states=lambda H: H[1:]), 6),
)
LINE_UPS = tuple(three for three in itertools.permutations(BUGGY_PASSES, 3)
                 if len({reason for _, reason in three}) == 3)
PUBLIC = LINE_UPS.index((BUGGY_PASSES[2], BUGGY_PASSES[7], BUGGY_PASSES[4]))


def line_up(number):
    """The three suspects of a class: backward passes that take what `case` gives.

    Parameters
    ----------
    number : int
        Which of the line-ups; the exercise's text says it.

    Returns
    -------
    tuple of three callables

    Raises
    ------
    IndexError
        If there is no line-up of this number.
    """
    return tuple(suspect for suspect, _ in LINE_UPS[number])


suspect_a, suspect_b, suspect_c = line_up(PUBLIC)


def first_wrong_step(suspect, x, y, W, U, b, h0):
    """The step at which a backward pass goes wrong first: counted from T down, so the last in time.

    Parameters
    ----------
    suspect : callable
        A backward pass.
    x, y, W, U, b, h0
        As `case` returns them.

    Returns
    -------
    int or None
        The largest t from 0 to T at which dh_t, dz_t or a contribution is wrong; None if all is right.
    """
    right = right_pass(x, y, W, U, b, h0)
    computed = suspect(x, y, W, U, b, h0)
    off = [~np.isclose(one, other, rtol=1e-9, atol=1e-12) for one, other in zip(computed, right)]
    steps = [t for t in range(len(x) + 1) if off[0][t] or off[1][t] or (t and off[2][:, t - 1].any())]
    return max(steps, default=None)


def _line_up_text(number):
    if number == PUBLIC:
        return ("from rnnlab.lessons.lesson_07_scalar_bptt import case, suspect_a, suspect_b, suspect_c\n",)
    return ("from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import case, line_up\n\n"
            f"suspect_a, suspect_b, suspect_c = line_up({number})\n",)


def _reason_question(name, right):
    return Question(right, 0.5, options=tuple(REASONS), wrong={
        number: f"**Suspect {name} is not number {{{number}}}.** If {reason}, {TRACES[number]}. Print both sides and "
                "look."
        for number, reason in REASONS.items() if number != right})


def _step_question(name, suspect, reason):
    right = first_wrong_step(suspect, *case())
    later = (f"**Suspect {name}: step {{}} is still right.** Its dh, dz and shares are those of `right_pass`. Go on, "
             "further back.")
    earlier = f"**Suspect {name}: it goes wrong before you come to step {{}}.** The last step comes first."
    zero = (f"**Suspect {name}: step 0 has no shares.** The columns of dh and dz begin with step 0, those of the "
            "shares with step 1." if reason == 5 else
            f"**Suspect {name}: step 0 is the end of the way back, not its beginning.** The columns stand in the order "
            "of time. Read them from the right: the last step comes first.")
    return Question(right, 0.5, options=tuple(range(6)), wrong={
        0: zero, **{t: (later if t > right else earlier).format(t) for t in range(1, 6) if t != right}})


def _line_up_exercise(number):
    suspects = [(name, *bug) for name, bug in zip("ABC", LINE_UPS[number])]
    return AnswerExercise(
        number="7.3",
        questions=tuple(question for name, suspect, reason in suspects
                        for question in (_reason_question(name, reason), _step_question(name, suspect, reason))),
        hint="Call `right_pass(*case())` and each suspect on the same case, and print the differences: dh and dz with "
             "a column for h_0 … h_5, the shares with one for each step. Read from the right. Then ask how the wrong "
             "number could have been made: try U · dz, W · dz, dz.",
        praise="You have found three bugs that raise no error.")


def _resample_line_up(rng):
    """A line-up in which no suspect has the public one's bug, nor goes wrong at its step."""
    public = [(reason, first_wrong_step(suspect, *case())) for suspect, reason in LINE_UPS[PUBLIC]]
    while True:
        number = int(rng.integers(len(LINE_UPS)))
        candidate = [(reason, first_wrong_step(suspect, *case())) for suspect, reason in LINE_UPS[number]]
        if not any(one == other for pair in zip(public, candidate) for one, other in zip(*pair)):
            return {"number": number}


exercise = with_class_numbers(_line_up_exercise, _line_up_text, {"number": PUBLIC}, _resample_line_up)
