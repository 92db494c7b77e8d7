"""Benchmark of the checks: how long a reader waits for the answer to an attempt at each function exercise.

    make bench-checks

Right attempts, every mistake that has a name, one attempt that has none and one that stops with an error: the median
and the longest. It ends with an error where a median is above LIMIT.
"""

import pkgutil
import sys
import time
from importlib import import_module
from statistics import median

import numpy as np

import rnnlab.lessons
from rnnlab.exercises import FunctionExercise

LIMIT = 0.3  # seconds


def exercises():
    """The function exercises of all lessons."""
    for folder in pkgutil.iter_modules(rnnlab.lessons.__path__, "rnnlab.lessons."):
        if folder.name.startswith("rnnlab.lessons.lesson_") and not folder.name.endswith("start_here"):
            every = import_module(f"{folder.name}.exercises").exercises.by_number.values()
            yield from (exercise for exercise in every if isinstance(exercise, FunctionExercise))


def stops(*arguments):
    raise ValueError


def seconds(exercise):
    """How long a check takes, for each attempt."""
    def unnamed(*arguments):
        return np.multiply(1.1, exercise.solution(*arguments))

    mistakes = [mistake.function for mistake in exercise.mistakes]
    for attempt in (exercise.solution, *mistakes, unnamed, stops):
        start = time.perf_counter()
        exercise.check(attempt)
        yield time.perf_counter() - start


def main():
    slow = []
    for exercise in exercises():
        times = list(seconds(exercise))
        print(f"{exercise.number}: {len(times)} attempts, median {median(times):.3f} s, longest {max(times):.3f} s")
        slow += [exercise.number] * (median(times) > LIMIT)
    if slow:
        sys.exit(f"the median is above {LIMIT} s: {', '.join(slow)}")


if __name__ == "__main__":
    main()
