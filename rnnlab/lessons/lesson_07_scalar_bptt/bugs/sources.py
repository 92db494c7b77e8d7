"""The bug catalogue as a table in Markdown, in which every published place is a link."""

import re

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.pictures.scripts import scripts_as_html

_PLACE = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+), (?:(?P<kind>issue|pull request) (?P<number>\d+)"
                    r"|(?P<file>\S+\.py))(?:, mended by pull request (?P<mended>\d+))?")


class _BugTable(list):
    """Rows of (name, what, seen, check), shown as a folded table."""

    def __repr__(self):
        return "\n".join(f"{name}: {check}" for name, _, _, check in self)

    def _repr_markdown_(self):
        head = [f"<details><summary>{len(self)} bugs, where each was seen, and the check that sees it</summary>", "",
                "| bug | what the code did | where it was seen | seen by |", "|---|---|---|---|"]
        return "\n".join(head + [f"| **{name}** | {scripts_as_html(what)} | {_with_links(seen)} | {check} |"
                                 for name, what, seen, check in self] + ["", "</details>"])


def bug_table():
    """Every bug of the catalogue: what it is, where it was seen, and the check that detects it.

    Returns
    -------
    _BugTable
    """
    return _BugTable((bug.name, bug.what, bug.seen, bug.check) for bug in BUG_CATALOGUE)


def _with_links(seen):
    """A sentence about a place, with a link for each repository's file, issue or pull request in it."""
    return _PLACE.sub(_linked, seen)


def _linked(match):
    home = f"https://github.com/{match['repository']}"
    if match["file"]:
        return f"[{match['repository']}, {match['file']}]({home}/blob/HEAD/{match['file']})"
    kind = "issues" if match["kind"] == "issue" else "pull"
    link = f"[{match['repository']}, {match['kind']} {match['number']}]({home}/{kind}/{match['number']})"
    mended = match["mended"]
    return link + (f", mended by [pull request {mended}]({home}/pull/{mended})" if mended else "")
