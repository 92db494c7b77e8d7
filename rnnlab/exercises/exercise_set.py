"""The exercises of a lesson, found by their numbers."""


class ExerciseSet:
    """The exercises of one lesson, found by their numbers.

    Parameters
    ----------
    *exercises : FunctionExercise, AnswerExercise or DesignExercise
    """

    def __init__(self, *exercises):
        self.by_number = {exercise.number: exercise for exercise in exercises}

    def check(self, number, *attempt):
        """Check an attempt.

        Parameters
        ----------
        number : str
            The exercise, for example ``"2.1"``.
        *attempt
            The learner's function, or the learner's answers in order.

        Returns
        -------
        Verdict

        Raises
        ------
        ValueError
            If there is no exercise of that number, or it takes another number of answers.
        """
        if number not in self.by_number:
            raise ValueError(f"there is no exercise {number!r} here, there are {', '.join(self.by_number)}")
        return self.by_number[number].check(*attempt)
