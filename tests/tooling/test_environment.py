"""One set of versions: pyproject, the locks, conda's files and what is installed here agree."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
}


def pinned(lock, platform, python="3.11"):
    """The versions that a lock gives a platform, by package."""
    environment = PLATFORMS[platform] | {"python_version": python, "python_full_version": f"{python}.9"}
    found = {}
    for requirement in map(Requirement, pins(lock)):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert requirement.name not in found, f"{requirement.name} is pinned twice on {platform}"
            (specifier,) = requirement.specifier
            assert specifier.operator == "=="
            found[requirement.name] = specifier.version
    return found


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_locks_answer_pyproject_on_every_platform(platform, python):
    extras = PROJECT["optional-dependencies"]["test"]
    for lock, wanted in [(LOCK, PROJECT["dependencies"]), (TEST_LOCK, PROJECT["dependencies"] + extras)]:
        versions = pinned(lock, platform, python)
        for requirement in map(Requirement, wanted):
            if requirement.marker is None or requirement.marker.evaluate(PLATFORMS[platform]):
                assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement.name
    versions = pinned(LOCK, platform, python)
    assert ("tensorflow-cpu" in versions) == (platform == "Linux")
    assert ("tensorflow" in versions) == (platform != "Linux")
    assert ("pywinpty" in versions) == (platform == "Windows") and ("appnope" in versions) == (platform == "Mac")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_test_lock_holds_the_lock(platform):
    assert pinned(LOCK, platform).items() < pinned(TEST_LOCK, platform).items()


@pytest.mark.parametrize("path", ["environment.yml", "binder/environment.yml"])
def test_condas_files_hold_the_lock(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert text == conda_files(LOCK)[path], "run make lock"
    python, pip, section = yaml.safe_load(text)["dependencies"]
    assert (python, pip) == ("python=3.11", "pip")
    assert [line for line in section["pip"] if line != "-e ."] == pins(LOCK)
    assert ("-e ." in section["pip"]) == (path == "environment.yml")


def test_the_pythons_named_are_the_same_everywhere():
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    assert "(3, 11) <= sys.version_info[:2] <= (3, 13)" in (ROOT / "tools/environment.sh").read_text(encoding="utf-8")


def test_this_environment_is_the_locks():
    wanted = {name: version for requirement in map(Requirement, pins(TEST_LOCK))
              if requirement.marker is None or requirement.marker.evaluate()
              for name, version in [(requirement.name, next(iter(requirement.specifier)).version)]}
    different = {name: (version, metadata.version(name)) for name, version in wanted.items()
                 if metadata.version(name) != version}
    assert different == {}, "pinned, installed"


def test_nothing_that_is_installed_misses_anything():
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout


# --- what no tracked file may name ---------------------------------------------------------------------------------

HOSTS = [".".join(parts) for parts in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("anaconda", "org")]]
INDEX = re.compile(r"(?<!no-emit)-index-url\b|--find-links\b|^--(extra-)?index|trusted-host|" +
                   "|".join(map(re.escape, HOSTS)), re.MULTILINE)


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def readable(path):
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):  # a picture, or a file that is deleted but not yet committed
        return ""


def test_no_tracked_file_names_a_package_index_or_this_machine():
    machine = re.compile("|".join(re.escape(str(place) + "/") for place in (ROOT, Path.home())))
    files = tracked()
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
