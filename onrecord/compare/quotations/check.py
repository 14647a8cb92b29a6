"""Looks a quotation up: did anyone say it, who, when, in which words, who reported it first, and how it spread from there.

Both what reports quote and their whole texts are searched. Each place found is laid beside the quotation word by word (wording.py); then
it is asked whose words they are (whose.py). The verdict is that of the best place, with how sure it is.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import apsw

from onrecord.compare import firsts
from onrecord.compare.quotations import places
from onrecord.compare.quotations.tokens import Token, gap, tokens
from onrecord.compare.quotations.whose import Whose, names_in, same_speaker
from onrecord.compare.quotations.wording import Change, Compared, Wording, compare
from onrecord.errors import UsageError
from onrecord.store import Archive, Filters
from onrecord.store.clock import instant, now
from onrecord.store.connection import storage_errors
from onrecord.store.query import Row, rows, rows_of

Verdict = Literal["exact", "spelling", "cut", "altered", "paraphrase", "other_speaker", "about", "report", "not_found"]
VERDICTS: tuple[Verdict, ...] = ("exact", "spelling", "cut", "altered", "paraphrase", "other_speaker", "about", "report", "not_found")

MAX_WORDS = 400
SAID: tuple[Wording, ...] = ("exact", "spelling", "cut", "altered", "paraphrase", "unlike")
"""Wordings, the nearest first."""
FAITHFUL = ("exact", "spelling", "cut")
CLOSE = ("exact", "spelling", "cut", "altered")
"""Wordings that are a print of the same sentence: what it spread in."""
NEAR = 0.75
"""Score from which an altered wording of the speaker asked for counts before the same words of somebody else."""
OVER = 0.6
"""Share of a passage inside a statement from which the passage is that statement's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMatch:
    """One place beside the quotation asked for."""

    verdict: Verdict
    wording: Wording
    whose: Whose
    score: float
    """Share of the words that both have, from 0 to 1."""
    sure: float
    """How likely the verdict is right, from 0 to 1: measured (docs/archive.md), not felt."""
    changes: tuple[Change, ...]
    said: str
    """The words that stand opposite the quotation, as the report has them."""
    statement: Row
    """The statement's row; of a report's own words one with the same keys, whose `id`, `speaker`, `act` and `form` are None."""

    @property
    def other_speaker(self) -> bool:
        """Whether a speaker was named and these are somebody else's words."""
        return self.whose in ("other", "about", "report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One report that has the words: `origin` numbers independent texts from 1 in the order they appeared; `copy_of` is the report that it
    copies, where it copies one of these."""

    match: QuoteMatch
    origin: int
    copy_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteAnswer:
    """What an archive knows of a quotation."""

    words: str
    speaker: str | None
    verdict: Verdict
    sure: float
    best: QuoteMatch | None
    matches: tuple[QuoteMatch, ...]
    """The nearest first, one a statement or passage."""
    spread: tuple[Appearance, ...]
    """The reports that print the sentence, whatever they changed in it, the earliest first."""

    @property
    def first(self) -> Appearance | None:
        """The earliest report that has it (of copies the one that they are copied from)."""
        return self.spread[0] if self.spread else None

    @property
    def origins(self) -> int:
        """Independent texts among the reports that have it."""
        return len({a.origin for a in self.spread})


def check_quotation(archive: Archive, words: str, *, speaker: str | None = None, limit: int = 300) -> QuoteAnswer:
    """Look a quotation up; `limit`: matches that are given. Raises `UsageError` where it holds no word."""
    asked = tokens(words)[:MAX_WORDS]
    if not any(not gap(t) for t in asked):
        raise UsageError("the quotation holds no word", stage="check", code="NO_WORDS", remedy="give the words of a quotation")
    with storage_errors(archive.db.filename):
        found = sorted(_found(archive.db, asked, speaker), key=_order)
        best = next((m for m in found if m.verdict != "not_found"), None)
        return QuoteAnswer(
            words=words, speaker=speaker, verdict=best.verdict if best else "not_found", sure=best.sure if best else nothing(found),
            best=best, matches=tuple(found[:limit]), spread=_spread(archive, best, found),
        )  # fmt: skip


def report_of(archive: Archive, id: str) -> Row:
    """Give the row of a report, as lists have it."""
    return next(rows(archive.db, "reports", Filters(report=id)))


# -- what is found -------------------------------------------------------------------------------------------------------------------------


def _found(db: apsw.Connection, asked: Sequence[Token], speaker: str | None) -> list[QuoteMatch]:
    size = sum(not gap(t) for t in asked)
    out: dict[tuple[str, str | int], QuoteMatch] = {}
    told = list(rows_of(db, "statements", places.statements(db, asked)))
    for row in told:
        out[row["report"], row["id"]] = _match(compare(asked, row["content"], by_sense=False), row, speaker, row["content"], size)
    if not any(m.wording in FAITHFUL and m.whose == "speaker" for m in out.values()):
        for row in told:
            if out[row["report"], row["id"]].wording == "unlike":
                out[row["report"], row["id"]] = _match(compare(asked, row["content"]), row, speaker, row["content"], size)
    best: dict[str, int] = defaultdict(lambda: len(SAID))
    for (report, _), match in out.items():
        best[report] = min(best[report], SAID.index(match.wording))
    passages = {p.report: p for p in places.passages(db, asked)}
    for head in _reports(db, list(passages)):
        passage = passages[head.pop("n")]
        if not best[head["report"]]:
            continue
        found = compare(asked, passage.text, by_sense=False)
        if found.wording in CLOSE and SAID.index(found.wording) < best[head["report"]]:
            match = _in_text(db, head, passage, found, speaker, size)
            out[match.statement["report"], match.statement["id"] or match.statement["start"]] = match
    return list(out.values())


_REPORTS = """select n, id as report, title, publisher, published, url from report
    where n in (select value from json_each(?)) and superseded_by is null and withdrawn_by is null and status = 'usable'
    and (embargo is null or embargo <= ?) order by id"""


def _reports(db: apsw.Connection, numbers: Sequence[int]) -> Iterator[Row]:
    for values in db.execute(_REPORTS, (json.dumps(list(numbers)), now())):
        yield dict(zip(("n", "report", "title", "publisher", "published", "url"), values, strict=True))


def _in_text(db: apsw.Connection, report: Row, passage: places.Passage, found: Compared, speaker: str | None, size: int) -> QuoteMatch:
    """Give what stands in a report's text as the match of the statement around it, else as the report's own."""
    start, end = passage.start + found.span[0], passage.start + found.span[1]
    row = _statement_around(db, report["report"], start, end)
    if row is not None:
        return _match(found, row, speaker, row["content"], size)
    a, b = _sentence(passage.text, *found.span)
    sentence = passage.text[a:b]
    row = dict.fromkeys(_KEYS) | {
        "content": " ".join(passage.text[slice(*found.span)].split()), "start": start, "end": end, "sentence": " ".join(sentence.split()),
    } | report  # fmt: skip
    return _match(found, row, speaker, sentence, size, own=not _in_marks(passage.text, *found.span))


_KEYS = "id speaker country sector act form content cue date channel addressee within confidence start end rule judged".split()
"""What a statement's row has beside its report's."""


def _statement_around(db: apsw.Connection, report: str, start: int, end: int) -> Row | None:
    """Give the statement that most of a stretch of a report's text lies in; the innermost, where one holds another."""
    sql = """select x.n from statement x join report r on r.n = x.report where r.id = ? and x.start < ? and x."end" > ?
        and x.judged is not 'wrong' and min(x."end", ?) - max(x.start, ?) >= ? order by x."end" - x.start limit 1"""
    n = db.execute(sql, (report, end, start, end, start, OVER * (end - start))).get
    return next(rows_of(db, "statements", [int(str(n))]), None) if n is not None else None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the sentence, as far as stops and line ends show it, that a stretch of text stands in."""
    before, after = text[:start], text[end:]
    first = max((m.end() for m in _STOP.finditer(before)), default=0)
    stop = _STOP.search(after)
    return first, end + (stop.start() + 1 if stop else len(after))


_STOP = re.compile(r"(?<=[a-z0-9”\"])[.!?][”\"]?\s|\n")
_OPENED = re.compile(r"[“«„]|(?<!\w)\"(?=\w)")
_CLOSED = re.compile(r"[”»]|(?<=[\w.,!?])\"(?!\w)")


def _in_marks(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of text stands in quotation marks."""
    line = text.rfind("\n", 0, start) + 1
    return len(_OPENED.findall(text, line, start + 1)) > len(_CLOSED.findall(text, line, start))


# -- what it is worth ----------------------------------------------------------------------------------------------------------------------


def _match(found: Compared, row: Row, speaker: str | None, around: str, size: int, *, own: bool = False) -> QuoteMatch:
    whose = _whose(row, speaker, around, own)
    verdict = _verdict(found.wording, whose)
    sure = certainty(verdict, found.score, whose, size, row["confidence"])
    return QuoteMatch(
        verdict=verdict, wording=found.wording, whose=whose, score=found.score, sure=sure, changes=found.changes, said=found.said,
        statement=row,
    )  # fmt: skip


def _whose(row: Row, speaker: str | None, around: str, own: bool) -> Whose:
    if own:
        return "about" if speaker and names_in(speaker, around) else "report"
    if speaker is None:
        return "speaker" if row["speaker"] else "unsure"
    same = same_speaker(speaker, row["speaker"])
    if same is None:
        return "unsure"
    return "speaker" if same else "about" if names_in(speaker, around) else "other"


def _verdict(wording: Wording, whose: Whose) -> Verdict:
    if wording == "unlike" or (wording == "paraphrase" and whose in ("report", "about", "other")):
        return "not_found"
    if whose == "report":
        return "report"
    if whose in ("other", "about"):
        return "other_speaker" if whose == "other" else "about"
    return wording


def _order(match: QuoteMatch) -> tuple[object, ...]:
    """The nearest first: who was asked for before others, unless the words are far off; then the earliest."""
    place = SAID.index(match.wording)
    far = match.wording == "paraphrase" or (match.wording == "altered" and match.score < NEAR)
    others = {"speaker": 0, "unsure": 1, "other": 2, "about": 2, "report": 3}[match.whose]
    rank = 6 if match.verdict == "not_found" else 4 if far and others < 2 else 3 if others >= 2 else 0
    s = match.statement
    return (rank, place, others, -match.score, instant(s["published"] or "9999"), s["report"], s["start"])


def certainty(verdict: Verdict, score: float, whose: Whose, size: int, spoken: float | None) -> float:
    """Say how likely a verdict is right; `size`: words asked for, `spoken`: how sure the statement and its speaker are."""
    base = SURE[verdict]
    if verdict in ("altered", "paraphrase"):
        base *= min(1.0, 0.55 + score / 2)
    if size < 4:
        base *= 0.9  # three words are soon said by several
    if whose == "unsure":
        base *= 0.8
    elif whose in ("speaker", "other", "about") and spoken is not None:
        base *= 0.5 + min(1.0, spoken) / 2
    return round(base, 2)


SURE: dict[Verdict, float] = {
    "exact": 0.99, "spelling": 0.98, "cut": 0.93, "altered": 0.97, "paraphrase": 0.9, "other_speaker": 0.93, "about": 0.85, "report": 0.95,
    "not_found": 0.97,
}  # fmt: skip


def nothing(found: Sequence[QuoteMatch]) -> float:
    """Say how sure it is that nobody said it: the less, the nearer the nearest wording is."""
    near = max((m.score for m in found), default=0.0)
    return round(SURE["not_found"] * (1.0 if near < 0.3 else 1.15 - near / 2), 2)


# -- how it spread -------------------------------------------------------------------------------------------------------------------------


def _spread(archive: Archive, best: QuoteMatch | None, found: Sequence[QuoteMatch]) -> tuple[Appearance, ...]:
    """Give the reports that print the sentence, the earliest first; copies of one text are one origin."""
    if best is None:
        return ()
    ours = [m for m in found if _one_sentence(m, best)]
    nearest: dict[str, QuoteMatch] = {}
    for m in ours:
        nearest.setdefault(m.statement["report"], m)
    out = []
    for origin, lot in enumerate(firsts.in_order(archive, nearest), 1):
        out += [Appearance(match=nearest[id], origin=origin, copy_of=lot[0] if id != lot[0] else None) for id in lot]
    return tuple(sorted(out, key=lambda a: (a.origin != 1 or a.copy_of is not None, _day(a.match))))


def _one_sentence(match: QuoteMatch, best: QuoteMatch) -> bool:
    """Say whether a match prints the same sentence as the best one: in faithful words, or changed but of the same speaker."""
    if (match.whose in ("report", "about")) != (best.whose in ("report", "about")):
        return False
    if match.wording in FAITHFUL:
        return True
    one, two = match.statement["speaker"], best.statement["speaker"]
    known = bool(one and two and same_speaker(one, two))
    if match.wording == "altered":
        return (known or match is best) and match.score >= min(NEAR, best.score - 0.1)
    return match.wording == best.wording == "paraphrase" and known


def _day(match: QuoteMatch) -> tuple[str, str]:
    return instant(match.statement["published"] or "9999"), match.statement["report"]
