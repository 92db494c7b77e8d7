"""What `rnnlab.network`, `training`, `exercises` and `coursework` offer says which types it takes and returns."""

import importlib
import inspect
import pkgutil
import types

import pytest

PACKAGES = ("rnnlab.network", "rnnlab.training", "rnnlab.exercises", "rnnlab.coursework")


def module_names(package):
    """The names of a package and of all modules in it, but for those that run when imported."""
    found = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    return [package, *(module.name for module in found if not module.name.endswith("__main__"))]


def public_functions(module):
    """Public functions of a module and public methods of its public classes, written there, with all parameters.

    Yields
    ------
    tuple of str and inspect.Signature
        Without `self` or `cls`.
    """
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(value):
            for attribute, member in vars(value).items():
                wrapped = (getattr(member, part, None) for part in ("__func__", "fget", "func"))
                function = next(filter(None, wrapped), member)
                written_here = inspect.isfunction(function) and function.__code__.co_filename == module.__file__
                if written_here and (not attribute.startswith("_") or attribute in ("__init__", "__call__")):
                    signature = inspect.signature(function)
                    parameters = list(signature.parameters.values())
                    yield (f"{name}.{attribute}",
                           signature.replace(parameters=parameters[not isinstance(member, staticmethod):]))
        elif callable(value):
            yield name, inspect.signature(value)


def missing_annotations(module):
    """One line for each public function with parameters, or a return, that have no annotation."""
    lines = []
    for name, signature in public_functions(module):
        bare = [parameter.name for parameter in signature.parameters.values()
                if parameter.annotation is inspect.Parameter.empty]
        if signature.return_annotation is inspect.Signature.empty and not name.endswith(".__init__"):
            bare.append("return")
        if bare:
            lines.append(f"{module.__name__}.{name}: {', '.join(bare)}")
    return lines


@pytest.mark.parametrize("name", [name for package in PACKAGES for name in module_names(package)])
def test_everything_public_is_annotated(name):
    assert missing_annotations(importlib.import_module(name)) == []


TOY = """
import functools
from dataclasses import dataclass
from json import loads
@functools.cache
def whole(a: int, *, b: str = "") -> int: ...
def half(a: int, b, *rest, **more) -> int: ...
def none(): ...
def _private(a): ...
@dataclass
class Kind:
    size: int
    def __init__(self, size): ...
    def method(self, a): ...
    def good(self, a: int) -> None: ...
    def _private(self, a): ...
    @property
    def area(self): ...
    @staticmethod
    def static(a) -> int: ...
    @classmethod
    def made(cls, a: int) -> int: ...
class _Private:
    def method(self, a): ...
"""


def test_what_is_missing_is_found(tmp_path):
    toy = types.ModuleType("toy")
    toy.__file__ = str(tmp_path / "toy.py")
    exec(compile(TOY, toy.__file__, "exec"), vars(toy))
    assert missing_annotations(toy) == [
        "toy.half: b, rest, more", "toy.none: return", "toy.Kind.__init__: size", "toy.Kind.method: a, return",
        "toy.Kind.area: return", "toy.Kind.static: a"]
