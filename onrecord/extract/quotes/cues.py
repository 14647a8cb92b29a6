"""The cue lexicon: which verbs and nouns report what somebody says, thinks or wants, and in what grammatical frames.

Frames (one row each in lang/en/cue_verbs.csv): `q` takes a direct quotation; `s` a clause, with or without *that*; `w` an
indirect question; `n` its object; `g` an *-ing* clause; `t` *to* + verb with the same subject; `ot` object + *to* + verb;
`x` object + predicate ("called him a liar"); `a` its object may be the person spoken to; `at` that person + *to* + verb;
`o/of` object + that preposition's phrase ("accused him of"); `p/for` a phrase ("called for"); `r` the passive with *to*
("is said to have").
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.grammar.phrase import phrase_of
from onrecord.lang import per_language, rows
from onrecord.model.document import Token
from onrecord.model.record import Act


@dataclass(frozen=True, slots=True)
class Sense:
    """What one frame of a cue means: the speech act and the kind of attribution (speech, judge, demand, belief, ...)."""

    act: Act
    group: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word's frames. `objects` and `phrases` are the prepositions of its `o/` and `p/` frames."""

    lemma: str
    frames: dict[str, Sense]
    objects: dict[str, Sense]
    phrases: dict[str, Sense]

    def sense(self, *frames: str) -> Sense | None:
        """Give the sense of the first of these frames that the cue has."""
        return next((self.frames[f] for f in frames if f in self.frames), None)


@per_language
def verbs() -> dict[str, Cue]:
    """Load the verbs that report, by lemma."""
    table: dict[str, dict[str, Sense]] = {}
    for row in rows("cue_verbs"):
        table.setdefault(row["lemma"], {})[row["frame"]] = Sense(_act(row["act"]), row["group"])
    return {lemma: _cue(lemma, frames) for lemma, frames in table.items()}


@per_language
def nouns() -> dict[str, Cue]:
    """Load the nouns that report, by lemma."""
    table: dict[str, dict[str, Sense]] = {}
    for row in rows("cue_nouns"):
        table.setdefault(row["lemma"], {})[row["frame"]] = Sense(_act(row["act"]), "noun")
    return {lemma: _cue(lemma, frames) for lemma, frames in table.items()}


def _cue(lemma: str, frames: dict[str, Sense]) -> Cue:
    objects = {f[2:]: s for f, s in frames.items() if f.startswith("o/")}
    phrases = {f[2:]: s for f, s in frames.items() if f.startswith("p/")}
    return Cue(lemma, frames, objects, phrases)


@per_language
def words(group: str) -> frozenset[str]:
    """Give the words of one group of lang/en/cue_words.csv: small closed classes that the rules ask for."""
    return frozenset(row["word"] for row in rows("cue_words") if row["group"] == group)


@per_language
def speakers() -> frozenset[str]:
    """Give the common nouns that can speak: people and bodies, and documents that are quoted as if they spoke."""
    return frozenset(row["noun"].lower() for row in rows("actor_nouns")) | words("document") | words("people")


def can_speak(token: Token) -> bool:
    """Tell whether a source's head can speak; names and pronouns can, of common nouns those in the lexicons."""
    if token.upos != "NOUN":
        return True
    return bool({token.lower, token.lemma.lower(), token.lower.removesuffix("s")} & speakers())


@per_language
def offices() -> frozenset[str]:
    """Give the words for offices and for people by what they are."""
    return frozenset(row["title"] for row in rows("offices")) | {r["noun"].lower() for r in rows("actor_nouns") if r["type"] == "person"}


def holds_office(token: Token) -> bool:
    """Tell a word for an office or for a person by what they are: *leader*, *minister*, *aide*."""
    return token.lower in offices()


ACTS: dict[str, Act] = {
    "state": "state", "confirm": "confirm", "deny": "deny", "accuse": "accuse", "promise": "promise", "threaten": "threaten",
    "demand": "demand", "ask": "ask", "praise": "praise", "criticize": "criticize", "decline_to_say": "decline_to_say",
}  # fmt: skip


def _act(name: str) -> Act:
    return ACTS[name]


@per_language
def forms() -> dict[str, str]:
    """Give lemma by inflected form for every reporting verb: lemmatizers stumble over rare ones ("warne", "commente")."""
    out: dict[str, str] = {}
    for lemma in verbs():
        for form in inflections(lemma):
            out.setdefault(form, lemma)
    out.update({row["form"]: row["lemma"] for row in rows("cue_forms") if row["lemma"] in verbs()})
    return out


def inflections(lemma: str) -> list[str]:
    """Inflect an English verb by the regular rules, with and without a doubled last letter."""
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    out = [lemma, lemma + "s", lemma + "es", lemma + "ed", lemma + "ing"]
    if lemma[-1] not in VOWELS and lemma[-2] in VOWELS:
        out += [lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"]
    return out


VOWELS = frozenset("aeiou")
NOT_VERBS = frozenset({"NOUN", "ADJ", "ADP", "PROPN", "DET", "ADV"})
ALWAYS = frozenset({"said", "says", "told", "tells", "added", "wrote", "asked", "tweeted", "replied", "insisted"})
"""Forms that are verbs of saying whatever the tagger makes of them (in headlines, after quotations)."""


def verb(token: Token) -> Cue | None:
    """Give the reporting verb that a token is, if it is one."""
    lemma = forms().get(token.lower)
    if lemma is None or token.upos in NOT_VERBS or _surname(token):
        return None
    if lemma == "put" and not any(c.lower == "it" for c in phrase_of(token).objects):
        return None
    return verbs()[lemma]


def _surname(token: Token) -> bool:
    """Tell a name from the verb that is written alike, by its capital after another name: "Omar *Said*, a fisherman"."""
    if token.text != "Said":
        return False
    at = token.i - token.sentence.tokens[0].i
    before = token.sentence.tokens[at - 1] if at else None
    return before is not None and (before.upos == "PROPN" or before.text == "-")  # "Al-*Said*"


def noun(token: Token) -> Cue | None:
    """Give the reporting noun that a token is, if it is one."""
    if token.upos != "NOUN":
        return None
    found = nouns().get(token.lower)
    return found or nouns().get(token.lemma.lower())


def speaks(token: Token) -> bool:
    """Tell whether a token is a verb that takes a direct quotation."""
    cue = verb(token)
    return cue is not None and "q" in cue.frames


def declined(token: Token) -> bool:
    """Tell a verb of refusing with a verb of telling behind it ("*declined* to comment", "*refused* to name them")."""
    cue = verb(token)
    refusing = cue is not None and (sense := cue.sense("t")) is not None and sense.act == "decline_to_say"
    around = phrase_of(token)
    told = next(iter((*around.complements, *around.contents, *around.adverbials)), None) if refusing else None
    return told is not None and told.lemma.lower() in words("withhold")
