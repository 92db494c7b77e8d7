"""Launch links lead to the repository's own remote, and to nowhere where there is none."""

import subprocess
import sys

import pytest

from rnnlab.links import launch_links, public_address


@pytest.mark.parametrize("remote, address", [
    ("https://github.com/ann/rnnlab.git\n", "https://github.com/ann/rnnlab"),
    ("git@github.com:ann/rnnlab.git", "https://github.com/ann/rnnlab"),
    ("ssh://git@gitlab.com/group/sub/rnnlab.git", "https://gitlab.com/group/sub/rnnlab"),
    ("https://ann:secret@github.com/ann/rnnlab/", "https://github.com/ann/rnnlab"),
    ("https://code.example.org/ann/rnnlab", "https://code.example.org/ann/rnnlab"),
    ("/srv/rnnlab.git", None), ("file:///srv/rnnlab", None), ("../rnnlab", None), ("", None),
])
def test_public_address(remote, address):
    assert public_address(remote) == address


@pytest.mark.parametrize("address, place", [
    ("https://github.com/ann/rnnlab", "v2/gh/ann/rnnlab/HEAD?"),
    ("https://gitlab.com/group/sub/rnnlab", "v2/gl/group%2Fsub%2Frnnlab/HEAD?"),
    ("https://code.example.org/ann/rnnlab", "v2/git/https%3A%2F%2Fcode.example.org%2Fann%2Frnnlab/HEAD?"),
])
def test_binder(address, place):
    links = launch_links(address)
    assert place in links["Binder"] and "urlpath=lab%2Ftree%2Fnotebooks%2F00_start_here.ipynb" in links["Binder"]
    assert ("Colab" in links) == ("github.com" in address)


def test_colab_names_the_branch():
    assert "/github/ann/rnnlab/blob/main/notebooks/" in launch_links("https://github.com/ann/rnnlab")["Colab"]
    assert "/blob/v1/notebooks/" in launch_links("https://github.com/ann/rnnlab", "v1")["Colab"]


def test_without_a_remote_it_says_so(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    run = subprocess.run([sys.executable, "-m", "rnnlab.links"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1 and "nothing to link to yet" in run.stderr and run.stdout == ""
    subprocess.run(["git", "remote", "add", "origin", "git@github.com:ann/rnnlab.git"], cwd=tmp_path, check=True)
    run = subprocess.run([sys.executable, "-m", "rnnlab.links"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0 and "mybinder.org/v2/gh/ann/rnnlab/HEAD" in run.stdout
