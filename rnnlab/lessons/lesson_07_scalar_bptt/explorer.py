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

NODE_X, LOSS_X = (62, 212, 362, 512), 662
ROW, HALF, HIGH = 112, 46, 24  # middle of the nodes, half their width and height
TABLE, LINE = 286, 24
ENDS = {"sum": 620, "differences": 702}  # right edges of the columns; a cross stands in the gutter behind
CHECK_X = 722
WIDTH, HEIGHT = 780, 384


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
        [_frame_layer, _forward_layer, _backward_layer, _check_layer, _now_layer, _step_layer, _forward_words,
         _backward_words],
        step=Slider(0, LAST, label="step", play=True, seconds=1.6),
        W=Choice(W_STOPS, label="W"), U=Choice(U_STOPS, label="U", value=0.8),
        bug=Choice(tuple(IMPLEMENTATIONS), label="bug"))


def _later(step):
    return range(step, LAST + 1)


def _frame_layer():
    """What is always there: nodes, forward edges, inputs, and the head of the table."""
    parts = []
    for t, x in enumerate(NODE_X):
        parts += [rect(x - HALF, ROW - HIGH, 2 * HALF, 2 * HIGH, "node", 10)]
        if t:
            before = NODE_X[t - 1] + HALF
            parts += [arrow((before, ROW - 9), (x - HALF, ROW - 9)),
                      text((before + x - HALF) / 2, ROW - 33, "· U", "small quiet", "middle"),
                      arrow((x - 14, ROW + 76), (x - 14, ROW + HIGH)),
                      text(x - 20, ROW + 43, "· W", "small quiet", "end"),
                      text(x, ROW + 90, f"x_{t} = {format_number(X_PAPER[t - 1], 1)}", "strong", "middle"),
                      text(x + 14, TABLE - 22, f"step {t}", "small quiet", "end")]
    parts += [text(NODE_X[0], ROW - 9, "h_0", "strong", "middle"),
              text(NODE_X[0], ROW + 9, format_number(H0_PAPER, 1), "", "middle"),
              rect(LOSS_X - HALF, ROW - HIGH, 2 * HALF, 2 * HIGH, "node", 10),
              arrow((NODE_X[-1] + HALF, ROW - 9), (LOSS_X - HALF, ROW - 9)),
              text(LOSS_X, ROW - 9, "L = (h_3 − y)²", "small", "middle"),
              text(16, 24, "z_t = W x_t + U h_{t-1},   h_t = tanh(z_t),   y = 0.5", "quiet"),
              text(WIDTH - 16, 24, "da is the slope of L along a: dL/da", "small accent", "end")]
    for row, (name, formula) in enumerate((("W", "x_t · dz_t"), ("U", "h_{t-1} · dz_t"), ("b", "dz_t"))):
        y = TABLE + LINE * row
        parts += [text(16, y, f"d{name}", "strong"), text(44, y, formula, "small quiet")]
    parts += [text(ENDS["sum"], TABLE - 22, "sum over t", "small quiet", "end"),
              text(ENDS["differences"], TABLE - 22, "differences", "small quiet", "end"),
              text(CHECK_X, TABLE - 22, "check", "small quiet"),
              path([(16, TABLE - 12), (WIDTH - 16, TABLE - 12)], "thin")]
    return Picture(parts, width=WIDTH, height=HEIGHT)


def _forward_layer(W, U):
    """States and loss, each from its step on."""
    example, parts = worked_example(W, U), []
    for t in range(1, T + 1):
        middle = (NODE_X[t - 1] + NODE_X[t]) / 2
        parts.append(visible_when(text(middle, ROW - 19, format_number(U * example.h[t - 1]), "small", "middle"),
                                  text(NODE_X[t] - 20, ROW + 58, format_number(W * X_PAPER[t - 1]), "small", "end"),
                                  text(NODE_X[t], ROW - 9, f"z_{t} = {format_number(example.z[t])}", "small", "middle"),
                                  text(NODE_X[t], ROW + 9, f"h_{t} = {format_number(example.h[t])}", "strong",
                                       "middle"),
                                  step=_later(t)))
    parts.append(visible_when(text(LOSS_X, ROW + 9, _four(example.loss), "strong", "middle"), step=_later(T + 1)))
    return Picture(parts)


def _backward_layer(W, U, bug):
    """The slopes, from right to left, each from its step on. A wrong one is dashed and carries a cross."""
    example, right, parts = worked_example(W, U, bug), worked_example(W, U), []
    for t in range(T, 0, -1):
        x, ahead = NODE_X[t], NODE_X[t + 1] - HALF if t < T else LOSS_X - HALF
        here = [*_edge((ahead, ROW + 9), (x + HALF, ROW + 9), (x + HALF + ahead) / 2, ROW + 35, "dh", example.dh[t],
                       right.dh[t]),
                _slope(x, ROW - 36, "dz", example.dz[t], right.dz[t]),
                *_edge((x + 14, ROW + HIGH), (x + 14, ROW + 76), x + 20, ROW + 56, "dx", example.dx[t], right.dx[t],
                       "start")]
        here += [_number(x + 14, TABLE + LINE * row, example.contributions[name][t], right.contributions[name][t])
                 for row, name in enumerate("WUb")]
        parts.append(visible_when(here, step=_later(2 * T + 2 - t)))
    first = NODE_X[0] + HALF
    parts.append(visible_when(_edge((NODE_X[1] - HALF, ROW + 9), (first, ROW + 9), (first + NODE_X[1] - HALF) / 2,
                                    ROW + 35, "dh", example.dh[0], right.dh[0]), step=_later(2 * T + 1)))
    return Picture(parts)


def _edge(start, end, x, y, name, value, right, anchor="middle"):
    """A backward edge, and beside it its slope: dh is below the nodes, where a long number touches none."""
    css = "wrong" if differs(value, right) else "accent"
    return [arrow(start, end, css=css), _slope(x, y, name, value, right, anchor)]


def _slope(x, y, name, value, right, anchor="middle"):
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
    if verdict_of["U"].why:
        parts.append(text(16, TABLE + 3.5 * LINE, f"blind: {_hidden(verdict_of['U'])}", "small quiet"))
    if bug != "none":
        wrong = wrong_numbers(W, U, bug)
        note = f"first wrong number: {wrong[0][1]}" if wrong else "no trace of the bug at this point"
        parts.append(text(WIDTH - 16, TABLE + 3.5 * LINE, note, "wrong" if wrong else "strong", "end"))
    return Picture(visible_when(*parts, step=[LAST]))


def _hidden(verdict):
    """What a point hides, in the lesson's letters."""
    return verdict.why.replace("Wh", "U")


def _step_layer():
    """A button over each node, slope and column, to the step at which it is filled."""
    spots = [(area(x - HALF, ROW - HIGH, 2 * HALF, 2 * HIGH), step) for step, x in enumerate((*NODE_X, LOSS_X))]
    spots += [spot for t, x in enumerate(NODE_X) if t for spot in (
        (area(x - HALF, ROW - HIGH - 26, 2 * HALF, 25), 2 * T + 2 - t),
        (area(x - HALF, TABLE - 34, 2 * HALF, 34 + 2.5 * LINE), 2 * T + 2 - t))]
    spots.append((area(ENDS["sum"] - 70, TABLE - 34, WIDTH - 8 - ENDS["sum"] + 70, 34 + 2.5 * LINE), LAST))
    return Picture([target(spot, f"Go to step {step}", click_only=True, step=step) for spot, step in spots])


def _now_layer(step):
    """Where we are."""
    if 1 <= step <= T:
        x = NODE_X[step]
    elif step == T + 1:
        x = LOSS_X
    elif T + 1 < step < LAST:
        x = NODE_X[2 * T + 2 - step]
    else:
        return Picture()
    return Picture(rect(x - HALF - 3, ROW - HIGH - 3, 2 * HALF + 6, 2 * HIGH + 6, "lit", 12))


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
