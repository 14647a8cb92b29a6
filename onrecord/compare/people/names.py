"""Names as they are compared across reports: spellings folded to one form, and the keys under which forms that may be one are found.

Transliterations, accents, hyphens, particles and initials vary from desk to desk; what is left of a name here does not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord.lang import rows
from onrecord.resolve import lexicon, world
from onrecord.text import fold

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
                          "ə": "a", "’": "", "‘": "", "'": "", "ʻ": "", "ʼ": "", "`": ""})  # fmt: skip
"""Letters that no accent comes off, and apostrophes, which transliterations put in or leave out."""
_SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"^m[ou]c?h+am+[aeiou]d$", "mohamed"), (r"^m[ae]h?met$", "mehmet"), (r"^h[ou]s+[ae][iy]n$", "husain"), (r"^ah?med$", "ahmed"),
    (r"dj", "j"), (r"tch", "ch"), (r"ph", "f"), (r"ck", "k"), (r"q", "k"), (r"x(?!i)", "ks"), (r"ou", "u"), (r"oo", "u"),
    (r"(?<=.)ee", "i"), (r"(?<=.)([aou])e", r"\1"), (r"y", "i"), (r"e(?=i)", "a"), (r"(.)\1+", r"\1"), (r"(?<=[aeiou])h$", ""),
)  # fmt: skip
"""Ways in which one sound is written: in turn on each word. Only likeness of names hangs on them, never what is shown."""
_RULES = tuple((re.compile(pattern), to) for pattern, to in _SPELLINGS)
PARTICLES = frozenset({
    "al", "el", "ul", "as", "ash", "an", "ar", "ad", "at", "az", "bin", "ibn", "bint", "abu", "de", "da", "do", "dos", "das", "del",
    "della", "di", "du", "van", "von", "der", "den", "ter", "ten", "la", "le", "lo", "los", "las", "e", "und", "of", "the",
})  # fmt: skip
FIRST = frozenset({"al", "van", "abu"})
"""Particles that are also given names."""
ARTICLE_FIRST = frozenset({"abdul", "abdel", "abdal", "abdol", "abd"})
"""First parts of Arabic names that some desks write as a word of their own."""
SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
COMMON = frozenset({
    "of", "the", "and", "for", "central", "national", "federal", "supreme", "high", "affairs", "foreign", "constitutional", "upper",
    "lower", "house", "senate",
})  # fmt: skip
"""Further words of names that many countries have one of."""
_TURNED = {"defence": "defense", "centre": "center", "organisation": "organization", "labour": "labor", "programme": "program",
           "centers": "center"}  # fmt: skip
SMALL = frozenset({"the", "and", "for", "of", "affairs"})
_COMPANY = frozenset({"inc", "incorporated", "ltd", "limited", "corp", "corporation", "co", "plc", "llc", "ag", "sa", "gmbh", "company"})


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Give the form of a folded word that its usual spellings share."""
    if len(word) < 3:
        return word
    for pattern, to in _RULES:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=65536)
def person_form(name: str) -> tuple[str, ...]:
    """Give the words of a person's name as they are compared: no particles, generational suffix last, initials as single letters."""
    capitals = name.upper() == name
    words: list[str] = []
    for raw in name.translate(_LETTERS).replace("-", " ").split():
        letters = raw.replace(".", "")
        if (
            not capitals
            and letters.isupper()
            and letters.lower() not in SUFFIXES
            and (len(letters) < 3 or "." in raw[:-1])
            and len(letters) < 4
        ):
            words += list(letters.lower())  # "JD Vance", "J.D. Vance", "George H.W. Bush"
        else:
            words += fold(raw).split()
    if len(words) > 1 and words[-1] == "s" and len(words[-2]) > 1:
        words.pop()
    while len(words) > 2 and words[0] in _offices() and words[1] not in SUFFIXES:
        words.pop(0)  # "Speaker Paul Ryan": an office that was read into the name
    suffix = [SUFFIXES[w] for w in words[1:] if w in SUFFIXES]
    plain = [w for i, w in enumerate(words) if not (i and w in SUFFIXES)]
    named = plain[0] in FIRST and len(plain) == 2 and "-" not in name if plain else False  # "Al Gore", not "al-Baghdadi"
    kept = [w for i, w in enumerate(plain) if w not in PARTICLES or (i == 0 and (named or w == "abu"))] or plain
    return (*map(skeleton, _joined(kept)), *suffix[:1])


def _joined(words: list[str]) -> list[str]:
    """Write "Abdel Fattah", "Abdul-Fattah" and "Abd al-Fattah" as one word."""
    out: list[str] = []
    for word in words:
        if out and out[-1] == "abdal" and len(words) > 2:
            out[-1] = "abdal" + word
        elif word in ARTICLE_FIRST:
            out.append("abdal")
        else:
            out.append(re.sub(r"^abd[aeou]l(?=...)", "abdal", word))
    return out


@cache
def _offices() -> frozenset[str]:
    words = {o for o, office in lexicon.offices().items() if not office.honorific} | lexicon.word_set("persons-portfolios")
    return frozenset(fold(w) for w in words if len(w) > 2 and " " not in w) | {"rep", "sen", "gov", "secretary"}


@cache
def _roots() -> dict[str, str]:
    return {skeleton(fold(r["name"])): skeleton(fold(r["full"])) for r in rows("nicknames")}


def _root(word: str) -> str:
    """Give the given name that a short form stands for: "Bill" and "William" begin one name, where other evidence agrees."""
    return _roots().get(word, word)


@cache
def _given() -> frozenset[str]:
    return frozenset(skeleton(fold(w)) for w in lexicon.given_names())


def split_suffix(form: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Give a form without its generational suffix, and the suffix."""
    return (form[:-1], form[-1]) if len(form) > 1 and form[-1] in SUFFIXES.values() else (form, "")


def is_bare(form: tuple[str, ...]) -> bool:
    """Tell a name that does not say by itself who is meant: one word, or initials before a surname."""
    words, _ = split_suffix(form)
    return len(words) < 2 or all(len(w) == 1 for w in words[:-1])


def surnames(form: tuple[str, ...]) -> list[str]:
    """Give the words by which a full name's bearer may be called alone: the last, further ones that are no given names, else the first."""
    words, _ = split_suffix(form)
    rest = [w for w in words[1:-1] if len(w) > 2 and w not in _given()]
    first = [words[0]] if len(words) > 1 and words[0] not in _given() and len(words[0]) > 1 else []
    return list(dict.fromkeys([words[-1], *rest, *first]))


def person_keys(form: tuple[str, ...]) -> list[str]:
    """Give the keys under which a full name is looked for: pairs of words that longer and shorter forms of it share."""
    words, _ = split_suffix(form)
    first = _root(words[0])
    pairs = [(first, w) for w in surnames(form) if w != words[0]]
    if len(words) > 2:
        pairs += [(words[-2], words[-1]), (first, "".join(words[1:]))]
    return [f"p:{a} {b}" for a, b in dict.fromkeys(pairs)]


def fits(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether one full name can be the other with words left out, shortened to initials, or written together.

    Suffixes must agree, and so must what stands in the middle where both have something there and one of them initials: the Bushes
    are two.
    """
    (a, suffix), (b, other) = split_suffix(one), split_suffix(two)
    if suffix != other or not (a and b):
        return False
    a, b = (_root(a[0]), *a[1:]), (_root(b[0]), *b[1:])
    if a == b or (a[0] == b[0] and "".join(a[1:]) == "".join(b[1:])):
        return True
    middles = [[w[0] for w in form[1:-1]] for form in (a, b)]
    if all(middles) and middles[0] != middles[1] and any(len(w) == 1 for form in (a, b) for w in form[1:-1]):
        return False
    short, long = sorted((a, b), key=len)
    if len(short) == len(long):
        return short[0] == long[0] and short[-1] == long[-1] and all(_alike(x, y) for x, y in zip(short, long, strict=True))
    if short[0] != long[0] and short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(any(_alike(w, x) for x in rest) for w in short)


def _alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def bare_fits(bare: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether a surname, or initials with a surname, can stand for a full name."""
    words, suffix = split_suffix(bare)
    whole, other = split_suffix(full)
    if suffix and suffix != other:
        return False
    if len(words) == 1:
        return words[0] in surnames(full)
    return words[-1] in surnames(full) and whole[0][0] == words[0]


@lru_cache(maxsize=65536)
def body_form(name: str) -> tuple[tuple[str, ...], str | None]:
    """Give the words of an organisation's name as they are compared, and the country that its own name begins with.

    "Ministry of Defence" and "Defense Ministry" are one form; "Iranian Foreign Ministry" is the foreign ministry of IRN.
    """
    country, words = _led_by_country(name.replace("’", "'").split())
    folded = [_TURNED.get(w, w) for raw in words for w in fold(raw.removesuffix("'s")).split()]
    folded = [w for w in folded if w not in SMALL] if len(folded) < 3 or folded[1] != "of" else _turned(folded)
    while len(folded) > 1 and folded[-1] in _COMPANY:
        folded.pop()
    return tuple(folded), country


def _turned(words: list[str]) -> list[str]:
    """Write "Ministry of Foreign Affairs" as "foreign affairs ministry"; other names keep their order."""
    rest = [w for w in words[2:] if w not in SMALL]
    return [*rest, words[0]] if words[0] in ("ministry", "department", "office", "bureau") else [words[0], *rest]


STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})


def _led_by_country(words: list[str]) -> tuple[str | None, list[str]]:
    if len(words) < 2:
        return None, words
    found = world.scan(words)
    if not found or found[0].first != 0 or found[0].last == len(words) or found[0].entries[0].kind not in ("country", "people"):
        return None, words
    rest = words[found[0].last :]
    form, table = fold(" ".join(rest)).split(), lexicon.organisation_words()
    of_state = any(table.get(w, ("", None))[1] in STATE for w in (form[0], form[-1])) if form else False
    return (found[0].entries[0].country, rest) if of_state and is_generic(tuple(form)) else (None, words)


@cache
def _generic() -> frozenset[str]:
    words = {*lexicon.organisation_words(), *lexicon.sector_adjectives(), *lexicon.word_set("persons-portfolios")}
    plain = {fold(part) for w in words for part in w.split()} | COMMON
    return frozenset(plain | {p + "s" for p in plain} | {_TURNED.get(p, p) for p in plain})


def is_generic(form: tuple[str, ...]) -> bool:
    """Tell a name that many countries have one of: each of its words is the word for a body, an office or a portfolio."""
    return all(w in _generic() for w in form)


def acronym_of(spelling: str) -> str | None:
    """Give the letters of a name written as an acronym, in lower case."""
    letters = spelling.replace(".", "")
    return letters.lower() if letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 7 else None
