"""The page to start from, in a real JupyterLab: it runs, and a card opens its lesson."""

import pytest

from rnnlab.lessons import LESSONS
from tests.helpers.browser.jupyter_server import ROOT
from tests.helpers.browser.live_explorer import Live, wait_for

pytestmark = pytest.mark.browser

LESSON = "00_start_here"


def test_it_runs_and_its_picture_is_alive(lesson):
    lesson.run_all()
    lesson.check_stored_numbers()
    live = Live(lesson.cell_with("explore_schedules()"))
    live.press("rounds so far", "End")
    wait_for(lambda: "In round 40" in live.caption)
    for theme in ("light", "dark"):
        lesson.photograph(theme, {"show_lessons()": "cards"})
    assert lesson.errors == []


def test_a_card_opens_its_lesson_before_anything_is_run(lesson, lab):
    file = LESSONS[1].file
    lab.copy(ROOT / "notebooks" / file)
    cards = lesson.cell_with("show_lessons()").locator("a:has(img)")
    assert cards.count() == len(LESSONS)
    cards.nth(1).click()
    lesson.page.get_by_role("tab", name=file).wait_for()
    lesson.evaluate("[...app.shell.widgets('main')].find(w => w.title.label === arg).close();", file)
    assert lesson.errors == []
