"""Stored grades, so that a finished submission is not graded again; and the options of the run before."""

import contextlib
import hashlib
import json
import os
import re
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.grading_rules import GradingRules


class GradeRecords:
    """The folder of finished grades, one file a student.

    Parameters
    ----------
    folder : path
        Made if it is not there. It holds the seed too: a student who is graded again meets the inputs of the class.
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def seed(self) -> int:
        """The seed of the hidden inputs: drawn once, then read."""
        path = self.folder / "seed.txt"
        if not path.exists():
            self._write(path, str(secrets.randbits(62)))
        return int(path.read_text(encoding="utf-8"))

    def changes(self, options: dict[str, Any]) -> list[str]:
        """Which options differ from those of the run before, in words; from now on this run is the one before."""
        path = self.folder / "options.txt"
        now = {name: str(options[name]) for name in ("due", "late_per_day", "grace", "times", "roster", "class_seed")}
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            before = now
        self._write(path, json.dumps(now))
        return [
            f"--{name.replace('_', '-')} is {now[name]}, it was {before[name]}"
            for name in now
            if before.get(name, now[name]) != now[name]
        ]

    def path(self, student: str) -> Path:
        """Where the grade of a student is stored."""
        return self.folder / f"{student_file_name(student)}.json"

    def load(self, student: str, key: str) -> Grade | None:
        """The finished Grade, or None where there is none that the key fits."""
        try:
            record = json.loads(self.path(student).read_text(encoding="utf-8"))
            return Grade(**record["grade"]) if record["key"] == key and record["grade"]["student"] == student else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, grade: Grade, key: str) -> None:
        """Store a grade under the key from `record_key`."""
        self._write(self.path(grade.student), json.dumps({"key": key, "grade": asdict(grade)}, indent=1))

    @staticmethod
    def _write(path: Path, text: str) -> None:
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)


def student_file_name(student: str) -> str:
    """A name for a student's files on any system. No two students share one."""
    plain = re.sub(r"[^\w@+-]", "_", student)[:80]
    digest = hashlib.sha256(student.encode("utf-8", "replace")).hexdigest()[:8]
    return plain if plain == student else f"{plain}-{digest}"


def record_key(path: Path, assignment: Assignment, rules: GradingRules) -> str:
    """A digest of what decides about a grade: another key, another grading."""
    content = "unreadable"
    if path.is_file() and not path.is_symlink():  # a link may lead to a file without an end
        with contextlib.suppress(OSError), open(path, "rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    parts = content, assignment.digest, assignment.seed, rules.seed, rules.limits, rules.isolation.name
    return hashlib.sha256(repr(parts).encode()).hexdigest()
