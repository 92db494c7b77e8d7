"""The theme of all pictures: colours for light and dark pages, as CSS for SVG and as settings for matplotlib.

Signed numbers run from blue (negative) over the colour of the page to orange (positive), a pair that colour-blind
readers tell apart. The scale has 21 levels; the text on each is black or white, whichever contrasts more, so that it
is always at least 4.5 : 1 (WCAG 2.2, success criterion 1.4.3).
"""

from pathlib import Path

COLOUR_LEVELS = 10  # on each side of zero

LIGHT = {"ink": "#1b1f24", "quiet": "#57606a", "paper": "#ffffff", "line": "#b9c0c8", "accent": "#7b2d8e",
         "soft": "#f3e6f7", "wrong": "#b3261e", "right": "#1a7f37", "solved": "#b84d00", "lost": "#2166ac",
         "negative": "#2166ac", "zero": "#f1f2f3", "positive": "#c9570a"}
DARK = {"ink": "#f0f2f4", "quiet": "#adb6c0", "paper": "#111111", "line": "#565e68", "accent": "#e58cf7",
        "soft": "#3c2144", "wrong": "#ff8a80", "right": "#5bd47c", "solved": "#f29545", "lost": "#5aa9f5",
        "negative": "#5aa9f5", "zero": "#2b3038", "positive": "#f29545"}
ROLES = ("ink", "quiet", "paper", "line", "accent", "soft", "wrong", "right", "solved", "lost")
SERIES_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")  # Okabe and Ito, 2008

# JupyterLab's own colours come first where it has them, so that a picture suits any of its themes.
JUPYTER_VARIABLES = {"ink": "--jp-content-font-color1", "paper": "--jp-layout-color0"}


def rgb(colour):
    """``"#ff8000"`` as three numbers from 0 to 1."""
    return [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]


def _mix(start, end, fraction):
    """The colour that lies `fraction` of the way (0 to 1) from `start` to `end`."""
    return "#" + "".join(f"{round(255 * (a + (b - a) * fraction)):02x}" for a, b in zip(rgb(start), rgb(end)))


def contrast(one, other):
    """Contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    def luminance(colour):
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(colour):
    """Black or white, whichever reads better on `colour`."""
    return max("#000000", "#ffffff", key=lambda text: contrast(text, colour))


def level_colour(level, palette):
    """The colour of a level from -10 to 10."""
    end = palette["negative" if level < 0 else "positive"]
    return _mix(palette["zero"], end, abs(level) / COLOUR_LEVELS)


def _css_variables(palette, jupyter=False):
    """The palette as CSS custom properties."""
    rules = []
    for role in ROLES:
        value = palette[role]
        if jupyter and role in JUPYTER_VARIABLES:
            value = f"var({JUPYTER_VARIABLES[role]},{value})"
        rules.append(f"--rnn-{role}:{value}")
    for level in range(-COLOUR_LEVELS, COLOUR_LEVELS + 1):
        fill = level_colour(level, palette)
        rules += [f"--rnn-v{level}:{fill}", f"--rnn-t{level}:{text_on(fill)}"]
    return ";".join(rules)


def _picture_css(scope=""):
    """The rules that all pictures share; `scope` goes in front of every selector."""
    rules = {
        "text": "fill:var(--rnn-ink);font:400 13px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
                "font-variant-numeric:tabular-nums",
        ".small": "font-size:12px",
        ".large": "font-size:15px",
        ".strong": "font-weight:650",
        ".plain": "font-weight:400",
        ".quiet": "fill:var(--rnn-quiet)",
        ".accent": "fill:var(--rnn-accent)",
        ".wrong": "fill:var(--rnn-wrong)",
        ".right": "fill:var(--rnn-right)",
        ".solved": "fill:var(--rnn-solved)",
        ".lost": "fill:var(--rnn-lost)",
        ".paper": "fill:var(--rnn-paper)",
        ".panel": "fill:var(--rnn-soft)",
        ".data": "fill:var(--rnn-line)",
        ".bar": "stroke:var(--rnn-paper)",
        ".line": "fill:none;stroke:var(--rnn-quiet);stroke-width:1.5",
        ".thin": "fill:none;stroke:var(--rnn-line);stroke-width:1",
        ".head": "fill:var(--rnn-quiet)",
        ".line.accent": "fill:none;stroke:var(--rnn-accent);stroke-width:2.5",
        ".head.accent": "fill:var(--rnn-accent)",
        ".line.wrong": "fill:none;stroke:var(--rnn-wrong);stroke-width:2.5;stroke-dasharray:6 3",
        ".head.wrong": "fill:var(--rnn-wrong)",
        ".line.solved": "fill:none;stroke:var(--rnn-solved);stroke-width:1;stroke-opacity:.8",
        ".line.lost": "fill:none;stroke:var(--rnn-lost);stroke-width:1;stroke-opacity:.8",
        ".ring": "fill:var(--rnn-paper);stroke:var(--rnn-quiet);stroke-width:1",
        ".ring.lost": "fill:var(--rnn-paper);stroke:var(--rnn-lost);stroke-width:1.6",
        ".star": "fill:var(--rnn-ink);stroke:var(--rnn-paper);stroke-width:1",
        ".halo": "paint-order:stroke;stroke:var(--rnn-paper);stroke-width:3px;stroke-linejoin:round",
        ".ghost": "fill:none;stroke:var(--rnn-line);stroke-width:1.5",
        ".ghost.knob": "fill:var(--rnn-line)",
        ".mesh": "fill:none;stroke:var(--rnn-paper);stroke-width:0.8;stroke-linejoin:round",
        ".node": "fill:var(--rnn-paper);stroke:var(--rnn-quiet);stroke-width:1.5",
        ".lit": "fill:none;stroke:var(--rnn-accent);stroke-width:3",
        ".cell rect": "stroke:var(--rnn-paper)",
        ".cell text": "text-anchor:middle;font-size:12px",
        ".blank rect": "fill:none;stroke:var(--rnn-line);stroke-dasharray:3 3",
        ".target": "fill:transparent;stroke:none;cursor:pointer;outline:none",
        ".target:focus-visible": "stroke:var(--rnn-ink);stroke-width:2.5;stroke-dasharray:4 2",
    }
    for level in range(-COLOUR_LEVELS, COLOUR_LEVELS + 1):
        rules[f".v{level} rect"] = f"fill:var(--rnn-v{level})"
        rules[f".v{level} text"] = f"fill:var(--rnn-t{level})"
    for index, colour in enumerate(SERIES_COLOURS):
        rules[f".s{index}"] = f"fill:{colour}"
        rules[f".on{index}"] = f"fill:{text_on(colour)}"
    return "".join(f"{scope}{selector}{{{body}}}" for selector, body in rules.items())


def stored_stylesheet():
    """The style sheet inside a stored picture: light or dark as the page it is shown on, and light on paper."""
    dark = f"@media screen and (prefers-color-scheme:dark){{svg{{{_css_variables(DARK)}}}}}"
    return f"svg{{{_css_variables(LIGHT)}}}{dark}" + _picture_css()


def page_stylesheet():
    """The style sheet that every page of the site and of a class begins with, in the colours of pictures."""
    light, dark = (";".join(f"--{role}:{palette[role]}" for role in ("ink", "quiet", "paper", "accent"))
                   for palette in (LIGHT, DARK))
    rest = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{rest}"


def live_stylesheet():
    """The style sheet of explorers on a page: light or dark as JupyterLab's theme, or else the reader's system."""
    root = ".rnnlab-explorer"
    return "\n".join([
        f"{root}{{{_css_variables(LIGHT, jupyter=True)}}}",
        f"[data-jp-theme-light='false'] {root}{{{_css_variables(DARK, jupyter=True)}}}",
        "@media screen and (prefers-color-scheme: dark){"
        f"body:not([data-jp-theme-light]) {root}{{color-scheme:dark;{_css_variables(DARK)}}}}}",
        _picture_css(".rnnlab-picture "),
    ])


def matplotlib_style():
    """The same theme as matplotlib's settings: ``with matplotlib.rc_context(matplotlib_style()): ...``."""
    from cycler import cycler
    return {
        "axes.prop_cycle": cycler(color=SERIES_COLOURS), "axes.edgecolor": LIGHT["quiet"],
        "axes.labelcolor": LIGHT["ink"], "axes.spines.top": False, "axes.spines.right": False,
        "axes.facecolor": "none", "axes.grid": True, "axes.axisbelow": True, "axes.titlelocation": "left",
        "axes.titlesize": 13, "axes.labelsize": 12,
        "figure.facecolor": LIGHT["paper"], "grid.color": LIGHT["line"], "grid.linewidth": 0.5,
        "text.color": LIGHT["ink"], "xtick.color": LIGHT["quiet"], "ytick.color": LIGHT["quiet"],
        "xtick.labelsize": 12, "ytick.labelsize": 12, "font.family": "DejaVu Sans", "lines.linewidth": 2,
        "legend.frameon": False, "legend.fontsize": 12,
        "svg.fonttype": "path", "svg.hashsalt": "rnnlab", "path.simplify": False,
    }
