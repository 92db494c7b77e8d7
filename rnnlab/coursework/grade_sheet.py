"""The grade sheet: one row a student, as CSV."""

import csv
import re
from pathlib import Path
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_records import student_file_name
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.late_penalty import LatePenalty
from rnnlab.coursework.safe_text import plain_text
from rnnlab.coursework.student_names import Student
from rnnlab.notebook_tools.atomic_write import replace_file


def sheet_row(submission: Submission, grade: Grade, assignment: Assignment, rule: LatePenalty) -> dict[str, Any]:
    """One row of the grade sheet: column to value."""
    verdicts = {verdict["number"]: verdict for verdict in grade.verdicts}
    days = rule.days(submission.submitted, submission.extension)
    identity = submission.identity or Student(submission.student)
    deducted = rule.deduction(grade.points, days)
    status = grade.status if grade.status != "graded" else "late" if days else "graded"
    words = (
        [grade.reason]
        if grade.reason
        else [
            f"{number}: {short_diagnosis(verdict)}"
            for number, verdict in verdicts.items()
            if verdict["points"] < verdict["maximum"]
        ]
    )
    return {
        "student": plain_text(submission.student) or ascii(submission.student),
        "id": plain_text(identity.id),
        "email": plain_text(identity.email),
        "login": plain_text(identity.login),
        "lesson": assignment.name,
        **{
            notebook_exercise.number: verdicts[notebook_exercise.number]["points"]
            if notebook_exercise.number in verdicts
            else 0.0
            for notebook_exercise in assignment.notebook_exercises
        },
        "points": grade.points,
        "days late": days,
        "deducted": deducted,
        "grade": round(grade.points - deducted, 2),
        "maximum": assignment.maximum,
        "status": status,
        "words": plain_text("; ".join(words)),
        "notes": plain_text("; ".join([*submission.notes, *grade.notes])),
        "file": plain_text(file_of(submission)),
        "submitted": submission.submitted.isoformat(timespec="minutes") if submission.submitted else "",
        "time from": submission.time_source,
        "extension": submission.extension.isoformat(timespec="minutes") if submission.extension else "",
        "feedback": plain_text(f"{student_file_name(submission.student)}.html"),
    }


def file_of(submission: Submission) -> str:
    """The graded file, in the folder that the class's folder has for it; empty where there is none."""
    return "/".join(dict.fromkeys([submission.found_as, submission.path.name])).lstrip("/") if submission.path else ""


def failed_row(student: str, assignment: Assignment, reason: str) -> dict[str, Any]:
    """The row of a student whose own row could not be made."""
    return sheet_row(Submission(student), Grade(student, "failed", reason), assignment, LatePenalty())


def short_diagnosis(verdict: dict) -> str:
    """The diagnosis in short: what stands in bold, or the first line; of several answers each."""
    if verdict["state"] == "not attempted yet":
        return "not attempted"
    return "; ".join(map(_in_short, re.split(r"\n\n(?=Answer \d+: )", verdict["message"])))


def _in_short(message: str) -> str:
    answer = re.match(r"Answer \d+: ", message)
    bold = re.search(r"\*\*(.+?)\*\*( `[^`]*`)?", message, re.DOTALL)
    if not bold:
        return message.split("\n")[0]
    return (answer[0] if answer else "") + bold[0].replace("**", "").rstrip(".:")


def write_sheet(rows: list[dict[str, Any]], path: Path) -> None:
    """Write the grade sheet: one row a student, the names of the columns from the first."""
    write_table([list(rows[0]), *([row.get(column, "") for column in rows[0]] for row in rows)], path)


def write_table(lines: list[list[Any]], path: Path) -> None:
    """Write a CSV file atomically, in UTF-8 with the mark by which Excel knows it."""
    with replace_file(path, encoding="utf-8-sig", errors="replace", newline="") as file:
        csv.writer(file).writerows(lines)
