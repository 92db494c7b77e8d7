"""Lesson 1: the counts and shapes that its exercises teach are the ones Keras has."""

import ast
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlab.exercises import seeded_rng
from rnnlab.lessons.lesson_01_shapes import explore_shapes, show_loop, show_opening, sun_over_oslo
from rnnlab.lessons.lesson_01_shapes.exercise_2_parameter_count import COUNT_MISTAKES, count_cases, count_right
from rnnlab.lessons.lesson_01_shapes.exercises import check, exercises
from tests.helpers.svg_checks import faults, words

NOTEBOOK = nbformat.read(Path(__file__).parents[2] / "notebooks" / "01_shapes.ipynb", as_version=4)


@pytest.mark.parametrize(("sizes", "count"), [((1, 10, 3, 5, 2), 57), ((100, 15, 3, 5, 5), 75)])
def test_the_count_of_the_two_published_networks(sizes, count):
    assert count_right(*sizes) == count


@pytest.mark.parametrize("T", [2, 15])
def test_the_count_is_that_of_keras(T):
    from rnnlab.network.keras_reference import build_keras
    for D, M, K in [(3, 5, 2), (3, 5, 5), (1, 1, 1), (7, 6, 2)]:
        assert build_keras(T=T, D=D, M=M, K=K).count_params() == count_right(1, T, D, M, K)


def test_no_two_ways_to_count_agree_on_all_cases():
    cases = [case.arguments for case in count_cases(seeded_rng("1.2"))]
    assert all(len(set(sizes)) == 5 for sizes in cases)
    ways = (count_right, *(mistake.function for mistake in COUNT_MISTAKES))
    assert len({tuple(way(*sizes) for sizes in cases) for way in ways}) == len(ways)
    assert not any(mistake.function(*sizes) == count_right(*sizes) for mistake in COUNT_MISTAKES for sizes in cases)


def test_the_six_shapes_are_those_of_keras():
    from rnnlab.network.keras_reference import build_keras, keras_weights
    shapes = [question.right for question in exercises.by_number["1.1"].questions]
    _, T, D = shapes[0]
    weights = keras_weights(build_keras(T=T, D=D, M=6, K=2))
    assert [array.shape for array in weights] == shapes[1:]


def test_what_comes_out_is_what_keras_puts_out():
    from rnnlab.network.keras_reference import load_keras
    layers = load_keras().layers
    X = np.zeros((6, 8, 3), "float32")
    b = layers.SimpleRNN(4, return_sequences=True)(X)
    _, d = layers.SimpleRNN(4, return_sequences=True, return_state=True)(X)
    found = [layers.SimpleRNN(4)(X).shape, b.shape, d.shape, layers.Dense(2)(b).shape]
    assert check("1.3", *map(tuple, found)).state == "correct"


def test_the_four_calls_do_in_keras_what_the_exercise_says():
    """As the notebook states them: the shapes of the arrays, and the calls."""
    from rnnlab.network.keras_reference import build_keras, keras_weights
    text = next(cell.source for cell in NOTEBOOK.cells if "### 1.4" in cell.source)
    network = build_keras(T=None, D=7, M=12, K=4)
    assert ", ".join(str(array.shape) for array in keras_weights(network)) in text
    runs = {}
    for shape, call in re.findall(r"network\(np\.ones\((\(.*?\))\)\) +# call (\w)", text):
        try:
            runs[call] = network(np.ones(ast.literal_eval(shape), "float32")).shape
        except ValueError:
            continue
    assert list(runs) == ["C"] and check("1.4", "C", tuple(runs["C"])).state == "correct"


def test_no_half_by_luck():
    """A shape counts where its call was found."""
    assert [check("1.4", call, (12, 4)).points for call in "ABCD"] == [0, 0, 2, 0]


def test_a_count_that_is_off_is_no_array():
    verdict = check("1.2", lambda N, T, D, M, K: D * M + M * M + 1)
    assert verdict.message.startswith("**The number is not right.** Yours is ")


def test_a_shape_in_quotes_is_text():
    assert "Answer 4: **This is text.**" in check("1.1", (32, 24, 7), (7, 6), (6, 6), "(6,)", (6, 2), (2,)).message


def test_a_number_in_brackets_is_told_from_a_tuple():
    verdict = check("1.1", (32, 24, 7), (7, 6), (6, 6), (6), (6, 2), (2))  # no tuples: the mistake itself
    assert verdict.points == 2 and "A tuple of one needs a comma" in verdict.message


def test_lists_and_numpy_numbers_count_as_shapes():
    assert check("1.3", [6, 4], tuple(np.array([6, 8, 4])), np.array([6, 4]), (6, 8, 2)).state == "correct"


def test_the_sun_over_oslo_is_where_an_almanac_has_it():
    """The shortest and the longest day of Oslo, to within six minutes and a tenth of a degree, and an equinox."""
    shortest, longest = [9 + 18 / 60, 15 + 12 / 60, 6.65], [2 + 54 / 60, 21 + 44 / 60, 53.53]
    assert np.abs(sun_over_oslo(355, 1)[0] - shortest).max() < 0.1
    assert np.abs(sun_over_oslo(172, 1)[0] - longest).max() < 0.1
    assert abs(sun_over_oslo(80, 1)[0, 2] - (90 - 59.91)) < 0.3  # 21 March: within a day of the equinox


def test_days_go_on_into_the_next_year():
    table = sun_over_oslo(364, 5)
    assert table.shape == (5, 3) and np.allclose(table[2:], sun_over_oslo(1, 3))


@pytest.mark.parametrize(("arguments", "name"), [((0, 1), "first_day"), ((1, 0), "days")])
def test_a_table_has_a_first_day_and_at_least_one(arguments, name):
    with pytest.raises(ValueError, match=name):
        sun_over_oslo(*arguments)


def test_march_and_october_are_equally_long_and_go_opposite_ways():
    daylight = [np.diff(sun_over_oslo(first_day, 2)[:, :2])[:, 0] for first_day in (60, 287)]
    assert daylight[0].round(1)[0] == daylight[1].round(1)[0]
    assert daylight[0][0] < daylight[0][1] and daylight[1][0] > daylight[1][1]


def test_the_loop_is_drawn_with_the_same_weights_every_day():
    picture = show_loop()
    assert [faults(document, picture.caption) for document in picture.documents()] == [[], []]
    shown = [word for document in picture.documents() for word in words(document)]
    assert [shown.count(name) for name in ("Wx", "Wh", "Wo")] == [4, 4, 2]
    assert {"day 1", "day 2", "day 3", "zeros"} <= set(shown)


def test_the_opening_does_not_show_the_count_that_the_reader_is_to_predict():
    shown = " ".join(words(show_opening().svg()))
    assert "43 parameters" in shown and not re.search(r"\b(57|75)\b", shown)


def test_the_opening_says_neither_the_answer_of_the_title_nor_words_that_come_later():
    caption = show_opening().caption()
    assert "(3, 5, 2)" in caption and "= 43 numbers" in caption
    assert not re.search(r"\bN\b|\bT\b|SimpleRNN|Dense|layer|step", caption)


def test_no_line_of_exercise_2_1_stands_in_lesson_1():
    """Lesson 2 asks for the step; lesson 1 shows its parts alone."""
    code = "".join(cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code").replace(" ", "")
    assert "x@Wx" in code and "h@Wh" in code and "x@Wx+h@Wh" not in code and "tanh(x@" not in code


def test_the_picture_of_shapes_leaves_the_general_count_to_the_reader():
    assert not any("M·K" in word for word in words(explore_shapes().svg()))
