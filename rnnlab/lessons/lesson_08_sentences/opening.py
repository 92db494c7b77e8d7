"""The picture that lesson 8 opens with."""

from rnnlab.explorer import Explorer
from rnnlab.lessons.lesson_08_sentences.explorer import explore_sentences


def show_opening() -> Explorer:
    """A trained network that reads a dozen sentences, word by word."""
    return explore_sentences()
