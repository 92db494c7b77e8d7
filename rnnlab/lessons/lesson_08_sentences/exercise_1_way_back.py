"""Exercise 8.1: the way back where every word of sequences of different lengths has a share in the loss."""

import numpy as np

from rnnlab.exercises import Case, Mistake


def way_back_right(dH, H, Wh, lengths):
    """All dz_t, shape (N, T, M), of a tanh layer; H has shape (N, T + 1, M) and begins with h_0."""
    return _way_back_with()(dH, H, Wh, lengths)


def way_back_cases(rng):
    def draw(lengths, T, M):
        N = len(lengths)
        H = np.tanh(rng.normal(0, 0.8, (N, T + 1, M)))
        return rng.normal(0, 1, (N, T, M)), H, rng.normal(0, 0.6, (M, M)), np.array(lengths)
    return [Case("equal lengths", draw([4] * 3, 4, 2)), Case("different lengths", draw([2, 5, 1, 3], 6, 3))]


def _way_back_with(counts=lambda lengths, T, t: lengths >= t, own=lambda dH, t: dH[:, t - 1],
                   previous=lambda dz, dh, Wh: dz @ Wh.T, derivative=lambda H, t: 1 - H[:, t] ** 2,
                   steps=lambda T: range(T, 0, -1), masked=False, kept=lambda dz, dh: dz):
    """The way back, put together from pieces, one of which is wrong."""
    def way_back(dH, H, Wh, lengths):
        N, T, M = len(H), H.shape[1] - 1, H.shape[2]
        dZ, dh = np.zeros((N, T, M)), np.zeros((N, M))
        for t in steps(T):
            dh = dh + own(dH, t) * np.asarray(counts(lengths, T, t)).reshape(-1, 1)
            dz = dh * derivative(H, t)
            dZ[:, t - 1] = kept(dz * (lengths >= t)[:, None] if masked else dz, dh)
            dh = previous(dz, dh, Wh)
        return dZ
    return way_back


def _read_from_the_front(dH, H, Wh, lengths):
    """The right way back, with each sample's steps moved to the end, as for padding in front."""
    right, moved = way_back_right(dH, H, Wh, lengths), np.zeros_like(H[:, 1:])
    for n, length in enumerate(lengths):
        moved[n, len(moved[n]) - length:] = right[n, :length]
    return moved


WAY_BACK_MISTAKES = (
    Mistake(_way_back_with(previous=lambda dz, dh, Wh: dz @ Wh),
            "**The transpose is missing.** Forward, h_{t−1} is multiplied by Wh; the error goes back by `dz @ Wh.T`. "
            "This is the published mistake: it runs, and it even trains."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: True),
            "**The padding counts.** After a sample's last word `dH` holds numbers that mean nothing, and here they "
            "have gone into dz, and back into the words."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: True, masked=True),
            "**The padding is set to zero in the result alone.** What `dH` holds there has already come back into the "
            "words. It must not enter dh at all."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: lengths == t),
            "**Only the last word's slope enters,** as in the lesson. This loss has a share at every word: "
            "`dH[:, t - 1]` enters at each step t that is a word."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: lengths > t),
            "**The last word's slope is missing.** A sample of 3 words has slopes at the steps 1, 2 and 3."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: lengths >= t - 1),
            "**One step of padding counts.** A sample of 3 words has slopes at the steps 1, 2 and 3: count the steps "
            "from 1 or the indices from 0, and do not mix them."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: t <= lengths.max()),
            "**Every sample is taken to be as long as the longest.** Each has a length of its own."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: t <= lengths.min()),
            "**Every sample is taken to be as short as the shortest.** Each has a length of its own."),
    Mistake(_way_back_with(counts=lambda lengths, T, t: t <= lengths[0]),
            "**Every sample is taken to be as long as the first.** Each has a length of its own."),
    Mistake(_way_back_with(own=lambda dH, t: dH[:, t] if t < dH.shape[1] else 0 * dH[:, 0]),
            "**The slopes are one step off.** The slope along h_t stands at `dH[:, t - 1]`, and the state itself at "
            "`H[:, t]`, because `H` begins with h_0 and `dH` with h_1."),
    Mistake(_way_back_with(previous=lambda dz, dh, Wh: np.zeros_like(dz)),
            "**Nothing goes back.** Each dz has only the slope of its own step. Either dh is written over at every "
            "step, where the slope has to be *added* to what came back, or the loop runs forward and passes the "
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
    Mistake(lambda dH, H, Wh, lengths: way_back_right(dH / len(H), H, Wh, lengths),
            "**Divided by N.** The mean of the loss is in `dH` already: it holds the slopes along the states."),
    Mistake(lambda dH, H, Wh, lengths: way_back_right(2 * dH, H, Wh, lengths),
            "**Everything is twice too large.** `dH` holds the slopes along the states already, so no 2 from a square "
            "is needed."),
    Mistake(lambda dH, H, Wh, lengths: way_back_right(-dH, H, Wh, lengths),
            "**Every sign is reversed.** Return the slopes themselves; an update is what subtracts them."),
    Mistake(_way_back_with(derivative=lambda H, t: 1 + H[:, t] ** 2),
            "**A plus where a minus belongs.** The slope of tanh is 1 − h²."),
    Mistake(_way_back_with(derivative=lambda H, t: 2 * (1 - H[:, t] ** 2)),
            "**A 2 too many at every step.** The slope of tanh is 1 − h²; the 2 of a square is in `dH` already."),
    Mistake(_way_back_with(steps=lambda T: range(T, 1, -1)),
            "**The loop ends before the first word.** `range(T, 0, -1)` counts T, …, 1."),
    Mistake(lambda *arguments: way_back_right(*arguments)[:, ::-1],
            "**The steps are in the order of the loop,** the last one first. dz_1 has to stand at index 0."),
    Mistake(_read_from_the_front,
            "**The padding stands at the wrong end.** The words come first here: the zeros of a short sample come "
            "after its last word."),
    Mistake(lambda *arguments: way_back_right(*arguments).swapaxes(0, 1),
            "**Time comes first in your result.** The shape is (N, T, M): a sample, its steps, its units."),
)
