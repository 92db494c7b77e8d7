"""Running all cells gives no prediction away: what a revealing cell shows is folded until the prediction is made."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML, display
from IPython.utils.capture import capture_output
from traitlets.config import Config

from rnnlab.exercises.prediction_fold import HeldOutput, take_held_output, watch_cells


@pytest.fixture
def run():
    """Run cells in an IPython of their own; returns what each shows in sight, and its result."""
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    shell.user_ns["display"], shell.user_ns["HTML"] = display, HTML

    def run_cell(source):
        with capture_output() as seen:
            result = shell.run_cell(source, store_history=False)
        shown = "".join(output.data.get("text/html", "") for output in seen.outputs)
        return seen.stdout, shown, getattr(result, "result", None)

    run_cell("from rnnlab.exercises import Prediction, Predictions\nreveal = Predictions(n=Prediction(57)).reveal")
    yield run_cell
    InteractiveShell.clear_instance()


REVEAL = "print('it is 57')\ndisplay(HTML('<b>57</b>'))\nreveal(n_predicted, 57, 'n')"


def test_an_answered_prediction_shows_everything(run):
    run("n_predicted = 56")
    stdout, shown, result = run(REVEAL)
    assert "it is 57" in stdout and shown == "<b>57</b>"
    assert str(result) == "You predicted 56. The answer is 57."


@pytest.mark.parametrize("unanswered", ["...", "None"])
def test_what_comes_before_an_unanswered_one_is_folded_with_it(run, unanswered):
    run(f"n_predicted = {unanswered}")
    stdout, shown, result = run(REVEAL)
    assert "57" not in stdout and shown == "" and str(result) == "You have not predicted yet."
    before, fold = result._repr_markdown_().split("<details>")
    assert "57" not in before
    assert "```text\nit is 57\n```" in fold and "<b>57</b>" in fold and "\n\nThe answer is 57.\n" in fold


def test_other_cells_are_left_alone(run):
    run("n_predicted = ...")
    for source in ("print('open')", "# reveal(n_predicted, 57)\nprint('open')", "print('open')\n'reveal(m_predicted)'"):
        assert run(source)[0].startswith("open")
    run(REVEAL)
    assert run("print('open again')")[0] == "open again\n"


def test_an_error_shows_what_was_held_back(run):
    run("n_predicted = ...")
    stdout, shown, _ = run(REVEAL.replace("reveal(n", "1 / 0\nreveal(n"))
    assert "it is 57" in stdout and "ZeroDivisionError" in stdout and shown == "<b>57</b>"
    assert run("print('open again')")[0] == "open again\n"


def test_a_progress_bar_is_not_kept(run):
    run("n_predicted = ...")
    bar = "display({'application/vnd.jupyter.widget-view+json': {}, 'text/plain': 'bar'}, raw=True)\n"
    result = run(bar + REVEAL)[2]
    assert "bar" not in result._repr_markdown_()


def test_one_ipython_is_watched_once(run, monkeypatch):
    made = []
    monkeypatch.setattr("rnnlab.exercises.prediction_fold.HeldOutput", made.append)
    watch_cells()
    assert made == [] and HeldOutput


def test_outside_of_ipython_nothing_is_held_back(monkeypatch):
    InteractiveShell.clear_instance()
    assert take_held_output() == ""
    monkeypatch.delitem(sys.modules, "IPython")
    watch_cells()
    assert take_held_output() == ""
