"""One command line: what a wrong argument is answered, what help says, and that every door leads to it."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from rnnlab import cli
from rnnlab.cli.parser import make_parser
from rnnlab.coursework.sandbox.worker_process import Limits
from tools import compare_on_cpu_variants

ROOT = Path(__file__).parents[2]
COMMANDS = ("lab", "edit", "reset", "student", "notebooks", "release", "grade", "sheet", "isolation", "site")
KNOWN = f"there is {', '.join(COMMANDS)}"
GRADE = "grade submitted --out grades.csv"
SECONDS, MINUTES = "a number of seconds above 0 and up to 86400", "a number of minutes from 0 to 525600"
TIME = "is no time: write it like 2026-11-30T23:59"
LESSON = "there is no lesson '9', but LESSON=01, 02"
REFUSED = {
    "": f"which command? {KNOWN}",
    "grades submitted": "there is no command grades; did you mean grade?",
    "links": f"there is no command links; {KNOWN}",
    "--jobs 1 notebooks": f"there is no command --jobs; {KNOWN}",
    "student --port=1": "student does not know --port=1; there is -h, --help",
    "student 02": "student does not know 02; see rnnlab student --help",
    "grade submitted --late-perday 5": "grade does not know --late-perday; did you mean --late-per-day?",
    "grade submitted --outt=grades.csv": "grade does not know --outt=grades.csv; did you mean --out?",
    f"{GRADE} -x": "grade does not know -x; see rnnlab grade --help",
    "reset": "missing: LESSON",
    "reset 9": f"LESSON: {LESSON}",
    "reset 02 03": "reset does not know 03",
    "notebooks --jobs 0": "--jobs: '0' is not a whole number from 1 on",
    "notebooks --jobs -1": "--jobs: '-1' is not a whole number from 1 on",
    "notebooks --jobs two": "--jobs: 'two' is not a whole number from 1 on",
    "notebooks --jobs": "--jobs: expected one argument",
    "notebooks --timeout 0": f"--timeout: '0' is not {SECONDS}",
    "notebooks --timeout nan": f"--timeout: 'nan' is not {SECONDS}",
    "notebooks nope.ipynb": "NOTEBOOK: no such file: nope.ipynb",
    "notebooks notebooks": "NOTEBOOK: no such file: notebooks",
    "release": "missing: LESSON, --to",
    "release 02": "missing: --to",
    "release 9 --to class": f"LESSON: {LESSON}",
    "release 02 --to file.csv": "--to: 'file.csv' is not the name of a folder",
    "release 02 --to file.csv/class": "--to: 'file.csv/class' is not the name of a folder",
    "release 02 --to=": "--to: '' is not the name of a folder",
    "release 02 --to class --class-seed -1": "--class-seed: '-1' is not a whole number from 0 on",
    "release 02 --to class --class-seed seven": "--class-seed: 'seven' is not a whole number from 0 on",
    "grade": "missing: FOLDER, --out",
    "grade submitted": "missing: --out",
    "grade nofolder --out x.csv": "FOLDER: no such folder: nofolder",
    "grade file.csv --out x.csv": "FOLDER: no such folder: file.csv",
    "grade submitted --out nofolder/x.csv": "--out: no such folder: nofolder",
    "grade submitted --out submitted": "--out: 'submitted' is not the name of a file",
    "grade submitted --out=": "--out: '' is not the name of a file",
    f"{GRADE} --lesson 9": f"--lesson: {LESSON}",
    f"{GRADE} --roster nope.csv": "--roster: no such file: nope.csv",
    f"{GRADE} --times nope.csv": "--times: no such file: nope.csv",
    f"{GRADE} --due 30.11.2026": f"--due: '30.11.2026' {TIME}",
    f"{GRADE} --due tomorrow": f"--due: 'tomorrow' {TIME}",
    f"{GRADE} --late-per-day -10": "--late-per-day: '-10' is not a percentage from 0 to 100",
    f"{GRADE} --late-per-day 101": "--late-per-day: '101' is not a percentage from 0 to 100",
    f"{GRADE} --grace -1": f"--grace: '-1' is not {MINUTES}",
    f"{GRADE} --grace inf": f"--grace: 'inf' is not {MINUTES}",
    f"{GRADE} --jobs 0": "--jobs: '0' is not a whole number from 1 on",
    f"{GRADE} --seconds 0": f"--seconds: '0' is not {SECONDS}",
    f"{GRADE} --seconds 1e300": f"--seconds: '1e300' is not {SECONDS}",
    f"{GRADE} --memory 5": "--memory: '5' is not a whole number of megabytes from 128 to 1000000",
    f"{GRADE} --class-seed -1": "--class-seed: '-1' is not a whole number from 0 on",
    f"{GRADE} --part 3": "--part: '3' is not a part of a whole, like 3/8",
    f"{GRADE} --part 0/8": "--part: '0/8' is not a part of a whole",
    f"{GRADE} --part 9/8": "--part: '9/8' is not a part of a whole",
    f"{GRADE} --part a/b": "--part: 'a/b' is not a part of a whole",
    f"{GRADE} --format excel": "--format: invalid choice: 'excel' (choose from ",
    f"{GRADE} --l 02": "ambiguous option: --l could match --lesson, --late-per-day",
    "sheet": "missing: SHEET, --out",
    "sheet nope.csv --out x.csv": "SHEET: no such file: nope.csv",
    "sheet file.csv --out nofolder/x.csv": "--out: no such folder: nofolder",
    "isolation now": "isolation does not know now",
    "site nope.ipynb": "NOTEBOOK: no such file: nope.ipynb",
    "site --to file.csv": "--to: 'file.csv' is not the name of a folder",
    "site --jobs 2": "site does not know --jobs",
}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with two lessons, submissions of nobody, and a file."""
    for name in ("notebooks", "submitted"):
        (tmp_path / name).mkdir()
    for name in ("01_shapes", "02_manual_forward_pass"):
        nbformat.write(nbformat.v4.new_notebook(), tmp_path / "notebooks" / f"{name}.ipynb")
    (tmp_path / "file.csv").write_text("student\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(run, arguments, capsys):
    """The one line that a wrong argument is answered."""
    with pytest.raises(SystemExit) as refused:
        run(arguments)
    out, err = capsys.readouterr()
    assert refused.value.code == 2 and out == ""
    (line,) = err.splitlines()
    assert line.startswith("rnnlab: ")
    return line.removeprefix("rnnlab: ")


@pytest.mark.parametrize("line, sentence", REFUSED.items(), ids=[line or "nothing" for line in REFUSED])
def test_a_wrong_argument_gets_one_sentence(checkout, capsys, line, sentence):
    assert refusal(cli.main, line.split(), capsys).startswith(sentence)
    assert sorted(path.name for path in checkout.iterdir()) == ["file.csv", "notebooks", "submitted"]


@pytest.mark.parametrize("command", ["notebooks", "site"])
def test_a_folder_without_notebooks_gets_one_sentence(tmp_path, monkeypatch, capsys, command):
    monkeypatch.chdir(tmp_path)
    assert refusal(cli.main, [command], capsys) == "no notebook named, and none in notebooks/"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["reset 02", "release 02 --to class", "grade . --out x.csv",
                                  "grade . --lesson=2 --out x.csv"])
def test_a_folder_without_lessons_is_no_fault_of_the_arguments(tmp_path, monkeypatch, capsys, line):
    monkeypatch.chdir(tmp_path)
    assert cli.main(line.split()) == 1
    assert capsys.readouterr().err.startswith("rnnlab: no lessons in ")


@pytest.mark.parametrize("command", ["notebooks", "site"])
def test_a_file_that_is_no_notebook_ends_without_a_traceback(checkout, capsys, command):
    assert cli.main([command, "file.csv"]) == 1
    assert "file.csv is not a notebook of format 4" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_ends_without_a_traceback(checkout, capsys):
    (checkout / "student").write_text("a file")
    assert cli.main(["student"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("rnnlab: ") and "student" in line


def test_a_fault_of_the_program_keeps_its_traceback(checkout, monkeypatch):
    monkeypatch.setitem(cli.COMMANDS, "isolation", lambda options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["isolation"])


@pytest.mark.parametrize("arguments, sentence", [
    (["--jobs", "0"], "--jobs: '0' is not a whole number from 1 on"),
    (["--timeout", "-1"], f"--timeout: '-1' is not {SECONDS}"),
    (["nope.ipynb"], "NOTEBOOK: no such file: nope.ipynb"),
])
def test_the_comparison_of_processors_reads_its_arguments_the_same_way(checkout, capsys, arguments, sentence):
    assert refusal(compare_on_cpu_variants.main, arguments, capsys) == sentence


# Help

def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    out = capsys.readouterr().out
    assert all(f"\n    {command}" in out for command in COMMANDS) and list(cli.COMMANDS) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_has_an_example_that_can_be_parsed(checkout, capsys, command):
    with pytest.raises(SystemExit, match="0"):
        cli.main([command, "--help"])
    out = capsys.readouterr().out
    assert out.startswith(f"usage: rnnlab {command} ")
    _, examples = out.split("\nexample")
    for name in ("students", "grades_02", "grades_03"):
        (checkout / f"{name}.csv").write_text("student\n")
    lines = examples.splitlines()[1:]
    assert lines
    for line in lines:
        rnnlab, *arguments = line.split()
        options, _ = make_parser()[0].parse_known_args(arguments)
        assert rnnlab == "rnnlab" and options.command == command


def test_the_limits_are_the_sandbox_own(checkout):
    options = make_parser()[0].parse_args(GRADE.split())
    assert (options.seconds, options.memory) == (Limits.call_seconds, Limits.memory_mb)


# Doors

@pytest.mark.parametrize("door, arguments, said", [
    ("rnnlab", ["notebooks", "--jobs", "0"], "--jobs: '0' is not a whole number from 1 on"),
    ("rnnlab.coursework", ["release", "02"], "missing: --to"),
    ("rnnlab.coursework", ["grade", "nofolder", "--out", "x.csv"], "FOLDER: no such folder: nofolder"),
    ("rnnlab.site", ["--to", "README.md"], "--to: 'README.md' is not the name of a folder"),
])
def test_every_door_leads_to_the_one_command_line(door, arguments, said):
    done = subprocess.run([sys.executable, "-m", door, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"rnnlab: {said}\n")


def test_isolation_says_what_the_grader_will_use():
    done = subprocess.run([sys.executable, "-m", "rnnlab", "isolation"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and ("namespaces" in done.stdout) and done.stderr == ""


def test_a_command_waits_for_no_other_commands_imports():
    code = "import sys, rnnlab; before = {*sys.modules}; import rnnlab.cli; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("rnnlab")} == {
        "rnnlab.cli", "rnnlab.cli.argument_types", "rnnlab.cli.parser", "rnnlab.notebook_tools",
        "rnnlab.notebook_tools.terminal"}
    assert not {"nbclient", "jupyterlab", "multiprocessing"} & loaded
