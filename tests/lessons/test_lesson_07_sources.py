"""Lesson 7: the museum as a table, its links, and what the lesson says of the published code beside them."""

import html
import json
import re
from pathlib import Path

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import FAULTS, faults_by_line, published_experiments, what_changes
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import CHECKS, checks_that_see, draw_point, run_check
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import NoRecurrence, PlainBPTT
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.sources import _with_links, bug_table
from rnnlab.lessons.lesson_07_scalar_bptt.published_network import X_PUBLISHED, Y_PUBLISHED, predict, slopes

NOTEBOOK = json.loads((Path(__file__).parents[2] / "notebooks" / "07_scalar_bptt.ipynb").read_text(encoding="utf-8"))


def test_the_table_has_a_row_for_every_bug():
    fold, *_, unfold = lines = bug_table()._repr_markdown_().split("\n")
    assert fold.startswith("<details><summary>23 bugs") and unfold == "</details>"
    rows = [line for line in lines if line.startswith("| **")]
    assert len(rows) == len(BUG_CATALOGUE)
    for row, bug in zip(rows, BUG_CATALOGUE):
        assert row.count("|") == 5 and row.startswith(f"| **{bug.name}** | ")
        assert row.endswith(f"| {bug.check} |")
        what = html.unescape(re.sub("<.*?>", "", row.split(" | ")[1]))
        assert re.sub(r"\W|_", "", what) == re.sub(r"\W|_", "", bug.what)
    assert repr(bug_table()).split("\n")[0] == "samples not summed: gradient check"


@pytest.mark.parametrize("seen, linked", [
    ("by a reader: one/two-3, issue 9.", "by a reader: [one/two-3, issue 9](https://github.com/one/two-3/issues/9)."),
    ("one/two, pull request 4", "[one/two, pull request 4](https://github.com/one/two/pull/4)"),
    ("one/two, issue 5, mended by pull request 6.",
     "[one/two, issue 5](https://github.com/one/two/issues/5), mended by "
     "[pull request 6](https://github.com/one/two/pull/6)."),
    ("one/two, deep/rnn.py. Also", "[one/two, deep/rnn.py](https://github.com/one/two/blob/HEAD/deep/rnn.py). Also"),
    ("one/two, its issue 5; not found again.", "one/two, its issue 5; not found again."),
])
def test_a_place_becomes_a_link(seen, linked):
    assert _with_links(seen) == linked


def unlinked(bugs):
    """The bugs whose source has neither a link nor the words *not found*."""
    return [bug.name for bug in bugs
            if "](https://" not in _with_links(bug.seen) and "not found" not in bug.seen.lower()]


def test_every_source_is_linked_or_called_not_found():
    assert unlinked(BUG_CATALOGUE) == []
    assert sum("not found" in bug.seen.lower() for bug in BUG_CATALOGUE) < len(BUG_CATALOGUE) / 2


def test_a_source_without_an_address_would_be_seen():
    class Hearsay:
        name, seen = "rumour", "Somebody told somebody."
    assert unlinked([Hearsay]) == ["rumour"]


def test_a_gradient_check_does_not_notice_a_network_without_recurrence():
    assert checks_that_see(NoRecurrence) == ["forward parity"]
    assert checks_that_see(PlainBPTT) == []
    assert all(checks_that_see(bug.code) == [check for check in CHECKS if run_check(check, bug.code)]
               for bug in BUG_CATALOGUE[:3])


# The published code, as the notebook shows it

def cell(cell_id):
    return "".join(next(one for one in NOTEBOOK["cells"] if one["id"] == cell_id)["source"])


def published_code(source=None):
    names = {"np": np}
    exec(source or cell("l07-code-published"), names)
    exec(cell("l07-code-answers"), names)
    return names["published_slopes"], names["published_answers"]


@pytest.mark.parametrize("W, U", [(0.7, -0.4), (-1.3, 0.8), (2.0, 1.5)])
def test_the_code_on_the_page_has_the_six_faults(W, U):
    found_slopes, found_answers = published_code()
    at = np.full((1, 1), W), np.full((1, 1), U)
    for found, expected in zip(found_slopes(X_PUBLISHED, Y_PUBLISHED, W, U),
                               slopes(X_PUBLISHED, Y_PUBLISHED, *at, faults=FAULTS)):
        np.testing.assert_allclose(found, expected[0], rtol=1e-12)
    np.testing.assert_allclose(found_answers(X_PUBLISHED, W, U), predict(X_PUBLISHED, *at, faults=[5])[0], rtol=1e-12)


MENDED = (  # all lines that the lesson calls wrong, put right
    ("/ T, 0, 0", "/ N, 0, 0"), ("range(T - 1, 0, -1)", "range(T, 0, -1)"),
    ("np.maximum(z[t - 2], 0)", "(h[:, t - 1] * (1 - h[:, t - 1]))"), ("return dW, dU ", "return dW.sum(), dU.sum() "),
)


def is_right(source):
    """Whether this code has the right slopes on two sequences of random numbers, where N is not T: nothing hides."""
    X, Y = np.random.default_rng(7).normal(size=(2, 3)), Y_PUBLISHED[:2]
    at = np.full((1, 1), 0.7), np.full((1, 1), -0.4)
    try:
        found = published_code(source)[0](X, Y, 0.7, -0.4)
    except ValueError:
        return False
    return all(np.shape(one) == () and np.isclose(one, other.item()) for one, other in zip(found, slopes(X, Y, *at)))


def test_mending_the_marked_lines_mends_the_code_and_each_is_needed():
    source, marked = cell("l07-code-published"), {"I"}  # I is the answers' line
    for wrong, right in MENDED:
        marked.add(next(line for line in source.split("\n") if wrong in line).strip()[-1])
        source = source.replace(wrong, right)
    assert is_right(source) and marked == set("CDGHI")
    assert not [wrong for wrong, right in MENDED if is_right(source.replace(right, wrong))]


def test_the_report_has_every_fault_at_the_lines_that_mend_it(monkeypatch):
    report, wrong_lines = faults_by_line()
    assert wrong_lines == "CDGHI"
    assert sorted(re.findall(r"^[A-Z]: (.*)\.$", report, re.M)) == sorted(FAULTS.values())
    assert "Three sequences: nothing. Two: dW is wrong" in report
    monkeypatch.setattr(published_experiments, "what_changes", lambda fault, sequences=3: "nothing")
    assert faults_by_line()[1] == ""


def test_two_steps_are_enough_for_every_check():
    """The prose says *at least two steps*; exercise 7.4 takes them too."""
    two, one = (draw_point(T=T) for T in (2, 1))
    assert [bug.name for bug in BUG_CATALOGUE if not run_check(bug.check, bug.code, two)] == []
    assert [bug.name for bug in BUG_CATALOGUE if not run_check(bug.check, bug.code, one)]


def test_what_a_fault_changes_with_fewer_sequences():
    assert what_changes(4) == "nothing"
    assert what_changes(4, sequences=2) == "dW is wrong, dU is wrong, the loss is wrong"
    assert what_changes(6, sequences=2) == "it stops with a ValueError"


# Far back: what the cells print

def printed(cell_id):
    outputs = next(one for one in NOTEBOOK["cells"] if one["id"] == cell_id)["outputs"]
    return "".join("".join(output.get("text", "")) for output in outputs)


def test_many_units_explode_without_luck():
    """The prose says *many units need no luck*: weights of size 0.9 let the error vanish, 2 let it explode."""
    left = {float(size): float(median) for size, median in re.findall(r"size (\S+) / .*steps (\S+)",
                                                                    printed("l07-code-many"))}
    assert left[0.9] < 0.2 and left[2.0] > 30 and left[3.0] > 3000


def test_the_transpose_is_decided_by_differences():
    assert re.search(r"differences (\[.*?\])  dZ @ Wh.T \1  dZ @ Wh \[(?!\1)", printed("l07-code-transpose"))
