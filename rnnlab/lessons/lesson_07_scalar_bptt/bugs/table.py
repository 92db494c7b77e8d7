"""The bug catalogue as a picture: which check detects which bug, and at which degenerate points its check misses it.

And one entry of it in words. The lesson calls the catalogue a museum.
"""

from textwrap import fill

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import CHECKS, DEGENERATE_POINTS, run_check
from rnnlab.pictures import Picture, path, rect, text

LEFT, TOP, ROW, COLUMN = 172, 150, 21, 38
GAP = 26
TILT = -42


def museum_picture(bugs=BUG_CATALOGUE):
    """Run every bug through every check, and through its own check at every degenerate point, and draw the results.

    Returns
    -------
    Picture
        A row for each bug, those of one check together. Left a tick where a check catches it, filled for the check
        named for it; right a filled cell where that check is blind; below, how many each column has.
    """
    points_x = LEFT + len(CHECKS) * COLUMN + GAP
    right = points_x + len(DEGENERATE_POINTS) * COLUMN
    columns = {name: LEFT + index * COLUMN for index, name in enumerate(CHECKS)}
    columns |= {name: points_x + index * COLUMN for index, name in enumerate(DEGENERATE_POINTS)}
    parts = [text(LEFT, 14, "which check sees it", "strong"),
             text(points_x, 14, "where that check is blind", "strong")]
    parts += [_tilted(x + COLUMN / 2, TOP - 10, name) for name, x in columns.items()]
    rows = sorted(bugs, key=lambda bug: list(CHECKS).index(bug.check))
    counts = dict.fromkeys(columns, 0)
    for row, bug in enumerate(rows):
        y = TOP + row * ROW
        parts.append(text(LEFT - 8, y + ROW / 2, bug.name, "small", "end"))
        if row and bug.check != rows[row - 1].check:
            parts.append(path([(16, y), (right, y)], "thin"))
        for check in CHECKS:
            if run_check(check, bug.code):
                counts[check] += 1
                parts.append(_tick(columns[check], y, check == bug.check))
        for name, point in DEGENERATE_POINTS.items():
            if run_check(bug.check, bug.code, point):
                parts.append(text(columns[name] + COLUMN / 2, y + ROW / 2, "·", "quiet", "middle"))
            else:
                counts[name] += 1
                parts.append(_blind(columns[name], y))
    y, missed = TOP + len(rows) * ROW, {name: counts[name] for name in DEGENERATE_POINTS}
    parts += [path([(16, y), (right, y)], "line"), text(LEFT - 8, y + 15, f"of {len(rows)} bugs", "small quiet", "end")]
    parts += [text(x + COLUMN / 2, y + 15, counts[name], "strong", "middle") for name, x in columns.items()]
    legend = [_tick(LEFT, y + 32, True), text(LEFT + 42, y + 42, "caught by the check named for it", "small"),
              _tick(LEFT + 236, y + 32, False), text(LEFT + 270, y + 42, "caught too", "small"),
              _blind(LEFT + 342, y + 32), text(LEFT + 384, y + 42, "missed", "small")]
    caught = ", ".join(f"{check} {counts[check]}" for check in CHECKS)
    caption = (f"Of {len(rows)} bugs, these are caught at a point that hides nothing: {caught}. At the unlucky points "
               f"the check named for a bug misses it {sum(missed.values())} times out of "
               f"{len(rows) * len(DEGENERATE_POINTS)}: {'; '.join(f'{n} at {name}' for name, n in missed.items())}.")
    return Picture(parts, legend, caption=caption, width=right + 50)


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


def _tick(x, y, named):
    """A bug that is caught: filled if by the check named for it."""
    box = rect(x + 3, y + 2.5, COLUMN - 6, ROW - 5, "bar s2", 3) if named else None
    return [box, text(x + COLUMN / 2, y + ROW / 2, "✓", f"small {'on2' if named else 'quiet'}", "middle")]


def _blind(x, y):
    """A bug that its own check misses."""
    return [rect(x + 1, y + 2.5, COLUMN - 2, ROW - 5, "bar s5", 3),
            text(x + COLUMN / 2, y + ROW / 2, "blind", "small on5", "middle")]


def _tilted(x, y, words):
    """A column's name, rising to the right."""
    return f'<g transform="rotate({TILT} {x:g} {y:g})">{"".join(text(x, y, words, "small").marks)}</g>'
