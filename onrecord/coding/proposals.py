"""Acts that no table lists: words that the learned head takes for an act, with the parties that grammar gives such words.

A frame says by name which argument is the doer and which the one done to; for a word that has none, its type says where they usually stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from onrecord.coding.lexicon import NOUN_ROLES, Frame, support_verbs, verb_lemmas
from onrecord.heads.acts import Acts
from onrecord.model.document import Token

HEAD = "head/"
"""How the rule of a telling begins that no frame codes."""
LEAST = 0.4
"""How sure the head must be of one type for the judge of happenings to be asked."""
VERB_ROLES = {
    "CONSULT": "subj+with+obj+between>", "COOPERATE": "subj+with+between>", "AGREE": "subj+with+between>to/on",
    "PROTEST": "subj>against/at/over", "AID": "subj>obj|iobj/to/for", "SUPPORT": "subj>obj/with/for", "REQUEST": "subj>obj/on/to/from",
    "RETREAT": "subj>obj/from", "CONCEDE": "subj>to/obj", "REJECT": "subj>of/from/by/obj", "MOBILIZE": "subj>to/against",
}  # fmt: skip
OTHER_VERB = "subj>obj/against/on/at/with/of"
NOUN_KIND = {
    "CONSULT": "mutual", "COOPERATE": "mutual", "AGREE": "mutual", "PROTEST": "act-against", "AID": "act-for", "SUPPORT": "act-for",
    "REQUEST": "act-to", "RETREAT": "act-from", "CONCEDE": "act-of", "REJECT": "act-of", "MOBILIZE": "act-self", "COERCE": "act-of",
}  # fmt: skip
ROOT_CODES = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "CONCEDE": "080", "COOPERATE": "060", "AID": "070", "RETREAT": "087",
    "REQUEST": "020", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140", "SANCTION": "160", "MOBILIZE": "150",
    "COERCE": "170", "ASSAULT": "190",
}  # fmt: skip
"""CAMEO codes that say of an act no more than its type."""


def proposed(tokens: Iterable[Token], acts: Acts, taken: Iterable[int]) -> Iterator[tuple[Token, Frame]]:
    """Give the words of a sentence that the head takes for an act and no frame has coded, each with a frame by its type."""
    known = set(taken)
    for token in tokens:
        if token.i in known or acts.seen(token.i) < LEAST or token.name is not None:
            continue
        event, sure, other, less = acts.best(token.i)
        if sure >= LEAST:
            yield token, _frame(token.lower, event, token.upos != "VERB", f"{HEAD}act/{event} {sure:.2f} before {other} {less:.2f}")


@cache
def _roles(event: str, noun: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    roles = ">".join(NOUN_ROLES[NOUN_KIND.get(event, "act-on")]) if noun else VERB_ROLES.get(event, OTHER_VERB)
    actors, _, recipients = roles.partition(">")
    return tuple(actors.split("+")), tuple(r for r in recipients.split("/") if r)


def _frame(word: str, event: str, noun: bool, says: str) -> Frame:
    undergone = not noun and support_verbs().get(verb_lemmas().get(word, "")) == "receives"  # "*suffered* wounds", "*receives* a sentence"
    actors, recipients = (("from",), ("subj",)) if undergone else _roles(event, noun)
    return Frame(word, "", (), event, None, ROOT_CODES[event], actors, recipients, noun, says)

