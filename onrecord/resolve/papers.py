"""Whose words a paper speaks: a motion's filers, a ruling's court, a ministry's figures; and "the motion" that comes again later.

A statement, report or set of figures is nobody by itself. Its speaker is whoever gave it out: its owner ("the *ministry's* figures"),
its maker ("projections by *Reuters*"), who issued it ("*Ann Lee* filed a motion claiming ..."), or who did what it is named for
("*The court* ruled ... *The ruling* said ...").
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.drafts import AttributionDraft
from onrecord.resolve import lexicon, nouns
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.phrase import read_phrase
from onrecord.resolve.scene import Scene

THINGS = "speakers-things"
"""Sources that are not actors by themselves; their owner or maker may be ("a ministry statement")."""
PAPERS, ISSUING = "speakers-papers", "speakers-issuing"
"""What somebody gives out in words ("statement"), and the verbs of giving it out."""
CITING = "speakers-citing"
SUITS, RULINGS, ANY = "speakers-suits", "speakers-rulings", "speakers-any-paper"
"""Words for one kind of paper; and such as any paper may be called by when it comes again ("the *document*")."""
SUING, WRITING = "speakers-suing", "speakers-writing"
"""Verbs of going to court, and those of saying something in a paper of one's own ("*said* in a letter")."""
CARRIED = ("in", "on")
DATES = ("DATE", "TIME")
DEFINITE = ("the", "this", "that", "these", "those")
NEWS = "speakers-news"
"""Papers that a medium carries and answers for; a study in a journal is not the journal's."""
REACH = 4000
"""Characters from a paper that somebody gives out to "the motion says": most of a report."""
NEAR = 8
"""Papers before "the motion" that are looked at."""


class Papers:
    """Every paper of a report of which the text says who gave it out, in text order."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._first: dict[str, Token] = {}
        self.found = list(self._find())

    def _find(self) -> Iterator[tuple[Token, list[Actor]]]:
        for token in self.scene.document.tokens:
            if token.lemma in word_set(SUING) and token.upos == "VERB":
                yield token, []  # who sues is asked when needed: some are found as speakers only
            if token.lower not in word_set(PAPERS) or token.upos not in ("NOUN", "PROPN"):
                continue
            self._first.setdefault(_kind(token), token)
            makers = self._issuers(token) or self._behind(token) or self._told_by(token)
            if makers:
                yield token, makers

    def learn(self, head: Token, maker: Actor) -> None:
        """Keep who was found to speak through a paper, for "the affidavit" further down."""
        at = bisect.bisect_right(self.found, head.i, key=lambda p: p[0].i)
        if head.lower in word_set(PAPERS) and not (at and self.found[at - 1][0] is head):
            self.found.insert(at, (head, [maker]))

    def makers(self, attribution: AttributionDraft) -> list[Actor]:
        """Give those whose paper speaks: "filed a motion *claiming* …", and later "*the motion* says …"."""
        head = attribution.source_head
        if head is None:
            return []
        if head.lower not in word_set(PAPERS):
            return self._behind(head) if head.lower in word_set(THINGS) else []
        at = bisect.bisect_right(self.found, head.i, key=lambda p: p[0].i) - 1
        if at >= 0 and self.found[at][0] is head:
            return self.found[at][1]
        opener = next((c for c in phrase_of(head).determiners if c.i < head.i), None)
        if opener is None or opener.lower not in DEFINITE:
            return []
        for token, makers in reversed(self.found[max(0, at - NEAR) : at + 1]):
            same = _kind(token) == _kind(head) and (token.upos == "VERB" or token.form.plural == head.form.plural)
            if (same or head.lower in word_set(ANY)) and head.start - token.end < REACH:
                return makers or self._plaintiffs(token)
        return []

    def _plaintiffs(self, verb: Token) -> list[Actor]:
        """Give who sues: "*Ann Lee* is suing the bank", "the bank was sued by *Ann Lee*"."""
        around = phrase_of(verb)
        subject = by_whom(verb) if around.passive else around.doer
        return self._members(subject) if subject is not None and not subject.form.asking else []

    def _issuers(self, paper: Token) -> list[Actor]:
        """Give who hands a paper out: "*Ann Lee* filed a motion", "a motion was filed by *Ann Lee*"."""
        verb = paper.head
        if paper.role.oblique and phrase_of(paper).preposition == CARRIED[0] and verb.lemma in word_set(WRITING) and phrase_of(verb).doer:
            return self._members(phrase_of(verb).doer or paper)
        if not paper.role.patient or verb.lemma not in word_set(ISSUING):
            return []
        shared = phrase_of(verb.head).doer if verb.role.conjunct or verb.role.complement else None
        subject = by_whom(verb) if paper.role.undergoing else phrase_of(verb).doer or shared
        return self._members(subject) if subject is not None else []

    def _behind(self, paper: Token) -> list[Actor]:
        """Give the actors that a paper's own phrase names: its owner, or those *by* whom or *from* whom it is."""
        around = phrase_of(paper)
        for child in (*around.possessors, *around.joined("by", "from")):
            if (child.role.possessor or child.i > paper.i) and (found := self._members(child)):
                return found
        return []

    def _told_by(self, paper: Token) -> list[Actor]:
        """Give the actor that a paper's attribute names, or the medium that carries it: "a *UN* report", "a report in *the Guardian*"."""
        named = described(self.scene, paper)
        head = author(self.scene, paper) if named is None and paper.lower in word_set(NEWS) else None
        return [named] if named is not None else self._members(head) if head is not None else []

    def untold(self, head: Token) -> bool:
        """Tell "the report" that the text has not spoken of before: it can only be the one of whoever speaks."""
        kind = _kind(head)
        return kind not in self._first or self._first[kind] is head

    def _members(self, subject: Token) -> list[Actor]:
        """Give the actors of a subject, joined ones too."""
        heads = [subject, *phrase_of(subject).coordinated]
        found = [m.actor for t in heads if (m := self.scene.at.get(t.i)) is not None and m.actor is not None]
        return list({id(a): a for a in found}.values())


def _kind(paper: Token) -> str:
    """Give what a paper is, the same for what are words for one thing: a *lawsuit*, a *suit*, a *complaint*; and suing."""
    for kind in (SUITS, RULINGS):
        if paper.lower in word_set(kind) or paper.lemma in word_set(kind):
            return kind
    return SUITS if paper.lemma in word_set(SUING) else paper.lemma


def by_whom(verb: Token) -> Token | None:
    """Give who does what a passive tells: "issued *by the army*"."""
    return next(iter(phrase_of(verb).joined("by")), None)


def author(scene: Scene, thing: Token) -> Token | None:
    """Give the noun that stands behind a paper: its owner, its maker or who is cited in it, never who has seen or obtained it."""
    around = phrase_of(thing)
    for child in (*around.possessors, *around.joined("by", "from", "of")):
        if (child.role.possessor or child.i > thing.i) and not (child.name is not None and child.name.label in DATES):
            return child
    carries = around.joined(*CARRIED) if thing.lower in word_set(NEWS) else ()
    carried = next((c for c in carries if c.i > thing.i and of_press(scene, c)), None)
    if carried is not None:
        return carried
    for child in (*around.reduced, *around.relatives):
        if child.lemma in word_set(CITING) and (cited := phrase_of(child).object) is not None:
            return cited
        maker = by_whom(child)
        if maker is not None and child.lemma in word_set(ISSUING):
            return maker
    handed_out = thing.role.object and thing.head.lemma in word_set(ISSUING)
    return phrase_of(thing.head).doer if handed_out else None


def of_press(scene: Scene, noun: Token) -> bool:
    """Tell a medium that carries a report ("in *the Guardian*", "on *state television*") from what a report is on."""
    tokens = scene.document.tokens
    run = [t.text for t in tokens[nouns.left_edge(noun, tokens) : noun.i + 1]]
    if read_phrase(run).sector == "JRN":
        return True
    return phrase_of(noun).preposition == CARRIED[0] and noun.name is not None and noun.name.label == "ORG"


def described(scene: Scene, thing: Token) -> Actor | None:
    """Give the actor that a paper's attribute names: "a *ministry* statement", "the *US* report"."""
    around = phrase_of(thing)
    for child in (*around.modifiers, *around.attributes):
        if child.i < thing.i and not _filed(child, thing):
            mention = scene.at.get(child.i)
            if mention is not None and mention.actor is not None:
                return mention.actor
    return None


def issuer(scene: Scene, head: Token) -> Actor | None:
    """Start who stands before a statement or report: "a *ministry* statement", "a *police* report", "*eyewitness* reports"."""
    maker = next((c for c in phrase_of(head).modifiers if c.role.compound and c.i == head.i - 1 and c.upos == "NOUN"), None)
    if maker is None or _filed(maker, head):
        return None
    reading = read_phrase([maker.text])
    if reading.noun is None or reading.type not in ("organization", "group", "person") or reading.sector == "JRN":
        return None
    kind = "group" if reading.type == "person" and head.form.plural else reading.type
    actor = Actor(maker.text, kind, reading.country, reading.sector, rule="actor/source", confidence=0.6)
    actor.nouns.add(lexicon.singulars(maker.lower)[-1][0])
    scene.add(actor, maker.span, "description", maker, "source/new", [maker])
    return actor


def _filed(court: Token, thing: Token) -> bool:
    """Tell papers that others hand to a court ("*court* papers") from what it says itself ("a court ruling")."""
    return court.lower == "court" and thing.lower in ("document", "documents", "file", "files", "filing", "filings", "papers", "records")
