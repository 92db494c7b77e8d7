"""Controls: their values, and those that are refused."""

import pytest

from rnnlab.explorer import Choice, Explorer, Slider, Toggle
from tests.helpers.example_explorer import example_explorer, picture_of_words


@pytest.mark.parametrize("control, values", [
    (Slider(0, 3), (0, 1, 2, 3)), (Slider(-1, 1, 0.5), (-1, -0.5, 0, 0.5, 1)), (Slider(1, 6, 2), (1, 3, 5)),
    (Slider([1, 10, 100]), (1, 10, 100)), (Slider(0, 0.3, 0.1), (0, 0.1, 0.2, 0.3)), (Slider(5, 5), (5,)),
    (Choice(["x", "y"]), ("x", "y")), (Toggle(), (False, True))])
def test_controls_have_these_values(control, values):
    assert control.values == values


@pytest.mark.parametrize("controls, message", [
    (dict(t=Slider(3, 0)), "control t: its range is empty"),
    (dict(t=Slider([])), "control t: its range is empty"),
    (dict(t=Slider(0, 3, 0)), "control t: its range is empty"),
    (dict(t=Slider(0, 3, -1)), "control t: its range is empty"),
    (dict(t=Slider(0, float("inf"))), "control t: its range is empty"),
    (dict(t=Slider(0, float("nan"))), "control t: its range is empty"),
    (dict(t=Slider(0, 3), word=Choice([])), "control word: its range is empty"),
    (dict(t=Slider(0, 3, value=4)), r"control t: 4 is not one of its values \(0 to 3\)"),
    (dict(t=Slider(0, 3, value=True)), "control t: True is not one of its values"),
    (dict(t=Slider(0, 3), word=Choice(["a"], value="c")), "control word: 'c' is not one of its values"),
    (dict(t=Slider(0, 3), loud=Toggle(value=2)), "control loud: 2 is not one of its values"),
    (dict(t=Slider([1, 2, 1])), "control t: 1 is there twice"),
    (dict(t=Slider(0, 3, label="x"), word=Choice(["a"], label="x")), "control word has the label 'x'.*control t"),
    (dict(t=Slider(0, 3), word=Choice(["a"], label="t")), "control word has the label 't'"),
    (dict(t=Slider(0, 3), size=Slider(0, 3)), "control size: no picture function takes it"),
    (dict(word=Choice(["a"])), "control t: the picture function takes it, but it is not there"),
    (dict(t=Slider(0, 30_000)), "control t: with its 30001 values there would be 30,001 frames")])
def test_bad_controls_are_named(controls, message):
    with pytest.raises(ValueError, match=message):
        example_explorer(**controls)


def test_two_controls_of_one_name_cannot_be():
    controls = {"t": Slider(0, 1)}
    with pytest.raises(TypeError, match="t"):
        Explorer(picture_of_words, **controls, **controls)


def test_a_slider_with_one_end_is_named():
    with pytest.raises(TypeError, match="a Slider has two ends or a sequence of stops, this one has only 5"):
        Slider(5)


def test_what_is_no_control_is_named():
    with pytest.raises(TypeError, match="control t has to be a Slider, Choice or Toggle, this is a range"):
        example_explorer(t=range(3))
