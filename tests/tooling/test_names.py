"""A function or class without a leading underscore is used outside its module, or its module offers it.

It offers what stands in its `__all__`, and a class that the annotation of a public function or field names.
"""

import ast
import importlib
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
    """Functions and classes at a module's top level without a leading underscore that the module does not offer."""
    tree = ast.parse(source)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    public = [node for node in tree.body if isinstance(node, (*functions, ast.ClassDef)) and node.name[0] != "_"]
    members = [member for node in public if isinstance(node, ast.ClassDef) for member in node.body]
    annotations, offered = [], set()
    for node in public + members:
        if isinstance(node, functions):
            parameters = [each for each in ast.walk(node.args) if isinstance(each, ast.arg)]
            annotations += [node.returns, *(parameter.annotation for parameter in parameters)]
        elif isinstance(node, ast.AnnAssign):
            annotations.append(node.annotation)
    for node in tree.body:
        if isinstance(node, ast.AnnAssign):
            annotations.append(node.annotation)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            offered |= set(ast.literal_eval(node.value))
    offered.update(*(words_of(ast.unparse(annotation)) for annotation in annotations if annotation))
    return {node.name for node in public} - offered


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


def test_public_names_are_those_that_a_module_does_not_offer():
    source = ("__all__ = ['listed']\nX = 1\ndef listed(): ...\ndef _own() -> 'Stray': ...\n"
              "def stray(a: 'Taken') -> list[Returned]:\n    def inner(): ...\nclass Stray:\n    field: Field\n"
              "class Taken: ...\nclass Returned: ...\nclass Field: ...")
    assert public_names(source) == {"stray", "Stray"}
    assert words_of('exec("stray.call(1)")  # of it') >= {"stray", "call"}


@pytest.mark.parametrize("path", [*(ROOT / "tools").glob("*.py"), *(ROOT / "benchmarks").glob("*.py")],
                         ids=lambda path: path.name)
def test_what_a_script_imports_is_there(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] in ("rnnlab", "tests", "tools"):
            module = importlib.import_module(node.module)
            assert [alias.name for alias in node.names if not hasattr(module, alias.name)] == []
