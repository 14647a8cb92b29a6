"""The source of an attribution: the noun phrase that stands for whoever speaks."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.quotes.cues import can_speak, declined, words
from onrecord.extract.quotes.extent import PERIODS, is_when
from onrecord.extract.quotes.phrases import MAX_PHRASE, phrase, subject_phrase
from onrecord.extract.quotes.view import COMMAS, View
from onrecord.grammar.clause import clause_of
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tense import shifts_tense
from onrecord.model.document import Token
from onrecord.model.record import Span

PASS_ON = frozenset({"conjunct", "complement", "adverbial", "beside", "content", "reduced", "loose", "afterthought"})
"""Roles of a verb without a subject of its own to the word that may have it."""
NOT_SUBJECT = frozenset({"object", "oblique", "attribute", "conjunct", "indirect", "possessor", "bare", "compound"})
INNER = frozenset({"attribute", "compound", "flat", "apposition", "conjunct", "possessor", "bare"})
MAX_STEPS = 6
"""How far up the tree a subject is looked for; news sentences do not nest deeper."""
NEAR = 12
"""Tokens between a verb and the noun before it that is tried as its subject."""
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True, slots=True)
class Source:
    """A source's span, head token and how it was found."""

    span: Span
    head: Token
    how: str


def of_verb(view: View, verb: Token) -> Source | None:
    """Find who does the verb: its subject, the agent of a passive, or the subject it shares with the verb it hangs on."""
    found = quoted_as(view, verb) or _before_finite(view, verb) or _by_tree(view, verb)
    if found is not None and view.inside[found.head.i] is not None and view.inside[verb.i] is None and verb.form.gerund:
        found = _speaker_before(view, verb) or found  # who is named in the words before is not who goes on speaking
    if found is not None and found.head.i < verb.i and found.span[1] > verb.start:
        found = _cut_before(view, verb, found)
    if found is not None:
        found = _without_day(view, verb, found)
    if found is None:
        return next_to(view, verb) or apposed(view, verb) or _in_headline(view, verb) or _taken_by_another(view, verb)
    return (next_to(view, verb) or found) if found.how == "shared-subject" else found


def quoted_as(view: View, verb: Token) -> Source | None:
    """Give whose words are quoted: "*Ann Lee* was quoted as saying …", "the agency cited *a minister* as saying …"."""
    mark = view.at(verb.i - 1)
    if not verb.form.gerund or mark is None or mark.lower != "as":
        return None
    quoting = verb.head
    for _ in range(3):
        if quoting.lemma.lower() in words("citing"):
            break
        quoting = quoting.head
    else:
        return None
    if clause_of(quoting).passive:
        subject = view.subject[quoting.i]
        return Source(subject_phrase(view, subject, quoting), subject, "quoted") if subject is not None else None
    after = [c for c in phrase_of(quoting).words if quoting.i < c.i < verb.i]
    cited = next((c for c in after if c.role.object), None)
    return Source(phrase(view, cited), cited, "quoted") if cited is not None else None


QUOTING = 12
"""Tokens from a verb of quoting to its "as saying": the outlet that quotes stands between."""


def quoted_saying(view: View, quoting: Token) -> bool:
    """Tell whether somebody is quoted *as saying* something: the saying is the statement, not the quoting."""
    after = view.tokens[quoting.i + 1 : quoting.i + QUOTING]
    return any(t.lower == "saying" and view.tokens[t.i - 1].lower == "as" for t in after)


SUBJECT_LENGTH = 10
"""Tokens of a subject between a conjunction and its verb."""


def _before_finite(view: View, verb: Token) -> Source | None:
    """Take the words between a conjunction and a finite verb whose subject the parse misses (", as *acting mayor Ann Lee* confirms")."""
    mark = next(iter(phrase_of(verb).marks), None)
    if mark is None or not verb.form.tensed or not verb.role.adverbial:
        return None
    if view.subject[verb.i] is not None:
        return None
    if not 1 < verb.i - mark.i <= SUBJECT_LENGTH + 1:
        return None
    between, last = view.tokens[mark.i + 1 : verb.i], view.tokens[verb.i - 1]
    plain = all(view.inside[t.i] is None and t.upos not in ("PUNCT", "AUX", "PRON") for t in between)
    if not plain or last.upos != "PROPN":
        return None
    head = last.name.head if last.name is not None else last
    return Source(view.span(mark.i + 1, verb.i - 1), head, "subject")


def _cut_before(view: View, verb: Token, source: Source) -> Source:
    """Cut a source before the verb it speaks through ("a paper *welcoming* …")."""
    last = _before(view, source.head, verb.i - 1)
    return Source((source.span[0], view.tokens[last].end), source.head, source.how)


def _without_day(view: View, verb: Token, source: Source) -> Source:
    """Cut off the day that stands between a subject and its verb ("the chancellor *on Thursday* confirmed …")."""
    last = view.index_at(source.span[1] - 1)
    if not source.head.i < last < verb.i or not is_when(view.tokens[last]) or view.tokens[last].lower in PERIODS:
        return source
    while is_when(view.tokens[last]) and last > source.head.i:
        last -= 1
    if view.tokens[last].lower != "on":
        return source
    return Source((source.span[0], view.tokens[_before(view, source.head, last - 1)].end), source.head, source.how)


def _before(view: View, head: Token, last: int) -> int:
    """Give the last word of a phrase, at or after its head, that is no comma, adverb or auxiliary."""
    while last > head.i and view.tokens[last].upos in ("PUNCT", "ADV", "AUX"):
        last -= 1
    return last


def next_to(view: View, verb: Token) -> Source | None:
    """Take the noun phrase right before a finite verb whose subject the parse has given to another."""
    if not verb.form.tensed:
        return None
    for token in view.back(verb.i):
        if verb.i - token.i > NEAR:
            return None
        if token.upos in ("AUX", "ADV", "PART"):
            continue
        if token.sentence is not verb.sentence or token.upos not in NOUNS or view.inside[token.i] is not view.inside[verb.i]:
            return None
        head = _phrase_head(token)
        if head.role.name in NOT_SUBJECT:
            other = _taken_by_another(view, verb)
            if other is not None or head.head.i < verb.i or not _may_speak(head):
                return other
        return Source(subject_phrase(view, head, verb), head, "next-to-verb")
    return None


def _may_speak(head: Token) -> bool:
    """Tell a noun that can be the subject that a verb lacks, whatever the parse hangs it on behind that verb."""
    return can_speak(head) and (head.name is None or head.name.label not in ("DATE", "TIME"))


def _taken_by_another(view: View, verb: Token) -> Source | None:
    """Give the subject before a verb that the parse has given to a later one ("*Ann Lee* of the union said, “Strikes may follow”")."""
    if not verb.form.tensed:
        return None
    for token in view.back(verb.i):
        if token.sentence is not verb.sentence or verb.i - token.i > MAX_PHRASE:
            return None
        if token.role.acting and token.head.i > verb.i and _may_speak(token) and view.inside[token.i] is view.inside[verb.i]:
            return Source(subject_phrase(view, token, verb), token, "next-to-verb")
    return None


def apposed(view: View, verb: Token) -> Source | None:
    """Take the phrase between commas right before a verb ("…, the mayor, *Maria Lopez*, told …"), with what it is apposed to."""
    if verb.i < 3 or view.tokens[verb.i - 1].text != "," or not verb.form.tensed:
        return None
    for n in range(verb.i - 2, max(verb.sentence.tokens[0].i, verb.i - NEAR), -1):
        token = view.tokens[n]
        if token.text == ",":
            head = view.tokens[verb.i - 2]
            for _ in range(MAX_STEPS):
                if n < head.head.i < head.i:
                    head = head.head
            return Source(subject_phrase(view, head, verb), head, "next-to-verb")
        if token.upos not in ("PROPN", "NOUN", "ADJ", "DET", "PART", "PUNCT", "NUM", "ADP") or view.inside[n] is not view.inside[verb.i]:
            return None
    return None


def _in_headline(view: View, verb: Token) -> Source | None:
    """Take the subject of the clause before a comma and a verb without one: "*Turkey* slams ruling, says it will appeal".

    The parser takes the first clause for what is said, though something follows the verb that is.
    """
    said = next((c for c in phrase_of(verb).contents if c.i < verb.i - 1), None)
    if said is None or not verb.form.tensed or view.tokens[verb.i - 1].text not in COMMAS or view.inside[said.i] is not view.inside[verb.i]:
        return None
    subject = view.subject[said.i]
    if subject is None or not said.form.tensed:
        return None
    return Source(subject_phrase(view, subject, said), subject, "shared-subject")


def _phrase_head(token: Token) -> Token:
    """Climb from the last noun of a phrase to the first ("the committee for the *budget*")."""
    for _ in range(MAX_STEPS):
        if token.role.name not in INNER or token.head.i >= token.i or token.head.upos not in NOUNS:
            break
        token = token.head
    return token


def _by_tree(view: View, verb: Token) -> Source | None:
    if clause_of(verb).passive:
        return agent(view, verb)
    beside = _accompanying(view, verb) or _paper_before(view, verb) or _shown(view, verb)
    if beside is not None:
        return beside
    token, how = verb, "subject"
    for _ in range(MAX_STEPS):
        subject = view.subject[token.i]
        if subject is not None and _adjunct(view, verb) and (subject.form.which or not can_speak(subject)):
            return _speaker_before(view, verb) or Source(subject_phrase(view, subject, token), subject, how)
        if subject is not None:
            return Source(subject_phrase(view, subject, token), subject, how)
        if token.role.reduced and not (view.tokens[token.i - 1].text == "," and not can_speak(token.head)):
            behind = _behind_noun(view, token.head) or _at_occasion(view, token, token.head)
            return behind or Source(phrase(view, token.head), token.head, "modified-noun")
        if token.role.name not in PASS_ON or token.head is token:
            return None
        token, how = _reports_on(token) or token.head, "shared-subject"
        if view.subject[token.i] is None and token.role.root and (before := next_to(view, token) or apposed(view, token)) is not None:
            return Source(before.span, before.head, how)
        if token.role.reduced and _adjunct(view, verb) and phrase_of(token).marks:
            token = _governor(token.head)  # "responded to criticism that he should act, *saying* …"
        if not can_speak(token):
            token = _governor(token)
        if token.upos in NOUNS and view.subject[token.i] is None:
            return Source(phrase(view, token), token, "modified-noun")
    return None


def _behind_noun(view: View, noun: Token) -> Source | None:
    """Give who speaks through a noun: who gives a paper out ("*the council* issued a statement calling …"), who is on a tape."""
    if noun.lower in words("document") and noun.role.object and noun.head.lemma.lower() in words("light"):
        subject = view.subject[noun.head.i]
        if subject is not None:
            return Source(subject_phrase(view, subject, noun.head), subject, "shared-subject")
    if not can_speak(noun):
        shown = next((c for c in phrase_of(noun).joined("of") if c.name is not None and c.name.label == "PERSON"), None)
        return Source(phrase(view, shown), shown, "modified-noun") if shown is not None else None
    return None


def _at_occasion(view: View, saying: Token, noun: Token) -> Source | None:
    """Give who speaks where a participle goes with the occasion or with what is done ("*she* vetoed the bill saying that …")."""
    verb = _governor(noun)
    if can_speak(noun) or not verb.i < noun.i or not (noun.role.oblique or phrase_of(saying).contents):
        return None
    subject = view.subject[verb.i]
    speaks_there = subject is not None and can_speak(subject) and not subject.form.asking
    return Source(subject_phrase(view, subject, verb), subject, "shared-subject") if subject is not None and speaks_there else None


CLAUSES = 80
"""Tokens of the clauses before a participle in which its subject is looked for."""


def _speaker_before(view: View, verb: Token) -> Source | None:
    """Find who can speak among the subjects before a participle: "The rules changed as *Ann Lee* left office, *saying* …"."""
    for token in view.back(verb.i):
        if token.sentence is not verb.sentence or verb.i - token.i > CLAUSES:
            return None
        speaks_here = token.role.subject and not token.form.asking and can_speak(token)
        if speaks_here and view.inside[token.i] is None:
            return Source(subject_phrase(view, token, token.head), token, "shared-subject")
    return None


def _accompanying(view: View, verb: Token) -> Source | None:
    """Give who speaks in a phrase of circumstance, where the parse hangs the noun elsewhere: "*with the mayor* saying that …"."""
    around = phrase_of(verb)
    mark = next(iter((*around.marks, *around.prepositions)), None) if verb.form.gerund else None
    if mark is None or mark.lower != "with" or not mark.i < verb.i - 1:
        return None
    head = view.tokens[verb.i - 1]
    if head.upos not in NOUNS:
        return None
    for _ in range(MAX_STEPS):
        if not mark.i < head.head.i < verb.i or head.head is head:
            break
        head = head.head
    return Source(subject_phrase(view, head, verb), head, "subject")


def _paper_before(view: View, verb: Token) -> Source | None:
    """Give the paper right before a participle, where the parse hangs that elsewhere ("rejects findings of *a report* accusing it …")."""
    paper = view.tokens[verb.i - 1] if verb.i else verb
    if not verb.form.gerund or paper.upos != "NOUN" or paper.lower not in words("document") or verb.head is paper:
        return None
    return Source(phrase(view, paper), paper, "modified-noun")


def _shown(view: View, verb: Token) -> Source | None:
    """Give who is seen or heard to speak: "footage of *Ann Lee* asking …", where the parse hangs the participle elsewhere."""
    name = view.tokens[verb.i - 1].name if verb.i and verb.form.gerund else None
    if name is None or name.label != "PERSON" or not name.head.role.attribute or can_speak(name.head.head):
        return None
    return Source(phrase(view, name.head), name.head, "modified-noun")


def _adjunct(view: View, verb: Token) -> bool:
    """Tell a participle after a comma: it goes with the main clause, not with a clause inside a noun phrase before it."""
    return verb.form.gerund and view.tokens[verb.i - 1].text == ","


def _governor(noun: Token) -> Token:
    """Give the verb that a noun stands under ("*put* two firms on its list, saying …")."""
    token = noun
    for _ in range(MAX_STEPS):
        if token.upos in ("VERB", "AUX") or token.head is token:
            return token if token.upos in ("VERB", "AUX") else noun
        token = token.head
    return noun


def _reports_on(token: Token) -> Token | None:
    """Give the verb of saying that a conjunct goes on with, though the parse joins it to what is said ("said … and *added* that …").

    It may be joined to a clause inside what is said ("said they left where the road *ends*, but *added* that …").
    """
    clause = token.head
    for _ in range(MAX_STEPS):
        if not (clause.role.adverbial or clause.role.describing):
            break
        clause = clause.head
    if not token.role.conjunct or not clause.role.content or clause.head.i >= clause.i:
        return None
    if not token.form.tensed or token.form is not clause.head.form:
        return None
    goes_on = bool(phrase_of(token).contents) or declined(token) or shifts_tense(clause, token)
    return clause.head if goes_on else None


def agent(view: View, verb: Token) -> Source | None:
    """Find the *by* phrase of a passive."""
    by = next((c for c in phrase_of(verb).joined("by") if c.i > verb.i), None)
    return Source(phrase(view, by), by, "agent") if by is not None else None


def following(view: View, verb: Token) -> Source | None:
    """Find the subject of an inverted verb ("said X"): the noun phrase right after it."""
    for child in phrase_of(verb).words:
        if (child.role.acting or child.role.object) and child.i > verb.i and view.left[child.i] <= verb.i + 1:
            return Source(subject_phrase(view, child, verb), child, "inverted")
    for i in range(verb.i + 1, min(verb.i + 5, len(view.tokens))):
        token = view.tokens[i]
        acting = (token.form.gerund or token.form.participle) and (after := view.at(i + 1)) is not None and after.upos in ("NOUN", "PROPN")
        if acting or token.lower in ("then", "now"):
            continue
        if token.upos in ("PUNCT", "SCONJ", "VERB", "ADP", "ADV"):
            return None
        if token.upos in NOUNS:
            head = token
            for _ in range(MAX_STEPS):
                if head.head.i <= head.i or head.head.upos not in ("PROPN", "NOUN") or not head.role.modifier:
                    break
                head = head.head
            return Source(subject_phrase(view, head, verb), head, "inverted")
    return None


def by_whom(view: View, noun: Token) -> Source | None:
    """Find whose words a noun stands for: its possessor, a *by* or *from* phrase ("*Ann Lee's* reply", "a message from *the mayor*")."""
    owner = phrase_of(noun).possessor
    if owner is not None:
        return Source(phrase(view, owner), owner, "owner")
    by = next((c for c in phrase_of(noun).joined("by", "from")), None)
    if by is not None and (by.name is None or by.name.label not in ("DATE", "TIME")) and not is_when(by):
        return Source(phrase(view, by), by, "by")
    body = next((c for c in phrase_of(noun).modifiers if c.name is not None and c.name.label in ("ORG", "PERSON")), None)
    return Source(phrase(view, body), body, "owner") if body is not None else None  # "a *Globe and Mail* report that …"
