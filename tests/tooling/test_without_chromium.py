"""Without Chromium browser tests are skipped at home and fail under CI: they never pass unseen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("ci, outcome, code", [(None, "1 skipped", 0), ("true", "1 error", 1)])
def test_without_chromium(tmp_path, ci, outcome, code):
    environment = {key: value for key, value in os.environ.items() if key != "CI"} | {"PATH": str(tmp_path)}
    if ci:
        environment["CI"] = ci
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
                          "tests/browser/test_axe.py::test_axe_finds_a_label_removed"],
                         cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (outcome in run.stdout, run.returncode) == (True, code), run.stdout
