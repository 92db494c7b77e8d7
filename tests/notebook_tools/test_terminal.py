"""What the command line prints comes through one function, which lets no escape sequence through."""

import ast
import io
from pathlib import Path

import pytest

from rnnlab.notebook_tools.terminal import print_line

PACKAGE = Path(__file__).parents[2] / "rnnlab"
PRINTERS = [path for room in ("cli", "coursework") for path in sorted((PACKAGE / room).rglob("*.py"))
            if path.parent.name != "inside"]  # what runs inside the sandbox has the null device


def printed(line, encoding="utf-8"):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    print_line(line, stream)
    return stream.buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("line, shown", [
    ("anna: 8 of 8", "anna: 8 of 8\n"),
    ("\x1b[31m\x1b]0;t\x07", "?[31m?]0;t?\n"),
    ("\x9b2J\x7f\x08", "?2J??\n"),
    ("a\nb\r\tc\u2028d", "a b  c d\n"),
    ("abc\u202edef\u2066", "abc?def?\n"),
    ("\ud800\udcff", "??\n"),
    ("björn 한 😀", "björn 한 😀\n"),
])
def test_no_escape_sequence_is_printed(line, shown):
    assert printed(line) == shown


def test_what_the_terminal_cannot_show_is_a_question_mark():
    assert printed("björn −1", "ascii") == "bj?rn ?1\n"


def uses_of_print(source):
    """The lines in which a module has print, or writes to one of the standard streams."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name | ast.Attribute)
            and ast.unparse(node) in ("print", "sys.stdout.write", "sys.stderr.write")]


@pytest.mark.parametrize("path", PRINTERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_else_prints(path):
    assert uses_of_print(path.read_text(encoding="utf-8")) == []


def test_a_use_of_print_is_found():
    source = "x = 1\nprint(x)\nsys.stderr.write('a')\nprint_line(x)\n'print(1)'\ndef f(say=print): ..."
    assert sorted(uses_of_print(source)) == [2, 3, 6]
