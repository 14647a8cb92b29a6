"""What can be seen of a gathered happening without asking what it means: the columns that the judge of happenings weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable

from onrecord.coding.relevance import public
from onrecord.grammar.columns import RELATIONS, TAGS, columns
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import above
from onrecord.model.document import Document, Token
from onrecord.model.drafts import ActorDraft, Drafts, EventDraft
from onrecord.model.record import Status
from onrecord.ontology import PLOVER

STATUSES: tuple[Status, ...] = ("reported", "claimed", "denied", "planned", "hypothetical", "negated")
SECTORS = tuple("GOV MIL COP JUD LEG OPP PTY REB UAF CRM CVL BUS JRN LAB SOC MED EDU REL ELI".split())
RULES = ("verb", "noun", "head", "announced", "obligation")
PARTIES = (*SECTORS, "person", "group", "organization", "government")
TOLLS = ("killed", "injured")
LEAD = 2
"""Sentences of the body that a report opens with."""


def event_rows(document: Document, drafts: Drafts) -> list[dict[str, float]]:
    """Give a row of features for each happening of a report, in the order of `drafts.events`."""
    body = [s.start for s in document.sentences if s.part.kind == "body"]
    length = max(1, len(document.tokens))
    types = Counter(e.event for e in drafts.events)
    fits = sorted((e.fit for e in drafts.events), reverse=True)
    whole = {
        "report.words": float(length),
        "report.events": float(len(drafts.events)),
        "report.density": 100 * len(drafts.events) / length,
        "report.fit": sum(fits) / max(1, len(fits)),
        "report.best": fits[0] if fits else 0.0,
    }
    beside = Counter(e.sentence for e in drafts.events)
    return [
        _row(e, document, body) | whole | {"same.type": float(types[e.event] - 1), "same.sentence": float(beside[e.sentence] - 1)}
        for e in drafts.events
    ]


def _row(event: EventDraft, document: Document, body: list[int]) -> dict[str, float]:
    tellings = event.mentions or [event]
    main = tellings[0]
    token = main.trigger_head
    sentence = token.sentence
    first = min(t.trigger[0][0] for t in tellings)
    parties = [*event.actors, *event.recipients]
    row = ABSENT | {
        "fit.max": max(t.fit for t in tellings), "fit.main": main.fit, "fit.mean": sum(t.fit for t in tellings) / len(tellings),
        "seen.max": max(t.seen for t in tellings), "seen.main": main.seen, "other": main.seen - main.fit,
        "tellings": float(len(tellings)), "sentences": float(len({t.sentence for t in tellings})),
        "in.title": float(any(t.trigger_head.sentence.part.kind == "title" for t in tellings)),
        "in.caption": float(main.trigger_head.sentence.part.kind == "caption"),
        "sentence": float(sum(start <= first for start in body[:200])), "place.in.text": first / max(1, len(document.text)),
        "actors": float(len(event.actors)), "recipients": float(len(event.recipients)),
        "countries": float(len({a.country for a in parties if a.country})), "foreign": _foreign(event),
        "figures": float(len(event.figures)), "toll": float(any(f.measure in TOLLS for f in event.figures)),
        "dated": float(event.date is not None), "placed": float(event.place is not None), "mode": float(event.mode is not None),
        "vouched": float(len(event.attributed_to)), "quoted": float(any(a.form == "direct" for a in event.attributed_to)),
        "contexts": float(len(event.context)), "words": float(len(main.trigger)),
        "depth": _depth(token), "long": float(len(sentence.tokens)),
        "dated.by.text": float(event.time is not None), "every.vouched": float(all(t.attributed_to for t in tellings)),
        "in.lead": float(any(start in body[:LEAD] for start, _ in (t.sentence for t in tellings))),
        "public": float(any(public(a) for a in parties)), "nobody": float(not parties),
        "negated": float(phrase_of(token).negated or phrase_of(token).none),
        "definite": float(any(c.lower == "the" for c in phrase_of(token).words)), "doubted": float(all(t.doubt for t in tellings)),
        "still.doubted": float(bool(event.doubt)),
    }  # fmt: skip
    row |= one_of("type", event.event, PLOVER.types) | one_of("status", event.status, STATUSES)
    row |= columns(token)
    row |= {f"rule.{r}": 1.0 for r in RULES if any(t.rule.startswith(r) for t in tellings)}
    row |= _sides("actor", event.actors) | _sides("recipient", event.recipients)
    return row


def one_of(kind: str, value: str | None, known: Container[str]) -> dict[str, float]:
    """Give the column of a value where it is one of the known."""
    return {f"{kind}.{value}": 1.0} if value in known else {}


def none_of(**known: Iterable[str]) -> dict[str, float]:
    """Give the columns of all known values of each kind, as they are where nothing has them."""
    return {f"{kind}.{value}": 0.0 for kind, values in known.items() for value in values}


def _sides(side: str, actors: Iterable[ActorDraft]) -> dict[str, float]:
    found = list(actors)
    out: dict[str, float] = {}
    for actor in found:
        out |= one_of(side, actor.sector, PARTIES) | one_of(side, actor.type, PARTIES)
    out[f"{side}.named"] = float(any(m.form == "name" for a in found for m in a.mentions))
    out[f"{side}.told"] = float(max((len(a.mentions) for a in found), default=0))
    return out


def _foreign(event: EventDraft) -> float:
    one, two = ({a.country for a in side if a.country} for side in (event.actors, event.recipients))
    return float(bool(one) and bool(two) and not one & two)


def _depth(token: Token) -> float:
    return float(sum(1 for _ in above(token, 12)))


ABSENT = none_of(type=PLOVER.types, status=STATUSES, tag=TAGS, relation=RELATIONS, rule=RULES, actor=PARTIES, recipient=PARTIES)
