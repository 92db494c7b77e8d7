"""Lesson 1's picture of the loop: the network as it is, and drawn once for each day."""

from rnnlab.pictures import Edge, Panels, Picture, arrow, circle, path, text, unrolled

TOP, HEIGHT, RADIUS = 40, 230, 23
LOOP_X, LOOP_WIDTH, UNROLLED_WIDTH = 62, 170, 304
DAYS = 3


def show_loop():
    """The recurrent network as a loop, and beside it the same loop unrolled over three days.

    Returns
    -------
    Panels
    """
    edges = {("x", day): "W_x" for day in range(1, DAYS + 1)} | {("h", day): "W_h" for day in range(1, DAYS + 1)}
    edges[("y", DAYS)] = "W_o"
    nodes = {("x", day): f"day {day}" for day in range(1, DAYS + 1)} | {("h", 0): "zeros"}
    return Panels(
        Picture(text(LOOP_X, 16, "the loop", "strong", "middle"), _loop(), width=LOOP_WIDTH),
        Picture(text(8 + UNROLLED_WIDTH / 2, 16, "the same loop, drawn once for each day", "strong", "middle"),
                unrolled(8, TOP, DAYS, nodes=nodes, outputs=[DAYS], width=UNROLLED_WIDTH, height=HEIGHT,
                         edges={place: Edge(data=name) for place, name in edges.items()})),
        caption="First, the network as a loop: the input x and the network's own last state make the new state h, and "
                "the answer y is read from h. Then the same loop drawn once for each of three days: the state goes "
                "from day to day, and the answer is read after the last.")


def _loop():
    """Three nodes, one above the other: x, h with an arrow back to itself, and y."""
    top, middle, bottom = TOP + RADIUS, TOP + HEIGHT / 2, TOP + HEIGHT - RADIUS
    right, above = LOOP_X + 62, middle - 52
    parts = [arrow((LOOP_X, bottom - RADIUS), (LOOP_X, middle + RADIUS)),
             arrow((LOOP_X, middle - RADIUS), (LOOP_X, top + RADIUS)),
             path([(LOOP_X + RADIUS, middle), (right, middle), (right, above), (LOOP_X + 16, above)], "line"),
             arrow((LOOP_X + 16, above), (LOOP_X + 16, middle - 17)),
             text(right + 6, middle - 26, "W_h", "small"),
             text(LOOP_X - 7, (middle + bottom) / 2, "W_x", "small", "end"),
             text(LOOP_X - 7, (top + middle) / 2, "W_o", "small", "end")]
    for letter, y in (("x", bottom), ("h", middle), ("y", top)):
        parts += [circle(LOOP_X, y, RADIUS, "node"), text(LOOP_X, y, letter, "strong", "middle")]
    return parts
