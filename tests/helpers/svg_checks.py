"""Checks of SVG pictures and explorers: valid, finite, within the view box; and what a picture shows, read back."""

import itertools
import math
import re
import xml.etree.ElementTree as ET

import numpy as np

from rnnlab.explorer.frames import frame_at
from rnnlab.pictures.heatmap import CELL_SIZE
from rnnlab.pictures.picture import svg_document

NOT_FINITE = re.compile(r"\b(nan|inf|infinity|none)\b", re.IGNORECASE)
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def faults(svg, caption):
    """Everything that is wrong with one frame: a list of messages, empty where all is well."""
    problems = []
    if not caption.strip():
        problems.append("it has no caption")
    if caption.startswith("No picture") or "No picture at" in caption:
        problems.append(f"it failed: {caption}")
    if NOT_FINITE.search(caption):
        problems.append(f"a number is not finite in: {caption}")
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        return [*problems, f"the SVG is not valid: {error}"]
    _, _, width, height = map(float, root.get("viewBox").split())
    for mark, left, top, right, bottom in boxes(root):
        if not all(map(math.isfinite, (left, top, right, bottom))):
            problems.append(f"a coordinate is not finite: {ET.tostring(mark)[:120]}")
        if left < 0 or top < 0 or right > width or bottom > height:
            problems.append(f"outside the view box {width:g} x {height:g}: {''.join(mark.itertext())} {mark.attrib}")
    texts = ("".join(mark.itertext()) for mark in every(root, "text"))
    return problems + [f"a number is not finite: {text}" for text in texts if NOT_FINITE.search(text)]


def every(node, name):
    """All elements of a name below a node."""
    return (below for below in node.iter() if below.tag.endswith("}" + name))


def boxes(root):
    """Every mark with the box around it. What matplotlib drew is a group of its own and is left out."""
    stack = [(root, False)]
    while stack:
        node, in_cell = stack.pop()
        in_cell = in_cell or "cell" in node.get("class", "").split()
        stack += [(child, in_cell) for child in node if not child.get("transform")]
        name = node.tag.split("}")[-1]

        def get(key, node=node):
            return float(node.get(key, 0))
        if name == "rect":
            yield node, get("x"), get("y"), get("x") + get("width"), get("y") + get("height")
        elif name == "circle":
            yield node, get("cx") - get("r"), get("cy") - get("r"), get("cx") + get("r"), get("cy") + get("r")
        elif name == "path":
            xs, ys = zip(*points(node.get("d")))
            yield node, min(xs), min(ys), max(xs), max(ys)
        elif name == "text":
            size = 12 if in_cell or "small" in node.get("class", "") else 15 if "large" in node.get("class", "") else 13
            small = sum(len(part.text) for part in every(node, "tspan") if "small" in part.get("class", ""))
            width = 0.56 * (size * len("".join(node.itertext())) - (size - 12) * small)
            anchor = "middle" if in_cell else node.get("text-anchor")
            left = get("x") - {"middle": width / 2, "end": width}.get(anchor, 0)
            yield node, left, get("y") - 0.8 * size, left + width, get("y") + 0.25 * size


def points(path):
    """The points of a path of M, L, h, v, l and Z."""
    x = y = 0
    for command, numbers in re.findall(r"([MLhvlZ])([^MLhvlZ]*)", path):
        values = [float(value) for value in NUMBERS.findall(numbers)]
        if command in "ML":
            x, y = values
        elif command == "h":
            x += values[0]
        elif command == "v":
            y += values[0]
        elif command == "l":
            x, y = x + values[0], y + values[1]
        yield x, y


def walk(explorer, seed=0, samples=200):
    """Positions that show every frame of every layer, and a seeded sample over all controls together."""
    sizes = [len(control.values) for control in explorer.controls.values()]
    seen = set()
    for layer in explorer.frames["layers"]:
        for values in itertools.product(*(range(sizes[control]) for control in layer["controls"])):
            position = list(explorer.position)
            for control, value in zip(layer["controls"], values):
                position[control] = value
            seen.add(tuple(position))
    rng = np.random.default_rng(seed)
    seen |= {tuple(int(rng.integers(size)) for size in sizes) for _ in range(samples)}
    return sorted(seen)


def faults_of(explorer):
    """All faults of an explorer, each with its position."""
    problems = []
    for position in walk(explorer):
        marks, caption = frame_at(explorer.frames, position)
        svg = svg_document(marks, *explorer.frames["size"])
        problems += [f"at {position}: {fault}" for fault in faults(svg, caption)]
    return problems


def cells(svg):
    """The numbers of a picture's cells by their left top corner: ``{(x, y): "0.52"}``."""
    return {(float(rect.get("x")), float(rect.get("y"))): "".join(text.itertext())
            for group in every(ET.fromstring(svg), "g") if "cell" in group.get("class", "").split()
            for rect, text in zip(every(group, "rect"), every(group, "text"))}


def numbers_at(svg, x, y, rows, columns, cell=CELL_SIZE):
    """The matrix of cells whose left top corner is (x, y), as it is written."""
    by_corner = cells(svg)
    return [[by_corner.get((round(float(x + column * cell[0]), 1), round(float(y + row * cell[1]), 1)))
             for column in range(columns)] for row in range(rows)]


def outlined(svg):
    """The boxes of all outlines, as (x, y, width, height)."""
    return sorted(tuple(float(rect.get(key)) for key in ("x", "y", "width", "height"))
                  for rect in every(ET.fromstring(svg), "rect") if "lit" in rect.get("class", "").split())


def within_axes(backdrop, x, y):
    """Whether a point, in data coordinates, is inside the axes of a `MatplotlibBackdrop`."""
    (left, right), (low, high) = sorted(backdrop.axes.get_xlim()), sorted(backdrop.axes.get_ylim())
    return left <= x <= right and low <= y <= high


def visible(svg, css=None):
    """All elements that are not hidden, or those of a class."""
    nodes, stack = [], [ET.fromstring(svg)]
    while stack:
        node = stack.pop()
        if node.get("display") != "none":
            nodes.append(node)
            stack += reversed(node)
    return [node for node in nodes if css is None or css in node.get("class", "").split()]


def words(svg):
    """All text of a picture, one line a mark, without what is hidden."""
    return ["".join(node.itertext()) for node in visible(svg) if node.tag.endswith("}text")]
