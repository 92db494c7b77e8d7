"""Controls of an explorer: sliders, drop-down lists and check boxes, each with a short list of values."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rnnlab.explorer.hotspots import value_text


@dataclass(frozen=True)
class Control:
    """What sliders, choices and toggles have in common."""

    values: tuple
    label: str | None = None
    value: object = None
    play: bool = False
    seconds: float = 0.9
    kind = "choice"

    def check(self, name):
        """Raise a ValueError that names the control if it has no values, two alike, or not its first one."""
        if not self.values:
            raise ValueError(f"control {name}: its range is empty")
        texts = [value_text(value) for value in self.values]
        text, count = Counter(texts).most_common(1)[0]
        if count > 1:
            raise ValueError(f"control {name}: {text} is there twice")
        self.find(name, self.start)

    @property
    def start(self):
        """The value before the reader moves it."""
        return self.values[0] if self.value is None else self.value

    def find(self, name, value):
        """The index of a value; a ValueError that names the control if it has no such value."""
        for index, known in enumerate(self.values):
            if _same(known, value):
                return index
        first, last = value_text(self.values[0]), value_text(self.values[-1])
        span = f"{first} to {last}" if self.kind == "slider" else ", ".join(map(value_text, self.values))
        raise ValueError(f"control {name}: {value!r} is not one of its values ({span})")


def _same(known, value):
    """Whether two values are the same: numbers up to rounding, str and bool exactly."""
    if isinstance(known, (str, bool)) or isinstance(value, (str, bool)):
        return known == value and isinstance(known, bool) == isinstance(value, bool)
    try:
        return math.isclose(known, value, rel_tol=1e-9, abs_tol=1e-12)
    except TypeError:
        return known == value


class Slider(Control):
    """A slider over a few meaningful stops.

    Parameters
    ----------
    first, last : number
        The ends, both included. Or `first` alone is the sequence of all stops.
    step : number
        From stop to stop; positive.
    label : str, optional
        Shown beside it and read by screen readers. Its name in the explorer if not given.
    value : number, optional
        Its first value. The first stop if not given.
    play : bool
        Whether it has a play button.
    seconds : float
        How long each stop is shown while it plays.

    Raises
    ------
    TypeError
        If there is one end only.
    ValueError
        By the explorer, which knows the control's name: if there is no stop, two are the same, or `value` is no stop.
    """

    kind = "slider"

    def __init__(self, first, last=None, step=1, *, label=None, value=None, play=False, seconds=0.9):
        if last is None and not isinstance(first, Iterable):
            raise TypeError(f"a Slider has two ends or a sequence of stops, this one has only {first!r}")
        if last is None:
            values = tuple(first)
        elif not (step > 0 and math.isfinite(step) and math.isfinite(first) and math.isfinite(last)):
            values = ()
        else:
            stops = math.floor((last - first) / step + 1e-9) + 1
            values = tuple(round(first + index * step, 12) for index in range(stops))
        super().__init__(values, label, value, play, seconds)


class Choice(Control):
    """A drop-down list.

    Parameters
    ----------
    options : sequence of str or numbers
        What can be chosen; the picture function gets the option itself.
    label : str, optional
        Shown beside it and read by screen readers. Its name in the explorer if not given.
    value : optional
        Its first value. The first option if not given.
    """

    def __init__(self, options, *, label=None, value=None):
        super().__init__(tuple(options), label, value)


class Toggle(Control):
    """A check box: False or True.

    Parameters
    ----------
    label : str, optional
        Shown beside it and read by screen readers. Its name in the explorer if not given.
    value : bool
        Whether it is ticked at first.
    """

    kind = "toggle"

    def __init__(self, *, label=None, value=False):
        super().__init__((False, True), label, value)


def check_controls(controls):
    """Raise for controls that cannot work together; return them as a dict."""
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
