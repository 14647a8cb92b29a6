"""Which reports are copies: reprints, excerpts, rewrites, borrowings; which is the likely origin, and why.

Candidates share fingerprints; each pair is then aligned word by word. Copies of one text count as one origin, however many print it.
Texts after one form about different things ("form") are no copies, however alike.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from onrecord.compare.copying import shelf
from onrecord.compare.copying.forms import Told, nature
from onrecord.compare.copying.overlaps import overlaps
from onrecord.compare.copying.passages import Passage, align
from onrecord.compare.copying.texts import Texts
from onrecord.compare.tables.values import earlier
from onrecord.compare.words import Words, body_words
from onrecord.model.record import Span
from onrecord.store import Archive
from onrecord.store.origins import text_origins
from onrecord.text import fold

COPY, WHOLE, BORROWED = 0.5, 0.9, 0.15
"""Share of words: from the first on one text is a copy of the other, from the second on whole, from the third on it borrows."""
MAX_ALIGNED = 60
"""Earlier reports that one is aligned with, likeliest first: bounds the cost where hundreds of reports share a line or two."""
FORM = 0.25
"""Share of shingles of five words from which two reports may be written after one form."""
FORM_WHY = "one form, but other names and numbers in it"
ELSEWHERE = 2
"""Other names or numbers in the same slots from which texts about other places are after one form: the place, and when or how much."""
MIN_WORDS = 20
SAME = 0.98
"""Share of words of both texts from which they are one text, whatever the rest is."""


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


def likely_origin(texts: Texts, a: int, b: int, shared_a: float, shared_b: float) -> tuple[int | None, str]:
    """Say which of two is the likely origin of what they share, and why: agency, day, containment, in that order."""
    facts = {n: texts.facts(n) for n in (a, b)}
    for n, other in ((a, b), (b, a)):
        publisher = facts[n].publisher
        if publisher and publisher != facts[other].publisher and any(f" {fold(publisher)} " in c for c in facts[other].credited):
            return n, f"the other credits {publisher}"
    early, late = (a, b) if facts[a].day <= facts[b].day else (b, a)
    if facts[early].day and earlier(facts[early].day, facts[late].day):
        return early, f"it was published earlier ({facts[early].day})"
    if abs(shared_a - shared_b) >= 0.15:
        n = a if shared_a < shared_b else b
        return n, "it holds the other and more"
    return None, "nothing tells which was first"


def in_kind(kind: str, one: Told, other: Told, elsewhere: Callable[[], bool]) -> str | None:
    """Correct the kind of two texts that share half of their words by what these words are: those of a form, those of a third person.

    Where `elsewhere` says that they tell of other places, fewer other names and numbers make them a form.
    """
    found = nature(one, other)
    if found.form or (found.differ >= ELSEWHERE and elsewhere()):
        return "form"
    return kind if found.share >= COPY else kind_of(found.share, found.share)


def update(archive: Archive, numbers: Sequence[int], texts: Texts) -> None:
    """Look for the copies of indexed reports and store them; call inside a write transaction.

    Each is held against those that were compared before it, and those before it among these: which pairs are laid over each other does not
    hang on what is compared in one go.
    """
    archive.db.executemany("delete from copy where a = ?1 or b = ?1", [(n,) for n in numbers])
    found = shelf.candidates(numbers, texts)
    waiting = _waiting(archive, {m for others in found.values() for m in others}.difference(numbers))
    place = {n: k for k, n in enumerate(numbers)}
    pairs = [
        (min(n, m), max(n, m)) for n, others in found.items()
        for m in [m for m in others if m not in waiting and place.get(m, -1) < place[n]][:MAX_ALIGNED]
    ]  # fmt: skip
    rows = rows_of(texts, pairs)
    archive.db.executemany("insert or replace into copy values (?, ?, ?, ?, ?, ?, ?)", rows)
    archive.db.execute("update compared set done = 1 where report in (select value from json_each(?))", (json.dumps(list(numbers)),))


def _waiting(archive: Archive, numbers: set[int]) -> set[int]:
    """Give those that are in the index but not compared yet."""
    sql = "select report from compared where not done and report in (select value from json_each(?))"
    return {int(row[0]) for row in archive.db.execute(sql, (json.dumps(sorted(numbers)),))}


Pair = tuple[int, int]


Row = tuple[int, int, str, float, float, int | None, str]
"""A row of the table of copies."""


def rows_of(texts: Texts, pairs: Iterable[Pair]) -> list[Row]:
    """Lay pairs of reports over each other and give what those that share enough are to each other, as rows."""
    ties = _lay_over(texts, pairs)
    return [(*pair, tie.kind, *tie.rounded, *_origin(texts, pair, tie)) for pair, tie in ties.items()]


def _origin(texts: Texts, pair: Pair, tie: _Tie) -> tuple[int | None, str]:
    if tie.kind == "form":
        return None, FORM_WHY
    return likely_origin(texts, *pair, *tie.shares)


class _Tie(NamedTuple):
    """What two reports are to each other, with the shares of each one's words that stand in the other."""

    kind: str
    shares: tuple[float, float]

    @property
    def rounded(self) -> tuple[float, float]:
        return round(self.shares[0], 3), round(self.shares[1], 3)


def _lay_over(texts: Texts, pairs: Iterable[Pair]) -> dict[Pair, _Tie]:
    wanted = sorted(set(pairs))
    texts.load(n for pair in wanted for n in pair)
    long = [pair for pair in wanted if min(texts.text(n).words for n in pair) >= MIN_WORDS]
    known: dict[Pair, _Tie] = {}
    for pair, (size_a, size_b, same) in zip(long, overlaps(texts, long), strict=True):
        if min(size_a, size_b) >= MIN_WORDS:
            shares = same / size_a, same / size_b
            kind = kind_of(*shares)
            if kind is not None and max(shares) >= COPY and min(shares) < SAME:
                kind = in_kind(kind, *_telling(texts, pair), partial(texts.elsewhere, *pair))
            if kind == "reprint" and texts.elsewhere(*pair):
                kind = "form"  # what a copy keeps above all is where it happened
            if kind is not None:
                known[pair] = _Tie(kind, shares)
    return known


def _telling(texts: Texts, pair: Pair) -> tuple[Told, Told]:
    """Give the words of both, of the earlier report first: how words are laid over each other may hang on which comes first."""
    first, second = sorted(pair, key=lambda n: (texts.facts(n).day, texts.facts(n).id))
    return texts.telling(first), texts.telling(second)


def keep_forms(archive: Archive, pairs: Iterable[Pair], texts: Texts) -> set[Pair]:
    """Find the pairs, smaller number first, that are written after one form about different things, and store them as such.

    `update` knows them only where the lines of the form are not yet known as their publisher's; call inside a write transaction.
    """
    known = kinds_among(archive, {n for pair in pairs for n in pair})
    found = {pair for pair, kind in known.items() if kind == "form"}
    for pair in pairs:
        if pair in known or (common := texts.common(*pair)) < FORM or not nature(*_telling(texts, pair)).form:
            continue
        found.add(pair)
        archive.db.execute("insert into copy values (?, ?, 'form', ?, ?, null, ?)", (*pair, round(common, 3), round(common, 3), FORM_WHY))
    return found


def kinds_among(archive: Archive, numbers: Iterable[int]) -> dict[Pair, str]:
    """Give what is known of pairs among reports, smaller number first."""
    sql = "select a, b, kind from copy where a in (select value from json_each(?1)) and +b in (select value from json_each(?1))"
    return {(int(a), int(b)): str(kind) for a, b, kind in archive.db.execute(sql, (json.dumps(sorted(numbers)),))}


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
    groups: dict[int, list[int]] = defaultdict(list)
    for n, first in text_origins(archive.db, numbers).items():
        groups[first].append(n)
    return [groups[k] for k in sorted(groups)]


def first_of(archive: Archive, group: Sequence[int]) -> int:
    """Give the likely origin of copies: what stands before what was replaced, what most pairs tell to be it, the earliest."""
    wanted = json.dumps(list(group))
    among = "in (select value from json_each(?1))"
    sql = f"select n, id, coalesce(published, '9999'), superseded_by is not null from report where n {among}"
    order = {int(n): (int(old), str(day), str(id)) for n, id, day, old in archive.db.execute(sql, (wanted,))}
    sql = f"select origin from copy where origin is not null and a {among} and b {among}"
    votes = Counter(int(r[0]) for r in archive.db.execute(sql, (wanted,)))
    return min(group, key=lambda n: (order[n][0], -votes[n], order[n]))


def shared_passages(archive: Archive, a: str, b: str) -> Iterator[tuple[Passage, Span, Span]]:
    """Give what two reports share, passage by passage, with the span it has in each one's text."""
    numbers = [int(archive.db.execute("select n from report where id = ?", (id,)).get) for id in (a, b)]
    one, two = (stored_words(archive, n) for n in numbers)
    for p in align(one.words, two.words):
        yield p, (one.spans[p.a0][0], one.spans[p.a1 - 1][1]), (two.spans[p.b0][0], two.spans[p.b1 - 1][1])
