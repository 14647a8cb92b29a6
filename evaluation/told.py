"""Stories and quotations of our own (told_stories.txt, told_quotations.txt): what they say, and an archive made of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord.compare.update import update
from onrecord.errors import OnRecordError
from onrecord.model.source import Hints, Source, text_source
from onrecord.pipeline import Reader
from onrecord.store import Archive

HERE = Path(__file__).parent
STORIES, QUOTATIONS = HERE / "told_stories.txt", HERE / "told_quotations.txt"
HALVES = ("dev", "check")
_MARK = re.compile(r"\{(\w+)(?:(:)|\.(\w+)=)([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that tell of a happening, or (with a measure) count it. `span`: in the report's text, code points, end exclusive."""

    happening: str
    measure: str | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Telling:
    """One report of a story: its name ("beirut/r1"), its text without the marks, and these."""

    name: str
    published: str | None
    publisher: str
    title: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class Story:
    """A story with its labels; tolls are (happening, measure, day, number), firsts happening -> the reports that may be first."""

    name: str
    half: str
    reports: list[Telling] = field(default_factory=list)
    tolls: list[tuple[str, str, str, float]] = field(default_factory=list)
    firsts: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A quotation put to the archive, and what a careful fact-checker says of it."""

    half: str
    verdict: str
    speaker: str | None
    words: str
    first: str | None
    reports: int | None


def stories(path: Path = STORIES) -> list[Story]:
    """Read the stories."""
    out: list[Story] = []
    head: list[str] = []
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for line in [*path.read_text("utf-8").splitlines(), "== "]:
        if line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if head and word in ("==", "--", "toll", "first"):
            out[-1].reports.append(_telling(out[-1].name, head, paragraphs[head[0]]))
            head = []
        if word == "==":
            out += [Story(*rest.split())] if rest else []
            paragraphs.clear()
        elif word == "--":
            head = [part.strip() for part in rest.split("|")]
        elif word == "toll":
            happening, measure, day, number = rest.split()
            out[-1].tolls.append((happening, measure, day, float(number)))
        elif word == "first":
            happening, *reports = rest.split()
            out[-1].firsts[happening] = frozenset(f"{out[-1].name}/{report}" for report in reports)
        elif word.startswith("@"):
            first, _, last = (rest or "1-99").partition("-")
            paragraphs[head[0]] += paragraphs[word[1:]][int(first) - 1 : int(last)]
        elif line.strip():
            paragraphs[head[0]].append(line)
    return out


def _telling(story: str, head: list[str], paragraphs: list[str]) -> Telling:
    marked = "\n\n".join(paragraphs)
    text, marks, at = "", [], 0
    for m in _MARK.finditer(marked):
        text += marked[at : m.start()]
        marks.append(Mark(m[1], m[3], (len(text), len(text) + len(m[4]))))
        text += m[4]
        at = m.end()
    name, published, publisher, title = head
    return Telling(f"{story}/{name}", _given(published), publisher, title, text + marked[at:] + "\n", tuple(marks))


def quotations(path: Path = QUOTATIONS) -> list[Asked]:
    """Read the quotations."""
    rows = [[part.strip() for part in line.split("|")] for line in path.read_text("utf-8").splitlines() if line[:1] not in ("", "#")]
    return [Asked(h, v, _given(s), w, _given(f), int(n) if _given(n) else None) for h, v, s, w, f, n in rows]


def _given(text: str) -> str | None:
    return None if text == "-" else text


def sources(tellings: Iterable[Telling]) -> Iterator[Source]:
    """Give reports as a caller hands them over: text, and beside it title, publisher, moment and address."""
    for t in tellings:
        made = text_source(t.text, published=t.published, title=t.title, source=t.name)
        url = f"https://{re.sub('[^a-z]+', '-', t.publisher.lower())}.example/{t.name}"
        known = "caller" if t.published else None
        hints = Hints(title=t.title, published=t.published, published_from=known, publisher=t.publisher, url=url)
        yield replace(made, id=made.id, hints=hints)


def fill(archive: Archive, reader: Reader, told: Iterable[Story]) -> dict[str, str]:
    """Read the stories into an archive and compare them. Gives each report's id by its name."""
    found = list(reader.read_all(list(sources([r for s in told for r in s.reports]))))
    failed = [r for _, r in found if isinstance(r, OnRecordError)]
    if failed:
        raise failed[0]
    list(archive.add(found))
    update(archive)
    return {s.source: s.id for s, _ in found if s is not None}
