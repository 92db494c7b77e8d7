"""make, as the first command on a fresh machine and when things go wrong.

The Makefile and tools/environment.sh are the real ones, and they build real environments. What they install is a small
stand-in for rnnlab and its lock, so that it takes seconds and needs no network.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers.small_checkout import lay_out, make, told, write_wheel

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    return lay_out(tmp_path, monkeypatch)


def test_lab_as_the_first_command_then_again_then_with_a_changed_lock(checkout):
    first = make("lab", "ARGS=--no-browser --port=8899")
    assert first.returncode == 0, first.stderr
    announced, ran = first.stdout.splitlines()
    assert announced.startswith("Installing 1 packages into .venv") and ran == "rnnlab lab --no-browser --port=8899"
    assert make("lab").stdout == "rnnlab lab\n"
    write_wheel(checkout / "wheels", "more")
    (checkout / "requirements.lock").write_text("needed==1\nmore==1\n")
    os.utime("requirements.lock", (time.time() + 2,) * 2)
    assert make("lab").stdout.startswith("Installing 2 packages")
    assert subprocess.run([".venv/bin/python", "-c", "import more"]).returncode == 0


def test_test_as_the_first_command_leaves_nothing_for_lab_to_install(checkout):
    first = make("test")
    assert first.returncode == 0, first.stderr
    assert re.findall(r"^pytest .*(not browser and not slow|--nbval .*notebooks)$", first.stdout, re.MULTILINE) == [
        "not browser and not slow", "--nbval --nbval-current-env --nbval-cell-timeout=300 notebooks"]
    for command, printed in [("lab", "rnnlab lab"), ("edit", "rnnlab edit"), ("student", "rnnlab student")]:
        assert make(command).stdout == printed + "\n"
    assert make("reset", "LESSON=02").stdout == "rnnlab reset 02\n"
    assert told(make("reset")) == "rnnlab: which lesson? make reset LESSON=02"
    (checkout / "pytest.py").write_text("raise SystemExit(1)")
    assert make("test").returncode != 0


def test_what_cannot_be_installed_is_told_and_is_not_taken_for_finished(checkout):
    (checkout / "wheels" / "needed-1-py3-none-any.whl").rename(checkout / "needed.whl")
    line = told(make("lab"))
    assert "is there a network" in line and "build/pip.log" in line
    assert "needed==1" in (checkout / "build" / "pip.log").read_text()
    assert not (checkout / ".venv" / "lab.stamp").exists()
    (checkout / "needed.whl").rename(checkout / "wheels" / "needed-1-py3-none-any.whl")
    assert make("lab").stdout.endswith("\nrnnlab lab\n")


def test_an_installation_that_was_killed_starts_over(checkout):
    (checkout / "slow").touch()
    running = subprocess.Popen(["make", "lab"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    waiting = time.monotonic()
    while not (checkout / "building").exists():
        assert running.poll() is None and time.monotonic() - waiting < 300
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    (checkout / "slow").unlink()
    half_made = checkout / ".venv" / "half-made"
    half_made.touch()
    again = make("lab")
    assert again.returncode == 0 and again.stdout.endswith("\nrnnlab lab\n"), again.stderr
    assert not half_made.exists()


def test_an_environment_without_pip_is_made_anew(checkout):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], check=True)
    assert make("lab").stdout.endswith("\nrnnlab lab\n")


# --- Pythons that will not do --------------------------------------------------------------------------------------

def write_python(path, answer):
    """A Python that answers some questions itself: below it is none of an environment, which a test could fill."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\n{answer}\nexec "{os.path.realpath(sys.executable)}" "$@"\n')
    path.chmod(0o755)


TOO_OLD = 'case "$2" in *version_info*) exit 1;; esac'
NO_VENV = 'case "$2" in *ensurepip*) exit 1;; esac'


@pytest.fixture
def bare(checkout, monkeypatch):
    """A PATH on which there is no Python but those that the test writes."""
    tools = checkout / "bin"
    tools.mkdir()
    for name in ("sh", "make", "mkdir", "rm", "touch", "grep", "awk", "id", "tail"):
        (tools / name).symlink_to(shutil.which(name))
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("PYTHON")
    return tools


@pytest.mark.parametrize("command", ["lab", "test"])
def test_no_python_at_all(bare, command):
    assert "no Python 3.11, 3.12 or 3.13 found" in told(make(command))
    assert not Path(".venv").exists()


def test_only_a_python_that_is_too_old(bare):
    write_python(bare / "python3", TOO_OLD)
    assert "no Python 3.11, 3.12 or 3.13 found" in told(make("lab"))
    assert "PYTHON=python3 is not Python 3.11" in told(make("lab", "PYTHON=python3"))
    assert "PYTHON=absent is not Python 3.11" in told(make("lab", "PYTHON=absent"))


def test_a_later_name_serves_where_the_first_is_too_old(bare):
    write_python(bare / "python3", TOO_OLD)
    write_python(bare / "python3.12", "")
    done = make("lab")
    assert done.stdout.endswith("\nrnnlab lab\n"), done.stderr


def test_debians_python_without_venv(bare):
    write_python(bare / "python3", NO_VENV)
    major, minor = sys.version_info[:2]
    line = told(make("lab"))
    assert f"apt install python{major}.{minor}-venv" in line
    assert not Path(".venv").exists()


def test_an_environment_of_another_python(checkout):
    write_python(checkout / ".venv" / "bin" / "python", TOO_OLD)
    assert "make clean" in told(make("lab"))


# --- one more Python -----------------------------------------------------------------------------------------------

PYTHON_3_12 = 'case "$2" in *version_info*) echo 3.12; exit;; esac'  # this is what the stand-in says it is


@pytest.fixture
def beside(bare, monkeypatch):
    """A .venv that looks finished and intact, and no Python beside it but those that the test writes."""
    monkeypatch.setenv("PYENV_ROOT", str(bare / "pyenv"))
    write_python(bare.parent / ".venv" / "bin" / "python",
                 f'[ "$1" = -I ] && exit\n{PYTHON_3_12.replace("3.12", "3.11")}')
    (bare.parent / ".venv" / "test.stamp").touch()
    return bare


def test_where_there_is_no_other_python_one_line_says_so(beside):
    write_python(beside / "python3.13", TOO_OLD)
    write_python(beside / "python3.12", PYTHON_3_12.replace("3.12", "3.11"))
    done = make("test-another-python")
    (line,) = done.stdout.splitlines()
    assert done.returncode == 0 and "beside .venv's 3.11" in line
    assert not Path("build/python").exists()


@pytest.mark.parametrize("place", ["python3.12", "pyenv/versions/3.12.9/bin/python", "named"])
def test_another_python_runs_its_tests_in_an_environment_of_its_own(beside, place):
    write_python(beside / place, PYTHON_3_12)
    command = ["test-another-python", *([f"PYTHON={beside / place}"] if place == "named" else [])]
    done = make(*command)
    assert done.returncode == 0, done.stderr
    announced, unit, stored = done.stdout.splitlines()
    assert announced.startswith("Testing on Python 3.12: ") and announced.endswith(place)
    assert "tests/network tests/training tests/exercises tests/lessons" in unit and "--nbval " in stored
    Path("pytest.py").write_text("raise SystemExit(1)")
    assert make(*command).returncode != 0


def test_another_python_that_cannot_be_furnished_fails(beside):
    write_python(beside / "python3.12", PYTHON_3_12)
    Path("wheels/tester-1-py3-none-any.whl").unlink()
    assert "could not install into build/python" in told(make("test-another-python"))


# --- the list of targets -------------------------------------------------------------------------------------------

def test_help_is_the_default_and_lists_every_target_with_one_line(checkout):
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    listed = [re.match(r"make (\S+) +\S", line) for line in make().stdout.splitlines()]
    assert sorted(match[1] for match in listed) == sorted(targets)
    assert make("help").stdout == make().stdout


def test_clean_keeps_what_the_reader_typed(checkout):
    for name in (".venv", "build", "student", "work"):
        (checkout / name).mkdir()
    assert make("clean").returncode == 0
    assert (checkout / "work").exists() and not (checkout / ".venv").exists()


# --- .ci/run -------------------------------------------------------------------------------------------------------

PASSED = "==== 3 passed in 1.00s ===="


@pytest.fixture
def ci(checkout, monkeypatch):
    """Run the real .ci/run with a make that says and returns what the test wants, and without Chromium."""
    (checkout / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", checkout / ".ci" / "run")
    tools = checkout / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "mkdir", "tee", "grep", "cat"):
        (tools / name).symlink_to(shutil.which(name))
    for name, answer in [("make", '. "./$1.sh"'), ("apt-get", 'echo "apt-get $*"')]:
        (tools / name).write_text(f'#!{shutil.which("bash")}\necho "ran $1, CI=$CI"\n{answer}\n')
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("CI", raising=False)

    def run(lint="", test=f"echo {PASSED!r}", another=f"echo {PASSED!r}", browser=f"echo {PASSED!r}"):
        (checkout / "lint.sh").write_text(lint)
        (checkout / "test.sh").write_text(test)
        (checkout / "test-another-python.sh").write_text(another)
        (checkout / "browser.sh").write_text(browser)
        return subprocess.run(["bash", ".ci/run"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return run


def test_ci_runs_everything_and_ends_with_the_closing_lines(ci):
    done = ci()
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("ran ")] == [
        f"ran {what}, CI=true" for what in ("lint", "test", "test-another-python", "update", "install", "browser")]
    assert lines[-4:] == ["== all passed:", PASSED, PASSED, PASSED]


def test_ci_stops_where_make_fails(ci):
    done = ci(test=f"echo {PASSED!r}; exit 2")
    assert done.returncode != 0 and "ran browser" not in done.stdout and "all passed" not in done.stdout
    assert ci(lint="exit 2").returncode != 0
    assert ci(another="exit 2").returncode != 0
    assert ci(browser="exit 2").returncode != 0


@pytest.mark.parametrize("line", ["==== 3 passed, 1 skipped in 1.00s ====", "SKIPPED [1] tests/test_x.py:1: no need"])
def test_ci_counts_no_skipped_test_as_passed(ci, line):
    done = ci(test=f"echo {line!r}; echo {PASSED!r}")
    assert done.returncode == 1 and "skipped" in done.stderr and "all passed" not in done.stdout
    assert ci(another=f"echo {line!r}").returncode == 1
