"""Where the project lives on the web: the addresses that ``[project.urls]`` gives, and those that follow from them."""

import re
import tomllib
from pathlib import Path
from urllib.parse import quote

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def project_addresses(file=Path("pyproject.toml")):
    """Read the project's addresses.

    Parameters
    ----------
    file : pathlib.Path

    Returns
    -------
    dict of str to str
        By the label in lower case (``repository``, ``homepage``), without a slash at the end. Empty where none is set.
        One on GitHub always has the form ``https://github.com/someone/rnnlab``.
    """
    if not file.exists():
        return {}
    urls = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {}).get("urls", {})
    return {label.lower(): _plain(address) for label, address in urls.items() if address}


def _plain(address):
    address = address.strip().rstrip("/")
    on_github = re.match(r"https?://(www\.)?github\.com/", address)
    return "https://github.com/" + address[on_github.end() :].removesuffix(".git") if on_github else address


def binder_address(repository, notebook=None):
    """The address that opens the repository on Binder.

    Parameters
    ----------
    repository : str
        Its address, such as ``https://github.com/someone/rnnlab``; any git server will do.
    notebook : str, optional
        The file to open, the first page if none is given.

    Returns
    -------
    str
    """
    path = repository.removeprefix("https://github.com/")
    place = f"git/{quote(repository, safe='')}" if path.startswith("http") else f"gh/{path}"
    file = quote(f"lab/tree/notebooks/{notebook or '00_start_here.ipynb'}", safe="")
    return f"https://mybinder.org/v2/{place}/HEAD?urlpath={file}"
