"""Names that mean the same the world over: countries, their peoples, capitals, regions, organisations; found by longest match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple, cast

from onrecord import data
from onrecord.lang import WORDS
from onrecord.model.record import ActorType
from onrecord.text import fold

Kind = Literal["country", "people", "capital", "organisation", "region"]
HYPHENS = frozenset("-‐‑")
JOINTS = frozenset("-‐‑–'’.") | {"'s", "’s"}
ACRONYM_MAX = 4
"""Names of up to four capitals ("US", "WHO", "AU") count only as written: "us", "who" and "au" are words."""
SUPRANATIONAL = frozenset({"IGO", "NGO", "MNC", "IMG"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name. `country` is ISO 3166-1 alpha-3 or IGO, NGO, IMG; `scope` "context" needs its country in the report."""

    kind: Kind
    name: str
    country: str | None
    sector: str | None = None
    type: ActorType = "government"
    scope: str = "world"
    alias: str = ""
    shared: tuple[str, ...] = ()
    """The countries that a region lies in, where it has no one country: Punjab."""


class Match(NamedTuple):
    """Words [first, last) that are a known name, with its meanings, likeliest first."""

    first: int
    last: int
    entries: tuple[Entry, ...]


@lru_cache(maxsize=WORDS)
def folded(word: str) -> str:
    """Fold one word (onrecord.text.fold), remembered."""
    return fold(word)


def _entries() -> Iterator[Entry]:
    for r in data.rows("countries"):
        yield Entry("country", main_name(r["iso3"]), r["iso3"], "GOV", alias=r["name"])
    for r in data.rows("organisations"):
        yield Entry("organisation", r["name"], r["country"] or None, r["sector"], cast(ActorType, r["type"]), r["scope"], r["alias"])
    for r in data.rows("demonyms"):
        yield Entry("people", r["word"], r["iso3"], "CVL", "group", r["kind"], r["word"])
    for r in data.rows("capitals"):
        yield Entry("capital", r["name"], r["iso3"], "GOV", alias=r["name"])
    for r in data.rows("regions"):
        countries = tuple(r["country"].split("/")) if r["country"] else ()
        yield Entry("region", r["name"], countries[0] if len(countries) == 1 else None, None, "group", r["kind"], r["alias"], countries)
    others = {r["name"] for table in ("countries", "capitals") for r in data.rows(table)}
    for r in data.rows("us_states"):
        if r["name"] in others:
            continue
        yield Entry("region", r["name"], "USA", None, "group", "us-state", r["name"])


@cache
def main_names() -> dict[str, str]:
    """Give each country's usual English name by ISO code."""
    return {r["iso3"]: r["name"] for r in data.rows("countries") if r["kind"] == "main"}


@cache
def folded_countries() -> frozenset[str]:
    """Give the one-word names of countries, folded; not "america", which names the continent too."""
    return frozenset(w for r in data.rows("countries") if " " not in (w := fold(r["name"]))) - {"america"}


def main_name(iso3: str) -> str:
    return main_names().get(iso3, iso3)


@cache
def _index() -> tuple[dict[str, tuple[Entry, ...]], frozenset[str]]:
    """Give the names by folded words, and every proper beginning of one."""
    names: dict[str, list[Entry]] = {}
    for entry in _entries():
        names.setdefault(fold(entry.alias), []).append(entry)
        if entry.kind == "people":
            names.setdefault(fold(entry.alias) + "s", []).append(entry)
    starts = {" ".join(words[:n]) for words in (k.split() for k in names) for n in range(1, len(words))}
    return {k: tuple(v) for k, v in names.items()}, frozenset(starts)


def _as_written(entry: Entry, written: str) -> bool:
    """Acronyms and abbreviations must be written as such; other names begin with a capital."""
    letters = entry.alias.replace(".", "").replace("-", "").replace(" ", "")
    if len(letters) <= ACRONYM_MAX and letters.isupper():
        return written.replace(".", "").replace(" ", "") == letters.replace(" ", "")
    return written[0].isupper() or not entry.alias[0].isupper()


def scan(words: Sequence[str]) -> list[Match]:
    """Find known names in a sentence's words: longest match from the left, none overlapping."""
    names, starts = _index()
    out: list[Match] = []
    i, n = 0, len(words)
    while i < n:
        if not _may_open(words[i]):
            i += 1
            continue
        found = _longest(words, i, names, starts)
        if found is None or _inside_word(words, found):
            i += 1
        else:
            out.append(found)
            i = found.last
    return out


@lru_cache(maxsize=WORDS)
def _may_open(word: str) -> bool:
    """Tell early whether a known name can begin with this word."""
    if not word or not (word[0].isupper() or word[0].isdigit() or word == "al"):
        return False
    names, starts = _index()
    part = folded(word)
    return part in names or part in starts


def _inside_word(words: Sequence[str], found: Match) -> bool:
    """Tell a match that is only a part of a hyphened name ("Shan-e-Mustafa"), not of "US-led" or "Israel-Hamas"."""
    if found.last + 1 < len(words) and words[found.last] in HYPHENS and len(words[found.last + 1]) < 3:
        return True
    return found.first > 1 and words[found.first - 1] in HYPHENS and len(words[found.first - 2]) < 3


def _longest(words: Sequence[str], i: int, names: dict[str, tuple[Entry, ...]], starts: frozenset[str]) -> Match | None:
    key, found, j = "", None, i
    while j < len(words):
        part = folded(words[j])
        if not part:
            if words[j] not in JOINTS or j == i:
                break
        else:
            key = f"{key} {part}" if key else part
            entries = names.get(key)
            if entries:
                written = " ".join(words[i : j + 1])
                fit = tuple(e for e in entries if _as_written(e, written))
                if fit:
                    found = Match(i, j + 1, fit)
            if key not in starts:
                break
        j += 1
    return found
