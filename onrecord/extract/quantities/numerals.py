"""Numbers as written: digits with separators, words ("eighty-three"), mixed ("2.5 million"), Indian units, dozens, fractions.

Plurals of scales ("dozens", "tens of thousands") are read as at least two of them: dozens is 24 or more, hundreds of thousands
200,000 or more. Works on plain text, in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.lang import per_language, rows
from onrecord.model.document import Document
from onrecord.model.record import Bound, Span

MAX_DIGITS = 18
"""Longer runs of digits are keys or noise, not counts (and Python refuses to convert a few thousand of them)."""

MAX_VALUE = 10**18
"""Nothing in the news is counted beyond this; larger values are noise ("million million million million")."""
MAX_WORDS = 14
"""Longer runs of number words are a list or noise ("nine hundred and ninety-nine million nine hundred ... " has up to 14)."""

MAX_PLAIN = 12
"""Longer runs of digits without a separator are keys (numbers of messages, accounts), never written so by a news desk."""

_ATOM = re.compile(r"[0-9]+(?:[.,\u00a0\u202f\u2009\u066b\u066c][0-9]+|['’][0-9]{3}(?![0-9]))*|[^\W\d_]+|[½¼¾⅓⅔]")
_GROUPED = re.compile(
    r"(?:[0-9]{1,3}(?:[,\u00a0\u202f\u2009\u066c'’][0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]+)(?:[.\u066b][0-9]+)?"
)
"""Thousands are set off by a comma, a narrow blank, the Arabic mark (U+066C), in Switzerland an apostrophe; U+066B is the Arabic point."""
_SPACES = re.compile(r"[ \u00a0\u202f\u2009]?\n?[ \u00a0\u202f\u2009]?|[-‐‑](?:\n {0,8})?")
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_BEFORE_SCALE = re.compile(r"\b(an?|several|a few|few|a couple(?: of)?|many)[ \n]\Z", re.I)
_ARTICLE = re.compile(r"\ba[ -]\Z", re.I)
_AND_HALF = re.compile(r" and (?:a|one)[ -](half|quarter)\b|[ -]and[ -]a[ -](half|quarter)\b", re.I)


@dataclass(slots=True)
class Numeral:
    """A number as written. `kind`: digits, words, plural ("dozens"), fraction. `scale`: the scale word it ends on ("million"), or 1.

    `letter` is a scale letter that may also be a unit ("50m").
    """

    start: int
    end: int
    value: float | int
    kind: str
    bound: Bound = "exactly"
    scale: float | int = 1
    letter: str = ""


@dataclass(slots=True)
class _Atom:
    start: int
    end: int
    kind: str
    value: float | int
    text: str


@per_language
def _words() -> dict[str, tuple[str, float | int]]:
    return {r["form"]: (r["kind"], int(r["value"]) if r["value"].isdigit() else float(r["value"])) for r in rows("numerals")}


def _plain(value: float) -> float | int:
    """Give an integer where the value is one, else the value rounded clear of binary noise ("2.3 million")."""
    near = round(value)
    return near if isinstance(value, int) or abs(value - near) <= 1e-9 * max(1.0, abs(value)) else round(value, 6)


def numerals_in(document: Document, span: Span) -> list[Numeral]:
    """Give the numbers written in a stretch of a report; those of a stretch that was asked for before are remembered."""
    found = document.numerals.get(span)
    if found is None:
        found = document.numerals[span] = list(find_numerals(document.text, *span))
    return found


def find_numerals(text: str, start: int = 0, end: int | None = None) -> Iterator[Numeral]:
    """Find every number written in text[start:end], whatever it stands for; offsets are those of `text`."""
    done = start
    for run in _runs(text, start, len(text) if end is None else end):
        if run[0].start >= done:
            for numeral in _close(text, run):
                done = numeral.end
                if numeral.value <= MAX_VALUE:
                    yield numeral


def _runs(text: str, start: int, end: int) -> Iterator[list[_Atom]]:
    """Give the runs of neighbouring number words that make up one number each."""
    run: list[_Atom] = []
    for atom in _atoms(text, start, end):
        if run and not _joins(text, run, atom):
            if len(run) <= MAX_WORDS:
                yield run
            run = []
        run.append(atom)
    if run and len(run) <= MAX_WORDS:
        yield run


def _atoms(text: str, start: int, end: int) -> Iterator[_Atom]:
    words = _words()
    for match in _ATOM.finditer(text, start, end):
        word = match.group()
        entry = words.get(word) or words.get(word.lower())
        if entry is not None:
            yield _Atom(match.start(), match.end(), entry[0], entry[1], word)
        elif "0" <= word[0] <= "9":
            value = _digits(word)
            if value is not None:
                yield _Atom(match.start(), match.end(), "digits", value, word)
        elif word in _SIGNS:
            yield _Atom(match.start(), match.end(), "sign", _SIGNS[word], word)


def _digits(word: str) -> float | int | None:
    if len(word) > MAX_DIGITS + 6 or not _GROUPED.fullmatch(word):
        return None
    bare = re.sub(r"[^0-9.]", "", word.replace("\u066b", "."))
    if len(bare.replace(".", "")) > MAX_DIGITS or (word.isdigit() and len(word) > MAX_PLAIN):
        return None
    return _plain(float(bare)) if "." in bare else int(bare)


_FOLLOWERS = {
    "unit": ("scale", "plural", "fraction"),
    "teen": ("scale", "plural"),
    "tens": ("unit", "scale", "plural"),
    "scale": ("unit", "teen", "tens", "scale", "digits"),
    "plural": ("plural",),
    "digits": ("scale", "plural", "suffix", "sign", "fraction", "digits"),
    "suffix": (),
    "fraction": ("scale",),
    "sign": ("scale",),
}
"""Which kind of number word may follow which inside one number."""


def _joins(text: str, run: list[_Atom], atom: _Atom) -> bool:
    last = run[-1]
    if atom.kind not in _FOLLOWERS[last.kind] or atom.start - last.end > 8:
        return False
    gap = text[last.end : atom.start]
    if atom.kind == "suffix":
        return gap in ("", " ") and (gap == "" or len(atom.text) > 1)
    if atom.kind == "sign":
        return gap in ("", " ")
    if atom.kind == "digits":
        return _grouping(run, atom, gap)
    if atom.kind == "fraction":
        return gap in ("-", " ", "‑") and (last.kind == "unit" or (len(run) == 1 and last.value < 10 and gap == "-"))
    if last.kind == "plural":
        return gap.lower() in (" of ", "\nof ", " of\n")
    if last.kind == "fraction":
        return gap.lower() in (" a ", " an ", " of a ", "-a-", "-", " ")
    if last.kind == "scale" and gap.lower() in (" and ", "-and-"):
        return last.value >= 100 and atom.kind in ("unit", "teen", "tens")
    if last.kind == "scale" and atom.kind != "scale" and last.value < 100:
        return False
    if gap == "":  # "£71million", as some papers set it
        return last.kind == "digits" and atom.kind == "scale" and atom.value >= 1000
    return _SPACES.fullmatch(gap) is not None


def _grouping(run: list[_Atom], atom: _Atom, gap: str) -> bool:
    """Thousands set off by a plain space: "12 500", as some agencies write."""
    if gap != " " or len(atom.text) != 3 or not all(a.kind == "digits" and a.text.isdigit() for a in run):
        return False
    return atom.text.isdigit() and len(run[0].text) <= 3 and run[0].text[0] != "0" and len(run) <= 4


def _close(text: str, run: list[_Atom]) -> Iterator[Numeral]:
    """Read a run of number words as one number, with the "a", "half a" or "several" before it and the "and a half" after it."""
    first, last = run[0], run[-1]
    start, end = first.start, last.end
    kinds = {a.kind for a in run}
    if kinds == {"suffix"} or (len(run) == 1 and first.kind == "plural" and first.value == 10):
        return
    if kinds == {"digits"}:
        yield Numeral(start, end, int("".join(a.text for a in run)) if len(run) > 1 else first.value, "digits")
        return
    if first.kind == "plural":
        product: float | int = 2
        for atom in run:
            product *= atom.value
        yield Numeral(start, end, _plain(product), "plural", "at_least")
        return
    if "fraction" in kinds and not kinds & {"scale", "plural"}:
        yield from _fraction(text, run)
        return
    value = _value(run)
    bound: Bound = "exactly"
    if first.kind == "scale":
        before = _BEFORE_SCALE.search(text, max(0, start - 24), start)
        if first.value == 20:
            return
        if before is not None:
            value, bound = _scaled(value, before.group(1).lower())
            start = before.start()
    if first.kind == "fraction" and (article := _ARTICLE.search(text, max(0, start - 4), start)) is not None:
        start = article.start()  # "a quarter million"
    more = _AND_HALF.match(text, end)
    if more is not None:
        part = 0.5 if (more.group(1) or more.group(2)).lower() == "half" else 0.25
        scale = last.value if last.kind in ("scale", "suffix") else 1
        value, end = value + part * scale, more.end()
        scaled = next(_atoms(text, end, min(len(text), end + 12)), None)
        if scale == 1 and scaled is not None and scaled.kind == "scale" and text[end : scaled.start] in (" ", "-"):
            value, end = value * scaled.value, scaled.end
    scale = last.value if last.kind in ("scale", "suffix") else 1
    letter = last.text if last.kind == "suffix" else ""
    yield Numeral(start, end, _plain(value), "digits" if "digits" in kinds else "words", bound, scale, letter)


def _scaled(value: float, word: str) -> tuple[float, Bound]:
    """Apply "several", "a couple of" in front of a scale."""
    if word.startswith("a couple"):
        return value * 2, "about"
    return (value, "exactly") if word in ("a", "an") else (value * 2, "at_least")


def _fraction(text: str, run: list[_Atom]) -> Iterator[Numeral]:
    """Read "two-thirds", "half", "a quarter": only where a whole follows ("of", "the", "a", "percent") is a part a figure."""
    first, last = run[0], run[-1]
    follow = text[last.end : last.end + 5].lower()
    part = _value(run)
    if len(run) == 1:
        before = text[max(0, first.start - 4) : first.start].lower()
        article = re.search(r"\b(a|one|an)[ -]\Z", before)
        if last.text.lower() != "half" and article is None:
            return
        if last.text.lower() == "half" and not re.match(r" (of|the|a|its|their|his) ?", follow):
            return
        if last.text.lower() != "half" and not follow.startswith((" of ", " as m", " the ")):
            return
        start = first.start - len(article.group()) if article is not None else first.start
        yield Numeral(start, last.end, part, "fraction")
    else:
        yield Numeral(first.start, last.end, part, "fraction")


def _value(run: list[_Atom]) -> float | int:
    total: float | int = 0
    current: float | int | None = None
    for atom in run:
        if atom.kind in ("scale", "plural", "suffix"):
            if atom.value < 1000 and atom.kind != "suffix":
                current = (1 if current is None else current) * atom.value
            elif current is None and total:
                total *= atom.value
            elif total and total < atom.value:
                total, current = (total + (current or 0)) * atom.value, None
            else:
                total, current = total + (1 if current is None else current) * atom.value, None
        elif atom.kind == "fraction":
            current = (1 if current is None else current) * atom.value
        else:
            current = (current or 0) + atom.value
    return _plain(total + (current or 0))
