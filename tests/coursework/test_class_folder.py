"""The folder of a class as it comes out of each system, packed or not: whose each file is."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from rnnlab.coursework import class_folder
from rnnlab.coursework.archives import ArchiveLimits
from rnnlab.coursework.class_folder import guess_lesson, read_class_folder
from rnnlab.coursework.tables import CollectError
from tests.helpers.students import LESSON_2, LESSONS, collect_from

LESSON = LESSON_2.name
NAME = f"{LESSON}.ipynb"
ALL = [path.stem for path in LESSONS]

# As in test_submitted_names.py, where the sources are.
CLASSES = {
    "Moodle": {
        f"Anna Müller_657717_assignsubmission_file_/{NAME}": "Anna Müller",
        "Anna Müller_657717_assignsubmission_onlinetext_/onlinetext.html": "Anna Müller",
        "Bert O'Brien_657718_assignsubmission_file_/my work.ipynb": "Bert O'Brien",
        "Carl Carlsen_657719_assignsubmission_onlinetext_/onlinetext.html": "Carl Carlsen",
    },
    "Moodle, without folders": {
        f"Anna Müller_657717_assignsubmission_file_{NAME}": "Anna Müller",
        "Bert O'Brien_657718_assignsubmission_file_work.ipynb": "Bert O'Brien",
        "Carl Carlsen_657719_assignsubmission_onlinetext_onlinetext.html": "Carl Carlsen",
    },
    "Canvas": {
        f"müllerannamaria_340934_208490284_{NAME}": "müllerannamaria",
        f"müllerannamaria_340934_208490285_{LESSON}-1.ipynb": "müllerannamaria",
        "müllerannamaria_340934_208490286_photo.png": "müllerannamaria",
        f"obrienbert_LATE_340935_208490287_{NAME}": "obrienbert",
        "carlsencarl_340936_text.html": "carlsencarl",
    },
    "Blackboard": {
        f"Lesson 2_amueller_attempt_2026-11-30-10-00-00_{NAME}": "amueller",
        "Lesson 2_amueller_attempt_2026-11-30-10-00-00.txt": "amueller",
        f"Lesson 2_amueller_attempt_2026-11-30-22-00-00_{LESSON} (1).ipynb": "amueller",
        "Lesson 2_bert_attempt_2026-11-30-10-00-00_work.ipynb": "bert",
        "Lesson 2_bert_attempt_2026-11-30-10-00-00.txt": "bert",
        "Lesson 2_carl_attempt_2026-11-30-10-00-00.txt": "carl",
    },
    "Brightspace": {
        f"397063-2557369 - Anna Müller - Nov 30, 2026 926 PM/{NAME}": "Anna Müller",
        f"397063-2557369 - Anna Müller - Nov 30, 2026 1126 PM/{NAME}": "Anna Müller",
        "397064-2557369 - Bert O'Brien - Nov 30, 2026 926 PM/work.ipynb": "Bert O'Brien",
        f"397065-2557369 - Carl Carlsen - {NAME}": "Carl Carlsen",
    },
    "Google Classroom (assumed)": {
        f"Anna Müller - {NAME}": "Anna Müller",
        f"Copy of Bert O'Brien - {NAME}": "Bert O'Brien",
        f"{NAME} - Carl Carlsen": "Carl Carlsen",
    },
    "by hand": {
        f"anna/{NAME}": "anna",
        f"bert_{LESSON} (1).ipynb": "bert",
        f"carl/lesson2/{NAME}": "carl",
        f"dora/Attempt 1/{NAME}": "dora",
        f"dora/Attempt 2/{LESSON} - Kopie.ipynb": "dora",
        f"eve_{LESSON.upper()}.IPYNB": "eve",
        f"fred_{NAME}.txt": "fred",
        f"gina/{NAME}.json": "gina",
        f"hugo_{LESSON}.json": "hugo",
    },
}


def lay(folder, places):
    for place in places:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text("{}")


def pack(path, places):
    with zipfile.ZipFile(path, "w") as archive:
        for place in places:
            archive.writestr(place, "{}")
    return path


def packed(places):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for place in places:
            archive.writestr(place, "{}")
    return content.getvalue()


def students(folder, unpacked):
    return {one.student for one in collect_from(folder, unpacked).submissions}


@pytest.mark.parametrize(
    "form", ["folder", "outer folder", "two outer folders", "zip", "zip in the folder", "zip, outer"]
)
@pytest.mark.parametrize("system", CLASSES)
def test_each_file_belongs_to_a_student(tmp_path, system, form):
    places = CLASSES[system]
    submitted = tmp_path / "submitted"
    submitted.mkdir()
    outer = {"outer folder": "CS-Lesson 2-123/", "two outer folders": "Downloads/CS-Lesson 2-123/", "zip, outer": "x/"}
    places = {outer.get(form, "") + place: student for place, student in places.items()}
    if form == "zip":
        submitted = pack(tmp_path / "class.zip", places)
    elif form.startswith("zip"):
        pack(submitted / "class.ZIP", places)
    else:
        lay(submitted, places)
    collected = collect_from(submitted, tmp_path / "unpacked")
    assert {one.student for one in collected.submissions} == {*places.values()}
    assert all(one.path.is_file() for one in collected.submissions)
    looked_into = [remark for remark in collected.remarks if "was looked into" in remark]
    assert len(looked_into) == (form.count("outer") if "two" not in form else 2) + (form != "zip" and "zip" in form)


@pytest.mark.parametrize("system", ["Moodle", "Canvas", "Blackboard", "Brightspace"])
def test_groups_in_folders_and_archives_of_their_own(tmp_path, system):
    places = CLASSES[system]
    lay(tmp_path / "class", [f"group A/{place}" for place in places])
    pack(
        tmp_path / "class" / "group B.zip", [place.replace("Carl ", "Zoe ").replace("carl", "zoe") for place in places]
    )
    lay(tmp_path / "class", ["graded last year/index.html", "notes.txt"])
    found = students(tmp_path / "class", tmp_path / "unpacked")
    assert found >= {*places.values()} and len([name for name in found if "oe" in name]) == 1


@pytest.mark.parametrize("system", CLASSES)
def test_the_archive_and_other_files_beside_the_unpacked_folder(tmp_path, system):
    lay(tmp_path / "class", ["roster.csv", "notes.txt", *(f"Lesson 2/{place}" for place in CLASSES[system])])
    collected = collect_from(tmp_path / "class", tmp_path / "unpacked")
    assert {one.student for one in collected.submissions} == {*CLASSES[system].values()}
    pack(tmp_path / "class" / "Lesson 2.zip", CLASSES[system])
    again = collect_from(tmp_path / "class", tmp_path / "unpacked")
    assert again.submissions == collected.submissions and "Lesson 2.zip" in again.without_row


def test_the_parts_of_a_download_from_google_drive(tmp_path):
    """Assumed: Drive packs a large folder into several archives."""
    places = sorted(CLASSES["Google Classroom (assumed)"])
    (tmp_path / "class").mkdir()
    for part, held in ((1, places[:1]), (2, places[1:])):
        name = f"drive-download-20261130T101010Z-00{part}.zip"
        pack(tmp_path / "class" / name, [f"Lesson 2/{place}" for place in held])
    assert len(students(tmp_path / "class", tmp_path / "unpacked")) == 3


def test_a_student_cannot_hand_in_for_another(tmp_path):
    """Neither with a folder that is called as a system calls another's, nor with an archive of such."""
    lay(tmp_path / "a", [f"anna/{NAME}", f"eve/Anna_1_assignsubmission_file_/{NAME}"])
    assert students(tmp_path / "a", tmp_path / "u1") == {"anna", "eve"}
    lay(tmp_path / "b", [f"Anna_1_assignsubmission_file_/{NAME}"])
    lay(tmp_path / "b", [f"Eve_2_assignsubmission_file_/Anna_1_assignsubmission_file_/{NAME}"])
    assert students(tmp_path / "b", tmp_path / "u2") == {"Anna", "Eve"}
    lay(tmp_path / "c", [f"anna_{NAME}"])
    pack(tmp_path / "c" / "eve.zip", [f"Anna_1_assignsubmission_file_/{NAME}", f"bert_{NAME}"])
    assert students(tmp_path / "c", tmp_path / "u3") == {"anna", "eve"}
    lay(tmp_path / "d", [f"annam_1_2_{NAME}"])
    pack(tmp_path / "d" / "eve_3_4_work.zip", [f"annam_1_2_{NAME}"])
    assert students(tmp_path / "d", tmp_path / "u4") == {"annam", "eve"}


@pytest.mark.parametrize(
    "places",
    [
        [f"anna/{NAME}"],
        [f"anna/lesson2/{NAME}"],
        [f"anna/{LESSON}/{NAME}", "anna/01_shapes/01_shapes.ipynb"],
        [f"anna/Attempt 1/{NAME}", f"anna/Attempt 2/{NAME}"],
        [f"anna/2026-11-30/{NAME}", f"anna/2026-12-01/{NAME}"],
        [f"anna/{NAME}", f"anna/{LESSON} (1).ipynb", "anna/01_shapes.ipynb"],
        [f"anna/work/{NAME}", "anna/old/notes.ipynb"],
    ],
    ids=lambda places: places[-1],
)
def test_an_only_student_is_no_class(tmp_path, places):
    lay(tmp_path / "class", places)
    assert students(tmp_path / "class", tmp_path / "unpacked") == {"anna"}
    pack(tmp_path / "anna.zip", [place.removeprefix("anna/") for place in places])
    (tmp_path / "other").mkdir()
    os.rename(tmp_path / "anna.zip", tmp_path / "other" / "anna.zip")
    assert students(tmp_path / "other", tmp_path / "unpacked2") == {"anna"}


def test_a_students_archive(tmp_path):
    lay(tmp_path, ["anna/readme.txt"])
    for place, held in {
        "anna/work.zip": [f"src/{NAME}", "film.mp4", "__MACOSX/._x.ipynb"],
        f"bert_{LESSON}.zip": [NAME, "../../carl/out.ipynb"],
        "Carl_7_assignsubmission_file_/x.ZIP": ["a.txt"],
    }.items():
        (tmp_path / place).parent.mkdir(exist_ok=True)
        pack(tmp_path / place, held)
        os.utime(tmp_path / place, (1_700_000_000, 1_700_000_000))
    (tmp_path / "dora.zip").write_bytes(b"no archive")
    (tmp_path / "eve.zip").symlink_to("/dev/zero")
    found = {one.student: one for one in collect_from(tmp_path, tmp_path.parent / f"{tmp_path.name}-u").submissions}
    assert {*found} == {"anna", "bert", "Carl", "dora", "eve"}
    assert found["anna"].path.name == found["bert"].path.name == NAME
    assert found["anna"].submitted.timestamp() == 1_700_000_000  # the archive's time, not the student's clock's
    assert "left out" in found["bert"].notes[0] and not list(tmp_path.rglob("out.ipynb"))
    assert "x.ZIP holds no notebook" in found["Carl"].fault and "damaged" in found["dora"].fault
    assert "not a file" in found["eve"].fault


def test_a_bomb_costs_its_students_row(tmp_path, monkeypatch):
    monkeypatch.setattr(class_folder, "STUDENT_ARCHIVE", ArchiveLimits(10, 1000))
    lay(tmp_path / "c", [f"anna/{NAME}"])
    with zipfile.ZipFile(tmp_path / "c" / "eve.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, "0" * 100_000)
    pack(tmp_path / "c" / "bert.zip", [f"{place}.ipynb" for place in range(11)])
    found = {one.student: one for one in collect_from(tmp_path / "c", tmp_path / "u").submissions}
    assert found["anna"].path and "too large" in "".join((*found["eve"].notes, found["eve"].fault))
    assert "11 files, 10 is the most" in found["bert"].fault


def test_many_archives_of_one_student_are_no_more_than_one(tmp_path, monkeypatch):
    monkeypatch.setattr(class_folder, "STUDENT_ARCHIVE", ArchiveLimits(10, 1000))
    for number in range(5):
        path = tmp_path / "c" / f"eve_7_{number}_x.zip"
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(NAME, "0" * 400)
    lay(tmp_path / "c", [f"anna_8_1_{NAME}"])
    found = {one.student: one for one in collect_from(tmp_path / "c", tmp_path / "u").submissions}
    assert len(list((tmp_path / "u").rglob("*.ipynb"))) <= 5 and "too large" in " ".join(found["eve"].notes)
    assert sum(path.stat().st_size for path in (tmp_path / "u").rglob("*.ipynb")) <= 1000 and found["anna"].path


def test_an_archive_of_a_class_with_archives_of_students(tmp_path):
    places = {f"a_{number}_{number}_x.zip": packed([f"w/{NAME}"]) for number in (1, 2)}
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for place, content in places.items():
            archive.writestr(place, content)
    found = collect_from(tmp_path / "class.zip", tmp_path / "u").submissions
    assert [(one.student, one.path.name) for one in found] == [("a (1)", NAME), ("a (2)", NAME)]


@pytest.mark.parametrize("content", [b"", b"nothing"])
def test_an_archive_of_a_class_that_cannot_be_unpacked(tmp_path, content):
    (tmp_path / "class.zip").write_bytes(content)
    with pytest.raises(CollectError, match=r"class\.zip cannot be unpacked: the archive is damaged"):
        read_class_folder(tmp_path / "class.zip", tmp_path / "u")


def test_what_is_no_students_is_listed(tmp_path):
    lay(tmp_path, [f"anna/{NAME}", "anna/notes.txt", "solution.py", "thesis.pdf", ".hidden/x.ipynb", ".DS_Store"])
    lay(tmp_path, ["settings.json", f".bert_{NAME}", "__MACOSX/x", ".ipynb_checkpoints/x.ipynb"])
    collected = collect_from(tmp_path)
    strays = ["solution.py", "thesis.pdf", ".hidden", "settings.json", f".bert_{NAME}"]
    assert collected.without_row == sorted(strays) and collected.passed_over == ["anna/notes.txt"]


def test_the_lesson_is_guessed_from_archives_and_outer_folders_too(tmp_path):
    pack(tmp_path / "class.zip", [f"x/{place}" for place in CLASSES["Moodle"]])
    assert guess_lesson(read_class_folder(tmp_path, tmp_path / "u", ALL), ALL) == LESSON
    lay(tmp_path / "none", ["anna/a.ipynb"])
    assert guess_lesson(read_class_folder(tmp_path / "none", tmp_path / "u2", ALL), ALL) is None
    with pytest.raises(CollectError, match="there is no folder"):
        read_class_folder(Path("nowhere"), tmp_path / "u")
