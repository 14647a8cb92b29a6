"""How likely two mentions tell one event: a sum of a few weights, each of which can be named.

The weights of words, sentences, parties and nearness are those of a logistic regression on ECB+ (annotation CC BY 3.0), its topics up to
35 (evaluation/coreference_fit.py; what it reaches on topics that it did not see is in docs/across.md). Those of types, days, places and
figures are set by hand: ECB+ has no types, no days of publication and few figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from onrecord.compare.events.tellings import Party, Telling
from onrecord.compare.grouping.vectors import cosine, rarity
from onrecord.model.plover import QUAD_CLASS

BASE = -4.00
LEARNED: dict[str, float] = {
    "like act": 1.51,
    "same word": -0.77,
    "rare word": 1.00,
    "near": 0.99,
    "like act, near": 2.22,
    "same word, near": 0.33,
    "like act, near, other party": 0.13,
    "like act, near, same party": -0.81,
    "like act, near, like sentence": 1.30,
    "like act, one report": 0.94,
    "one sentence": -1.58,
    "one report": 0.00,
    "same party": 1.21,
    "other party": -0.16,
    "like sentence": 0.26,
    "other place": -0.29,
    "saying": -1.47,
    "saying, same party": 1.29,
    "saying, like sentence": 0.82,
}
GIVEN: dict[str, float] = {
    "same mode": 0.5,
    "other mode": -1.0,
    "same day": 1.0,
    "days may agree": 0.2,
    "other day": -4.0,
    "told days apart": -2.0,
    "same place": 0.3,
    "same figure": 0.6,
    "sides exchanged": -3.0,
    "other type": -2.5,
    "other on one side": -0.5,
    "other on both sides": -2.0,
}
WEIGHTS = LEARNED | GIVEN
"""Log-odds."""
MUTUAL = frozenset(["CONSULT", "AGREE", "COOPERATE"])
"""Types whose acts have no direction: of the others, what A does to B is not what B does to A."""
UNLIKE, LIKE = 0.3, 0.65
"""Likeness of the words' directions at which two acts have nothing to do with one another, and from which they are as good as one."""
SAME_TYPE, SAME_MODE, OTHER_TYPE = 0.35, 0.8, 0.5
"""Two acts of one type, or of one type and mode, are at least so much alike; those of two types that much less so than their words."""
CLOSE = 0.22
"""Likeness of two reports (vectors.py) from which they are as near as two can be."""
PATIENCE = 2
"""Days between two reports for which an undated act may well be the same."""
ONE_STORY = 0.6
"""Nearness of two reports of one story, at least."""


def act_likeness(a: Telling, b: Telling, words: float) -> float:
    """Say how alike two acts are, by the likeness of the words' directions and the types: 0 to 1."""
    like = min(max((words - UNLIKE) / (LIKE - UNLIKE), 0.0), 1.0)
    if not set(a.stems).isdisjoint(b.stems):
        like = 1.0
    if a.type and b.type:
        if a.type != b.type:
            return like * OTHER_TYPE
        like = max(like, SAME_MODE if a.mode and a.mode == b.mode else SAME_TYPE)
    return like


def nearness(alike: float) -> float:
    """Give the nearness of two reports, 0 to 1, by their likeness."""
    return min(max(alike / CLOSE, 0.0), 1.0)


def features(a: Telling, b: Telling, act: float, near: float) -> dict[str, float]:
    """Say what speaks for two mentions telling one event, and what against: name -> strength, 0 to 1."""
    out: dict[str, float] = {}
    one_report, shared = a.report == b.report, set(a.stems) & set(b.stems)
    party = _parties(a, b, out)
    _days(a, b, out)
    if "same day" in out and party > 0 and a.type and a.type == b.type:
        near = max(near, ONE_STORY)  # the same act by the same party on the same day needs no other tie
    sentence = 0.0 if one_report and a.sentence == b.sentence else cosine(a.context(), b.context())
    out |= {
        "like act": act, "near": near, "like act, near": act * near, "like sentence": sentence,
        "like act, near, like sentence": act * near * sentence,
    }  # fmt: skip
    if party:
        side = "same party" if party > 0 else "other party"
        out |= {side: abs(party), f"like act, near, {side}": act * near * abs(party)}
    if shared:
        out |= {"same word": 1.0, "rare word": max(map(rarity, shared)) / 3.5, "same word, near": near}
    if one_report:
        out |= {"one report": 1.0, "like act, one report": act}
        if a.sentence == b.sentence:
            out["one sentence"] = 1.0
    if a.says and b.says:
        out |= {"saying": act, "saying, same party": max(party, 0.0), "saying, like sentence": sentence}
    if a.place and b.place:
        out["same place" if a.place == b.place else "other place"] = 1.0
    if a.type and b.type and a.type != b.type:
        out["other type"] = 1.0
    elif a.type and a.mode and b.mode:
        out["same mode" if a.mode == b.mode else "other mode"] = 1.0
    if a.figures & b.figures:
        out["same figure"] = 1.0
    return out


def _parties(a: Telling, b: Telling, out: dict[str, float]) -> float:
    """Say how far two mentions share a party: up to 1; -1 where they are told of others."""
    sides = ((a.actors, b.actors), (a.recipients, b.recipients))
    shared = max(shared_party(x, y) for x, y in sides)
    crossed = max(shared_party(a.actors, b.recipients), shared_party(a.recipients, b.actors))
    if a.type and b.type and a.type not in MUTUAL and crossed > shared:
        out["sides exchanged"] = 1.0
    else:
        shared = max(shared, crossed)
    if shared:
        return shared
    if a.type and b.type:  # of gold mentions without a type the parties are any nouns, which speak less clearly against
        # A denial or demand is its speaker's: another one's is another.
        spoken = a.type == b.type and QUAD_CLASS.get(a.type) in (1, 3) and a.type not in MUTUAL and a.actors and b.actors
        differ = 2 if spoken else sum(bool(x and y) for x, y in sides)
        out |= {("other on one side", "other on both sides")[differ - 1]: 1.0} if differ else {}
    return -1.0 if any(x and y for x, y in sides) else 0.0


def shared_party(mine: Sequence[Party], theirs: Sequence[Party]) -> float:
    """Say how much of a name two sides have in common: by the weight of its words, of the shorter name."""
    best = 0.0
    for x in mine:
        for y in theirs:
            words = x.words & y.words
            if words and not (x.country and y.country and x.country != y.country):
                best = max(best, _weight(words) / min(_weight(x.words), _weight(y.words)))
    return best


@lru_cache(maxsize=50_000)
def _weight(words: frozenset[str]) -> float:
    """Give the weight of a name's words. The same names are met in hundreds of pairs: remembering them saves a fifth of all."""
    return sum(map(rarity, sorted(words)))


def _days(a: Telling, b: Telling, out: dict[str, float]) -> None:
    if a.days is None or b.days is None:
        if a.published and b.published:
            # Without a date of its own an act is most often news: the same words a week later tell of another one.
            apart = min(max(abs(a.published - b.published) - PATIENCE, 0) / 7, 1.0)
            out |= {"told days apart": apart} if apart else {}
        return
    first, last = max(a.days[0], b.days[0]), min(a.days[1], b.days[1])
    if first > last:
        # A day off is what time zones and "overnight" do.
        out["other day"] = 0.25 if first - last == 1 else 1.0
    elif a.days == b.days and a.days[0] == a.days[1]:
        out["same day"] = 1.0
    else:
        out["days may agree"] = 1.0


def likeness(found: dict[str, float]) -> float:
    """Give the log-odds that two mentions with these features tell one event."""
    return BASE + sum(WEIGHTS[name] * strength for name, strength in found.items())


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
