"""Whether two sides of tellings may be the same parties: one actor, a state and its arm, a name and a description of it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.grammar.lexicon import noun_lemmas
from onrecord.lang import per_word
from onrecord.model.drafts import ActorDraft

STATE = frozenset(("GOV", "MIL", "COP", "SPY", "JUD", "LEG"))
"""Sectors whose bodies act for their country."""
ARMED = frozenset(("REB", "UAF", "CRM", "TER", "SEP", "INS"))
CIVIL = frozenset(("CVL", "EDU", "MED", "BUS", "AGR", "SOC", "LAB", "REL", "JRN", "OPP", "ELI", "REF", "PTY"))
KINDS = (ARMED, CIVIL)
ANYBODY = frozenset(
    {
        "adult", "attacker", "assailant", "bomber", "body", "casualty", "child", "civilian", "crowd", "dead", "fighter", "gunman", "group",
        "individual",
        "injured", "man", "member", "militant", "other", "people", "perpetrator", "person", "protester", "resident", "suspect",
        "victim", "woman", "wounded", "mob", "youth", "number",
    }
)  # fmt: skip
"""Heads of descriptions that say of people only that they took part: they may be whoever another telling names."""


def named(actor: ActorDraft) -> bool:
    """Say whether the report gives the actor a name."""
    return actor.type == "government" or any(m.form == "name" for m in actor.mentions)


def same(one: ActorDraft, other: ActorDraft) -> bool:
    """Say whether two entries may well be the same party to one act."""
    if one is other:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    if _acts_for(one, other) or _acts_for(other, one):
        return True
    if named(one) and named(other):
        return False
    if _state_and_others(one, other) or _state_and_others(other, one):
        return False
    if one.sector and other.sector and one.sector != other.sector and not any({one.sector, other.sector} <= kind for kind in KINDS):
        return bool(ANYBODY & {_noun(one), _noun(other)})
    if named(one) or named(other):
        return _described(one, other) if named(one) else _described(other, one)
    nouns = (_noun(one), _noun(other))
    armed = one.sector is not None and one.sector == other.sector and one.sector in STATE | ARMED  # "two police", "the officers"
    return nouns[0] == nouns[1] or armed or bool(ANYBODY & {*nouns})


def compared(one: Sequence[ActorDraft], other: Sequence[ActorDraft]) -> float:
    """Say how two sides go together: 1 one actor on both, 0.5 they may be the same, 0 one is not told, -1 they are others."""
    if not one or not other:
        return 0.0
    if any(a is b for a in one for b in other):
        return 1.0
    return 0.5 if any(same(a, b) for a in one[:MOST] for b in other[:MOST]) else -1.0


MOST = 8
"""Parties of a side that are compared, which bounds the work on a long list."""


def _acts_for(state: ActorDraft, other: ActorDraft) -> bool:
    """See a government or country and whoever acts for it: "the United States" and its department, president or army."""
    if state.type != "government" or state.country is None or state.country != other.country:
        return False
    return other.sector in STATE


def _state_and_others(state: ActorDraft, other: ActorDraft) -> bool:
    """See a state and those in arms who do not act for it: "*Israel* struck a camp after *militants* fired rockets"."""
    return state.type == "government" and other.sector in ARMED


def _described(name: ActorDraft, description: ActorDraft) -> bool:
    """See a name and a description that may be of it: one person by a word for one, a body by a word for its people."""
    if name.type == "person":
        return description.type == "person"
    return description.type != "person" or _noun(description) in ANYBODY


@per_word
def _head(name: str) -> str:
    words = name.split()
    return noun_lemmas().get(words[-1].lower(), words[-1].lower()) if words else ""


def _noun(actor: ActorDraft) -> str:
    """Give the noun of a description: of "at least 12 people in a market" the people."""
    head = next((m.head for m in actor.mentions if m.head is not None and m.form == "description"), None)
    return noun_lemmas().get(head.lower, head.lower) if head is not None else _head(actor.name)
