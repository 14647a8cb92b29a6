"""When a happening was: the day that one of its tellings gives, else the day that this kind of report is about."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.coding.tree import kids
from onrecord.model.document import Document, Token
from onrecord.model.drafts import EventDraft

SHORT = 3
"""Sentences of the body up to which a report in the present tense tells of its own day: a day's items, alerts, captions."""
FINITE = {"VBZ": "present", "VBP": "present", "VBD": "past", "MD": "ahead"}
AUX = ("aux", "aux:pass", "cop")
MAX_CLIMB = 12
BACKGROUND = frozenset(
    ("after", "following", "since", "amid", "over", "despite", "to", "by", "on", "of", "against", "for", "with", "from", "about")
)
"""Prepositions of what an act is held against or follows: "flees *after* weeks of protests", "condemned *over* the raid"."""


def date_happenings(document: Document, happenings: Sequence[EventDraft]) -> None:
    """Give undated happenings the day of the report where it tells of its own day."""
    body = [s for s in document.sentences if s.part.kind == "body"]
    published = (document.published or "")[:10]
    if len(published) == 10 and len(body) <= SHORT:
        for e in happenings:
            if e.date is None and any(_today(t) for t in e.mentions):
                e.date = published


def _today(telling: EventDraft) -> bool:
    """See an act told in the present tense: "Rebels *attack* a base", "two are killed in a *raid*"; not what it follows or is about."""
    head = telling.trigger_head
    verb = _finite(head)
    if _tense(verb) != "present" or telling.status not in ("reported", "claimed"):
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
        if token.lower in BACKGROUND or any(c.dep in ("case", "mark") and c.lower in BACKGROUND for c in kids(token)):
            return False
        if token.dep in ("acl", "amod", "nmod:poss", "acl:relcl", "appos") or token.head is token:
            return False
        token = token.head
    return False


def _finite(token: Token) -> Token:
    """Give the verb whose tense is the word's: itself, else the finite one above it."""
    for _ in range(MAX_CLIMB):
        if _tense(token) or token.head is token:
            break
        token = token.head
    return token


def _tense(token: Token) -> str:
    """Give the tense of a finite verb or predicate: present, past, perfect, ahead; empty where the word is not finite."""
    if token.upos not in ("VERB", "AUX") and not any(c.dep == "cop" for c in kids(token)):
        return ""
    for c in kids(token):
        if c.dep in AUX and c.xpos in FINITE:
            return "perfect" if c.lower in ("has", "have", "had", "'ve", "’ve") else FINITE[c.xpos]
    return FINITE.get(token.xpos, "")
