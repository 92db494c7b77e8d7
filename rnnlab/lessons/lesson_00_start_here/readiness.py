"""The self-check of lesson 0: whether this machine has what the lessons need."""

import importlib.metadata
import os
import sys
from pathlib import Path

import psutil

REQUIRED_PACKAGES = ("numpy", "matplotlib", "ipywidgets", "anywidget", "keras")
MEMORY = 1.0  # GB that TensorFlow and a lesson take, with some room


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
    return False, (f"This is Python {version[0]}.{version[1]}. Start the lessons with `make lab`, which finds a "
                   "fitting one.")


def packages_there(names=REQUIRED_PACKAGES):
    missing = [name for name in names if not _installed(name)]
    if not any(_installed(name) for name in ("tensorflow", "tensorflow-cpu")):
        missing.append("tensorflow")
    if not missing:
        return True, "All packages are installed."
    return False, f"Not installed: {', '.join(missing)}. Start the lessons with `make lab`, which installs them."


def _installed(name):
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
        return True, "There is enough memory for one lesson."
    return False, (f"{max(free, 0):.1f} GB of memory are free, a lesson takes up to {MEMORY:g} GB. Close other "
                   "lessons: in the menu Kernel, Shut Down All Kernels.")


def folder_writable(folder="."):
    if os.access(Path(folder), os.W_OK):
        return True, "What you type can be saved."
    return False, "This folder cannot be written to, so nothing that you type can be saved. Open a copy elsewhere."
