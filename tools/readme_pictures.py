"""Draw the README's picture, the one that lesson 4 opens with: ``.venv/bin/python -m tools.readme_pictures``."""

from pathlib import Path

from rnnlab.lessons.lesson_04_sum_of_three.hundred_runs import show_opening

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "hundred_runs.svg"


def main():
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(show_opening().svg() + "\n", encoding="utf-8")
    print(f"{PICTURE.name}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
