"""What people say of an item: right, wrong, or corrected to another value.

A judgement is tied to the report and the exact characters, not to the item's id, so that it outlives a rereading. The machine's
record stays as it was; the tables that answer questions carry the judgement (`judged`) and the corrected value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import apsw

from onrecord.errors import StorageError, UsageError
from onrecord.store.clock import now

Verdict = Literal["right", "wrong", "corrected"]

FIELDS: dict[str, tuple[str, ...]] = {
    "statement": ("speaker_name", "speaker_country", "speaker_sector", "act", "form", "date", "channel"),
    "event": ("type", "mode", "cameo", "status", "date", "place", "place_country"),
    "figure": ("value", "high", "bound", "unit", "measure"),
    "time": ("type", "value", "edtf"),
    "actor": ("name", "type", "country", "sector"),
    "place": ("name", "country", "geonames", "lat", "lon"),
}
"""Which fields of which items a person may correct."""

ITEM_KINDS = {"A": "actor", "P": "place", "T": "time", "F": "figure", "S": "statement", "E": "event"}
"""Kind of an item by the letter of its id."""
_NUMBERS = {"value": "figure", "high": "figure", "geonames": "place", "lat": "place", "lon": "place"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One person's word on one item (or one field of it)."""

    report_id: str
    kind: str
    start: int
    end: int
    words: str
    verdict: Verdict
    field: str = ""
    value: str | None = None
    note: str | None = None
    who: str | None = None
    at: str


def check_field(kind: str, field: str, value: str | None) -> None:
    """Raise `StorageError` where such an item has no such field, or the value does not fit it."""
    fields = FIELDS.get(kind)
    if fields is None or field not in fields:
        raise StorageError(
            f"{kind} has no field {field!r} that can be corrected", stage="judge", code="NO_FIELD",
            remedy=f"fields of {kind}: {', '.join(fields)}" if fields else f"kinds: {', '.join(FIELDS)}",
        )  # fmt: skip
    if value is not None and _NUMBERS.get(field) == kind:
        try:
            float(value)
        except ValueError:
            raise StorageError(
                f"{field} of a {kind} is a number, not {value!r}", stage="judge", code="BAD_VALUE", remedy="give a number"
            ) from None


def judgement_of(db: apsw.Connection, id: str, item: str, verdict: str, *, note: str | None = None, who: str | None = None) -> Judgement:
    """Make a judgement of an item of the report with this id: `verdict` is "right", "wrong" or FIELD=VALUE.

    Raises `UsageError` for what is no item or verdict, `StorageError` where the report has no such item.
    """
    kind = ITEM_KINDS.get(item[:1].upper())
    field, equals, value = verdict.partition("=")
    if kind is None or not (equals or verdict in ("right", "wrong")):
        raise UsageError(
            f"{item} {verdict!r} is no judgement",
            stage="judge",
            code="NO_VERDICT",
            remedy="give an item such as E3 and right, wrong or FIELD=VALUE",
        )
    sql = f"""select x.start, x."end", substr(r.text, x.start + 1, x."end" - x.start) from {kind} x
        join report r on r.n = x.report where r.id = ? and x.id = ?"""
    row = db.execute(sql, (id, item.upper())).fetchone()
    if row is None:
        raise StorageError(
            f"report {id[:12]} has no {item}", stage="judge", code="NO_ITEM", remedy="see `onrecord read --explain` or the lists"
        )
    return Judgement(
        report_id=id, kind=kind, start=int(row[0]), end=int(row[1]), words=str(row[2]), verdict="corrected" if equals else verdict,  # type: ignore[arg-type]
        field=field if equals else "", value=value if equals else None, note=note, who=who, at=now(),
    )  # fmt: skip


def store(db: apsw.Connection, judgement: Judgement) -> None:
    """Keep a judgement (the latest on the same item and field wins) and apply it; call inside a write transaction."""
    if judgement.verdict == "corrected":
        check_field(judgement.kind, judgement.field, judgement.value)
    j = judgement
    db.execute(
        """insert into judgement (report_id, kind, start, "end", words, verdict, field, value, note, who, at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (report_id, kind, start, "end", field) do update set
        verdict = excluded.verdict, value = excluded.value, note = excluded.note, who = excluded.who, at = excluded.at""",
        (j.report_id, j.kind, j.start, j.end, j.words, j.verdict, j.field, j.value, j.note, j.who, j.at),
    )
    db.execute("insert into change (report_id, kind, at) values (?, 'judged', ?)", (j.report_id, j.at))
    row = db.execute("select n from report where id = ?", (j.report_id,)).fetchone()
    if row is not None:
        reapply(db, int(row[0]))


def exist(db: apsw.Connection, n: int) -> bool:
    """Say whether anybody judged an item of a report."""
    sql = "select exists (select 1 from judgement j join report r on r.id = j.report_id where r.n = ?)"
    return bool(db.execute(sql, (n,)).get)


def reapply(db: apsw.Connection, n: int) -> None:
    """Let people's judgements on a report win in its rows, whatever the machine says there now."""
    sql = """select j.kind, j.start, j."end", j.verdict, j.field, j.value from judgement j join report r on r.id = j.report_id
        where r.n = ? order by j.verdict <> 'corrected', j.n"""
    for kind, start, end, verdict, field, value in db.execute(sql, (n,)).fetchall():
        table = str(kind)
        if table not in FIELDS:
            continue
        where = 'report = ? and start < ? and "end" > ?' if verdict == "corrected" else 'report = ? and start = ? and "end" = ?'
        span = (n, end, start) if verdict == "corrected" else (n, start, end)
        exact = db.execute(f'select n from {table} where report = ? and start = ? and "end" = ?', (n, start, end)).fetchall()
        rows = exact or db.execute(f"select n from {table} where {where}", span).fetchall()
        for (row,) in rows:
            db.execute(f"update {table} set judged = ? where n = ?", (verdict, row))
            if verdict == "corrected" and field in FIELDS[table]:
                cast = float(str(value)) if value is not None and _NUMBERS.get(str(field)) == table else value
                db.execute(f"update {table} set {field} = ? where n = ?", (cast, row))


def all_judgements(db: apsw.Connection, report_id: str | None = None) -> Iterator[Judgement]:
    """Give the judgements, of one report or of all, in the order of report and place."""
    sql = """select report_id, kind, start, "end", words, verdict, field, value, note, who, at from judgement
        where ?1 is null or report_id = ?1 order by report_id, start, kind, field"""
    for r in db.execute(sql, (report_id,)):
        yield Judgement(
            report_id=str(r[0]), kind=str(r[1]), start=int(r[2]), end=int(r[3]), words=str(r[4]), verdict=r[5],
            field=str(r[6]), value=r[7], note=r[8], who=r[9], at=str(r[10]),
        )  # fmt: skip
