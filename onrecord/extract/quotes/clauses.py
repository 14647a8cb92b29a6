"""Indirect and mixed speech: every verb of saying outside quotations, read by the first rule that fits."""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import Cue
from onrecord.extract.quotes.frames import clause, infinitive, object_phrase, phrase_only, predicate, thing
from onrecord.extract.quotes.parenthetic import between_commas, fronted, parenthetic
from onrecord.extract.quotes.passive import accused, by_agent, raised, told
from onrecord.extract.quotes.relative import relative, with_pronoun
from onrecord.extract.quotes.reported import Reported, Rule
from onrecord.extract.quotes.source import Source
from onrecord.extract.quotes.view import View
from onrecord.grammar.clause import clause_of
from onrecord.model.document import Token

ACTIVE: tuple[Rule, ...] = (
    fronted, between_commas, relative, clause, infinitive, object_phrase, predicate, phrase_only, thing, parenthetic
)  # fmt: skip
PASSIVE: tuple[Rule, ...] = (raised, told, accused, by_agent)


def read_verb(view: View, verb: Token, cue: Cue) -> Reported | None:
    """Read what a verb reports. The rules are tried from the surest to the least sure."""
    for rule in PASSIVE if clause_of(verb).passive else ACTIVE:
        found = rule(view, verb, cue)
        if found is not None:
            return with_pronoun(view, verb, found)
    return None


def find_reported(view: View, speakers: dict[int, Source | None]) -> list[Reported]:
    """Read every reporting verb outside quotations that no direct quotation has used (`speakers`: sources by those verbs)."""
    out: list[Reported] = []
    said: Token | None = None
    speaker: Source | None = None
    known = cues.forms()
    for token in view.tokens:
        if token.lower not in known and token.i not in speakers:
            continue
        if view.inside[token.i] is not None:
            continue
        if token.i in speakers:
            said, speaker = token, speakers[token.i]
            continue
        cue = cues.verb(token)
        if cue is None or _unsaid(token) or (found := read_verb(view, token, cue)) is None:
            continue
        if said is not None and said.sentence is token.sentence and _goes_on(view, found):
            found.source = speaker
        elif token.form.tensed and "q" in cue.frames:
            said, speaker = token, found.source
        out.append(found)
    return out


def _unsaid(token: Token) -> bool:
    """Tell the verb of telling that somebody declined to do ("declined to *say* who …"): the refusal is the statement."""
    return token.role.complement and cues.declined(token.head)


def _goes_on(view: View, found: Reported) -> bool:
    """Tell whether a statement goes on with the one before it ("…, X said, *adding that* …")."""
    verb = found.verb
    return verb.form.gerund and view.tokens[verb.i - 1].text == "," and found.source is not None
