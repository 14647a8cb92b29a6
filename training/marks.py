"""Which draft stands for which item of gold, by the words that both mark: as gold/scorers/reports.py pairs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.model.document import Document
from onrecord.model.drafts import ActorDraft, Drafts, EventDraft

Row = dict[str, Any]
Span = tuple[int, int]
Likeness = tuple[float, int, int]
"""How alike two are, the index of ours, the index of gold's."""


def covered(doc: Document, spans: Sequence[Span]) -> set[int]:
    """Give the words that spans touch."""
    return {t.i for a, b in spans for t in doc.tokens_in((max(0, a - 40), b)) if t.end > a}


def taken(likeness: Sequence[Likeness], gold: Sequence[Row]) -> tuple[dict[int, int], dict[int, int]]:
    """Pair each of ours with at most one of gold, the likeliest first -> pairs, and for each of ours the best of gold, taken or not."""
    pairs: dict[int, int] = {}
    best: dict[int, int] = {}
    used: set[int] = set()
    for like, i, j in sorted(likeness, key=lambda r: (-r[0], not gold[r[2]].get("core", True), r[1], r[2])):
        if like <= 0:
            continue
        best.setdefault(i, j)
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs, best


def like_events(gold: Row, doc: Document, drafts: Drafts) -> list[Likeness]:
    want = [covered(doc, e["mentions"]) for e in gold["events"]]
    found = [covered(doc, e.trigger) for e in drafts.events]
    return [
        (float(len(f & w)), i, j)
        for i, (f, e) in enumerate(zip(found, drafts.events, strict=True))
        for j, (w, g) in enumerate(zip(want, gold["events"], strict=True))
        if e.event in g["types"] and f & w
    ]


def like_actors(gold: Row, doc: Document, drafts: Drafts) -> list[Likeness]:
    want = [covered(doc, a["mentions"]) for a in gold["actors"]]
    told = [[m.span for m in a.mentions if m.form != "pronoun"] or [m.span for m in a.mentions] for a in drafts.cast.actors]
    out = []
    for i, spans in enumerate(told):
        for j, w in enumerate(want):
            hits = sum(bool(covered(doc, [s]) & w) for s in spans)
            if hits and 2 * hits >= min(len(spans), len(gold["actors"][j]["mentions"])):
                out.append((hits / len(spans) + hits / 1000, i, j))
    return out


def like_places(gold: Row, doc: Document, drafts: Drafts) -> list[Likeness]:
    want = [covered(doc, p["mentions"]) for p in gold["places"]]
    found = [covered(doc, [m.span for m in p.mentions]) for p in drafts.places]
    return [(float(len(f & w)), i, j) for i, f in enumerate(found) for j, w in enumerate(want) if f & w]


def matched_events(gold: Row, doc: Document, drafts: Drafts) -> Iterator[tuple[EventDraft, Row]]:
    """Give the happenings that gold has, each with gold's."""
    pairs, _ = taken(like_events(gold, doc, drafts), gold["events"])
    yield from ((drafts.events[i], gold["events"][j]) for i, j in pairs.items())


def matched_actors(gold: Row, doc: Document, drafts: Drafts) -> Iterator[tuple[ActorDraft, Row]]:
    """Give the actors that gold has, each with gold's."""
    pairs, _ = taken(like_actors(gold, doc, drafts), gold["actors"])
    yield from ((drafts.cast.actors[i], gold["actors"][j]) for i, j in pairs.items())
