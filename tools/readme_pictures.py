"""Draw the README's pictures: ``.venv/bin/python tools/readme_pictures.py`` (needs Chromium and the test packages).

They are screenshots of the lessons' own explorers on a static page.
"""

import io
import shutil
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from rnnlab import Weights
from rnnlab.lessons.lesson_02_forward_pass.explorer import explore_forward

FOLDER = Path("docs/pictures")
PAGE = "<!DOCTYPE html><html><body style='margin:12px;background:#fff;width:880px'>{}</body></html>"


def ten_steps():
    """A network of five units, seeded, and one sequence of ten steps."""
    rng = np.random.default_rng(2)
    weights = Weights(rng.normal(0, 0.6, (3, 5)), np.linalg.qr(rng.normal(size=(5, 5)))[0], rng.uniform(-0.2, 0.2, 5),
                      rng.normal(0, 0.7, (5, 2)), rng.uniform(-0.2, 0.2, 2))
    return explore_forward(rng.normal(size=(1, 10, 3)), weights)


def screenshots(page, explorer, positions):
    """Screenshots of an explorer at several positions of its first control."""
    page.set_content(PAGE.format(explorer.to_html()))
    root = page.locator(".rnnlab-explorer")
    root.wait_for()
    control = root.locator("input[type=range], select").first
    images = []
    for position in range(positions):
        if position:
            control.focus()
            page.keyboard.press("ArrowRight")
            page.evaluate("document.activeElement.blur()")
        images.append(Image.open(io.BytesIO(root.screenshot())).convert("RGB"))
    return images


def main():
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 920, "height": 700})
        frames = screenshots(page, ten_steps(), 10)
        palette = frames[4].quantize(128)
        small = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
        small[0].save(FOLDER / "forward.gif", save_all=True, append_images=small[1:], duration=1200, loop=0,
                      optimize=True)
        browser.close()
    for path in sorted(FOLDER.iterdir()):
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
