"""A page without a kernel as its reader meets it, with the network off, and what may be wrong with it.

Each function returns a list of readable faults; `tests/browser/test_site_faults.py` sees each of them find one.
"""

from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe

SLIDE = {"range": ("End", "Home"), "select-one": ("ArrowDown", "ArrowUp"), "checkbox": ("Space", "Space")}
LARGEST, NARROW, PAPER = 3_000_000, 380, 680  # bytes; CSS pixels: a phone, the width inside the margins of A4


@contextmanager
def visit(chromium, path):
    """Open a file. The page's `asked` lists what it asked the network for, `errors` what its console heard."""
    context = chromium.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    page = context.new_page()
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(path.as_uri())
    yield page
    context.close()


def requests(page):
    """What the page asked for besides itself."""
    return [url for url in page.asked if not url.startswith(("data:", page.url))]


def dead_explorers(page):
    """Explorers that did not come to life, controls that move no picture, and sentences that never change."""
    found = [f"{page.locator('.rnnlab-static:not(:has(.rnnlab-explorer))').count()} did not come to life"]
    if found[0].startswith("0"):
        found = []
    for which, explorer in enumerate(page.locator(".rnnlab-explorer").all()):
        said = {explorer.locator(".rnnlab-caption").inner_text()}
        for control in explorer.locator("input, select").all():
            seen = {explorer.locator(".rnnlab-picture").inner_html()}
            for key in SLIDE[control.evaluate("it => it.type")]:
                control.focus()
                page.keyboard.press(key)
                seen.add(explorer.locator(".rnnlab-picture").inner_html())
                said.add(explorer.locator(".rnnlab-caption").inner_text())
            if len(seen) == 1:
                found.append(f"explorer {which}: {control.evaluate('it => it.labels[0].textContent')} moves nothing")
        if len(said) == 1:
            found.append(f"explorer {which} always says the same")
    return found


def unfold(page):
    """Open everything that is folded, as a reader can."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def violations(page, theme, **options):
    """What axe-core holds against the page, in one theme. Of code, its dear part, it looks at each colour once."""
    page.emulate_media(color_scheme=theme)
    page.evaluate("""() => {
        const known = new Set();
        for (const code of document.querySelectorAll("pre")) {
            const around = code.parentElement.className;
            const colours = [...code.querySelectorAll("*"), code].map(one => `${around} ${one.className}`);
            code.toggleAttribute("data-known", colours.every(colour => known.has(colour)));
            colours.forEach(colour => known.add(colour));
        }
    }""")
    found = Axe().run(page, context={"exclude": [["[data-known]"]]}, options={"resultTypes": ["violations"], **options})
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found.response["violations"] for node in rule["nodes"]]


def narrow_faults(page):
    """What a page 380 px wide does not fit, or shrinks until its words are illegible."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    return page.evaluate("""narrow => {
        const wide = document.documentElement.scrollWidth;
        const found = wide > narrow ? [`the page is ${wide} px wide`] : [];
        for (const one of document.querySelectorAll("img, .rnnlab-panel > svg")) {
            const meant = parseFloat(one.style.width) || (one.naturalWidth ?? one.viewBox.baseVal.width);
            const scale = one.getBoundingClientRect().width / meant;
            if (scale < 0.65) found.push(`shrunk to ${scale.toFixed(2)}: ${one.outerHTML.slice(0, 160)}`);
        }
        return found;
    }""", NARROW)


def print_faults(page):
    """What goes wrong on paper: an answer in sight, a control, a worksheet without its gaps, something cut off."""
    unfold(page)
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print", color_scheme="light")
    found = page.evaluate("""paper => {
        const found = [];
        const all = (selector) => [...document.querySelectorAll(selector)];
        const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
        const complain = (what, one) => found.push(`${what}: ${one.tagName} ${one.textContent.trim().slice(0, 60)}`);
        for (const one of all(".fold, .rnnlab-controls, header, .note")) if (seen(one)) complain("printed", one);
        for (const one of all(".rnnlab-picture svg, .picture img, .sheet table"))
            if (!seen(one) && !one.closest(".fold")) complain("missing", one);
        for (const one of all(".gap")) {
            if (!seen(one) && !one.closest(".sheet")) continue;
            if (one.getBoundingClientRect().width < 30) complain("no room to write", one.parentElement);
            if (getComputedStyle(one).color !== "rgba(0, 0, 0, 0)") complain("dots in a gap", one.parentElement);
        }
        for (const one of all("table, pre, img, svg, math")) {
            const cut = one.tagName === "PRE" && one.scrollWidth > one.clientWidth + 1;
            if (seen(one) && (cut || one.getBoundingClientRect().right > paper + 1)) complain("cut off", one);
        }
        for (const one of all("a[href^=http]")) {
            const words = getComputedStyle(one, "::after").content;
            if (seen(one) && !words.includes(one.getAttribute("href"))) complain("without its address", one);
        }
        return found;
    }""", PAPER)
    page.emulate_media(media="screen")
    return found
