"""Backward passes of one unit, each with something wrong. Exercise 7.3 lines three up and asks what, and from where on.

They return what the lesson's own `back` returns: dh_0 … dh_T and dz_0 … dz_T (dz_0 is not used), and the shares of
dW, dU and db, one row each and one column a step.
"""

import itertools

import numpy as np

from rnnlab.exercises import AnswerExercise, Question
from rnnlab.exercises.class_numbers import with_class_numbers


def case():
    """Where exercise 7.3 stands: x, y, W, U, b, h0, five steps that hide nothing."""
    return np.array([1.0, -0.5, 2.0, 0.25, -1.0]), 0.8, 0.6, -0.9, 0.1, 0.5


def states(x, W, U, b, h0):
    """h_0 to h_T."""
    H = [h0]
    for x_t in x:
        H.append(np.tanh(W * x_t + U * H[-1] + b))
    return np.array(H)


def _suspect(back=lambda W, U, dz, gone: U * dz, before=lambda H: H[:-1], slope=lambda H, t: 1 - H[t] ** 2):
    """A backward pass put together from pieces: without any it is right.

    Parameters
    ----------
    back : callable
        The way from dz_t to dh_{t-1}. It is told how many steps of the way back are gone.
    before : callable
        The states before each step, out of all states.
    slope : callable
        f' at step t.
    """
    def passes(x, y, W, U, b, h0):
        H, T = states(x, W, U, b, h0), len(x)
        dh, dz = np.zeros(T + 1), np.zeros(T + 1)
        dh[T] = 2 * (H[T] - y)
        for t in range(T, 0, -1):
            dz[t] = dh[t] * slope(H, t)
            dh[t - 1] = back(W, U, dz[t], T - t)
        return dh, dz, np.array([x * dz[1:], before(H) * dz[1:], dz[1:]])
    return passes


right_pass = _suspect()


def _ending_after(steps):
    return _suspect(back=lambda W, U, dz, gone: U * dz * (gone < steps))


REASONS = {
    1: "the factor U is forgotten on the way back",
    2: "f' is taken at another step",
    3: "W stands where U belongs on the way back",
    4: "the way back ends early",
    5: "the first share of dU reads the last state",
    6: "the shares of dU take the state after the step",
}
TRACES = {
    1: "then dh_{t-1} would equal dz_t",
    2: "then dz would be wrong at the last step already",
    3: "then dh_{t-1} would be W · dz_t",
    4: "then dh would be zero from some step on",
    5: "then every dh and dz would be right, and one share of dU wrong",
    6: "then every dh and dz would be right, and all shares of dU wrong",
}
BUGS = (  # a backward pass, and the number of its reason
    (_suspect(back=lambda W, U, dz, gone: dz), 1),
    (_suspect(slope=lambda H, t: 1 - H[t - 1] ** 2), 2),
    (_suspect(back=lambda W, U, dz, gone: W * dz), 3),
    *((_ending_after(steps), 4) for steps in range(4)),
    (_suspect(before=lambda H: np.roll(H[1:], 1)), 5),
    (_suspect(before=lambda H: H[1:]), 6),
)
LINE_UPS = tuple(three for three in itertools.permutations(BUGS, 3) if len({reason for _, reason in three}) == 3)
PUBLIC = LINE_UPS.index((BUGS[2], BUGS[7], BUGS[4]))


def line_up(number):
    """The three suspects of a class: backward passes that take what `case` gives.

    Parameters
    ----------
    number : int
        Which of the line-ups; the exercise's text says it.
    """
    return tuple(suspect for suspect, _ in LINE_UPS[number])


suspect_a, suspect_b, suspect_c = line_up(PUBLIC)


def first_wrong_step(suspect, x, y, W, U, b, h0):
    """The first step on the way back, the last in time, at which dh, dz or a share is wrong; None if all is right."""
    right = right_pass(x, y, W, U, b, h0)
    found = suspect(x, y, W, U, b, h0)
    off = [~np.isclose(one, other, rtol=1e-9, atol=1e-12) for one, other in zip(found, right)]
    steps = [t for t in range(len(x) + 1) if off[0][t] or off[1][t] or (t and off[2][:, t - 1].any())]
    return max(steps, default=None)


def _tell_line_up(number):
    if number == PUBLIC:
        return ("from rnnlab.lessons.lesson_07_scalar_bptt import case, suspect_a, suspect_b, suspect_c\n",)
    return ("from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import case, line_up\n\n"
            f"suspect_a, suspect_b, suspect_c = line_up({number})\n",)


def _reason_question(name, right):
    return Question(right, 0.5, options=tuple(REASONS), wrong={
        number: f"**Suspect {name} is not number {number}.** If {reason}, {TRACES[number]}. Print both sides and look."
        for number, reason in REASONS.items() if number != right})


def _step_question(name, suspect, reason):
    right = first_wrong_step(suspect, *case())
    later = (f"**Suspect {name}: step {{}} is right still.** Its dh, dz and shares all agree with yours. Go on, "
             "further back.")
    earlier = f"**Suspect {name}: it goes wrong before you come to step {{}}.** The last step comes first."
    zero = (f"**Suspect {name}: step 0 has no shares.** The columns of dh and dz begin with step 0, those of the "
            "shares with step 1." if reason == 5 else
            f"**Suspect {name}: step 0 is the end of the way back, not its beginning.** The columns stand in the order "
            "of time. Read them from the right: the last step comes first.")
    return Question(right, 0.5, options=tuple(range(6)), wrong={
        0: zero, **{t: (later if t > right else earlier).format(t) for t in range(1, 6) if t != right}})


def _find_the_bug(number):
    suspects = [(name, *bug) for name, bug in zip("ABC", LINE_UPS[number])]
    return AnswerExercise(
        number="7.3",
        questions=tuple(question for name, suspect, reason in suspects
                        for question in (_reason_question(name, reason), _step_question(name, suspect, reason))),
        hint="Call `back(*case())` and each suspect on the same case, and print the differences: dh and dz with a "
             "column for h_0 … h_5, the shares with one for each step. Read from the right. Then ask how the wrong "
             "number could have been made: try U · dz, W · dz, dz.",
        praise="You have found three bugs that raise no error.")


def _draw_line_up(rng):
    """A line-up in which no suspect has the public one's bug, nor goes wrong at its step."""
    public = [(reason, first_wrong_step(suspect, *case())) for suspect, reason in LINE_UPS[PUBLIC]]
    while True:
        number = int(rng.integers(len(LINE_UPS)))
        drawn = [(reason, first_wrong_step(suspect, *case())) for suspect, reason in LINE_UPS[number]]
        if not any(one == other for pair in zip(public, drawn) for one, other in zip(*pair)):
            return {"number": number}


exercise = with_class_numbers(_find_the_bug, _tell_line_up, {"number": PUBLIC}, _draw_line_up)
