"""The items of a record as flat rows, with the columns and values that an archive's rows have, without an archive."""

from __future__ import annotations

import json

from onrecord.model.record import Record
from onrecord.store.query import ITEM_COLUMNS, JSON_COLUMNS, PLACE_COLUMNS, REPORT_COLUMNS
from onrecord.store.rows import Row, record_rows, sql_text

ITEMS = tuple(ITEM_COLUMNS)


def columns_of(kind: str) -> tuple[str, ...]:
    """Give the columns of a kind of items: its own, then where it stands and in which report."""
    own = (pair.partition("=")[0] for pair in ITEM_COLUMNS[kind].split())
    return (*own, *PLACE_COLUMNS, *REPORT_COLUMNS, "report")


def flat_rows(record: Record, kind: str) -> list[Row]:
    """Give a record's items of one kind ("statements", "events", "figures", "times", "actors", "places") in the order of the record."""
    names = [(name, column or name) for name, _, column in (pair.partition("=") for pair in ITEM_COLUMNS[kind].split())]
    names += [(name, name) for name in PLACE_COLUMNS]
    report = record.report
    told = {name: None if (value := getattr(report, name)) is None else sql_text(value) for name in REPORT_COLUMNS} | {"report": report.id}
    return [{name: _value(name, row[column]) for name, column in names} | told for row in record_rows(record)[kind.removesuffix("s")]]


def _value(name: str, value: object) -> object:
    return json.loads(value) if name in JSON_COLUMNS and isinstance(value, str) else value
