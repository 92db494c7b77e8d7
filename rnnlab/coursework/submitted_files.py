"""Files and folders that somebody has handed in: whatever they are, looking at them neither blocks nor ends a run."""

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

from rnnlab.coursework.submission import MAX_FILE_BYTES

IGNORED_NAMES = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}
SYSTEM_FILES = {".DS_Store", ".directory", ".git", ".gitignore", ".gitkeep", ".ipynb_checkpoints"}
MAX_FOLDERS = 20  # inside one another
NO_FILE = "no file"
TOO_LARGE = "too large"


def submitted_entries(folder: Path) -> list[Path]:
    """What lies directly in the folder of a class and may be a submission. Raises OSError."""
    return sorted(
        entry for entry in folder.iterdir() if not entry.name.startswith(".") and entry.name not in IGNORED_NAMES
    )


def hidden_entries(folder: Path) -> list[Path]:
    """What lies in the folder of a class under a name that hides it, but for what systems put there. Raises OSError."""
    return sorted(entry for entry in folder.iterdir() if entry.name.startswith(".") and entry.name not in SYSTEM_FILES)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, and no link to one."""
    return stat.S_ISDIR(path.lstat().st_mode)


def is_regular(path: Path) -> bool:
    """Whether it is a file, and no link to one."""
    return stat.S_ISREG(path.lstat().st_mode)


def files_in(folder: Path) -> tuple[list[Path], list[str]]:
    """The files and links at any depth of a folder, in order, and what could not be looked into, in words."""
    files: list[Path] = []
    faults: list[str] = []

    def note(error: OSError) -> None:
        faults.append(f"{Path(os.fsdecode(error.filename or folder)).name} cannot be read: {reason_of(error)}")

    for parent, folders, names in os.walk(folder, onerror=note):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        folders[:] = [name for name in folders if name not in IGNORED_NAMES]
        if folders and len(Path(parent).relative_to(folder).parts) >= MAX_FOLDERS:
            faults.append(f"there are more than {MAX_FOLDERS} folders inside one another")
            folders.clear()
        for name in (*names, *links):
            path = Path(parent) / name
            try:
                mode = path.lstat().st_mode
            except OSError as error:
                note(error)
                continue
            if (stat.S_ISREG(mode) or stat.S_ISLNK(mode)) and not name.startswith(".") and name not in IGNORED_NAMES:
                files.append(path)
    return sorted(files), faults


def reason_of(error: BaseException) -> str:
    """The type of an error, and its words where the system gives them."""
    words = error.strerror if isinstance(error, OSError) else str(error)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def open_file(path: Path) -> BinaryIO | None:
    """Open a file without waiting and without following a link; None where it is no regular file. Raises OSError."""
    if not is_regular(path):
        return None
    flags = (getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
    file = os.fdopen(os.open(path, os.O_RDONLY | sum(flags)), "rb")
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    return None


def read_start(path: Path, most: int) -> bytes | None:
    """The first bytes of a file; None where it is no regular file. Raises OSError."""
    file = open_file(path)
    if file is None:
        return None
    with file:
        return file.read(most)


def file_digest(path: Path, copy: Path | None = None) -> str:
    """The digest of a file; of one that is no regular file or too large to be graded, a word instead.

    Parameters
    ----------
    path : pathlib.Path
    copy : pathlib.Path, optional
        Where to write the bytes that the digest is of.

    Raises
    ------
    OSError
    """
    file = open_file(path)
    if file is None:
        return NO_FILE
    digest = hashlib.sha256()
    if os.fstat(file.fileno()).st_size > MAX_FILE_BYTES:
        file.close()
        return TOO_LARGE
    with file, open(copy or os.devnull, "wb") as target:
        left = MAX_FILE_BYTES + 1  # it may grow while it is read
        while left and (block := file.read(min(left, 2**20))):
            digest.update(block)
            target.write(block)
            left -= len(block)
    return digest.hexdigest()
