"""Quotations after their cue: `X said: "…"`, `X said, "…"`, `X's reply: "…"`, `X: "…"`."""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import can_speak
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.quote import Quote, Taken, begins_sentence, last_character, title_like, utterance
from onrecord.extract.quotes.source import Source, by_whom, following, of_verb
from onrecord.extract.quotes.view import STOPS, View
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token

COLON_REACH = 45
"""Tokens between a verb and the colon that opens the quotation ("said in a letter to the committee on Friday:")."""
COMMA_REACH = 14
NOUN_REACH = 8
NAME_REACH = 8
NOMINAL = frozenset({"PROPN", "PRON", "NOUN", "ADV"})


def introduced(view: View, region: Region, taken: Taken) -> Quote | None:
    """Find the cue before a quotation; the mark between them says how far away it may stand."""
    k = view.index_at(region.opens) - 1  # the token before its opening mark
    before = view.at(k)
    if before is None or k < 0 or (view.inside[k] is not None and view.inside[k] is region):
        return None
    same_block = before.sentence.block == region.block
    if not same_block and before.text != ":":
        return None
    if before.text == ":":
        return _after_colon(view, region, k)
    if view.inside[k] is not None:
        return None
    if before.text == ",":
        found = _after_verb(view, region, k, COMMA_REACH)
        put = found is not None and found.cue is not None and found.cue.lemma == "put"
        if put or utterance(view, region):
            return found or _after_clause(view, region, k)
        return found if _answered(view, region, k) else None
    if cues.speaks(before) and _cried(view, region):
        return _after_verb(view, region, k + 1, 1)
    if not utterance(view, region):
        return None
    if cues.speaks(before) or before.upos in NOMINAL:
        return _after_verb(view, region, k + 1, 1 if cues.speaks(before) else 5)
    return None


def _answered(view: View, region: Region, k: int) -> bool:
    """Tell few words right after their verb and a comma that are a whole answer: said, “By June.”"""
    return cues.speaks(view.tokens[k - 1]) and begins_sentence(view, region) and last_character(view, region) in ".!?"


def _cried(view: View, region: Region) -> bool:
    """Tell several words right after their verb that are speech: tweeted “Deeply saddened by this”, shouted “shame on you!”."""
    words = view.document.text[region.start : min(region.end, region.start + 200)]
    called = last_character(view, region) in "!?" and len(words.split()) > 1
    return called or (words[0].isupper() and len(words.split()) > 3 and not title_like(words))


def _after_colon(view: View, region: Region, k: int) -> Quote | None:
    block = view.tokens[k].sentence.block
    for n in range(k - 1, max(-1, k - 1 - COLON_REACH), -1):
        token = view.tokens[n]
        if token.sentence.block != block or token.text in STOPS:
            break
        if view.inside[n] is None and cues.speaks(token):
            return None if _own_clause(token, k) else _quote(view, region, token, k, "quote/direct/after-colon")
    return _after_noun(view, region, k) or _after_name(view, region, k) or _after_clause(view, region, k)


def _after_clause(view: View, region: Region, k: int) -> Quote | None:
    """Read a whole sentence behind a clause whose subject can only be its speaker: `Stone reacted on Twitter, "…"`."""
    if not (utterance(view, region) and last_character(view, region) in ".!?"):
        return None
    sentence = view.tokens[k].sentence.tokens
    for token in view.tokens[max(sentence[0].i, k - COLON_REACH) : k]:
        subject = view.subject[token.i]
        if token.role.name in SUBORDINATE or subject is None or view.inside[token.i] is not None:
            continue
        if not _person(subject) or _own_clause(token, k):
            return None
        return Quote([region], [(region.start, region.end)], token, None, of_verb(view, token), "quote/direct/after-clause")
    return None


SUBORDINATE = frozenset({"adverbial", "reduced", "relative", "clause"})


def _person(subject: Token) -> bool:
    """Tell a named person, or who is one by pronoun or by office: nobody else is sure to speak in what follows a clause."""
    if subject.upos == "PRON":
        return subject.lower in ("he", "she")
    named = subject.name is not None and subject.name.label == "PERSON"
    return named or (subject.upos == "NOUN" and can_speak(subject))


def _after_verb(view: View, region: Region, k: int, reach: int) -> Quote | None:
    """Look left from the comma for the verb that introduces the quotation."""
    block = region.block
    for n in range(k - 1, max(-1, k - 1 - reach), -1):
        token = view.tokens[n]
        if token.sentence.block != block or token.text in STOPS or view.inside[n] is not None:
            return None
        if cues.speaks(token):
            return None if _clause_between(view, token, k) else _quote(view, region, token, k, "quote/direct/after-cue")
    return None


def _quote(view: View, region: Region, verb: Token, k: int, rule: str) -> Quote:
    source = of_verb(view, verb) or (following(view, verb) if verb.i < k - 1 else None)
    return Quote([region], [(region.start, region.end)], verb, cues.verb(verb), source, rule)


def _own_clause(verb: Token, k: int) -> bool:
    """Tell whether the verb already reports a clause before the colon, which the quotation then only illustrates."""
    return any(verb.i < c.i < k for c in phrase_of(verb).contents)


def _clause_between(view: View, verb: Token, k: int) -> bool:
    """Tell whether a clause of its own stands between verb and quotation: then the quotation is only a part of that."""
    return any(t.role.subject and t.head.i > verb.i for t in view.tokens[verb.i + 1 : k])


def _after_noun(view: View, region: Region, k: int) -> Quote | None:
    """Read `made the following comment: "…"`, `X's reply: "…"`."""
    for n in range(k - 1, max(-1, k - 1 - NOUN_REACH), -1):
        token = view.tokens[n]
        if token.text in STOPS:
            return None
        cue = cues.noun(token)
        if cue is not None and view.inside[n] is None:
            source = by_whom(view, token)
            if source is None and token.head.upos == "VERB":
                source = of_verb(view, token.head)
            return Quote([region], [(region.start, region.end)], token, cue, source, "quote/direct/noun-colon")
    return None


def _after_name(view: View, region: Region, k: int) -> Quote | None:
    """Read `X: "…"`, where the words before the colon are a name and nothing else."""
    first, _ = view.block_tokens[view.tokens[k].sentence.block]
    tokens = view.tokens[first:k]
    if not 0 < len(tokens) <= NAME_REACH or any(t.upos in ("VERB", "AUX") for t in tokens) or not any(t.upos == "PROPN" for t in tokens):
        return None
    head = tokens[-1]
    for _ in tokens:
        if head.head is head or not first <= head.head.i < k:
            break
        head = head.head
    source = Source(view.span(first, k - 1), head, "before-colon")
    return Quote([region], [(region.start, region.end)], None, None, source, "quote/direct/name-colon", view.tokens[k].span)
