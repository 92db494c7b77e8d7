"""Every lesson keeps the contract of lesson_contract.py and is stored normalised; the contract sees planted faults."""

import base64
import copy
import re
from pathlib import Path

import nbformat
import pytest

from rnnlab.coursework.exercise_manifest import write_manifests
from rnnlab.coursework.notebook_exercise import MANIFEST, cell_role
from rnnlab.notebook_tools.files import normalise_notebook, read_notebook
from rnnlab.notebook_tools.output_rules import forbidden_outputs
from tests.helpers.lesson_contract import problems

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("0[1-8]_*.ipynb"))
MODEL = NOTEBOOKS[0].parent / "02_manual_forward_pass.ipynb"
PHONE = 328  # pixels that a phone of 360 has for a picture


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_lesson_keeps_its_contract(path):
    assert problems(read(path)) == []


@pytest.mark.parametrize("path", sorted(MODEL.parent.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_lesson_is_stored_as_make_notebooks_writes_it(path):
    notebook = read_notebook(path)
    assert forbidden_outputs(notebook) == []
    normalised = normalise_notebook(notebook)
    write_manifests(normalised)
    assert path.read_text(encoding="utf-8") == nbformat.writes(normalised) + "\n", "run make notebooks"


def widths(notebook):
    """How wide the stored pictures are, by the cell that made them."""
    return {(cell.id, float(re.search(r'<svg[^>]* width="([^"]+)"', base64.b64decode(image).decode())[1]))
            for cell in notebook.cells for output in cell.get("outputs", ())
            for image in re.findall(r"svg\+xml;base64,([\w+/=]+)", output.get("data", {}).get("text/markdown", ""))}


@pytest.mark.parametrize("path", sorted(MODEL.parent.glob("*.ipynb")), ids=lambda path: path.stem)
def test_no_stored_picture_is_wider_than_a_phone(path):
    assert {(cell, width) for cell, width in widths(read(path)) if width > PHONE} == set()


def cell_of(notebook, kind):
    return next(cell for cell in notebook.cells if cell.cell_type == "code" and cell_role(cell) == kind)


def no_question(lesson):
    lesson.cells[0].source = lesson.cells[0].source.replace("?", "", 1)


def no_line_for_colab(lesson):
    del lesson.cells[1]


def other_line_for_colab(lesson):
    lesson.cells[1].source = lesson.cells[1].source.replace("KAGGLE", "BINDER")


def line_for_colab_on_the_site(lesson):
    lesson.cells[1].metadata.tags = []


def line_for_colab_in_sight(lesson):
    del lesson.cells[1].metadata["jupyter"]


def line_for_colab_with_output(lesson):
    lesson.cells[1].outputs = [nbformat.v4.new_output("stream", text="False")]


def no_opening(lesson):
    del lesson.cells[2]


def opening_with_plumbing(lesson):
    lesson.cells[2].source = "import numpy as np\n" + lesson.cells[2].source


def untagged_opening(lesson):
    lesson.cells[2].metadata.tags = []


def opening_not_stored(lesson):
    lesson.cells[2].outputs = []


def nothing_to_look_for(lesson):
    lesson.cells[0].source = lesson.cells[0].source.replace("By the end you will be able to", "You can")


def skipped_level(lesson):
    lesson.cells[5].source = "#### Too deep\n\n" + lesson.cells[5].source


def recap_of(lesson):
    return next(cell for cell in lesson.cells if cell.source.startswith("## Recap"))


def no_recap(lesson):
    recap_of(lesson).source = recap_of(lesson).source.replace("## Recap", "## The end")


def go_deeper_before_the_recap(lesson):
    recap = recap_of(lesson)
    lesson.cells.remove(recap)
    lesson.cells.append(recap)


def more_than_go_deeper_after_the_recap(lesson):
    lesson.cells[-1].source += "\n\n## One more thing"


def unwanted_word(lesson):
    lesson.cells[-1].source += "\n\nThis is simply so."


def long_cell(lesson):
    lesson.cells[4].source += "\nx = 1" * 20


def long_line(lesson):
    lesson.cells[4].source += "\n#" + " much" * 30


def answer_in_sight(lesson):
    next(cell for cell in lesson.cells if "reveal(" in cell.source and cell.cell_type == "code"
         and "import" not in cell.source).metadata.jupyter.outputs_hidden = False


def lost_check(lesson):
    lesson.cells.remove(cell_of(lesson, "check"))


def lost_solution(lesson):
    lesson.cells.remove(cell_of(lesson, "solution"))


def wrong_points(lesson):
    cell_of(lesson, "check").metadata.nbgrader.points = 7


def open_check(lesson):
    cell_of(lesson, "check").metadata.nbgrader.locked = False


def other_check(lesson):
    cell = cell_of(lesson, "check")
    cell.source = cell.source.replace("2.1", "2.2")


def other_name_in_the_check(lesson):
    cell = cell_of(lesson, "check")
    cell.source = cell.source.replace("my_step", "our_step")


def more_than_a_check(lesson):
    cell = cell_of(lesson, "check")
    cell.source = "x = 1\n" + cell.source


def no_manifest(lesson):
    del cell_of(lesson, "check").metadata[MANIFEST]


def other_number_in_the_manifest(lesson):
    cell_of(lesson, "check").metadata[MANIFEST].exercise = "2.2"


def other_cell_before_the_attempt(lesson):
    place = lesson.cells.index(cell_of(lesson, "attempt"))
    lesson.cells.insert(place, nbformat.v4.new_markdown_cell("One more word."))


def text_that_states_another_exercise(lesson):
    other_cell_before_the_attempt(lesson)
    write_manifests(lesson)


def choices_that_are_no_list_any_more(lesson):
    for cell in lesson.cells:
        cell.source = cell.source.replace("# Loop B", "# Loop 2")


def generous_stub(lesson):
    cell_of(lesson, "check").outputs[0].data["text/plain"] = "2.0"


def failing_solution(lesson):
    cell_of(lesson, "solution").outputs[0].data["text/plain"] = "1.0"


def open_solution(lesson):
    cell_of(lesson, "solution").metadata.jupyter.source_hidden = False


def solution_in_sight(lesson):
    cell = cell_of(lesson, "solution")
    cell.source = cell.source.split("\n", 1)[1]


def reason_in_sight(lesson):
    cell = next(cell for cell in lesson.cells if re.search(r"^reveal\(", cell.source, re.MULTILINE))
    cell.source = re.sub(r"^(reveal\(.*)\)$", r"\1, 'because')", cell.source, flags=re.MULTILINE)


def prediction_of(lesson):
    return next(cell for cell in lesson.cells if re.search(r"^reveal\(", cell.source, re.MULTILINE))


def nameless_prediction(lesson):
    cell = prediction_of(lesson)
    cell.source = re.sub(r', "\w+"\)$', ")", cell.source)


def unknown_prediction(lesson):
    cell = prediction_of(lesson)
    cell.source = cell.source.replace("zeros", "ones")


def other_truth(lesson):
    data = prediction_of(lesson).outputs[-1].data
    data["text/markdown"] = data["text/markdown"].replace("The answer is 0", "The answer is 3")


def truth_in_sight(lesson):
    prediction_of(lesson).outputs[-1].data["text/plain"] = "You have not predicted yet. The answer is 1."


def unfolded_answer(lesson):
    data = prediction_of(lesson).outputs[-1].data
    data["text/markdown"] = re.sub("</?(details|summary)>", "", data["text/markdown"])


def other_parameters(lesson):
    cell = cell_of(lesson, "solution")
    cell.source = cell.source.replace("(x, h,", "(h, x,", 1)


def one_parameter_less(lesson):
    cell = cell_of(lesson, "attempt")
    cell.source = cell.source.replace(", bh)", ")", 1)


def another_name_for_a_parameter(lesson):
    for kind in ("attempt", "solution"):
        cell = cell_of(lesson, kind)
        cell.source = cell.source.replace("bh", "b")


def unnamed_solution(lesson):
    cell_of(lesson, "solution").source = "# A solution that defines nothing."


def solution_name(lesson):
    cell = cell_of(lesson, "solution")
    cell.source = cell.source.replace("_solution", "_answer", 1)


def used_later(lesson):
    name = re.search(r"def (\w+)", cell_of(lesson, "attempt").source)[1]
    lesson.cells.append(nbformat.v4.new_code_cell(f"print({name})"))


def blank_picture(lesson):
    lesson.cells[-1].source += "\n\n![](picture.svg)"


@pytest.mark.parametrize("fault", [
    no_question, no_line_for_colab, other_line_for_colab, line_for_colab_on_the_site, line_for_colab_in_sight,
    line_for_colab_with_output, long_line, no_opening, opening_with_plumbing, untagged_opening, opening_not_stored,
    nothing_to_look_for, skipped_level, no_recap, go_deeper_before_the_recap,
    more_than_go_deeper_after_the_recap, unwanted_word, long_cell, answer_in_sight, lost_check, lost_solution,
    wrong_points, open_check, other_check, other_name_in_the_check, more_than_a_check, no_manifest,
    other_number_in_the_manifest, other_cell_before_the_attempt, text_that_states_another_exercise,
    choices_that_are_no_list_any_more, generous_stub, failing_solution, open_solution, solution_in_sight,
    reason_in_sight, nameless_prediction, unknown_prediction, other_truth, truth_in_sight, unfolded_answer,
    other_parameters, one_parameter_less, another_name_for_a_parameter, unnamed_solution, solution_name, used_later,
    blank_picture,
], ids=lambda fault: fault.__name__)
def test_the_contract_sees_a_planted_fault(fault):
    lesson = read(MODEL)
    broken = copy.deepcopy(lesson)
    fault(broken)
    assert problems(lesson) == [] and problems(broken) != []
