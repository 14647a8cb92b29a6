"""Makes one event of an attack and its toll: "carried out strikes, killing 83", "a bombing killed two", "were killed in a raid"."""

from __future__ import annotations

from collections.abc import Container, Sequence

from onrecord.coding.candidates import Candidate
from onrecord.coding.proposals import HEAD
from onrecord.coding.victims import HARM
from onrecord.grammar.between import at_another_time
from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.lexicon import verb_lemmas
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tense import tense_of
from onrecord.model.document import Token
from onrecord.model.drafts import ActorDraft, EventDraft, FigureDraft
from onrecord.ontology import PLOVER

TOLL = frozenset(["kill", "wound", "injure", "hurt", "maim", "murder", "slay", "destroy", "leave", "claim", "result", "lead", "cause"])
LINKS = frozenset(
    {
        "adverbial", "conjunct", "oblique", "agent", "attribute", "reduced", "complement", "acting", "undergoing", "object", "beside",
        "relative", "apposition"
    }
)
MAX_CLIMB = 4
EARLIER = frozenset(("before", "until", "till"))
"""What opens a clause on another, later act: "killed three *before* being shot"."""

Coded = tuple[EventDraft, Candidate]


def merge(events: Sequence[Coded], reckoned: Container[int] = ()) -> list[Coded]:
    """Merge tolls into their attacks, and an act into the same act done for it; what is left keeps its order.

    `reckoned`: the words of acts that are told to have been before or after another one, and are therefore none of it.
    """
    events = _without_purposes(events)
    by_token: dict[int, Coded] = {}
    for coded in events:
        if coded[0].event == PLOVER.violence:
            for head in coded[1].heads():
                if head is coded[1].trigger or head.i not in by_token:
                    by_token[head.i] = coded
    gone: dict[int, EventDraft] = {}
    for event, candidate in events:
        if id(event) in gone or by_token.get(candidate.trigger.i, (None,))[0] is not event:
            continue
        other = _above(candidate, by_token, reckoned)
        while other is not None and id(other[0]) in gone:
            other = by_token.get(gone[id(other[0])].trigger_head.i)
        if other is not None and other[0].rule.startswith(HEAD) and candidate.frame.proposed == "" and _says_which(candidate.trigger):
            gone[id(other[0])] = event  # "carried 21 people *who were injured*": who carries them did not hurt them
            continue
        if other is not None and other[0] is not event and _toll(candidate, other[1]) and not _answered(other[0], event):
            _absorb(other[0], event)
            if _is_toll(other[1].trigger) and not _is_toll(candidate.trigger) and not event.rule.startswith(HEAD):
                other[0].cameo, other[0].rule = event.cameo, event.rule
                other[0].mode = event.mode or other[0].mode
            gone[id(event)] = other[0]
    left = [coded for coded in events if id(coded[0]) not in gone and not _struck(coded[0], by_token)]
    for event, _ in left:
        if event.event == PLOVER.violence and any(_victims(a) for a in event.recipients):
            event.recipients = [a for a in event.recipients if a.rule != "event/territory"]
    return left


def _struck(event: EventDraft, attacks: dict[int, Coded]) -> bool:
    """Tell a meeting or deal that is itself the target: "struck an Al-Qaeda *meeting*" is no meeting with those who struck it."""
    head = event.trigger_head
    return event.event in PLOVER.mutual and head.role.object and head.head.i in attacks


def _victims(actor: ActorDraft) -> bool:
    """See people: where the dead and hurt are told of, they are whom an attack was done to, not the land it fell on."""
    return actor.type in ("group", "person")


def _without_purposes(events: Sequence[Coded]) -> list[Coded]:
    """Leave out what only says the purpose of an act of the same type: "marched *to protest*"."""
    kinds = {head.i: event for event, candidate in events for head in candidate.heads()}

    def repeats(event: EventDraft, candidate: Candidate) -> bool:
        head = candidate.heads()[-1]
        whole = kinds.get(head.head.i)
        if whole is None or not (head.role.adverbial or head.role.complement or head.role.reduced):
            return False
        if whole.event == PLOVER.protest and event.event in PLOVER.aims and not whole.recipients:  # "marched to demand *of the king* that"
            whole.recipients.extend(a for a in event.recipients if a not in whole.actors)
        if whole.event != event.event or not is_infinitive(head):
            return False
        if event.event == PLOVER.protest:
            if whole.rule.startswith(HEAD):  # "dumped manure *to protest*" says itself what it is
                whole.rule, whole.cameo, whole.mode = event.rule, event.cameo, event.mode or whole.mode
            if not whole.recipients:
                whole.recipients.extend(a for a in event.recipients if a not in whole.actors)
        if event.event == PLOVER.talks:  # "travelled to Gaza *to meet the leaders*"
            parties = [*event.actors, *event.recipients]
            whole.recipients.extend(a for a in parties if a not in whole.actors and a not in whole.recipients)
        return True

    return [coded for coded in events if not repeats(*coded)]


def _above(candidate: Candidate, by_token: dict[int, Coded], reckoned: Container[int]) -> Coded | None:
    token: Token = candidate.heads()[-1]
    carried = by_token.get(token.i)
    if token is not candidate.trigger and carried is not None and carried[1] is not candidate:
        return carried
    mine = {h.i for h in candidate.heads()}
    for _ in range(MAX_CLIMB):
        linked = token.role.name in LINKS or _gapped(token)
        if not linked or token.i in reckoned or token.head is token or (token.role.adverbial and phrase_of(token).mark in EARLIER):
            return None
        if token.role.adverbial and phrase_of(token).mark in ("after", "since") and _is_toll(candidate.trigger):
            return None  # "fired rockets *after a raid killed ten*" tells of two acts, "ten were killed after they fired" of one
        if token.role.relative and token.head.head.upos == "VERB" and not _is_toll(candidate.trigger):
            return None  # "killed bandits *who had abducted girls*": what they had done before
        token = token.head
        found = by_token.get(token.i)
        if found is not None and token.i not in mine:
            return found
    return None


def _toll(lower: Candidate, upper: Candidate) -> bool:
    """Say whether one of the two tells the outcome of the other."""
    one, two = _is_toll(lower.trigger), _is_toll(upper.trigger)
    if one and two:
        return lower.trigger.role.conjunct or _gapped(lower.trigger)
    return (one or two or _done_in(lower.trigger, upper.trigger)) and lower.reality.status == upper.reality.status


def _answered(upper: EventDraft, lower: EventDraft) -> bool:
    """See what somebody did told together with what others had done: "police *killed* a man after he *shot at* them"."""
    if not upper.actors or any(a in upper.actors for a in lower.actors) or not at_another_time(upper.trigger_head, lower.trigger_head):
        return False
    subjects = phrase_of(lower.trigger_head).subjects
    if any(s.role.undergoing for s in subjects):
        return True
    return bool(lower.actors) and not any(phrase_of(s).possessors for s in subjects)  # "*its* planes" are of whoever killed


def _says_which(verb: Token) -> bool:
    """See a toll that only says which people are meant: "*who were injured*", "laid flowers *for* the people *killed* in the bombing"."""
    meant = verb.role.relative or (verb.role.reduced and phrase_of(verb.head).preposition in ("for", "of", "to"))
    return meant and _is_toll(verb)


def _gapped(word: Token) -> bool:
    """See a toll whose auxiliary is left out, which the parse takes for part of its noun: "two people are killed and *four injured*"."""
    toll = (word.role.reduced or word.role.adjective) and verb_lemmas().get(word.lower) in TOLL
    return toll and word.head.role.conjunct and word.head.head.upos == "VERB"


def _done_in(noun: Token, verb: Token) -> bool:
    """See the attack in which an act of violence was done: "*shot in an ambush*", "damaged *by a strike*"."""
    below = noun.upos == "NOUN" and (noun.role.oblique or noun.role.agent) and phrase_of(noun).preposition in ("in", "during", "by")
    return below and verb.upos == "VERB" and verb in (noun.head, noun.head.head)


def _is_toll(token: Token) -> bool:
    return verb_lemmas().get(token.lower, "") in TOLL and token.upos == "VERB"


def _absorb(keep: EventDraft, toll: EventDraft) -> None:
    spans = sorted({*keep.trigger, *toll.trigger})
    keep.trigger = [s for s in spans if not any(s != t and t[0] <= s[0] and s[1] <= t[1] for t in spans)]
    keep.actors = keep.actors or [a for a in toll.actors if a not in keep.recipients]
    keep.recipients.extend(a for a in toll.recipients if a not in keep.recipients and a not in keep.actors)
    keep.figures.extend(f for f in toll.figures if f not in keep.figures)
    if keep.rule.startswith(HEAD) and not toll.rule.startswith(HEAD):
        keep.rule, keep.cameo, keep.mode = toll.rule, toll.cameo, toll.mode or keep.mode
    if keep.mode is None and toll.mode is not None:
        keep.mode, keep.cameo = toll.mode, toll.cameo
    keep.time, keep.date = (keep.time, keep.date) if keep.time else (toll.time, toll.date)
    keep.place = keep.place or toll.place


def figures_of(candidate: Candidate, by_token: dict[int, list[FigureDraft]]) -> list[FigureDraft]:
    """Give the figures that count something of the act: its victims, its means, its targets.

    The dead that people march or are jailed for are none of the march or the trial: "went on strike over the deaths of *282* miners".
    """
    heads = {t.i for t in candidate.heads()}
    tokens = {t.i: t for t in (*candidate.heads(), *candidate.arguments())}
    own = [i for i, t in sorted(tokens.items()) if not _other_act(t, candidate)]
    mild = candidate.event != PLOVER.violence and candidate.frame.own is None
    return list(dict.fromkeys(f for i in own for f in by_token.get(i, ()) if i in heads or not mild or f.measure not in HARM))


def _other_act(token: Token, candidate: Candidate) -> bool:
    """Tell the verb of another clause, whose numbers are its own: "arrested twelve people after rioters *killed* three"."""
    return bool(tense_of(token)) and token not in candidate.heads()
