"""Sentences that make sense only where a kernel runs: what to run, to click on or to type into a cell.

A page without a kernel leaves them out. Whole cells of that kind are tagged ``needs-kernel``; a sentence that stands
among others is known by its words.
"""

import re

SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][*_)”\"])\s+|(?<=[.!?]\*\*)\s+")
ONLY_WITH_A_KERNEL = re.compile(
    r"""\brun\ (?:it\ to\b|all\b|(?:the|this|that|these)\ (?:next\ |last\ )?cells?\b|the\ next\ (?:one|two|three)\b)
    | \brun\ → | \bshift\b.*\benter\b | \bpress\ enter\b | \bin\ (?:the\ |their\ )?place\ of\ the\ (?:three\ )?dots\b
    | \bclick\ (?:into|on\ this\ (?:text|cell)|here)\b | \bthe\ next\ one\ shows\b
    | \brestart(?:ing)?\b | \*kernel\* | \bin\ the\ menu\b""",
    re.VERBOSE | re.IGNORECASE,
)
LIST_ITEM = re.compile(r"(\s*(?:[-*+] |\d+[.)] )?)(.*)", re.DOTALL)


def drop_kernel_sentences(text):
    """Leave such sentences out of a Markdown text; code, tables and headings stay as they are.

    Parameters
    ----------
    text : str
        A paragraph a line, as in the notebooks.

    Returns
    -------
    str
    """
    kept, in_code = [], False
    for line in text.split("\n"):
        in_code ^= line.lstrip().startswith("```")
        if in_code or line.lstrip().startswith(("#", "|", "```")) or not ONLY_WITH_A_KERNEL.search(line):
            kept.append(line)
            continue
        mark, words = LIST_ITEM.fullmatch(line).groups()
        sentences = [sentence for sentence in SENTENCE.split(words) if not ONLY_WITH_A_KERNEL.search(sentence)]
        if sentences:
            kept.append(mark + " ".join(sentences))
    return "\n".join(kept)
