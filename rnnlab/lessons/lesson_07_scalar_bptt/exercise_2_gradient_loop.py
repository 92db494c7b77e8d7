"""Exercise 7.2: the loop of backpropagation through time with a target at every step, and what learners write."""

import numpy as np

from rnnlab.exercises import Case, Mistake, Slip, mistakes_from
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import unit_states
from rnnlab.lessons.lesson_07_scalar_bptt.tanh_derivatives import WRONG_DERIVATIVES


def _contributions_by_step(x, y, W, U, b, h0):
    """What the steps 1 … T add to dW, dU and db, shape (3, T)."""
    H, T = unit_states(x, W, U, b, h0), len(x)
    dh, dz = 0.0, np.zeros(T + 1)
    for t in range(T, 0, -1):
        dh += 2 * (H[t] - y[t - 1])
        dz[t] = dh * (1 - H[t] ** 2)
        dh = U * dz[t]
    return np.array([x * dz[1:], H[:-1] * dz[1:], dz[1:]])


def gradient_loop_right(x, y, W, U, b, h0):
    return _contributions_by_step(x, y, W, U, b, h0).sum(1)


def gradient_loop_cases(rng):
    def draw(T):
        return rng.normal(0, 1, T), rng.uniform(-0.6, 0.6, T), 0.8, -1.2, 0.25, 0.6
    return [Case("three steps", draw(3)), Case("seven steps", draw(7))]


def _gradient_loop_with(steps=lambda T: range(T, 0, -1), previous=lambda U, W, dz, dh: U * dz,
                        factors=lambda x, H, t: (x[t - 1], H[t - 1]), loss_slope=lambda h, y: 2 * (h - y),
                        accumulate=lambda gradient, contribution: gradient + contribution,
                        derivative=lambda H, t: 1 - H[t] ** 2, start=lambda h0, b: (h0, b),
                        target=lambda y, t: y[t - 1], arriving=lambda later, own, t, T: later + own):
    """The loop, put together from pieces, one of which is wrong."""
    def gradient_loop(x, y, W, U, b, h0):
        h0, b = start(h0, b)
        H = unit_states(x, W, U, b, h0)
        dh, gradient = 0.0, np.zeros(3)
        for t in steps(len(x)):
            dh = arriving(dh, loss_slope(H[t], target(y, t)), t, len(x))
            dz = dh * derivative(H, t)
            gradient = accumulate(gradient, dz * np.array([*factors(x, H, t), 1]))
            dh = previous(U, W, dz, dh)
        return gradient
    return gradient_loop


NOT_ADDED = ("**The shares are not added up.** Here is one column or row a step. The gradient is their sum: three "
             "numbers.")
GRADIENT_LOOP_MISTAKES = (
    *mistakes_from(_gradient_loop_with, (
        Slip({"steps": lambda T: [T]},
            "**Only the last step has given its share.** The same weights were used at every step, so every step "
            "adds to dW, dU and db."),
        Slip({"accumulate": lambda gradient, contribution: contribution},
            "**Each share replaces the one before.** The same weight was used at every step, so the shares are added "
            "up.", frequent=True),
        *(Slip({"accumulate": lambda gradient, contribution, kept=kept: gradient * kept + contribution},
               f"**The shares of {name} replace one another.** They are added up, as those of the other two are: every "
               "step used the same weight.")
          for name, kept in (("dW", np.array([0, 1, 1])), ("dU", np.array([1, 0, 1])), ("db", np.array([1, 1, 0])))),
        Slip({"steps": lambda T: range(T, 1, -1)},
            "**The loop ends before step 1.** The first input has to give its share too. Print the steps that your "
            "loop visits."),
        Slip({"previous": lambda U, W, dz, dh: dh},
            "**dh passes through a step unchanged.** On its way back it goes through the tanh, and through U."),
        Slip({"previous": lambda U, W, dz, dh: dz},
            "**The factor U is missing on the way back.** h_{t-1} entered the sum z_t multiplied by U.", frequent=True),
        Slip({"previous": lambda U, W, dz, dh: U * dh},
            "**The slope of tanh is lost on the way back.** h_{t-1} stands inside the tanh. So which error does U "
            "multiply: that of the state, or that of the sum?"),
        Slip({"previous": lambda U, W, dz, dh: W * dz},
            "**W stands where U belongs.** The way back from h_t to h_{t-1} leads through U."),
        Slip({"loss_slope": lambda h, y: h - y},
            "**A factor 2 is missing.** What is the slope of a square?", frequent=True),
        Slip({"loss_slope": lambda h, y: 2 * (y - h)},
            "**Every sign is reversed.** Where a state is too high, the loss rises with it, so the slope is "
            "positive.", frequent=True),
        Slip({"loss_slope": lambda h, y: 1},
            "**The square is missing.** This is the gradient of the sum of h_t − y_t. The loss has squares."),
        Slip({"loss_slope": lambda h, y: (h - y) ** 2},
            "**The squares themselves go back.** It is their slopes that do."),
        Slip({"arriving": lambda later, own, t, T: later + own * (t == T), "steps": lambda T: range(T, 0, -1)},
            "**Only the last error enters.** This loss looks at every state, so every state has an error of its own, "
            "beside what comes back from the step after.", frequent=True),
        Slip({"arriving": lambda later, own, t, T: later + own * (1 + (t == T))},
            "**The last error enters twice.** If dh starts with it before the loop, the loop must not add it again at "
            "step T."),
        Slip({"arriving": lambda later, own, t, T: own, "previous": lambda U, W, dz, dh: U * dz,
              "steps": lambda T: range(T, 0, -1)},
            "**What comes back from later steps is lost.** dh_t has two parts: the state's own error, and what "
            "comes back from the step after. Here the first replaces the second.", frequent=True),
        Slip({"target": lambda y, t: y[t - 2]},
            "**The targets are one step off.** h_t is compared with the target of the same step, which is `y[t - 1]`."),
        Slip({"target": lambda y, t: y[-1]},
            "**Every state is compared with the last target.** The target of step t is `y[t - 1]`."),
        Slip({"factors": lambda x, H, t: (x[t - 1], H[t])},
            "**dU takes the state after the step.** At step t, U was multiplied with h_{t-1}.", frequent=True),
        Slip({"factors": lambda x, H, t: (x[t - 1], H[t - 1] if t > 1 else H[-1])},
            "**The first share of dU reads the last state.** An index −1 is Python's last element. At step 1 the "
            "state before is h_0."),
        Slip({"factors": lambda x, H, t: (x[t - 1], H[t - 1] if t > 1 else 0)},
            "**h_0 gives no share.** At step 1, U was multiplied with h_0, and here h_0 is not zero."),
        Slip({"factors": lambda x, H, t: (x[t - 2], H[t - 1])},
            "**The inputs are one step off.** dz_t meets the input of the step before, and step 1 meets the last "
            "input. Python counts from 0: the input of step t is `x[t - 1]`."),
        Slip({"factors": lambda x, H, t: (x[t - 2] if t > 1 else 0, H[t - 1])},
            "**The inputs are one step off.** dz_t meets the input of the step before, so the last input gets no "
            "share. Python counts from 0: the input of step t is `x[t - 1]`."),
        Slip({"factors": lambda x, H, t: (x[t], H[t - 1])},
            "**An array of T numbers is asked for number T.** Python counts from 0: the input of step t is `x[t - 1]`, "
            "and the last one is `x[T - 1]`."),
        Slip({"start": lambda h0, b: (0, b)},
            "**The forward pass starts from zero.** It was given a first state, `h0`.", frequent=True),
        Slip({"start": lambda h0, b: (h0, 0)},
            "**The forward pass forgets b.** These are the slopes of a network without a bias.", frequent=True),
        *(Slip({"derivative": lambda H, t, wrong=wrong: wrong(H[t], H[t - 1])}, message, frequent=place < 1)
          for place, (wrong, message) in enumerate(WRONG_DERIVATIVES)),
        *(Slip({"steps": lambda T, most=most: range(T, max(T - most, 0), -1)},
               f"**The way back is cut off after {most} steps.** That is truncated backpropagation: cheaper, and with "
               "more steps than that no longer the gradient. Go back to step 1.") for most in (2, 3, 4, 5, 6)),
        Slip({"steps": lambda T: range(1, T + 1)},
             "**The loop goes forward.** dh_{t-1} is made from dz_t, so the last step comes first.",
             frequent=True),
        Slip({"accumulate": lambda gradient, contribution: gradient + contribution[[2, 0, 1]]},
             "**db comes first here.** The order is dW, dU, db."),
        Slip({"accumulate": lambda gradient, contribution: gradient + contribution[[0, 2, 1]]},
             "**dU and db have changed places.** The order is dW, dU, db."),
        Slip({"accumulate": lambda gradient, contribution: gradient + contribution[[2, 1, 0]]},
             "**The order is reversed.** It is dW, dU, db."),
        Slip({"previous": lambda U, W, dz, dh: dh + U * dz},
             "**dh adds up on the way back.** Only the gradients of the weights are sums. dh is replaced at every "
             "step.", frequent=True),
        Slip({"loss_slope": lambda h, y: 2 * h},
             "**The targets are missing.** The loss compares each state with its target."),
    )),
    *(Mistake(function, NOT_ADDED) for function in (
        _contributions_by_step, lambda *arguments: _contributions_by_step(*arguments)[:, ::-1],
        lambda *arguments: _contributions_by_step(*arguments).T,
        lambda *arguments: _contributions_by_step(*arguments).T[::-1])),
    Mistake(lambda x, y, *rest: gradient_loop_right(x[:3], y[:3], *rest),
            "**The loop makes three steps, whatever T is.** Count them from the data: `len(x)`."),
    Mistake(lambda *arguments: gradient_loop_right(*arguments) / len(arguments[0]),
            "**This is the mean over the steps.** The loss is a sum over steps, and the shares are added too: nothing "
            "is divided."),
    Mistake(lambda *arguments: gradient_loop_right(*arguments)[[1, 0, 2]],
            "**dW and dU have changed places.** The order is dW, dU, db."),
    Mistake(lambda *arguments: gradient_loop_right(*arguments)[:2],
            "**db is missing.** Three numbers are asked for: dW, dU, db."),
)
