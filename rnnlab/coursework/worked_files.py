"""Which of several notebooks a student has worked on: the newest may be the blank one."""

import ast
from collections.abc import Iterable
from pathlib import Path

from rnnlab.coursework.assignment import Assignment, class_lesson
from rnnlab.coursework.process_pool import call_in_processes
from rnnlab.coursework.resource_limits import TimeLimitExceeded, time_limit
from rnnlab.coursework.submission import Unreadable, read_cells
from rnnlab.coursework.submitted_files import is_regular

MAX_BYTES = 20_000_000
READ_SECONDS = 10


def worked_files(paths: Iterable[Path], assignment: Assignment, jobs: int = 2) -> set[Path]:
    """Which of these files are notebooks with an answer that is not as it was given out.

    Parameters
    ----------
    paths : iterable of pathlib.Path
    assignment : Assignment
    jobs : int
        How many are read at a time, in other processes: reading one may take long, or end the process.
    """
    names = frozenset(name for exercise in assignment.notebook_exercises for name in exercise.answers)
    lesson = class_lesson(assignment)
    public = frozenset(_plain(cell.source) for cell in lesson.cells if cell.cell_type == "code")
    calls = {path: (path, names, public) for path in paths}
    worked: set[Path] = set()

    def keep(path: Path, result: object) -> None:
        if result is True:
            worked.add(path)

    for path in call_in_processes(_is_worked, calls, jobs, keep):  # one of these has ended the others' process
        call_in_processes(_is_worked, {path: calls[path]}, 1, keep)
    return worked


def _is_worked(path: Path, names: frozenset[str], public: frozenset[str]) -> bool:
    try:
        with time_limit(READ_SECONDS):
            if not is_regular(path) or path.lstat().st_size > MAX_BYTES:
                return False
            cells = read_cells(path)[0]
    except (OSError, Unreadable, TimeLimitExceeded):
        return False
    return any((cell.binds | cell.changes) & names and _plain(cell.source) not in public for cell in cells)


def _plain(source: str) -> str:
    """A cell's code without its comments and blanks, as far as it is Python."""
    try:
        return ast.unparse(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(filter(None, map(str.strip, source.splitlines())))
