"""Hotspots, invisible buttons over parts of a picture that move a control, and parts that a control shows and hides."""

import re
from html import escape, unescape

import svg

from rnnlab.pictures.primitives import Drawing, coordinate, join

_CONDITIONAL_GROUP = re.compile(r'<g data-shown="([^"]*)" data-in="([^"]*)"')


def target(drawing, label, *, click_only=False, **position):
    """A hotspot, an invisible button over a drawing: pointing at it, focusing or clicking it moves controls.

    Parameters
    ----------
    drawing : Drawing
        What the hotspot covers.
    label : str
        What it does, for screen readers (``aria-label``).
    click_only : bool
        Whether it has to be clicked, for a hotspot that the pointer crosses on its way to another one. It is no stop
        for the Tab key, since the control itself is one.
    **position
        The names of one control or several, and the value that each moves to.

    Returns
    -------
    Drawing
    """
    controls, values = "|".join(position), "|".join(map(value_text, position.values()))
    x, y, width, height = map(coordinate, (drawing.x, drawing.y, drawing.width, drawing.height))
    mark = svg.Rect(x=x, y=y, width=width, height=height, rx=3, tabindex=-1 if click_only else 0,
                    class_="target", data={"control": escape(controls), "value": escape(values)},
                    extra={"role": "button", "aria-label": escape(label)})
    return Drawing((str(mark),), drawing.x, drawing.y, drawing.width, drawing.height)


def visible_when(*parts, **when):
    """Parts that are shown only at some values of a control: ``visible_when(box, step=range(3, 7))``.

    The layer's frames do not multiply by that control: it only shows and hides.

    Parameters
    ----------
    *parts : Drawing
    **when
        One control's name and the values at which the parts are shown.

    Returns
    -------
    Drawing
    """
    (control, values), = when.items()
    joined = join(parts)
    allowed = escape("|".join(value_text(value) for value in values))
    return Drawing((f'<g data-shown="{escape(control)}" data-in="{allowed}">{"".join(joined.marks)}</g>',),
                   joined.x, joined.y, joined.width, joined.height, joined.bounds)


def value_text(value):
    """A control's value as the text that is shown beside the control."""
    if isinstance(value, float):
        value = f"{value:g}"
    elif isinstance(value, str):
        return value
    return str(value).replace("-", "−")


def apply_visibility(marks, texts):
    """Marks with those groups of `visible_when` hidden that are not for the controls' present values.

    Parameters
    ----------
    marks : str
        SVG elements.
    texts : dict of str and str
        The text of the present value, by the control's name.

    Returns
    -------
    str
    """
    def hide(match):
        visible = texts.get(unescape(match[1])) in unescape(match[2]).split("|")
        return match[0] if visible else match[0] + ' display="none"'
    return _CONDITIONAL_GROUP.sub(hide, marks)
