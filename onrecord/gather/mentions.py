"""A mention as the gathering stage reads it: its head noun, how it is introduced, its number, and what its phrase does in its clause."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.roles import ROOT, WordRole
from onrecord.model.document import Document, Token
from onrecord.model.drafts import MentionDraft
from onrecord.resolve import lexicon, nouns

"""Relations that are looked through on the way to what a phrase does: "Ana *Ruiz* and Bo *Ek* met"."""
MANY = frozenset(
    {
        "thousands",
        "hundreds",
        "dozens",
        "scores",
        "tens",
        "millions",
        "number",
        "majority",
    }
)
CLIMB = 8
"""Steps from a word to the head of the phrase it stands in; it keeps the search linear in broken trees."""
OTHERS = frozenset(
    {
        "another",
        "other",
        "others",
        "second",
        "third",
        "more",
        "further",
        "different",
        "separate",
        "remaining",
    }
)
"""Words that say: not the ones told of before."""


@dataclass(slots=True, frozen=True)
class Place:
    """What a phrase does in its clause: its role, the word it hangs on, and its preposition."""

    role: WordRole
    governor: Token | None
    preposition: str


def _of_many(token: Token) -> bool:
    """Tell those whose number stands before them as a noun: "thousands of *students* marched"."""
    return token.role.attribute and token.head.lower in MANY and phrase_of(token).preposition == "of"


def place_of(head: Token, before: Token | None) -> Place:
    """Give the place of the phrase that this word heads or stands in, coordination and the parts of a name looked through.

    `before`: the word in front of the phrase, its preposition where the tree hangs that on a word inside a name.
    """
    token = head
    for _ in range(CLIMB):
        if token.head is token or not (token.role.conjunct or token.role.flat or token.role.title or _of_many(token)):
            break
        token = token.head
    if token.head is token:
        return Place(ROOT, None, "")
    aside = before.lower if before is not None and (before.upos == "ADP" or before.role.preposition) and not head.role.conjunct else ""
    return Place(token.role, token.head, phrase_of(token).preposition or aside)


@dataclass(slots=True, eq=False)
class Read:
    """One mention by name or description, read from its words."""

    draft: MentionDraft
    head: Token
    tokens: list[Token]
    noun: str
    """The head noun of the lexicon, in the singular ("local official"); of a name its last word."""
    last: str
    """Its last word ("official")."""
    plural: bool
    article: nouns.Article
    modifiers: frozenset[str]
    """The words before the last that tell it from others, in lower case."""
    place: Place
    fresh: bool
    """It speaks of others than those before: "another officer", "two more"."""
    numbered: bool
    """A number counts it: "two officers"."""
    known: bool
    """A noun of the lexicon for actors heads it."""

    @property
    def named(self) -> bool:
        return self.draft.form == "name"

    @property
    def title(self) -> bool:
        return self.head.sentence.part.kind == "title"

    @property
    def start(self) -> int:
        return self.draft.span[0]


def read_mention(document: Document, draft: MentionDraft) -> Read | None:
    """Read a mention; None for a pronoun or one without a word."""
    tokens = document.tokens_in(draft.span)
    if draft.form == "pronoun" or draft.head is None or not tokens:
        return None
    first, last = tokens[0], tokens[-1]
    words = [t.lower for t in tokens]
    found = lexicon.find_noun(words, len(words) - 1)
    before = tokens[:-1]
    said = {t.lower for t in before if t.upos in ("ADJ", "NOUN", "PROPN", "VERB")} - lexicon.word_set(nouns.COUNTERS)
    return Read(
        draft=draft,
        head=draft.head,
        tokens=tokens,
        noun=found.noun.noun if found is not None else lexicon.singulars(last.lower)[-1][0],
        last=(found.noun.noun if found is not None else lexicon.singulars(last.lower)[-1][0] or last.lower).split()[-1],
        plural=found.number == "plur" if found is not None else last.form.plural,
        article=nouns.article(first, last, document.tokens),
        modifiers=frozenset(said - OTHERS),
        place=place_of(
            draft.head,
            document.tokens[first.i - 1] if first.i > first.sentence.tokens[0].i else None,
        ),
        fresh=any(w in OTHERS for w in words[:-1]),
        numbered=any(t.upos == "NUM" and document.tokens[t.i + 1].text not in nouns.HYPHENS for t in before),
        known=found is not None,
    )


class Reads:
    """The mentions of a report, each read once however often its actors are made entries: no step changes a mention's words."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[int, Read] = {}

    def __call__(self, draft: MentionDraft) -> Read | None:
        """Read a mention; None for a pronoun or one without a word."""
        found = self._known.get(id(draft))
        if found is None:
            found = read_mention(self._document, draft)
            if found is not None:
                self._known[id(draft)] = found  # it holds the draft, so that the id stays the draft's
        return found
