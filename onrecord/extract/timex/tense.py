"""Whether an expression is told in the past or the future: read off the verb that governs it, in the tree or, without one, nearby."""

from __future__ import annotations

from onrecord import lang
from onrecord.model.document import Document, Token

_WILL = frozenset(("will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d", "may", "might", "could", "should", "can", "must"))
_DONE = frozenset(("has", "have", "had", "'ve", "’ve"))
_REACH = 12
"""Tokens to climb in the tree, or to look at on each side without one."""


class Tense:
    """Answers for one document; `language` decides the verbs that point ahead (`time_verbs.csv`)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        rows = lang.rows("time_verbs", document.language or "en")
        self.ahead = frozenset(r["lemma"] for r in rows if r["points"] == "ahead")
        self.done = frozenset(r["lemma"] for r in rows if r["points"] == "done")

    def __call__(self, offset: int) -> int:
        """Give -1 (past), +1 (future) or 0 (not to be seen) for an expression that begins at this offset."""
        token = self.document.token_at(offset) if self.document.tokens else None
        if token is None or token.start > offset + 1:
            return 0
        case = self._preposition(token)
        if case:
            return case
        verb = self._verb(token)
        return self._of_verb(verb, 0) if verb is not None else 0

    def _preposition(self, token: Token) -> int:
        before = self.document.tokens[token.i - 1].lower if token.i and self.document.tokens[token.i - 1].sentence is token.sentence else ""
        return {"since": -1, "due": 1}.get(before, 0)

    def _verb(self, token: Token) -> Token | None:
        for n, up in enumerate((token, *token.ancestors())):
            if n > _REACH:
                break
            if n and (up.upos in ("VERB", "AUX") or any(c.dep == "cop" for c in up.children)):
                return up
            if up.lemma.lower() in self.ahead and n:
                return up
        return None

    def _of_verb(self, verb: Token, depth: int) -> int:
        helpers = [c for c in verb.children if c.dep in ("aux", "aux:pass", "cop", "mark")]
        words = {c.lower for c in helpers}
        if words & _WILL and not words & {"have"}:
            return 1
        if "to" in words and any(c.lower == "to" and c.upos == "PART" for c in helpers):
            return self._of_infinitive(verb, depth)
        if verb.lemma.lower() in self.ahead:
            return 1
        finite = next((c for c in helpers if c.upos == "AUX"), verb)
        if words & _DONE:
            return -1
        if "Tense=Past" in finite.feats and "VerbForm=Fin" in finite.feats or finite.xpos == "VBD":
            return -1
        if finite.xpos in ("VBZ", "VBP") or "Tense=Pres|VerbForm=Fin" in finite.feats:
            return 1
        if finite.xpos == "VBN" or (finite.upos == "VERB" and "Tense=Past" in finite.feats):
            return -1
        if depth < 4 and verb.head is not verb:
            above = self._verb(verb)
            return self._of_verb(above, depth + 1) if above is not None else 0
        return 0

    def _of_infinitive(self, verb: Token, depth: int) -> int:
        """An infinitive points ahead ("plans to meet Friday"), except under a verb of success ("managed to flee Friday")."""
        head = verb.head
        if head is not verb and head.lemma.lower() in self.done and depth < 4:
            return self._of_verb(head, depth + 1)
        return 1
