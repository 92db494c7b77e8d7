"""The pages of the site in their order: what they are called, what leads from one to the next, what they are about."""

import re
from pathlib import Path
from typing import NamedTuple

from rnnlab.lessons import LESSONS

HOME, SEARCH, START = "index.html", "search.html", "00_start_here.ipynb"
LESSON_NAMES = {
    START: "Start here",
    "01_shapes.ipynb": "Shapes",
    "02_manual_forward_pass.ipynb": "Forward pass",
    "03_multi_sample_batching.ipynb": "Batches",
    "04_sum_of_three.ipynb": "Sum of three",
    "05_one_hot.ipynb": "One-hot",
    "06_embeddings.ipynb": "Embeddings",
    "07_scalar_bptt.ipynb": "Backpropagation",
    "08_sentences.ipynb": "Sentences",
}
GLOSSARY = "docs/glossary.md"
GUIDES = {GLOSSARY: "Glossary", "docs/teaching.md": "For teachers", "CONTRIBUTING.md": "For maintainers"}


class Page(NamedTuple):
    """A page as others name it: its address, its name in the navigation, its title, and a sentence about it."""

    address: str
    name: str
    title: str
    description: str


def page_name(url):
    """The address of a link on the site.

    Returns
    -------
    str or None
        The page of a notebook or a guide, None for a file that has no page, any other address as it is.
    """
    if re.match(r"[a-z]+:|#", url):
        return url
    path, mark, fragment = url.partition("#")
    name = Path(path).name
    if name == "README.md":
        return HOME
    if name.endswith(".ipynb") or name in map(_file_name, GUIDES):
        return Path(name).stem.lower() + ".html" + mark + fragment
    return None


def lesson_page(file, title):
    """The `Page` of a notebook."""
    about = {lesson.file: lesson for lesson in LESSONS}.get(file)
    name = LESSON_NAMES.get(file, title)
    if not about:
        return Page(page_name(file), name, title, "")
    minutes = f"{about.total_minutes} minutes with the exercises."
    return Page(page_name(file), f"{about.number} {name}", title, f"Lesson {about.number}: you {about.does}. {minutes}")


def neighbours(pages, here):
    """The pages before and after one; None at an end."""
    place = [page.address for page in pages].index(here.address)
    return tuple(pages[at] if 0 <= at < len(pages) else None for at in (place - 1, place + 1))


def _file_name(path):
    return Path(path).name
