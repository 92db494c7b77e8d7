"""The bug catalogue as a picture: which check detects which bug, and at which degenerate points its check misses it.

And one entry of it in words. The lesson calls the catalogue a museum.
"""

from textwrap import fill

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import CHECKS, DEGENERATE_POINTS, run_check
from rnnlab.pictures import Panels, Picture, path, rect, text

LEFT, TOP, ROW, WIDTH = 164, 196, 21, 324  # as wide as a phone has room for
CHECK_COLUMN, POINT_COLUMN = 29, 16
TILT = -75  # of the names above the columns, in degrees


def museum_picture(bugs=BUG_CATALOGUE):
    """Run every bug through every check, and through its own check at every degenerate point, and draw the results.

    Returns
    -------
    Panels
        Two tables with a row for each bug, those of one check together. In the first a tick where a check catches it,
        filled for the check named for it; in the second a cross where that check is blind; below, how many each column
        has.
    """
    rows = sorted(bugs, key=lambda bug: list(CHECKS).index(bug.check))
    caught = {check: [bool(run_check(check, bug.code)) for bug in rows] for check in CHECKS}
    missed = {name: [not run_check(bug.check, bug.code, point) for bug in rows]
              for name, point in DEGENERATE_POINTS.items()}
    foot = TOP + ROW * len(rows)
    seen = [_tick(LEFT + column * CHECK_COLUMN, TOP + row * ROW, check == bug.check) for column, check in
            enumerate(CHECKS) for row, bug in enumerate(rows) if caught[check][row]]
    blind = [_blind(LEFT + column * POINT_COLUMN, TOP + row * ROW) if missed[name][row] else
             text(LEFT + (column + 0.5) * POINT_COLUMN, TOP + (row + 0.5) * ROW, "·", "quiet", "middle")
             for column, name in enumerate(missed) for row in range(len(rows))]
    seen += [_tick(8, foot + 32, True), text(44, foot + 42, "caught by the check named for it", "small"),
             _tick(8, foot + 54, False), text(44, foot + 64, "caught by this check too", "small")]
    blind += [_blind(14, foot + 32), text(44, foot + 42, "missed by the check named for it", "small")]
    counts = {name: sum(column) for name, column in (caught | missed).items()}
    caption = (f"Of {len(rows)} bugs, these are caught at a point that hides nothing: "
               f"{', '.join(f'{check} {counts[check]}' for check in CHECKS)}. At the unlucky points "
               f"the check named for a bug misses it {sum(counts[name] for name in missed)} times out of "
               f"{len(rows) * len(missed)}: {'; '.join(f'{counts[name]} at {name}' for name in missed)}.")
    return Panels(Picture(_table("which check sees it", rows, CHECK_COLUMN, counts, caught), seen, width=WIDTH),
                  Picture(_table("where that check is blind", rows, POINT_COLUMN, counts, missed), blind, width=WIDTH),
                  caption=caption)


def _table(title, rows, pace, counts, names):
    """What stands around the marks: the names of rows and columns, and how many marks each column has."""
    right, foot = LEFT + pace * len(names), TOP + ROW * len(rows)
    parts = [text(8, 14, title, "strong"), path([(8, foot), (right, foot)], "line"),
             text(LEFT - 8, foot + 15, f"of {len(rows)} bugs", "small quiet", "end")]
    for row, bug in enumerate(rows):
        parts.append(text(LEFT - 8, TOP + (row + 0.5) * ROW, bug.name, "small", "end"))
        if row and bug.check != rows[row - 1].check:
            parts.append(path([(8, TOP + row * ROW), (right, TOP + row * ROW)], "thin"))
    for column, name in enumerate(names):
        x = LEFT + (column + 0.5) * pace
        parts += [_tilted(x, TOP - 8, name), text(x, foot + 15, counts[name], "small strong", "middle")]
    return parts


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
    box = rect(x + 1, y + 2.5, CHECK_COLUMN - 2, ROW - 5, "bar s2", 3) if named else None
    return [box, text(x + CHECK_COLUMN / 2, y + ROW / 2, "✓", f"small {'on2' if named else 'quiet'}", "middle")]


def _blind(x, y):
    """A bug that its own check misses."""
    return [rect(x + 0.5, y + 2.5, POINT_COLUMN - 1, ROW - 5, "bar s5", 3),
            text(x + POINT_COLUMN / 2, y + ROW / 2, "✗", "small on5", "middle")]


def _tilted(x, y, words):
    """A column's name, rising from the middle of the column."""
    return f'<g transform="rotate({TILT} {x:g} {y:g})">{"".join(text(x, y, words, "small").marks)}</g>'
