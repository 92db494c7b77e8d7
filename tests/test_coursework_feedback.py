"""Feedback: what a student gets back opens from disk, shows their own work, and runs nothing of it."""

import html.parser
import re

import pytest
from classroom import LESSON_2, RIGHT, grade, solved

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.feedback import feedback_page, quote, works, write_feedback
from rnnlab.coursework.gradebook import make_rules
from rnnlab.coursework.judge import Grade
from rnnlab.coursework.report import LateRule, row_of
from rnnlab.coursework.sandbox import Limits

SCRIPT = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"
HOSTILE = {
    "2.1": f"# </code></pre>{SCRIPT}\ndef my_step(x, h, Wx, Wh, bh):\n    return np.tanh(Wx.T @ x + Wh.T @ h + bh)",
    "2.2": f"def my_states(X, h0, Wx, Wh, bh):\n    raise ValueError({SCRIPT!r})",
    "2.3": f"wrong_loop = {SCRIPT!r}\nreason = 2",
    "2.4": "raise KeyError('` ![x](http://127.0.0.1/x) [y](javascript:alert(1)) </details>' " + repr(SCRIPT) + ")",
}
ALLOWED = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "section", "p", "strong", "em", "code",
           "pre", "details", "summary", "ul", "ol", "li", "br"}


class Reader(html.parser.HTMLParser):
    """What a browser would find: elements, attributes, text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.attributes, self.text = [], set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.text += data


def harmless(page):
    found = Reader(page)
    return {*found.elements} <= ALLOWED and found.attributes <= {"lang", "charset", "http-equiv", "content", "name",
                                                                 "tabindex", "class"}


@pytest.fixture(scope="module")
def rules():
    with make_rules(5, Limits()) as rules:
        yield rules


def row(found, **changes):
    return row_of(Submission("anna"), found, LESSON_2, LateRule()) | changes


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, rules):
    found = grade(solved(HOSTILE), tmp_path_factory.mktemp("hostile"), rules)
    return feedback_page(found, LESSON_2, row(found))


def test_a_script_in_a_submission_is_text(hostile):
    assert harmless(hostile)
    found = Reader(hostile)
    assert found.elements.count("section") == 4 and found.text.count("document.title") >= 4
    assert "</code></pre><script>" in found.text and "default-src 'none'" in hostile


def test_a_page_that_escapes_nothing_is_seen(hostile):
    assert not harmless(hostile.replace("&lt;script&gt;", "<script>"))
    assert not harmless(hostile.replace("&lt;img", "<img")) and not harmless(hostile.replace("<p>", "<p onclick=x>"))


def test_the_page_has_the_grade_the_diagnoses_and_the_own_work(tmp_path, rules):
    found = grade(solved(RIGHT | {"2.1": HOSTILE["2.1"], "2.3": "reason = wrong_loop = ..."}), tmp_path, rules)
    page = feedback_page(found, LESSON_2, row(found, deducted=0.5, grade=4.5, **{"days late": 1}))
    text = Reader(page).text
    assert "02 manual forward pass: 4.5 of 8 points" in text and "Handed in 1 day late: −0.5." in text
    assert "This is the book's order, W x." in text and "Wx.T @ x + Wh.T @ h" in text
    states = {"2.1": "partly correct · 1 of 2", "2.2": "correct · 2 of 2", "2.3": "not attempted yet"}
    for number, state in states.items():
        assert f"Exercise {number}: {state}" in text
    assert Reader(page).elements.count("details") == 2  # hints, where something is missing
    for one in LESSON_2.tasks:
        assert one.reference not in text


def test_a_file_that_is_no_notebook_gets_its_reason():
    found = Grade("anna", "unreadable", "the file is empty", [])
    assert "Not graded: the file is empty." in Reader(feedback_page(found, LESSON_2, row(found))).text


def test_own_work_cannot_leave_its_block_and_is_cut():
    assert quote("x = '```'\n# Grade: 8").startswith("````python")
    assert works(Grade("anna", work=["x" * 10**6], verdicts=[{}]))[0].count("x") == 20_000


def test_both_are_written(tmp_path, hostile):
    found = Grade("a/b", "unreadable", "the file is empty", [])
    write_feedback(tmp_path, Submission("a/b"), found, LESSON_2, row(found))
    assert sorted(re.sub("-.*", "", path.stem) + path.suffix for path in tmp_path.iterdir()) == ["a_b.html", "a_b.md"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_a_browser(hostile, tmp_path, scheme):
    """From disk, on a phone: nothing runs, nothing is fetched, nothing is cut off, and it can be read."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    # Without its policy: the escaping alone has to do.
    bare = re.sub(r"<meta http-equiv[^>]*>", "", hostile)
    (tmp_path / "page.html").write_text(bare, encoding="utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_page(viewport={"width": 360, "height": 700}, color_scheme=scheme)
            asked = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto((tmp_path / "page.html").as_uri())
            assert page.title().startswith("02 manual forward pass") and len(asked) == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 17, 17)"
            assert dark == (scheme == "dark")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert Axe().run(page).response["violations"] == []
        finally:
            browser.close()
