"""Where the results of a run are written, and what they must not overwrite."""

import csv
from dataclasses import dataclass
from pathlib import Path

from rnnlab.coursework.grade_records import GradeRecords
from rnnlab.coursework.tables import CollectError


@dataclass(frozen=True)
class GradingOutputs:
    """The files and folders of one lesson's results, all named after the sheet.

    Attributes
    ----------
    out : pathlib.Path
        What the teacher asked for.
    kind : {"csv", "canvas", "moodle"}
    """

    out: Path
    kind: str = "csv"

    @property
    def sheet(self) -> Path:
        """The grade sheet with everything in it: another file where `out` is for a gradebook."""
        return self.out if self.kind == "csv" else self._beside("full.csv")

    @property
    def feedback(self) -> Path:
        return self._beside("feedback")

    @property
    def feedback_archive(self) -> Path:
        return self._beside("feedback.zip")

    @property
    def report(self) -> Path:
        return self._beside("report.md")

    @property
    def records(self) -> Path:
        return self._beside("records")

    def _beside(self, ending: str) -> Path:
        return self.out.with_name(f"{self.out.stem}_{ending}")

    def validate(self, folder: Path, lesson: str) -> None:
        """Raise CollectError where a run would overwrite something else than its own results.

        Parameters
        ----------
        folder : pathlib.Path
            The folder of the class.
        lesson : str
            The name of the lesson's notebook without ``.ipynb``.
        """
        if self.out.resolve().is_relative_to(folder.resolve()):
            raise CollectError(
                f"{self.out} lies in {folder}, among the submissions: the next run would take the results for "
                "students. Choose a place outside"
            )
        recorded = GradeRecords.lesson_in(self.records)
        names = [recorded, *map(_lesson_in, filter(Path.exists, {self.out, self.sheet}))]
        others = {name for name in names if name is not None and name != lesson}
        if recorded == lesson:
            others -= {""}  # the table for a gradebook, from the run before
        if others:
            other = max(others)
            what = f"holds the grades of {other}" if other else "is there already, and is no grade sheet"
            raise CollectError(f"{self.out} {what}: choose another name, for example {self._example(lesson)}")

    def _example(self, lesson: str) -> Path:
        return self.out.with_name(f"grades_{lesson.split('_')[0]}{self.out.suffix or '.csv'}")


def _lesson_in(path: Path) -> str | None:
    """The lesson that a grade sheet is of; ``""`` where the file is no grade sheet, None where it is empty."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            row = next(csv.DictReader(file), None)
    except (OSError, UnicodeError, csv.Error):
        return ""
    if row is None:
        return None if not path.stat().st_size else ""
    return row.get("lesson") or ""
