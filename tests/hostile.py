"""A submission that would run a script in whoever's browser opens its feedback."""

from classroom import LESSON_2, grade, solved

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.feedback import feedback_page
from rnnlab.coursework.gradebook import make_rules
from rnnlab.coursework.report import LateRule, row_of
from rnnlab.coursework.sandbox import Limits

SCRIPT = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
HOSTILE = {
    "2.1": f"# </code></pre>{SCRIPT}\ndef my_step(x, h, Wx, Wh, bh):\n    return np.tanh(Wx.T @ x + Wh.T @ h + bh)",
    "2.2": f"def my_states(X, h0, Wx, Wh, bh):\n    raise ValueError({SCRIPT!r})",
    "2.3": f"wrong_loop = {SCRIPT!r}\nreason = 2",
    "2.4": "raise KeyError('` ![x](http://127.0.0.1/x) [y](javascript:alert(1)) </details>' " + repr(SCRIPT) + ")",
}


def row(found, **changes):
    return row_of(Submission("anna"), found, LESSON_2, LateRule()) | changes


def hostile_page(folder):
    """The feedback page of that submission, graded in a folder."""
    with make_rules(5, Limits()) as rules:
        found = grade(solved(HOSTILE), folder, rules)
    return feedback_page(found, LESSON_2, row(found))
