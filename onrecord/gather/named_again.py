"""What else in a report names a happening that it tells: the weapon that did it, and nouns that take it up ("the *attack*").

Looked for when it is known what stands on record: these words add to what is told of an attack, and make none.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.coding.candidates import is_nominal
from onrecord.coding.matching import lemma
from onrecord.grammar.lexicon import verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.model.dates import date_of
from onrecord.model.document import Document, Token
from onrecord.model.drafts import Drafts, EventDraft
from onrecord.model.record import Span
from onrecord.ontology import PLOVER

HAPPENED = frozenset(("reported", "claimed"))
SKIPPED = frozenset(("header", "byline", "credit", "boilerplate", "dateline", "caption"))
AGAIN = "named again"


def name_again(document: Document, drafts: Drafts) -> None:
    """Add to each attack on record the weapon that its tellings name, and the nouns that take it up."""
    attacks = [e for e in drafts.events if e.event == PLOVER.violence]
    for attack in attacks:
        for telling in attack.mentions or [attack]:
            means = [(t.start, t.end) for t in _means(telling.trigger_head)]
            telling.trigger = _with(telling.trigger, means)
            attack.trigger = _with(attack.trigger, means)
    told = [e for e in attacks if e.status in HAPPENED]
    if len(told) == 1:
        [attack] = told
        taken = [span for e in drafts.events for m in e.mentions or [e] for span in (*e.trigger, *m.trigger)]
        known = _words(document, attack)
        days = {t.span[0] for t in drafts.times if attack.date is not None and date_of(t) == attack.date}
        for noun in _nouns(document, attack.trigger[0][0]):
            if not (_taken_up(noun, known, days) or _called(noun)):
                continue
            if not any(start < noun.end and noun.start < end for start, end in taken):
                attack.mentions = [*(attack.mentions or [attack]), _mention(attack, noun)]


def _means(verb: Token) -> Iterator[Token]:
    """Give the weapon or blow that does what a verb of harm tells: "a *bomb* killed six", "injured by two *blasts*"."""
    phrase = phrase_of(verb)
    if verb.upos == "VERB":
        for word in (*phrase.doers, *phrase.agents, *phrase.obliques):
            opened = phrase_of(word).preposition
            lost = word.i < verb.i and opened in word_class("reckons-back")  # "hours after *a bomb* killed six", misread
            by = word.role.acting or opened in word_class("means-link") or lost
            if by and word.upos == "NOUN" and lemma(word) in word_class("weapon") | word_class("violence"):
                yield word


def _with(trigger: Sequence[Span], more: Iterable[Span]) -> list[Span]:
    return sorted({*trigger, *(s for s in more if not any(a < s[1] and s[0] < b for a, b in trigger))})


def _nouns(document: Document, start: int) -> Iterator[Token]:
    """Give the nouns behind a place in the text that may take up an attack told before."""
    names = word_class("violence") - word_class("weapon")
    for token in document.tokens:
        behind = token.start > start and token.sentence.part.kind not in SKIPPED
        if behind and token.upos == "NOUN" and lemma(token) in names and is_nominal(token):
            yield token


def _words(document: Document, attack: EventDraft) -> set[str]:
    """Give the words of the sentences that tell of an attack."""
    sentences = {m.sentence for m in attack.mentions or [attack]}
    return {t.lower for s in sentences for t in document.tokens_in(s)}


def _taken_up(noun: Token, known: Container[str], days: Container[int]) -> bool:
    """See a noun with "the", "this" or the attack's day before it and nothing behind it that tells another: "Sunday's *attack*"."""
    phrase = phrase_of(noun)
    owned = [p for p in phrase.possessors if p.start not in days]
    definite = any(d.lower in word_class("definite") for d in phrase.determiners) or (phrase.possessors and not owned)
    told = all(w.lower in known for w in phrase.attributes)
    return bool(definite) and told and not (owned or phrase.relatives or phrase.reduced or phrase.counts)


def _called(noun: Token) -> bool:
    """See what something told before is called: "he called it a vile *attack*", "police treat it as a terrorist *attack*"."""
    verb = noun.head
    calls = verb.upos == "VERB" and verb_lemmas().get(verb.lower, verb.lemma.lower()) in word_class("calling")
    return calls and noun.i > verb.i and any(o.lower in word_class("taking-up") for o in phrase_of(verb).objects)


def _mention(attack: EventDraft, noun: Token) -> EventDraft:
    span = (noun.start, noun.end)
    return replace(attack, trigger=[span], trigger_head=noun, sentence=noun.sentence.span, mentions=[], attributed_to=[], tied=AGAIN)
