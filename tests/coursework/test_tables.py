"""Tables: a roster as each system exports it, and what is wrong with one in a sentence."""

from datetime import datetime

import pytest

from rnnlab.coursework.student_names import Student
from rnnlab.coursework.tables import CollectError, parse_time, read_roster, read_table, read_times

# The columns of Canvas' and Blackboard's gradebooks, Brightspace's grades and Moodle's grading worksheet and list of
# participants, as public repositories of teachers' scripts read them. Google Classroom's and the French one: assumed.
EXPORTS = {
    "Canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,Lesson 2 (99)\n    Points Possible,,,,,8\n"
        '"Müller, Anna",340934,1234567,amueller,A,\n',
        Student("Müller, Anna", "1234567", "", "amueller", ("1234567", "340934"), canvas="340934"),
    ),
    "Canvas, without SIS": (
        'Student,ID,Section,Lesson 2 (99)\n"Müller, Anna",340934,A,\n',
        Student("Müller, Anna", "340934", "", "", ("340934",), canvas="340934"),
    ),
    "Moodle, worksheet": (
        "Identifier,Full name,Email address,Status,Grade\nParticipant 657717,Anna Müller,a@u,Submitted,\n",
        Student("Anna Müller", "Participant 657717", "a@u", "", ("657717",)),
    ),
    "Moodle, participants": (
        "First name,Last name,ID number,Email address,Groups\nAnna,Müller,1234567,a@u,\n",
        Student("Anna Müller", "1234567", "a@u", "", ("1234567",)),
    ),
    "Moodle, German": (
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse\nAnna;Müller;1234567;a@u\n",
        Student("Anna Müller", "1234567", "a@u", "", ("1234567",)),
    ),
    "Blackboard": (
        '"Last Name","First Name","Username","Student ID","Lesson 2 [Total Pts: 8] |5"\nMüller,Anna,am,1234567,\n',
        Student("Anna Müller", "1234567", "", "am", ("1234567",)),
    ),
    "Brightspace": (
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n#400123,#am,Müller,Anna,a@u,#\n",
        Student("Anna Müller", "400123", "a@u", "am", ("400123",)),
    ),
    "Google Classroom": (
        "Last Name,First Name,Email Address,Lesson 2\nMüller,Anna,a@u,\n",
        Student("Anna Müller", "", "a@u"),
    ),
    "French": ("Prénom;Nom;Adresse de courriel\nAnna;Müller;a@u\n", Student("Anna Müller", "", "a@u")),
    "Excel": ("sep=;\nStudent;E-Mail;ID\nAnna Müller;a@u;7\n", Student("Anna Müller", "7", "a@u", "", ("7",))),
    "names alone": ("name\nMüller, Anna\n", Student("Müller, Anna")),
    "addresses alone": ("email\na@u\n", Student("a@u", "", "a@u")),
    "numbers alone": ("Matrikelnummer\n1234567\n", Student("1234567", "1234567", "", "", ("1234567",))),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("export", EXPORTS)
def test_a_roster_as_it_is_exported(tmp_path, export, encoding):
    text, student = EXPORTS[export]
    (tmp_path / "r.csv").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert read_roster(tmp_path / "r.csv") == [student]


def test_two_students_of_one_name_have_two(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("name,id\nAnna,1\nAnna,2\nbob,3\nbob,3\n", encoding="utf-8")
    assert [student.name for student in read_roster(path)] == ["Anna (1)", "Anna (2)", "bob"]
    path.write_text("name,id\nAnna,1\nAnna,\n", encoding="utf-8")
    with pytest.raises(CollectError, match="line 3: there are two of Anna"):
        read_roster(path)


@pytest.mark.parametrize("text", ["student\n", "student\n\n , \n", "id,email\n,\n"])
def test_a_roster_of_nobody_is_refused(tmp_path, text):
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(CollectError, match="no row below its header"):
        read_roster(tmp_path / "r.csv")


@pytest.mark.parametrize(
    "text, place",
    [('name,id\n"Anna,1\nBert,2\n', "line 2"), ('name,id\nCarl,3\n"Anna,1\n"Bert",2\n', "line 3")],
)
def test_a_quotation_mark_that_is_not_closed_is_named(tmp_path, text, place):
    """Otherwise the rest of the class would be one name."""
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CollectError, match=f"r.csv, {place} cannot be read: .*quotation mark"):
        read_roster(tmp_path / "r.csv")


@pytest.mark.parametrize(
    "header, twice",
    [("name,id,name", "name"), ("Student;E-Mail;e-mail;until", "e-mail"), ("email,until,Until", "Until")],
)
def test_two_columns_of_one_header_are_refused(tmp_path, header, twice):
    (tmp_path / "t.csv").write_text(f"{header}\n")
    with pytest.raises(CollectError, match=f"t.csv has two columns '{twice}'"):
        list(read_table(tmp_path / "t.csv", *(["until"] if "until" in header else [])))


def test_two_columns_that_nobody_reads_do_no_harm(tmp_path):
    (tmp_path / "r.csv").write_text("name,Quiz,Quiz,,\nAnna,1,2,,\n")
    assert read_roster(tmp_path / "r.csv") == [Student("Anna")]


def test_a_long_text_does_no_harm(tmp_path):
    (tmp_path / "r.csv").write_text(f"name,online text\nAnna,{'x' * 200_000}\n", encoding="utf-8")
    assert read_roster(tmp_path / "r.csv") == [Student("Anna")]


def test_a_workbook_is_no_table(tmp_path):
    (tmp_path / "r.csv").write_bytes(b"PK\3\4xl/workbook.xml")
    with pytest.raises(CollectError, match="save the table as CSV"):
        read_roster(tmp_path / "r.csv")


def test_other_columns_are_read_as_they_stand(tmp_path):
    (tmp_path / "t.csv").write_text("ID;Exercise;Points;Reason\n7;2.1;1,5;a; b\n", encoding="utf-8")
    (row,) = read_table(tmp_path / "t.csv", "exercise", "points", "reason")
    assert row.values == {"exercise": "2.1", "points": "1,5", "reason": "a"} and row.student.id == "7"
    assert row.place.endswith("t.csv, line 2")


def test_a_date_alone_is_the_end_of_that_day_where_it_is_a_deadline(tmp_path):
    assert parse_time("2026-11-30", end_of_day=True) == datetime(2026, 11, 30, 23, 59)
    assert parse_time("2026-11-30T00:00", end_of_day=True) == parse_time("2026-11-30") == datetime(2026, 11, 30)
    (tmp_path / "t.csv").write_text("email,until\na@u,2026-12-03\n")
    ((row, time),) = read_times(tmp_path / "t.csv", "until", end_of_day=True)
    assert time == datetime(2026, 12, 3, 23, 59) and row.student.email == "a@u"
