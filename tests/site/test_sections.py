"""Headings get addresses that stay the same and are used once; a search sees the prose beneath each, and no answers."""

import re

from rnnlab.site.sections import address_headings, address_words, find_sections

PAGE = """<h1>A title</h1><p>First <code>words</code>.</p>
<h2>By hand: <math alttext="h_0"><mi>h</mi></math></h2><p>Sum.</p><p>Next<br>line.</p>
<p><span class="spoken">h_1</span><math alttext="h_{1}" aria-hidden="true"><mi>h</mi></math></p>
<details class="fold"><summary>Answer</summary><p>secret</p><h3>Hidden</h3></details>
<div class="output"><pre>1234</pre></div><div class="input">import code</div><script>noise()</script>
<h2>Recap</h2><p>One.</p><h3 class="x">Recap</h3><p>Two &amp; three.</p>"""


def test_each_heading_has_an_id_of_its_own_as_jupyterlab_makes_it():
    html = address_headings(PAGE)
    assert re.findall(r'<h\d id="([^"]+)"', html) == ["A-title", "By-hand:-h_0", "Hidden", "Recap", "Recap-2"]
    assert '<h2 id="Recap"><a class="here" href="#Recap">Recap</a></h2>' in html
    assert '<h1 id="A-title">A title</h1>' in html


def test_a_heading_that_is_a_link_already_gets_no_second_one():
    assert address_headings('<h2><a href="x">Y</a></h2>') == '<h2 id="Y"><a href="x">Y</a></h2>'


def test_sections_hold_the_prose_and_no_answers_code_or_numbers():
    found = find_sections(address_headings(PAGE))
    assert [(section.level, section.heading, section.text) for section in found] == [
        (1, "A title", "First words."), (2, "By hand: h_0", "Sum. Next line. h_1"),
        (2, "Recap", "One."), (3, "Recap", "Two & three.")]


def test_a_word_of_the_glossary_is_a_section():
    table = "<h1>Words</h1><table><tr>\n<td>hidden state</td>\n<td>what it carries</td></tr></table>"
    assert [(section.id, section.heading, section.text) for section in find_sections(address_words(
        address_headings(table)))] == [("Words", "Words", ""), ("hidden-state", "hidden state", "what it carries")]


def test_a_guide_has_the_ids_that_github_gives_it():
    assert address_headings("<h2>How far: can you trust it?</h2>", on_github=True).startswith(
        '<h2 id="how-far-can-you-trust-it">')
