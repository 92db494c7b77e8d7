"""The student version of a notebook has no solutions, and no output but the opening picture."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from rnnlab.notebook_tools.student_version import student_version
from tests.helpers.stored_notebooks import stream


def test_a_student_version_has_neither_solutions_nor_outputs():
    notebook = new_notebook(cells=[
        new_markdown_cell("Exercise 2.1"),
        new_code_cell("def step(): ...", execution_count=1, metadata={"nbgrader": {"solution": True}}),
        new_code_cell("42", execution_count=2, outputs=[stream("42")], metadata={"jupyter": {"outputs_hidden": True}}),
        new_markdown_cell("The answer.", metadata={"tags": ["solution"]}),
        new_code_cell("def step_solution(): ...", execution_count=3, metadata={"tags": ["solution"]}),
    ])
    student = student_version(notebook)
    assert [cell.source for cell in student.cells] == ["Exercise 2.1", "def step(): ...", "42"]
    assert [cell.get("outputs", []) for cell in student.cells] == [[], [], []]
    assert student.cells[1].execution_count is None and student.cells[1].metadata.nbgrader.solution
    assert "outputs_hidden" not in json.dumps(student)
    assert len(notebook.cells) == 5, "student_version has changed its argument"


def test_the_opening_picture_stays():
    picture = new_output("execute_result", {"text/plain": "A picture."}, execution_count=1)
    notebook = new_notebook(cells=[
        new_code_cell("show_opening()", execution_count=1, outputs=[picture], metadata={"tags": ["opening"]}),
        new_code_cell("show_opening()", execution_count=2, outputs=[picture]),
    ])
    student = student_version(notebook)
    first, second = student.cells
    assert first.outputs[0].data == picture.data and second.outputs == []
    assert first.execution_count is first.outputs[0].execution_count is None
    assert student_version(student) == student
    nbformat.validate(student)
