"""Hotspots, invisible buttons over parts of a picture that move a control, and parts that a control shows and hides."""

from dataclasses import dataclass, replace
from html import escape

from rnnlab.pictures.primitives import Drawing, coordinate, join


@dataclass(frozen=True)
class ControlledPart:
    """What a part of a picture has to do with controls. It stands among the marks, where the part has its attributes.

    Attributes
    ----------
    hotspot : bool
        Whether the part moves its controls; else it is shown by them.
    values : tuple of (str, tuple of str)
        Names of controls, each with texts of values: the one that a hotspot moves to, those at which a part is shown.
    """

    hotspot: bool
    values: tuple


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
    x, y, width, height = map(coordinate, (drawing.x, drawing.y, drawing.width, drawing.height))
    part = ControlledPart(True, tuple((name, (value_text(value),)) for name, value in position.items()))
    return Drawing((f'<rect class="target" tabindex="{-1 if click_only else 0}" x="{x}" y="{y}" width="{width}" '
                    f'height="{height}" rx="3"', part, f' role="button" aria-label="{escape(label)}"/>'),
                   drawing.x, drawing.y, drawing.width, drawing.height)


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
    part = ControlledPart(False, ((control, tuple(map(value_text, values))),))
    return replace(joined, marks=("<g", part, ">", *joined.marks, "</g>"))


def value_text(value):
    """A control's value as the text that is shown beside the control."""
    if isinstance(value, float):
        value = f"{value:g}"
    elif isinstance(value, str):
        return value
    return str(value).replace("-", "−")
