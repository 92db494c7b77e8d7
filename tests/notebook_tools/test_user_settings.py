"""What a user has set up for Python, IPython and Jupyter stays outside of the lessons."""

import json
import os
import sys

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from rnnlab.notebook_tools import user_settings
from rnnlab.notebook_tools.user_settings import ignore_user_settings


@pytest.fixture
def user(tmp_path, monkeypatch):
    """A user with a home folder, who starts in a checkout."""
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
                 "JUPYTERLAB_SETTINGS_DIR", "JUPYTER_PATH", "JUPYTER_PREFER_ENV_PATH", "PYTHONPATH", "PYTHONSTARTUP",
                 "XDG_CONFIG_HOME", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)  # what is set in between is taken back, too
    (tmp_path / "home").mkdir()
    (tmp_path / "checkout").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path / "checkout")
    return tmp_path


def test_ipythons_configuration_and_startup_files_do_not_reach_a_kernel(user):
    profile = user / "home" / ".ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "ipython_config.py").write_text("c.InteractiveShell.ast_node_interactivity = 'all'\n")
    (profile / "startup" / "mine.py").write_text("seen = True\n")
    assert ignore_user_settings() == []
    notebook = new_notebook(cells=[new_code_cell("1\n'seen' in globals()")])
    NotebookClient(notebook, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert output.data["text/plain"] == "False"


def test_the_servers_configuration_is_left_out_and_the_labs_settings_stay(user):
    config = user / "home" / ".jupyter"
    config.mkdir()
    ignore_user_settings()
    assert os.environ["JUPYTER_CONFIG_DIR"] == str(user / "checkout" / "build" / "jupyter")
    assert os.environ["JUPYTERLAB_SETTINGS_DIR"] == str(config / "lab" / "user-settings")


def test_packages_of_another_python_stay_out_and_the_checkouts_own_stay(user, monkeypatch):
    own = str(user_settings.PACKAGES)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["/foreign", own, ""]))
    monkeypatch.setenv("PYTHONSTARTUP", "/foreign/startup.py")
    sys.path.insert(1, "/foreign")
    ignore_user_settings()
    assert os.environ["PYTHONPATH"] == own and "PYTHONSTARTUP" not in os.environ and "/foreign" not in sys.path


@pytest.mark.parametrize("name", ["JUPYTER_PATH", "JUPYTER_DATA_DIR"])
def test_kernels_of_another_environment_stay_out(user, monkeypatch, name):
    monkeypatch.setenv(name, str(user / "foreign"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    (user / "foreign" / "kernels" / "python3").mkdir(parents=True)
    spec = {"argv": ["/foreign/python"], "display_name": "Python 3", "language": "python"}
    (user / "foreign" / "kernels" / "python3" / "kernel.json").write_text(json.dumps(spec))
    assert KernelSpecManager().get_kernel_spec("python3").argv == ["/foreign/python"]
    ignore_user_settings()
    assert KernelSpecManager().get_kernel_spec("python3").argv[0] != "/foreign/python"


def test_a_kernel_makes_its_assertions_whatever_python_is_set_to(user, monkeypatch):
    for name, value in {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "no", "PYTHONVERBOSE": "1"}.items():
        monkeypatch.setenv(name, value)
    ignore_user_settings()
    notebook = new_notebook(cells=[new_code_cell("try:\n    assert False\nexcept AssertionError:\n    print('made')")])
    NotebookClient(notebook, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert output.text == "made\n"


@pytest.mark.parametrize("home", ["/dev/null/home", "/proc/no/home", "file"])
def test_a_home_that_cannot_be_made_is_replaced(user, monkeypatch, home):
    (user / "file").write_text("")
    monkeypatch.setenv("HOME", str(user / home) if home == "file" else home)
    (note,) = ignore_user_settings()
    assert "cannot be written" in note and os.environ["HOME"] == str(user / "checkout" / "build" / "home")
    notebook = new_notebook(cells=[new_code_cell("import matplotlib.pyplot")])
    assert not NotebookClient(notebook, kernel_name="python3").execute().cells[0].outputs
    nbformat.validate(notebook)


def test_single_folders_that_cannot_be_written_are_replaced(user, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", "/dev/null/data")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", "/dev/null/runtime")
    monkeypatch.setenv("MPLCONFIGDIR", "/dev/null/matplotlib")
    notes = ignore_user_settings()
    assert len(notes) == 3 and "MPLCONFIGDIR" not in os.environ
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        assert os.environ[name].startswith(str(user / "checkout" / "build"))
