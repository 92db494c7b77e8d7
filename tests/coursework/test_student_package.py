"""What is copied into the sandbox: whole files, none with a solution, and a worker that needs nothing else."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.sandbox.inside import messages
from rnnlab.coursework.sandbox.isolation import INSIDE, ROOT, inside_command
from rnnlab.coursework.sandbox.student_package import write_student_package
from rnnlab.exercises import FunctionExercise
from tests.helpers.students import LESSONS

INSIDE_FILES = sorted(INSIDE.glob("*.py"))
SOLUTIONS = ["one_hot", "step", "forward", "predict", "readout", "gradients", "backward", "fit"]  # functions of rnnlab
ASSIGNMENTS = [read_assignment(path) for path in LESSONS]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return write_student_package(tmp_path_factory.mktemp("sandbox") / "student_package")


def origin(path, package):
    """The file of the checkout that one of the student package is a copy of."""
    parts = path.relative_to(package).parts
    return INSIDE.joinpath(*parts[1:]) if parts[0] == "inside" else ROOT.joinpath(*parts)


def test_every_file_is_copied_as_it_is(package):
    files = [path for path in package.rglob("*") if path.is_file()]
    assert len(files) > len(INSIDE_FILES) and all(map(Path.is_file, [origin(path, package) for path in files]))
    assert [path for path in files if path.read_bytes() != origin(path, package).read_bytes()] == []


def foreign_imports(source):
    """What a module imports, but for its neighbours, the standard library and NumPy."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [] if node.level == 1 else ["." * node.level + (node.module or "")]
    return [name for name in found if name.split(".")[0] not in {*sys.stdlib_module_names, "numpy"}]


@pytest.mark.parametrize("path", INSIDE_FILES, ids=lambda path: path.stem)
def test_what_runs_inside_imports_itself_alone(path):
    source = path.read_text(encoding="utf-8")
    assert foreign_imports(source) == [] and 'import_module("rnnlab' not in source


def test_an_import_from_outside_is_found():
    source = "import os, numpy.linalg\nfrom . import a\nfrom .b import c\nimport rnnlab\ndef f():\n from ..d import e"
    assert foreign_imports(source) == ["rnnlab", "..d"]


def test_the_worker_is_read_without_rnnlab(package):
    """By a Python that has the package's folder alone, and NumPy."""
    numpy = str(Path(inspect.getfile(__import__("numpy"))).parents[1])
    statement = f"sys.path.append({numpy!r}); from inside import cell_runner, rpc; print('rnnlab' in sys.modules)"
    answer = subprocess.run(inside_command("worker", statement, package), capture_output=True, text=True)
    assert (answer.stdout, answer.stderr) == ("False\n", "")


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_no_file_has_a_solution(assignment, package):
    """Neither the module of one, nor its source, nor what the package computes it with."""
    files = [path for path in package.rglob("*.py") if "rnnlab" in path.relative_to(package).parts]
    defined = {
        node.name
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert not defined.intersection(SOLUTIONS)
    for exercise in assignment.exercises.values():
        if isinstance(exercise, FunctionExercise):
            path = Path(inspect.getsourcefile(exercise.solution)).resolve()
            assert path not in [origin(file, package).resolve() for file in files]


TYPES = {
    "int": (int, [1], [True, 1.0, "1", None]),
    "str": (str, ["a"], [b"a", 1, None]),
    "optional": (int | None, [1, None], [True, "1"]),
    "list": (list[str], [[], ["a"]], [("a",), "a", [1]]),
    "tuple": (tuple[str, ...], [(), ("a",)], [["a"], "a", (1,)]),
    "pair": (tuple[str, int], [("a", 1)], [("a",), ("a", 1, 1), ["a", 1]]),
    "one": (tuple[str], [("a",)], [(), ("a", "a")]),
    "dict": (dict[str, list[int]], [{}, {"a": [1]}], [[], {"a": 1}, {1: [1]}]),
    "nested": (dict[str, list[str]] | None, [None, {"a": ["b"]}], [{"a": [1]}]),
    "anything": (object, [1, None, []], []),
}


@pytest.mark.parametrize("name", TYPES)
def test_a_field_has_its_type_exactly(name):
    hint, right, wrong = TYPES[name]
    assert all(messages.fits(value, hint) for value in right)
    assert not any(messages.fits(value, hint) for value in wrong)
