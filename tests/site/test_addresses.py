"""Addresses come from [project.urls], and what follows from them is left out where none is set."""

import pytest

from rnnlab.site.addresses import binder_address, project_addresses


@pytest.mark.parametrize("text, addresses", [
    ('[project]\nname = "x"\n', {}),
    ('[project.urls]\nRepository = "https://github.com/someone/rnnlab/"\nHomepage = ""\n',
     {"repository": "https://github.com/someone/rnnlab"}),
    ('[project.urls]\nrepository = "http://www.github.com/someone/rnnlab.git"\n',
     {"repository": "https://github.com/someone/rnnlab"}),
    ('[project.urls]\nRepository = " https://git.example.org/a/b.git"\n',
     {"repository": "https://git.example.org/a/b.git"}),
])
def test_addresses_are_read_by_their_labels(tmp_path, text, addresses):
    (tmp_path / "pyproject.toml").write_text(text)
    assert project_addresses(tmp_path / "pyproject.toml") == addresses


def test_a_folder_without_a_project_has_no_addresses(tmp_path):
    assert project_addresses(tmp_path / "pyproject.toml") == {}


def test_binder_opens_the_repository_and_the_lesson():
    assert binder_address("https://github.com/someone/rnnlab", "02_x.ipynb") == (
        "https://mybinder.org/v2/gh/someone/rnnlab/HEAD?urlpath=lab%2Ftree%2Fnotebooks%2F02_x.ipynb")
    assert binder_address("https://git.example.org/a/b.git").startswith(
        "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Fb.git/HEAD?urlpath=")
