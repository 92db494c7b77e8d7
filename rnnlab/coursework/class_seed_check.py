"""Which submissions belong to another class or another version of the lesson, by what their notebooks say."""

import collections
from dataclasses import replace

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.release_statement import DIGEST_DIGITS
from rnnlab.coursework.snapshots import Snapshot
from rnnlab.coursework.submitted_files import NO_FILE
from rnnlab.coursework.tables import CollectError


def note_other_classes(
    submissions: list[Submission], seed: int | None, snapshots: dict[str, Snapshot]
) -> list[Submission]:
    """The submissions, with a note on those that belong to another class. The teacher's seed decides.

    Parameters
    ----------
    submissions : list of Submission
    seed : int or None
        What the teacher says.
    snapshots : dict
        From `take_snapshots`.

    Raises
    ------
    CollectError
        If there is a seed that no notebook carries, or none though most of all notebooks carry the same one.
    """
    called_so = [
        one.student
        for one in submissions
        if one.path and one.path.suffix == ".ipynb" and snapshots[one.student].digest != NO_FILE
    ]
    statements = {student: snapshots[student].statement for student in called_so}
    seeds = {student: statement.seed for student, statement in statements.items() if statement.is_notebook}
    counts = collections.Counter(seeds.values())
    usual = counts.most_common(1)[0][0] if counts else seed
    if seed is not None and counts and not counts[seed]:
        most = f"were released with --class-seed {usual}: grade with it too" if usual is not None else "carry none"
        raise CollectError(f"no notebook carries --class-seed {seed}, most {most}")
    if seed is None and usual is not None and 2 * counts[usual] > len(called_so):
        raise CollectError(f"most of these notebooks were released with --class-seed {usual}: grade with it too")

    def with_note(submission: Submission) -> Submission:
        stated = seeds.get(submission.student, seed)
        if stated == seed:
            return submission
        whose = "says no class seed" if stated is None else f"is of the class with the seed {stated}"
        return replace(submission, notes=(*submission.notes, f"the notebook {whose}: public answers may fit it"))

    return [with_note(submission) for submission in submissions]


def note_other_releases(
    submissions: list[Submission], assignment: Assignment, snapshots: dict[str, Snapshot]
) -> list[Submission]:
    """The submissions, with a note on those that were released from another version of the lesson.

    Parameters
    ----------
    submissions : list of Submission
    assignment : Assignment
    snapshots : dict
        From `take_snapshots`.
    """
    now = assignment.digest[:DIGEST_DIGITS]

    def with_note(submission: Submission) -> Submission:
        snapshot = snapshots.get(submission.student)
        if snapshot is None or snapshot.statement.lesson_digest in ("", now):
            return submission
        note = (
            f"the notebook was released from another version of this lesson ({snapshot.statement.lesson_digest}, here "
            f"it is {now}): grade it with the checkout that released it"
        )
        return replace(submission, notes=(*submission.notes, note))

    return [with_note(submission) for submission in submissions]
