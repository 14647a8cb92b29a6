"""Who holds which public office: general knowledge, for persons of whom a report says nothing but the name.

The table (`onrecord/data/office_holders.csv`, or one of the user's own) is read only when such a person turns up. What the text says
of country or office stands; whatever comes from here says so, in the actor's rule and in its `country_rule`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from onrecord import data
from onrecord.errors import UsageError
from onrecord.lang import per_language
from onrecord.resolve import lexicon, world
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.scene import Scene
from onrecord.text import fold

NONE = "none"
"""Said instead of a file: use no table."""
KNOWN = "general-knowledge"
FULL, SHORT = 0.95, 0.9
"""How often the table is right of a full name, and of a surname alone."""
PARTICLES = frozenset({"al", "el", "as", "ash", "ul", "de", "da", "do", "dos", "von", "van", "der", "den", "bin", "jr", "sr"})
FAMILY_FIRST = frozenset({"CHN", "HKG", "TWN", "KOR", "PRK", "KHM"})
GIVEN_ALONE = frozenset({"VNM", "MMR", "ETH", "ERI", "ISL", "BTN", "MNG", "LAO", "IMG"})
"""Countries whose people have no family name that is said alone."""
TOP, LASTING, POLITICAL = "known-top", "known-lasting", "known-political"
"""Offices whose holders are called by their surname alone; sectors that outlast an office; those that the table may speak of."""
FIELDS = ("person", "office", "country", "sector", "from", "to")


@dataclass(frozen=True, slots=True)
class Term:
    """One office of one person; `start` and `end` as far as they are known ("2017-01"), `end` empty while it lasts."""

    person: str
    office: str
    country: str
    sector: str
    start: str
    end: str

    def holds(self, day: str) -> bool:
        """Tell whether the office is held on a day; the last month counts still."""
        return self.start <= day and (not self.end or day[: len(self.end)] <= self.end)


@dataclass(slots=True)
class OfficeTable:
    """Persons with their offices, found by full name and by surname."""

    persons: dict[str, list[Term]] = field(default_factory=dict)
    by_name: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    by_surname: dict[str, set[str]] = field(default_factory=dict)

    def full(self, words: tuple[str, ...], day: str | None) -> list[Term]:
        """Give the terms of the one person of this full name who had an office by then; none where two had."""
        persons: set[str] = set()
        for key in dict.fromkeys((words, (words[0], words[-1]))):
            persons = {p for p in self.by_name.get(key, ()) if day is None or min(t.start for t in self.persons[p]) <= day}
            if persons:
                break
        if len(persons) > 1 and day is not None:
            persons = {p for p in persons if any(t.holds(day) for t in self.persons[p])}
        return self.persons[persons.pop()] if len(persons) == 1 else []

    def surname(self, word: str, day: str) -> list[Term]:
        """Give the terms of the one person of this surname who holds a high office on that day, and is no namesake of another holder."""
        held = {p: [t for t in self.persons[p] if t.holds(day)] for p in self.by_surname.get(word, ())}
        now = [p for p, terms in held.items() if terms]
        return self.persons[now[0]] if len(now) == 1 and any(t.office in word_set(TOP) for t in held[now[0]]) else []

def name_words(name: str) -> tuple[str, ...]:
    """Give the words by which a person's name is found: folded, without particles and single letters."""
    return tuple(w for w in fold(name.replace("-", " ")).split() if len(w) > 1 and w not in PARTICLES)


def read_table(rows: Iterable[Mapping[str, str]]) -> OfficeTable:
    """Build the table from rows with the columns person, other (spellings, between bars), office, country, sector, from, to."""
    table = OfficeTable()
    for row in rows:
        term = Term(row["person"], row["office"], row["country"], row["sector"], row["from"], row["to"])
        table.persons.setdefault(term.person, []).append(term)
        for name in (term.person, *filter(None, (row.get("other") or "").split("|"))):
            words = name_words(name)
            if len(words) > 1:
                table.by_name.setdefault(words, set()).add(term.person)
            if (short := _surname(words, term.country)) is not None:
                table.by_surname.setdefault(short, set()).add(term.person)
    return table


def _surname(words: tuple[str, ...], country: str) -> str | None:
    """Give the word by which a person is called alone; a spelling of one word is such a word."""
    if len(words) < 2:
        return words[0] if words else None
    return None if country in GIVEN_ALONE else words[0] if country in FAMILY_FIRST else words[-1]


@cache
def office_table(path: str | None) -> OfficeTable:
    """Give the shipped table, that of a file, or an empty one for "none". Raises `UsageError` where a file is no such table."""
    if path is None:
        return read_table(data.rows("office_holders"))
    if path == NONE:
        return OfficeTable()
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"the table of offices could not be read: {path}", code="NO_TABLE", remedy=str(error)) from error
    missing = [name for name in FIELDS if not rows or rows[0].get(name) is None]
    if missing:
        remedy = "it needs the columns person, office, country, sector, from, to; other (more spellings) if you like"
        raise UsageError(f"no table of offices: {path} has no column {', '.join(missing)}", code="NO_TABLE", remedy=remedy)
    return read_table(rows)


def holds_office(name: str, path: str | None) -> bool:
    """Tell a name, or a surname alone, that somebody of the table bears, whenever he held his office."""
    words = name_words(name)
    table = office_table(path)
    return words in table.by_name or (len(words) == 1 and words[0] in table.by_surname)


def hang_by_knowledge(scene: Scene, path: str | None) -> None:
    """Give persons of whom the text tells no country that of the table, by the report's date."""
    if path == NONE:
        return
    published = scene.document.published
    day = published[:10] if published else None
    for actor in scene.actors:
        if actor.type != "person" or not actor.words or actor.country is not None or not _may_hold(actor):
            continue
        words = name_words(" ".join(actor.words))
        table = office_table(path)
        terms = table.full(words, day) if len(words) > 1 else _by_surname(scene, table, words[0], day) if words and day else []
        country = _country(terms, day)
        if country is None or (_common(words) and country not in scene.named and not any(day and t.holds(day) for t in terms)):
            continue  # another John Smith
        actor.belong(country, KNOWN, sure=False, confidence=FULL if len(words) > 1 else SHORT)
        actor.rule += "/known"
        if actor.sector is None and not actor.roles:
            actor.sector = _sector(terms, day)


def _may_hold(actor: Actor) -> bool:
    """Tell somebody whom the text does not call something else: a nurse of that name is another."""
    return actor.sector is None or actor.sector in word_set(POLITICAL)


def _by_surname(scene: Scene, table: OfficeTable, word: str, day: str) -> list[Term]:
    """Give who is meant by a surname alone; where others are called so, only with the country in the report."""
    if len(scene.by_word.get(word, ())) > 1:
        return []
    terms = table.surname(word, day)
    common = _common((word,))
    return terms if not common or any(t.country in scene.named for t in terms) else []


def _common(words: tuple[str, ...]) -> bool:
    """Tell a surname that many bear, or that is a given name as well."""
    return words[-1] in word_set("known-common") or (len(words) == 1 and words[-1] in _given())


@per_language
def _given() -> frozenset[str]:
    return frozenset(fold(w) for w in lexicon.given_names())


def _country(terms: list[Term], day: str | None) -> str | None:
    """Give the country of the office held on that day, else that of the person's other offices."""
    held = [t for t in terms if day is not None and t.holds(day)]
    for some in (held, [t for t in terms if t.country not in world.SUPRANATIONAL], terms):
        countries = {t.country for t in some}
        if len(countries) == 1:
            return countries.pop()
        if countries and some is held:
            return max(held, key=lambda t: t.start).country
    return None


def _sector(terms: list[Term], day: str | None) -> str | None:
    """Give the sector of the office held on that day; that of former office holders is ELI."""
    if day is None:
        sectors = {t.sector for t in terms}
        return sectors.pop() if len(sectors) == 1 else None
    held = [t for t in terms if t.holds(day)]
    if held:
        return max(held, key=lambda t: t.start).sector
    last = max((t for t in terms if t.start <= day), key=lambda t: t.end)
    return last.sector if last.sector in word_set(LASTING) else "ELI"
