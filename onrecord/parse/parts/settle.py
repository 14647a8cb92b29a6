"""The second pass over a report's parts: what only the whole shows. Title, standfirst, lines after the text, subheadings."""

from __future__ import annotations

import re
from collections import Counter

from onrecord.parse.parts import caption, credit
from onrecord.parse.parts.dates import find_dates
from onrecord.parse.parts.pieces import Layout, Piece
from onrecord.parse.parts.units import Unit, count_words, ends_sentence
from onrecord.text import fold, trim

MAX_TITLE_WORDS = 30
LARGE_SHARE = 0.8
"""Share of a headline's longer words that begin with a capital, where headlines are written so; in a sentence it is below a half."""
MAX_SUBHEADING_WORDS = 14
MAX_STANDFIRST_WORDS = 90
MAX_MASTHEAD_WORDS = 14
MIN_LABELS = 3
"""Labels after the text from which they are a page's, not the report's."""
LIKE_SUMMARY = 0.9
"""Share of the container's summary that a first paragraph must hold, word for word, to be the standfirst."""

_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def settle(text: str, units: list[Unit], layout: Layout, *, capitals: bool, summary: str | None) -> None:
    """Settle the lines whose function the first pass left open. `summary`: the container's description of the report."""
    settling = _Settling(text, units, layout, capitals)
    settling.top(summary)
    settling.tail()
    settling.subheadings()


class _Settling:
    def __init__(self, text: str, units: list[Unit], layout: Layout, capitals: bool) -> None:
        self.text, self.units, self.out, self.capitals = text, units, layout, capitals
        self.pieces = layout.pieces

    def _words(self, start: int, end: int) -> str:
        return self.text[start:end]

    def top(self, summary: str | None) -> None:
        """Settle the lines above the text: title, standfirst, navigation."""
        pieces = self.pieces
        first = next((i for i, p in enumerate(pieces) if p.rule == "body/paragraph"), None)
        if first is None:
            return
        first = self._captions(first)
        head = [p for p in pieces[:first] if p.rule == "body/line"]
        if self.out.title is None:
            chosen = self._choose_title(head)
            if chosen is not None:
                chosen.kind, chosen.rule = "title", "title/line-above-text"
                self.out.title = re.sub(r"\s+", " ", self._words(chosen.start, chosen.end))
            self._title_as_sentence(first)
        below = self.out.title is None
        title = fold(self.out.title[:1000]) if self.out.title else None
        for piece in pieces[:first]:
            if piece.kind == "title":
                below = True
            elif piece.rule == "body/line" and piece.end - piece.start < 1000 and fold(self._words(piece.start, piece.end)) == title:
                piece.kind, piece.rule, piece.words = "boilerplate", "litter/title-again", None
            elif piece.rule == "body/line":
                self._above_text(piece, below)
        self._standfirst(first)
        if summary:
            self._summarised(first, fold(summary[:1000]))

    def _captions(self, first: int) -> int:
        """Make captions of what stands above the text and shows a photo; gives the first paragraph of the text anew.

        Above the text is what comes before the dateline; in a text without one, the first paragraph of a scraped page, or a line.
        """
        pieces = self.pieces
        mark = next((i for i, p in enumerate(pieces) if p.kind == "dateline"), None)
        if mark is None or mark < first:
            scraped = bool(pieces) and pieces[0].rule == "header/scraped-date"
            mark = first + 1 if scraped and any(p.rule == "body/paragraph" for p in pieces[first + 1 :]) else first
        for i, piece in enumerate(pieces[:mark]):
            if piece.kind != "body" or not any(p.kind in ("body", "dateline") for p in pieces[i + 1 :]):
                continue
            words = self._words(piece.start, min(piece.end, piece.start + 401))
            below = next((p for p in pieces[i + 1 :]), None)
            named = i and below is not None and below.kind == "dateline" and self._line_on(piece, below)
            if caption.uncredited(words, sentence=ends_sentence(self.text, piece.start, piece.end)) or named:
                piece.kind, piece.rule = "caption", "caption/above-text"
                photo = credit.trailing_credit(self.text, piece.start, piece.end)
                if photo is not None:
                    piece.agency = next(iter(photo[1].agencies), None)
                    piece.words = (piece.start, trim(self.text, piece.start, photo[0])[1])
                dates = [d for d in find_dates(words) if d.value or d.month]
                piece.date = dates[-1] if dates else None
        return next((i for i, p in enumerate(pieces) if p.rule == "body/paragraph"), first)

    def _line_on(self, piece: Piece, below: Piece) -> bool:
        """Tell whether a line stands right on the dateline, with more above it: a photo's name in few words ("Jane Roe, the minister")."""
        if piece.rule != "body/line" or "\n\n" in self.text[piece.end : below.start] or ends_sentence(self.text, piece.start, piece.end):
            return False
        above = [p for p in self.pieces if p.end <= piece.start and p.kind == "body"]
        return bool(above) and 2 <= count_words(self.text, piece.start, piece.end) <= 15

    def _choose_title(self, head: list[Piece]) -> Piece | None:
        again = Counter(fold(self._words(p.start, min(p.end, p.start + 400))) for p in head)
        fitting = [p for p in head if self._like_title(self._words(p.start, min(p.end, p.start + 400)))]
        long = [p for p in fitting if count_words(self.text, p.start, p.end) >= 5]
        whole = [p for p in long or fitting if not self._words(p.start, p.end).endswith(("...", "…"))]
        twice = [p for p in whole if again[fold(self._words(p.start, p.end))] > 1]
        return next(iter(twice or whole or long or fitting), None)

    def _title_as_sentence(self, first: int) -> None:
        """Take a first line as the title though it ends with a full stop: one short sentence whose words are written large."""
        piece = self.pieces[first]
        words = self._words(piece.start, min(piece.end, piece.start + 250)).split()
        if self.out.title is not None or self.capitals or piece.end > self.units[0].end:
            return
        if len(words) > 20 or len(self.units) < 3 or not self.units[1].gap or any(p.kind == "dateline" for p in self.pieces[:first]):
            return
        long = [w.strip("'\"“”‘’.,:;?!()") for w in words if len(w.strip("'\"“”‘’.,:;?!()")) > 3]
        if len(long) >= 3 and sum(w[0].isupper() or w[0].isdigit() for w in long) >= LARGE_SHARE * len(long):
            piece.kind, piece.rule = "title", "title/first-sentence"
            self.out.title = re.sub(r"\s+", " ", self._words(piece.start, piece.end))

    def _like_title(self, words: str) -> bool:
        count = len(words.split())
        return (
            3 <= count <= MAX_TITLE_WORDS
            and words[-1] not in ":,"
            and words[0] not in "•*·–—-("
            and "@" not in words
            and words.count("|") < 2
            and not any(mark in words for mark in "▲▼↑↓")
        )

    def _above_text(self, piece: Piece, below: bool) -> None:
        words = count_words(self.text, piece.start, piece.end)
        line = self._words(piece.start, min(piece.end, piece.start + 300))
        if not below and words <= MAX_MASTHEAD_WORDS and _WEEKDAY.search(line) and any(d.value for d in find_dates(line)):
            piece.kind, piece.rule, piece.words = "header", "header/masthead", None
        elif (not below and (words <= 4 or line.endswith(("...", "…")))) or "@" in line or line.count("|") > 1:
            piece.kind, piece.rule, piece.words = "boilerplate", "litter/above-title", None
        elif below and words >= 7:
            piece.kind, piece.rule = "standfirst", "standfirst/line-under-title"
        elif below and words <= 3 and not ends_sentence(self.text, piece.start, piece.end):
            piece.kind, piece.rule, piece.words = "boilerplate", "litter/above-text", None

    def _standfirst(self, first: int) -> None:
        """Make paragraphs before the first dateline, or between title and byline, the standfirst."""
        pieces = self.pieces
        mark = next((i for i, p in enumerate(pieces) if p.kind == "dateline"), None)
        rule = "standfirst/before-dateline"
        if mark is None or mark < first:
            mark = next((i for i, p in enumerate(pieces[: first + 6]) if p.kind in ("byline", "header") and i > first), None)
            rule = "standfirst/before-byline"
        if mark is None or not any(p.rule == "body/paragraph" for p in pieces[mark:]):
            return
        above = [p for p in pieces[:mark] if p.rule == "body/paragraph"]
        if 1 <= len(above) <= 2 and all(count_words(self.text, p.start, p.end, 200) <= MAX_STANDFIRST_WORDS for p in above):
            for piece in above:
                piece.kind, piece.rule = "standfirst", rule

    def _summarised(self, first: int, summary: str) -> None:
        """Make the first paragraph the standfirst where it is the container's summary of the report."""
        piece = self.pieces[first]
        if piece.kind != "body" or piece.end - piece.start > 1000 or not any(p.rule == "body/paragraph" for p in self.pieces[first + 1 :]):
            return
        words = fold(self._words(piece.start, piece.end))
        if summary and words.startswith(summary[: int(len(summary) * LIKE_SUMMARY)]) and len(words) <= len(summary) * 1.1 + 10:
            piece.kind, piece.rule = "standfirst", "standfirst/summary"

    def tail(self) -> None:
        """Set lines without a sentence after the text apart: those after credits or litter, and runs of labels."""
        last = max((i for i, p in enumerate(self.pieces) if p.rule == "body/paragraph"), default=None)
        if last is None:
            return
        tail = self.pieces[last + 1 :]
        marked = next((i for i, p in enumerate(tail) if _closes(p)), len(tail))
        lines = [p for p in tail if p.rule == "body/line"]
        labels = [p for p in lines if self._is_label(p)] if not self.capitals else []
        for i, piece in enumerate(tail):
            after = i > marked and not ends_sentence(self.text, piece.start, piece.end)
            if piece.rule == "body/line" and (after or (piece in labels and len(labels) >= MIN_LABELS)):
                piece.kind, piece.rule, piece.words = "boilerplate", "litter/after-text", None

    def _is_label(self, piece: Piece) -> bool:
        """Tell a label of a page ("Hot Topics") from a row of a table or a sentence."""
        words = self._words(piece.start, piece.end)
        return len(words) < 40 and words.count(" ") < 5 and words.replace(" ", "").isalpha()

    def subheadings(self) -> None:
        pieces = self.pieces
        first = next((i for i, p in enumerate(pieces) if p.kind in ("dateline", "standfirst") or p.rule == "body/paragraph"), len(pieces))
        for i, piece in enumerate(pieces):
            if piece.rule != "body/line" or i < first or not self._is_subheading(i):
                continue
            piece.kind, piece.rule = "subheading", "subheading/line"

    def _is_subheading(self, i: int) -> bool:
        piece = self.pieces[i]
        words = self._words(piece.start, piece.end)
        after = [p for p in self.pieces[i + 1 : i + 4] if p.kind != "boilerplate"][:2]
        if words.rstrip("”’\"'»")[-1:] in ",;:." or not any(p.kind == "dateline" or p.rule == "body/paragraph" for p in after):
            return False
        return (
            count_words(self.text, piece.start, piece.end) <= MAX_SUBHEADING_WORDS and not words[0].islower() and words[0] not in "-*•·–—[("
        )


def _closes(piece: Piece) -> bool:
    """Tell whether a piece shows that the text is over: litter, or a credit on a line of its own."""
    return piece.kind == "boilerplate" or (piece.kind == "credit" and piece.rule != "credit/at-paragraph-end")
