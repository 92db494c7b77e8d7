"""A small explorer for tests: a slider, a choice and a toggle, and a picture of their values in words."""

from rnnlab.explorer import Choice, Explorer, Slider, Toggle
from rnnlab.pictures import Picture, text


def picture_of_words(t, word="a", loud=False):
    words = f"{word} {t} {'!' if loud else '.'}"
    return Picture(text(20, 20, words), caption=f"It says {words}")


def example_explorer(**controls):
    return Explorer(picture_of_words, **controls or dict(
        t=Slider(0, 3, label="time step t"), word=Choice(["a", "b"]), loud=Toggle(label="loud")))
