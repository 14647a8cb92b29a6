"""Noun phrases: how far the words around a head stand for the same speaker. Scans stop after `MAX_PHRASE` tokens."""

from __future__ import annotations

from onrecord.extract.quotes.view import COMMAS, MARKS, View
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.record import Span

MAX_PHRASE = 40
BREAK = frozenset({"relative", "beside", "adverbial", "content", "copula", "auxiliary", "mark", "acting"})
"""Roles of words that open something after the phrase."""
OUTSIDE = frozenset({"preposition", "conjunction", "mark", "adverb"})
"""Roles of words before a phrase that are no part of it ("*from* the minister")."""
NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "NUM"})
JOINED = frozenset({"acting", "possessor", "compound", "adjective", "title", "count", "flat", "attribute"})
CONNECTED = NOMINAL | {"ADP", "DET", "PART"}
POSSESSIVE = ("'s", "’s")
HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady"})
NAME_LENGTH = 8


def phrase(view: View, head: Token) -> Span:
    """Give the noun phrase around a head: modifiers and *of*-phrases, up to the first comma or relative clause."""
    return view.span(_reach_left(view, head), _reach_right(view, head))


def _closes(token: Token) -> bool:
    return (token.text in COMMAS and token.text != "-") or token.text in (":", "(", ")")


def _reach_left(view: View, head: Token) -> int:
    first = head.i
    for i in range(head.i - 1, max(view.left[head.i], head.i - MAX_PHRASE) - 1, -1):
        token = view.tokens[i]
        if _closes(token) or view.inside[i] is not view.inside[head.i]:
            break
        first = i
    while first < head.i:
        token = view.tokens[first]
        if not (token.role.punctuation or (token.role.name in OUTSIDE and token.head is head)):
            break
        first += 1
    return first


def _list_commas(view: View, head: Token) -> set[int]:
    """Give the commas between the members of a list ("*Britain, France and Germany*")."""
    members = [c for c in phrase_of(head).coordinated if c.upos in NOMINAL]
    if not any(phrase_of(c).conjunctions for c in members):
        return set()
    return {i for c in members for i in (view.left[c.i], view.left[c.i] - 1) if view.tokens[i].text == ","}


def _reach_right(view: View, head: Token) -> int:
    high = min(view.right[head.i], head.i + MAX_PHRASE)
    blocked = min((view.left[c.i] for c in phrase_of(head).words if c.i > head.i and c.role.name in BREAK), default=high + 1)
    lists = _list_commas(view, head)
    last = head.i
    for i in range(head.i + 1, min(high, blocked - 1) + 1):
        token = view.tokens[i]
        if (_closes(token) and i not in lists) or (token.text in MARKS and token.text not in ("'", "’")):
            break
        if (token.role.name in BREAK and token.head.i <= head.i) or (token.form.finite and not token.role.reduced):
            break
        last = i
    while last > head.i and (view.tokens[last].role.punctuation or view.tokens[last].role.conjunction or _opens_clause(view.tokens[last])):
        last -= 1
    return last


def _opens_clause(token: Token) -> bool:
    """Tell the pronoun of a relative clause that is cut off ("the sponsor of a bill *that* …")."""
    return token.form.asking and token.role.subject


def subject_phrase(view: View, head: Token, verb: Token) -> Span:
    """Give a subject's phrase; where nothing but names and nouns stands between it and the verb, they belong to it too."""
    start, end = phrase(view, head)
    if head.i > verb.i:
        last = _through_names(view, view.index_at(end - 1))
        return (max(start, verb.end + 1), _named_after(view, last, office=head.upos == "NOUN"))
    last = min(view.index_at(end - 1), verb.i - 1)
    end = view.tokens[last].end
    n = last + 1
    while n < verb.i and view.tokens[n].upos in NOMINAL:
        n += 1
    if n > last + 1 and (n == verb.i or view.tokens[n].upos in ("AUX", "ADV", "PUNCT") or view.tokens[n - 1].upos == "PROPN"):
        end = view.tokens[n - 1].end
    elif head.upos == "NOUN":
        end = _named_after(view, last)
    return (_apposed(view, _leftwards(view, view.index_at(start), verb), n, verb), end)


def _leftwards(view: View, first: int, verb: Token) -> int:
    """Take in the words right before a subject that the parse has cut off it ("*Azerbaijan's* President", "*mediator* Qatar")."""
    low, before = max(verb.sentence.tokens[0].i, first - NAME_LENGTH), first
    while first > low:
        token = view.tokens[first - 1]
        if view.inside[first - 1] is not view.inside[first]:
            break
        if not _joined(token, first, verb):
            break
        first -= 1
    while first < before and view.tokens[first].upos in ("ADP", "PART", "PUNCT"):
        first += 1
    return first


def _joined(token: Token, first: int, verb: Token) -> bool:
    """Tell whether a word hangs on the phrase that begins at `first`, or stands in another phrase that is subject of the verb."""
    if token.upos not in CONNECTED and not token.text.isupper():
        return False
    for _ in range(4):
        if token.head is verb:
            return token.role.name in JOINED
        if first <= token.head.i < verb.i:
            return token.role.name in JOINED or token.upos == "DET" or token.lower == "of"
        if token.head is token or (token.role.oblique or token.role.object or token.role.adverbial or token.role.describing):
            return False
        token = token.head
    return False


def _possessive(token: Token) -> bool:
    """Tell whether a token is the *'s* of a possessor and not of *is* or *has*."""
    return token.lower in POSSESSIVE and token.upos not in ("AUX", "VERB")


def _through_names(view: View, last: int) -> int:
    """Give the last token of a phrase after an inverted verb, with the names that follow at once ("said adviser *Ann Lee*")."""
    n, limit = last + 1, min(len(view.tokens), last + NAME_LENGTH)
    while n < limit and (view.tokens[n].upos == "PROPN" or _possessive(view.tokens[n])):
        n += 1
    if view.tokens[last].lower in POSSESSIVE:
        while n < limit and view.tokens[n].upos in NOMINAL:
            n += 1
    return n - 1


def _named_after(view: View, last: int, *, office: bool = False) -> int:
    """Give the end of a description with the name that is apposed to it ("the army's spokesman, *Colonel Yusuf Garba*,").

    `office`: it may end in a name of its own ("chief of Norlund Motors, *Dr Ann Lee*").
    """
    end = view.tokens[last].end
    comma, first = view.at(last + 1), view.at(last + 2)
    if comma is None or first is None or comma.text != "," or first.sentence is not comma.sentence:
        return end
    person = (first.name is not None and first.name.label == "PERSON") or first.lower.rstrip(".") in HONORIFICS
    if view.tokens[last].upos != "NOUN" and not (office and person):
        return end
    n = last + 2
    while n < min(len(view.tokens), last + 2 + NAME_LENGTH) and view.tokens[n].upos == "PROPN":
        n += 1
    after = view.at(n)
    closed = n > last + 2 and after is not None and after.text in (",", ".", "!", "?")
    return view.tokens[n - 1].end if closed else end


def _apposed(view: View, first: int, after: int, verb: Token) -> int:
    """Give the start of a phrase with the phrase it is apposed to: "A spokesman, *Ann Lee*, said", "Ann Lee, *a spokesman*, said"."""
    start = view.tokens[first].start
    if first < 2 or after >= verb.i or view.tokens[after].text not in COMMAS or view.tokens[first - 1].text not in COMMAS:
        return start
    top = view.tokens[first - 2]
    if top.upos not in ("NOUN", "PROPN"):
        return start
    for _ in range(NAME_LENGTH):
        up = top.head
        whole = top.role.conjunct or top.role.apposition or top.role.acting
        if whole or up is top or up.upos not in ("NOUN", "PROPN"):
            break
        top = top.head
    n = view.left[top.i]
    while n < top.i and view.tokens[n].text in COMMAS:
        n += 1
    if n > verb.sentence.tokens[0].i and view.tokens[n - 1].upos not in ("CCONJ", "SCONJ", "PUNCT", "ADV"):
        return start
    if (top.role.joined or top.role.bare) and view.tokens[n].upos == "ADP":
        return start
    return view.tokens[n].start
