"""What student code can import, but not use: stand-ins for modules, and for what is in them."""

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable
from typing import Any, NoReturn

BINARY = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or"
OTHER = """
call str repr format bytes hash bool len length_hint iter next reversed contains getitem setitem delitem setattr delattr
dir enter exit aenter aexit aiter anext await int float complex index round trunc floor ceil neg pos abs invert
eq ne lt le gt ge array instancecheck subclasscheck mro_entries copy deepcopy reduce_ex
"""


class NotAvailable(Exception):
    """Something that a graded attempt has to do without."""


class Withheld:
    """Stands for something that is not available: it has a name, and whatever is done with it raises NotAvailable."""

    def __init__(self, name: str):
        vars(self)["withheld_name"] = name

    def __getattr__(self, name: str) -> NoReturn:
        _refuse(self)


def _refuse(self: Withheld, *arguments: object, **options: object) -> NoReturn:
    raise NotAvailable(f"{vars(self)['withheld_name']} is not available while grading")


for _name in [*OTHER.split(), *(side + name for name in BINARY.split() for side in ("", "r", "i"))]:
    setattr(Withheld, f"__{_name}__", _refuse)


class _WithheldModule(types.ModuleType):
    """A module that is not available: its names can be imported, so that other lines of the cell run, but not used."""

    __path__ = ()  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        if name in ("check", "reveal", "for_class"):
            return lambda *arguments, **options: None
        if name == "__version__":
            _refuse(Withheld(f"{self.__name__}.{name}"))
        return Withheld(f"{self.__name__}.{name}")


class WithheldFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Puts a `_WithheldModule` in the place of modules.

    Parameters
    ----------
    withheld : iterable of str
        The modules.
    missing : iterable of str
        Modules that are not even there.
    lesson_values : dict
        Plain values that some withheld modules still have.
    """

    def __init__(self, withheld: Iterable[str], missing: Iterable[str], lesson_values: dict[str, dict[str, Any]]):
        self.withheld, self.missing, self.lesson_values = tuple(withheld), tuple(missing), lesson_values

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if _is_within(name, self.missing):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if _is_within(name, self.withheld):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _WithheldModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        lessons = "rnnlab.lessons."  # older copies of a notebook import from other modules of its lesson
        for path, values in self.lesson_values.items():
            if path == module.__name__ or (path.startswith(lessons) and module.__name__.startswith(lessons)):
                vars(module).update(values)


class RnnlabFinder(WithheldFinder):
    """Like `WithheldFinder`, for the modules of rnnlab that are not in the student package."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.startswith("rnnlab.") else None


def complete_modules(package: str) -> None:
    """Let the modules of a package that are there answer as withheld for every name that they do not have.

    What they have imported from a module that is not there is withheld by the name of the package, too. Packages that
    offer nothing themselves are passed over.
    """
    fallback = _WithheldModule(package).__getattr__
    for name, module in list(sys.modules.items()):
        if _is_within(name, (package,)) and type(module) is types.ModuleType:
            names = vars(module)
            names.update((one, fallback(one)) for one, value in list(names.items()) if isinstance(value, Withheld))
            if "__path__" not in names or "__all__" in names:
                names["__getattr__"] = fallback


def _is_within(name: str, modules: tuple[str, ...]) -> bool:
    return name in modules or name.startswith(tuple(f"{module}." for module in modules))
