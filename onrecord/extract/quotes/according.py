"""`According to X, …` and `…, according to X`."""

from __future__ import annotations

from onrecord.extract.quotes.cues import Sense, speaks
from onrecord.extract.quotes.extent import MAX_CLIMB, MAX_CONTENT, trim
from onrecord.extract.quotes.phrases import MAX_PHRASE, phrase
from onrecord.extract.quotes.reported import Reported
from onrecord.extract.quotes.source import MAX_STEPS, NOUNS, Source
from onrecord.extract.quotes.view import COMMAS, STOPS, View
from onrecord.model.document import Token

SENSE = Sense("state", "speech")


def find_according(view: View) -> list[Reported]:
    """Find every *according to* outside quotations, with the words it vouches for."""
    out: list[Reported] = []
    for token in view.tokens:
        if token.lower == "according" and view.inside[token.i] is None:
            to = view.at(token.i + 1)
            if to is not None and to.lower == "to" and to.sentence is token.sentence and (found := _read(view, token, to)):
                out.append(found)
    return out


def _read(view: View, token: Token, to: Token) -> Reported | None:
    source = _source(view, to)
    if source is None:
        return None
    sentence = token.sentence.tokens
    first, last = max(sentence[0].i, token.i - MAX_CONTENT), min(sentence[-1].i, token.i + MAX_CONTENT)
    end = _past_apposition(view, source.head, _phrase_end(view, view.index_at(source.span[1]) - 1, last), last)
    content: list[tuple[int, int]] = []
    if token.i > first + 1 and (part := trim(view, first, token.i - 1)):
        content.append(part)
    further = end < last and view.tokens[end].text == "," and (not content or _goes_on(token, end) or speaks(view.tokens[end + 1]))
    if further and (part := trim(view, end + 1, last)):
        content.append(part)
    if not content:
        return None
    return Reported(token, source, content, SENSE, "quote/indirect/according-to", [(token.start, to.end)])


def _source(view: View, to: Token) -> Source | None:
    for i in range(to.i + 1, min(to.i + 12, len(view.tokens))):
        token = view.tokens[i]
        if token.sentence is not to.sentence or token.text in COMMAS:
            return None
        if token.upos in NOUNS:
            head = token
            for _ in range(MAX_STEPS):
                above = head.head
                if above.i <= head.i or above.upos not in NOUNS or above.sentence is not to.sentence or head.dep == "conj":
                    break
                if above.i - head.i > MAX_PHRASE or any(t.text in COMMAS for t in view.tokens[head.i : above.i]):
                    break  # "according to the army, two were *soldiers*": a noun that heads the clause
                head = head.head
            start, end = phrase(view, head)
            return Source((max(start, view.tokens[to.i + 1].start), end), head, "according-to")
    return None


def _phrase_end(view: View, last: int, end: int) -> int:
    """Give the index of the comma (or the sentence's end) that closes the *according to* phrase."""
    i = last + 1
    while i < end and view.tokens[i].text != "," and view.tokens[i].text not in STOPS:
        i += 1
    return i


def _past_apposition(view: View, head: Token, comma: int, end: int) -> int:
    """Give the comma after what the source is said to be ("according to Jane Doe, *the head of the agency*, …"), else the one before."""
    if comma >= end or view.tokens[comma].text != ",":
        return comma
    aside = next((c for c in head.children if c.dep == "appos" and view.left[c.i] == comma + 1), None)
    closing = view.right[aside.i] + 1 if aside is not None else end
    return closing if closing < end and view.tokens[closing].text == "," else comma


def _goes_on(token: Token, comma: int) -> bool:
    """Tell whether the clause before the phrase goes on after it ("The plan, according to X, has failed")."""
    top = token
    for _ in range(MAX_CLIMB):
        if top.head is top or not token.i <= top.head.i < comma:
            break
        top = top.head
    return top.head.i > comma
