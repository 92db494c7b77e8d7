"""The README's launch badges, made from the one address in pyproject.toml, ``[project.urls] Repository``.

While no address is set, there are no badges. ``python -m tools.readme_badges`` writes them.
"""

import re
import tomllib
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
PLACE = re.compile(r"(?<=<!-- badges -->\n).*?(?=<!-- /badges -->)", re.DOTALL)


def badges(address, notebooks):
    """A table of badges in Markdown: each lesson on Binder, and on Colab where the address is on GitHub.

    Parameters
    ----------
    address : str or None
        Of the repository, without a slash at the end; ``https://github.com/someone/rnnlab``.
    notebooks : iterable of str
        File names.
    """
    if not address:
        return ""
    on_github = address.startswith("https://github.com/")
    path = address.removeprefix("https://github.com/")
    place = f"gh/{path}" if on_github else f"git/{quote(address, safe='')}"
    binder = f"https://mybinder.org/v2/{place}/HEAD?urlpath="
    rows = ["| lesson | run it |", "|---|---|"]
    for name in notebooks:
        lesson = quote(f"lab/tree/notebooks/{name}", safe="")
        links = f"[![Binder](https://mybinder.org/badge_logo.svg)]({binder}{lesson})"
        if on_github:
            links += (" [![Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
                      f"(https://colab.research.google.com/github/{path}/blob/main/notebooks/{name})")
        rows.append(f"| {name.removesuffix('.ipynb')} | {links} |")
    return "\n".join(rows) + "\n"


def with_badges(readme):
    """The README's text with the badges that pyproject.toml's address gives."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    return PLACE.sub(lambda _: badges(project.get("urls", {}).get("Repository"), names), readme)


if __name__ == "__main__":
    file = ROOT / "README.md"
    file.write_text(with_badges(file.read_text(encoding="utf-8")), encoding="utf-8")
