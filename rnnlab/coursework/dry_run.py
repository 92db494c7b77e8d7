"""What `grade --dry-run` shows: who was found in which file, and what was not found, before anything runs."""

from collections.abc import Iterator

from rnnlab.coursework.collect import Collected, Submission
from rnnlab.coursework.grade_sheet import file_of
from rnnlab.coursework.safe_text import plain_text


def dry_run_lines(collected: Collected, lesson: str) -> Iterator[str]:
    """For the terminal: a line for each student, then what belongs to nobody."""
    submissions = collected.submissions
    handed_in = [one for one in submissions if one.path or one.fault]
    yield f"{lesson}: {len(submissions)} students, {len(handed_in)} have handed in. Nothing was graded."
    for one in handed_in:
        yield f"  {_who(one)}: {file_of(one) or one.fault}{_time(one)}"
        yield from (f"      {note}" for note in one.notes)
    missing = [one for one in submissions if one not in handed_in]
    if missing:
        yield f"Nothing was found of {len(missing)}:"
        yield from (f"  {_who(one)}{''.join(f'; {note}' for note in one.notes)}" for one in missing)
    for title, found in (("Files that belong to nobody", collected.without_row), ("Worth a look", collected.remarks)):
        if found:
            yield f"{title}:"
            yield from (f"  {line}" for line in found)


def _who(submission: Submission) -> str:
    identity = submission.identity
    codes = [code for code in (identity.id, identity.email) if code] if identity else []
    return f"{plain_text(submission.student)} ({', '.join(codes)})" if codes else plain_text(submission.student)


def _time(submission: Submission) -> str:
    if submission.submitted is None:
        return ""
    longer = f", extension until {submission.extension:%Y-%m-%d %H:%M}" if submission.extension else ""
    return f", {submission.submitted:%Y-%m-%d %H:%M} by {submission.time_source}{longer}"
