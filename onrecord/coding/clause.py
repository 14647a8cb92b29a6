"""What stands around a word: subject, objects, prepositional phrases and clauses, through passives, control, relatives and coordination.

The parse is right about three times in four, so every question has a second answer by way of the words beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.coding.governors import control_of, said_meanwhile
from onrecord.coding.lexicon import verb_frames, verb_lemmas, word_class
from onrecord.coding.tree import MAX_DISTANCE, kids
from onrecord.model.document import Token
from onrecord.ontology import PLOVER

SUBJECT = frozenset(("nsubj", "csubj", "nsubj:outer"))
PASSIVE_SUBJECT = frozenset(("nsubj:pass", "csubj:pass"))
DOCUMENTS = frozenset(
    {
        "agreement", "bill", "decree", "decision", "declaration", "deal", "law", "legislation", "letter", "motion", "order",
        "pact", "report", "resolution", "ruling", "statement", "treaty"
    }
)
"""Through these their makers act: "issued a decree *granting* citizenship"."""

RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
PREDICATES = frozenset(("ready", "willing", "prepared", "happy", "keen", "eager", "committed", "opposed", "open"))
"""Predicates that have frames of their own and are never passive, though some look like participles."""
PERCEIVING = frozenset(("film", "hear", "observe", "see", "spot", "watch", "witness"))
"""What is seen is done by whom is seen: "the paper saw *police* making arrests"."""
MAX_CLIMB = 8
"""Verbs climbed at most in search of a subject: real chains (agreed to start to withdraw) are shorter; it keeps the search linear."""


@dataclass(slots=True)
class Clause:
    """The arguments of one verb (or predicate adjective), as tokens: heads of noun phrases and of clauses."""

    head: Token
    passive: bool
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    indirect: list[Token] = field(default_factory=list)
    agents: list[Token] = field(default_factory=list)
    phrases: dict[str, list[Token]] = field(default_factory=dict)
    particles: set[str] = field(default_factory=set)
    complements: list[Token] = field(default_factory=list)
    """What the object is called or made: "declared it *a terrorist organisation*"."""
    that: list[Token] = field(default_factory=list)
    infinitives: list[Token] = field(default_factory=list)


def read_clause(head: Token) -> Clause:
    """Read the arguments of a verb."""
    clause = Clause(head, is_passive(head))
    if misread(head):
        return _repaired(clause)
    if patient_named(head):
        clause.passive = True
        clause.objects.append(head.head)
        return clause
    if headline_verb(head):
        clause.subjects.append(head.sentence.tokens[head.i - head.sentence.tokens[0].i - 1])
    for child in kids(head):
        _place(clause, child)
        if child.i == head.i - 2 and head.sentence.tokens[head.i - head.sentence.tokens[0].i - 1].text == "-":
            clause.subjects.extend(c for c in kids(child) if c.dep in SUBJECT)  # "North Korea test-fired": the parts are two words
    _relative(clause)
    if not clause.subjects and head.xpos in FINITE and len(clause.objects) > 1 and clause.objects[0].i < head.i:
        clause.subjects.append(clause.objects.pop(0))  # of two objects the one before an active verb is who acts
    if not clause.subjects and head.xpos in FINITE and not clause.passive:  # "Minister *of* Justice Adam Wilk ordered"
        clause.subjects.extend(t for t in clause.phrases.get("of", [])[:1] if t.head is head and t.i < head.i)
    if not clause.subjects and not clause.passive:
        clause.subjects.extend(_crossed(head) or _bare_before(head))
    if not clause.subjects and not (clause.passive and clause.objects):
        _inherit_subject(clause)
    _share_object(clause)
    _misplaced_object(clause)
    for noun in [t for ts in clause.phrases.values() for t in ts][:4]:
        clause.that.extend(c for c in kids(noun) if c.dep == "acl" and mark_of(c) == "that")
    for noun in _with_conjuncts(clause.objects[:2]) + clause.complements[:1]:
        for child in kids(noun):
            if child.dep in ("nmod", "obl"):
                _phrase(clause, child)
            elif child.dep in ("acl", "advcl") and infinitive(child):
                clause.infinitives.append(child)
            elif child.dep == "acl" and mark_of(child) == "that":
                clause.that.append(child)
    _nested_phrases(clause)
    if clause.passive and not clause.agents:  # "convicted of bribery *by a court*", where "by" often hangs on the noun before it
        nouns = [t for ts in clause.phrases.values() for t in ts][:4]
        clause.agents.extend(c for n in nouns for c in kids(n) if c.dep in ("nmod", "obl:agent") and preposition_of(c) == "by")
    return clause


def _with_conjuncts(nouns: list[Token]) -> list[Token]:
    """Add what is coordinated: what follows belongs to all of them ("imposed *sanctions* and *a ban* on officials")."""
    return nouns + [c for n in nouns for c in kids(n) if c.dep == "conj"][:2]


def misread(verb: Token) -> bool:
    """See a main verb that the parser took for a modifier of its object: "Japan *lifted* sanctions" with Japan as the noun's subject."""
    return verb.dep == "amod" and verb.head.i > verb.i and any(c.dep in SUBJECT and c.i < verb.i for c in kids(verb.head))


def headline_verb(token: Token) -> bool:
    """See a main verb that the tagger took for a noun behind its subject: "Spanish police *arrest* eleven people"."""
    at = token.i - token.sentence.tokens[0].i
    if token.upos != "NOUN" or token.dep != "root" or token.xpos == "NNS" or at == 0:
        return False
    before = token.sentence.tokens[at - 1]
    behind = (c for c in kids(token) if c.i > token.i and c.dep in ("obj", "nsubj"))
    return before.upos in ("NOUN", "PROPN") and any(not preposition_of(c) for c in behind)


DONE_FOR = frozenset(
    {
        "abducted", "assassinated", "beheaded", "executed", "kidnapped", "lynched", "massacred", "murdered", "poisoned", "slain",
        "slaughtered", "tortured"
    }
)
"""Participles that tell of violence done to whoever they stand before: "the *assassinated* senator"."""


def patient_named(verb: Token) -> bool:
    """See a participle before the noun that it was done to. A wounded or detained man is one now; a murdered one was murdered once."""
    return verb.dep == "amod" and verb.lower in DONE_FOR and verb.head.i > verb.i and verb.head.upos in ("NOUN", "PROPN")


def _repaired(clause: Clause) -> Clause:
    noun = clause.head.head
    clause.passive = False
    clause.objects.append(noun)
    for child in kids(noun):
        if child.dep in SUBJECT and child.i < clause.head.i:
            clause.subjects.append(child)
        elif child.dep in ("nmod", "obl"):
            _phrase(clause, child)
    return clause


def _crossed(verb: Token) -> list[Token]:
    """Give the subject that the parser hung on the verb of saying behind: "*A strike* killed ten, the governor said"."""
    above = verb.head
    if verb.dep != "ccomp" or above.i < verb.i:
        return []
    return [c for c in kids(above) if c.dep in SUBJECT and c.i < verb.i]


def _place(clause: Clause, child: Token) -> None:
    dep = child.dep
    if dep in ("obj", "obl") and (particle := _particle(clause.head, child)) is not None:
        clause.particles.add(particle)
        clause.objects.append(child)
    elif dep in ("obj", *SUBJECT) and child.i > clause.head.i and preposition_of(child):
        _phrase(clause, child)
    elif dep in SUBJECT and child.i > clause.head.i and not _inverted(clause.head):
        if not _comma_between(clause.head, child):  # "arrested on Saturday the captain"; after a comma it is who says so
            clause.objects.append(child)
    elif dep in SUBJECT:
        (clause.objects if clause.passive and dep == "nsubj" and not clause.objects else clause.subjects).append(child)
    elif dep in PASSIVE_SUBJECT:
        (clause.objects if clause.passive else clause.subjects).insert(0, child)
    elif dep == "obj":
        clause.objects.append(child)
    elif dep == "iobj":
        clause.indirect.append(child)
    elif dep == "obl:agent" and preposition_of(child) in ("by", None):
        clause.agents.append(child)
        _phrase(clause, child)
    elif dep in ("obl:agent", "obl", "nmod", "obl:unmarked", "dep"):
        _phrase(clause, child)
    elif dep in ("compound:prt", "advmod"):
        clause.particles.add(child.lower)
    elif dep in ("ccomp", "parataxis") and child.i > clause.head.i:
        if not infinitive(child):
            clause.that.append(child)
        elif mark_of(child) != "whether":  # who decides whether to act has decided nothing
            clause.infinitives.append(child)
    elif dep in ("xcomp", "advcl"):
        _complement(clause, child)
    if child.upos == "ADP" and child.i == clause.head.i + 1:
        clause.particles.add(child.lower)


def _particle(verb: Token, noun: Token) -> str | None:
    """Give a particle that the parser hung on the object as a preposition: "took *in* thousands of refugees"."""
    found = next((c for c in kids(noun) if c.dep == "case" and c.i == verb.i + 1), None)
    loose = found is not None and noun.dep == "obj" and found.lower in PARTICLES  # an object has no preposition: it is the verb's
    return found.lower if found is not None and (found.xpos == "RP" or loose) else None


PARTICLES = frozenset(("in", "up", "out", "off", "down", "away", "back"))


def _inverted(verb: Token) -> bool:
    """See a verb that its subject may follow: after a quotation or at the head of the sentence."""
    at = verb.i - verb.sentence.tokens[0].i
    return at == 0 or verb.sentence.tokens[at - 1].upos == "PUNCT" or verb.upos == "AUX"


def _comma_between(left: Token, right: Token) -> bool:
    if right.i - left.i > MAX_DISTANCE:
        return True
    tokens = left.sentence.tokens
    at = left.i - tokens[0].i
    return any(t.text == "," for t in tokens[at : at + right.i - left.i])


def _complement(clause: Clause, child: Token) -> None:
    if mark_of(child) == "for" and child.i > clause.head.i:  # "called *for Kenya to withdraw*"
        asked = [c for c in (*kids(child), *kids(clause.head)) if c.dep in SUBJECT and clause.head.i < c.i < child.i]
        clause.phrases.setdefault("for", []).extend(asked)
    if infinitive(child):
        clause.infinitives.append(child)
        return
    preposition = preposition_of(child) or mark_of(child)
    if preposition and child.i > clause.head.i:
        clause.phrases.setdefault(preposition, []).append(child)
    if child.dep == "xcomp":
        clause.complements.append(child)
        if child.upos == "NOUN" and preposition is None and child.i > clause.head.i and not clause.objects:
            clause.objects.append(child)


def _phrase(clause: Clause, child: Token) -> None:
    words = [c.lower for c in kids(child) if c.dep == "case" and c.i < child.i]
    for preposition in words:
        clause.phrases.setdefault(preposition, []).append(child)
    if "by" in words and clause.passive and child.dep != "obl:agent" and child.i > clause.head.i:
        clause.agents.append(child)


def preposition_of(token: Token) -> str | None:
    """Give the preposition that marks a noun phrase (the first: "out of" gives "out")."""
    return next((c.lower for c in kids(token) if c.dep == "case" and c.i < token.i and c.upos != "PART"), None)


def mark_of(token: Token) -> str | None:
    """Give the word that introduces a clause ("if", "to", "of", "that")."""
    return next((c.lower for c in kids(token) if c.dep == "mark"), None)


FINITE = frozenset(("VBD", "VBZ", "VBP"))


def infinitive(token: Token) -> bool:
    """Say whether the token is a to-infinitive."""
    if token.xpos in ("VBG", "VBN", "VBD") and token.upos == "VERB":
        return False
    if any(c.dep == "cop" and c.xpos in FINITE and c.i < token.i for c in kids(token)):  # "the aim *was to* end it"
        return False
    marks = ("mark", "aux", "case") if token.upos == "VERB" else ("mark", "aux")
    return any(c.lower == "to" and c.dep in marks and c.i < token.i for c in kids(token))


def is_passive(head: Token) -> bool:
    """Say whether a verb is in the passive, reduced participles after a noun included."""
    if head.lower in PREDICATES:
        return False
    if any(c.dep == "aux:pass" for c in kids(head)):
        return True
    if head.xpos == "VBD" and head.sentence.part.kind == "title" and _done_to(head):
        return True
    if head.xpos in ("VBD", "VBZ", "VBP", "VB"):  # a finite form without auxiliary is active, whatever the arc to its subject says
        return False
    if any(c.dep in ("nsubj:pass", "obl:agent") for c in kids(head)):
        return True
    if head.xpos != "VBN" or any(c.dep == "aux" and c.lower in ("has", "have", "had", "having", "'ve") for c in kids(head)):
        return False
    if head.dep == "conj" and head.head.upos == "VERB":
        return not any(c.dep in SUBJECT or c.dep == "obj" for c in kids(head)) and head.head.xpos == "VBN" and is_passive(head.head)
    return head.dep in ("acl", "acl:relcl", "amod", "advcl") and not any(c.dep == "obj" for c in kids(head))


def _bare_before(head: Token) -> list[Token]:
    """Give the person before a verb whom the parse takes for an adjunct without a preposition: "Secretary of State *Ann Lee* spoke"."""
    if head.xpos not in ("VBD", "VBZ", "VBP"):
        return []
    before = (c for c in kids(head) if c.dep == "obl" and c.i < head.i and c.name is not None and preposition_of(c) is None)
    return [c for c in before if c.name is not None and c.name.label == "PERSON"][:1]


def _done_to(head: Token) -> bool:
    """See a participle in a headline, which leaves out its auxiliary: "Ex-minister *jailed* for graft", "Two *arrested*"."""
    frames = verb_frames().get(head.lower, ())
    needs = bool(frames) and all(f.event in PLOVER.of_courts and any(c.key == "obj" for term in f.terms for c in term) for f in frames)
    return needs and not any(c.dep in ("obj", "ccomp", "xcomp") for c in kids(head))


def _relative(clause: Clause) -> None:
    """Put the noun in place of its relative pronoun, or into the gap of a relative clause."""
    head = clause.head
    pronouns = clause.subjects + clause.objects
    for slot in (clause.subjects, clause.objects):
        for n, token in enumerate(slot):
            if token.lower in RELATIVE and token.i < head.i:
                slot[n] = _antecedent(head, token)
    if len(clause.subjects) > 1 and clause.subjects[0] is head.head:
        clause.objects.insert(0, clause.subjects.pop(0))
    if head.dep == "acl:relcl" and not any(t.lower in RELATIVE for t in pronouns):
        if clause.subjects and not clause.objects and not clause.passive:
            clause.objects.append(head.head)
        elif not clause.subjects and not clause.passive:
            clause.subjects.append(head.head)


def _antecedent(head: Token, pronoun: Token) -> Token:
    for token in (head, *_up(head)):
        if token.dep in ("acl:relcl", "acl") and token.head.i < pronoun.i:
            return token.head
    return pronoun


def _up(token: Token) -> Iterator[Token]:
    for n, ancestor in enumerate(token.ancestors()):
        if n >= MAX_CLIMB:
            return
        yield ancestor


def _inherit_subject(clause: Clause) -> None:
    """Find who acts where the verb has no subject of its own: participles after nouns, control, coordination, adverbial clauses."""
    token = clause.head
    for _ in range(MAX_CLIMB):
        parent = token.head
        if parent is token:
            return
        if token.dep in ("acl", "acl:relcl", "amod") and parent.upos in ("NOUN", "PROPN", "PRON"):
            _subject_of_noun(clause, token, parent)
            return
        if token.dep not in ("obl", "conj", "xcomp", "advcl", "ccomp", "parataxis", "acl", "advcl:relcl"):
            return
        if token.dep in ("ccomp", "parataxis") and not infinitive(token) and not _perceived(token):
            return
        found = _subject_from(token, parent)
        if found:
            _give_subject(clause, found)
            return
        token = parent


def _perceived(verb: Token) -> bool:
    """See what somebody is seen doing: "watched *police* detain ten people"."""
    seen = verb.dep == "ccomp" and verb_lemmas().get(verb.head.lower, verb.head.lemma) in PERCEIVING
    return seen and bool(_seen(verb)) and not any(c.dep in SUBJECT or c.dep == "mark" for c in kids(verb))


def _seen(verb: Token) -> list[Token]:
    """Give who stands between a verb of seeing and what is seen."""
    return [c for c in kids(verb.head) if c.dep in ("obj", "nsubj") and verb.head.i < c.i < verb.i][:1]


def _give_subject(clause: Clause, found: list[Token]) -> None:
    if clause.passive and not clause.objects:
        clause.objects.extend(found)
    elif not clause.passive:
        clause.subjects.extend(found)


def _subject_of_noun(clause: Clause, verb: Token, noun: Token) -> None:
    if infinitive(verb):
        owner = next((c for c in kids(noun) if c.dep == "nmod:poss"), None)
        governor = noun.head if noun.head is not noun else None
        if owner is not None:
            clause.subjects.append(owner)
        elif governor is not None and governor.upos == "VERB" and noun.dep == "obj":
            clause.subjects.extend(own_subjects(governor))
        return
    governor = noun.head
    if noun.dep == "obj" and governor.upos == "VERB" and verb.xpos == "VBG" and noun.lower in DOCUMENTS:
        _give_subject(clause, own_subjects(governor))
        return
    _give_subject(clause, [noun])


def _subject_from(token: Token, parent: Token) -> list[Token]:
    """Give the subject that a verb takes over from the verb above it."""
    gerund = mark_of(token) in ("of", "from", "for", "into", "with") or preposition_of(token) in ("of", "from", "for", "into", "with")
    if _perceived(token):
        return _seen(token)
    seen = verb_lemmas().get(parent.lower) in PERCEIVING and control_of(parent) == "obj"
    ruled = seen or ((infinitive(token) or gerund) and control_of(parent) == "obj" and not said_meanwhile(parent, token))
    ruled |= gerund and "for" in (mark_of(token), preposition_of(token)) and verb_lemmas().get(parent.lower) in word_class("judging")
    if token.dep in ("xcomp", "ccomp", "advcl", "obl") and ruled:
        objects = [c for c in kids(parent) if c.dep in ("obj", "iobj", "nsubj:pass")]
        called = [c for c in kids(parent) if c.dep == "obl" and preposition_of(c) in ("on", "upon", "to")]
        if objects or called:
            return objects[:1] or called[:1]
    return own_subjects(parent)


def own_subjects(verb: Token) -> list[Token]:
    """Give the subjects that hang on a verb itself, the logical agent first in a passive."""
    subjects = [c for c in kids(verb) if c.dep in SUBJECT or c.dep in PASSIVE_SUBJECT]
    return [_antecedent(verb, s) if s.lower in RELATIVE else s for s in subjects]


def _share_object(clause: Clause) -> None:
    """Let "arrested and deported X" share its object: the first verb of a pair takes the second's."""
    if clause.objects or clause.passive:
        return
    verb = clause.head
    if verb.dep == "conj" and verb.head.upos == "VERB":
        clause.objects.extend(c for c in kids(verb.head) if c.dep == "obj" and c.i > verb.i)
    for child in kids(clause.head):
        if child.dep == "conj" and child.upos == "VERB" and child.i - clause.head.i <= 3:
            clause.objects.extend(c for c in kids(child) if c.dep == "obj")


def _nested_phrases(clause: Clause) -> None:
    """Add the partners that the parser hung on another phrase, where the verb has none.

    "Spoke by telephone *with* the president", "suspended part of the programme *for* Kenya".
    """
    near = [t for ts in list(clause.phrases.values())[:4] for t in ts[:2] if t.i > clause.head.i]
    for child in [c for t in near for c in kids(t) if c.dep == "nmod" and c.i > t.i]:
        preposition = preposition_of(child)
        if preposition in ("with", "to", "against", "for") and preposition not in clause.phrases:
            clause.phrases[preposition] = [child]


def _misplaced_object(clause: Clause) -> None:
    """Take back the object that the parser hung on the verb above as a second subject: "they attempted to kill *the minister*"."""
    verb, above = clause.head, clause.head.head
    if verb.dep == "xcomp" and not clause.objects and above.i < verb.i:
        late = [c for c in kids(above) if c.dep in SUBJECT and c.i > verb.i and not _comma_between(verb, c)]
        clause.objects.extend(late[:1])
