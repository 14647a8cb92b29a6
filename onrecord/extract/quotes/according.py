"""`According to X, …` and `…, according to X`."""

from __future__ import annotations

from onrecord.extract.quotes.cues import Sense, speaks
from onrecord.extract.quotes.extent import MAX_CLIMB, MAX_CONTENT, trim
from onrecord.extract.quotes.parenthetic import joins
from onrecord.extract.quotes.phrases import MAX_PHRASE, POSSESSIVE, phrase
from onrecord.extract.quotes.reported import Reported
from onrecord.extract.quotes.source import MAX_STEPS, NOUNS, Source
from onrecord.extract.quotes.view import View
from onrecord.model.document import Token

SENSE = Sense("state", "speech")


def find_according(view: View) -> list[Reported]:
    """Find every *according to* outside quotations, with the words it vouches for."""
    out: list[Reported] = []
    for token in view.tokens:
        if token.lower == "according" and view.inside[token.i] is None:
            to = view.at(token.i + 1)
            if to is not None and to.lower == "to" and (found := _read(view, token, to)):
                out.append(found)
    return out


def _read(view: View, token: Token, to: Token) -> Reported | None:
    source = _source(view, to)
    if source is None:
        return None
    sentence = token.sentence.tokens
    first, last = max(sentence[0].i, token.i - MAX_CONTENT), min(sentence[-1].i, token.i + MAX_CONTENT)
    end = _phrase_end(view, view.index_at(source.span[1]) - 1, last)
    if end + 1 < last and view.tokens[end + 1].form.asking:
        end = _phrase_end(view, end + 1, last)  # "according to the paper, *which cited a clerk*, …"
    content: list[tuple[int, int]] = []
    opens = _opens_clause(view, token)
    if not opens and token.i > first + 1 and (part := trim(view, first, token.i - 1)):
        content.append(part)
    further = end < last and (not content or _goes_on(token, end) or speaks(view.tokens[end + 1]) or joins(view.tokens[end + 1], token.i))
    if opens and not further:
        end = view.index_at(source.span[1]) - 1
    if (further or opens) and (part := trim(view, end + 1, last)):
        content.append(part)
    if not content:
        return None
    return Reported(token, source, content, SENSE, "quote/indirect/according-to", [(token.start, to.end)])


def _opens_clause(view: View, token: Token) -> bool:
    """Tell whether what X vouches for only begins here: "…, but, *according to X*, he left", "…, which, *according to X*, grew"."""
    n = token.i - 2 if view.tokens[token.i - 1].text == "," else token.i - 1
    before = view.at(n)
    return before is not None and (before.role.conjunction or before.form.asking)


def _source(view: View, to: Token) -> Source | None:
    for i in range(to.i + 1, min(to.i + 12, len(view.tokens))):
        token = view.tokens[i]
        dated = _dated(view, token)
        if token.sentence is not to.sentence or (view.comma(i) and not dated):
            return None
        if token.upos in NOUNS and not dated:
            head = token
            for _ in range(MAX_STEPS):
                above = head.head
                if above.i <= head.i or above.upos not in NOUNS:
                    break
                if above.i - head.i > MAX_PHRASE or any(view.comma(n) for n in range(head.i, above.i)):
                    break  # "according to the army, two were *soldiers*": a noun that heads the clause
                head = head.head
            start, end = phrase(view, head)
            first = view.tokens[to.i + 1]
            mark = view.tokens[view.index_at(end - 1)]
            if mark.lower in POSSESSIVE and (owned := _owned(view, mark)) is not None:
                head, end = owned, phrase(view, owned)[1]
            return Source((first.start if _dated(view, view.tokens[i - 1]) else max(start, first.start), end), head, "according-to")
    return None


def _owned(view: View, mark: Token) -> Token | None:
    """Give the noun after a possessor that the parse does not hang on it ("the university's *institute*")."""
    head: Token | None = None
    for token in view.tokens[mark.i + 1 : mark.i + 6]:
        if token.upos not in ("ADJ", "NOUN", "PROPN"):
            break
        head = token
    return head if head is not None else None


def _dated(view: View, token: Token) -> bool:
    """Tell a part of a date inside the source's phrase: "according to a *May 3, 2024* report"."""
    if token.text == "," and token.i + 1 < len(view.tokens):
        return view.tokens[token.i - 1].upos == view.tokens[token.i + 1].upos == "NUM"
    return token.name is not None and token.name.label in ("DATE", "TIME")


def _phrase_end(view: View, last: int, end: int) -> int:
    """Give the index of the comma (or the sentence's end) that closes the *according to* phrase."""
    i = last + 1
    while i < end and view.tokens[i].text != ",":
        i += 1
    return i


def _goes_on(token: Token, comma: int) -> bool:
    """Tell whether the clause before the phrase goes on after it ("The plan, according to X, has failed")."""
    top = token
    for _ in range(MAX_CLIMB):
        if top.head is top or not token.i <= top.head.i < comma:
            break
        top = top.head
    return top.head.i > comma
