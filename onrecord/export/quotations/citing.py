"""The citation of a quotation: who said it, and the report that stands for it, in APA, Chicago, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from calendar import month_name
from typing import TYPE_CHECKING, Any

from onrecord.export.formats.citations import bibtex, csl

if TYPE_CHECKING:
    from onrecord.compare.quotations.check import QuoteMatch

STYLES = ("apa", "chicago", "bibtex", "csl-json")
"""Styles of citation: APA (7th edition), Chicago (17th, note), BibTeX (biblatex fields), CSL-JSON."""
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")


def cite(style: str, match: QuoteMatch, report: dict[str, Any]) -> str:
    """Cite a match by its report's row (see `onrecord.store.query.rows`, kind reports). Styles: `STYLES`."""
    words, speaker = quoted(match.said), match.statement["speaker"]
    if style == "apa":
        return f"{words} ({_as_cited(speaker, report)})\n\n{_apa(report)}\n"
    if style == "chicago":
        return f"{words} {_chicago(speaker, report)}\n"
    note = f"{words}{f' ({speaker})' if speaker else ''}"
    if style == "bibtex":
        return bibtex(report, note)
    item = csl(report)
    return json.dumps([item | {"note": f"{note}; {item['note']}"}], ensure_ascii=False, indent=1) + "\n"


def quoted(words: str) -> str:
    """Give words in quotation marks; marks inside them become single ones."""
    inner = re.sub(r"(?<!\w)[“\"](?=\w)", "‘", " ".join(words.split()))
    inner = re.sub(r"[“”\"]", "’", inner)
    return f"“{inner}”"


def _title(report: dict[str, Any]) -> str:
    return " ".join(str(report["title"] or "").split()) or f"Report {report['id'][:12]}"


def _date(report: dict[str, Any]) -> tuple[int, int, int] | None:
    day = str(report["published"] or "")[:10]
    return (int(day[:4]), int(day[5:7]), int(day[8:10])) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None


def _as_cited(speaker: str | None, report: dict[str, Any]) -> str:
    day = _date(report)
    authors = [_last(a) for a in report["authors"]]
    who = f"{authors[0]} et al." if len(authors) > 2 else " & ".join(authors) if authors else f"“{_title(report)},”"
    year = str(day[0]) if day else "n.d."
    source = f"{who}, {year}" if authors else f"{who} {year}"
    return f"{speaker}, as cited in {source}" if speaker else source


def _last(author: str) -> str:
    return author.split()[-1] if _PERSON.fullmatch(author) else author


def _apa(report: dict[str, Any]) -> str:
    day = _date(report)
    when = f"({day[0]}, {month_name[day[1]]} {day[2]})" if day else "(n.d.)"
    names = [_inverted(a) for a in report["authors"]]
    who = ", & ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    title = _title(report)
    stop = "" if title.endswith(("?", "!", ".")) else "."
    head = f"{who.removesuffix('.')}. {when}. {title}{stop}" if who else f"{title}{stop} {when}."
    return " ".join(filter(None, [head, f"{report['publisher']}." if report["publisher"] else "", report["url"]]))


def _inverted(author: str) -> str:
    """Write "Jane Q. Roe" as "Roe, J. Q."; what is no person's name stays."""
    if not _PERSON.fullmatch(author):
        return author
    *given, last = author.split()
    return f"{last}, {' '.join(f'{g[0]}.' for g in given)}"


def _chicago(speaker: str | None, report: dict[str, Any]) -> str:
    day = _date(report)
    title = _title(report)
    end = "" if title.endswith(("?", "!")) else ","
    parts = [
        f"{speaker}, quoted in" if speaker else "",
        f"{_together(report['authors'])}," if report["authors"] else "",
        f"“{title}{end}”",
        f"{report['publisher']}," if report["publisher"] else "",
        f"{month_name[day[1]]} {day[2]}, {day[0]}" if day else "n.d.",
    ]
    text = " ".join(filter(None, parts))
    return f"{text}, {report['url']}." if report["url"] else f"{text.removesuffix('.')}."


def _together(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
