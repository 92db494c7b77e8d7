"""The exercises of lesson 4: how much each digit counts, what a bias is worth, coins, and tests."""

import numpy as np

from rnnlab.exercises import AnswerExercise, DesignExercise, ExerciseSet, FunctionExercise, Question
from rnnlab.exercises.class_numbers import draw_distinct, in_words, with_class_numbers
from rnnlab.lessons.digit_sums import DIGITS, SUMS
from rnnlab.lessons.lesson_04_sum_of_three.exercise_1_digit_weights import (
    DIGIT_WEIGHTS_MISTAKES,
    digit_weights_cases,
    digit_weights_right,
)
from rnnlab.lessons.lesson_04_sum_of_three.exercise_2_no_bias import (
    NO_BIAS_MISTAKES,
    BestLossExercise,
    no_bias_cases,
    no_bias_right,
)

__all__ = ["check", "exercises"]


# 4.3: the chance that all runs fail, with Keras' initialiser as a coin

COINS = {"runs": 5, "one_in": 1000}


def _coins_text(runs, one_in):
    word = in_words(runs)
    return f"that {word} runs all fail?", f"all_{word}_fail", f"below 1 in {one_in:,}?"


def _coins_exercise(runs, one_in):
    word, chance = in_words(runs), 0.5 ** runs
    needed = one_in.bit_length()  # the least n with 2ⁿ > one_in
    short = str(needed - 1).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    questions = (
        Question(chance, tolerance=1e-4, wrong={
            0.5: f"**That is the chance of one run.** Here all {word} have to fail, and each toss is a new one.",
            0.5 / runs: "**Chances of runs that all have to happen are multiplied**, not divided by their number.",
            100 * chance: "**That is in per cent.** A chance is a number between 0 and 1.",
            round(chance, 2): "**More digits, please.** Multiply 0.5 by itself and keep what comes.",
            1 - chance: f"**That is the chance that at least one of the {word} adds.** The other one was asked for.",
            runs / 2: f"**That is a number of runs, not a chance.** It is how many of {word} fail on average.",
        }, otherwise=f"Each run fails with a chance of one half, whatever the others do. All {word} have to fail."),
        Question(needed, wrong={
            needed - 1: f"**One short:** 0.5{short} is 1 in {2 ** (needed - 1)}.",
            7: f"**Enough for 1 in 100**, since 0.5⁷ is 1 in 128. Here it is 1 in {one_in:,}.",
            needed + 1: f"**More than needed:** {needed} do it.",
            one_in // 2: "**The chance is halved by every run**, it does not go down by an equal amount.",
            one_in: "**The chance is halved by every run.** It falls fast.",
        }, otherwise=f"Halve until you are below 1 in {one_in:,}, and count."),
        Question("C", options=("A", "B", "C", "D"), wrong={
            "A": "**That is the coin itself**, Keras' default.",
            "B": "**The kernel is W.** Zero there leaves U to the coin.",
            "D": "**For one unit this draws U anywhere between −1.73 and 1.73**, at −1 and below too. Another "
                 "coin, not none.",
        }),
    )
    return AnswerExercise(
        number="4.3", questions=questions,
        hint="Independent chances are multiplied: 0.5 · 0.5 · … Among A to D look for the one that sets U, "
             "and sets it to 1.",
        praise=f"{word.capitalize()} runs fail together once in {2 ** runs} times. With one argument in the "
               "layer's call it never happens.")


_resample_coins = draw_distinct(COINS, {"runs": (3, 4, 6, 7), "one_in": (2_000, 5_000, 10_000, 20_000, 50_000)})


# 4.4: a network that passes the test, and a sequence that catches it

def _last_state(digits, W, U, b):
    """What one linear unit makes of sequences of shape (N, T)."""
    h = np.zeros(len(digits))
    for column in digits.T:
        h = W * column + U * h + b
    return h


def _judge_near_adder(network, sequence):
    """Tell whether a network gets all sums of three right after rounding, and whether the sequence catches it."""
    W, U, b = _as_network(network)
    digits = _as_digits(sequence)
    wrong = {}
    if abs(U - 1) > 1e-9:
        return {"network": f"**U has to be 1 here, yours is {U:g}.** The lesson has printed a network whose U is not "
                           "quite 1. With U = 1 every digit counts the same. What else can be a little off?",
                "sequence": "The sequence is judged once the network has U = 1."}
    off = np.abs(_last_state(DIGITS, W, U, b) - SUMS)
    if W == U == 1 and b == 0:
        return {"network": "**This network adds.** It is the answer itself, and no sequence can catch it.",
                "sequence": "So there is nothing to catch yet."}
    if missed := int((off >= 0.5).sum()):
        worst = DIGITS[off.argmax()]
        wrong["network"] = (f"**This network fails the test already.** {missed} of the 1,000 sums of three are wrong "
                            f"after rounding; the worst is {' + '.join(map(str, worst))}, where it is off by "
                            f"{off.max():.3g}. Go nearer to W = 1, b = 0.")
        return wrong | {"sequence": "The sequence is judged once the network passes the test."}
    with np.errstate(over="ignore", invalid="ignore"):
        answer = float(_last_state(digits[None], W, U, b)[0])
    if len(digits) <= 3:
        wrong["sequence"] = ("**Three digits or fewer are what the test has tried.** If the network passes it, no "
                             "such sequence can catch it. Look where the test did not.")
    elif abs(answer - digits.sum()) < 0.5:
        wrong["sequence"] = (f"**This sequence does not catch it.** The network answers {answer:.2f}, the sum is "
                             f"{digits.sum()}: after rounding that is right. Errors add up with every step.")
    return wrong


def _as_network(network):
    try:
        if np.iscomplexobj(np.asarray(network)):
            raise TypeError("complex numbers are no numbers here")
        numbers = np.asarray(network, float)
    except (TypeError, ValueError):
        raise ValueError("the network has to be three finite numbers, (W, U, b)") from None
    if numbers.shape != (3,) or not np.isfinite(numbers).all():
        raise ValueError("the network has to be three finite numbers, (W, U, b)")
    return numbers.tolist()


def _as_digits(sequence):
    digits = np.asarray(sequence)
    if digits.ndim == 1 and not len(digits):
        raise ValueError("the sequence is empty")
    if digits.ndim != 1 or len(digits) > 1000 or digits.dtype.kind not in "iuf":
        raise ValueError("the sequence has to be a list of digits, at most 1,000 of them")
    if not np.isin(digits, np.arange(10)).all():
        raise ValueError("the sequence has to hold whole numbers from 0 to 9 only")
    return digits.astype(int)


exercises = ExerciseSet(
    FunctionExercise(
        number="4.1", parts={"three digits": 1, "seven digits, U below zero": 1}, cases=digit_weights_cases,
        solution=digit_weights_right, mistakes=DIGIT_WEIGHTS_MISTAKES,
        hint="Follow one digit. It comes in and is multiplied by W. At every step after that, the state it sits in is "
             "multiplied by U. How many steps come after the last digit? After the one before it? After the first?",
        praise="At U = 1 all digits count the same, and only there: that is why one number of memory can add."),
    BestLossExercise(
        number="4.2", parts={"U above zero": 1, "U below zero": 1}, cases=no_bias_cases, solution=no_bias_right,
        mistakes=NO_BIAS_MISTAKES, given_names=("X", "Y"),
        hint="For a given U, W is multiplied by a number that is fixed for each sequence: the last digit, plus U "
             "times the one before, plus U² times the first. Put these numbers into one column, and let "
             "`np.linalg.lstsq` find the W that makes them the sums. The table in the lesson does it with two columns. "
             "Then take the mean of the squared errors.",
        praise="At U = 1 this is 0 too: the answer needs no bias. Everywhere else the bias helps."),
    with_class_numbers(_coins_exercise, _coins_text, COINS, _resample_coins),
    DesignExercise(
        number="4.4", parts={"network": 1, "sequence": 1}, judge=_judge_near_adder,
        hint="With U = 1 the answer is W times the sum of the digits, plus b once for each step. Move W or b a little, "
             "so that the error on three digits stays below 0.5 for every sequence. Then ask on which longer sequence "
             "the same error adds up.",
        praise="It is right on all 1,000 sequences after rounding, and yet it cannot add. Rounding hides an error, and "
               "length shows it."),
)
check = exercises.check
