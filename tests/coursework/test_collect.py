"""Collecting: which file is whose, and when it was handed in."""

import os
import sys
import time
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from rnnlab.coursework.tables import CollectError
from tests.helpers.students import LESSON_2, collect_from

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
        submission.student: submission.path and submission.path.name
        for submission in collect_from(tmp_path).submissions
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
    anna, bert = collect_from(tmp_path).submissions
    assert anna.path.name == "two.ipynb" and "2 files fit" in anna.notes[0] and "handed in twice" in bert.notes[1]


def hand_in(folder, *places):
    for place in places:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text("{}")


def collected(folder, **tables):
    return {submission.student: submission for submission in collect_from(folder, **tables).submissions}


@pytest.fixture(params=["America/New_York", "Asia/Tokyo"])
def zone(request, monkeypatch):
    """The teacher's time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(sys.platform == "win32", reason="no tzset")
@pytest.mark.parametrize("assignment", [LESSON_2.name, "lesson2", "02"])
def test_the_utc_of_nbgrader_is_utc(tmp_path, zone, assignment):
    hand_in(tmp_path, f"anna/{assignment}/{NAME}")
    (tmp_path / "anna" / assignment / "timestamp.txt").write_text("2026-11-30 10:00:00.500000 UTC\n")
    expected = {"America/New_York": (30, 5), "Asia/Tokyo": (30, 19)}[zone]
    anna = collected(tmp_path)["anna"]
    assert anna.submitted == datetime(2026, 11, *expected, 0, 0, 500_000) and anna.time_source == "nbgrader"


def test_a_table_of_times_comes_first(tmp_path):
    place = f"anna/{LESSON_2.name}/{NAME}"
    hand_in(tmp_path, place)
    os.utime(tmp_path / place, (1_700_000_000, 1_700_000_000))
    anna = collected(tmp_path)["anna"]
    assert anna.submitted == datetime.fromtimestamp(1_700_000_000) and anna.time_source == "file"
    (tmp_path / place).with_name("timestamp.txt").write_text("2026-11-30 10:00:00 UTC")
    (tmp_path / "times.csv").write_text("student,submitted\n anna ,2026-12-01T08:00\n")
    anna = collected(tmp_path, times=tmp_path / "times.csv")["anna"]
    assert anna.submitted == datetime(2026, 12, 1, 8) and anna.time_source == "--times"


@pytest.mark.parametrize("place", ["eve", f"eve/{LESSON_2.name}", "eve/a/b", ""])
def test_a_time_that_a_student_wrote_does_not_count(tmp_path, place):
    """Beside an upload, and in a folder as nbgrader makes it where nobody else of the class has one."""
    hand_in(tmp_path, *(f"{student}/{NAME}" for student in ("anna", "bert", "carl")))
    work = tmp_path / place / (NAME if place else f"eve_{NAME}")
    hand_in(tmp_path, work)
    work.with_name("timestamp.txt").write_text("2020-01-01 10:00:00 UTC")
    os.utime(work, (1_700_000_000, 1_700_000_000))
    eve = collected(tmp_path)["eve"]
    assert eve.submitted == datetime.fromtimestamp(1_700_000_000) and eve.time_source == "file"
    assert "timestamp.txt does not lie where nbgrader writes it" in eve.notes[0]


@pytest.mark.parametrize(
    "content", [b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"\xff\xfe", b"", b"x" * 10**6, b"[" * 99]
)
def test_a_timestamp_that_is_none_leaves_the_time_of_the_file(tmp_path, content):
    place = tmp_path / "anna" / LESSON_2.name / NAME
    hand_in(tmp_path, place)
    os.utime(place, (1_700_000_000, 1_700_000_000))
    place.with_name("timestamp.txt").write_bytes(content)
    anna = collected(tmp_path)["anna"]
    assert anna.submitted == datetime.fromtimestamp(1_700_000_000) and "no time" in anna.notes[0]


BLACKBOARD = f"Lesson 2_{{0}}_attempt_2026-11-{{1}}-10-15-30_{NAME}"
BRIGHTSPACE = f"7-2 - {{0}} - Nov {{1}}, 2026 1015 AM/{NAME}"


@pytest.mark.parametrize("system, seconds", [(BLACKBOARD, 30), (BRIGHTSPACE, 0)], ids=["Blackboard", "Brightspace"])
def test_the_time_in_a_name_that_a_system_has_given(tmp_path, system, seconds, request):
    hand_in(tmp_path, system.format("anna", 29), system.format("bert", 30), system.format("anna", 30))
    found = collected(tmp_path)
    for student in ("anna", "bert"):
        assert found[student].submitted == datetime(2026, 11, 30, 10, 15, seconds)
        assert found[student].time_source in request.node.callspec.id


@pytest.mark.parametrize(
    "others, eve",
    [
        ("{}/" + NAME, f"L_eve_attempt_2020-01-01-10-00-00_{NAME}"),
        ("{}/" + NAME, f"1-2 - eve - Jan 1, 2020 1000 AM/{NAME}"),
        ("{}/" + NAME, f"eve/L_eve_attempt_2020-01-01-10-00-00_{NAME}"),
        ("1-2 - {} - Nov 30, 2026 1000 AM/" + NAME, f"3-2 - eve - Jan 1, 2020 1000 AM - Nov 30, 2026 1000 AM/{NAME}"),
        ("L_{}_attempt_2026-11-30-10-00-00_" + NAME, f"L_eve_attempt_2020-13-01-10-00-00_{NAME}"),
    ],
)
def test_a_time_in_a_name_that_a_student_may_have_written_does_not_count(tmp_path, others, eve):
    """Where most of the class have no such names, where there are two times, and where it is no time."""
    hand_in(tmp_path, *(others.format(name) for name in ("anna", "bert", "carl")), eve)
    os.utime(tmp_path / eve, (1_700_000_000, 1_700_000_000))
    (found,) = (one for one in collect_from(tmp_path).submissions if "eve" in one.student)
    assert (found.submitted, found.time_source) == (datetime.fromtimestamp(1_700_000_000), "file")


def test_a_blackboard_file_with_another_time_in_its_own_name(tmp_path):
    hand_in(
        tmp_path,
        BLACKBOARD.format("anna", 30),
        BLACKBOARD.format("eve", 30).replace(NAME, f"L_eve_attempt_2020-01-01-10-00-00_{NAME}"),
    )
    assert collected(tmp_path)["eve"].submitted == datetime(2026, 11, 30, 10, 15, 30)


@pytest.mark.parametrize("seconds", [2.0**40, -(2.0**40), 2.0**62, float("nan")])
def test_a_file_of_another_age(tmp_path, monkeypatch, seconds):
    """Some file systems keep any time."""
    hand_in(tmp_path, f"anna/{NAME}", f"bert/{NAME}")
    lstat = Path.lstat

    def of_another_age(path):
        state = lstat(path)
        return SimpleNamespace(st_mode=state.st_mode, st_mtime=seconds) if path.parent.name == "anna" else state

    monkeypatch.setattr(Path, "lstat", of_another_age)
    both = collected(tmp_path)
    assert both["bert"].submitted and both["anna"].path and not both["anna"].submitted
    assert "the file has no time" in both["anna"].notes[0]


@pytest.mark.parametrize(
    "table, place",
    [
        ("student,submitted\nanna,yesterday\n", r"line 2: 'yesterday' is no time"),
        ("student,submitted\n\nanna,0001-01-01T00:00:00+14:00\n", "line 3: '0001-01-01T00:00:00.14:00' is no time"),
        ("student,submitted\nanna,2026-12-01T08:00\nbert\n", "line 3: the column submitted is empty"),
        ("student,submitted\n ,2026-12-01T08:00\n", "line 2: the column student is empty"),
        ("points\n1\n", "no column student and no column submitted"),
        ("name\nanna\n", "no column submitted"),
        ("student,submitted\n\n,\n", "no row below its header"),
        ("student\n", "no column submitted"),
        ("", "no column student"),
        ('student,submitted\n"' + "x" * 200_000, "cannot be read"),
        ("s\0t", "no column student|cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_its_line(tmp_path, table, place):
    hand_in(tmp_path, f"anna/{NAME}")
    (tmp_path / "t.csv").write_text(table)
    with pytest.raises(CollectError, match=rf"t\.csv.*({place})"):
        collect_from(tmp_path, times=tmp_path / "t.csv")


@pytest.mark.parametrize(
    "table",
    [
        "student,email\n bob ,b@x\nMüller\n\n,\n".encode(),
        "\ufeffstudent\nbob\nMüller\n".encode(),
        "student;email\nMüller;m@x\nbob;b@x\n;\n".encode("cp1252"),
        "id\tStudent \n1\tbob\n2\tMüller\n".encode("utf-16"),
        "student\rbob\rMüller\r".encode("latin-1"),
    ],
)
def test_a_roster_as_programs_save_it(tmp_path, table):
    hand_in(tmp_path, f"bob/{NAME}")
    (tmp_path / "roster.csv").write_bytes(table)
    with_roster = collected(tmp_path, roster=tmp_path / "roster.csv")
    assert list(with_roster) == ["Müller", "bob"] and with_roster["bob"].path and not with_roster["Müller"].path


def test_what_two_students_of_a_roster_share_is_said(tmp_path):
    hand_in(tmp_path, f"submitted/anna/{NAME}")
    (tmp_path / "r.csv").write_text("name,id,email\nanna,7,a@u\nbert,7,b@u\ncarl,8,A@u\ndora,,\neve,,\n")
    found = collect_from(tmp_path / "submitted", roster=tmp_path / "r.csv")
    assert len(found.submissions) == 5 and found.submissions[0].path
    assert found.remarks == [
        "the roster has one id 7 for anna and bert",
        "the roster has one email a@u for anna and carl",
    ]


def test_a_table_that_is_a_folder(tmp_path):
    hand_in(tmp_path, f"anna/{NAME}")
    with pytest.raises(CollectError, match="cannot be read"):
        collect_from(tmp_path, roster=tmp_path)


def test_an_empty_folder_and_a_dangling_link_beside_a_file(tmp_path):
    hand_in(tmp_path, f"anna_{NAME}", f"bert_{NAME}", f"carl_{NAME}")
    for student in ("anna", "bert", "carl"):
        (tmp_path / student).mkdir()
    (tmp_path / "bert" / NAME).symlink_to("nowhere")
    os.utime(tmp_path / f"bert_{NAME}", (2e9, 2e9))
    (tmp_path / "carl" / "again").symlink_to("again")
    os.utime(tmp_path / f"carl_{NAME}", (2e9, 2e9))
    (tmp_path / f"dora_{NAME}").symlink_to("nowhere")
    found = collected(tmp_path)
    assert [found[name].path.name for name in ("anna", "bert", "carl")] == [
        f"{n}_{NAME}" for n in ("anna", "bert", "carl")
    ]
    assert found["anna"].notes == () and "handed in twice" in found["bert"].notes[-1]
    assert found["dora"].path


def test_a_folder_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    hand_in(tmp_path, f"anna/{NAME}", f"bert/{NAME}", f"carl/{NAME}")
    scandir, lstat = os.scandir, Path.lstat

    def forbidden(path="."):
        if Path(path).name == "anna":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    def unknown(path):
        if path.parent.name == "bert":
            raise PermissionError(13, "Permission denied", str(path))
        return lstat(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    monkeypatch.setattr(Path, "lstat", unknown)
    found = collected(tmp_path)
    assert found["carl"].path and not found["anna"].path and not found["bert"].path
    assert found["anna"].fault == "anna cannot be read: PermissionError: Permission denied"
    assert f"{NAME} cannot be read: PermissionError" in found["bert"].fault


def test_folders_deep_inside_one_another(tmp_path, monkeypatch):
    hand_in(tmp_path, f"anna/{NAME}", f"bert/{NAME}")
    monkeypatch.chdir(tmp_path / "anna")
    for _ in range(1500):
        os.mkdir("x")
        os.chdir("x")
    try:
        found = collected(tmp_path)
        assert found["anna"].path and found["bert"].path and "folders inside one another" in found["anna"].notes[0]
    finally:  # pytest cannot remove it
        for _ in range(1500):
            os.chdir("..")
            os.rmdir("x")


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_names_that_are_no_text_stay_two(tmp_path):
    for name in (b"anna\xe4", b"anna\xf6", "anna\u00e4".encode(), b"anna"):
        folder = os.path.join(os.fsencode(tmp_path), name)
        os.mkdir(folder)
        Path(os.fsdecode(folder), NAME).write_text("{}")
    found = collected(tmp_path)
    assert len(found) == 4 and {"anna", "annaä", "annaö"} < set(found)
    assert all(name.encode("utf-8") and submission.path.is_file() for name, submission in found.items())
