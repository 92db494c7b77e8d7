"""What comes out for the teacher: a grade sheet, and a report. What students get is in `feedback`."""

import collections
import csv
import math
import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class LateRule:
    """What lateness costs: a share of the points for each day that has begun.

    Attributes
    ----------
    due : datetime.datetime or None
    per_day : float
        Percent.
    grace_minutes : float
    """

    due: datetime | None = None
    per_day: float = 10.0
    grace_minutes: float = 15.0

    def days(self, submitted):
        """How many days have begun since it was due."""
        if self.due is None or submitted is None or submitted <= self.due + timedelta(minutes=self.grace_minutes):
            return 0
        return math.ceil((submitted - self.due) / timedelta(days=1))

    def deduction(self, points, days):
        return round(points * min(1.0, self.per_day / 100 * days), 2)


def row_of(submission, grade, assignment, rule):
    """One line of the grade sheet."""
    verdicts = {verdict["number"]: verdict for verdict in grade.verdicts}
    days = rule.days(submission.submitted)
    deducted = rule.deduction(grade.points, days)
    status = grade.status if grade.status != "graded" else "late" if days else "graded"
    words = (
        [grade.reason]
        if grade.reason
        else [
            f"{number}: {in_a_word(verdict)}"
            for number, verdict in verdicts.items()
            if verdict["points"] < verdict["maximum"]
        ]
    )
    return {
        "student": plain_text(submission.student),
        "lesson": assignment.name,
        **{
            task.number: verdicts[task.number]["points"] if task.number in verdicts else 0.0
            for task in assignment.tasks
        },
        "points": grade.points,
        "days late": days,
        "deducted": deducted,
        "grade": round(grade.points - deducted, 2),
        "maximum": assignment.maximum,
        "status": status,
        "words": plain_text("; ".join(words)),
        "notes": plain_text("; ".join([*submission.notes, *grade.notes])),
        "file": plain_text(submission.path.name if submission.path else ""),
        "submitted": submission.submitted.isoformat(timespec="minutes") if submission.submitted else "",
    }


def in_a_word(verdict):
    """The diagnosis in short: what stands in bold, or the first sentence."""
    if verdict["state"] == "not attempted yet":
        return "not attempted"
    bold = re.search(r"\*\*(.+?)\*\*( `[^`]*`)?", verdict["says"], re.DOTALL)
    return bold[0].replace("**", "").rstrip(".:") if bold else verdict["says"].split("\n")[0]


def plain_text(text):
    """One line that no spreadsheet takes for a formula."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def write_sheet(rows, path):
    """Write the grade sheet, whole or not at all: CSV in UTF-8, one row a student."""
    temporary = path.with_name(f".{path.name}.tmp")
    with open(temporary, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    os.replace(temporary, path)


def report(rows, grades, assignment, rules, seconds):
    """For the teacher, in Markdown: how the class did, what went wrong, and how far the grading can be trusted."""
    states = collections.Counter(row["status"] for row in rows)
    lines = [
        f"# {assignment.name}: {len(rows)} students",
        ", ".join(f"{count} {state}" for state, count in states.most_common()) + f". This run took {seconds:.0f} s.",
        "## Isolation",
        rules.walls.says,
        f"Limits: {rules.limits.call_seconds:g} s a cell or exercise, {rules.limits.total_seconds:g} s a submission, "
        f"{rules.limits.memory_mb} MB. The self-test was passed: the reference scores {assignment.maximum:g}, "
        "the blank release 0.",
        "## By exercise",
    ]
    graded = [grade for grade in grades.values() if grade.status == "graded"]
    for place, task in enumerate(assignment.tasks):
        verdicts = [grade.verdicts[place] for grade in graded]
        full = sum(verdict["points"] == verdict["maximum"] for verdict in verdicts)
        common = collections.Counter(
            in_a_word(verdict) for verdict in verdicts if verdict["points"] < verdict["maximum"]
        )
        lines.append(
            f"**{task.number}**: {full} of {len(verdicts)} with full points."
            + "".join(f"\n- {count} × {plain_text(word)}" for word, count in common.most_common(5))
        )
    look = [
        f"- {row['student']}: {row['words'] if row['status'] in ('unreadable', 'failed') else row['notes']}"
        for row in rows
        if row["status"] in ("unreadable", "failed") or row["notes"]
    ]
    if look:
        lines += ["## Worth a look", "\n".join(look)]
    return "\n\n".join(lines) + "\n"
