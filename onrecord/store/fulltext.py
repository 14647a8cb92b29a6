"""What a person types into a search box, as an FTS5 query that can neither fail nor reach for FTS5's own syntax."""

from __future__ import annotations

import re

from onrecord.text import drop_hidden

_TERM = re.compile(r'(?P<not>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_SEPARATORS = re.compile(r"[^\w]+")
MAX_TERMS = 64
"""Words of a search that count; the rest of a pasted article adds nothing but time."""


def fts_query(words: str, column: str | None = None) -> str | None:
    """Give the FTS5 query for words, "phrases", -exclusions, prefix* and OR; None where no searchable word is left."""
    wanted: list[str] = []
    unwanted: list[str] = []
    either = False
    for match in list(_TERM.finditer(drop_hidden(words)))[:MAX_TERMS]:
        if match["word"] == "OR" and wanted and not match["not"]:
            either = True
            continue
        term = _literal(match["phrase"] if match["phrase"] is not None else match["word"])
        if term is None:
            continue
        if match["not"]:
            unwanted.append(term)
        elif either:
            wanted[-1] = f"({wanted[-1]} OR {term})"
        else:
            wanted.append(term)
        either = False
    if not wanted:
        return None
    query = " AND ".join(wanted)
    if unwanted:
        query = f"({query}) NOT ({' OR '.join(unwanted)})"
    return f"{{{column}}} : ({query})" if column else query


def _literal(text: str) -> str | None:
    prefix = "*" if text.endswith("*") and len(text) > 2 else ""
    plain = _SEPARATORS.sub(" ", text).strip()
    return f'"{plain}"{prefix}' if plain.strip("_ ") else None
