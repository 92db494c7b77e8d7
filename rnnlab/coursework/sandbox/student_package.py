"""The part of rnnlab that student code may see while it is graded."""

import ast
import os
from pathlib import Path

from rnnlab.network.weights import Weights

# Modules of rnnlab that a graded attempt may use, and the functions in them that solve an exercise and are cut out.
PROVIDED = {"validation.py": (), "training/datasets.py": ("one_hot",)}
# The worker itself and what it needs.
BESIDE = (
    "coursework/sandbox/inside/worker.py",
    "coursework/sandbox/inside/rpc.py",
    "coursework/sandbox/inside/serialization.py",
    "exercises/call_result.py",
    "exercises/matmul_counter.py",
)
DOOR = """from rnnlab import _old_paths
from rnnlab.network.weights import Weights
from rnnlab.training.datasets import permuted_values, sum_of_digits, sum_of_three

_old_paths.install()
"""
# Asked for anything else, a provided module answers as one that is withheld.
ELSEWHERE = "\n\ndef __getattr__(name):\n    import sys\n    return sys.modules['rnnlab'].__getattr__(name)\n"


def write_student_package(folder):
    """Write what student code may see of rnnlab: no function that solves an exercise."""
    folder, package = Path(folder), Path(__file__).resolve().parents[2]
    for name in BESIDE:
        text = (package / name).read_text(encoding="utf-8")
        for other in BESIDE:  # there they are neighbours, and no part of rnnlab
            module = f"rnnlab.{other.removesuffix('.py').replace('/', '.')}"
            text = text.replace(f"from {module} import", f"from {module.split('.')[-1]} import")
        _write(folder / Path(name).name, text)
    for name, solved in PROVIDED.items():
        text = _without_functions((package / name).read_text(encoding="utf-8"), solved)
        _write(folder / "rnnlab" / name, text + ELSEWHERE)
    fields = ", ".join(f'("{name}", object)' for name in Weights._fields)
    weights = (
        f"from typing import NamedTuple\n\nWeights = NamedTuple('Weights', [{fields}])\n"
        "Weights.__new__.__defaults__ = (None, None)\nWeights.__module__ = __name__\n"
    )
    _write(folder / "rnnlab" / "network" / "weights.py", weights + ELSEWHERE)
    _write(folder / "rnnlab" / "_old_paths.py", (package / "_old_paths.py").read_text(encoding="utf-8"))
    _write(folder / "rnnlab" / "__init__.py", DOOR)
    for room in ("network", "training"):
        _write(folder / "rnnlab" / room / "__init__.py", "")
    os.chmod(folder, 0o755)
    return folder


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _without_functions(source, names):
    tree = ast.parse(source)
    tree.body = [one for one in tree.body if not (isinstance(one, ast.FunctionDef) and one.name in names)]
    return ast.unparse(tree)
