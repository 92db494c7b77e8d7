"""Text that students have typed is neither a formula, nor a link, nor an element, wherever it ends up."""

import mistune
import pytest

from rnnlab.coursework.safe_text import escape_markdown, plain_text, visible_controls, without_links


@pytest.mark.parametrize(
    "text, safe",
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\u00a0\u3000=1", "'=1"),
        ("\ufeff=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("﹦1", "'﹦1"),
        ("﹢1", "'﹢1"),
        ("﹣1", "'﹣1"),
        ("﹫1", "'﹫1"),
        ("−1", "'−1"),
        ("⁼1", "'⁼1"),
        ("a;=1", "a;'=1"),
        ("a; =1", "a; '=1"),
        ('a",=1', "a\",'=1"),
        ("a\t＝1", "a ＝1"),
        ("a;-1", "a;'-1"),
        ("(2, -3)", "(2, -3)"),
        ("x = 3; y @ z", "x = 3; y @ z"),
        ("a\nb", "a b"),
        ("ok", "ok"),
        ("", ""),
        ("anna\ud800", "anna?"),
        ("\udce4\n", "?"),
        ("a\x1b[31m", "a [31m"),
    ],
)
def test_no_text_becomes_a_formula(text, safe):
    assert plain_text(text) == safe
    assert plain_text(safe) == safe


LINKS = [
    "[x](http://a.b)",
    "![x](http://a.b/x.png)",
    "` ![x](http://a.b)",
    "`` ` [x](y) ``` [z](w)",
    "<http://a.b>",
    "<a@b.org>",
    "<mailto:a@b>",
    "http://a.b",
    "HTTPS://a.b/c",
    "ftp://a.b",
    "www.a.org",
    "WWW.a.org",
    "mailto:a@b.org",
    "xmpp:a@b.org",
    "a.b@c.org",
    "[x][y]\n\n[y]: http://a.b",
    "[x]\n\n[x]: http://a.b",
    "[x][]\n\n[x]: //a.b 'c'",
    "![x]\n\n[x]: /local.png",
    "<img src=x>",
    "<a href='x'>y</a>",
    "<IMG SRC=x onerror=y>",
    "<!-- <a href=x> -->",
    "<svg/onload=x>",
    "[x](javascript:alert(1))",
    "[a](<b c>)",
]


def elements_of(markdown):
    """The elements that a reader makes of Markdown: addresses without brackets are links there, as on GitHub."""
    page = mistune.create_markdown(escape=False, plugins=["url", "strikethrough", "table", "footnotes"])(markdown)
    return [name for name in ("<a", "<img", "<svg", "<!--") if name in page.lower()]


@pytest.mark.parametrize("text", LINKS)
def test_no_markdown_is_a_link(text):
    assert elements_of(without_links(text)) == []
    assert elements_of(without_links(f"**Your function stops:** `ValueError: {text}`")) == []
    assert elements_of(f"- {escape_markdown(text)}: 3") == []


def test_the_reader_sees_links():
    seen = [text for text in LINKS if elements_of(text)]
    assert len(seen) > 15 and "http://a.b" in seen and "<img src=x>" in seen


@pytest.mark.parametrize("name", ["Anna_Müller", "a*b*c", "`x`", "# a", "<b>", "a|b", "&lt;", "~~a~~", "\\", "[x]"])
def test_a_name_reads_as_it_is(name):
    page = mistune.html(f"Grade of {escape_markdown(name)}.")
    plain = page.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == f"<p>Grade of {name}.</p>\n"


@pytest.mark.parametrize(
    "message",
    [
        "**This is the book's order, W x.** Keras multiplies `x @ Wx`, of shape `(N, D) @ (D, M)`.",
        "`H[t]` is `f(z)`: `1 < 2`, `a[0]`, and *not* `b[-1]`.",
    ],
)
def test_a_message_of_a_check_stays_as_it_is(message):
    assert without_links(message) == message


def test_control_characters_are_visible():
    assert visible_controls("a\r\nb\tc\x1b[2J\x9b\x00\r") == "a\nb\tc�[2J���"
