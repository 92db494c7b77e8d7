"""The bug catalogue as a picture: which check detects which bug, and at which degenerate points its check misses it.

And one entry of it in words. The lesson calls the catalogue a museum.
"""

from textwrap import fill

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import CHECKS, DEGENERATE_POINTS, run_check
from rnnlab.pictures import Picture, path, rect, text

LEFT, TOP, ROW, COLUMN = 172, 156, 21, 36
GAP = 26
TILT = -42


def museum_picture(bugs=BUG_CATALOGUE):
    """Run every bug through every check, and through its own check at every degenerate point, and draw the results.

    Returns
    -------
    Picture
        A filled cell with a tick: caught; with two ticks: by the check named for it. A dash: not caught.
    """
    points_x = LEFT + len(CHECKS) * COLUMN + GAP
    parts = [text(LEFT, 14, "at a point that hides nothing", "small strong"),
             text(points_x, 14, "its own check, at unlucky points", "small strong")]
    parts += [_tilted(LEFT + (index + 0.5) * COLUMN, TOP - 12, name) for index, name in enumerate(CHECKS)]
    parts += [_tilted(points_x + (index + 0.5) * COLUMN, TOP - 12, name)
              for index, name in enumerate(DEGENERATE_POINTS)]
    caught = dict.fromkeys(CHECKS, 0)
    missed = 0
    for row, bug in enumerate(bugs):
        y = TOP + row * ROW
        parts += [text(LEFT - 8, y + ROW / 2, bug.name, "small", "end"),
                  path([(16, y), (points_x + len(DEGENERATE_POINTS) * COLUMN, y)], "thin")]
        for index, check in enumerate(CHECKS):
            found = bool(run_check(check, bug.code))
            caught[check] += found
            parts.append(_mark(LEFT + index * COLUMN, y, found, check == bug.check))
        for index, point in enumerate(DEGENERATE_POINTS.values()):
            found = bool(run_check(bug.check, bug.code, point))
            missed += not found
            parts.append(_mark(points_x + index * COLUMN, y, found))
    counts = ", ".join(f"{check} {count}" for check, count in caught.items())
    caption = (f"Of {len(bugs)} bugs, these are caught at a point that hides nothing: {counts}. At the unlucky points "
               f"the check named for a bug misses it {missed} times out of {len(bugs) * len(DEGENERATE_POINTS)}.")
    y = TOP + len(bugs) * ROW + 16
    legend = []
    for x, words, state in ((0, "caught", (True,)), (92, "caught by the check named for it", (True, True)),
                            (340, "not caught", (False,))):
        legend += [_mark(LEFT + x, y - ROW / 2, *state), text(LEFT + x + COLUMN + 4, y, words, "small")]
    return Picture(parts, legend, caption=caption, width=points_x + len(DEGENERATE_POINTS) * COLUMN + 50)


def exhibit(name):
    """One entry of the bug catalogue in words, and the names of all.

    Raises
    ------
    ValueError
        If there is no bug of this name.
    """
    bugs = {bug.name: bug for bug in BUG_CATALOGUE}
    if name not in bugs:
        raise ValueError(f"there is no bug {name!r} here, there are {', '.join(bugs)}")
    entries = [(word, getattr(bugs[name], word)) for word in ("what", "seen", "shows", "check")]
    entries += [("blind", "; ".join(bugs[name].misses) or "at none of the unlucky points"), ("all", ", ".join(bugs))]
    return "\n".join(fill(f"{word:6} {caption}", 90, subsequent_indent=7 * " ", break_on_hyphens=False)
                     for word, caption in entries)


def _mark(x, y, caught, named=False):
    """One cell."""
    x, y, wide, high = x + 3, y + 2.5, COLUMN - 6, ROW - 5
    if not caught:
        return text(x + wide / 2, y + high / 2, "–", "small quiet", "middle")
    series = 1 if named else 4
    return [rect(x, y, wide, high, f"bar s{series}", 3),
            text(x + wide / 2, y + high / 2, "✓✓" if named else "✓", f"small on{series}", "middle")]


def _tilted(x, y, words):
    """A column's name, rising to the right."""
    return f'<g transform="rotate({TILT} {x:g} {y:g})">{"".join(text(x, y, words, "small").marks)}</g>'
