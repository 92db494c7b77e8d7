"""Whose a folder or a file is, by its name: as learning-management systems name what a teacher downloads."""

import contextlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

LESSON = "\0"  # stands where a lesson's name stood: its own digits and underscores mean nothing
TIME = r"[^\W\d_]{3,9} \d{1,2}, \d{4} \d{3,4}(?: ?[AP]M)?"
DOWNLOADS = {
    "Moodle": r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:[_.].*)?",
    "Blackboard": r".+?_(?P<login>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:[_.].*)?",
    "Brightspace": rf"(?P<number>\d+)-\d+ - (?P<name>.+?)(?: - (?P<time>{TIME}))?(?: - .+)?",
    "Canvas": r"(?P<name>(?-i:[^\W\dA-Z][^\WA-Z]*?))_(?P<late>LATE_)?(?P<number>\d+)_"
    r"(?:(?P<time>\d+)_.+|(?:text|link)\.html)",
    "Canvas, anonymous": r"(?P<late>LATE_)?(?P<name>anon_[^\W_]+)_(?:(?P<time>\d+)_.+|(?:text|link)\.html)",
    "Google Classroom": rf"{LESSON}(?:\.ipynb)? - (?P<name>.+?)(?:\.ipynb)?|(?P<before>.+?) - {LESSON}.*",
}
_PATTERNS = {system: re.compile(pattern, re.IGNORECASE | re.DOTALL) for system, pattern in DOWNLOADS.items()}
_COPY_OF = re.compile(r"(?:copy of|kopie von|copie de|c[oó]pia de)\s+", re.IGNORECASE)
_COPY = re.compile(r"(?:\s*\(\d{1,3}\)|[\s_–-]+(?:copy|kopie|copie|c[oó]pia)(?:\s*\(?\d{1,3}\)?)?)$", re.IGNORECASE)
_NOTEBOOK = re.compile(r".+?\.ipynb(?:\.(?:ipynb|txt|json)|\s*\(\d+\)| - .+)*", re.IGNORECASE | re.DOTALL)
_OTHER_SUFFIX = re.compile(r"\.(?!(?:ipynb|txt|json)$)[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:\.(?:ipynb|txt|json|zip))+$", re.IGNORECASE)


@dataclass(frozen=True)
class Owner:
    """Whose something is by its name.

    Attributes
    ----------
    name : str
        The student's, in whatever form the system writes it.
    system : str
        The learning-management system, empty where the name was given by hand.
    number : str
        The system's own number of the student.
    login : str
    attempt : str
        When the system received it, so that texts sort as times do; for Canvas the file's number, which grows. Empty
        where the name does not say.
    late : bool
        Whether the name says so.
    """

    name: str
    system: str = ""
    number: str = ""
    login: str = ""
    attempt: str = ""
    late: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The same for two things of one student, and for no two students."""
        return (
            self.system.split(",")[0],
            self.number,
            self.login,
            " ".join(unicodedata.normalize("NFC", self.name).split()),
        )


def owner_of(name: str, lessons: Sequence[str] = (), is_file: bool = True) -> Owner:
    """Whose a folder or a file is.

    Parameters
    ----------
    name : str
    lessons : sequence of str
        Names of lessons' notebooks without ``.ipynb``.
    is_file : bool
        Then the lesson's name, the ending and a mark of a copy are no part of the student's name.
    """
    plain = _COPY_OF.sub("", name) if is_file else name
    for lesson in lessons:
        plain = lesson_pattern(lesson).sub(LESSON, plain)
    matches = [(system, found) for system, pattern in _PATTERNS.items() if (found := pattern.fullmatch(plain))]
    if matches:  # a student's own file name stands last, and may look like another system's
        system, found = min(matches, key=lambda match: _end_of_owner(match[1]))
        parts = {part: value or "" for part, value in found.groupdict().items()}
        owner = parts.get("name") or parts.get("before") or parts.get("login", "")
        login, number = parts.get("login", ""), parts.get("number", "")
        attempt, late = _sortable(parts.get("time", "")), bool(parts.get("late"))
        if system == "Brightspace" and len(re.findall(TIME, plain)) > 1:  # one of them may be a student's own words
            attempt = ""
        return Owner(_without_copy_marks(owner), system, number, login, attempt, late)
    if not is_file:
        return Owner(name)
    plain = _ENDINGS.sub("", plain)
    if LESSON in plain:
        plain = _without_copy_marks(plain)
    return Owner(plain.replace(LESSON, "").strip(" _-.,") or _ENDINGS.sub("", name))


def is_download(name: str, lessons: Sequence[str] = ()) -> bool:
    """Whether a learning-management system has given this name."""
    return owner_of(name, lessons).system not in ("", "Google Classroom")


def readable_name(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 are taken for Latin-1."""
    return re.sub("[\ud800-\udfff]", lambda half: chr(ord(half[0]) & 0xFF), name)


def lesson_pattern(lesson: str) -> re.Pattern[str]:
    """Finds a lesson's name in other capitals, and with other signs between its words."""
    return re.compile(r"[ _+-]+".join(map(re.escape, lesson.split("_"))), re.IGNORECASE)


def notebook_rank(name: str) -> int:
    """How likely a file is a notebook by its name: 2 for ``.ipynb`` whatever follows, 1 for ``.json``, else 0."""
    if _NOTEBOOK.fullmatch(name) and not _OTHER_SUFFIX.search(name):
        return 2
    return int(name.casefold().endswith(".json"))


def _end_of_owner(found: re.Match[str]) -> int:
    """Where the part of a name ends that says whose it is."""
    return max(found.end(part) for part in found.groupdict() if part in ("name", "number", "login", "before"))


def _without_copy_marks(name: str) -> str:
    while (shorter := _COPY.sub("", name)) != name and shorter:
        name = shorter
    return name


def _sortable(time: str) -> str:
    for form in ("%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(re.sub(r" (\d{3}) ", r" 0\1 ", time), form).strftime("%Y-%m-%d-%H-%M-00")
    return time.zfill(20) if time.isdigit() else time
