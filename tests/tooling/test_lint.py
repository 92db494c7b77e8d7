"""``make lint`` sees the faults that it is for: each is planted in a copy of the repository."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.helpers.tracked_files import copy_tracked_files

ROOT = Path(__file__).parents[2]
MISSPELT = "deriv" + "itive"
UPWARD = "def planted():\n    from rnnlab.lessons import LESSONS\n    return LESSONS\n"
slow = pytest.mark.slow


@pytest.fixture
def copy(tmp_path):
    copy_tracked_files(ROOT, tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def lint(folder):
    """Exit code and output of ``make lint``, which takes the environment as it is."""
    done = subprocess.run(["make", "-o", ".venv/test.stamp", "lint"], cwd=folder, capture_output=True, text=True,
                          env=os.environ | {"NO_COLOR": "1"})
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("path", "line", "message"), [
    pytest.param("rnnlab/network/activations.py", "import os\n", "F401", id="an unused import"),
    pytest.param("rnnlab/network/activations.py", f"# {MISSPELT}\n", MISSPELT, id="a misspelling"),
    pytest.param("rnnlab/network/activations.py", UPWARD, "rnnlab.network is not allowed to import rnnlab.lessons",
                 id="an upward import"),
    pytest.param("rnnlab/site/render.py", "from tools.conda_files import pins\n", "TID251",
                 id="an import from the repository around the package"),
    pytest.param("rnnlab/coursework/release.py", "x=1\n", "would be reformatted", id="unformatted code"),
    pytest.param("rnnlab/explorer/widget.js", "const planted = 1;\n", "error[no-unused-vars]: `planted`",
                 id="an unused name in JavaScript"),
    pytest.param("rnnlab/explorer/widget.js", "export const planted = frameAt(1);\n", "Expected 2 arguments",
                 id="a wrong type in JavaScript", marks=slow),
    pytest.param(".github/workflows/weekly.yml",
                 "  planted:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: someone/something@v1\n",
                 "unpinned-uses", id="an unpinned action", marks=slow),
    pytest.param("rnnlab/network/activations.py", 'ANY: int = "seven"\n', "Incompatible types", id="a wrong type",
                 marks=slow),
    pytest.param("rnnlab/network/activations.py", "def planted():\n    import yaml\n\n    return yaml\n", "DEP",
                 id="an undeclared import", marks=slow),
])
def test_a_planted_fault_is_seen(copy, path, line, message):
    file = copy / path
    file.write_text(file.read_text(encoding="utf-8") + "\n\n" + line, encoding="utf-8")
    code, output = lint(copy)
    assert code != 0 and message in output, output[-3000:]


@slow
def test_without_a_fault_it_passes(copy):
    code, output = lint(copy)
    assert code == 0, output[-3000:]
