"""Notebooks from before the modules moved: their import lines are the old ones, their points are the same."""

import pytest

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.self_test import reference_submission
from tests.helpers.students import LESSONS, cell_of, grade, points

# The lines of the released lesson that imported from rnnlab, as they stood before; and a class's own check.
OLD_IMPORTS = {
    "04": """
from rnnlab.data import sum_of_three
from rnnlab.lessons.sum_of_three import check, reveal
from rnnlab.data import sum_of_digits
from rnnlab import Weights
from rnnlab.lessons.adding import network_loss
from rnnlab.train import fit
from rnnlab.initial import draw_weights
from rnnlab.lessons.sum_of_three_figures import show_runs
from rnnlab import gradients
from rnnlab.lessons.sum_of_three_figures import show_paths
from rnnlab.lessons.sum_of_three_explorer import explore_landscape
from rnnlab.lessons.adding import draw_networks
from rnnlab.reference import load_keras
from rnnlab.lessons.adding import best_line
from rnnlab.coursework.variant import for_class
check = for_class(check, {}, 7)
""",
    "06": """
from rnnlab import Weights
from rnnlab.lessons.adding import DIGITS, SUMS, draw_networks, effective_values, network_loss
from rnnlab.lessons.embeddings import check, reveal
from rnnlab.train import fit, fit_embedding
from rnnlab.rnn import step
from rnnlab.lessons.embeddings_explorer import explore_embedding
from rnnlab.lessons.embeddings_figure import show_costs
from rnnlab.reference import load_keras
from rnnlab.lessons.adding import EMBEDDING, GUESS_LOSS, curve, loss_over_all
from rnnlab.bptt import backward
import tensorflow as tf
from rnnlab.lessons.embeddings import GIVEN_B, GIVEN_E, GIVEN_W
""",
}
# Lines of an answer's cell that use what student code may have: they raise where an old path leads nowhere.
USES = {
    "04": "n = 1 / (sum_of_three(5)[0].shape[:2] == (5, 3) and bool(sum_of_digits) and Weights._fields[0] == 'Wx')\n",
    "06": "n = 1 / (len(EMBEDDING) and GIVEN_E.shape == (10, 2) and len(DIGITS) > 0 and Weights._fields[0] == 'Wx')\n",
}


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(4, Limits()) as rules:
        yield rules


@pytest.mark.parametrize("number", OLD_IMPORTS)
def test_old_import_lines_earn_the_same_points(number, tmp_path, rules):
    assignment = read_assignment(next(path for path in LESSONS if path.name.startswith(number)))
    new, old = reference_submission(assignment), reference_submission(assignment)
    for cell in old.cells:
        if cell.cell_type == "code":
            lines = [
                line for line in cell.source.splitlines() if not line.startswith(("from rnnlab", "import tensorflow"))
            ]
            cell.source = "\n".join(lines)
    first = next(cell for cell in old.cells if cell.cell_type == "code")
    first.source = OLD_IMPORTS[number] + first.source
    for exercise in assignment.notebook_exercises:
        cell_of(old, exercise.number).source = USES[number] + cell_of(old, exercise.number).source
    grades = [grade(notebook, tmp_path, rules, assignment) for notebook in (old, new)]
    assert points(grades[0]) == points(grades[1]), grades[0].verdicts
    assert grades[0].points == assignment.maximum


def test_an_old_path_leads_to_no_solution(tmp_path, rules):
    """What student code may not have is withheld by its old path too."""
    assignment = read_assignment(next(path for path in LESSONS if path.name.startswith("02")))
    source = "from rnnlab.rnn import step\ndef my_step(x, h, Wx, Wh, bh):\n    return step(x, h, Weights(Wx, Wh, bh))"
    notebook = reference_submission(assignment)
    cell_of(notebook, "2.1").source = "from rnnlab.data import one_hot\nfrom rnnlab import Weights\n" + source
    result = grade(notebook, tmp_path, rules, assignment)
    assert points(result)[0] == 0 and "rnnlab.step is not available while grading" in result.verdicts[0]["message"]
