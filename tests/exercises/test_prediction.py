"""A prediction beside the truth, in one sentence, with a line for a common wrong guess."""

import importlib
import pkgutil
import re

import numpy as np
import pytest

import rnnlab.lessons
from rnnlab.exercises import Prediction, Predictions, reveal
from rnnlab.exercises.answer_values import same_value
from rnnlab.lessons import LESSONS

FOLDERS = [module.name for module in pkgutil.iter_modules(rnnlab.lessons.__path__)
           if re.match("lesson_0[1-9]", module.name)]
LESSON = Predictions(
    count=Prediction(57, {45: "The readout counts too.", 52: "bh is missing."}),
    shape=Prediction((4, 5), {(5,): "One sample."}),
    works=Prediction(False, {True: "It is symmetric."}),
    way=Prediction("down", {"up": "U is negative."}),
    many=Prediction(20, {0: "Nothing is.", 25: "Guessing."}, choices=(0, 5, 20, 25)),
    where=Prediction("most", {"none": "As drawn."}, choices=("none", "most")),
)


@pytest.mark.parametrize("guess, sentence", [
    (57, "You predicted it: the answer is 57."), (60, "You predicted 60. The answer is 57."),
    ("many", "You predicted 'many'. The quotes make it text: write a number without them. The answer is 57."),
    ("57", "You predicted '57'. The quotes make it text; without them it is right: the answer is 57."),
    (len, "You predicted <built-in function len>. The answer is 57."),
])
def test_reveal(guess, sentence):
    assert str(reveal(guess, 57)) == sentence == reveal(guess, 57)._repr_markdown_()


@pytest.mark.parametrize("unanswered", [..., None])
@pytest.mark.parametrize("shown", [reveal(..., 57), LESSON.reveal(..., 57, "count")])
def test_what_is_not_predicted_yet_stays_folded(unanswered, shown):
    assert str(shown) == repr(shown) == "You have not predicted yet."
    markdown = shown._repr_markdown_()
    assert markdown.startswith("You have not predicted yet.\n\n<details><summary>The answer</summary>")
    assert "57" not in markdown.split("<details>")[0] and "\nThe answer is 57.\n" in markdown


@pytest.mark.parametrize("guess, words", [
    ("no", "neither `True` nor `False`"), (np.True_, f"You predicted {np.True_!r}. The"),
    (np.False_, "You predicted it"),
    ("False", "without them it is right"), ("false", "without them it is right"), (0, "neither `True` nor `False`"),
    ("True", "The quotes make it text: write `True` or `False` without them."),
])
def test_reveal_of_a_yes_or_no(guess, words):
    assert words in str(reveal(guess, False))


@pytest.mark.parametrize("guess, truth, words", [
    ("(4, 5)", (4, 5), "without them it is right"), ("(4", (4, 5), "write a tuple without them"),
    (3, "down", "which is not text in quotes"),
    (9, (4, 5), "a number and no tuple"), (["down"], "down", "it is right"),
    ((57,), 57, "without them it is right: the answer is 57."), ([5], 57, "one answer in brackets. The answer is 57."),
    (np.array([False]), False, "without them it is right"),
    ([], 57, "You predicted []. The answer is 57."), (" Down", "down", "You predicted it"),
])
def test_reveal_of_a_shape_or_a_word(guess, truth, words):
    assert words in str(reveal(guess, truth))


@pytest.mark.parametrize("name, guess, truth, reply", [
    ("count", 45, 57, "The readout counts too."), ("count", 45.0, 57, "The readout counts too."),
    ("count", "45", 57, "The readout counts too."), ("count", np.int64(52), 57, "bh is missing."),
    ("shape", [5], (4, 5), "One sample."), ("shape", "(5,)", (4, 5), "One sample."),
    ("works", True, False, "It is symmetric."), ("works", "true", False, "It is symmetric."),
    ("way", "UP ", "down", "U is negative."), ("count", (45,), 57, "The readout counts too."),
    ("count", "[52]", 57, "bh is missing."), ("way", ("up",), "down", "U is negative."),
])
def test_a_common_wrong_guess_is_answered(name, guess, truth, reply):
    assert f"The answer is {truth!r}. {reply}" in str(LESSON.reveal(guess, truth, name))


@pytest.mark.parametrize("name, guess, truth", [
    ("count", 57, 57), ("count", 44, 57), ("works", 1, False), ("count", 45, 58)])
def test_nothing_is_said_to_another_guess_nor_of_another_truth(name, guess, truth):
    assert LESSON.reveal(guess, truth, name).reply == ""


@pytest.mark.parametrize("name, guess, sentence", [
    ("many", 20, "You predicted it: the answer is 20."),
    ("many", 20.6, "You predicted 20.6, and the nearest choice is 20: the answer is 20."),
    ("many", 24.75, "You predicted 24.75, and the nearest choice is 25. The answer is 20. Guessing."),
    ("many", 25, "You predicted 25. The answer is 20. Guessing."),
    ("many", 30, "You predicted 30, which is none of the choices. The answer is 20."),
    ("many", float("inf"), "You predicted inf, which is none of the choices. The answer is 20."),
    ("where", "all", "You predicted 'all', which is none of the choices. The answer is 'most'."),
    ("where", "None", "You predicted 'None'. The answer is 'most'. As drawn."),
])
def test_what_is_none_of_the_choices_is_told(name, guess, sentence):
    assert str(LESSON.reveal(guess, LESSON.by_name[name].truth, name)) == sentence


def test_older_notebooks_name_no_prediction():
    assert str(LESSON.reveal(45, 57)) == "You predicted 45. The answer is 57."
    with pytest.raises(ValueError, match="there is no prediction 'size' here, there are count, shape, works, way"):
        LESSON.reveal(45, 57, "size")


def all_predictions():
    for folder in FOLDERS:
        lesson = importlib.import_module(f"rnnlab.lessons.{folder}.predictions").predictions
        yield from ((f"{folder[7:9]} {name}", lesson, name, prediction) for name, prediction in lesson.by_name.items())


EVERY_PREDICTION = list(all_predictions())


def test_every_lesson_has_predictions():
    assert len(FOLDERS) == len(LESSONS) and len(EVERY_PREDICTION) >= 30


@pytest.mark.parametrize("lesson, name, prediction", [case[1:] for case in EVERY_PREDICTION],
                         ids=[case[0] for case in EVERY_PREDICTION])
def test_every_prediction_of_every_lesson_answers(lesson, name, prediction):
    yes_or_no = isinstance(prediction.truth, bool) or prediction.truth in ("up", "down", "larger", "smaller")
    assert len(prediction.replies) >= (1 if yes_or_no else 2)
    for wrong, line in prediction.replies.items():
        assert not same_value(wrong, prediction.truth, 1e-6), wrong
        shown = lesson.reveal(wrong, prediction.truth, name)
        assert str(shown).endswith(f"The answer is {prediction.truth!r}. {line}")
        assert line[0].isupper() or line[0] in "0123456789`" or line.startswith(("relu", "bh", "bo"))
        assert line.endswith(".") and len(line) < 250
