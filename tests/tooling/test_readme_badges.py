"""The README's badges come from one address, and while there is none there are no badges."""

from tools.readme_badges import PLACE, ROOT, badges, with_badges

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_has_the_badges_of_the_address():
    assert PLACE.search(README) and with_badges(README) == README, "run python -m tools.readme_badges"


def test_without_an_address_there_is_no_badge():
    assert badges(None, ["01_shapes.ipynb"]) == "" and badges("", ["01_shapes.ipynb"]) == ""


def test_a_lesson_on_github_opens_on_binder_and_on_colab():
    table = badges("https://github.com/someone/rnnlab", ["01_shapes.ipynb"])
    assert "(https://mybinder.org/v2/gh/someone/rnnlab/HEAD?urlpath=lab%2Ftree%2Fnotebooks%2F01_shapes.ipynb)" in table
    assert "(https://colab.research.google.com/github/someone/rnnlab/blob/main/notebooks/01_shapes.ipynb)" in table


def test_elsewhere_it_opens_on_binder_only():
    table = badges("https://git.example.org/a/rnnlab", ["01_shapes.ipynb"])
    assert "mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Frnnlab/HEAD" in table and "colab" not in table
