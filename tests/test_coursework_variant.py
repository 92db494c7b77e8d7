"""A class's own order of choices: public answers do not fit; check, diagnosis and grader speak of the same labels."""

import importlib
import re

import pytest
from classroom import LESSONS, cell_of, grade, points, solved

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.gradebook import make_rules, self_test
from rnnlab.coursework.release import release
from rnnlab.coursework.sandbox import Limits
from rnnlab.coursework.variant import for_class, relabel, reorder

SEEDS = (1, 7)
CLASSES = [read_assignment(path, seed) for path in LESSONS for seed in SEEDS]
each_class = pytest.mark.parametrize(
    "assignment",
    CLASSES,
    ids=lambda assignment: f"{assignment.number}-{'-'.join(map(str, assignment.orders.values()))}",
)


@pytest.fixture(scope="module")
def rules():
    with make_rules(3, Limits()) as rules:
        yield rules


def choices(assignment):
    return [(number, place, order) for number, orders in assignment.orders.items() for place, order in orders.items()]


def test_each_lesson_has_a_choice_in_another_order():
    assert all(choices(assignment) for assignment in CLASSES)
    assert all(read_assignment(path).orders == {} for path in LESSONS)
    assert all(
        read_assignment(path, seed).orders == assignment.orders
        for (path, seed), assignment in zip([(path, seed) for path in LESSONS for seed in SEEDS], CLASSES)
    )


@each_class
def test_the_reference_of_this_class_scores_full_marks(assignment, rules):
    self_test(assignment, rules)


@each_class
def test_the_public_answers_do_not_fit(assignment, tmp_path, rules):
    public = {task.number: task.reference for task in assignment.tasks}
    found = grade(solved(public, assignment), tmp_path, rules, assignment)
    for task, earned in zip(assignment.tasks, points(found)):
        assert (earned < assignment.exercises[task.number].maximum) == (task.number in assignment.orders)


@each_class
def test_the_content_has_moved_with_its_label(assignment):
    lesson, student = (release(one) for one in (read_assignment(assignment.path), assignment))
    for number in assignment.orders:
        before, after = (
            notebook.cells[notebook.cells.index(cell_of(notebook, number)) - 1].source for notebook in (lesson, student)
        )
        assert before != after and sorted(re.findall(r"\w+", before)) == sorted(re.findall(r"\w+", after))


@each_class
def test_the_check_in_the_notebook_knows_the_order(assignment):
    """The line that the release adds, on the answers of this class, on the public ones, and on none."""
    exercises = assignment.exercises
    check = for_class(importlib.import_module(f"rnnlab.lessons.{assignment.module}").check, assignment.orders)
    for number, orders in assignment.orders.items():
        exercise = exercises[number]
        public = [question.right for question in exercise.questions]
        own = list(public)
        for place, order in orders.items():
            own[place] = type(public[place])(sorted(order)[order.index(str(public[place]))])
        assert check(number, *own).points == exercise.maximum
        assert check(number, *public).points < exercise.maximum
        assert check(number, *[...] * len(own)).state == "not attempted yet"
    added = next(cell.source for cell in release(assignment).cells if "for_class(check" in cell.source)
    assert repr(assignment.orders) in added


def test_a_diagnosis_speaks_of_the_labels_that_the_class_sees():
    assignment = next(one for one in CLASSES if one.number == "02")
    orders = assignment.orders["2.3"]
    exercise = assignment.exercises["2.3"]
    label = dict(zip(orders[0], "ABCD"))
    shown = relabel(exercise.check("A", 2), orders)
    assert f"Loop {label['A']} is right" in shown.says
    shown = relabel(exercise.check("D", 3), orders)
    assert f"Look at loop {label['C']} again" in shown.says


TEXT = "```python\nshort(1)      # call A\nmuch_longer()  # call B\n```\n\n1. one\n2. two\n3. three\n"


def test_reorder():
    assert (
        reorder(TEXT, {0: "BA", 1: "312"})
        == "```python\nmuch_longer()    # call A\nshort(1)         # call B\n```\n\n1. three\n2. one\n3. two\n"
    )
    assert reorder("# Loop A\nx\ny\n\n# Loop B\nz\n```", {0: "BA"}) == "# Loop A\nz\n\n# Loop B\nx\ny\n```"
    assert reorder("| A | one |\n| B | two |", {0: "BA"}) == "| A | two |\n| B | one |"
