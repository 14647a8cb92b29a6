"""How likely two mentions tell one event: what trees learned from ECB+ make of them, and a few weights set by hand.

What the trees weigh are words, sentences, parties and how near the reports are (pair_features.py); they were learned on ECB+ (annotation
CC BY 3.0), its topics up to 35 (evaluation/coreference_fit.py; what they reach on topics that they did not see is in docs/across.md). The
weights of types, days, places and figures are set by hand: ECB+ has no types, no days of publication and few figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from onrecord.compare.events.pair_features import Near, Numbers, shared_party, table
from onrecord.compare.events.tellings import Telling
from onrecord.heads.trees import Trees
from onrecord.ontology import PLOVER
from onrecord.store.tolls import MEASURES

BASE = 0.6
"""Added to the log-odds: groups join where the mean over the better half of their pairs is 0. On topics not seen, 0.4 gives a CoNLL F1 of
0.799, 0.6 0.804, 0.8 0.804 (evaluation/coreference_fit.py); the mean over all pairs, at its best, 0.795."""
CEILING = 2.0
"""What was learned counts for no more, so that what the given weights say against it can outweigh it: the trees saw next to no days, types
or names of actors. A ceiling of 3 gives as much on topics not seen, but then a word in common outweighs another type of act."""
GIVEN: dict[str, float] = {
    "same mode": 0.5,
    "other mode": -1.0,
    "same day": 1.0,
    "days may agree": 0.2,
    "other day": -4.0,
    "two days": -20.0,
    "told days apart": -2.0,
    "same place": 0.3,
    "same town": 0.9,
    "other town": -1.0,
    "dead of one town": 1.5,
    "other place": -1.0,
    "one report": -0.8,
    "two places of one report": -4.0,
    "two tolls of one report": -20.0,
    "same figure": 0.6,
    "sides exchanged": -3.0,
    "other type": -4.0,
    "other on one side": -0.5,
    "other on both sides": -3.0,
}
"""Log-odds."""
PATIENCE = 2
"""Days between two reports for which an undated act may well be the same."""


@cache
def trees() -> Trees:
    """Read what was learned."""
    return Trees.read((resources.files("onrecord.data") / "same_event.npz").read_bytes())


def log_odds(tellings: list[Telling], one: Numbers, other: Numbers, near: Near) -> Iterator[tuple[int, int, float]]:
    """Give the log-odds that two mentions tell one event, for those pairs of rows whose acts have to do with one another."""
    if not len(one):
        return
    found = table(tellings, one, other, near)
    learned = np.minimum(trees().sums(found.features) + BASE, CEILING) + given(tellings, found.one, found.other)
    yield from zip(found.one.tolist(), found.other.tolist(), learned.tolist(), strict=True)


def given(tellings: list[Telling], one: Numbers, other: Numbers) -> NDArray[np.float64]:
    """Give what the weights set by hand say of each pair."""
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    return np.array([sum(GIVEN.get(n, 0.0) * x for n, x in features(tellings[i], tellings[j]).items()) for i, j in pairs])


def features(a: Telling, b: Telling) -> dict[str, float]:
    """Say what speaks for two mentions telling one event, and what against: name -> strength, 0 to 1."""
    out: dict[str, float] = {}
    party = _parties(a, b, out)
    _days(a, b, out)
    if party:
        out["same party" if party > 0 else "other party"] = abs(party)
    if not set(a.stems).isdisjoint(b.stems):
        out["same word"] = 1.0
    if a.place and b.place and (a.place == b.place or _elsewhere(a, b)):
        out["same place" if a.place == b.place else "other place"] = 1.0
    if a.sites and b.sites and a.type and a.type == b.type:
        out["same town" if not a.sites.isdisjoint(b.sites) else "other town"] = 1.0
        if "same town" in out and "other day" not in out and _deadly(a) and _deadly(b) and _news_of_one_day(a, b):
            out["dead of one town"] = 1.0
    if a.type and b.type and a.type != b.type:
        out["other type"] = 1.0
    elif a.type and a.mode and b.mode:
        out["same mode" if a.mode == b.mode else "other mode"] = 1.0
    if a.figures & b.figures:
        out["same figure"] = 1.0
    if a.type and b.type and a.report == b.report:
        if "other place" in out:
            out["two places of one report"] = 1.0
        if _deadly(a) and _deadly(b) and _dead(a).isdisjoint(_dead(b)):
            out["two tolls of one report"] = 1.0
        out["one report"] = 1.0  # the reading kept them apart; mentions that others marked (no types) are every word that tells of an act
    return out


def _deadly(telling: Telling) -> bool:
    return telling.type == PLOVER.violence and bool(_dead(telling))


def _dead(telling: Telling) -> set[float]:
    return {number for measure, number in telling.figures if measure == MEASURES[0]}


def _news_of_one_day(a: Telling, b: Telling) -> bool:
    """Say whether two reports appeared within days of each other: two attacks that kill in one town are seldom so near in time."""
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= PATIENCE


def _elsewhere(a: Telling, b: Telling) -> bool:
    """Say whether two places, named otherwise, are two: towns, or places of two countries. A town may lie in a region."""
    countries = a.country is not None and b.country is not None and a.country != b.country
    return countries or (a.place in a.sites and b.place in b.sites) or not (a.type and b.type)


def _parties(a: Telling, b: Telling, out: dict[str, float]) -> float:
    """Say how far two mentions share a party: up to 1; -1 where they are told of others."""
    sides = ((a.actors, b.actors), (a.recipients, b.recipients))
    shared = max(shared_party(x, y) for x, y in sides)
    crossed = max(shared_party(a.actors, b.recipients), shared_party(a.recipients, b.actors))
    if a.type and b.type and a.type not in PLOVER.mutual and crossed > shared:
        out["sides exchanged"] = 1.0
    else:
        shared = max(shared, crossed)
    if shared:
        return shared
    if a.type and b.type:  # of gold mentions without a type the parties are any nouns, which speak less clearly against
        # A denial or demand is its speaker's: another one's is another.
        spoken = a.type == b.type and PLOVER.verbal(a.type) and a.type not in PLOVER.mutual and a.actors and b.actors
        # Of a meeting it makes no difference who is named first: that of others is another.
        met = a.type == b.type and a.type in PLOVER.mutual and (a.actors or a.recipients) and (b.actors or b.recipients)
        differ = 2 if spoken or met else sum(bool(x and y) for x, y in sides)
        out |= {("other on one side", "other on both sides")[differ - 1]: 1.0} if differ else {}
    return -1.0 if any(x and y for x, y in sides) else 0.0


def _days(a: Telling, b: Telling, out: dict[str, float]) -> None:
    if a.days is None or b.days is None:
        one, other = _about(a), _about(b)
        if one and other:
            # Without a date of its own an act is most often news: the same words a week later tell of another one.
            apart = min(max(abs(one - other) - PATIENCE, 0) / 7, 1.0)
            out |= {"told days apart": apart} if apart else {}
        return
    first, last = max(a.days[0], b.days[0]), min(a.days[1], b.days[1])
    if first > last:
        # A day off is what time zones and "overnight" do; attacks on two days that texts give are two, of a call accounts may differ.
        out["other day"] = 0.25 if first - last == 1 else 1.0
        exact = all(t.days and t.days[0] == t.days[1] for t in (a, b))
        if first - last > 1 and exact and {a.type, b.type} & PLOVER.forceful:
            out["two days"] = 1.0
    elif a.days == b.days and a.days[0] == a.days[1]:
        out["same day"] = 1.0
    else:
        out["days may agree"] = 1.0


def _about(telling: Telling) -> int | None:
    """Give the day about which an act was: that which its text gives, else that of publication."""
    days = telling.days
    return days[0] if days is not None and telling.type and days[0] == days[1] else telling.published


def reason(a: Telling, b: Telling, found: dict[str, float]) -> str:
    """Say in a few words what ties two mentions, and what speaks against it."""
    names = [n for n in ("same word", "same party", "same day", "same place", "same figure") if found.get(n, 0.0) >= 0.5]
    if a.type and a.type == b.type:
        names.insert(0, "same act" if a.mode == b.mode else "same kind of act")
    against = [
        n
        for n in ("other type", "other party", "sides exchanged", "other day", "told days apart", "other place", "other mode")
        if n in found
    ]
    return ", ".join(names or ["alike words"]) + (f"; but {', '.join(against)}" if against else "")
