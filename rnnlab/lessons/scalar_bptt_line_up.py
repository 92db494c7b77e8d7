"""Exercise 7.3: three suspects, what is wrong with each, and where it goes wrong first."""

from rnnlab.anew import with_numbers
from rnnlab.check import AnswerExercise, Question
from rnnlab.lessons.suspects import LINE_UPS, PUBLIC, REASONS, TRACES, case, first_wrong_step


def tell_line_up(number):
    if number == PUBLIC:
        return ("from rnnlab.lessons.scalar_bptt import case, suspect_a, suspect_b, suspect_c\n",)
    return ("from rnnlab.lessons.scalar_bptt import case, line_up\n\n"
            f"suspect_a, suspect_b, suspect_c = line_up({number})\n",)


def reason_question(name, right):
    return Question(right, 0.5, options=tuple(REASONS), wrong={
        number: f"**Suspect {name} is not number {number}.** If {reason}, {TRACES[number]}. Print both sides and look."
        for number, reason in REASONS.items() if number != right})


def step_question(name, suspect, reason):
    right = first_wrong_step(suspect, *case())
    later = (f"**Suspect {name}: step {{}} is right still.** Its dh, dz and shares all agree with yours. Go on, "
             "further back.")
    earlier = f"**Suspect {name}: it goes wrong before you come to step {{}}.** The last step comes first."
    zero = (f"**Suspect {name}: step 0 has no shares.** The columns of dh and dz begin with step 0, those of the "
            "shares with step 1." if reason == 5 else
            f"**Suspect {name}: step 0 is the end of the way back, not its beginning.** The columns stand in the order "
            "of time. Read them from the right: the last step comes first.")
    return Question(right, 0.5, options=tuple(range(6)), wrong={
        0: zero, **{t: (later if t > right else earlier).format(t) for t in range(1, 6) if t != right}})


def find_the_bug(number):
    suspects = [(name, *bug) for name, bug in zip("ABC", LINE_UPS[number])]
    return AnswerExercise(
        number="7.3",
        questions=tuple(question for name, suspect, reason in suspects
                        for question in (reason_question(name, reason), step_question(name, suspect, reason))),
        hint="Call `back(*case())` and each suspect on the same case, and print the differences: dh and dz with a "
             "column for h_0 … h_5, the shares with one for each step. Read from the right. Then ask how the wrong "
             "number could have been made: try U · dz, W · dz, dz.",
        praise="You have found three bugs that raise no error.")


def draw_line_up(rng):
    """A line-up in which no suspect has the public one's bug, nor goes wrong at its step."""
    public = [(reason, first_wrong_step(suspect, *case())) for suspect, reason in LINE_UPS[PUBLIC]]
    while True:
        number = int(rng.integers(len(LINE_UPS)))
        drawn = [(reason, first_wrong_step(suspect, *case())) for suspect, reason in LINE_UPS[number]]
        if not any(one == other for pair in zip(public, drawn) for one, other in zip(*pair)):
            return {"number": number}


exercise = with_numbers(find_the_bug, tell_line_up, {"number": PUBLIC}, draw_line_up)
