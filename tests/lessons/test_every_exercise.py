"""Every exercise of every lesson: the solution earns all, the stub nothing, and each known mistake is named."""

import importlib
import pkgutil
import re
from dataclasses import replace

import pytest

import rnnlab.lessons
from rnnlab.exercises import AnswerExercise, FunctionExercise, seeded_rng
from rnnlab.exercises.verdict import LABEL, fill_labels

PACKAGES = [module.name for module in pkgutil.iter_modules(rnnlab.lessons.__path__)]
LESSONS = [name for name in PACKAGES if re.match("lesson_0[1-9]", name)]
EXERCISES = [exercise for lesson in LESSONS
             for exercise in importlib.import_module(f"rnnlab.lessons.{lesson}.exercises").exercises.by_number.values()]
FUNCTIONS = [exercise for exercise in EXERCISES if isinstance(exercise, FunctionExercise)]
ANSWERS = [exercise for exercise in EXERCISES if isinstance(exercise, AnswerExercise)]


def by_number(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=[exercise.number for exercise in exercises])


def test_there_are_exercises():
    assert FUNCTIONS and ANSWERS
    assert len({exercise.number for exercise in EXERCISES}) == len(EXERCISES)


@by_number(EXERCISES)
def test_every_exercise_has_a_hint_and_points(exercise):
    assert exercise.hint.strip() and exercise.maximum > 0


@by_number(FUNCTIONS)
def test_the_solution_earns_full_marks(exercise):
    verdict = exercise.check(exercise.solution)
    assert (verdict.state, verdict.points) == ("correct", exercise.maximum)


@by_number(FUNCTIONS)
def test_a_stub_is_not_attempted(exercise):
    verdict = exercise.check(lambda *arguments: ...)
    assert (verdict.state, verdict.points) == ("not attempted yet", 0)


@by_number(FUNCTIONS)
def test_every_case_belongs_to_a_part(exercise):
    assert {case.part for case in exercise.cases(seeded_rng(exercise.number))} == set(exercise.parts)


@by_number(FUNCTIONS)
def test_each_mistake_is_named(exercise):
    assert len(exercise.mistakes) >= 4
    for mistake in exercise.mistakes:
        verdict = exercise.check(mistake.function)
        assert verdict.points < exercise.maximum, mistake.message
        assert verdict.message.startswith(mistake.message), f"{mistake.message}\n was diagnosed as\n{verdict.message}"
        assert mistake.message.startswith("**")


@by_number(ANSWERS)
def test_right_answers_earn_full_marks_and_dots_none(exercise):
    right = [question.right for question in exercise.questions]
    assert exercise.check(*right).points == exercise.maximum
    assert exercise.check(*[...] * len(right)).state == "not attempted yet"


@by_number(ANSWERS)
def test_each_wrong_answer_is_named(exercise):
    assert sum(len(question.wrong) for question in exercise.questions) >= 4
    for index, question in enumerate(exercise.questions):
        for wrong, message in question.wrong.items():
            answers = [other.right for other in exercise.questions]
            answers[index] = wrong
            verdict = exercise.check(*answers)
            following = sum(later.points for later in exercise.questions[index + 1:index + 2] if later.follows)
            assert verdict.points == exercise.maximum - question.points - following
            assert fill_labels(message, {}) in verdict.message
        if question.options:
            assert set(question.wrong) | {question.right} == set(question.options)


def replies(exercise):
    """Everything that an exercise may say of an attempt."""
    yield from (exercise.hint, exercise.praise, *(mistake.message for mistake in getattr(exercise, "mistakes", ())))
    for question in getattr(exercise, "questions", ()):
        yield from (question.otherwise, *question.wrong.values())


def labels_in_prose(exercise):
    """Replies that call a choice by a letter or a number of the lesson's, or by one that no choice has."""
    labels = {str(option) for question in exercise.questions for option in question.options}
    noun = "answer|argument|call|choice|claim|line|loop|number|option|point|reason|row"
    bare = re.compile(rf"\b(?:{noun})s? (?:\w and )?(?:{'|'.join(labels)})\b", re.IGNORECASE) if labels else None
    return [reply for reply in replies(exercise)
            if (bare and bare.search(reply)) or not {*LABEL.findall(reply)} <= labels]


@by_number(ANSWERS)
def test_a_reply_calls_a_choice_by_a_placeholder(exercise):
    assert labels_in_prose(exercise) == []


@pytest.mark.parametrize("reply", ["Look at claim C.", "Rows A and B differ.", "**Number 2 is right.**", "Not {E}."])
def test_a_label_in_prose_is_seen(reply):
    exercise = next(one for one in ANSWERS if one.number == "8.4")
    question = replace(exercise.questions[0], otherwise=reply)
    assert labels_in_prose(replace(exercise, questions=(question, *exercise.questions[1:]))) == [reply]


def replies_that_send_elsewhere(exercise):
    return [reply for reply in replies(exercise) if re.search(r"Go deeper|stands (above|below|under)", reply)]


@by_number(EXERCISES)
def test_a_reply_answers_by_itself(exercise):
    assert replies_that_send_elsewhere(exercise) == []


def test_a_reply_that_sends_elsewhere_is_seen():
    exercise = next(one for one in ANSWERS if one.number == "5.4")
    assert replies_that_send_elsewhere(replace(exercise, praise="The table stands under *Go deeper*."))


def leaks(exercise):
    """What a learner can read of a right answer before having found it."""
    for index, question in enumerate(exercise.questions):
        replies = [fill_labels(reply, {}) for reply in (*question.wrong.values(), question.otherwise, exercise.hint)]
        if question.follows:
            before = exercise.questions[index - 1]
            answers = [other.right for other in exercise.questions]
            answers[index - 1] = next(iter(before.wrong))
            told = set()
            for answer in (question.right, *question.wrong, "anything else", ...):
                answers[index] = answer
                told.add(exercise.check(*answers).message)
            if len(told) > 1:
                yield f"{exercise.number}: replies to answer {index + 1} differ while answer {index} is wrong"
        elif index and any(re.search(r"\b(line|loop|call) \w\b|\bHere\b", reply) for reply in replies[:-1]):
            before = exercise.questions[index - 1]
            if before.options:
                yield f"{exercise.number}: a reply to answer {index + 1} speaks of answer {index}, and comes before it"
        if question.options and isinstance(question.right, str):
            for reply in replies:
                if re.search(rf"\b(line|loop|call) {question.right}\b", reply, re.IGNORECASE):
                    yield f"{exercise.number}: a reply names {question.right}"


@by_number(ANSWERS)
def test_no_reply_gives_an_answer_away(exercise):
    assert list(leaks(exercise)) == []


def planted_leaks():
    exercise = next(one for one in ANSWERS if one.number == "3.4")
    line, shape = exercise.questions
    return {
        "the second before the first": replace(exercise, questions=(line, replace(shape, follows=False))),
        "the letter in a reply": replace(exercise, questions=(replace(line, otherwise="Look at line C."), shape)),
        "the letter in the hint": replace(exercise, hint="Write down the shapes of line C."),
    }


@pytest.mark.parametrize("name", planted_leaks())
def test_a_planted_leak_is_seen(name):
    assert list(leaks(planted_leaks()[name]))
