"""Datelines: the place, date and agency that open a report ("JUBA, Dec 26 (Reuters) -", "CARACAS-", "BOGOTA, 4 FEB 90 (EFE) -- [TEXT]")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.parse.parts import lexicon
from onrecord.parse.parts.credit import Credit, mentioned, read_credit
from onrecord.parse.parts.dates import _MONTH, Found, find_dates, with_year
from onrecord.text import fold

WINDOW = 260
"""Characters looked at: the longest datelines of old wires, labels included, have some 200."""

_UP = r"(?:Mc|Mac|al-|Al-)?[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’\-]{0,24}"
_UPS = rf"{_UP}(?: (?:{_UP}|de|of|del|la|el)(?![a-zà-ÿ])){{0,5}}"
_MIX = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]{1,24}(?: (?:[A-ZÀ-ÖØ-Þ][\w.'’\-]{0,24}|de|of|del|la|au|el|am|upon)){0,4}"
_PLACES = (
    ("upper", re.compile(rf"{_UPS}(?:(?: ?[/&] ?| and |, (?=[A-Z]{{3}})){_UPS}){{0,2}}(?![a-zà-ÿ])")),
    ("mixed", re.compile(rf"{_MIX}(?: ?/ ?{_MIX})?")),
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DATE = re.compile(
    rf"[,.]? {{0,2}}(?P<date>NO DATE|{_WEEKDAY}(?:{_MONTH} ?[0-3]?\d(?:st|nd|rd|th)?(?:,? ?(?:19|20)\d\d| \d\d(?= ?(?:\(|--)))?"
    rf"|[0-3]?\d(?:st|nd|rd|th)?[ -]{_MONTH}(?:,? ?(?:19|20)\d\d|[ -]\d\d(?!\d|:))?|[0-3]?\d[/.][01]?\d[/.](?:19|20)\d\d))[,.]?(?![\w])",
    re.IGNORECASE,
)
_BRACKET = re.compile(r",? {0,2}\((?P<src>[^()\n\[\]]{1,100}(?:\([^()\n]{1,40}\)[^()\n]{0,40})?)\)")
_SLASHES = re.compile(r" ?/(?P<src>[A-Z][\w .-]{1,40})/\.?")
_BARE = re.compile(r",? (?P<src>[A-Z][A-Za-z-]{1,14})(?= ?[-–—:])")
_BARE_LAST = re.compile(r",? (?P<src>[A-Z][A-Za-z-]{1,14})$")
_REGION = re.compile(rf", ?(?P<region>[A-ZÀ-Þ][\w.'’À-ÿ]{{0,24}}(?:[ -](?!(?i:{_MONTH}))[A-ZÀ-Þ][\w.'’À-ÿ]{{0,24}}){{0,3}})")
_SQUARE = re.compile(r" {0,2}\[(?P<region>[A-ZÀ-Þ][\w.'’ À-ÿ-]{1,30})\]")
_OTHER = re.compile(rf" ?/ ?(?P<place>{_UPS})(?![a-zà-ÿ])")
_SEP = re.compile(r" {0,2}(?:\.(?=-))?(?P<sep>--+|[-–—―_:|•])")

_BRACKETED = re.compile(rf"\((?P<place>{_UPS}(?:, [A-Z][\w. ]{{1,20}})?)\)\s?(?P<sep>--+|[–—-])(?=\s)")
_AGENCY_FIRST = re.compile(r"(?:\((?P<src>[^()\n]{2,40})\)|(?P<bare>[A-Z][\w-]*(?: [A-Z][\w-]*){0,3}))\s?(?P<sep>--+|[–—:|]|-(?=\s))(?=\s)")
_DATE_FIRST = re.compile(rf"{_DATE.pattern} ?\((?P<src>[^()\n]{{2,40}})\) ?(?P<sep>--+|[–—-])(?=\s)", re.IGNORECASE)
_LABEL = re.compile(r"\s{0,4}\[([^\[\]]{2,200})\]")
_TEXT_LABEL = re.compile(r"(?:TEXT|EXCERPTS?|SUMMARY|RECORDING|PASSAGE OMITTED|CONTINUED|FIRST PAGE|UNATTRIBUTED)\b", re.IGNORECASE)
_KIND_LABEL = re.compile(
    r"(?:ANNOUNCER|ARTICLE|BY|COMMENTARY|COMMUNIQUE|COMMUNIQUÉ|DISPATCH|EDITORIAL|FROM|FROM THE|INTERVIEW|LIVE|NEWS CONFERENCE|NO VIDEO|"
    r"PRESS|RECORDED|REPORT|SPEECH|STATEMENT|STUDIO|TEXT|VIDEO|WORDS)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Dateline:
    """A dateline found at the start of a stretch. `end`: where the text itself begins."""

    start: int
    end: int
    place: str | None
    date: Found | None
    credit: Credit
    rule: str

    def day(self, near: str | None) -> str | None:
        """Give its date, the year taken from a known date nearby where it has none."""
        return with_year(self.date, near) if self.date else None


def find_dateline(text: str, start: int, end: int, *, plain: bool = True) -> Dateline | None:
    """Read a dateline at `start`. `plain`: a place in capitals and a dash alone will do; else it must name an agency or a date."""
    head = text[start : min(end, start + WINDOW)].replace("\r\n", "  ").replace("\n", " ")
    if not head or not (head[0].isupper() or head[0] == "("):
        return None
    alone = end - start <= WINDOW
    found = _agency_first(head, plain) or _date_first(head) or _bracketed(head) or _placed(head, alone, plain)
    if found is None:
        return None
    stop = _labels(head, found.end)
    found.start, found.end = start, start + stop
    if found.end < end and not alone and not head[stop:].strip():
        return None
    return found


@dataclass(slots=True)
class _Scan:
    """What stands at the start of a paragraph, piece by piece."""

    kind: str
    place: str
    end: int = 0
    regions: int = 0
    others: int = 0
    country: bool = False
    date: str | None = None
    source: str | None = None
    sep: str | None = None
    spaced: bool = False


def _placed(head: str, alone: bool, plain: bool) -> Dateline | None:
    for kind, pattern in _PLACES:
        match = pattern.match(head)
        if match is None or len(match[0].rstrip(" -")) < 2:
            continue
        place = match[0].rstrip("-")
        dateline = _judge(_scan(head, _Scan(kind, place.strip(" ."), len(place))), head, alone, plain)
        if dateline is not None:
            return dateline
    return None


def _scan(head: str, scan: _Scan) -> _Scan:
    """Walk over regions, date and source up to the mark that closes a dateline; each may be missing."""
    while True:
        if scan.date is None and scan.source is None and (match := _DATE.match(head, scan.end)):
            scan.date = match["date"]
        elif scan.date and scan.source and (match := _DATE.match(head, scan.end)) and _year_told(match["date"], scan.date):
            scan.date = match["date"]  # "Beijing, Feb 2 (AFP) Feb 02, 2026 A court ..."
        elif scan.source is None and (match := _BRACKET.match(head, scan.end)):
            if scan.date is None and not read_credit(match["src"]) and head[match.end() : match.end() + 1] == ",":
                scan.place += f" ({match['src']})"
            else:
                scan.source = match["src"]
        elif scan.source is None and (match := _SLASHES.match(head, scan.end) or _bare_agency(head, scan)):
            scan.source = match["src"]
        elif scan.regions < 2 and scan.date is None and scan.source is None and (match := _region(head, scan)):
            scan.regions += 1
            scan.country = scan.country or fold(match["region"]) in lexicon.countries()
        elif scan.kind == "upper" and scan.regions and not scan.others and scan.date is None and (match := _OTHER.match(head, scan.end)):
            scan.others += 1
        else:
            break
        scan.end = match.end()
    if match := _SEP.match(head, scan.end):
        scan.sep, scan.spaced, scan.end = match["sep"], match[0] != match["sep"], match.end()
    return scan


def _year_told(later: str, date: str) -> bool:
    """Tell the same day once more, now with its year."""
    one, other = find_dates(later)[:1], find_dates(date)[:1]
    return bool(one and other) and one[0].value is not None and with_year(other[0], one[0].value) == one[0].value != other[0].value


def _region(head: str, scan: _Scan) -> re.Match[str] | None:
    """Match the country or state of the place: "GOMA, Congo", "Adamawa [Nigeria]"."""
    return _REGION.match(head, scan.end) or _SQUARE.match(head, scan.end)


def _bare_agency(head: str, scan: _Scan) -> re.Match[str] | None:
    """Match an agency without brackets: "Damascus, SANA - ", "BEIJING, Feb. 13, Kyodo"."""
    match = _BARE.match(head, scan.end) or (_BARE_LAST.match(head, scan.end) if scan.date else None)
    return match if match and lexicon.agency(match["src"]) else None


SPEAKERS = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "the", "sen", "senator", "rep", "gov", "governor", "secretary", "president", "minister", "ambassador",
    "chairman", "chairwoman", "chair", "gen", "general", "judge", "justice", "moderator", "question", "answer", "reporter", "q", "a",
))  # fmt: skip
"""First words of a transcript's labels: "MR. HARLOW: ..." is no place."""


def _speaker_label(words: str) -> bool:
    return words.split()[0].rstrip(".") in SPEAKERS if words else False


def _judge(scan: _Scan, head: str, alone: bool, plain: bool) -> Dateline | None:
    """Decide whether what looks like a dateline is one."""
    credit = _source(scan.source)
    rest = head[scan.end :]
    words = fold(scan.place)
    if words in lexicon.words("not a place") or words.startswith("by ") or len(words.split()) > 6:
        return None
    if lexicon.publisher(scan.place) or (scan.sep == ":" and _speaker_label(words)):
        return None
    if all(word in lexicon.words("date label") for word in words.split()):
        return None
    outlet = bool(scan.source and credit.publisher and lexicon.publisher(credit.publisher))
    named = bool(credit.agencies or outlet or scan.date or (scan.source and find_dates(scan.source)))
    size, comma = len(words.split()), head[len(scan.place) :].lstrip()[:1] in (",", "(")
    whole = plain and alone and not rest.strip() and comma and size <= 3 and (scan.date is not None or scan.others > 0)
    if scan.date and not scan.source and not comma and size >= 3:
        return None
    if not scan.sep and not whole and not (scan.source and named and _sentence(rest) and not _capitals(rest)):
        return None
    if scan.sep and rest and not rest[0].isspace() and not (_glued(scan.sep, rest) or (scan.source and scan.spaced)):
        return None
    if not named and words.split()[0] in lexicon.words("not a place"):
        return None
    if not named and not scan.others and not (plain and _plain_place(scan, rest, alone)):
        return None
    if scan.kind == "mixed" and not scan.sep and lexicon.agency(scan.place):
        return None
    if credit.agencies and not scan.date and scan.kind == "mixed" and not scan.regions and len(scan.place.split()) > 3:
        return None
    end, credit = _after_separator(head, scan.end, credit)
    dates = find_dates(scan.date or scan.source or "")
    why = "agency" if credit.agencies else "date" if scan.date else "place"
    return Dateline(0, end, scan.place, dates[0] if dates else None, credit, f"dateline/{scan.kind}-{why}")


def _sentence(rest: str) -> bool:
    """Tell whether a sentence follows: "Washington (CNN) The ...", not "President Roe (AP) said"."""
    rest = rest.lstrip(" \"'“‘[")
    return (rest[:1].isupper() and not _DATE.match(rest)) or rest[:1].isdigit() or not rest


def _capitals(rest: str) -> bool:
    """Tell whether a headline in capitals goes on: "CANADIAN PACIFIC (CP) CONFIRMS EARNINGS"."""
    return rest.isupper() and len(rest) > 8


def _source(words: str | None) -> Credit:
    """Read the bracket of a dateline: agencies, or the name of a station or paper."""
    if not words:
        return Credit()
    plain = words
    for date in find_dates(words):
        plain = plain.replace(words[date.start : date.end], " ")
    credit = read_credit(plain) or Credit()
    if not credit.agencies and not credit.publisher and plain.strip(" -,"):
        credit.agencies = mentioned(plain) if re.search(r" [-–—/|] |/", plain) else []
        outlets = (lexicon.publisher(piece.strip()) for piece in re.split(r"[/|]| [-–—] ", plain))
        credit.publisher = next((o for o in outlets if o), None) if credit.agencies else plain.strip(" -,")
    return credit


def _glued(sep: str, rest: str) -> bool:
    """Allow "MOSCOW (AP)_ Presidents" and "DUBAI—The" but not "CARACAS-based" or "WASHINGTON-CNN"."""
    return sep.strip() in ("—", "–", "_", "--") and (rest[0].isupper() or rest[0] in "\"'“‘[")


def _plain_place(scan: _Scan, rest: str, alone: bool) -> bool:
    """Judge a place in capitals followed by a mark and a sentence, with neither date nor agency."""
    letters = sum(c.isalpha() for c in scan.place)
    sep, words = scan.sep or "", fold(scan.place)
    if scan.kind == "mixed" and sep == ":" and words in lexicon.capitals():  # "Cairo: At least ..."
        return len(rest.split()) >= 5 and _sentence(rest)
    if scan.kind == "mixed" and sep in ("–", "—", "|") and scan.spaced and scan.country:  # "Lagos, Nigeria – The army ..."
        return len(rest.split()) >= 5 and (_sentence(rest) or sep == "|")
    if scan.kind != "upper" or not sep or letters < (4 if sep in ":|" else 3) or len(scan.place.split()) > 5:
        return False
    if alone and not rest.strip():
        return scan.regions > 0 and sep not in ":|"
    if sep == ":" and fold(rest.split(None, 1)[0] if rest.split() else "") in lexicon.words("spoken opening"):
        return False  # "GARCIA: We have ...": a speaker in an interview
    if sep == "|":
        return _after_separator(scan.place + rest, len(scan.place), Credit())[1].publisher is not None
    first = " ".join(rest.split(None, 3)[:3])
    return any(c.islower() for c in first) and len(rest.split()) >= 5 and lexicon.agency(scan.place) is None and _sentence(rest)


def _after_separator(head: str, end: int, credit: Credit) -> tuple[int, Credit]:
    """Take an outlet that stands after the mark ("PARIS | Le Monde", "LONDON - Reuters -")."""
    if credit.agencies:
        return end, credit
    match = re.match(r"\s{0,2}([A-Z][\w ]{1,30}?)\s?(?:(?:--+|[-–—|:])(?=\s)|$)", head[end : end + 40])
    late = read_credit(match[1]) if match else None
    return (end + match.end(), late) if match and late and (late.agencies or late.publisher) else (end, credit)


def _bracketed(head: str) -> Dateline | None:
    """Read "(NEW YORK) -- "."""
    match = _BRACKETED.match(head)
    if match is None or not any(c.islower() for c in head[match.end() : match.end() + 60]):
        return None
    if lexicon.agency(match["place"]):
        return None
    return Dateline(0, match.end(), match["place"], None, Credit(), "dateline/in-brackets")


def _agency_first(head: str, plain: bool) -> Dateline | None:
    """Read "(Reuters) - ", "NNA – ", "(CNN) — "."""
    match = _AGENCY_FIRST.match(head)
    if match is None:
        return None
    credit = read_credit(match["src"] or match["bare"])
    if credit is None or not (credit.agencies or (match["src"] and credit.publisher)):
        return None
    if match["bare"] and (not _sentence(head[match.end() :]) or (match["sep"] == ":" and not (plain and match["bare"].isupper()))):
        return None
    return Dateline(0, match.end(), None, None, credit, "dateline/agency-alone")


def _date_first(head: str) -> Dateline | None:
    """Read "Dec. 20 (UPI) — "."""
    match = _DATE_FIRST.match(head)
    credit = read_credit(match["src"]) if match else None
    if match is None or credit is None or not credit.agencies:
        return None
    dates = find_dates(match["date"])
    return Dateline(0, match.end(), None, dates[0] if dates else None, credit, "dateline/date-and-agency")


def _labels(head: str, end: int) -> int:
    """Take the labels of old broadcast wires that stand before the text: "[COMMUNIQUE] [GENERAL COMMAND ...] [TEXT]"."""
    at, taken = end, end
    while match := _LABEL.match(head, at):
        at = match.end()
        if _TEXT_LABEL.match(match[1]) or _KIND_LABEL.match(match[1]):
            taken = at
    return taken
