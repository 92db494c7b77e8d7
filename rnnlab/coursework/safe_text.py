"""Text that students have typed, written so that no spreadsheet, browser or Markdown reader takes it for anything else.

What goes to the terminal: `rnnlab.notebook_tools.terminal`.
"""

import re
import unicodedata

from rnnlab.coursework.sandbox.inside.serialization import replace_surrogates

FORMULA_SIGNS = "=+-@"
MINUS = "\u2212"  # no other width of a hyphen, and yet some programs count it as one
# A program may take another separator than ours: what stands behind one begins a cell then.
BEHIND_SEPARATOR = re.compile(r"([;,\t|\"]\s*)(?=[=@＝＠﹦﹫])|([;,\t|\"])(?=[+\-＋－﹢﹣\u2212])")
MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#&|~@]|:(?=//))|(?<=www)(\.)", re.IGNORECASE)
# Where a link, an image, an address or an element begins. A blank there ends it, inside code and outside.
LINK_BEGINNINGS = (
    (re.compile(r"\](?=[(\[:])"), "] "),
    (re.compile(r"<(?=[A-Za-z/!?])"), "< "),
    (re.compile(r"(?<=[A-Za-z]):(?=//)|(?<=mailto):|(?<=xmpp):", re.IGNORECASE), ": "),
    (re.compile(r"\bwww\.(?=\S)", re.IGNORECASE), "www. "),
    (re.compile(r"(?<=[\w.+-])@(?=\w)"), " @ "),
)


def plain_text(text: str) -> str:
    """One line that no spreadsheet takes for a formula, whatever the width of its first sign."""
    text = "".join(letter if letter.isprintable() else " " for letter in replace_surrogates(text))
    text = BEHIND_SEPARATOR.sub(r"\1\2'", " ".join(text.split()))
    first = unicodedata.normalize("NFKC", text[:1])[:1]
    return f"'{text}" if first and first in FORMULA_SIGNS + MINUS else text


def escape_markdown(text: str) -> str:
    """One line of Markdown that shows this text as it is."""
    text = "".join(letter if letter.isprintable() else " " for letter in replace_surrogates(text))
    return MARKDOWN_SIGNS.sub(r"\\\1\2", " ".join(text.split()))


def without_links(markdown: str) -> str:
    """Markdown in which nothing is a link, an image or an element: some of its words may be a student's."""
    for beginning, instead in LINK_BEGINNINGS:
        markdown = beginning.sub(instead, markdown)
    return visible_controls(markdown)


def visible_controls(text: str) -> str:
    """The text with a sign in place of each control character, but for tabs and ends of lines."""
    return "".join(
        letter if letter in "\t\n" or unicodedata.category(letter) != "Cc" else "\N{REPLACEMENT CHARACTER}"
        for letter in text.replace("\r\n", "\n")
    )
