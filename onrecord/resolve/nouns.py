"""Noun phrases read from the line of words, so that a wrong tree does not spoil them: their left edge, head, article."""

from __future__ import annotations

from typing import Literal

from onrecord.model.document import Token
from onrecord.resolve.lexicon import word_set

Article = Literal["definite", "indefinite", "possessive", "counted", "bare"]
INSIDE = frozenset({"ADJ", "NUM", "NOUN", "PROPN", "SYM"})
COUNTERS = "nouns-counters"
LOOSE = frozenset({"over", "about", "around", "than", "almost", "nearly", "only"})
"""Words that belong to a phrase only before its number: "over 50 people", not "advantage over companies"."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
HYPHENS = frozenset("-‐‑–")
MARKS = frozenset({"'s", "’s", "'", "’"})
MAX_PHRASE = 14
TIMES = "nouns-times"


def is_head(token: Token, tokens: list[Token]) -> bool:
    """Tell whether a noun ends its noun phrase: no further noun or hyphen follows it directly."""
    i = token.i + 1
    if i >= len(tokens) or tokens[i].sentence is not token.sentence:
        return True
    after = tokens[i]
    if after.lower in word_set(TIMES):
        return True
    if after.text in HYPHENS and after.start == token.end:
        return False
    if token.upos == "ADJ" and after.upos == "ADJ":
        return False
    return after.upos not in ("NOUN", "PROPN")


def left_edge(head: Token, tokens: list[Token], reach: int = MAX_PHRASE) -> int:
    """Give the index of the first token of the noun phrase that ends at `head`, possessors included."""
    low = max(head.sentence.tokens[0].i, head.i - reach)
    i = head.i
    closed = False
    while i > low:
        token = tokens[i - 1]
        if token.lower in MARKS and token.upos in ("PART", "PUNCT") and i - 1 > low and tokens[i - 2].upos in ("NOUN", "PROPN"):
            closed = False
            i -= 1
            continue
        if closed:
            break
        if head.role.subject and head.head.role.relative and head.head.head is token:
            break  # "the way police treat ...": a clause about the noun before
        aside = token.role.bare or (token.role.oblique and tokens[i].upos == "NUM")
        if aside and token.upos in ("NOUN", "PROPN") and not token.i < token.head.i <= head.i:  # not in "*Iran*-backed militias"
            break  # "Last *week* the minister ...", "In *Assam* ten people": when and where, and no part of who
        if token.upos == "VERB" and i - 2 >= low and tokens[i - 2].upos in ("NOUN", "PROPN", "PRON"):
            break
        if token.upos == "DET" or (token.upos == "PRON" and token.role.possessor):
            closed = True
        elif token.upos == "ADJ" and i - 2 >= low and tokens[i - 2].upos == "VERB" and tokens[i].upos == "NUM":
            break  # "shot *dead* four policemen"
        elif token.upos in INSIDE or (token.text in HYPHENS and token.end == tokens[i].start) or _modifies(token, tokens[i]):
            pass
        else:
            break
        i -= 1
    while i < head.i and tokens[i].text in HYPHENS:
        i += 1
    return i


def _modifies(token: Token, after: Token) -> bool:
    """Tell participles and counting words inside a phrase: "armed men", "at least 83 people"."""
    if token.upos == "VERB":
        return token.role.adjective and (token.form.participle or token.form.gerund)
    if token.lower in LOOSE:
        return after.upos == "NUM"
    if token.lower in word_set(COUNTERS) or (token.lower == "at" and after.lower in ("least", "most")):
        return True
    if token.form.asking:
        return False
    return token.upos == "ADV" and after.upos in ("ADJ", "NUM", "VERB") and token.role.adverb and token.head.i >= after.i


def article(first: Token, head: Token, tokens: list[Token]) -> Article:
    """Tell how a phrase is introduced."""
    words = tokens[first.i : head.i]
    if any(t.lower in MARKS for t in words):
        return "possessive"
    if first.lower in DEFINITE:
        return "definite"
    if first.lower in ("a", "an", "another", "one", "any", "every", "each", "no"):
        return "indefinite"
    if first.upos == "PRON" or first.role.possessor:
        return "possessive"
    if any(t.upos == "NUM" or t.lower in word_set(COUNTERS) for t in words):
        return "counted"
    return "bare"


def possessor(first: Token, head: Token, tokens: list[Token]) -> Token | None:
    """Give the token of the nearest possessor inside the phrase: "his" in "his leftist government", "Kenya" in "Kenya's army"."""
    for i in range(head.i - 1, first.i - 1, -1):
        if tokens[i].lower in MARKS and i > first.i:
            return tokens[i - 1]
        if tokens[i].upos == "PRON":
            return tokens[i]
    return None
