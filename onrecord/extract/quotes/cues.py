"""The cue lexicon: which verbs and nouns report what somebody says, thinks or wants, and in what grammatical frames.

Frames (one row each in lang/en/cue_verbs.csv): `q` takes a direct quotation; `s` a clause, with or without *that*; `w` an
indirect question; `n` its object; `g` an *-ing* clause; `t` *to* + verb with the same subject; `ot` object + *to* + verb;
`x` object + predicate ("called him a liar"); `a` its object may be the person spoken to; `at` that person + *to* + verb;
`o/of` object + that preposition's phrase ("accused him of"); `p/for` a phrase ("called for"); `r` the passive with *to*
("is said to have").
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from onrecord.model.document import Token
from onrecord.model.record import Act

LANGUAGE = "onrecord.lang.en"


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


@cache
def verbs() -> dict[str, Cue]:
    """Load the verbs that report, by lemma."""
    rows: dict[str, dict[str, Sense]] = {}
    for row in _rows("cue_verbs.csv"):
        rows.setdefault(row["lemma"], {})[row["frame"]] = Sense(_act(row["act"]), row["group"])
    return {lemma: _cue(lemma, frames) for lemma, frames in rows.items()}


@cache
def nouns() -> dict[str, Cue]:
    """Load the nouns that report, by lemma."""
    rows: dict[str, dict[str, Sense]] = {}
    for row in _rows("cue_nouns.csv"):
        rows.setdefault(row["lemma"], {})[row["frame"]] = Sense(_act(row["act"]), "noun")
    return {lemma: _cue(lemma, frames) for lemma, frames in rows.items()}


def _cue(lemma: str, frames: dict[str, Sense]) -> Cue:
    objects = {f[2:]: s for f, s in frames.items() if f.startswith("o/")}
    phrases = {f[2:]: s for f, s in frames.items() if f.startswith("p/")}
    return Cue(lemma, frames, objects, phrases)


def _rows(name: str) -> list[dict[str, str]]:
    with resources.files(LANGUAGE).joinpath(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ACTS: dict[str, Act] = {
    "state": "state", "confirm": "confirm", "deny": "deny", "accuse": "accuse", "promise": "promise", "threaten": "threaten",
    "demand": "demand", "ask": "ask", "praise": "praise", "criticize": "criticize", "decline_to_say": "decline_to_say",
}  # fmt: skip


def _act(name: str) -> Act:
    return ACTS[name]


def verb(token: Token) -> Cue | None:
    """Give the reporting verb that a token is, if it is one."""
    if token.upos not in ("VERB", "AUX"):
        return verbs().get(FORMS.get(token.lower, "")) if token.lower in FORMS and token.upos != "PUNCT" else None
    return verbs().get(FORMS.get(token.lower) or token.lemma.lower())


def speaks(token: Token) -> bool:
    """Tell whether a token is a verb that takes a direct quotation."""
    cue = verb(token)
    return cue is not None and "q" in cue.frames


FORMS = {
    "said": "say", "says": "say", "told": "tell", "tells": "tell", "added": "add", "adds": "add", "wrote": "write",
    "asked": "ask", "tweeted": "tweet",
}  # fmt: skip
"""Forms that are verbs of saying whatever the tagger makes of them (in headlines, after quotations)."""
