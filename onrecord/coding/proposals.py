"""Acts that no table lists: words that the learned head takes for an act, with the parties that grammar gives such words.

A frame says by name which argument is the doer and which the one done to; for a word that has none, its type says where they usually stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.coding.lexicon import NOUN_ROLES, Frame, support_verbs
from onrecord.coding.matching import lemma
from onrecord.grammar.governors import governor_of
from onrecord.grammar.lexicon import verb_lemmas, word_class
from onrecord.grammar.phrase import phrase_of
from onrecord.heads.acts import WORDS, Acts
from onrecord.lang import per_language, rows
from onrecord.model.document import Token
from onrecord.ontology import PLOVER

HEAD = "head/"
"""How the rule of a telling begins that no frame codes."""
LEAST = 0.4
"""How sure the head must be of one type for the judge of happenings to be asked."""


def proposed(tokens: Iterable[Token], acts: Acts, taken: Iterable[int]) -> Iterator[tuple[Token, Frame]]:
    """Give the words of a sentence that the head takes for an act and no frame has coded, each with a frame by its type."""
    known = set(taken)
    for token in tokens:
        if token.upos not in WORDS or token.name is not None or acts.seen(token.i) < LEAST or token.i in known:
            continue
        if _only_counts(token) or _prevents(token):
            continue
        event, sure, other, less = acts.best(token.i)
        if sure >= LEAST:
            yield token, _frame(token.lower, event, token.upos != "VERB", f"{HEAD}act/{event} {sure:.2f} before {other} {less:.2f}")


def _only_counts(token: Token) -> bool:
    """See a verb that says how a count moved, which is no act: "police *lowered* the number of the dead", "the toll was *revised*"."""
    words = [o for o in phrase_of(token).words if o.role.object or o.role.acting or o.role.undergoing] if token.upos == "VERB" else []
    return any(lemma(w) in word_class("tally") for w in words)


def _prevents(token: Token) -> bool:
    """See a verb by which another's attack comes to nothing: "troops *foiled* an ambush on a convoy" is no attack on the convoy."""
    if token.upos != "VERB" or (governor := governor_of(token)) is None or governor.effect != "negated":
        return False
    return any(lemma(o) in word_class("violence") for o in phrase_of(token).objects)


@per_language
def _roles(event: str, noun: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give where the parties of a type usually stand beside a word of whose arguments no frame tells (event_roles.csv)."""
    row = next(r for r in rows("event_roles") if r["event"] == event)
    roles = ">".join(NOUN_ROLES[row["noun"]]) if noun else row["verb"]
    actors, _, recipients = roles.partition(">")
    return tuple(actors.split("+")), tuple(r for r in recipients.split("/") if r)


def _frame(word: str, event: str, noun: bool, says: str) -> Frame:
    undergone = not noun and support_verbs().get(verb_lemmas().get(word, "")) == "receives"  # "*suffered* wounds", "*receives* a sentence"
    actors, recipients = (("from",), ("subj",)) if undergone else _roles(event, noun)
    return Frame(word, "", (), event, None, PLOVER.root[event], actors, recipients, noun, says)

