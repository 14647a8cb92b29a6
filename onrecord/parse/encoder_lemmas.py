"""Lemmas: what the treebanks say of a form and tag, else the network's edit, mended where it makes no word."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import lru_cache

from onrecord.lang import WORDS
from onrecord.parse.encoder_features import apply_edit

NAMES = frozenset(["NNP", "NNPS"])
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "NNS": (("ies", "y"), ("es", ""), ("s", ""), ("es", "e")),
    "VBZ": (("ies", "y"), ("es", ""), ("s", "")),
    "VBG": (("ing", ""), ("ing", "e")),
    "VBD": (("ied", "y"), ("ed", ""), ("ed", "e")),
    "VBN": (("ied", "y"), ("ed", ""), ("ed", "e")),
    "JJR": (("ier", "y"), ("er", ""), ("er", "e")),
    "JJS": (("iest", "y"), ("est", ""), ("est", "e")),
}

class Lemmas:
    """`known`: tag -> form -> lemma, from the treebanks; `words`: what counts as a word (the encoder's vocabulary)."""

    def __init__(self, known: Mapping[str, Mapping[str, str]], words: Container[str]) -> None:
        self.known, self.words = known, words
        self.of = lru_cache(maxsize=WORDS)(self._of)
        """Give the lemma of a form with this tag and edit; `recase`: its capitals say nothing."""

    def _of(self, form: str, tag: str, edit: str, recase: bool) -> str:
        if tag in NAMES:
            return apply_edit(form, edit, recase=recase)
        low = form.lower().replace("’", "'")
        found = self.known.get(tag, {}).get(low)
        if found is not None:
            return found
        lemma = apply_edit(form, edit, recase=recase)
        if lemma.lower() in self.words:
            return lemma
        return self._by_rule(low, tag) or (low if low in self.words else lemma)

    def _by_rule(self, low: str, tag: str) -> str | None:
        for ending, instead in RULES.get(tag, ()):
            if not low.endswith(ending):
                continue
            stem = low[: -len(ending)]
            if stem + instead in self.words:
                return stem + instead
            if not instead and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in self.words:
                return stem[:-1]
        return None
