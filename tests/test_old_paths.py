"""The import lines of released notebooks still work: silently, with the same objects as today's, without TensorFlow."""

import importlib
import subprocess
import sys

import pytest

# Every import line of the notebooks before the modules moved, that of released ones, and one of a function that is
# called like a module of today; under the module that has its names now.
OLD_IMPORTS = {
    "rnnlab": """
from rnnlab import Weights
from rnnlab import Weights, predict
from rnnlab import gradients
from rnnlab.bptt import backward
from rnnlab.bptt import gradients
from rnnlab.data import permuted_values, sum_of_three
from rnnlab.data import sum_of_digits
from rnnlab.data import sum_of_three
from rnnlab.differences import difference_quotients
from rnnlab.gradcheck import check_gradients
from rnnlab.initial import draw_weights
from rnnlab.reference import build_keras, keras_predict, keras_weights
from rnnlab.reference import build_keras, load_keras
from rnnlab.reference import keras_gradients
from rnnlab.reference import load_keras
from rnnlab.train import fit
from rnnlab.train import fit, fit_embedding
""",
    "rnnlab.coursework.class_variant": """
from rnnlab.coursework.variant import for_class
""",
    "rnnlab.network.forward": """
from rnnlab.rnn import forward, predict, readout, step
""",
    "rnnlab.lessons.lesson_00_start_here": """
from rnnlab.lessons.start_here import explore_map
from rnnlab.lessons.start_here import ready
""",
    "rnnlab.lessons.lesson_01_shapes": """
from rnnlab.lessons.shapes import check, reveal
from rnnlab.lessons.shapes_explorer import explore_shapes
""",
    "rnnlab.lessons.lesson_02_forward_pass": """
from rnnlab.lessons.forward_explorer import explore_forward
from rnnlab.lessons.forward_pass import check, reveal
""",
    "rnnlab.lessons.lesson_03_batching": """
from rnnlab.lessons.batching import check, reveal
from rnnlab.lessons.batching_costs import count_tanh
from rnnlab.lessons.batching_costs import draw_times, seconds
from rnnlab.lessons.batching_explorer import explore_batch
""",
    "rnnlab.lessons.lesson_04_sum_of_three": """
from rnnlab.lessons.adding import best_line
from rnnlab.lessons.adding import draw_networks
from rnnlab.lessons.adding import network_loss
from rnnlab.lessons.sum_of_three import check, reveal
from rnnlab.lessons.sum_of_three_explorer import explore_landscape
from rnnlab.lessons.sum_of_three_figures import show_paths
from rnnlab.lessons.sum_of_three_figures import show_runs
""",
    "rnnlab.lessons.lesson_05_one_hot": """
from rnnlab.lessons.adding import GUESS_LOSS, curve, loss_over_all
from rnnlab.lessons.adding import ONE_HOT, ONE_HOT_B, ONE_HOT_W
from rnnlab.lessons.adding import best_line, draw_networks, effective_values, network_loss
from rnnlab.lessons.one_hot import check, reveal
from rnnlab.lessons.one_hot_explorer import explore_freedom
""",
    "rnnlab.lessons.lesson_06_embeddings": """
from rnnlab.lessons.adding import DIGITS, SUMS, draw_networks, effective_values, network_loss
from rnnlab.lessons.adding import EMBEDDING, GUESS_LOSS, curve, loss_over_all
from rnnlab.lessons.embeddings import GIVEN_B, GIVEN_E, GIVEN_W
from rnnlab.lessons.embeddings import check, reveal
from rnnlab.lessons.embeddings_explorer import explore_embedding
from rnnlab.lessons.embeddings_figure import show_costs
""",
    "rnnlab.lessons.lesson_07_scalar_bptt": """
from rnnlab.bug_checks import SEEING
from rnnlab.lessons.far_back_explorer import explore_far_back
from rnnlab.lessons.museum_picture import exhibit, museum_picture
from rnnlab.lessons.published_net import X_PUBLISHED, Y_PUBLISHED, loss, predict, slopes
from rnnlab.lessons.published_picture import honest_surface
from rnnlab.lessons.published_variants import best_honest
from rnnlab.lessons.published_variants import best_linear, best_readout_bias, predict_linear
from rnnlab.lessons.published_variants import train_twenty
from rnnlab.lessons.published_variants import train_with_bias
from rnnlab.lessons.published_variants import what_changes
from rnnlab.lessons.scalar_bptt import case, suspect_a, suspect_b, suspect_c
from rnnlab.lessons.scalar_bptt import check, reveal
from rnnlab.lessons.scalar_bptt_explorer import explore_bptt
""",
}
LINES = [(line, door) for door, lines in OLD_IMPORTS.items() for line in lines.split("\n") if line]


@pytest.mark.parametrize("line, door", LINES)
def test_an_old_line_imports_what_the_new_door_has(line, door):
    names = {}
    exec(line, names)
    for name in line.split(" import ")[1].split(", "):
        assert names[name] is getattr(importlib.import_module(door), name)


@pytest.mark.parametrize("first", ["", "import rnnlab.lessons.lesson_07_scalar_bptt, rnnlab.site.builder"])
def test_the_old_lines_are_silent_and_import_no_tensorflow(first):
    """In a process of their own, in whatever order."""
    old = "import warnings\nwith warnings.catch_warnings(action='ignore'): import jupyter_client, matplotlib.mathtext"
    lines = [old, first, *(line for line, _ in LINES), "import sys", "assert 'tensorflow' not in sys.modules"]
    done = subprocess.run([sys.executable, "-W", "default", "-c", "\n".join(lines)], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "line",
    [
        "from rnnlab.data import nothing_like_it",
        "from rnnlab.lessons.shapes import nothing_like_it",
        "from rnnlab.lessons.scalar_bptt import __path__",
        "import rnnlab.nothing_like_it",
        "from rnnlab.lessons.nothing_like_it import check",
    ],
)
def test_what_never_existed_raises_import_error(line):
    with pytest.raises(ImportError):
        exec(line, {})
