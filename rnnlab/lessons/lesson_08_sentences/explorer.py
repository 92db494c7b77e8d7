"""Lesson 8's pictures of a sentence: the words, the 64 states, and what the network says after each word."""

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, TextBox
from rnnlab.lessons.lesson_08_sentences.trained_network import read_words
from rnnlab.pictures import Picture, heatmap, path, rect, text
from rnnlab.training.sentences import sentences, split_words

EXAMPLES = ("i am not at all bad", "i am bad", "i am not bad", "this was good", "it is not really good",
            "this was not kind but good", "this was kind but not good", "it is sad but not cruel",
            "you are not very cruel earlier", "i am really happy but sad", "it is not at all happy but not bad",
            "you are not sad but not happy")
STEPS = 9  # the longest sentence of the grammar, to which all are padded
ROW, TOP, BAR, SIDE = 28, 44, 64, 8
BAR_X, WIDTH = 104, 320  # where bars begin, and the words with their bars end
STRIP, STRIP_ROW = 14, 46  # height of a word's states in your own sentence, and of all that it has
MOST_WORDS = 24


def _news(chance):
    return "good news" if chance > 0.5 else "bad news"


def _percent(chance):
    """A chance in per cent; never 0 or 100, which it cannot be."""
    return "over 99 %" if chance > 0.99 else "under 1 %" if chance < 0.01 else f"{100 * chance:.0f} %"


def _bar(x, y, chance):
    """The chance of good news as a bar with its half marked, and in words."""
    return [rect(x, y - 7, BAR, 14, "node"), rect(x, y - 7, BAR * chance, 14, "head accent"),
            path([(x + BAR / 2, y - 11), (x + BAR / 2, y + 11)], "line"),
            text(x + BAR + 8, y, f"{_percent(chance)}: {_news(chance)}", "small")]


def _bar_title(x, y=20):
    return text(x, y, "chance of good news", "small quiet")


def _sentence_frame(sentence, t):
    """The words so far with their bars."""
    reading = read_words(sentence, T=STEPS)
    words, length = [*reading.words, *["(padding)"] * (STEPS - len(reading.words))], len(reading.words)
    parts = [text(12, 20, "words", "small quiet"), _bar_title(BAR_X)]
    for step, word in enumerate(words, 1):
        y = TOP + ROW * (step - 1) + ROW / 2
        if step == t:
            parts.append(rect(4, y - ROW / 2 + 1, WIDTH - 8, ROW - 2, "panel", 4))
        parts.append(text(12, y, word, "" if step <= min(t, length) else "quiet"))
        if step <= t:
            parts += _bar(BAR_X, y, reading.chances[step])
    return Picture(parts, caption=_caption(reading, t, length), width=WIDTH, height=TOP + ROW * STEPS + 12)


def _states_frame(sentence, t):
    """The states after word t as a square."""
    states = read_words(sentence, T=STEPS).H[t].reshape(SIDE, SIDE)
    return Picture(heatmap(WIDTH + 16, TOP, states, vmax=1, cell=(31, 31), numbers=False),
                   text(WIDTH + 16, 20, f"the 64 states h_{t}, blue −1 to orange +1", "small quiet"),
                   left=WIDTH, width=WIDTH + 16 + 31 * SIDE + 16, height=TOP + ROW * STEPS + 12)


def _caption(reading, t, length):
    chance = reading.chances[t]
    if t == 0:
        return "No word is read yet: all 64 states are 0."
    said = f"a chance of {_percent(chance)} of good news: {_news(chance)}."
    if t < length:
        return f"After “{' '.join(reading.words[:t])}” the network gives {said}"
    whole = " ".join(reading.words)
    if t == length:
        right = _news(_known()[whole])
        verdict = "It is right." if right == _news(chance) else f"It is wrong: the grammar says {right}."
        return f"“{whole}” is read. The network gives {said} {verdict}"
    return (f"The sentence ended {t - length} step{'s' if t > length + 1 else ''} ago, and the state moves on over the "
            f"padding. A reader must not read it here, where it gives {said}")


def _known():
    texts, Y = sentences()
    return dict(zip(texts, Y[:, 0]))


def explore_sentences():
    """Choose a sentence and go through it word by word: the verdict and the 64 states after each.

    Returns
    -------
    Explorer
        With the controls ``sentence`` and ``t``.
    """
    return Explorer([[_sentence_frame], [_states_frame]], sentence=Choice(EXAMPLES, label="sentence"),
                    t=Slider(0, STEPS, label="step t", value=6, play=True))


def read_sentence(sentence, weights=None):
    """Draw what a network makes of your own sentence, a row for each word.

    Parameters
    ----------
    sentence : str
        Words that the network has inputs for, in any order.
    weights : Weights, optional
        Your network. The trained one of this lesson if not given.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the sentence is empty, has more than 24 words, or a word that the network has no input for.
    """
    if not split_words(sentence):
        raise ValueError("sentence is empty, it should have a word or more")
    reading = read_words(sentence, weights)
    if len(reading.words) > MOST_WORDS:
        raise ValueError(f"sentence has {len(reading.words)} words, it should have at most {MOST_WORDS}")
    M = reading.H.shape[1]
    parts = [text(12, 20, f"words, and the {M} states after each", "small quiet"), _bar_title(BAR_X, 38)]
    for step, word in enumerate(reading.words, 1):
        y = TOP + STRIP_ROW * (step - 1) + 22
        parts += [text(12, y, word), *_bar(BAR_X, y, reading.chances[step]),
                  heatmap(12, y + 12, reading.H[step][None], vmax=1, cell=((WIDTH - 24) / M, STRIP), numbers=False)]
    before, after = reading.chances[:-1], reading.chances[1:]
    largest = int(np.abs(np.log(after / (1 - after)) - np.log(before / (1 - before))).argmax())
    caption = (f"“{' '.join(reading.words)}”: {_percent(after[-1])} chance of good news, so the network says "
               f"{_news(after[-1])}. Word {largest + 1}, “{reading.words[largest]}”, moved its logit most.")
    return Picture(parts, caption=caption, width=WIDTH)


def type_sentences():
    """Show a box for your own sentences: each is read when you press Enter.

    Returns
    -------
    TextBox
    """
    return TextBox(read_sentence, label="your sentence", text="i am not at all bad")
