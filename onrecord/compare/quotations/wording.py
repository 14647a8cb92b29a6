"""What the words of a quotation are to the words that a report has: laid side by side, with what differs and how near they are.

Words are laid over what was said so that all of the quotation is used and any part of the report may be (a fitting alignment); a rare
word counts more than "the". What differs then decides: nothing but spelling, only words left out, other words here and there, or the same
sense in other words. Another number, name or negation is never the same wording.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from onrecord.compare.events.relatedness import Direction
from onrecord.compare.grouping.vectors import rarity
from onrecord.compare.quotations.tokens import Token, gap, is_small, sense, stem, tokens, turns

Wording = Literal["exact", "spelling", "cut", "altered", "paraphrase", "unlike"]

ALTERED = 0.72
"""Share of words in common (2m / (a + b)) from which it is the same sentence with changes."""
KEPT, HELD = 0.58, 0.5
"""Share of the quotation's words, and of their weight, that an altered sentence has kept."""
TURNED = 0.9
"""Share of the quotation's words that a passage has in whatever order, from which it is the same words put otherwise."""
PARAPHRASE, BACK = 0.48, 0.32
"""Share by weight of the quotation's telling words that a passage has in words of the same stem or sense, and the other way round."""
LEAST_TELLING = 3
"""Telling words that both must have in one stem before their sense is looked at: two words are soon met with by chance."""
KIN, SAME_START = 5, 0.8
"""Letters with which stems of one word begin, at least; share of the shorter one that they have in common."""
ALIKE = 0.5
"""Cosine of the meanings of two words from which one may stand for the other."""
LEFT_OUT = 14
"""Words in one place that may be left out unmarked: more is another sentence."""
SPARSE = 3
"""Words kept for each place where some are left out unmarked, at least: fewer is picking words together."""
_OTHER, _EXTRA, _OPEN = 0.6, 0.04, 0.3
"""Costs of the alignment: a word asked for that was not said (times its weight), a word left out, a place where words are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A place where the words differ: what was asked for and what stands in the report (either may be empty)."""

    asked: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a quotation is to a passage: `score` from 0 to 1, `span` of the passage's text that it was laid over, and its words."""

    wording: Wording
    score: float
    changes: tuple[Change, ...]
    span: tuple[int, int]
    said: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Words that differ, as ranges of both sides; `marked`: the quotation says that words are left out here."""

    asked: tuple[int, int]
    said: tuple[int, int]
    marked: bool


def compare(asked: Sequence[Token], text: str, *, by_sense: bool = True) -> Compared:
    """Hold a quotation's words against a passage; `by_sense`: also where only the sense may be the same, which takes longest."""
    return compare_tokens(asked, tokens(text), text, by_sense=by_sense)


def compare_tokens(asked: Sequence[Token], said: Sequence[Token], text: str, *, by_sense: bool = True) -> Compared:
    """Hold a quotation's words against the words of a passage, whose text is `text`."""
    known = {t.key for t in said}
    asked = _joined(asked, known)
    said = _joined([t for t in said if not gap(t)], {t.key for t in asked})
    words = [t for t in asked if not gap(t)]
    breaks = _breaks(asked)
    if not words or not said:
        return Compared(wording="unlike", score=0.0, changes=(), span=(0, 0), said="")
    path = _laid_over(words, said, breaks)
    pairs = [(a, b) for a, b in enumerate(path) if b is not None]
    if not pairs:
        return Compared(wording="unlike", score=0.0, changes=(), span=(said[0].start, said[-1].end), said="")
    blocks = _blocks(words, said, pairs, breaks)
    low, high = pairs[0][1], pairs[-1][1] + 1
    for b in blocks:
        low, high = min(low, b.said[0]), max(high, b.said[1])
    spelling = any(words[a].written != said[b].written for a, b in pairs)
    score = _score(words, blocks, len(pairs))
    wording = _wording(words, said, blocks, spelling, score)
    if wording == "unlike" and by_sense and _telling(words, said) >= LEAST_TELLING:
        wording, score = _sense(words, said, score)
        if wording == "paraphrase":
            low, high = _stretch(words, said)
    changes = tuple(
        Change(asked=_written(words, b.asked), said=text[said[b.said[0]].start : said[b.said[1] - 1].end] if b.said[1] > b.said[0] else "")
        for b in blocks
    )
    span = (said[low].start, said[high - 1].end)
    return Compared(wording=wording, score=round(score, 3), changes=changes, span=span, said=" ".join(text[slice(*span)].split()))


def _joined(words: Sequence[Token], other: Collection[str]) -> list[Token]:
    """Write two words as one where the other side does: cease-fire and ceasefire."""
    out: list[Token] = []
    for t in words:
        if out and out[-1].key + t.key in other and out[-1].end != t.end:
            first = out.pop()
            t = Token(first.key + t.key, f"{first.written}-{t.written}", first.start, t.end)
        out.append(t)
    return out


def _breaks(asked: Sequence[Token]) -> frozenset[int]:
    """Give the places, counted in words, where the quotation says that something is left out."""
    out, at = set(), 0
    for t in asked:
        if gap(t):
            out.add(at)
        else:
            at += 1
    return frozenset(out)


def _weight(token: Token) -> float:
    return 3.0 if token.number else 2.0 if turns(token) else rarity(token.key)


def _laid_over(words: Sequence[Token], said: Sequence[Token], breaks: frozenset[int]) -> list[int | None]:
    """Give for each word of the quotation the word of the passage that it is laid on, in order; None where there is none.

    Dynamic programming over both: cell [a][b] is the best value of the first a words with the a-th laid on the b-th, or not at all.
    """
    keys = [t.key for t in said]
    n = len(said)
    places: dict[str, list[int]] = {}
    for b, key in enumerate(keys):
        places.setdefault(key, []).append(b)
    none = -1e9
    last = [0.0] * (n + 1)
    """Best value with the latest word laid before place b; place 0: nothing laid yet."""
    back: list[dict[int, int]] = []
    for a, word in enumerate(words):
        weight = _weight(word)
        laid: dict[int, tuple[float, int]] = {}
        free = a in breaks
        for b in places.get(word.key, ()):
            # The best place before b, less what lies between: last[] is kept so that this is a short look back.
            best, at = last[0] if a else 0.0, 0
            lowest = max(1, b - (400 if free else 60))
            for k in range(b, lowest - 1, -1):
                if last[k] > none:
                    between = b - k
                    cost = 0.0 if free or not between else _OPEN + _EXTRA * between
                    if last[k] - cost > best:
                        best, at = last[k] - cost, k
            laid[b + 1] = (best + weight, at)
        new = [value - _OTHER * weight if value > none else none for value in last]
        step: dict[int, int] = {}
        for b, (value, at) in laid.items():
            if value > new[b]:
                new[b], step[b] = value, at
        back.append(step)
        last = [new[0], *new[1:]]
        if not a:
            last = [-_OTHER * weight] + [new[b] if b in step else none for b in range(1, n + 1)]
    at = max(range(n + 1), key=lambda b: (last[b], -b))
    path: list[int | None] = [None] * len(words)
    for a in range(len(words) - 1, -1, -1):
        if at in back[a]:
            path[a] = at - 1
            at = back[a][at]
    return path


def _blocks(words: Sequence[Token], said: Sequence[Token], pairs: Sequence[tuple[int, int]], breaks: frozenset[int]) -> list[_Block]:
    """Give what lies between the words that are laid on one another. What stands before and after all of them is the report's."""
    out = []
    a0, b0 = -1, -1
    for a, b in [*pairs, (len(words), -1)]:
        first, end = b0 < 0, b < 0
        asked = (a0 + 1, a)
        lost = asked[1] - asked[0]
        # At either end as many words of the report stand opposite as of the quotation have no match.
        low = max(0, b - lost) if first else b0 + 1
        high = min(len(said), b0 + 1 + lost) if end else b
        if first and end:
            low, high = 0, 0
        if lost or high > low:
            out.append(_Block(asked, (low, high), any(asked[0] <= x <= asked[1] for x in breaks)))
        a0, b0 = a, b
    return out


def _score(words: Sequence[Token], blocks: Sequence[_Block], matched: int) -> float:
    extra = sum(b.said[1] - b.said[0] for b in blocks if not b.marked)
    return 2 * matched / (len(words) + matched + extra)


def _wording(words: Sequence[Token], said: Sequence[Token], blocks: Sequence[_Block], spelling: bool, score: float) -> Wording:
    if not blocks:
        return "spelling" if spelling else "exact"
    out = [b for b in blocks if b.asked[0] == b.asked[1]]
    if len(out) == len(blocks) and _only_cut(words, said, out):
        return "cut"
    if score >= ALTERED and _holds(words, blocks):
        return "altered"
    return "unlike"


def _only_cut(words: Sequence[Token], said: Sequence[Token], out: Sequence[_Block]) -> bool:
    """Say whether leaving words out changed nothing else: no negation, no number that another takes the place of."""
    silent = [b for b in out if not b.marked]
    if any(b.said[1] - b.said[0] > LEFT_OUT for b in silent) or len(words) < SPARSE * len(silent):
        return False
    lost = [t for b in silent for t in said[slice(*b.said)]]
    short = [t for b in out if b.marked and b.said[1] - b.said[0] <= 2 for t in said[slice(*b.said)]]
    whole = [b for b in silent if _closed(said, b)]
    kept = [t for b in silent if b not in whole for t in said[slice(*b.said)]]
    return not any(turns(t) for t in [*kept, *short]) and len(lost) <= 2 * len(words)


def _closed(said: Sequence[Token], block: _Block) -> bool:
    """Say whether what is left out is long enough to be a clause of its own."""
    return block.said[1] - block.said[0] > 5


def _holds(words: Sequence[Token], blocks: Sequence[_Block]) -> bool:
    """Say whether enough of the telling words are the same for a sentence with changes."""
    other = {n for b in blocks for n in range(*b.asked)}
    total = sum(_weight(t) for t in words)
    same = sum(_weight(t) for n, t in enumerate(words) if n not in other)
    return len(words) - len(other) >= max(2, KEPT * len(words)) and same >= HELD * total


def _sense(words: Sequence[Token], said: Sequence[Token], score: float) -> tuple[Wording, float]:
    """Say whether a passage has the same words in another order (altered), or their sense in other words (paraphrase)."""
    low, high = _stretch(words, said)
    part = said[low:high]
    have = Counter(t.key for t in part)
    same = sum(min(n, have[key]) for key, n in Counter(t.key for t in words).items())
    if len(words) >= 4 and same >= TURNED * len(words):
        return "altered", max(score, same / (len(words) + len(part)) * 2 * 0.7)
    near = _covered(words, part)
    if near >= PARAPHRASE and _telling(words, part) >= LEAST_TELLING and _covered(part, words) >= BACK:
        return "paraphrase", near
    return "unlike", score


def _stretch(words: Sequence[Token], said: Sequence[Token]) -> tuple[int, int]:
    """Give the part of a passage, as long as the quotation and half as long again, that has most of its telling words."""
    size = len(words) + len(words) // 2 + 4
    if len(said) <= size:
        return 0, len(said)
    stems = {stem(t.key): _weight(t) for t in words if not is_small(t.key)}
    best, at = -1.0, 0
    for low in range(len(said) - size + 1):
        value = sum(stems.get(s, 0.0) for s in {stem(t.key) for t in said[low : low + size]})
        if value > best:
            best, at = value, low
    return at, at + size


def _covered(words: Sequence[Token], others: Sequence[Token]) -> float:
    """Give the share of telling words, by weight, that others have in the same stem or sense; another number is held against it."""
    telling = [t for t in words if not is_small(t.key)]
    total = sum(_weight(t) for t in telling)
    if not total:
        return 0.0
    keys = [t.key for t in others if not is_small(t.key)]
    roots = _Roots(stem(key) for key in keys)
    senses = np.stack([sense(key) for key in keys]) if keys else None
    numbers = {t.key for t in others if t.number}
    return sum(_weight(t) * _nearest(t, numbers, roots, senses) for t in telling) / total


def _telling(words: Sequence[Token], others: Sequence[Token]) -> int:
    """Count the telling words that others have, too, in one stem or as kin of it: stringent and stringently."""
    theirs = _Roots(stem(t.key) for t in others if not is_small(t.key))
    return sum(theirs.have(root) for root in {stem(t.key) for t in words if not is_small(t.key)})


class _Roots:
    """The stems of a passage, by how they begin: only stems that begin alike are held against one another."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._all = set(stems)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for root in self._all:
            self._by_start[root[:KIN]].append(root)

    def have(self, root: str) -> bool:
        """Say whether the stem, or kin of it, is among them."""
        return root in self._all or any(_kin(root, other) for other in self._by_start.get(root[:KIN], ()))


def _kin(one: str, two: str) -> bool:
    """Say whether two stems begin so much alike that they are one word in two forms: punish, punishment."""
    if one[:KIN] != two[:KIN] or min(len(one), len(two)) < KIN:
        return False
    same = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return same >= SAME_START * min(len(one), len(two))


def _nearest(token: Token, numbers: Collection[str], roots: _Roots, senses: Direction | None) -> float:
    if token.number:
        return 1.0 if token.key in numbers else -0.5
    if roots.have(stem(token.key)):
        return 1.0
    best = float(max(senses @ sense(token.key))) if senses is not None else 0.0
    return best if best >= ALIKE else 0.0


def _written(words: Sequence[Token], span: tuple[int, int]) -> str:
    out: list[Token] = []
    for t in words[slice(*span)]:
        if not out or out[-1].start != t.start:
            out.append(t)
    return " ".join(t.written for t in out)
