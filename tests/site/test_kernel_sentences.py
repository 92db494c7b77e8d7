"""What only a kernel makes sense of is left out of a page, and nothing else."""

import pytest

from rnnlab.site.kernel_sentences import drop_kernel_sentences


@pytest.mark.parametrize("text, kept", [
    ("It has three numbers. Run the cell, then write your own.", "It has three numbers."),
    ("Run the next cell: click into it and press Shift and Enter.", ""),
    ("**Part one ends here.** To go on, click on this text and choose *Run → Run All Above Selected Cell*.",
     "**Part one ends here.**"),
    ("- **Predict.** Put your count in place of the dots and run the cell.", "- **Predict.**"),
    ("If something is odd, choose *Restart Kernel* in the menu *Kernel*.", ""),
    ("One.\n\nPress Shift and Enter.\n\nTwo.", "One.\n\n\nTwo."),
])
def test_sentences_that_are_left_out(text, kept):
    assert drop_kernel_sentences(text) == kept


@pytest.mark.parametrize("text", [
    "One run learns to add, the next does not. Two loops run side by side.", "Both run, because Wh is square.",
    "```python\n# run this cell\nx = 1\n```", "| `Wx` | kernel | run the cell |", "## Run the cell",
    "Keras calls Wh the recurrent kernel.", "The next figure runs every check on every bug.",
])
def test_other_sentences_stay(text):
    assert drop_kernel_sentences(text) == text
