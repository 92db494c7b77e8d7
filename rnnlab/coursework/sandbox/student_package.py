"""The student package: whole files of rnnlab, and of nothing else, that are copied into the sandbox as they are.

`inside` becomes a package of its own. Student code may import the files of rnnlab that are here; no function that
solves an exercise is in one of them. For all others the worker has stand-ins, see `inside/withheld.py`.
"""

import os
import shutil
from pathlib import Path

from rnnlab.coursework.sandbox.isolation import INSIDE, ROOT

PROVIDED_FILES = (
    *("__init__.py", "_old_paths.py", "validation.py", "network/__init__.py", "network/weights.py"),
    *("training/__init__.py", "training/datasets.py", "exercises/__init__.py", "exercises/answer_values.py"),
    *("exercises/call_result.py", "exercises/error_sentences.py", "exercises/failure.py"),
    *("exercises/poisoned_memory.py", "exercises/product_trace.py"),
)


def write_student_package(folder: str | Path) -> Path:
    """Write the student package to a folder, and return the folder."""
    folder = Path(folder)
    shutil.copytree(INSIDE, folder / "inside", ignore=shutil.ignore_patterns("__pycache__"))
    for name in PROVIDED_FILES:
        target = folder / "rnnlab" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "rnnlab" / name, target)
    os.chmod(folder, 0o755)
    return folder
