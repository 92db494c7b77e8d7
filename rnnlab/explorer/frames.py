"""Pre-rendered frames of an explorer: every frame of every layer is rendered once, equal ones are stored once."""

import inspect
import itertools
import math
import re
from html import unescape

from rnnlab.explorer.hotspots import apply_visibility, value_text
from rnnlab.pictures.picture import PICTURE_MARGIN, Picture
from rnnlab.pictures.primitives import text
from rnnlab.pictures.scripts import scripts_as_html

MAX_FRAMES = 20_000
_CONTROL_REFERENCE = re.compile(r' data-(?:control="([^"]*)" data-value|shown="([^"]*)" data-in)="([^"]*)"')


def render_frames(panels, controls):
    """Render every frame of every layer, and store equal ones once.

    Parameters
    ----------
    panels : list of lists of callables
        The layers of each panel, each from values of its controls, by name, to a `Picture`.
    controls : dict of str and Control

    Returns
    -------
    dict
        ``pool`` has all marks and captions, ``size`` is (width, height) of all panels where they lie beside each other,
        ``panels`` has left, top, width and height of each, of its largest frame; ``controls`` has for each
        control its name, label, kind, texts of its values and seconds a value while it plays (0 without a play button).
        ``layers`` has for each layer the index of its panel, the indices of its controls and, for each combination of
        their values with the last control's changing fastest, the indices into the pool of its marks, its captions
        and, as ``html``, of its captions with real subscripts.

    Raises
    ------
    ValueError
        For a control that no layer takes, a control or value that is named but not there, or too many frames.
    TypeError
        If a layer returns something else than a `Picture`.
    """
    layers = [(panel, layer) for panel, layers in enumerate(panels) for layer in layers]
    controls_of_layers = [_controls_of_layer(layer, controls) for _, layer in layers]
    frames = sum(math.prod(len(controls[name].values) for name in names) for names in controls_of_layers)
    if frames > MAX_FRAMES:
        widest = max(controls, key=lambda name: len(controls[name].values))
        raise ValueError(f"control {widest}: with its {len(controls[widest].values)} values there would be "
                         f"{frames:,} frames, the most is {MAX_FRAMES:,}; use fewer stops, or more layers")
    pool, order, edges = {}, list(controls), [[] for _ in panels]
    used = {name for names in controls_of_layers for name in names}
    rendered = []
    for (panel, layer), names in zip(layers, controls_of_layers):
        marks, captions, html = [], [], []
        for values in itertools.product(*(controls[name].values for name in names)):
            picture = _render_frame(layer, dict(zip(names, values)))
            edges[panel].append((picture.left, picture.top, picture.width, picture.height))
            marks.append(pool.setdefault(picture.marks, len(pool)))
            captions.append(pool.setdefault(picture.caption, len(pool)))
            html.append(pool.setdefault(scripts_as_html(picture.caption), len(pool)))
            used |= _visibility_controls(picture.marks, controls)
        rendered.append({"panel": panel, "controls": [order.index(name) for name in names], "marks": marks,
                         "captions": captions, "html": html})
    for name in controls:
        if name not in used:
            raise ValueError(f"control {name}: no picture function takes it")
    boxes = [_box(*zip(*edges_of_panel)) for edges_of_panel in edges]
    size = [max(x + width for x, _, width, _ in boxes), max(y + height for _, y, _, height in boxes)]
    return {"size": size, "panels": boxes, "pool": list(pool), "layers": rendered, "controls": [
        {"name": name, "label": control.label or name, "kind": control.kind,
         "texts": [value_text(value) for value in control.values],
         "play": control.seconds if control.play else 0}
        for name, control in controls.items()]}


def _box(lefts, tops, rights, bottoms):
    """Left, top, width and height of what has room for all; a left or a top that is None does not count."""
    x, y = (min((edge for edge in edges if edge is not None), default=0) for edges in (lefts, tops))
    return [x, y, max(rights) - x, max(bottoms) - y]


def _visibility_controls(marks, controls):
    """The controls that show and hide parts; a control or a value that is not there, but is named, raises."""
    referenced = set()
    for hotspot, part, values in _CONTROL_REFERENCE.findall(marks):
        named = unescape(values).split("|")
        for name, value in zip(unescape(hotspot).split("|") if hotspot else [unescape(part)] * len(named), named):
            if name not in controls:
                raise ValueError(f"control {name}: a part of the picture names it, but it is not there")
            texts = [value_text(value) for value in controls[name].values]
            if value and value not in texts:
                raise ValueError(f"control {name}: a part of the picture names its value {value}, it has only "
                                 f"{', '.join(texts)}")
        if part:
            referenced.add(unescape(part))
    return referenced


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


def frame_at(frames, position, panel=None):
    """The marks and the caption of all layers, or those of a panel, at a position: indices into each control's values.

    ``show`` in widget.js selects the same.
    """
    texts = {control["name"]: control["texts"][index] for control, index in zip(frames["controls"], position)}
    marks, captions = [], []
    for layer in frames["layers"]:
        if panel not in (None, layer["panel"]):
            continue
        frame = 0
        for control in layer["controls"]:
            frame = frame * len(frames["controls"][control]["texts"]) + position[control]
        marks.append(f"<g>{apply_visibility(frames['pool'][layer['marks'][frame]], texts)}</g>")
        captions.append(frames["pool"][layer["captions"][frame]])
    return "".join(marks), " ".join(filter(None, captions))
