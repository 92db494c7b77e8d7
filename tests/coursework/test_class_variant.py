"""A class of its own: public answers do not fit; text, check, diagnosis and grader speak of the same numbers."""

import ast
import importlib
import inspect
import re

import pytest

from rnnlab.cli import main
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.choice_order import draw_orders, find_layout, reorder_choices
from rnnlab.coursework.class_variant import class_exercise, draw_exercise, for_class, substitute
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_records import record_key
from rnnlab.coursework.notebook_exercise import AssignmentError
from rnnlab.coursework.release import release
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.self_test import self_test
from rnnlab.exercises import AnswerExercise
from rnnlab.exercises.verdict import fill_labels
from tests.helpers.released_text_readers import READERS
from tests.helpers.students import LESSONS, grade, points, reference_attempts, solved_notebook

SEEDS = (0, 7, 2026)
MANY = range(300)
PUBLIC = [read_assignment(path) for path in LESSONS]
CLASSES = [read_assignment(path, seed) for path in LESSONS for seed in SEEDS]
REDRAWN = {"1.1", "1.3", "1.4", "3.4", "4.3", "5.2", "5.4", "6.3", "7.3"}
ORDERED = {"1.4", "2.3", "3.4", "4.3", "5.4", "6.3", "7.3", "8.4"}
EXERCISES = [one for assignment in PUBLIC for one in assignment.exercises.values() if isinstance(one, AnswerExercise)]
each_class = pytest.mark.parametrize("assignment", CLASSES, ids=lambda one: f"{one.number}-seed{one.seed}")
each_redrawn = pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if one.resample], ids=lambda one: one.number
)


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(3, Limits()) as rules:
        yield rules


def texts(assignment):
    """Number of the exercise to the Markdown that states it, in the release."""
    prose = [cell.source for cell in release(assignment).cells if cell.cell_type == "markdown"]
    return {number: next(text for text in prose if f"### {number} " in text) for number in assignment.exercises}


def test_the_readers_read_the_lessons_as_they_stand():
    for assignment in PUBLIC:
        for number in {*assignment.exercises} & {*READERS}:
            right = [question.right for question in assignment.exercises[number].questions]
            assert list(READERS[number](texts(assignment)[number])) == right


# What is drawn


def test_what_is_drawn_and_what_is_not():
    for assignment in CLASSES:
        here = {*assignment.exercises}
        assert {*assignment.drawn} == REDRAWN & here and {*assignment.orders} == ORDERED & here
    assert {one.number for one in EXERCISES} == REDRAWN | ORDERED
    assert all(one.orders == {} and one.drawn == [] and one.seed is None for one in PUBLIC)


def test_the_same_seed_draws_the_same_class():
    for assignment in CLASSES:
        again = read_assignment(assignment.path, assignment.seed)
        assert (again.orders, texts(again)) == (assignment.orders, texts(assignment))
    for number in REDRAWN | ORDERED:
        seen = {texts(one)[number] for one in CLASSES if number in one.exercises}
        assert len(seen) == len(SEEDS), number


@each_class
def test_the_reference_of_this_class_scores_full_marks(assignment, rules):
    self_test(assignment, rules)


def assignments_of(notebook_exercise, values):
    """Source that gives the answers of an exercise these values."""
    return "\n".join(f"{name} = {value!r}" for name, value in zip(notebook_exercise.answers, values))


@each_class
def test_who_solves_what_the_release_says_gets_full_marks(assignment, tmp_path, rules):
    text = texts(assignment)
    attempts = reference_attempts(assignment)
    for notebook_exercise in assignment.notebook_exercises:
        if (number := notebook_exercise.number) in READERS:
            attempts[number] = assignments_of(notebook_exercise, READERS[number](text[number]))
    assert grade(solved_notebook(attempts, assignment), tmp_path, rules, assignment).points == assignment.maximum


@each_class
def test_the_public_answers_earn_nothing(assignment, tmp_path, rules):
    """They are given under the names that this class's checks ask for, 4.3's among them."""
    attempts = {}
    lesson = read_assignment(assignment.path)
    for notebook_exercise in assignment.notebook_exercises:
        if notebook_exercise.number in assignment.drawn or notebook_exercise.number in assignment.orders:
            right = [question.right for question in lesson.exercises[notebook_exercise.number].questions]
            attempts[notebook_exercise.number] = assignments_of(notebook_exercise, right)
    result = grade(solved_notebook(attempts, assignment), tmp_path, rules, assignment)
    assert points(result) == [0.0] * len(assignment.notebook_exercises)
    assert all("not attempted" not in one["state"] for one in result.verdicts if one["number"] in attempts)


def test_no_seed_of_many_lets_a_public_answer_fit():
    """0 of 300 seeds, question by question: what is drawn is never what is public."""
    for lesson in PUBLIC:
        for one in lesson.notebook_exercises:
            public = lesson.exercises[one.number]
            for seed in MANY if isinstance(public, AnswerExercise) else ():
                orders = draw_orders(draw_exercise(public, seed)[0], one.layouts, seed, public)
                exercise = class_exercise(public, seed, orders)
                for place, question in enumerate(public.questions):
                    answers = [...] * len(exercise.questions)
                    answers[place] = question.right
                    assert exercise.check(*answers).points == 0, (public.number, place, seed)


@each_redrawn
def test_each_wrong_answer_keeps_its_name_whatever_is_drawn(exercise):
    for seed in MANY:
        own, _ = draw_exercise(exercise, seed)
        assert own.maximum == exercise.maximum and len(own.questions) == len(exercise.questions)
        for question, public in zip(own.questions, exercise.questions):
            assert len(question.wrong) == len(public.wrong) and question.right not in question.wrong
            assert not question.matches(public.right, question.right) or exercise.number in ORDERED
            for wrong, message in question.wrong.items():
                assert question.diagnose(wrong) == message and not question.matches(wrong, question.right)


@each_redrawn
def test_no_public_number_is_left_in_what_is_said(exercise):
    """Hint, praise and diagnoses are drawn with the numbers: a stale one would mislead a class."""
    gone = {
        "1.1": "32|24",
        "1.3": r"\(6, 8, 3\)",
        "1.4": "4|7|12|30",
        "3.4": r"\(4, 4\)|16",
        "4.3": "five|1,000|Five|32",
        "5.2": "100|26|280|208",
        "6.3": "5,000|16|32",
    }.get(exercise.number)
    for seed in range(30) if gone else ():
        own, replacements = draw_exercise(exercise, seed)
        said = [own.hint, own.praise, *replacements.values()] + [
            message for question in own.questions for message in (question.otherwise, *question.wrong.values())
        ]
        number = rf"(?<![\d,])(?:{gone})(?![\d,])"
        assert not [one for one in said if re.search(number, one.replace("1,000 sequences", ""))], seed


@each_class
def test_the_release_states_the_numbers_and_moves_the_content_with_its_label(assignment):
    before, after = texts(read_assignment(assignment.path)), texts(assignment)
    for number, text in after.items():
        assert (text != before[number]) == (number in REDRAWN | ORDERED)
        if number in ORDERED - REDRAWN:
            assert sorted(re.findall(r"\w+", before[number])) == sorted(re.findall(r"\w+", text))


@each_class
def test_the_check_in_the_notebook_is_the_graders(assignment):
    """The cell that the release adds, run as a student runs it, on what this class answers, the public, and nothing."""
    cell = next(cell for cell in release(assignment).cells if "for_class(check" in cell.source)
    here = {}
    exec(
        "\n".join(
            line
            for line in cell.source.splitlines()
            if re.match(r"from rnnlab\S* import.*check|check =", line) or "import for_class" in line
        ),
        here,
    )
    check = here["check"]
    lesson, text = read_assignment(assignment.path).exercises, texts(assignment)
    for number in {*assignment.drawn, *assignment.orders}:
        own = READERS[number](text[number])
        assert (check(number, *own).points, check(number, *own).state) == (lesson[number].maximum, "correct")
        assert check(number, *[question.right for question in lesson[number].questions]).points == 0
        assert check(number, *[...] * len(own)).state == "not attempted yet"
        exercise = assignment.exercises[number]
        for place, question in enumerate(exercise.questions):
            for wrong, message in question.wrong.items():
                said = check(number, *own[:place], wrong, *own[place + 1 :]).message
                assert fill_labels(message, exercise.labels) in said
    with pytest.raises(ValueError, match="there is no exercise"):
        check("9.9", 1)


def test_a_class_of_its_own_is_graded_by_its_own_records(tmp_path, rules):
    one, other = read_assignment(LESSONS[0], 1), read_assignment(LESSONS[0], 2)
    assert len({record_key("the same file", assignment, rules) for assignment in (one, other, PUBLIC[0])}) == 3


def test_a_lesson_that_says_other_numbers_than_its_module_is_no_assignment(tmp_path):
    path = tmp_path / LESSONS[0].name
    text = LESSONS[0].read_text(encoding="utf-8")
    path.write_text(text.replace("over 32 towns", "over 33 towns"), encoding="utf-8")
    read_assignment(path)
    with pytest.raises(AssignmentError, match=r"exercise 1.1: no cell says .An observatory watches the Sun over 32"):
        read_assignment(path, 7)


@pytest.mark.parametrize("seed", ["-1", "seven", "1.5"])
def test_a_seed_is_a_whole_number(seed, capsys):
    with pytest.raises(SystemExit):
        main(["release", "01", "--to", "nowhere", f"--class-seed={seed}"])
    assert "is not a whole number" in capsys.readouterr().err


def test_a_diagnosis_speaks_of_the_labels_that_the_class_sees():
    assignment = next(one for one in CLASSES if one.number == "02")
    exercise = assignment.exercises["2.3"]
    shown = dict(zip(assignment.orders["2.3"][0], "ABCD"))
    assert f"Loop {shown['A']} is right" in exercise.check(shown["A"], 2).message
    start = int(dict(zip(assignment.orders["2.3"][1], "1234"))["3"])
    assert f"Look at loop {shown['C']} again" in exercise.check(shown["D"], start).message


COMMENTS = "```python\nshort(1)      # call A\nmuch_longer()  # call B\n```\n\n1. one\n2. two\n3. three\n"
MOVED = "```python\nmuch_longer()    # call A\nshort(1)         # call B\n```\n\n1. three\n2. one\n3. two\n"


@pytest.mark.parametrize(
    "text, orders, layouts, moved",
    [
        (COMMENTS, {0: "BA", 2: "312", 3: "312"}, {0: "comments", 2: "list", 3: "list"}, MOVED),
        ("# Loop A\nx\ny\n\n# Loop B\nz\n```", {0: "BA"}, {0: "blocks"}, "# Loop A\nz\n\n# Loop B\nx\ny\n```"),
        ("| A | one |\n| B | two |", {1: "BA"}, {1: "table"}, "| A | two |\n| B | one |"),
        ("| A | one |\n| B | two |", {}, {1: "table"}, "| A | one |\n| B | two |"),
    ],
)
def test_reorder(text, orders, layouts, moved):
    assert reorder_choices(text, orders, layouts) == moved
    assert all(find_layout(text, sorted(order)) == layouts[place] for place, order in orders.items())


def test_options_that_a_text_does_not_list_have_no_layout():
    assert find_layout(COMMENTS, (1, 2, 3)) == "list" and find_layout(COMMENTS, ("A", "B")) == "comments"
    for options in ((), ("A",), ("A", "B", "C"), (1, 2), ("AB", "AC"), (2, 1, 3)):
        assert find_layout(COMMENTS, options) is None


def test_substitute_replaces_everything_once():
    cells = [type("Cell", (), {"source": source})() for source in ("one two", "two", "three")]
    substitute(cells, {"one": "two", "two": "one"})
    assert [cell.source for cell in cells] == ["two one", "one", "three"]
    with pytest.raises(ValueError, match="no cell says 'four'"):
        substitute(cells, {"four": "five"})


def test_for_class_needs_no_grader():
    """The learners' notebook imports it: nothing of the grading comes along."""
    source = importlib.import_module("rnnlab.coursework.class_variant")
    nodes = ast.walk(ast.parse(inspect.getsource(source)))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    names = {name for name in modules if name.startswith("rnnlab")}
    assert names == {"rnnlab.exercises"}
    assert (
        for_class(importlib.import_module("rnnlab.lessons.lesson_01_shapes.exercises").check, {}, 1)("1.2", None).points
        == 0
    )
