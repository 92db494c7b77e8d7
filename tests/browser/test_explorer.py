"""Explorers in JupyterLab, in Chromium."""

import pytest

pytestmark = pytest.mark.browser

FORWARD = """
import numpy as np
from rnnlab.rnn import Weights
from rnnlab.lessons.forward_explorer import explore_forward
rng = np.random.default_rng(3)
draw = lambda *shape: rng.normal(0, 0.6, shape).round(2)
weights = Weights(draw(3, 5), draw(5, 5), draw(5), draw(5, 2), draw(2))
X = rng.normal(0, 1, (2, 10, 3)).round(1)
forward_explorer = explore_forward(X, weights)
forward_explorer
"""


def test_one_explorer(open_notebook, lab):
    lab.write("one.ipynb", [FORWARD, "1 + 1"])
    page = open_notebook("one.ipynb")
    page.run_all()
    explorer = page.cell(0).locator(".rnnlab-explorer")
    explorer.wait_for()
    page.screenshot("forward light", of=explorer)
    page.screenshot("forward page")
    page.theme("dark")
    page.screenshot("forward dark", of=explorer)
    print(page.errors)
    print(page.axe(".rnnlab-explorer"))
    assert page.output(1) == "2"
