"""Forms and classes of words that the tables of the language name: lemmas that do not hang on the tagger's."""

from __future__ import annotations

from onrecord.lang import language, per_language, rows


@per_language
def word_class(name: str) -> frozenset[str]:
    """Give the lemmas of a class of `event_classes.csv`."""
    return frozenset(r["lemma"] for r in rows("event_classes") if r["class"] == name)


@per_language
def verb_lemmas() -> dict[str, str]:
    """Give the lemma of every form of a verb that any event table names; independent of the tagger's lemmas."""
    names = {r["lemma"] for r in rows("event_verbs")} | {r["lemma"] for r in rows("event_support")}
    names |= {r["lemma"].partition(" ")[0] for r in rows("event_governors") if r["pos"] == "verb"}
    return {form: lemma for lemma in sorted(names) for form in verb_forms(lemma)}


@per_language
def noun_lemmas() -> dict[str, str]:
    """Give the lemma of every form of a noun that any event table names."""
    names = {r["lemma"] for r in rows("event_nouns")} | {r["lemma"] for r in rows("event_classes")}
    names |= {r["lemma"] for r in rows("event_governors") if r["pos"] == "noun"}
    shortest_last = sorted(names, key=lambda n: (-len(n), n))
    return {form: lemma for lemma in shortest_last for form in noun_forms(lemma)}


@per_language
def people() -> frozenset[str]:
    """Give the nouns that name one person or, in the plural, people."""
    return frozenset(r["noun"] for r in rows("actor_nouns") if r["type"] == "person") | word_class("protester") | word_class("worker")


def verb_forms(lemma: str) -> list[str]:
    """Give every form of a verb; one too many hurts nobody."""
    return language().verb_forms(lemma)


def noun_forms(lemma: str) -> list[str]:
    """Give singular and plural of a noun."""
    return language().noun_forms(lemma)
