"""Quotation marks: which stretches of a text stand inside them.

One pass over each paragraph, one rule a mark. A paragraph that leaves its quotation open and is followed by one that opens
again carries the quotation on (the press's convention for quotations of several paragraphs). An opening mark inside an open
quotation of the same style ends the first one: marks get lost in scraping, and the later mark is the better evidence.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model.document import Document
from onrecord.model.record import Span

MARK = re.compile(r"``|''|‘‘|’’|[“”„‟«»\"‘’‚‹›'`]")
SINGLE = frozenset("‘’'‚‹›`")
DOUBLED = {"‘‘": "``", "’’": "''"}
"""Two curly single marks that are typed for a double one."""
UNMARKED = 4
"""Paragraphs without a mark that a quotation may go on through until its closing mark."""
SPACE_BEFORE = frozenset(" \t\n\r\xa0\u2009\u202f([{—–-:/\"“„«")
ELISIONS = ("em", "til", "tis", "twas", "cause", "cos", "round", "bout", "n")
"""Words that begin with an apostrophe, so that it opens nothing."""


@dataclass(slots=True, eq=False)
class Region:
    """A stretch inside quotation marks. `start`/`end` exclude the marks, `opens`/`closes` include them."""

    start: int
    end: int
    opens: int
    closes: int
    block: int
    single: bool = False
    closed: bool = True
    carried: Region | None = None
    """The region of the paragraph before that this one carries on."""


def regions_of(document: Document) -> list[Region]:
    """Give the quoted regions of a report, found once."""
    if document.regions is None:
        document.regions = find_regions(document.text, document.blocks)
    return document.regions


def find_regions(text: str, blocks: Sequence[Span]) -> list[Region]:
    """Find the quoted regions of every block, in order, without overlap (marks nested in a quotation are part of it)."""
    out: list[Region] = []
    for number, block in enumerate(blocks):
        previous = out[-1] if out else None
        still_open = previous if previous and not previous.closed and previous.block == number - 1 else None
        if still_open is not None and not still_open.single and _closed_below(text, blocks, number):
            last = block[0] + len(text[block[0] : block[1]].rstrip())
            out.append(Region(block[0], last, block[0], last, number, closed=False, carried=still_open))
            continue
        goes_on = number + 1 < len(blocks) and _opens_block(text, blocks[number + 1])
        out += _scan(text, block, number, still_open, goes_on=goes_on)
    return out


def _closed_below(text: str, blocks: Sequence[Span], number: int) -> bool:
    """Tell a paragraph without a mark inside a quotation that a paragraph below closes, with no other mark between."""
    for n in range(number, min(len(blocks), number + UNMARKED + 1)):
        start, end = blocks[n]
        first = next((m for m in MARK.finditer(text, start, end) if m.group() not in SINGLE), None)
        if first is not None:
            at, mark = first.start(), DOUBLED.get(first.group(), first.group())
            closes = mark in CLOSING and not _Scan(text, blocks[n], n, goes_on=False).opens(at, mark)
            return n > number and at > start and closes
    return False


CLOSING = frozenset({"”", "»", "''", '"'})


def _opens_block(text: str, block: Span) -> bool:
    """Tell whether a paragraph begins with a single quotation mark: one before it that is not closed goes on there."""
    return text[block[0]] in "‘'" and text[block[0] + 1 : block[0] + 2].isalnum()


def _scan(text: str, block: Span, number: int, still_open: Region | None, *, goes_on: bool) -> list[Region]:
    scan = _Scan(text, block, number, goes_on=goes_on)
    marks = [(m.start(), DOUBLED.get(m.group(), m.group())) for m in MARK.finditer(text, *block)]
    if still_open is not None:
        scan.carry(still_open, marks)
    for at, mark in marks:
        if at < scan.skip_to:
            continue
        if mark in SINGLE:
            scan.single(at, marks)
        else:
            scan.double(at, mark)
    return scan.finish()


class _Scan:
    """The state of one paragraph's scan."""

    def __init__(self, text: str, block: Span, number: int, *, goes_on: bool) -> None:
        self.text, self.block, self.number, self.goes_on = text, block, number, goes_on
        self.open_at: int | None = None
        self.open_mark = ""
        self.skip_to = block[0]
        self.carried: Region | None = None
        self.inner = False
        self.out: list[Region] = []
        self._closers: list[int] | None = None
        self._next_closer = 0

    def carry(self, region: Region, marks: list[tuple[int, str]]) -> None:
        """Carry an unclosed quotation over from the paragraph before, if this one opens again or holds a lone closing mark."""
        if region.single:
            self.carried = region if _opens_block(self.text, self.block) else None
            return
        first = next(((at, mark) for at, mark in marks if mark not in SINGLE), None)
        if first is None:
            return
        at, mark = first
        if at == self.block[0] and self.opens(at, mark):
            self.carried = region
        elif mark in ("”", "»", "''") or (mark == '"' and not self.opens(at, mark)):
            self.open_at, self.open_mark, self.carried = self.block[0], "", region

    def double(self, at: int, mark: str) -> None:
        if self.open_at is None:
            if self.opens(at, mark):
                self.open_at, self.open_mark = at, mark
        elif self.open_mark in ('"', "''", "``") and mark == "“":
            self.inner = True
        elif self.inner and mark == "”":
            self.inner = False
        elif self._closes(at, mark):
            self._emit(at, at + len(mark), closed=True)
        elif self.opens(at, mark) and mark == self.open_mark:
            self._emit(at, at, closed=False)
            self.open_at, self.open_mark = at, mark

    def single(self, at: int, marks: list[tuple[int, str]]) -> None:
        """Open a quotation in single marks where a closing mark follows; apostrophes open nothing."""
        if self.open_at is not None or not self._opens_single(at):
            return
        if self.goes_on and self._over_paragraphs(at):
            self.open_at, self.open_mark = at, "'"
            end = self.block[0] + len(self.text[self.block[0] : self.block[1]].rstrip())
            self._emit(end, end, closed=False, single=True)
            self.skip_to = self.block[1]
            return
        close = self._closer_after(at, marks)
        if close is not None:
            self.open_at, self.open_mark = at, "'"
            self._emit(close, close + 1, closed=True, single=True)
            self.skip_to = close + 1

    def _over_paragraphs(self, at: int) -> bool:
        """Tell whether a single mark opens a quotation of several paragraphs: at the start or after a colon, and not closed at the end."""
        first = at == self.block[0] or self.text[self.block[0] : at].rstrip()[-1:] == ":"
        return first and self.text[self.block[0] : self.block[1]].rstrip()[-1:] not in "’'›"

    def finish(self) -> list[Region]:
        if self.open_at is not None:
            end = self.block[1]
            while end > self.open_at and self.text[end - 1].isspace():
                end -= 1
            self._emit(end, end, closed=False)
        return self.out

    def _emit(self, end: int, closes: int, *, closed: bool, single: bool = False) -> None:
        assert self.open_at is not None
        start = self.open_at + len(self.open_mark)
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if end > start:
            self.out.append(Region(start, end, self.open_at, closes, self.number, single, closed, self.carried))
        self.open_at, self.carried, self.inner = None, None, False

    def _around(self, at: int, width: int) -> tuple[str, str]:
        before = self.text[at - 1] if at > self.block[0] else " "
        after = self.text[at + width] if at + width < self.block[1] else " "
        return before, after

    def opens(self, at: int, mark: str) -> bool:
        """Tell by what stands around a mark whether it opens a quotation."""
        before, after = self._around(at, len(mark))
        if mark in ("“", "„", "«", "``", "‟"):
            return True
        if mark in ('"', "''"):
            return not after.isspace() and (before in SPACE_BEFORE or not (after in ",.;:!?)" or before.isalnum() or before in ".,!?…"))
        return before in SPACE_BEFORE and after.isalnum() and mark in "”»"

    def _closes(self, at: int, mark: str) -> bool:
        opened = self.open_mark
        if opened == "„":
            return mark in "“”\""
        if opened in ("“", "‟", "”"):
            return mark in ("”", '"', "''")
        if opened == "«":
            return mark == "»"
        if opened == "»":
            return mark == "«"
        if opened in ("``", "''"):
            return mark in ("''", '"', "”")
        if opened == "":
            return mark in ("”", "»", "''", '"')
        before, after = self._around(at, len(mark))
        return mark == "”" or (mark == '"' and not (before.isspace() and not after.isspace()))

    def _opens_single(self, at: int) -> bool:
        before, after = self._around(at, 1)
        if self.text[at] in "’›`" or before not in SPACE_BEFORE or not (after.isalnum() or after in "“\"[…"):
            return False
        word = self.text[at + 1 : at + 6].lower()
        return not any(word.startswith(e) and not word[len(e) : len(e) + 1].isalpha() for e in ELISIONS) and not re.match(r"\d0s", word)

    def _closer_after(self, at: int, marks: list[tuple[int, str]]) -> int | None:
        """Give the closing mark: the first candidate, or a later one where the first looks like a plural's possessive."""
        if self._closers is None:
            self._closers = [i for i, mark in marks if mark in ("’", "'", "›") and self._may_close(i)]
        while self._next_closer < len(self._closers) and self._closers[self._next_closer] <= at + 1:
            self._next_closer += 1
        following = self._closers[self._next_closer : self._next_closer + 2]
        if not following:
            return None
        first = following[0]
        before, after = self._around(first, 1)
        plural = before in "sS" and after.isspace() and self.text[first + 2 : first + 3].isalpha()
        if not plural or len(following) < 2:
            return first
        lo, hi = bisect.bisect_right(marks, (first, "~")), bisect.bisect_left(marks, (following[1], ""))
        return first if any(self._opens_single(i) for i, _ in marks[lo:hi]) else following[1]

    def _may_close(self, at: int) -> bool:
        before, after = self._around(at, 1)
        return not before.isspace() and not after.isalnum()
