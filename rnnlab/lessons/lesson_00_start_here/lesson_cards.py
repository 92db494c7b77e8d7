"""The lessons as cards in reading order, each a picture that links to its notebook."""

import base64
import textwrap

from rnnlab.lessons import LESSONS
from rnnlab.lessons.lesson_00_start_here.thumbnails import HEIGHT, WIDTH, thumbnail
from rnnlab.pictures import Picture, rect, text
from rnnlab.pictures.picture import escape_markdown

MARGIN, LINE = 10, 17


def show_lessons():
    """Show a card for each lesson: its picture, question, minutes with the exercises, and needs. A click opens it.

    Returns
    -------
    object
        Shown as Markdown.
    """
    return _LessonCards()


class _LessonCards:
    """The cards as Markdown images inside links, which every viewer of notebooks can follow."""

    def __repr__(self):
        return "\n".join(map(_card_text, LESSONS))

    def _repr_markdown_(self):
        return "\n".join(f"[![{escape_markdown(_card_text(lesson))}](data:image/svg+xml;base64,{_image(lesson)})]"
                         f"({lesson.file})" for lesson in LESSONS)


def _card_text(lesson):
    return f"Lesson {lesson.number}: {lesson.question} {_cost(lesson).capitalize()}."


def _cost(lesson):
    needs = f"after lesson {lesson.needs[0]}" if lesson.needs else "needs only Python"
    return f"{lesson.total_minutes} minutes, {needs}"


def _image(lesson):
    return base64.b64encode(_card(lesson).svg().encode()).decode()


def _card(lesson):
    """One card as a `Picture`."""
    width, y = WIDTH + 2 * MARGIN, MARGIN + HEIGHT + 20
    lines = textwrap.wrap(f"{lesson.number} · {lesson.question}", 25, break_on_hyphens=False)
    parts = [rect(1, 1, width - 2, y + 4 * LINE - 2, "node", 6), thumbnail(lesson.number, MARGIN, MARGIN)]
    parts += [text(MARGIN, y + index * LINE, line, "strong") for index, line in enumerate(lines)]
    parts.append(text(MARGIN, y + 3 * LINE + 3, _cost(lesson), "small quiet"))
    return Picture(parts, caption=_card_text(lesson), width=width, height=y + 4 * LINE + 1)
