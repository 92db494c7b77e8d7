"""The tables that a teacher gives along: a roster, and when each student handed in."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path


class CollectError(Exception):
    """What the teacher should know, in one line."""


def read_roster(path: str | Path | None) -> list[str]:
    """The names in the column ``student`` of a table. Raises CollectError."""
    return [row["student"] for _, row in _read_table(path, "student")]


def read_times(path: str | Path | None) -> dict[str, datetime]:
    """Student to time, from the columns ``student`` and ``submitted`` of a table. Raises CollectError."""
    times = {}
    for place, row in _read_table(path, "student", "submitted"):
        try:
            times[row["student"]] = parse_time(row["submitted"])
        except CollectError as error:
            raise CollectError(f"{place}: {error}") from None
    return times


def parse_time(text: str) -> datetime:
    """Read a time. One without a time zone is this machine's; the answer always is. Raises CollectError."""
    try:
        time = datetime.fromisoformat(text.strip())
        return time.astimezone().replace(tzinfo=None) if time.tzinfo else time
    except (ValueError, OverflowError, OSError):  # the last two: near the first and the last year
        raise CollectError(f"{text!r} is no time: write it like 2026-11-30T23:59") from None


def _read_table(path: str | Path | None, *columns: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table that are not blank: file and line, and the named columns without blanks around them."""
    if path is None:
        return
    try:
        text = _decode(Path(path).read_bytes())
        for separator in ",;\t":  # the header shows which
            reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
            names = {name.strip().casefold(): name for name in reader.fieldnames or ()}
            if {*columns} <= {*names}:
                break
        if missing := [column for column in columns if column not in names]:
            raise CollectError(f"{path} has no column {' and no column '.join(missing)}")
        for row in reader:
            values = {column: (row[names[column]] or "").strip() for column in columns}
            place = f"{path}, line {reader.line_num}"
            if not any(cell and str(cell).strip() for cell in row.values()):
                continue
            if empty := [column for column in columns if not values[column]]:
                raise CollectError(f"{place}: the column {' and the column '.join(empty)} is empty")
            yield place, values
    except (OSError, csv.Error) as error:
        raise CollectError(f"{path} cannot be read: {error}") from None


def _decode(data: bytes) -> str:
    """The text of a table as Excel and other programs save it: UTF-8, UTF-16 with a mark, or Windows' own code."""
    for encoding in ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
