"""Points that the teacher gives by hand, from a table: they are put over the grader's in every run."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.student_names import StudentFinder
from rnnlab.coursework.tables import CollectError, Row
from rnnlab.exercises.verdict import graded


@dataclass(frozen=True)
class Override:
    """One exercise of one student.

    Attributes
    ----------
    row : Row
    exercise : str
    points : float
    reason : str
    """

    row: Row
    exercise: str
    points: float
    reason: str


def read_overrides(rows: Sequence[Row], assignment: Assignment) -> list[Override]:
    """The overrides of this lesson. Rows about other lessons are left out.

    Parameters
    ----------
    rows : sequence of Row
        With exercise, points and reason.
    assignment : Assignment

    Raises
    ------
    CollectError
        If this lesson has no such exercise, or the exercise not so many points.
    """
    overrides = []
    for row in rows:
        number = row.values["exercise"].replace(",", ".")
        if re.fullmatch(r"\d+\.\d+", number) and number.split(".")[0] != assignment.number.lstrip("0"):
            continue
        if number not in assignment.exercises:
            known = ", ".join(assignment.exercises)
            raise CollectError(f"{row.place}: there is no exercise {number} in {assignment.name}; there is {known}")
        maximum = assignment.exercises[number].maximum
        text = row.values["points"].replace(",", ".")
        if not re.fullmatch(r"\d+(\.\d+)?", text) or float(text) > maximum:
            raise CollectError(f"{row.place}: {number} has 0 to {maximum:g} points, not {row.values['points']!r}")
        overrides.append(Override(row, number, float(text), row.values["reason"]))
    return overrides


def match_overrides(
    overrides: Sequence[Override], finder: StudentFinder
) -> tuple[list[tuple[str, Override]], list[str]]:
    """Each with the student's name, and the rows that belong to nobody or to several, in words."""
    matched, remarks = [], []
    for override in overrides:
        students = finder.find_row(override.row.student)
        if len(students) == 1:
            matched.append((students[0].name, override))
        else:
            remarks.append(f"{override.row.place}: {finder.no_single_one(override.row.student.name, students)}")
    return matched, remarks


def apply_overrides(
    grades: dict[str, Grade], matched: Sequence[tuple[str, Override]], assignment: Assignment
) -> dict[str, Grade]:
    """The grades with the teacher's points in them, each with a note."""
    grades = dict(grades)
    for student, override in matched:
        grades[student] = _with_points(grades[student], override, assignment)
    return grades


def _with_points(grade: Grade, override: Override, assignment: Assignment) -> Grade:
    number = override.exercise
    exercise = assignment.exercises[number]
    before = {verdict["number"]: verdict for verdict in grade.verdicts}
    earned = before[number]["points"] if number in before else 0.0
    words = f"**Your teacher has given {override.points:g} instead of {earned:g} points:** {override.reason}"
    verdict = replace(graded(exercise, override.points), message=words)
    if number in before and override.points < exercise.maximum:
        verdict = replace(verdict, message=f"{words}\n\n{before[number]['message']}")
    before[number] = asdict(verdict)
    verdicts = [before[one] for one in assignment.exercises if one in before]
    # With only some verdicts the student's own work cannot be told which exercise it belongs to.
    work = grade.work if len(verdicts) == len(grade.verdicts) else []
    note = f"{number}: {override.points:g} instead of {earned:g} points by hand: {override.reason}"
    return replace(grade, verdicts=verdicts, work=work, notes=[*grade.notes, note])
