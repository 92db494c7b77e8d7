"""Where a function has failed is found however it is written, and told in a sentence with names and shapes."""

import numpy as np
import pytest

from rnnlab.exercises.call_result import call_safely
from rnnlab.exercises.error_sentences import sentence_for
from rnnlab.exercises.failure import Failure, failure_of

x, W, X = np.ones(3), np.ones((4, 5)), np.ones((6, 3))


def failure(function):
    try:
        function()
    except Exception as error:
        return failure_of(error)
    raise AssertionError("it did not fail")


def assign():
    H = np.zeros((5, 6, 4))
    H[1] = np.ones((5, 4))


def assign_beyond():
    H = np.zeros((6, 4))
    t = 6
    H[t] = 1


def into_empty_list():
    H = []
    t = 2
    H[t] = 1


def add_in_place():
    z = np.ones(3)
    z += W


def add_to_whole_numbers():
    z = np.zeros(3, int)
    z += 0.5


def of_a_helper():
    def product(a, b):
        return a @ b

    return product(x, W)


PRODUCT = ("product", ((3,), (4, 5)), ())
FAILURES = {
    "@": (lambda: x @ W, PRODUCT),
    "np.dot": (lambda: np.dot(x, W), PRODUCT),
    ".dot": (lambda: x.dot(W), PRODUCT),
    "np.matmul": (lambda: np.matmul(x, W), PRODUCT),
    "einsum": (lambda: np.einsum("i,ij->j", x, W), PRODUCT),
    "tensordot": (lambda: np.tensordot(x, W, 1), PRODUCT),
    "within a sum": (lambda: np.tanh(1 + (x @ W) + 2), PRODUCT),
    "in a generator": (lambda: list(row @ W for row in X), PRODUCT),  # noqa: C400
    "in a helper": (of_a_helper, PRODUCT),
    "transposed": (lambda: x @ W.T[:2], ("product", ((3,), (2, 4)), ())),
    "a number": (lambda: X[0, 1] @ W, ("product", ((), (4, 5)), ())),
    "a sum": (lambda: x + W, ("arithmetic", ((3,), (4, 5)), ())),
    "a comparison": (lambda: x == W[:, :2], ("arithmetic", ((3,), (4, 2)), ())),
    "in place": (add_in_place, ("arithmetic", ((3,), (4, 5)), ())),
    "an index": (lambda: X[6], ("index", ((6, 3),), (6,))),
    "behind a colon": (lambda: X[:, 3], ("index", ((6, 3),), (None, 3))),
    "too many": (lambda: x[0, 1], ("index", ((3,),), (0, 1))),
    "an assignment": (assign, ("assignment", ((6, 4), (5, 4)), ())),
    "an index that is written to": (assign_beyond, ("index", ((6, 4),), (6,))),
    "an empty list": (into_empty_list, ("index", ((0,),), (2,))),
    "an array of indices": (lambda: X[:, np.array([1, 5])], ("index", ((6, 3),), (None, 5))),
    "behind dots": (lambda: X[..., np.newaxis, 3], ("index", ((6, 3),), (None, 3))),
    "unpaired indices": (lambda: X[[1, 2], [0, 1, 2]], ("index", ((6, 3), (2,), (3,)), (None, None))),
}


@pytest.mark.parametrize("function, expected", FAILURES.values(), ids=FAILURES)
def test_the_place_is_found(function, expected):
    found = failure(function)
    assert (found.operation, tuple(shape for _, shape in found.operands), found.asked) == expected
    assert found.describe().startswith("**") and found.expression


def test_the_same_place_is_the_same_however_it_is_written():
    places = [failure(function) for function, expected in FAILURES.values() if expected == PRODUCT]
    assert all(one.same_place(other) for one in places for other in places)
    assert not places[0].same_place(failure(lambda: X @ W)) and not places[0].same_place(failure(lambda: x + W))


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda: x @ W, ["`x @ W`", "`x` has shape `(3,)`", "`W` has shape `(4, 5)`"]),
        (lambda: X[0, 1] @ W, ["`X[0, 1]` is a single number"]),
        (lambda: X[len(X)], ["There is no `X[len(X)]`"]),
        (lambda: X[6], ["axis 0 of `X`, of shape `(6, 3)`, ends at index 5", "asked for index 6"]),
        (lambda: x[0, 1], ["takes 1 indices, not 2"]),
        (lambda: W[np.array([[1, 4]])], ["axis 0 of `W`, of shape `(4, 5)`, ends at index 3", "asked for index 4"]),
        (lambda: X[[1, 2], [0, 1, 2]], ["`[1, 2]` has shape `(2,)` and `[0, 1, 2]` has shape `(3,)`", "paired"]),
        (lambda: np.inner(x, np.ones((3, 5))), ["multiplied and added up together differ in length"]),
        (lambda: None @ W, ["**`None` is `None` here:**", "`H.append(h)`"]),
        (into_empty_list, ["`H` is empty"]),
        (assign, ["`H[1] = np.ones((5, 4))`", "`H[1]` has shape `(6, 4)`"]),
    ],
)
def test_it_is_told_with_names_and_shapes(function, words):
    message = failure(function).describe()
    assert all(word in message for word in words), message


@pytest.mark.parametrize("function, words", [
    (lambda: X ^ 2, "**In Python `^` is no power.**"),
    (lambda: 1.5 ^ 2, "**In Python `^` is no power.**"),
    (lambda: 2 ** -np.arange(3), "Integers to negative integer powers"),
    (lambda: 1 / 0, "division by zero"),
    (lambda: [1, 2] @ np.array([1, 2]).tolist(), "**Lists do not compute.**"),
    (lambda: [1, 2] - [1, 2], "**Lists do not compute.**"),
    (lambda: np.einsum("ij,jk", x, W), "**The letters that `einsum` is given do not match the arrays.**"),
    (lambda: X[1.5], "**An index is no whole number.**"),
    (lambda: list(x)[len(x) / 2], "**An index is no whole number.**"),
    (add_to_whole_numbers, "**An array of whole numbers cannot take these numbers.**"),
    (lambda: None.append(3), "**There is `None` where a value is needed.**"),
    (lambda: X.permute(1, 0), "**A NumPy array has no `permute`.**"),
    (lambda: X.mean(dim=1), "**NumPy does not know `dim`.**"),
    (lambda: np.mm(x, W), "**NumPy has no `np.mm`.**"),
    (lambda: X.transpose(6, 3), "**There is no axis 6.**"),
    (lambda: X.transpose(0, 1, 2), "**`transpose` takes each axis of the array once,**"),
    (lambda: X.transpose(0, 0), "**`transpose` takes each axis of the array once,**"),
    (lambda: np.concatenate([X, W]), "**The arrays to be put together differ in length along axis 1:** 3 and 5."),
    (lambda: (lambda a: a)(1, 2), "**A function is called with 2 arguments, and takes 1.**"),
    (lambda: (lambda a: a)(), "Missing: 'a'."),
    (lambda: eval("np.tanh(0)", {}), "**NumPy is not imported here.**"),
    (lambda: eval("Np.tanh(0)", {}), "**There is no `Np` here.**"),
])
def test_where_the_shapes_are_not_the_reason_they_are_not_blamed(function, words):
    result = call_safely(function, ())
    assert words in result.describe(result, 0), result.describe(result, 0)


def test_what_does_more_than_look_up_is_not_done_twice():
    seen = []
    assert failure(lambda: x @ (seen.append(2) or W)).operation == "" and seen == [2]


def test_in_a_comprehension_the_error_becomes_a_sentence():
    """From Python 3.12 on its variable is gone when the error arrives."""
    result = call_safely(lambda: [row @ W for row in X], ())
    assert result.describe(result, 0).startswith(("**This product cannot", "**A matrix product cannot"))


def test_without_its_source_the_instruction_is_known():
    names = {"np": np, "X": X}
    exec("def read(): return X[6]\ndef write(): X[6] = 1", names)
    assert failure(names["read"]).operation == failure(names["write"]).operation == ""
    assert failure(names["read"]).instruction != failure(names["write"]).instruction


def test_a_learners_object_that_answers_to_nothing():
    class Strange:
        def __matmul__(self, other):
            raise ValueError("no")

        def __array__(self, *args, **kwargs):
            raise RuntimeError("no array")

    strange = Strange()
    assert failure(lambda: strange @ W).operation == "" and Failure().describe() == ""


@pytest.mark.parametrize("function", [function for function, _ in FAILURES.values()], ids=FAILURES)
def test_where_the_place_is_not_known_the_error_becomes_a_sentence(function):
    with pytest.raises((ValueError, IndexError)) as caught:
        function()
    error = f"{type(caught.value).__name__}: {str(caught.value).splitlines()[0]}"
    message = sentence_for(error)
    assert f"(`{error}`)" in message, message


def test_other_errors_are_shown_as_they_are():
    assert sentence_for("OSError: `x`") == "**Your function stops with an error:** `OSError: 'x'`"
