"""To whom and through what something was said: "told *reporters*", "told *state television*", "said in *a statement*"."""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import words
from onrecord.extract.quotes.phrases import phrase
from onrecord.extract.quotes.view import View
from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.document import Token
from onrecord.model.record import Span
from onrecord.text import fold

ARTICLES = frozenset({"a", "an", "the"})
NEAR = 6
"""Tokens between a verb and the noun of the preposition after it."""
SIGNED = 16
"""Tokens after the name of a signature: a handle, an office, a day, a platform."""
THROUGH = frozenset({"on", "via", "through", "by"})


def circumstances(view: View, verb: Token, content: list[Span]) -> tuple[Span | None, str | None]:
    """Give the person spoken to and the channel, where the verb has them outside its content."""
    addressee: Span | None = None
    channel: str | None = None
    for child in [*phrase_of(verb).words, *_right_after(view, verb)]:
        if any(a <= child.start < b for a, b in content):
            continue
        role = _role(verb, child)
        if role == "addressee" and addressee is None:
            addressee = _person(view, child)
        elif role == "channel" and channel is None:
            channel = _channel_words(view, child)
    return addressee, channel


def through(view: View, name: Span) -> str | None:
    """Give the platform that a signature names after who signed ("— Carla Weiss (@cweiss) May 14, 2024, *on Twitter*")."""
    first = view.index_at(name[1])
    for token in view.tokens[first : first + SIGNED]:
        if token.sentence.block != view.tokens[max(0, first - 1)].sentence.block:
            return None
        if token.lower in media("platform"):
            return view.document.words((token.start, token.end))
    return None


def _right_after(view: View, verb: Token) -> list[Token]:
    """Give the noun of a preposition right after the verb, which the parse may have hung on what was said."""
    preposition = view.at(verb.i + 1)
    if preposition is None or not preposition.role.preposition or preposition.head.head is verb or preposition.head.i > verb.i + NEAR:
        return []
    return [preposition.head]


def _role(verb: Token, child: Token) -> str | None:
    cue = cues.verb(verb)
    lemma = cue.lemma if cue is not None else verb.lemma.lower()
    if (child.role.indirect or child.role.object) and child.i > verb.i and lemma in words("addressed"):
        return "channel" if is_outlet(child) else "addressee"
    if not (child.role.joined or child.role.bare):
        return None
    case = phrase_of(child).preposition or ""
    if case == "to" and child.i > verb.i and lemma in words("dative"):
        return "channel" if is_outlet(child) else "addressee"
    known = (case, child.lower) in occasions() or (case, child.lemma.lower()) in occasions()
    return "channel" if known or (case in THROUGH and is_outlet(child)) else None


def _person(view: View, head: Token) -> Span:
    """Give the phrase of the person spoken to, without the place where they stood ("reporters *in Geneva*")."""
    start, end = phrase(view, head)
    for token in view.document.tokens_in((head.end, end)):
        if token.role.preposition and token.lower != "of":
            return (start, view.tokens[token.i - 1].end)
    return (start, end)


def _channel_words(view: View, head: Token) -> str:
    """Give a channel's name: the outlet of an interview, else the phrase without its article."""
    for child in phrase_of(head).attributes:
        if is_outlet(child):
            return _bare(view, child)
    return _bare(view, head)


def _bare(view: View, head: Token) -> str:
    start = phrase(view, head)[0]
    end = head.name.end if head.name is not None and head.name.end > head.end else head.end
    first = view.document.token_at(start)
    if first is not None and first.lower in ARTICLES:
        start = view.tokens[first.i + 1].start
    return view.document.words((start, end))


def is_outlet(head: Token) -> bool:
    """Tell whether a noun or name is a medium: *television*, *the newspaper*, *Reuters*, *the Example Times*."""
    if head.lower in media("noun"):
        return True
    if head.upos != "PROPN":
        return False
    if any(c.lower in media("noun") for c in phrase_of(head).words if c.role.compound or c.role.flat):
        return True
    name = fold(head.name.text if head.name is not None else head.text).removeprefix("the ")
    last = name.rsplit(" ", 1)[-1]
    return name in outlets() or last in media("ending")


@per_language
def outlets() -> frozenset[str]:
    """Give the folded names of agencies, publishers and platforms."""
    names = [r["alias"] for r in rows("agencies")] + [r["name"] for r in rows("publishers")]
    folded = frozenset(fold(n).removeprefix("the ") for n in names)
    return folded | frozenset(n.removesuffix(" news") for n in folded) | media("platform")


@per_language
def occasions() -> frozenset[tuple[str, str]]:
    """Give preposition and noun of the occasions and means of speaking ("in a statement", "by telephone")."""
    return frozenset((r["preposition"], r["word"]) for r in rows("cue_channels") if r["kind"] == "occasion")


@per_language
def media(kind: str) -> frozenset[str]:
    """Give the words for media of one kind: `noun`, `platform`, `ending` (last words of outlets' names)."""
    return frozenset(r["word"] for r in rows("cue_channels") if r["kind"] == kind)
