"""One event a happening: which tellings are of one thing that happened, and what all of them together say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.coding.proposals import HEAD
from onrecord.coding.relevance import doubt_of
from onrecord.gather.parties import compared, named, same
from onrecord.gather.sameness import NO, Tellings, odds, only_harm, other_toll, reason, types_agree
from onrecord.gather.when import date_happenings
from onrecord.model.document import Document
from onrecord.model.drafts import ActorDraft, Drafts, EventDraft
from onrecord.model.record import Status
from onrecord.ontology import PLOVER

REACH = 24
"""Happenings that a telling is held against, the latest first: keeps the work in proportion to the text."""
FIRST, LAST = 4, 4
"""Tellings of a happening that the next is held against."""
SURE: tuple[Status, ...] = ("reported", "claimed", "planned", "denied", "hypothetical", "negated")
"""How real a happening is: as the surest of its tellings has it. That a party denies it stands in the mention."""


def gather_happenings(document: Document, drafts: Drafts) -> None:
    """Make one event of all tellings of a happening."""
    drafts.events = [happening(group) for group in grouped(document, drafts.events)]
    date_happenings(document, drafts.events, drafts.times)


def grouped(document: Document, events: Sequence[EventDraft]) -> list[list[EventDraft]]:
    """Gather the tellings of each happening, in text order; each but the first says why it was taken for one of them."""
    known = Tellings(document, events)
    out: list[list[EventDraft]] = []
    for telling in sorted(events, key=lambda e: (e.trigger[0], e.event, e.rule)):
        weighed = [(*_weighed(known, group, telling), group) for group in out[-REACH:]]
        found = sorted((w for w in weighed if w[0] > 0), key=lambda w: -w[0])
        if not found:
            out.append([telling])
            continue
        _, telling.tied, group = found[0]
        group.append(telling)
        if len(found) > 1 and _of_one_clause(known, group):
            _, why, earlier = found[1]
            if all(_weighed(known, earlier, e)[0] > NO for e in group[:-1]):  # "ten were *killed* in the *attack*", told of before
                group[0].tied = why
                earlier.extend(group)
                out[:] = [g for g in out if g is not group]
    return _with_strays(known, out)


def _with_strays(known: Tellings, groups: list[list[EventDraft]]) -> list[list[EventDraft]]:
    """Put what only tells of more dead and hurt, and neither when nor where nor by whom, to the one attack that the report tells of."""
    attacks = [g for g in groups if g[0].event == PLOVER.violence and not all(only_harm(e) for e in g)]
    if len(attacks) != 1:
        return groups
    [attack] = attacks
    strays = [g for g in groups if g is not attack and all(only_harm(e) for e in g) and g[0].trigger[0] > attack[0].trigger[0]]
    strays = [g for g in strays if all(_weighed(known, attack, e)[0] > NO and not other_toll(attack, e) for e in g)]
    for group in strays:
        for telling in group:
            telling.tied = telling.tied or "further victims"
        attack.extend(group)
    return [g for g in groups if not any(g is s for s in strays)]


def _weighed(known: Tellings, group: Sequence[EventDraft], telling: EventDraft) -> tuple[float, str]:
    """Give how much speaks for a telling being of a happening, and what; `NO` where something forbids it."""
    if not any(types_agree(e.event, telling.event) for e in group):
        return NO, ""
    features = [known.features(e, telling) for e in (*group[:FIRST], *group[FIRST:][-LAST:])]
    weighed = [(odds(found), reason(found)) for found in features]
    return max(weighed) if min(w for w, _ in weighed) > NO else (NO, "")


def _of_one_clause(known: Tellings, group: Sequence[EventDraft]) -> bool:
    """See tellings that nothing but one clause has brought together."""
    return len(group) == 2 and "one clause" in known.features(*group)


def happening(tellings: Sequence[EventDraft]) -> EventDraft:
    """Make the event that all of these tell of: the main telling's act, with whatever the others add."""
    out = _united(tellings)
    out.doubt = doubt_of(out, violent=False) if all(e.doubt for e in tellings) else ""
    return out


def _united(tellings: Sequence[EventDraft]) -> EventDraft:
    main = max(tellings, key=lambda e: _telling(e))
    rest = [e for e in tellings if e is not main]
    ordered = [main, *rest]
    if main.tied:  # the tie of two tellings is told with the one that adds to the other
        rest[0].tied, main.tied = rest[0].tied or main.tied, ""
    actors = _actors(ordered)
    recipients = _recipients(ordered, actors)
    dated = next((e for e in ordered if e.date is not None), main)
    return replace(
        main,
        mode=main.mode or next((e.mode for e in rest if e.mode and e.event == main.event), None),
        own=main.own or next((e.own for e in rest if e.own and e.event == main.event), None),
        context=list(dict.fromkeys(c for e in ordered for c in e.context))[:3],
        trigger=list(dict.fromkeys(t for e in ordered for t in e.trigger)),
        actors=actors,
        recipients=recipients,
        time=dated.time,
        date=dated.date,
        place=next((e.place for e in ordered if e.place is not None), None),
        status=min((e.status for e in tellings), key=SURE.index),
        figures=list(dict.fromkeys(f for e in ordered for f in e.figures)),
        mentions=ordered,
    )


def _telling(e: EventDraft) -> tuple[int, int, int, int, int]:
    """Weigh how well a telling stands for all: an act told as done, that a frame codes, with its parties; of equals the first."""
    real = e.status in ("reported", "claimed")
    told = bool(e.actors) + bool(e.recipients) + (e.date is not None)
    return (int(not e.doubt), int(real), int(not e.rule.startswith(HEAD)), told, -e.trigger[0][0])


def _actors(ordered: Sequence[EventDraft]) -> list[ActorDraft]:
    """Give who did it: whom the first telling that names anybody names, unless a later one has the name of whom that only describes."""
    hurt = ordered[0].event == PLOVER.violence and ordered[0].recipients
    sides = [e.actors for e in ordered if e.actors and not (hurt and e.rule.startswith(HEAD) and not e.recipients)]
    if not sides:
        return []
    by_name = [e.actors for e in ordered[1:] if e.event == PLOVER.violence and e.actors and all(_body(a) for a in e.actors)]
    if any(named(a) for a in sides[0]) or not by_name or compared(sides[0], by_name[0]) <= 0:
        return list(sides[0])
    return list(by_name[0])


def _body(actor: ActorDraft) -> bool:
    """See an organisation or named group: "the Macina Liberation Front said *it* carried out the attack" by "gunmen"."""
    return actor.type == "organization" or (actor.type == "group" and named(actor))


def _recipients(ordered: Sequence[EventDraft], actors: Sequence[ActorDraft]) -> list[ActorDraft]:
    """Gather to whom it was done: whom the first telling names that names anybody; of an attack also other victims told further down."""
    out: list[ActorDraft] = []
    for e in ordered:
        if not out or e.event == PLOVER.violence:
            out += [a for a in e.recipients if a not in out and a not in actors and not any(same(a, b) for b in out)]
    return out
