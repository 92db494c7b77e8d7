"""What in a picture belongs to an explorer's controls: places to press, and parts that come and go."""

import re
from html import escape, unescape

import svg

from rnnlab.pictures.primitives import Drawing, coordinate, join

HIDDEN = re.compile(r'<g data-shown="([^"]*)" data-in="([^"]*)"')


def target(part, label, *, press=False, **position):
    """An invisible button over a part: pointing at it, focusing or pressing it moves a control of the explorer.

    Parameters
    ----------
    part : Part
        What it lies over.
    label : str
        What it does, for readers who do not see it.
    press : bool
        Whether it has to be pressed, where the way of the pointer to something else leads over it. Such a target is
        no stop for the Tab key, since the control itself is one.
    **position
        One control's name and the value that it moves to.

    Returns
    -------
    Part
    """
    (control, value), = position.items()
    x, y, width, height = map(coordinate, (part.x, part.y, part.width, part.height))
    mark = svg.Rect(x=x, y=y, width=width, height=height, rx=3, tabindex=-1 if press else 0,
                    class_="target", data={"control": escape(control), "value": escape(value_text(value))},
                    extra={"role": "button", "aria-label": escape(label)})
    return Drawing((str(mark),), part.x, part.y, part.width, part.height)


def visible_when(*parts, **when):
    """Parts that are there only while a control has one of the values given: ``shown(box, step=range(3, 7))``.

    The layer's frames do not multiply by that control: it only shows and hides.

    Parameters
    ----------
    *parts : Part
    **when
        One control's name and the values at which the parts are shown.

    Returns
    -------
    Part
    """
    (control, values), = when.items()
    part = join(parts)
    allowed = escape("|".join(value_text(value) for value in values))
    return Drawing((f'<g data-shown="{escape(control)}" data-in="{allowed}">{"".join(part.marks)}</g>',),
                part.x, part.y, part.width, part.height, part.bounds)


def value_text(value):
    """A control's value as the text that stands beside the control."""
    if isinstance(value, float):
        value = f"{value:g}"
    elif isinstance(value, str):
        return value
    return str(value).replace("-", "−")


def hide_invisible(marks, texts):
    """Hide the `visible_when` groups that do not belong to the controls' present texts, a dict of name and text."""
    def mark(found):
        visible = texts.get(unescape(found[1])) in unescape(found[2]).split("|")
        return found[0] if visible else found[0] + ' display="none"'
    return HIDDEN.sub(mark, marks)
