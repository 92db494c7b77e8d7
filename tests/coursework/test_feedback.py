"""Feedback: what a student gets back opens from disk, shows their own work, and runs nothing of it."""

import html.parser
import re

import mistune
import pytest

from rnnlab.coursework import feedback
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.feedback import feedback_page, quote, works, write_feedback
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.sandbox.worker_process import Limits
from tests.helpers.hostile_submission import HOSTILE, hostile_page, row
from tests.helpers.students import LESSON_2, RIGHT, grade, solved_notebook

ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "section",
    "p",
    "strong",
    "em",
    "code",
    "pre",
    "details",
    "summary",
    "ul",
    "ol",
    "li",
    "br",
}


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
    result = Reader(page)
    return {*result.elements} <= ALLOWED and result.attributes <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "tabindex",
        "class",
    }


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(5, Limits()) as rules:
        yield rules


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return hostile_page(tmp_path_factory.mktemp("hostile"))


def test_a_script_in_a_submission_is_text(hostile):
    assert harmless(hostile)
    result = Reader(hostile)
    assert result.elements.count("section") == 4 and result.text.count("document.title") >= 4
    assert "</code></pre><script>" in result.text and "default-src 'none'" in hostile


def test_a_page_that_escapes_nothing_is_seen(hostile):
    assert not harmless(hostile.replace("&lt;script&gt;", "<script>"))
    assert not harmless(hostile.replace("&lt;img", "<img")) and not harmless(hostile.replace("<p>", "<p onclick=x>"))


def test_the_page_has_the_grade_the_diagnoses_and_the_own_work(tmp_path, rules):
    result = grade(
        solved_notebook(RIGHT | {"2.1": HOSTILE["2.1"], "2.3": "reason = wrong_loop = ..."}), tmp_path, rules
    )
    page = feedback_page(result, LESSON_2, row(result, deducted=0.5, grade=4.5, **{"days late": 1}))
    text = Reader(page).text
    assert "02 manual forward pass: 4.5 of 8 points · student" in text and "Handed in 1 day late: −0.5." in text
    assert "This is the book's order, W x." in text and "Wx.T @ x + Wh.T @ h" in text
    states = {"2.1": "partly correct · 1 of 2", "2.2": "correct · 2 of 2", "2.3": "not attempted yet"}
    for number, state in states.items():
        assert f"Exercise {number}: {state}" in text
    assert Reader(page).elements.count("details") == 2  # hints, where something is missing
    for one in LESSON_2.notebook_exercises:
        assert one.reference not in text


def test_a_file_that_is_no_notebook_gets_its_reason():
    result = Grade("anna", "unreadable", "the file is empty", [])
    assert "Not graded: the file is empty." in Reader(feedback_page(result, LESSON_2, row(result))).text


def test_own_work_cannot_leave_its_block_and_is_cut():
    assert quote("x = '```'\n# Grade: 8").startswith("````python")
    assert works(Grade("anna", work=["x" * 10**6], verdicts=[{}]))[0].count("x") == 20_000


def test_both_are_written(tmp_path, hostile):
    result = Grade("a/b", "unreadable", "the file is empty", [])
    write_feedback(tmp_path, Submission("a/b"), result, LESSON_2, row(result))
    assert sorted(re.sub("-.*", "", path.stem) + path.suffix for path in tmp_path.iterdir()) == ["a_b.html", "a_b.md"]


@pytest.mark.parametrize(
    "text", ["\ud800", "[x](\udcff)", "![\ud800](\udfff 'x')", "<http://\ud800>", "[a]: \udc80\n\n[a]", "`\ud800`"]
)
def test_a_text_that_no_encoder_takes_is_written(tmp_path, text):
    """Wherever it stands, and in Markdown that makes an address of it."""
    verdict = {"number": "2.1", "state": "not yet", "points": 0.0, "maximum": 2.0, "message": text, "hint": text}
    result = Grade("a", "graded", text, [verdict], [text], [text])
    write_feedback(tmp_path, Submission(f"a{text}"), result, LESSON_2, row(result))
    assert len([path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]) == 2


def test_a_page_that_fails_leaves_the_other_file_and_nothing_old(tmp_path, monkeypatch):
    result = Grade("a", "unreadable", "the file is empty", [])
    write_feedback(tmp_path, Submission("a"), result, LESSON_2, row(result))
    monkeypatch.setattr(feedback, "feedback_page", lambda *rest: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_feedback(tmp_path, Submission("a"), result, LESSON_2, row(result))
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


LINKS = "` ![x](http://a.b/x.png) [y](http://a.b) <http://a.b> <img src=x> [z]\n\n[z]: http://a.b\n\n`"


def feedback_with(message, student="anna", state="not yet"):
    """The page and the Markdown of a grade with one verdict."""
    verdict = {"number": "2.1", "state": state, "points": 0.0, "maximum": 2.0, "message": message, "hint": message}
    result = Grade(student, "graded", "", [verdict], ["x = 1"], [message])
    return feedback_page(result, LESSON_2, row(result)), feedback._feedback(result, LESSON_2, row(result))


def test_no_link_and_no_image_comes_from_a_student():
    for page in feedback_with(f"**Your function stops:** `ValueError: {LINKS}`", student=LINKS):
        read = Reader(mistune.create_markdown(escape=False, plugins=["url"])(page) if page[0] == "#" else page)
        assert not {"a", "img"} & {*read.elements} and not {"href", "src"} & read.attributes
        assert "y" in read.text and "Your function stops" in read.text


def test_a_renderer_that_makes_links_is_seen(monkeypatch):
    monkeypatch.delattr(feedback._WithoutLinks, "link")
    assert not harmless(feedback_with(LINKS)[0])
    monkeypatch.setattr(feedback, "without_links", lambda text: text)
    assert "](http://a.b)" in feedback_with(LINKS)[1]


@pytest.mark.parametrize("student", ["Anna Müller", "Anna_Müller", "<b>*Anna*</b>", "anna\ud800"])
def test_the_name_of_the_student_stands_on_top(student):
    page, text = feedback_with("message", student)
    shown = student.replace("\ud800", "?")
    assert Reader(page).text.count(shown) == 2 and "of 8 points · " in page  # the title of the window, the heading
    heading = Reader(mistune.create_markdown(escape=False)(text.split("\n")[0]))
    assert heading.text.strip().endswith(f"0 of 8 points · {shown}") and "h1" in heading.elements


def test_nobody_is_sent_to_a_cell_that_is_not_there(tmp_path, rules):
    result = grade(solved_notebook({}), tmp_path, rules)
    for page in (feedback_page(result, LESSON_2, row(result)), feedback._feedback(result, LESSON_2, row(result))):
        assert "cell above" not in page and page.count("You have handed in no attempt at this exercise.") == 4


def test_escape_sequences_in_the_own_work_are_visible():
    result = Grade("a", work=["x = '\x1b[2J\x9b'"], verdicts=[{}])
    assert works(result) == ["x = '�[2J�'"]
