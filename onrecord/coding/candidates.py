"""Finds the words of a sentence that may tell of an act, with the frame that fits and the parties that fill it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.coding.lexicon import PREPOSITIONS, Frame, noun_frames, support_verbs, verb_frames
from onrecord.coding.matching import ANSWERING, best_verb_frame, carried, lemma, noun_frame, surface
from onrecord.coding.participants import Parties, actors_of, noun_parties, sender_of, verb_parties
from onrecord.coding.proposals import proposed
from onrecord.coding.status import Reality
from onrecord.coding.territories import Casting
from onrecord.grammar.clause import PREDICATES, Clause, clause_of, headline_verb, misread, patient_named
from onrecord.grammar.lexicon import people, verb_lemmas, word_class
from onrecord.grammar.nominal import nominal_clause, nominal_verbs
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.tense import tense_of
from onrecord.grammar.tree import around
from onrecord.heads.acts import NONE, Acts
from onrecord.lang import per_language
from onrecord.model.document import Sentence, Token
from onrecord.model.drafts import ActorDraft, Cast
from onrecord.model.record import Span
from onrecord.ontology import PLOVER, Code

COMMIT = "COMMIT"
"""A frame whose type depends on the act inside: promising something hostile is a threat, anything else a promise."""

INTENTIONS = frozenset(("plan", "intend", "aim", "decide", "resolve", "opt", "choose", "keen", "eager", "happy"))
"""Of these only the intention to do something that is itself an act counts."""

NOMINAL = frozenset(
    {
        "object", "acting", "undergoing", "oblique", "attribute", "root", "conjunct", "apposition", "indirect", "agent", "content",
        "complement", "adverbial", "beside", "loose"
    }
)
"""What a noun is to the word it hangs on, where it heads a phrase of its own."""

CARRYING = frozenset((("joins", "in"), ("travels", "for"), ("travels", "on")))
"""Verbs that carry a noun by way of a preposition: engaged *in* talks, arrived *for* a visit."""

DONE_TO = ("on", "at", "against", "with", "between")
"""Prepositions of whom or what an act is done to or with."""

NEAR = 24
"""Words of the sentence on each side of the act that may name its mode and context."""


@dataclass(slots=True, eq=False)
class Candidate:
    """A possible event: the trigger, its frame, what carries it and who takes part."""

    trigger: Token
    frame: Frame
    others: list[Frame]
    parties: Parties
    event: str
    mode: str | None
    cameo: str
    clause: Clause | None = None
    support: Clause | None = None
    inner: str | None = None
    named: list[Token] = field(default_factory=list)
    """The object that the frame asks for, where it is a thing: the act's other half ("imposed a *curfew*", "signed an *accord*")."""
    reality: Reality = field(default_factory=Reality)

    def spans(self) -> list[Span]:
        """Give the trigger's spans: verb with particle, carrying verb and noun."""
        tokens = {self.trigger.i: self.trigger}
        for head in (self.clause.head if self.clause else None, self.support.head if self.support else None):
            if head is not None:
                tokens[head.i] = head
                tokens.update((c.i, c) for c in phrase_of(head).particles if 0 < c.i - head.i <= 3)
        tokens.update((t.i, t) for t in self.named)
        return join(sorted(tokens.values(), key=lambda t: t.i))

    def heads(self) -> list[Token]:
        """Give the words that times, places and figures may hang on: the act's own, then those of the verb that carries it."""
        return [self.trigger] if self.support is None else [self.trigger, self.support.head]

    def arguments(self) -> list[Token]:
        """Give the heads of all noun phrases of the act."""
        out: list[Token] = []
        for clause in (self.clause, self.support):
            if clause is not None:
                out += [*clause.subjects, *clause.objects, *clause.agents, *(t for ts in clause.phrases.values() for t in ts)]
        around = phrase_of(self.trigger)
        return [*out, *around.possessors, *around.modifiers, *around.counts, *around.attributes, *around.obliques]

    def located(self) -> list[Token]:
        """Give the words whose place is the act's place: the act's own, then whom or what it is done to."""
        out = self.heads()
        for clause in (self.clause, self.support):
            if clause is not None:
                out += clause.objects + [t for p in DONE_TO for t in clause.phrases.get(p, [])]
        return out + [c for c in phrase_of(self.trigger).attributes if phrase_of(c).preposition in (*DONE_TO, "of")]

    def own_words(self) -> list[Token]:
        """Give the words of the act's own phrases: they may name its mode ("*drone* strike", "killed in a *suicide* attack")."""
        heads = [*self.heads(), *self.arguments()]
        inner = [c for h in heads for c in phrase_of(h).words if c.role.modifier or c.role.joined or c.role.object]
        inner += [c for t in inner if t.role.compound for c in phrase_of(t).modifiers]  # "a *suicide* car bomber"
        return sorted({t.i: t for t in (*heads, *inner)}.values(), key=lambda t: (abs(t.i - self.trigger.i), t.i))

    def near(self) -> list[Token]:
        """Give the words around the act: they may name its contexts."""
        return around(self.trigger, NEAR)


def join(tokens: list[Token]) -> list[Span]:
    """Join tokens that stand side by side into spans."""
    out: list[list[Token]] = []
    for token in tokens:
        if out and out[-1][-1].i + 1 == token.i:
            out[-1].append(token)
        else:
            out.append([token])
    return [(run[0].start, run[-1].end) for run in out]


def find_candidates(sentence: Sentence, cast: Casting, acts: Acts = NONE) -> Iterator[Candidate]:
    """Find the candidate events of a sentence: verbs first, then nouns, then what only the learned head sees."""
    forms = trigger_forms()
    triggers = [t for t in sentence.tokens if t.lower in forms and not habitual(t)]
    taken: set[int] = set()
    for token in triggers:
        frames = _frames(verb_frames(), token)
        found = _verb_candidate(token, frames, cast) if frames and is_verbal(token) else None
        if found is not None:
            taken.add(token.i)
            taken.update(_part_of_it(found))
            taken.add(token.i)
            yield found
    for token in sentence.tokens:
        clause = nominal_clause(token) if token.i not in taken else None
        found = _nominal_candidate(clause, cast) if clause is not None else None
        if clause is not None and found is not None:
            taken.update((token.i, *(t.i for t in clause.objects)))
            yield found
    for token in triggers:
        frames = _frames(noun_frames(), token)
        found = _noun_candidate(token, frames, cast) if frames and token.i not in taken and is_nominal(token) else None
        if found is not None and not (found.support is not None and habitual(found.support.head)):
            taken.update(t.i for t in found.heads())
            yield found
    for token, frame in proposed(sentence.tokens, acts, taken):
        if habitual(token):
            continue
        if is_verbal(token):
            clause = clause_of(token)
            yield Candidate(token, frame, [], verb_parties(frame, clause, cast), frame.event, None, frame.cameo, clause=clause)
        elif token.upos == "NOUN" and is_nominal(token):
            support = _support(token)
            parties = noun_parties(frame, token, support, cast)
            yield Candidate(token, frame, [], parties, frame.event, None, frame.cameo, support=support)


def habitual(trigger: Token) -> bool:
    """See what happens over and over and so on no day that could be told: "*regularly* attack convoys", "*frequent* raids".

    Nor does what says which forces are meant: "where rebels *fighting* the government have a base".
    """
    if trigger.role.reduced and trigger.form.gerund and verb_lemmas().get(trigger.lower) in word_class("warring"):
        return True
    if trigger.upos == "VERB" and tense_of(trigger) == "past":
        return False  # "soldiers *routinely beat* detainees": what is told of is done
    around = phrase_of(trigger)
    often = word_class("often")
    return any(c.lower in often for c in (*around.adverbs, *(m for m in around.modifiers if m.role.adjective)))


@per_language
def trigger_forms() -> frozenset[str]:
    """Give every word form that a frame may begin with, of hyphenated ones the last part (the tokenizer splits them)."""
    forms = {*verb_frames(), *noun_frames()}
    return frozenset(forms | {f.rpartition("-")[2] for f in forms})


def may_tell(token: Token) -> bool:
    """Say whether a word that is no verb can be a candidate, by a frame or by what the head says of it."""
    return (token.upos == "NOUN" and token.role.name in NOMINAL) or token.lower in trigger_forms() or token.lower in PREDICATES


def _frames(table: dict[str, tuple[Frame, ...]], token: Token) -> tuple[Frame, ...]:
    return table.get(surface(token)) or table.get(token.lower, ())


def _part_of_it(candidate: Candidate) -> Iterator[int]:
    """Give the nouns that are part of a verb's act and no acts of their own: "imposed *sanctions*", "the *lifting* of a ban"."""
    if candidate.clause is None:
        return
    for condition in (c for term in candidate.frame.terms for c in term if c.key in PREPOSITIONS and c.words is not None):
        named = condition.words or frozenset()
        yield from (t.i for t in candidate.clause.phrases.get(condition.key, []) if lemma(t) in named)  # "went on *strike*"
    if not candidate.frame.takes_object and candidate.frame.event not in (PLOVER.promise, PLOVER.threat, COMMIT):
        return
    for noun in candidate.clause.objects:  # of words, too, only the word is the act: "pledged two million in *aid*"
        yield noun.i
        yield from (c.i for c in phrase_of(noun).attributes if phrase_of(c).preposition in ("of", "in"))


def is_verbal(token: Token) -> bool:
    """Say whether a word is a verb in use (or a predicate such as *ready*), not a participle before a noun or a noun tagged as a verb."""
    if token.upos == "ADJ":
        return token.lower in PREDICATES
    if headline_verb(token):
        return True
    if token.upos != "VERB" or token.role.compound or token.role.preposition or token.role.mark:
        return False
    if token.role.adjective:
        return misread(token) or patient_named(token)
    around = phrase_of(token)
    as_noun = around.determiners or around.possessors or any(c.role.adjective for c in around.modifiers)
    return not (as_noun and (token.role.object or token.role.attribute or token.role.acting))


def is_nominal(token: Token) -> bool:
    """Say whether a word heads a noun phrase."""
    if token.upos not in ("NOUN", "PROPN") and surface(token) == token.lower and not (token.upos == "VERB" and not is_verbal(token)):
        return False
    return token.role.name in NOMINAL and token.name is None


def _verb_candidate(token: Token, frames: tuple[Frame, ...], cast: Casting) -> Candidate | None:
    clause = clause_of(token)
    frame, others = best_verb_frame(frames, clause, cast)
    if frame is None:
        return None
    inner = _inner_event(clause, cast) if frame.event in PLOVER.outer or frame.event == COMMIT else None
    event = frame.event
    if event == COMMIT:
        if inner is None and frame.lemma in INTENTIONS and not _hostile(clause):
            return None
        if inner == PLOVER.protest and frame.lemma in INTENTIONS | PREDICATES:  # "ready to hold its march" threatens nobody
            return None
        if inner == PLOVER.demand and frame.lemma in INTENTIONS:  # who "plans to appeal" or "to ask" gives no word
            return None
        event = PLOVER.threat if _hostile(clause) else PLOVER.announcing(inner) if inner else PLOVER.promise
    own = Code(frame.mode, frame.cameo)
    code = PLOVER.nested.get((event, inner or ""), own) if event != frame.event or frame.cameo in PLOVER.unspecific else own
    if event == PLOVER.threat and inner is None and frame.event == COMMIT:
        code = Code(None, PLOVER.root[event])
    parties = verb_parties(frame, clause, cast)
    named = _named(frame, clause, cast)
    return Candidate(token, frame, others, parties, event, frame.mode or code.mode, code.cameo, clause=clause, inner=inner, named=named)


def _nominal_candidate(clause: Clause, cast: Casting) -> Candidate | None:
    """Read "the *lifting* of sanctions" by the frames of its verb that ask for that object; whose sanctions they are may lift them."""
    frames = tuple(f for f in verb_frames().get(nominal_verbs()[clause.head.lower], ()) if f.takes_object)
    frame, others = best_verb_frame(frames, clause, cast)
    if frame is None:
        return None
    parties = verb_parties(frame, clause, cast)
    for act in clause.objects if not parties.actors else ():
        if (own := noun_frame(noun_frames().get(act.lower, ()), act, None, cast)[0]) is not None:
            parties.actors = [a for a in noun_parties(own, act, None, cast).actors if a not in parties.recipients]
    return Candidate(clause.head, frame, others, parties, frame.event, frame.mode, frame.cameo, clause=clause)


def _named(frame: Frame, clause: Clause, cast: Casting) -> list[Token]:
    """Give the object that a frame asks for by its word, if it is a thing and no party."""
    asked = frozenset(w for term in frame.terms for c in term if c.key == "obj" for w in c.words or ())
    return [t for t in clause.objects[:1] if lemma(t) in asked and t.upos == "NOUN" and cast.of(t) is None]


def _hostile(clause: Clause) -> bool:
    """Say whether what is promised is hostile though no act of its own: "ready *to retaliate*"."""
    ahead = [t for v in clause.infinitives[:2] for t in (v, *phrase_of(v).complements, *phrase_of(v).contents)]  # "to continue *fighting*"
    return any(verb_lemmas().get(t.lower, t.lemma.lower()) in word_class("hostile") for t in ahead)


def _inner_event(clause: Clause, cast: Cast) -> str | None:
    """Give the type of the act inside: of the infinitive or clause, else of the object or what is asked for."""
    for verb in (*clause.infinitives[:2], *clause.that[:1]):
        found = inner_of(verb, cast)
        if found is not None:
            return found
    nouns = (*clause.objects, *clause.phrases.get("for", []), *clause.phrases.get("to", []))
    return next((e for noun in nouns if (e := _noun_event(noun, cast)) is not None), None)


def inner_of(verb: Token, cast: Cast) -> str | None:
    """Give the type of the act that a verb names, if any."""
    clause = clause_of(verb)
    frame = best_verb_frame(verb_frames().get(verb.lower, ()), clause, cast)[0]
    if frame is not None:
        return frame.event if frame.event != COMMIT else None
    return next((e for noun in clause.objects if (e := _noun_event(noun, cast)) is not None), None)


def _noun_event(noun: Token, cast: Cast) -> str | None:
    for word in (noun, *carried(noun)):
        frame = noun_frame(noun_frames().get(word.lower, ()), word, None, cast)[0]
        if frame is not None:
            return frame.event
    return None


def _noun_candidate(token: Token, frames: tuple[Frame, ...], cast: Casting) -> Candidate | None:
    support = _support(token)
    frame, others = noun_frame(frames, token, support, cast)
    if frame is None:
        return None
    effect = support_verbs().get(verb_lemmas().get(support.head.lower, ""), "") if support else ""
    if effect == "ends":
        return None
    lost = _lost_in(token) if support is None else None
    parties = noun_parties(frame, token, support or lost, cast, received=effect == "receives" or lost is not None)
    if support is not None and verb_lemmas().get(support.head.lower) in ("claim", "deny"):
        senders = [a for s in support.subjects if (a := sender_of(s, cast)) is not None]
        parties.actors = senders or parties.actors
    if not parties.actors:
        parties.actors = _claimed_by(token, cast) or _behind(token, cast)
    return Candidate(token, frame, others, parties, frame.event, frame.mode, frame.cameo, support=support)


def _lost_in(noun: Token) -> Clause | None:
    """Give the clause that tells whose people fell: "the army *lost* 12 men *in an ambush* by rebels"."""
    verb = noun.head
    if not noun.role.oblique or phrase_of(noun).preposition not in ("in", "to") or verb_lemmas().get(verb.lower) != "lose":
        return None
    return clause_of(verb) if any(lemma(o) in people() for o in phrase_of(verb).objects) else None


def _claimed_by(noun: Token, cast: Casting) -> list[ActorDraft]:
    """Give who claims an act in a relative clause: "the bombing, *which was claimed by X*, killed nine"."""
    claims = (c for c in (*phrase_of(noun).relatives, *phrase_of(noun).reduced) if verb_lemmas().get(c.lower) == "claim")
    return [a for c in claims for agent in clause_of(c).agents for a in actors_of(agent, cast)]


def _behind(noun: Token, cast: Casting) -> list[ActorDraft]:
    """Give who says of itself that it did it: "Ansaru said that *it* was *behind* the attack"; not whom others hold for it."""
    if not noun.role.content or phrase_of(noun).preposition != "behind":
        return []
    named, speakers = ([a for c in phrase_of(word).doers for a in actors_of(c, cast)] for word in (noun, noun.head))
    return [a for a in named if a in speakers]


def _counted_by_object(token: Token) -> bool:
    """See "announced $33 million *in aid*", where the sum is the object and the aid hangs on the verb."""
    objects = [c for c in phrase_of(token.head).objects if c.i < token.i]
    return phrase_of(token).preposition == "in" and any(o.text[0] in "$€£" or lemma(o) in word_class("measure") for o in objects)


def _answered_for(noun: Token, verb: Token) -> bool:
    """See "claimed responsibility *for* the attack": who says so of itself is the actor."""
    if verb_lemmas().get(verb.lower) not in ("claim", "deny") or phrase_of(noun).preposition != "for" or _by_nobody(verb):
        return False
    return any(c.lower in ANSWERING and c.i > verb.i for c in phrase_of(verb).words)


def _by_nobody(verb: Token) -> bool:
    """Say whether the subject is nobody: "*no group* has claimed responsibility"."""
    return any(c.lower == "nobody" or phrase_of(c).none for c in phrase_of(verb).doers)


def _support(token: Token) -> Clause | None:
    """Give the clause of the verb that carries a noun: "*carried out* strikes", "talks *were held*", "engaged *in* talks"."""
    head = token
    for _ in range(2):
        above = head.head
        answering = above.lower in ANSWERING and (above.role.object or above.role.oblique)
        if answering and head.role.attribute and phrase_of(head).preposition == "for":
            return clause_of(above.head) if _answered_for(head, above.head) else None
        carries = head.role.attribute and (lemma(above) in word_class("measure") or lemma(above) in word_class("container"))
        if carries or ((head.role.conjunct or head.role.apposition) and above.upos in ("NOUN", "PROPN")):
            head = above
    verb = head.head
    if not (head.role.argument or head.role.complement) or verb is head or verb.upos != "VERB":
        return None
    effect = support_verbs().get(verb_lemmas().get(verb.lower, ""))
    if _answered_for(head, verb):
        return clause_of(verb)
    if verb_lemmas().get(verb.lower) == "claim" and _by_nobody(verb):
        return None
    if verb_lemmas().get(verb.lower) == "follow" and not head.role.acting:
        return None  # what follows protests is not who protests
    if effect is None or (head.role.oblique and (effect, phrase_of(head).preposition) not in CARRYING and not _counted_by_object(head)):
        return None
    if head.role.acting and effect != "happens":
        return None
    return clause_of(verb)
