"""Whose words a passage is: of the speaker who was asked for, of somebody else, said of them, or a report's own."""

from __future__ import annotations

import re
from typing import Literal

from onrecord.compare.people.names import bare_fits, body_form, fits, is_bare, person_form
from onrecord.compare.quotations.tokens import plain
from onrecord.lang import per_language
from onrecord.resolve import lexicon, world

Whose = Literal["speaker", "unsure", "other", "about", "report"]
"""`speaker`: who was asked for (or whoever, where nobody was); `unsure`: it is not known who speaks; `about`: said of who was asked for."""

_AND = re.compile(r",\s+|\s+and\s+")


def same_speaker(asked: str, said: str | None) -> bool | None:
    """Say whether a statement's speaker is the one asked for; None where that cannot be told ("the minister" may be anybody's name)."""
    if not said:
        return None
    if any(_same(asked, one) for one in _AND.split(said)):
        return True
    return None if _describes(said) and not _describes(asked) else False


def names_in(name: str, text: str) -> bool:
    """Say whether a text names somebody: by the whole name, or by the word that a person is called by."""
    words, found = _bare(name), plain(text)
    if not words:
        return False
    if re.search(rf"\b{re.escape(' '.join(words))}\b", found):
        return True
    return is_person(name) and re.search(rf"\b{re.escape(words[-1])}\b", found) is not None


def is_person(name: str) -> bool:
    """Say whether a name may be a person's: two words or more, no word for a body among them, no country."""
    words = _bare(name)
    bodies = lexicon.organisation_words()
    return len(words) > 1 and not any(w in bodies for w in words) and not world.scan([w.capitalize() for w in words])


def _same(asked: str, said: str) -> bool:
    one, two = _bare(asked), _bare(said)
    if not one or not two:
        return False
    if one == two or body_form(asked) == body_form(said):
        return True
    a, b = person_form(" ".join(w.capitalize() for w in one)), person_form(" ".join(w.capitalize() for w in two))
    if a == b:
        return True
    if is_bare(a) != is_bare(b):
        short, full = (a, b) if is_bare(a) else (b, a)
        return bare_fits(short, full) or (len(short) == 1 and not _given(short[0]) and short[0] == full[-1])
    if not is_bare(a) and fits(a, b):
        return True
    few, many = sorted((set(one), set(two)), key=len)
    bodies = lexicon.organisation_words()
    return few <= many and any(w in bodies for w in few) and len(few) > 1


def _given(word: str) -> bool:
    return word in lexicon.given_names()


def _describes(said: str) -> bool:
    """Say whether a speaker is only described by an office: "the prime minister"."""
    words = plain(said).split()
    return said == said.lower() and bool(words) and words[-1] in _holders()


def _bare(name: str) -> list[str]:
    """Give the words of a name in small letters, without the offices before it: "President Trump" is "trump"."""
    words = re.findall(r"[\w'-]+", plain(name).removeprefix("the "))
    while len(words) > 1 and words[0] in _titles() and not _given(words[0]):
        words.pop(0)
    return words


@per_language
def _holders() -> frozenset[str]:
    """Nouns that one office holder is described by: minister, spokesman."""
    return frozenset(plain(title).split(" of ")[0].split()[-1] for title in lexicon.offices())


@per_language
def _titles() -> frozenset[str]:
    """Words of offices and forms of address, and the names of peoples, which stand before names."""
    titles = {w for title in lexicon.offices() for w in plain(title).split() if len(w) > 2}
    return frozenset(titles | {"mr", "mrs", "ms", "dr", "former", "then", "ex", "sir", "of"})
