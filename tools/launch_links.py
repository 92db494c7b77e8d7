"""How a lesson runs elsewhere: the README's badges, and each notebook's line that installs rnnlab on Colab and Kaggle.

Both are made from the one address in pyproject.toml, ``[project.urls] Repository``. While none is set, there are no
badges, and the line says so. ``python -m tools.launch_links`` writes both.
"""

import re
from pathlib import Path

from nbformat.v4 import new_code_cell

from rnnlab.notebook_tools.files import read_notebook, write_notebook
from rnnlab.site.addresses import binder_address, project_addresses

ROOT = Path(__file__).resolve().parents[1]
TABLE = re.compile(r"^\| \| question, and what you do \|.*?$(?=\n\n)", re.DOTALL | re.MULTILINE)
LESSON = re.compile(r"\(notebooks/(\w+\.ipynb)\)")
COMMENT = "# On Colab and Kaggle this installs what the lesson imports. Anywhere else it does nothing."
ONLY_THERE = 'if {"COLAB_RELEASE_TAG", "KAGGLE_KERNEL_RUN_TYPE"} & {*__import__("os").environ}: '
NO_ADDRESS = "This copy of the lessons does not know the address to install from; the README says how to run it."
MISSING_THERE = "anywidget psygnal svg.py"  # everything else is there, in versions that have to stay


def repository():
    """The address in pyproject.toml, None where there is none."""
    return project_addresses(ROOT / "pyproject.toml").get("repository")


def badges(address, name):
    """Badges in Markdown that open a lesson: on Binder, and on Colab and Kaggle where the address is on GitHub.

    Parameters
    ----------
    address : str
        Of the repository; ``https://github.com/someone/rnnlab``.
    name : str
        The lesson's file name.
    """
    links = [("Binder", "https://mybinder.org/badge_logo.svg", binder_address(address, name))]
    if address.startswith("https://github.com/"):
        file = f"{address.removeprefix('https://github.com/')}/blob/main/notebooks/{name}"
        links += [("Colab", "https://colab.research.google.com/assets/colab-badge.svg",
                   f"https://colab.research.google.com/github/{file}"),
                  ("Kaggle", "https://kaggle.com/static/images/open-in-kaggle.svg",
                   f"https://kaggle.com/kernels/welcome?src=https://github.com/{file}")]
    return " ".join(f"[![{service}]({image})]({link})" for service, image, link in links)


def with_badges(readme, address):
    """The README's text with a fourth column in the table of lessons, or with none where there is no address."""
    def row(line):
        three = "|".join(line.split("|")[:4]) + "|"
        lesson = LESSON.search(line)
        fourth = badges(address, lesson[1]) if address and lesson else "---" if "---" in line else "run it"
        return f"{three} {fourth} |".replace(" --- |", "---|") if address else three

    return TABLE.sub(lambda table: "\n".join(map(row, table[0].split("\n"))), readme)


def install_cell(address):
    """The source of the cell that stands before a lesson's opening picture: a comment and one line.

    NumPy, TensorFlow and whatever else is there stay as they are: ``--no-deps``.

    Parameters
    ----------
    address : str or None
        Of the repository, or the path of a folder.
    """
    if address:
        source = f"git+{address}" if "://" in address else address
        action = f'get_ipython().run_line_magic("pip", "install -q --no-deps {source} {MISSING_THERE}")'
    else:
        action = f'print("{NO_ADDRESS}")'
    return f"{COMMENT}\n{ONLY_THERE}{action}"


def with_install_cell(notebook, address):
    """Write the cell into a notebook of the repository, before all other code. Changes the notebook in place."""
    name = notebook.cells[0].id[:3] + "-colab"
    cell = next((cell for cell in notebook.cells if cell.id == name), None)
    if cell is None:  # a page without a kernel leaves it out, and JupyterLab folds it
        cell = new_code_cell(id=name, metadata={"tags": ["needs-kernel"], "jupyter": {"source_hidden": True}})
        notebook.cells.insert(1, cell)
    cell.source = install_cell(address)
    for count, one in enumerate((one for one in notebook.cells if one.cell_type == "code"), start=1):
        one.execution_count = count
        for output in one.outputs:
            if "execution_count" in output:
                output.execution_count = count
    return notebook


if __name__ == "__main__":
    file = ROOT / "README.md"
    file.write_text(with_badges(file.read_text(encoding="utf-8"), repository()), encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        write_notebook(with_install_cell(read_notebook(path), repository()), path)
