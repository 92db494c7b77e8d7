"""What a lesson asks for: read from its own notebook and its own module, so that nothing is written twice."""

import ast
import hashlib
import importlib
import types
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from rnnlab.coursework.choice_order import draw_orders, reorder_choices
from rnnlab.coursework.class_variant import class_exercise, draw_exercise, substitute
from rnnlab.coursework.notebook_exercise import (
    MANIFEST,
    AssignmentError,
    NotebookExercise,
    cell_role,
    exercise_cells,
    read_exercise,
)
from rnnlab.exercises import AnswerExercise, Exercise
from rnnlab.notebook_tools.files import NotebookError, read_notebook


@dataclass(frozen=True)
class Assignment:
    """A lesson with everything that releasing and grading it needs.

    Attributes
    ----------
    path : pathlib.Path
        The lesson's notebook, with solutions.
    module : str
        Of rnnlab.lessons.
    notebook_exercises : tuple of NotebookExercise
    lesson_values : dict
        Module name to names to plain values: numbers and arrays that the lesson's own cells import from rnnlab.
    digest : str
        Of all that decides about points. Another digest, another grading.
    seed : int or None
        Of the class, see `class_variant`. None is the lesson as it stands.
    orders : dict
        The orders in which this class sees the choices, see `choice_order`: number of the exercise to place of the
        question to order.
    own_cells : tuple of str
        The sources of the lesson's other code cells.
    """

    path: Path
    module: str
    notebook_exercises: tuple[NotebookExercise, ...]
    lesson_values: dict[str, dict[str, Any]]
    digest: str
    seed: int | None = None
    orders: dict[str, dict[int, str]] = field(default_factory=dict)
    own_cells: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def number(self) -> str:
        return self.name.split("_")[0]

    @property
    def exercises(self) -> dict[str, Exercise]:
        """Number to exercise, as this class has it."""
        return {
            number: class_exercise(exercise, self.seed, self.orders.get(number, {}))
            for number, exercise in exercises_of(self.module).items()
        }

    @property
    def drawn(self) -> list[str]:
        """The numbers of the exercises that have parameters drawn for this class."""
        return [
            number for number, exercise in exercises_of(self.module).items() if draw_exercise(exercise, self.seed)[1]
        ]

    @property
    def maximum(self) -> float:
        return sum(exercise.maximum for exercise in self.exercises.values())


def exercises_of(module: str) -> dict[str, Exercise]:
    """The exercises of a lesson by their numbers, as the lesson has them."""
    return _exercises_module(module).exercises.by_number


def _exercises_module(module: str) -> types.ModuleType:
    return importlib.import_module(f"rnnlab.lessons.{module}.exercises")


def read_assignment(path: str | Path, class_seed: int | None = None) -> Assignment:
    """Read a lesson; with a class seed, with that class's numbers and order of choices.

    Parameters
    ----------
    path : path
        The lesson's notebook, with solutions.
    class_seed : int, optional

    Raises
    ------
    AssignmentError
        If it has no exercises, or the notebook and the module do not agree about them.
    """
    path = Path(path)
    lesson, module = _read_lesson(path, class_seed)
    cells, public = exercise_cells(lesson), exercises_of(module)
    if list(cells) != list(public):
        raise AssignmentError(f"{path.name} has the exercises {', '.join(cells)}, its module has {', '.join(public)}")
    notebook_exercises = tuple(map(read_exercise, cells.values()))
    sources = [
        path,
        *sorted(_sources_of(Path(str(_exercises_module(module).__file__)), Path(__file__).parents[2], set())),
    ]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    code = [cell for cell in lesson.cells if cell.cell_type == "code"]
    own_cells = tuple(cell.source for cell in code if cell_role(cell) is None)
    assignment = Assignment(
        path, module, notebook_exercises, _lesson_values(code), digest, class_seed, own_cells=own_cells
    )
    if class_seed is None:
        return assignment
    orders = {
        one.number: draw_orders(assignment.exercises[one.number], one.layouts, class_seed, public[one.number])
        for one in notebook_exercises
    }
    assignment = replace(assignment, orders={number: order for number, order in orders.items() if order})
    exercises, drawn = assignment.exercises, {*assignment.drawn, *assignment.orders}
    notebook_exercises = tuple(
        _as_the_class_has_it(one, exercises[one.number], orders[one.number]) if one.number in drawn else one
        for one in notebook_exercises
    )
    return replace(assignment, notebook_exercises=notebook_exercises)


def _read_lesson(path: Path, class_seed: int | None) -> tuple[nbformat.NotebookNode, str]:
    """A lesson's notebook, with the numbers of a class, and the name of its module. Raises AssignmentError."""
    try:
        lesson = read_notebook(path)
    except (OSError, NotebookError) as error:
        raise AssignmentError(str(error)) from None
    exercises = exercise_cells(lesson)
    if not exercises:
        raise AssignmentError(f"{path.name} has no exercises")
    module = next(iter(exercises.values())).check.metadata[MANIFEST]["module"]
    for number, exercise in exercises_of(module).items():
        if number in exercises and (replacements := draw_exercise(exercise, class_seed)[1]):
            text, attempt, check, _ = exercises[number]
            try:
                substitute([text, attempt, check], replacements)
            except ValueError as error:
                raise AssignmentError(f"{path.name}, exercise {number}: {error}") from None
    return lesson, module


def class_lesson(assignment: Assignment) -> nbformat.NotebookNode:
    """The lesson as a class has it, with solutions: its numbers and its orders of choices are in the text.

    Raises
    ------
    AssignmentError
    """
    lesson, _ = _read_lesson(assignment.path, assignment.seed)
    for one, cells in zip(assignment.notebook_exercises, exercise_cells(lesson).values()):
        cells.text.source = one.text
    return lesson


def _as_the_class_has_it(one: NotebookExercise, exercise: Exercise, orders: dict[int, str]) -> NotebookExercise:
    """Reorder the text, and make the right answers of the class the reference: the author's fit the lesson only."""
    assert isinstance(exercise, AnswerExercise)
    right = [question.right for question in exercise.questions]
    reference = "".join(f"{name} = {value!r}\n" for name, value in zip(one.answers, right))
    return replace(one, text=reorder_choices(one.text, orders, one.layouts), reference=reference)


def _sources_of(path: Path, root: Path, known: set[Path]) -> set[Path]:
    """The file of a module and of all modules of rnnlab that it imports."""
    known.add(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("rnnlab"):
            place = root.joinpath(*node.module.split("."))
            for other in (
                place.with_suffix(".py"),
                place / "__init__.py",
                *(place / f"{alias.name}.py" for alias in node.names),
            ):
                if other.is_file() and other not in known:
                    _sources_of(other, root, known)
    return known


def _lesson_values(code: list) -> dict[str, dict[str, Any]]:
    """The plain values among the names that the lesson's ordinary cells import from rnnlab."""
    lesson_values: dict[str, dict[str, Any]] = {}
    for cell in code:
        if cell_role(cell) is not None:
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "rnnlab":
                module = importlib.import_module(node.module)
                for alias in node.names:
                    value = getattr(module, alias.name, None)
                    if _is_plain(value):
                        lesson_values.setdefault(node.module, {})[alias.name] = value
    return lesson_values


def _is_plain(value: object) -> bool:
    """Whether a value is data: numbers, words, arrays, and tuples, lists and dictionaries of these."""
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
    return isinstance(value, bool | int | float | str | np.ndarray | np.generic)
