"""The files in which grades are kept."""

from rnnlab.coursework.grade_records import student_file_name


def test_two_students_never_share_a_file():
    assert len({student_file_name(name) for name in ("a/b", "a_b", "a\\b", "../a", "a" * 300, "a" * 301, "ä")}) == 7
