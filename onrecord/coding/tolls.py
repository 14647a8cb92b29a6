"""Whose dead and hurt a stated toll counts: "the toll of the *bombing* rose to 97", "the *attack* in which 191 people died"."""

from __future__ import annotations

from onrecord.coding.matching import lemma
from onrecord.coding.victims import HARM
from onrecord.grammar.lexicon import word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.drafts import FigureDraft

OF = ("of", "from", "in", "after")
"""What joins a toll, or the victims whom it counts, to what happened."""
CLIMB = 3


def acts_counted(figure: FigureDraft) -> list[Token]:
    """Give the nouns of which a number of dead or hurt is the toll, which stands in another phrase than they do."""
    if figure.measure not in HARM:
        return []
    found: list[Token] = []
    for word in (figure.governor, figure.head):
        if word is not None:
            word = word.head if word.upos == "NUM" else word  # "rose by *one* to eight"
            found += _nouns_of(word)
            found += [n for c in phrase_of(word).subjects if _tally(c) for n in _nouns_of(c)]  # "the toll of the raid *rose*"
            found += _died_in(word)
    return list(dict.fromkeys(found))


def _nouns_of(word: Token) -> list[Token]:
    """Give what a toll or its victims are of: "*victims* of the bombing", "the *number* of dead in the raid"."""
    chain = [word]
    while len(chain) <= CLIMB and chain[-1].role.attribute and _tally(chain[-1].head):
        chain.append(chain[-1].head)
    return [n for w in chain if w.upos != "VERB" for n in phrase_of(w).joined(*OF) if not _tally(n)]


def _died_in(verb: Token) -> list[Token]:
    """Give what people came to harm in, and the nouns that this hangs on: "the *attack* on trains in which 191 died"."""
    if not verb.role.relative or not any(phrase_of(c).preposition in OF for c in phrase_of(verb).obliques if c.upos == "PRON"):
        return []
    nouns = [verb.head]
    while len(nouns) <= CLIMB and nouns[-1].role.attribute:
        nouns.append(nouns[-1].head)
    return nouns


def _tally(word: Token) -> bool:
    return lemma(word) in word_class("tally")
