"""A live explorer on a page."""

import time

from rnnlab.lessons.lesson_02_forward_pass.explorer import ForwardExplorer
from rnnlab.network.forward import forward, readout
from rnnlab.pictures.heatmap import CELL_SIZE
from rnnlab.pictures.primitives import format_number
from tests.helpers.svg_checks import numbers_at

WIDGETS = """
from ipywidgets.widgets.widget import _instances
print(sum('Explorer' in str(type(widget)) for widget in _instances.values()))"""

# Texts of an explorer that its panels cut off, and pairs of texts that lie over each other, on the screen.
CUT_TEXTS = """root => [...root.querySelectorAll('.rnnlab-panel')].flatMap(panel => {
    const frame = panel.querySelector('svg').getBoundingClientRect();
    return [...panel.querySelectorAll('text')].filter(mark => !mark.closest('[display=none]')).filter(mark => {
        const box = mark.getBoundingClientRect();
        return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 3
            || box.bottom > frame.bottom + 3;
    }).map(mark => mark.textContent);
})"""
OVERLAPPING_TEXTS = """root => {
    const texts = [...root.querySelectorAll('.rnnlab-panel text')].filter(mark => !mark.closest('[display=none]'))
        .map(mark => [mark.textContent, mark.getBoundingClientRect()]);
    return texts.flatMap(([a, p], i) => texts.slice(i + 1).filter(([b, q]) =>
        Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1
        && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 5).map(([b]) => [a, b]));
}"""


class Live:
    """A live explorer on a page."""

    def __init__(self, place):
        self.root = place.locator(".rnnlab-explorer")
        self.root.wait_for()

    def control(self, label):
        return self.root.get_by_label(label, exact=True)

    def press(self, label, *keys):
        self.control(label).focus()
        for key in keys:
            self.control(label).page.keyboard.press(key)

    @property
    def svg(self):
        """The marks of all panels, in one document."""
        return self.root.locator(".rnnlab-picture").evaluate("""picture => {
            const all = document.createElementNS("http://www.w3.org/2000/svg", "svg");
            all.append(...[...picture.querySelectorAll("svg")].map(svg => svg.cloneNode(true)));
            return new XMLSerializer().serializeToString(all);
        }""")

    @property
    def caption(self):
        return self.root.locator(".rnnlab-caption").inner_text()


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def wrong_on_page(live, example, t, unit, sample):
    """What the page shows otherwise than `forward` computes, by name."""
    X, weights = example
    film = ForwardExplorer(X, weights, "tanh", None)
    h = forward(X, weights)[sample, t - 1]
    y = readout(h, weights)
    svg, caption = live.svg, live.caption
    found = []
    for name, x, top, values in (("x", film.x_x, film.matrix_y, X[sample, t - 1][:, None]),
                                 ("h", film.wx_x, film.rows_y["h"], h[None]),
                                 ("y", film.wo_x, film.y_y + 2.4 * CELL_SIZE[1], y[None])):
        if numbers_at(svg, x, top, *values.shape) != [[format_number(value) for value in row] for row in values]:
            found.append(name)
    stated = f"h_{t}[{unit}] = {format_number(h[unit])}."
    if stated not in caption or not all(format_number(value) in caption for value in y):
        found.append("caption")
    return found
