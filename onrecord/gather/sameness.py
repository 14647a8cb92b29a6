"""Whether two tellings of a report are of one happening, and why: what speaks for it and against it, weighed.

Some things decide by themselves (`contradiction`): other parties, other days, other places, another toll, a word that tells of one more.
The rest is evidence. Its weights are set by hand near what a logistic regression gives on pairs of tellings of gold/reports (development
half and daily items): cross-validated that regression finds two thirds of the pairs of one happening, two thirds of what it joins is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.coding.lexicon import noun_frames
from onrecord.coding.matching import lemma
from onrecord.coding.proposals import HEAD
from onrecord.gather.groups import DYING, HARM
from onrecord.gather.parties import ANYBODY, compared
from onrecord.grammar.between import at_another_time, led_to, told_in_one, where_told
from onrecord.grammar.lexicon import verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.lang.stems import stem, stems
from onrecord.model.document import Document, Token
from onrecord.model.drafts import ActorDraft, EventDraft, FigureDraft, PlaceDraft
from onrecord.model.edtf import edtf_bounds
from onrecord.ontology import PLOVER
from onrecord.resolve.lexicon import word_set

DEFINITE = frozenset(("the", "this", "that", "these", "those", "his", "her", "its", "their", "such", "both", "'s", "’s"))
MORE = "happenings-more"
"""Beside an act's noun: one more than those told of so far."""
FURTHER = "happenings-further"
"""Beside the dead and hurt: they are some more of one act ("three *others* were wounded")."""
ALSO = "happenings-also"
WHERE = frozenset(("on", "at", "against", "of", "in"))
WHOM = frozenset(("of", "on", "against", "by", "between", "with"))
"""Prepositions of those who take part in an act told by a noun."""
REAL = frozenset(("reported", "claimed", "denied"))
REGIONS = frozenset(("place/region", "place/us-state", "place/division"))


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words of a telling say beside who, where and when."""

    stems: frozenset[str]
    """Of the words that tell the act."""
    objects: frozenset[str]
    """Stems of the nouns that go with the act: "attacked a *base*", "signed an *agreement*"."""
    known: frozenset[str]
    """Of these, those that are told of as known: "*the* agreement was signed"."""
    back: bool
    """The act's noun points at something told before."""
    more: bool
    """It tells of one more of a kind told of."""
    adds: bool
    """It tells of further dead or hurt of what was told: "two officers were *also* wounded"."""
    also: bool
    """Whoever acts does one more thing: "*also* met the prime minister"."""
    taking: bool
    judged: bool
    tried: bool
    """A court's word beyond doubt: who is *jailed* may only be held."""
    sentence: int
    opens: bool
    """It stands where the body tells again what the title says."""


class Tellings:
    """The tellings of one report side by side; the wording of each is worked out once."""

    def __init__(self, document: Document, tellings: Iterable[EventDraft] = ()) -> None:
        self._document = document
        self._tolls: dict[int, list[FigureDraft]] = {}
        for e in tellings:
            self._tolls.setdefault(e.sentence[0], []).extend(_dead(e.figures))
        self._number = {s.start: n for n, s in enumerate(document.sentences)}
        body = [s.start for s in document.sentences if s.part.kind == "body"]
        self._lead = set(body[:LEAD])
        self._wordings: dict[int, Wording] = {}

    def wording(self, e: EventDraft) -> Wording:
        """Give the wording of a telling."""
        found = self._wordings.get(id(e))
        if found is None:
            found = self._wordings[id(e)] = self._word(e)
        return found

    def _word(self, e: EventDraft) -> Wording:
        heads = {t.i: t for span in e.trigger for t in self._document.tokens_in(span)} | {e.trigger_head.i: e.trigger_head}
        with_it = [c for h in heads.values() for c in phrase_of(h).words if c.upos == "NOUN" and c.i not in heads and _goes_with(c)]
        return Wording(
            stems=frozenset(stems(" ".join(self._document.words(span) for span in e.trigger))),
            objects=frozenset(stem(lemma(n)) for n in with_it if lemma(n) not in ANYBODY),
            known=frozenset(stem(lemma(n)) for n in with_it if definite(n)),
            back=any(looks_back(h) for h in heads.values()),
            more=any(tells_more(h, e) for h in heads.values()),
            adds=e.event == PLOVER.violence and not e.actors and _adds(e),
            also=e.event != PLOVER.violence and _one_more(e.trigger_head),
            taking=e.event == PLOVER.violence and lemma(e.trigger_head) in word_class("taking"),
            judged=e.event in PLOVER.sentences and lemma(e.trigger_head) in word_class("judged"),
            tried=e.event in PLOVER.sentences and lemma(e.trigger_head) in word_class("judged") - HELD,
            sentence=self._number.get(e.sentence[0], 0),
            opens=e.sentence[0] in self._lead,
        )

    def features(self, a: EventDraft, b: EventDraft) -> dict[str, float]:
        """Say what speaks for two tellings, `a` before `b`, being of one happening, and what against: name -> strength."""
        one, other = self.wording(a), self.wording(b)
        out: dict[str, float] = {"bias": 1.0, f"type {a.event}": 1.0}
        if one.judged and other.judged:
            out["judged"] = 1.0
        else:
            if a.event != b.event:
                out["word and deed" if PLOVER.accusation in (a.event, b.event) else "akin"] = 1.0
            if a.mode and b.mode:
                out["same mode" if a.mode == b.mode or {a.mode, b.mode} <= BOMBS else "other mode"] = 1.0
        if one.stems & other.stems:
            out["same word"] = 1.0
        if other.back or other.known & (one.stems | one.objects):
            out["definite"] = 1.0
        if one.objects & other.objects:
            out["same object"] = 1.0
        if other.more:
            out["one more"] = 1.0
        if other.also and a.event == b.event:
            out["also"] = 1.0
        if (a.mode == "abduct") != (b.mode == "abduct") or one.taking != other.taking:
            out["other deed"] = 1.0
        if a.event != b.event and PLOVER.violence in (a.event, b.event) and "arrest" in (a.mode, b.mode):
            out["other deed"] = 1.0  # those who attacked are arrested later
        if a.mode == b.mode == "arrest" and one.tried != other.tried and not (one.judged and other.judged):
            out["other deed"] = 1.0  # an arrest is not the sentence that is told beside it
        if "other mode" in out and _beside(a.trigger_head, b.trigger_head):
            out["beside"] = 1.0
        _parties(a, b, out)
        apart = other.sentence - one.sentence
        guessed = a.rule.startswith(HEAD) or b.rule.startswith(HEAD)
        nowhere_else = b.date in (None, a.date) and b.place in (None, a.place)
        if other.adds and a.event == b.event and apart <= NEXT and nowhere_else and not guessed:
            out.pop("other recipient", None)
            out["further victims"] = 1.0
        _details(a, b, out)
        if apart == 0:
            out["one sentence"] = 1.0
            if a.event == b.event and "other actor" not in out and told_in_one(a.trigger_head, b.trigger_head):
                out["one clause"] = 1.0
            elif where_told(b.trigger_head) or (a.event == b.event and _answered(a, b) and not SHARED & out.keys()):
                out["elsewhen"] = 1.0
            elif a.event == PLOVER.promise and a.event != b.event and led_to(a.trigger_head, b.trigger_head):
                out["promised"] = 1.0
        elif apart > FAR:
            out["far"] = 1.0
        if guessed and {a.status, b.status} == {"reported", "claimed"} and not EVIDENCE & out.keys():
            out["told and claimed"] = 1.0
        if apart and a.trigger_head.sentence.part.kind in HEADS and not self._counts_others(a, b):
            out["title and lead" if other.opens else "title"] = 1.0
        return out

    def _counts_others(self, title: EventDraft, telling: EventDraft) -> bool:
        """See a title whose dead are far from as many as a sentence counts: it is about another act."""
        one, other = _dead(title.figures), self._tolls.get(telling.sentence[0], [])
        if not one or not other or any(f.bound != "exactly" for f in one) or _counts(one) & _counts(other):
            return False
        few, many = sorted(sum(float(f.value) for f in toll) for toll in (one, other))
        return many > MANIFOLD * few


def _answered(a: EventDraft, b: EventDraft) -> bool:
    """See what somebody did told together with what came before: "troops *killed* two after a gunman *shot* a settler"."""
    return any(upper.actors and at_another_time(upper.trigger_head, lower.trigger_head) for upper, lower in ((a, b), (b, a)))


def _parties(a: EventDraft, b: EventDraft, out: dict[str, float]) -> None:
    if a.event not in PLOVER.mutual and (_any(a.actors, b.recipients) or _any(a.recipients, b.actors)):
        out["sides exchanged"] = 1.0
    for name, one, other in (("actor", a.actors, b.actors), ("recipient", a.recipients, b.recipients)):
        like = compared(one, other)
        if like:
            out[{1.0: "same ", 0.5: "like ", -1.0: "other "}[like] + name] = 1.0
        elif not one and not other:
            out[f"no {name}"] = 1.0


def _details(a: EventDraft, b: EventDraft, out: dict[str, float]) -> None:
    """See toll, day, place and how real the two are."""
    if _toll(a) & _toll(b):
        out["same figure"] = 1.0
    elif _old_toll(a, b):
        out["old toll"] = 1.0
    elif (one := _now(a)) and (other := _now(b)) and min(*one, *other) < OTHER_TOLL * max(*one, *other):
        out["other toll"] = 1.0
    gap = days_apart(a.date, b.date)
    if gap is not None:
        out["same day" if gap == 0 else "other day"] = 1.0
    if a.place and b.place:
        out["same place" if together(a.place, b.place) else "other place"] = 1.0
    if (a.status in REAL) != (b.status in REAL):
        out["real and not"] = 1.0


def odds(found: dict[str, float]) -> float:
    """Give the log-odds that two tellings with these features are of one happening; minus infinity where something forbids it."""
    if NEVER & found.keys() or {"other actor", "other recipient"} <= found.keys():
        return NO
    return sum(WEIGHTS.get(name, 0.0) * x for name, x in found.items())


def reason(found: dict[str, float]) -> str:
    """Say in a few words what ties two tellings."""
    return ", ".join([words for name, words in REASONS.items() if name in found][:3]) or "same kind of act"


NO = float("-inf")
HELD = frozenset(("jail", "imprison", "imprisonment"))
LEAD = 2
"""Sentences of the body that tell again what the title says."""
FAR = 8
BOMBS = frozenset(("explosives", "suicide-attack"))
"""Modes of one deed: the bomb that the attacker died with."""
KILLED = "killed"
MANIFOLD = 2
"""How often more dead than a title has make another act of it: early and late counts of one differ by less."""
NEXT = 1
"""Sentences within which further victims are those of what was told last."""
OTHER_TOLL = 0.75
"""Fewer dead over more, below which two tolls are rather those of two attacks."""
WEIGHTS: dict[str, float] = {
    "bias": -1.3,
    "type ASSAULT": 0.6,
    "type COERCE": 0.4,
    "akin": -1.2,
    "judged": 1.2,
    "title and lead": 2.4,
    "title": 0.8,
    "definite": 1.2,
    "same object": 0.8,
    "same word": 0.4,
    "same mode": 0.3,
    "other mode": -0.8,
    "same actor": 0.8,
    "like actor": 0.2,
    "other actor": -1.8,
    "same recipient": 1.5,
    "other recipient": -1.2,
    "no recipient": 0.4,
    "also": -1.5,
    "same figure": 0.8,
    "other toll": -1.5,
    "same day": 0.3,
    "same place": 0.3,
    "other place": -2.0,
    "one sentence": 0.5,
    "one clause": 1.6,
    "promised": 3.2,
    "further victims": 2.0,
    "far": -0.8,
    "real and not": -1.1,
    "told and claimed": -0.6,
}
"""Log-odds."""
EVIDENCE = frozenset(("same word", "same object", "definite", "same recipient", "same figure"))
"""What ties an act that the report tells to one that a party claims where only the learned head has seen one of the two: that somebody is
said to do both is not enough ("carried out strikes", "accuses them of trying to *overthrow* his government")."""
SHARED = frozenset(("same actor", "same recipient"))
"""What makes one act of two that are told as one after the other: somebody's own part in it ("killed six after they stormed a bar")."""
NEVER = frozenset(("old toll", "other day", "elsewhen", "one more", "other deed", "beside", "sides exchanged", "word and deed"))
"""What decides by itself: two strikes on two days are two."""
REASONS = {
    "title and lead": "told in title and lead", "definite": "looks back", "judged": "conviction and sentence",
    "same recipient": "same recipient", "same actor": "same actor", "same word": "same word", "same object": "same object",
    "same figure": "same figure", "same day": "same day", "same mode": "same mode", "title": "told in the title",
    "one clause": "one clause", "promised": "what is promised", "further victims": "further victims",
    "one sentence": "one sentence", "same place": "same place",
}  # fmt: skip
HEADS = frozenset(("title", "standfirst", "caption"))


def types_agree(one: str, other: str) -> bool:
    """Say whether two types can be of one act."""
    return one == other or frozenset((one, other)) in PLOVER.akin


def _beside(one: Token, other: Token) -> bool:
    """See two acts named side by side: "imposed *sanctions* and a travel *ban*"."""
    return any(y.role.conjunct and x in (y.head, y.head.head) for x, y in ((one, other), (other, one)))


def _any(one: Sequence[ActorDraft], other: Sequence[ActorDraft]) -> bool:
    return any(a is b for a in one for b in other)


def looks_back(noun: Token) -> bool:
    """See an act's noun that points back: "*the* attack", "*his* resignation"; "the murder *of Diaz*" says itself which."""
    if (
        noun.upos not in ("NOUN", "PROPN")
        or noun.lower not in noun_frames()
        or any(phrase_of(c).preposition in WHOM for c in phrase_of(noun).attributes)
    ):
        return False
    return definite(noun)


def definite(noun: Token) -> bool:
    """See a noun with a word that points back: "*the* attack", "*his* house"."""
    return any(c.lower in DEFINITE for c in (*phrase_of(noun).determiners, *phrase_of(noun).possessors))


def tells_more(word: Token, telling: EventDraft) -> bool:
    """See one more of a kind told of: "*another* blast", "a *second* attack", "*another* bomb exploded".

    Other people who died or were hurt are no other attack ("five *other* civilians died").
    """
    nouns = [word] if word.upos in ("NOUN", "PROPN") else [*phrase_of(word).doers, *phrase_of(word).objects]
    hurt = {m.head.i for a in telling.recipients for m in a.mentions if m.head is not None} if _harms(telling) else frozenset()
    words = [(noun, c) for noun in nouns for c in phrase_of(noun).words if c.role.determiner or c.role.adjective or c.role.count]
    return any(c.lower in word_set(MORE) and not (noun.i in hurt and c.lower in word_set(FURTHER)) for noun, c in words)


def _harms(telling: EventDraft) -> bool:
    """See a word that tells what an attack did to people, and not the attack."""
    head = telling.trigger_head
    return head.upos == "VERB" and verb_lemmas().get(head.lower, head.lemma) in word_set(HARM) | word_set(DYING)


def _one_more(verb: Token) -> bool:
    return verb.upos == "VERB" and verb.form.finite and any(c.lower in word_set(ALSO) for c in phrase_of(verb).adverbs)


def _adds(telling: EventDraft) -> bool:
    if not _harms(telling):
        return False
    phrase = phrase_of(telling.trigger_head)
    hurt = [n for x in (*phrase.patients, *phrase.doers) for n in (x, *phrase_of(x).coordinated)]
    return any(c.lower in word_set(ALSO) for c in phrase.words) or any(
        c.lower in word_set(FURTHER) for n in hurt for c in (n, *phrase_of(n).words)
    )


def _goes_with(noun: Token) -> bool:
    """See what an act is done to, with or in."""
    return noun.role.patient or (noun.role.joined and phrase_of(noun).preposition in WHERE)


def _toll(e: EventDraft) -> frozenset[tuple[float, str | None]]:
    return frozenset((float(f.value), f.measure) for f in e.figures)


def _now(e: EventDraft) -> frozenset[float]:
    """Give how many were killed in all, as a telling has it by now."""
    return frozenset(float(f.value) for f in e.figures if f.measure == KILLED and f.standing in (None, "current"))


def _old_toll(a: EventDraft, b: EventDraft) -> bool:
    """Tell that one of two tellings counts the dead of an earlier act.

    "Nine soldiers were killed in an ambush ... last July 17 were killed in a raid."
    """
    one, other = _dead(a.figures), _dead(b.figures)
    if not one or not other or _counts(one) & _counts(other):
        return False
    return len({f.standing == "background" for f in (*one, *other)}) == 2


def _dead(figures: Iterable[FigureDraft]) -> list[FigureDraft]:
    return [f for f in figures if f.measure == KILLED and f.standing != "part"]


def _counts(toll: Sequence[FigureDraft]) -> set[float]:
    """Give each number of a toll and what they are together: "*five* killed" are "*three* soldiers and *two* civilians"."""
    return {float(f.value) for f in toll} | {sum(float(f.value) for f in toll)}


def only_harm(e: EventDraft) -> bool:
    """See a telling that only says how many came to harm: "another 15 soldiers were wounded"."""
    alone = not e.actors and e.date is None and e.place is None
    return e.event == PLOVER.violence and alone and bool(e.figures) and e.status in REAL and _harms(e)


def other_toll(tellings: Sequence[EventDraft], e: EventDraft) -> bool:
    """Say whether a telling has another count of people of a kind that these count."""
    mine = {(f.unit, f.measure): float(f.value) for t in tellings for f in t.figures if f.standing in (None, "current")}
    return any(mine.get((f.unit, f.measure), float(f.value)) != float(f.value) for f in e.figures if f.standing in (None, "current"))


def days_apart(one: str | None, other: str | None) -> int | None:
    """Give the days between two dates, 0 where they may be the same; None where either is not told."""
    if one is None or other is None:
        return None
    if one.startswith("X") and other.startswith("X"):  # weekdays of a report that is not dated
        return int(one != other)
    (first, last), (from_, to) = edtf_bounds(one), edtf_bounds(other)
    if not (first and last and from_ and to):
        return None
    if first <= to and from_ <= last:
        return 0
    near, far = (last, from_) if last < from_ else (to, first)
    return abs((date.fromisoformat(far) - date.fromisoformat(near)).days)


def together(one: PlaceDraft, other: PlaceDraft) -> bool:
    """Say whether two places may be where one thing happened: the same, or one the country or region of the other."""
    if one is other or one.name == other.name:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    if "place/country" in (one.rule, other.rule):
        return True
    return (one.rule in REGIONS) != (other.rule in REGIONS)
