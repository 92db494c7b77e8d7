"""A submission that would run a script in whoever's browser opens its feedback."""

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.feedback import feedback_page
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_sheet import sheet_row
from rnnlab.coursework.late_penalty import LatePenalty
from rnnlab.coursework.sandbox.worker_process import Limits
from tests.helpers.students import LESSON_2, grade, solved_notebook

SCRIPT = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
HOSTILE = {
    "2.1": f"# </code></pre>{SCRIPT}\ndef my_step(x, h, Wx, Wh, bh):\n    return np.tanh(Wx.T @ x + Wh.T @ h + bh)",
    "2.2": f"def my_states(X, h0, Wx, Wh, bh):\n    raise ValueError({SCRIPT!r})",
    "2.3": f"wrong_loop = {SCRIPT!r}\nreason = 2",
    "2.4": "raise KeyError('` ![x](http://127.0.0.1/x) [y](javascript:alert(1)) </details>' " + repr(SCRIPT) + ")",
}


def row(result, **changes):
    return sheet_row(Submission("anna"), result, LESSON_2, LatePenalty()) | changes


def hostile_page(folder):
    """The feedback page of that submission, graded in a folder."""
    with make_grading_rules(5, Limits()) as rules:
        result = grade(solved_notebook(HOSTILE), folder, rules)
    return feedback_page(result, LESSON_2, row(result))
