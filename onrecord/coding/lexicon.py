"""The event frames of a language, read from its tables: which words, in which surroundings, name which PLOVER act.

`lang/<code>/event_verbs.csv` and `event_nouns.csv` give a frame a row: lemma, pattern, event, mode, CAMEO code, roles. A pattern is
terms that must all hold, each a choice of alternatives with `|` between them:

    obj  !obj        there is (no) object                     that !that to-v not-to a clause, none, an infinitive, a negated one follows
    to-come          that clause says what is to be done   of!=@news  into!=    no "of" or "into" phrase names one of these (nouns only)
    obj!=@news       there is an object, none of these       poss             the object belongs to an actor
    own              the object is the subject's own ("its weapons")
    pair             the subject names two parties
    obj=deal|pact    the object's head is one of these        subj=@force          the subject's head is of the class (event_classes.csv)
    on  on=@x        a phrase with this preposition           +out                 this particle
    to-v!=@talking   an infinitive follows, none of these     to-be=hold       what is to be done to the object ("ordered him to be held")
    comp=@terror     what the object is called or made        mod=air  mod!=news   a modifier of the noun, no such one (nouns only)
    !comp            the object is called or made nothing
    pass             the clause is passive                    @actor               a class: stands for an actor of the report

Roles read `subj+with>obj/on`: actors are all of subj and with; the recipient is the first of obj, on that somebody stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.grammar.lexicon import noun_forms, verb_forms, word_class
from onrecord.lang import language, per_language, rows
from onrecord.model.lexicon import USERS
from onrecord.ontology import PLOVER

KEYWORDS = frozenset(
    {
        "!that", "own", "pair", "poss", "obj", "!obj", "that", "to-v", "to-be", "not-to", "pass", "xv", "comp", "subj", "mod", "clause",
        "of!", "into!", "to-come", "!comp",
    }
)
PREPOSITIONS = frozenset(
    {
        "about", "across", "after", "against", "along", "alongside", "amid", "among", "around", "as", "at", "behind", "between", "by",
        "closely", "during", "following", "for", "from", "in", "into", "near", "of", "off", "on", "onto", "out", "outside", "over",
        "through", "to", "together", "toward", "towards", "under", "upon", "with", "within", "without"
    }
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One alternative of a term: what to look at (`key`) and which heads satisfy it (None: any)."""

    key: str
    words: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon."""

    lemma: str
    pattern: str
    terms: tuple[tuple[Condition, ...], ...]
    event: str
    mode: str | None
    cameo: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    noun: bool
    proposed: str = ""
    """What a learned head says for it, where no row of the lexicon does."""
    users: bool = False
    """Whether the row is the user's own: these are tried before the shipped ones."""
    own: str | None = None
    """The user's own type of event that the row names; `event` is then the type that this one is a kind of."""

    @property
    def rule(self) -> str:
        """Give the path that names this row: "verb/deploy obj=@troops"."""
        return self.proposed or f"{'noun' if self.noun else 'verb'}/{self.lemma}{' ' + self.pattern if self.pattern else ''}"

    @property
    def takes_object(self) -> bool:
        """Say whether the frame asks for a kind of object, which is then part of this act and no act of its own."""
        return any(c.key == "obj" and c.words is not None for term in self.terms for c in term)


SLOTS = frozenset(("subj", "obj", "iobj", "poss", "mod", "clause", "act.obj", "anti", "between", "among")) | PREPOSITIONS
"""Where a party may stand."""
ACTOR_CLASSES = frozenset(("@actor", "@state", "@place"))
"""Classes that ask the cast: anybody in it; a government, official or force; a place on the map."""

NOUN_ROLES = {
    "act-on": ("by/poss/mod/subj/from", "on/against/obj"),
    "act-of": ("by/subj/mod", "of/poss"),
    "act-to": ("by/poss/mod/subj/of", "to/clause/iobj/for/with/in"),
    "act-for": ("by/poss/mod/subj/of", "for/with/to"),
    "act-from": ("of/by/poss/mod/subj", "from"),
    "act-self": ("of/poss/mod", ""),
    "act-against": ("by/poss/mod/subj/of", "anti/against/at/to/on"),
    "act-into": ("by/poss/mod/subj", "into/of/against/on"),
    "act-between": ("by/poss/mod/subj", "between/in/with"),
    "act-with": ("by/poss/mod/subj", "with/to/against/of"),
    "mutual": ("between+with+among+poss+mod+subj", ""),
}


@per_language
def verb_frames() -> dict[str, tuple[Frame, ...]]:
    """Give the frames of every inflected verb form, the most demanding frame first."""
    return _by_form(rows("event_verbs"), noun=False)


@per_language
def noun_frames() -> dict[str, tuple[Frame, ...]]:
    """Give the frames of every noun form, the most demanding frame first."""
    return _by_form(rows("event_nouns"), noun=True)


def _by_form(table: tuple[dict[str, str], ...], *, noun: bool) -> dict[str, tuple[Frame, ...]]:
    by_lemma: dict[str, list[Frame]] = {}
    for row in table:
        by_lemma.setdefault(row["lemma"], []).append(_frame(row, noun=noun))
    out: dict[str, tuple[Frame, ...]] = {}
    for lemma, frames in by_lemma.items():
        ordered = tuple(sorted(frames, key=lambda f: (not f.users, -_demand(f), _width(f), f.pattern, f.event)))
        for form in noun_forms(lemma) if noun else verb_forms(lemma):
            out[form] = out.get(form, ()) + ordered
    return out


def _demand(frame: Frame) -> int:
    """Count how much a pattern asks for: a term that names words counts more than one that names a slot."""
    return sum(1 + 2 * all(c.words is not None or c.key.startswith("+") for c in term) for term in frame.terms)


def _width(frame: Frame) -> int:
    """Count the words that a pattern lets in: of two equally demanding frames the narrower one is tried first."""
    return sum(len(c.words or ()) for term in frame.terms for c in term)


def _frame(row: dict[str, str], *, noun: bool) -> Frame:
    roles = ">".join(NOUN_ROLES[row["roles"]]) if noun else row["roles"]
    actors, _, recipients = roles.partition(">")
    own = language().own_types.get(row["event"])
    event = own.parent if own else row["event"]
    return Frame(
        row["lemma"], row["pattern"], tuple(_term(t) for t in row["pattern"].split()), event, row["mode"] or None,
        row["cameo"] or (own.cameo if own else PLOVER.root[event]), tuple(actors.split("+")), tuple(r for r in recipients.split("/") if r),
        noun, own=own.name if own else None, users=row["source"] == USERS,
    )  # fmt: skip


def _term(term: str) -> tuple[Condition, ...]:
    out: list[tuple[str, set[str] | None]] = []
    for part in term.split("|"):
        key, equals, words = part.partition("=")
        if equals:
            out.append((key, set(_expand(words))))
        elif out and out[-1][1] is not None and not is_key(part):
            out[-1][1].update(_expand(part))
        else:
            out.append((part, None))
    return tuple(_condition(key, frozenset(words) if words is not None else None) for key, words in out)


@per_language
def _condition(key: str, words: frozenset[str] | None) -> Condition:
    """Give one object for a condition, in however many frames it stands: it is held against a clause once."""
    return Condition(key, words)


def is_key(part: str) -> bool:
    return part in KEYWORDS or part in PREPOSITIONS or part.startswith("+")


def _expand(words: str) -> Iterator[str]:
    if words in ACTOR_CLASSES:
        yield words
    elif words.startswith("@"):
        yield from word_class(words[1:])
    else:
        yield words


@per_language
def support_verbs() -> dict[str, str]:
    """Give the verbs that carry a noun event, with what they make of it: does, happens, plans, ends."""
    return {r["lemma"]: r["effect"] for r in rows("event_support")}
