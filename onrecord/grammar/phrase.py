"""A word with what hangs on it, sorted by what each is to it: read in one pass, once, and kept."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.grammar.lexicon import word_class
from onrecord.grammar.tree import kids
from onrecord.model.document import Token

Words = Sequence[Token]
TELLING = "telling-of-acts"
"""Nouns for what looks into an act or judges it; who does so stands behind them with *by*."""
ABOUT = ("into", "on", "about", "of")
NOT = frozenset(("not", "n't", "n’t", "never"))


class Phrase:
    """What hangs on a word, each list in text order, at most `tree.MAX_CHILDREN` words together."""

    preposition: str | None = None
    """What joins it to the word that it hangs on: of "out of" the first."""
    mark: str | None = None
    """What opens its clause ("if", "to", "that")."""
    lemma: str | None = None
    """Kept for `lemma` (coding/matching.py)."""
    subjects: Words = ()
    objects: Words = ()
    indirects: Words = ()
    obliques: Words = ()
    agents: Words = ()
    bare: Words = ()
    attributes: Words = ()
    possessors: Words = ()
    modifiers: Words = ()
    counts: Words = ()
    determiners: Words = ()
    appositions: Words = ()
    coordinated: Words = ()
    contents: Words = ()
    complements: Words = ()
    adverbials: Words = ()
    relatives: Words = ()
    reduced: Words = ()
    beside: Words = ()
    auxiliaries: Words = ()
    copulas: Words = ()
    marks: Words = ()
    prepositions: Words = ()
    conjunctions: Words = ()
    particles: Words = ()
    adverbs: Words = ()
    expletives: Words = ()
    others: Words = ()

    def __init__(self, head: Token) -> None:
        self.head = head
        if not head.children:
            return
        lists: dict[str, list[Token]] = {}
        for child in kids(head):
            place = child.role.place
            if place in lists:
                lists[place].append(child)
            else:
                lists[place] = [child]
        self.__dict__.update(lists)
        if "prepositions" in lists:
            self.preposition = _preposition(head, lists["prepositions"])
        if "marks" in lists:
            self.mark = lists["marks"][0].lower

    @property
    def words(self) -> Words:
        """Give every word that hangs on it."""
        return kids(self.head)

    @property
    def object(self) -> Token | None:
        return self.objects[0] if self.objects else None

    @property
    def has_subject(self) -> bool:
        """Say whether its clause has a subject, if only an "it" or "there" that stands for nobody."""
        return bool(self.subjects or self.expletives)

    @property
    def doers(self) -> Words:
        """Give the subjects as of an active verb."""
        return [c for c in self.subjects if c.role.acting]

    @property
    def doer(self) -> Token | None:
        return next(iter(self.doers), None)

    @property
    def patients(self) -> Words:
        """Give whom or what something is done to: objects, and subjects as of a passive."""
        return [c for c in kids(self.head) if c.role.patient]

    @property
    def possessor(self) -> Token | None:
        """Give the owner: "*Kenya*'s army", "*his* army"."""
        return self.possessors[0] if self.possessors else None

    @property
    def passive(self) -> bool:
        """Say whether an auxiliary makes it passive."""
        return any(a.role.passive for a in self.auxiliaries)

    @property
    def negated(self) -> bool:
        """Say whether a *not* or *never* hangs on it."""
        return any(c.lower in NOT for c in kids(self.head))

    @property
    def none(self) -> bool:
        """Say whether *no* opens it: "*no* group"."""
        return any(c.lower == "no" for c in kids(self.head))

    def joined(self, *prepositions: str) -> list[Token]:
        """Give the nouns that hang on it by one of these prepositions, in text order."""
        return [c for c in kids(self.head) if (c.role.joined or c.role.agent) and phrase_of(c).preposition in prepositions]

    @property
    def done_by(self) -> list[Token]:
        """Give who does what a noun names: "the arrest of X *by Y*", where the parse often hangs "by" on X."""
        if told_about(self.head):
            return []
        inside = ABOUT if self.head.lower in word_class(TELLING) else ("of",)
        return self.joined("by") or [c for x in self.joined(*inside) for c in phrase_of(x).joined("by")]


def told_about(noun: Token) -> bool:
    """See what an inquiry or report is about: "the investigation into *the attack* by the UN" does not make the UN attack.

    "The inquiry into *the killing* of a reporter by police" says who killed.
    """
    if phrase_of(noun).joined("of"):
        return False
    link = next((c for c in phrase_of(noun).prepositions if c.i < noun.i), None) if noun.role.joined else None
    if link is None or link.lower not in ABOUT:
        return False
    at = link.i - noun.sentence.tokens[0].i
    return at > 0 and noun.sentence.tokens[at - 1].lower in word_class(TELLING)


def _preposition(head: Token, words: Words) -> str | None:
    for word in words:
        if word.i < head.i and word.upos != "PART":
            return word.lower
    return None


def phrase_of(token: Token) -> Phrase:
    """Give what hangs on a word."""
    found = token._phrase
    if found is None:
        found = token._phrase = Phrase(token)
    return found
