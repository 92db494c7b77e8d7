"""Lesson 8: what its pictures show is what the package computes; its published mistake; its exercises."""

import json
import linecache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlab.exercises import FunctionExercise
from rnnlab.lessons.lesson_08_sentences import explore_sentences, explore_way_back, read_sentence, type_sentences
from rnnlab.lessons.lesson_08_sentences.exercise_1_way_back import way_back_right
from rnnlab.lessons.lesson_08_sentences.exercise_3_hiding_matrix import difference_at
from rnnlab.lessons.lesson_08_sentences.exercises import check, exercises
from rnnlab.lessons.lesson_08_sentences.explorer import EXAMPLES, STEPS
from rnnlab.lessons.lesson_08_sentences.jacobian_explorer import GAINS, STARTS, example_network, singular_values
from rnnlab.lessons.lesson_08_sentences.line_changes import SUSPECTED, try_suspected, with_line
from rnnlab.lessons.lesson_08_sentences.predictions import predictions
from rnnlab.lessons.lesson_08_sentences.published_way_back import way_back_with
from rnnlab.lessons.lesson_08_sentences.trained_network import (
    draw_start,
    read_words,
    share_right,
    split_sentences,
    trained_network,
)
from rnnlab.network.activations import sigmoid
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.forward import forward, predict
from rnnlab.network.gradient_check import compare_gradients
from rnnlab.network.numerical_gradients import difference_quotients
from rnnlab.network.weights import Weights
from rnnlab.training.sentences import WORDS, encode_sentences, sentences
from tests.helpers.svg_checks import faults, faults_of, visible, words

# The trained network

def test_the_trained_network_reads_nearly_all_sentences():
    assert share_right(sentences()) >= 0.95
    assert [share_right(part) >= 0.94 for part in split_sentences()] == [True, True]


def test_a_network_that_knows_nothing_is_noticed():
    assert share_right(sentences(), draw_start()) < 0.6


def test_its_numbers_are_rounded():
    assert all(np.array_equal(array, np.round(array, 2)) for array in trained_network())
    assert trained_network().Wx.shape == (len(WORDS), 64)


def test_seen_and_held_back_sentences_are_apart():
    (seen, _), (held_back, _) = split_sentences()
    assert (len(seen), len(held_back)) == (400, 2120) and not set(seen) & set(held_back)


@pytest.mark.parametrize("text", ["i am bad", "it is not at all happy but not bad"])
def test_a_sentence_is_read_as_predict_reads_its_beginnings(text):
    reading = read_words(text)
    beginnings = [" ".join(reading.words[:t]) for t in range(1, len(reading.words) + 1)]
    X, lengths = encode_sentences(beginnings)
    assert np.allclose(reading.chances[1:], sigmoid(predict(X, trained_network(), lengths=lengths)[:, 0]))
    assert reading.chances[0] == sigmoid(trained_network().bo)[0] and not reading.H[0].any()


# The pictures

@pytest.mark.parametrize("explore", [explore_sentences, explore_way_back])
def test_every_frame_is_sound_and_an_explorer_is_small(explore):
    explorer = explore()
    assert faults_of(explorer) == []
    assert len(json.dumps(explorer.frames, ensure_ascii=False).encode()) < 1_000_000


def level(value):
    return round(10 * value)


@pytest.mark.parametrize("sentence", EXAMPLES)
def test_the_64_states_are_those_of_the_forward_pass(sentence):
    explorer, reading = explore_sentences(), read_words(sentence, T=STEPS)
    for t in range(STEPS + 1):
        shown = [node.get("class").split()[-1] for node in visible(explorer.svg(sentence=sentence, t=t), "cell")]
        assert len(shown) == 64
        assert sum(name != f"v{level(h)}" for name, h in zip(shown, reading.H[t])) <= 1  # a level's border


def test_the_verdict_moves_with_the_words():
    explorer = explore_sentences()
    assert explorer.caption(t=0) == "No word is read yet: all 64 states are 0."
    assert "After “i am not” the network gives a chance of 96 % of good news: good news." in explorer.caption(t=3)
    assert "is read. The network gives a chance of over 99 % of good news: good news. It is right" in explorer.caption()
    wrong = explorer.caption(sentence="i am not bad", t=4)
    assert "bad news. It is wrong: the grammar says good news." in wrong
    assert "The sentence ended 1 step ago" in explorer.caption(sentence="i am not bad", t=5)
    assert "The sentence ended 5 steps ago" in explorer.caption(sentence="i am not bad", t=9)
    assert [line for line in words(explorer.svg(t=9)) if line == "(padding)"] == ["(padding)"] * 3
    assert sum("news" in line for line in words(explorer.svg(t=4))) == 4 + 1  # four verdicts and the title


def test_a_sentence_of_your_own_has_a_row_a_word():
    picture = read_sentence("You are very, VERY sad!")
    assert faults(picture.svg(), picture.caption) == []
    assert [line for line in words(picture.svg()) if line in WORDS] == ["you", "are", "very", "very", "sad"]
    assert len(visible(picture.svg(), "cell")) == 5 * 64
    reading = read_words("you are very very sad")
    logits = np.log(reading.chances / (1 - reading.chances))
    largest = int(np.abs(np.diff(logits)).argmax())
    assert f"Word {largest + 1}, “{reading.words[largest]}”, moved its logit most." in picture.caption


def test_your_own_network_can_read_it():
    assert read_sentence("i am good", draw_start()).caption != read_sentence("i am good").caption


@pytest.mark.parametrize("text, message", [
    ("i am glad", "'glad'"), ("", "sentence is empty"), (" . ", "sentence is empty"),
    ("not " * 25 + "bad", "has 26 words, it should have at most 24")])
def test_what_cannot_be_read_is_named(text, message):
    with pytest.raises(ValueError, match=message):
        read_sentence(text)
    box = type_sentences()
    box.text = text
    assert message in box.caption and box.marks == ""


def test_the_text_box_draws_what_is_typed_and_stores_its_first_picture():
    box, picture = type_sentences(), read_sentence("it is sad")
    box.text = "it is sad"
    assert (box.marks, box.size, box.caption) == (picture.marks, [picture.width, picture.height], picture.caption)
    assert "i am not at all bad" in box._repr_mimebundle_()[0]["text/plain"]


# The published mistake

def point(size):
    texts, Y = sentences(6, seed=3)
    X, lengths = encode_sentences(texts)
    return (X, Y, draw_start(1, size)), {"loss": "binary_crossentropy", "lengths": lengths}


@pytest.mark.parametrize("previous, exact", [("right", True), ("untransposed", False), ("none", False)])
def test_the_hand_written_ways_back(previous, exact):
    arguments, settings = point(0.1)
    (loss, found), (right_loss, right) = (function(*arguments, **settings)
                                          for function in (way_back_with(previous), gradients))
    assert np.isclose(loss, right_loss)
    assert [np.allclose(a, b, atol=1e-12) for a, b in zip(found, right)] == [exact] * 3 + [True] * 2


def test_a_check_sees_it_where_the_weights_are_large_enough():
    (X, Y, weights), settings = point(0.3)
    few = Weights(weights.Wx[:, :5], weights.Wh[:5, :5], weights.bh[:5], weights.Wo[:5], weights.bo)
    verdicts = compare_gradients(X, Y, few, gradient=way_back_with("untransposed"), **settings)
    assert [verdicts[name].verdict for name in Weights._fields] == ["wrong"] * 3 + ["exact"] * 2


def numbered(a, b):
    total = a + b  # 1
    return total   # 2


def numbered_twice(a):
    a = a + 1  # 1
    return a   # 1


def test_one_numbered_line_is_changed_and_the_function_stays_as_it_was():
    assert with_line(numbered, 1, "total = a * b")(3, 5) == 15
    assert with_line(numbered, 2, "return [total]")(3, 5) == [8]
    assert numbered(3, 5) == 8 and numbered.__globals__["numbered"] is numbered


@pytest.mark.parametrize("function, number, lines", [(numbered, 3, 0), (numbered_twice, 1, 2)])
def test_a_number_that_is_not_of_one_line_is_refused(function, number, lines):
    with pytest.raises(ValueError, match=f"has {lines} lines of number {number}"):
        with_line(function, number, "pass")


def test_every_line_that_can_be_marked_has_a_suspicion_and_every_wrong_one_a_reply():
    found = predictions.by_name["wrong_line"]
    assert set(found.replies) | {found.truth} == set(SUSPECTED) == set(range(1, 13))
    assert [number for number, line in found.replies.items() if not line.startswith(f"Line {number} is right")] == []


def test_each_suspicion_is_tried_on_the_published_way_back():
    lesson = nbformat.read(Path(__file__).parents[2] / "notebooks/08_sentences.ipynb", 4)
    sources = {cell.id: cell.source for cell in lesson.cells}
    source = "\n".join(["import numpy as np", "from rnnlab import Weights",
                        "from rnnlab.lessons.lesson_08_sentences import loss_and_chance, states_of",
                        sources["l08-code-09"]])
    linecache.cache["lesson 8"] = len(source), None, source.splitlines(True), "lesson 8"
    names = {}
    exec(compile(source, "lesson 8", "exec"), names)
    arguments, settings = point(0.1)
    found = try_suspected(names["way_back"], gradients(*arguments, **settings)[1], *arguments, **settings)
    assert [number for number, (_, wrong) in found.items() if not wrong] == [11]
    assert [number for number, (_, wrong) in found.items() if wrong == ["it does not run"]] == [3, 8]
    assert found[2][1] == ["dWx", "dWh", "dbh", "dbo"]


# Many units

@pytest.mark.parametrize("gain", GAINS)
@pytest.mark.parametrize("start", STARTS)
def test_the_singular_values_are_those_of_the_way_back(start, gain):
    """`backward` sends the 64 rows of an identity matrix back: what arrives is the product itself."""
    X, weights = example_network(start, gain)
    X = np.repeat(X, 64, axis=0)
    dH = backward(X, forward(X, weights)[:, -1] - np.eye(64), weights).dH * 64 * 64 / 2
    for k in (0, 1, 7, 19):
        arrived = np.linalg.svd(dH[:, -1 - k], compute_uv=False)
        assert np.allclose(arrived, singular_values(start, gain)[k], rtol=1e-8, atol=1e-12)


def test_an_orthogonal_start_keeps_more_directions():
    kept = {start: int((singular_values(start, 1.0)[-1] > 0.01).sum()) for start in STARTS}
    assert kept["orthogonal"] > 2 * kept["Gaussian"]
    assert f"{kept['orthogonal']} of 64 directions" in explore_way_back().caption(start="orthogonal")


# The exercises

def test_the_way_back_from_every_word_is_central_differences():
    """Each number added to a sum moves the loss: the products of slopes and states over all words."""
    rng = np.random.default_rng(8)
    slopes, inputs, Wh = (rng.normal(size=size) for size in ((3, 4, 2), (3, 4, 2), (2, 2)))
    lengths = np.array([4, 1, 2])
    words = (np.arange(4) < lengths[:, None])[..., None]

    def states(inputs):
        H = [np.zeros((3, 2))]
        for t in range(4):
            H.append(np.tanh(inputs[:, t] + H[-1] @ Wh))
        return np.stack(H, axis=1)
    expected = difference_quotients(lambda moved: (words * slopes * states(moved)[:, 1:]).sum(), inputs)
    assert np.allclose(way_back_right(slopes, states(inputs), Wh, lengths), expected, atol=1e-7)


def test_huge_logits_give_no_warning():
    exercise = exercises.by_number["8.2"]
    assert isinstance(exercise, FunctionExercise)
    assert exercise.check(lambda Z, Y: (1 / (1 + np.exp(-np.clip(Z, -700, 700))) - Y) / Z.size).points == 2


def test_a_symmetric_matrix_hides_the_mistake_and_an_entry_brings_it_out():
    Wh = np.array([[0.5, 0.3, -0.2], [0.3, -0.4, 0.6], [-0.2, 0.6, 0.1]])
    other = Wh.copy()
    other[0, 1] = 0.8
    assert difference_at(Wh) < 1e-12 and difference_at(other) > 0.1
    assert check("8.3", Wh, other).points == 2
    assert check("8.3", other, Wh).points == 0
