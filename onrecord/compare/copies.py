"""Which reports are copies: reprints, excerpts, rewrites, borrowings; which is the likely origin, and why.

Candidates share fingerprints; each pair is then aligned word by word. Copies of one text count as one origin, however many print it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.copying import shelf
from onrecord.compare.copying.fingerprints import SHINGLE
from onrecord.compare.copying.passages import Passage, align
from onrecord.compare.copying.shelf import Hashes, Text, Texts, among
from onrecord.compare.tables.values import earlier
from onrecord.compare.words import Words, body_words
from onrecord.model.record import Span
from onrecord.store import Archive
from onrecord.text import fold

COPY, WHOLE, BORROWED = 0.5, 0.9, 0.15
"""Share of words: from the first on one text is a copy of the other, from the second on whole, from the third on it borrows."""
GAP = 12
"""Words between two sampled shingles of one template line: with one in four sampled, longer gaps are rarer than one in thirty."""
MAX_ALIGNED = 60
"""Pairs aligned for one report, likeliest first: bounds the cost where hundreds of reports share a line or two."""
MIN_WORDS = 20

Mask = NDArray[np.bool_]
_RUN = np.ones(SHINGLE, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two reports that share text. Reports by id; shares of each one's words that stand in the other."""

    a: str
    b: str
    kind: str
    shared_a: float
    shared_b: float
    origin: str | None
    why: str


def stored_words(archive: Archive, n: int) -> Words:
    """Give the compared words of a stored report, with their spans in its text."""
    text, parts = archive.db.execute("select text, parts from report where n = ?", (n,)).get
    return body_words(str(text), json.loads(str(parts)))


def index(archive: Archive, numbers: Sequence[int], texts: Texts) -> None:
    """Add reports to the index of fingerprints; call inside a write transaction."""
    shelf.add(archive, numbers, texts)


def judge(archive: Archive, texts: Texts, one: int, two: int) -> tuple[Copy, int, int] | None:
    """Lay two reports over each other and say what they are to each other; None where they share too little."""
    a, b = min(one, two), max(one, two)
    text_a, text_b = texts.text(a), texts.text(b)
    # Publishers of one house share their lines, and a young publisher's are not known yet: either's templates count for both.
    lines = [t for t in (texts.templates(a), texts.templates(b)) if len(t)]
    templates = np.sort(np.concatenate(lines)) if lines else None
    own_a, own_b = (None if templates is None else own_words(t.hashes, t.words, templates) for t in (text_a, text_b))
    size_a, size_b = (t.words if own is None else int(own.sum()) for t, own in ((text_a, own_a), (text_b, own_b)))
    if min(size_a, size_b) < MIN_WORDS:
        return None
    # A passage that one text repeats stands in the other but once: what both have is what the poorer of them has.
    same = min(in_common(text_a, own_a, text_b, own_b), in_common(text_b, own_b, text_a, own_a))
    shared_a, shared_b = same / size_a, same / size_b
    kind = kind_of(shared_a, shared_b)
    if kind is None:
        return None
    ids = {n: texts.id(n) for n in (a, b)}
    origin, why = likely_origin(archive, a, b, shared_a, shared_b)
    copy = Copy(
        a=ids[a], b=ids[b], kind=kind, shared_a=round(shared_a, 3), shared_b=round(shared_b, 3),
        origin=None if origin is None else ids[origin], why=why,
    )  # fmt: skip
    return copy, a, b


def in_common(text: Text, own: Mask | None, other: Text, theirs: Mask | None) -> int:
    """Count a text's own words that stand in runs of five or more of another's own words; None: all words are own ones."""
    hit = among(text.hashes, other.ordered if theirs is None else np.sort(other.hashes[_whole(theirs)]))
    if own is not None:
        hit &= _whole(own)
    return int(np.count_nonzero(np.convolve(hit, _RUN))) if len(hit) else 0


def _whole(own: Mask) -> Mask:
    """Say of each shingle whether all of its words are own ones."""
    return np.asarray(np.convolve(own, _RUN, "valid") == SHINGLE) if len(own) >= SHINGLE else np.empty(0, bool)


def kind_of(shared_a: float, shared_b: float) -> str | None:
    """Name the relation of two texts by the shares of their words that they have in common."""
    low, high = sorted((shared_a, shared_b))
    if low >= WHOLE:
        return "reprint"
    if high >= WHOLE:
        return "excerpt"
    if high >= COPY:
        return "rewrite"
    return "borrowing" if high >= BORROWED else None


def likely_origin(archive: Archive, a: int, b: int, shared_a: float, shared_b: float) -> tuple[int | None, str]:
    """Say which of two is the likely origin of what they share, and why: agency, day, containment, in that order."""
    sql = "select publisher, agencies, published, authors from report where n = ?"
    rows = {n: archive.db.execute(sql, (n,)).fetchone() for n in (a, b)}
    for n, other in ((a, b), (b, a)):
        mine, theirs = rows[n], rows[other]
        assert mine is not None
        assert theirs is not None
        credited = [f" {fold(str(x))} " for x in (*json.loads(str(theirs[1])), *json.loads(str(theirs[3])))]
        if mine[0] and mine[0] != theirs[0] and any(f" {fold(str(mine[0]))} " in c for c in credited):
            return n, f"the other credits {mine[0]}"
    days = {n: str(r[2] or "") for n, r in rows.items() if r is not None}
    early, late = (a, b) if days[a] <= days[b] else (b, a)
    if days[early] and earlier(days[early], days[late]):
        return early, f"it was published earlier ({days[early]})"
    if abs(shared_a - shared_b) >= 0.15:
        n = a if shared_a < shared_b else b
        return n, "it holds the other and more"
    return None, "nothing tells which was first"


def update(archive: Archive, numbers: Sequence[int], texts: Texts) -> None:
    """Look for the copies of indexed reports and store them; call inside a write transaction."""
    done: set[tuple[int, int]] = set()
    archive.db.executemany("delete from copy where a = ?1 or b = ?1", [(n,) for n in numbers])
    found = shelf.candidates(archive, numbers, texts)
    for n in numbers:
        settled: set[int] = set()
        for other in found[n][:MAX_ALIGNED]:
            pair = (min(n, other), max(n, other))
            if pair in done or other in settled:
                continue
            done.add(pair)
            judged = judge(archive, texts, *pair)
            if judged is None:
                continue
            copy, a, b = judged
            origin = {copy.a: a, copy.b: b}.get(copy.origin or "")
            values = (a, b, copy.kind, copy.shared_a, copy.shared_b, origin, copy.why)
            archive.db.execute("insert or replace into copy values (?, ?, ?, ?, ?, ?, ?)", values)
            if copy.kind == "reprint":
                settled |= _reprints(archive, other)

    archive.db.execute("update compared set done = 1 where report in (select value from json_each(?))", (json.dumps(list(numbers)),))


def _reprints(archive: Archive, n: int) -> set[int]:
    """Give the reprints of a report: a copy of one is a copy of all, and need not be aligned with each."""
    sql = "select a, b from copy where (a = ?1 or b = ?1) and kind = 'reprint'"
    return {int(x) for row in archive.db.execute(sql, (n,)) for x in row if x != n}


def own_words(hashes: Hashes, words: int, templates: Hashes) -> Mask:
    """Mark the words outside template lines. Only a sample of shingles is known, so what lies between two of a line counts to it."""
    own = np.ones(words, bool)
    last: int | None = None
    for at in np.flatnonzero(among(hashes, templates)).tolist():
        start = last if last is not None and at - last <= GAP else at
        own[start : at + SHINGLE] = False
        last = at + SHINGLE
    return own


def copies_of(archive: Archive, id: str) -> list[Copy]:
    """Give what a report shares with others, most first."""
    row = archive.db.execute("select n from report where id = ?", (id,)).fetchone()
    if row is None:
        return []
    sql = """select ra.id, rb.id, c.kind, c.shared_a, c.shared_b, o.id, c.why from copy c join report ra on ra.n = c.a
        join report rb on rb.n = c.b left join report o on o.n = c.origin where c.a = ?1 or c.b = ?1
        order by max(c.shared_a, c.shared_b) desc, ra.id, rb.id"""
    return [
        Copy(a=str(a), b=str(b), kind=str(kind), shared_a=sa, shared_b=sb, origin=o, why=str(why))
        for a, b, kind, sa, sb, o, why in archive.db.execute(sql, (row[0],))
    ]


def origins(archive: Archive, numbers: Iterable[int]) -> list[list[int]]:
    """Group reports by origin: those tied by a reprint, excerpt or rewrite are one. Smallest report number first."""
    members = sorted(set(numbers))
    parent = {n: n for n in members}

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for n in members:
        for a, b in archive.db.execute("select a, b from copy where (a = ?1 or b = ?1) and kind <> 'borrowing'", (n,)):
            if a in parent and b in parent:
                first, second = sorted((find(int(a)), find(int(b))))
                parent[second] = first
    groups: dict[int, list[int]] = defaultdict(list)
    for n in members:
        groups[find(n)].append(n)
    return [groups[k] for k in sorted(groups)]


def shared_passages(archive: Archive, a: str, b: str) -> Iterator[tuple[Passage, Span, Span]]:
    """Give what two reports share, passage by passage, with the span it has in each one's text."""
    numbers = [int(archive.db.execute("select n from report where id = ?", (id,)).get) for id in (a, b)]
    one, two = (stored_words(archive, n) for n in numbers)
    for p in align(one.words, two.words):
        yield p, (one.spans[p.a0][0], one.spans[p.a1 - 1][1]), (two.spans[p.b0][0], two.spans[p.b1 - 1][1])
