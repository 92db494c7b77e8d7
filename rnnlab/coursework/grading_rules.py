"""How a class is graded: what is the same for every submission."""

from dataclasses import dataclass

from rnnlab.coursework.sandbox.isolation import Isolation
from rnnlab.coursework.sandbox.worker_process import Limits


@dataclass(frozen=True)
class GradingRules:
    """How a class is graded: the same for everyone.

    Attributes
    ----------
    seed : int
        Decides about the inputs that nobody has seen.
    limits : Limits
    isolation : Isolation
    student_package : str
        From `write_student_package`.
    hidden : tuple of str
        Folders that student code must not read.
    """

    seed: int
    limits: Limits
    isolation: Isolation
    student_package: str
    hidden: tuple[str, ...] = ()
