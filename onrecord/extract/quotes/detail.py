"""What is told about the act of speaking itself: whether it is denied or only supposed, to whom and through what it was said."""

from __future__ import annotations

from functools import cache

from onrecord.extract.quotes.cues import verb as verb_cue
from onrecord.extract.quotes.source import phrase
from onrecord.extract.quotes.view import View
from onrecord.lang import rows
from onrecord.model.document import Token
from onrecord.model.record import Span
from onrecord.text import fold

NEVER = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
SUPPOSED = frozenset({"could", "might", "may"})
ARTICLES = frozenset({"a", "an", "the"})
DATIVE = frozenset("say announce reply explain whisper shout complain confess admit write suggest confirm declare mention propose".split())
"""Verbs that take the person spoken to with *to* ("said *to the boys*")."""


def negated(verb: Token) -> bool:
    """Tell whether the speaking itself is negated ("never said", "has not confirmed")."""
    if any(c.lower in NEVER and c.dep in ("advmod", "cc:preconj", "det") and c.i < verb.i for c in verb.children):
        return True
    subject = verb.child("nsubj")
    return subject is not None and (subject.lower in ("nobody", "none") or any(c.lower in ("no", "neither") and c.dep == "det" for c in subject.children))


def withholds(verb: Token) -> bool:
    """Tell whether a negated verb means that somebody would not speak ("did not say whether", "would not comment")."""
    if any(c.dep == "aux" and c.lower in ("would", "wouldn", "’d", "'d") for c in verb.children):
        return verb.lemma.lower() in ("say", "comment", "confirm", "elaborate", "discuss", "specify", "disclose", "reveal")
    clause = verb.child("ccomp", "xcomp")
    return clause is not None and any(c.lower in ("whether", "if", "how", "why", "when", "what", "who", "where") for c in clause.children if c.i < clause.i)


def supposed(verb: Token) -> bool:
    """Tell whether the speaking is only possible, conditional or asked about."""
    if any(c.dep == "aux" and c.lower in SUPPOSED and c.i < verb.i for c in verb.children):
        return True
    if any(c.dep == "mark" and c.lower in ("if", "unless", "whether") and c.i < verb.i for c in verb.children):
        return True
    last = verb.sentence.tokens[-1]
    while last.i > verb.i and last.upos == "PUNCT" and last.text != "?":
        last = verb.sentence.tokens[last.i - verb.sentence.tokens[0].i - 1]
    return last.text == "?" and verb.sentence.root is verb


def circumstances(view: View, verb: Token, content: list[Span]) -> tuple[Span | None, str | None]:
    """Give the person spoken to and the channel ("told *reporters*", "told *state television*", "said in *a statement*")."""
    addressee: Span | None = None
    channel: str | None = None
    for child in [*verb.children, *_right_after(verb, view)]:
        if any(a <= child.start < b for a, b in content):
            continue
        case = next((c.lower for c in child.children if c.dep == "case" and c.i < child.i), "")
        role = _role(verb, child, case)
        if role == "addressee" and addressee is None:
            addressee = _person(view, child)
        elif role == "channel" and channel is None:
            channel = _channel_words(view, child)
    return addressee, channel


def _right_after(verb: Token, view: View) -> list[Token]:
    """Give the noun of a *to* right after the verb, which the parse may have hung on what was said."""
    to = view.at(verb.i + 1)
    if to is None or to.lower != "to" or to.dep != "case" or to.head.head is verb:
        return []
    return [to.head]


def _person(view: View, head: Token) -> Span:
    """Give the phrase of the person spoken to, without the place where they stood ("reporters *in Geneva*")."""
    start, end = phrase(view, head)
    for token in view.document.tokens_in((head.end, end)):
        if token.dep == "case" and token.lower != "of":
            return (start, view.tokens[token.i - 1].end)
    return (start, end)


def _role(verb: Token, child: Token, case: str) -> str | None:
    cue = verb_cue(verb)
    lemma = cue.lemma if cue is not None else verb.lemma.lower()
    if child.dep in ("iobj", "obj") and child.i > verb.i and lemma in ADDRESSED:
        return "channel" if is_outlet(child) else "addressee"
    if child.dep not in ("obl", "nmod", "obl:unmarked", "obl:arg"):
        return None
    if case == "to" and child.i > verb.i and lemma in DATIVE:
        return "channel" if is_outlet(child) else "addressee"
    if (case, child.lower) in occasions() or (case, child.lemma.lower()) in occasions() or case in ("on", "via", "through", "by") and is_outlet(child):
        return "channel"
    return None


ADDRESSED = frozenset("tell ask inform warn remind assure notify advise brief promise convince persuade reassure caution".split())


def _channel_words(view: View, head: Token) -> str:
    """Give a channel's name: the outlet of an interview, else the phrase without its article."""
    for child in head.children:
        if child.dep == "nmod" and child.i > head.i and is_outlet(child) and any(c.lower in ("with", "to", "on", "by", "for") for c in child.children if c.dep == "case"):
            return _bare(view, child)
    return _bare(view, head)


def _bare(view: View, head: Token) -> str:
    start, end = phrase(view, head)[0], head.name.end if head.name is not None and head.name.end > head.end else head.end
    first = view.document.token_at(start)
    if first is not None and first.lower in ARTICLES and first.end < end:
        start = view.tokens[first.i + 1].start
    return view.document.words((start, end))


def is_outlet(head: Token) -> bool:
    """Tell whether a noun or name is a medium: *television*, *the newspaper*, *Reuters*, *the Example Times*."""
    if head.lower in media_nouns() or head.lemma.lower() in media_nouns():
        return True
    if head.upos != "PROPN":
        return False
    name = head.name.text if head.name is not None else head.text
    words = fold(name).removeprefix("the ")
    last = words.rsplit(" ", 1)[-1]
    return words in outlets() or " " in words and last in outlet_endings()


@cache
def outlets() -> frozenset[str]:
    """Give the folded names of agencies, publishers and platforms."""
    names = [r["alias"] for r in rows("agencies")] + [r["name"] for r in rows("publishers")]
    folded = frozenset(fold(n).removeprefix("the ") for n in names)
    return folded | frozenset(n.removesuffix(" news") for n in folded) | _media("platform")


@cache
def media_nouns() -> frozenset[str]:
    """Give the nouns that stand for a medium."""
    return _media("noun")


@cache
def outlet_endings() -> frozenset[str]:
    """Give the last words of outlets' names ("Times", "Radio")."""
    return _media("ending") | _media("noun")


@cache
def occasions() -> frozenset[tuple[str, str]]:
    """Give preposition and noun of the occasions and means of speaking ("in a statement", "by telephone")."""
    return frozenset((r["preposition"], r["word"]) for r in rows("cue_channels") if r["kind"] == "occasion")


def _media(kind: str) -> frozenset[str]:
    return frozenset(r["word"] for r in rows("cue_channels") if r["kind"] == kind)
