"""Verbs of saying inside relative clauses: `what he called a mistake`, `which they said would fail`."""

from __future__ import annotations

from onrecord.extract.quotes.cues import Cue
from onrecord.extract.quotes.extent import thing_end
from onrecord.extract.quotes.reported import Reported, phrase_with, report, to_infinitive
from onrecord.extract.quotes.view import View
from onrecord.model.document import Token

PRONOUNS = frozenset({"which", "what", "that", "whom", "who"})
PREDICATES = frozenset({"xcomp", "obj", "ccomp", "obl:pred", "nmod"})


def relative(view: View, verb: Token, cue: Cue) -> Reported | None:
    """Read `what he called …`, `which they described as …`, `a claim that he denied`: the relative pronoun is the object."""
    pronoun = pronoun_of(verb)
    if pronoun is None:
        return None
    head, right = (pronoun.i, pronoun.i), [c for c in verb.children if c.i > verb.i]
    said = next((c for c in right if c.dep in PREDICATES and not to_infinitive(c)), None)
    if (sense := cue.sense("x")) is not None and said is not None:
        end = thing_end(view, verb, verb.i + 1, view.right[said.i])
        return report(view, verb, [head, (verb.i + 1, end)], sense, "quote/indirect/relative")
    if cue.objects and (found := phrase_with(view, verb, verb, cue.objects)) is not None and found[0].i <= verb.i + 3:
        return report(view, verb, [head, (found[0].i, found[1])], found[2], "quote/indirect/relative")
    sense = cue.sense("n")
    bare = pronoun.dep == "obj" and verb.dep == "acl:relcl" and not any(c.dep in ("obj", "ccomp", "xcomp", "obl") for c in right)
    if sense is None or sense.group not in ("speech", "judge") or not bare:
        return None
    return report(view, verb, [head], sense, "quote/indirect/relative")


def pronoun_of(verb: Token) -> Token | None:
    """Give the pronoun of the relative clause that a verb of saying stands in, where its subject is another word."""
    pronoun: Token | None
    if verb.dep == "acl:relcl" and verb.head.lower == "what":
        pronoun = verb.head
    else:
        pronoun = next((c for c in verb.children if c.i < verb.i and c.lower in PRONOUNS and c.upos == "PRON"), None)
    subject = next((c for c in verb.children if c.dep == "nsubj" and c is not pronoun), None)
    if pronoun is None or subject is None or not pronoun.i < subject.i < verb.i:
        return None
    return pronoun


def with_pronoun(view: View, verb: Token, found: Reported) -> Reported:
    """Put the relative pronoun before what is said of it ("*which* he said *would fail*")."""
    if found.rule not in ("quote/indirect/clause", "quote/indirect/to"):
        return found
    pronoun = pronoun_of(verb)
    if pronoun is None or found.content[0][0] <= pronoun.i:
        return found
    first = view.tokens[found.content[0][0]]
    if found.rule == "quote/indirect/to" or first.upos in ("VERB", "AUX"):
        found.content.insert(0, (pronoun.i, pronoun.i))
    return found
