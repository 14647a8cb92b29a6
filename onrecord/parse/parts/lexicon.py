"""The word lists of anatomy, loaded once: agencies, publishers, phrases of web litter, function words."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from onrecord.data import rows as data_rows
from onrecord.lang import per_language, rows
from onrecord.text import fold


class Agency(NamedTuple):
    """A news or photo agency. `kind`: wire or photo."""

    name: str
    kind: str


class Litter(NamedTuple):
    """Phrases of web litter, folded. All but `exact` are keyed by their first word.

    exact: the whole line; prefix: a line of up to 40 words begins so; lead: a line of up to 12 words that is no sentence begins
    so; section: the line opens a list of links or of readers' comments.
    """

    exact: frozenset[str]
    prefix: dict[str, tuple[str, ...]]
    lead: dict[str, tuple[str, ...]]
    section: dict[str, tuple[str, ...]]


@per_language
def agencies() -> dict[str, Agency]:
    """Give agencies by folded alias."""
    return {fold(row["alias"]): Agency(row["name"], row["kind"]) for row in rows("agencies")}


def agency(words: str) -> Agency | None:
    """Find the agency that exactly these words name."""
    if len(words) > 60:
        return None
    return agencies().get(fold(words)) if words else None


@per_language
def _publishers() -> dict[str, str]:
    return {row["domain"]: row["name"] for row in rows("publishers")}


@per_language
def _publisher_names() -> dict[str, str]:
    return {fold(row["name"]): row["name"] for row in rows("publishers")}


def publisher(words: str) -> str | None:
    """Give a known outlet's name as the list writes it."""
    return _publisher_names().get(fold(words)) if 0 < len(words) <= 60 else None


def publisher_of(url: str | None) -> str | None:
    """Give the outlet of a URL by its host, or by the longest known domain that the host ends in."""
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return None
    labels = host.split(".")[-6:]
    for n in range(len(labels) - 1):
        found = _publishers().get(".".join(labels[n:]))
        if found:
            return found
    return None


@per_language
def countries() -> frozenset[str]:
    """Give the names of countries, folded."""
    return frozenset(fold(row["name"]) for row in data_rows("countries"))


@per_language
def capitals() -> frozenset[str]:
    """Give the names of capitals and seats of government, folded."""
    return frozenset(fold(row["name"]) for row in data_rows("capitals"))


def place_like(name: str) -> bool:
    """Tell whether a name is more likely a town or country than a person: "New Delhi", "Addis Ababa"."""
    plain = fold(name)
    first = plain.split(" ", 1)[0]
    return first not in given_names() and (plain in countries() or plain in capitals() or first in words("begins a place"))


@per_language
def given_names() -> frozenset[str]:
    """Give the known given names in small letters."""
    return frozenset(row["name"].lower() for row in rows("given_names"))


@per_language
def words(group: str) -> frozenset[str]:
    """Give one group of the small words of anatomy, folded."""
    return frozenset(fold(row["word"]) for row in rows("anatomy_words") if row["group"] == group)


@per_language
def litter() -> Litter:
    """Load the phrases of web litter."""
    groups: dict[str, list[str]] = {"exact": [], "section": [], "prefix": [], "lead": []}
    for row in rows("boilerplate"):
        groups[row["match"]].append(row["phrase"])
    return Litter(frozenset(groups["exact"]), *(_by_first(groups[name]) for name in ("prefix", "lead", "section")))


def _by_first(phrases: list[str]) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for phrase in phrases:
        out.setdefault(phrase.split()[0], []).append(phrase)
    return {k: tuple(v) for k, v in out.items()}
