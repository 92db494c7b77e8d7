"""One set of versions: pyproject, the locks, conda's files and what is installed here agree."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.tracked_files import tracked_files
from tools.conda_files import conda_files, pins

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
TEST_LOCK = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
PLATFORMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix"},
    "Linux on ARM": {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64",
                     "os_name": "posix"},
    "Mac": {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64", "os_name": "posix"},
    "Intel Mac": {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64",
                  "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
}


def of_python(platform, python):
    return PLATFORMS[platform] | {"python_version": python, "python_full_version": f"{python}.9"}


def pinned(lock, platform, python="3.11"):
    """The versions that a lock gives a platform, by package."""
    environment = of_python(platform, python)
    found = {}
    for requirement in map(Requirement, pins(lock)):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert requirement.name not in found, f"{requirement.name} is pinned twice on {platform}"
            (specifier,) = requirement.specifier
            assert specifier.operator == "=="
            found[requirement.name] = specifier.version
    return found


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_locks_answer_pyproject_on_every_platform(platform, python):
    extras = PROJECT["optional-dependencies"]
    installed = PROJECT["dependencies"] + extras["lab"] + extras["keras"]
    for lock, wanted in [(LOCK, installed), (TEST_LOCK, installed + extras["test"] + extras["site"] + extras["dev"])]:
        versions = pinned(lock, platform, python)
        for requirement in map(Requirement, wanted):
            if requirement.marker is None or requirement.marker.evaluate(of_python(platform, python)):
                assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement.name
    versions = pinned(LOCK, platform, python)
    released = python != "3.14" and platform != "Intel Mac"
    assert ("tensorflow-cpu" in versions) == (released and platform == "Linux")
    assert ("tensorflow" in versions) == (released and platform != "Linux")
    assert ("keras" in versions) == ("h5py" in versions) == released
    assert {"numpy", "jupyterlab", "setuptools"} <= versions.keys()
    assert ("pywinpty" in versions) == (platform == "Windows") and ("appnope" in versions) == platform.endswith("Mac")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_test_lock_holds_the_lock(platform):
    assert pinned(LOCK, platform).items() < pinned(TEST_LOCK, platform).items()


@pytest.mark.parametrize("path", ["environment.yml", "binder/environment.yml"])
def test_condas_files_hold_the_lock(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert text == conda_files(LOCK)[path], "run make lock"
    file = yaml.safe_load(text)
    python, pip, section = file["dependencies"]
    for_readers = {"PYTHONPATH": "", "PYTHONNOUSERSITE": "1"}
    assert file.get("variables") == (for_readers if path == "environment.yml" else None)
    assert (python, pip) == ("python=3.11", "pip")
    assert [line for line in section["pip"] if line != "-e ."] == pins(LOCK)
    assert ("-e ." in section["pip"]) == (path == "environment.yml")


def test_the_pythons_named_are_the_same_everywhere():
    assert PROJECT["requires-python"] == ">=3.11,<3.15"
    script = (ROOT / "tools/environment.sh").read_text(encoding="utf-8")
    assert "(3, 11) <= sys.version_info[:2] <= (3, 13)" in script and "sys.version_info[:2] != (3, 14)" in script
    assert all("python_version < '3.14'" in line for line in PROJECT["optional-dependencies"]["keras"])


def test_grading_and_stored_pages_need_no_keras_and_no_jupyterlab(tmp_path):
    core = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    assert not core & {"keras", "tensorflow", "tensorflow-cpu", "jupyterlab"}
    place = tmp_path / "submitted" / "ada"
    place.mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "02_manual_forward_pass.ipynb", place)
    program = ("import sys; sys.modules |= dict.fromkeys(['keras', 'tensorflow', 'jupyterlab'])\n"
               "from rnnlab.cli import main; sys.exit(main())")
    for command in (["grade", place.parent, "--out", tmp_path / "grades.csv"],
                    ["site", "--stored", "--to", tmp_path, "notebooks/00_start_here.ipynb"]):
        done = subprocess.run([sys.executable, "-c", program, *command], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "ada" in (tmp_path / "grades.csv").read_text(encoding="utf-8")
    assert list(tmp_path.glob("*.html"))


def test_this_environment_is_the_locks():
    wanted = {name: version for requirement in map(Requirement, pins(TEST_LOCK))
              if requirement.marker is None or requirement.marker.evaluate()
              for name, version in [(requirement.name, next(iter(requirement.specifier)).version)]}
    different = {name: (version, metadata.version(name)) for name, version in wanted.items()
                 if metadata.version(name) != version}
    assert different == {}, "pinned, installed"


def test_nothing_that_is_installed_misses_anything():
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    missing = [line for line in check.stdout.splitlines() if "requires libclang, which is not installed" not in line]
    assert not missing or missing == ["No broken requirements found."], check.stdout + check.stderr


def test_tensorflow_trains_without_what_the_locks_leave_out():
    assert "libclang" not in pinned(LOCK, "Linux") and "libclang" not in pinned(TEST_LOCK, "Linux")
    program = ("import sys; sys.modules['clang'] = None\nfrom rnnlab import build_keras\nimport numpy as np\n"
               "model = build_keras(3, 2, 2, 1); model.compile('adam', 'mse')\n"
               "model.fit(np.zeros((4, 3, 2)), np.zeros((4, 1)), verbose=0)")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# --- what no tracked file may name ---------------------------------------------------------------------------------

HOSTS = [".".join(parts) for parts in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("anaconda", "org")]]
INDEX = re.compile(r"(?<!no-emit)-index-url\b|--find-links\b|^--(extra-)?index|trusted-host|" +
                   "|".join(map(re.escape, HOSTS)), re.MULTILINE)


def readable(path):
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):  # a picture, or a file that is deleted but not yet committed
        return ""


def test_no_tracked_file_names_a_package_index_or_this_machine():
    machine = re.compile("|".join(re.escape(str(place) + "/") for place in (ROOT, Path.home())))
    files = tracked_files(ROOT)
    assert ROOT / "requirements.lock" in files
    for path in files:
        text = "" if path == Path(__file__) else readable(path)
        for pattern in (INDEX, machine):
            assert (match := pattern.search(text)) is None, f"{path.relative_to(ROOT)}: {match.group()}"


@pytest.mark.parametrize("line", ["--index-url https://example.org/simple", "--extra-index-url x", "-f --find-links y",
                                  f"https://{HOSTS[0]}/simple", f"files.{HOSTS[1]}/packages/x.whl"])
def test_an_index_address_would_be_noticed(line):
    assert INDEX.search(f"numpy==1\n{line}\n")
    assert not INDEX.search("uv pip compile --no-emit-index-url")
