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
STATEMENTS, REPORTS, EXACT = 120, 60, 300
"""Statements and reports that are looked at, likeliest first; and those that have all the words in one phrase."""
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
    found: dict[int, None] = {}
    for query, limit in _queries(asked):
        if len(found) < limit:
            found.update(dict.fromkeys(_ask(db, "statement_text", f"{{content}} : ({query})", limit)))
    return list(found)


def passages(db: apsw.Connection, asked: Sequence[Token]) -> Iterator[Passage]:
    """Give the passages of reports where a quotation's words stand thickest, one a report."""
    numbers: dict[int, None] = {}
    for query, limit in _queries(asked):
        if len(numbers) < limit:
            numbers.update(
                dict.fromkeys(_ask(db, "report_text", f"{{text}} : ({query})", min(limit, REPORTS) if limit != EXACT else EXACT))
            )
    for n in numbers:
        text = str(db.execute("select text from report where n = ?", (n,)).get)
        at = _thickest(text, asked)
        if at is not None:
            yield Passage(n, text[at[0] : at[1]], at[0])


def _queries(asked: Sequence[Token]) -> list[tuple[str, int]]:
    """Give the searches, narrow ones first, with how many found are enough to leave the next one out."""
    words = [w for t in asked if not gap(t) for w in _WORD.findall(plain(t.written))]
    words = [w for n, w in enumerate(words) if not n or w != words[n - 1]]
    runs = _phrases(words)
    rare = sorted(dict.fromkeys(words), key=lambda w: (-rarity(w), w))[:RARE]
    out = []
    if len(words) > 1:
        out.append((_phrase(words), EXACT))
    if runs:
        out.append((" OR ".join(map(_phrase, runs)), STATEMENTS))
    pairs = [f'("{a}" AND "{b}")' for a, b in list(combinations(rare, 2))[:PAIRS]]
    out.append((" OR ".join(pairs) if pairs else " OR ".join(f'"{w}"' for w in rare), STATEMENTS))
    return out


def _phrases(words: Sequence[str]) -> list[list[str]]:
    """Give runs of words spread over the quotation, the most telling of neighbours."""
    runs = [list(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]
    return sorted(runs, key=lambda r: -sum(map(rarity, r)))[:RUNS]


def _phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def _ask(db: apsw.Connection, index: str, query: str, limit: int) -> list[int]:
    order = "rowid" if limit == EXACT else "rank"
    return [int(r[0]) for r in db.execute(f"select rowid from {index} where {index} match ? order by {order} limit {limit}", (query,))]


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
