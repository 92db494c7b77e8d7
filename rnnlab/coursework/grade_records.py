"""Stored grades, so that a finished submission is not graded again; and the options of the run before."""

import functools
import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.notebook_tools.atomic_write import replace_file

COMPARED_OPTIONS = (
    "due",
    "late_per_day",
    "grace",
    "times",
    "roster",
    "extensions",
    "overrides",
    "class_seed",
)
MAX_NAME_BYTES = 100
# No name at all, one that Windows keeps for itself, and one that looks as if it had a digest.
TAKEN_NAME = re.compile(r"|con|prn|aux|nul|(com|lpt)[\d¹²³]|.*-[0-9a-f]{8}", re.DOTALL)


class GradeRecords:
    """The folder of finished grades, one file a student.

    Parameters
    ----------
    folder : path
        Made if it is not there. It holds the seed too: a file that is graded again meets the same hidden inputs.
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def seed(self) -> int:
        """The seed of the hidden inputs: drawn once, then read."""
        path = self.folder / "seed.txt"
        if not path.exists():
            self._write_once(path, str(secrets.randbits(62)))
        return int(path.read_text(encoding="utf-8"))

    @staticmethod
    def lesson_in(folder: Path) -> str | None:
        """The lesson that a folder holds the records of, where there are any."""
        try:
            return (folder / "lesson.txt").read_text(encoding="utf-8")
        except OSError:
            return None

    def save_lesson(self, lesson: str) -> None:
        """At the beginning of a run: from now on these are the records of this lesson."""
        self._write(self.folder / "lesson.txt", lesson)

    def gone(self, students: Iterable[str]) -> set[str]:
        """The file names of those who were in the run before, and are not among these; these are kept for the next."""
        path, names = self.folder / "students.txt", sorted(map(student_file_name, students))
        before = {record.stem for record in self.folder.glob("*.json")}
        if path.exists():
            before |= set(path.read_text(encoding="utf-8").splitlines())
        self._write(path, "\n".join(names))
        return before - set(names)

    def changes(self, options: dict[str, Any]) -> list[str]:
        """Which options differ from those of the run before, in words."""
        now = _compared(options)
        try:
            before = dict(json.loads((self.folder / "options.txt").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            before = now
        return [
            f"--{name.replace('_', '-')} is {now[name]}, it was {before[name]}"
            for name in now
            if before.get(name, now[name]) != now[name]
        ]

    def save_options(self, options: dict[str, Any]) -> None:
        """At the end of a run: from now on it is the run before."""
        self._write(self.folder / "options.txt", json.dumps(_compared(options)))

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
        with replace_file(path) as file:
            file.write(text)

    @staticmethod
    def _write_once(path: Path, text: str) -> None:
        """Write a file unless it is there: of several processes at once, the first one's text stays."""
        temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
        temporary.write_text(text, encoding="utf-8")
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        except (OSError, NotImplementedError):  # a file system without links
            os.replace(temporary, path)
            return
        temporary.unlink()


def _compared(options: dict[str, Any]) -> dict[str, str]:
    return {name: str(options[name]) for name in COMPARED_OPTIONS}


def student_file_name(student: str) -> str:
    """A name for a student's files on any system.

    No two students share one, also where a system makes no difference between capitals and small letters, or between
    two spellings of a letter with an accent. It leaves room for an ending within the 255 bytes that a name may have.
    """
    plain = re.sub(r"[^\w@+-]", "_", student).encode("utf-8", "replace")[:MAX_NAME_BYTES].decode("utf-8", "ignore")
    if plain == unicodedata.normalize("NFC", student).casefold() and not TAKEN_NAME.fullmatch(plain):
        return plain
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain}-{digest}"


def record_key(digest: str, assignment: Assignment, rules: GradingRules) -> str:
    """A digest of what decides about a grade: another key, another grading.

    Parameters
    ----------
    digest : str
        Of the file, from `file_digest`.
    assignment : Assignment
    rules : GradingRules
    """
    parts = digest, assignment.digest, assignment.seed, rules.seed, rules.limits, rules.isolation.name, _grader_digest()
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@functools.cache
def _grader_digest() -> str:
    """The digest of the grader's own code: what was graded before a mistake in it was mended is graded anew."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(path for part in ("coursework", "exercises") for path in (package / part).rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
