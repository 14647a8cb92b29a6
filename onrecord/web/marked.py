"""Found words marked in a text that is shown: everything is escaped, hidden characters are named."""

from __future__ import annotations

import re

from markupsafe import Markup

from onrecord.export.html import show
from onrecord.store.rows import fold

_WORD = re.compile(r"\w+")
_TERM = re.compile(r'-?"[^"]*"?|\S+')
_MARKED = re.compile("\x1e([^\x1e\x1f]*)\x1f")


def snippet(text: str) -> Markup:
    """Show a snippet of the full-text search, what was found marked."""
    out, at = Markup(), 0
    for match in _MARKED.finditer(text):
        out += show(text[at : match.start()]) + Markup("<mark>{}</mark>").format(show(match[1]))
        at = match.end()
    return out + show(text[at:])


def highlight(text: str, terms: str | None) -> Markup:
    """Show a text with the words of a search marked, without regard to case and accents."""
    wanted = _wanted(terms or "")
    if not wanted:
        return show(text)
    out, at = Markup(), 0
    for match in _WORD.finditer(text):
        word = fold(match[0])
        if any(word == w or (prefix and word.startswith(w)) for w, prefix in wanted):
            out += show(text[at : match.start()]) + Markup("<mark>{}</mark>").format(show(match[0]))
            at = match.end()
    return out + show(text[at:])


def _wanted(terms: str) -> set[tuple[str, bool]]:
    out = set()
    for term in _TERM.findall(terms):
        if not term.startswith("-") and term != "OR":
            out |= {(fold(w), term.endswith("*")) for w in _WORD.findall(term)}
    return out
