"""Records for an archive of any size, without reading: our own reports told again and again in other words, on other days.

Every rarer word is exchanged for another of the same length, so that each item of a record stays on its characters. Names of people
change from story to story, by a long tail: a few are in every third story, most in one. A third of the reports stand in stories of two
to forty, which share their names, their days and two words in three; every sixth of those is a print of the first. A hundred reports a
day from 150 houses.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import re
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.ingest.walk import read_paths
from onrecord.model.record import Actor, Event, Items, Record, Time
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

ROOT = Path(__file__).parents[1]
A_DAY, HOUSES, FIRST_DAY = 100, 150, date(2025, 5, 1)
_WORD = re.compile(r"[^\W\d_]{4,}")
_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_SYLLABLES = ("ba", "ko", "ri", "te", "mun", "sa", "lo", "di", "ne", "gar", "vi", "zo", "ta", "hel", "pu", "mi")


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A report to be made: of which of ours, in which words, on which day."""

    base: int
    story: int
    words: int
    day: int
    house: int


def our_records(reader: Reader, most: int = 60) -> list[Record]:
    """Read our own reports."""
    paths = [str(p) for folder in ("samples", "tests/reports") for p in sorted((ROOT / folder).glob("*.txt"))]
    found = (result for _, result in reader.read_all(read_paths(paths, None, Settings())))
    return [r for r in found if isinstance(r, Record) and r.report.published and r.events][:most]


def retold(bases: list[Record], seed: int = 1, a_day: int = A_DAY) -> Iterator[tuple[Source, Record]]:
    """Give reports in the order of their days, without end."""
    vocabulary = _vocabulary(bases)
    for number, told in enumerate(_plan(len(bases), seed, a_day)):
        yield _tell(bases[told.base], told, f"{seed}-{number}", vocabulary)


def _plan(bases: int, seed: int, a_day: int) -> Iterator[Told]:
    chance = random.Random(seed)
    waiting: list[Told] = []
    for number in count():
        day = number // a_day
        due = next((k for k, told in enumerate(waiting[:50]) if told.day <= day), None)
        if due is not None:
            yield dataclasses.replace(waiting.pop(due), house=chance.randrange(HOUSES))
            continue
        first = Told(chance.randrange(bases), seed * 10**7 + number, number, day, chance.randrange(HOUSES))
        yield first
        if chance.random() < 0.1:
            for other in range(min(40, int(2 / (1 - chance.random()) ** 0.7)) - 1):
                words = number if chance.random() < 1 / 6 else number + 10**6 * (other + 1)
                waiting.append(dataclasses.replace(first, words=words, day=day + chance.choice((0, 0, 0, 1, 1, 2))))


def _vocabulary(bases: list[Record]) -> dict[int, list[str]]:
    out: dict[int, set[str]] = {}
    for record in bases:
        for word in _WORD.findall(record.report.text):
            if word.islower():
                out.setdefault(len(word), set()).add(word)
    return {length: sorted(words) for length, words in out.items()}


def _tell(base: Record, told: Told, key: str, vocabulary: dict[int, list[str]]) -> tuple[Source, Record]:
    names = _names(base, told.story)

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word in names:
            return names[word]
        known = zlib.crc32(word.encode())
        if not word.islower() or known % 5 == 0:  # the commonest words stay what they are
            return word
        seed = told.words if known % 3 == 0 else told.story
        same = vocabulary[len(word)]
        return same[zlib.crc32(f"{seed} {word}".encode()) % len(same)]

    assert base.report.published is not None
    published = FIRST_DAY + timedelta(days=told.day)
    shift = published - date.fromisoformat(base.report.published[:10])
    text = _WORD.sub(other, base.report.text)
    id = hashlib.sha256(f"{key} {text}".encode()).hexdigest()
    title = " ".join(text.split()[6:16])
    report = dataclasses.replace(
        base.report, id=id, text=text, title=title, publisher=f"Paper {told.house}", source=f"{key}.txt", url=f"https://example.org/{key}",
        published=published.isoformat(),
    )  # fmt: skip
    record = dataclasses.replace(
        base, report=report, actors=Items(_renamed(a, names) for a in base.actors), times=Items(_moved(t, shift) for t in base.times),
        events=Items(_on_day(e, shift) for e in base.events),
    )  # fmt: skip
    return Source(id=id, source=report.source, text=text, kind="text", hints=Hints(title=title, publisher=report.publisher)), record


def _names(base: Record, story: int) -> dict[str, str]:
    """Give other names, of the same length, for the people of a report: the same for every report of a story."""
    bearer = min(int(random.Random(story).paretovariate(0.6)), 5000)
    if bearer == 1:
        return {}
    parts = {part for a in base.actors if a.type == "person" for part in a.name.split() if part[:1].isupper() and _WORD.fullmatch(part)}
    return {part: _name(len(part), zlib.crc32(f"{bearer} {part}".encode())) for part in sorted(parts)}


@cache
def _name(length: int, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(_SYLLABLES) for _ in range(length))[:length].capitalize()


def _renamed(actor: Actor, names: dict[str, str]) -> Actor:
    return dataclasses.replace(actor, name=" ".join(names.get(part, part) for part in actor.name.split()))


def _moved(time: Time, shift: timedelta) -> Time:
    return dataclasses.replace(time, value=_later(time.value, shift), edtf=_later(time.edtf, shift) if time.edtf else None)


def _on_day(event: Event, shift: timedelta) -> Event:
    return dataclasses.replace(event, date=_later(event.date, shift) if event.date else None)


def _later(value: str, shift: timedelta) -> str:
    return _DAY.sub(lambda m: (date.fromisoformat(m[0]) + shift).isoformat(), value)
