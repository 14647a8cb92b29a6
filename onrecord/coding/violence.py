"""Whether deaths and damage were somebody's doing: "killed", "injured", "explosion" tell of attacks and of accidents alike.

A word that tells of either is an attack only on evidence: who does it, what it was done with, what else the sentence tells; where the
sentence says nothing, whether the report tells of violence or of an accident. A crash, a fire, a storm or a disease that the deaths hang
on is nobody's attack, whoever owned the aircraft.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.coding.candidates import Candidate
from onrecord.coding.lexicon import noun_frames, verb_frames
from onrecord.coding.matching import lemma, modifiers
from onrecord.coding.participants import ARMED
from onrecord.grammar.lexicon import noun_forms, verb_forms, verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import around
from onrecord.lang import per_language
from onrecord.model.document import Document, Token
from onrecord.model.drafts import EventDraft
from onrecord.ontology import PLOVER

EITHER = frozenset(
    {
        "blast", "claim", "damage", "destroy", "detonate", "detonation", "die", "displace", "explode", "explosion", "hit", "hurt",
        "injure", "kill", "launch", "leave", "maim", "ram", "strike", "target", "wound"
    }
)  # fmt: skip
"""Words of harm that leave open whether somebody meant it."""

BURSTING = frozenset(("blast", "detonate", "detonation", "explode", "explosion"))
"""Of these most are accidents: they, and harm that comes of them, want evidence, where killing is taken for what it says."""

MISHANDLED = EITHER | {"drop", "fire", "release"}
UNMEANT = frozenset(("accidental", "accidentally", "erroneous", "erroneously", "inadvertently", "mistakenly", "unintentionally"))
CAUSES = frozenset(("after", "amid", "as", "by", "because", "due", "during", "following", "from", "in", "of", "when", "while", "with"))
"""What leads from harm to its cause: "killed *in* a crash", "injured *when* a bus overturned"."""

MAX_CLIMB = 6


class Violence:
    """Answers for the acts of one report whether they were done to somebody."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._told: int | None = None

    def meant(self, event: EventDraft, candidate: Candidate) -> bool:
        """Say whether an act of violence is one: true of every act whose words say so, and of harm on evidence."""
        head = event.trigger_head
        words = list(_words(event, candidate))
        near = [t for t in around(head) if t not in words]
        if any(_lemma(w) in MISHANDLED and any(t.lower in UNMEANT for t in (*phrase_of(w).words, *around(w, 1))) for w in words):
            return False
        objects = candidate.clause.objects if candidate.clause is not None and event.event == PLOVER.violence else []
        if any(lemma(t) in word_class("abstract") for t in objects):  # "slammed the *budget*"
            return False
        means = candidate.clause.phrases.get("with", ()) if candidate.clause is not None else ()
        if any(lemma(t) in word_class("words") for t in means):  # "bombarded her *with questions*"
            return False
        mishaps = [w for w in words if w is not head and _mishap(w)] if not event.actors else []
        if any(_lemma(w) not in EITHER and (w is head or _coded(w)) for w in words if w not in mishaps):
            return True
        if _lemma(head) == "launch" and any(t.lower in _forms("spaceflight") for t in near):
            return False
        causes = [t for w in words for t in _causes(w)]
        if (mishaps or any(map(_accident, causes))) and not any(map(_violent, causes)):
            return False
        if any(a.sector in ARMED for a in event.actors) or any(map(_violent, near)):
            return True
        if any(map(_accident, near)):
            return False
        if _between_states(event):
            return True
        if any(t.lower in _forms("vehicle") for t in causes):
            return False
        if any(a.type == "government" for a in event.actors):
            return True
        return self._balance() >= any(_lemma(w) in BURSTING for w in (*words, *near))

    def shown(self, event: EventDraft, candidate: Candidate) -> bool:
        """Say whether the sentence itself tells of an attack: by the act's own word, or by another beside it."""
        words = list(_words(event, candidate))
        if any(w.upos == "NOUN" and _lemma(w) not in BURSTING and _violent(w) for w in words):  # "another *strike* killed three"
            return True
        return any(_lemma(w) not in EITHER for w in words) or any(_violent(t) for t in around(event.trigger_head) if t not in words)

    def _balance(self) -> int:
        """Count how many more words of the report tell of violence than of accidents."""
        if self._told is None:
            tokens = self._document.tokens
            self._told = sum(map(_violent, tokens)) - sum(map(_accident, tokens))
        return self._told


def _between_states(event: EventDraft) -> bool:
    """See what those of one country do to those of another: "a *Chinese* ship rammed a *Philippine* boat"."""
    one, other = ({a.country for a in side} for side in (event.actors, event.recipients))
    return bool(one) and bool(other) and None not in one | other and one.isdisjoint(other)


def _words(event: EventDraft, candidate: Candidate) -> Iterator[Token]:
    """Give the words that name the act, its toll's included."""
    aside = [*candidate.named, *([candidate.support.head] if candidate.support else [])]
    for token in around(event.trigger_head):
        if token not in aside and any(start <= token.start < end for start, end in event.trigger):
            yield token


def _causes(token: Token) -> Iterator[Token]:
    """Give the words that say what the harm came of: its doers, what it happened in or after, what it modifies or follows from."""
    yield from modifiers(token)
    for child in phrase_of(token).words:
        opened = phrase_of(child).preposition or phrase_of(child).mark
        role = child.role
        doer = (role.acting or role.agent) and not token.form.participle
        follows = (role.adverbial or role.conjunct or role.beside) and child.upos == "VERB" and opened is None
        if doer or opened in CAUSES or follows:
            yield child
            yield from modifiers(child)
            yield from phrase_of(child).doers
    for _ in range(MAX_CLIMB):
        if token.role.relative:  # "the *sinking* that killed seven"
            yield token.head
        if token.head is token or token.role.content or token.role.beside or token.role.relative:
            return
        token = token.head
        yield token
        if token.upos == "VERB":
            yield from phrase_of(token).doers


@per_language
def _forms(name: str) -> frozenset[str]:
    """Give every form of the words of a class, as nouns and as verbs (the tagger's lemma of a rare verb may be wrong: "collid")."""
    return frozenset(f for word in word_class(name) for f in (*noun_forms(word), *verb_forms(word)))


def _lemma(token: Token) -> str:
    return verb_lemmas().get(token.lower) or token.lemma.lower() if token.upos == "VERB" else lemma(token)


def _coded(token: Token) -> bool:
    """Say whether a word tells of violence by a row of the lexicon; what only the learned head takes for it may be an accident's word."""
    frames = (*verb_frames().get(token.lower, ()), *noun_frames().get(token.lower, ()))
    return _violent(token) or any(f.event in PLOVER.forceful for f in frames)


@per_language
def _may_be_violent() -> frozenset[str]:
    """Give every word that `_violent` need look at."""
    named = (f for word in ("claim", "mine", "strike") for f in (*noun_forms(word), *verb_forms(word)))
    return _forms("violent") | {"fire", "firing", "fired", *named}


def _violent(token: Token) -> bool:
    if token.lower not in _may_be_violent():
        return False
    if token.lower in ("fire", "firing", "fired"):
        return token.upos == "VERB" or _hostile_fire(token)
    if token.upos not in OPEN or _unlike(token):
        return False
    if token.upos == "VERB" and _lemma(token) == "claim":  # nobody claims an accident
        return any(c.lower == "responsibility" for c in phrase_of(token).words) or (token.role.relative and _lemma(token.head) in BURSTING)
    if _lemma(token) in ("mine", "strike"):
        return token.upos == "NOUN" and (_lemma(token) == "strike" or any(t.lower in ("land", "anti-personnel") for t in modifiers(token)))
    return token.lower in _forms("violent")


def _unlike(token: Token) -> bool:
    """See violence by name only: "lightning strike", "heart attack", "*unexploded* bombs", "an *explosives* factory"."""
    first = token.head if token.role.conjunct else token
    if first.role.compound and lemma(first.head) in word_class("works"):
        return True
    if any(_accident(t) or lemma(t) in word_class("beast") for t in modifiers(token)):
        return True
    said_of_it = (*modifiers(token), *phrase_of(token).reduced)
    return any(verb_lemmas().get(t.lower, t.lemma.lower()) in word_class("leftover") for t in said_of_it)


def _hostile_fire(noun: Token) -> bool:
    """See fire that somebody opened: "*Israeli* fire", "*cross-border* fire", "fire *from* the hill", "opened fire"."""
    opened = noun.role.patient and verb_lemmas().get(noun.head.lower, noun.head.lemma) in OPENING
    if opened or phrase_of(noun).preposition == "under" or phrase_of(noun).joined("from"):
        return True
    fired_by = FIRED_BY | word_class("force")
    return any((t.upos == "ADJ" and t.text[0].isupper()) or lemma(t) in fired_by for t in modifiers(noun))


OPENING = frozenset(("draw", "exchange", "hold", "open", "return", "trade"))
FIRED_BY = frozenset(
    ("artillery", "border", "cross", "cross-border", "enemy", "friendly", "gun", "hostile", "indiscriminate", "live", "mortar", "small")
)
OPEN = frozenset(("ADJ", "ADV", "NOUN", "PROPN", "VERB"))


def _accident(token: Token) -> bool:
    return token.upos in OPEN and token.lower in _forms("accident") and not (token.lower.startswith("fir") and _violent(token))


def _mishap(token: Token) -> bool:
    """See the accident among the words of a toll: "killed in a *stampede*", "a shark *attack*", "trains *collide*"; not "*sank* a boat"."""
    if _unlike(token):
        return True
    if not _accident(token):
        return False
    return token.upos == "NOUN" or (token.upos == "VERB" and not phrase_of(token).patients)
