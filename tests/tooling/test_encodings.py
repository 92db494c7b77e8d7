"""Text is UTF-8, whatever encoding the machine prefers."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ_OR_WRITE = {"read_text", "write_text", "open", "fdopen", "NamedTemporaryFile", "TemporaryFile", "TextIOWrapper"}
IN_BYTES = {"os.open", "archive.open", "self.open", "super().open"}  # none of them decodes
SOURCES = sorted(path for folder in ("rnnlab", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py"))


def calls_without_encoding(source):
    """The calls that read or write text in the encoding of the machine."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        function = ast.unparse(call.func)
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        modes = [value.value for value in [*call.args, *given.values()] if isinstance(value, ast.Constant)]
        binary = function in IN_BYTES or any(isinstance(mode, str) and set(mode) <= set("rwaxb+") and "b" in mode
                                             for mode in modes)
        text = isinstance(given.get("text"), ast.Constant) and given["text"].value is True
        reads = function.split(".")[-1] in READ_OR_WRITE and not binary
        if (reads or text or "universal_newlines" in given) and not {"encoding", None} & given.keys():
            found.append(ast.unparse(call))
    return found


def test_every_text_is_read_and_written_in_a_named_encoding():
    found = {path: calls for path in SOURCES if (calls := calls_without_encoding(path.read_text(encoding="utf-8")))}
    assert SOURCES and found == {}


@pytest.mark.parametrize("call", ["place.read_text()", "files('x').joinpath('y').write_text(page)", "open(path)",
                                  "path.open('w')", "open(path, mode='r')", "os.fdopen(number, 'w')",
                                  "subprocess.run(command, text=True)"])
def test_a_call_without_one_would_be_noticed(call):
    assert calls_without_encoding(call) == [call]
    assert calls_without_encoding(call[:-1] + (", " if call[-2] != "(" else "") + "encoding='utf-8')") == []
    assert calls_without_encoding("open(path, 'rb')\npath.open(mode='wb')\nos.open(path, 0)\nf(text='x')") == []


def test_the_site_is_written_where_the_encoding_is_not_utf_8(tmp_path):
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = ["-m", "rnnlab", "site", "--stored", "--to", str(tmp_path), "notebooks/00_start_here.ipynb"]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "index.html").read_text(encoding="utf-8").isascii()
