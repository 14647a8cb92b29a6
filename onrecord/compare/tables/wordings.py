"""The same quotation in the words of several reports, side by side: the same, a part of it, cut, altered, reworded, another's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.compare.events.tellings import party
from onrecord.compare.grouping.vectors import term_weights
from onrecord.compare.quotations.tokens import Token, gap, tokens
from onrecord.compare.quotations.wording import Compared, compare_tokens
from onrecord.compare.tables import account as table
from onrecord.compare.tables.facts import Sources
from onrecord.compare.tables.told import Told
from onrecord.compare.words import fold_word
from onrecord.model.record import Span, Statement
from onrecord.store.rows import fold

LEAST = 4
"""Words from which a quotation can be told from a common phrase; shorter ones only join a longer one of the same speaker."""
OTHERS = 7
"""Words from which the same words of another speaker are the same quotation."""
CONTENT = 0.3
"""Likeness by meaningful words from which half the words in common make a paraphrase."""
SAME = 0.8
"""Share of common words from which two prints are one quotation, whatever the words; below, what carries meaning must be common too."""
LARGEST = 40
"""Quotations that share a word and are compared through it: commoner words say nothing."""
_QUOTED = re.compile(r"[“\"„«]([^“”\"„«»\n]{2,2000})[”\"»]")


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Quoted words of one statement in one report."""

    told: Told
    statement: Statement
    span: Span
    speaker: str | None
    named: bool
    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    """Its words as they are compared, with the places where the print itself says that some are left out."""

    def text(self) -> str:
        """Give its words as printed, one space apart."""
        return " ".join(self.told.record.words(self.span).split())


def quotes(told: Told) -> list[Quote]:
    """Give the quotations of a report: of direct speech all of it, of mixed speech what stands in quotation marks."""
    out: dict[Span, Quote] = {}
    for s in told.record.statements:
        if s.form == "indirect":
            continue
        named = s.speaker in told.actors and told.named(str(s.speaker))
        for span in s.content if s.form == "direct" else _marked(told, s):
            text = told.record.words(span)
            words = tuple(fold(text).split())
            if words and span not in out:
                out[span] = Quote(
                    told=told, statement=s, span=span, speaker=told.speaker(s), named=named, words=words, tokens=tuple(tokens(text))
                )
    return list(out.values())


def _marked(told: Told, statement: Statement) -> list[Span]:
    start, end = statement.content[0][0], statement.content[-1][1]
    found = [m.span(1) for m in _QUOTED.finditer(told.record.report.text, max(0, start - 1), end + 1)]
    return [(max(a, start), min(b, end)) for a, b in found]


def group(found: Sequence[Quote]) -> list[list[Quote]]:
    """Group the prints of one quotation, the fullest first; each quotation stands in one group."""
    order = sorted(found, key=lambda q: (-len(q.words), q.told.published or "9999", q.told.id, q.span))
    by_word: dict[str, list[int]] = defaultdict(list)
    groups: list[list[Quote]] = []
    for quote in order:
        counts: dict[int, int] = defaultdict(int)
        words = {fold_word(w) for w in quote.words}
        for word in words:
            for at in by_word[word][:LARGEST]:
                counts[at] += 1
        likely = sorted(counts, key=lambda at: (-counts[at], at))[:LARGEST]
        home = next((at for at in likely if _same(quote, groups[at][0])), None)
        if home is not None:
            groups[home].append(quote)
            continue
        groups.append([quote])
        for word in words:
            by_word[word].append(len(groups) - 1)
    return groups


def _same(quote: Quote, fullest: Quote) -> bool:
    """Say whether a print is one of this quotation: by the share of common words, by more of them for another speaker."""
    found = _beside(quote, fullest)
    if _other(quote, fullest):
        return len(quote.words) >= OTHERS and found.score >= SAME and found.wording != "unlike"
    if len(quote.words) < LEAST:
        return found.wording in ("exact", "spelling") and len(fullest.words) >= LEAST
    if found.wording in ("exact", "spelling", "cut") or (found.wording == "altered" and found.score >= SAME):
        return True
    return found.wording != "unlike" and _alike(quote, fullest) >= CONTENT


def _beside(quote: Quote, fullest: Quote) -> Compared:
    return compare_tokens(quote.tokens, fullest.tokens, fullest.told.record.words(fullest.span))


def _alike(one: Quote, two: Quote) -> float:
    """Say how alike two quotations are by the words that carry meaning: "the ... of the ..." makes no paraphrase."""
    a, b = term_weights(" ".join(one.words)), term_weights(" ".join(two.words))
    return sum(x * b[t] for t, x in a.items() if t in b)


def _other(quote: Quote, fullest: Quote) -> bool:
    """Say whether two named speakers are not the same ("Roe" may be "Ann Roe"). Who is only described ("the minister") may be either."""
    if quote.speaker == fullest.speaker or not (quote.named and fullest.named):
        return False
    return not party(quote.speaker or "", None).words & party(fullest.speaker or "", None).words


def wordings(groups: Sequence[Sequence[Quote]], sources: Sources) -> tuple[table.Wording, ...]:
    """Give the quotations that two independent texts or more print, those in differing words first."""
    found = []
    for g in groups:
        if len(g[0].words) < LEAST or len({q.told.origin for q in g}) < 2:
            continue
        speaker = next((q.speaker for q in g if q.named), g[0].speaker)
        variants = [_variant(q, g[0], sources) for q in g]
        rest = sorted(variants[1:], key=lambda v: (_ORDER.index(v.verdict), not v.other_speaker, v.words.report, v.words.start))
        found.append(table.Wording(speaker=speaker, variants=(variants[0], *_once(rest))))
    found.sort(key=lambda w: (not w.differs, -len({v.source for v in w.variants}), w.variants[0].words.words))
    return tuple(found)


_ORDER = ("fullest", "same", "part", "spelling", "cut", "altered", "paraphrase")


def _once(variants: Sequence[table.Variant]) -> list[table.Variant]:
    """Leave out what a source prints twice in the same words: in its copies, or again further down."""
    seen: set[tuple[int, str, str | None]] = set()
    out = []
    for v in variants:
        key = (v.source, fold(v.words.words), v.speaker)
        if key not in seen:
            seen.add(key)
            out.append(v)
    return out


def _variant(quote: Quote, fullest: Quote, sources: Sources) -> table.Variant:
    verdict: table.Verdict = "fullest"
    changes: tuple[tuple[str, str], ...] = ()
    if quote is not fullest:
        found = _beside(quote, fullest)
        if found.wording == "exact":
            verdict = "same" if _size(quote) == _size(fullest) else "part"
        else:
            verdict = "paraphrase" if found.wording == "unlike" else found.wording
        changes = tuple((c.said, c.asked) for c in found.changes)
    return table.Variant(
        source=sources.of_report[quote.told.id], verdict=verdict, speaker=quote.speaker, other_speaker=_other(quote, fullest),
        changes=changes, words=quote.told.words(quote.span, quote.statement.id),
    )  # fmt: skip


def _size(quote: Quote) -> int:
    return sum(not gap(t) for t in quote.tokens)
