"""Pre-rendered frames of an explorer: every frame of every layer is rendered once, equal ones are stored once."""

import inspect
import itertools
import math
from html import escape

from rnnlab.explorer.hotspots import value_text
from rnnlab.pictures.picture import PICTURE_MARGIN, Picture
from rnnlab.pictures.primitives import text
from rnnlab.pictures.scripts import scripts_as_html

MAX_FRAMES = 20_000


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
        ``size`` is (width, height) of all panels where they lie beside each other, ``panels`` has left, top, width and
        height of each, of its largest frame; ``controls`` has for each control its name, label, kind, texts of its
        values and seconds a value while it plays (0 without a play button). ``layers`` has for each layer the index of
        its panel, the indices of its controls, whether it has hotspots and, for each combination of its controls'
        values with the last control's changing fastest, the indices of its marks in ``drawings``, and of its captions
        and, as ``html``, of its captions with real subscripts in ``texts``. A drawing is a list of SVG and of
        indices into ``parts``, each in the place of attributes of the element around it; a part has ``hotspot`` and
        ``values``, pairs of a control's index and indices of its values (see `ControlledPart`).

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
    drawings, parts, texts = {}, {}, {}
    order, edges = list(controls), [[] for _ in panels]
    used = {name for names in controls_of_layers for name in names}
    rendered = []
    for (panel, layer), names in zip(layers, controls_of_layers):
        marks, captions, html, hotspots = [], [], [], False
        for values in itertools.product(*(controls[name].values for name in names)):
            picture = _render_frame(layer, dict(zip(names, values)))
            edges[panel].append((picture.left, picture.top, picture.width, picture.height))
            hotspots |= any(not isinstance(piece, str) and piece.hotspot for piece in picture.pieces)
            marks.append(_number(tuple(_pieces(picture.pieces, parts)), drawings))
            captions.append(_number(picture.caption, texts))
            html.append(_number(scripts_as_html(picture.caption), texts))
        rendered.append({"panel": panel, "controls": [order.index(name) for name in names], "hotspots": hotspots,
                         "marks": marks, "captions": captions, "html": html})
    resolved = [_resolve(part, controls) for part in parts]
    used |= {name for part in parts if not part.hotspot for name, _ in part.values}
    for name in controls:
        if name not in used:
            raise ValueError(f"control {name}: no picture function takes it")
    boxes = [_box(*zip(*edges_of_panel)) for edges_of_panel in edges]
    size = [max(x + width for x, _, width, _ in boxes), max(y + height for _, y, _, height in boxes)]
    return {"size": size, "panels": boxes, "drawings": list(map(list, drawings)), "parts": resolved,
            "texts": list(texts), "layers": rendered, "controls": [
        {"name": name, "label": control.label or name, "kind": control.kind,
         "texts": [value_text(value) for value in control.values],
         "play": control.seconds if control.play else 0}
        for name, control in controls.items()]}


def _box(lefts, tops, rights, bottoms):
    """Left, top, width and height of what has room for all; a left or a top that is None does not count."""
    x, y = (min((edge for edge in edges if edge is not None), default=0) for edges in (lefts, tops))
    return [x, y, max(rights) - x, max(bottoms) - y]


def _number(item, numbers):
    """The number of an item, a new one if it has none."""
    return numbers.setdefault(item, len(numbers))


def _pieces(pieces, parts):
    """Pieces of a picture with the SVG between two parts as one str, and parts as their numbers."""
    for is_svg, run in itertools.groupby(pieces, lambda piece: isinstance(piece, str)):
        if is_svg:
            yield "".join(run)
        else:
            yield from (_number(part, parts) for part in run)


def _resolve(part, controls):
    """A part with indices for its controls and their values; a control or a value that is not there raises."""
    values = []
    for name, texts in part.values:
        if name not in controls:
            raise ValueError(f"control {name}: a part of the picture names it, but it is not there")
        known = [value_text(value) for value in controls[name].values]
        for value in texts:
            if value not in known:
                raise ValueError(f"control {name}: a part of the picture names its value {value}, it has only "
                                 f"{', '.join(known)}")
        values.append([list(controls).index(name), [known.index(value) for value in texts]])
    return {"hotspot": part.hotspot, "values": values}


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


def frame_index(frames, layer, position):
    """Which frame of a layer is shown at a position. `frameIndex` in frames.js passes the same cases."""
    index = 0
    for control in layer["controls"]:
        index = index * len(frames["controls"][control]["texts"]) + position[control]
    return index


def is_active(part, position):
    """Whether a part is shown at a position, or a hotspot pressed. `isActive` in frames.js passes the same cases."""
    return all(position[control] in values for control, values in part["values"])


def frame_at(frames, position, panel=None):
    """The marks and the caption of all layers, or of a panel's, at a position: indices into each control's values."""
    marks, captions = [], []
    for layer in frames["layers"]:
        if panel in (None, layer["panel"]):
            frame = frame_index(frames, layer, position)
            pieces = frames["drawings"][layer["marks"][frame]]
            svg = (piece if isinstance(piece, str) else _attributes(frames, piece, position) for piece in pieces)
            marks.append(f"<g>{''.join(svg)}</g>")
            captions.append(frames["texts"][layer["captions"][frame]])
    return "".join(marks), " ".join(filter(None, captions))


def _attributes(frames, number, position):
    """The attributes of a part's element in a stored picture: what it belongs to, and whether it is hidden."""
    part = frames["parts"][number]
    names = "|".join(frames["controls"][control]["name"] for control, _ in part["values"])
    texts = "|".join(frames["controls"][control]["texts"][value] for control, values in part["values"]
                     for value in values)
    if part["hotspot"]:
        return f' data-control="{escape(names)}" data-value="{escape(texts)}"'
    hidden = "" if is_active(part, position) else ' display="none"'
    return f' data-shown="{escape(names)}" data-in="{escape(texts)}"{hidden}'
