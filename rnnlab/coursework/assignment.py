"""What a lesson asks for: read from its own notebook and its own module, so that nothing is said twice."""

import ast
import hashlib
import importlib
import types
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from rnnlab.coursework.choice_order import draw_orders
from rnnlab.coursework.class_variant import draw_exercise, substitute
from rnnlab.coursework.notebook_exercise import (
    AssignmentError,
    cell_role,
    lesson_module_of,
    read_exercise,
    slug_of,
    text_cell_index,
)
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
    tasks : tuple of Task
    given : dict
        Module name to names to plain values: numbers and arrays that the lesson's own cells import from rnnlab.
    digest : str
        Of all that decides about points. Another digest, another grading.
    seed : int or None
        Of the class, see `variant`. None is the lesson as it stands.
    orders : dict
        The orders in which this class sees the choices, see `orders`: number of the exercise to place of the question
        to order.
    """

    path: Path
    module: str
    tasks: tuple
    given: dict
    digest: str
    seed: int | None = None
    orders: dict = field(default_factory=dict)

    @property
    def name(self):
        return self.path.stem

    @property
    def number(self):
        return self.name.split("_")[0]

    @property
    def exercises(self):
        return {number: draw_exercise(exercise, self.seed)[0] for number, exercise in exercises_of(self.module).items()}

    @property
    def drawn(self):
        """The numbers of the exercises that this class has with numbers of its own."""
        return [number for number, one in exercises_of(self.module).items() if draw_exercise(one, self.seed)[1]]

    @property
    def maximum(self):
        return sum(exercise.maximum for exercise in self.exercises.values())


def exercises_of(module):
    return importlib.import_module(f"rnnlab.lessons.{module}.exercises").exercises.by_number


def read_assignment(path, class_seed=None):
    """Read a lesson; with a class seed, with that class's numbers and order of choices.

    Raises
    ------
    AssignmentError
        If it has no exercises, or the notebook and the module do not agree about them.
    """
    path = Path(path)
    lesson, module = read_lesson(path, class_seed)
    code = [cell for cell in lesson.cells if cell.cell_type == "code"]
    public = exercises_of(module)
    tasks = tuple(read_exercise(code, place) for place, cell in enumerate(code) if cell_role(cell) == "check")
    if [task.number for task in tasks] != list(public):
        raise AssignmentError(
            f"{path.name} has the exercises {', '.join(task.number for task in tasks)}, "
            f"its module has {', '.join(public)}"
        )
    sources = [path, *sorted(_sources_of(_lesson_file(module), Path(__file__).parents[2], set()))]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    assignment = Assignment(path, module, tasks, _given_values(code), digest, class_seed)
    if class_seed is None:
        return assignment
    own, drawn = assignment.exercises, assignment.drawn
    tasks = tuple(_answered(task, own[task.number]) if task.number in drawn else task for task in tasks)
    orders = {
        task.number: draw_orders(
            own[task.number],
            lesson.cells[text_cell_index(lesson, task.slug)].source,
            class_seed,
            public[task.number],
        )
        for task in tasks
    }
    return replace(assignment, tasks=tasks, orders={number: order for number, order in orders.items() if order})


def read_lesson(path, class_seed=None):
    """A lesson's notebook, with the numbers of a class, and the name of its module."""
    try:
        lesson = read_notebook(path)
    except (OSError, NotebookError) as error:
        raise AssignmentError(str(error)) from None
    module = lesson_module_of(lesson)
    if module is None:
        raise AssignmentError(f"{path.name} has no exercises: it imports no check from rnnlab.lessons")
    for number, exercise in exercises_of(module).items():
        if told := draw_exercise(exercise, class_seed)[1]:
            place = text_cell_index(lesson, slug_of(number))
            try:
                substitute(lesson.cells[place : place + 3], told)  # the text, the attempt, the check
            except ValueError as error:
                raise AssignmentError(f"{path.name}, exercise {number}: {error}") from None
    return lesson, module


def _lesson_file(module):
    return Path(importlib.import_module(f"rnnlab.lessons.{module}.exercises").__file__)


def _answered(task, exercise):
    """A task whose reference is the answers of the class's exercise: the author's fit the lesson only."""
    right = [question.right for question in exercise.questions]
    return replace(task, reference="".join(f"{name} = {value!r}\n" for name, value in zip(task.answers, right)))


def _sources_of(path, root, known):
    """The file of a module and of all modules of rnnlab that it stands on."""
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


def _given_values(code):
    """The plain values among the names that the lesson's ordinary cells import from rnnlab."""
    given = {}
    for cell in code:
        if cell_role(cell) is not None:
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "rnnlab":
                module = importlib.import_module(node.module)
                for alias in node.names:
                    value = getattr(module, alias.name, None)
                    if _is_plain(value):
                        given.setdefault(node.module, {})[alias.name] = value
    return given


def _is_plain(value):
    """Whether a value is data: numbers, words, arrays, and tuples, lists and dictionaries of these."""
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
    return isinstance(value, bool | int | float | str | np.ndarray | np.generic) and not isinstance(
        value, types.ModuleType
    )
