"""Looks a quotation up: did anyone say it, who, when, in which words?

Candidates come from the full-text index by the quotation's rarest words, so that a hundred thousand statements take milliseconds;
each is then aligned word by word (rapidfuzz, Indel distance) with what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import apsw
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from onrecord.errors import UsageError
from onrecord.store.connection import storage_errors
from onrecord.store.query import Filters, rows_of
from onrecord.store.rows import fold

Verdict = Literal["exact", "truncated", "altered", "reworded", "unlike"]

ALTERED, REWORDED = 0.8, 0.5
"""Share of words in common (2m / (a + b)): above the first the same sentence with changes, above the second a translation or
paraphrase of it; set on pairs of the same quotation in two outlets' words. Below, only the closest wording is shown."""
MAX_WORDS = 400
SPARE = 3
"""Words kept on each side of the aligned part: an alignment of characters may miss a changed first or last word."""
RARE_TERMS, CANDIDATES = 8, 300
ELLIPSES = ("...", "…", "[...]", "(...)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A place where the words differ: what was asked for and what stands in the report (either may be empty)."""

    asked: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMatch:
    """One statement beside the quotation asked for."""

    verdict: Verdict
    score: float
    changes: tuple[Change, ...]
    other_speaker: bool
    """True where a speaker was named and this statement is somebody else's."""
    statement: dict[str, Any]


def check_quote(
    db: apsw.Connection, words: str, *, speaker: str | None = None, filters: Filters | None = None, limit: int = 20
) -> list[QuoteMatch]:
    """Give the statements nearest to the quotation, best first: exact, truncated, altered, reworded, or merely the closest.

    Raises `UsageError` where the quotation holds no word.
    """
    asked = fold(words).split()[:MAX_WORDS]
    if not asked:
        raise UsageError("the quotation holds no word", stage="check", code="NO_WORDS", remedy="give the words of a quotation")
    cut = any(e in words for e in ELLIPSES)
    with storage_errors(db.filename):
        numbers = _candidates(db, asked)
        found = [_match(asked, row, speaker, cut) for row in rows_of(db, "statements", numbers, filters)]
    found.sort(key=lambda m: (m.other_speaker, -m.score, m.statement["date"] or "", m.statement["report"], m.statement["start"]))
    return found[:limit]


def _candidates(db: apsw.Connection, asked: list[str]) -> list[int]:
    """Give statements that share the rarest words asked for."""
    terms = sorted({t for w in asked for t in w.split("'") if t})
    counts = {t: _documents(db, t) for t in terms}
    rare = sorted((t for t in terms if counts[t]), key=lambda t: (counts[t], t))[:RARE_TERMS]
    if not rare:
        return []
    found: dict[int, None] = {}
    if len(asked) > 2:
        phrase = '"' + " ".join(" ".join(asked).replace("'", " ").split()) + '"'
        found.update(dict.fromkeys(_ask(db, phrase, "rowid")))
    if len(rare) > 2:
        # Two rare words together first: where they are all common, one alone would rank thousands.
        found.update(dict.fromkeys(_ask(db, " OR ".join(f'("{a}" AND "{b}")' for a in rare for b in rare if a < b), "rank")))
    if len(found) < 20:
        budget = 5_000
        few = [t for t in rare if (budget := budget - counts[t]) >= 0] or rare[:1]
        found.update(dict.fromkeys(_ask(db, " OR ".join(f'"{t}"' for t in few), "rank")))
    return list(found)


def _documents(db: apsw.Connection, term: str) -> int:
    row = db.execute("select doc from statement_words where term = ?", (term,)).fetchone()
    return 0 if row is None else int(row[0])


def _ask(db: apsw.Connection, query: str, order: str) -> list[int]:
    sql = f"select rowid from statement_text where statement_text match ? order by {order} limit {CANDIDATES}"
    return [int(r[0]) for r in db.execute(sql, (f"{{content}} : ({query})",))]


def _match(asked: list[str], row: dict[str, Any], speaker: str | None, cut: bool) -> QuoteMatch:
    verdict, score, changes = compare_words(asked, fold(row["content"]).split(), cut)
    other = speaker is not None and not set(fold(speaker).split()) <= set(fold(row["speaker"] or "").split())
    return QuoteMatch(verdict=verdict, score=score, changes=changes, other_speaker=other, statement=row)


def compare_words(asked: list[str], said: list[str], cut: bool = False) -> tuple[Verdict, float, tuple[Change, ...]]:
    """Say what the words asked for are to those said (folded words both), with a score from 0 to 1 and the differences.

    `cut`: the words asked for are known to leave something out.
    """
    if _stands_in(asked, said):
        return "exact", 1.0, ()
    whole_said, said = said, _part(asked, said)
    codes = _aligned(asked, said)
    if cut and len(said) < len(whole_said) and any(a1 > a0 and tag != "equal" for tag, a0, a1, _, _ in codes):
        # What was left out may be longer than what was kept, and the words on its other side lie outside the part.
        codes, said = _aligned(asked, whole_said), whole_said
    common = sum(a1 - a0 for tag, a0, a1, _, _ in codes if tag == "equal")
    span = sum(b1 - b0 for _, _, _, b0, b1 in codes)
    score = 2 * common / (len(asked) + span) if asked else 0.0
    changes = tuple(Change(asked=" ".join(asked[a0:a1]), said=" ".join(said[b0:b1])) for tag, a0, a1, b0, b1 in codes if tag != "equal")
    whole = common == len(said) and len(said) >= 4
    return _verdict(score, changes, cut, whole), round(score, 3), changes


def _stands_in(asked: list[str], said: list[str]) -> bool:
    """Say whether the words asked for stand in what was said, one after the other."""
    size = len(asked)
    return any(said[n] == asked[0] and said[n : n + size] == asked for n in range(len(said) - size + 1))


def _aligned(asked: list[str], said: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Lay the words side by side. The report's words before and after the part asked for are its context, not a difference."""
    codes = [(c.tag, c.src_start, c.src_end, c.dest_start, c.dest_end) for c in Indel.opcodes(asked, said)]
    while codes and codes[0][0] == "insert":
        codes.pop(0)
    while codes and codes[-1][0] == "insert":
        codes.pop()
    return codes


def _part(asked: list[str], said: list[str]) -> list[str]:
    """Give the part of a longer statement that stands opposite what was asked for, whole words, with a word to spare."""
    if len(said) <= len(asked):
        return said
    text = " ".join(said)
    found = fuzz.partial_ratio_alignment(" ".join(asked), text)
    if found is None:
        return said
    first = text.count(" ", 0, found.dest_start)
    last = text.count(" ", 0, found.dest_end) + 1
    return said[max(0, first - SPARE) : last + SPARE]


def _verdict(score: float, changes: tuple[Change, ...], cut: bool, whole: bool) -> Verdict:
    if not changes:
        return "exact"
    if not any(c.asked for c in changes) and (cut or score >= REWORDED):
        return "truncated"  # every word asked for was said, in this order, with others between
    if whole and not any(c.said for c in changes):
        return "truncated"  # the report quotes only a part of what was asked for
    if score >= ALTERED:
        return "altered"
    return "reworded" if score >= REWORDED else "unlike"
