"""An event as an English clause: "United States accuses Nicolas Maduro", "20 farmers killed, says governor".

The words come from data/event_glosses.csv by event, mode, CAMEO code and the words of the report; its rows stand in order of
precedence. Who does it comes first; where nobody is known to, what it is done to does, in the passive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.data import rows
from onrecord.export.view import View, listed_pieces
from onrecord.model.record import Actor, Event, Figure, Span, Statement
from onrecord.ontology import PLOVER

Piece = tuple[str, str | None]
"""Words, and the actor whose name they are."""
HARMED = {"killed": ("kill", "killing"), "injured": ("wound", "wounding")}
"""Measures of a toll with the verb that leads to it."""
BY_MEANS = ("aerial", "drone", "explosives", "firearms", "heavy-weapons", "suicide-attack")
"""Modes of an attack that a toll leaves room to name: "kills 20 people in air attack"."""
COLLECTIVE = frozenset(("children", "forces", "men", "people", "police", "personnel", "troops", "women", "youth"))
NUMBER = re.compile(
    r"(?:(?:at (?:least|most)|about|more than|up to|some|several|many|dozens|hundreds|thousands|two|three|four|five|six)\b|\d)",
    re.IGNORECASE,
)
ONE = re.compile(r"(?:one|1|an?)\b", re.I)
OF = re.compile(r"\s+(?:of|in|from|at|on|near|with|who|led|loyal|belonging)\s+", re.I)
TRIED = re.compile(
    r"\b(?:try|tries|trying|tried|attempt|attempts|attempting|attempted|seek|seeks|seeking|sought) to (?:\w+\W+(?:\w+\W+){0,8}and )?$"
)
"""What stands before an act that was tried: "trying to overthrow his government and *seize* the oil"."""
REACH = 120
OPTIONAL = re.compile(r"( ?)\[([^]]*)\]")
"""Words of a gloss that are left out where nobody is named: "walk out [on {}]"."""
AHEAD = {"planned": "will", "hypothetical": "might"}
NOUN = {"planned": "planned: ", "hypothetical": "possible: ", "negated": "no "}
BEFORE_PARTICIPLE = {"planned": "to be ", "hypothetical": "possibly ", "negated": "not "}


@dataclass(frozen=True, slots=True)
class Wording:
    """How one kind of event is said: {} is where the ones it is done to stand."""

    active: str
    alone: str
    passive: str
    words: tuple[str, ...]


def gloss(view: View, e: Event) -> str:
    """Say in one clause what happened, and on whose word where it is only claimed."""
    return "".join(words for words, _ in gloss_pieces(view, e))


def gloss_pieces(view: View, e: Event) -> list[Piece]:
    """Give the clause in pieces, so that names can be links."""
    pieces = [*_clause(view, e), *_voice(view, e)]
    words, id = pieces[0]
    return [(words[:1].upper() + words[1:], id), *pieces[1:]]


def _clause(view: View, e: Event) -> Iterator[Piece]:
    toll = _toll(view, e)
    hurt, others = _split(view, e, toll)
    wording = _wording(view, e, harm=bool(hurt))
    verb, ing = HARMED[toll.measure] if toll and toll.measure else ("", "")
    means = f" in {view.event_label(e)}" if e.plover.mode in BY_MEANS and (hurt or (toll and not others)) else ""
    counted = None if toll is None else listed_pieces(view.names_by_id(hurt)) or [(view.counted(toll), None)]
    if counted and not others:  # the toll is all that the report tells of those hit: "kills 20 people"
        if e.actors:
            yield from _active(view, e, f"{verb} {{}}", counted)
        else:
            yield from _passive(e, f"{{}} {_done(toll)}", counted)
        yield (means, None) if means else ("", None)
        return
    given = listed_pieces(view.names_by_id(e.recipients if not hurt else others))
    if e.actors:
        yield from _active(view, e, wording.active if given else wording.alone, given)
    elif given:
        yield from _passive(e, wording.passive, given)
    else:
        yield (f"{NOUN.get(e.status, '')}{view.event_label(e)}", None)
    if counted and toll and not _killing(wording):
        if e.actors:
            yield (f", {ing} ", None)
            yield from counted
        else:
            yield (", ", None)
            yield from counted
            yield (f" {_done(toll)}", None)


def _done(toll: Figure | None) -> str:
    return "killed" if toll is None or toll.measure == "killed" else "wounded"


def _killing(wording: Wording) -> bool:
    return wording.active.startswith(("kill", "wound"))


def _active(view: View, e: Event, pattern: str, given: Sequence[Piece]) -> Iterator[Piece]:
    yield from listed_pieces(view.names_by_id(e.actors))
    many = len(e.actors) > 1 or is_many(view.items.get(e.actors[0]))
    verb, space, rest = f"try to {pattern}".partition(" ") if _tried(view, e) else pattern.partition(" ")
    if e.status in AHEAD:
        verb = f"{AHEAD[e.status]} {verb}"
    elif e.status == "negated":
        verb = f"{'do' if many else 'does'} not {verb}"
    elif not many:
        verb = third_person(verb)
    yield (" ", None)
    yield from _filled(f"{verb}{space}{rest}", given)


def _tried(view: View, e: Event) -> bool:
    start = e.told[0]
    return bool(TRIED.search(view.record.report.text[max(0, e.sentence[0], start - REACH) : start]))


def _passive(e: Event, pattern: str, given: Sequence[Piece]) -> Iterator[Piece]:
    first, gap, rest = pattern.partition("{} ")
    if gap and not first:
        yield from _filled(f"{{}} {BEFORE_PARTICIPLE.get(e.status, '')}{rest}", given)
    else:
        yield from _filled(NOUN.get(e.status, "") + pattern, given)


def _filled(pattern: str, given: Sequence[Piece]) -> Iterator[Piece]:
    before, gap, after = pattern.partition("{}")
    if before:
        yield (before, None)
    if gap:
        yield from given
    if after:
        yield (after, None)


def _voice(view: View, e: Event) -> Iterator[Piece]:
    """Say who claims or denies it. Who claims an act of his own does so "by own account"."""
    if e.status not in ("claimed", "denied"):
        return
    who = view.vouchers(e)
    if not who:
        yield (f", it is {e.status}", None)
    elif e.status == "denied":
        yield (f", denied by {' and '.join(who)}", None)
    elif len(e.actors) == 1 and who == view.names(e.actors):
        yield (", by own account", None)
    else:
        speakers = [view.items.get(s.speaker or "") for i in e.attributed_to if isinstance(s := view.items.get(i), Statement)]
        many = len(who) > 1 or any(map(is_many, speakers))
        yield (f", {'say' if many else 'says'} {' and '.join(who)}", None)


def _toll(view: View, e: Event) -> Figure | None:
    """Give the event's own count of killed, else of injured, as it stands now."""
    if e.plover.event != PLOVER.violence:
        return None
    own = [f for i in e.figures if isinstance(f := view.items.get(i), Figure) and f.standing not in ("earlier", "part", "background")]
    return next((f for measure in HARMED for f in own if f.measure == measure), None)


def _split(view: View, e: Event, toll: Figure | None) -> tuple[list[str], list[str]]:
    """Tell those that the toll counts from the others that the act is done to."""
    if toll is None:
        return [], list(e.recipients)
    counted = [toll.span, *([toll.counted] if toll.counted else [])]
    hurt = []
    for i in e.recipients:
        actor = view.items.get(i)
        if isinstance(actor, Actor) and any(_over(m.span, words) for m in actor.mentions for words in counted):
            hurt.append(i)
    return hurt, [i for i in e.recipients if i not in hurt]


def _over(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _wording(view: View, e: Event, *, harm: bool) -> Wording:
    """Find the first row of the table that fits. To kill or wound is said of people alone, to storm of no person."""
    own = view.record.own_type(e)
    if own is not None and own.gloss:
        return Wording(OPTIONAL.sub(r"\1\2", own.gloss), OPTIONAL.sub("", own.gloss).replace("{}", "").strip(), f"{own.label}: {{}}", ())
    told = e.mentions[0].trigger if e.mentions else e.trigger
    words = [w.casefold() for span in told for w in view.record.words(span).split()]
    sentence = view.record.words(e.sentence).casefold()
    people = harm or all(isinstance(a := view.items.get(i), Actor) and a.type in ("person", "group") for i in e.recipients)
    for mode, cameo, wording in _table().get(e.plover.event, ()):
        if (mode and mode != e.plover.mode) or (cameo and e.cameo not in cameo):
            continue
        if wording.words and not any(s in sentence if " " in s else any(w.startswith(s) for w in words) for s in wording.words):
            continue
        if _killing(wording) and not (people and e.recipients):
            continue
        if wording.active.startswith("storm") and any(
            isinstance(a := view.items.get(i), Actor) and a.type == "person" for i in e.recipients
        ):
            continue
        return wording
    name = e.plover.event.lower()
    return Wording(f"{name} {{}}", name, f"{name}: {{}}", ())


@cache
def _table() -> dict[str, list[tuple[str, frozenset[str], Wording]]]:
    found: dict[str, list[tuple[str, frozenset[str], Wording]]] = {}
    for r in rows("event_glosses"):
        wording = Wording(r["active"], r["alone"], r["passive"], tuple(filter(None, r["words"].split("|"))))
        found.setdefault(r["event"], []).append((r["mode"], frozenset(filter(None, r["cameo"].split("|"))), wording))
    return found


def third_person(verb: str) -> str:
    """Give a verb's form after he, she or it."""
    if verb in ("have", "go", "do"):
        return {"have": "has", "go": "goes", "do": "does"}[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}s"


def is_many(actor: object) -> bool:
    """See an actor that takes a plural verb: "20 farmers", "protesters", "Houthis"; not a person, a state or a body."""
    if not isinstance(actor, Actor) or actor.type in ("person", "government"):
        return False
    head = OF.split(actor.name)[0].split()
    last = head[-1] if head else ""
    if last.casefold() in COLLECTIVE or last.endswith(("men", "people")):
        return True
    if actor.type == "organization" and not last.islower():
        return False
    if NUMBER.match(actor.name):
        return True
    return last.endswith("s") and not last.endswith(("ss", "us", "as")) and not last.isupper() and not ONE.match(actor.name)
