"""Subscripts and superscripts, as they are typed in captions and labels: ``h_t``, ``h_{t-1}``, ``dz_3``, ``10^-11``.

One parser for all three ways to show them: in a picture, in HTML, and (as they are typed) for a screen reader.
"""

import re
from collections.abc import Iterator
from html import escape

_SCRIPT = re.compile(r"(?:(?<![A-Za-z0-9])(?P<base>d?[A-Za-z∂])_(?P<sub>\{[^}]*\}|[0-9]+|[A-Za-z](?![A-Za-z]))"
                     r"|(?<=[A-Za-z0-9)])\^(?P<sup>\{[^}]*\}|[-−]?[0-9]+))")
_LOWER, _RAISE = 3.5, -4.5  # pixels


def split_scripts(words: str) -> Iterator[tuple[str, str]]:
    """Split words at their scripts: pairs of a kind, "", "sub" or "sup", and a piece of text.

    >>> list(split_scripts("h_{t-1} is 10^-3"))
    [('', 'h'), ('sub', 't−1'), ('', ' is 10'), ('sup', '−3')]
    """
    last = 0
    for match in _SCRIPT.finditer(words):
        plain = words[last:match.start()] + (match["base"] or "")
        if plain:
            yield "", plain
        kind = "sub" if match["sub"] else "sup"
        yield kind, match[kind].strip("{}").replace("-", "−")
        last = match.end()
    if words[last:]:
        yield "", words[last:]


def scripts_as_svg(words: str) -> str:
    """The inside of an SVG text element."""
    parts, shift = [], 0.0
    for kind, piece in split_scripts(words):
        if kind:
            shift = _LOWER if kind == "sub" else _RAISE
            parts.append(f'<tspan dy="{shift:g}" font-size="78%">{escape(piece)}</tspan>')
        else:
            parts.append(f'<tspan dy="{-shift:g}">{escape(piece)}</tspan>' if shift else escape(piece))
            shift = 0.0
    return "".join(parts)


def scripts_as_html(words: str) -> str:
    """The words as HTML."""
    return "".join(f"<{kind}>{escape(piece)}</{kind}>" if kind else escape(piece)
                   for kind, piece in split_scripts(words))
