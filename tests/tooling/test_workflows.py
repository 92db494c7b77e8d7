"""GitHub's workflows do what .ci/run, the Makefile and README say, and CONTRIBUTING's table names where they run."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
GATE = re.findall(r"^run (\S+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
README, CONTRIBUTING = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
JOBS = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]


def commands(job):
    return "\n".join(step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_makes_is_a_target(path):
    text = path.read_text(encoding="utf-8")
    assert {job["runs-on"] for job in yaml.safe_load(text)["jobs"].values()}
    assert set(re.findall(r"run: make (\S+)", text)) <= TARGETS


def test_the_gate_is_one_command_and_makes_targets():
    assert "bash .ci/run" in commands(JOBS["all"]).splitlines()
    assert GATE and set(GATE) <= TARGETS
    assert set(re.findall(r"make (\S+)", commands(JOBS["python"]))) <= set(GATE)


def test_every_python_that_the_readme_allows_is_tested():
    (sentence,) = re.findall(r"You need Python ([^;]*?), git", README)
    versions = JOBS["python"]["strategy"]["matrix"]["python"]
    assert versions == re.findall(r"3\.\d+", sentence)


def test_windows_runs_the_readmes_conda_commands():
    written = commands(JOBS["windows"]).replace('& "$env:CONDA\\Scripts\\conda.exe"', "conda")
    for line in ("conda env create -f environment.yml", "conda run --live-stream -n rnnlab python -m rnnlab "):
        assert line in written and line in README


def test_the_table_names_every_machine():
    for system in [*JOBS["machine"]["strategy"]["matrix"]["system"], JOBS["windows"]["runs-on"]]:
        assert re.search(rf"^\|.*`{system}`.*\|$", CONTRIBUTING, re.MULTILINE), system
