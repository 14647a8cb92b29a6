"""Records to the input of the MUC-4 victim scorer: who was killed or injured, and how many.

A victim is a figure whose measure is killed or injured, with the noun that it counts; or the recipient of a coded event whose
trigger says so, counted as one person where a person is named or described, and as more than one where a group is.
"""

from __future__ import annotations

from typing import Any

from onrecord.lang import rows

EFFECTS = {"killed": "DEATH", "executed": "DEATH", "injured": "INJURY", "abducted": None}
"""Our measures and the effects of the MUC-4 templates; being taken is no effect there, but makes a victim."""

Victim = dict[str, Any]


def victims_of(record: dict[str, Any]) -> list[Victim]:
    """Give the victims of one record, as the scorer reads them: `start`, `end`, `effect`, `min`, `max`."""
    found = [*_figures(record), *_recipients(record)]
    out: list[Victim] = []
    for victim in found:
        if not any(v["start"] < victim["end"] and victim["start"] < v["end"] for v in out):
            out.append(victim)
    return sorted(out, key=lambda v: (v["start"], v["end"]))


def _figures(record: dict[str, Any]) -> list[Victim]:
    out = []
    for figure in record["figures"]:
        if figure["measure"] not in EFFECTS or figure["unit"] == "percent":
            continue
        start, end = figure["span"]
        counted = figure.get("counted")
        low, high = figure["value"], figure.get("high") or figure["value"]
        if figure["rule"].startswith("figure/plural"):
            low, high = 2, None
        elif figure["bound"] in ("at_least", "more_than"):
            high = None
        out.append(
            {"start": start, "end": counted[1] if counted else end, "effect": EFFECTS[figure["measure"]], "min": low, "max": high}
        )
    return out


def _recipients(record: dict[str, Any]) -> list[Victim]:
    text = record["report"]["text"]
    actors = {a["id"]: a for a in record["actors"]}
    out = []
    for event in record["events"]:
        if event["plover"]["event"] not in ("ASSAULT", "COERCE") or event["status"] not in ("reported", "claimed"):
            continue
        measure = next((m for a, b in event["trigger"] if (m := _measure(text[a:b])) is not None), None)
        if measure not in EFFECTS:
            continue
        a, b = event["sentence"]
        for actor in (actors[i] for i in event["recipients"]):
            mentions = [m["span"] for m in actor["mentions"] if a <= m["span"][0] < b and m["form"] != "pronoun"]
            spans = mentions or [m["span"] for m in actor["mentions"] if m["form"] != "pronoun"]
            if not spans or actor["type"] == "government":
                continue
            one = actor["type"] == "person"
            out.append(
                {"start": spans[0][0], "end": spans[0][1], "effect": EFFECTS[measure], "min": 1 if one else 2, "max": 1 if one else None}
            )
    return out


def _measure(trigger: str) -> str | None:
    """Give what a trigger's words do to people: the measure of its verb or noun in our own lexicon."""
    table = {r["form"]: r["measure"] for r in rows("measures") if r["person"] == "yes"}
    return next((table[w] for w in trigger.lower().split() if w in table), None)
