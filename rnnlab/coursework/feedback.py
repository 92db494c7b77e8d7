"""What a student gets back, in Markdown and as a page: the grade, each diagnosis, and the student's own work."""

import contextlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import mistune
from markupsafe import Markup

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_records import student_file_name
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.safe_text import escape_markdown, visible_controls, without_links
from rnnlab.coursework.sandbox.inside.serialization import replace_surrogates
from rnnlab.exercises import Verdict
from rnnlab.notebook_tools.atomic_write import replace_file
from rnnlab.pictures.theme import page_stylesheet

TEMPLATE = Path(__file__).with_name("feedback.html.j2")
LEFT_OUT = "This was left out while grading, and so was what needs it:"
MAX_WORK_CHARACTERS = 20_000  # characters of a student's own work that are shown


def _opening(grade: Grade, assignment: Assignment, row: dict[str, Any]) -> tuple[str, list[str]]:
    """What stands above the exercises, as text: the title, and lines."""
    lines = []
    if row["deducted"]:
        lines.append(
            f"Earned: {grade.points:g}. Handed in {row['days late']} day{'s' * (row['days late'] > 1)} late: "
            f"−{row['deducted']:g}."
        )
    if grade.reason:
        lines.append(f"Not graded: {grade.reason}.")
    title = f"{assignment.name.replace('_', ' ')}: {row['grade']:g} of {assignment.maximum:g} points"
    return f"{title} · {replace_surrogates(grade.student)}", [*lines, *(f"Note: {note}." for note in grade.notes)]


def works(grade: Grade) -> list[str | None]:
    """The student's own work on each exercise, cut where it is long; None where the file could not be read."""
    shown = [
        visible_controls(source[:MAX_WORK_CHARACTERS]) + "\n# … cut here" * (len(source) > MAX_WORK_CHARACTERS)
        for source in grade.work
    ]
    return [*(source if source.strip() else "" for source in shown), *[None] * (len(grade.verdicts) - len(shown))]


def _feedback(grade: Grade, assignment: Assignment, row: dict[str, Any]) -> str:
    """The whole feedback in Markdown."""
    title, lines = _opening(grade, assignment, row)
    lines = [f"# {escape_markdown(title)}", *map(escape_markdown, lines)]
    if grade.left_out:
        lines += [LEFT_OUT, "\n".join(f"- {without_links(line)}" for line in grade.left_out)]
    for verdict, work in zip(grade.verdicts, works(grade)):
        shown = Verdict(**verdict | {part: without_links(verdict[part]) for part in ("message", "hint")})
        lines += ["---", shown._repr_mimebundle_()["text/markdown"]]
        if work is not None:
            lines.append(quote(work) if work else "No cell of yours defines an answer.")
    return "\n\n".join(lines) + "\n"


def quote(source: str) -> str:
    """A code block that its content cannot end."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", source)), default=0))
    return f"{fence}python\n{source}\n{fence}"


class _WithoutLinks(mistune.HTMLRenderer):
    """A link is its words, an image its description: some of a message may be what a student has typed."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


def feedback_page(grade: Grade, assignment: Assignment, row: dict[str, Any]) -> str:
    """The whole feedback as an HTML page that opens from disk, on a phone too.

    Parameters
    ----------
    grade : Grade
    assignment : Assignment
    row : dict
        From `sheet_row`.
    """
    title, lines = _opening(grade, assignment, row)
    render = mistune.create_markdown(renderer=_WithoutLinks(escape=True))
    exercises = [
        verdict
        | {
            "sign": Verdict(**verdict).sign,
            "message": Markup(render(replace_surrogates(verdict["message"]))),
            "hint": Markup(render(replace_surrogates(verdict["hint"]))),
            "work": work,
        }
        for verdict, work in zip(grade.verdicts, works(grade))
    ]
    left_out = [Markup(render(replace_surrogates(line))) for line in grade.left_out]
    return _page_template().render(
        title=title, lines=lines, left_out=left_out and [LEFT_OUT, *left_out], exercises=exercises
    )


@cache
def _page_template() -> jinja2.Template:
    style = Markup(page_stylesheet())
    environment = jinja2.Environment(autoescape=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"), globals={"style": style})


def write_feedback(
    folder: Path, submission: Submission, grade: Grade, assignment: Assignment, row: dict[str, Any]
) -> None:
    """Write the feedback in Markdown and as a page, named after the student.

    Raises
    ------
    Exception
        Whatever has gone wrong with one of the two. It does not stay as it was before, and the other one is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    faults = []
    for ending, make in (("md", _feedback), ("html", feedback_page)):
        path = folder / f"{student_file_name(submission.student)}.{ending}"
        try:
            text = make(grade, assignment, row)
            with replace_file(path, errors="replace") as file:
                file.write(text)
        except Exception as error:
            faults.append(error)
            with contextlib.suppress(OSError):
                path.unlink()
    if faults:
        raise faults[0]


def remove_feedback(folder: Path, name: str) -> None:
    """Remove the feedback of a student who is gone, given by their file name."""
    for ending in ("md", "html"):
        with contextlib.suppress(OSError):
            (folder / f"{name}.{ending}").unlink()
