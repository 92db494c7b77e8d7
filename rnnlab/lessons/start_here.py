"""The map of the lessons, and whether this machine is ready for them."""

import importlib.metadata
import os
import sys
from pathlib import Path

import psutil

from rnnlab.explorer import Choice, Explorer
from rnnlab.lessons import LESSONS
from rnnlab.picture import Part, Picture, arrow, join, rect, target, text

WIDE, HIGH, GAP = 152, 62, 32
PLACES = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (1, 1), 5: (2, 1), 6: (3, 1), 7: (0, 1)}
SHORT = {1: "shapes", 2: "forward pass", 3: "batches", 4: "learning to add", 5: "one-hot", 6: "embeddings",
         7: "gradients"}
PACKAGES = ("numpy", "matplotlib", "ipywidgets", "anywidget", "keras")
MEMORY = 1.0  # GB that TensorFlow and a lesson take, with some room


def place(number):
    """The box of a lesson on the map."""
    column, row = PLACES[number]
    return Part((), 10 + column * (WIDE + GAP), 10 + row * (HIGH + GAP), WIDE, HIGH)


def explore_map():
    """Choose a lesson on the map and read what it answers, how long it takes and what it needs.

    Returns
    -------
    Explorer
        With the control ``lesson``, from 1 to 7.
    """
    return Explorer([roads, chosen, doors], lesson=Choice([lesson.number for lesson in LESSONS]))


def roads():
    parts = []
    for lesson in LESSONS:
        for before in lesson.needs:
            start, end = place(before), place(lesson.number)
            if start.y == end.y:
                parts.append(arrow((start.right, start.y + HIGH / 2), (end.x, end.y + HIGH / 2)))
            elif start.x == end.x:
                parts.append(arrow((start.x + WIDE / 2, start.bottom), (end.x + WIDE / 2, end.y)))
            else:
                parts.append(arrow((start.x + 16, start.bottom), (end.right - 16, end.y)))
    return Picture(join(parts))


def chosen(lesson):
    box, known = place(lesson), LESSONS[lesson - 1]
    needs = f"It needs lesson {known.needs[0]}." if known.needs else "It needs nothing but Python."
    return Picture(rect(box.x - 4, box.y - 4, WIDE + 8, HIGH + 8, "line accent"),
                   says=f"Lesson {lesson}: {known.question} You {known.does}. About {known.minutes} minutes. {needs}")


def doors():
    parts = []
    for lesson in LESSONS:
        box = place(lesson.number)
        parts.append(rect(box.x, box.y, WIDE, HIGH, "node"))
        parts.append(text(box.x + WIDE / 2, box.y + 22, f"{lesson.number} · {SHORT[lesson.number]}", "strong", "middle"))
        parts.append(text(box.x + WIDE / 2, box.y + 44, f"{lesson.minutes} minutes", "small", "middle"))
        parts.append(target(box, f"Lesson {lesson.number}, {SHORT[lesson.number]}", lesson=lesson.number))
    return Picture(join(parts))


def ready():
    """Check in words whether everything is there that the lessons need.

    Returns
    -------
    Readiness
        One line a need, with what to do where one is not met.
    """
    return Readiness([python_fits(), packages_there(), memory_free(), folder_writable()])


class Readiness(list):
    """Lines of (met, sentence), shown as a list."""

    def __repr__(self):
        return "\n".join(f"{'ok' if met else 'NOT YET'}: {sentence}" for met, sentence in self)

    def _repr_markdown_(self):
        lines = [f"- {'✔' if met else '✘ **Not yet.**'} {sentence}" for met, sentence in self]
        end = "You are ready." if all(met for met, _ in self) else "Mend what is marked ✘, then run this cell again."
        return "\n".join([*lines, "", end])


def python_fits(version=None):
    version = sys.version_info[:2] if version is None else version
    if (3, 11) <= version <= (3, 13):
        return True, "Python is 3.11, 3.12 or 3.13."
    return False, f"This is Python {version[0]}.{version[1]}. Start the lessons with `make lab`, which finds a fitting one."


def packages_there(names=PACKAGES):
    missing = [name for name in names if not installed(name)]
    if not any(installed(name) for name in ("tensorflow", "tensorflow-cpu")):
        missing.append("tensorflow")
    if not missing:
        return True, "All packages are installed."
    return False, f"Not installed: {', '.join(missing)}. Start the lessons with `make lab`, which installs them."


def installed(name):
    try:
        return bool(importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return False


def memory_free(free=None):
    """Free memory in GB, within the limit that Binder sets where there is one."""
    if free is None:
        free = psutil.virtual_memory().available / 1e9
        limit = os.environ.get("MEM_LIMIT", "")
        if limit.isdigit() and int(limit):
            known = [process.info["memory_info"] for process in psutil.process_iter(["memory_info"])]
            used = sum(memory.rss for memory in known if memory)
            free = min(free, (int(limit) - used) / 1e9)
    if free >= MEMORY:
        return True, "There is memory enough for one lesson."
    return False, (f"{max(free, 0):.1f} GB of memory are free, a lesson takes up to {MEMORY:g} GB. Close other lessons: "
                   "in the menu Kernel, Shut Down All Kernels.")


def folder_writable(folder="."):
    if os.access(Path(folder), os.W_OK):
        return True, "What you type can be saved."
    return False, "This folder cannot be written to, so nothing that you type can be saved. Open a copy elsewhere."
