"""How it moves: a flip-book whose pages Python draws up front and the browser turns.

    def picture(t, sample):
        return Picture(heatmap(…), says=f"At t = {t} …")

    Explorer(picture, t=Slider(1, 10, label="time step t"), sample=Choice(["first", "second"]))

Several functions instead of one are layers, drawn back to front. Each takes the controls that it depends on, by name,
and is called once for each combination of *those*: frames are a sum over the layers, not a product. A parameter with a
default may go without a control.
"""

import base64
import inspect
import itertools
import json
import math
from dataclasses import dataclass
from html import escape
from pathlib import Path

import anywidget
import traitlets

from rnnlab.drawing import MARGIN, Picture, bundle, document, hide, text, written
from rnnlab.style import live_stylesheet

MODULE = Path(__file__).with_name("explorer.js")
MOST_FRAMES = 20_000


@dataclass(frozen=True)
class Control:
    """What sliders, choices and toggles have in common."""

    values: tuple
    label: str | None = None
    value: object = None
    kind = "choice"

    def check(self, name):
        """Raise a ValueError that names the control if there is nothing to choose from, or not what it starts at."""
        if not self.values:
            raise ValueError(f"control {name}: its range is empty")
        texts = [written(value) for value in self.values]
        for words in texts:
            if texts.count(words) > 1:
                raise ValueError(f"control {name}: {words} is there twice")
        self.find(name, self.start)

    @property
    def start(self):
        """Where it stands at first."""
        return self.values[0] if self.value is None else self.value

    def find(self, name, value):
        """The index of a value."""
        for index, known in enumerate(self.values):
            if isinstance(known, float) or isinstance(value, float):
                if not isinstance(value, str) and math.isclose(known, value, rel_tol=1e-9, abs_tol=1e-12):
                    return index
            elif type(known) is type(value) and known == value:
                return index
            elif not isinstance(value, (str, bool)) and not isinstance(known, (str, bool)) and known == value:
                return index
        first, last = written(self.values[0]), written(self.values[-1])
        span = f"{first} to {last}" if self.kind == "slider" else ", ".join(map(written, self.values))
        raise ValueError(f"control {name}: {value!r} is not one of its values ({span})")


class Slider(Control):
    """A slider over a few meaningful stops.

    Parameters
    ----------
    first, last : number
        The ends, both included. Or `first` alone is the sequence of all stops.
    step : number
        From stop to stop; positive.
    label : str, optional
        What stands beside it and is read out. Its name in the explorer if not given.
    value : number, optional
        Where it stands at first. The first stop if not given.
    play : bool
        Whether it has a play button.
    seconds : float
        How long a stop lasts while it plays.

    Raises
    ------
    ValueError
        By the explorer, which knows the control's name: if there is no stop, two are the same, or `value` is no stop.
    """

    kind = "slider"

    def __init__(self, first, last=None, step=1, *, label=None, value=None, play=False, seconds=0.9):
        if last is None:
            values = tuple(first)
        elif not (step > 0 and math.isfinite(step) and math.isfinite(first) and math.isfinite(last)):
            values = ()
        else:
            stops = math.floor((last - first) / step + 1e-9) + 1
            values = tuple(round(first + index * step, 12) for index in range(stops))
        super().__init__(values, label, value)
        object.__setattr__(self, "play", bool(play))
        object.__setattr__(self, "seconds", float(seconds))


class Choice(Control):
    """A drop-down list.

    Parameters
    ----------
    options : sequence of str or numbers
        What can be chosen; the picture function gets the option itself.
    label : str, optional
        What stands beside it and is read out. Its name in the explorer if not given.
    value : optional
        What is chosen at first. The first option if not given.
    """

    def __init__(self, options, *, label=None, value=None):
        super().__init__(tuple(options), label, value)


class Toggle(Control):
    """A check box: False or True.

    Parameters
    ----------
    label : str, optional
        What stands beside it and is read out. Its name in the explorer if not given.
    value : bool
        Whether it is ticked at first.
    """

    kind = "toggle"

    def __init__(self, *, label=None, value=False):
        super().__init__((False, True), label, value)


class Explorer(anywidget.AnyWidget):
    """A picture that answers the hand.

    Parameters
    ----------
    picture : callable or list of callables
        A pure function from control values, by name, to a `Picture`; or several, as layers from back to front. The
        explorer says what its layers say, in their order. Where a function raises, its message stands at that
        position and all others work.
    **controls : Slider, Choice or Toggle
        In the order in which they are shown.

    Attributes
    ----------
    controls : dict of str and control
    values : dict of str and value
        Where the controls stand now.
    position : list of int
        The same as indices into each control's values: the trait to `observe`.

    Raises
    ------
    ValueError
        If a control's range is empty, holds a value twice or does not hold the value it starts at, if two controls
        have one label, if no function takes a control or a function takes one that is not there, or if there are more
        than 20,000 frames. The message names the control.
    TypeError
        If a control is none, or a function returns something else than a `Picture`.

    Notes
    -----
    The bundle it shows has, beside the live widget, the present frame as a Markdown image and its sentence as plain
    text, for a page without a kernel.
    """

    _esm = MODULE
    _css = live_stylesheet() + MODULE.with_suffix(".css").read_text()
    book = traitlets.Dict().tag(sync=True)
    position = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(self, picture, **controls):
        layers = list(picture) if isinstance(picture, (list, tuple)) else [picture]
        self.controls = check_controls(controls)
        book = bind(layers, self.controls)
        super().__init__(book=book, position=[c.find(name, c.start) for name, c in controls.items()])

    @property
    def values(self):
        return {name: control.values[index] for (name, control), index in zip(self.controls.items(), self.position)}

    def move(self, **values):
        """Move controls to values: ``explorer.move(t=3)``.

        Raises
        ------
        ValueError
            If there is no such control or it has no such value.
        """
        self.position = self.indices(values)

    def indices(self, values):
        """The present position, with some controls at other values."""
        for name in values:
            if name not in self.controls:
                raise ValueError(f"control {name}: there is none of that name, only {', '.join(self.controls)}")
        return [control.find(name, values[name]) if name in values else index
                for (name, control), index in zip(self.controls.items(), self.position)]

    @traitlets.validate("position")
    def _check_position(self, proposal):
        position = proposal["value"]
        if len(position) != len(self.controls):
            raise ValueError(f"position {position} has {len(position)} entries for {len(self.controls)} controls")
        for index, (name, control) in zip(position, self.controls.items()):
            if not 0 <= index < len(control.values):
                raise ValueError(f"control {name}: position {index} is outside 0 to {len(control.values) - 1}")
        return position

    def says(self, **values):
        """The sentence at the present position, or with some controls at other values."""
        return turn(self.book, self.indices(values))[1]

    def svg(self, **values):
        """The picture at the present position, or with some controls at other values, as an SVG document."""
        return document(turn(self.book, self.indices(values))[0], *self.book["size"])

    def to_html(self):
        """The explorer as a fragment of HTML that lives on any page: it asks for nothing from outside.

        Several may stand on one page. Where no script runs, the present frame is shown as an image.

        Returns
        -------
        str
        """
        image = base64.b64encode(self.svg().encode()).decode()
        state = json.dumps({"book": self.book, "position": self.position}, ensure_ascii=False).replace("<", "\\u003c")
        says = escape(self.says())
        return (f'<div class="rnnlab-static"><style>{self._css}</style>'
                f'<script type="application/json">{state}</script>'
                f'<img alt="{says}" src="data:image/svg+xml;base64,{image}"><p>{says}</p></div>'
                f'<script type="module">{MODULE.read_text()}\nrevive(document);</script>\n')

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | bundle(self.svg(), self.says()), metadata


def check_controls(controls):
    """Raise for controls that cannot work together; return them as they are."""
    labels = {}
    for name, control in controls.items():
        if not isinstance(control, Control):
            raise TypeError(f"control {name} has to be a Slider, Choice or Toggle, this is a {type(control).__name__}")
        control.check(name)
        label = control.label or name
        if label in labels:
            raise ValueError(f"control {name} has the label {label!r}, and so has control {labels[label]}")
        labels[label] = name
    return dict(controls)


def bind(layers, controls):
    """Draw every frame of every layer, and keep each different one once."""
    takes = [dependencies(layer, controls) for layer in layers]
    for name in controls:
        if not any(name in names for names in takes):
            raise ValueError(f"control {name}: no picture function takes it")
    frames = [math.prod(len(controls[name].values) for name in names) for names in takes]
    if sum(frames) > MOST_FRAMES:
        widest = max(controls, key=lambda name: len(controls[name].values))
        raise ValueError(f"control {widest}: with its {len(controls[widest].values)} values there would be "
                         f"{sum(frames):,} frames, the most is {MOST_FRAMES:,}; use fewer stops, or more layers")
    pool, order, width, height = {}, list(controls), 0, 0
    pages = []
    for layer, names in zip(layers, takes):
        drawn, said = [], []
        for values in itertools.product(*(controls[name].values for name in names)):
            picture = draw(layer, dict(zip(names, values)))
            width, height = max(width, picture.width), max(height, picture.height)
            drawn.append(pool.setdefault(picture.marks, len(pool)))
            said.append(pool.setdefault(picture.says, len(pool)))
        pages.append({"controls": [order.index(name) for name in names], "marks": drawn, "says": said})
    return {"size": [width, height], "pool": list(pool), "layers": pages, "controls": [
        {"name": name, "label": control.label or name, "kind": control.kind,
         "texts": [written(value) for value in control.values],
         "play": getattr(control, "seconds", 0) if getattr(control, "play", False) else 0}
        for name, control in controls.items()]}


def dependencies(layer, controls):
    """The controls that a layer takes. A parameter with a default may have no control."""
    names = []
    for name, parameter in inspect.signature(layer).parameters.items():
        if name in controls:
            names.append(name)
        elif parameter.default is inspect.Parameter.empty:
            raise ValueError(f"control {name}: the picture function takes it, but it is not there")
    return names


def draw(layer, values):
    """One frame: the picture, or the message of what went wrong."""
    try:
        picture = layer(**values)
    except Exception as error:
        place = ", ".join(f"{name} = {written(value)}" for name, value in values.items())
        message = f"No picture at {place}: {type(error).__name__}: {error}" if place else f"No picture: {error}"
        lines = [message[i:i + 80] for i in range(0, len(message), 80)]
        parts = [text(MARGIN, 20 + 20 * index, line, "wrong") for index, line in enumerate(lines)]
        return Picture(*parts, says=message)
    if not isinstance(picture, Picture):
        raise TypeError(f"{layer.__name__} has to return a Picture, this is a {type(picture).__name__}")
    return picture


def turn(book, position):
    """Turn to a position: the marks of all layers, and what they say. `explorer.js` does the same."""
    texts = {control["name"]: control["texts"][index] for control, index in zip(book["controls"], position)}
    marks, says = [], []
    for layer in book["layers"]:
        frame = 0
        for control in layer["controls"]:
            frame = frame * len(book["controls"][control]["texts"]) + position[control]
        marks.append(f"<g>{hide(book['pool'][layer['marks'][frame]], texts)}</g>")
        says.append(book["pool"][layer["says"][frame]])
    return "".join(marks), " ".join(filter(None, says))
