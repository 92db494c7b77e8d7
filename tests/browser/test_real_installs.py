"""make lab in clones, all of it installed, on every Python here and under hostile settings: lesson 2 runs there."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.browser.lesson_page import LessonPage
from tests.helpers.tracked_files import copy_tracked_files
from tools.run_pip import SOURCES, settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
LESSON = "02_manual_forward_pass.ipynb"
JUPYTER_CONFIGURATION = """
c.ServerApp.root_dir = {0!r}
c.ServerApp.preferred_dir = {0!r}
c.ServerApp.default_url = "/nowhere"
"""


def find_python(version):
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for python in (f"python{version}", *sorted(map(str, pyenv.glob(f"{version}.*/bin/python")))):
        with contextlib.suppress(OSError):
            asked = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            if subprocess.run(asked, capture_output=True, text=True).stdout.strip() == version:
                return python
    return None


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """Settings of pip and Jupyter that lead elsewhere or refuse; where packages come from stays."""
    sources = {f"PIP_{name}": value for name, value in settings().items() if name in SOURCES}
    for name in [name for name in os.environ if name.startswith(("PIP_", "PYTHON", "JUPYTER", "MAKE", "MFLAGS"))]:
        monkeypatch.delenv(name)
    elsewhere = tmp_path / "elsewhere"
    for folder in ("config/pip", "jupyter"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "config" / "pip" / "pip.conf").write_text("[install]\nuser = true\n", encoding="utf-8")
    (tmp_path / "jupyter" / "jupyter_server_config.py").write_text(
        JUPYTER_CONFIGURATION.format(str(tmp_path / "config")), encoding="utf-8")
    for name, value in (sources | {
            "PIP_USER": "1", "PIP_TARGET": str(elsewhere), "PIP_PREFIX": str(elsewhere), "PIP_REQUIRE_HASHES": "1",
            "PIP_REQUIRE_VIRTUALENV": "1", "PYTHONOPTIMIZE": "2", "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter"), "JUPYTER_DATA_DIR": str(tmp_path / "data")}).items():
        monkeypatch.setenv(name, value)
    return elsewhere


@contextlib.contextmanager
def make_lab(folder, python):
    """The address and the folder of the JupyterLab that ``make lab`` starts."""
    arguments = "ARGS=--no-browser --port=0 --expose-app-in-browser --IdentityProvider.token="
    server = subprocess.Popen(["make", "lab", f"PYTHON={python}", arguments], cwd=folder, encoding="utf-8",
                              start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with server:
        try:
            said = []
            for line in server.stdout:
                said.append(line)
                if found := re.search(r"(http://127\.0\.0\.1:\d+)/lab/tree/", line):
                    yield SimpleNamespace(url=found[1], folder=folder / "work")
                    return
            raise AssertionError("".join(said))
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)


def run_lesson(chromium, lab):
    """Run lesson 2 as its reader does; say which Python and which rnnlab its kernel has."""
    page = chromium.new_context().new_page()
    try:
        lesson = LessonPage(page, lab, LESSON)
        lesson.run_all()
        lesson.check_stored_numbers()
        assert lesson.errors == []
        asked = lesson.python("import sys, rnnlab; print(*sys.version_info[:2], rnnlab.__path__[0], sep='\\n')")
        lesson.close_kernel()
        return asked.splitlines()
    finally:
        page.context.close()


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_a_clone_is_installed_runs_and_goes_on_running_where_it_is_moved(version, tmp_path, hostile, chromium):
    python = find_python(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    clone, moved = tmp_path / "clone", tmp_path / "moved, with ü"
    copy_tracked_files(ROOT, clone)
    for folder in (clone, moved):
        if folder == moved:
            shutil.move(clone, moved)
        with make_lab(folder, python) as lab:
            assert run_lesson(chromium, lab) == [*version.split("."), str(folder / "rnnlab")]
    assert not hostile.exists()
