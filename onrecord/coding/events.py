"""Codes who did what to whom: PLOVER event, mode and context, CAMEO code, parties, time, place, status and who vouches."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.coding.candidates import Candidate, find_candidates, may_tell
from onrecord.coding.details import Calendar, contexts_of, mode_by_words
from onrecord.coding.merging import Coded, figures_of, merge
from onrecord.coding.obligations import obligations
from onrecord.coding.promises import announced
from onrecord.coding.reckoning import lost_subject
from onrecord.coding.relevance import doubt_of
from onrecord.coding.speech_acts import soften
from onrecord.coding.status import reality_of
from onrecord.coding.territories import casting
from onrecord.coding.victims import counted_victims
from onrecord.coding.violence import Violence
from onrecord.grammar.lexicon import verb_lemmas, word_class
from onrecord.grammar.speech import Speech
from onrecord.heads.acts import read_acts
from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, Cast, EventDraft, FigureDraft, PlaceDraft, TimeDraft
from onrecord.model.record import Rejected
from onrecord.ontology import PLOVER

SKIPPED_PARTS = frozenset(("header", "byline", "credit", "boilerplate", "dateline"))
UNREAL = frozenset(("negated", "hypothetical"))
"""What did not happen, or only might, is no event of the report ("did not attack", "could arrest", "if it invades")."""


def code_events(
    document: Document,
    cast: Cast,
    attributions: list[AttributionDraft],
    times: list[TimeDraft],
    figures: list[FigureDraft],
    places: list[PlaceDraft],
) -> list[EventDraft]:
    """Code who did what to whom (PLOVER 2021, CAMEO), with status and who vouches, in text order."""
    known = casting(document, cast, attributions, places)
    calendar = Calendar(document, times, places, figures)
    acts = read_acts(document, may_tell=may_tell)
    speech = Speech(document, attributions)
    violence = Violence(document)
    out: list[EventDraft] = []
    for sentence in document.sentences:
        if sentence.part.kind in SKIPPED_PARTS:
            continue
        events: list[Coded] = []
        for candidate in find_candidates(sentence, known, acts):
            carrier = candidate.support.head if candidate.support else None
            vouchers = [a for a in speech.of(candidate.trigger) if carrier is None or a.cue_head is not carrier]
            event = _draft(candidate, vouchers, calendar)
            event.seen = max(acts.seen(t.i) for t in candidate.heads())
            event.fit = max(acts.of(t.i, event.event) for t in candidate.heads())
            events.append((event, candidate))
        for event, candidate in merge(events, calendar.reckoned):
            attack = event.event in PLOVER.forceful
            if attack and not violence.meant(event, candidate):
                continue
            if event.event == PLOVER.violence and not event.recipients:
                event.recipients = counted_victims(event, document, known)
            event.doubt = doubt_of(event, violent=attack and violence.shown(event, candidate))
            told = event if event.doubt else announced(event, candidate, known, calendar) or event
            if told.status not in UNREAL and not _only_charged(told, candidate):
                out.append(told)
        out.extend(obligations(sentence, known, speech))
    return out


def _only_charged(event: EventDraft, candidate: Candidate) -> bool:
    """See what somebody is only arrested, tried or thanked for ("jailed *for collaborating*"); a killing is told of even so."""
    because = candidate.reality.because
    judged = because is not None and verb_lemmas().get(because.lower, because.lemma) in word_class("judging")
    return judged and event.status == "claimed" and PLOVER.cooperative(event.event)


def _draft(candidate: Candidate, vouchers: Sequence[AttributionDraft], calendar: Calendar) -> EventDraft:
    frame, trigger = candidate.frame, candidate.trigger
    reality = reality_of(trigger, candidate.support.head if candidate.support else None, vouchers)
    candidate.reality = reality
    soften(candidate, spoken=bool(vouchers))
    near = candidate.near()
    code = None if frame.mode else mode_by_words(candidate.event, candidate.own_words())
    event = EventDraft(
        event=candidate.event,
        mode=(code.mode if code else None) or candidate.mode,
        context=contexts_of(near),
        cameo=code.cameo if code else candidate.cameo,
        trigger=candidate.spans(),
        trigger_head=trigger,
        sentence=trigger.sentence.span,
        actors=[] if lost_subject(trigger, calendar.reckoned) else candidate.parties.actors,
        recipients=candidate.parties.recipients,
        status=reality.status,
        rule=frame.rule,
        own=frame.own if candidate.event == frame.event else None,
        attributed_to=list(vouchers),
        rejected=[Rejected(value=f.event, why=f"asks for less: {f.rule}") for f in candidate.others if f.event != frame.event][:3],
    )
    heads = candidate.heads()
    calendar.date(event, heads)
    calendar.foreseen(event)
    calendar.place(event, candidate.located())
    event.figures = figures_of(candidate, calendar.figures)
    return event
