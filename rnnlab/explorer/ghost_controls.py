"""Controls above a stored picture, where nobody can move them: greyed out, with a line that says what to do."""

import textwrap

from rnnlab.explorer.hotspots import value_text
from rnnlab.pictures.picture import Picture
from rnnlab.pictures.primitives import circle, join, path, rect, text

INVITATION = "Run this cell, and you can move these controls: the picture follows your mouse and your keyboard."
LINE, GAP, TRACK, MARGIN, LETTER, WIDTH = 28, 22, 90, 8, 7.2, 320  # pixels; as wide as a phone has room for


def ghost_controls(controls, values):
    """The controls of an explorer as a picture.

    Parameters
    ----------
    controls : dict of str to Control
    values : dict
        What each control is at, by its name.

    Returns
    -------
    Picture
    """
    lines = textwrap.wrap(INVITATION, int((WIDTH - 2 * MARGIN) / LETTER))
    parts = [text(MARGIN, 12 + 16 * index, line, "small accent") for index, line in enumerate(lines)]
    x, y = MARGIN, 12 + 16 * (len(lines) - 1) + LINE
    for name, control in controls.items():
        ghost = _ghost(control, control.label or name, values[name], x, y)
        if x > MARGIN and ghost.right > WIDTH - MARGIN:
            x, y = MARGIN, y + LINE
            ghost = _ghost(control, control.label or name, values[name], x, y)
        if ghost.right > WIDTH - MARGIN:
            ghost = _ghost(control, control.label or name, values[name], x, y, below=True)
            y += LINE
        parts.append(ghost)
        x = ghost.right + GAP
    return Picture(parts, caption=INVITATION, width=max(WIDTH, join(parts).right + MARGIN))


def _ghost(control, label, value, x, y, below=False):
    """One control: its label, beside or above its slider, box or list, and its value."""
    index, shown = control.find(label, value), value_text(value)
    if control.kind == "toggle":
        box = rect(x, y - 7, 14, 14, "ghost", corner=2)
        tick = path([(x + 3, y), (x + 6, y + 4), (x + 11, y - 4)], "ghost") if value else None
        return join(box, tick, text(x + 20, y, label, "quiet"))
    name = text(x, y, label, "quiet")
    x, y = (x, y + LINE - 4) if below else (name.right + 8, y)
    if control.kind == "choice":
        longest = max((text(0, 0, value_text(value)) for value in control.values), key=lambda option: option.width)
        wide = longest.width + 30
        return join(name, rect(x, y - 11, wide, 22, "ghost", corner=4), text(x + 8, y, shown, "quiet"),
                    path([(x + wide - 16, y - 2), (x + wide - 12, y + 3), (x + wide - 8, y - 2)], "ghost"))
    knob = x + TRACK * index / max(len(control.values) - 1, 1)
    parts = [name, path([(x, y), (x + TRACK, y)], "ghost"), circle(knob, y, 6, "ghost knob"),
             text(x + TRACK + 12, y, shown, "quiet")]
    if control.play:
        x = parts[-1].right + 10
        parts += [rect(x, y - 11, 58, 22, "ghost", corner=4),
                  path([(x + 10, y - 5), (x + 18, y), (x + 10, y + 5)], "ghost knob", close=True),
                  text(x + 24, y, "Play", "quiet")]
    return join(parts)
