"""The unrolled network: its numbers, its nodes, and what it refuses."""

import pytest

from rnnlab.pictures import Edge, Picture, unrolled
from tests.helpers.svg_checks import words


def test_the_unrolled_network_carries_numbers_on_its_edges():
    edges = {("x", 1): Edge("1.00", "0.10"), ("h", 2): Edge("2.00", "0.20", "wrong"), ("y", 3): Edge("3.00")}
    svg = Picture(unrolled(10, 10, 3, nodes={("h", 0): "0.00"}, edges=edges, outputs=[3])).svg()
    shown_words = words(svg)
    assert [w for w in shown_words if "." in w] == ["1.00", "∂ 0.10", "2.00", "∂ 0.20", "3.00", "0.00"]
    assert {"h0", "h1", "h2", "h3", "x1", "x2", "x3", "y3"} <= set(shown_words) and "y1" not in shown_words
    assert svg.count('class="line wrong"') == 1
    for wrong in (dict(edges={("x", 4): Edge()}), dict(nodes={("y", 1): "0"})):
        with pytest.raises(ValueError, match="there is no"):
            unrolled(0, 0, 3, **wrong)
    with pytest.raises(ValueError, match="T is 0"):
        unrolled(0, 0, 0)
