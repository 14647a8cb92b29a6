"""How likely two mentions tell one event: a sum of a few weights, each of which can be named."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.compare.tellings import Party, Telling
from onrecord.compare.vectors import cosine

BASE = -2.0
WEIGHTS: dict[str, float] = {
    "same word": 2.2,
    "other word": -0.6,
    "same type": 0.6,
    "other type": -4.0,
    "same mode": 0.6,
    "other mode": -0.8,
    "same actor": 1.6,
    "other actor": -1.6,
    "same recipient": 1.6,
    "other recipient": -1.6,
    "sides swapped": 0.6,
    "same day": 1.6,
    "days may agree": 0.3,
    "other day": -4.0,
    "same place": 0.6,
    "other place": -0.6,
    "same figure": 1.0,
    "other figure": -0.2,
    "like sentence": 3.0,
    "one sentence": -1.0,
    "one story": 1.0,
}
"""Log-odds."""


def features(a: Telling, b: Telling) -> dict[str, float]:
    """Say what speaks for two mentions telling one event, and what against: name -> strength (at most 1)."""
    out: dict[str, float] = {}
    out["same word" if set(a.stems) & set(b.stems) else "other word"] = 1.0
    if a.type and b.type:
        out["same type" if a.type == b.type else "other type"] = 1.0
        if a.mode and b.mode:
            out["same mode" if a.mode == b.mode else "other mode"] = 1.0
    _parties(a, b, out)
    _days(a, b, out)
    if a.place and b.place:
        out["same place" if a.place == b.place else "other place"] = 1.0
    _figures(a, b, out)
    if a.sentence == b.sentence:
        out["one sentence"] = 1.0
    else:
        out["like sentence"] = cosine(a.words, b.words)
    return out


def _parties(a: Telling, b: Telling, out: dict[str, float]) -> None:
    before = len(out)
    for side, mine, theirs in (("actor", a.actors, b.actors), ("recipient", a.recipients, b.recipients)):
        if mine and theirs:
            match = same_party(mine, theirs)
            out[f"same {side}" if match > 0 else f"other {side}"] = abs(match)
    met = any(k.startswith("same") for k in list(out)[before:])
    if not met and max(same_party(a.actors, b.recipients), same_party(a.recipients, b.actors)) > 0:
        out["sides swapped"] = 1.0


def same_party(mine: Sequence[Party], theirs: Sequence[Party]) -> float:
    """Say whether two sides share someone: 1 by name, 0.3 by country only, -1 not at all, 0 where either is empty."""
    if not mine or not theirs:
        return 0.0
    if any(x.words & y.words for x in mine for y in theirs):
        return 1.0
    countries = {x.country for x in mine if x.country} & {y.country for y in theirs if y.country}
    return 0.3 if countries else -1.0


def _days(a: Telling, b: Telling, out: dict[str, float]) -> None:
    if a.days is None or b.days is None:
        return
    first, last = max(a.days[0], b.days[0]), min(a.days[1], b.days[1])
    if first > last:
        # A day off is what time zones and "overnight" do.
        out["other day"] = 0.25 if first - last == 1 else 1.0
    elif a.days == b.days and a.days[0] == a.days[1]:
        out["same day"] = 1.0
    else:
        out["days may agree"] = 1.0


def _figures(a: Telling, b: Telling, out: dict[str, float]) -> None:
    if a.figures and b.figures:
        if a.figures & b.figures:
            out["same figure"] = 1.0
        elif {m for m, _ in a.figures} & {m for m, _ in b.figures}:
            out["other figure"] = 1.0


def likeness(found: dict[str, float], *, one_story: bool) -> float:
    """Give the log-odds that two mentions with these features tell one event."""
    return BASE + WEIGHTS["one story"] * one_story + sum(WEIGHTS[name] * strength for name, strength in found.items())


def reason(found: dict[str, float]) -> str:
    """Say in a few words what tied two mentions."""
    names = [n for n in ("same type", "same word", "same actor", "same recipient", "same day", "same place", "same figure") if n in found]
    against = [n for n in found if n.startswith("other") and n != "other word"]
    return ", ".join(names or ["alike sentences"]) + (f"; but {', '.join(against)}" if against else "")
