"""The teacher's report: what to talk about, how the class did, and who did what."""

import re

import pytest

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.choice_order import NO_OPTION, chosen_options, option_texts
from rnnlab.coursework.class_report import class_report
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_sheet import sheet_row
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.late_penalty import LatePenalty
from rnnlab.coursework.same_work import SAME_FILE, SameWork
from rnnlab.coursework.sandbox.worker_process import Limits
from tests.helpers.students import LESSON_2, LESSONS, PARTLY, RIGHT, grade, solved_notebook

ORDER = "**This is the book's order, W x.** More."
STATES = {"full": "correct", "some": "partly correct", "none": "not yet", "untried": "not attempted yet"}


def verdict(number, kind, message=""):
    points = {"full": 2.0, "some": 1.0}.get(kind, 0.0)
    return {"number": number, "state": STATES[kind], "points": points, "maximum": 2.0, "message": message, "hint": ""}


def result(student, kinds, message="", choices=("D", "2")):
    """A grade with a kind of verdict on each exercise of lesson 2."""
    verdicts = [verdict(f"2.{place}", kind, message) for place, kind in enumerate(kinds, start=1)]
    return Grade(student, verdicts=verdicts, choices={"2.3": list(choices)} if choices else {})


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(5, Limits()) as rules:
        yield rules


def report_on(grades, rules, *more, changes=None):
    rows = [sheet_row(Submission(one.student), one, LESSON_2, LatePenalty()) for one in grades]
    for row in rows:
        row |= (changes or {}).get(row["student"], {})
    return class_report(rows, {one.student: one for one in grades}, LESSON_2, rules, 7.0, *more)


def section(report, title):
    return re.split(r"^## ", report.split(f"## {title}\n")[1], flags=re.MULTILINE)[0]


CLASS = [
    result("anna", ["full"] * 4),
    result("bert", ["some", "full", "full", "full"], ORDER),
    result("carl", ["some", "untried", "full", "none"], ORDER, ("A", "2")),
    result("dora", ["untried"] * 4, choices=("", "")),
    Grade("eve", "missing", "nothing was handed in"),
    Grade("fay", "failed", "the grader failed"),
]


def test_it_opens_with_what_to_talk_about(rules):
    report = report_on(CLASS, rules)
    assert report.startswith("# 02 manual forward pass: 6 students\n\n4 graded, 1 missing, 1 failed.")
    assert report.index("## For the next class") == report.index("## ")
    first, *_, last = section(report, "For the next class").strip().split("\n")
    assert first == "- **2.1 One step** 2 of 4: This is the book's order, W x (bert, carl)"
    assert last.startswith("- Not attempted: 2.1 One step 1 of 4; 2.2 All states 2 of 4;")


def test_a_small_class_has_topics_too(rules):
    assert "1 of 1: This is the book's order" in section(report_on(CLASS[1:2], rules), "For the next class")


def test_partial_points_and_the_spread(rules):
    points = section(report_on(CLASS, rules), "Points")
    assert "| 2.1 One step | 1 | 2 | 0 | 1 | 1.00 of 2 |" in points
    assert "| 2.4 A case that can see | 2 | 0 | 1 | 1 | 1.00 of 2 |" in points
    assert "lowest 0, a quarter up to 2.25, half up to 5, three quarters up to 7.25, highest 8; mean 4.50" in points
    assert "| 7 | 1 | █ |" in points and "| 0 | 1 | █ |" in points


def test_everybody_stands_behind_what_they_did(rules):
    class_of_forty = [result(f"student {place:02}", ["some", "full", "full", "full"], ORDER) for place in range(40)]
    report = report_on(class_of_forty, rules)
    line = next(line for line in section(report, "Exercise by exercise").split("\n") if line.startswith("- 40 × "))
    assert line.count("student ") == 40
    assert "student 00, student 01, student 02, student 03, student 04, student 05 and 34 more)" in report


def test_late_and_missing_by_name(rules):
    report = report_on(CLASS, rules, changes={"bert": {"days late": 2, "status": "late"}})
    assert section(report, "Late and missing").strip().split("\n") == [
        "- Late, with the days that have begun: bert (2)",
        "- Missing: eve",
    ]
    assert "## Late and missing" not in report_on(CLASS[:4], rules)


def test_what_was_chosen(rules):
    exercises = section(report_on(CLASS, rules), "Exercise by exercise")
    assert "  - 1 × still open\n  - 1 × A\n  - 2 × D (right)\n" in exercises
    assert "  - 3 × 2 (right): The state is not carried over from step to step.\n" in exercises


def test_files_without_a_row_and_the_same_work(rules):
    same = [SameWork(SAME_FILE, ("anna", "bert"))]
    beside = {"Files without a row": ["notes.py belongs to nobody", "[x](http://a.b)"], "Rows of tables": []}
    report = report_on(CLASS, rules, same, beside)
    assert "Rows of tables" not in report
    assert section(report, "The same work").strip() == f"- {SAME_FILE}: anna, bert"
    assert section(report, "Files without a row").strip().split("\n")[0] == "- notes.py belongs to nobody"
    assert "](http://" not in report
    assert section(report, "Worth a look").strip() == "- fay: the grader failed"


def test_nothing_is_shown_twice_and_nothing_empty(rules):
    changes = {"anna": {"notes": f"{SAME_FILE}, as bert; 2 files fit"}}
    report = report_on(CLASS, rules, changes=changes)
    assert "- anna: 2 files fit\n" in report and "The same work" not in report and "Files without" not in report
    for title in ("Points", "For the next class"):
        assert title not in report_on([Grade("eve", "missing", "nothing")], rules).replace("| Points", "")


def test_a_students_words_are_no_link_in_it(rules):
    bad = "[x](http://a.b) ![y](http://a.b/c.png) <img src=x>"
    report = report_on([result(bad, ["none"] * 4, f"**Stops: {bad}.** `{bad}`", (bad, bad))], rules)
    assert "](" not in report.replace("\\](", "") and "<img" not in report.replace("\\<img", "")


def right_options(exercise):
    """The right labels of an exercise's choices."""
    return [str(question.right) for question in getattr(exercise, "questions", ()) if question.options]


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_a_class_of_its_own_sees_its_own_labels(seed, tmp_path, rules):
    own = read_assignment(LESSON_2.path, seed)
    right = right_options(own.exercises["2.3"])
    assert all(one != str(other.right) for one, other in zip(right, LESSON_2.exercises["2.3"].questions))
    attempts = {"2.3": f"wrong_loop, reason = {right[0]!r}, {right[1]}"}
    result = grade(solved_notebook(attempts, own), tmp_path, rules, own)
    assert result.choices["2.3"] == right and result.verdicts[2]["points"] == 2
    shown = option_texts(own.notebook_exercises[2].text, "list")
    assert shown[right[1]] == "The state is not carried over from step to step." and len(shown) == 4


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem[:2])
@pytest.mark.parametrize("seed", [None, 7])
def test_every_lesson_has_a_report(path, seed, rules):
    assignment = read_assignment(path, seed)
    verdicts = [
        {"number": number, "state": "not yet", "points": 0.0, "maximum": 2.0, "message": "**No.**", "hint": ""}
        for number in assignment.exercises
    ]
    choices = {number: right_options(exercise) for number, exercise in assignment.exercises.items()}
    result = Grade("anna", verdicts=verdicts, choices=choices)
    row = sheet_row(Submission("anna"), result, assignment, LatePenalty())
    report = class_report([row], {"anna": result}, assignment, rules, 1.0)
    for number, labels in choices.items():
        assert re.search(rf"^\*\*{re.escape(number)} \S.*\*\*$", report, re.MULTILINE)  # it has its heading
        assert all(f"1 × {label} (right)" in report for label in labels)


def test_what_was_chosen_comes_from_the_answers(tmp_path, rules):
    attempts = PARTLY | {"2.3": "wrong_loop = 'd'\nreason = 9"}
    assert grade(solved_notebook(attempts), tmp_path, rules).choices["2.3"] == ["D", NO_OPTION]
    assert grade(solved_notebook(RIGHT), tmp_path, rules).choices["2.3"] == ["D", "2"]
    assert grade(solved_notebook({}), tmp_path, rules).choices["2.3"] == ["", ""]
    assert chosen_options(LESSON_2.exercises["2.1"], [None]) == []
