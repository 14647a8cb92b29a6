"""Holds a record against what a careful reader gets out of a report (`*.expected.json`).

Words are compared without regard to case, accents and punctuation. An entry is met when one item satisfies everything it says:

    report      {"published", "publisher", "agencies", "title"}: the report's own fields
    parts       {"kind", "contains", ...}: a part of that kind holding these words; other fields as on the part
    actors      {"name", ...}: named so, or mentioned so; type, country, sector; "also": words that are mentions of the same actor
    places      {"name", "country"}
    times       {"words", "value", "edtf"?}; "nth": the nth expression with these words; "overlap": the expression may be only a part
    figures     {"words", "value", "bound"?, "unit"?, "measure"?}
    statements  {"speaker" | "speaker_country", "content", "form"?, "cue"?, "act"?, "channel"?, "time"?}: content is the whole content
                (a leading "that" aside) or with "overlap" shares most of its words with it; alternatives are written "a|b"
    events      {"event", "near", "actor"?, "actor_country"?, "recipient"?, "date"?, "date_prefix"?, "mode"?, "status"?, "figures"?}
    not_events  {"near", "status_not"}: no event whose trigger holds these words has such a status
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from onrecord.model.record import Actor, Event, Figure, Part, Place, Record, Span, Statement, Time

Want = dict[str, Any]
SHARED = 0.6
"""Part of the words that must be shared where the boundary of a content is open to judgement."""


class Result(NamedTuple):
    """One expectation by its label, and whether it is met."""

    label: str
    met: bool


def check(record: Record, wanted: dict[str, Any]) -> list[Result]:
    """Hold a record against all expectations, in their order."""
    holder = Holder(record)
    out: list[Result] = []
    for group, entries in wanted.items():
        if group == "report":
            out += [Result(f"report {name}", holder.report(name, value)) for name, value in entries.items()]
        elif group in ("about", "not_yet"):
            continue
        else:
            test = getattr(holder, group)
            out += [Result(_label(group, entry), test(entry)) for entry in entries]
    return out


def _label(group: str, entry: Want) -> str:
    named = next(str(entry[k]) for k in ("near", "content", "words", "contains", "name") if k in entry)
    if "nth" in entry:
        named += f" #{entry['nth']}"
    kind = entry.get("event") or entry.get("kind") or entry.get("speaker") or entry.get("speaker_country") or entry.get("value")
    return f"{group.removesuffix('s')} {kind}: {named[:50]}" if kind is not None else f"{group.removesuffix('s')} {named[:50]}"


def fold(text: str | None) -> str:
    """Take case, accents and punctuation out of a text."""
    flat = unicodedata.normalize("NFKD", text or "").lower()
    return re.sub(r"[^a-z0-9$%]+", " ", "".join(c for c in flat if not unicodedata.combining(c))).strip()


class Holder:
    """Looks for the items that meet an expectation."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.actor_by_id = {a.id: a for a in record.actors}
        self.time_by_id = {t.id: t for t in record.times}
        self.figure_by_id = {f.id: f for f in record.figures}

    def report(self, name: str, value: object) -> bool:
        found = getattr(self.record.report, name)
        if isinstance(value, list):
            return [fold(x) for x in found] == [fold(x) for x in value]
        return fold(found) == fold(str(value))

    def parts(self, want: Want) -> bool:
        def fits(part: Part) -> bool:
            return (
                part.kind == want["kind"]
                and want["contains"] in self.record.words(part.span)
                and all(fold(getattr(part, k)) == fold(want[k]) for k in ("credit", "agency", "date") if k in want)
            )

        return any(fits(p) for p in self.record.report.parts)

    def actors(self, want: Want) -> bool:
        def fits(actor: Actor) -> bool:
            return (
                self.is_called(actor, want["name"])
                and all(getattr(actor, k) == want[k] for k in ("type", "country", "sector") if k in want)
                and all(any(fold(w) == fold(self.record.words(m.span)) for m in actor.mentions) for w in want.get("also", []))
            )

        return any(fits(a) for a in self.record.actors)

    def is_called(self, actor: Actor | None, name: str) -> bool:
        if actor is None:
            return False
        names = {fold(actor.name), *(fold(self.record.words(m.span)) for m in actor.mentions)}
        wanted = fold(name)
        return bool(names & {wanted, f"the {wanted}"}) or (actor.type == "group" and any(wanted in n for n in names))

    def places(self, want: Want) -> bool:
        def fits(place: Place) -> bool:
            words = {fold(place.name), *(fold(self.record.words(m.span)) for m in place.mentions)}
            return fold(want["name"]) in words and place.country == want["country"]

        return any(fits(p) for p in self.record.places)

    def times(self, want: Want) -> bool:
        words = fold(want["words"])
        found = [
            t for t in self.record.times if words in (have := fold(self.record.words(t.span))) and (want.get("overlap") or have == words)
        ]
        if "nth" in want:
            found = found[want["nth"] - 1 : want["nth"]]
        return any(t.value == want["value"] and want.get("edtf", t.edtf) == t.edtf for t in found)

    def figures(self, want: Want) -> bool:
        def fits(figure: Figure) -> bool:
            return (
                fold(want["words"]) in fold(self.record.words(figure.span))
                and figure.value == want["value"]
                and all(getattr(figure, k) in want[k].split("|") for k in ("bound", "unit", "measure") if k in want)
            )

        return any(fits(f) for f in self.record.figures)

    def statements(self, want: Want) -> bool:
        return any(self._statement(s, want) for s in self.record.statements)

    def _statement(self, s: Statement, want: Want) -> bool:
        speaker = self.actor_by_id.get(s.speaker or "")
        time = self.time_by_id.get(s.time or "")
        return (
            self._content(s.content, want)
            and ("speaker" not in want or self.is_called(speaker, want["speaker"]))
            and ("speaker_country" not in want or (speaker is not None and speaker.country == want["speaker_country"]))
            and ("form" not in want or s.form in want["form"].split("|"))
            and ("act" not in want or s.act in want["act"].split("|"))
            and ("cue" not in want or fold(want["cue"]) in fold(" ".join(map(self.record.words, s.cue))))
            and ("channel" not in want or fold(want["channel"]) in fold(s.channel))
            and (not want.get("time") or (time is not None and time.value == want["time"]))
        )

    def _content(self, spans: Sequence[Span], want: Want) -> bool:
        have = fold(" ".join(map(self.record.words, spans))).removeprefix("that ")
        wanted = fold(want["content"])
        if not want.get("overlap") and want.get("form") in ("direct", "indirect"):
            return have == wanted
        words, asked = have.split(), wanted.split()
        shared = len(set(words) & set(asked))
        return wanted in have if not want.get("overlap") else shared >= SHARED * len(set(asked)) and shared >= SHARED / 2 * len(set(words))

    def events(self, want: Want) -> bool:
        return any(self._event(e, want) for e in self._near(want["near"]))

    def _near(self, words: str) -> Iterator[Event]:
        """Give the events whose trigger holds these words, or lies within them."""
        for e in self.record.events:
            trigger = [fold(self.record.words(t)) for t in e.trigger]
            if any(fold(words) in t or t in fold(words).split() for t in trigger):
                yield e

    def _event(self, e: Event, want: Want) -> bool:
        actors, recipients = ([self.actor_by_id[i] for i in ids] for ids in (e.actors, e.recipients))
        figures = {self.figure_by_id[i].value for i in e.figures}
        return (
            e.plover.event in want["event"].split("|")
            and ("actor" not in want or any(self.is_called(a, want["actor"]) for a in actors))
            and ("actor_country" not in want or any(a.country == want["actor_country"] for a in actors))
            and ("recipient" not in want or any(self.is_called(a, want["recipient"]) for a in recipients))
            and ("between" not in want or all(any(self.is_called(a, n) for a in actors + recipients) for n in want["between"]))
            and ("date" not in want or e.date == want["date"])
            and ("date_prefix" not in want or (e.date or "").startswith(want["date_prefix"]))
            and ("mode" not in want or e.plover.mode == want["mode"])
            and ("status" not in want or e.status in want["status"].split("|"))
            and figures >= set(want.get("figures", []))
        )

    def not_events(self, want: Want) -> bool:
        return not any(e.status in want["status_not"] for e in self._near(want["near"]))


def describe(record: Record, label: str) -> str:
    """Give what the record holds instead, for the message of a failed test."""
    group = label.split()[0]
    view: dict[str, Sequence[Actor | Place | Time | Figure | Statement | Event]] = {
        "actor": record.actors, "place": record.places, "time": record.times, "figure": record.figures,
        "statement": record.statements, "event": record.events, "not_event": record.events,
    }  # fmt: skip
    return "\n".join(f"    {x}" for x in view.get(group, []))
