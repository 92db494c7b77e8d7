"""Lesson 7's explorer of backpropagation through time: three steps of one unit, with a bug of your choice."""

from rnnlab.explorer import Choice, Explorer, Slider, target, visible_when
from rnnlab.lessons.lesson_07_scalar_bptt.worked_example import (
    H0_PAPER,
    IMPLEMENTATIONS,
    MISTAKES,
    X_PAPER,
    Y_PAPER,
    T,
    differs,
    verdicts,
    worked_example,
    wrong_numbers,
)
from rnnlab.pictures import Picture, area, arrow, format_number, path, rect, text

W_STOPS, U_STOPS = (0.5, 2.0), (-1.0, 0.5, 0.8, 1.0, 2.0)
LAST = 2 * T + 2  # stops: 0 nothing yet, 1 to T forward, T + 1 the loss, T + 2 to 2T + 1 back, then sum and check

NODE_X, LOSS_X = (76, 226, 376, 526), 676
EDGES = (0, 124, 274, 424, 574, 812)  # of the panels: the first state, the steps, the loss with the sums
ROW, HALF, HIGH = 98, 43, 24  # middle of the nodes, half their width and height
TABLE, LINE = 236, 24
HEIGHT, NOTES = TABLE + 64, 40  # of a panel, and what the last has below for the bug's notes
ENDS = {"sum": 656, "differences": 742}  # right edges of the columns; a cross stands in the gutter behind
CHECK_X = 758


def explore_bptt():
    """Step forward, then back, through three steps of one unit, with every number on its edge.

    Returns
    -------
    Explorer
        With the controls ``step`` (0, where it starts, to 8), ``W``, ``U`` and ``bug``. A click on a node, a slope or a
        column goes to its step. A bug's wrong numbers are marked, the first of them is named, and at the last stop the
        table has the verdict of `rnnlab.network.gradient_check` at this very point.
    """
    return Explorer(
        [[_start_layer], *map(_step_panel, range(1, T + 1)),
         [_loss_layer, _loss_edge_layer, _check_layer, _now_layer(T + 1), _last_spots, _caption_layer]],
        step=Slider(0, LAST, label="step", play=True, seconds=1.6),
        W=Choice(W_STOPS, label="W"), U=Choice(U_STOPS, label="U", value=0.8),
        bug=Choice(tuple(IMPLEMENTATIONS), label="bug"))


def _later(step):
    return range(step, LAST + 1)


def _panel(index, x, *parts, height=HEIGHT):
    """What never changes of a panel: its node, its part of the rule above the table, and more."""
    left, right = EDGES[index], EDGES[index + 1]
    return Picture(rect(x - HALF, ROW - HIGH, 2 * HALF, 2 * HIGH, "node", 10),
                   arrow((left, ROW - 9), (x - HALF, ROW - 9)) if index else None,
                   path([(max(left, 12), TABLE - 12), (right, TABLE - 12)], "thin"), parts,
                   left=left, width=right, height=height)


def _start_layer():
    """The first state, and the names of the table's rows."""
    x, parts = NODE_X[0], []
    for row, (name, formula) in enumerate((("W", "x_t · dz_t"), ("U", "h_{t-1} · dz_t"), ("b", "dz_t"))):
        y = TABLE + LINE * row
        parts += [text(12, y, f"d{name}", "strong"), text(44, y, formula, "small quiet")]
    return _panel(0, x, text(x, ROW - 9, "h_0", "strong", "middle"),
                  text(x, ROW + 9, format_number(H0_PAPER, 1), "", "middle"),
                  text(12, 14, "da is dL/da", "small accent"), parts,
                  _spot(x - HALF, ROW - HIGH, 2 * HALF, 2 * HIGH, 0))


def _step_panel(t):
    """The layers of one step: what never changes, what comes forward, what comes back, where we are, and buttons."""
    x, back = NODE_X[t], 2 * T + 2 - t

    def frame_layer():
        return _panel(t, x, text(x - HALF - 31, ROW - 33, "· U", "small quiet", "middle"),
                      arrow((x + 4, ROW + 76), (x + 4, ROW + HIGH)),
                      text(x + 10, ROW + 43, "· W", "small quiet"),
                      text(x, ROW + 90, f"x_{t} = {format_number(X_PAPER[t - 1], 1)}", "strong", "middle"),
                      text(x + 14, TABLE - 22, f"step {t}", "small quiet", "end"),
                      _row_names(EDGES[t] + 12) if t == 2 else None)

    def forward_layer(W, U):
        example = worked_example(W, U)
        return Picture(visible_when(
            text(x - HALF - 31, ROW - 19, format_number(U * example.h[t - 1]), "small", "middle"),
            text(x + 10, ROW + 58, format_number(W * X_PAPER[t - 1]), "small"),
            text(x, ROW - 9, f"z_{t} = {format_number(example.z[t])}", "small", "middle"),
            text(x, ROW + 9, f"h_{t} = {format_number(example.h[t])}", "strong", "middle"), step=_later(t)),
            width=EDGES[t + 1])

    def backward_layer(W, U, bug):
        example, right = worked_example(W, U, bug), worked_example(W, U)
        here = [_slope(x, ROW - 36, "dz", example.dz[t], right.dz[t], "middle"),
                _edge((x - 8, ROW + HIGH), (x - 8, ROW + 76), example.dx[t], right.dx[t]),
                _slope(x - 14, ROW + 60, "dx", example.dx[t], right.dx[t], "end"),
                *(_number(x + 14, TABLE + LINE * row, example.contributions[name][t], right.contributions[name][t])
                  for row, name in enumerate("WUb"))]
        return Picture(visible_when(here, step=_later(back)), _edge_between(t, example, right), width=EDGES[t + 1])

    def spots_layer():
        return Picture(_spot(x - HALF, ROW - HIGH, 2 * HALF, 2 * HIGH, t),
                       _spot(x - HALF, ROW - HIGH - 26, 2 * HALF, 25, back),
                       _spot(x - HALF, TABLE - 34, 2 * HALF, 34 + 2.5 * LINE, back), width=EDGES[t + 1])
    return [frame_layer, forward_layer, backward_layer, _now_layer(t), spots_layer]


def _edge_between(t, example, right):
    """The edge back from node t (or the loss) to the node before, with its slope, from its step on."""
    x, node, value, truth = EDGES[t], (*NODE_X, LOSS_X)[t], example.dh[t - 1], right.dh[t - 1]
    return visible_when(_edge((node - HALF, ROW + 9), (x, ROW + 9), value, truth),
                        _slope(x + 2, ROW + 35, "dh", value, truth, "start"),
                        step=_later(min(2 * T + 3 - t, 2 * T + 1)))


def _loss_layer():
    """The loss, and the head of the last columns."""
    return _panel(T + 1, LOSS_X, text(LOSS_X, ROW - 36, "L", "strong", "middle"),
                  text(LOSS_X, ROW - 9, "(h_3 − y)²", "small", "middle"),
                  text(EDGES[T + 1] + 8, 14, "h_t = tanh(z_t),   y = 0.5", "quiet"),
                  text(EDGES[T + 1] + 8, 34, "z_t = W x_t + U h_{t-1}", "quiet"),
                  text(ENDS["sum"], TABLE - 22, "sum over t", "small quiet", "end"),
                  text(ENDS["differences"], TABLE - 22, "differences", "small quiet", "end"),
                  text(CHECK_X, TABLE - 22, "check", "small quiet"), _row_names(EDGES[T + 1] + 2),
                  height=HEIGHT + NOTES)


def _row_names(x):
    """The names of the table's rows once more, for a narrow screen, where these panels stand below the first."""
    return [text(x, TABLE + LINE * row, f"d{name}", "small quiet") for row, name in enumerate("WUb")]


def _loss_edge_layer(W, U, bug):
    """The loss in numbers, and the edge on which its slope sets out."""
    example, right = worked_example(W, U, bug), worked_example(W, U)
    return Picture(visible_when(text(LOSS_X, ROW + 9, _four(right.loss), "strong", "middle"), step=_later(T + 1)),
                   _edge_between(T + 1, example, right))


def _edge(start, end, value, right):
    return arrow(start, end, css="wrong" if differs(value, right) else "accent")


def _slope(x, y, name, value, right, anchor):
    """A slope, with a cross if it is wrong."""
    is_wrong = differs(value, right)
    return text(x, y, f"{name} {_short(value)}{' ✗' if is_wrong else ''}",
                "small wrong" if is_wrong else "small accent", anchor)


def _number(x, y, value, right, css=""):
    """A number of the table, its right edge at x, and a cross in the gutter if it is wrong."""
    is_wrong = differs(value, right)
    css = f"{css} {'wrong' if is_wrong else ''}".strip()
    return [text(x, y, _short(value, 3), css, "end"), text(x + 4, y, "✗", css) if is_wrong else None]


def _short(value, digits=2):
    """A number with its decimals, without them from a hundred on."""
    return format_number(value, digits if abs(value) < 100 else 0)


def _check_layer(W, U, bug):
    """Sums, differences and the verdicts, at the last stop."""
    example, right, verdict_of, parts = worked_example(W, U, bug), worked_example(W, U), verdicts(W, U, bug), []
    for row, name in enumerate("WUb"):
        y = TABLE + LINE * row
        css = {"wrong": "strong wrong", "exact": "strong right"}.get(verdict_of[name].verdict, "strong quiet")
        parts += [_number(ENDS["sum"], y, example.sums[name], right.sums[name], "strong"),
                  text(ENDS["differences"], y, format_number(right.sums[name], 3), "", "end"),
                  text(CHECK_X, y, verdict_of[name].verdict, css)]
    if bug != "none":
        wrong = wrong_numbers(W, U, bug)
        notes = ["first wrong number: ", wrong[0][1]] if wrong else ["no trace of the bug at this point"]
        parts += [text(EDGES[T + 1] + 8, TABLE + 3 * LINE + 16 * line, note, "small wrong" if wrong else "small strong")
                  for line, note in enumerate(notes)]
    return Picture(visible_when(*parts, step=[LAST]), width=EDGES[-1])


def _spot(x, y, width, height, step):
    """A button over an area, to the step at which it is filled."""
    return target(area(x, y, width, height), f"Go to step {step}", click_only=True, step=step)


def _last_spots():
    left = EDGES[T + 1] + 4
    return Picture(_spot(LOSS_X - HALF, ROW - HIGH, 2 * HALF, 2 * HIGH, T + 1),
                   _spot(left, TABLE - 34, EDGES[-1] - 8 - left, 34 + 2.5 * LINE, LAST))


def _now_layer(t):
    """The layer of the frame around node t, or the loss, at the steps that are there."""
    x = (*NODE_X, LOSS_X)[t]
    steps = sorted({t, 2 * T + 2 - t})
    return lambda: Picture(visible_when(
        rect(x - HALF - 3, ROW - HIGH - 3, 2 * HALF + 6, 2 * HIGH + 6, "lit", 12), step=steps),
        width=EDGES[t + 1])


def _hidden(verdict):
    """What a point hides, in the lesson's letters."""
    return verdict.why.replace("Wh", "U")


def _caption_layer(W, U, bug, step):
    """The sentence, as one layer, so that there is one longest sentence."""
    return Picture(caption=" ".join(filter(None, (_forward_words(W, U, step).caption,
                                                  _backward_words(W, U, bug, step).caption))))


def _one(value):
    return format_number(value, 1)


def _four(value):
    return format_number(value, 4)


def _forward_words(W, U, step):
    """The sentence on the way forward."""
    example = worked_example(W, U)
    if step == 0:
        return Picture(caption=f"W = {_one(W)}, U = {_one(U)}, h_0 = {_one(H0_PAPER)}. Step forward.")
    if step <= T:
        before, x = example.h[step - 1], X_PAPER[step - 1]
        return Picture(caption=f"Forward, step {step}: z_{step} = {_one(W)} · {_one(x)} + {_one(U)} · "
                               f"{_four(before)} = {_four(example.z[step])}, and h_{step} = tanh(z_{step}) = "
                               f"{_four(example.h[step])}.")
    if step == T + 1:
        return Picture(caption=f"The loss: L = ({_four(example.h[T])} − {_one(Y_PAPER)})² = {_four(example.loss)}. "
                               "Now back.")
    return Picture()


def _backward_words(W, U, bug, step):
    """The sentence on the way back, and what is wrong so far."""
    if step <= T + 1:
        return Picture(caption="" if bug == "none" else f"The bug: {MISTAKES[bug]}")
    example = worked_example(W, U, bug)
    t = 2 * T + 2 - step
    wrong = [number for number in wrong_numbers(W, U, bug) if number[0] >= t]
    if t:
        caption = (f"Back at step {t}: dh_{t} = {_four(example.dh[t])}, dz_{t} = {_four(example.dz[t])}. It adds "
                   f"{_four(example.contributions['W'][t])} to dW, {_four(example.contributions['U'][t])} to dU and "
                   f"{_four(example.contributions['b'][t])} to db.")
        if t == 1:
            caption += f" For h_0 itself the slope is dh_0 = {_four(example.dh[0])}."
    else:
        caption = "The sums: " + ", ".join(f"d{name} = {_four(example.sums[name])}" for name in "WUb") + ". "
        verdict_of = verdicts(W, U, bug)
        caption += "The gradient check at this point says: " + ", ".join(
            f"d{name} {verdict_of[name].verdict}" for name in "WUb") + "."
        if verdict_of["U"].why:
            caption += f" Blind means: {_hidden(verdict_of['U'])}."
    if wrong:
        _, name, value, right = wrong[0]
        caption += f" The first wrong number is {name}: {_four(value)} where {_four(right)} is right."
    elif bug != "none":
        caption += " No number is wrong so far." if t else " The bug leaves no trace at this point."
    return Picture(caption=caption)
