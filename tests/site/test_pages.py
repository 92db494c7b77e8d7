"""Every page says what it is, where it stands among the others, and whose it is."""

import re

import pytest

from rnnlab.site import pages as pages_module
from rnnlab.site.navigation import Page
from rnnlab.site.pages import note, whole_page

BODY = '<h1>B title</h1><p>First sentence. Second “sentence”.</p>' + "".join(f"<h2>Part {n}</h2>" for n in range(4))
PAGES = [Page(f"{name}.html", name.upper(), f"{name.upper()} title", "") for name in ("a", "b", "c")]


@pytest.fixture
def addresses(monkeypatch):
    found = {}
    monkeypatch.setattr(pages_module, "project_addresses", lambda: found)
    return found


def metas(html):
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html))


def test_the_head_describes_the_page(addresses):
    html, sections = whole_page(PAGES[1], BODY, PAGES)
    assert "<title>B title · rnnlab</title>" in html and '<link rel="icon" type="image/svg+xml" href="data:' in html
    assert metas(html)["description"] == metas(html)["og:description"] == "First sentence. Second “sentence”."
    assert metas(html)["og:title"] == "B title" and metas(html)["og:image"] == "preview.png"
    assert [section.heading for section in sections] == ["B title", *(f"Part {n}" for n in range(4))]


def test_a_long_description_ends_with_a_sentence(addresses):
    html, _ = whole_page(PAGES[1], f"<h1>B</h1><p>Short. {'long ' * 60}.</p>", PAGES)
    assert metas(html)["description"] == "Short."


def test_neighbours_and_contents(addresses):
    html, _ = whole_page(PAGES[1], BODY, PAGES)
    assert re.findall(r'<a rel="(\w+)" href="([^"]+)">', html) == [("prev", "a.html"), ("next", "c.html")]
    assert 'rel="prev"' not in whole_page(PAGES[0], BODY, PAGES)[0]
    assert re.findall(r'<li><a href="(#Part[^"]+)">', html) == [f"#Part-{n}" for n in range(4)]
    assert 'class="contents"' not in whole_page(PAGES[1], "<h1>B</h1><h2>Only</h2>", PAGES)[0]


def test_addresses_are_left_out_where_none_is_set_and_used_where_one_is(addresses):
    without, _ = whole_page(PAGES[1], BODY, PAGES)
    assert set(re.findall(r'(?:href|content)="(https?:[^"]+)"', without)) == {pages_module.LICENCE}
    assert "Binder" not in note()
    addresses |= {"repository": "https://github.com/someone/rnnlab", "homepage": "https://someone.example/rnnlab"}
    html, _ = whole_page(PAGES[1], BODY, PAGES)
    assert '<a href="https://github.com/someone/rnnlab">The source</a>' in html
    assert metas(html)["og:image"] == "https://someone.example/rnnlab/preview.png"
    assert metas(html)["og:url"] == "https://someone.example/rnnlab/b.html"
    assert "02_x.ipynb" in note("02_x.ipynb") and "mybinder.org" in note()


def test_a_second_skip_link_leads_to_the_picture(addresses):
    html, _ = whole_page(PAGES[1], BODY + 2 * pages_module.EXPLORER, PAGES)
    assert html.count('id="picture"') == 1 and 'href="#picture"' in html
    assert "Skip to the picture" not in whole_page(PAGES[1], BODY, PAGES)[0]
