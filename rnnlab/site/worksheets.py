"""Worksheets: the part of a lesson that is done by hand starts on a new sheet of paper when its page is printed.

A worksheet begins at the heading of a section "by hand" and ends with the last gap in it: a table cell with … in it, or
the line where a prediction is written down. A section without gaps has no worksheet.
"""

import copy
import re

import nbformat

BY_HAND = re.compile(r"^##+ .*\bby hand\b", re.MULTILINE | re.IGNORECASE)
SECTION = re.compile(r"^## ", re.MULTILINE)
GAP = re.compile(r"^\|.*[|=+−·] *…", re.MULTILINE)
STUB = re.compile(r"^\w+ = \.\.\.$", re.MULTILINE)


def open_gaps(html):
    """Mark each … that stands for something to fill in, a table cell or a part of one; the … of a range stays."""
    html = re.sub(r"(<td[^>]*>) *… *(?=</td>)", r'\1<span class="gap whole">…</span>', html)
    return re.sub(r"(<td[^>]*> *|[=+−·] *)…", r'\1<span class="gap">…</span>', html)


def open_stubs(html):
    """Mark the dots in highlighted code that stand for an answer: those that end an assignment or a return."""
    before = r'(<span class="[ok]">(?:=|return)</span>(?:<span class="w">)? *(?:</span>)?)'
    after = r'(?=\s*(?:\n|$|<span class="c1))'
    return re.sub(before + r'<span class="o">\.\.\.</span>' + after, r'\1<span class="o gap">...</span>', html)


def fold_answers(html):
    """Mark what a lesson itself folds away, a hint or an answer, so that it is left out in print too."""
    answers = re.compile(r"<details>(?=\s*<summary>[^<]*\b(?:hint|answer|solution))", re.IGNORECASE)
    return answers.sub('<details class="fold">', html)


def mark_worksheets(notebook):
    """Mark the cells of worksheets in a copy of a notebook.

    ``worksheet`` in a cell's metadata is "first", "inside", "last" or "only". A cell in which a worksheet begins
    halfway is divided there.
    """
    notebook = copy.deepcopy(notebook)
    notebook.cells = [part for cell in notebook.cells for part in _divide(cell)]
    begins = [index for index, cell in enumerate(notebook.cells) if _begins_worksheet(cell)]
    for begin in begins:
        end = begin + 1
        while end < len(notebook.cells) and not _begins_section(notebook.cells[end]):
            end += 1
        gaps = [index for index in range(begin, end) if _has_gap(notebook.cells[index])]
        if any(notebook.cells[index].cell_type == "markdown" for index in gaps):
            for index in range(begin, gaps[-1] + 1):
                notebook.cells[index].metadata.worksheet = "inside"
            notebook.cells[gaps[-1]].metadata.worksheet = "last"
            notebook.cells[begin].metadata.worksheet = "only" if begin == gaps[-1] else "first"
    return notebook


def _begins_worksheet(cell):
    return cell.cell_type == "markdown" and bool(BY_HAND.search(cell.source))


def _begins_section(cell):
    return cell.cell_type == "markdown" and bool(SECTION.search(cell.source))


def _has_gap(cell):
    pattern = GAP if cell.cell_type == "markdown" else STUB
    return bool(pattern.search(cell.source))


def _divide(cell):
    """Divide a Markdown cell in two where the section begins that is done by hand; leave any other cell as it is."""
    heading = BY_HAND.search(cell.source) if cell.cell_type == "markdown" else None
    if not heading:
        return [cell]
    starts = [section.start() for section in SECTION.finditer(cell.source, 0, heading.end())]
    at = max(starts, default=heading.start())
    if not cell.source[:at].strip():
        return [cell]
    before = nbformat.v4.new_markdown_cell(
        cell.source[:at].rstrip(), id=f"{cell.id}-before", metadata=copy.deepcopy(cell.metadata)
    )
    cell.source = cell.source[at:]
    return [before, cell]
