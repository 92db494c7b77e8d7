"""A stored picture in a page: it follows light and dark, and is light on paper."""

import base64
import io

import pytest
from PIL import Image

from rnnlab.explorer.live_figure import LiveFigure
from rnnlab.pictures import Picture, text
from rnnlab.pictures.theme import DARK, LIGHT, page_stylesheet, rgb

pytestmark = pytest.mark.browser


def stored_picture():
    document = Picture(text(20, 20, "h_3"), caption="A state.", width=80, height=60).svg()
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(document.encode()).decode()}">'


def live_figure():
    from matplotlib.figure import Figure
    return LiveFigure(Figure(figsize=(2, 1)), "Empty axes.").html()


@pytest.fixture(scope="module")
def page(chromium):
    context = chromium.new_context(viewport={"width": 400, "height": 300})
    yield context.new_page()
    context.close()


def colours_of_paper(page, image):
    """The colour of the picture's corner on a light page, a dark page, and printed by a reader of dark pages."""
    page.set_content(f"<style>{page_stylesheet()} img {{ display: block }}</style>{image}")
    found = []
    for media, scheme in (("screen", "light"), ("screen", "dark"), ("print", "dark")):
        page.emulate_media(media=media, color_scheme=scheme)
        shot = Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")
        found.append([channel / 255 for channel in shot.getpixel((5, 5))])
    return found


@pytest.mark.parametrize("image", [stored_picture, live_figure], ids=lambda image: image.__name__)
def test_it_follows_the_page(page, image):
    assert colours_of_paper(page, image()) == [pytest.approx(rgb(colour["paper"]), abs=0.01)
                                               for colour in (LIGHT, DARK, LIGHT)]
