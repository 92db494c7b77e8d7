"""Search without a server: the sections of all pages as a list inside one page, and a plain script that ranks them."""

import json
from pathlib import Path

SCRIPT = Path(__file__).with_name("search.js")


def search_body(sections):
    """The search page's text with everything that it needs.

    Parameters
    ----------
    sections : list of (Page, list of Section)

    Returns
    -------
    str
    """
    index = [
        [page.address, page.title, [[section.id, section.heading, section.text] for section in found]]
        for page, found in sections
    ]
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"""<h1>Search</h1>
<p id="found" role="status"></p>
<ol id="results"></ol>
<noscript><p>The search needs JavaScript. Your browser's own search looks through one page at a time.</p></noscript>
<script id="index" type="application/json">{data}</script>
<script>
{SCRIPT.read_text(encoding="utf-8")}</script>"""
