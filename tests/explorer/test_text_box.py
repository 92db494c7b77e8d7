"""The text box as a widget: it draws what is typed, says what it cannot draw, and stores its first picture."""

import pytest

from rnnlab.explorer import TextBox
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from rnnlab.pictures import Picture, text


def shout(words):
    if "?" in words:
        raise ValueError("no questions")
    return Picture(text(10, 10, words.upper()), caption=f"It shouts {words}", width=200, height=30 + len(words))


def test_it_draws_its_first_text():
    box = TextBox(shout, label="word", text="hello")
    assert (box.label, box.text, box.caption, box.size) == ("word", "hello", "It shouts hello", [200, 35])
    assert box.marks == shout("hello").marks and "HELLO" in box.marks


def test_what_the_browser_sends_is_drawn():
    box = TextBox(shout, label="word", text="hello")
    box.set_state({"text": "good bye"})
    assert (box.caption, box.size) == ("It shouts good bye", [200, 38]) and "GOOD BYE" in box.marks


def test_what_cannot_be_drawn_is_said_and_the_next_text_is_drawn_again():
    box = TextBox(shout, label="word", text="hello")
    box.set_state({"text": "who?"})
    assert (box.marks, box.size, box.caption) == ("", [0, 0], "This cannot be read: no questions.")
    box.set_state({"text": "me"})
    assert "ME" in box.marks and box.caption == "It shouts me"


def test_an_error_in_the_drawing_itself_is_not_hidden():
    with pytest.raises(AttributeError):
        TextBox(lambda words: words.shout(), label="word", text="hello")


def test_a_page_without_a_kernel_has_the_first_picture():
    box = TextBox(shout, label="word", text="hello")
    box.text = "other"
    bundle, _ = box._repr_mimebundle_()
    assert bundle["text/plain"] == "It shouts hello" and "![It shouts hello](data:" in bundle["text/markdown"]
    assert WIDGET_VIEW in bundle
