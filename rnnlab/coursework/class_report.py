"""The teacher's report on a class, in Markdown: first what to talk about, then how everybody did."""

import collections
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.choice_order import option_texts
from rnnlab.coursework.grade_sheet import short_diagnosis
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.safe_text import escape_markdown, plain_text, without_links
from rnnlab.coursework.same_work import SAME_CODE, SAME_FILE, SameWork, names_in_short

MAX_TOPICS = 5
MAX_BAR = 40
UNGRADED = ("unreadable", "failed")
NOT_ATTEMPTED = "not attempted"


def class_report(
    rows: list[dict[str, Any]],
    grades: dict[str, Grade],
    assignment: Assignment,
    rules: GradingRules,
    seconds: float,
    same_work: Sequence[SameWork] = (),
    beside: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """For the teacher, in Markdown: what to talk about, how the class did, and how far the grading can be trusted.

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
    same_work : sequence of SameWork
    beside : mapping of str to sequence of str, optional
        What was found beside the submissions, such as files that belong to no row: the title of a section to its lines.
    """
    states = collections.Counter(row["status"] for row in rows)
    graded = sorted((grade for grade in grades.values() if grade.status == "graded"), key=lambda grade: grade.student)
    titles = {one.number: one.title for one in assignment.notebook_exercises}
    sections = [
        ("For the next class", _topics(graded, titles)),
        ("Points", _points(rows, graded, assignment, titles)),
        ("Late and missing", _late_and_missing(rows)),
        ("The same work", [f"- {one.how}: {_names(one.students, len(one.students))}" for one in same_work]),
        *((title, [f"- {escape_markdown(line)}" for line in found]) for title, found in (beside or {}).items()),
        ("Worth a look", [f"- {_names([row['student']])}: {_text(_remark(row))}" for row in rows if _remark(row)]),
        ("Exercise by exercise", _exercises(graded, assignment)),
        ("Isolation", _isolation(assignment, rules)),
    ]
    lines = [
        f"# {assignment.name.replace('_', ' ')}: {len(rows)} student{'s' * (len(rows) != 1)}",
        f"{', '.join(f'{count} {state}' for state, count in states.most_common())}. This run took {seconds:.0f} s.",
    ]
    for title, section in sections:
        if section:
            lines += [f"## {title}", "\n".join(section)]
    return "\n\n".join(lines) + "\n"


def _diagnoses(graded: Iterable[Grade], number: str) -> dict[str, list[str]]:
    """What was wrong with an exercise, in short, to those who did so; the commonest first."""
    students: dict[str, list[str]] = collections.defaultdict(list)
    for grade in graded:
        for verdict in grade.verdicts:
            if verdict["number"] == number and verdict["points"] < verdict["maximum"]:
                students[short_diagnosis(verdict)].append(grade.student)
    return dict(sorted(students.items(), key=lambda item: -len(item[1])))


def _topics(graded: Sequence[Grade], titles: dict[str, str]) -> list[str]:
    """The commonest diagnoses of all exercises, with who has them. What only one student has, where nothing else is."""
    found = {number: _diagnoses(graded, number) for number in titles}
    untried = {number: len(diagnoses.pop(NOT_ATTEMPTED, [])) for number, diagnoses in found.items()}
    topics = [(titles[number], *item) for number, diagnoses in found.items() for item in diagnoses.items()]
    topics.sort(key=lambda topic: -len(topic[2]))
    common = [topic for topic in topics if len(topic[2]) > 1] or topics
    lines = [
        f"- **{title}** {len(students)} of {len(graded)}: {_text(words)} ({_names(students)})"
        for title, words, students in common[:MAX_TOPICS]
    ]
    left = [f"{titles[number]} {count} of {len(graded)}" for number, count in untried.items() if count]
    return lines + ([f"- Not attempted: {'; '.join(left)}"] if left else [])


def _points(
    rows: list[dict[str, Any]], graded: Sequence[Grade], assignment: Assignment, titles: dict[str, str]
) -> list[str]:
    """The spread of the grades, and a table of the exercises."""
    values = sorted(row["grade"] for row in rows if row["status"] in ("graded", "late"))
    if not values:
        return []
    lines = []
    if len(values) > 1:
        low, middle, high = statistics.quantiles(values, method="inclusive")
        lines += [
            f"Grades of {len(values)} students, of {assignment.maximum:g}: lowest {values[0]:g}, a quarter up to "
            f"{low:g}, half up to {middle:g}, three quarters up to {high:g}, highest {values[-1]:g}; mean "
            f"{statistics.fmean(values):.2f}.",
            "",
        ]
    counts = collections.Counter(int(value) for value in values)
    scale = max(1, max(counts.values()) / MAX_BAR)
    lines += ["| grade from | students | |", "|---|---|---|"]
    lines += [f"| {least} | {counts[least]} | {'█' * round(counts[least] / scale)} |" for least in sorted(counts)]
    lines += ["", "| exercise | full points | some | none | not attempted | mean |", "|---|---|---|---|---|---|"]
    for number, title in titles.items():
        verdicts = [verdict for grade in graded for verdict in grade.verdicts if verdict["number"] == number]
        kinds = collections.Counter(map(_kind, verdicts))
        mean = statistics.fmean(verdict["points"] for verdict in verdicts)
        cells = [kinds[kind] for kind in ("full", "some", "none", NOT_ATTEMPTED)]
        maximum = assignment.exercises[number].maximum
        lines.append(f"| {title} | {' | '.join(map(str, cells))} | {mean:.2f} of {maximum:g} |")
    return lines


def _kind(verdict: dict[str, Any]) -> str:
    if verdict["state"] == "not attempted yet":
        return NOT_ATTEMPTED
    return "full" if verdict["points"] == verdict["maximum"] else "some" if verdict["points"] else "none"


def _late_and_missing(rows: list[dict[str, Any]]) -> list[str]:
    late: Callable[[dict[str, Any]], str] = lambda row: f"{row['student']} ({row['days late']})"
    lists = {
        "Late, with the days that have begun": [late(row) for row in rows if row["days late"]],
        "Missing": [row["student"] for row in rows if row["status"] == "missing"],
    }
    return [f"- {words}: {_names(names, len(names))}" for words, names in lists.items() if names]


def _remark(row: dict[str, Any]) -> str:
    """What a teacher should look at in a row, beside what has a section of its own."""
    notes = [note for note in row["notes"].split("; ") if not note.startswith((SAME_FILE, SAME_CODE))]
    return "; ".join(filter(None, [row["words"] if row["status"] in UNGRADED else "", *notes]))


def _exercises(graded: Sequence[Grade], assignment: Assignment) -> list[str]:
    """For each exercise everything that was said, with everybody who said it, and what was chosen."""
    lines = []
    for one in assignment.notebook_exercises:
        number = one.number
        lines += ["", f"**{one.title}**", ""]
        for words, students in _diagnoses(graded, number).items():
            lines.append(f"- {len(students)} × {_text(words)}: {_names(students, len(students))}")
        chosen = [grade.choices[number] for grade in graded if number in grade.choices]
        questions = enumerate(getattr(assignment.exercises[number], "questions", ()))
        choices = [(str(question.right), one.layouts.get(place)) for place, question in questions if question.options]
        for place, (right, layout) in enumerate(choices):
            contents = option_texts(one.text, layout) if layout else {}
            lines.append(f"- What was chosen{f', choice {place + 1}' * (place > 0)}:")
            for name, count in sorted(collections.Counter(each[place] for each in chosen).items()):
                content = f": {contents[name]}" if name in contents else ""
                lines.append(
                    f"  - {count} × {escape_markdown(name) or 'still open'}{' (right)' * (name == right)}{content}"
                )
    return lines[1:]


def _isolation(assignment: Assignment, rules: GradingRules) -> list[str]:
    limits = rules.limits
    return [
        rules.isolation.description,
        "",
        f"Limits: {limits.call_seconds:g} s a cell or exercise, {limits.total_seconds:g} s a submission, "
        f"{limits.memory_mb} MB. The self-test was passed: the reference scores {assignment.maximum:g}, the blank "
        "release 0.",
    ]


def _text(words: str) -> str:
    """Words in one line; some of them may be a student's."""
    return without_links(plain_text(words))


def _names(students: Sequence[str], most: int = 6) -> str:
    return escape_markdown(names_in_short(students, most))
