"""Lesson 1's explorer of shapes: every array of a recurrent network to scale, and the count of its parameters."""

from rnnlab.explorer import Explorer, Slider
from rnnlab.pictures import Picture, arrow, box_outline, matrix_outline, path, rect, text

UNIT = 8
DATA_Y, WEIGHTS_Y = 36, 266
X_X, H_X, DENSE, Y_X = 22, 205, 314, 378
COLUMNS = {"Wx": 22, "Wh": 124, "bh": 226, "Wo": 486, "bo": 568}
SUM_X, SUM_WIDE, SUM_Y = 636, 290, 36  # beside the arrays
SERIES = dict(zip(COLUMNS, ("0", "1", "2", "3", "4")))
MOST = {"D": 6, "M": 8, "K": 5}
HEIGHT, DENSE_HEIGHT = WEIGHTS_Y + 8 * UNIT + 22, DATA_Y + 10 * UNIT + 22


def explore_shapes(N=1, T=10, D=3, M=5, K=2):
    """Move N, T, D, M and K and see which arrays grow, and whether the number of parameters does.

    Every square, in every array, is one number.

    Parameters
    ----------
    N, T, D, M, K : int
        Where the sliders start. At 1, 10, 3, 5 and 2 there are 57 parameters.

    Returns
    -------
    Explorer
        With the controls ``N``, ``T``, ``D``, ``M`` and ``K``.
    """
    return Explorer(
        [[_recurrent_layer, _x_layer, _h_layer, _wx_layer, _wh_layer, _bh_layer],
         [_dense_layer, _y_layer, _wo_layer, _bo_layer], [_count_layer]],
        N=Slider([1, 2, 3, 5, 10], label="N samples", value=N),
        T=Slider([1, 2, 3, 5, 10, 15], label="T steps", value=T),
        D=Slider(1, MOST["D"], label="D input features", value=D),
        M=Slider(1, MOST["M"], label="M hidden units", value=M),
        K=Slider(1, MOST["K"], label="K outputs", value=K),
    )


def _parts_of_count(D, M, K):
    """The number of parameters in each array."""
    return {"Wx": D * M, "Wh": M * M, "bh": M, "Wo": M * K, "bo": K}


def _with_letters(drawn, rows, columns, depth=None):
    """An outline with the letters of its axes on its edges: down its left side, along its foot, and into its depth."""
    shift = 0 if depth is None else drawn.depth
    front = (drawn.x + drawn.right - shift) / 2, (drawn.y + shift + drawn.bottom) / 2
    return [drawn, text(drawn.x - 5, front[1], rows, "small strong", "end") if rows else None,
            text(front[0], drawn.bottom + 9, columns, "small strong", "middle"),
            text(drawn.x + shift / 2 - 4, drawn.y + shift / 2 - 4, depth, "small strong", "end") if depth else None]


def _recurrent_layer():
    """What never changes between X and H."""
    return Picture(_arrow(126, 160, "SimpleRNN", "Wx, Wh, bh"),
                   path([(8, WEIGHTS_Y - 36), (DENSE, WEIGHTS_Y - 36)], "thin"), width=DENSE, height=HEIGHT)


def _dense_layer():
    """What never changes between H and Y_hat."""
    return Picture(_arrow(DENSE + 8, DENSE + 44, "Dense", "Wo, bo"), left=DENSE, width=SUM_X - 8, height=DENSE_HEIGHT)


def _arrow(start, end, layer, arrays):
    """The arrow of a layer, with its name and its arrays."""
    x, y = (start + end) / 2, DATA_Y + 40
    return [arrow((start, y), (end, y)), text(x, y - 14, layer, "small strong", "middle"),
            text(x, y + 15, arrays, "small quiet", "middle")]


def _x_layer(N, T, D):
    drawn = box_outline(X_X, DATA_Y, N, T, D, "X", f"({N}, {T}, {D})", UNIT, "data")
    return Picture(_with_letters(drawn, "T", "D", "N"),
                   caption=f"X, which goes in, has shape ({N}, {T}, {D}).")


def _h_layer(N, T, M):
    drawn = box_outline(H_X, DATA_Y, N, T, M, "H", f"({N}, {T}, {M})", UNIT, "data")
    return Picture(_with_letters(drawn, "T", "M", "N"), drawn.slice(step=T - 1),
                   text(H_X, drawn.bottom + 24, "the last step", "small accent"),
                   caption=f"H, what the network remembers, has shape ({N}, {T}, {M}).")


def _y_layer(N, K):
    drawn = matrix_outline(Y_X, DATA_Y, N, K, "Y_hat", f"({N}, {K})", UNIT, "data")
    return Picture(_with_letters(drawn, "N", "K"), caption=f"Y_hat, which comes out, has shape ({N}, {K}).")


def _weights(name, **sizes):
    """A weight array: the letters and sizes of its axes, of which the second axis of Wh is marked M2."""
    letters, shape = [letter[0] for letter in sizes], str(tuple(sizes.values()))
    rows, columns = (1, *sizes.values())[-2:]
    y = WEIGHTS_Y if COLUMNS[name] < DENSE else DATA_Y
    drawn = matrix_outline(COLUMNS[name], y, rows, columns, name, shape, UNIT, f"s{SERIES[name]}")
    return Picture(_with_letters(drawn, *("", *letters)[-2:]))


def _wx_layer(D, M):
    return _weights("Wx", D=D, M=M)


def _wh_layer(M):
    return _weights("Wh", M=M, M2=M)


def _bh_layer(M):
    return _weights("bh", M=M)


def _wo_layer(M, K):
    return _weights("Wo", M=M, K=K)


def _bo_layer(K):
    return _weights("bo", K=K)


def _count_layer(D, M, K):
    """The parameters side by side, one width for each, and their sum."""
    counts = _parts_of_count(D, M, K)
    most = sum(_parts_of_count(**MOST).values())
    pace = SUM_WIDE / most
    parts, x, edges = [], SUM_X, {}
    for name, count in counts.items():
        wide = count * pace
        parts.append(rect(x, SUM_Y, wide, 26, f"bar s{SERIES[name]}"))
        if wide >= 9 * len(str(count)):
            parts.append(text(x + wide / 2, SUM_Y + 13, count, f"on{SERIES[name]}", "middle"))
        x = edges[name] = x + wide
    summands = " + ".join(map(str, counts.values()))
    recurrent, dense = sum(list(counts.values())[:3]), sum(list(counts.values())[3:])
    total = recurrent + dense
    y = SUM_Y + 34
    parts += [path([(SUM_X, y), (SUM_X, y + 5), (edges["bh"] - 2, y + 5), (edges["bh"] - 2, y)], "line"),
              path([(edges["bh"] + 2, y), (edges["bh"] + 2, y + 5), (x, y + 5), (x, y)], "line")]
    parts += [text(SUM_X, y + 24, f"SimpleRNN  {D}·{M} + {M}·{M} + {M} = {recurrent}"),
              text(SUM_X, y + 46, f"Dense  {M}·{K} + {K} = {dense}"),
              text(SUM_X, y + 74, f"{summands} = {total} parameters", "strong")]
    return Picture(text(SUM_X, 16, "the parameters", "strong"), parts, left=SUM_X - 8, width=SUM_X + SUM_WIDE + 8,
                   caption=f"The network learns {summands} = {total} numbers, its parameters: "
                           f"{recurrent} lead from X to H, and {dense} from there to Y_hat.")
