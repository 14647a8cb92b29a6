"""Which language a text is in: by its script, or by the share of each language's function words. English is what we parse."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

SAMPLE = 20_000
"""Characters looked at from the middle of a text on both sides: enough for any language, cheap on long texts."""
OPENING = 5_000
"""Characters at the start of a text that are looked at where its middle tells no language: below an article may stand endless lists."""
MIN_WORDS = 8
"""Shorter texts are taken for English: too few function words to tell."""
ENGLISH_SHARE = 0.10
"""Least share of English function words in English news; lists and tables have fewer, but then no other language has more."""

OTHER_TIMES = 3
OTHER_SHARE = 0.07
"""Least share for another language, and how many times the English one it must be: German news has 0.35, Turkish and Czech 0.1."""
SHORT, FEW = 30, 2
"""In texts of fewer words so many function words tell another language: "near Jos" has one of Finnish."""
LATIN = 0.98
"""Share of words in plain letters from which a text may be English though none of its function words stand in it."""
UNSURE_SHARE = 0.01
"""English tables and lists have at least so many function words; texts in languages that we do not know have fewer."""

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "DEVANAGARI": "hi", "BENGALI": "bn", "THAI": "th", "TAMIL": "ta", "TELUGU": "te", "GEORGIAN": "ka", "ARMENIAN": "hy", "ETHIOPIC": "am",
    "SINHALA": "si", "MYANMAR": "my", "KHMER": "km", "LAO": "lo", "GUJARATI": "gu", "GURMUKHI": "pa", "KANNADA": "kn", "MALAYALAM": "ml",
}  # fmt: skip
_SPECIAL = {"ru": ("uk", frozenset("іїєґ")), "ar": ("fa", frozenset("پچژگ"))}
"""Letters that tell a language from the larger one that shares its script."""


@cache
def _function_words() -> tuple[list[str], dict[str, list[str]]]:
    """Give the languages, and the function words of more than one letter with the languages that have them."""
    with files("onrecord.data").joinpath("function_words.csv").open(encoding="utf-8") as file:
        rows = {(row["language"], row["word"]) for row in csv.DictReader(file)}
    groups: dict[str, list[str]] = {}
    for code, word in sorted(rows):
        if len(word) > 1:
            groups.setdefault(word, []).append(code)
    return sorted({code for code, _ in rows}), groups


def guess_language(text: str) -> str:
    """Give the ISO 639-1 code of a text's language, or "und" where none of those we know fits."""
    middle = max(0, len(text) // 2 - SAMPLE // 2)
    language = _guess(text[middle : middle + SAMPLE])
    return _guess(text[:OPENING]) if language == "und" and middle else language


def _guess(text: str) -> str:
    words = Counter(w.lower() for w in _WORD.findall(text) if len(w) <= 40)
    total = sum(words.values())
    script = _script(words)
    if script is not None:
        return script
    if total < MIN_WORDS:
        return "en"
    languages, listed = _function_words()
    counts = dict.fromkeys(languages, 0)
    for word in words.keys() & listed.keys():
        for code in listed[word]:
            counts[code] += words[word]
    shares = {code: n / total for code, n in counts.items()}
    best = max(shares, key=lambda code: (shares[code], code == "en"))
    if shares["en"] >= ENGLISH_SHARE and shares["en"] >= 0.8 * shares[best]:
        return "en"
    if shares[best] >= OTHER_SHARE and shares[best] > OTHER_TIMES * shares["en"]:
        hits = sum(best in listed[word] for word in words.keys() & listed.keys())
        return best if total >= SHORT or hits >= FEW or _ascii_share(words) <= LATIN else "en"
    return (
        "en" if shares["en"] > UNSURE_SHARE or (total < 150 and shares[best] < UNSURE_SHARE * 8 and _ascii_share(words) > LATIN) else "und"
    )


def _ascii_share(words: Counter[str]) -> float:
    return sum(n for w, n in words.items() if w.isascii()) / max(1, sum(words.values()))


def _script(words: Counter[str]) -> str | None:
    """Give the language of the script that most letters have; None for Latin letters."""
    found: Counter[str] = Counter()
    for word, count in words.most_common(400):
        if word.isascii():
            found["LATIN"] += count
        else:
            found[unicodedata.name(word[0], "LATIN").split(" ", 1)[0].split("-", 1)[0]] += count
    if not found:
        return None
    if found["HIRAGANA"] + found["KATAKANA"] > 0.1 * sum(found.values()):
        return "ja"
    top = max(sorted(found), key=lambda s: found[s])
    code = _SCRIPTS.get(top) if found[top] * 2 > sum(found.values()) else None
    if code in _SPECIAL:
        other, letters = _SPECIAL[code]
        if sum(n for w, n in words.items() if letters & set(w)) > 3:
            return other
    return code
