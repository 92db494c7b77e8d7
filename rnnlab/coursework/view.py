"""The part of rnnlab that student code may see while it is graded."""

import ast
import os
from pathlib import Path

from rnnlab.rnn import Weights

# Modules of rnnlab that a graded attempt may use, and the functions in them that solve an exercise and are cut out.
PROVIDED = {"arrays.py": (), "data.py": ("one_hot",)}
# The worker itself and what it needs.
BESIDE = ("coursework/sandboxed/worker.py", "coursework/sandboxed/wire.py", "coursework/sandboxed/wire_values.py",
          "outcome.py", "products.py")


def write_view(folder):
    """Write what student code may see of rnnlab: no function that solves an exercise."""
    folder, package = Path(folder), Path(__file__).resolve().parents[1]
    (folder / "rnnlab").mkdir(parents=True)
    for name in BESIDE:
        text = (package / name).read_text(encoding="utf-8")
        for other in BESIDE:  # there they are neighbours, and no part of rnnlab
            module = f"rnnlab.{other.removesuffix('.py').replace('/', '.')}"
            text = text.replace(f"from {module} import", f"from {module.split('.')[-1]} import")
        (folder / Path(name).name).write_text(text, encoding="utf-8")
    elsewhere = "\n\ndef __getattr__(name):\n    import sys\n    return sys.modules['rnnlab'].__getattr__(name)\n"
    for name, solved in PROVIDED.items():
        text = without_functions((package / name).read_text(encoding="utf-8"), solved)
        (folder / "rnnlab" / name).write_text(text + elsewhere, encoding="utf-8")
    (folder / "rnnlab" / "__init__.py").write_text("from rnnlab.rnn import Weights\n", encoding="utf-8")
    fields = ", ".join(f'("{name}", object)' for name in Weights._fields)
    (folder / "rnnlab" / "rnn.py").write_text(
        f"from typing import NamedTuple\n\nWeights = NamedTuple('Weights', [{fields}])\n"
        "Weights.__new__.__defaults__ = (None, None)\n"
        f"Weights.__module__ = 'rnnlab.rnn'\n{elsewhere}",
        encoding="utf-8",
    )
    os.chmod(folder, 0o755)
    return folder


def without_functions(source, names):
    tree = ast.parse(source)
    tree.body = [one for one in tree.body if not (isinstance(one, ast.FunctionDef) and one.name in names)]
    return ast.unparse(tree)
