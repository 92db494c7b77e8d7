"""Exercise 8.1: the way back through sequences of different lengths, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake


def way_back_right(dh_last, H, Wh, lengths):
    """All dz_t, shape (N, T, M), of a tanh layer; H has shape (N, T + 1, M) and begins with h_0."""
    return _way_back_with()(dh_last, H, Wh, lengths)


def way_back_cases(rng):
    def draw(lengths, T, M):
        N = len(lengths)
        H = np.tanh(rng.normal(0, 0.8, (N, T + 1, M)))
        return rng.normal(0, 1, (N, M)), H, rng.normal(0, 0.6, (M, M)), np.array(lengths)
    return [Case("equal lengths", draw([4] * 3, 4, 2)), Case("different lengths", draw([2, 5, 1, 3], 6, 3))]


def _way_back_with(enters=lambda lengths, T, t: lengths == t, previous=lambda dz, dh, Wh: dz @ Wh.T,
                   derivative=lambda H, t: 1 - H[:, t] ** 2, combine=np.add, steps=lambda T: range(T, 0, -1),
                   masked=False, kept=lambda dz, dh: dz):
    """The way back, put together from pieces, one of which is wrong."""
    def way_back(dh_last, H, Wh, lengths):
        N, T, M = len(H), H.shape[1] - 1, H.shape[2]
        dZ, dh = np.zeros((N, T, M)), np.zeros((N, M))
        for t in steps(T):
            dh = combine(dh, dh_last * np.asarray(enters(lengths, T, t)).reshape(-1, 1))
            dz = dh * derivative(H, t)
            dZ[:, t - 1] = kept(dz * (lengths >= t)[:, None] if masked else dz, dh)
            dh = previous(dz, dh, Wh)
        return dZ
    return way_back


def _only_the_error(dh, entering):
    """What enters at a step where a sample ends replaces what came back to all of them."""
    return entering if entering.any() else dh


def _read_from_the_front(dh_last, H, Wh, lengths):
    """The right way back, with each sample's steps moved to the end, as for padding in front."""
    right, moved = way_back_right(dh_last, H, Wh, lengths), np.zeros_like(H[:, 1:])
    for n, length in enumerate(lengths):
        moved[n, len(moved[n]) - length:] = right[n, :length]
    return moved


NO_LENGTHS = ("**The error enters at the padding's last step.** The loss has read each sample's state after its last "
              "word, at step `lengths[n]`: there `dh_last[n]` enters, and the steps after it get none.")
WAY_BACK_MISTAKES = (
    Mistake(_way_back_with(previous=lambda dz, dh, Wh: dz @ Wh),
            "**The transpose is missing.** Forward, h_{t−1} is multiplied by Wh; the error goes back by `dz @ Wh.T`. "
            "This is the published mistake: it runs, and it even trains."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: t == T), NO_LENGTHS),
    Mistake(_way_back_with(enters=lambda lengths, T, t: t == T, masked=True),
            "**The error enters at the padding's last step, and is then set to zero in the padding.** What has come "
            "through the padding is wrong already. `dh_last[n]` enters at step `lengths[n]`, unchanged."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: lengths >= t),
            "**The error enters at every step of a sample.** The loss reads one state of each sample, the one after "
            "its last word: `dh_last[n]` is added once, where t is `lengths[n]`."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: lengths > t),
            "**The error enters at every step before the last word, and not at the last word.** The loss reads one "
            "state of each sample: `dh_last[n]` is added once, where t is `lengths[n]`."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: lengths == t - 1),
            "**The error enters one step too late.** A sample of 3 words ends at step 3, whose dz stands at index 2: "
            "count the steps from 1 or the indices from 0, and do not mix them."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: lengths == t + 1),
            "**The error enters one step too early.** A sample of 3 words ends at step 3, whose dz stands at index 2: "
            "the last word has to have its share too."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: t == lengths.max()),
            "**Every sample's error enters where the longest one ends.** Each has a length of its own."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: t == lengths.min()),
            "**Every sample's error enters where the shortest one ends.** Each has a length of its own."),
    Mistake(_way_back_with(enters=lambda lengths, T, t: t == lengths[0]),
            "**Every sample's error enters where the first one ends.** Each has a length of its own."),
    Mistake(_way_back_with(previous=lambda dz, dh, Wh: np.zeros_like(dz)),
            "**Nothing goes back.** Only the last word of each sample has got a dz. Either dh is written over at every "
            "step, where what enters has to be *added* to what came back, or the loop runs forward and passes the "
            "error on to the wrong side."),
    Mistake(_way_back_with(kept=lambda dz, dh: dh),
            "**These are the slopes along the states,** dh_t. Asked for are those along the sums inside the tanh: "
            "dz_t = dh_t · (1 − h_t²)."),
    Mistake(_way_back_with(previous=lambda dz, dh, Wh: dz),
            "**Wh is missing on the way back.** dh_{t−1} = `dz @ Wh.T`."),
    Mistake(_way_back_with(previous=lambda dz, dh, Wh: dh @ Wh.T),
            "**The slope of tanh is lost on the way back.** It is dz_t that goes through Wh, not dh_t."),
    Mistake(_way_back_with(derivative=lambda H, t: 1),
            "**The slope of tanh is missing.** dz_t = dh_t · (1 − h_t²)."),
    Mistake(_way_back_with(derivative=lambda H, t: 1 - H[:, t - 1] ** 2),
            "**The slope is taken at the step before.** `H` begins with h_0, so h_t is `H[:, t]`, and it belongs to "
            "dz_t."),
    Mistake(_way_back_with(derivative=lambda H, t: 1 - np.tanh(H[:, t]) ** 2),
            "**tanh is taken twice.** `H` holds states: h is tanh(z) already, and the slope is 1 − h²."),
    Mistake(_way_back_with(derivative=lambda H, t: H[:, t] * (1 - H[:, t])),
            "**This is the slope of the sigmoid.** The units are tanh, whose slope is 1 − h²."),
    Mistake(_way_back_with(derivative=lambda H, t: 1 - H[:, t]),
            "**The square is missing.** The slope of tanh is 1 − h²."),
    Mistake(_way_back_with(derivative=lambda H, t: 1 / (1 - H[:, t] ** 2)),
            "**Multiply by the slope of tanh, do not divide by it.** dz_t = dh_t · (1 − h_t²)."),
    Mistake(lambda dh_last, H, Wh, lengths: way_back_right(dh_last / len(H), H, Wh, lengths),
            "**Divided by N.** The mean of the loss is in `dh_last` already: it is the slope along the last states."),
    Mistake(lambda dh_last, H, Wh, lengths: way_back_right(2 * dh_last, H, Wh, lengths),
            "**Everything is twice too large.** `dh_last` is the slope along the last states already, so no 2 from a "
            "square is needed."),
    Mistake(lambda dh_last, H, Wh, lengths: way_back_right(-dh_last, H, Wh, lengths),
            "**Every sign is reversed.** Return the slopes themselves; an update is what subtracts them."),
    Mistake(_way_back_with(derivative=lambda H, t: 1 + H[:, t] ** 2),
            "**A plus where a minus belongs.** The slope of tanh is 1 − h²."),
    Mistake(_way_back_with(combine=_only_the_error),
            "**What comes back is thrown away.** At a step where another sample ends, `dh` still holds what comes back "
            "to the longer ones: add to it, do not replace it."),
    Mistake(_way_back_with(steps=lambda T: range(T, 1, -1)),
            "**The loop ends before the first word.** `range(T, 0, -1)` counts T, …, 1."),
    Mistake(lambda *arguments: way_back_right(*arguments)[:, ::-1],
            "**The steps are in the order of the loop,** the last one first. dz_1 has to stand at index 0."),
    Mistake(_read_from_the_front,
            "**The padding stands at the wrong end.** The words come first here: the zeros of a short sample are "
            "behind its last word."),
    Mistake(lambda *arguments: way_back_right(*arguments).swapaxes(0, 1),
            "**Time comes first in your result.** The shape is (N, T, M): a sample, its steps, its units."),
)
