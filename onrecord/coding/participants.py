"""Who fills the roles of a frame: from slots to noun phrases to the actors of the cast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.coding.lexicon import Frame, noun_frames
from onrecord.coding.matching import counted, is_complement, lemma, modifiers, noun_frame
from onrecord.coding.territories import Casting
from onrecord.grammar.clause import Clause, clause_of, own_subjects
from onrecord.grammar.lexicon import word_class
from onrecord.grammar.nominal import nominal_clause
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.drafts import ActorDraft, Cast
from onrecord.ontology import PLOVER
from onrecord.text import HYPHENS

INSIDE = ("possessor", "compound", "adjective", "title", "apposition", "flat", "attribute", "agent", "reduced")
"""Where to look inside a noun phrase whose head is nobody: "the *government's* decision", "*Israeli* strike", "the killing of *X*"."""

MEASURES = frozenset(("ban", "curfew", "martial-law", "restrict"))
"""What a state does to its own people: "the president extended the curfew in *Bamako*"."""

ASIDE = frozenset(("to", "on", "against", "towards", "toward", "about", "over", "outside", "near", "beside", "behind", "opposite", "off"))
"""Phrases that name whom the noun is turned against, or who stands nearby: they are no holders of it ("attack *on* Israel" does not make
Israel the attacker, "a man *outside* the ministry" is not the ministry)."""


ASIDE_OF_ACTS = ASIDE | {"in", "at", "inside", "across", "during", "after", "before"}
"""The same for a noun that is an act: "a raid *in* Mali" is not Mali's."""

UNDER = ("under", "after", "following", "during", "in")
"""Before the noun for something that somebody has with another: "released them *under* a deal with Israel"."""
SPEAKING = ("spokesman", "spokeswoman", "spokesperson")
OURS = frozenset(("we", "us"))
"""Whom the spokesman of an armed body means by it are those he speaks for."""
ARMED = frozenset(("MIL", "COP", "REB", "UAF", "SPY", "CRM"))
SIDES = frozenset(("anti", "pro"))
NOBODY = frozenset(("one", "nobody", "none"))


@dataclass(slots=True)
class Parties:
    """Actors and recipients of one act."""

    actors: list[ActorDraft] = field(default_factory=list)
    recipients: list[ActorDraft] = field(default_factory=list)


def verb_parties(frame: Frame, clause: Clause, cast: Casting) -> Parties:
    """Fill the roles of a verb frame."""
    out = Parties()
    for slots in frame.actors:
        found = (_all_actors(_slot(slot, clause, frame), cast) for slot in slots.split("|"))
        out.actors.extend(next((f for f in found if f), []))
    for slot in frame.recipients:
        tokens = _slot(slot, clause, frame)
        others = _received(tokens, cast, out.actors, frame)
        if not others and (frame.mode in MEASURES or frame.event == PLOVER.concession):
            others = [a for t in tokens if (a := cast.people(t, out.actors)) is not None]
        if others:
            out.recipients.extend(others)
            break
    if not any(frame.actors):
        out.actors.extend(a for a in _doers_of_act(frame, clause, cast) if a not in out.recipients)
    return _unique(out)


def _doers_of_act(frame: Frame, clause: Clause, cast: Casting) -> list[ActorDraft]:
    """Give who did the act in which somebody suffers: "died in a raid *by the army*"."""
    for act in (t for tokens in clause.phrases.values() for t in tokens):
        named = noun_frame(noun_frames().get(act.lower, ()), act, None, cast)[0]
        if named is not None and named.event == frame.event:
            return noun_parties(named, act, None, cast).actors
    return []


def _received(tokens: Sequence[Token], cast: Casting, actors: Sequence[ActorDraft], frame: Frame) -> list[ActorDraft]:
    """Give whom a phrase names as those an act is done to: none of its actors, nor who suffers what is protested against."""
    spared = actors
    if frame.event in (PLOVER.protest, PLOVER.accusation, PLOVER.demand):
        spared = [*actors, *_concerned_by([*tokens, *(t.head for t in tokens if t.role.attribute)], cast)]
    if frame.event == PLOVER.accusation:
        tokens = [d for t in tokens for d in phrase_of(t).done_by or (t,)]  # "condemned his removal *by soldiers*"
    acts = frame.event == PLOVER.accusation  # "condemned the attack in Moscow": whose land it was on is not who is accused
    lands = [t for t in tokens if not (acts and t.lower in noun_frames())]
    return [a for a in _all_actors(tokens, cast) or _territories(lands, cast, actors, frame) if a not in spared]


def _territories(tokens: Iterable[Token], cast: Casting, actors: Sequence[ActorDraft], frame: Frame) -> list[ActorDraft]:
    """Give the countries whose land is acted upon. Where people only meet is no party of the meeting ("returned to *Geneva* for talks")."""
    acted_upon = actors if frame.event != PLOVER.talks or frame.mode == "visit" else None
    return [a for t in tokens if (a := cast.territory(t, acted_upon)) is not None]


def _slot(slot: str, clause: Clause, frame: Frame) -> list[Token]:
    if slot == "subj":
        return clause.agents if clause.passive else clause.subjects
    if slot == "obj":
        return [t for t in clause.objects or clause.indirect if not is_complement(t, frame)]
    if slot == "iobj":
        return clause.indirect
    if slot == "poss":
        return [c for o in clause.objects for c in phrase_of(o).possessors]
    if slot == "clause":
        return [s for t in clause.that + clause.infinitives for s in own_subjects(t)]
    if slot == "act.obj":
        return list(_inner(clause))
    return [t for t in clause.phrases.get(slot, []) if t.upos not in ("NUM",)]


def _inner(clause: Clause) -> Iterator[Token]:
    """Give whom the act inside concerns: its object, then its phrases ("refused to meet *X*", "threatened to break relations with *X*")."""
    for verb in clause.infinitives[:1] + clause.that[:1]:
        inside = clause_of(verb)
        yield from inside.objects
        for preposition in ("with", "to", "against", "on", "from", "for", "in"):
            yield from inside.phrases.get(preposition, [])


def noun_parties(frame: Frame, token: Token, support: Clause | None, cast: Casting, *, received: bool = False) -> Parties:
    """Fill the roles of a noun frame from its own phrase and from the verb that carries it ("*faced* criticism": `received`)."""
    if received and support is not None:
        givers = [t for p in ("from", "by", "of", "with") for t in _noun_slot(p, token, support)]
        givers += [t for p in ("poss", "mod") for t in _noun_slot(p, token, None)]
        return _unique(Parties(_all_actors(givers, cast), _all_actors(_noun_slot("subj", token, support), cast)))
    out = Parties()
    every = len(frame.actors) > 1
    slots = frame.actors if every else frame.actors[0].split("/")
    for slot in slots:
        found = _all_actors(_noun_slot(slot, token, support), cast)
        out.actors.extend(a for a in found if a not in out.actors)
        if out.actors and not every:
            break
    if every and out.actors and (first := _first_party(token)) is not None:
        out.actors = [*(a for a in actors_of(first, cast) if a not in out.actors), *out.actors]
    for slot in frame.recipients:
        found = _received(_noun_slot(slot, token, support), cast, out.actors, frame)
        if found:
            out.recipients.extend(found)
            break
    return _unique(out)


def _first_party(noun: Token) -> Token | None:
    """Give who did something "under a deal *with Israel*", "after talks *with the rebels*": whoever has the deal with them."""
    around = phrase_of(noun)
    if not noun.role.oblique or around.possessors or not around.joined("with"):
        return None
    return phrase_of(noun.head).doer if around.preposition in UNDER else None


def _noun_slot(slot: str, token: Token, support: Clause | None) -> list[Token]:
    if slot == "poss":
        return list(phrase_of(token).possessors)
    if slot == "mod":
        return [t for t in modifiers(token) if not side_of(t)]
    if slot == "anti":
        return [t for t in modifiers(token) if side_of(t) == "anti"]
    if slot == "subj":
        if support is None:
            return []
        return support.agents if support.passive else [t for t in support.subjects if t is not token]
    if slot == "obj":
        return [t for t in support.objects if t is not token] if support else []
    if slot == "iobj":
        return support.indirect if support else []
    if slot == "clause":
        clauses = [*phrase_of(token).reduced, *phrase_of(token).contents] + (support.that if support else [])
        return [s for c in clauses for s in own_subjects(c)]
    own = phrase_of(token).done_by if slot == "by" else phrase_of(token).joined(slot)
    return own or ([t for t in support.phrases.get(slot, []) if t is not token] if support else [])


def _concerned_by(tokens: Iterable[Token], cast: Casting) -> list[ActorDraft]:
    """Give whom the acts concern that somebody protests against, condemns or demands.

    "Against *his* arrest", "condemned the killing of *X*", "demanded the release of *Y*".
    """
    out: list[ActorDraft] = []
    for token in tokens:
        frame = noun_frame(noun_frames().get(token.lower, ()), token, None, cast)[0]
        if frame is not None and (frame.event in PLOVER.forceful or frame.mode == "release"):
            out += noun_parties(frame, token, None, cast).recipients
        elif lemma(token) in word_class("undergone"):
            out += _all_actors([*phrase_of(token).possessors, *phrase_of(token).joined("of")], cast)
        elif (clause := nominal_clause(token)) is not None:
            out += _all_actors(clause.objects, cast)
    return out


def side_of(token: Token) -> str | None:
    """Say whether a modifier is for or against somebody: "*anti*-government protests" are not the government's."""
    at = token.i - token.sentence.tokens[0].i
    before = token.sentence.tokens[max(0, at - 2) : at]
    if len(before) == 2 and before[1].text == "-" and before[0].lower in SIDES:
        return before[0].lower
    side = token.lower.partition("-")[0]
    return side if side in SIDES and "-" in token.lower else None


def _all_actors(tokens: Iterable[Token], cast: Cast) -> list[ActorDraft]:
    return [a for t in tokens for a in actors_of(t, cast)]


def actors_of(token: Token, cast: Cast, depth: int = 0) -> list[ActorDraft]:
    """Give the actors that a noun phrase stands for: its head, what is coordinated with it, else whoever is named inside it."""
    out: list[ActorDraft] = []
    for head in (token, *phrase_of(token).coordinated, *_listed(token, cast)):
        if head.lower in NOBODY and (head.lower != "one" or phrase_of(head).none):
            continue
        members = _members(head, cast)
        if len(members) > 1:
            out.extend(members)
            continue
        inner = counted(head)
        actor = (cast.of(inner) if inner is not head else None) or _titled(head, cast) or cast.of(head)
        if actor is not None and actor.type == "person" and head.lower in OURS:
            sent = (a for m in actor.mentions if m.head is not None and (a := sender_of(m.head, cast)) is not None)
            actor = next((a for a in sent if a.sector in ARMED), actor)
        if actor is None and head.name is not None:
            actor = next((a for t in head.name.tokens if (a := cast.of(t)) is not None), None)
        if head.i in cast.together:
            out.extend(cast.together[head.i])
        elif actor is not None:
            out.append(actor)
            out.extend(_coordinated(head, actor, cast))
        elif depth < 2:
            out.extend(_inside(head, cast, depth))
    return out


def _titled(token: Token, cast: Cast) -> ActorDraft | None:
    """Give the person whose title a body's name opens, which the parse may make the head: "*Congress* Prime Minister Manmohan Singh"."""
    if token.name is None or not token.name.tokens:
        return None
    at = token.name.tokens[-1].i + 1 - token.sentence.tokens[0].i
    after = token.sentence.tokens[at : at + 1]
    person = cast.of(after[0]) if after and after[0].upos in ("NOUN", "PROPN", "ADJ") else None
    return person if person is not None and person.type == "person" and cast.of(token) is not person else None


def _listed(token: Token, cast: Cast) -> list[Token]:
    """Give the names after the first in a list that tells who a noun stands for: "the soldiers Juan Diaz, *Pedro Ruiz* and *Luis Mora*"."""
    actor = cast.of(token)
    first = next((c for c in phrase_of(token).appositions if cast.of(c) is actor), None) if actor is not None else None
    return list(phrase_of(first).coordinated) if first is not None else []


def _members(token: Token, cast: Cast) -> list[ActorDraft]:
    """Give all who a plural noun is said to be: "three parties, *the PPP*, *the PTI* and *the MQM*"."""
    first = next((c for c in phrase_of(token).appositions if c.name is not None), None) if token.form.plural else None
    if first is None:
        return []
    return [a for t in (first, *phrase_of(first).coordinated) if t.name is not None and (a := cast.of(t)) is not None]


def sender_of(speaker: Token, cast: Cast) -> ActorDraft | None:
    """Give whom a spokesman speaks for: "*Taliban* spokesman Omar Haidari", "a spokesman for *the rebels*"; None for anybody else."""
    words = [speaker, *(c for c in phrase_of(speaker).words if c.role.apposition or c.role.modifier or c.role.flat)]
    for word in (w for w in words if w.lower in SPEAKING):
        inside = phrase_of(word)
        for child in (*inside.modifiers, *inside.attributes, *inside.possessors):
            actor = cast.of(child)
            if actor is not None and actor.type != "person":
                return actor
    return None


def _coordinated(head: Token, actor: ActorDraft, cast: Cast) -> list[ActorDraft]:
    """Give the further countries of "French and Egyptian warships", where the cast knows them."""
    out: list[ActorDraft] = []
    for child in phrase_of(head).modifiers:
        if child.i < head.i:
            for word in (child, *phrase_of(child).coordinated):
                other = cast.of(word)
                if other is None or other is actor or _tied(word):
                    continue
                if other.country not in (None, actor.country):
                    out.append(other)
    return out


def _tied(word: Token) -> bool:
    """Tell a name that a hyphen ties to what says whose somebody is: "*Iran*-backed fighters"."""
    tokens = word.sentence.tokens
    after = (word if word.name is None else word.name.tokens[-1]).i - tokens[0].i + 1
    return after < len(tokens) and tokens[after].text in HYPHENS


def _inside(token: Token, cast: Cast, depth: int) -> list[ActorDraft]:
    acts = token.lower in noun_frames()
    for place in INSIDE:
        for child in (c for c in phrase_of(token).words if c.role.name == place):
            if not (place in ("attribute", "reduced") and phrase_of(child).preposition in (ASIDE_OF_ACTS if acts else ASIDE)):
                found = actors_of(child, cast, depth + 1)
                if found:
                    return found
    return []


def _unique(parties: Parties) -> Parties:
    actors = _dedupe(parties.actors)
    return Parties(actors, [r for r in _dedupe(parties.recipients) if r not in actors])


def _dedupe(actors: Sequence[ActorDraft]) -> list[ActorDraft]:
    return list({id(a): a for a in actors}.values())
