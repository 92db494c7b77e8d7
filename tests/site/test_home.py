"""The home shows what the site is, the lessons as cards, and a door for each reader."""

import re

import pytest

from rnnlab.explorer import Explorer, Slider
from rnnlab.lessons import LESSONS
from rnnlab.pictures import Picture
from rnnlab.site import pages as pages_module
from rnnlab.site.home import SENTENCE, home_body, home_page
from rnnlab.site.navigation import GUIDES, START, Page, lesson_page, page_name


@pytest.fixture
def home(monkeypatch):
    def build(addresses, lessons=LESSONS):
        monkeypatch.setattr(pages_module, "project_addresses", lambda: addresses)
        t = Slider(0, 1)
        signature = Explorer([[lambda t: Picture(caption="A hundred networks.", width=10, height=10)],
                              [lambda: Picture(left=10, width=20, height=10)]], t=t)
        pages = [home_page(), lesson_page(START, "Start"), *(lesson_page(one.file, one.question) for one in lessons)]
        return home_body([*pages, *(Page(page_name(guide), "", "", "") for guide in GUIDES)], signature)
    return build


def test_the_home(home):
    html = home({})
    assert f"<h1>rnnlab</h1>\n<p class=\"lead\">{SENTENCE}" in html and 'alt="A hundred networks."' in html
    card = r'<li><a href="([^"]+)"><img[^>]+><span class="question">([^<]+)</span></a>\s*<span[^>]*>([^<]+)'
    cards = re.findall(card, html)
    assert cards == [(page_name(one.file), f"{one.number} · {one.question}",
                      f"{one.total_minutes} minutes, " + (f"after lesson {one.needs[0]}" if one.needs
                                                          else "needs only Python")) for one in LESSONS]
    assert re.findall(r'<a href="([^"]+)"><span class="question">(\w+)<', html) == [
        ("00_start_here.html", "Learn"), ("teaching.html", "Teach"), ("contributing.html", "Change")]
    assert '<a class="button" href="01_shapes.html">Read here</a>' in html and "Run on Binder" not in html


def test_binder_stands_beside_it_where_an_address_is_set(home):
    assert re.search(r'href="https://mybinder.org/v2/gh/someone/rnnlab/[^"]+">Run on Binder<',
                     home({"repository": "https://github.com/someone/rnnlab"}))


def test_only_what_was_built_is_linked(home):
    html = home({}, lessons=LESSONS[1:2])
    assert html.count("<img") == 3 and '<a class="button" href="02_manual_forward_pass.html">' in html
