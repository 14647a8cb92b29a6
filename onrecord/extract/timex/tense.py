"""Whether an expression is told in the past or the future: read off the verb that governs it, in the tree or, without one, nearby."""

from __future__ import annotations

from onrecord import lang
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import above
from onrecord.model.document import Document, Token

_WILL = frozenset(("will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d", "may", "might", "should", "can", "must"))
WILL_SURELY = 2
"""A future that a verb with "will" tells."""
_SURELY = frozenset(("will", "'ll", "’ll", "wo", "shall"))
_DONE = frozenset(("has", "have", "had", "'ve", "’ve"))
MAX_SENTENCE = 400
"""Tokens of a sentence to look at: a list without full stops can be one sentence."""
_EDGES = frozenset(("of", "end", "start", "beginning", "middle"))
"""Words between a preposition and a time that point to a part of it: "until the *end of* June"."""
_OPENING, _CLOSING = frozenset(('"', "“", "«")), frozenset(("”", "»"))
_REACH = 12
"""Tokens to climb in the tree, or to look at on each side without one."""


class Tense:
    """Answers for one document; `language` decides the verbs that point ahead (`time_verbs.csv`)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        rows = lang.rows("time_verbs", document.language or "en")
        self.ahead = frozenset(r["lemma"] for r in rows if r["points"] == "ahead")
        self.done = frozenset(r["lemma"] for r in rows if r["points"] == "done")
        self.back = frozenset(r["lemma"] for r in rows if r["points"] == "back")
        self.set_days = frozenset(r["lemma"] for r in rows if r["points"] == "set")
        self.for_ = frozenset(r["lemma"] for r in rows if r["points"] == "for")
        self.leads = {r["lemma"]: 1 if r["points"] == "to" else -1 for r in rows if r["points"] in ("to", "from")}

    def __call__(self, offset: int, lead: int | None = None) -> int:
        """Give -1 (past), +1 (future, WILL_SURELY where "will" says it) or 0 (not to be seen) for an expression at this offset.

        `lead`: the offset of a clock time before it.
        """
        token = self.document.token_at(offset) if self.document.tokens else None
        if token is None or token.start > offset + 1:
            return 0
        first = self.document.token_at(lead) if lead is not None else None
        case = self._beside(first or token, token)
        if case:
            return case
        if self._asked_for(token):
            return 1
        if (token.role.compound or token.role.attribute) and token.i < token.head.i and token.head.lemma in self.set_days:
            return 0  # "rejected a bid for *October* elections"
        verb = self._verb_before(first or token) or self._verb_after(token) or self._verb(token) or self._nearest(token)
        if verb is None or self._outside(verb, token):
            return 0
        told = self._of_verb(verb, 0)
        return 0 if told == 1 and verb.form.present and self._dates_noun(token, verb) else told

    def _dates_noun(self, token: Token, verb: Token) -> bool:
        """Tell a time that dates a noun, not what is told now: "the toll of the attack on *Monday* rises", but not "the vote on Sunday"."""
        noun = token.head
        ahead = self._ahead(verb) or self._ahead(noun) or noun.lemma in self.set_days
        return noun is not verb and noun.upos == "NOUN" and not ahead

    def _outside(self, verb: Token, token: Token) -> bool:
        """Tell a verb of saying before a quotation from one inside it: in "she said: “By *June*.”" it tells no time."""
        if not -_REACH < verb.i - token.i < 0:
            return False
        between = self.document.tokens[verb.i + 1 : token.i]
        return any(t.text in _OPENING for t in between) and not any(t.text in _CLOSING for t in between[1:])

    def _asked_for(self, token: Token) -> bool:
        """Say whether the expression dates what somebody calls or prepares for: "called for new marches on Thursday"."""
        verb = self._verb(token)
        if verb is None or verb.lemma.lower() not in self.for_:
            return False
        asked = (c for c in phrase_of(verb).words if verb.i < c.i <= token.i)
        return any(phrase_of(c).preposition == "for" for c in asked)

    def _verb_before(self, first: Token) -> Token | None:
        """Give a verb that stands right before, or before "on": a parse often hangs "the deal announced Friday" on another verb."""
        tokens = self.document.tokens
        i = first.i - 1
        if i >= 0 and tokens[i].lower in ("on", "in"):
            i -= 1
        before = tokens[i] if i >= 0 else None
        if before is None or before.sentence is not first.sentence or before.upos != "VERB":
            return None
        return before if before.form.participle or before.form.past else None

    def _verb_after(self, token: Token) -> Token | None:
        """Give a past tense that stands right after: "riots on Monday *left* two people dead"."""
        tokens = self.document.tokens
        after = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
        if after is None or after.sentence is not token.sentence or after.upos != "VERB" or not after.form.past:
            return None
        return after if not phrase_of(after).auxiliaries else None

    def _nearest(self, token: Token) -> Token | None:
        """Give the nearest finite verb of the sentence: for a date that the tree hangs on no verb."""
        verbs = [t for t in token.sentence.tokens[:MAX_SENTENCE] if t.form.finite]
        nearest = min(verbs, key=lambda t: (abs(t.i - token.i), t.i), default=None)
        helps = nearest is not None and (nearest.role.auxiliary or nearest.role.passive)
        return nearest.head if nearest is not None and helps else nearest

    def _beside(self, first: Token, token: Token) -> int:
        """Give what the words right before and after say: "until Friday", "the year ended March 31", "Wednesday's ruling"."""
        tokens = self.document.tokens
        for before in reversed(tokens[max(first.i - 5, 0) : first.i]):
            if before.sentence is not first.sentence:
                break
            if before.lower in self.leads:
                return self.leads[before.lower]
            if before.lower == "of" and before.i and tokens[before.i - 1].lower == "as":
                verb = self._verb(token)
                return -1 if verb is None or self._of_verb(verb, 0) < WILL_SURELY else 1  # "as of Monday, 20 are missing"
            if before.upos not in ("DET", "ADJ") and before.lower not in _EDGES:
                break
        after = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
        return -1 if after is not None and after.lower in ("'s", "’s") else 0

    def _verb(self, token: Token) -> Token | None:
        for n, up in enumerate((token, *above(token, _REACH))):
            if n and (up.upos in ("VERB", "AUX") or phrase_of(up).copulas):
                return up
            if n and self._ahead(up):
                return up
        return None

    def _of_verb(self, verb: Token, depth: int) -> int:
        around = phrase_of(verb)
        helpers = [*around.auxiliaries, *around.copulas, *around.marks]
        words = {c.lower for c in helpers}
        if words & _WILL and not words & {"have"}:
            return WILL_SURELY if words & _SURELY else 1
        if any(c.upos == "PART" for c in helpers):
            return self._of_infinitive(verb, depth)
        if self._ahead(verb):
            return -1 if "had" in words else 1
        finite = next((c for c in helpers if c.upos == "AUX"), verb)
        if words & _DONE:
            return -1
        if finite.form.past:
            return -1
        if verb.lemma.lower() in self.back:
            return -1
        if finite.form.present:
            return 1
        if finite.form.participle:
            return -1
        if depth < 4 and verb.head is not verb:
            above = self._verb(verb)
            return self._of_verb(above, depth + 1) if above is not None else 0
        return 0

    def _of_infinitive(self, verb: Token, depth: int) -> int:
        """An infinitive points ahead ("plans to meet Friday"), except under a verb of success ("managed to flee Friday")."""
        head = verb.head
        if head is verb or depth > 3:
            return 1
        had = any(c.lower == "had" for c in phrase_of(head).words)
        if had or (verb.role.reduced or verb.role.adverbial) or head.lemma.lower() in self.done:
            above = head if head.upos in ("VERB", "AUX") else self._verb(head)
            return self._of_verb(above, depth + 1) if above is not None and above is not verb else 0
        return 1

    def _ahead(self, token: Token) -> bool:
        return token.lower in self.ahead or token.lemma.lower() in self.ahead
