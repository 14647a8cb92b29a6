"""Forms and classes of words that the tables of the language name: lemmas that do not hang on the tagger's."""

from __future__ import annotations

from functools import cache

from onrecord.lang import rows


@cache
def word_class(name: str) -> frozenset[str]:
    """Give the lemmas of a class of `event_classes.csv`."""
    return frozenset(r["lemma"] for r in rows("event_classes") if r["class"] == name)


@cache
def verb_lemmas() -> dict[str, str]:
    """Give the lemma of every form of a verb that any event table names; independent of the tagger's lemmas."""
    names = {r["lemma"] for r in rows("event_verbs")} | {r["lemma"] for r in rows("event_support")}
    names |= {r["lemma"].partition(" ")[0] for r in rows("event_governors") if r["pos"] == "verb"}
    return {form: lemma for lemma in sorted(names) for form in verb_forms(lemma)}


@cache
def noun_lemmas() -> dict[str, str]:
    """Give the lemma of every form of a noun that any event table names."""
    names = {r["lemma"] for r in rows("event_nouns")} | {r["lemma"] for r in rows("event_classes")}
    names |= {r["lemma"] for r in rows("event_governors") if r["pos"] == "noun"}
    shortest_last = sorted(names, key=lambda n: (-len(n), n))
    return {form: lemma for lemma in shortest_last for form in noun_forms(lemma)}


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    return {r["lemma"]: (r["past"], r["participle"]) for r in rows("irregular_verbs")}


def verb_forms(lemma: str) -> list[str]:
    """Give every form of a verb, British and American; doubled consonants are offered with and without (a false form hurts nobody)."""
    stems = [lemma]
    if lemma.endswith("ise"):
        stems.append(lemma[:-3] + "ize")
    out: list[str] = []
    for stem in stems:
        out += [stem, stem + ("es" if stem.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")]
        if stem.endswith("e"):
            out += [stem + "d", stem[:-1] + "ing", stem + "ing"]
        elif stem.endswith("y") and stem[-2] not in "aeou":
            out += [stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
        else:
            out += [stem + "ed", stem + "ing", stem + stem[-1] + "ed", stem + stem[-1] + "ing"]
    out += _irregular().get(lemma, ())
    return list(dict.fromkeys(out))


def noun_forms(lemma: str) -> list[str]:
    """Give singular and plural of a noun."""
    irregular = {"man": "men", "woman": "women", "child": "children", "person": "persons", "policeman": "policemen", "gunman": "gunmen"}
    stems = [lemma, lemma.replace("isation", "ization")] if "isation" in lemma else [lemma]
    out: list[str] = []
    for stem in stems:
        if stem in irregular:
            plural = irregular[stem]
        elif stem.endswith("y") and stem[-2:-1] not in "aeou":
            plural = stem[:-1] + "ies"
        elif stem.endswith(("s", "x", "z", "ch", "sh")):
            plural = stem + "es"
        else:
            plural = stem + "s"
        out += [stem, plural]
    return list(dict.fromkeys(out))
