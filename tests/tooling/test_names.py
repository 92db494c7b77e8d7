"""A function or class without a leading underscore is used outside its module, or its module names it in `__all__`."""

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "rnnlab").rglob("*.py"))
READERS = [*MODULES, *(path for folder in ("tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py"))]
WORD = re.compile(r"[A-Za-z_]\w*")


def code_of(notebook):
    """The source of all cells, prose too, which may have code in it."""
    return "\n".join("".join(cell["source"]) for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"])


def words_of(source):
    """Every word of a source, in its strings too: code in strings is code."""
    return set(WORD.findall(source))


def public_names(source):
    """Functions and classes at a module's top level without a leading underscore, less those of its `__all__`."""
    tree = ast.parse(source)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = {node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")}
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names -= set(ast.literal_eval(node.value))
    return names


@pytest.fixture(scope="module")
def words_by_file():
    files = {path: words_of(path.read_text(encoding="utf-8")) for path in READERS if path != Path(__file__)}
    files |= {path: words_of(code_of(path)) for path in (ROOT / "notebooks").glob("*.ipynb")}
    files[ROOT / "pyproject.toml"] = words_of((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return files


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_public_name_is_used_outside_its_module(module, words_by_file):
    elsewhere = set().union(*(words for path, words in words_by_file.items() if path != module))
    assert sorted(public_names(module.read_text(encoding="utf-8")) - elsewhere) == []


def test_public_names_are_those_without_underscore_and_not_in_all():
    source = ("__all__ = ['kept']\nX = 1\ndef kept(): ...\ndef _own(): ...\n"
              "def stray():\n    def inner(): ...\nclass Stray: ...")
    assert public_names(source) == {"stray", "Stray"}
    assert words_of('exec("stray.call(1)")  # of it') >= {"stray", "call"}
