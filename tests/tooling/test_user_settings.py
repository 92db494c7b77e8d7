"""make lab on a machine that is set up in its own way: each kind of setting alone, on a small checkout."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.plain_user import run_as_plain_user
from tests.helpers.small_checkout import lay_out, make, told, write_quick_python, write_wheel


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = lay_out(tmp_path / "checkout", monkeypatch)
    monkeypatch.setenv("PYTHON", str(write_quick_python(tmp_path / "some folder" / "python3")))
    return folder


def lab_answers():
    done = make("lab")
    assert done.returncode == 0 and done.stdout.endswith("rnnlab lab\n"), (done.stdout, done.stderr)
    return done


# --- pip ------------------------------------------------------------------------------------------------------------

PIP_SETTINGS = {"user": "true", "prefix": "{}/elsewhere", "target": "{}/elsewhere", "root": "{}/elsewhere",
                "require-hashes": "true", "require-virtualenv": "true", "constraint": "{}/absent.txt", "quiet": "3",
                "dry-run": "true", "no-binary": ":all:", "platform": "win32", "python": "{}/absent"}


@pytest.mark.parametrize("in_file", [False, True], ids=["environment", "file"])
def test_settings_of_pip_that_say_where_to_install_or_what_to_refuse(checkout, monkeypatch, in_file):
    """All at once: each alone breaks an installation, or leads it out of .venv."""
    settings = {name: value.format(checkout.parent) for name, value in PIP_SETTINGS.items()}
    if in_file:
        file = checkout.parent / "home" / ".config" / "pip" / "pip.conf"
        file.parent.mkdir(parents=True)
        lines = [f"{name} = {value}" for name, value in settings.items()]
        file.write_text("\n".join(["[global]", *lines[::2], "[install]", *lines[1::2], ""]))
        monkeypatch.delenv("PIP_CONFIG_FILE")
    else:
        for name, value in settings.items():
            monkeypatch.setenv("PIP_" + name.upper().replace("-", "_"), value)
    lab_answers()
    assert not (checkout.parent / "elsewhere").exists()


@pytest.mark.parametrize("section", ["global", "install"])
def test_settings_of_pip_that_say_where_packages_come_from_go_on_working(checkout, monkeypatch, section):
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.delenv("PIP_NO_INDEX")
    file = checkout.parent / "home" / "my pip.conf"
    file.parent.mkdir()
    file.write_text(f"[{section}]\nno-index = true\nuser = true\n"
                    f"find-links =\n    /nowhere\n    {checkout / 'wheels'}\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    lab_answers()


def test_a_configuration_that_pip_cannot_read_is_told(checkout, monkeypatch):
    file = checkout.parent / "broken.conf"
    file.write_text("user = true\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    line = told(make("lab"))
    assert "Configuration file could not be loaded" in line and str(file) in line


# --- Python ---------------------------------------------------------------------------------------------------------

def test_packages_of_another_python_stay_out(checkout, monkeypatch):
    foreign = checkout.parent / "foreign"
    foreign.mkdir()
    for name in ("needed", "venv", "zipfile", "sitecustomize"):
        (foreign / f"{name}.py").write_text("raise SystemExit('foreign')")
    monkeypatch.setenv("PYTHONPATH", str(foreign))
    monkeypatch.setenv("PYTHONHOME", str(foreign))
    monkeypatch.setenv("PYTHONSTARTUP", str(foreign / "venv.py"))
    lab_answers()


def test_what_changes_how_python_runs_stays_out(checkout, monkeypatch):
    Path("rnnlab/__main__.py").write_text("import os, sys\nassert sys.argv\n"
                                          "print([name for name in os.environ if name.startswith('PYTHON')])\n")
    lab = make("lab")
    assert lab.stdout.endswith("['PYTHON']\n"), (lab.stdout, lab.stderr)
    for name, value in {"OPTIMIZE": "2", "HASHSEED": "no", "PLATLIBDIR": "foreign", "INSPECT": "1"}.items():
        monkeypatch.setenv(f"PYTHON{name}", value)
    assert make("lab").stdout == "['PYTHON']\n"
    make("clean")
    assert make("lab").stdout == lab.stdout


def test_an_environment_whose_python_is_gone_is_made_anew(checkout):
    lab_answers()
    for python in Path(".venv/bin").glob("python*"):
        python.unlink()
        python.symlink_to("/gone/bin/python3")
    assert "Installing" in lab_answers().stdout


def test_an_environment_whose_python_became_another_one_is_made_anew(checkout):
    """An upgrade of the system has put another version where .venv looks for its Python."""
    lab_answers()
    (library,) = Path(".venv/lib").iterdir()
    library.rename(library.with_name("python3.9"))
    lab_answers()
    assert library.exists()


@pytest.mark.parametrize("copied", [False, True], ids=["moved", "copied"])
def test_a_checkout_that_is_somewhere_else_now_is_mended(checkout, monkeypatch, copied):
    lab_answers()
    assert make("lab").stdout == "rnnlab lab\n"
    moved = checkout.with_name("a name with ü & ' in it")
    (shutil.copytree if copied else shutil.move)(checkout, moved, **({"symlinks": True} if copied else {}))
    monkeypatch.chdir(moved)
    monkeypatch.setenv("PIP_FIND_LINKS", "/nowhere")  # what is installed needs no download
    lab_answers()
    there = "import importlib.util as u; print(*u.find_spec('rnnlab').submodule_search_locations)"
    found = subprocess.run([".venv/bin/python", "-I", "-c", there], capture_output=True, text=True).stdout.strip()
    assert Path(found) == moved / "rnnlab"
    assert make("lab").stdout == "rnnlab lab\n"


def test_a_path_that_setuptools_takes_for_a_variable_is_told(checkout, monkeypatch):
    monkeypatch.chdir(checkout.rename(checkout.with_name("{brace}")))
    assert "a folder whose path has {braces}" in told(make("lab"))


def test_clean_and_lab_in_one_command(checkout):
    lab_answers()
    done = make("clean", "lab")
    assert done.returncode == 0 and "Installing" in done.stdout, done.stderr


def test_no_python_that_fits_but_one_of_which_tensorflow_is_not_released(checkout, monkeypatch):
    """It serves only where no other one is there."""
    monkeypatch.delenv("PYTHON")
    tools = checkout.parent / "bin"
    for name, version in {"python3": "3.14", "python3.11": "3.14", "python3.12": "3.12"}.items():
        text = write_quick_python(tools / name).read_text()
        text = text.replace('--clear "*)', f'--clear "*) echo {version} >chosen; ')
        as_version = f"import sys; sys.version_info = ({version.replace('.', ', ')}); $2"
        answer = f'*version_info*) exec "{sys.executable}" -c "{as_version}";;\n'
        (tools / name).write_text(text.replace("*) exec", f"{answer}*) exec"))
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    lab_answers()
    assert Path("chosen").read_text() == "3.12\n"


# --- the message where there is none ---------------------------------------------------------------------------------

MANAGERS = {"uv": "uv python install 3.13", "brew": "brew install python@3.13",
            "apt-get": "apt install python3.12-venv", "dnf": "dnf install python3.12",
            "zypper": "zypper install python313", "pacman": "pacman -S uv",
            "winget": "winget install Python.Python.3.13", "py": "py install 3.13"}


@pytest.fixture
def bare(checkout, monkeypatch):
    """A PATH without any Python."""
    tools = checkout.parent / "bin"
    tools.mkdir()
    for name in ("sh", "make", "mkdir", "rm", "touch", "grep", "awk", "id", "tail"):
        (tools / name).symlink_to(shutil.which(name))
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("PYTHON")
    return tools


@pytest.mark.parametrize("manager", MANAGERS)
def test_the_one_command_that_brings_a_python_is_named(bare, manager):
    (bare / manager).write_text("#!/bin/sh\nexit 1\n")
    (bare / "apt-cache").write_text('#!/bin/sh\ncase "$2" in *3.12*) exit;; esac\nexit 1\n')
    for name in (manager, "apt-cache"):
        (bare / name).chmod(0o755)
    line = told(make("lab"))
    assert "no Python 3.11, 3.12 or 3.13 found; install one (" in line and MANAGERS[manager] in line


def test_where_no_tool_is_known_the_message_names_none(bare):
    assert "install one, or name it" in told(make("lab"))


def test_a_python_that_uv_has_installed_is_found(bare):
    python = write_quick_python(bare.parent / "uv" / "python3")
    (bare / "uv").write_text(f'#!/bin/sh\n[ "$2" = find ] && echo "{python}"\n')
    (bare / "uv").chmod(0o755)
    (bare / "ln").symlink_to(shutil.which("ln", path=os.defpath) or "/bin/ln")
    lab_answers()


# --- files and folders -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["build", ".venv"])
def test_a_file_where_a_folder_should_be_is_named(checkout, name):
    Path(name).write_text("mine")
    assert f"{name} is a file" in told(make("lab"))
    assert Path(name).read_text() == "mine"


def test_a_disk_that_is_full_is_told_in_pips_words_and_the_next_run_starts_over(checkout):
    limited = ["sh", "-c", "ulimit -f 20; exec make lab"]
    with open(checkout / "wheels" / "needed-1-py3-none-any.whl", "rb") as small:
        kept = small.read()
    write_wheel(checkout / "wheels", "needed", b"0" * 10**6)
    done = subprocess.run(limited, capture_output=True, text=True)
    assert "could not install" in told(done)
    assert not Path(".venv/lab.stamp").exists() and Path("build/installing").exists()
    (checkout / "wheels" / "needed-1-py3-none-any.whl").write_bytes(kept)
    lab_answers()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_a_checkout_of_another_user_is_told_with_the_way_out(checkout):
    program = "import subprocess, sys; done = subprocess.run(['make', 'lab']); sys.exit(done.returncode)"
    for folder in (checkout, *checkout.parents[:2]):
        folder.chmod(0o755)
    done = run_as_plain_user(program, cwd=checkout)
    assert re.search(r"cannot write to \S+; if it is another user's: sudo chown -R", done.stderr), done.stderr


@pytest.mark.parametrize("home", ["/dev/null/home", "/proc/home"])
def test_a_home_that_cannot_be_made(checkout, monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    lab_answers()


def test_neither_git_nor_utf_8(checkout, monkeypatch):
    for name, value in {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}.items():
        monkeypatch.setenv(name, value)
    (checkout.parent / "git").write_text("#!/bin/sh\nexit 127\n")
    (checkout.parent / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{checkout.parent}:{os.environ['PATH']}")
    lab_answers()
