"""Nouns that report: "her claim that …", "Iran's denial of …", "criticism of X by Y", "issued a warning that …"."""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import Cue, Sense
from onrecord.extract.quotes.extent import is_when, reporter_again, trim
from onrecord.extract.quotes.frames import claimed_in
from onrecord.extract.quotes.reported import Reported
from onrecord.extract.quotes.source import Source, by_whom, of_verb
from onrecord.extract.quotes.view import View
from onrecord.grammar.clause import is_infinitive
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token


def find_nouns(view: View) -> list[Reported]:
    """Read every reporting noun outside quotations that says what is reported."""
    out: list[Reported] = []
    for token in view.tokens:
        if token.upos == "NOUN" and view.inside[token.i] is None:
            cue = cues.noun(token)
            if cue is not None and not _told_through(token) and (found := _read(view, token, cue)) is not None:
                out.append(found)
    return out


def _told_through(noun: Token) -> bool:
    """Tell whether the noun only names where a verb of saying said it ("said in a *statement* that …"), or what one denies."""
    if noun.role.oblique and cues.speaks(noun.head):
        return True
    cue = cues.verb(noun.head) if noun.role.object and noun.i > noun.head.i else None
    sense = cue.sense("n") if cue is not None else None
    return sense is not None and sense.act == "deny" and claimed_in(noun) is not None


def _read(view: View, noun: Token, cue: Cue) -> Reported | None:
    content = _that(view, noun, cue) or _to(view, noun, cue) or _phrase(view, noun, cue)
    if content is None:
        return None
    first, last, sense, kind = content
    source = _source(view, noun)
    if source is None and kind != "that":
        return None
    part = trim(view, first, last)
    if part is None:
        return None
    cue_end = view.tokens[first - 1].end if kind == "phrase" else noun.end
    return Reported(noun, source, [part], sense, f"quote/noun/{kind}", [(noun.start, cue_end)])


Content = tuple[int, int, Sense, str]


def _that(view: View, noun: Token, cue: Cue) -> Content | None:
    sense = cue.sense("s")
    for child in phrase_of(noun).words:
        if sense and child.i > noun.i and (child.role.describing or child.role.content or child.role.apposition):
            mark = next((c for c in phrase_of(child).marks if c.lower == "that"), None)
            if mark is not None:
                last = view.right[child.i]
                commas = (i for i in range(mark.i + 1, last) if view.comma(i) and view.inside[i] is None)
                return mark.i, next((i for i in commas if reporter_again(view, i + 1, last)), last + 1) - 1, sense, "that"
    return None


def _to(view: View, noun: Token, cue: Cue) -> Content | None:
    sense = cue.sense("t")
    for child in phrase_of(noun).words:
        if sense and child.i > noun.i and is_infinitive(child):
            return view.left[child.i], view.right[child.i], sense, "to"
    return None


def _phrase(view: View, noun: Token, cue: Cue) -> Content | None:
    for child in phrase_of(noun).words:
        if child.i > noun.i and (child.role.reduced or child.role.joined or child.role.adverbial):
            around = phrase_of(child)
            openers = (*around.prepositions, *around.marks)
            case = next((c for c in openers if c.lower in cue.phrases), None)
            dated = is_when(child) or (child.name is not None and child.name.label in ("DATE", "TIME"))
            if case is not None and case.i == noun.i + 1 and not dated:
                return case.i + 1, view.right[child.i], cue.phrases[case.lower], "phrase"
    return None


def _source(view: View, noun: Token) -> Source | None:
    """Find whose words they are: the possessor, a *by* or *from* phrase, or the subject of the verb that utters them."""
    named = by_whom(view, noun)
    if named is not None:
        return named
    if noun.role.object and noun.head.lemma.lower() in cues.words("light"):
        return of_verb(view, noun.head)
    return None
