"""A page without a kernel as its reader meets it, with the network off, and what may be wrong with it.

Each function returns a list of readable faults; `tests/browser/test_site_faults.py` sees each of them find one.
"""

from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe

SLIDE = {"range": ("End", "Home"), "select-one": ("ArrowDown", "ArrowUp"), "checkbox": ("Space", "Space")}
LARGEST, NARROW, PAPER = 3_000_000, (360, 320), 680  # bytes; CSS pixels: phones, the width inside the margins of A4
PRESSES, WIDE = 20, 1400


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
    """What axe-core holds against the page in one theme: light, dark, or forced, in which the reader sets the colours.

    Of code, its dear part, it looks at each colour once.
    """
    scheme, forced = ("dark", "active") if theme == "forced" else (theme, "none")
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
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
    """What a page as narrow as a phone does not fit, or shrinks until its words are illegible.

    320 px is also what a window of 1280 px has at 400 %.
    """
    return [fault for width in NARROW for fault in _faults_at(page, width)]


def _faults_at(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(50)
    return page.evaluate("""narrow => {
        const wide = document.documentElement.scrollWidth;
        const found = wide > narrow ? [`the page is ${wide} px wide`] : [];
        for (const one of document.querySelectorAll("img, .rnnlab-panel > svg")) {
            const meant = parseFloat(one.style.width) || (one.naturalWidth ?? one.viewBox.baseVal.width);
            const scale = one.getBoundingClientRect().width / meant;
            if (scale < 0.65) found.push(`shrunk to ${scale.toFixed(2)}: ${one.outerHTML.slice(0, 160)}`);
        }
        for (const one of document.querySelectorAll(".picture"))
            if (one.scrollWidth > one.clientWidth + 1 && !getComputedStyle(one).maskImage.includes("gradient"))
                found.push(`cut off, and nothing shows it: ${one.querySelector("img").alt.slice(0, 60)}`);
        for (const one of document.querySelectorAll("main :is(td, th, li, p:not(.rnnlab-caption))"))
            if (one.clientWidth && one.clientWidth < 45 && one.textContent.trim().length > 20)
                found.push(`a word a line: ${one.textContent.slice(0, 60)}`);
        return found;
    }""", width)


def head_faults(page):
    """What the head does not say of the page: to a search engine, to who links to it, in the tab of a browser."""
    return page.evaluate("""() => {
        const said = (name) => document.head.querySelector(`[name="${name}"], [property="${name}"]`)?.content ?? "";
        const wanted = ["description", "og:title", "og:description", "og:image", "og:image:alt"];
        const found = wanted.filter(name => said(name).length < 6).map(name => `no ${name}`);
        if (!/[.?!”]$/.test(said("description"))) found.push(`cut off: ${said("description")}`);
        if (!document.title.includes("rnnlab")) found.push("the title does not name the site");
        if (!document.querySelector("link[rel=icon]")?.href.startsWith("data:image/svg+xml;")) found.push("no icon");
        return found;
    }""")


def structure_faults(page):
    """Headings without an address, pages without neighbours, long pages without their contents beside them."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    return page.evaluate("""() => {
        const found = [];
        const all = (selector) => [...document.querySelectorAll(selector)];
        const ids = all("[id]").map(one => one.id);
        for (const id of new Set(ids)) if (ids.filter(one => one === id).length > 1) found.push(`twice: ${id}`);
        for (const one of all("main :is(h1, h2, h3, h4)")) if (!one.id) found.push(`no id: ${one.textContent}`);
        for (const one of all("a[href^='#']"))
            if (!ids.includes(decodeURIComponent(one.hash.slice(1)))) found.push(`leads nowhere: ${one.hash}`);
        if (!all("footer a[rel=prev], footer a[rel=next]").length) found.push("no neighbours");
        if (!/licence/.test(document.querySelector("footer")?.textContent)) found.push("no licence");
        const contents = document.querySelector(".contents");
        if (all("main h2").length > 3 && document.body.scrollHeight > 4000) {
            if (!contents) return [...found, "no contents"];
            scrollTo(0, 3000);
            const [beside, text] = [contents, document.querySelector("main")].map(one => one.getBoundingClientRect());
            if (beside.left < text.right || beside.top < 0 || beside.top > 300 || beside.width < 100)
                found.push("the contents are not beside the text");
            scrollTo(0, 0);
        }
        return found;
    }""")


def keyboard_faults(page):
    """Places where the Tab key stops although nothing can be done there, and a first slider that is far to go to."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.wait_for_timeout(100)
    found = page.evaluate("""() => [...document.querySelectorAll("pre, table, span, p, div, svg")]
        .filter(one => one.tabIndex >= 0 && one.checkVisibility() && one.scrollWidth <= one.clientWidth + 1)
        .map(one => `stops at: ${one.tagName} ${one.textContent.trim().slice(0, 60)}`)""")
    if page.locator("input[type=range]").count():
        page.locator("a").first.focus()  # the first press
        for _ in range(PRESSES - 2):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "range":
                return found
        found.append(f"more than {PRESSES} presses to the first slider")
    return found


def kernel_faults(page):
    """Sentences that ask the reader for what only a kernel can do, such as a key or a menu of JupyterLab."""
    return page.evaluate(r"""() => {
        const gestures = [/\bshift\b.{1,9}\benter\b/i, /\brun all\b/i, /\brun (the|this|that) (next )?cell\b/i,
            /\bclick (into|on this)\b/i, /\bin the menu\b/i, /\brestart the kernel\b/i, /place of the dots/i];
        return [...document.querySelectorAll("main :is(p, li)")].filter(one => !one.closest(".fold, .output"))
            .map(one => one.textContent).filter(text => gestures.some(one => one.test(text)))
            .map(text => `needs a kernel: ${text.slice(0, 80)}`);
    }""")


def print_faults(page):
    """What goes wrong on paper: an answer in sight, a control, a worksheet without its gaps, something cut off."""
    unfold(page)
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print", color_scheme="light", forced_colors="none")
    found = page.evaluate("""paper => {
        const found = [];
        const all = (selector) => [...document.querySelectorAll(selector)];
        const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
        const complain = (what, one) => found.push(`${what}: ${one.tagName} ${one.textContent.trim().slice(0, 60)}`);
        for (const one of all(".fold, .rnnlab-controls, header, .note, .contents, footer nav"))
            if (seen(one)) complain("printed", one);
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
