"""Where Keras cannot be used: one sentence says why and how to get it, in every cell that asks Keras."""

import ast
import platform
import sys
from importlib.util import find_spec
from types import TracebackType
from typing import Any

_names = {"keras", "tensorflow"}  # and those that a cell would have assigned, had it not asked Keras


class KerasMissingError(ImportError):
    """Keras cannot be used. The message is a sentence or two, and all that a notebook shows."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def why_missing(error: Exception) -> str:
    """Say why TensorFlow cannot be imported here and how to get it, from what the import raised."""
    if getattr(error, "name", None) not in ("keras", "tensorflow"):
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return (f"Keras cannot be imported here ({reason}); run make clean lab in the rnnlab folder, which installs it "
                "anew.")
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        return ("Keras is not here, because TensorFlow is no longer released for Intel Macs; on Binder it is. "
                "Everything else works without it.")
    if sys.version_info >= (3, 14):
        return ("Keras is not here, because TensorFlow is not released for Python 3.14 and later; to get it, install "
                "Python 3.13 and run make clean lab PYTHON=python3.13. Everything else works without it.")
    return ("Keras is not here, because TensorFlow is not installed; to get it, run make clean lab in the rnnlab "
            'folder, or where there is no make: python -m pip install -e ".[keras]". '
            "Everything else works without it.")


def news_of_tensorflow() -> list[str]:
    """What the reader should know before the lessons open: nothing where TensorFlow is installed."""
    if find_spec("tensorflow"):
        return []
    return [f"{why_missing(ModuleNotFoundError(name='tensorflow'))} Cells that ask Keras will say so."]


def missing_keras(reason: str) -> KerasMissingError:
    """Make the error to raise. In a notebook, later cells that need what this one would have made show it too."""
    if shell := sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None:
        _remember_cell(shell)

        def show(shell: Any, kind: type, value: Any, traceback: TracebackType, tb_offset: int | None = None) -> None:
            if str(value.name).partition(".")[0] in _names:
                _remember_cell(shell)
                kind, value = KerasMissingError, KerasMissingError(reason)
            shell.showtraceback((kind, value, traceback), running_compiled_code=True)

        shell.set_custom_exc((NameError, ImportError), show)
    return KerasMissingError(reason)


def _remember_cell(shell: Any) -> None:
    for node in ast.walk(ast.parse(shell.transform_cell(shell.user_ns["In"][-1]))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            _names.add(node.id)
        elif isinstance(node, ast.alias):
            _names.add(node.asname or node.name)
