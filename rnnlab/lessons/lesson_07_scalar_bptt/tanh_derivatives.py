"""What learners write where the slope of tanh belongs: shared by exercises 7.1 and 7.2."""

import numpy as np

WRONG_DERIVATIVES = (  # of tanh, from the state at the step and the one before it
    (lambda h, h_before: 1,
     "**The slope of tanh is missing.** On the way from h_t to z_t the error is multiplied by the "
     "slope of tanh at z_t."),
    (lambda h, h_before: h * (1 - h),
     "**This is the slope of the sigmoid**, h (1 − h). The unit is a tanh."),
    (lambda h, h_before: 1 / (1 - h ** 2),
     "**The slope of tanh is turned upside down.** Where tanh is flat, little should come through; here it is much. "
     "The museum has this one."),
    (lambda h, h_before: 1 - h,
     "**The square is missing.** The slope of tanh is the same at h and at −h."),
    (lambda h, h_before: 1 - np.tanh(h) ** 2,
     "**tanh is taken twice.** `h` is tanh(z) already, so its slope needs no other tanh."),
    (lambda h, h_before: 1 - h_before ** 2,
     "**The slope is taken at the step before.** f' belongs to z_t, so it is made from the state after the step, not "
     "from the one before it."),
    (lambda h, h_before: 1 + h ** 2,
     "**A sign is reversed.** tanh is nowhere steeper than where h is 0, and there its slope is 1."),
    (lambda h, h_before: h ** 2,
     "**1 minus is missing.** tanh is steepest where h is 0. Here the slope is 0 there."),
    (lambda h, h_before: h,
     "**The activation itself stands where its slope belongs.** h is f(z), not f'(z)."),
    (lambda h, h_before: np.tanh(h),
     "**The activation itself stands where its slope belongs.** This is tanh of h, once more, and not f'(z)."),
    (lambda h, h_before: np.tanh(h) * (1 - np.tanh(h)),
     "**This is the slope of the sigmoid**, and taken of tanh(h) at that. The unit is a tanh."),
    (lambda h, h_before: (1 - h) ** 2,
     "**The square is in the wrong place.** The slope of tanh is the same at h and at −h."),
)
