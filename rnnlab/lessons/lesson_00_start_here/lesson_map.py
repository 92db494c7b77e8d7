"""The map of the course: which lesson needs which, as a graph whose nodes can be chosen."""

from rnnlab.explorer import Choice, Explorer, target
from rnnlab.lessons import LESSONS
from rnnlab.pictures import Picture, area, arrow, join, rect, text

WIDE, HIGH, GAP = 152, 62, 32
GRID_POSITIONS = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (1, 1), 5: (2, 1), 6: (3, 1), 7: (0, 1)}
SHORT_TITLES = {1: "shapes", 2: "forward pass", 3: "batches", 4: "learning to add", 5: "one-hot", 6: "embeddings",
         7: "gradients"}


def _node_position(number):
    """The box of a lesson on the map."""
    column, row = GRID_POSITIONS[number]
    return area(10 + column * (WIDE + GAP), 10 + row * (HIGH + GAP), WIDE, HIGH)


def explore_map():
    """Choose a lesson on the map and read what it answers, how long it takes and what it needs.

    Returns
    -------
    Explorer
        With the control ``lesson``, from 1 to 7.
    """
    return Explorer([_edges_layer, _selection_layer, _nodes_layer],
                    lesson=Choice([lesson.number for lesson in LESSONS]))


def _edges_layer():
    parts = []
    for lesson in LESSONS:
        for before in lesson.needs:
            start, end = _node_position(before), _node_position(lesson.number)
            if start.y == end.y:
                parts.append(arrow((start.right, start.y + HIGH / 2), (end.x, end.y + HIGH / 2)))
            elif start.x == end.x:
                parts.append(arrow((start.x + WIDE / 2, start.bottom), (end.x + WIDE / 2, end.y)))
            else:
                parts.append(arrow((start.x + 16, start.bottom), (end.right - 16, end.y)))
    return Picture(join(parts))


def _selection_layer(lesson):
    box, chosen = _node_position(lesson), LESSONS[lesson - 1]
    needs = f"It needs lesson {chosen.needs[0]}." if chosen.needs else "It needs nothing but Python."
    return Picture(rect(box.x - 4, box.y - 4, WIDE + 8, HIGH + 8, "line accent"),
                   caption=f"Lesson {lesson}: {chosen.question} You {chosen.does}. About {chosen.minutes} minutes. "
                           f"{needs}")


def _nodes_layer():
    parts = []
    for lesson in LESSONS:
        box = _node_position(lesson.number)
        parts.append(rect(box.x, box.y, WIDE, HIGH, "node"))
        parts.append(text(box.x + WIDE / 2, box.y + 22, f"{lesson.number} · {SHORT_TITLES[lesson.number]}", "strong",
                          "middle"))
        parts.append(text(box.x + WIDE / 2, box.y + 44, f"{lesson.minutes} minutes", "small", "middle"))
        parts.append(target(box, f"Lesson {lesson.number}, {SHORT_TITLES[lesson.number]}", lesson=lesson.number))
    return Picture(join(parts))
