"""The class's seed that a notebook carries: a statement that the release has put into its first code cell."""

import ast
import collections
import json
import os
import re
import warnings
from dataclasses import replace
from pathlib import Path

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.process_pool import call_in_processes
from rnnlab.coursework.submitted_files import read_start
from rnnlab.coursework.tables import CollectError

MAX_BYTES = 20_000_000
MAX_CELLS = 5  # a release writes into the first; students put some above it
MAX_CELL_CHARACTERS = 20_000
STATEMENT = re.compile(r"^check = for_class\(check, \{[^\n]{0,2000}\}, (\d{1,18})\)[ \t]*$", re.MULTILINE)


def note_other_classes(submissions: list[Submission], seed: int | None, jobs: int = 2) -> list[Submission]:
    """The submissions, with a note on those that belong to another class. The teacher's seed decides.

    Parameters
    ----------
    submissions : list of Submission
    seed : int or None
        What the teacher says.
    jobs : int
        How many notebooks are read at a time, in other processes: reading one may take long, or end the process.

    Raises
    ------
    CollectError
        If there is a seed that no notebook carries, or none though most of all notebooks carry the same one.
    """
    seeds: dict[str, int | None] = {}
    calls = {
        one.student: (one.path,)
        for one in submissions
        if one.path and one.path.suffix == ".ipynb" and not os.path.islink(one.path)
    }

    def keep(student: str, result: tuple[bool, int | None]) -> None:
        if isinstance(result, tuple) and result[0]:
            seeds[student] = result[1]

    for student in call_in_processes(_stated_seed, calls, jobs, keep):  # one of these has ended the others' process
        call_in_processes(_stated_seed, {student: calls[student]}, 1, keep)
    counts = collections.Counter(seeds.values())
    usual = counts.most_common(1)[0][0] if counts else seed
    if seed is not None and counts and not counts[seed]:
        most = f"were released with --class-seed {usual}: grade with it too" if usual is not None else "carry none"
        raise CollectError(f"no notebook carries --class-seed {seed}, most {most}")
    if seed is None and usual is not None and 2 * counts[usual] > len(calls):
        raise CollectError(f"most of these notebooks were released with --class-seed {usual}: grade with it too")

    def with_note(submission: Submission) -> Submission:
        stated = seeds.get(submission.student, seed)
        if stated == seed:
            return submission
        whose = "says no class seed" if stated is None else f"is of the class with the seed {stated}"
        return replace(submission, notes=(*submission.notes, f"the notebook {whose}: public answers may fit it"))

    return [with_note(submission) for submission in submissions]


def _stated_seed(path: Path) -> tuple[bool, int | None]:
    """Whether a file is a notebook, and the seed that it carries, None where it carries none. May take long."""
    try:
        data = read_start(path, MAX_BYTES + 1)
        if data is None or len(data) > MAX_BYTES:
            return False, None
        cells = json.loads(data.decode(json.detect_encoding(data), "replace"))["cells"]
        code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"][:MAX_CELLS]
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return False, None
    sources = ["".join(line for line in cell.get("source") or () if isinstance(line, str)) for cell in code]
    seeds = (_seed_in(source) for source in sources if len(source) <= MAX_CELL_CHARACTERS and "for_class" in source)
    return True, next((seed for seed in seeds if seed is not None), None)


def _seed_in(source: str) -> int | None:
    """The seed of a statement at the top level of a cell. A comment or a text that looks like one is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statements = ast.parse(re.sub(r"^[ \t]*[%!?][^\n]*", "", source, flags=re.MULTILINE)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return int(found[1]) if (found := STATEMENT.search(source)) else None
    for statement in statements:
        match statement:
            case ast.Assign(
                targets=[ast.Name("check")],
                value=ast.Call(func=ast.Name("for_class"), args=[_, _, ast.Constant(int(seed))]),
            ) if 0 <= seed < 10**30:
                return seed
    return None
