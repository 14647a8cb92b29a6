"""Holds a frame's pattern against a clause or a noun phrase."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.coding.lexicon import Condition, Frame
from onrecord.grammar.clause import Clause, is_infinitive, is_passive
from onrecord.grammar.lexicon import noun_lemmas, verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tree import around
from onrecord.model.document import Token
from onrecord.model.drafts import Cast

ACTOR = "@actor"
STATE = "@state"
PLACE = "@place"
ANSWERING = frozenset(("responsibility", "credit", "involvement"))
"""What one claims, denies or takes for an act."""
PRONOUN_REACH = 25
"""Words back to the noun that "it" stands for: "voted to lift *martial law*, hours after he had imposed *it*"."""
AHEAD = frozenset(("will", "would", "shall", "should", "must", "need", "'ll", "’ll"))
"""Auxiliaries of a clause that says what is to be done."""
OFFICIAL = frozenset(("GOV", "LEG", "MIL", "JUD", "ELI", "SPY"))


def best_verb_frame(frames: tuple[Frame, ...], clause: Clause, cast: Cast) -> tuple[Frame | None, list[Frame]]:
    """Give the most demanding frame whose pattern holds, and the others that hold too."""
    held: dict[int, bool] = {}

    def holds(condition: Condition) -> bool:
        known = held.get(id(condition))
        if known is None:
            known = held[id(condition)] = _verb_holds(condition, clause, cast)
        return known

    fitting = [f for f in frames if all(any(map(holds, term)) for term in f.terms)]
    return (fitting[0], fitting[1:]) if fitting else (None, [])


def _verb_holds(condition: Condition, clause: Clause, cast: Cast) -> bool:
    key, words = condition.key, condition.words
    if key == "obj":
        found = clause.objects or (clause.indirect if words is None else [])
        return bool(found) if words is None else any(head_is(t, words, cast) for t in (*clause.objects, *clause.indirect))
    if key == "obj!":
        return bool(clause.objects) and words is not None and not any(head_is(t, words, cast) for t in clause.objects)
    if key == "poss":
        return any(inside(c, cast) for o in clause.objects for c in phrase_of(o).possessors)
    if key == "pair":
        return any(phrase_of(t).coordinated for s in clause.subjects for t in (s, *phrase_of(s).modifiers))
    if key == "own":
        return any(c.lower in ("its", "their", "his", "her") for o in clause.objects for c in phrase_of(o).possessors)
    if key == "!obj":
        return not clause.objects
    if key == "!that":
        return not clause.that
    if key == "subj":
        return any(words is None or head_is(t, words, cast) for t in (*clause.subjects, *(clause.agents if clause.passive else ())))
    if key == "!comp":
        return not clause.complements
    if key == "comp":
        return _complement_holds(words, clause)
    if key == "pass":
        return clause.passive
    if key in ("that", "to-come", "to-v", "to-be", "to-v!", "not-to", "xv"):
        return _clause_holds(key, words, clause)
    if key.startswith("+"):
        return key[1:] in clause.particles or key[1:] in clause.phrases
    found = [t for t in clause.phrases.get(key, []) if words is not None or not _only_when(t)]
    return bool(found) and (words is None or any(head_is(t, words, cast) for t in found))


def _clause_holds(key: str, words: frozenset[str] | None, clause: Clause) -> bool:
    if key == "that":
        return bool(clause.that)
    if key == "to-come":
        return any(t.form.base or any(c.lower in AHEAD for c in phrase_of(t).auxiliaries) for t in clause.that)
    if key == "to-v!":
        return any(verb_lemmas().get(t.lower, t.lemma) not in (words or ()) for t in clause.infinitives)
    if key == "xv":
        return bool(clause.complements or clause.that or any(t.form.gerund for ts in clause.phrases.values() for t in ts))
    negated = [t for t in clause.infinitives if phrase_of(t).negated]
    if key == "not-to":
        return bool(negated)
    if words is None:
        return bool(clause.infinitives)
    asked = clause.infinitives if key == "to-v" else [t for t in clause.infinitives if is_passive(t)]
    return any(verb_lemmas().get(t.lower, t.lemma) in words for t in asked)


def _complement_holds(words: frozenset[str] | None, clause: Clause) -> bool:
    found = clause.complements + clause.objects
    return bool(clause.complements) if words is None else any(_near(t, words) for t in found)


def _near(token: Token, words: frozenset[str]) -> bool:
    """Say whether a head or a modifier right before it is one of the words ("terrorist organisation")."""
    return lemma(token) in words and (lemma(token) not in ("organisation", "organization", "group", "agent") or _modified(token, words))


def is_complement(token: Token, frame: Frame) -> bool:
    """Say whether a noun is what the frame has somebody called ("declared X *a terrorist organisation*"), not who is called so."""
    return any(c.key == "comp" and c.words is not None and _near(token, c.words) for term in frame.terms for c in term)


def _modified(token: Token, words: frozenset[str]) -> bool:
    return any(lemma(c) in words for c in phrase_of(token).modifiers)


def surface(token: Token) -> str:
    """Give the word in lower case, with what a hyphen joins to it from the left ("cease-fire", which the tokenizer splits)."""
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i
    if at >= 2 and tokens[at - 1].lower == "-" and tokens[at - 1].end == token.start and tokens[at - 2].end == tokens[at - 1].start:
        return f"{tokens[at - 2].lower}-{token.lower}"
    return token.lower


def lemma(token: Token) -> str:
    """Give a noun's lemma, from our own table of forms first (the tagger's lemma may be wrong)."""
    around_it = phrase_of(token)
    if around_it.lemma is None:
        known = noun_lemmas()
        found = known.get(surface(token)) or known.get(token.lower)
        around_it.lemma = found or (token.lower if token.upos in ("ADJ", "PROPN") else token.lemma.lower())
    return around_it.lemma


def counted(token: Token) -> Token:
    """Give what a measure word counts: "dozens of *protesters*", "$33 million in *aid*"."""
    measures = word_class("measure")
    for _ in range(2):
        if lemma(token) not in measures and token.upos not in ("NUM", "SYM"):
            return token
        inner = next((c for c in phrase_of(token).attributes if phrase_of(c).preposition in ("of", "in")), None)
        if inner is None:
            return token
        token = inner
    return token


def carried(token: Token) -> list[Token]:
    """Give what a container noun stands for: aid *deliveries*, a *round* of talks, mediation *efforts*."""
    if lemma(token) not in word_class("container"):
        return []
    around_it = phrase_of(token)
    return [*around_it.modifiers, *(c for c in around_it.attributes if phrase_of(c).preposition in ("of", "in"))]


def head_is(token: Token, words: frozenset[str], cast: Cast) -> bool:
    """Say whether the head of a noun phrase, what it counts or holds, or a part coordinated with it belongs to a class."""
    inner = counted(token)
    return any(_one_is(t, words, cast) for t in (token, inner, *carried(inner), *phrase_of(token).coordinated))


def _one_is(token: Token, words: frozenset[str], cast: Cast) -> bool:
    if token.lower in ("it", "them"):
        before = (t for t in around(token, PRONOUN_REACH) if t.i < token.i and t.role.argument)
        before = (t for t in before if (t.form.singular if token.lower == "it" else t.form.plural and t.upos != "PRON"))
        if any(lemma(t) in words for t in before):
            return True
    elif lemma(token) in words or (token.text[0] in "$€£" and token.text[0] in words):
        return True
    if any("~" + c.lower in words for c in (*phrase_of(token).modifiers, *phrase_of(token).attributes)):
        return True
    if PLACE in words and token.i in getattr(cast, "placed", ()):
        return True
    actor = cast.of(token)
    if actor is None:
        return False
    if f"={actor.sector}" in words or ACTOR in words:
        return True
    if STATE in words and (actor.type == "government" or actor.sector in OFFICIAL):
        return True
    return token.upos == "PRON" and any(m.head is not None and m.form != "pronoun" and lemma(m.head) in words for m in actor.mentions)


def inside(token: Token, cast: Cast) -> bool:
    """Say whether a noun phrase stands for an actor or names one."""
    return cast.of(token) is not None or any(cast.of(c) is not None for c in phrase_of(token).words)


def noun_frame(frames: tuple[Frame, ...], token: Token, support: Clause | None, cast: Cast) -> tuple[Frame | None, list[Frame]]:
    """Give the most demanding noun frame that holds, and the others. `support` is the clause of the verb that carries the noun."""
    fitting = [f for f in frames if all(any(_noun_holds(c, token, support, cast) for c in term) for term in f.terms)]
    return (fitting[0], fitting[1:]) if fitting else (None, [])


def _noun_holds(condition: Condition, token: Token, support: Clause | None, cast: Cast) -> bool:
    key, words = condition.key, condition.words
    if key == "mod":
        return words is not None and any(_modifier_in(c, words) for c in modifiers(token))
    if key == "mod!":
        return words is not None and not any(_modifier_in(c, words) for c in modifiers(token))
    if key in ("of!", "into!"):
        named = (c for c in phrase_of(token).words if phrase_of(c).preposition == key[:-1])
        return not any(words is None or head_is(c, words, cast) for c in named)
    if key == "to-v":
        return any((c.role.reduced or c.role.adverbial or c.role.complement) and is_infinitive(c) for c in phrase_of(token).words)
    if key == "subj":
        return support is not None and any(head_is(t, words or frozenset(), cast) for t in (*support.subjects, *support.agents))
    if key == "that":
        if support is not None and support.that:
            return True
        return any(c.upos == "VERB" for c in (*phrase_of(token).reduced, *phrase_of(token).contents))
    found = phrase_of(token).joined(key)
    found += [t for t in support.phrases.get(key, []) if t is not token] if support else []
    return any(not _only_when(c) if words is None else head_is(c, words, cast) for c in found)


def _only_when(token: Token) -> bool:
    """See a phrase that only says when: a strike *on Tuesday* is on nobody."""
    return token.name is not None and token.name.label in ("DATE", "TIME")


def _modifier_in(token: Token, words: frozenset[str]) -> bool:
    return lemma(token) in words or token.lower in words


def modifiers(token: Token) -> Iterable[Token]:
    """Give the words that modify a noun from the left: compounds and adjectives, and theirs (car bomb attack)."""
    for child in phrase_of(token).words:
        if child.i < token.i and (child.role.modifier or child.role.attribute or child.role.adverb):
            yield child
            yield from phrase_of(child).modifiers
