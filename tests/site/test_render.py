"""Tables of the guides carry their headings in each cell; a long formula may scroll on a phone."""

import re

from rnnlab.site.render import render_markdown, stack_tables
from rnnlab.site.sections import address_words


def test_each_cell_of_a_stacked_table_says_what_it_is():
    table = "| word | | `x` |\n|---|---|---|\n| *a* | b | c |\n| d | e | f |"
    html = stack_tables(address_words(render_markdown(table)))
    assert re.findall(r'<td data-label="([^"]*)">(?:<em>)?(\w)', html) == [
        ("word", "a"), ("", "b"), ("x", "c"), ("word", "d"), ("", "e"), ("x", "f")]
    assert html.count('<table class="stacked">') == 1 and 'id="a"' in html


def test_a_long_formula_in_a_line_may_scroll():
    html = render_markdown(r"Short $h_0$, long $(WU^2 - 1)\,x_1 + (WU - 1)\,x_2$.")
    assert html.count("<math") == 2 and html.count('<span class="formula inline"><math') == 1
