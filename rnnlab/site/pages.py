"""A whole page around its text: head, navigation, contents, footer."""

import base64
import re
from pathlib import Path

import jinja2

from rnnlab.pictures.theme import page_stylesheet
from rnnlab.site.addresses import LICENCE, binder_address, project_addresses
from rnnlab.site.navigation import GUIDES, neighbours, page_name
from rnnlab.site.preview import ALTERNATIVE, PREVIEW
from rnnlab.site.sections import address_headings, find_sections

FOLDER = Path(__file__).parent
NAME = "rnnlab"
EXPLORER = '<div class="rnnlab-static">'
_TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=False)


def _site_parts():
    """What all pages have in common: the site's name and addresses, its style, its script, its icon."""
    addresses = project_addresses()
    repository, home = addresses.get("repository") or addresses.get("source"), addresses.get("homepage")
    return {
        "name": NAME,
        "repository": repository,
        "binder": binder_address(repository) if repository else None,
        "home": f"{home}/" if home else "",
        "licence": LICENCE,
        "preview": PREVIEW,
        "preview_text": ALTERNATIVE,
        "style": page_stylesheet() + (FOLDER / "site.css").read_text(encoding="utf-8"),
        "script": (FOLDER / "page.js").read_text(encoding="utf-8"),
        "icon": base64.b64encode((FOLDER / "icon.svg").read_bytes()).decode(),
    }


def note(file=None):
    """What a reader should know about a page without a kernel, with the way to a kernel.

    Parameters
    ----------
    file : str, optional
        The notebook that Binder opens, where an address is set.
    """
    repository = _site_parts()["repository"]
    binder = f', or <a href="{binder_address(repository, file)}">on Binder</a>' if repository else ""
    return (
        "On these pages the pictures answer you, and the code does not run. To run it and to check your exercises, "
        f"open the lesson in JupyterLab with <code>make lab</code>{binder}. "
        "On paper, the parts by hand are worksheets."
    )


def fill_template(name, **values):
    """A template of this folder, filled in."""
    return _TEMPLATES.get_template(name).render(site=_site_parts(), **values)


def whole_page(page, body, pages, note=None):
    """Build a page around its text.

    Parameters
    ----------
    page : Page
    body : str
        HTML; its headings get addresses here.
    pages : list of Page
        All pages, in the order of the navigation.
    note : str, optional
        A paragraph of HTML before the text.

    Returns
    -------
    html : str
    sections : list of Section
    """
    body = address_headings(body, on_github=page.address in map(page_name, GUIDES))
    sections = find_sections(body)
    before, after = neighbours(pages, page)
    picture = "picture" if EXPLORER in body else None
    html = fill_template(
        "page.html.j2",
        page=page._replace(description=page.description or _describe(sections) or page.title),
        body=body.replace(EXPLORER, EXPLORER.replace(">", f' id="{picture}">'), 1),
        pages=pages,
        note=note,
        picture=picture,
        contents=[section for section in sections if section.level == 2],
        before=before,
        after=after,
    )
    return html, sections


def _describe(sections, letters=200):
    """The first sentences of a page, as many as fit."""
    text = next((section.text for section in sections if section.text), "")
    return re.sub(r"(?<=[.!?])\s[^.!?]*$", "", text[: letters + 1])
