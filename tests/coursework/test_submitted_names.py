"""Names of folders and files as learning-management systems give them: each belongs to a student."""

import pytest

from rnnlab.coursework.submitted_names import is_download, notebook_rank, owner_of
from tests.helpers.students import LESSON_2

LESSON = LESSON_2.name
NAME = f"{LESSON}.ipynb"

# Moodle: mod/assign/classes/downloader.php of moodle/moodle. With its last underscore: folders of older versions, as in
# public repositories of coursework.
MOODLE = {
    "Anna Müller_657717_assignsubmission_file_": ("Anna Müller", "657717"),
    "Anna Müller_657717_assignsubmission_file": ("Anna Müller", "657717"),
    "Anna Müller_657717_assignsubmission_onlinetext_": ("Anna Müller", "657717"),
    "Lorenzo La Caille_657775_assignsubmission_file_": ("Lorenzo La Caille", "657775"),
    "Participant_123456_assignsubmission_file_": ("Participant", "123456"),
    f"Anna Müller_657717_assignsubmission_file_{NAME}": ("Anna Müller", "657717"),  # downloaded without folders
    "Anna Müller_657717_assignsubmission_file_ (1)": ("Anna Müller", "657717"),  # assumed: unpacked twice
    "Group A_77_assignsubmission_file_": ("Group A", "77"),
}
# Canvas: lib/content_zipper.rb of instructure/canvas-lms; examples in the README of mikewesthad/canvas-unzipper.
CANVAS = {
    f"smithbob_340934_208490284_{NAME}": ("smithbob", "340934"),
    "smithbob_340934_208490284_BobsWork.zip": ("smithbob", "340934"),
    f"müllerannamaria_LATE_956227_46792176_{NAME}": ("müllerannamaria", "956227"),
    f"smithbob_340934_208490284_{LESSON}-1.ipynb": ("smithbob", "340934"),
    "johndoe_987122_46871556_Project 4.4 (1).ipynb": ("johndoe", "987122"),
    "smithbob_340934_text.html": ("smithbob", "340934"),
    "smithbob_LATE_340934_link.html": ("smithbob", "340934"),
    f"anon_5Xg9z_208490284_{NAME}": ("anon_5Xg9z", ""),
    f"LATE_anon_5Xg9z_208490284_{NAME}": ("anon_5Xg9z", ""),
}
# Blackboard: the README of kwurst/bb-file-cleanup, and files in public repositories of coursework.
BLACKBOARD = {
    "Coursework_c1902827_attempt_2020-12-17-13-19-20_c1902827.ipynb": "c1902827",
    f"Lesson 2_ec529919_attempt_2020-09-15-06-45-50_{NAME}": "ec529919",
    "Practice Exam Drop Box_s00000000_attempt_2020-04-23-09-51-20.txt": "s00000000",
    f"Lesson_2_rnn_ec529919_attempt_2020-09-15-06-45-50_{LESSON} (1).ipynb": "ec529919",
}
# Brightspace: folders as scripts of teachers expect them; without a time in github.com/jhartz/gradefast.
BRIGHTSPACE = {
    "397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM": ("Mary-Ann Smith", "397063"),
    "397063-2557369 - John Doe - Sep 4, 2024 1126 AM": ("John Doe", "397063"),
    f"397063-2557369 - John Doe - {NAME}": ("John Doe", "397063"),
    f"397063-2557369 - John Doe - Sep 4, 2024 1126 AM - {NAME}": ("John Doe", "397063"),
    "397063-2557369 - John Doe - September 4, 2024 1126 AM": ("John Doe", "397063"),  # assumed
}
# Google Classroom: assumed. A copy for each student is called after the student; Drive puts its own words around.
GOOGLE = {
    f"Anna Müller - {NAME}": "Anna Müller",
    f"Copy of Anna Müller - {NAME}": "Anna Müller",
    f"{NAME} - Anna Müller": "Anna Müller",
    f"{LESSON} - Anna M. Müller.ipynb": "Anna M. Müller",
    f"Kopie von {LESSON} - Anna Müller (1).ipynb": "Anna Müller",
}
BY_HAND = {
    f"anna_{NAME}": "anna",
    f"{LESSON}_anna.ipynb": "anna",
    f"Anna Müller {LESSON} (1).ipynb": "Anna Müller",
    f"anna_{LESSON} - Kopie.ipynb": "anna",
    f"anna_{LESSON} - Copy (2).ipynb": "anna",
    f"Copy of anna_{NAME}": "anna",
    "ANNA_02_Manual_Forward_Pass.IPYNB": "ANNA",
    "anna 02 manual-forward-pass.ipynb.txt": "anna",
    f"anna_{NAME}.json": "anna",
    f"anna_{LESSON}.json": "anna",
    f"anna_2026_{NAME}": "anna_2026",
    "anna.zip": "anna",
    f"anna_{LESSON}.zip": "anna",
    "Anna (2).ipynb": "Anna (2)",  # a teacher's way to tell two Annas apart
    NAME: NAME.removesuffix(".ipynb"),
}


@pytest.mark.parametrize(
    "system, names", [("Moodle", MOODLE), ("Canvas", CANVAS), ("Brightspace", BRIGHTSPACE)], ids=str
)
def test_a_download_has_a_name_and_a_number(system, names):
    for name, expected in names.items():
        owner = owner_of(name, [LESSON], name.endswith(".ipynb"))
        assert ((owner.name, owner.number), owner.system.split(",")[0]) == (expected, system), name
        assert is_download(name, [LESSON])


def test_canvas_says_who_is_late():
    for name in CANVAS:
        assert owner_of(name, [LESSON]).late == ("LATE" in name)


def test_blackboards_files_have_a_login_and_a_time():
    for name, login in BLACKBOARD.items():
        owner = owner_of(name, [LESSON])
        assert (owner.name, owner.login, owner.system, owner.attempt[:5]) == (login, login, "Blackboard", "2020-"), name
        assert is_download(name, [LESSON])


@pytest.mark.parametrize("names", [GOOGLE, BY_HAND], ids=["Google Classroom", "by hand"])
def test_other_names_are_the_students_without_the_lessons(names):
    for name, student in names.items():
        assert owner_of(name, [LESSON]).name == student, name
        assert not is_download(name, [LESSON])


def test_a_folder_given_by_hand_keeps_its_name():
    for name in ("anna", "Anna (1)", "Copy of Anna", "müller, anna", "1234567", "a_1_2_b"):
        assert owner_of(name, [LESSON], is_file=False).name == name or name == "a_1_2_b"


def test_two_students_of_one_name_are_two():
    first, second = (owner_of(f"Anna Müller_{number}_assignsubmission_file_") for number in (1, 2))
    text = owner_of("Anna Müller_1_assignsubmission_onlinetext_")
    assert first.key != second.key and first.key == text.key
    assert owner_of("Mu\u0308ller", is_file=False).key == owner_of("Müller", is_file=False).key


def test_attempts_sort_as_their_times_do():
    brightspace = [
        owner_of(f"1-2 - A B - {time}").attempt
        for time in ("Sep 24, 2024 926 AM", "Sep 24, 2024 1126 AM", "Sep 24, 2024 926 PM", "Oct 3, 2024 1200 AM")
    ]
    assert brightspace == sorted(brightspace) and len({*brightspace}) == 4


@pytest.mark.parametrize(
    "name, rank",
    [
        ("a.ipynb", 2),
        ("a.IPYNB", 2),
        ("a.ipynb.txt", 2),
        ("a.ipynb.json", 2),
        ("a.ipynb.ipynb", 2),
        ("a.ipynb (1).txt", 2),
        ("a.ipynb - Anna M. Müller", 2),
        ("a.json", 1),
        ("a.JSON", 1),
        ("a.ipynb.html", 0),
        ("a.ipynb.zip", 0),
        ("a.ipynb - notes.pdf", 0),
        ("a.txt", 0),
        ("ipynb", 0),
        (".ipynb", 0),
    ],
)
def test_what_may_be_a_notebook(name, rank):
    assert notebook_rank(name) == rank


FORGED = {  # a student's own file, called as a system would call another's
    "Blackboard": ("Lesson 2_boneil_attempt_2026-11-29-10-00-00_", "boneil"),
    "Canvas": ("oneilbert_340901_208490210_", "oneilbert"),
    "Canvas, late": ("oneilbert_LATE_340901_208490210_", "oneilbert"),
    "Moodle": ("Bert O'Neil_657701_assignsubmission_file_", "Bert O'Neil"),
    "Brightspace": ("397001-2557301 - Bert O'Neil - Nov 29, 2026 1000 AM - ", "Bert O'Neil"),
}


@pytest.mark.parametrize("own", FORGED)
@pytest.mark.parametrize(
    "other",
    [
        f"x_amueller_attempt_2026-12-01-10-00-00_{NAME}",
        f"Anna Müller_657700_assignsubmission_file_{NAME}",
        f"mülleranna_340900_208490299_{NAME}",
        f"397000-2557300 - Anna Müller - Nov 30, 2026 1000 AM - {NAME}",
        f"LATE_anon_5Xg9z_208490284_{NAME}",
        f"Anna Müller - {NAME}",
    ],
)
def test_the_name_of_a_students_own_file_gives_it_to_nobody_else(own, other):
    prefix, owner = FORGED[own]
    assert owner_of(prefix + other, [LESSON]).name == owner
