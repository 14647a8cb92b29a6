"""Verbs of saying inside relative clauses: `what he called a mistake`, `which they said would fail`."""

from __future__ import annotations

from onrecord.extract.quotes.cues import Cue
from onrecord.extract.quotes.extent import thing_end, trim
from onrecord.extract.quotes.reported import Reported, phrase_with, report
from onrecord.extract.quotes.view import View
from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token

PRONOUNS = frozenset({"which", "what", "that", "whom", "who"})
SUBORDINATE = frozenset({"reduced", "adverbial", "content", "complement"})
OPENING = frozenset({"preposition", "mark", "conjunction"})
MAX_CLIMB = 4
"""Words climbed from a noun to the phrase or clause that "which" takes up ("charges of *fraud*", "taking *bribes*")."""
PREDICATES = frozenset({"complement", "object", "content", "predicate", "attribute"})


def relative(view: View, verb: Token, cue: Cue) -> Reported | None:
    """Read `what he called …`, `which they described as …`, `a claim that he denied`: the relative pronoun is the object."""
    pronoun = pronoun_of(verb)
    if pronoun is None:
        return None
    head, right = (pronoun.i, pronoun.i), [c for c in phrase_of(verb).words if c.i > verb.i]
    said = next((c for c in right if c.role.name in PREDICATES and not is_infinitive(c)), None)
    if (sense := cue.sense("x")) is not None and said is not None:
        end = thing_end(view, verb, verb.i + 1, view.right[said.i])
        return report(view, verb, [head, (verb.i + 1, end)], sense, "quote/indirect/relative")
    if cue.objects and (found := phrase_with(view, verb, verb, cue.objects)) is not None and found[0].i <= verb.i + 3:
        return report(view, verb, [head, (found[0].i, found[1])], found[2], "quote/indirect/relative")
    sense = cue.sense("n")
    governed = any(c.role.object or c.role.content or c.role.complement or c.role.oblique for c in right)
    bare = pronoun.role.object and (verb.role.relative or verb.role.afterthought) and not governed
    if sense is None or sense.group not in ("speech", "judge") or not bare:
        return None
    return report(view, verb, [_meant(view, verb, pronoun)], sense, "quote/indirect/relative")


def _meant(view: View, verb: Token, pronoun: Token) -> tuple[int, int]:
    """Give what a bare relative pronoun stands for: "accused of *taking bribes*, which he denies"; the pronoun where that is unclear."""
    meant = _clause_before(view, verb, pronoun) if verb.role.afterthought else _whole_phrase(verb.head)
    if meant is None:
        return (pronoun.i, pronoun.i)
    first = view.left[meant.i]
    while first < meant.i and (view.tokens[first].role.name in OPENING or view.tokens[first].upos == "PUNCT"):
        first += 1
    last = trim(view, first, pronoun.i - 1)
    plain = last is not None and all(view.inside[n] is None for n in range(first, pronoun.i))
    return last if plain and last is not None else (pronoun.i, pronoun.i)


def _clause_before(view: View, verb: Token, pronoun: Token) -> Token | None:
    """Give the clause that ends right before the pronoun, where the relative clause hangs on the whole sentence."""
    below = [c for c in phrase_of(verb.head).words if c.role.name in SUBORDINATE]
    return below[-1] if below else None


def _whole_phrase(meant: Token) -> Token:
    """Climb from the noun before the pronoun to the phrase or clause that is meant."""
    for _ in range(MAX_CLIMB):
        above = meant.head
        noun = meant.role.attribute
        clause = (meant.role.object or meant.role.oblique) and above.role.name in SUBORDINATE
        if not (noun or clause):
            break
        meant = above
    return meant


def pronoun_of(verb: Token) -> Token | None:
    """Give the pronoun of the relative clause that a verb of saying stands in, where its subject is another word."""
    pronoun: Token | None
    if verb.role.relative and verb.head.lower == "what":
        pronoun = verb.head
    else:
        pronoun = next((c for c in phrase_of(verb).words if c.i < verb.i and c.lower in PRONOUNS and c.upos == "PRON"), None)
    subject = next((c for c in phrase_of(verb).doers if c is not pronoun), None)
    if pronoun is None or subject is None or not pronoun.i < subject.i < verb.i:
        return None
    return pronoun


def with_pronoun(view: View, verb: Token, found: Reported) -> Reported:
    """Put the relative pronoun before what is said of it ("*which* he said *would fail*")."""
    if found.rule not in ("quote/indirect/clause", "quote/indirect/to"):
        return found
    pronoun = pronoun_of(verb) or _of_what_is_said(verb)
    if pronoun is None:
        return found
    first = view.tokens[found.content[0][0]]
    if found.rule == "quote/indirect/to" or first.upos in ("VERB", "AUX"):
        found.content.insert(0, (pronoun.i, pronoun.i))
    return found


def _of_what_is_said(verb: Token) -> Token | None:
    """Give the relative pronoun that stands before a verb of saying and belongs to what is said: "a plan *which* he said *was* dead"."""
    below = verb.role.name in SUBORDINATE or verb.role.relative or verb.role.afterthought
    clause = next(iter(phrase_of(verb).contents), None) if below else None
    pronoun = next((c for c in phrase_of(clause).words if c.lower in ("which", "who")), None) if clause is not None else None
    subject = phrase_of(verb).doer
    return pronoun if pronoun is not None and subject is not None and pronoun.i < subject.i < verb.i else None
