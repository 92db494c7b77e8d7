"""The exercises of lesson 7: backpropagation through time with one unit, and how to know that it is wrong."""

import numpy as np

from rnnlab.arrays import as_numbers, check_array
from rnnlab.bug_checks import Point, run_check
from rnnlab.check import AnswerExercise, Case, DesignExercise, Exercises, FunctionExercise, Mistake, Question, reveal
from rnnlab.handwritten import DroppedFactor, FirstShareForgotten, HandWritten
from rnnlab.lessons.suspects import CULPRITS, REASONS, TRACES, first_wrong_step, suspect_a, suspect_b, suspect_c
from rnnlab.rnn import Weights

__all__ = ["case", "check", "exercises", "reveal", "suspect_a", "suspect_b", "suspect_c"]


# 7.1: one step back

def back_right(dh, x, h_before, h, W, U):
    dz = dh * (1 - h ** 2)
    return U * dz, x * dz, h_before * dz


def back_cases(rng):
    def draw(*shape):
        h_before, h = rng.uniform(0.2, 0.8, (2, *shape))
        return rng.normal(0, 1, shape) + 1.5, rng.normal(0, 1, shape) + 2, h_before, h, 0.7, -1.3
    return [Case("one sample", tuple(float(value) for value in draw())), Case("a batch", draw(4))]


def back_with(slope, before=lambda U, W, dz, dh: U * dz, share_x=lambda x, dz, dh: x * dz,
              share_h=lambda h_before, h, dz, dh: h_before * dz):
    """A step back, put together from pieces, one of which is wrong."""
    def step(dh, x, h_before, h, W, U):
        dz = slope(dh, h, h_before)
        return before(U, W, dz, dh), share_x(x, dz, dh), share_h(h_before, h, dz, dh)
    return step


def through_tanh(dh, h, h_before):
    return dh * (1 - h ** 2)


BACK_MISTAKES = (
    Mistake(back_with(lambda dh, h, h_before: dh),
            "**The slope of tanh is missing.** On the way from h_t to z_t the error is multiplied by f'(z_t) = 1 − "
            "h_t²."),
    Mistake(back_with(lambda dh, h, h_before: dh * h * (1 - h)),
            "**This is the slope of the sigmoid**, h (1 − h). The unit is a tanh: 1 − h²."),
    Mistake(back_with(lambda dh, h, h_before: dh / (1 - h ** 2)),
            "**The slope of tanh is turned upside down.** It is 1 − h², not 1 / (1 − h²): where tanh is flat, "
            "little comes through. The museum has this one."),
    Mistake(back_with(lambda dh, h, h_before: dh * (1 - h)),
            "**The square is missing.** The slope of tanh is 1 − h²."),
    Mistake(back_with(lambda dh, h, h_before: dh * (1 - np.tanh(h) ** 2)),
            "**tanh is taken twice.** `h` is tanh(z) already, so its slope is 1 − h², without another tanh."),
    Mistake(back_with(lambda dh, h, h_before: dh * (1 - h_before ** 2)),
            "**The slope is taken at the step before.** f' belongs to z_t, so it is 1 − h_t², with `h`, not "
            "`h_before`."),
    Mistake(back_with(through_tanh, before=lambda U, W, dz, dh: dz),
            "**The factor U is missing on the way back.** h_{t-1} enters z_t as U · h_{t-1}, so dh_{t-1} = U · "
            "dz_t."),
    Mistake(back_with(through_tanh, before=lambda U, W, dz, dh: W * dz),
            "**W stands where U belongs.** The way back to h_{t-1} leads through U. W leads to x_t."),
    Mistake(back_with(through_tanh, before=lambda U, W, dz, dh: U * dh),
            "**dh_{t-1} is taken from dh_t.** Between the two stands the activation: dh_{t-1} = U · dz_t."),
    Mistake(back_with(through_tanh, share_x=lambda x, dz, dh: x * dh,
                      share_h=lambda h_before, h, dz, dh: h_before * dh),
            "**The shares are taken from dh_t.** The weights stand inside tanh, so it is dz_t that meets x_t and "
            "h_{t-1}."),
    Mistake(back_with(through_tanh, share_h=lambda h_before, h, dz, dh: h * dz),
            "**The share of U takes the state after the step.** U was multiplied with h_{t-1}: that is `h_before`."),
    Mistake(lambda dh, x, h_before, h, W, U: back_right(dh, x, h_before, h, W, U)[::-1],
            "**The order is turned round.** First dh_{t-1}, then the share of W, then the share of U."),
)


# 7.2: the whole loop

def slopes_right(x, y, W, U, b, h0):
    H = [h0]
    for x_t in x:
        H.append(np.tanh(W * x_t + U * H[-1] + b))
    dh, found = 2 * (H[-1] - y), np.zeros(3)
    for t in range(len(x), 0, -1):
        dz = dh * (1 - H[t] ** 2)
        found += dz * np.array([x[t - 1], H[t - 1], 1])
        dh = U * dz
    return found


def slopes_cases(rng):
    def draw(T):
        return rng.normal(0, 1, T), 0.3, 0.8, -1.2, 0.25, 0.6
    return [Case("three steps", draw(3)), Case("seven steps", draw(7))]


def slopes_with(steps=lambda T: range(T, 0, -1), back=lambda U, W, dz, dh: U * dz,
                pair=lambda x, H, t: (x[t - 1], H[t - 1]), last=lambda h, y: 2 * (h - y),
                add=lambda found, share: found + share, start=lambda h0: h0):
    """The loop, put together from pieces, one of which is wrong."""
    def slopes(x, y, W, U, b, h0):
        H = [start(h0)]
        for x_t in x:
            H.append(np.tanh(W * x_t + U * H[-1] + b))
        dh, found = last(H[-1], y), np.zeros(3)
        for t in steps(len(x)):
            dz = dh * (1 - H[t] ** 2)
            found = add(found, dz * np.array([*pair(x, H, t), 1]))
            dh = back(U, W, dz, dh)
        return found
    return slopes


SLOPES_MISTAKES = (
    Mistake(slopes_with(steps=lambda T: [T]),
            "**Only the last step has given its share.** The same weights were used at every step, so every step "
            "adds to dW, dU and db. (This is the immediate derivative, taken for the total one.)"),
    Mistake(slopes_with(add=lambda found, share: share),
            "**Each share replaces the one before.** The shares are added up: `dW += …`, not `dW = …`."),
    Mistake(slopes_with(steps=lambda T: range(T, 1, -1)),
            "**The loop ends before step 1.** `range(T, 0, -1)` counts T, …, 1. The first input has to give its "
            "share too."),
    Mistake(slopes_with(back=lambda U, W, dz, dh: dz),
            "**The factor U is missing on the way back.** dh_{t-1} = U · dz_t."),
    Mistake(slopes_with(back=lambda U, W, dz, dh: U * dh),
            "**The slope of tanh is lost on the way back.** dh_{t-1} = U · dz_t, and dz_t = dh_t · (1 − h_t²)."),
    Mistake(slopes_with(back=lambda U, W, dz, dh: W * dz),
            "**W stands where U belongs.** The way back from h_t to h_{t-1} leads through U."),
    Mistake(slopes_with(last=lambda h, y: h - y),
            "**A factor 2 is missing.** The slope of (h_T − y)² is 2 (h_T − y)."),
    Mistake(slopes_with(last=lambda h, y: 2 * (y - h)),
            "**Every sign is turned round.** dL/dh_T is 2 (h_T − y): too high an output has a positive slope."),
    Mistake(slopes_with(pair=lambda x, H, t: (x[t - 1], H[t])),
            "**dU takes the state after the step.** At step t, U was multiplied with h_{t-1}."),
    Mistake(slopes_with(pair=lambda x, H, t: (x[t - 1], H[t - 1] if t > 1 else H[-1])),
            "**The first share of dU reads the last state.** An index −1 is Python's last element. At step 1 the "
            "state before is h_0."),
    Mistake(slopes_with(start=lambda h0: 0 * h0),
            "**The forward pass starts from zero.** It was given a first state, `h0`."),
    Mistake(lambda x, y, W, U, b, h0: slopes_right(x, y, W, U, b, h0) / len(x),
            "**This is the mean over the steps.** The loss is not a mean over steps, it looks at the last one only. "
            "The shares are added, and not divided."),
    Mistake(lambda x, y, W, U, b, h0: slopes_right(x, y, W, U, b, h0)[[1, 0, 2]],
            "**dW and dU have changed places.** The order is dW, dU, db."),
)


# 7.3: find the bug

def case():
    """Where exercise 7.3 stands: x, y, W, U, b, h0, five steps that hide nothing."""
    return np.array([1.0, -0.5, 2.0, 0.25, -1.0]), 0.8, 0.6, -0.9, 0.1, 0.5


def reason_question(name):
    right = CULPRITS[name][1]
    return Question(right, 0.5, options=tuple(REASONS), wrong={
        number: f"**Suspect {name} is not number {number}.** If {reason}, {TRACES[number]}. Print both sides and look."
        for number, reason in REASONS.items() if number != right})


def step_question(name):
    right = first_wrong_step(CULPRITS[name][0], *case())
    later = "**Suspect {0}: step {1} is right still.** Its dh, dz and shares all agree with yours. Go on, further back."
    earlier = "**Suspect {0}: it goes wrong before you come to step {1}.** The last step comes first."
    return Question(right, 0.5, options=tuple(range(1, 6)), wrong={
        t: (later if t > right else earlier).format(name, t) for t in range(1, 6) if t != right})


# 7.4: a point that can see

def judge_point(x, h0, U, y):
    """Tell whether a gradient check at this point, with W = 0.5 and b = 0.1, sees both bugs."""
    x = check_array("x", x, ("T",))
    h0, U, y = (one_number(name, value) for name, value in (("h0", h0), ("U", U), ("y", y)))
    found = {}
    if len(x) < 2:
        found["x"] = "**One step has no way back.** The forgotten factor sits between two steps. Take two at least."
    if h0 == 0:
        found["h0"] = "**h_0 = 0 hides the second bug.** The forgotten share is h_0 · dz_1, and that is zero anyway."
    if U == 1:
        found["U"] = "**U = 1 hides the first bug.** A forgotten factor 1 leaves no trace."
    weights = Weights(*(np.array(array) for array in ([[0.5]], [[U]], [0.1], [[1.0]], [0.0])))
    point = Point(x[None, :, None], np.array([[y]]), weights, "tanh", np.array([[h0]]))
    loss = HandWritten().gradient(*point)[0]
    if loss < 1e-9:
        found["y"] = "**The target is met.** The loss is zero, so every slope is zero, a right one and a wrong one."
    if not found and not all(run_check("gradient check", code, point) for code in (DroppedFactor, FirstShareForgotten)):
        found["x"] = ("**Too little comes back.** Nothing hides the bugs in principle, but the unit is saturated, "
                      "or U is so small that the slopes are as good as zero. Try smaller inputs, or fewer steps.")
    return found


def one_number(name, value):
    number = as_numbers(name, value)
    if number.shape != () or not np.isfinite(number):
        raise ValueError(f"{name} has to be one finite number")
    return float(number)


exercises = Exercises(
    FunctionExercise(
        number="7.1", parts={"one sample": 1, "a batch": 1}, cases=back_cases, solution=back_right,
        mistakes=BACK_MISTAKES,
        hint="First through the activation, from dh_t to dz_t. Then z_t = W x_t + U h_{t-1} + b: what is the slope "
             "of z_t along h_{t-1}, along W, along U? Each times dz_t.",
        praise="Three products with the same dz_t. Since they are written number by number, they serve a batch too."),
    FunctionExercise(
        number="7.2", parts={"three steps": 1, "seven steps": 1}, cases=slopes_cases, solution=slopes_right,
        mistakes=SLOPES_MISTAKES,
        hint="Forward first, and keep every state from h_0 on. Start with dh = 2 (h_T − y) and three sums at zero. "
             "Then, for t = T, …, 1: your step back, and each share is added to its sum.",
        praise="This is backpropagation through time. With matrices in place of numbers it is `rnnlab.gradients`."),
    AnswerExercise(
        number="7.3",
        questions=tuple(question(name) for name in CULPRITS for question in (reason_question, step_question)),
        hint="Call `back(*case())` and each suspect on the same case, and print the differences: dh and dz with a "
             "column for h_0 … h_5, the shares with one for each step. Read from the right. Then ask how the wrong "
             "number could have been made: try U · dz, W · dz, dz.",
        praise="You have found three bugs that train without an error message."),
    DesignExercise(
        number="7.4", parts={"x": 0.5, "h0": 0.5, "U": 0.5, "y": 0.5}, judge=judge_point,
        hint="For each of the two bugs, write down the term that it loses, and ask when that term is zero, or when "
             "the factor is one.",
        praise="A check is as good as the point where it stands."),
)
check = exercises.check
