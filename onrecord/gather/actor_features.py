"""What can be told of an actor by looking at it, as plain numbers: for a judge who learns which ones a careful reader keeps."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.coding.lexicon import noun_frames, verb_frames
from onrecord.gather.entries import Entries, Entry
from onrecord.gather.mentions import Read
from onrecord.gather.standing_in_record import (
    LEAD,
    acts_in,
    heard,
    lead_end,
    stands,
    undergoes_in,
)
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts
from onrecord.model.record import Span
from onrecord.resolve import lexicon
from onrecord.resolve.lexicon import word_set

SECTORS = (
    "GOV",
    "MIL",
    "COP",
    "LEG",
    "JUD",
    "PTY",
    "REB",
    "UAF",
    "CRM",
    "CVL",
    "ELI",
    "BUS",
    "EDU",
    "MED",
    "REL",
    "JRN",
    "SOC",
    "IGO",
)
TYPES = ("person", "organization", "government", "group")
ARTICLES = ("definite", "indefinite", "possessive", "counted", "bare")
ABSENT = dict.fromkeys(
    (f"{k} {v}" for k, values in (("type", TYPES), ("sector", (*SECTORS, "none")), ("article", ARTICLES)) for v in values), 0.0
)
"""What nobody is but by their own words."""
PLACES = {
    "inside": ("in", "at", "near", "outside"),
    "belonging": ("of", "from"),
    "turned to": ("against", "on", "to", "with", "between"),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a report's actors are looked at beside: who is heard, where its lead ends, how long it is, what is quoted."""

    heard: frozenset[int]
    lead: int
    length: int
    sentences: int
    quoted: tuple[Span, ...]


def surroundings(entries: Entries) -> Surroundings:
    """Look once at what all features of a report's actors share."""
    document, drafts = entries.document, entries.drafts
    direct = sorted(span for a in drafts.attributions if a.form != "indirect" for span in a.content)
    return Surroundings(
        frozenset(heard(drafts)),
        lead_end(entries),
        max(1, len(document.text)),
        len(document.sentences),
        tuple(direct),
    )


def features(entry: Entry, entries: Entries, around: Surroundings) -> dict[str, float]:
    """Give what can be told of an actor, each between 0 and 1 or a small count; what is absent is 0."""
    actor, reads = entry.actor, entry.reads
    first = entry.first
    sides = list(entry.sides.items())
    out = ABSENT | {
        "names": min(8.0, len(entry.names)), "descriptions": min(8.0, len(entry.descriptions)),
        "pronouns": min(8.0, len(actor.mentions) - len(reads)), "roles": min(3.0, len(actor.roles)),
        "named": float(bool(entry.names)), "once": float(len(reads) == 1),
        "on record by rule": float(any(stands(entry, r, r.start < around.lead) for r in reads)),
        "speaks": float(id(actor) in around.heard and not sides), "party": float(bool(sides)),
        "acts": float(sum(side == "actor" for (_, side), _ in sides)), "suffers": float(sum(side == "recipient" for (_, side), _ in sides)),
        "told as done": float(bool(entry.done)),
        "country": float(actor.country is not None), "country guessed": float(actor.confidence is not None),
        "in title": float(any(r.title for r in reads)), "in lead": float(any(r.start < around.lead for r in reads)),
        "in caption": float(any(r.head.sentence.part.kind == "caption" for r in reads)),
        "first met": entry.start / around.length, "short report": float(around.sentences <= LEAD + 1),
        "only quoted": float(bool(reads) and all(_inside(r.start, around.quoted) for r in reads)),
    }  # fmt: skip
    out[f"type {actor.type}"] = 1.0
    if (sector := f"sector {actor.sector or 'none'}") in ABSENT:
        out[sector] = 1.0
    out.update(_of_places(reads))
    out.update(_of_first(first) if first is not None else {})
    return out


def _of_places(reads: list[Read]) -> dict[str, float]:
    """Tell what the mentions do in their clauses, as shares of all of them."""
    n = max(1, len(reads))
    out = {
        "subject": sum(acts_in(r.place.role) for r in reads) / n,
        "object": sum(undergoes_in(r.place.role) for r in reads) / n,
        "possessor": sum(r.place.role.possessor for r in reads) / n,
        "modifier": sum(r.place.role.modifier for r in reads) / n,
        "beside a name": sum(r.place.role.apposition for r in reads) / n,
        "of an act": sum(_governor(r) in noun_frames() for r in reads) / n,
        "of a coded verb": sum(_governor(r) in verb_frames() for r in reads) / n,
        "of people": sum(lexicon.find_noun([_governor(r)], 0) is not None for r in reads) / n,
    }
    for name, prepositions in PLACES.items():
        out[name] = sum(r.place.role.joined and r.place.preposition in prepositions for r in reads) / n
    return out


def _governor(read: Read) -> str:
    return read.place.governor.lower if read.place.governor is not None else ""


def _of_first(first: Read) -> dict[str, float]:
    """Tell how the first mention is worded."""
    found = lexicon.find_noun([t.lower for t in first.tokens], len(first.tokens) - 1)
    return {
        f"article {first.article}": 1.0,
        "plural": float(first.plural), "numbered": float(first.numbered), "others": float(first.fresh),
        "words": min(6.0, len(first.tokens)), "modified": float(bool(first.modifiers)),
        "noun known": float(first.known), "noun weak": float(found is not None and found.noun.force == "weak"),
        "noun generic": float(first.last in word_set("antecedents-generic")),
        "noun for anybody": float(first.last in word_set("linking-anybody")),
        "noun for kin": float(first.last in word_set("antecedents-kin")),
        "capitals only": float(first.named and all(t.text.isupper() for t in first.tokens)),
    }  # fmt: skip


def _inside(offset: int, spans: tuple[Span, ...]) -> bool:
    return any(a <= offset < b for a, b in spans)


def actor_rows(document: Document, drafts: Drafts, known: Entries | None = None) -> list[dict[str, float]]:
    """Give a row of features for each actor of a report, in the order of the cast; `known`: the entries, where they were made."""
    entries = known or Entries(document, drafts)
    around = surroundings(entries)
    sure: dict[int, float] = {}
    for event in drafts.events:
        for party in (*event.actors, *event.recipients):
            sure[id(party)] = max(sure.get(id(party), 0.0), event.confidence or 0.0)
    whole = {"report words": float(len(document.tokens)), "report actors": float(len(drafts.cast.actors))}
    found = ((e, features(e, entries, around)) for e in entries.all)
    return [row | whole | {"surest event": sure.get(id(e.actor), 0.0)} for e, row in found]
