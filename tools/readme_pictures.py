"""Draw the README's pictures, the one that lesson 4 opens with: ``.venv/bin/python -m tools.readme_pictures``."""

from pathlib import Path

from rnnlab.lessons.lesson_04_sum_of_three.hundred_runs import show_opening

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDE, NARROW = "hundred_runs.svg", "hundred_runs_narrow.svg"


def draw():
    """The picture for wide pages and the one for phones, with its panels below each other, by the name of its file."""
    explorer = show_opening()
    sizes = [(width, height) for _, _, width, height in explorer.frames["panels"]]
    tops = [sum(height for _, height in sizes[:panel]) for panel in range(len(sizes) + 1)]
    panels = [document.replace("<svg ", f'<svg y="{top}" ', 1) for top, document in zip(tops, explorer.documents())]
    width = max(width for width, _ in sizes)
    narrow = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tops[-1]}" width="{width}" '
              f'height="{tops[-1]}">{"".join(panels)}</svg>')
    return {WIDE: explorer.svg() + "\n", NARROW: narrow + "\n"}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, document in draw().items():
        (FOLDER / name).write_text(document, encoding="utf-8")
        print(f"{name}: {len(document) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
