"""The grade sheet: one row a student, as CSV."""

import csv
import os
import re
from pathlib import Path
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.late_penalty import LatePenalty
from rnnlab.coursework.sandbox.inside.serialization import replace_surrogates
from rnnlab.coursework.student_names import Student


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
    }


def file_of(submission: Submission) -> str:
    """The graded file, in the folder that the class's folder has for it; empty where there is none."""
    return "/".join(dict.fromkeys([submission.found_as, submission.path.name])).lstrip("/") if submission.path else ""


def failed_row(student: str, assignment: Assignment, reason: str) -> dict[str, Any]:
    """The row of a student whose own row could not be made."""
    return sheet_row(Submission(student), Grade(student, "failed", reason), assignment, LatePenalty())


def short_diagnosis(verdict: dict) -> str:
    """The diagnosis in short: what stands in bold, or the first line."""
    if verdict["state"] == "not attempted yet":
        return "not attempted"
    bold = re.search(r"\*\*(.+?)\*\*( `[^`]*`)?", verdict["message"], re.DOTALL)
    return bold[0].replace("**", "").rstrip(".:") if bold else verdict["message"].split("\n")[0]


def plain_text(text: str) -> str:
    """One line that no spreadsheet takes for a formula."""
    text = "".join(letter if letter.isprintable() else " " for letter in replace_surrogates(text))
    text = " ".join(text.split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def write_sheet(rows: list[dict[str, Any]], path: Path) -> None:
    """Write the grade sheet atomically: CSV in UTF-8, one row a student."""
    temporary = path.with_name(f".{path.name}.tmp")
    with open(temporary, "w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    os.replace(temporary, path)
