"""A worker that sends what it likes: it costs the submission that it runs, and no other exercise of it."""

import json

import numpy as np
import pytest

from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox.worker_process import Limits, Worker
from tests.helpers.students import RIGHT, grade, points, solved_notebook


def result_of(tree, **more):
    """The source of a message that says that a call has returned this."""
    return repr(json.dumps({"result": {"value": tree, "changed": None, **more}}).encode())


# What is sent in place of a message, as the source of an expression.
FORGED = {
    "nothing": "b''",
    "no JSON": "b'no'",
    "no object": "b'[]'",
    "no kind": "b'{}'",
    "two kinds": 'b\'{"call": {"function": 0, "arguments": ["list", []]}, "raised": {"report": 0}}\'',
    "an unknown kind": "b'{\"settings\": {}}'",
    "a missing field": 'b\'{"result": {"value": ["list", []]}}\'',
    "an extra field": result_of(["list", []], points=2),
    "a field of another type": 'b\'{"call": {"function": "0", "arguments": ["list", []]}}\'',
    "no error": 'b\'{"raised": {"report": ["dict", []]}}\'',
    "nested too deep": "b'[' * 10**6",
    "too long": "b' ' * 17_000_000",
    "millions of lists": f"{result_of('lists')}.replace(b'\"lists\"', b'[' + b'[],' * 4_000_000 + b'0]')",
    "a large number": result_of(["list", [["int", 10**400]]]),
    "a large dictionary": result_of(["dict", [[["int", number], ["int", 0]] for number in range(2_000)]]),
}
# What is sent in place of the reports of a cell.
NO_REPORTS = [["int", 1], ["dict", []], ["list", [["int", 1]]], ["list", [["dict", []]]]]
STEP = RIGHT["2.1"]


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(8, Limits(call_seconds=5, total_seconds=60)) as rules:
        yield rules


def graded(message, attempt, folder, rules):
    """The points, and what is said of 2.1. A call of `patch` makes the worker send the message from then on."""
    patch = f"def patch():\n    from inside import rpc\n    rpc.write_message = lambda message: {message}\n\n"
    result = grade(solved_notebook(RIGHT | {"2.1": patch + attempt}), folder, rules)
    return points(result), result.verdicts[0]["message"]


@pytest.mark.parametrize("message", [*FORGED.values(), *map(result_of, NO_REPORTS)], ids=lambda message: message[:60])
def test_a_forged_message_costs_the_exercise_that_sends_it(message, tmp_path, rules):
    earned, said = graded(message, f"{STEP}\npatch()", tmp_path, rules)
    assert earned == [0, 0, 2, 2] and "Your cell answers with something that cannot be read" in said


@pytest.mark.parametrize("kind", ["no JSON", "a large number"])
def test_a_function_may_forge_it_too(kind, tmp_path, rules):
    earned, said = graded(FORGED[kind], STEP.replace("\n", "\n    patch()\n"), tmp_path, rules)
    assert earned == [0, 0, 2, 2] and "Your answer cannot be read" in said


def test_without_a_forged_message_it_counts(tmp_path, rules):
    assert graded("b''", STEP, tmp_path, rules)[0] == [2, 2, 2, 2]


def test_a_function_does_not_decide_what_its_products_saw(rules):
    source = "def f(A):\n    return A @ A\n\nf.trace_products = lambda arguments: [arguments[0] * 7]"
    with Worker(rules.student_package, rules.limits, isolation=rules.isolation) as worker:
        assert worker.run_cell(source, True, 1, 1, 60) == []
        traced = worker.evaluate("f", 60).trace_products((np.eye(2),))
    assert [array.tolist() for array in traced] == [np.eye(2).tolist()] * 2
