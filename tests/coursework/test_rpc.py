"""The line between judge and worker: it changes no verdict, and nothing that comes over it is taken on trust."""

import base64
import importlib
import json
import queue
import threading

import numpy as np
import pytest

from rnnlab import Weights
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.sandbox.inside.rpc import RpcPeer
from rnnlab.coursework.sandbox.inside.serialization import MalformedMessage, RemoteFunction
from rnnlab.exercises import AnswerExercise, DesignExercise, FunctionExercise
from tests.helpers.students import LESSONS
from tests.helpers.wrong_answers import DESIGNS, values

ASSIGNMENTS = [read_assignment(path) for path in LESSONS]
EXERCISES = [
    exercise
    for assignment in ASSIGNMENTS
    for exercise in importlib.import_module(
        f"rnnlab.lessons.{assignment.module}.exercises"
    ).exercises.by_number.values()
]


class PeerPair:
    """Two peers in one process: `judge` calls, `student` answers in a thread."""

    def __init__(self, *offered):
        there, back = queue.Queue(), queue.Queue()
        self.grader = RpcPeer(back.get, there.put, Weights)
        self.student = RpcPeer(there.get, back.put, Weights, offered)
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while True:
            self.student.serve(self.student.get())


def over_the_connection(exercise, *answers, rng):
    """The verdict on answers that have come over a line."""
    pair = PeerPair(lambda: answers)
    return exercise.check(*pair.grader.call(0, ()), rng=rng)


def generators():
    return np.random.default_rng(99), np.random.default_rng(99)


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if isinstance(one, FunctionExercise)], ids=lambda one: one.number
)
def test_a_function_gets_the_same_verdict_over_the_line(exercise):
    for function in (
        exercise.solution,
        lambda *arguments: ...,
        lambda *arguments: None,
        lambda: 0,
        lambda *arguments: "seven",
        *(mistake.function for mistake in exercise.mistakes),
    ):
        here, there = generators()
        if exercise.number == "3.1":
            continue  # it counts, and the count has a test of its own
        assert over_the_connection(exercise, function, rng=there) == exercise.check(function, rng=here)
    for mistake in exercise.mistakes:
        assert exercise.check(mistake.function, rng=np.random.default_rng(99)).points < exercise.maximum


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if isinstance(one, AnswerExercise)], ids=lambda one: one.number
)
def test_answers_get_the_same_verdict_over_the_line(exercise):
    right = [question.right for question in exercise.questions]
    tried = [
        right,
        [...] * len(right),
        [None] * len(right),
        ["nonsense"] * len(right),
        [len] * len(right),
        [np.float64(3)] * len(right),
    ]
    for place, question in enumerate(exercise.questions):
        tried += [[*right[:place], wrong, *right[place + 1 :]] for wrong in question.wrong]
    for answers in tried:
        assert over_the_connection(exercise, *answers, rng=None) == exercise.check(*answers)


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if isinstance(one, DesignExercise)], ids=lambda one: one.number
)
def test_a_design_gets_the_same_verdict_over_the_line(exercise):
    """And each known wrong one its stated points, and its reason in words."""
    assignment = next(one for one in ASSIGNMENTS if exercise.number in one.exercises)
    notebook_exercise = next(one for one in assignment.notebook_exercises if one.number == exercise.number)
    names = {"np": np, **{name: value for values in assignment.given.values() for name, value in values.items()}}
    right = values(notebook_exercise.reference, notebook_exercise, names)
    assert over_the_connection(exercise, *right, rng=None).points == exercise.maximum
    for source, points, words in DESIGNS[exercise.number]:
        answers = values(source, notebook_exercise, names)
        verdict = over_the_connection(exercise, *answers, rng=None)
        assert verdict == exercise.check(*answers)
        assert (verdict.points, words in verdict.message) == (points, True), (source, verdict)
    for part in range(len(right)):
        for nonsense in (..., None, "nonsense", len, float("nan"), [[]], {}):
            answers = [*right[:part], nonsense, *right[part + 1 :]]
            verdict = over_the_connection(exercise, *answers, rng=None)
            assert verdict == exercise.check(*answers) and verdict.points < exercise.maximum


VALUES = [
    None,
    ...,
    True,
    3,
    -2.5,
    "ö",
    (1, "two"),
    [1.0, [2, None]],
    {"a": (1,), 2: "b"},
    float("inf"),
    2**62,
    "",
    (),
    [],
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_plain_values_arrive_as_they_are(value):
    pair = PeerPair(lambda: value)
    arrived = pair.grader.call(0, ())
    assert arrived == value and type(arrived) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.arange(6).reshape(2, 3).T,
        np.float32([1, np.nan]),
        np.array(True),
        np.zeros((0, 3)),
        np.int16(7),
        np.float64(2),
        np.arange(4, dtype=">f8"),
        np.array([1 + 2j]),
        np.ma.masked_array([1.0, 2.0]),
    ],
    ids=repr,
)
def test_arrays_arrive_as_they_are(array):
    arrived = PeerPair(lambda: array).grader.call(0, ())
    assert np.array_equal(arrived, np.asarray(array), equal_nan=True) and arrived.shape == array.shape
    assert arrived.dtype == array.dtype.newbyteorder("=") and isinstance(arrived, np.generic) == isinstance(
        array, np.generic
    )


def test_weights_arrive_as_weights():
    arrived = PeerPair(lambda: Weights(np.ones((1, 2)), np.eye(2), np.zeros(2))).grader.call(0, ())
    assert isinstance(arrived, Weights) and np.array_equal(arrived.Wh, np.eye(2)) and arrived.Wo is None


class Strange:
    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


@pytest.mark.parametrize(
    "value",
    [Strange(), {1, 2}, b"bytes", object(), 2**70, range(3), np.array([Strange()]), np.array("2020", "M8[Y]")],
    ids=lambda value: type(value).__name__,
)
def test_everything_else_arrives_as_an_empty_object_of_that_name(value):
    arrived = PeerPair(lambda: value).grader.call(0, ())
    arrived = arrived[0] if isinstance(arrived, list) else arrived
    assert arrived != 1 and not vars(arrived) and not callable(arrived)


def test_a_function_may_be_handed_there_and_back():
    pair = PeerPair(lambda give: give(3) + 1, lambda: abs, lambda function: function(-5))
    assert pair.grader.call(0, (lambda x: x * 10,)) == 31
    assert pair.grader.call(2, (pair.grader.call(1, ()),)) == 5


@pytest.mark.parametrize(
    "error, base",
    [
        (ZeroDivisionError("by zero\nand more"), ArithmeticError),
        (UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"), Exception),
        (KeyError("x"), KeyError),
        (type("Own", (Exception,), {})("mine"), Exception),
        (SystemExit(1), Exception),
    ],
    ids=repr,
)
def test_exceptions_arrive_by_name(error, base):
    def fail():
        raise error

    with pytest.raises(base) as caught:
        PeerPair(fail).grader.call(0, ())
    assert type(caught.value).__name__ == type(error).__name__ and str(caught.value) == str(error).splitlines()[0]


def test_changes_in_place_arrive():
    array, copy = np.zeros(3), np.zeros(3)
    PeerPair(lambda x, y: x.fill(7)).grader.call(0, (array, (copy,)))
    assert array.tolist() == [7, 7, 7] and copy.tolist() == [0, 0, 0]


ARRAY = ["array", "<f8", [2], base64.b64encode(np.ones(2).tobytes()).decode()]


@pytest.mark.parametrize(
    "tree",
    [
        None,
        7,
        [],
        ["int"],
        ["int", "7"],
        ["int", True],
        ["float", 1],
        ["float", "nan"],
        ["str", 7],
        ["literal", "exit()"],
        ["list", 7],
        ["list", [7]],
        ["tuple", "ab"],
        ["weights", []],
        ["dict", [[1]]],
        ["dict", [[["list", []], ["int", 1]]]],
        ["dict", 3],
        ["function", "0", "f"],
        ["function", 0],
        ["yours", 0],
        ["yours", -1],
        ["object", "x"],
        [["array"], 1],
        ["array", "<f8", [2], "!"],
        ["array", "<f8", [3], ARRAY[3]],
        ["array", "O", [2], ARRAY[3]],
        ["array", "<f8", [-2], ARRAY[3]],
        ["array", "<f8", [2.0], ARRAY[3]],
        ["array", "<f8", [1] * 64 + [2], ARRAY[3]],
        ["array", "<f8", 2, ARRAY[3]],
        ["array", ["<f8"], [2], ARRAY[3]],
        ["array", "<f8,<f8", [1], ARRAY[3]],
        ["array", "<f8", [2], 5],
        ["array", "<f8", [10**30], ""],
    ],
    ids=repr,
)
def test_a_forged_value_is_refused(tree):
    with pytest.raises(MalformedMessage):
        RpcPeer(None, None, Weights).decode(tree)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"no",
        b"7",
        b"[]",
        b"{}",
        b"[" * 10**5,
        b'{"call": 0, "arguments": ["list", []]}',
        b'{"call": "0"}',
        b'{"raised": 7}',
        b'{"raised": ["a"]}',
        b'{"result": ["int", 1e999]}',
        b'{"result": ["int", 1], "changed": 5}',
        b'{"result": 5}',
        b"\xff\xfe",
    ],
)
def test_a_forged_message_is_refused(message):
    with pytest.raises(MalformedMessage):
        RpcPeer(lambda: message, lambda data: None, Weights).call(0, ())


@pytest.mark.parametrize("name", ["__class__.__base__", "a b", "", "x" * 1000, 7, None])
def test_a_forged_name_is_not_used(name):
    assert type(RpcPeer(None, None, Weights).decode(["foreign", name])).__name__ == "object"


def test_nothing_forged_can_be_called_by_accident():
    remote = RpcPeer(None, None, Weights).decode(["function", 3, "os.system"])
    assert isinstance(remote, RemoteFunction) and remote.__name__ == "object"


def test_no_message_can_ask_for_the_judge(monkeypatch):
    """The judge offers nothing but what a check has handed over itself."""
    assert RpcPeer(None, None, Weights).functions == []
    answers = iter([json.dumps({"call": number, "arguments": ["list", []]}).encode() for number in range(-3, 3)])
    for _ in range(6):
        with pytest.raises(MalformedMessage):
            RpcPeer(lambda: next(answers), lambda data: None, Weights).call(0, ())
