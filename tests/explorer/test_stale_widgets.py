"""A cell that runs again closes the widgets of its earlier run."""

import pytest

from rnnlab.explorer import stale_widgets
from tests.helpers.example_explorer import example_explorer


class Kernel:
    """What `close_stale_widgets` asks of a kernel."""

    def __init__(self):
        self.run = {}

    def get_parent(self):
        return self.run

    def cell(self, cell, message):
        self.run = {"metadata": {"cellId": cell}, "header": {"msg_id": message}}


@pytest.fixture
def kernel(monkeypatch):
    kernel = Kernel()
    monkeypatch.setattr(stale_widgets, "get_ipython", lambda: type("Shell", (), {"kernel": kernel})())
    monkeypatch.setattr(stale_widgets, "_shown_by_cell", {})
    return kernel


def test_running_a_cell_again_leaves_no_widget_behind(kernel):
    def show(cell, message, *explorers):
        kernel.cell(cell, message)
        for explorer in explorers:
            explorer._repr_mimebundle_()

    def alive(*explorers):
        return [explorer.comm is not None for explorer in explorers]
    a, b, c, shared = example_explorer(), example_explorer(), example_explorer(), example_explorer()
    show("one", "1", a, b, shared)
    show("two", "2", shared)
    assert alive(a, b, shared) == [True, True, True]
    show("one", "3", c)
    assert alive(a, b, c, shared) == [False, False, True, True]  # another cell still shows the shared one
    show("one", "4", a)
    assert alive(a, c, shared) == [True, False, True]
    show("one", "5", a)
    assert alive(a) == [True]
    show("two", "6", b)
    assert alive(b, shared) == [True, False]


def test_without_a_cell_nothing_is_closed(kernel):
    explorer = example_explorer()
    explorer._repr_mimebundle_()
    example_explorer()._repr_mimebundle_()
    assert explorer.comm is not None
