"""What learners write where the slope of tanh belongs: shared by exercises 7.1 and 7.2."""

import numpy as np

WRONG_DERIVATIVES = (  # of tanh, from the state at the step and the one before it
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
     "**The slope is taken at the step before.** f' belongs to z_t, so it is 1 − h_t², of the state "
     "after the step and not of the one before it."),
    (lambda h, h_before: 1 + h ** 2,
     "**A sign is reversed.** The slope of tanh is 1 − h²."),
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
