"""The preview is a PNG of the size that those who show it ask for, and it shows the paths."""

from PIL import Image

from rnnlab.lessons.lesson_04_sum_of_three.hundred_runs import train_hundred
from rnnlab.pictures.theme import LIGHT, rgb
from rnnlab.site.preview import PIXELS, draw_preview


def test_the_preview(tmp_path):
    draw_preview(train_hundred(), tmp_path / "p.png", "rnnlab", "A sentence.")
    image = Image.open(tmp_path / "p.png").convert("RGB")
    assert image.size == PIXELS and (tmp_path / "p.png").stat().st_size < 400_000
    colours = {colour for _, colour in image.getcolors(PIXELS[0] * PIXELS[1])}
    for kind in ("solved", "lost"):
        assert tuple(round(255 * part) for part in rgb(LIGHT[kind])) in colours
