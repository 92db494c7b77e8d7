"""Of a submission's cells those are chosen that the answers need."""


def choose_cells(cells, assignment):
    """Choose the cells that the answers need, directly or through other names. The others are not run.

    Checks are not run, and an attempt cell as it was given out counts only where nobody else defines its names. A name
    is taken from the last cell before that defines it, or else from the first one after.

    Returns
    -------
    list of Cell
        In the order of the notebook.
    """
    stubs = {strip_whitespace(task.stub): task for task in assignment.tasks}
    checks = {strip_whitespace(f'check("{task.number}", {", ".join(task.answers)})') for task in assignment.tasks}
    rest = [cell for cell in cells if strip_whitespace(cell.source) not in checks]
    own = {name for cell in rest if strip_whitespace(cell.source) not in stubs for name in cell.binds}
    rest = [
        cell
        for cell in rest
        if strip_whitespace(cell.source) not in stubs or not set(stubs[strip_whitespace(cell.source)].names) <= own
    ]
    chosen, waiting = set(), []

    def choose(cell):
        if cell.place not in chosen:
            chosen.add(cell.place)
            waiting.append(cell)

    for task in assignment.tasks:
        for cell in rest:
            if cell.binds & set(task.names):
                choose(cell)
    while waiting:
        cell = waiting.pop()
        for name in cell.needs:
            others = [other for other in rest if name in other.binds and other is not cell]
            before = [other for other in others if other.place < cell.place]
            for other in before[-1:] or others[:1]:
                choose(other)
    return [cell for cell in rest if cell.place in chosen]


def strip_whitespace(source):
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
