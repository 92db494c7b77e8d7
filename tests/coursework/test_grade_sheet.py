"""The grade sheet: how a row may be written."""

import pytest

from rnnlab.coursework.grade_sheet import plain_text


@pytest.mark.parametrize(
    "text, safe",
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'=1"),
        ("a\nb", "a b"),
        ("ok", "ok"),
        ("", ""),
    ],
)
def test_no_text_becomes_a_formula(text, safe):
    assert plain_text(text) == safe
