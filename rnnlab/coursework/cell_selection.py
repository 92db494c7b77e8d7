"""Which of a submission's cells are run: those that the answers need."""

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.submission import Cell
from rnnlab.notebook_tools.cell_names import EVERY_NAME, FUTURE, names_made


def choose_cells(cells: list[Cell], assignment: Assignment) -> list[Cell]:
    """Choose the cells that the answers need, directly or through other names. The others are not run.

    Checks are not run, and an attempt cell as it was given out counts only where nobody else defines its names. A name
    is taken from the last cell before that defines or changes it, or else from the last one after. Star imports and
    future imports are always run.

    Returns
    -------
    list of Cell
        In the order of the notebook, but for a cell that makes what only cells above it need: it comes before these.
    """
    stubs = {
        strip_whitespace(notebook_exercise.stub): notebook_exercise
        for notebook_exercise in assignment.notebook_exercises
    }
    checks = {
        strip_whitespace(f'check("{notebook_exercise.number}", {", ".join(notebook_exercise.answers)})')
        for notebook_exercise in assignment.notebook_exercises
    }
    candidates = [cell for cell in cells if strip_whitespace(cell.source) not in checks]
    defined = {name for cell in candidates if strip_whitespace(cell.source) not in stubs for name in cell.binds}

    def is_replaced_stub(cell: Cell) -> bool:
        stub = stubs.get(strip_whitespace(cell.source))
        return stub is not None and set(stub.answers) <= defined

    candidates = [cell for cell in candidates if not is_replaced_stub(cell)]
    made = {cell.place: names for cell, names in zip(candidates, names_made(candidates))}
    chosen: dict[int, list[Cell]] = {}  # place of a cell to the cells that it needs
    queue: list[Cell] = []

    def choose(cell: Cell) -> None:
        if cell.place not in chosen:
            chosen[cell.place] = []
            queue.append(cell)

    for notebook_exercise in assignment.notebook_exercises:
        for cell in candidates:
            if made[cell.place] & {*notebook_exercise.answers, EVERY_NAME, FUTURE}:
                choose(cell)
    while queue:
        cell = queue.pop()
        for name in cell.needs:
            others = [other for other in candidates if name in made[other.place] and other is not cell]
            before = [other for other in others if other.place < cell.place]
            for other in before[-1:] or others[-1:]:
                choose(other)
                if before or name not in made[cell.place]:
                    chosen[cell.place].append(other)
    return _after_what_they_need([cell for cell in candidates if cell.place in chosen], chosen)


def _after_what_they_need(cells: list[Cell], needed: dict[int, list[Cell]]) -> list[Cell]:
    """The cells in their order, but each after those that it needs, unless these need it too."""
    ordered: list[Cell] = []
    seen: set[int] = set()
    for first in cells:
        stack = [] if first.place in seen else [(first, iter(needed[first.place]))]
        seen.add(first.place)
        while stack:
            cell, others = stack[-1]
            other = next((one for one in others if one.place not in seen), None)
            if other is None:
                ordered.append(cell)
                stack.pop()
            else:
                seen.add(other.place)
                stack.append((other, iter(needed[other.place])))
    return ordered


def strip_whitespace(source: str) -> str:
    """A cell's source without blank lines around it and blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
