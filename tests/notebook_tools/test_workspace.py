"""The learner's side: copies that nothing overwrites, one renewed, student versions, JupyterLab's command line."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from rnnlab.cli import main
from rnnlab.notebook_tools import workspace
from rnnlab.notebook_tools.files import read_notebook


def write_lesson(name, text):
    output = new_output("stream", text=f"{text}\n")
    solution = new_code_cell("answer_solution = 42", execution_count=2, metadata={"tags": ["solution"]})
    cells = [new_markdown_cell(text), new_code_cell(f"print({text!r})", execution_count=1, outputs=[output]), solution]
    nbformat.write(new_notebook(cells=cells), workspace.ORIGINALS / name)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with two lessons; what is trusted is remembered in there too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(name, "")  # the command sets them; this puts them back
    workspace.ORIGINALS.mkdir()
    write_lesson("01_shapes.ipynb", "one")
    write_lesson("02_manual_forward_pass.ipynb", "two")
    return tmp_path


@pytest.fixture
def started(monkeypatch):
    """The command lines with which JupyterLab would have been started."""
    lines = []
    monkeypatch.setattr(workspace, "start_lab", lines.append)
    return lines


def copied(name="02_manual_forward_pass"):
    return workspace.COPIES / f"{name}.ipynb"


def trusted(path):
    return workspace.notary().check_signature(read_notebook(path))


def test_lab_copies_every_lesson_whole_and_trusts_the_copies(checkout, started, capsys):
    assert main(["lab"]) == 0
    for original in workspace.lessons():
        copy = workspace.COPIES / original.name
        assert copy.read_bytes() == original.read_bytes() and trusted(copy)
    assert capsys.readouterr().out.count("new: ") == 2
    assert f"--ServerApp.root_dir={checkout / 'work'}" in started[0]
    assert "--LabApp.default_url=/lab/tree/01_shapes.ipynb" in started[0]


def test_the_start_page_comes_first_where_there_is_one(checkout, started):
    write_lesson("00_start_here.ipynb", "zero")
    assert main(["lab", "--no-browser", "--port=8899"]) == 0
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in started[0]
    assert started[0][-2:] == ["--no-browser", "--port=8899"]


def test_a_copy_is_never_overwritten_and_a_new_lesson_is_added(checkout, started, capsys):
    main(["lab"])
    copied().write_text("what I typed")
    write_lesson("03_batch_and_shapes.ipynb", "three")
    capsys.readouterr()
    main(["lab"])
    assert copied().read_text() == "what I typed" and copied("03_batch_and_shapes").exists()
    assert capsys.readouterr().out == f"new: {copied('03_batch_and_shapes')}\n"


def test_a_changed_original_is_told_in_one_line_and_the_copy_stays(checkout, started, capsys):
    main(["lab"])
    before = copied().read_bytes()
    write_lesson("02_manual_forward_pass.ipynb", "two, improved")
    capsys.readouterr()
    main(["lab"])
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("02_manual_forward_pass.ipynb has been improved") and "make reset LESSON=02" in line
    assert copied().read_bytes() == before


@pytest.mark.parametrize("record", ["", "{", "[]", None])
def test_a_lost_record_is_no_reason_to_touch_anything(checkout, started, capsys, record):
    main(["lab"])
    workspace.RECORD.unlink() if record is None else workspace.RECORD.write_text(record)
    before = copied().read_bytes()
    assert main(["lab"]) == 0
    assert copied().read_bytes() == before


@pytest.mark.parametrize("name", ["02", "2", "02_manual_forward_pass", "02_manual_forward_pass.ipynb"])
def test_reset_renews_one_copy_and_keeps_every_old_one(checkout, started, capsys, name):
    main(["lab"])
    for typed in ("first try", "second try"):
        copied().write_text(typed)
        assert main(["reset", name]) == 0
    assert copied().read_bytes() == (workspace.ORIGINALS / copied().name).read_bytes() and trusted(copied())
    assert copied("02_manual_forward_pass.old-1").read_text() == "first try"
    assert copied("02_manual_forward_pass.old-2").read_text() == "second try"
    assert "renewed: " in capsys.readouterr().out
    assert main(["reset", name]) == 0
    assert "the same as the original" in capsys.readouterr().out
    assert not copied("02_manual_forward_pass.old-3").exists()


def test_reset_ends_the_news_of_an_improved_original(checkout, started, capsys):
    main(["lab"])
    write_lesson("02_manual_forward_pass.ipynb", "two, improved")
    main(["reset", "02"])
    capsys.readouterr()
    main(["lab"])
    assert capsys.readouterr().out == ""


def test_reset_works_before_anything_has_been_copied(checkout):
    assert main(["reset", "2"]) == 0
    assert copied().exists()


@pytest.mark.parametrize("name", ["9", "", "work", "02_other", "../02"])
def test_reset_of_an_unknown_lesson_names_those_there_are(checkout, capsys, name):
    write_lesson("00_start_here.ipynb", "zero")
    with pytest.raises(SystemExit, match="2"):
        main(["reset", name])
    (line,) = capsys.readouterr().err.splitlines()
    assert f"no lesson {name!r}" in line and "LESSON=00, 01, 02" in line
    assert not workspace.COPIES.exists()


def test_student_versions_have_neither_solutions_nor_outputs(checkout, capsys):
    assert main(["student"]) == 0
    assert capsys.readouterr().out.count("written: ") == 2
    for path in workspace.STUDENT.glob("*.ipynb"):
        _, code = read_notebook(path).cells
        assert code.outputs == [] and code.execution_count is None
    assert len(read_notebook(workspace.ORIGINALS / "01_shapes.ipynb").cells) == 3


def test_edit_opens_the_originals(checkout, started):
    assert main(["edit"]) == 0
    assert f"--ServerApp.root_dir={checkout}" in started[0]
    assert "--LabApp.default_url=/lab/tree/notebooks/01_shapes.ipynb" in started[0]
    assert not workspace.COPIES.exists() and all(map(trusted, workspace.lessons()))


@pytest.mark.parametrize("name, command", [("work", "lab"), ("student", "student")])
def test_a_file_where_a_folder_should_be_is_named(checkout, started, capsys, name, command):
    (checkout / name).write_text("mine")
    assert main([command]) == 1
    assert capsys.readouterr().err.startswith(f"rnnlab: {name} is a file, and rnnlab needs a folder of this name")
    assert (checkout / name).read_text() == "mine"


def test_a_file_that_hides_a_package_is_named(checkout, started, capsys):
    main(["lab"])
    for name in ("keras.py", "random/__init__.py", "mine.py", "notes/__init__.py", "rnnlab.txt"):
        (workspace.COPIES / name).parent.mkdir(exist_ok=True)
        (workspace.COPIES / name).write_text("")
    capsys.readouterr()
    main(["lab"])
    assert capsys.readouterr().out.splitlines() == [
        f"{workspace.COPIES / name} hides the package {name.removesuffix('.py')} from the lessons; give it another name"
        for name in ("keras.py", "random")]


def test_a_write_that_fails_half_way_leaves_no_half_of_a_lesson_and_the_next_time_goes_on(checkout, started, capsys):
    import resource
    (workspace.ORIGINALS / "02_manual_forward_pass.ipynb").write_bytes(b" " * 50_000 + b"{}")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
    try:
        assert main(["lab"]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert capsys.readouterr().err.startswith("rnnlab: ")
    assert [path.name for path in workspace.COPIES.iterdir() if "02" in path.name] == []
    write_lesson("02_manual_forward_pass.ipynb", "two")
    assert main(["lab"]) == 0
    assert all(trusted(workspace.COPIES / path.name) for path in workspace.lessons())
    assert not list(workspace.COPIES.glob("*.tmp")) + list(workspace.COPIES.glob(".*.tmp"))


def test_trusting_closes_no_handler_of_others(checkout, monkeypatch):
    """Setting up logging anew would: absl's handler, there once TensorFlow is imported, then closes its stream."""
    closed = []
    handler = logging.StreamHandler()
    monkeypatch.setattr(handler, "close", lambda: closed.append(True))
    workspace.trust(workspace.lessons()[0])
    assert closed == []


def test_root_is_allowed_only_where_it_is_root(checkout, started, monkeypatch):
    for user, allowed in [(0, True), (1000, False)]:
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        main(["lab"])
        assert ("--allow-root" in started[-1]) == allowed


@pytest.mark.parametrize("command", [["lab"], ["edit"], ["student"], ["reset", "02"]])
def test_another_folder_is_told_in_one_line(tmp_path, monkeypatch, capsys, command):
    monkeypatch.chdir(tmp_path)
    assert main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "no lessons in" in line and list(tmp_path.iterdir()) == []


def start_for_real(port):
    command = [sys.executable, "-m", "rnnlab", "lab", "--no-browser", f"--port={port}", "--IdentityProvider.token=t"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def address(server):
    for line in server.stdout:
        if found := re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)(/lab/tree/\S+)", line):
            return int(found[1]), found[2]
    return None


def fetch(port, path):
    for _ in range(300):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}?token=t", timeout=10).read().decode()
        except ConnectionError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise AssertionError("JupyterLab does not answer")


def test_jupyterlab_starts_on_another_port_where_one_is_taken_and_asks_for_no_news(checkout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        server = start_for_real(wanted)
        try:
            port, path = address(server)
            assert port != wanted and path.startswith("/lab/tree/01_shapes.ipynb")
            setting = json.loads(fetch(port, "/lab/api/settings/@jupyterlab/apputils-extension:notification"))
            assert setting["schema"]["properties"]["fetchNews"]["default"] == "false"
            assert re.search(r'"news": \{"disabled": true\}', fetch(port, "/lab"))
            assert '"two"' in fetch(port, "/files/02_manual_forward_pass.ipynb")
        finally:
            server.terminate()
            server.wait(30)
            server.stdout.close()
