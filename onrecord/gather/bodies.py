"""Bodies under several names: short for long, an acronym in brackets, a government and its palace, a state inside another's name."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.gather.apart import clash
from onrecord.gather.entries import Entries, Entry
from onrecord.gather.mentions import Read
from onrecord.resolve import lexicon, world
from onrecord.resolve.lexicon import word_set
from onrecord.text import fold

GOVERNING = "linking-governing"
"""Nouns for a state's government ("administration", "authorities")."""
RULING = "linking-ruling"
"""What is said of the one government of a state ("current", "federal")."""
INSIDE = frozenset({"compound", "nmod:poss", "amod", "nmod", "nmod:desc", "flat"})
BRACKETS = {"(": ")", "[": "]"}
GENERIC = frozenset({"of", "the", "and", "for", "in", "on"})
KNOWN = 12


def inside_names(entries: Entries) -> None:
    """Take a state's name inside another body's ("the *United States* House of Representatives") for that body's own words."""
    for entry in entries.all:
        if entry.actor.type != "government" or not entry.names:
            continue
        for read in list(entry.names):
            body = entries.at(read.head.head) if read.head.dep in INSIDE else None
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
    return read.head.dep != "nmod" or read.place.preposition == "of"


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
            if tokens[i - 1] not in other.names[0].tokens and not any(tokens[i - 1] in r.tokens for r in other.names):
                continue
            if "government" not in (entry.actor.type, other.actor.type) and not entries.opposed(entry, other):
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
    return tuple(lexicon.singulars(w)[-1][0] for t in read.tokens if (w := fold(t.text)) and w not in GENERIC)


def _short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether one name is another without its state, or without some of the words before its last."""
    if len(short) >= len(long) or short[-1] != long[-1]:
        return False
    if tuple(long[-len(short) :]) == tuple(short):
        rest = long[: -len(short)]
        return bool(world.scan([w.title() for w in rest])) and len(rest) < 4
    if len(short) < 2 or short[-1] not in lexicon.organisation_words() or short[-1] == "party":
        return False
    remaining = iter(long)
    return all(w in remaining for w in short)


def governments(entries: Entries) -> None:
    """Join a state, its government, its palace where they are told of apart: "*Syria*", "*Assad's government*"."""
    states: dict[str, Entry] = {}
    for entry in sorted(entries.all, key=lambda e: (not e.names, e.start)):
        actor = entry.actor
        if actor.type != "government" or actor.country is None or actor.rule == "actor/region":
            continue
        if not all(_governs(r) for r in entry.descriptions) or (_palace(entry) and not any(r.place.dep == "nsubj" for r in entry.names)):
            continue
        keep = states.setdefault(actor.country, entry)
        if keep is not entry and not entries.opposed(keep, entry):
            entries.join(keep, entry, "the government of the state")


def _palace(entry: Entry) -> bool:
    """Tell a body that is called neither by its state nor by a noun for a government: "the White House"."""
    return bool(entry.names) and entry.actor.rule != "actor/country" and entry.actor.name != world.main_name(entry.actor.country or "")


def _governs(read: Read) -> bool:
    """Tell the government of a state from one to come, from several, from that of a town."""
    if read.noun not in word_set(GOVERNING) or read.article == "indefinite" or (read.plural and read.noun != "authority"):
        return False
    said = [t for t in read.tokens[:-1] if t.lower in read.modifiers]
    return all(t.text[0].isupper() or t.lower in word_set(RULING) for t in said)
