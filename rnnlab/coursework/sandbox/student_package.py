"""The part of rnnlab that student code may import while it is graded, written to a folder with the worker beside it.

The modules are copied by their source. Those that the worker needs become neighbours there, so their imports of one
another are rewritten; no function that solves an exercise is copied.
"""

import ast
import os
from pathlib import Path

from rnnlab.network.weights import Weights

# Modules of rnnlab that a graded attempt may use, and the functions in them that solve an exercise and are cut out.
PROVIDED_MODULES: dict[str, tuple[str, ...]] = {"validation.py": (), "training/datasets.py": ("one_hot",)}
# The worker and the modules that it needs, under their last names.
WORKER_MODULES = (
    "coursework/sandbox/inside/worker.py",
    "coursework/sandbox/inside/cell_runner.py",
    "coursework/sandbox/inside/withheld.py",
    "coursework/sandbox/inside/audit_hook.py",
    "coursework/sandbox/inside/kernel_filter.py",
    "coursework/sandbox/inside/rpc.py",
    "coursework/sandbox/inside/error_report.py",
    "coursework/sandbox/inside/serialization.py",
    "exercises/answer_values.py",
    "exercises/call_result.py",
    "exercises/error_sentences.py",
    "exercises/failure.py",
    "exercises/poisoned_memory.py",
    "exercises/product_trace.py",
)
PACKAGE_INIT = """from rnnlab import _old_paths
from rnnlab.network.weights import Weights
from rnnlab.training.datasets import permuted_values, sum_of_digits, sum_of_three

_old_paths.install()
"""
# For any other name, a provided module answers as one that is withheld.
WITHHELD_FALLBACK = "\n\ndef __getattr__(name):\n    import sys\n    return sys.modules['rnnlab'].__getattr__(name)\n"


def write_student_package(folder: str | Path) -> Path:
    """Write the student package to a folder, and return the folder."""
    folder, package = Path(folder), Path(__file__).resolve().parents[2]
    for name in WORKER_MODULES:
        text = (package / name).read_text(encoding="utf-8")
        for other in WORKER_MODULES:  # there they are neighbours, and no part of rnnlab
            module = f"rnnlab.{other.removesuffix('.py').replace('/', '.')}"
            text = text.replace(f"from {module} import", f"from {module.split('.')[-1]} import")
        _write(folder / Path(name).name, text)
    for name, solutions in PROVIDED_MODULES.items():
        text = _without_functions((package / name).read_text(encoding="utf-8"), solutions)
        _write(folder / "rnnlab" / name, text + WITHHELD_FALLBACK)
    fields = ", ".join(f'("{name}", object)' for name in Weights._fields)
    weights = (
        f"from typing import NamedTuple\n\nWeights = NamedTuple('Weights', [{fields}])\n"
        "Weights.__new__.__defaults__ = (None, None)\nWeights.__module__ = __name__\n"
    )
    _write(folder / "rnnlab" / "network" / "weights.py", weights + WITHHELD_FALLBACK)
    _write(folder / "rnnlab" / "_old_paths.py", (package / "_old_paths.py").read_text(encoding="utf-8"))
    _write(folder / "rnnlab" / "__init__.py", PACKAGE_INIT)
    for subpackage in ("network", "training"):
        _write(folder / "rnnlab" / subpackage / "__init__.py", "")
    os.chmod(folder, 0o755)
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _without_functions(source: str, names: tuple[str, ...]) -> str:
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and node.name in names)]
    return ast.unparse(tree)
