"""Where a student's function has failed comes over the connection, and what is forged stays harmless."""

import numpy as np
import pytest

from rnnlab.coursework.sandbox.inside.messages import Raised, write_message
from rnnlab.coursework.sandbox.inside.rpc import RpcPeer
from rnnlab.coursework.sandbox.inside.serialization import Serializer
from rnnlab.coursework.sandbox.worker_process import HOOKS
from rnnlab.exercises.failure import Failure, failure_of
from tests.helpers.peer_pair import PeerPair


def test_the_place_of_a_failure_comes_over_the_connection():
    x, W = np.ones(3), np.ones((4, 5))
    with pytest.raises(ValueError) as caught:
        PeerPair(lambda: x @ W).grader.call(0, ())
    assert failure_of(caught.value)[:3] == ("product", "x @ W", (("x", (3,)), ("W", (4, 5))))


def raised(failure):
    """What the grader makes of an exception with this failure."""
    report = {"classes": ("ValueError",), "text": "no", "cell": 0, "line": 0, "failure": failure}
    message = write_message(Raised(Serializer(HOOKS).encode(report)))
    with pytest.raises(ValueError) as caught:
        RpcPeer(lambda: message, lambda data: None, HOOKS).call(0, ())
    return failure_of(caught.value)


@pytest.mark.parametrize(
    "failure",
    [
        7,
        None,
        (),
        ("product",),
        ["product", "x", (), (), ""],
        ("product", "`" * 9, 7, (), ""),
        ("index", "x", (("x", ("a",)),), (0,), ""),
        ("index", "x", (("x", (True,)),), (0,), ""),
        ("index", "x", (), (0,), ""),
        ("product", {}, (), (), ""),
        ("product", "x", {}, (), ""),
        ("index", "x" * 9999, (("\ud800`\n" * 50, (1e9,)),), (0.5,), ""),
    ],
    ids=repr,
)
def test_a_forged_failure_is_none(failure):
    assert raised(failure) == Failure()


def test_a_forged_failure_cannot_break_out_of_its_sentence():
    told = raised(("product", "`x` @\n# W" * 90, (("`a`", (3,)), ("\ud800", (4, 5))), (), "CALL")).describe()
    assert told.count("`") == 10 and "\n" not in told and len(told) < 500 and told.encode("utf-8")
