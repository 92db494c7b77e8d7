"""The exercises of lesson 5: a digit as a place instead of a size."""

import numpy as np

from rnnlab.arrays import check_array
from rnnlab.check import AnswerExercise, Case, DesignExercise, Exercises, FunctionExercise, Mistake, Question, reveal
from rnnlab.lessons.adding import ONE_HOT_B, ONE_HOT_W

__all__ = ["check", "exercises", "reveal"]


# 5.1: one-hot rows

def one_hot_right(digits, depth):
    return np.eye(depth)[digits]


def one_hot_cases(rng):
    # No digit reaches depth - 1, so the largest digit does not give the width away; 0 is there, and so are repeats.
    return [Case("one sequence", (np.concatenate([[0, 4, 4], rng.integers(1, 4, 3)]), 7)),
            Case("a batch", (np.concatenate([[[0, 5, 5]], rng.integers(1, 5, (3, 3))]), 8))]


def filled_everywhere(digits, depth):
    rows = np.zeros((*digits.shape, depth))
    rows[..., digits] = 1
    return rows


ONE_HOT_MISTAKES = (
    Mistake(lambda digits, depth: np.eye(depth)[digits - 1],
            "**You count places from 1.** Digit 0 is the first place: the row `[0 0 1 0]` stands for the digit 2, "
            "not 3. Here digit 0 has landed on the last place, because index −1 is Python's last."),
    Mistake(lambda digits, depth: np.eye(digits.max() + 1)[digits],
            "**The width comes from the data.** The largest digit that happens to be there says nothing of how many "
            "there are. The width is `depth`, or the next batch has another shape."),
    Mistake(lambda digits, depth: np.eye(len(digits))[digits],
            "**The width is the length of the sequence.** There has to be one place for each possible digit: `depth`."),
    Mistake(lambda digits, depth: np.eye(depth)[digits].swapaxes(-1, -2),
            "**The last two axes are turned round.** Time comes before features: a row for each step, (T, depth)."),
    Mistake(lambda digits, depth: np.eye(depth)[digits].sum(-2),
            "**The steps are added up.** That counts the digits and forgets their order. Each step keeps a row of "
            "its own."),
    Mistake(lambda digits, depth: np.eye(depth)[digits] * digits[..., None],
            "**The digit itself stands at its place.** Then the size is back, and digit 0 is nothing but zeros. "
            "Write 1."),
    Mistake(lambda digits, depth: (np.arange(depth) <= digits[..., None]).astype(float),
            "**There are ones up to the digit's place.** That is a thermometer: it says again that 7 is more than 3. "
            "*One*-hot has a single 1."),
    Mistake(filled_everywhere,
            "**Every row has got the ones of all rows.** `rows[..., digits] = 1` writes at these places in each row. "
            "Each row has to be paired with its own digit."),
    Mistake(lambda digits, depth: np.eye(depth)[digits].reshape(len(digits), -1),
            "**The steps of a sequence are joined into one long row.** A recurrent layer needs the step axis: "
            "(N, T, depth)."),
    Mistake(lambda digits, depth: np.eye(depth)[digits.ravel()],
            "**The axis of the samples is lost.** All steps of all sequences stand in one list. Keep (N, T, depth)."),
)


# 5.3: the published network without a bias

def judge_without_bias(W, b):
    """Tell whether the published network does the same with this W and no bias. W is judged as if b was 0."""
    W = np.ravel(check_array("W", W, ("V", "M") if np.ndim(W) == 2 else ("V",), V=10))
    b = check_array("b", np.reshape(b, -1), ("M",), M=1)[0]
    if len(W) != 10:
        raise ValueError(f"W has {len(W)} numbers, it should have ten: shape (10,) or (10, 1)")
    found = {}
    if abs(b) > 1e-6:
        found["b"] = f"**The bias is still there.** b should be 0, yours is {b:.4f}."
    named = {
        "**W is as it was.** You have taken the bias away and given it to nobody. At each step the unit misses b.":
            ONE_HOT_W,
        "**The sign is wrong.** What b loses, W has to gain: the sum of the two has to stay.":
            ONE_HOT_W - ONE_HOT_B,
        "**W has gained the bias three times.** The unit adds b once a step, and it picks one row of W a step: each "
        "row makes up for one b.":
            ONE_HOT_W + 3 * ONE_HOT_B,
        "**Only one row has gained the bias.** The unit adds b whatever digit it sees, so each of the ten rows needs "
        "it.":
            ONE_HOT_W + ONE_HOT_B * np.eye(10)[0],
    }
    wanted = ONE_HOT_W + ONE_HOT_B
    if np.abs(W - wanted).max() < 1e-4:
        return found
    if found and np.abs(W + b - wanted).max() < 1e-4:
        return found | {"W": "**With this b it is the same network**, but b is to be 0: then W has to make up for it."}
    for says, other in named.items():
        if np.abs(W - other).max() < 1e-4:
            return found | {"W": says}
    worst = int(np.abs(W - wanted).argmax())
    return found | {"W": f"**This is another network.** Without a bias, digit {worst} has to have the effective value "
                         f"{wanted[worst]:.4f}, yours has {W[worst]:.4f}."}


exercises = Exercises(
    FunctionExercise(
        number="5.1", parts={"one sequence": 1, "a batch": 1}, cases=one_hot_cases, solution=one_hot_right,
        mistakes=ONE_HOT_MISTAKES,
        hint="`np.eye(depth)` has every row that can occur. An array of indices between brackets picks rows, and the "
             "result keeps the shape of the indices in front.",
        praise="One line serves any number of axes in front: (T,) becomes (T, depth), (N, T) becomes (N, T, depth)."),
    AnswerExercise(
        number="5.2",
        questions=(
            Question((100, 12, 26), wrong={
                (100, 12): "**One axis is missing.** Each letter has become a row of 26 numbers.",
                (100, 12, 1): "**That is the letter as one number.** One-hot, each step has one feature for each "
                              "letter that there is.",
                (100, 26, 12): "**Steps and features are turned round.** The order is (N, T, D).",
                (12, 26): "**That is one word.** The samples stand in front: (N, T, D).",
            }, otherwise="The order is (N, T, D): how many words, how many letters in each, how many places."),
            Question(280, wrong={
                272: "**The bias is missing:** one number for each unit.",
                216: "**The recurrent kernel is missing:** (M, M), 64 numbers.",
                28: "**That is a layer of one unit.** Here M = 8.",
                3360: "**You count the weights again at each of the 12 steps.** All steps share them: T is not in "
                      "the count.",
                80: "**That is the count for a letter as one number,** D = 1. One-hot, D = 26.",
            }, otherwise="Add up Wx of shape (D, M), Wh of shape (M, M) and bh of shape (M,)."),
        ),
        hint="D is how many features stand at each step: with one-hot letters, one for each letter that exists. Wx "
             "has D rows.",
        praise="Of the 280 numbers, 208 are the rows that the letters pick: one row of 8 for each of the 26."),
    DesignExercise(
        number="5.3", parts={"W": 1, "b": 1}, judge=judge_without_bias,
        hint="At each step the unit adds W[d] + b, for whatever digit d it sees. Only this sum counts. If b becomes "
             "0, what does each row of W have to become?",
        praise="With one-hot input the bias is a number too many: eleven numbers, W and b, for ten effective values."),
    AnswerExercise(
        number="5.4",
        questions=(
            Question("AC", options=("AB", "AC", "AD", "BC", "BD", "CD"), wrong={
                "AB": "**A and B differ in four things:** input, rate, batch and updates. Any of them may be the "
                      "reason.",
                "AD": "**A and D have the same input,** so they say nothing about it.",
                "BC": "**B and C have the same input,** and three settings differ at once.",
                "BD": "**B and D differ in the batch as well.** Nearly: one setting too many.",
                "CD": "**C and D differ in the input, and in the rate and the updates as well.**",
            }),
            Question(3, options=(1, 2, 3, 4), wrong={
                1: "**One-hot does not know the size, and does not need it.** From U = +1 it found ten values in a "
                   "row.",
                2: "**In the table of this lesson no rate of the three has helped from U = −1.**",
                4: "**It has failed on the sequences that it was trained on.** Overfitting is the opposite.",
            }),
        ),
        hint="For the first answer, look for two rows that differ in one column only, the input. For the second, "
             "remember what Keras draws where the recurrent kernel is 1 × 1.",
        praise="One thing changed at a time, and more than one network trained: then a difference means something."),
)
check = exercises.check
