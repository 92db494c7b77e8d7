"""The files of the repository; in a copy without git, what is not made by make or by tools."""

import shutil
import subprocess
from pathlib import Path

IGNORED = {".venv", "work", "student", "build", "__pycache__", ".git"}


def tracked_files(root: Path) -> list[Path]:
    """The paths that git tracks under `root`, as far as they exist."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        names = (path for path in root.rglob("*") if not IGNORED & set(path.relative_to(root).parts))
        return sorted(path for path in names if path.is_file())
    return [root / name for name in listed.split("\0") if name and (root / name).exists()]


def copy_tracked_files(root: Path, target: Path) -> Path:
    """Copy them to `target`, and return that."""
    for path in tracked_files(root):
        place = target / path.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return target
