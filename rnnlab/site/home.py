"""The home of the site: what it is, where to begin, the lessons as cards, a door for each reader."""

from html import escape

from rnnlab.lessons import LESSONS
from rnnlab.lessons.lesson_00_start_here.thumbnails import HEIGHT, WIDTH, thumbnail
from rnnlab.pictures import Picture
from rnnlab.pictures.picture import data_url
from rnnlab.site.navigation import HOME, START, Page, page_name
from rnnlab.site.pages import fill_template, note

SENTENCE = (
    "Recompute by hand what Keras prints: eight lessons take a small recurrent network apart, until "
    "nothing in it is magic."
)
DOORS = (
    (START, "Learn", "What you need, how long it takes, and a first network that adds digits."),
    ("teaching.md", "Teach", "How to assign the lessons, and how to collect and grade what is handed in."),
    ("CONTRIBUTING.md", "Change", "Where things are, and how a change of a lesson or of the package is tested."),
)


def home_page():
    """The home as a `Page`."""
    return Page(HOME, "rnnlab", "rnnlab", SENTENCE)


def home_body(pages, explorer):
    """The home's text.

    Parameters
    ----------
    pages : list of Page
        Those of the site; what has no page gets no link.
    explorer : rnnlab.explorer.Explorer
        The signature image.

    Returns
    -------
    str
    """
    by_address = {page.address: page for page in pages}
    cards = [
        {
            "lesson": lesson,
            "page": by_address[page_name(lesson.file)],
            "picture": _card(lesson),
            "needs": _needs(lesson),
        }
        for lesson in LESSONS
        if page_name(lesson.file) in by_address
    ]
    lesson_4 = page_name(LESSONS[3].file)
    return fill_template(
        "home.html.j2",
        sentence=SENTENCE,
        note=note(),
        read=next((card["page"].address for card in cards), pages[-1].address),
        signature="".join(
            _image(panel, "" if index else explorer.caption()) for index, panel in enumerate(explorer.documents())
        ),
        coin=lesson_4 if lesson_4 in by_address else None,
        cards=cards,
        doors=[
            {"address": page_name(file), "name": name, "words": words}
            for file, name, words in DOORS
            if page_name(file) in by_address
        ],
    )


def _needs(lesson):
    return f"after lesson {lesson.needs[0]}" if lesson.needs else "needs only Python"


def _card(lesson):
    return _image(Picture(thumbnail(lesson.number, 0, 0), width=WIDTH, height=HEIGHT).svg(), "")


def _image(document, alternative):
    """An SVG document as an image: it follows the page's light and dark by itself."""
    return f'<img alt="{escape(alternative)}" src="{data_url(document)}">'
