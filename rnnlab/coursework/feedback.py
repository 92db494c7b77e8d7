"""What a student gets back, in Markdown and as a page: the grade, each diagnosis, and the student's own work."""

import re
from functools import cache
from pathlib import Path

import jinja2
import mistune
from markupsafe import Markup

from rnnlab.coursework.grade_records import student_file_name
from rnnlab.exercises import Verdict

LOOK = Path(__file__).resolve().parents[1] / "pictures" / "page.css"
MAX_WORK_CHARACTERS = 20_000  # characters of a student's own work that are shown
# The page brings no script, and the policy would stop one: whatever stands in a submission is text.
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
{{ look }}
body { margin: 0 auto; padding: 0.5rem 1rem 3rem; max-width: 46rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.15rem; margin: 0 0 0.5rem; }
section { border-top: 1px solid var(--line); padding: 1rem 0; }
code { font: 0.9em/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--soft);
  padding: 0.1em 0.25em; border-radius: 3px; }
pre { overflow-x: auto; padding: 0.6rem 0.8rem; background: var(--soft); border: 1px solid var(--line);
  border-radius: 5px; }
pre code { padding: 0; white-space: pre; overflow-wrap: normal; }
.quiet { color: var(--quiet); }
</style>
</head>
<body>
<main>
<h1>{{ title }}</h1>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}{% for one in exercises %}<section>
<h2>{{ one.sign }} Exercise {{ one.number }}: {{ one.state }} · {{ "%g"|format(one.points) }} of \
{{ "%g"|format(one.maximum) }} points</h2>
{{ one.message }}{% if one.hint %}<details><summary>Hint</summary>
{{ one.hint }}</details>
{% endif %}{% if one.work %}<p class="quiet">Your work:</p>
<pre tabindex="0"><code>{{ one.work }}</code></pre>
{% elif one.work is not none %}<p class="quiet">No cell of yours defines an answer.</p>
{% endif %}</section>
{% endfor %}</main>
</body>
</html>
"""


def _opening(grade, assignment, row):
    """The title and the lines that stand above the exercises."""
    lines = []
    if row["deducted"]:
        lines.append(
            f"Earned: {grade.points:g}. Handed in {row['days late']} day{'s' * (row['days late'] > 1)} late: "
            f"−{row['deducted']:g}."
        )
    if grade.reason:
        lines.append(f"Not graded: {grade.reason}.")
    return f"{assignment.name}: {row['grade']:g} of {assignment.maximum:g} points", [
        *lines,
        *(f"Note: {note}." for note in grade.notes),
    ]


def works(grade):
    """The student's own work on each exercise, cut where it is long; None where the file could not be read."""
    shown = [
        source if len(source) <= MAX_WORK_CHARACTERS else source[:MAX_WORK_CHARACTERS] + "\n# … cut here"
        for source in grade.work
    ]
    return [*(source if source.strip() else "" for source in shown), *[None] * (len(grade.verdicts) - len(shown))]


def _feedback(grade, assignment, row):
    """All of it in Markdown."""
    title, lines = _opening(grade, assignment, row)
    lines = [f"# {title}", *lines]
    for verdict, work in zip(grade.verdicts, works(grade)):
        lines += ["---", Verdict(**verdict)._repr_mimebundle_()["text/markdown"]]
        if work is not None:
            lines.append(quote(work) if work else "No cell of yours defines an answer.")
    return "\n\n".join(lines) + "\n"


def quote(source):
    """A code block that its content cannot end."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", source)), default=0))
    return f"{fence}python\n{source}\n{fence}"


def feedback_page(grade, assignment, row):
    """All of it as a page that opens from disk, on a phone too."""
    title, lines = _opening(grade, assignment, row)
    render = mistune.create_markdown(escape=True)
    exercises = [
        verdict
        | {
            "sign": Verdict(**verdict).sign,
            "message": Markup(render(verdict["message"])),
            "hint": Markup(render(verdict["hint"])),
            "work": work,
        }
        for verdict, work in zip(grade.verdicts, works(grade))
    ]
    return _page_template().render(title=title.replace("_", " "), lines=lines, exercises=exercises)


@cache
def _page_template():
    look = Markup(LOOK.read_text(encoding="utf-8"))
    return jinja2.Environment(autoescape=True).from_string(PAGE, globals={"look": look})


def write_feedback(folder, submission, grade, assignment, row):
    """Write both, named after the student."""
    folder.mkdir(parents=True, exist_ok=True)
    name = student_file_name(submission.student)
    for ending, text in (("md", _feedback(grade, assignment, row)), ("html", feedback_page(grade, assignment, row))):
        (folder / f"{name}.{ending}").write_text(text, encoding="utf-8", errors="replace")
