"""What a noun phrase says of its actor by its own words: country, sector, type. One reading for text and parsed phrases alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.model.record import ActorType
from onrecord.resolve import lexicon, world
from onrecord.resolve.gazetteer import country_of_town
from onrecord.resolve.lexicon import Found, word_set

WORD = re.compile(r"U\.S\.|U\.N\.|\w+(?:\.(?=\w\.)\w)*\.?(?<=\b[A-Z]\.)|['’]s\b|\w+|[^\w\s]")
BREAKS = frozenset(
    {"of", "in", "at", "from", "to", "for", "on", "with", "by", "near", "loyal", "based", "who", "that", "which", ",", "(", "across"}
)
FORMER = "phrase-former"
RETIREES = frozenset({"GOV", "MIL", "LEG", "SPY", "COP", "JUD", "PTY"})
"""Sectors whose former members are elites (ELI); a former student or striker is not."""
IDEOLOGY = "phrase-ideology"
"""Words for what somebody thinks or is like: before "leader" or "president" they say nothing of the office."""
MINDS = "phrase-minds"
"""What makes "intelligence" no service of a state: "*artificial* intelligence researchers"."""
PARTIES = "phrase-parties"
"""Words that are a party's name where they are written as one: "a *Labour* lawmaker", "the labour leader"."""
RANKS = "phrase-ranks"
"""Words that before another office only say which: "*deputy* director"."""
ELDERS = frozenset({"leader", "chief", "elder", "politician", "notable", "figure"})
BACKED = "phrase-backed"
OUTRANKS = frozenset(
    {
        "MIL", "COP", "SPY", "OPP", "REB", "PRM", "UAF", "PTY", "REL", "LAB", "CRM", "BUS", "EDU", "MED", "LEG", "JUD", "JRN",
        "REF", "SOC", "IGO"
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase's words say. `head` is the index of the head word; `noun` None where no lexicon noun heads the phrase."""

    head: int | None
    noun: Found | None
    type: ActorType
    country: str | None
    sector: str | None
    sector2: str | None = None
    former: bool = False
    follows: bool = False
    """The country stands after the head ("soldiers of Kenya")."""


def resolve_phrase(text: str) -> tuple[str | None, str | None, str | None]:
    """Read an actor phrase without context: (country, sector, second sector); None where its words do not say."""
    reading = read_phrase([m.group() for m in WORD.finditer(text)])
    return reading.country, reading.sector, reading.sector2


def read_phrase(words: Sequence[str], head: int | None = None, *, by_town: bool = True, unlisted: Found | None = None) -> Reading:
    """Read a phrase's words; `head` is the index of its head word where a parse tells it, else it is worked out.

    `unlisted`: what the head word is taken for where the lexicon does not know it;
    `by_town`: take a country from the name of a big town too, where nobody else will look at the names in the phrase.
    """
    if not words:
        return Reading(None, None, "group", None, None)
    lower = [w.lower() for w in words]
    matches = world.scan(words)
    if head is None:
        head = _head(lower, matches)
    named = next((m for m in matches if m.first <= head < m.last and m.entries[0].kind != "people"), None)
    if named is not None:
        return _named(words, lower, head, named)
    found = lexicon.find_noun(lower, head)
    office = _office(lower, head)
    if office is not None and office.sector and len(office.title.split()) > max(1, found.words if found else 1):
        found = Found(lexicon.Noun(office.title, "person", office.sector, ""), len(office.title.split()), "sing")
    if found is None and office is not None:
        found = Found(lexicon.Noun(office.title, "person", office.sector, "weak"), len(office.title.split()), "sing")
    found = found or unlisted
    sector, second = _sector(words, lower, head, found, matches)
    former = any(w in word_set(FORMER) for w in lower[:head])
    if former and sector in RETIREES and (found is None or found.noun.type == "person"):
        sector, second = "ELI", None
    kind: ActorType = found.noun.type if found else "organization"
    if found and kind == "person" and found.number == "plur":
        kind = "group"
    country, follows = _country(lower, head, matches)
    if country is None and by_town:
        country = _town_country(words, lower, matches)
    return Reading(head, found, kind, country, sector, second, former, follows)


def _head(lower: list[str], matches: list[world.Match]) -> int:
    """Give the last word before the phrase's first preposition, comma or clause; a known name counts as one word."""
    inside = {i: m.last for m in matches for i in range(m.first, m.last)}
    end, i = len(lower), 0
    while i < len(lower):
        if i in inside:
            i = inside[i]
            continue
        if lower[i] in BREAKS and i > 0:
            end = i
            break
        i += 1
    while end > 1 and not lower[end - 1][0].isalnum():
        end -= 1
    head = max(0, end - 1)
    for i in range(head, -1, -1):  # "Prime Minister Jane Doe": the office heads the phrase, not the name
        if i not in inside and lexicon.find_noun(lower, i) is not None:
            return i
    return head


def _named(words: Sequence[str], lower: list[str], head: int, match: world.Match) -> Reading:
    entry = match.entries[0]
    sector = entry.sector
    country = entry.country
    if entry.scope == "context":
        before = [m for m in world.scan(words[: match.first]) if m.entries[0].country]
        longer = match.first > 0 and words[match.first - 1][0].isupper()  # "the *National* Democratic Party" is another
        country = before[-1].entries[0].country if before else None if longer else entry.country
    return Reading(head, None, entry.type, country, sector)


def _office(lower: list[str], head: int) -> lexicon.Office | None:
    for n in (5, 4, 3, 2, 1):
        if head - n + 1 >= 0 and (office := lexicon.office_of(lower[head - n + 1 : head + 1])) is not None:
            return _held_of(lower, head) or office
    return _held_of(lower, head)


def _held_of(lower: list[str], head: int) -> lexicon.Office | None:
    """Give the office that goes on after its head: "*chief* of the defence staff", "*commissioner* of police"."""
    if head + 2 >= len(lower) or lower[head + 1] != "of":
        return None
    words = [lexicon.singulars(lower[head])[-1][0], *(w for w in lower[head + 1 : head + 7] if w != "the")]
    return next((o for n in (6, 5, 4, 3) if (o := lexicon.office_of(words[:n])) is not None), None)


def _sector(
    words: Sequence[str], lower: list[str], head: int, found: Found | None, matches: list[world.Match]
) -> tuple[str | None, str | None]:
    """Give the head noun's sector; where it is weak ("official", "members"), that of its modifiers or of what follows "of"."""
    own = found.noun.sector if found else None
    start = head - (found.words if found else 1) + 1
    if found is None:
        word = lexicon.organisation_words().get(lower[head])
        own = word[1] if word else None
    modifiers = _modifier_sectors(words, lower, start, head, matches)
    if found is not None and found.words > 1 and found.number != "plur" and lower[start] in word_set(PARTIES) and words[start][0].isupper():
        return "PTY", None  # "Labour leader Keir Starmer"; labour leaders lead unions
    if found is not None and own is not None and found.noun.force != "weak":
        second = next((s for s in modifiers if s != own and s in OUTRANKS), None)
        return own, second
    strong = next((s for s in modifiers if s in OUTRANKS), None)
    if own == "LEG" and strong == "PTY":
        return own, strong  # a party's member of parliament sits in it
    if strong is None and own in ("GOV", "ELI") and "CVL" in modifiers and found is not None and found.noun.noun in ELDERS:
        strong = "ELI"
    if strong is None and own == "LAB" and "GOV" in modifiers:
        strong = "GOV"  # "embassy staff", "government engineers"
    strong = strong or (next(iter(modifiers), None) if own is None else None)
    if strong is not None:
        return strong, own if own != strong else None
    return own, None


def _modifier_sectors(words: Sequence[str], lower: list[str], start: int, head: int, matches: list[world.Match]) -> list[str]:
    """Give the sectors that the words around the head noun carry, those before it first and the nearest first."""
    out: list[str] = []
    inside = {i: m for m in matches for i in range(m.first, m.last)}
    for i in [*range(start - 1, -1, -1), *_complement(lower, head)]:
        if i in inside:
            entry = inside[i].entries[0]
            if entry.kind == "organisation" and entry.sector:
                out.append(entry.sector)
            continue
        if lower[i] in word_set(RANKS) or (lower[i] == "intelligence" and i > 0 and lower[i - 1] in word_set(MINDS)):
            continue
        if lower[i] in word_set(PARTIES) and words[i][0].isupper() and i < head:
            out.append("PTY")
        elif lower[i] in lexicon.sector_adjectives():
            out.append(lexicon.sector_adjectives()[lower[i]])
        elif (
            lower[i] not in word_set(FORMER)
            and lower[i] not in word_set(IDEOLOGY)
            and (found := lexicon.find_noun(lower, i)) is not None
            and found.noun.sector
            and found.noun.force != "link"
        ):
            out.append(found.noun.sector)
        elif (word := lexicon.organisation_words().get(lower[i])) and word[1] and i < head:
            out.append(word[1])
    return out


def _complement(lower: list[str], head: int) -> range:
    """Give the words of the "of", "at" or "from" phrase that follows the head directly."""
    if head + 1 < len(lower) and lower[head + 1] in ("of", "at", "from", "in"):
        end = next((i for i in range(head + 2, len(lower)) if lower[i] in (",", "who", "that", "which", "to", "with")), len(lower))
        return range(head + 2, min(end, head + 9))
    return range(0)


def _country(lower: list[str], head: int, matches: list[world.Match]) -> tuple[str | None, bool]:
    """Give the country that modifies the head, the nearest before it, else the first after it; and whether it stands after."""
    before = [m for m in matches if m.first <= head and not sided(lower, m)]
    if _two_nations(lower, before):
        return None, False
    after = [m for m in matches if m.first > head and not _foreign(lower, head, m)]
    for match in [*reversed(before), *after]:
        entry = match.entries[0]
        if entry.country is not None and entry.scope != "context":
            return entry.country, match.first > head
    return None, False


def _two_nations(lower: list[str], before: list[world.Match]) -> bool:
    """Tell those of two countries at once: "a *Russian-American* citizen", "*US-South Korean* forces"."""
    for one, other in pairwise(before):
        joined = other.first == one.last + 1 and lower[one.last] in world.HYPHENS
        if joined and None not in (countries := {one.entries[0].country, other.entries[0].country}) and len(countries) > 1:
            return True
    return False


def _town_country(words: Sequence[str], lower: list[str], matches: list[world.Match]) -> str | None:
    """Give the country of a town named in the phrase ("Shanghai police")."""
    taken = {i for m in matches for i in range(m.first, m.last)}
    common = [w in lexicon.nouns() or w in lexicon.organisation_words() for w in lower]
    for i, word in enumerate(words):
        inside = i > 0 and common[i - 1] and words[i - 1][0].isupper()  # "the Police *Mobile* Force" is not of Mobile
        if i not in taken and word[0].isupper() and not common[i] and not inside:
            country = country_of_town(" ".join(words[i : i + 2])) or country_of_town(word)
            if country is not None and not _personal(words, i):
                return country
    return None


def sided(lower: list[str], match: world.Match) -> bool:
    """Tell a country that only backs or is opposed ("Iran-backed", "pro-Russian", "ethnic Albanian"): not the actor's own."""
    if match.last + 1 < len(lower) and lower[match.last] in world.HYPHENS and lower[match.last + 1] in word_set(BACKED):
        return True
    first = match.first
    return (first > 0 and lower[first - 1] in ("ethnic", "pro", "anti")) or (
        first > 1 and lower[first - 1] in world.HYPHENS and lower[first - 2] in ("pro", "anti", "non")
    )


def _foreign(lower: list[str], head: int, match: world.Match) -> bool:
    """Tell the country an envoy is sent to, or whose border is guarded against: it is not the envoy's own."""
    return match.first > 0 and (lower[match.first - 1] in ("to", "with", "against", "for") or lower[max(0, match.first - 2)] == "to")


def _personal(words: Sequence[str], i: int) -> bool:
    """Tell a word that is part of a person's name, so that no town is read into it."""
    names = lexicon.given_names()
    return words[i] in names or (i > 0 and words[i - 1] in names)
