"""Binder, as far as it can be seen without Docker: the recipe it would build, and postBuild's commands run for real."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from nbformat.sign import NotebookNotary

from rnnlab.notebook_tools.files import read_notebook
from rnnlab.notebook_tools.workspace import JUPYTERLAB
from tests.helpers.tracked_files import copy_tracked_files

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    """The Dockerfile, one command a line, comments left out."""
    checkout = copy_tracked_files(ROOT, tmp_path_factory.mktemp("binder"))
    made = subprocess.run([sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."], cwd=checkout,
                          capture_output=True, text=True, check=True)
    assert "python=3.11" in made.stderr
    text = "\n".join(line for line in made.stdout.splitlines() if not line.startswith("#"))
    return text.replace("\\\n", " ").splitlines()


def where(recipe, *words):
    """The number of the one command that holds all words."""
    (found,) = [number for number, line in enumerate(recipe) if all(word in line for word in words)]
    return found


def test_the_recipe_is_for_python_311(recipe):
    assert where(recipe, "COPY", "environment-2epy-2d3-2e11")


def test_the_environment_is_built_before_the_sources_arrive(recipe):
    environment_file = where(recipe, "COPY", "src/binder/environment.yml")
    environment = where(recipe, "env update", "binder/environment.yml")
    sources = where(recipe, "COPY", " src/ ")
    post_build = where(recipe, "RUN ./binder/postBuild")
    assert environment_file < environment < sources < post_build


def test_a_local_path_in_the_environment_would_be_noticed(tmp_path):
    """The fault that the order above is for: then nothing of the environment is kept from one commit to the next."""
    (tmp_path / "environment.yml").write_text("dependencies:\n  - python=3.11\n  - pip\n  - pip:\n    - -e .\n")
    made = subprocess.run([sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."], cwd=tmp_path,
                          capture_output=True, text=True, check=True).stdout
    assert made.index(" src/ ") < made.index("env update")


def throwaway_environment(place):
    """An environment that borrows this one's packages, but not its rnnlab: that is for postBuild to install."""
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    purelib = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if "rnnlab" not in package.name:
            Path(purelib, package.name).symlink_to(package)
    return python


def test_post_build_installs_rnnlab_and_trusts_the_notebooks(tmp_path, monkeypatch):
    checkout = copy_tracked_files(ROOT, tmp_path / "checkout")
    assert os.access(checkout / "binder" / "postBuild", os.X_OK)
    python = throwaway_environment(tmp_path / "venv")
    monkeypatch.setenv("PATH", f"{python.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    ran = subprocess.run(["binder/postBuild"], cwd=checkout, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr

    where_is = subprocess.run([python, "-c", "import rnnlab; print(rnnlab.__file__)"], cwd=tmp_path,
                              capture_output=True, text=True, check=True).stdout.strip()
    assert Path(where_is) == checkout / "rnnlab" / "__init__.py"
    config = subprocess.run([python, "-m", "jupyter_server", "--show-config-json"], cwd=tmp_path, capture_output=True,
                            text=True, check=True).stdout
    assert json.loads(config)["FileContentsManager"]["pre_save_hook"] == "rnnlab.notebook_tools.save_hook.keep_pictures"
    listed = subprocess.run([python, "-m", "jupyterlab.labextensions", "list"], cwd=tmp_path, capture_output=True,
                            text=True)
    assert "rnnlab v" in listed.stdout + listed.stderr
    page = tmp_path / "venv" / "share" / "jupyter" / "labextensions" / "rnnlab"
    assert {path.name: path.read_bytes() for path in page.iterdir()} == {
        path.name: path.read_bytes() for path in (JUPYTERLAB / "extensions" / "rnnlab").iterdir()}
    notary = NotebookNotary(data_dir=str(tmp_path / "data"))
    copies = sorted((checkout / "notebooks").glob("*.ipynb"))
    assert copies and all(notary.check_signature(read_notebook(path)) for path in copies)
    changed = read_notebook(copies[0])
    changed.cells[0].source += " "
    assert not notary.check_signature(changed)
    config = tmp_path / "venv" / "etc" / "jupyter" / "labconfig" / "page_config.json"
    assert json.loads(config.read_text())["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True
