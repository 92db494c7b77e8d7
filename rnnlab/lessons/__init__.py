"""The lessons, a folder each: exercises, predictions, explorers, and in `__init__` all that its notebook imports.

An exercise with a table of mistakes, or with more than a page of code, has a file `exercise_N_….py` of its own; the
others stand in `exercises.py`, which gathers all in `exercises` and `check`. What lessons 4 to 6 share is in
`digit_sums`. Here is the list of lessons.
"""

from typing import NamedTuple


class Lesson(NamedTuple):
    """One lesson, as the map and the README present it.

    Attributes
    ----------
    number : int
    file : str
        The notebook's name.
    question : str
        Its title.
    minutes : int
        Of reading and doing, without the exercises.
    does : str
        What the reader does there, after "you".
    needs : tuple of int
        The lessons that come before.
    exercise_minutes : int
    """

    number: int
    file: str
    question: str
    minutes: int
    does: str
    needs: tuple
    exercise_minutes: int

    @property
    def total_minutes(self):
        """The minutes of the lesson and its exercises together."""
        return self.minutes + self.exercise_minutes


LESSONS = (
    Lesson(1, "01_shapes.ipynb", "What shape is everything?", 35,
           "predict the shape of every array and count the parameters", (), 15),
    Lesson(2, "02_manual_forward_pass.ipynb", "What does the layer compute?", 35,
           "compute Keras' output with a pencil, then with a loop of one line", (1,), 20),
    Lesson(3, "03_multi_sample_batching.ipynb", "How does one formula serve a hundred sequences?", 35,
           "make the loop over samples disappear", (2,), 20),
    Lesson(4, "04_sum_of_three.ipynb", "Can one number of memory learn to add?", 35,
           "train a network of three numbers, and find out why it sometimes fails", (2,), 25),
    Lesson(5, "05_one_hot.ipynb", "What changes when a digit is a place instead of a size?", 35,
           "learn with one-hot inputs, and find what cannot be identified", (4,), 15),
    Lesson(6, "06_embeddings.ipynb", "What does an embedding learn that one-hot did not know?", 35,
           "follow a row of a table through training", (5,), 20),
    Lesson(7, "07_scalar_bptt.ipynb", "How does an error at the end change a weight used at every step?", 45,
           "derive backpropagation through time, and catch bugs that were published", (2,), 40),
    Lesson(8, "08_sentences.ipynb", "Can a network be right with a wrong gradient?", 40,
           "train a network that reads sentences, check its gradient, and measure what one wrong line costs", (7,), 30),
)
