"""Whose country is whose: what rules read from an actor's own words, and what a learned head makes of all that stands around.

Rules give a country on evidence in the words and leave half of the others without one that a reader knows from the report. The head weighs
each country that the report points to; what it is sure enough of is the actor's, with its probability as `country_confidence`. It is
not asked of a country that is plainly told. Recipe and figures: training/pairs.py and the model card.
"""

from __future__ import annotations

from itertools import groupby

from onrecord.gather.country_features import Candidate, candidates
from onrecord.heads.pairs import PairHead, pair_head
from onrecord.model.document import Document
from onrecord.model.drafts import ActorDraft, Drafts
from onrecord.model.record import Rejected

FILE = "countries.npz"
RULE = "head"
"""The `country_rule` of a country that the head gave."""
CONTEXT = "+context"
"""How the rule of an actor ends whose country its own words do not tell (resolve/belonging.py): across reports it identifies nobody."""
GIVEN, KEPT = 0.6, 0.3
"""How likely a country must be to be given, and to be kept where rules gave it: an empty cell costs less trust than a wrong country."""


def settle_countries(document: Document, drafts: Drafts, head: PairHead | None = None) -> None:
    """Settle the country of each actor; nothing changes where the parser tells no meanings."""
    head = head or pair_head(FILE)
    if head is None or not document.meanings:
        return
    found = candidates(document, drafts)
    odds = head(document, [c.pair for c in found])
    for _, group in groupby(zip(found, odds, strict=True), key=lambda pair: id(pair[0].actor)):
        ranked = sorted(((o[1], c) for c, o in group), key=lambda r: (-r[0], r[1].country))
        _settle(ranked[0][1].actor, ranked)


def _settle(actor: ActorDraft, ranked: list[tuple[float, Candidate]]) -> None:
    by_rule = next((sure for sure, c in ranked if c.country == actor.country), 0.0)
    sure, best = ranked[0]
    if best.country == actor.country:
        if by_rule < KEPT:
            _turn_down(actor, by_rule)
        return
    if sure >= GIVEN:
        if actor.country is not None:
            _turn_down(actor, by_rule)
        actor.country, actor.country_rule, actor.confidence = best.country, RULE, round(sure, 2)
        actor.rule = actor.rule.removesuffix(CONTEXT) + CONTEXT
    elif actor.country is not None and by_rule < KEPT:
        _turn_down(actor, by_rule)
    for less, other in ranked[:2]:
        if other.country != actor.country and actor.country_rule == RULE:
            actor.rejected.append(Rejected(value=other.country, why=f"head/countries {less:.2f}, before it {actor.country} {sure:.2f}"))


def _turn_down(actor: ActorDraft, sure: float) -> None:
    """Take a country off that the head thinks unlikely."""
    assert actor.country is not None
    actor.rejected.append(Rejected(value=actor.country, why=f"head/countries {sure:.2f} against {actor.country_rule}"))
    actor.country, actor.country_rule, actor.confidence = None, None, None
