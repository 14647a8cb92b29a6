"""Puts the units of a text into parts: what each stretch does in the report. Parts stand in order and do not overlap."""

from __future__ import annotations

import re

from onrecord.model.record import PartKind, Span
from onrecord.parse.parts import byline, caption, credit, dateline, header, house, litter, notice
from onrecord.parse.parts.credit import Credit
from onrecord.parse.parts.dates import find_dates
from onrecord.parse.parts.pieces import Layout, Piece
from onrecord.parse.parts.settle import settle
from onrecord.parse.parts.units import Unit, count_words, ends_sentence, is_prose, split_units
from onrecord.text import fold, trim

PLAIN_DATELINE_PARAGRAPHS = 4
"""A place in capitals and a dash, without agency or date, is a dateline only in the first paragraphs."""


def read_layout(text: str, title: str | None = None, summary: str | None = None) -> Layout:
    """Read the parts of a text. `title`, `summary`: what the container gives, found again in the text where it stands there."""
    return _Reader(text, title, summary).read()


MIN_CREDITED_WORDS = 5
"""Words from which a sentence with a credit behind it is a paragraph ("Talks go on. REUTERS" may be a label)."""


class _Reader:
    """One pass over the units of a text, top to bottom. What only the whole shows is left to `settle`."""

    def __init__(self, text: str, title: str | None, summary: str | None) -> None:
        self.text, self.summary = text, summary
        self.title = fold(title[:1000]) if title else None
        self.units = split_units(text)
        self.out = Layout()
        self.prose = [is_prose(text, u) or self._credited_sentence(u) for u in self.units]
        self.last_prose = max((n for n, p in enumerate(self.prose) if p), default=-1)
        self.last_unquoted = max((n for n, p in enumerate(self.prose) if p and text[self.units[n].start] != ">"), default=-1)
        self.paragraphs = 0
        self.open: str | None = None
        self.proses = [0]  # paragraphs of prose up to each unit
        for prose in self.prose:
            self.proses.append(self.proses[-1] + prose)
        self.credited = False
        self.read_to = 0
        """Up to here the text has been read, whatever units stand there."""
        self.capitals = _mostly_capitals(text)
        self.speakers = _is_transcript(text, self.units)

    def _credited_sentence(self, unit: Unit) -> bool:
        """Tell whether a unit is a sentence with a credit behind it ("... he said. (AP)")."""
        if unit.words < MIN_CREDITED_WORDS:
            return False
        found = credit.trailing_credit(self.text, unit.start, unit.end)
        return found is not None and ends_sentence(self.text, unit.start, trim(self.text, unit.start, found[0])[1])

    def read(self) -> Layout:
        for n, unit in enumerate(self.units):
            self._unit(n, unit)
        settle(self.text, self.units, self.out, capitals=self.capitals, summary=self.summary)
        return self.out

    # One unit

    def _unit(self, n: int, unit: Unit) -> None:
        start, end = trim(self.text, max(unit.start, self.read_to), max(unit.end, self.read_to))
        if start >= end:
            return
        if n == 0:
            start = self._scraped_header(start, end)
            if start >= end:
                return
        if self.open in ("comments", "copyright", "footer", "forwarded"):
            self._boilerplate(start, end, f"litter/after-{self.open}")
            return
        if self.open == "notes" and end - start <= notice.MAX_NOTE:
            self._add("boilerplate", start, end, "notice/correction")
            return
        if not self.paragraphs:
            start = self._glued(self._forwarded_head(start, end), end)
            if start >= end:
                return
        for read in (
            self._as_title,
            self._as_forwarded,
            self._as_note,
            self._as_ruled_line,
            self._as_named_header,
            self._as_dateline,
            self._as_credit,
            self._as_house,
            self._as_header,
            self._as_caption,
            self._as_byline,
            self._as_litter,
        ):
            if read(n, start, end):
                return
        self._as_text(n, start, end)

    def _words(self, start: int, end: int) -> str:
        return self.text[start:end]

    def _add(self, kind: PartKind, start: int, end: int, rule: str, words: Span | None = None) -> Piece:
        piece = Piece(kind, start, end, rule, words)
        self.out.pieces.append(piece)
        return piece

    def _boilerplate(self, start: int, end: int, rule: str) -> None:
        self._add("boilerplate", start, end, rule)
        named = house.house_of(self._words(start, min(end, start + 400)))
        if named is not None:
            self.out.houses.append(named)

    def _scraped_header(self, start: int, end: int) -> int:
        found = header.scraped_header(self.text, start, end)
        if found is None:
            return start
        self.out.headers.append(found)
        self._add("header", start, found.end, found.rule)
        return trim(self.text, found.end, end)[0]

    def _forwarded_head(self, start: int, end: int) -> int:
        """Take the head of another mail off: of a mail that only forwards one, that one is the report, without its head and date."""
        size = litter.forwarded_head(self._words(start, start + litter.MAX_HEAD))
        if not size:
            return start
        self.read_to = start + size
        self._add("boilerplate", start, trim(self.text, start, self.read_to)[1], "litter/forwarded-head")
        return min(trim(self.text, self.read_to, max(end, self.read_to))[0], end)

    def _glued(self, start: int, end: int) -> int:
        """Take a note, caption and byline off the front of a line on which more follows."""
        noted = notice.note_before(self.text, start, end)
        if noted > start:
            self._add("boilerplate", start, noted, "notice/new-version")
            start = trim(self.text, noted, end)[0]
        photo = caption.first_credit(self.text, start, end) if end - start < 20_000 else None
        line = dateline.find_dateline(self.text, start, end) if photo is not None else None
        if line is not None and photo is not None and line.end >= photo.end:
            photo = None  # the bracket names the agencies of a dateline: "MANILA, Oct 17 (BSS/AFP) -"
        if photo is not None and (photo.end < end or photo.start - start < caption.MAX_CAPTION):
            self._caption(start, photo.end, (start, trim(self.text, start, photo.start)[1]), photo.credit, photo.agency, photo.rule)
            return trim(self.text, photo.end, end)[0]
        before = caption.credit_before_dateline(self.text, start, end)
        if before is not None:
            self._caption(start, before.end, None, before.credit, before.agency, before.rule)
            return before.end
        glued = byline.glued_byline(self.text, start, end)
        if glued is not None:
            self._byline(start, trim(self.text, start, glued[0])[1], glued[1])
            return trim(self.text, glued[0], end)[0]
        return start

    def _as_title(self, n: int, start: int, end: int) -> bool:
        if self.title is None or self.out.title is not None or end - start > 400 or self.paragraphs > 2:
            return False
        if fold(self._words(start, end)) != self.title:
            return False
        self._title(start, end, "title/given")
        return True

    def _title(self, start: int, end: int, rule: str) -> None:
        self.out.title = re.sub(r"\s+", " ", self._words(start, end))
        self._add("title", start, end, rule, (start, end))

    def _as_forwarded(self, n: int, start: int, end: int) -> bool:
        """Set another mail apart that this one forwards or answers: it is no part of this report."""
        rule = litter.forwarded(self._words(start, start + litter.MAX_HEAD))
        if rule is None or not (self.paragraphs or (rule == "litter/quoted" and n < self.last_unquoted)):
            return False
        self._add("boilerplate", start, end, rule)
        if rule == "litter/forwarded":
            self.open = "forwarded"
        return True

    def _as_note(self, n: int, start: int, end: int) -> bool:
        """Take a note of the desk; a heading alone opens notes, where little text is left."""
        words = self._words(start, min(end, start + notice.MAX_NOTE + 1))
        if len(self.units) == 1 or not notice.is_note(words):
            if not (self.paragraphs and notice.is_heading(words) and self._near_end(n)):
                return False
            self.open = "notes"
        self._add("boilerplate", start, end, "notice/correction")
        return True

    def _near_end(self, n: int) -> bool:
        """Tell whether less prose stands below this unit than above it."""
        return self.proses[-1] - self.proses[n + 1] < self.proses[n]

    def _as_dateline(self, n: int, start: int, end: int) -> bool:
        plain = not self.capitals and not self.speakers and not self.out.datelines and self.paragraphs < PLAIN_DATELINE_PARAGRAPHS
        found = dateline.find_dateline(self.text, start, end, plain=plain)
        if found is None or not self._opens_text(n, found, end):
            return False
        self.out.datelines.append(found)
        self.out.credits.append(found.credit)
        stop = trim(self.text, start, found.end)[1]
        piece = self._add("dateline", start, stop, found.rule)
        piece.date = found.date
        piece.agency = found.credit.agencies[0] if found.credit.agencies else None
        after = trim(self.text, found.end, end)[0]
        if after < end:
            self._as_text(n, after, end)
        return True

    def _opens_text(self, n: int, found: dateline.Dateline, end: int) -> bool:
        """Tell whether prose follows a dateline, in its own paragraph or the next; a headline "PARIS - What to see" has none."""
        after = trim(self.text, found.end, end)[0]
        if found.date or found.credit.agencies:
            return after < end or n + 1 < len(self.units)
        if after < end:
            return count_words(self.text, after, end) >= 12 or (
                ends_sentence(self.text, after, end) and count_words(self.text, after, end) >= 4
            )
        return any(self.prose[n + 1 : n + 3])

    def _may_be_header(self, n: int, start: int, end: int) -> bool:
        """Header lines stand above the text or, after it, at the end."""
        return end - start <= header.MAX_HEADER and not self.out.datelines and (self.paragraphs <= 1 or n >= self.last_prose)

    def _as_header(self, n: int, start: int, end: int) -> bool:
        found = header.header_line(self._words(start, end)) if self._may_be_header(n, start, end) else None
        if found is None:
            return False
        if not self._credit_header(found.left) and found.left and self.paragraphs > 1:
            self._boilerplate(start, end, "litter/other-story")  # "Fire at mill 2 March 2020" under the text
            return True
        self.out.headers.append(found)
        self._add("header", start, end, found.rule)
        return True

    def _credit_header(self, words: str) -> bool:
        """Take the agency or outlet that stands beside a date: "(Xinhua)    19:45, May 14, 2024"; tell whether there was one."""
        named = credit.mentioned(words)
        outlet = None if named else house.known_outlet(words.strip(" ,;:()[]|_-–—"))
        if named:
            self.out.credits.append(Credit(named))
        elif outlet:
            self.out.houses.append(outlet)
        return bool(named or outlet)

    def _as_named_header(self, n: int, start: int, end: int) -> bool:
        """Read a name that runs into a date: "Jane RoeUpdated May 14, 2024"."""
        if not self._may_be_header(n, start, end):
            return False
        found = header.named_line(self._words(start, end))
        if found is None:
            return False
        size, line = found
        stop = trim(self.text, start, start + size)[1]
        authors, named = byline.people(header.bare_name(self._words(start, stop)))
        self._byline(start, stop, byline.Byline(authors, named, "byline/before-date"))
        self.out.headers.append(line)
        self._add("header", trim(self.text, start + size, end)[0], end, line.rule)
        return True

    def _as_ruled_line(self, n: int, start: int, end: int) -> bool:
        found = header.ruled_line(self._words(start, end)) if self._may_be_header(n, start, end) else None
        if found is None:
            return False
        line, others = found
        self.out.headers.append(line)
        self.out.credits += [known for piece in others if (known := credit.read_credit(piece)) is not None]
        for written in (byline.read_byline(piece) for piece in others if piece.lower().startswith(("by", "written by"))):
            self.out.authors += [a for a in (written.authors if written else ()) if a not in self.out.authors]
        self._add("header", start, end, line.rule)
        return True

    def _as_caption(self, n: int, start: int, end: int) -> bool:
        if end - start > caption.MAX_CAPTION:
            return False
        line = caption.credit_only(self._words(start, end))
        if line is not None and (n > 0 or len(self.units) > 1) and self._under_photo(n, start, end, line):
            return True
        opened = caption.opening(self.text, start, end)
        photo = caption.end_credit(self.text, start, end)
        if photo is not None and photo.start <= start:
            if opened is None:
                return False
            photo = None
        if opened is not None:
            at, who, agency, rule = opened
            stop = trim(self.text, at, photo.start)[1] if photo and photo.start > at else end
            self._caption(
                start,
                end,
                (at, stop) if at < stop else None,
                who or (photo.credit if photo else None),
                agency or (photo.agency if photo else None),
                rule,
            )
            return True
        if photo is None or count_words(self.text, start, photo.start) > 110 or self._credits_text(n, start, photo):
            return False
        self._caption(start, end, trim(self.text, start, photo.start), photo.credit, photo.agency, photo.rule)
        return True

    def _credits_text(self, n: int, start: int, photo: caption.PhotoCredit) -> bool:
        """Tell that a bracket at the end of the last paragraphs credits the text: "... said. (ANI/Xinhua)" names agencies alone."""
        if not self.paragraphs or n < self.last_prose or photo.credit is not None or self.text[photo.start] != "(":
            return False
        found = credit.read_credit(self._words(photo.start, photo.end))
        return found is not None and len(found.agencies) > 1 and not caption.about_photo(self._words(photo.start, photo.end))

    def _under_photo(self, n: int, start: int, end: int, line: caption.PhotoCredit) -> bool:
        """Take a line that only credits a photo; a single sentence right above it is the photo's caption."""
        above = self.out.pieces[-1] if self.out.pieces else None
        unit = self.units[n]
        if (
            above is not None
            and not unit.gap
            and above.kind == "body"
            and above.end == self.units[n - 1].end
            and above.start == self.units[n - 1].start
        ):
            words = self._words(above.start, above.end)
            if len(words) < 400 and not any(q in words for q in '“"') and len(re.findall(r"[.!?]\s+[A-Z]", words)) <= 1:
                self.out.pieces.pop()
                self.paragraphs -= 1
                self._caption(above.start, end, (above.start, above.end), line.credit, line.agency, line.rule)
                return True
        self._caption(start, end, None, line.credit, line.agency, line.rule)
        return True

    def _caption(self, start: int, end: int, words: Span | None, who: str | None, agency: str | None, rule: str) -> None:
        piece = self._add("caption", start, end, rule, words if words and words[0] < words[1] else None)
        piece.credit, piece.agency = who, agency
        dates = [d for d in find_dates(self._words(*words)[-400:]) if d.value or d.month] if words else []
        piece.date = dates[-1] if dates else None

    def _as_credit(self, n: int, start: int, end: int) -> bool:
        if end - start > 600 or (n == 0 and len(self.units) == 1):
            return False
        words = self._words(start, end)
        owner = credit.copyright_line(words)
        if owner is not None:
            self.out.notices.append(owner)
            self._boilerplate(start, end, "litter/copyright")
            if self.paragraphs and self._near_end(n):
                self.open = "copyright"
            return True
        found = credit.credit_line(words)
        if found is None or (not self.paragraphs and not words.startswith("(") and found[0] == "credit/agencies"):
            return False
        self._credit(start, end, found[1], found[0])
        return True

    def _credit(self, start: int, end: int, found: Credit, rule: str) -> None:
        self.out.credits.append(found)
        self._add("credit", start, end, rule).date = found.date
        self.credited = True
        if found.date is not None:
            self.out.headers.append(header.Header(end, found.date, False, rule))

    def _as_house(self, n: int, start: int, end: int) -> bool:
        """Take a footer line in which the page names its house; "Published in Dawn, May 14th, 2024" is the text's credit."""
        if self.paragraphs < 2 or end - start > 400 or not self._near_end(n):
            return False
        words = self._words(start, end)
        named = house.footer(words)
        if named is None:
            return False
        self.out.houses.append(named)
        if words.startswith("Published"):
            dates = find_dates(words)
            self._credit(start, end, Credit(date=dates[0] if len(dates) == 1 else None), "credit/published-in")
        else:
            self._add("boilerplate", start, end, "litter/house")
        if not house.is_prompt(words):
            self.open = "footer"
        return True

    def _as_byline(self, n: int, start: int, end: int) -> bool:
        if end - start > byline.MAX_BYLINE or self.paragraphs > 2 or (n == 0 and len(self.units) == 1):
            return False
        found = byline.read_byline(self._words(start, end)) or self._named_above_date(n, start, end)
        if found is None:
            return False
        self._byline(start, end, found)
        return True

    def _named_above_date(self, n: int, start: int, end: int) -> byline.Byline | None:
        """Read a person's name on the line above a date line ("Jane Roe" over "Updated May 14, 2024")."""
        below = self.units[n + 1] if n + 1 < len(self.units) else None
        if below is None or end - start > 60 or below.end - below.start > header.MAX_HEADER:
            return None
        return byline.person(self._words(start, end)) if header.header_line(self._words(below.start, below.end)) else None

    def _byline(self, start: int, end: int, found: byline.Byline) -> None:
        self.out.authors += [a for a in found.authors if a not in self.out.authors]
        self.out.bylines.append(found.credit)
        self._add("byline", start, end, found.rule)

    def _as_litter(self, n: int, start: int, end: int) -> bool:
        if end - start > 600 or len(self.units) == 1:
            return False
        words = self._words(start, end)
        rule = litter.read_litter(words, count_words(self.text, start, end))
        if rule is None:
            return False
        self._boilerplate(start, end, rule)
        if self.paragraphs and litter.opens_comments(words) and n > self.last_prose * 0.6:
            self.open = "comments"
        elif litter.opens_section(words):
            self.open = "section"
        return True

    def _may_be_credited(self, n: int) -> bool:
        """A credit for the text stands at its end; behind the first of several paragraphs it is one for a photo."""
        return self.last_prose - n <= 3 and (self.paragraphs > 1 or n >= self.last_prose)

    def _as_text(self, n: int, start: int, end: int) -> None:
        """Take a unit as text: a paragraph, or a line whose place the second pass settles."""
        prose = self.prose[n]
        words = self._words(max(start, end - 3), end)
        cut_off = words == "..." or words[-1] == "…"
        if self.open == "section" and (
            cut_off or self.text[start] in "-•*–" or self.credited or not (prose or ends_sentence(self.text, start, end))
        ):
            self._add("boilerplate", start, end, "litter/link-list")
            return
        if prose or (self.out.datelines and not self.paragraphs):
            prose = True
            self.open = None
            self.paragraphs += 1
        noted = notice.note_within(self.text, start, end) if prose else None
        note_end, end = end, trim(self.text, start, noted)[1] if noted is not None else end
        stop = end
        found = credit.trailing_credit(self.text, start, end) if prose and self._may_be_credited(n) else None
        if found is not None:
            stop = trim(self.text, start, found[0])[1]
        self._add("body", start, stop, "body/paragraph" if prose else "body/line", (start, stop))
        if found is not None:
            self._credit(found[0], end, found[1], "credit/at-paragraph-end")
        if noted is not None:
            self._add("boilerplate", noted, note_end, "notice/correction")


def _mostly_capitals(text: str) -> bool:
    sample = text[:4000]
    upper = sum(map(str.isupper, sample))
    return upper > 40 and upper > 9 * sum(map(str.islower, sample))


_SPEAKER = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3}(?:, [A-Z ]{2,30})?(?: \([^)]{1,30}\))?:\s")


def _is_transcript(text: str, units: list[Unit]) -> bool:
    """Tell a transcript ("HOST: ...") from a report: many paragraphs open with a name in capitals and a colon."""
    opened = sum(bool(_SPEAKER.match(text, u.start, min(u.end, u.start + 90))) for u in units[:60])
    return opened >= 3
