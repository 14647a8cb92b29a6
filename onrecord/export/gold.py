"""Reports as people corrected them, in the form of gold sets of whole reports: training material.

A report is one line: what is on record in it, each thing once, with offsets; `core` marks what a careful reader keeps. What a person judged
says so (`judged`); what nobody judged stands as the program has it. The same as a work file names the words by themselves, for a person to
go on with by hand: a *locator* is a string that occurs once in the text, or one with its surroundings and the span in double brackets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import StorageError
from onrecord.model.record import Mention, Record, Span
from onrecord.store import Archive
from onrecord.store.corrections import actor_named
from onrecord.store.judgements import ITEM_KINDS, all_judgements, corrected_fields, wanted_rows

Item = dict[str, Any]
KINDS = ("actors", "statements", "events", "figures", "times", "places")
SPANS = {"actors": "mentions", "statements": "content", "events": "mentions", "figures": "span", "times": "span", "places": "mentions"}
"""Where each kind of item says which words it stands on."""


def gold(archive: Archive, report: str | None = None, *, judged_only: bool = False) -> Iterator[Item]:
    """Give the reports of which people judged an item (or this one), by id.

    `judged_only`: what nobody judged is not `core`, so that finding it neither earns nor costs anything.
    """
    ids = dict.fromkeys([report] if report else sorted({j.report_id for j in all_judgements(archive.db)}))
    for id in ids:
        if archive.db.execute("select n from report where id = ?", (id,)).get is not None:
            yield _Report(archive, id, judged_only).gold()


@dataclass
class _Report:
    archive: Archive
    id: str
    judged_only: bool
    added: dict[str, Item] = field(default_factory=dict)
    """Whom a person named of whom the record has no entry, by name."""

    def gold(self) -> Item:
        record = self.archive.record(self.id)
        n = int(str(self.archive.db.execute("select n from report where id = ?", (self.id,)).get))
        rows = wanted_rows(self.archive.db, n)
        self.text, self.corrected = record.report.text, corrected_fields(self.archive.db, self.id)
        self.rows = {kind: {r["id"]: r for r in rows[kind] if r["judged"] != "wrong"} for kind in ITEM_KINDS.values()}
        self.parties: dict[tuple[str, str], list[Item]] = {}
        for party in rows["party"]:
            self.parties.setdefault((party["event"], party["side"]), []).append(party)
        about = record.report
        published = about.published[:10] if about.published else None
        items = {kind: list(getattr(self, f"_{kind}")(record)) for kind in KINDS}
        items["actors"] += self.added.values()
        title = about.title if about.title and self.text.count(about.title) == 1 else None
        return {
            "id": self.id, "published": published, "publisher": about.publisher, "agencies": list(about.agencies),
            "title": [self.text.index(title), self.text.index(title) + len(title)] if title else None,
            **items, "text": self.text, "date": published,
        }  # fmt: skip

    def _said(self, row: Item) -> Item:
        return {"core": not self.judged_only or row["judged"] is not None, "judged": row["judged"]}

    def _actors(self, record: Record) -> Iterator[Item]:
        for a in record.actors:
            if row := self.rows["actor"].get(a.id):
                sectors = [row["sector"]] if row["sector"] else []
                yield {"key": a.id, "name": row["name"], "type": row["type"], "country": row["country"], "sectors": sectors,
                       "mentions": _named(a.mentions), **self._said(row)}  # fmt: skip

    def _statements(self, record: Record) -> Iterator[Item]:
        for s in record.statements:
            if row := self.rows["statement"].get(s.id):
                speakers = list(s.speakers or ((s.speaker,) if s.speaker else ()))
                if "speaker_name" in self.corrected.get(s.id, ()):
                    speakers = [self._key(row["speaker_name"], row)] if row["speaker_name"] else []
                yield {"content": [list(c) for c in s.content], "speakers": [k for k in speakers if self._known(k)], "form": row["form"],
                       "act": row["act"], **self._said(row)}  # fmt: skip

    def _events(self, record: Record) -> Iterator[Item]:
        for e in record.events:
            if row := self.rows["event"].get(e.id):
                sides = {}
                for side in ("actor", "recipient"):
                    keys = [self._key(p["name"], p, p["actor"]) for p in self.parties.get((e.id, side), [])]
                    sides[f"{side}s"] = [k for k in keys if self._known(k)]
                yield {"types": [row["type"]], "mode": row["mode"], "mentions": [list(t) for t in e.trigger], **sides,
                       "status": [row["status"]], "date": [row["date"]] if row["date"] else [], "place": row["place"],
                       "figures": [f for f in json.loads(row["figures"]) if f in self.rows["figure"]], **self._said(row)}  # fmt: skip

    def _figures(self, record: Record) -> Iterator[Item]:
        for f in record.figures:
            if row := self.rows["figure"].get(f.id):
                yield {"id": f.id, "span": list(f.span), "value": _number(row["value"]), "high": _number(row["high"]),
                       "bound": row["bound"], "unit": row["unit"], "measure": row["measure"], **self._said(row)}  # fmt: skip

    def _times(self, record: Record) -> Iterator[Item]:
        for t in record.times:
            if row := self.rows["time"].get(t.id):
                yield {"span": list(t.span), "type": row["type"], "value": row["value"], **self._said(row)}

    def _places(self, record: Record) -> Iterator[Item]:
        for p in record.places:
            if row := self.rows["place"].get(p.id):
                yield {"name": row["name"], "country": row["country"], "mentions": _named(p.mentions), **self._said(row)}

    def _known(self, key: str) -> bool:
        return key in self.rows["actor"] or any(a["key"] == key for a in self.added.values())

    def _key(self, name: str, row: Mapping[str, Any], id: str | None = None) -> str:
        """Give the key of an actor by its id or name; whom the report has no entry for becomes one, of all places where the name stands."""
        if id in self.rows["actor"]:
            return str(id)
        if found := actor_named(name, self.rows["actor"].values()):
            return str(found["id"])
        if id and not id.startswith("+"):  # judged wrong
            return id
        if name not in self.added:
            country, sector = (row.get(c) or row.get(f"speaker_{c}") for c in ("country", "sector"))
            self.added[name] = {
                "key": f"X{len(self.added) + 1}", "name": name, "type": None, "country": country, "sectors": [sector] if sector else [],
                "mentions": [[a, a + len(name)] for a in _places(self.text, name)], "core": True, "judged": "corrected",
            }  # fmt: skip
        return str(self.added[name]["key"])


def _named(mentions: tuple[Mention, ...] | Any) -> list[list[int]]:
    return [list(m.span) for m in mentions if m.form != "pronoun"] or [list(m.span) for m in mentions]


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


# -- as a work file ------------------------------------------------------------------------------------------------------------------------


def work_file(report: Item) -> Item:
    """Give a report's gold with locators instead of offsets. Raises `StorageError` where words of it cannot be named by themselves."""
    text = report["text"]
    out = {k: v for k, v in report.items() if k not in ("text", "date")}
    out["title"] = _locator(text, report["title"], report["id"]) if report["title"] else None
    for kind, name in SPANS.items():
        out[kind] = []
        for item in report[kind]:
            at = item[name]
            found = _locator(text, at, report["id"]) if at and isinstance(at[0], int) else [_locator(text, s, report["id"]) for s in at]
            out[kind].append({**item, name: found})
    return out


def _locator(text: str, span: Span | list[int], report: str) -> str:
    start, end = span
    around = 0
    while True:
        left, right = text[max(start - around, 0) : start], text[end : end + around]
        whole = left + text[start:end] + right
        if text.count(whole) == 1 and text.index(whole) + len(left) == start:
            break
        around = around * 2 or 4
    if "[[" in whole or "]]" in whole:
        raise StorageError("words in double brackets cannot be named by themselves", report=report, stage="judge", code="BAD_CHARACTER",
                           remedy="take the form with offsets: `onrecord judge --gold` without --work")  # fmt: skip
    return whole if not around else f"{left}[[{text[start:end]}]]{right}"
