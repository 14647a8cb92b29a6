"""Words that take another act as their complement and decide its reality: agreed to V, refused to V, accused of V-ing, a plan to V."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.grammar.lexicon import noun_lemmas, verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.document import Token

MEETING = frozenset({"call", "meet", "phone", "send", "summon", "telephone", "visit", "write"})
"""What is said in the course of these is given as their purpose, and was said ("called him *to express* support")."""


class Governor(NamedTuple):
    """What a governing word makes of the act inside it, and whose subject that act takes ("subj" or "obj")."""

    effect: str
    control: str
    denied: str = ""
    """What it makes of the act where it is itself denied, if that is not the opposite: who does *not rule out* talks may hold them."""
    alone: str = ""
    """The particle or preposition without which it means something else: "*call off*", "*clear of*"."""


@per_language
def _table() -> dict[tuple[str, str], tuple[Governor, ...]]:
    out: dict[tuple[str, str], tuple[Governor, ...]] = {}
    for row in rows("event_governors"):
        key = (row["pos"], row["lemma"])
        out[key] = (*out.get(key, ()), Governor(row["effect"], row["control"], row["denied"], row["lemma"].partition(" ")[2]))
    return out


def governors_of(token: Token, word: str | None = None) -> tuple[Governor, ...]:
    """Give the entries of a governing word; none where it is not in the table. `word`: the preposition before its complement."""
    if token.upos in ("NOUN", "PROPN"):
        noun = noun_lemmas().get(token.lower, token.lemma)
        return _table().get(("noun", f"{noun} {word}"), ()) or _table().get(("noun", noun), ())
    lemma = verb_lemmas().get(token.lower, token.lemma.lower())
    for particle in (*(c.lower for c in phrase_of(token).particles), word):
        found = _table().get(("verb", f"{lemma} {particle}"), ()) if particle else ()
        if found:
            return found
    found = _table().get(("verb", lemma), ())
    if token.upos == "ADJ" or not found:
        return _table().get(("adj", token.lower), ()) or found
    return found


def governor_of(token: Token, word: str | None = None) -> Governor | None:
    """Give the entry that fits: the one with object control where the word has an object and such an entry."""
    entries = governors_of(token, word)
    around = phrase_of(token)
    if len(entries) > 1 and (around.objects or around.indirects or any(c.role.undergoing for c in around.subjects)):
        return next((g for g in entries if g.control == "obj"), entries[0])
    return next((g for g in entries if g.control == "subj"), entries[0]) if entries else None


def control_of(token: Token) -> str:
    """Say whose subject an infinitive under this word takes: the word's "obj" or its "subj"."""
    governor = governor_of(token)
    return governor.control if governor else "subj"


def said_meanwhile(meeting: Token, said: Token) -> bool:
    """Say whether an infinitive tells what was said at the meeting, call or gathering above it, by whoever called or came.

    Whatever is done *to protest* is the protest: "threw soup *to protest* against food policy".
    """
    if said.role.adverbial and verb_lemmas().get(said.lower) in word_class("enacted"):
        return not phrase_of(meeting).passive  # whoever is summoned does not protest
    lemma = verb_lemmas().get(meeting.lower, meeting.lemma.lower())
    together = lemma in MEETING or lemma in word_class("gathering") or _in_the_streets(meeting)
    return together and verb_lemmas().get(said.lower) in word_class("telling")


def _in_the_streets(verb: Token) -> bool:
    """See who takes to the streets, or fills them: they gather."""
    around = phrase_of(verb)
    return any(c.lower in word_class("streets") for c in (*around.objects, *around.obliques))
