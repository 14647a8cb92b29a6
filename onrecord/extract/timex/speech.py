"""Ties times to reported speech: which expression dates the speaking, and what inside that speech hangs on that day."""

from __future__ import annotations

from onrecord.extract.timex.surroundings import is_a
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import above, under
from onrecord.model.document import Document, Token, span_of
from onrecord.model.drafts import AttributionDraft
from onrecord.model.record import Span

_CLIMB = 4
_REACH = 3
"""Tokens that may stand between a cue and its date when the tree does not tie them."""


def dating_span(attribution: AttributionDraft, spans: list[Span], document: Document) -> Span | None:
    """Give the expression, out of `spans`, that dates the speaking: tied to the cue by the tree, else right beside it."""
    if not attribution.cue or not document.tokens:
        return None
    cue = attribution.cue_head or document.token_at(attribution.cue[0][0])
    if cue is None:
        return None
    sentence = cue.sentence.span
    near = [s for s in spans if sentence[0] <= s[0] < sentence[1] and not _inside(s, attribution, cue)]
    tied = [s for s in near if _tied(s, cue, document)]
    beside = [s for s in near if _beside(s, cue, attribution, document)]
    options = [s for s in tied if s in beside] or beside or tied
    return min(options, key=lambda s: abs(s[0] - cue.start), default=None)


def clause_said(span: Span, document: Document) -> Span | None:
    """Give the clause that a verb dated by this expression reports ("confirmed Wednesday *that he had a call*"), None where there is none.

    This reads the tree alone, so that dates inside are hung right also where no attribution was made of the sentence.
    """
    token = document.token_at(span[0])
    after = document.token_at(span[1])
    same = token is not None and after is not None and after.sentence is token.sentence
    if same and token is not None and after is not None and after.lower == "that" and _verb_before(token, document):
        return (after.start, token.sentence.end)
    verb = next((up for up in above(token, _CLIMB) if up.upos in ("VERB", "AUX")), None) if token else None
    clause = next(iter(phrase_of(verb).contents), None) if verb is not None else None
    if clause is None:
        return None
    said = span_of(under(clause))
    return None if said[0] <= span[0] < said[1] else said


def _verb_before(token: Token, document: Document) -> bool:
    """Say whether a verb stands right before, or before "on": "confirmed on Wednesday that", where a parse often errs."""
    i = token.i - 1
    if i >= 0 and document.tokens[i].lower in ("on", "late", "early"):
        i -= 1
    return i >= 0 and document.tokens[i].upos == "VERB" and document.tokens[i].sentence is token.sentence


def _inside(span: Span, attribution: AttributionDraft, cue: Token) -> bool:
    """Say whether the expression is part of what was said.

    A date at the end of a said noun phrase ("confirmed the call on Sunday") dates the saying as well as a date can.
    """
    holder = next((c for c in attribution.content if c[0] <= span[0] < c[1]), None)
    if holder is None:
        return False
    return not _noun_content(holder, cue, attribution) or span[0] - holder[0] < 2


def _noun_content(holder: Span, cue: Token, attribution: AttributionDraft) -> bool:
    if attribution.form == "direct" or cue.upos != "VERB":
        return False
    said = [c for c in phrase_of(cue).words if holder[0] <= c.start < holder[1]]
    clause = any((c.role.content or c.role.complement or c.role.adverbial or c.role.beside) for c in said)
    return not clause and any(c.role.object and c.upos in ("NOUN", "PROPN") for c in said)


def _tied(span: Span, cue: Token, document: Document) -> bool:
    """Say whether the first verb above the expression is the cue."""
    token = document.token_at(span[0])
    for up in above(token, 6) if token else ():
        if up is cue:
            return True
        if up.upos in ("VERB", "AUX"):
            return False
    return False


def _beside(span: Span, cue: Token, attribution: AttributionDraft, document: Document) -> bool:
    """Say whether only small words stand between the cue (or the source before it) and the expression."""
    last_cue = max(c[1] for c in attribution.cue)
    if span[0] >= last_cue:
        return _small(document.tokens_in((last_cue, span[0])))
    source_end = attribution.source[1] if attribution.source else None
    if source_end is not None and source_end <= span[0] < cue.start:
        return len(document.tokens_in((span[1], cue.start))) <= _REACH and _small(document.tokens_in((source_end, span[0])))
    return span[1] <= cue.start and not document.tokens_in((span[1], cue.start))


def _small(tokens: list[Token]) -> bool:
    return len(tokens) <= _REACH and all(is_a("between cue and date", t.lower) for t in tokens)
