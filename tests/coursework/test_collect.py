"""Collecting: which file is whose, and when it was handed in."""

import os
from datetime import datetime

import pytest

from rnnlab.coursework.collect import CollectError, collect
from tests.helpers.students import LESSON_2

NAME = f"{LESSON_2.name}.ipynb"


def test_collect_finds_every_layout(tmp_path):
    for place in (
        f"anna/{NAME}",
        f"submitted_by_bert/{LESSON_2.name}/{NAME}",
        f"carl_{NAME}",
        "dora/my work.ipynb",
        f"eve/{LESSON_2.name} (1).ipynb",
        "eve/.ipynb_checkpoints/02.ipynb",
        "fred/photo.jpg",
        ".hidden/x.ipynb",
        "notes.txt",
        "gina/other.ipynb",
        f"gina/{NAME}",
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("{}")
    (tmp_path / "nobody").mkdir()
    assert {
        submission.student: submission.path and submission.path.name for submission in collect(tmp_path, LESSON_2.name)
    } == {
        "anna": NAME,
        "submitted_by_bert": NAME,
        "carl": f"carl_{NAME}",
        "dora": "my work.ipynb",
        "eve": f"{LESSON_2.name} (1).ipynb",
        "fred": "photo.jpg",
        "gina": NAME,
        "nobody": None,
    }


def test_collect_says_where_two_files_fit(tmp_path):
    for place in ("anna/one.ipynb", "anna/two.ipynb", f"bert/{NAME}", f"bert_{NAME}"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text("{}")
    os.utime(tmp_path / "anna" / "one.ipynb", (1, 1))
    anna, bert = collect(tmp_path, LESSON_2.name)
    assert anna.path.name == "two.ipynb" and "2 files fit" in anna.notes[0] and "handed in twice" in bert.notes[0]


def test_times(tmp_path):
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / NAME).write_text("{}")
    os.utime(tmp_path / "anna" / NAME, (1_700_000_000, 1_700_000_000))
    assert collect(tmp_path, LESSON_2.name)[0].submitted == datetime.fromtimestamp(1_700_000_000)
    (tmp_path / "anna" / "timestamp.txt").write_text("2026-11-30 10:00:00.5 UTC\n")
    assert collect(tmp_path, LESSON_2.name)[0].submitted == datetime(2026, 11, 30, 10, 0, 0, 500_000)
    (tmp_path / "times.csv").write_text("student,submitted\nanna,2026-12-01T08:00\n")
    assert collect(tmp_path, LESSON_2.name, times=tmp_path / "times.csv")[0].submitted == datetime(2026, 12, 1, 8)
    (tmp_path / "times.csv").write_text("student,submitted\nanna,yesterday\n")
    with pytest.raises(CollectError, match="'yesterday' is no time"):
        collect(tmp_path, LESSON_2.name, times=tmp_path / "times.csv")
    with pytest.raises(CollectError, match=r"no column roster|no column student"):
        (tmp_path / "roster.csv").write_text("name\nanna\n")
        collect(tmp_path, LESSON_2.name, roster=tmp_path / "roster.csv")
