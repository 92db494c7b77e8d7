"""The roster and what was handed in: each file meets its student, and what does not tell two apart is said."""

import os

import pytest

from rnnlab.coursework.grade_records import student_file_name
from tests.helpers.students import LESSON_2, collect_from

LESSON = LESSON_2.name
NAME = f"{LESSON}.ipynb"
ROSTER = 'name,id,email\n"Müller, Anna Maria",1234567,anna.mueller@u.example\nBert O\'Brien,1234568,bert@u.example\n'


def collected(folder, places, roster=ROSTER, **tables):
    for place in places:
        (folder / "class" / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / "class" / place).write_text("{}")
    for name, text in {"roster": roster, **tables}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    paths = {name: folder / f"{name}.csv" for name in ("roster", *tables)}
    return collect_from(folder / "class", folder / "unpacked", **paths)


FORMS = [
    f"Anna Maria Müller_657717_assignsubmission_file_/{NAME}",
    f"müllerannamaria_340934_208490284_{NAME}",
    f"Lesson 2_1234567_attempt_2026-11-30-10-00-00_{NAME}",
    f"Lesson 2_anna.mueller_attempt_2026-11-30-10-00-00_{NAME}",
    f"397063-2557369 - Anna Müller - Nov 30, 2026 926 PM/{NAME}",
    f"Anna Müller - {NAME}",
    f"anna.mueller@u.example/{NAME}",
    f"1234567/{NAME}",
    f"1234567_{NAME}",
    f"ANNA MARIA MUELLER/lesson2/{NAME}",
    f"mu\u0308ller anna maria/{NAME}",
]


@pytest.mark.parametrize("place", FORMS)
def test_a_file_meets_its_student(tmp_path, place):
    found = {one.student: one for one in collected(tmp_path, [place]).submissions}
    assert {*found} == {"Müller, Anna Maria", "Bert O'Brien"}
    anna, bert = found["Müller, Anna Maria"], found["Bert O'Brien"]
    assert anna.path and not bert.path and anna.notes == ()
    assert (anna.identity.id, anna.identity.email) == ("1234567", "anna.mueller@u.example")
    assert bert.identity.id == "1234568"


def test_what_a_student_hands_in_in_several_forms_is_one_row(tmp_path):
    result = collected(tmp_path, [f"anna.mueller/{NAME}", f"Anna Maria Mueller_{NAME}", f"Bert O'Brien/{NAME}"])
    assert len(result.submissions) == 2 and "handed in twice" in result.submissions[1].notes[-1]


def test_who_is_not_in_the_roster_gets_a_row_and_is_named(tmp_path):
    result = collected(tmp_path, [f"Bert O'Brian/{NAME}", f"zoe/{NAME}"])
    found = {one.student: one for one in result.submissions}
    assert len(found) == 4 and found["zoe"].path and found["zoe"].notes == ("not in the roster",)
    assert "Bert O'Brian: not in the roster; did you mean Bert O'Brien?" in result.remarks


def test_two_of_one_name_are_not_guessed(tmp_path):
    """Neither two of the roster, nor two of the system. A number that both have tells them apart."""
    roster = "name,id\nAnna Müller,1111\nAnna Müller,2222\n"
    result = collected(tmp_path, [f"Anna Müller_1_assignsubmission_file_/{NAME}"], roster)
    found = {one.student: one for one in result.submissions}
    assert {*found} == {"Anna Müller", "Anna Müller (1111)", "Anna Müller (2222)"}
    assert found["Anna Müller"].notes[0] == "it may be Anna Müller (1111) or Anna Müller (2222)"
    assert not found["Anna Müller (1111)"].path and len(result.remarks) == 1
    assert found["Anna Müller (2222)"].notes == ("Anna Müller_1_assignsubmission_file_ may belong here",)
    roster = "Identifier,Full name\nParticipant 1,Anna Müller\nParticipant 2,Anna Müller\n"
    result = collected(tmp_path, [f"Anna Müller_2_assignsubmission_file_/{NAME}"], roster)
    assert {one.student: bool(one.path) for one in result.submissions} == {
        "Anna Müller (Participant 1)": True,
        "Anna Müller (Participant 2)": True,
    }


def test_two_of_the_system_and_one_of_the_roster(tmp_path):
    places = [f"Anna Müller_{number}_assignsubmission_file_/{NAME}" for number in (1, 2)]
    result = collected(tmp_path, places, "name\nAnna Müller\n")
    found = {one.student: one for one in result.submissions}
    assert {name: bool(one.path) for name, one in found.items()} == {
        "Anna Müller": False,
        "Anna Müller (1)": True,
        "Anna Müller (2)": True,
    }
    assert len(result.remarks) == 2 and "may be Anna Müller" in result.remarks[0]


def test_the_surer_match_wins(tmp_path):
    places = [f"Anna Maria Müller_1_assignsubmission_file_/{NAME}", f"Anna Müller_2_assignsubmission_file_/{NAME}"]
    found = {one.student: one for one in collected(tmp_path, places).submissions}
    assert found["Müller, Anna Maria"].identity.aliases == (places[0].split("/")[0],)
    assert "it may be Müller, Anna Maria" in found["Anna Müller"].notes[0]


@pytest.mark.parametrize("other", ["Anna Maria Müller", "Maria Müller", "anna.mueller"])
def test_a_part_of_a_name_gives_way(tmp_path, other):
    """Anna Müller may be somebody else who has left the class."""
    found = {one.student: one for one in collected(tmp_path, [f"Anna Müller/{NAME}", f"{other}/{NAME}"]).submissions}
    assert found["Anna Müller"].path and "it may be Müller, Anna Maria" in found["Anna Müller"].notes[0]
    assert bool(found["Müller, Anna Maria"].path) == (other != "Maria Müller")


def test_no_two_names_share_a_page(tmp_path):
    names = ["Anna", "ANNA", "anna ", "Anna_1_assignsubmission_file_", "Anna_2_assignsubmission_file_", "Anna (1)"]
    names += ["anna!", "anna?", "M\udcfcller", "M\udce4ller", "Müller", "Mu\u0308ller"]
    places = [f"{name}/{NAME}" for name in names]
    for roster in ("name\nbob\n", "name\nAnna\nMuller\n"):
        result = collected(tmp_path, places, roster)
        labels = [one.student for one in result.submissions]
        assert len({*labels}) == len(labels)
        assert len({student_file_name(label) for label in labels}) == len(labels)
        assert len({one.path for one in result.submissions if one.path}) == sum(
            bool(one.path) for one in result.submissions
        )
    assert len(labels) >= 10


def test_times_and_extensions_meet_the_same_students(tmp_path):
    result = collected(
        tmp_path,
        [f"Anna Maria Müller_657717_assignsubmission_file_/{NAME}", f"zoe/{NAME}"],
        times="email,submitted\nanna.mueller@u.example,2026-12-01T08:00\nzoe,2026-12-02T08:00\n"
        "Bret O'Brien,2026-12-02T08:00\n",
        extensions="student,until\n1234568,2026-12-03\nAnna Müller,2026-12-04T12:00\nnobody at all,2026-12-04\n",
    )
    found = {one.student: one for one in result.submissions}
    anna, bert = found["Müller, Anna Maria"], found["Bert O'Brien"]
    assert anna.submitted.isoformat() == "2026-12-01T08:00:00" and anna.time_source == "--times"
    assert found["zoe"].time_source == "--times"
    assert anna.extension.isoformat() == "2026-12-04T12:00:00" and bert.extension.isoformat() == "2026-12-03T23:59:00"
    remarks = "\n".join(result.remarks)
    assert "times.csv, line 4: there is no student Bret O'Brien; did you mean Bert O'Brien?" in remarks
    assert "extensions.csv, line 4: there is no student nobody at all" in remarks


def test_two_rows_for_one_student_are_said(tmp_path):
    times = "student,submitted\nBert O'Brien,2026-12-01T08:00\nbert@u.example,2026-12-02T08:00\n"
    result = collected(tmp_path, [f"bert/{NAME}"], times=times)
    assert "a second row for Bert O'Brien, which counts" in result.remarks[-1]
    assert {one.student: one for one in result.submissions}["Bert O'Brien"].submitted.day == 2


def test_the_newest_attempt_by_the_systems_own_time(tmp_path):
    """Unpacking may have given the files any time."""
    places = [f"Lesson 2_bert_attempt_2026-11-30-{hour}-00-00_{NAME}" for hour in ("09", "22", "11")]
    result = collected(tmp_path, places)
    for place, age in zip(places, (3e8, 1e8, 2e8)):
        os.utime(tmp_path / "class" / place, (age, age))
    result = collected(tmp_path, [])
    bert = {one.student: one for one in result.submissions}["Bert O'Brien"]
    assert "22-00-00" in bert.path.name and "3 files fit, the newest was taken" in bert.notes[0]


def test_canvas_gives_a_later_file_a_larger_number(tmp_path):
    places = [f"obrienbert_7_{number}_{LESSON}{again}.ipynb" for number, again in ((99, ""), (101, "-1"), (100, "-2"))]
    collected(tmp_path, places)
    for place in places:
        os.utime(tmp_path / "class" / place, (1e8, 1e8))
    assert collected(tmp_path, []).submissions[0].path.name == places[1]
