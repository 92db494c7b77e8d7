"""The teacher's report on a class, in Markdown."""

import collections

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.grade_sheet import plain_text, short_diagnosis
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.grading_rules import GradingRules


def class_report(
    rows: list[dict], grades: dict[str, Grade], assignment: Assignment, rules: GradingRules, seconds: float
) -> str:
    """For the teacher, in Markdown: how the class did, what went wrong, and how far the grading can be trusted.

    Parameters
    ----------
    rows : list of dict
        From `sheet_row`.
    grades : dict
        Student to Grade.
    assignment : Assignment
    rules : GradingRules
    seconds : float
        How long the grading took.
    """
    states = collections.Counter(row["status"] for row in rows)
    lines = [
        f"# {assignment.name}: {len(rows)} students",
        ", ".join(f"{count} {state}" for state, count in states.most_common()) + f". This run took {seconds:.0f} s.",
        "## Isolation",
        rules.isolation.description,
        f"Limits: {rules.limits.call_seconds:g} s a cell or exercise, {rules.limits.total_seconds:g} s a submission, "
        f"{rules.limits.memory_mb} MB. The self-test was passed: the reference scores {assignment.maximum:g}, "
        "the blank release 0.",
        "## By exercise",
    ]
    graded = [grade for grade in grades.values() if grade.status == "graded"]
    for notebook_exercise in assignment.notebook_exercises:
        number = notebook_exercise.number
        verdicts = [verdict for grade in graded for verdict in grade.verdicts if verdict["number"] == number]
        full = sum(verdict["points"] == verdict["maximum"] for verdict in verdicts)
        common = collections.Counter(
            short_diagnosis(verdict) for verdict in verdicts if verdict["points"] < verdict["maximum"]
        )
        lines.append(
            f"**{number}**: {full} of {len(verdicts)} with full points."
            + "".join(f"\n- {count} × {plain_text(word)}" for word, count in common.most_common(5))
        )
    remarks = [
        f"- {row['student']}: {row['words'] if row['status'] in ('unreadable', 'failed') else row['notes']}"
        for row in rows
        if row["status"] in ("unreadable", "failed") or row["notes"]
    ]
    if remarks:
        lines += ["## Worth a look", "\n".join(remarks)]
    return "\n\n".join(lines) + "\n"
