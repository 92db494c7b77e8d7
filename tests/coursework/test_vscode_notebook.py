"""A notebook as VS Code writes it is released, graded and rendered as if JupyterLab had written it."""

import json

import nbformat

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.release import release
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.notebook_tools.files import read_notebook
from rnnlab.site.render import render_notebook
from tests.helpers.students import LESSON_2, points, reference_attempts, solved_notebook


def vscode_text(notebook):
    """The text of the file: the cell's language in its metadata, its own ids and kernel, nothing folded."""
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "version": "3.12.4", "codemirror_mode": {"name": "ipython"}},
            "vscode": {"interpreter": {"hash": "31f2aee4e71d21fbe5cf8b01ff0e069b"}},
        }
        | {key: notebook.metadata[key] for key in ("rnnlab",) if key in notebook.metadata}
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"{number:08x}"
        cell.metadata.pop("jupyter", None)
        cell.metadata["vscode"] = {"languageId": "python" if cell.cell_type == "code" else "markdown"}
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def test_a_lesson_saved_by_vs_code_is_released_as_ever(tmp_path):
    path = tmp_path / LESSON_2.path.name
    path.write_text(vscode_text(read_notebook(LESSON_2.path)), encoding="utf-8")
    version, expected = release(read_assignment(path)), release(LESSON_2)
    assert [cell.source for cell in version.cells] == [cell.source for cell in expected.cells]
    assert "vscode" not in json.dumps(version) and version.metadata.kernelspec == expected.metadata.kernelspec


def test_work_saved_by_vs_code_earns_its_points(tmp_path):
    file = tmp_path / "student.ipynb"
    file.write_text(vscode_text(solved_notebook(reference_attempts(LESSON_2))), encoding="utf-8")
    with make_grading_rules(11, Limits()) as rules:
        grade = grade_submission(file, "student", LESSON_2, rules)
    assert points(grade) == [exercise.maximum for exercise in LESSON_2.exercises.values()]


def test_a_page_is_rendered_from_it(tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text(vscode_text(read_notebook(LESSON_2.path)), encoding="utf-8")
    page = render_notebook(read_notebook(path))
    assert "What does the layer compute?" in page and "COLAB_RELEASE_TAG" not in page
    assert page.count("<summary>Solution</summary>") == len(LESSON_2.exercises)
