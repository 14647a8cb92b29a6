"""Which attributions are statements: something that somebody said or wrote, and not a wish, a ruling, a belief or a request's content.

What is no statement still tells how real the words inside it are ("wants the army *to withdraw*"), so it is kept for the event
coder and left out of the record alone.
"""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import can_speak, words
from onrecord.extract.quotes.reported import Reported, object_of
from onrecord.extract.quotes.view import View
from onrecord.grammar.clause import is_infinitive
from onrecord.model.document import Token

SILENT = frozenset({"belief", "intent", "know", "raise", "show", "act"})
"""Groups of cues that tell of a mind or a deed: *expects*, *wants*, *knows*, *is believed to*, *decided*."""
PHRASES = frozenset({"quote/indirect/object", "quote/indirect/passive-object", "quote/indirect/at", "quote/indirect/against"})
"""Rules whose content is a bare phrase: what is praised or opposed is a topic, not what somebody said of it."""


def uttered(view: View, found: Reported, *, quoted: bool) -> bool:
    """Tell whether an indirect statement reports words; `quoted`: some of its content stands inside quotation marks."""
    sense, rule = found.sense, found.rule
    if (sense.group in SILENT and not _reported_finding(found)) or _before_speaking(found) or _gap(view, found):
        return False
    if rule == "quote/indirect/object" and _somebody(found):
        return False
    if any(t.lower == "as" and view.tokens[t.i + 1].lower == "saying" for t in _words(view, found)):
        return False  # "cited officials as saying": the saying is the statement
    if quoted:
        return True
    if sense.act == "demand" or (sense.act == "ask" and rule != "quote/indirect/clause"):
        return False
    if sense.group == "judge" and rule in PHRASES:
        return False
    if sense.act == "decline_to_say":
        return cues.declined(found.verb) and not _nameless(view, found)
    if sense.act == "deny" and rule == "quote/indirect/object":
        return _claim_denied(found)
    if rule.startswith("quote/indirect/passive-") and sense.act == "accuse":
        return found.source is not None
    return not rule.startswith("quote/noun/to")


def _nameless(view: View, found: Reported) -> bool:
    """See the terms on which a source speaks, which is no news of theirs: "who declined *to be named*"."""
    first, last = found.content[0]
    opening = [t.lower for t in view.tokens[first : last + 1][:5]]
    return any(w in ("named", "identified", "quoted") for w in opening)


def _claim_denied(found: Reported) -> bool:
    """Tell the denial of a claim from the refusal of a request ("denied *involvement*", "rejected *the proposal*", "denied *bail*")."""
    thing = object_of(found.verb)
    if thing is None:
        return True
    claim = thing.lemma.lower() in words("claims")
    if found.source is not None and found.source.head.lemma.lower() in words("judges"):
        return False
    if found.verb.lemma.lower() in words("refusing"):
        return claim
    return thing.lemma.lower() not in words("requests")


def _reported_finding(found: Reported) -> bool:
    """Tell a report that puts a finding into words ("the inquiry *found* that …") from somebody who finds something out."""
    source = found.source.head.lemma.lower() if found.source is not None else ""
    return found.sense.group == "know" and source in words("findings")


def _words(view: View, found: Reported) -> list[Token]:
    first, last = found.content[0]
    return view.tokens[first:last]


def _before_speaking(found: Reported) -> bool:
    """Tell a purpose or topic from a saying: tests *to confirm* whether …, "*Speaking about* the film, she said …"."""
    verb = found.verb
    topic = verb.form.gerund and verb.role.adverbial and verb.i < verb.head.i and found.rule != "quote/indirect/clause"
    if topic and cues.speaks(verb.head):
        return True
    thing = found.source is None or not can_speak(found.source.head)
    return thing and (verb.role.adverbial or verb.role.reduced) and is_infinitive(verb)


PRONOUN_REACH = 6
"""Tokens from a relative pronoun to the verb of saying of its clause."""


def _gap(view: View, found: Reported) -> bool:
    """Tell a relative clause that only says who calls a thing so: "the countries they said *were involved*"."""
    verb, first = found.verb, view.tokens[found.content[0][0]]
    if not verb.role.describing or found.rule != "quote/indirect/clause":
        return False
    if any(t.lower in ("which", "who", "whom") for t in view.tokens[max(0, verb.i - PRONOUN_REACH) : verb.i]):
        return False
    return first.upos in ("VERB", "AUX") or len(found.content) > 1


def _somebody(found: Reported) -> bool:
    """Tell whether who is named is all the content there is: "cited *officials*", "confirmed *Ann Lee* as minister"."""
    thing = object_of(found.verb)
    if thing is None:
        return False
    if thing.name is not None and thing.name.label == "PERSON":
        return True
    return found.verb.lemma.lower() in words("citing") and can_speak(thing)
