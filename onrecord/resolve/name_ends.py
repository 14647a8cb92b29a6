"""Cuts off a name's ends what is no part of it: articles, marks, offices and titles, a headline's verb."""

from __future__ import annotations

from onrecord.lang import per_language, rows
from onrecord.model.document import Token
from onrecord.resolve import lexicon, world
from onrecord.resolve.gazetteer import divisions
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import LINKS, REGIONS, STYLES, Named, ends_as_site
from onrecord.resolve.world import folded
from onrecord.text import HYPHENS


def trim(named: Named) -> None:
    """Cut articles, possessive marks, punctuation and titles off a name's ends."""
    tokens = named.tokens
    while tokens and (tokens[0].lower in ("the", "a", "an", "'s", "’s") or not tokens[0].text[0].isalnum()):
        tokens = tokens[1:]
    while tokens and (tokens[-1].lower in ("'s", "’s", "'", "’") or (not tokens[-1].text[-1].isalnum() and tokens[-1].text[-1] != ".")):
        tokens = tokens[:-1]
    while len(tokens) > 1 and (tokens[-1].lower in word_set(LINKS) or tokens[-1].upos in ("CCONJ", "ADP", "DET")):
        if tokens[-2].text in HYPHENS and tokens[-2].end == tokens[-1].start:
            break  # "Moon Jae-in"
        tokens = tokens[:-1]
    if not named.entries and tokens:
        tokens = _cut_body(named, _cut_office(named, _cut_kind(named, tokens)))
        tokens = _cut_title(named, _cut_tail(named, tokens)) if tokens else tokens
    named.tokens = tokens
    named.words = tuple(w for t in tokens for w in folded(t.text).split() if t.lower not in ("the",))
    if not named.words:
        named.tokens = []


def _cut_kind(named: Named, tokens: list[Token]) -> list[Token]:
    """Give back the word for what a country's first-level division is: "the *department of* La Libertad"."""
    if len(tokens) < 3 or tokens[0].lower not in word_set(REGIONS) or tokens[1].lower != "of":
        return tokens
    if not any(c != "USA" for c in divisions(" ".join(t.text for t in tokens[2:]))):
        return tokens
    named.label = "GPE"
    return tokens[2:]


def _cut_tail(named: Named, tokens: list[Token]) -> list[Token]:
    """Cut a person's name before "of COUNTRY" ("King Hassan of Morocco"), and any name after a dash between spaces ("Kenya - Police")."""
    for n in range(1, len(tokens)):
        token = tokens[n]
        if (
            token.lower in ("'s", "’s")
            and n + 1 < len(tokens)
            and (owner := world.scan([t.text for t in tokens[:n]]))
            and owner[0].last == n
        ):
            return tokens[n + 1 :]
        if (
            token.text in ("-", "–", "—")
            and tokens[n - 1].end < token.start
            and token.end < (tokens[n + 1].start if n + 1 < len(tokens) else 0)
        ):
            return tokens[n + 1 :]
        person = named.label == "PERSON" or tokens[0].lower in lexicon.offices()
        if person and token.lower == "of" and world.scan([t.text for t in tokens[n + 1 :]]):
            return tokens[:n]
    if len(tokens) > 2 and tokens[-1].lower in _headline_verbs() and named.label == "PERSON":
        return tokens[:-1]
    return tokens


@per_language
def _headline_verbs() -> frozenset[str]:
    """Give the third person of verbs that follow a name in headlines ("Jane Doe Calls")."""
    return frozenset(
        f"{r['lemma']}s" for table in ("cue_verbs", "event_verbs") for r in rows(table) if r.get("lemma") and " " not in r["lemma"]
    )


def _cut_office(named: Named, tokens: list[Token]) -> list[Token]:
    """Give back the end of an office that the model drew into a name: "Secretary of | State Antony Blinken"."""
    around = tokens[0].sentence.tokens
    at = tokens[0].i - around[0].i
    before = [t.lower for t in around[max(0, at - 3) : at]]
    if before[1:] == ["of", "the"] and before[0] in HOLDERS and _portfolio_first(tokens):
        named.label = "PERSON"
        return tokens[1:]
    if at < 2 or len(tokens) < 2 or around[at - 1].lower not in ("of", "for"):
        return tokens
    for n in range(min(3, len(tokens)), 0, -1):
        if " ".join(t.lower for t in around[at - 2 : at + n]) in lexicon.offices():
            named.label = "PERSON"
            return tokens[n:]
    if around[at - 2].lower in HOLDERS:
        last = next((n for n in range(len(tokens) - 2, -1, -1) if tokens[n].lower in word_set(PORTFOLIOS)), -1)
        if last > 0 or (last == 0 and _portfolio_first(tokens)):  # "Minister of | *State for Trade* Ann Lee"
            named.label = "PERSON"
            return tokens[last + 1 :]
        if tokens[1].text in lexicon.given_names():
            named.label = "PERSON"
            return tokens[1:]
    return tokens


def held_of(token: Token) -> bool:
    """Tell what an office is held of, right behind it: "Minister of *Defence* | Ann Lee"."""
    around = token.sentence.tokens
    at = token.i - around[0].i
    return at > 1 and around[at - 1].lower in ("of", "for") and around[at - 2].lower in HOLDERS


HOLDERS = frozenset(("minister", "secretary", "undersecretary", "commissioner"))
PORTFOLIOS = "persons-portfolios"


def _portfolio_first(tokens: list[Token]) -> bool:
    """Tell the ministry that a name begins with: "Minister of | *Culture* Lucian Romascanu"."""
    return len(tokens) > 2 and tokens[0].lower in word_set(PORTFOLIOS) and all(t.upos == "PROPN" for t in tokens)


def _cut_body(named: Named, tokens: list[Token]) -> list[Token]:
    """Give back the body that an office before a person's name is held in: "spokesperson of the *Command* | Amina Lawan"."""
    if len(tokens) < 3:
        return tokens
    around = tokens[0].sentence.tokens
    at = tokens[0].i - around[0].i
    bodies = [t.lower in lexicon.organisation_words() for t in tokens]
    if at < 3 or not 3 <= len(tokens) <= 4 or not bodies[0] or any(bodies[1:]) or any(t.upos != "PROPN" for t in tokens[1:]):
        return tokens
    if around[at - 1].lower != "the" or around[at - 2].lower not in ("of", "for") or around[at - 3].lower not in lexicon.offices():
        return tokens
    named.label = "PERSON"
    return tokens[1:]


def _cut_title(named: Named, tokens: list[Token]) -> list[Token]:
    """Move titles at the head of a name ("President Maduro", "Mr Annan", "foreign minister Lavrov") out of it."""
    table, cut = lexicon.offices(), 0
    if ends_as_site([t.text for t in tokens]):
        return tokens  # "Prince Sultan Air Base"
    for n in range(min(6, len(tokens) - 1), 0, -1):
        if lexicon.office_of([t.lower for t in tokens[:n]]) is not None or (n <= 2 and tokens[n - 1].lower in table):
            cut = n
            break
    if cut == 0 and named.label in ("ORG", "PERSON"):
        cut = _office_after_country(tokens)
        if cut:
            named.label = "PERSON"
    if cut == 0:
        if len(tokens) == 1 and tokens[0].lower in table and named.label is None:
            return []
        return tokens
    if named.label in ("ORG", "FAC") and tokens[cut].lower in ("of", "for", "in"):
        return tokens
    if len(tokens) - cut == 1 and tokens[cut].lower in lexicon.organisation_words():
        return tokens
    if sum(t.lower not in word_set(LINKS) and t.text[0].isalpha() for t in tokens[cut:]) == 1 and tokens[cut - 1].lower in word_set(STYLES):
        named.style = [tokens[cut - 1]]
    return tokens[cut:]


def _office_after_country(tokens: list[Token]) -> int:
    """Give how many words of a "name" are a country and an office: "US Secretary of State | Antony Blinken"."""
    match = world.scan([t.text for t in tokens[:3]])
    if not match or match[0].first != 0 or match[0].entries[0].kind not in ("country", "people"):
        return 0
    start = match[0].last
    for end in range(min(len(tokens) - 1, start + 5), start, -1):
        office = lexicon.office_of([t.lower for t in tokens[start:end]])
        if office is not None and tokens[end].text[0].isupper() and tokens[end].lower not in lexicon.organisation_words():
            return end
    return 0
