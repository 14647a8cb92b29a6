"""Small archives in memory: each task holds the reports that it needs, and asks what a large archive is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from onrecord.compare import copies, stories
from onrecord.compare.copying.fingerprints import samples
from onrecord.compare.copying.texts import Texts
from onrecord.exchange import source_from
from onrecord.model.record import Record
from onrecord.spark_comparing.columns import COPY, ROWS, STOCK, Batches
from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.store.rows import record_rows, report_row

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
EVENTS = 20
"""Bits of an event's number inside its report."""
TOLD = ("event", "party", "figure", "place", "time")
"""Tables of what events across reports are compared by."""


def packed(report: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    """Give a row of `ROWS` of a report's row and those of its items, by table, as an archive has them. A table that lacks is empty."""
    kept = {table: list(rows.get(table, ())) for table in TOLD}
    row, told = (msgspec.msgpack.encode(x) for x in ([report, kept["place"]], kept))
    return {"id": report["id"], "published": report["published"], "row": row, "told": told}


def records_as_rows(batches: Batches) -> Batches:
    for batch in batches:
        out = []
        for row in batch.to_pylist():
            record = Record.from_json(row["record"])
            report = report_row(source_from(row["source"], record.report.text), record, now())
            out.append(packed(report, record_rows(record)))
        yield pa.RecordBatch.from_pylist(out, ROWS)


class Held:
    """A small archive of some reports. Its numbers are theirs in the same order, from 1 on."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = np.unique(np.asarray(numbers, np.int64))
        self.archive = Archive(":memory:")
        self.archive.db.execute("pragma foreign_keys = off")  # of what is not asked for there are no rows

    def own(self, numbers: Any) -> list[int]:
        """Give the numbers here of reports."""
        return [int(k) for k in np.searchsorted(self.numbers, np.asarray(numbers, np.int64)) + 1]

    def theirs(self, number: int | None) -> int | None:
        return None if number is None else int(self.numbers[number - 1])

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def copies(self, rows: Iterable[copies.Row]) -> pa.Table:
        """Give rows of the table of copies under the numbers that they have elsewhere."""
        found = [(self.theirs(a), self.theirs(b), *rest, self.theirs(origin), why) for a, b, *rest, origin, why in rows]
        return pa.Table.from_pylist([dict(zip(COPY.names, row, strict=True)) for row in found], COPY)

    def put(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        self.archive._insert(table, rows)

    def put_reports(self, rows: Sequence[dict[str, Any]], *, texts: bool = True) -> None:
        """Keep the rows of reports, and where texts are compared what that takes."""
        for row in rows:
            [n] = self.own([row["n"]])
            report, places = msgspec.msgpack.decode(row["row"])
            if not texts:
                report |= {"text": "", "plain": None, "exact": None}
            self.put("report", [{**report, "n": n}])
            if texts:
                self.put("place", [{**place, "report": n} for place in places])
                self.put("compared", [{"report": n, "words": row["words"], "prints": row["prints"], "house": row["house"]}])
                self.put("shingles", [{"report": n, "body": row["hashes"]}])
                lines = [{"house": row["house"], "hash": h} for h in np.frombuffer(row["templates"], np.int32).tolist()]
                self.archive._insert("template", lines, "or ignore")

    def put_told(self, rows: Sequence[dict[str, Any]]) -> dict[int, str]:
        """Keep the rows of what reports tell, beside those of the reports; gives the ids of events by their numbers here."""
        ids: dict[int, str] = {}
        for row in rows:
            [n] = self.own([row["n"]])
            told = msgspec.msgpack.decode(row["told"])
            numbers = {event["id"]: n << EVENTS | k for k, event in enumerate(told["event"])}
            ids |= {number: id for id, number in numbers.items()}
            self.put("event", [{**event, "n": numbers[event["id"]], "report": n} for event in told["event"]])
            self.archive._insert("party", [{**party, "event": numbers[party["event"]]} for party in told["party"]], "or ignore")
            for table in ("figure", "place", "time"):
                self.put(table, [{**item, "report": n} for item in told[table]])
        return ids


def indexed(batches: Batches) -> Batches:
    """Add what reports are compared by."""
    for batch in batches:
        rows = batch.to_pylist()
        with Held([row["n"] for row in rows]) as held:
            numbers = held.own([row["n"] for row in rows])
            held.put("report", [{**msgspec.msgpack.decode(row["row"])[0], "n": n} for row, n in zip(rows, numbers, strict=True)])
            held.put_told(rows)
            texts = Texts(held.archive)
            texts.read(numbers)
            stories.index(held.archive, numbers)
            vectors = {int(n): (day, body) for n, day, body in held.archive.db.execute("select report, day, body from story_vector")}
            _, sizes = samples([texts.text(n).ordered for n in numbers])
            for row, n, size in zip(rows, numbers, sizes.tolist(), strict=True):
                text, (day, vector) = texts.text(n), vectors[n]
                row |= {"day": day, "words": text.words, "prints": size, "house": text.house}
                row |= {"hashes": text.hashes.tobytes(), "vector": vector}
        yield pa.RecordBatch.from_pylist(rows, STOCK)
