"""An explorer of two panels and five layers, and what it selects where: Python and JavaScript have to agree.

A case has values of controls and the position that they are, the frame of each layer, which parts are active, where
each hotspot moves to, and the caption. The cases are written by hand.
"""

import json
from pathlib import Path

from rnnlab.explorer import Choice, Explorer, Slider, Toggle, target, visible_when
from rnnlab.pictures import Picture, area, rect

CASES = json.loads(Path(__file__).with_name("frame_cases.json").read_text(encoding="utf-8"))


def _background():
    return Picture(rect(0, 0, 90, 90, "panel"))


def _state(t, only, sample):
    return Picture(rect(t, only, 9, 9, "bar"), caption=f"{sample} at {t:g}.")


def _strip(sample):
    return Picture([target(area(100, 20 * row, 9, 9), f"Go to {t}", t=t) for row, t in enumerate((0.5, 1))],
                   target(area(120, 0, 9, 9), "Go to the second", t=0, sample="b|c"), caption=f"Strip {sample}.")


def _marker(sample, t):
    return Picture(rect(100, t, 9, 9, "data" if sample == "a" else "bar"))


def _hints():
    return Picture(visible_when(rect(0, 0, 9, 9, "right"), t=(0.5, 1)), visible_when(rect(0, 0, 9, 9, "wrong"), t=()),
                   visible_when(rect(0, 0, 9, 9, "lit"), loud=[True]), caption="Hints.")


def cases_explorer():
    """The explorer that the cases are about."""
    return Explorer([[_background, _state], [_strip, _marker, _hints]], sample=Choice(["a", "b|c"]),
                    only=Slider([5]), t=Slider(0, 1, 0.5), loud=Toggle())
