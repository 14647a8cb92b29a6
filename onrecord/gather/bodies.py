"""Bodies under several names: short for long, an acronym in brackets, a government and its palace, a state inside another's name."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

from onrecord.gather.apart import clash
from onrecord.gather.entries import Entries, Entry
from onrecord.gather.mentions import Read
from onrecord.model.drafts import ActorDraft
from onrecord.resolve import lexicon, world
from onrecord.resolve.descriptions import RULING
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.world import folded
from onrecord.text import fold

K = TypeVar("K", bound=Hashable)
GOVERNING = "linking-governing"
"""Nouns for a state's government ("administration", "authorities")."""
FORCES, FORCE_NAMES = "linking-forces", "linking-forces-names"
"""Nouns for all of a state's forces, and last words of the names that such forces bear."""
INSIDE = frozenset({"compound", "possessor", "adjective", "attribute", "title", "flat"})
RIVALS = frozenset({"party", "army", "front", "movement", "union", "force", "group", "brigade", "league", "alliance"})
"""Last words of names of which two may stand against each other with one word between them: "Democratic", "Social Democratic Party"."""
BRACKETS = {"(": ")", "[": "]"}
GENERIC = frozenset({"of", "the", "and", "for", "in", "on"})
STATES = frozenset(
    {
        ("united", "state"),
        ("u", "s"),
        ("us",),
        ("united", "kingdom"),
        ("uk",),
        ("u", "k"),
        ("federal",),
        ("national",),
    }
)
"""What a body's name may begin with to say of which state it is, as `_words` gives it."""
KNOWN = 12
LONGEST_STATE = 4
"""Words of a state's name: "Democratic Republic of Congo"."""


def inside_names(entries: Entries) -> None:
    """Take a state's name inside another body's ("the *United States* House of Representatives") for that body's own words."""
    for entry in entries.all:
        if entry.actor.type != "government" or not entry.names:
            continue
        for read in list(entry.names):
            body = entries.at(read.head.head) if read.head.role.name in INSIDE else None
            if body is None or body is entry or not _names_body(body, read):
                continue
            if len(entry.names) + len(entry.descriptions) > 1:
                entries.forget(entry, read)
            else:
                entries.join(body, entry, "part of its name")
                break


def _names_body(body: Entry, read: Read) -> bool:
    """Tell whether a state's name stands in that of a body: right before it, or after "of"."""
    if body.actor.type not in ("organization", "group") or not any(read.head.head in r.tokens for r in body.names):
        return False
    return not read.head.role.attribute or read.place.preposition == "of"


def brackets(entries: Entries) -> None:
    """Join the two names of "Officials Committee (OC)", "March 23 Movement [M23]"."""
    tokens = entries.document.tokens
    for entry in entries.all:
        for read in entry.names:
            i = read.tokens[0].i - 1
            end = read.tokens[-1].i + 1
            if i < 1 or end >= len(tokens) or BRACKETS.get(tokens[i].text) != tokens[end].text:
                continue
            other = entries.at(tokens[i - 1])
            if other is None or other is entry or not other.names or "person" in (entry.actor.type, other.actor.type):
                continue
            if "government" not in (
                entry.actor.type,
                other.actor.type,
            ):
                entries.join(other, entry, "its other name in brackets")
                break


def short_names(entries: Entries) -> None:
    """Join a short name to the one longer name it is short for: "the *Supreme Court*" of "the US Supreme Court"."""
    bodies = [e for e in entries.all if e.names and e.actor.type in ("organization", "group")]
    by_last: dict[str, list[tuple[Entry, tuple[str, ...]]]] = {}
    forms = [(e, words) for e in bodies for words in {_words(r) for r in e.names}]
    for entry, words in forms:
        if len(words) > 1 and len(by_last.setdefault(words[-1], [])) < KNOWN:
            by_last[words[-1]].append((entry, words))
    for entry, words in sorted(forms, key=lambda f: (len(f[1]), f[0].start)):
        if entries.of(entry.actor) is not entry or not words:
            continue
        long = {
            id(o): o
            for e, other in by_last.get(words[-1], ())
            if (o := entries.of(e.actor)) is not None and o is not entry and _short_for(words, other)
        }
        if len(long) == 1:
            other = next(iter(long.values()))
            if not clash(entries, entry, other):
                entries.join(other, entry, "a short form of its name")


def _words(read: Read) -> tuple[str, ...]:
    return tuple(_singular(w) for t in read.tokens if (w := folded(t.text)) and w not in GENERIC)


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether one name is another without its state, or without some of the words before its last."""
    if len(short) >= len(long):
        return False
    if tuple(long[-len(short) :]) == tuple(short):
        rest = long[: -len(short)]
        return len(rest) < 4 and (tuple(rest) in STATES or bool(world.scan([w.title() for w in rest])))
    if len(short) < 2 or short[-1] not in lexicon.organisation_words() or short[-1] in RIVALS:
        return False
    remaining = iter(long)
    return all(w in remaining for w in short)


def governments(entries: Entries) -> None:
    """Join a state, its government, its palace where they are told of apart: "*Syria*", "*Assad's government*"."""
    states: dict[str, Entry] = {}
    for entry in sorted(
        entries.all,
        key=lambda e: (e.actor.rule != "actor/country", not e.names, e.start),
    ):
        actor = entry.actor
        if actor.type != "government" or actor.country is None or actor.rule == "actor/region":
            continue
        if not all(_governs(r) for r in entry.descriptions) or (_palace(entry) and not any(r.place.role.acting for r in entry.names)):
            continue
        keep = states.setdefault(actor.country, entry)
        if keep is not entry:
            entries.join(keep, entry, "the government of the state")


def forces(entries: Entries) -> None:
    """Join "*Israel's military*", "*the army*" to the one national force that the report names: "the *Israel Defense Forces*"."""
    named: dict[str, list[Entry]] = {}
    for entry in entries.all:
        actor = entry.actor
        national = entry.names and actor.sector == "MIL" and actor.rule == "actor/world"
        if national and actor.country and fold(actor.name).split()[-1] in word_set(FORCE_NAMES):
            named.setdefault(actor.country, []).append(entry)
    for entry in entries.all if named else ():
        known = named.get(entry.actor.country or "", [])
        first = entry.first
        if entry.names or first is None or first.noun not in word_set(FORCES) or first.numbered or len(known) != 1:
            continue
        if not clash(entries, known[0], entry):
            entries.join(known[0], entry, "the state's forces")


def _palace(entry: Entry) -> bool:
    """Tell a body that is called neither by its state nor by a noun for a government: "the White House"."""
    return bool(entry.names) and entry.actor.name != world.main_name(entry.actor.country or "")


def _governs(read: Read) -> bool:
    """Tell the government of a state from one to come, from several, from that of a town."""
    if read.noun not in word_set(GOVERNING) or read.article == "indefinite" or read.plural:
        return False
    said = [t for t in read.tokens[:-1] if t.lower in read.modifiers]
    opens = read.head.sentence.tokens[0]  # "*Medical* authorities said": the capital is the sentence's
    return all((t.text[0].isupper() and (t is not opens or _state([t.text]))) or t.lower in word_set(RULING) for t in said)


def same_names(entries: Entries) -> None:
    """Join entries of one name that were taken for different kinds: "*Democrats*" as people and as a party."""
    by_name: dict[str, Entry] = {}
    for entry in sorted(entries.all, key=lambda e: (-len(e.reads), e.start)):
        if entry.actor.type == "government":
            continue
        called = (n for r in _telling(entry) for n in (_one_word(entries.document.words(r.draft.span)), _of_state(r, entry.actor)))
        for name in dict.fromkeys(n for n in called if n):
            keep = by_name.setdefault(name, entry)
            if keep is not entry and entries.of(keep.actor) is keep and not clash(entries, keep, entry):
                entries.join(keep, entry, "the same name")
                break


def _telling(entry: Entry) -> list[Read]:
    """Give the names that tell whose they are: of a person with a full name not the surname alone, which others have too."""
    full = [r for r in entry.names if len(r.tokens) > 1]
    return full if full and entry.actor.type == "person" else entry.names


def _one_word(name: str) -> str:
    """Fold a name with its words run together: "MarineTraffic" is "Marine Traffic"."""
    return fold(name).removeprefix("the ").replace(" ", "")


def _of_state(read: Read, actor: ActorDraft) -> str:
    """Fold the name of a state's body by its state: "US Supreme Court", "Supreme Court of the United States"; "" where no state is told."""
    words = [t.text for t in read.tokens if t.lower != "the"]
    for n in range(min(len(words) - 1, LONGEST_STATE), 0, -1):
        if state := _state(words[:n]):
            return f"{state} {fold(' '.join(words[n:]))}"
        if words[-n - 1] == "of" and n + 1 < len(words) and (state := _state(words[-n:])):
            return f"{state} {fold(' '.join(words[: -n - 1]))}"
    return f"{actor.country} {fold(' '.join(words))}" if actor.country and actor.country_rule == "own-words" else ""


def _state(words: Sequence[str]) -> str | None:
    """Give the country that these words name, all of them."""
    known = world.scan(words)
    if len(known) != 1 or known[0][:2] != (0, len(words)) or known[0].entries[0].kind not in ("country", "people"):
        return None
    return known[0].entries[0].country


def last_words(entries: Entries) -> None:
    """Join a one-word name to the body or person whose name begins or ends with it, where its kind was misread.

    "*Mahan*" alone reads like a person; beside "Mahan Air" it is the airline. "al-Eryani" alone reads like a body.
    """
    first: dict[str, list[Entry]] = {}
    last: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries.all:
        for words in {tuple(folded(t.text) for t in r.tokens if folded(t.text)) for r in entry.names}:
            if entry.actor.type in ("organization", "group") and len(words) > 1 and words[1] in lexicon.organisation_words():
                _append(first, words[0], entry)
            elif entry.actor.type == "person":
                for n in range(1, min(3, len(words))):
                    _append(last, words[-n:], entry)
                if len(words) > 1:
                    _append(last, words[:1], entry)  # many are called by the first: "Abiy", "Lula"
    for entry in entries.all:
        shorts = {tuple(folded(t.text) for t in r.tokens if folded(t.text)) for r in entry.names}
        if not entry.names or entry.descriptions or len(shorts) != 1 or entry.actor.roles:
            continue
        words = next(iter(shorts))
        likes = first.get(words[0], []) if entry.actor.type == "person" and len(words) == 1 else []
        likes = last.get(words, []) if entry.actor.type == "organization" and len(words) < 3 and entry.actor.sector is None else likes
        known = {id(e): e for e in (entries.of(e.actor) for e in likes) if e is not None and e is not entry}
        if len(known) == 1 and not clash(entries, keep := next(iter(known.values())), entry):
            entries.join(keep, entry, "a part of its name")


def _append(index: dict[K, list[Entry]], key: K, entry: Entry) -> None:
    known = index.setdefault(key, [])
    if entry not in known and len(known) < KNOWN:
        known.append(entry)


def kinds_of_body(entries: Entries) -> None:
    """Join a body called by its kind to the one named body of that kind: "*Swedish academy*", "the Royal Swedish Academy of Sciences"."""
    by_kind: dict[str, list[tuple[Entry, frozenset[str]]]] = {}
    for entry in entries.all:
        if not entry.names or entry.actor.type not in ("organization", "group"):
            continue
        for name in entry.names:
            words = [t.lower for t in name.tokens]
            head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
            if len(words) > 1 and head in lexicon.organisation_words() and all(e is not entry for e, _ in by_kind.get(head, ())):
                by_kind.setdefault(head, []).append((entry, frozenset(words)))
    for entry in entries.all:
        read = entry.first
        if read is None or read.plural or read.fresh or entry.actor.type not in ("organization", "group"):
            continue
        if any(len(r.tokens) > 1 or r.last not in lexicon.organisation_words() for r in entry.names):
            continue
        if not entry.names and read.article not in ("definite", "possessive") and not (read.title and read.article == "bare"):
            continue
        likes = by_kind.get(read.last, [])
        if len(likes) == 1 and read.modifiers <= likes[0][1] and not clash(entries, likes[0][0], entry):
            entries.join(likes[0][0], entry, "the one body of its kind")
