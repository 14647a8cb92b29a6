"""An indirect statement while it is put together, and the shape of the rules that read one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.extract.quotes.cues import Cue, Sense, can_speak
from onrecord.extract.quotes.extent import trim
from onrecord.extract.quotes.source import Source, of_verb
from onrecord.extract.quotes.view import View
from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.record import Span

Range = tuple[int, int]
"""First and last token of a stretch, both inside it."""


@dataclass(slots=True, eq=False)
class Reported:
    """An indirect statement: the verb or noun that reports, its source, and what is reported."""

    verb: Token
    source: Source | None
    content: list[Range]
    sense: Sense
    rule: str
    cue: list[Span]


Rule = Callable[[View, Token, Cue], Reported | None]


def report(
    view: View, verb: Token, content: list[Range], sense: Sense, rule: str, *,
    preposition: Token | None = None, source: Source | None = None,
) -> Reported | None:
    """Put a statement together; None where nothing but punctuation would be its content. No source given: the verb's subject."""
    trimmed = [c for a, b in content if (c := trim(view, a, b)) is not None]
    if not trimmed:
        return None
    cue = [verb.span]
    particle = next(iter(phrase_of(verb).particles), None)
    if particle is not None and particle.i == verb.i + 1:
        cue = [(verb.start, particle.end)]
    if preposition is not None:
        near = verb.i < preposition.i <= verb.i + 2
        cue = [(verb.start, preposition.end)] if near else [*cue, preposition.span]
    return Reported(verb, source or of_verb(view, verb), trimmed, sense, rule, cue)


def spoken(found: Reported | None) -> Reported | None:
    """Keep a statement only if its source can speak: a law that bans something says nothing."""
    if found is None or found.source is None:
        return found
    head = found.source.head
    if head.lower in ("that", "which") and found.verb.role.relative:
        head = found.verb.head
    return found if can_speak(head) else None


def infinitive_of(verb: Token) -> Token | None:
    """Give the infinitive right of a verb: "promised *to leave*", "committed *to leaving*"."""
    right = (c for c in phrase_of(verb).words if c.i > verb.i and (c.role.complement or c.role.content or c.role.adverbial))
    return next((c for c in right if is_infinitive(c) or (c.form.gerund and phrase_of(c).mark == "to")), None)


def object_of(verb: Token) -> Token | None:
    """Give the object right of a verb."""
    return next((c for c in phrase_of(verb).words if (c.role.object or c.role.indirect) and c.i > verb.i), None)


def phrase_with(view: View, verb: Token, obj: Token, table: dict[str, Sense]) -> tuple[Token, int, Sense] | None:
    """Find the first phrase with one of these prepositions on the verb or its object: preposition, last token, sense."""
    for host in (verb, obj):
        for child in phrase_of(host).words:
            role = child.role
            clause = role.adverbial or role.reduced or role.content or role.complement
            if child.i <= obj.i or not (role.joined or role.agent or clause):
                continue
            around = phrase_of(child)
            openers = (*around.prepositions, *around.marks, *around.adverbs)
            case = next((c for c in openers if c.lower in table), None)
            if case is not None:
                return case, view.right[child.i], table[case.lower]
    return None
