"""Rules for stored outputs: find what may not be stored in a notebook.

A stored output is a regression test, so it may depend on neither the machine nor the moment, and every cell takes part.
"""

import re

SKIP_TAGS = {"skip-execution", "raises-exception", "nbval-skip", "nbval-ignore-output", "nbval-raises-exception"}
FORBIDDEN_PATTERNS = {
    "a warning": r"\b[A-Z]\w*Warning:|\bWARNING\b",
    "a log line": r"^[IWEF]\d{4} |^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "a path of this machine": r"(?<![\w/+.:=-])/(home|Users|root|tmp|usr|opt|var|work|mnt|private)/\w|\b[A-Z]:\\\w"
    r"|site-packages|ipykernel_\d",
    "a memory address": r"\b0x[0-9a-fA-F]{6,}\b",
    "a progress bar": r"\r|\x08|━ \d|\d+/\d+ *\[[=>. ]|\d+%\|[ █▏▎▍▌▋▊▉#]|\dm?s/step\b|\dit/s\b",
    "a time measured": r"^(CPU times|Wall time): |\bper loop\b",
}


def forbidden_outputs(notebook):
    """List what breaks the rules for stored outputs, one sentence each.

    Every code cell has to be executed, in order. No output may be an error or come from stderr, and none may hold a
    text of `FORBIDDEN_PATTERNS`. No cell may be excluded from the regression test.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of str
    """
    problems, count = [], 0
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        count += 1
        problems += [f"{describe_cell(notebook, index)}: {problem}" for problem in _cell_problems(cell, count)]
    return problems


def _cell_problems(cell, count):
    if not cell.source.strip():
        yield "is empty"
    elif cell.execution_count != count:
        yield f"has execution count {cell.execution_count}, it should be {count}: run all cells, in order"
    for tag in sorted(SKIP_TAGS.intersection(cell.metadata.get("tags", []))):
        yield f"is tagged {tag}, which keeps it from being tested"
    if re.search(r"^\s*#\s*(NBVAL|PYTEST_VALIDATE)_\w+\s*$", cell.source, re.MULTILINE):
        yield "carries an NBVAL comment, which keeps it from being tested"
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stores an error, {output.ename}: {output.evalue}"
        elif output.get("name") == "stderr":
            yield f"writes to stderr: {output.text.strip()[:100]}"
        elif output.output_type != "stream" and not output.data:
            yield "stores an output that is nothing but a live widget"
        for text in _output_texts(output):
            for name, pattern in FORBIDDEN_PATTERNS.items():
                if match := re.search(pattern, text, re.MULTILINE):
                    start = max(match.start() - 30, 0)
                    yield f"stores {name}: {text[start : match.end() + 30]!r}"


def _output_texts(output):
    """The text of an output, of each of its text formats."""
    if output.output_type == "stream":
        return [output.text]
    return [
        value
        for mime, value in output.get("data", {}).items()
        if isinstance(value, str) and (mime.startswith("text/") or mime == "image/svg+xml")
    ]


def describe_cell(notebook, index):
    """Name a cell for a message: its number, from 1 over all cells, its id, its first line."""
    cell = notebook.cells[index]
    first = cell.source.strip().split("\n")[0]
    return f"cell {index + 1} ({cell.get('id', 'no id')}: {first[:60]})"
