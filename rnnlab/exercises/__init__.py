"""Kinds of exercise, and the verdict on an attempt.

A learner's mistake never raises here. It becomes a `Verdict`, which the learner reads and the grader counts.
"""

from rnnlab.exercises.answer_exercise import AnswerExercise, Question
from rnnlab.exercises.design_exercise import DesignExercise
from rnnlab.exercises.exercise_set import Exercise, ExerciseSet
from rnnlab.exercises.function_exercise import Case, FunctionExercise, seeded_rng
from rnnlab.exercises.mistake import Mistake, Slip, mistakes_from
from rnnlab.exercises.prediction import Prediction, Predictions, reveal
from rnnlab.exercises.verdict import Verdict

__all__ = [
    "AnswerExercise",
    "Case",
    "DesignExercise",
    "Exercise",
    "ExerciseSet",
    "FunctionExercise",
    "Mistake",
    "Prediction",
    "Predictions",
    "Question",
    "Slip",
    "Verdict",
    "mistakes_from",
    "reveal",
    "seeded_rng",
]
