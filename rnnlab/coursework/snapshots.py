"""What was handed in, as it was when the grading began: each file is read once, in a process with limits of its own."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.process_pool import call_in_processes
from rnnlab.coursework.release_statement import NO_STATEMENT, ReleaseStatement, read_statement
from rnnlab.coursework.resource_limits import TimeLimitExceeded, memory_limit, time_limit
from rnnlab.coursework.submission import READ_MEGABYTES
from rnnlab.coursework.submitted_files import NO_FILE, TOO_LARGE, file_digest, reason_of

COPY_SECONDS = 60
STATEMENT_SECONDS = 10


@dataclass(frozen=True)
class Snapshot:
    """A submitted file, read.

    Attributes
    ----------
    path : pathlib.Path
        The copy that is graded; the file itself where it is none that can be graded.
    digest : str
        Of the file, see `file_digest`.
    statement : ReleaseStatement
        What the notebook says of its release.
    fault : str
        Why it could not be read.
    """

    path: Path
    digest: str = ""
    statement: ReleaseStatement = NO_STATEMENT
    fault: str = ""


@contextlib.contextmanager
def take_snapshots(submissions: list[Submission], jobs: int = 2) -> Iterator[dict[str, Snapshot]]:
    """Read all submitted files, a few at a time. To be used in a ``with``: the copies are deleted in the end.

    Parameters
    ----------
    submissions : list of collect.Submission
    jobs : int

    Yields
    ------
    dict
        Student to Snapshot, for those who have handed in a file.
    """
    snapshots: dict[str, Snapshot] = {}

    def keep(student: str, result: Snapshot | BaseException) -> None:
        if isinstance(result, BaseException):
            result = Snapshot(calls[student][0], fault=f"the file cannot be read: {reason_of(result)}")
        snapshots[student] = result

    with TemporaryDirectory(prefix="rnnlab-") as folder:
        with_file = [(one.student, one.path) for one in submissions if one.path]
        calls = {student: (path, Path(folder) / f"{place}.ipynb") for place, (student, path) in enumerate(with_file)}
        for student in call_in_processes(_take_snapshot, calls, jobs, keep):  # one has ended the others' process
            if call_in_processes(_take_snapshot, {student: calls[student]}, 1, keep):
                snapshots[student] = Snapshot(calls[student][0], fault="reading the file ends the process that does it")
        yield snapshots


def _take_snapshot(path: Path, copy: Path) -> Snapshot:
    try:
        with time_limit(COPY_SECONDS), memory_limit(READ_MEGABYTES):
            digest = file_digest(path, copy)
    except OSError as error:
        return Snapshot(path, fault=f"the file cannot be read: {reason_of(error)}")
    except TimeLimitExceeded:
        return Snapshot(path, fault="the file takes too long to read")
    if digest in (NO_FILE, TOO_LARGE):
        return Snapshot(path, digest)
    statement = NO_STATEMENT
    with (
        contextlib.suppress(TimeLimitExceeded, MemoryError),
        time_limit(STATEMENT_SECONDS),
        memory_limit(READ_MEGABYTES),
    ):
        statement = read_statement(copy)
    return Snapshot(copy, digest, statement)
