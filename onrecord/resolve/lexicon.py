"""The words for actors of one language: nouns that name who acts, offices, words in organisations' names, given names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple, cast

from onrecord.lang import rows
from onrecord.model.record import ActorType

Number = Literal["sing", "plur"]
Gender = Literal["m", "f"]
IRREGULAR = {"men": "man", "women": "woman", "children": "child", "mice": "mouse", "wives": "wife", "thieves": "thief", "chiefs": "chief"}
MASS = "lexicon-mass"
"""Words that take a plural pronoun though they have no plural ending."""
FEMALE = "lexicon-female"
MALE = "lexicon-male"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that names an actor. `force`: "weak" lets modifiers set the sector, "link" never starts an actor of its own,
    "vehicle" only where its country or owner is said."""

    noun: str
    type: ActorType
    sector: str | None
    force: str

    @property
    def gender(self) -> Gender | None:
        return "f" if self.noun in word_set(FEMALE) else "m" if self.noun in word_set(MALE) else None


class Found(NamedTuple):
    """A lexicon noun that ends at the head: how many words it takes, and its number."""

    noun: Noun
    words: int
    number: Number


class Office(NamedTuple):
    """A title or office: "foreign minister", "Gen.", "Mr"."""

    title: str
    sector: str | None
    rank: str
    gender: Gender | None
    country: str | None = None
    """The one country that has an office of this name, if only one has."""

    @property
    def honorific(self) -> bool:
        """Tell "Mr", "Ms", "Dr": no office."""
        return self.sector is None and (self.gender is not None or self.title in ("dr", "dr.", "mx"))


@cache
def nouns() -> dict[str, Noun]:
    """Give the actor nouns, in the singular."""
    return {r["noun"]: Noun(r["noun"], cast(ActorType, r["type"]), r["sector"] or None, r["force"]) for r in rows("actor_nouns")}


@cache
def sector_adjectives() -> dict[str, str]:
    """Give the words that, before a noun, give its actor a sector ("naval", "rebel", "judicial")."""
    return {r["word"]: r["sector"] for r in rows("sector_adjectives")}


@cache
def _word_sets() -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for r in rows("word_sets"):
        sets.setdefault(r["set"], set()).add(r["word"])
    return {name: frozenset(members) for name, members in sets.items()}


@cache
def word_set(name: str) -> frozenset[str]:
    """Give a named set of words of the language (word_sets.csv), empty where the language has none."""
    return _word_sets().get(name, frozenset())


@cache
def offices() -> dict[str, Office]:
    """Give the titles, in lower case."""
    return {
        r["title"]: Office(r["title"], r["sector"] or None, r["rank"], cast("Gender | None", r["gender"] or None), r["country"] or None)
        for r in rows("offices")
    }


def office_of(words: Sequence[str]) -> Office | None:
    """Give the office that these lower-case words are, hyphens as own words joined ("secretary", "-", "general")."""
    return offices().get(" ".join(words).replace(" - ", "-"))


@cache
def organisation_words() -> dict[str, tuple[ActorType, str | None]]:
    """Give the words that make a name an organisation's, with type and sector."""
    return {r["word"]: (cast(ActorType, r["type"]), r["sector"] or None) for r in rows("organisation_words")}


@cache
def given_names() -> dict[str, Gender]:
    """Give given names with the gender they are usually borne by."""
    return {r["name"]: cast(Gender, r["gender"]) for r in rows("given_names")}


@lru_cache(maxsize=32768)
def singulars(word: str) -> tuple[tuple[str, Number], ...]:
    """Give the forms under which a lower-case noun may stand in the lexicon, with the number it then has."""
    own: Number = "plur" if word in word_set(MASS) else "sing"
    out: list[tuple[str, Number]] = [(word, own)]
    if word in IRREGULAR:
        out.append((IRREGULAR[word], "plur"))
    if word.endswith("men"):
        out.append((word[:-2] + "an", "plur"))
    if word.endswith("ies"):
        out.append((word[:-3] + "y", "plur"))
    if word.endswith("es"):
        out.append((word[:-2], "plur"))
    if word.endswith("s") and not word.endswith("ss"):
        out.append((word[:-1], "plur"))
    return tuple(out)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(noun.rpartition(" ")[2] for noun in nouns())


@lru_cache(maxsize=32768)
def may_end_noun(word: str) -> bool:
    """Tell early whether `find_noun` can find anything that ends with this word (in lower case)."""
    return any(form in _last_words() for form, _ in singulars(word))


def find_noun(words: Sequence[str], head: int) -> Found | None:
    """Find the longest lexicon noun of up to three words (hyphens left out) that ends at `head` (words in lower case)."""
    before: tuple[str, ...] = ()
    j = head - 1
    while j >= 0 and len(before) < 2:
        if words[j] not in ("-", "‑"):
            before = (words[j], *before)
        j -= 1
    return _longest_noun(before, words[head])


@lru_cache(maxsize=32768)
def _longest_noun(before: tuple[str, ...], word: str) -> Found | None:
    table = nouns()
    for n in range(len(before), -1, -1):
        prefix = " ".join(before[len(before) - n :]).replace(" ’s", "'s").replace(" 's", "'s")
        for form, number in singulars(word):
            noun = table.get(f"{prefix} {form}" if prefix else form)
            if noun is not None:
                return Found(noun, n + 1, number)
    return None
