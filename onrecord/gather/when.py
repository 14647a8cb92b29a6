"""When a happening was: the day that one of its tellings gives, else the day that this kind of report is about."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tense import finite_above, tense_of
from onrecord.lang.stems import stems
from onrecord.model.dates import date_of
from onrecord.model.document import Document, Sentence, Token
from onrecord.model.drafts import EventDraft, TimeDraft

SHORT = 3
"""Sentences of the body up to which a report in the present tense tells of its own day: a day's items, alerts, captions."""
MOST = 8
"""Acts of title and lead that another is held against, which bounds the work."""
LEAD = 2
"""Sentences of the body that a report opens with."""
MAX_CLIMB = 12
HEADS = frozenset(("title", "standfirst"))
TOLD = frozenset(("reported", "claimed"))
BACKGROUND = frozenset(
    ("after", "following", "since", "amid", "over", "despite", "to", "by", "on", "of", "against", "for", "with", "from", "about")
)
"""Prepositions of what an act is held against or follows: "flees *after* weeks of protests", "condemned *over* the raid"."""


def date_happenings(document: Document, happenings: Sequence[EventDraft], times: Sequence[TimeDraft]) -> None:
    """Give undated happenings the day of the report where it tells of its own day, else the day that it opens with."""
    body = [s for s in document.sentences if s.part.kind == "body"]
    published = (document.published or "")[:10]
    if len(published) == 10 and len(body) <= SHORT:
        for e in happenings:
            if e.date is None and any(_today(t) for t in e.mentions):
                e.date = published
    time = _opening_time(body[:LEAD], times, published)
    if time is not None:
        _of_the_lead(document, body[0], happenings, time)


def _opening_time(lead: Sequence[Sentence], times: Sequence[TimeDraft], published: str) -> TimeDraft | None:
    """Give the first day, not after the report, that its opening sentences name: what the report is about was then."""
    found = [t for s in lead for t in times if s.span[0] <= t.span[0] < s.span[1] and len(date_of(t) or "") == len("2024-05-14")]
    return next((t for t in found if not published or (date_of(t) or "") <= published), None)


def _of_the_lead(document: Document, lead: Sentence, happenings: Sequence[EventDraft], time: TimeDraft) -> None:
    """Give the lead's day to what title or lead tell of, and to what the same actor did in the same words: a series of pardons."""
    day = date_of(time)
    heads = {lead.start, *(s.start for s in document.sentences if s.part.kind in HEADS)}
    told = [(e, [t for t in e.mentions if t.sentence[0] in heads]) for e in happenings]
    for e, tellings in told:
        only_said = all(_said_then(t, time) for t in tellings)
        if e.date is None and not only_said and any(_opens(t) for t in tellings):
            e.date = day
    main = [e for e, tellings in told if tellings and e.date == day]
    for e in happenings:
        if e.date is None and e.status == "reported" and tense_of(e.trigger_head) == "past":
            e.date = day if any(_like(document, e, m) for m in main[:MOST]) else None


def _said_then(telling: EventDraft, time: TimeDraft) -> bool:
    """See a day that only dates the saying: "a raid killed two, the army said *on Monday*"."""
    return any(not any(start <= time.span[0] < end for start, end in a.content) for a in telling.attributed_to)


def _opens(telling: EventDraft) -> bool:
    """See an act that title or lead tells as news: not what that follows ("*after* they fled"), nor what "*has been*" done by now."""
    verb = finite_above(telling.trigger_head)
    follows = any(c.lower in BACKGROUND for c in phrase_of(verb).marks)
    return not follows and not verb.role.relative and tense_of(verb) != "perfect" and _part_of(telling.trigger_head, verb)


def _like(document: Document, one: EventDraft, other: EventDraft) -> bool:
    """See one more of a series: the same type of act by the same actor, told with a word in common."""
    if one.event != other.event or not any(a is b for a in one.actors for b in other.actors):
        return False
    said = [set(stems(" ".join(document.words(s) for s in e.trigger))) for e in (one, other)]
    return bool(said[0] & said[1])


def _today(telling: EventDraft) -> bool:
    """See an act told in the present tense: "Rebels *attack* a base", "two are killed in a *raid*"; not what it follows or is about."""
    head = telling.trigger_head
    verb = finite_above(head)
    if tense_of(verb) != "present" or telling.status not in ("reported", "claimed"):
        return False
    if verb is head:
        return True
    return telling.status == "reported" and _part_of(head, verb)


def _part_of(head: Token, verb: Token) -> bool:
    """See a word that tells of the verb's own act: its object or subject, a participle beside it ("strikes a bus, *killing* six")."""
    token = head
    for _ in range(MAX_CLIMB):
        if token is verb:
            return True
        role = token.role
        if token.lower in BACKGROUND or any(c.lower in BACKGROUND for c in (*phrase_of(token).prepositions, *phrase_of(token).marks)):
            return False
        if role.describing or role.adjective or role.possessor or role.apposition or token.head is token:
            return False
        token = token.head
    return False
