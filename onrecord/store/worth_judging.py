"""What is most worth a person's judgement: items that nobody judged, those first of which the machine is least sure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw

KINDS = ("event", "statement", "actor", "place")
"""Kinds of items that have a confidence."""

NAMES = ("report", "item", "kind", "confidence", "says", "words", "published", "publisher")
_SAYS = {
    "event": """x.status || ' ' || x.type || coalesce(' ' || x.mode, '') || ': ' ||
        coalesce((select group_concat(value, ', ') from json_each(x.actors)), '?') ||
        coalesce(' > ' || (select group_concat(value, ', ') from json_each(x.recipients)), '') || coalesce(', ' || x.date, '')""",
    "statement": "coalesce(x.speaker_name, '?') || ' (' || x.act || ', ' || x.form || ')'",
    "actor": "x.name || ': ' || x.type || coalesce(' ' || x.country, '') || coalesce(' ' || x.sector, '')",
    "place": "x.name || coalesce(' ' || x.country, '')",
}
_WORDS = {
    "event": "x.sentence", "statement": "x.content",
    "actor": """substr(r.text, x.start + 1, x."end" - x.start)""", "place": """substr(r.text, x.start + 1, x."end" - x.start)""",
}  # fmt: skip


def waiting(db: apsw.Connection, *, kind: str | None = None, report: str | None = None, limit: int = 20) -> Iterator[dict[str, Any]]:
    """Give up to `limit` items that nobody judged, of reports that are shown, the least sure first.

    Each: `report`, `item`, `kind`, `confidence` (0 to 1), `says` (what the machine made of it), `words`, `published`, `publisher`.
    """
    parts = [
        f"""select * from (select r.id as report, x.id as item, '{k}' as kind, x.confidence as confidence, {_SAYS[k]} as says,
        {_WORDS[k]} as words, r.published as published, r.publisher as publisher from {k} x join shown r on r.n = x.report
        where x.judged is null and x.confidence is not null and (?1 is null or r.id = ?1)
        and (r.embargo is null or r.embargo <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
        order by x.confidence, r.id, length(x.id), x.id limit ?2)"""
        for k in ((kind,) if kind else KINDS)
    ]
    sql = f"select * from ({' union all '.join(parts)}) order by confidence, report, length(item), item limit ?2"
    for row in db.execute(sql, (report, max(limit, 0))):
        yield {n: " ".join(v.split()) if isinstance(v, str) else v for n, v in zip(NAMES, row, strict=True)}
