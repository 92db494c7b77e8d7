"""The connection between grader and worker: values arrive as they are, and nothing that comes is taken on trust."""

import array
import base64
from collections import UserList, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from rnnlab import Weights
from rnnlab.coursework.sandbox.inside import messages
from rnnlab.coursework.sandbox.inside.messages import Call, MalformedMessage, Result, read_message, write_message
from rnnlab.coursework.sandbox.inside.rpc import RpcPeer
from rnnlab.coursework.sandbox.inside.serialization import MAX_ENTRIES, RemoteFunction, Serializer
from rnnlab.coursework.sandbox.worker_process import HOOKS
from tests.helpers.peer_pair import PeerPair

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


@pytest.mark.parametrize(
    "value, held",
    [
        (np.str_("D"), "D"),
        (np.array("D"), "D"),
        (np.array(list("AB")), ["A", "B"]),
        (np.longdouble(0.5), 0.5),
        (np.array([1, 2], np.longdouble), [1.0, 2.0]),
        (np.clongdouble(1j), 1j),
        (range(3), [0, 1, 2]),
        (deque([1, deque()]), [1, []]),
        (array.array("d", [0.5]), [0.5]),
        (UserList([range(1)]), [[0]]),
        (memoryview(b"a"), [97]),
        (bytearray(b"a"), [97]),
        (Fraction(1, 2), 0.5),
        ([Decimal("0.5")], [0.5]),
        ((np.str_("a"), range(1)), ("a", [0])),
        (1j, 1j),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_count_as_what_they_hold(value, held):
    arrived = PeerPair(lambda: value).grader.call(0, ())
    arrived = arrived.tolist() if isinstance(arrived, np.ndarray | np.generic) else arrived
    assert arrived == held and type(arrived) is type(held)


def test_a_range_without_end_is_too_large():
    with pytest.raises(MemoryError):
        PeerPair(lambda: range(10**12)).grader.call(0, ())


def test_weights_arrive_as_weights():
    arrived = PeerPair(lambda: Weights(np.ones((1, 2)), np.eye(2), np.zeros(2))).grader.call(0, ())
    assert isinstance(arrived, Weights) and np.array_equal(arrived.Wh, np.eye(2)) and arrived.Wo is None


class Strange:
    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


@pytest.mark.parametrize(
    "value",
    [Strange(), {1, 2}, b"bytes", object(), 2**70, {1: 2}.keys(), np.array([Strange()]), np.array("2020", "M8[Y]")],
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
        ["array", "<f8", [0, 10**30], ""],
        ["array", "|b1", [1], "Ag=="],
        ["array", "<f8", [2]],
        ["int", 2**63],
        ["int", -(10**400)],
        ["int", 1, 2],
        ["literal", "None", 1],
        ["literal", ["None"]],
        ["str", "a", "b"],
        ["list", [], []],
        ["weights", [["int", 1]] * 6],
        ["dict", [[["int", number], ["int", 1]] for number in range(MAX_ENTRIES + 1)]],
        ["function", 0, "f", "g"],
        ["foreign", "x", "y"],
        {"int": 7},
    ],
    ids=lambda tree: repr(tree)[:60],
)
def test_a_forged_value_is_refused(tree):
    with pytest.raises(MalformedMessage):
        Serializer(HOOKS).decode(tree)


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
        b'{"call": {"function": 0, "arguments": ["list", []]}}',
        b'{"call": {"function": "0", "arguments": ["list", []]}}',
        b'{"call": {"function": true, "arguments": ["list", []]}}',
        b'{"call": {"function": 0}}',
        b'{"raised": 7}',
        b'{"raised": {"report": ["a"]}}',
        b'{"raised": {"report": ["dict", []]}}',
        b'{"result": ["int", 1]}',
        b'{"result": {"value": ["int", 1]}}',
        b'{"result": {"value": ["int", 1e999], "changed": null}}',
        b'{"result": {"value": ["int", 1], "changed": 5}}',
        b'{"result": {"value": ["int", 1], "changed": null, "more": 0}}',
        b'{"result": {"value": ["int", 1], "changed": null}, "raised": {"report": null}}',
        b'{"result": {"value": 5, "changed": null}}',
        b'{"settings": {}}',
        b"\xff\xfe",
    ],
)
def test_a_forged_message_is_refused(message):
    with pytest.raises(MalformedMessage):
        RpcPeer(lambda: message, lambda data: None, HOOKS).call(0, ())


def test_the_arguments_of_a_call_are_a_list():
    called = write_message(Call(0, ["int", 7]))
    with pytest.raises(MalformedMessage):
        RpcPeer(lambda: called, lambda data: None, HOOKS, [print]).call(0, ())


@pytest.mark.parametrize("limit, size", [("MAX_MESSAGE_BYTES", 100), ("MAX_LISTS", 20)])
def test_a_message_that_is_too_large_is_neither_sent_nor_read(limit, size, monkeypatch):
    """Neither as text nor as many small lists, each of which takes more memory than it has letters."""
    message, small = Result([["int", 1]] * 20, None), Result(["int", 1], None)
    data = write_message(message)
    assert read_message(data) == message
    monkeypatch.setattr(messages, limit, size)
    assert read_message(write_message(small)) == small
    with pytest.raises(MalformedMessage):
        read_message(data)
    with pytest.raises(MemoryError):
        write_message(message)


def test_a_dictionary_has_no_more_entries_than_can_be_compared():
    """Keys may be forged that collide, so that each is compared with all others."""
    many = {(number,): 0 for number in range(MAX_ENTRIES)}
    assert PeerPair(lambda: many).grader.call(0, ()) == many
    with pytest.raises(MemoryError):
        PeerPair(lambda: many | {"one more": 0}).grader.call(0, ())


def test_a_type_of_one_name_is_made_once():
    one, other = Serializer(HOOKS).decode(["list", [["foreign", "Own"], ["foreign", "Own"]]])
    assert type(one) is type(other) and one is not other


@pytest.mark.parametrize("name", ["__class__.__base__", "a b", "", "x" * 1000, 7, None])
def test_a_forged_name_is_not_used(name):
    assert type(Serializer(HOOKS).decode(["foreign", name])).__name__ == "object"


def test_nothing_forged_can_be_called_by_accident():
    remote = Serializer(HOOKS).decode(["function", 3, "os.system"])
    assert isinstance(remote, RemoteFunction) and remote.__name__ == "object"


def test_no_message_can_call_the_grader(monkeypatch):
    """The grader offers nothing but what a check has handed over itself."""
    assert Serializer(HOOKS).functions == []
    answers = iter([write_message(Call(number, ["list", []])) for number in range(-3, 3)])
    for _ in range(6):
        with pytest.raises(MalformedMessage):
            RpcPeer(lambda: next(answers), lambda data: None, HOOKS).call(0, ())


@pytest.mark.parametrize("text", ["\ud800", "a\udcffb", "\ud83d\ude00", "\udfff" * 400])
def test_no_text_arrives_that_no_encoder_takes(text):
    """As a result, inside one, as a key, and as the words of an exception."""

    def fail():
        raise ValueError(text)

    pair = PeerPair(lambda: [text, {text: (text,)}])
    for value in str(pair.grader.call(0, ())), repr(pair.grader.call(0, ())[1]):
        assert value.encode("utf-8") and "\\ud" not in value
    with pytest.raises(ValueError) as caught:
        PeerPair(fail).grader.call(0, ())
    assert str(caught.value).encode("utf-8")
