"""English: the forms of its words, beside the tables of this folder."""

from __future__ import annotations

from functools import cached_property

from onrecord.lang.en import stems
from onrecord.lang.language import Language, Number

IRREGULAR = {"child": "children", "human": "humans", "german": "germans", "roman": "romans"}
"""Plurals of nouns that act, but for those of men and women: "gunmen", "spokeswomen"."""
BASES = {"men": "man", "women": "woman", "children": "child", "mice": "mouse", "wives": "wife", "thieves": "thief", "chiefs": "chief"}
MASS = "lexicon-mass"
"""Words that take a plural pronoun though they have no plural ending (word_sets.csv)."""


class English(Language):
    code = "en"

    @cached_property
    def _irregular_verbs(self) -> dict[str, tuple[str, str]]:
        return {r["lemma"]: (r["past"], r["participle"]) for r in self.rows("irregular_verbs")}

    @cached_property
    def _verbs_of_forms(self) -> dict[str, str]:
        return {r[form]: r["lemma"] for r in self.rows("irregular_verbs") for form in ("past", "participle") if r[form]}

    @cached_property
    def _mass(self) -> frozenset[str]:
        return frozenset(r["word"] for r in self.rows("word_sets") if r["set"] == MASS)

    @cached_property
    def _singulars(self) -> dict[str, str]:
        return {r["plural"]: r["singular"] for r in self.rows("plurals")}

    def verb_forms(self, lemma: str) -> list[str]:
        """Give every form of a verb, British and American; doubled consonants are offered with and without."""
        spelled = [lemma]
        if lemma.endswith("ise"):
            spelled.append(lemma[:-3] + "ize")
        out: list[str] = []
        for stem in spelled:
            out += [stem, stem + ("es" if stem.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")]
            if stem.endswith("e"):
                out += [stem + "d", stem[:-1] + "ing", stem + "ing"]
            elif stem.endswith("y") and stem[-2:-1] not in "aeou":
                out += [stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
            else:
                out += [stem + "ed", stem + "ing", stem + stem[-1:] + "ed", stem + stem[-1:] + "ing"]
        out += self._irregular_verbs.get(lemma, ())
        return list(dict.fromkeys(out))

    def noun_forms(self, lemma: str) -> list[str]:
        """Give singular and plural of a noun."""
        spelled = [lemma, lemma.replace("isation", "ization")] if "isation" in lemma else [lemma]
        out: list[str] = []
        for stem in spelled:
            if stem in IRREGULAR:
                plural = IRREGULAR[stem]
            elif stem.endswith("man"):
                plural = stem[:-2] + "en"
            elif stem.endswith("y") and stem[-2:-1] not in "aeou":
                plural = stem[:-1] + "ies"
            elif stem.endswith(("s", "x", "z", "ch", "sh")):
                plural = stem + "es"
            else:
                plural = stem + "s"
            out += [stem, plural]
        return list(dict.fromkeys(out))

    def base_nouns(self, word: str) -> list[tuple[str, Number]]:
        out: list[tuple[str, Number]] = [(word, "plur" if word in self._mass else "sing")]
        if word in BASES:
            out.append((BASES[word], "plur"))
        if word.endswith("men"):
            out.append((word[:-2] + "an", "plur"))
        if word.endswith("ies"):
            out.append((word[:-3] + "y", "plur"))
        if word.endswith("es"):
            out.append((word[:-2], "plur"))
        if word.endswith("s") and not word.endswith("ss"):
            out.append((word[:-1], "plur"))
        return out

    def singular(self, word: str) -> str:
        """Give the singular of a noun as written: "vessels" -> "vessel", "people" -> "person"."""
        lower = word.lower()
        known = self._singulars.get(lower)
        if known is not None:
            return known
        if lower.endswith("men") and len(lower) > 4:
            return word[:-3] + word[-3:].replace("en", "an").replace("EN", "AN")
        if lower.endswith("is") and word[:1].isupper() and len(lower) > 5:
            return word[:-1]  # Israelis, Pakistanis
        if len(lower) < 4 or not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
            return word
        if lower.endswith("ies") and len(lower) > 4:
            return word[:-3] + "y"
        if lower.endswith(("sses", "shes", "ches", "xes", "zzes")):
            return word[:-2]
        return word[:-1]

    def is_plural(self, word: str) -> bool:
        regular = word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is"))
        return regular or word.lower() in self._singulars

    def stem(self, word: str) -> str:
        return stems.stem(self._verbs_of_forms.get(word, word))

    def is_small(self, word: str) -> bool:
        return stems.is_small(word)
