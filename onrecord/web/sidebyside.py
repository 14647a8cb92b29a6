"""Two reports side by side: what stands in both, with the words changed inside it, and what stands in one alone, in reading order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from onrecord.compare import copies
from onrecord.compare.words import COMPARED, fold_word
from onrecord.model.record import Span
from onrecord.store import Archive
from onrecord.store.query import Row

LONGEST = 700
"""Words of a passage whose changes are marked; comparing longer ones word by word would cost too much."""
_TOKEN = re.compile(r"\S+\s*|\s+")
_OPENING, _CLOSING = "“‘\"'([", "”’\"').,;:!?…]"
Piece = tuple[str, str]
"""What (same, changed) and the words."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage of both ("shared": how many words are the same), or text of one alone."""

    kind: str
    same: int
    a: Span | None
    b: Span | None
    pieces_a: tuple[Piece, ...]
    pieces_b: tuple[Piece, ...]


def stretches(archive: Archive, a: str, b: str) -> list[Stretch]:
    """Give two reports' own texts in the order of the first; what only the second has stands after what it follows there."""
    texts = {id: archive.text(id) for id in (a, b)}
    shared = copies.shared_passages(archive, a, b)
    found = [(p.same, _closed(in_a, texts[a]), _closed(in_b, texts[b])) for p, in_a, in_b in shared]
    alone_a = _outside(_body(archive, a, texts[a]), [x for _, x, _ in found], texts[a])
    alone_b = _outside(_body(archive, b, texts[b]), [x for _, _, x in found], texts[b])
    before = {x: n for n, (_, _, x) in enumerate(sorted(found, key=lambda f: f[2]))}
    out: list[Stretch] = []
    out += [_alone("b", s, texts[b]) for s in alone_b if not found or s[0] < min(x[0] for _, _, x in found)]
    left = iter(alone_a)
    waiting = next(left, None)
    order = sorted(x for _, _, x in found)
    for same, in_a, in_b in found:
        while waiting is not None and waiting[0] < in_a[0]:
            out.append(_alone("a", waiting, texts[a]))
            waiting = next(left, None)
        out.append(_shared(same, in_a, in_b, texts[a], texts[b]))
        at = before[in_b]
        end = order[at + 1][0] if at + 1 < len(order) else len(texts[b]) + 1
        out += [_alone("b", s, texts[b]) for s in alone_b if in_b[1] <= s[0] < end]
    while waiting is not None:
        out.append(_alone("a", waiting, texts[a]))
        waiting = next(left, None)
    return out


def _closed(span: Span, text: str) -> Span:
    """Take the marks that open and close a passage in."""
    start, end = span
    while start > 0 and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return start, end


def _body(archive: Archive, id: str, text: str) -> list[Span]:
    """Give the parts of a report's text that are compared."""
    parts = json.loads(str(archive.db.execute("select parts from report where id = ?", (id,)).get))
    return [(int(a), int(b)) for kind, a, b in parts if kind in COMPARED] or [(0, len(text))]


def _outside(body: Sequence[Span], passages: Sequence[Span], text: str) -> list[Span]:
    """Give what of a text lies outside its shared passages, by paragraph."""
    out: list[Span] = []
    taken = sorted(passages)
    for start, end in body:
        at = start
        for a, b in [p for p in taken if p[1] > start and p[0] < end] + [(end, end)]:
            if a > at:
                out += _lines(text, at, min(a, end))
            at = max(at, b)
    return [s for s in out if any(c.isalnum() for c in text[s[0] : s[1]])]


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip()
        if bare:
            first = at + line.index(bare[0])
            yield first, first + len(bare)
        at += len(line)


def _alone(side: str, span: Span, text: str) -> Stretch:
    words = (("same", text[span[0] : span[1]]),)
    return Stretch(
        f"only_{side}",
        0,
        span if side == "a" else None,
        span if side == "b" else None,
        words if side == "a" else (),
        words if side == "b" else (),
    )


def _shared(same: int, a: Span, b: Span, text_a: str, text_b: str) -> Stretch:
    one, two = _TOKEN.findall(text_a[a[0] : a[1]]), _TOKEN.findall(text_b[b[0] : b[1]])
    keys_a, keys_b = [_bare(w) for w in one], [_bare(w) for w in two]
    if keys_a == keys_b or max(len(one), len(two)) > LONGEST:
        return Stretch("shared", same, a, b, (("same", "".join(one)),), (("same", "".join(two)),))
    pieces_a: list[Piece] = []
    pieces_b: list[Piece] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, keys_a, keys_b, autojunk=False).get_opcodes():
        kind = "same" if tag == "equal" else "changed"
        pieces_a += [(kind, "".join(one[a0:a1]))] if a1 > a0 else []
        pieces_b += [(kind, "".join(two[b0:b1]))] if b1 > b0 else []
    return Stretch("shared", same, a, b, tuple(pieces_a), tuple(pieces_b))


def _bare(word: str) -> str:
    """Give a word as it is compared: quotation marks and commas are no change."""
    return fold_word("".join(c for c in word if c.isalnum() or c in "'’-")).strip("'-") or word.strip()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the page: a passage of both, or what either has alone between two such passages."""

    shared: bool
    left: tuple[tuple[Piece, ...], ...]
    right: tuple[tuple[Piece, ...], ...]


def in_rows(found: Sequence[Stretch]) -> list[Line]:
    """Put what either has alone between the same passages side by side."""
    out: list[Line] = []
    for shared, lot in groupby(found, key=lambda s: s.kind == "shared"):
        stretches = list(lot)
        if shared:
            out += [Line(True, (s.pieces_a,), (s.pieces_b,)) for s in stretches]
        else:
            out.append(Line(False, tuple(s.pieces_a for s in stretches if s.a), tuple(s.pieces_b for s in stretches if s.b)))
    return out


def stretch_rows(found: Sequence[Stretch]) -> Iterator[Row]:
    """Give a row for each stretch, with its places in both texts."""
    for s in found:
        yield {
            "kind": s.kind,
            "same_words": s.same,
            "start_a": s.a[0] if s.a else None,
            "end_a": s.a[1] if s.a else None,
            "start_b": s.b[0] if s.b else None,
            "end_b": s.b[1] if s.b else None,
            "words_a": _words(s.pieces_a),
            "words_b": _words(s.pieces_b),
        }


def _words(pieces: Sequence[Piece]) -> str:
    return " ".join("".join(words for _, words in pieces).split())
