"""Matplotlib axes as a static layer: the same on every machine, its points where matplotlib drew them."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from rnnlab.pictures import Picture
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from tests.helpers.svg_checks import within_axes


def surface(axes):
    u = np.linspace(-3, 3, 50)
    axes.plot(u, u ** 2)
    axes.contourf(u, u, np.add.outer(u ** 2, u ** 2))
    axes.set(xlabel="U", ylabel="W", title="A curve & its <surface>", xlim=(-3, 3), ylim=(-3, 3))


def test_a_backdrop_is_the_same_each_time():
    one = MatplotlibBackdrop(surface, 20, 30, 400, 300)
    assert one.drawing == MatplotlibBackdrop(surface, 20, 30, 400, 300).drawing
    mark, = one.drawing.marks
    assert "<metadata" not in mark and "<style" not in mark and "xlink" not in mark and "<text" not in mark
    assert not re.search(r'[ "]-0(\.0+)?[ ",)]', mark)
    assert not re.search(r' d="[^"]*\d\.\d{3,}', mark)
    ET.fromstring(Picture(one.drawing).svg())


def test_a_backdrop_is_the_same_in_another_process():
    code = ("from tests.pictures.test_matplotlib_backdrop import surface; "
            "from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop; import hashlib; "
            "print(hashlib.sha256(MatplotlibBackdrop(surface).drawing.marks[0].encode()).hexdigest())")
    found = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                            cwd=__file__.rsplit("/tests/", 1)[0], env={"PYTHONHASHSEED": seed}).stdout
             for seed in ("1", "2")}
    assert len(found) == 1


def test_points_are_converted_to_where_matplotlib_drew_them():
    def dots(axes):
        axes.plot([1, 2], [3, 5], linestyle="", marker="o", gid="dots")
        axes.set(xlim=(0, 3), ylim=(0, 6))
    backdrop = MatplotlibBackdrop(dots, 50, 60, 300, 200)
    mark, = backdrop.drawing.marks
    group = mark[mark.index('dots"'):]
    drawn = [(float(x) + 50, float(y) + 60) for x, y in re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', group)[:2]]
    assert np.allclose(drawn, [backdrop.to_pixels(1, 3), backdrop.to_pixels(2, 5)], atol=0.02)
    assert within_axes(backdrop, 1, 3) and not within_axes(backdrop, 4, 3)


def test_the_ids_of_two_backdrops_differ():
    one, other = (MatplotlibBackdrop(draw, 0, 0).drawing.marks[0]
                  for draw in (surface, lambda axes: axes.plot([1, 2])))
    ids = [set(re.findall(r' id="([^"]+)"', mark)) for mark in (one, other)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    for mark, its_ids in zip((one, other), ids):
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', mark)) and all(
            (a or b) in its_ids for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', mark))


def test_a_backdrop_refuses_pixels():
    with pytest.raises(ValueError, match="pcolormesh"):
        MatplotlibBackdrop(lambda axes: axes.imshow([[1, 2], [3, 4]]))
    assert "<path" in MatplotlibBackdrop(lambda axes: axes.pcolormesh([[1, 2], [3, 4]])).drawing.marks[0]
