"""The sections of a page: an address for every heading, and the text that a search looks through."""

import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple

HEADING = re.compile(r"<h([1-4])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
ROW = 5  # the level of a word of the glossary, beneath all headings
LEFT_OUT = {"script", "style", "svg"}
CLASSES_LEFT_OUT = {"fold", "output", "input"}  # an answer is not given away; code and numbers are not prose
EMPTY = {"img", "br", "hr", "input", "meta", "link", "col", "wbr", "source"}  # no end tag


class Section(NamedTuple):
    """A heading, or a word of the glossary, with what stands beneath it, up to the next one."""

    level: int
    id: str
    heading: str
    text: str


def address_headings(html, on_github=False):
    """Give every heading an id, and a link to itself to those below the title.

    The ids are those that JupyterLab makes, or GitHub where a text is read there, so that one link serves both. A
    heading that comes again gets a number.
    """
    known = set()

    def address(match):
        level, inner = match.groups()
        words = plain_text(inner)
        words = re.sub(r"[^\w\s-]", "", words.lower()) if on_github else words
        base = words.replace(" ", "-") or "section"
        name = next(name for name in _numbered(base) if name not in known)
        known.add(name)
        quoted = escape(name)
        if level != "1" and "<a " not in inner:
            inner = f'<a class="here" href="#{quoted}">{inner}</a>'
        return f'<h{level} id="{quoted}">{inner}</h{level}>'

    return HEADING.sub(address, html)


def address_words(html):
    """Give each row of a glossary an id, so that it is found as a section of its own."""

    def address(row):
        return f'<tr id="{escape(plain_text(row[1]).replace(" ", "-"))}">\n<td>{row[1]}</td>'

    return re.sub(r"<tr>\s*<td>(.*?)</td>", address, html)


def _numbered(base):
    yield base
    for number in range(2, 1000):
        yield f"{base}-{number}"


def plain_text(html):
    """The words of a fragment: no tags, and of a formula its alternative text."""
    html = re.sub(r'<math[^>]* alttext="([^"]*)".*?</math>', r"\1", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def find_sections(html):
    """Divide a page's text at its headings.

    Parameters
    ----------
    html : str
        With `address_headings`.

    Returns
    -------
    list of Section
    """
    reader = _SectionReader()
    reader.feed(html)
    return [Section(level, name, " ".join("".join(heading).split()), " ".join("".join(text).split()))
            for level, name, heading, text in reader.sections]  # fmt: skip


class _SectionReader(HTMLParser):
    """Collects the text under each heading, without what is left out."""

    def __init__(self):
        super().__init__()
        self.sections, self.open, self.left_out, self.in_heading = [], [], 0, False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in EMPTY:
            return self.handle_data(" ")
        outside = (
            tag in LEFT_OUT or tag == "math" or bool(CLASSES_LEFT_OUT & set((attributes.get("class") or "").split()))
        )
        spelled_out = attributes.get("aria-hidden") == "true"  # in words before it
        if tag == "math" and not self.left_out and not spelled_out:
            self.handle_data(attributes.get("alttext") or "")
        self.open.append((tag, outside))
        self.left_out += outside
        if re.fullmatch("h[1-4]", tag) and not self.left_out:
            self.sections.append((int(tag[1]), attributes.get("id"), [], []))
            self.in_heading = True
        elif tag == "tr" and "id" in attributes:
            self.sections.append((ROW, attributes["id"], [], []))
            self.in_heading = True
        elif tag not in {"a", "code", "em", "span", "strong", "sub", "sup", "b", "i"}:
            self.handle_data(" ")

    def handle_endtag(self, tag):
        if not any(tag == one for one, _ in self.open):
            return
        while self.open:
            closed, outside = self.open.pop()
            self.left_out -= outside
            if closed == tag:
                break
        if re.fullmatch("h[1-4]|td", tag):
            self.in_heading = False

    def handle_data(self, data):
        if self.sections and not self.left_out:
            self.sections[-1][2 if self.in_heading else 3].append(data)
