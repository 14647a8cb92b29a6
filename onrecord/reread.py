"""Reads stored reports again from their text and stored metadata, as when they came in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.model.record import Record, Warn
from onrecord.model.source import Hints, Source
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.workers import read_stream


def read_again(
    archive: Archive, ids: Iterable[str], settings: Settings, *, workers: int = 1
) -> Iterator[tuple[str, Record | OnRecordError]]:
    """Give the new record of each report, or the error that kept it from being read."""
    for source, result in read_stream((stored_source(archive, id) for id in ids), settings, workers=workers):
        if source is not None:
            yield source.id, result


def stored_source(archive: Archive, id: str) -> Source:
    """Give a stored report as the source it was read from."""
    record = archive.record(id)
    report = record.report
    row = archive.db.execute("select kind, hints, source_warnings from report where id = ?", (id,)).fetchone()
    assert row is not None
    given: dict[str, Any] = {k: tuple(map(_tuple, v)) if isinstance(v, list) else v for k, v in json.loads(str(row[1])).items()}
    hints = Hints(**given)
    if report.published_from == "caller":
        hints = replace(hints, published=report.published, published_from="caller")
    warnings = tuple(Warn(code=c, message=m, span=tuple(s) if s else None) for c, m, s in json.loads(str(row[2])))
    return Source(
        id=id,
        source=report.source,
        text=report.text,
        kind=row[0],
        hints=hints,
        encoding=report.encoding,
        warnings=warnings,
    )


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
