"""What the browser tests see a page by: it hears what goes wrong, and waits for what is drawn late."""

import pytest

from tests.helpers.browser.live_explorer import wait_for

pytestmark = pytest.mark.browser

SLOW = """
from IPython.display import HTML
HTML("<div id='slow'></div>"
     "<script>setTimeout(() => { document.getElementById('slow').textContent = 'late'; }, 1000)</script>")
"""


def test_it_hears_what_goes_wrong(run_cells):
    page = run_cells("1 + 1")
    canceled = "Canceled future for comm_msg message before replies were done"
    page.page.evaluate("""text => {
        console.error('something broke');
        setTimeout(() => { throw new Error('something else'); });
        Promise.reject(new Error(text));
    }""", canceled)
    wait_for(lambda: page.page.evaluate("true") and len(page.errors) == 3)
    for words in ("something broke", "something else", canceled):
        assert any(words in error for error in page.errors)


def test_a_restart_amid_jupyterlabs_own_requests_is_no_error(run_cells):
    page = run_cells("1 + 1")
    for _ in range(3):
        page.restart_kernel()
        page.command("notebook:run-all-cells")
        page.restart_kernel()
    assert page.errors == []


def test_an_output_drawn_late_is_waited_for(run_cells):
    assert run_cells(SLOW).output(0) == "late"


def test_an_output_without_words_and_a_folded_one_are_not(run_cells, monkeypatch):
    page = run_cells("from IPython.display import HTML, display\ndisplay(HTML('<div></div>'))\nprint('done')")
    monkeypatch.setattr("tests.helpers.browser.notebook_page.RENDERING", 1000)
    assert page.output(0) == "done"
    page.evaluate("panel.content.widgets[0].outputHidden = true;")
    assert page.output(0) == ""
