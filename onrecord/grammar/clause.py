"""What stands around a word: subject, objects, prepositional phrases and clauses, through passives, control, relatives and coordination.

Worked out once for each verb that somebody asks about. Where the parse is known to err, the words beside it give a second answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.grammar.governors import control_of, said_meanwhile
from onrecord.grammar.lexicon import verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import MAX_DISTANCE, above, kids
from onrecord.model.document import Token

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


@dataclass(slots=True, eq=False)
class Clause:
    """The arguments of one verb (or predicate adjective), as tokens: heads of noun phrases and of clauses. Do not change them."""

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


def clause_of(head: Token) -> Clause:
    """Give the arguments of a verb."""
    if head._clause is None:
        head._clause = _read(head)
    return head._clause


def _read(head: Token) -> Clause:
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
            clause.subjects.extend(c for c in phrase_of(child).subjects if c.role.acting)  # "Japan test-fired": two words
    _relative(clause)
    if not clause.subjects and head.form.tensed and len(clause.objects) > 1 and clause.objects[0].i < head.i:
        clause.subjects.append(clause.objects.pop(0))  # of two objects the one before an active verb is who acts
    if not clause.subjects and head.form.tensed and not clause.passive:  # "Minister *of* Justice Adam Wilk ordered"
        clause.subjects.extend(t for t in clause.phrases.get("of", [])[:1] if t.head is head and t.i < head.i)
    if not clause.subjects and not clause.passive:
        clause.subjects.extend(_crossed(head))
    if not clause.subjects and not (clause.passive and clause.objects):
        _inherit_subject(clause)
    _share_object(clause)
    _misplaced_object(clause)
    for noun in [t for ts in clause.phrases.values() for t in ts][:4]:
        clause.that.extend(c for c in phrase_of(noun).reduced if phrase_of(c).mark == "that")
    for noun in _with_conjuncts(clause.objects[:2]) + clause.complements[:1]:
        for child in kids(noun):
            if child.role.attribute or child.role.oblique:
                _phrase(clause, child)
            elif (child.role.reduced or child.role.adverbial) and is_infinitive(child):
                clause.infinitives.append(child)
            elif child.role.reduced and phrase_of(child).mark == "that":
                clause.that.append(child)
            elif child.role.reduced and child.upos == "ADJ" and child.i > noun.i:  # "found a man *guilty*"
                clause.complements.append(child)
    _nested_phrases(clause)
    if clause.passive and not clause.agents:  # "convicted of bribery *by a court*", where "by" often hangs on the noun before it
        nouns = [t for ts in clause.phrases.values() for t in ts][:4]
        clause.agents.extend(
            c for n in nouns for c in kids(n) if (c.role.attribute or c.role.agent) and phrase_of(c).preposition == "by"
        )
    return clause


def _with_conjuncts(nouns: list[Token]) -> list[Token]:
    """Add what is coordinated: what follows belongs to all of them ("imposed *sanctions* and *a ban* on officials")."""
    return nouns + [c for n in nouns for c in phrase_of(n).coordinated][:2]


def misread(verb: Token) -> bool:
    """See a main verb that the parser took for a modifier of its object: "Japan *lifted* sanctions" with Japan as the noun's subject."""
    return verb.role.adjective and verb.head.i > verb.i and any(c.role.acting and c.i < verb.i for c in phrase_of(verb.head).subjects)


def headline_verb(token: Token) -> bool:
    """See a main verb that the tagger took for a noun behind its subject: "Spanish police *arrest* eleven people"."""
    at = token.i - token.sentence.tokens[0].i
    if token.upos != "NOUN" or not token.role.root or token.form.plural or at == 0:
        return False
    before = token.sentence.tokens[at - 1]
    behind = (c for c in kids(token) if c.i > token.i and (c.role.object or c.role.acting))
    return before.upos in ("NOUN", "PROPN") and any(not phrase_of(c).preposition for c in behind)


DONE_FOR = frozenset(
    {
        "abducted", "assassinated", "beheaded", "executed", "kidnapped", "lynched", "massacred", "murdered", "poisoned", "slain",
        "slaughtered", "tortured"
    }
)
"""Participles that tell of violence done to whoever they stand before: "the *assassinated* senator"."""


def patient_named(verb: Token) -> bool:
    """See a participle before the noun that it was done to. A wounded or detained man is one now; a murdered one was murdered once."""
    return verb.role.adjective and verb.lower in DONE_FOR and verb.head.i > verb.i and verb.head.upos in ("NOUN", "PROPN")


def _repaired(clause: Clause) -> Clause:
    noun = clause.head.head
    clause.passive = False
    clause.objects.append(noun)
    for child in kids(noun):
        if child.role.acting and child.i < clause.head.i:
            clause.subjects.append(child)
        elif child.role.attribute or child.role.oblique:
            _phrase(clause, child)
    return clause


def _crossed(verb: Token) -> list[Token]:
    """Give the subject that the parser hung on the verb of saying behind: "*A strike* killed ten, the governor said"."""
    above = verb.head
    if not verb.role.content or above.i < verb.i:
        return []
    return [c for c in phrase_of(above).subjects if c.role.acting and c.i < verb.i]


def _place(clause: Clause, child: Token) -> None:
    role = child.role
    if role.subject and child.i > clause.head.i and any(_opens(v, child) for v in phrase_of(clause.head).adverbials if _without_subject(v)):
        return
    if (role.object or role.acting) and child.i > clause.head.i and phrase_of(child).preposition:
        _phrase(clause, child)
    elif role.acting and child.i > clause.head.i and not _inverted(clause.head):
        if not _comma_between(clause.head, child):  # "arrested on Saturday the captain"; after a comma it is who says so
            clause.objects.append(child)
    elif role.acting:
        (clause.objects if clause.passive and not role.clause and not clause.objects else clause.subjects).append(child)
    elif role.undergoing:
        (clause.objects if clause.passive else clause.subjects).insert(0, child)
    elif role.object:
        clause.objects.append(child)
    elif role.indirect:
        clause.indirect.append(child)
    elif role.agent and phrase_of(child).preposition in ("by", None):
        clause.agents.append(child)
        _phrase(clause, child)
    elif role.agent or role.oblique or role.attribute or role.bare or role.loose:
        _phrase(clause, child)
    elif role.particle or role.adverb:
        clause.particles.add(child.lower)
    elif (role.content or role.beside) and child.i > clause.head.i:
        if not is_infinitive(child):
            clause.that.append(child)
        elif phrase_of(child).mark != "whether":  # who decides whether to act has decided nothing
            clause.infinitives.append(child)
    elif role.complement or role.adverbial:
        _complement(clause, child)
    if child.upos == "ADP" and child.i == clause.head.i + 1:
        clause.particles.add(child.lower)


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
    if phrase_of(child).mark == "for" and child.i > clause.head.i:  # "called *for Kenya to withdraw*"
        asked = [c for c in (*phrase_of(child).doers, *phrase_of(clause.head).doers) if clause.head.i < c.i < child.i]
        clause.phrases.setdefault("for", []).extend(asked or [child])
    if is_infinitive(child):
        clause.infinitives.append(child)
        return
    preposition = phrase_of(child).preposition or phrase_of(child).mark
    if preposition and child.i > clause.head.i:
        clause.phrases.setdefault(preposition, []).append(child)
    if child.role.complement:
        clause.complements.append(child)
        if child.upos == "NOUN" and preposition is None and child.i > clause.head.i and not clause.objects:
            clause.objects.append(child)


def _phrase(clause: Clause, child: Token) -> None:
    words = [c.lower for c in phrase_of(child).prepositions if c.i < child.i]
    for preposition in words:
        clause.phrases.setdefault(preposition, []).append(child)
    if "by" in words and clause.passive and not child.role.agent and child.i > clause.head.i:
        clause.agents.append(child)


BE = frozenset(("am", "are", "is", "was", "were", "'s", "’s", "'re", "’re"))


def is_infinitive(token: Token) -> bool:
    """Say whether the token is a to-infinitive."""
    form, verb, around = token.form, token.upos == "VERB", phrase_of(token)
    if verb and (form.gerund or form.past or (form.participle and not around.auxiliaries)):  # "plans *to be elected*" is one
        return False
    if any(c.form.tensed and c.i < token.i and c.lower in BE for c in (*around.copulas, *around.auxiliaries)):  # "the aim *was to* end it"
        return False
    before = (*around.marks, *around.auxiliaries, *(around.prepositions if verb else ()))
    return any(c.lower == "to" and c.i < token.i for c in before)


PERFECT = frozenset(("has", "have", "had", "having", "'ve"))


def is_passive(head: Token) -> bool:
    """Say whether a verb is in the passive, reduced participles after a noun included."""
    if head.lower in PREDICATES:
        return False
    around = phrase_of(head)
    if around.passive:
        return True
    if head.form.past and head.sentence.part.kind == "title" and _done_to(head):
        return True
    if head.form.past and _opens_clause(head) and (head.role.adverbial or head.role.content) and not around.doers:
        return True  # "*Asked* whether he would run, he said …"
    if head.form.past and head.role.adverbial and _after_noun(head) is not None and not around.marks and _done_to(head):
        return True  # "wrote to a captain later *killed* in a strike"
    if head.form.past and (head.role.relative or head.role.reduced) and _done_to(head) and not (around.has_subject or _relative_word(head)):
        return True  # "reported 12 soldiers *killed*"
    if head.form.tensed or head.form.base:  # a finite form without auxiliary is active, whatever the arc to its subject says
        return False
    if around.agents or any(c.role.undergoing and not c.role.clause for c in around.subjects):
        return True
    if not head.form.participle or any(c.lower in PERFECT for c in around.auxiliaries):
        return False
    role = head.role
    if role.conjunct and head.head.upos == "VERB":
        bare = not around.objects and not any(c.role.acting for c in around.subjects)
        return bare and head.head.form.participle and is_passive(head.head)
    return (role.reduced or role.relative or role.adjective or role.adverbial) and not around.objects


def _relative_word(head: Token) -> bool:
    return any(c.lower in RELATIVE for c in kids(head))


def _opens_clause(head: Token) -> bool:
    """See a verb that opens its clause, alone or behind what leaves subject and auxiliary out: "*Asked* …", "when *asked* …"."""
    first = head.sentence.tokens[0].i
    return head.i == first or head.sentence.tokens[head.i - 1 - first].lower in BARE


BARE = frozenset(("when", "once", "until", "unless", "if"))


def _done_to(head: Token) -> bool:
    """See a participle in a headline, which leaves out its auxiliary: "Ex-minister *jailed* for graft", "Two *arrested*"."""
    around = phrase_of(head)
    made = [c for c in around.complements if c.lower != "dead"]  # "Three *shot dead*"
    alone = not (around.objects or around.contents or made or around.joined("at"))  # "Rebels shot *at* a bus"
    return alone and verb_lemmas().get(head.lower) in word_class("done-in-headlines")


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
    told = any(t.lower in RELATIVE for t in (*pronouns, *(t for ts in clause.phrases.values() for t in ts)))  # "an attack *in which* ..."
    if head.role.relative and not told:
        if clause.subjects and not clause.objects and not clause.passive:
            clause.objects.append(head.head)
        elif not clause.subjects and not clause.passive:
            clause.subjects.append(head.head)


def _antecedent(head: Token, pronoun: Token) -> Token:
    for token in (head, *above(head, MAX_CLIMB)):
        if (token.role.relative or token.role.reduced) and token.head.i < pronoun.i:
            return token.head
    return pronoun


def _inherit_subject(clause: Clause) -> None:
    """Find who acts where the verb has no subject of its own: participles after nouns, control, coordination, adverbial clauses."""
    token = clause.head
    if token.form.gerund and "between" in clause.phrases:
        return  # "closed the border because of *fighting between* the two": whoever closes it does not fight
    beside = _right_before(clause) or _cause(token)
    if beside is not None:
        _give_subject(clause, [beside])
        return
    for _ in range(MAX_CLIMB):
        parent = token.head
        if parent is token:
            return
        role = token.role
        if (role.reduced or role.relative or role.adjective) and parent.upos in ("NOUN", "PROPN", "PRON"):
            _subject_of_noun(clause, token, parent)
            return
        if not role.shares_subject:
            return
        own = [c for c in (*kids(parent), *kids(token)) if _opens(token, c)][-1:] if role.adverbial and _told(token) else []
        if own or (role.adverbial and _finite(token)):  # a finite clause has its own: "fled *as three of the men* were held"
            _give_subject(clause, own)
            return
        if (role.content or role.beside) and not is_infinitive(token) and not _perceived(token):
            return
        found = _subject_from(token, parent)
        if found:
            _give_subject(clause, found)
            return
        token = parent


CONJUNCTIONS = frozenset(("as", "after", "before", "since", "until", "till"))
"""Words that open a clause and are read as prepositions of its subject where the parser misses the clause."""


def _opens(verb: Token, noun: Token) -> bool:
    """See the subject of a finite clause that the parser hung on the verb above: "held after *the mayor* was shot"."""
    if noun.i > verb.i:
        return False
    marks = phrase_of(verb).marks
    return phrase_of(noun).preposition in CONJUNCTIONS or (noun.role.subject and any(m.i < noun.i for m in marks))


def _told(verb: Token) -> bool:
    return verb.form.tensed or _finite(verb)


def _finite(verb: Token) -> bool:
    """Say whether an auxiliary gives a verb its tense: "were *held*", "has *gone*"."""
    return any(c.form.tensed and c.lower in BE | PERFECT for c in phrase_of(verb).auxiliaries)


def _right_before(clause: Clause) -> Token | None:
    """Give the noun that a participle follows without a comma: "wrote to a *captain* later killed in a strike"."""
    verb = clause.head
    if not (clause.passive and verb.role.adverbial) or phrase_of(verb).marks or phrase_of(verb).auxiliaries:
        return None
    return _after_noun(verb)


def _after_noun(verb: Token) -> Token | None:
    tokens, at = verb.sentence.tokens, verb.i - verb.sentence.tokens[0].i - 1
    while at > 0 and tokens[at].upos == "ADV":
        at -= 1
    return tokens[at] if at >= 0 and tokens[at].upos in ("NOUN", "PROPN") and tokens[at].name is None else None


CAUSES = frozenset(("due", "amid", "after", "following", "because", "during"))
"""Openers of a phrase that tells what brought something about."""
HARMING = frozenset(("kill", "injure", "wound", "displace"))


def _cause(verb: Token) -> Token | None:
    """Give the noun that harms in "declared an emergency due to *violence*, killing seven": who declares it does not kill."""
    tokens, at = verb.sentence.tokens, verb.i - verb.sentence.tokens[0].i - 2
    if not (verb.form.gerund and verb.role.adverbial and at > 0 and tokens[at + 1].text == ","):
        return None
    noun = tokens[at]
    opener = phrase_of(noun).preposition if noun.role.oblique else phrase_of(noun.head).mark if noun.role.object else None
    return noun if noun.upos == "NOUN" and opener in CAUSES and verb_lemmas().get(verb.lower) in HARMING else None


def _without_subject(verb: Token) -> bool:
    return _finite(verb) and not phrase_of(verb).subjects


def _perceived(verb: Token) -> bool:
    """See what somebody is seen doing: "watched *police* detain ten people"."""
    seen = verb.role.content and verb_lemmas().get(verb.head.lower, verb.head.lemma) in PERCEIVING
    return seen and bool(_seen(verb)) and not phrase_of(verb).marks and not any(c.role.acting for c in phrase_of(verb).subjects)


def _seen(verb: Token) -> list[Token]:
    """Give who stands between a verb of seeing and what is seen."""
    return [c for c in kids(verb.head) if (c.role.object or c.role.acting) and verb.head.i < c.i < verb.i][:1]


def _give_subject(clause: Clause, found: list[Token]) -> None:
    if clause.passive and not clause.objects:
        clause.objects.extend(found)
    elif not clause.passive:
        clause.subjects.extend(found)


def _subject_of_noun(clause: Clause, verb: Token, noun: Token) -> None:
    if is_infinitive(verb):
        owner = phrase_of(noun).possessor
        governor = noun.head if noun.head is not noun else None
        if owner is not None:
            clause.subjects.append(owner)
        elif governor is not None and governor.upos == "VERB" and noun.role.object:
            clause.subjects.extend(own_subjects(governor))
        return
    governor = noun.head
    if noun.role.object and governor.upos == "VERB" and verb.form.gerund and noun.lower in DOCUMENTS:
        _give_subject(clause, own_subjects(governor))
        return
    _give_subject(clause, [noun])


def _subject_from(token: Token, parent: Token) -> list[Token]:
    """Give the subject that a verb takes over from the verb above it."""
    around = phrase_of(token)
    gerund = around.mark in ("of", "from", "for", "into", "with") or around.preposition in ("of", "from", "for", "into", "with")
    if _perceived(token):
        return _seen(token)
    seen = verb_lemmas().get(parent.lower) in PERCEIVING and control_of(parent) == "obj"
    ruled = seen or ((is_infinitive(token) or gerund) and control_of(parent) == "obj" and not said_meanwhile(parent, token))
    ruled |= gerund and "for" in (around.mark, around.preposition) and verb_lemmas().get(parent.lower) in word_class("judging")
    role = token.role
    if ruled and (role.complement or role.content or role.adverbial or role.oblique):
        objects = [c for c in kids(parent) if c.role.object or c.role.indirect or (c.role.undergoing and not c.role.clause)]
        called = [c for c in phrase_of(parent).obliques if phrase_of(c).preposition in ("on", "upon", "to")]
        if objects or called:
            return objects[:1] or called[:1]
    return own_subjects(parent)


def own_subjects(verb: Token) -> list[Token]:
    """Give the subjects that hang on a verb itself, the logical agent first in a passive."""
    return [_antecedent(verb, s) if s.lower in RELATIVE else s for s in phrase_of(verb).subjects]


def _share_object(clause: Clause) -> None:
    """Let "arrested and deported X" share its object: the first verb of a pair takes the second's."""
    if clause.objects or clause.passive:
        return
    verb = clause.head
    if verb.role.conjunct and verb.head.upos == "VERB":
        clause.objects.extend(c for c in phrase_of(verb.head).objects if c.i > verb.i)
    for child in phrase_of(clause.head).coordinated:
        if child.upos == "VERB" and child.i - clause.head.i <= 3:
            clause.objects.extend(phrase_of(child).objects)


def _nested_phrases(clause: Clause) -> None:
    """Add the partners that the parser hung on another phrase, where the verb has none.

    "Spoke by telephone *with* the president", "suspended part of the programme *for* Kenya".
    """
    near = [t for ts in list(clause.phrases.values())[:4] for t in ts[:2] if t.i > clause.head.i]
    for child in [c for t in near for c in phrase_of(t).attributes if c.i > t.i]:
        preposition = phrase_of(child).preposition
        if preposition in ("with", "to", "against", "for") and preposition not in clause.phrases:
            clause.phrases[preposition] = [child]


def _misplaced_object(clause: Clause) -> None:
    """Take back the object that the parser hung on the verb above as a second subject: "they attempted to kill *the minister*"."""
    verb, above = clause.head, clause.head.head
    if verb.role.complement and not clause.objects and above.i < verb.i:
        late = [c for c in phrase_of(above).subjects if c.role.acting and c.i > verb.i and not _comma_between(verb, c)]
        clause.objects.extend(late[:1])
