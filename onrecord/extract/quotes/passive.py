"""Passive verbs of saying: `is said to …`, `was told that …`, `was accused of …`, `a deal announced by X`."""

from __future__ import annotations

from onrecord.extract.quotes.cues import Cue
from onrecord.extract.quotes.extent import clause_end
from onrecord.extract.quotes.frames import complement
from onrecord.extract.quotes.reported import Reported, infinitive_of, phrase_with, report
from onrecord.extract.quotes.source import agent, quoted_saying
from onrecord.extract.quotes.view import View
from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token


def raised(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`is said to …`, `was urged to …`: the subject belongs to what is reported."""
    child = infinitive_of(verb)
    subject, sense = next(iter(phrase_of(verb).subjects), None), cue.sense("r", "ot", "at", "t")
    if child is None or subject is None or sense is None:
        return None
    content = [(view.left[subject.i], view.right[subject.i]), (max(view.left[child.i], verb.i + 1), view.right[child.i])]
    return report(view, verb, content, sense, "quote/indirect/raised", source=agent(view, verb))


def told(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`was told that …`, `it is believed that …`."""
    child = next((c for c in phrase_of(verb).words if c.i > verb.i and (c.role.clause or complement(c, cue))), None)
    sense = cue.sense("s", "w", "r")
    if child is None or sense is None or is_infinitive(child) or view.tokens[view.left[child.i]].lower in ("where", "when"):
        return None
    content = [(max(view.left[child.i], verb.i + 1), clause_end(view, verb, child))]
    return report(view, verb, content, sense, "quote/indirect/passive-clause", source=agent(view, verb))


def accused(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`X was accused of …`, `X was described as …`."""
    subject = next(iter(phrase_of(verb).subjects), None) if cue.objects else None
    found = phrase_with(view, verb, verb, cue.objects) if subject is not None else None
    if subject is None or found is None:
        return None
    preposition, end, sense = found
    by = agent(view, verb)
    content = [(view.left[subject.i], view.right[subject.i]), (preposition.i, end)]
    return report(view, verb, content, sense, f"quote/indirect/passive-{preposition.lower}", source=by)


def by_agent(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`the deal was praised by X`, `a deal announced by X`."""
    by, sense = agent(view, verb), cue.sense("n")
    if by is None or sense is None or quoted_saying(view, verb):
        return None
    subject = next(iter(phrase_of(verb).subjects), None)
    if subject is not None and verb.role.relative:  # "the bombing, *which* was claimed by X"
        content = (view.left[verb.head.i], view.left[verb.i] - 1)
    elif subject is not None:
        content = (view.left[subject.i], view.right[subject.i])
    elif verb.role.reduced:
        content = (view.left[verb.head.i], verb.i - 1)
    else:
        return None
    return report(view, verb, [content], sense, "quote/indirect/passive-object", source=by)
