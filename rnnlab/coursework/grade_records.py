"""What is finished is kept: a file for each student, and what the run before was asked for."""

import contextlib
import hashlib
import json
import os
import re
import secrets
from dataclasses import asdict
from pathlib import Path

from rnnlab.coursework.grade_submission import Grade


class GradeRecords:
    """What is finished, a file a student.

    Parameters
    ----------
    folder : path
        Made if it is not there. It keeps the seed too: a student who is graded again meets the inputs of the class.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def seed(self):
        path = self.folder / "seed.txt"
        if not path.exists():
            self.write(path, str(secrets.randbits(62)))
        return int(path.read_text(encoding="utf-8"))

    def changes(self, options):
        """What is asked for otherwise than in the run before, in words; from now on this run is the one before."""
        path = self.folder / "options.txt"
        now = {name: str(options[name]) for name in ("due", "late_per_day", "grace", "times", "roster", "class_seed")}
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            before = now
        self.write(path, json.dumps(now))
        return [
            f"--{name.replace('_', '-')} is {now[name]}, it was {before[name]}"
            for name in now
            if before.get(name, now[name]) != now[name]
        ]

    def path(self, student):
        return self.folder / f"{student_file_name(student)}.json"

    def load(self, student, key):
        """The finished Grade, or None where there is none that the key fits."""
        try:
            record = json.loads(self.path(student).read_text(encoding="utf-8"))
            return Grade(**record["grade"]) if record["key"] == key and record["grade"]["student"] == student else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, grade, key):
        self.write(self.path(grade.student), json.dumps({"key": key, "grade": asdict(grade)}, indent=1))

    @staticmethod
    def write(path, text):
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)


def student_file_name(student):
    """A name for a student's files on any system. Two students never share one."""
    plain = re.sub(r"[^\w@+-]", "_", student)[:80]
    return (
        plain if plain == student else f"{plain}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )


def record_key(path, assignment, rules):
    """Of everything that decides about a grade: another key, another grading."""
    content = "unreadable"
    if path.is_file() and not path.is_symlink():  # a link may lead to a file without an end
        with contextlib.suppress(OSError), open(path, "rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    parts = content, assignment.digest, assignment.seed, rules.seed, rules.limits, rules.walls.name
    return hashlib.sha256(repr(parts).encode()).hexdigest()
