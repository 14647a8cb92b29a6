"""Where an archive's reports have words that may be those of a quotation: statements and passages of the text, found through indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import apsw

from onrecord.compare.grouping.vectors import rarity
from onrecord.compare.quotations.tokens import Token, gap, plain

RARE, PAIRS, RUN = 6, 15, 3
"""Rarest words by which passages are looked for, pairs of them, and words of a run that stands in the quotation as a phrase."""
RUNS = 12
STATEMENTS, REPORTS, EXACT, FEW = 80, 40, 300, 20
"""Statements and reports that are looked at, likeliest first; those that have all the words in one phrase; so few found that rare words
apart are looked for, too."""
AROUND = 200
"""Characters kept on each side of where the words stand thickest."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report's text: its number, the text, and where that begins in the report."""

    report: int
    text: str
    start: int


def statements(db: apsw.Connection, asked: Sequence[Token]) -> list[int]:
    """Give the numbers of statements that share a phrase or the rarest words with a quotation, those with the whole phrase first."""
    return list(_found(db, "statement_text", "content", asked, STATEMENTS))


def passages(db: apsw.Connection, asked: Sequence[Token]) -> Iterator[Passage]:
    """Give the passages of reports where a quotation's words stand thickest, one a report."""
    for n in _found(db, "report_text", "text", asked, REPORTS):
        text = str(db.execute("select text from report where n = ?", (n,)).get)
        at = _thickest(text, asked)
        if at is not None:
            yield Passage(n, text[at[0] : at[1]], at[0])


def _found(db: apsw.Connection, index: str, column: str, asked: Sequence[Token], most: int) -> dict[int, None]:
    """Give the rows of an index that may have a quotation's words: all with the whole phrase, then the likeliest of the rest."""
    words = [w for t in asked if not gap(t) for w in _WORD.findall(plain(t.written))]
    words = [w for n, w in enumerate(words) if not n or w != words[n - 1]]
    rare = sorted(dict.fromkeys(words), key=lambda w: (-rarity(w), w))[:RARE]
    pairs = [f'("{a}" AND "{b}")' for a, b in list(combinations(rare, 2))[:PAIRS]] or [f'"{w}"' for w in rare]
    runs = " OR ".join(map(_phrase, _phrases(words)))
    queries = ((_phrase(words), "rowid", EXACT, 1), (runs, "rank", most, most), (" OR ".join(pairs), "rank", most, FEW))
    found: dict[int, None] = {}
    for query, order, limit, few in queries:
        if query and len(found) < few:
            sql = f"select rowid from {index} where {index} match ? order by {order} limit {limit}"
            found.update(dict.fromkeys(int(r[0]) for r in db.execute(sql, (f"{{{column}}} : ({query})",))))
    return found


def _phrases(words: Sequence[str]) -> list[list[str]]:
    """Give runs of words spread over the quotation, the most telling of neighbours."""
    runs = [list(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]
    return sorted(runs, key=lambda r: -sum(map(rarity, r)))[:RUNS]


def _phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def _thickest(text: str, asked: Sequence[Token]) -> tuple[int, int] | None:
    """Give the stretch of a text where most of a quotation's telling words stand, with some characters around it."""
    small = plain(text)
    words = {t.written.replace("’", "'") for t in asked if not gap(t)} | {t.key for t in asked if not gap(t) and not t.number}
    weights = {plain(w): rarity(w) for w in words}
    rare = sorted(weights, key=lambda w: (-weights[w], w))[:10]
    places = sorted((m.start(), w) for w in rare for m in re.finditer(rf"\b{re.escape(w)}\b", small))
    if not places:
        return None
    size = 2 * sum(t.end - t.start + 1 for t in asked) + 80
    best, at, low = -1.0, 0, 0
    for high, (place, _) in enumerate(places):
        while place - places[low][0] > size:
            low += 1
        value = sum(weights[w] for w in {w for _, w in places[low : high + 1]})
        if value > best:
            best, at = value, places[low][0]
    start, end = max(0, at - AROUND), min(len(text), at + size + AROUND)
    if len(small) != len(text):  # letters that fold to more than one: the place is only about right
        start, end = max(0, start - AROUND), min(len(text), end + AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    stop = text.find(" ", end)
    return start, len(text) if stop < 0 else stop
