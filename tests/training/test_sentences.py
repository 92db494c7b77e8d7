"""The grammar of the sentences, their labels, and their words as one-hot rows."""

import numpy as np
import pytest

from rnnlab.training.sentences import WORDS, encode_sentences, sentences


def test_all_are_different_and_half_are_good_news():
    texts, Y = sentences()
    assert len(set(texts)) == len(texts) == 2520 and Y.shape == (2520, 1) and Y.mean() == 0.5
    assert {len(text.split()) for text in texts} == set(range(3, 10)) and len(WORDS) == 22


def flat():
    texts, Y = sentences()
    return texts, Y[:, 0]


@pytest.mark.parametrize("text, good", [
    ("i am good", 1), ("i am not good", 0), ("it is not at all bad", 1), ("you are very sad now", 0),
    ("this was good but not happy", 0), ("this was not kind but not cruel", 1), ("it is not bad but sad", 0),
    ("you are not really happy earlier", 0)])
def test_the_last_adjective_decides_and_a_negation_turns_it(text, good):
    assert dict(zip(*flat()))[text] == good


def independent_label(text):
    """The news of a sentence, read from its last words back."""
    words = text.split()
    place = max(index for index, word in enumerate(words) if word in ("good", "happy", "kind", "bad", "sad", "cruel"))
    clause = words[:place]
    clause = clause[len(clause) - clause[::-1].index("but"):] if "but" in clause else clause
    return (words[place] in ("good", "happy", "kind")) != ("not" in clause)


def test_every_label_is_what_another_reader_says():
    assert all(bool(good) == independent_label(text) for text, good in zip(*flat()))


def test_a_draw_is_seeded_and_without_repetition():
    texts, Y = sentences(400, seed=3)
    assert len(set(texts)) == 400 and texts == sentences(400, seed=3)[0] != sentences(400, seed=4)[0]
    everything = dict(zip(*flat()))
    assert all(everything[text] == good for text, good in zip(texts, Y[:, 0]))


def test_each_word_is_a_one_hot_row_and_padding_is_zero():
    texts = ["I am not bad.", "you are very very very happy"]
    X, lengths = encode_sentences(texts)
    assert X.shape == (2, 6, 22) and lengths.tolist() == [4, 6]
    assert [[WORDS[row.argmax()] for row in X[n, :lengths[n]]] for n in range(2)] == [
        ["i", "am", "not", "bad"], texts[1].split()]
    assert (X.sum(2) == [[1, 1, 1, 1, 0, 0], [1] * 6]).all()
    assert np.array_equal(encode_sentences(texts, T=9)[0], np.pad(X, ((0, 0), (0, 3), (0, 0))))


@pytest.mark.parametrize("texts, T, error, message", [
    ([], None, ValueError, "texts has no sentence"), (["i am good", " ."], None, ValueError, "sentence 1 is empty"),
    (["i am glad"], None, ValueError, "'i am glad' has the word 'glad', which the network has no input for"),
    (["i am not good"], 3, ValueError, "has 4 words, it should have at most T = 3"),
    ("i am good", None, TypeError, "texts is one text")])
def test_what_cannot_be_read_is_named(texts, T, error, message):
    with pytest.raises(error, match=message):
        encode_sentences(texts, T)


@pytest.mark.parametrize("n, error", [(0, ValueError), (2521, ValueError), (1.5, TypeError)])
def test_so_many_cannot_be_drawn(n, error):
    with pytest.raises(error, match="n"):
        sentences(n)
