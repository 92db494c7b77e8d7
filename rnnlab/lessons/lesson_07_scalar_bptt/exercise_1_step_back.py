"""Exercise 7.1: one step of backpropagation through time, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake, Slip, mistakes_from


def step_back_right(dh, x, h_before, h, W, U):
    dz = dh * (1 - h ** 2)
    return U * dz, x * dz, h_before * dz


def step_back_cases(rng):
    def draw(*shape):
        h_before, h = rng.uniform(0.2, 0.8, (2, *shape))
        return rng.normal(0, 1, shape) + 1.5, rng.normal(0, 1, shape) + 2, h_before, h, 0.7, -1.3
    return [Case("one sample", tuple(float(value) for value in draw())), Case("a batch", draw(4))]


def _step_back_with(derivative=lambda h, h_before: 1 - h ** 2, previous=lambda U, W, dz, dh: U * dz,
                    contributions=lambda x, h_before, h, dz, dh: (x * dz, h_before * dz)):
    """A step back, put together from pieces, one of which is wrong."""
    def step(dh, x, h_before, h, W, U):
        dz = dh * derivative(h, h_before)
        return previous(U, W, dz, dh), *contributions(x, h_before, h, dz, dh)
    return step


def _rearranged(*places):
    """The right three results in another order."""
    def step(*arguments):
        results = step_back_right(*arguments)
        return tuple(results[place] for place in places)
    return step


def _contributions_after_U(dh, x, h_before, h, W, U):
    previous = U * dh * (1 - h ** 2)
    return previous, x * previous, h_before * previous


def _contributions_of_weights(dh, x, h_before, h, W, U):
    dz = dh * (1 - h ** 2)
    return U * dz, W * dz, U * dz


def _contributions_without_error(dh, x, h_before, h, W, U):
    derivative = 1 - h ** 2
    return U * derivative * dh, x * derivative, h_before * derivative


def _contributions_added_up(*arguments):
    previous, *contributions = step_back_right(*arguments)
    return previous, *(np.sum(contribution) for contribution in contributions)


WRONG_DERIVATIVES = (  # of tanh, from the state at the step and the one before it; shared with 7.2
    (lambda h, h_before: 1,
     "**The slope of tanh is missing.** On the way from h_t to z_t the error is multiplied by f'(z_t) = 1 − "
     "h_t²."),
    (lambda h, h_before: h * (1 - h),
     "**This is the slope of the sigmoid**, h (1 − h). The unit is a tanh: 1 − h²."),
    (lambda h, h_before: 1 / (1 - h ** 2),
     "**The slope of tanh is turned upside down.** It is 1 − h², not 1 / (1 − h²): where tanh is flat, "
     "little comes through. The museum has this one."),
    (lambda h, h_before: 1 - h,
     "**The square is missing.** The slope of tanh is 1 − h²."),
    (lambda h, h_before: 1 - np.tanh(h) ** 2,
     "**tanh is taken twice.** `h` is tanh(z) already, so its slope is 1 − h², without another tanh."),
    (lambda h, h_before: 1 - h_before ** 2,
     "**The slope is taken at the step before.** f' belongs to z_t, so it is 1 − h_t², with `h`, not "
     "`h_before`."),
    (lambda h, h_before: 1 + h ** 2,
     "**A sign is turned.** The slope of tanh is 1 − h²."),
    (lambda h, h_before: h ** 2,
     "**1 minus is missing.** The slope of tanh is 1 − h²."),
    (lambda h, h_before: h,
     "**The activation itself stands where its slope belongs.** h is f(z), not f'(z): for tanh, f'(z) = 1 − h²."),
    (lambda h, h_before: np.tanh(h),
     "**The activation itself stands where its slope belongs.** This is tanh of h, once more. f'(z) is 1 − h²."),
    (lambda h, h_before: np.tanh(h) * (1 - np.tanh(h)),
     "**This is the slope of the sigmoid**, and taken of tanh(h) at that. The unit is a tanh: 1 − h²."),
    (lambda h, h_before: (1 - h) ** 2,
     "**The square is in the wrong place.** The slope of tanh is 1 − h², not (1 − h)²."),
)

STEP_BACK_MISTAKES = (
    *mistakes_from(_step_back_with, (
        *(Slip({"derivative": derivative}, message, frequent=place < 2)
          for place, (derivative, message) in enumerate(WRONG_DERIVATIVES)),
        Slip({"previous": lambda U, W, dz, dh: dz},
            "**The factor U is missing on the way back.** h_{t-1} enters z_t as U · h_{t-1}, so dh_{t-1} = U · "
            "dz_t.", frequent=True),
        Slip({"previous": lambda U, W, dz, dh: W * dz},
            "**W stands where U belongs.** The way back to h_{t-1} leads through U. W leads to x_t.", frequent=True),
        Slip({"previous": lambda U, W, dz, dh: U * dh},
            "**dh_{t-1} is taken from dh_t.** Between the two stands the activation: dh_{t-1} = U · dz_t."),
        Slip({"contributions": lambda x, h_before, h, dz, dh: (x * dh, h_before * dh)},
            "**The shares are taken from dh_t.** The weights stand inside tanh, so it is dz_t that meets x_t and "
            "h_{t-1}."),
        Slip({"contributions": lambda x, h_before, h, dz, dh: (x * dz, h * dz)},
            "**The share of U takes the state after the step.** U was multiplied with h_{t-1}: that is `h_before`.",
            frequent=True),
        Slip({"contributions": lambda x, h_before, h, dz, dh: (x * dz, h_before * dz, dz)},
            "**There is a fourth number.** The share of b is dz_t, and right, but here three are asked for: dh_{t-1}, "
            "and the shares of W and U."),
        Slip({"contributions": lambda x, h_before, h, dz, dh: (dz, dz)},
            "**The shares lack what the weights met.** z_t = W x_t + U h_{t-1} + b: the share of W is x_t · dz_t, "
            "that of U is h_{t-1} · dz_t."),
        Slip({"contributions": lambda x, h_before, h, dz, dh: (x + dz, h_before + dz)},
            "**The shares are sums.** dz_t is multiplied by what the weight met: x_t · dz_t and h_{t-1} · dz_t."),
    )),
    Mistake(_contributions_after_U,
            "**The shares are taken one factor too late,** from dh_{t-1}. W and U stand before z_t, so x_t and "
            "h_{t-1} meet dz_t. The factor U belongs to dh_{t-1} alone."),
    Mistake(_contributions_of_weights,
            "**The weights stand where what they meet belongs.** z_t = W x_t + U h_{t-1} + b: its slope along W is "
            "x_t, and along U it is h_{t-1}."),
    Mistake(_contributions_without_error,
            "**The shares do not know the error.** (1 − h_t²) x_t is the slope of h_t along W. For the slope of the "
            "loss it is multiplied by dh_t: the share is x_t · dz_t."),
    Mistake(_rearranged(0, 2, 1),
            "**The two shares have changed places.** W met x_t, so x_t · dz_t is the share of dW. U met h_{t-1}: "
            "h_{t-1} · dz_t is the share of dU."),
    Mistake(_rearranged(1, 2, 0),
            "**dh_{t-1} comes last here.** The order is: dh_{t-1}, the share of dW, the share of dU."),
    Mistake(_rearranged(1, 2),
            "**dh_{t-1} is missing.** Three results are asked for: the error of the state before, then the two "
            "shares."),
    Mistake(_rearranged(0, 1),
            "**The share of U is missing.** Three results are asked for: dh_{t-1}, the share of dW, the share of dU."),
    Mistake(_rearranged(2, 1, 0),
            "**The order is turned round.** First dh_{t-1}, then the share of W, then the share of U."),
    Mistake(_contributions_added_up,
            "**In a batch the three results differ in shape.** Every sample has a dh_{t-1} and two shares of its own. "
            "They are not added up in this step."),
)
