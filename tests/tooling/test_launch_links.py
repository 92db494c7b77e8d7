"""Badges and Colab's line come from one address. Without one there are no badges, and the line says so.

Colab and Kaggle themselves are out of reach here: an environment of such versions, without JupyterLab, stands for them.
"""

import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from rnnlab.notebook_tools.files import read_notebook, write_notebook
from tests.helpers.tracked_files import copy_tracked_files
from tools.launch_links import NO_ADDRESS, ROOT, badges, install_cell, repository, with_badges, with_install_cell

README = (ROOT / "README.md").read_text(encoding="utf-8")
GITHUB = "https://github.com/someone/rnnlab"
LESSONS = sorted((ROOT / "notebooks").glob("0*.ipynb"))
# What Colab and Kaggle had when this was written, and what their images have for notebooks.
THEIRS = ["numpy==2.0.2", "matplotlib==3.10.0", "ipywidgets==7.7.1", "ipython==7.34.0", "ipykernel==6.17.1",
          "tensorflow-cpu==2.19.0", "keras==3.10.0", "traitlets==5.7.1", "psutil==5.9.5", "nbclient==0.10.2",
          "nbconvert==7.16.6", "nbformat==5.10.4", "jupyter-client==7.4.9", "setuptools>=77", "pyzmq==26.4.0",
          "notebook==6.5.7"]


def test_the_readme_has_the_badges_of_the_address():
    assert with_badges(README, repository()) == README, "run python -m tools.launch_links"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_notebook_has_the_line_of_the_address(path):
    first = next(cell for cell in read_notebook(path).cells if cell.cell_type == "code")
    assert first.source == install_cell(repository()), "run python -m tools.launch_links"
    assert len([line for line in first.source.splitlines() if not line.startswith("#")]) == 1


def test_each_row_of_the_lessons_gets_its_badges_and_loses_them_again():
    with_them = with_badges(README, GITHUB)
    rows = [line for line in with_them.splitlines() if "colab.research" in line]
    assert len(rows) == len(LESSONS) - 1
    assert all(f"main/notebooks/{path.name})" in row for path, row in zip(LESSONS[1:], rows))
    assert with_badges(with_them, GITHUB) == with_them and with_badges(with_them, None) == with_badges(README, None)


def test_a_lesson_on_github_opens_on_binder_colab_and_kaggle():
    links = badges(GITHUB, "01_shapes.ipynb")
    assert "(https://mybinder.org/v2/gh/someone/rnnlab/HEAD?urlpath=lab%2Ftree%2Fnotebooks%2F01_shapes.ipynb)" in links
    assert "(https://colab.research.google.com/github/someone/rnnlab/blob/main/notebooks/01_shapes.ipynb)" in links
    assert f"(https://kaggle.com/kernels/welcome?src={GITHUB}/blob/main/notebooks/01_shapes.ipynb)" in links


def test_elsewhere_it_opens_on_binder_only():
    links = badges("https://git.example.org/a/rnnlab", "01_shapes.ipynb")
    assert "mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Frnnlab/HEAD" in links and "colab" not in links


def ran(address, monkeypatch, *variables):
    """What the line prints and which magics it runs."""
    for name in ("COLAB_RELEASE_TAG", "KAGGLE_KERNEL_RUN_TYPE"):
        monkeypatch.delenv(name, raising=False)
    for name in variables:
        monkeypatch.setenv(name, "there")
    done = []
    shell = type("Shell", (), {"run_line_magic": lambda self, *magic: done.append(magic)})()
    exec(install_cell(address), {"get_ipython": lambda: shell, "print": lambda text: done.append(text)})
    return done


def test_the_line_acts_on_colab_and_kaggle_only(monkeypatch):
    install = ("pip", f"install -q --no-deps git+{GITHUB} anywidget psygnal svg.py")
    assert ran(GITHUB, monkeypatch) == ran(None, monkeypatch) == []
    assert ran(GITHUB, monkeypatch, "COLAB_RELEASE_TAG") == [install]
    assert ran(GITHUB, monkeypatch, "KAGGLE_KERNEL_RUN_TYPE") == [install]
    assert ran(None, monkeypatch, "COLAB_RELEASE_TAG") == [NO_ADDRESS]


def output(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
def test_a_lesson_installs_what_it_needs_where_colabs_versions_are(tmp_path, monkeypatch):
    """Lessons 1 to 3 run to their end, with Keras and a live figure, and nothing that was there has changed."""
    environment = tmp_path / "environment"
    output(sys.executable, "-m", "venv", environment)
    python = environment / "bin" / "python"
    output(python, "-m", "pip", "install", "--quiet", *THEIRS)
    before = output(python, "-m", "pip", "freeze").splitlines()
    assert not any("jupyterlab==" in line or "anywidget" in line for line in before)
    (tmp_path / "checkout").mkdir()
    address = str(copy_tracked_files(ROOT, tmp_path / "checkout"))
    monkeypatch.setenv("COLAB_RELEASE_TAG", "there")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    for path in LESSONS[1:4]:
        lesson = tmp_path / path.name
        write_notebook(with_install_cell(read_notebook(path), address), lesson)
        output(environment / "bin" / "jupyter-execute", lesson, cwd=tmp_path)
    after = output(python, "-m", "pip", "freeze").splitlines()
    assert set(before) <= set(after)
    added = {line.split("==")[0].split(" @")[0] for line in after if line not in before}
    assert added == {"anywidget", "psygnal", "rnnlab", "svg.py"}


def test_the_cell_is_added_once(tmp_path):
    notebook = new_notebook(cells=[new_code_cell("x", id="l01-md-01"), new_code_cell("y", id="l01-y")])
    once = with_install_cell(notebook, GITHUB)
    assert [cell.id for cell in once.cells] == ["l01-md-01", "l01-colab", "l01-y"]
    assert len(with_install_cell(once, None).cells) == 3 and once.cells[1].source == install_cell(None)
