"""Records to the input of the MUC-4 victim scorer: who was killed or injured, and how many.

A victim is a figure whose measure is killed, injured or kidnapped, with the noun that it counts, unless it stands as background (the
dead of the whole war are not the victims of the attack); or the recipient of a coded event whose trigger says so, counted as one where a
person is named or described, and as more than one where a group is. An actor is one victim however often it is mentioned, and dead rather
than injured where both are said.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.lang import rows

EFFECTS = {"killed": "DEATH", "injured": "INJURY", "kidnapped": None}
"""Our measures and the effects of the MUC-4 templates; being taken is no effect there, but makes a victim."""
RANK = {"DEATH": 2, "INJURY": 1, None: 0}

_ATTEMPT = re.compile(
    r"\b(?:attempt\w*|tried|try|tries|trying|plot\w*|plan\w*|conspir\w*|threat\w*|almost|nearly)\b(?:\W+\w+){0,3}\W*\Z", re.I
)
"""Words before a trigger that leave the deed undone ("an attempt to assassinate")."""

Victim = dict[str, Any]


def victims_of(record: dict[str, Any]) -> list[Victim]:
    """Give the victims of one record, as the scorer reads them: `start`, `end`, `effect`, `min`, `max`."""
    out: list[Victim] = []
    for victim in [*_figures(record), *_recipients(record)]:
        if not any(v["start"] < victim["end"] and victim["start"] < v["end"] for v in out):
            out.append(victim)
    return sorted(out, key=lambda v: (v["start"], v["end"]))


def _figures(record: dict[str, Any]) -> list[Victim]:
    """Give the figures that count victims."""
    out = []
    for figure in record["figures"]:
        if figure["measure"] not in EFFECTS or figure["unit"] in ("percent", "fraction") or figure["standing"] == "background":
            continue
        low, high = figure["value"], figure.get("high") or figure["value"]
        if figure["rule"].startswith("figure/plural"):
            low, high = 2, None
        elif figure["bound"] in ("at_least", "more_than"):
            high = None
        out.append(_victim(figure["span"][0], (figure.get("counted") or figure["span"])[1], figure["measure"], low, high))
    return out


def _victim(start: int, end: int, measure: str, low: float, high: float | None) -> Victim:
    return {"start": start, "end": end, "effect": EFFECTS[measure], "min": low, "max": high}


def _recipients(record: dict[str, Any]) -> list[Victim]:
    """Give the recipients of harm, an actor once; those that a figure counts are left to it."""
    actors = {a["id"]: a for a in record["actors"]}
    counted = [tuple(f["counted"]) for f in record["figures"] if f.get("counted") and f["measure"] in EFFECTS]
    harmed: dict[str, str] = {}
    for event in record["events"]:
        for key in event["recipients"]:
            measure = _harm(record["report"]["text"], event, actors[key])
            if measure is not None and RANK[EFFECTS[measure]] >= RANK[EFFECTS.get(harmed.get(key, ""))]:
                harmed[key] = measure
    out = []
    for key, measure in harmed.items():
        spans = [tuple(m["span"]) for m in actors[key]["mentions"] if m["form"] != "pronoun"]
        if not spans or actors[key]["type"] == "government" or any(a < d and c < b for a, b in spans for c, d in counted):
            continue
        start, end = max(spans, key=lambda s: (s[1] - s[0], -s[0]))
        one = actors[key]["type"] == "person"
        out.append(_victim(start, end, measure, 1 if one else 2, 1 if one else None))
    return out


def _harm(text: str, event: dict[str, Any], actor: dict[str, Any]) -> str | None:
    """Give what an event did to a recipient, where it was done: the measure of the trigger's word nearest to a mention of the recipient."""
    if event["plover"]["event"] not in ("ASSAULT", "COERCE") or event["status"] not in ("reported", "claimed"):
        return None
    found = []
    for telling in event.get("mentions") or [event]:
        first, last = telling["sentence"]
        here = [m["span"] for m in actor["mentions"] if first <= m["span"][0] < last]
        for start, end in telling["trigger"]:
            for word in re.finditer(r"\w+", text[start:end].lower()):
                measure = _table().get(word.group())
                if measure is not None and not _ATTEMPT.search(text, max(0, start - 40), start):
                    at = start + word.start()
                    found.append((not here, min((abs(at - (a if at < a else b)) for a, b in here), default=0), at, measure))
    return min(found)[-1] if found else None


@cache
def _table() -> dict[str, str]:
    """Give the words of harm by their form, from the product's own lexicon."""
    return {r["form"]: r["measure"] for r in rows("measures") if r["person"] == "yes" and r["measure"] in EFFECTS}
