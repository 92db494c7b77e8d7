"""Launch links for this checkout, made from where it really comes from: ``make links``

A fork gets links to itself. Where the remote is no public address, there is nothing to link to, and that is said.
"""

import re
import subprocess
import sys
from urllib.parse import quote

START = "notebooks/00_start_here.ipynb"
HOSTS = {"github.com": "gh", "gitlab.com": "gl"}  # what Binder calls them
SECRET = re.compile(r"^(https?://)[^/@]+@")


def public_address(remote):
    """A git remote as a public web address, without a name or password that it may carry.

    Parameters
    ----------
    remote : str
        As ``git remote get-url origin`` prints it.

    Returns
    -------
    str or None
        None for a folder, a file or another address that a browser cannot open.
    """
    remote = remote.strip()
    if match := re.match(r"^(?:ssh://)?git@([^:/]+)[:/](.+)$", remote):
        remote = f"https://{match[1]}/{match[2]}"
    remote = SECRET.sub(r"\1", remote)
    return remote.removesuffix("/").removesuffix(".git") if re.match(r"^https?://[^/]+/.+", remote) else None


def launch_links(address, branch="HEAD"):
    """Badges in Markdown.

    Parameters
    ----------
    address : str
        From `public_address`.
    branch : str
        Branch, tag or commit.

    Returns
    -------
    dict of str to str
        ``"Binder"``, and ``"Colab"`` where the repository is on GitHub.
    """
    host, _, path = address.split("://")[1].partition("/")
    place = f"git/{quote(address, safe='')}"
    if host in HOSTS:
        place = f"{HOSTS[host]}/{path if host == 'github.com' else quote(path, safe='')}"
    binder = f"https://mybinder.org/v2/{place}/{quote(branch, safe='')}?urlpath={quote(f'lab/tree/{START}', safe='')}"
    links = {"Binder": f"[![Launch on Binder](https://mybinder.org/badge_logo.svg)]({binder})"}
    if host == "github.com":
        colab = f"https://colab.research.google.com/github/{path}/blob/{branch if branch != 'HEAD' else 'main'}/{START}"
        links["Colab"] = f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab})"
    return links


def main():
    """``python -m rnnlab.links``"""
    asked = subprocess.run(["git", "remote", "get-url", "origin"], capture_output=True, text=True)
    address = public_address(asked.stdout) if asked.returncode == 0 else None
    if address is None:
        print("rnnlab: this checkout has no public remote named origin, so there is nothing to link to yet. Publish it, "
              "then run make links again", file=sys.stderr)
        return 1
    for name, badge in launch_links(address).items():
        print(f"{name}:\n{badge}\n")
    print("Put the badges you want under the title of README.md. Colab has only the notebook: there, run this in a first "
          f"cell:\n!pip install --no-deps git+{address} svg.py anywidget")
    return 0


if __name__ == "__main__":
    sys.exit(main())
