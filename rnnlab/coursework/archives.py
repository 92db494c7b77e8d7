"""Unpack a zip archive that a student may have made: inside one folder, within limits, regular files only."""

import contextlib
import os
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from rnnlab.coursework.submission import MAX_FILE_BYTES
from rnnlab.coursework.submitted_files import IGNORED_NAMES, MAX_FOLDERS, open_file, reason_of

MAX_DIRECTORY_BYTES = 8_000_000  # of the archive's table of contents, which Python reads as a whole
MAX_NAME_BYTES = 200


class ArchiveError(Exception):
    """An archive that is not unpacked. The message is the reason, for the grade sheet."""


@dataclass(frozen=True)
class ArchiveLimits:
    """How much of an archive is unpacked.

    Attributes
    ----------
    files : int
    total_bytes : int
    """

    files: int
    total_bytes: int


STUDENT_ARCHIVE = ArchiveLimits(2_000, 250_000_000)
CLASS_ARCHIVE = ArchiveLimits(50_000, 4_000_000_000)


def is_archive(path: Path) -> bool:
    """Whether a file is called as a zip archive is."""
    return path.suffix.casefold() == ".zip"


def names_in_archive(path: Path) -> list[str]:
    """The names of the files in an archive, as far as it can be read."""
    try:
        with _open_archive(path) as archive:
            return [str(PurePosixPath(*parts)) for info in archive.infolist() if (parts := _parts(info))]
    except (ArchiveError, OSError):
        return []


def unpack(
    path: Path, folder: Path, limits: ArchiveLimits, wanted: Callable[[str], object] = lambda name: True
) -> list[str]:
    """Unpack an archive.

    Parameters
    ----------
    path : pathlib.Path
    folder : pathlib.Path
        Where to, made if it is not there. Nothing is written outside, and nothing is overwritten.
    limits : ArchiveLimits
    wanted : callable
        Takes a file's name, without folders, and says whether it is unpacked.

    Returns
    -------
    list of str
        What was left out, in words.

    Raises
    ------
    ArchiveError
        If it is no archive, encrypted, damaged, or too large. What was unpacked before that stays.
    OSError
        If the archive cannot be read.
    """
    left_out: list[str] = []
    left = limits.total_bytes
    with _open_archive(path) as archive:
        members = archive.infolist()
        if len(members) > limits.files:
            raise ArchiveError(f"the archive holds {len(members)} files, {limits.files} is the most")
        for info in members:
            parts = _parts(info)
            mode = info.external_attr >> 16
            if info.is_dir() or {*parts} & IGNORED_NAMES or (parts and parts[-1].startswith(".")):
                continue
            if not parts or len(parts) > MAX_FOLDERS:
                left_out.append(f"{info.filename[:80]!r} in the archive was left out: its place is not in a folder")
            elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                left_out.append(f"{parts[-1]} in the archive was left out: it is no file")
            elif wanted(parts[-1]):
                try:
                    left -= _unpack_member(archive, info, folder.joinpath(*parts), min(left, MAX_FILE_BYTES + 1))
                except OSError as error:  # a file where another one has its folder
                    left_out.append(f"{parts[-1]} in the archive was left out: {reason_of(error)}")
    return left_out


@contextlib.contextmanager
def _open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive whose table of contents is small enough. Raises ArchiveError where anything about it is wrong."""
    file = open_file(path)
    if file is None:
        raise ArchiveError("the archive is not a file")
    with file:
        try:
            if _directory_bytes(file) > MAX_DIRECTORY_BYTES:
                raise ArchiveError("the archive holds too many files")
            with zipfile.ZipFile(file) as archive:
                yield archive
        except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError) as error:
            raise ArchiveError(f"the archive is damaged: {reason_of(error)}") from None
        except RuntimeError as error:  # an encrypted member
            raise ArchiveError(f"the archive cannot be unpacked: {reason_of(error)}") from None


def _directory_bytes(file: BinaryIO) -> int:
    """The size of an archive's table of contents, as its last record says. Raises struct.error without one."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 2**16 - 128))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(b"PK\5\6")
    if place < 0:
        raise struct.error("it has no end")
    (found,) = struct.unpack("<L", tail[place + 12 : place + 16])
    locator, large = tail[max(0, place - 20) : place], tail[max(0, place - 76) : max(0, place - 20)]
    if locator.startswith(b"PK\6\7") and large.startswith(b"PK\6\6"):  # what holds for large archives
        (found,) = struct.unpack("<Q", large[40:48])
    return int(found)


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """The folders and the name of a member; empty where they lead outside, or cannot be a path."""
    name = info.filename
    if not info.flag_bits & 0x800:  # not said to be UTF-8: many programs write it all the same
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    name = re.sub(r"[\x00-\x1f\x7f]", "_", name.replace("\\", "/"))
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return ()
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    return () if ".." in parts else tuple(map(_shorten, parts))


def _shorten(part: str) -> str:
    """A name that any file system takes, with its ending."""
    if len(part.encode("utf-8", "surrogatepass")) <= MAX_NAME_BYTES:
        return part
    ending = Path(part).suffix[:20]
    start = part.encode("utf-8", "replace")[: MAX_NAME_BYTES - len(ending.encode("utf-8", "replace"))]
    return start.decode("utf-8", "ignore") + ending


def _unpack_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, most: int) -> int:
    """Write one file, and return its size. Raises ArchiveError where it is larger than `most`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count, free = 1, path
    while os.path.lexists(free):  # the same name twice, or in other capitals
        count += 1
        free = path.with_name(f"{path.stem} ({count}){path.suffix}")
    written = 0
    try:
        with archive.open(info) as source, open(free, "xb") as target:
            while block := source.read(2**20):
                written += len(block)
                if written > most:
                    raise ArchiveError(f"the archive is too large: {path.name} has more than {most / 1e6:.0f} MB")
                target.write(block)
    except BaseException:
        free.unlink(missing_ok=True)  # half a file is nobody's work
        raise
    with contextlib.suppress(ValueError, OverflowError, OSError):
        moment = time.mktime((*info.date_time, 0, 0, -1))
        os.utime(free, (moment, moment))
    return written
