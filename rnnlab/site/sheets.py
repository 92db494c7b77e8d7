"""Worksheets: the part of a lesson that is done with a pencil stands on paper of its own when its page is printed.

A sheet begins at the heading of a section "by hand" and ends with the last gap in it: a table cell with … in it, or the
line where a prediction is written down. Where a section asks for nothing there is no sheet.
"""

import copy
import re

import nbformat

BY_HAND = re.compile(r"^##+ .*\bby hand\b", re.MULTILINE | re.IGNORECASE)
SECTION = re.compile(r"^## ", re.MULTILINE)
GAP = re.compile(r"^\|.*[|=+−·] *…", re.MULTILINE)
STUB = re.compile(r"^\w+ = \.\.\.$", re.MULTILINE)


def open_gaps(html):
    """Mark each … that stands for a number to fill in; the … of a range or a list stays as it is."""
    return re.sub(r"(<td[^>]*> *|[=+−·] *)…", r'\1<span class="gap">…</span>', html)


def mark_sheets(notebook):
    """A copy whose sheets are marked: ``sheet`` in a cell's metadata is "first", "inside", "last" or "only".

    A cell in which a sheet begins halfway is divided there, so that the sheet has only what belongs to it.
    """
    notebook = copy.deepcopy(notebook)
    notebook.cells = [part for cell in notebook.cells for part in divide(cell)]
    begins = [index for index, cell in enumerate(notebook.cells) if begins_sheet(cell)]
    for begin in begins:
        end = begin + 1
        while end < len(notebook.cells) and not begins_section(notebook.cells[end]):
            end += 1
        gaps = [index for index in range(begin, end) if has_gap(notebook.cells[index])]
        if any(notebook.cells[index].cell_type == "markdown" for index in gaps):
            for index in range(begin, gaps[-1] + 1):
                notebook.cells[index].metadata.sheet = "inside"
            notebook.cells[gaps[-1]].metadata.sheet = "last"
            notebook.cells[begin].metadata.sheet = "only" if begin == gaps[-1] else "first"
    return notebook


def begins_sheet(cell):
    return cell.cell_type == "markdown" and bool(BY_HAND.search(cell.source))


def begins_section(cell):
    return cell.cell_type == "markdown" and bool(SECTION.search(cell.source))


def has_gap(cell):
    pattern = GAP if cell.cell_type == "markdown" else STUB
    return bool(pattern.search(cell.source))


def divide(cell):
    """A Markdown cell in two, at the section in which something is to be done by hand; any other cell as it is."""
    found = BY_HAND.search(cell.source) if cell.cell_type == "markdown" else None
    if not found:
        return [cell]
    at = max([mark.start() for mark in SECTION.finditer(cell.source, 0, found.end())], default=found.start())
    if not cell.source[:at].strip():
        return [cell]
    before = nbformat.v4.new_markdown_cell(cell.source[:at].rstrip(), id=f"{cell.id}-before", metadata=copy.deepcopy(cell.metadata))
    cell.source = cell.source[at:]
    return [before, cell]
