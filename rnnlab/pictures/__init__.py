"""Static pictures in SVG.

    text, rect, path, circle, arrow   SVG primitives; `area` is one without marks, `join` makes one of several
    heatmap, vector                   numbers in coloured cells
    box_outline, matrix_outline       an array of three or two axes, to scale
    unrolled                          the network, one column a time step, with numbers on its edges
    MatplotlibBackdrop                matplotlib axes as a static layer

Each piece is a `Drawing`; a `Picture` is drawings and the caption that says what they show, and `Panels` are pictures
beside each other. All sizes are in pixels; a page has room for about 700, a phone for 320.
"""

from rnnlab.pictures.array_outline import BoxOutline, box_outline, matrix_outline
from rnnlab.pictures.heatmap import CELL_SIZE, Grid, heatmap, vector
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from rnnlab.pictures.picture import Panels, Picture
from rnnlab.pictures.primitives import Drawing, area, arrow, circle, colour_level, format_number, join, path, rect, text
from rnnlab.pictures.unrolled_network import Edge, unrolled

__all__ = [
    "CELL_SIZE",
    "BoxOutline",
    "Drawing",
    "Edge",
    "Grid",
    "MatplotlibBackdrop",
    "Panels",
    "Picture",
    "area",
    "arrow",
    "box_outline",
    "circle",
    "colour_level",
    "format_number",
    "heatmap",
    "join",
    "matrix_outline",
    "path",
    "rect",
    "text",
    "unrolled",
    "vector",
]
