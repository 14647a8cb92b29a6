"""Mode, contexts, time, place and figures of a coded event."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from onrecord.coding.lexicon import noun_frames
from onrecord.coding.matching import ANSWERING, lemma
from onrecord.coding.reckoning import reckoned
from onrecord.coding.tolls import acts_counted
from onrecord.grammar.lexicon import noun_forms, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.dates import calendar_date, date_of
from onrecord.model.document import Document, Token
from onrecord.model.drafts import EventDraft, FigureDraft, PlaceDraft, TimeDraft
from onrecord.ontology import PLOVER, Code

MAX_CONTEXTS = 3
WIDTH = {"place/country": 2, "place/region": 1}
MAX_CLIMB = 12
UNTIL = frozenset(("until", "till"))
"""What only ends on a day did not happen then: "extended the curfew *until* May 1"."""
WHERE = frozenset(("in", "into", "at", "near", "outside", "inside", "across", "off", "around", "along", "within", "throughout"))
ON = ("on", "against", "to")
"""Before what an act is done to: where that is, the act is."""
MEASURING = frozenset(
    {
        "percent", "percentage point", "basis point", "year", "month", "week", "day", "hour", "minute", "second", "km", "mile", "m", "ft",
        "yd", "cm", "nautical mile", "degree", "km/h", "mph", "km2", "m2", "sq mi", "sq ft", "ha", "acre", "°C", "°F",
    }
)  # fmt: skip
"""Units that count neither victims nor means nor sums."""


@per_language
def _modes() -> dict[tuple[str, str], tuple[int, Code]]:
    return {(r["event"], r["lemma"]): (int(r["rank"]), Code(r["mode"], r["cameo"])) for r in rows("event_modes")}


@per_language
def _contexts() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for r in rows("event_contexts"):
        for form in noun_forms(r["lemma"]):
            out[form] = (*out.get(form, ()), r["context"])
    return out


def mode_by_words(event: str, near: Iterable[Token]) -> Code | None:
    """Give the mode that a word of the act's phrases names ("*drone* strike", "killed in a *suicide* bombing"), the most telling first."""
    found = [m for token in near if (m := _modes().get((event, lemma(token)))) is not None]
    return min(found, key=lambda m: m[0])[1] if found else None


def contexts_of(near: Iterable[Token]) -> list[str]:
    """Give the PLOVER contexts that the words of the clause name, the most often named first."""
    known = _contexts()
    counts: dict[str, int] = {}
    for token in near:
        for context in known.get(token.lower, ()) if _says_itself(token, known) else ():
            counts[context] = counts.get(context, 0) + 1
    return sorted(sorted(counts, key=lambda c: -counts[c])[:MAX_CONTEXTS])


NAMES = "named-otherwise"
"""Words that in a name may speak of something else: "the European *Union*", "*Labour* lawmakers"."""


def _says_itself(token: Token, known: dict[str, tuple[str, ...]]) -> bool:
    """Tell a word that means what it says: no part of a name of which no other word speaks of work ("the National *Union* of Teachers")."""
    if token.lower not in word_class(NAMES) or not token.text[0].isupper():
        return True
    others = [t for t in (token.name.tokens if token.name is not None else ()) if t is not token]
    return any(t.lower in known or t.lower.endswith("s") or t.lower == "trade" for t in others)


class Calendar:
    """Finds the time, the place and the figures that belong to an act: those whose own clause is the act's clause."""

    def __init__(
        self, document: Document, times: Sequence[TimeDraft], places: Sequence[PlaceDraft], figures: Sequence[FigureDraft]
    ) -> None:
        self.published = (document.published or "")[:10]
        self.times: dict[int, list[tuple[bool, TimeDraft]]] = {}
        """Word -> the times that say something of it, each with whether it only stands beside a noun: "in the *2020* election"."""
        self.places: dict[int, list[tuple[PlaceDraft, int]]] = {}
        """Word -> the places that say where it was, each with where it is named."""
        self.about: dict[int, list[PlaceDraft]] = {}
        """Verb -> where those are who act or suffer: "doctors *in Kenya* went on strike", "arrested the leader of a gang *in Culiacan*"."""
        self.figures: dict[int, list[FigureDraft]] = {}
        for time in times:
            head = head_in(document, time.span)
            if head is not None and calendar_date(time) is not None and phrase_of(head).preposition not in UNTIL:
                beside = head.role.modifier or head.role.count or head.role.possessor
                for anchor in dict.fromkeys((*_anchors(head), *_dated_noun(document, time), *_counted_dead(head))):
                    self.times.setdefault(anchor, []).append((beside, time))
        self.spans = _intervals(document, times)
        self.reckoned = reckoned(document, times)
        for place in places:
            for mention in place.mentions:
                head = mention.head or head_in(document, mention.span)
                if head is not None and head.role.apposition and phrase_of(head).preposition is None:
                    head = head.head  # "met in the Tajik capital, *Dushanbe*"
                named, head = head, _widest(head) if head is not None else None
                if head is not None and (_where(named, head) or _struck(place, head)):
                    anchors = _anchors(head)
                    self.places.setdefault(anchors[0], []).append((place, mention.span[0]))
                    if place.rule in TOWNS and _of_party(document.tokens[anchors[0]], anchors):
                        self.about.setdefault(anchors[-1], []).append(place)
                    if (verb := _met_at(head.head)) is not None:
                        self.places.setdefault(verb.i, []).append((place, mention.span[0]))
        for figure in figures:
            if figure.unit in MEASURING:
                continue
            heads = (figure.governor, figure.head) if figure.governor or figure.head else (head_in(document, figure.span),)
            for number in {h.i: None for h in (*heads, *acts_counted(figure)) if h is not None}:
                self.figures.setdefault(number, []).append(figure)

    def date(self, event: EventDraft, heads: Sequence[Token]) -> None:
        """Set time and date: the act's own, else those of the verb it hangs on without a finite clause between."""
        told = next((self.reckoned[t.i] for head in heads for t in _clause_chain(head) if t.i in self.reckoned), None)
        if told is not None:
            event.date = told.date
        for head in heads:
            for token in (*_clause_chain(head), *(c for c in phrase_of(head).coordinated if c.upos == "VERB")):
                if _answers(token):
                    continue  # "claimed responsibility *on Tuesday* for Sunday's bombing" dates the claim
                timed = self.times.get(token.i, ())
                found = [(b, t) for b, t in timed if not _before_clause(t, token) and not _spoken_at(event, t.span[0])]
                found = [(b, t) for b, t in found if told is None or t.span[0] > told.start]  # "hours after he imposed it *on Tuesday*"
                if found:
                    event.time = min(found, key=lambda f: (f[0], abs(f[1].span[0] - head.start)))[1]
                    event.date = self.spans.get(event.time.span) or calendar_date(event.time)
                    return

    def foreseen(self, event: EventDraft) -> None:
        """Let an act that is dated after the report be planned, and no act of words have the later day of what it is about."""
        if not self.ahead(event) or event.status not in ("reported", "claimed"):
            return
        if event.event in PLOVER.of_words:
            event.time = event.date = None
        else:
            event.status = "planned"

    def ahead(self, event: EventDraft) -> bool:
        """Say whether an act is dated after the report."""
        if not self.published or event.date is None:
            return False
        size = min(len(event.date), len(self.published))
        return event.date[:size] > self.published[:size]

    def place(self, event: EventDraft, heads: Sequence[Token]) -> None:
        """Set the place: the narrowest one that the act's clause names with a preposition of place, a town before the country around it."""
        words = event.event in PLOVER.of_words
        for head in heads:
            if words and head is not event.trigger_head and head.lower in noun_frames():
                continue  # "condemned the attack *in Moscow*": there it was attacked, not condemned
            found = [place for place, at in self.places.get(head.i, ()) if not _spoken_at(event, at)]
            if found:
                event.place = min(found, key=lambda p: WIDTH.get(p.rule, 0))
                return
        if event.event in PLOVER.forceful or event.event == PLOVER.protest:
            event.place = next((p for head in heads for p in self.about.get(head.i, ())), None)


def _of_party(noun: Token, anchors: Sequence[int]) -> bool:
    """See a noun that stands for who acts or suffers, or hangs on such a one: the verb is the last of its `anchors`."""
    token = noun
    for i in anchors[1:]:
        if token.head.i != i:
            return False
        if i == anchors[-1]:
            return token.head.upos == "VERB" and (token.role.subject or token.role.patient)
        if not (token.role.attribute or token.role.conjunct):
            return False
        token = token.head
    return False


def _answers(verb: Token) -> bool:
    """Say whether a verb claims or denies an act that somebody answers for."""
    return verb.upos == "VERB" and any(c.lower in ANSWERING and c.i > verb.i for c in phrase_of(verb).words)


def _spoken_at(event: EventDraft, at: int) -> bool:
    """See a place or day behind the word of saying that follows the act: so somebody spoke ("..., said an officer on Monday in Yola")."""
    cues = [c[0] for a in event.attributed_to for c in a.cue if not any(start <= at < end for start, end in a.content)]
    return any(event.trigger[-1][1] <= cue < at for cue in cues)


def _intervals(document: Document, times: Sequence[TimeDraft]) -> dict[tuple[int, int], str]:
    """Give the EDTF interval of each two dates that stand as its ends: "*from September 2017 to January 2018*"."""
    out: dict[tuple[int, int], str] = {}
    ordered = sorted((t for t in times if t.type == "DATE"), key=lambda t: t.span)
    for one, other in itertools.pairwise(ordered):
        first, last = date_of(one), date_of(other)
        before = document.text[max(0, one.span[0] - 8) : one.span[0]].split()
        link = ENDS.get(before[-1].lower()) if before else None
        if link is not None and first and last and first < last and document.text[one.span[1] : other.span[0]].strip() in link:
            out[one.span] = out[other.span] = f"{first}/{last}"
    return out


TOWNS = frozenset(("place/town", "place/region-around-town", "place/division", "place/us-state"))
ENDS = {"from": ("to", "until", "till", "through"), "between": ("and",)}
"""What opens an interval, and what stands between its ends."""


def _where(named: Token | None, head: Token) -> bool:
    """See a place told by its preposition, or what is in it: "in *Goma*", "a strike on *a mosque in El Fasher*"."""
    preposition = phrase_of(head).preposition
    return preposition in WHERE or (preposition in ON and head is not named)


def _struck(place: PlaceDraft, head: Token) -> bool:
    """See a town or region that is itself the object: "shelled *Kharkiv*"; a country there is a party, not where it happened."""
    return head.role.patient and phrase_of(head).preposition is None and place.rule != "place/country"


def _before_clause(time: TimeDraft, head: Token) -> bool:
    """See a time that stands before the word that opens the clause: it dates the saying ("said *on Friday* that ...")."""
    return any(time.span[1] <= c.start for c in phrase_of(head).marks)


def head_in(document: Document, span: tuple[int, int]) -> Token | None:
    """Give the word that the rest of a span hangs on."""
    tokens = document.tokens_in(span)
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head is t), tokens[0] if tokens else None)


def _dated_noun(document: Document, time: TimeDraft) -> list[int]:
    """Give the noun right behind a time, which the parse may hang elsewhere: "the group's *October 7, 2023* attack"."""
    after = document.token_at(time.span[1] + 1)
    return [after.i] if after is not None and after.upos == "NOUN" else []


def _counted_dead(day: Token) -> list[int]:
    """Give the act that a day dates which hangs on the verb of counting: "raised the number of people *killed* in Kabul *on Friday*"."""
    verb = day.head
    tallies = [o for o in phrase_of(verb).objects if verb.upos == "VERB" and o.i < day.i and lemma(o) in word_class("tally")]
    counted = [n for o in tallies for n in (o, *phrase_of(o).joined("of"))]
    return [act.i for n in counted for act in phrase_of(n).words if act.role.describing and n.i < act.i < day.i]


def _anchors(head: Token) -> list[int]:
    """Give the words that a time or place says something of: every noun up to the verb, and the verb.

    What only modifies a noun ("its *1990* invasion", "*last month's* attack") dates that noun and nothing above it.
    """
    out: list[int] = []
    token = head
    if head.role.modifier or head.role.count or head.role.possessor:
        noun = head.head
        verb = _met_at(noun)
        during = noun.role.oblique and phrase_of(noun).preposition in ("in", "during")  # "in Saturday's attack, two men were killed"
        verb = noun.head if during and noun.head.upos == "VERB" else verb
        return [noun.i] if verb is None else [noun.i, verb.i]
    for _ in range(MAX_CLIMB):
        if token.head is token:
            break
        token = token.head
        out.append(token.i)
        if token.upos in ("VERB", "AUX"):
            break
    return out or [head.i]


def _widest(place: Token) -> Token:
    """Give the noun that stands in this place or has its name: "in *a village* in central Mali", "a strike on *a mosque* in El Fasher"."""
    for _ in range(3):
        noun = place.head
        within = place.role.attribute and phrase_of(place).preposition in (*WHERE, "of") and noun.upos == "NOUN"
        where = noun.role.joined and phrase_of(noun).preposition in (*WHERE, *ON, "of")
        if not within or not (where or (noun.role.patient and phrase_of(noun).preposition is None)):  # "shelled *the town* of Goma"
            break
        place = noun
    return place


MARGINS = frozenset(("sideline", "sidelines", "margin", "margins"))


def _met_at(noun: Token) -> Token | None:
    """Give the verb of what happens at a meeting, talks or a summit: it has their place and day ("met *for talks* in Paris")."""
    if noun.role.attribute and phrase_of(noun).preposition == "of" and noun.head.lower in MARGINS:
        noun = noun.head
    elif lemma(noun) not in word_class("talks") and lemma(noun) not in OCCASIONS:
        return None
    if lemma(noun) == "briefing" or any(c.lower in ("news", "press") for c in phrase_of(noun).words):
        return None  # where somebody speaks to the press of what happened elsewhere
    beside = noun.lower in MARGINS
    fits = noun.role.oblique and phrase_of(noun).preposition in (("on", "at", "in") if beside else ("at", "for", "during"))
    return noun.head if fits and noun.head.upos == "VERB" else None


OCCASIONS = frozenset(("ceremony", "conference", "forum", "gathering", "hearing", "rally", "session", "trial"))


def _clause_chain(head: Token) -> list[Token]:
    """Give the act's word and the verbs above it that share its clause: participles, infinitives and coordinated verbs do."""
    out = [head]
    token = head
    for _ in range(4):
        if token.head is token or not (token.role.complement or token.role.conjunct or token.role.adverbial):
            break
        if token.role.adverbial and phrase_of(token).subjects:
            break
        token = token.head
        out.append(token)
    return out
