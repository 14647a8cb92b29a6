"""The words for actors of one language: nouns that name who acts, offices, words in organisations' names, given names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from onrecord.lang import language, per_language, per_word, rows
from onrecord.lang.language import Number
from onrecord.model.record import ActorType

Gender = Literal["m", "f"]
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


@per_language
def nouns() -> dict[str, Noun]:
    """Give the actor nouns, in the singular."""
    return {r["noun"]: Noun(r["noun"], cast(ActorType, r["type"]), r["sector"] or None, r["force"]) for r in rows("actor_nouns")}


@per_language
def sector_adjectives() -> dict[str, str]:
    """Give the words that, before a noun, give its actor a sector ("naval", "rebel", "judicial")."""
    return {r["word"]: r["sector"] for r in rows("sector_adjectives")}


@per_language
def _word_sets() -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for r in rows("word_sets"):
        sets.setdefault(r["set"], set()).add(r["word"])
    return {name: frozenset(members) for name, members in sets.items()}


@per_language
def word_set(name: str) -> frozenset[str]:
    """Give a named set of words of the language (word_sets.csv), empty where the language has none."""
    return _word_sets().get(name, frozenset())


@per_language
def offices() -> dict[str, Office]:
    """Give the titles, in lower case."""
    return {
        r["title"]: Office(r["title"], r["sector"] or None, r["rank"], cast("Gender | None", r["gender"] or None), r["country"] or None)
        for r in rows("offices")
    }


def office_of(words: Sequence[str]) -> Office | None:
    """Give the office that these lower-case words are, hyphens as own words joined ("secretary", "-", "general")."""
    return offices().get(" ".join(words).replace(" - ", "-"))


@per_language
def organisation_words() -> dict[str, tuple[ActorType, str | None]]:
    """Give the words that make a name an organisation's, with type and sector."""
    return {r["word"]: (cast(ActorType, r["type"]), r["sector"] or None) for r in rows("organisation_words")}


@per_language
def given_names() -> dict[str, Gender]:
    """Give given names with the gender they are usually borne by."""
    return {r["name"]: cast(Gender, r["gender"]) for r in rows("given_names")}


@per_word
def singulars(word: str) -> tuple[tuple[str, Number], ...]:
    """Give the forms under which a lower-case noun may stand in the lexicon, with the number it then has."""
    return tuple(language().base_nouns(word))


@per_language
def _last_words() -> frozenset[str]:
    return frozenset(noun.rpartition(" ")[2] for noun in nouns())


@per_word
def may_end_noun(word: str) -> bool:
    """Tell early whether `find_noun` can find anything that ends with this word (in lower case)."""
    return any(form in _last_words() for form, _ in singulars(word))


def find_noun(words: Sequence[str], head: int) -> Found | None:
    """Find the longest lexicon noun of up to three words (hyphens left out) that ends at `head` (words in lower case)."""
    if not may_end_noun(words[head]):
        return None
    before: tuple[str, ...] = ()
    j = head - 1
    while j >= 0 and len(before) < 2:
        if words[j] not in ("-", "‑"):
            before = (words[j], *before)
        j -= 1
    return _longest_noun(before, words[head])


@per_word
def _longest_noun(before: tuple[str, ...], word: str) -> Found | None:
    table = nouns()
    for n in range(len(before), -1, -1):
        prefix = " ".join(before[len(before) - n :]).replace(" ’s", "'s").replace(" 's", "'s")
        for form, number in singulars(word):
            noun = table.get(f"{prefix} {form}" if prefix else form)
            if noun is not None:
                return Found(noun, n + 1, number)
    return None
