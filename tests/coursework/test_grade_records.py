"""The files in which grades are kept."""

import unicodedata
from itertools import pairwise

import pytest

from rnnlab.coursework import grade_records
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_records import GradeRecords, record_key, student_file_name
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.sandbox.worker_process import Limits
from tests.helpers.students import LESSON_2


def test_two_students_never_share_a_file():
    assert len({student_file_name(name) for name in ("a/b", "a_b", "a\\b", "../a", "a" * 300, "a" * 301, "ä")}) == 7


@pytest.mark.parametrize(
    "names",
    [
        ("anna", "Anna", "ANNA", "aNNa"),
        ("strasse", "straße", "STRASSE"),
        ("é", unicodedata.normalize("NFD", "é"), "É"),
        ("한", unicodedata.normalize("NFD", "한")),
        ("å", "\u212b", "Å"),
        ("a\udce4", "a\udcf6", "a?", "a\ud800"),
        ("a/b", student_file_name("a/b"), student_file_name(student_file_name("a/b"))),
        ("", " ", "\n", "."),
        ("𐍈" * 100, "𐍈" * 101, "𐍈" * 62),
    ],
)
def test_two_students_share_no_file_on_any_system(names):
    """Neither where capitals make no difference, nor where two spellings of one letter do not."""
    files = [unicodedata.normalize("NFD", student_file_name(name)).casefold() for name in names]
    assert all(first != second for first, second in pairwise(sorted(files)))


@pytest.mark.parametrize(
    "name", ["x" * 255, "𐍈" * 63, "ä" * 127, "한" * 85, "con", "NUL", "com1", "lpt²", "a\ud800", ""]
)
def test_a_name_fits_every_file_system(name, tmp_path):
    plain = student_file_name(name)
    assert 0 < len(plain.encode("utf-8")) <= 120 and plain not in ("con", "NUL", "nul", "com1", "lpt²")
    records = GradeRecords(tmp_path)
    records.save(Grade(name, notes=["\udcff"]), "key")
    assert records.load(name, "key").notes == ["\udcff"]
    (tmp_path / f"{plain}.html").write_text("")


def test_a_plain_name_stays_as_it_is():
    assert [student_file_name(name) for name in ("anna", "björn", "a+b@c-d")] == ["anna", "björn", "a+b@c-d"]


def test_the_code_of_the_grader_decides_about_a_record(monkeypatch):
    with make_grading_rules(1, Limits()) as rules:
        key = record_key("digest", LESSON_2, rules)
        assert key == record_key("digest", LESSON_2, rules) != record_key("other", LESSON_2, rules)
        monkeypatch.setattr(grade_records, "_grader_digest", lambda: "mended")
        assert record_key("digest", LESSON_2, rules) != key


def test_the_digest_of_the_grader_is_of_its_files(tmp_path, monkeypatch):
    for name in ("coursework/a.py", "coursework/deep/b.py", "exercises/c.py", "exercises/note.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(grade_records, "__file__", str(tmp_path / "coursework" / "grade_records.py"))
    digest = grade_records._grader_digest.__wrapped__
    seen = [digest()]
    (tmp_path / "exercises" / "note.txt").write_text("other")
    assert digest() == seen[0]
    for name in ("coursework/deep/b.py", "exercises/c.py"):
        (tmp_path / name).write_text("mended")
        seen.append(digest())
    assert len({*seen}) == 3


@pytest.mark.parametrize("content", ["", "[]", "7", '{"key": "key"}', '{"key": "key", "grade": []}', "\ud800"])
def test_a_spoiled_record_is_none(tmp_path, content):
    records = GradeRecords(tmp_path)
    records.path("anna").write_text(content, errors="surrogatepass")
    assert records.load("anna", "key") is None
