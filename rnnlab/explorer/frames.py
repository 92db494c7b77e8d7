"""The flip-book behind an explorer: every frame of every layer, drawn once, each different one kept once."""

import inspect
import itertools
import math
import re
from html import unescape

from rnnlab.explorer.hotspots import hide_invisible, value_text
from rnnlab.pictures.picture import PICTURE_MARGIN, Picture
from rnnlab.pictures.primitives import text

MAX_FRAMES = 20_000
_MENTION = re.compile(r' data-(?:control="([^"]*)" data-value|shown="([^"]*)" data-in)="([^"]*)"')


def render_frames(layers, controls):
    """Draw every frame of every layer, and keep each different one once."""
    takes = [_controls_of_layer(layer, controls) for layer in layers]
    frames = [math.prod(len(controls[name].values) for name in names) for names in takes]
    if sum(frames) > MAX_FRAMES:
        widest = max(controls, key=lambda name: len(controls[name].values))
        raise ValueError(f"control {widest}: with its {len(controls[widest].values)} values there would be "
                         f"{sum(frames):,} frames, the most is {MAX_FRAMES:,}; use fewer stops, or more layers")
    pool, order, width, height = {}, list(controls), 0, 0
    used = {name for names in takes for name in names}
    pages = []
    for layer, names in zip(layers, takes):
        drawn, said = [], []
        for values in itertools.product(*(controls[name].values for name in names)):
            picture = _render_frame(layer, dict(zip(names, values)))
            width, height = max(width, picture.width), max(height, picture.height)
            drawn.append(pool.setdefault(picture.marks, len(pool)))
            said.append(pool.setdefault(picture.caption, len(pool)))
            used |= _visibility_controls(picture.marks, controls)
        pages.append({"controls": [order.index(name) for name in names], "marks": drawn, "captions": said})
    for name in controls:
        if name not in used:
            raise ValueError(f"control {name}: no picture function takes it")
    return {"size": [width, height], "pool": list(pool), "layers": pages, "controls": [
        {"name": name, "label": control.label or name, "kind": control.kind,
         "texts": [value_text(value) for value in control.values],
         "play": control.seconds if control.play else 0}
        for name, control in controls.items()]}


def _visibility_controls(marks, controls):
    """The controls that show and hide parts; a control or a value that is not there, but is named, raises."""
    found = set()
    for target, part, values in _MENTION.findall(marks):
        name = unescape(target or part)
        if name not in controls:
            raise ValueError(f"control {name}: a part of the picture names it, but it is not there")
        texts = [value_text(value) for value in controls[name].values]
        for words in unescape(values).split("|") if values else ():
            if words not in texts:
                raise ValueError(f"control {name}: a part of the picture names its value {words}, it has only "
                                 f"{', '.join(texts)}")
        if part:
            found.add(name)
    return found


def _controls_of_layer(layer, controls):
    """The controls that a layer takes. A parameter with a default may have no control."""
    names = []
    for name, parameter in inspect.signature(layer).parameters.items():
        if name in controls:
            names.append(name)
        elif parameter.default is inspect.Parameter.empty:
            raise ValueError(f"control {name}: the picture function takes it, but it is not there")
    return names


def _render_frame(layer, values):
    """One frame: the picture, or the message of what went wrong."""
    try:
        picture = layer(**values)
    except Exception as error:
        place = ", ".join(f"{name} = {value_text(value)}" for name, value in values.items())
        message = f"No picture at {place}: {type(error).__name__}: {error}" if place else f"No picture: {error}"
        lines = [message[i:i + 80] for i in range(0, len(message), 80)]
        parts = [text(PICTURE_MARGIN, 20 + 20 * index, line, "wrong") for index, line in enumerate(lines)]
        return Picture(*parts, caption=message)
    if not isinstance(picture, Picture):
        raise TypeError(f"{layer.__name__} has to return a Picture, this is a {type(picture).__name__}")
    return picture


def frame_at(book, position):
    """Turn to a position: the marks of all layers, and what they say. `explorer.js` does the same."""
    texts = {control["name"]: control["texts"][index] for control, index in zip(book["controls"], position)}
    marks, caption = [], []
    for layer in book["layers"]:
        frame = 0
        for control in layer["controls"]:
            frame = frame * len(book["controls"][control]["texts"]) + position[control]
        marks.append(f"<g>{hide_invisible(book['pool'][layer['marks'][frame]], texts)}</g>")
        caption.append(book["pool"][layer["captions"][frame]])
    return "".join(marks), " ".join(filter(None, caption))
