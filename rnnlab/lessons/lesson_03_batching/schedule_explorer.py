"""Lesson 3's explorer of schedules: two nested loops and one batch, computing the same states by one clock."""

from rnnlab.explorer import Explorer, Slider
from rnnlab.pictures import Picture, path, rect, text

LEFT, TOP = 52, 56
WIDE, HIGH = 20, 26  # one state
LOOPS, BATCH = "Two loops", "One batch"


def explore_schedules(N=4, T=10):
    """Move the clock: two loops compute one state in each round, the batch one step of all samples.

    Parameters
    ----------
    N, T : int
        Samples and steps.

    Returns
    -------
    Explorer
        With the control ``round``, from 0 to N · T.

    Raises
    ------
    ValueError
        If N or T is less than 1.
    """
    if N < 1 or T < 1:
        raise ValueError(f"there are N = {N} samples and T = {T} steps, there should be at least one of each")
    explorer = _ScheduleExplorer(N, T)
    return Explorer([[explorer.loops_layer, explorer.loops_frame_layer],
                     [explorer.batch_layer, explorer.batch_frame_layer]],
                    round=Slider(0, N * T, label="rounds so far", play=True, seconds=0.35))


def schedule_states(N, T, round):
    """The states that two loops and one batch have after a round: two lists of (sample, step), in their order."""
    loops = [(n, t) for n in range(N) for t in range(T)]
    batch = [(n, t) for t in range(T) for n in range(N)]
    return loops[:round], batch[:round * N]


class _ScheduleExplorer:
    """Which states are computed in which round, and the layers that draw them."""

    def __init__(self, N, T):
        self.N, self.T = N, T
        self.left = {LOOPS: LEFT, BATCH: LEFT + T * WIDE + 8 + LEFT}

    def computed(self, round):
        """The states that each schedule has after a round, by its name."""
        return dict(zip((LOOPS, BATCH), schedule_states(self.N, self.T, round)))

    def newest(self, round):
        """The states that each schedule computes in a round: none before the first and when all are done."""
        before, now = self.computed(max(round - 1, 0)), self.computed(round)
        return {name: now[name][len(before[name]):] for name in now}

    def loops_layer(self, round):
        """The states of the loops, and the sentence."""
        return Picture(self._states(LOOPS, round), caption=self.caption(round))

    def batch_layer(self, round):
        """The states of the batch."""
        return Picture(self._states(BATCH, round))

    def _states(self, name, round):
        """The states that are there, the newest ones in a frame, and how many."""
        left, now, newest = self.left[name], self.computed(round)[name], self.newest(round)[name]
        parts = [rect(left + t * WIDE, TOP + n * HIGH, WIDE, HIGH, "panel") for n, t in now]
        parts.append(text(left, TOP - 15, f"{len(now)} of {self.N * self.T} states", "small quiet"))
        if newest:
            n, t = newest[0]
            parts.append(rect(left + t * WIDE, TOP + n * HIGH, WIDE, len(newest) * HIGH, "head accent", 3))
        return parts

    def caption(self, round):
        """What each schedule does in a round, in words."""
        total = self.N * self.T
        if not round:
            return (f"Nothing is computed yet. There are {self.N} · {self.T} = {total} states to compute, and both "
                    f"schedules start by the same clock.")
        (n, t), = self.newest(round)[LOOPS]
        loops = (f"In round {round} the loops compute one state, of sample {n} at index {t}, and have "
                 f"{'all' if round == total else f'{round} of {total}'}.")
        if round <= self.T:
            done = "all" if round == self.T else f"{round * self.N} of {total}"
            return f"{loops} The batch computes index {round - 1} of all {self.N} samples, and has {done}."
        waited = round - self.T
        return (f"{loops} The batch was done after {self.T} rounds and has waited for {waited} "
                f"round{'s' if waited > 1 else ''}.")

    def loops_frame_layer(self):
        return self._frame(LOOPS)

    def batch_frame_layer(self):
        return self._frame(BATCH)

    def _frame(self, name):
        """What never changes: the name and the grid."""
        left = self.left[name]
        right, bottom = left + self.T * WIDE, TOP + self.N * HIGH
        return Picture([text(left - 8, TOP + (n + 0.5) * HIGH, f"n = {n}", "small quiet", "end")
                        for n in range(self.N)],
                       text(left, TOP - 36, name, "strong"), text(left, bottom + 15, "index t →", "small quiet"),
                       [path([(left, TOP + n * HIGH), (right, TOP + n * HIGH)], "thin") for n in range(self.N + 1)],
                       [path([(left + t * WIDE, TOP), (left + t * WIDE, bottom)], "thin") for t in range(self.T + 1)],
                       left=left - LEFT, width=right + 8)
