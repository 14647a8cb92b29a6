"""Citations of reports: CSL-JSON and BibTeX."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.export.formats.provenance import Provenance

_TEX = re.compile(r"[\\{}$&#^_~%]")
_TEX_WORDS = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def write(name: str, kind: str, rows: Iterable[dict[str, Any]], out: TextIO, provenance: Provenance) -> int:
    """Write the reports as CSL-JSON or BibTeX."""
    if name == "csl":
        items = [csl(row) for row in rows]
        out.write(json.dumps(items, ensure_ascii=False, indent=1) + "\n")
        return len(items)
    out.write(f"% {json.dumps(provenance.as_dict(), ensure_ascii=True)}\n")
    count = 0
    for row in rows:
        out.write(bibtex(row))
        count += 1
    return count


def csl(row: dict[str, Any]) -> dict[str, Any]:
    """Give one report as a CSL item (type article-newspaper)."""
    item = {
        "id": row["id"][:16],
        "type": "article-newspaper",
        "title": row["title"],
        "container-title": row["publisher"],
        "author": [{"literal": a} for a in row["authors"]],
        "URL": row["url"],
        "language": row["language"],
        "issued": {"date-parts": [[int(x) for x in row["published"][:10].split("-")]]} if row["published"] else None,
        "note": f"sha256:{row['id']}",
    }
    return {k: v for k, v in item.items() if v}


def bibtex(row: dict[str, Any], quotation: str = "") -> str:
    """Give one report as a BibTeX entry; `quotation`: words from it that the note gives."""
    fields = {
        "title": row["title"],
        "author": " and ".join("{" + _tex(a) + "}" for a in row["authors"]),
        "journal": row["publisher"],
        "date": (row["published"] or "")[:10],
        "url": row["url"],
        "note": f"{quotation}{'; ' if quotation else ''}sha256:{row['id']}",
    }
    lines = ",\n".join(f"  {k} = {{{v if k == 'author' else _tex(v)}}}" for k, v in fields.items() if v)
    return f"@article{{{row['id'][:16]},\n{lines}\n}}\n"


def _tex(text: str) -> str:
    plain = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) != "Cc")  # a terminal would obey them
    return _TEX.sub(lambda m: _TEX_WORDS.get(m[0], "\\" + m[0]), plain)
