"""Rules for stored outputs: each rule meets the fault that it is for, and a good output breaks none."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from rnnlab.notebook_tools.output_rules import FORBIDDEN_PATTERNS, forbidden_outputs
from tests.helpers.stored_notebooks import displayed, executed, stream

FAULTS = {
    "writes to stderr": executed(outputs=[stream("oops", "stderr")]),
    "stores an error": executed(outputs=[new_output("error", ename="NameError", evalue="x", traceback=[])]),
    "nothing but a live widget": executed(outputs=[displayed()]),
    "is empty": executed(source="  \n"),
    "execution count 1, it should be 2": new_notebook(cells=executed().cells + executed().cells),
    "execution count None": new_notebook(cells=[new_code_cell("1")]),
    "is tagged nbval-skip": executed(tags=["nbval-skip"]),
    "is tagged raises-exception": executed(tags=["raises-exception"]),
    "NBVAL comment": executed(source="# NBVAL_IGNORE_OUTPUT\n1"),
}
TEXTS = {
    "a warning": ["x.py:3: RuntimeWarning: overflow encountered", "[IPKernelApp] WARNING | careful"],
    "a log line": ["W0000 00:00:17 cpu_feature_guard", "2026-11-21 20:15:01.123456: I tensorflow/core"],
    "a path of this machine": ["/home/ada/rnnlab/rnn.py", "saved in /tmp/model", r"C:\Users\Ada", "'/Users/ada/x'",
                               "lib/site-packages/keras", "ipykernel_123"],
    "a memory address": ["<rnnlab.Thing object at 0x7f94f66c7250>", "0x00007FF8A1B2"],
    "a progress bar": ["\r 10%", "━━━━━━━━━━ 0s", "4/4 [==============================]", "45%|████▌     | 9/20",
                       "8ms/step - loss: 0.1", "2.00it/s", "4/4 [>......]"],
    "a time measured": ["CPU times: user 3 ms", "Wall time: 2 s", "1.2 ms ± 3 µs per loop (mean ± std)"],
}
ALLOWED = ["h_1 = [0.46, -0.99]", "https://example.org/home/tmp", "3/4 of the runs", "half (50%) | all (100%)", "#0x",
           "a row/column of N/T", "data:image/svg+xml;base64,abc/tmp/x+/home/y", "0x1F", "warnings: none", "d[tmp/x]",
           "2026-11-21", "ratio [1/2]"]


@pytest.mark.parametrize("problem", FAULTS)
def test_a_faulty_cell_is_refused(problem):
    (sentence,) = forbidden_outputs(FAULTS[problem])
    assert problem in sentence and sentence.startswith("cell ")


@pytest.mark.parametrize("pattern, text", [(pattern, text) for pattern in TEXTS for text in TEXTS[pattern]])
@pytest.mark.parametrize("kind", ["stream", "text_plain", "text_html", "image_svg+xml"])
def test_a_text_that_cannot_stay_is_refused_wherever_it_stands(pattern, text, kind):
    output = stream(text) if kind == "stream" else displayed(**{kind: text})
    assert any(pattern in problem for problem in forbidden_outputs(executed(outputs=[output])))


def test_every_forbidden_pattern_has_its_fault():
    assert set(TEXTS) == set(FORBIDDEN_PATTERNS)


@pytest.mark.parametrize("text", ALLOWED)
def test_an_honest_text_stays(text):
    assert forbidden_outputs(executed(outputs=[stream(text)])) == []
