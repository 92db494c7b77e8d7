"""Find a student by what somebody has written: any usual form of the name, a login, an e-mail address, a number."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

PART_OF_A_NAME = 5  # the rank of a match in which one name has words that the other one lacks
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
ANONYMOUS = re.compile(
    r"(?:participant|teilnehmer|participante?|anon)\b|anon_"
)  # as systems call a student without a name
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ñ": "n"})


@dataclass(frozen=True)
class Student:
    """One student, as a table or a system names them.

    Attributes
    ----------
    name : str
        What stands in the sheet.
    id, email, login : str
    numbers : tuple of str
        A system's own numbers, as they stand in the names of its downloads; and all ids.
    aliases : tuple of str
        Other texts that mean this student, for example the name of a folder.
    canvas : str
        Canvas' number of the student, where a table says that it is one.
    """

    name: str
    id: str = ""
    email: str = ""
    login: str = ""
    numbers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    canvas: str = ""


def _fold(text: str) -> str:
    """A text without capitals, accents and blanks around it."""
    parts = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).translate(LETTERS)


def _code(text: str) -> str:
    """An id, a login or an address as it is compared: a table may have lost zeros, or made a decimal of a number."""
    number = re.fullmatch(r"0*(\d+)(?:\.0)?", folded := _fold(text))
    return number[1] if number else folded


def _words_of_name(text: str) -> list[list[str]]:
    """The words of a name in small letters: without accents, and as one writes them where there are none."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return [re.findall(r"[^\W_]+", _fold(form)) for form in (plain, plain.translate(WRITTEN_OUT))]


@dataclass(frozen=True)
class _Known:
    """A student, with everything that may be written for them."""

    student: Student
    texts: frozenset[str] = field(default_factory=frozenset)
    codes: frozenset[str] = field(default_factory=frozenset)
    whole: frozenset[str] = field(default_factory=frozenset)
    words: tuple[frozenset[str], ...] = ()

    @cached_property
    def all_words(self) -> frozenset[str]:
        return frozenset().union(*self.words)


def _known(student: Student) -> _Known:
    codes = {_code(text) for text in (student.id, student.email, student.login, *student.numbers) if text}
    local = _fold(student.email.split("@")[0])
    spellings = _words_of_name(student.name)
    in_address = re.findall(r"[^\W\d_]{2,}", local)
    return _Known(
        student,
        frozenset({_fold(text) for text in (student.name, *student.aliases)}),
        frozenset(codes | ({local} if local else set())),
        frozenset(form for words in spellings for form in _forms(words)),
        tuple(frozenset(words) for words in (*spellings, in_address)),
    )


def _forms(words: list[str]) -> Iterable[str]:
    """The name in a line, whatever comes first: its words in order, and without blanks in each order of its parts."""
    yield " ".join(sorted(words))
    yield from ("".join(words[place:] + words[:place]) for place in range(min(len(words), 8)))


class StudentFinder:
    """Finds students by what is written for them.

    Parameters
    ----------
    students : sequence of Student
    """

    def __init__(self, students: Sequence[Student]):
        self.students = students

    @cached_property
    def _all(self) -> list[_Known]:
        return [_known(student) for student in self.students]

    def find(self, name: str, code: str = "", number: str = "") -> tuple[int, list[Student]]:
        """Whom a name may mean.

        Parameters
        ----------
        name : str
            In any form, or a login, an e-mail address, an id.
        code : str
            A login, where the source says that it is one.
        number : str
            A system's own number.

        Returns
        -------
        rank : int
            How sure the match is; 0 is the surest, `PART_OF_A_NAME` is not sure.
        students : list of Student
            Several where the name does not tell them apart, none where it means nobody.
        """
        text, spellings = _fold(name), _words_of_name(name)
        login, as_code = _code(code), _code(name)
        forms = {form for words in spellings for form in (" ".join(sorted(words)), "".join(words)) if form}
        parts = {_code(part) for part in re.split(r"[\s_,;()]+", text) if len(part) > 3 and re.search(r"\d|@", part)}
        nameless = ANONYMOUS.match(text)
        joined = ["".join(words) for words in spellings]

        def may_be(one: _Known) -> bool:
            """Two sources may give one number to two students: the names have a word in common, if there are any."""
            words = {word for theirs in one.words for word in theirs if len(word) > 1}
            no_name = nameless or _fold(one.student.name) in one.codes
            return bool(no_name or any(word in line for word in words for line in joined))

        named = [frozenset(word for word in words if not re.fullmatch(r"\d+|[a-z]", word)) for words in spellings]
        own_words = frozenset().union(*named)
        tests: list[Callable[[_Known], object]] = [
            lambda one: number and number in one.student.numbers and may_be(one),
            lambda one: login and login in one.codes,
            lambda one: text and (as_code in one.codes or text in one.texts),
            lambda one: forms & one.whole,
            lambda one: parts & one.codes,
            lambda one: (
                not one.all_words.isdisjoint(own_words)
                and any(  # PART_OF_A_NAME
                    min(len(mine), len(theirs)) > 1 and (mine <= theirs or theirs <= mine)
                    for mine in named
                    for theirs in one.words
                )
            ),
        ]
        for rank, test in enumerate(tests):
            if found := [one.student for one in self._all if test(one)]:
                return rank, found
        return len(tests), []

    def find_row(self, row: Student) -> list[Student]:
        """Whom a row of a table means: by its id, else its address, its login, its name."""
        for text in (row.id, row.email, row.login, row.name):
            if text and (found := self.find(text)[1]):
                return found
        return []

    def search(self, text: str) -> list[Student]:
        """Whom a teacher may mean who types a part of the name."""
        found = self.find(text)[1]
        words = _words_of_name(text)[0]
        return found or [
            one.student
            for one in self._all
            if words and any(all(any(w.startswith(word) for w in theirs) for word in words) for theirs in one.words)
        ]

    def no_single_one(self, text: str, students: Sequence[Student]) -> str:
        """A sentence about a text that means several students, or nobody."""
        if students:
            return f"{text} may be {' or '.join(student.name for student in students)}"
        return f"there is no student {text}{self.nearest(text)}"

    def nearest(self, text: str) -> str:
        """The name that is most like a text, as the end of a sentence; empty where none is."""
        one_word = len(text.split()) == 1
        names = {
            _fold(name).strip(","): one.name
            for one in self.students
            for name in (one.name, *(one.name.split() if one_word else ()))
        }
        found = difflib.get_close_matches(_fold(text), names, 1)
        return f"; did you mean {names[found[0]]}?" if found else ""
