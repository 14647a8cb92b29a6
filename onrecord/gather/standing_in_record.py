"""Who belongs on record: whoever speaks or takes part in an act, and of the others those who do or bear something where they are told of.

A reader of a record wants neither the country a border is shared with, nor the university a professor comes from, nor "some people".
"""

from __future__ import annotations

from onrecord.coding.lexicon import verb_frames
from onrecord.gather.entries import Entries, Entry
from onrecord.gather.mentions import Read
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.roles import WordRole
from onrecord.model.drafts import Drafts
from onrecord.resolve import lexicon
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import DATES


def acts_in(role: WordRole) -> bool:
    """Tell who acts, or is what a passive is about."""
    return (role.subject and not role.clause) or role.agent


def undergoes_in(role: WordRole) -> bool:
    """Tell an object of either kind."""
    return role.object or role.indirect

SIDES = frozenset({"against", "between", "on", "with"})
"""Prepositions by which whom an act is done with or to hangs on a noun: "tariffs *on Peru*", "a dispute *between Peru* and Chile"."""
HOUSES = frozenset({"JRN", "EDU", "MED", "REL", "HLH"})
"""Sectors of bodies that are mostly told of as where words were printed, where somebody works or where something happened."""
WHERE = frozenset({"in", "across", "from", "at", "throughout"})
EDGES = "standing-edges"
"""Nouns for what lies between two states and is no act of either ("border")."""
LEAD = 2
"""Sentences of the body, from its first, in which whoever is named belongs to what the report is about."""
WORKS, PLATFORMS = "standing-works", "standing-platforms"
"""Last words of names of laws, treaties, prizes and wars; and names of where people post what they say."""
BODIES = frozenset({"person", "group", "organization", "government"})


def heard(drafts: Drafts) -> set[int]:
    """Give the ids of the actors who say something that stays on record, or take part in an event."""
    kept = {id(a) for a in drafts.attributions if a.stated}
    out = {id(actor) for key, actor in drafts.cast.speakers.items() if key in kept}
    out.update(id(actor) for key, actors in drafts.cast.joining.items() if key in kept for actor in actors)
    out.update(id(actor) for event in drafts.events for actor in (*event.actors, *event.recipients))
    return out


def leave_out_passers(entries: Entries) -> None:
    """Take off the list whoever only passes by in the report.

    Where no clause tells of anybody ("French police", a list of names), nobody passes by: whoever stands there is what the text is about.
    """
    speaking = heard(entries.drafts) | _addressed(entries)
    lead = lead_end(entries)
    bare = not any(acts_in(t.role) for t in entries.document.tokens)
    for entry in entries.all:
        told = bare or id(entry.actor) in speaking or any(stands(entry, r, r.start < lead) for r in entry.reads)
        if not told or _date(entry) or (_platform(entry) and not entry.sides):
            entries.leave_out(entry)


def _platform(entry: Entry) -> bool:
    """Tell a place where people post what they say: "said in videos posted on *Twitter*" has no speaker of that name."""
    return all(" ".join(t.lower for t in r.tokens) in word_set(PLATFORMS) for r in entry.reads) and bool(entry.reads)


def _date(entry: Entry) -> bool:
    """Tell the name of a month or day that was taken for somebody."""
    return bool(entry.names) and all(len(r.tokens) == 1 and r.tokens[0].lower in word_set(DATES) for r in entry.reads)


def _addressed(entries: Entries) -> set[int]:
    """Give the ids of the named to whom something is said ("told *Reuters*"): the statement points at them."""
    spans = [a.addressee for a in entries.drafts.attributions if a.addressee is not None and a.stated]
    found = (entries.at(t) for span in spans for t in entries.document.tokens_in(span))
    return {id(e.actor) for e in found if e is not None and e.names}


def lead_end(entries: Entries) -> int:
    """Give the offset at which the lead ends."""
    body = [s for s in entries.document.sentences if s.part.kind == "body"]
    return body[min(LEAD, len(body)) - 1].end if body else 0


def stands(entry: Entry, read: Read, lead: bool) -> bool:
    """Tell a mention that puts its actor on record though no saying and no event does."""
    role, governor = read.place.role, read.place.governor
    acts = acts_in(role) and governor is not None and (lead or governor.lower in verb_frames())
    kind = entry.actor.type
    if not entry.names:
        return _described(entry, read, acts, lead)
    if read.tokens[-1].lower in word_set(WORKS):
        return False
    if read.draft.span[1] - read.start > 1 and not any(t.text[0].isupper() or t.text[0].isdigit() for t in read.tokens):
        return False
    if kind == "person":
        return not _office_only(entry) and (len(entry.reads) > 1 or not (_portfolio(read) or _stray(entry, read)))
    if kind == "government":
        return acts_in(role) or undergoes_in(role) or (lead and role.attribute and _side(read)) or _listed(read)
    if entry.actor.sector is None and not entry.descriptions:
        return (acts_in(role) and governor is not None and governor.upos == "VERB") or _of_people(read)
    if entry.actor.sector in HOUSES:
        return acts_in(role)
    return acts_in(role) or undergoes_in(role) or len(entry.reads) > 1 or role.oblique or _of_people(read)


def _described(entry: Entry, read: Read, acts: bool, lead: bool) -> bool:
    if entry.actor.type == "person":
        return acts and lead and read.place.role.undergoing
    if entry.actor.type == "group":
        return acts and (lead or read.numbered)
    return acts


def _listed(read: Read) -> bool:
    """Tell one of the bodies or states that a list names: "countries including *Peru* and Chile"."""
    governor = read.place.governor
    if read.place.preposition != "including" or governor is None or _kind(governor.lower) not in BODIES:
        return False
    return (phrase_of(governor).preposition or "") not in WHERE


def _side(read: Read) -> bool:
    governor = read.place.governor
    return read.place.preposition in SIDES and governor is not None and governor.lower not in word_set(EDGES)


def _stray(entry: Entry, read: Read) -> bool:
    """Tell one word, met once and alone, of which nothing says that it is somebody: names of things and figures of speech among them."""
    if len(read.tokens) > 1 or entry.actor.roles or entry.actor.sector is not None or read.head.role.conjunct:
        return False
    return not (acts_in(read.place.role) or undergoes_in(read.place.role))


def _portfolio(read: Read) -> bool:
    """Tell a word of an office that was taken for a person: "*Commerce* Secretary Ana Ruiz"."""
    governor = read.head.head
    return read.head.role.compound and lexicon.office_of([governor.lower]) is not None


def _of_people(read: Read) -> bool:
    """Tell a body by whose people or parts it is met: "*Labour* members", "a spokesman of *the union*", "the party *Vox*"."""
    role, governor = read.place.role, read.place.governor
    if governor is None or _kind(governor.lower) is None:
        return False
    if role.compound:
        return _kind(governor.lower) != "person"  # a ministry's spokesman speaks for it, but a union's members are the union
    return role.apposition or (role.attribute and read.place.preposition in ("of", "including", "for", "by"))


def _kind(word: str) -> str | None:
    found = lexicon.find_noun([word], 0)
    return found.noun.type if found is not None else None


def _office_only(entry: Entry) -> bool:
    """Tell a "name" that is the word for an office: "elected *Speaker*"."""
    return all(len(r.tokens) == 1 and lexicon.office_of([r.tokens[0].lower]) is not None for r in entry.names)
