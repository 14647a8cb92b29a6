"""What can be said of a happening in plain numbers, for a judge that learns which ones a careful reader keeps."""

from __future__ import annotations

from onrecord.coding.relevance import public
from onrecord.gather.parties import named
from onrecord.model.document import Document
from onrecord.model.drafts import ActorDraft, Drafts, EventDraft

HEADS = frozenset(("title", "standfirst", "caption", "subheading"))
LEAD = 2
MANY = 5


def features(event: EventDraft, document: Document, drafts: Drafts) -> dict[str, float]:
    """Give the features of a happening: name -> value, 0 to 1; those that are 0 are left out."""
    tellings = event.mentions or [event]
    kind, _, detail = event.rule.partition("/")
    out = {
        f"type {event.event}": 1.0,
        f"mode {event.mode}": float(event.mode is not None),
        f"status {event.status}": 1.0,
        f"by {kind}": 1.0,
        f"verb {detail.split(' ')[0]}": float(kind == "verb" and bool(detail)),
        f"cameo {(event.cameo or '')[:2]}": float(event.cameo is not None),
        f"doubt {event.doubt}": float(bool(event.doubt)),
        "told again": min(len(tellings) - 1, MANY) / MANY,
        "dated": float(event.date is not None),
        "dated by the text": float(event.time is not None),
        "placed": float(event.place is not None),
        "counted": float(bool(event.figures)),
        "in context": min(len(event.context), 3) / 3,
        "vouched": float(bool(event.attributed_to)),
        "no party": float(not event.actors and not event.recipients),
        "alone": float(len(drafts.events) == 1),
    }
    out |= _side("actor", event.actors) | _side("recipient", event.recipients) | _stand(tellings, document, drafts) | _words(event)
    return {name: round(value, 4) for name, value in out.items() if value}


def _side(side: str, parties: list[ActorDraft]) -> dict[str, float]:
    """See who stands on one side: known by name, of public life, of which sector and kind."""
    out = {
        side: float(bool(parties)),
        f"{side} named": float(any(named(a) for a in parties)),
        f"{side} public": float(any(public(a) for a in parties)),
        f"{side} with country": float(any(a.country for a in parties)),
    }
    for a in parties:
        out[f"{side} {a.type}"] = 1.0
        if a.sector:
            out[f"{side} {a.sector}"] = 1.0
    return out


def _stand(tellings: list[EventDraft], document: Document, drafts: Drafts) -> dict[str, float]:
    """See where the report tells of it: in title or lead, how far down, inside somebody's words."""
    body = [s for s in document.sentences if s.part.kind == "body"]
    number = {s.start: n for n, s in enumerate(body)}
    first = min((number[t.sentence[0]] for t in tellings if t.sentence[0] in number), default=0)
    quoted = [a for t in tellings for a in t.attributed_to if a.form != "indirect"]
    return {
        "in title": float(any(t.trigger_head.sentence.part.kind in HEADS for t in tellings)),
        "in lead": float(any(number.get(t.sentence[0], LEAD) < LEAD for t in tellings)),
        "far down": first / max(len(body), 1),
        "short report": float(len(body) <= LEAD + 1),
        "in quotation": float(bool(quoted)),
        "every telling vouched": float(all(t.attributed_to for t in tellings)),
        "others in its sentence": min(max(sum(e.sentence == tellings[0].sentence for e in drafts.events) - 1, 0), 3) / 3,
    }


def _words(event: EventDraft) -> dict[str, float]:
    """See how the word of the act stands in its sentence: finite or not, its tense, what it hangs on."""
    head = event.trigger_head
    return {
        f"dep {head.dep}": 1.0,
        f"tag {head.xpos}": 1.0,
        f"under {head.head.lemma.lower()}": float(head.head is not head and head.dep in ("xcomp", "ccomp", "acl", "advcl")),
        "root": float(head.head is head),
    }
