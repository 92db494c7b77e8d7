"""The recurrent network unrolled in time: nodes and arrows, with data and gradients on its edges."""

from typing import NamedTuple

from rnnlab.pictures.primitives import Drawing, arrow, circle, join, text


class Edge(NamedTuple):
    """The numbers on an edge of the unrolled network.

    Attributes
    ----------
    data : str, optional
        What flows forward, above the edge.
    gradient : str, optional
        What flows back, below the edge, in the accent's colour and behind a ∂.
    css : {"", "accent", "wrong"}
        How the edge is drawn.
    """

    data: str | None = None
    gradient: str | None = None
    css: str = ""


def unrolled(x, y, T, *, nodes=None, edges=None, outputs=(), width=680, height=200):
    """Draw the network unrolled in time: inputs at the bottom, hidden states in the middle, outputs on top.

    Parameters
    ----------
    x, y : float
        Left and top.
    T : int
        The number of steps. Hidden states are h_0 … h_T, inputs x_1 … x_T.
    nodes : dict, optional
        A second line inside a node, for example ``{("h", 1): "0.52", ("x", 1): "3"}``.
    edges : dict of `Edge`, optional
        Keyed by where the edge starts: ``("x", t)`` goes up to h_t, ``("h", t)`` goes right from h_{t-1} to h_t,
        ``("y", t)`` goes up from h_t to y_t. An edge that is not named is drawn plain.
    outputs : iterable of int
        The steps at which an output is read.
    width, height : float

    Returns
    -------
    Drawing

    Raises
    ------
    ValueError
        If T is not positive, or a node or an edge does not exist.
    """
    if T < 1:
        raise ValueError(f"T is {T}: the unrolled network has at least one step")
    nodes, edges, outputs = dict(nodes or {}), dict(edges or {}), sorted(outputs)
    radius, pace = 23, (width - 46) / T
    top, middle, bottom = y + radius, y + height / 2, y + height - radius
    places = {("h", t): (x + radius + t * pace, middle) for t in range(T + 1)}
    places |= {("x", t): (places["h", t][0], bottom) for t in range(1, T + 1)}
    places |= {("y", t): (places["h", t][0], top) for t in outputs}
    drawn_edges = {("x", t): (("x", t), ("h", t)) for t in range(1, T + 1)}
    drawn_edges |= {("h", t): (("h", t - 1), ("h", t)) for t in range(1, T + 1)}
    drawn_edges |= {("y", t): (("h", t), ("y", t)) for t in outputs}
    for kind, keys, known in (("node", nodes, places), ("edge", edges, drawn_edges)):
        for key in keys:
            if key not in known:
                raise ValueError(f"there is no {kind} {key!r} in a network unrolled over T = {T} steps")
    parts = []
    for key, (start, end) in drawn_edges.items():
        edge = edges.get(key, Edge())
        (x0, y0), (x1, y1) = places[start], places[end]
        upright = x0 == x1
        parts.append(arrow((x0, y0 - radius) if upright else (x0 + radius, y0),
                           (x1, y1 + radius) if upright else (x1 - radius, y1), css=edge.css))
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        data_at, gradient_at = ((mx - 7, my), (mx + 7, my)) if upright else ((mx, my - 12), (mx, my + 12))
        tint = "wrong" if edge.css == "wrong" else "accent"
        if edge.data is not None:
            parts.append(text(*data_at, edge.data, "small", "end" if upright else "middle"))
        if edge.gradient is not None:
            parts.append(text(*gradient_at, f"∂ {edge.gradient}", f"small {tint}", "start" if upright else "middle"))
    for (letter, t), (cx, cy) in places.items():
        value = nodes.get((letter, t))
        parts += [circle(cx, cy, radius, "node"),
                  text(cx, cy - (7 if value is not None else 0), f"{letter}_{t}", "strong", "middle")]
        if value is not None:
            parts.append(text(cx, cy + 9, value, "small", "middle"))
    drawn = join(parts)
    return Drawing(drawn.marks, x, y, width, height, drawn.bounds)
