"""What people say of an item: right, wrong, or corrected to another value; and that they take it back.

Everything said is kept, each word with who, when and why: what stands is the latest on each field that was not taken back. A judgement
is tied to the report and the exact characters, not to the item's id, so that it outlives a rereading. The machine's record stays as it
was; the tables that answer questions carry the judgement (`judged`) and the corrected values (judged_rows.py). Which values:
corrections.py.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import apsw

from onrecord.errors import StorageError, UsageError
from onrecord.store.clock import now
from onrecord.store.corrections import FIELDS, Place, normal
from onrecord.store.judged_rows import Rows, judged_rows, meant
from onrecord.store.rows import Row, record_rows, unpack

Verdict = Literal["right", "wrong", "corrected", "undone"]
UNDO = "undo"
ITEM_KINDS = {"A": "actor", "P": "place", "T": "time", "F": "figure", "S": "statement", "E": "event"}
"""Kind of an item by the letter of its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One person's word on one item (or one field of it). `undone`: takes back the judgement whose id is `value`."""

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
    twin: int = 0
    """Which it is of the items that stand on the same characters."""
    id: str = ""


_COLUMNS = 'id, report_id, kind, start, "end", twin, words, verdict, field, value, note, who, at'


def judgement_of(db: apsw.Connection, id: str, item: str, verdict: str, *, note: str | None = None, who: str | None = None) -> Judgement:
    """Make a judgement of an item of the report with this id: `verdict` is "right", "wrong", FIELD=VALUE, "undo" or "undo=FIELD".

    "undo" takes back the last word on the item, "undo=FIELD" that on a field. Raises `UsageError` for what is no item or verdict,
    `StorageError` where the report has no such item, or nothing is to be taken back.
    """
    kind = ITEM_KINDS.get(item[:1].upper())
    field, equals, value = verdict.partition("=")
    field = field.strip()
    if kind is None or not (equals or verdict in ("right", "wrong", UNDO)):
        raise UsageError(
            f"{item} {verdict!r} is no judgement", stage="judge", code="NO_VERDICT",
            remedy="give an item such as E3 and right, wrong, FIELD=VALUE, undo or undo=FIELD",
        )  # fmt: skip
    sql = f"""select x.start, x."end", substr(r.text, x.start + 1, x."end" - x.start), (select count(*) from {kind} y where
        y.report = x.report and y.start = x.start and y."end" = x."end" and y.n < x.n) from {kind} x
        join report r on r.n = x.report where r.id = ? and x.id = ?"""
    row = db.execute(sql, (id, item.upper())).fetchone()
    if row is None:
        raise StorageError(
            f"report {id[:12]} has no {item}", stage="judge", code="NO_ITEM", remedy="see `onrecord read --explain` or the lists"
        )
    said = Judgement(
        report_id=id, kind=kind, start=int(row[0]), end=int(row[1]), words=str(row[2]), twin=int(row[3]), note=note, who=who, at=now(),
        verdict="corrected" if equals else verdict, field=field if equals else "", value=value if equals else None,  # type: ignore[arg-type]
    )  # fmt: skip
    return _undoing(db, said, item) if UNDO in (verdict, field) else said


def _undoing(db: apsw.Connection, said: Judgement, item: str) -> Judgement:
    """Give the judgement that takes another back."""
    wanted = (said.value or "").strip()
    found = [j for j, stands in history(db, said.report_id, item) if stands and (not wanted or j.field == wanted)]
    if not found:
        what = f"{item} has no judgement on {wanted}" if wanted else f"nobody judged {item}"
        raise StorageError(what, stage="judge", code="NOT_JUDGED", remedy="see `onrecord judge REPORT ITEM --history`")
    last = found[-1]
    return replace(
        said, start=last.start, end=last.end, twin=last.twin, words=last.words, verdict="undone", field=last.field, value=last.id
    )


def store(db: apsw.Connection, *given: Judgement) -> list[Judgement]:
    """Keep judgements, in order, and apply them; call inside a write transaction. Gives them as they are kept.

    Each is held against what the ones before it made of the item. Raises `StorageError` NO_FIELD or BAD_VALUE; then none is kept.
    """
    kept: list[Judgement] = []
    for id in dict.fromkeys(j.report_id for j in given):
        kept += _checked(db, id, [j for j in given if j.report_id == id])
    insert(db, kept)
    return kept


def _checked(db: apsw.Connection, id: str, given: Sequence[Judgement]) -> list[Judgement]:
    rows, published, text = _machine(db, _number(db, id))
    standing, kept = list(all_judgements(db, id)), []
    for j in given:
        if j.verdict == "corrected":
            now_rows = judged_rows(rows, standing, published)
            if j.kind not in FIELDS or j.field not in FIELDS[j.kind]:
                normal(j.kind, j.field, j.value, Place({}, now_rows, text))
            at = next(meant(now_rows[j.kind], j), None)
            if at is None:
                raise StorageError(f"report {id[:12]} has no such {j.kind}", stage="judge", code="NO_ITEM", remedy="see its page")
            j = replace(j, value=normal(j.kind, j.field, j.value, Place(at, now_rows, text)))
        kept.append(replace(j, id=j.id or secrets.token_hex(8)))
        standing = list(_standing([*standing, kept[-1]]))
    return kept


def insert(db: apsw.Connection, kept: Iterable[Judgement]) -> None:
    """Put judgements that are sound among those said, and let the rows follow; those that are there already stay."""
    reports: dict[str, str] = {}
    for j in kept:
        row = (j.id, j.report_id, j.kind, j.start, j.end, j.twin, j.words, j.verdict, j.field, j.value, j.note, j.who, j.at)
        db.execute(f"insert or ignore into judgement ({_COLUMNS}) values ({', '.join('?' * len(row))})", row)
        if db.changes():
            reports[j.report_id] = j.at
    for id, at in reports.items():
        db.execute("insert into change (report_id, kind, at) values (?, 'judged', ?)", (id, at))
        n = db.execute("select n from report where id = ?", (id,)).get
        if n is not None:
            reapply(db, int(n))


def exist(db: apsw.Connection, n: int) -> bool:
    """Say whether anybody judged an item of a report."""
    sql = "select exists (select 1 from judgement j join report r on r.id = j.report_id where r.n = ?)"
    return bool(db.execute(sql, (n,)).get)


def reapply(db: apsw.Connection, n: int) -> None:
    """Let people's judgements on a report win in its rows, whatever the machine says there now; what was taken back is the machine's."""
    wanted = wanted_rows(db, n)
    for table, rows in wanted.items():
        if not rows or table == "party":
            continue
        columns = list(rows[0])
        names = ", ".join(f'"{c}"' for c in columns)
        have = {str(r[0]): r[1:] for r in db.execute(f"select id, {names} from {table} where report = ?", (n,)).fetchall()}
        for row in rows:
            changed = [c for c, v in zip(columns, have.get(row["id"], ()), strict=False) if row[c] != v]
            if changed:
                sets = ", ".join(f'"{c}" = ?' for c in changed)
                db.execute(f"update {table} set {sets} where report = ? and id = ?", (*(row[c] for c in changed), n, row["id"]))
    _reapply_parties(db, n, wanted["party"])


def _reapply_parties(db: apsw.Connection, n: int, wanted: Sequence[Row]) -> None:
    columns = ("side", "actor", "name", "country", "sector")
    for event, id in db.execute("select n, id from event where report = ?", (n,)).fetchall():
        rows = {(r["side"], r["actor"]): tuple(r[c] for c in columns) for r in reversed(wanted) if r["event"] == id}
        have = set(db.execute(f"select {', '.join(columns)} from party where event = ?", (event,)))
        if have != set(rows.values()):
            db.execute("delete from party where event = ?", (event,))
            db.executemany("insert into party (event, side, actor, name, country, sector) values (?, ?, ?, ?, ?, ?)",
                           [(event, *r) for r in rows.values()])  # fmt: skip


def wanted_rows(db: apsw.Connection, n: int) -> Rows:
    """Give a report's rows as they ought to be: the machine's, with people's judgements."""
    rows, published, _ = _machine(db, n)
    id = str(db.execute("select id from report where n = ?", (n,)).get)
    return judged_rows(rows, list(all_judgements(db, id)), published)


def _machine(db: apsw.Connection, n: int) -> tuple[Rows, str | None, str]:
    """Give the machine's rows of a report, its date and its text."""
    body, text, exact = db.execute("select c.body, r.text, r.exact from record c join report r on r.n = c.report where r.n = ?", (n,)).get
    plain = str(text) if exact is None else bytes(exact).decode("utf-8", "surrogatepass")
    record = unpack(bytes(body), plain)
    return record_rows(record), record.report.published, plain


def _number(db: apsw.Connection, id: str) -> int:
    n = db.execute("select n from report where id = ?", (id,)).get
    if n is None:
        raise StorageError(f"no report {id[:12]}", stage="judge", code="NO_REPORT", remedy="see `onrecord reports`")
    return int(n)


# -- what was said ------------------------------------------------------------------------------------------------------------------------


def said(db: apsw.Connection, report_id: str | None = None) -> Iterator[Judgement]:
    """Give every word ever said, of one report or of all, by report and in the order in which they were said."""
    sql = f"select {_COLUMNS} from judgement where ?1 is null or report_id = ?1 order by report_id, at, n"
    for r in db.execute(sql, (report_id,)):
        yield Judgement(
            id=str(r[0]), report_id=str(r[1]), kind=str(r[2]), start=int(r[3]), end=int(r[4]), twin=int(r[5]), words=str(r[6]),
            verdict=r[7], field=str(r[8]), value=r[9], note=r[10], who=r[11], at=str(r[12]),
        )  # fmt: skip


def all_judgements(db: apsw.Connection, report_id: str | None = None) -> Iterator[Judgement]:
    """Give the judgements that stand, of one report or of all: by report, in the order in which they were said."""
    return _standing(said(db, report_id))


def _standing(words: Iterable[Judgement]) -> Iterator[Judgement]:
    """Leave out what was taken back, and what a later word on the same matter replaces."""
    every = list(words)
    undone = {j.value for j in every if j.verdict == "undone"}
    alive = [j for j in every if j.verdict != "undone" and j.id not in undone]
    last = {(j.report_id, j.kind, j.start, j.end, j.twin, j.field): n for n, j in enumerate(alive)}
    yield from [alive[n] for n in sorted(last.values())]


def same(db: apsw.Connection, given: Judgement) -> bool:
    """Say whether the same person has said the same, and it stands: a table that is given twice is kept once."""
    matter = (given.kind, given.start, given.end, given.twin, given.field, given.verdict, given.note, given.who)
    if given.verdict == "undone":
        return False
    stand = [
        j for j in all_judgements(db, given.report_id)
        if (j.kind, j.start, j.end, j.twin, j.field, j.verdict, j.note, j.who) == matter
    ]  # fmt: skip
    if not stand or given.verdict != "corrected":
        return bool(stand)
    return _checked(db, given.report_id, [given])[0].value == stand[-1].value


def by_item(db: apsw.Connection, report_id: str) -> dict[str, list[tuple[Judgement, bool]]]:
    """Give every word said of a report's items, by item, and whether it stands."""
    out: dict[str, list[tuple[Judgement, bool]]] = {}
    every = list(said(db, report_id))
    stand = {j.id for j in _standing(every)}
    for kind in {j.kind for j in every} & set(FIELDS):
        sql = f'select x.id, x.start, x."end" from {kind} x join report r on r.n = x.report where r.id = ? order by x.n'
        rows: list[Row] = [dict(zip(("id", "start", "end"), r, strict=True)) for r in db.execute(sql, (report_id,))]
        for j in every:
            for row in meant(rows, j) if j.kind == kind else ():
                out.setdefault(row["id"], []).append((j, j.id in stand))
    return out


def homeless(db: apsw.Connection, report_id: str) -> list[Judgement]:
    """Give the judgements that stand and whose item the report has no more, since it was read again. They are kept for the next reading."""
    placed = {j.id for words in by_item(db, report_id).values() for j, _ in words}
    return [j for j in all_judgements(db, report_id) if j.id not in placed]


def corrected_fields(db: apsw.Connection, report_id: str) -> dict[str, frozenset[str]]:
    """Give the fields of a report's items that people corrected, by item."""
    return {item: frozenset(j.field for j, stands in words if stands) - {""} for item, words in by_item(db, report_id).items()}


def history(db: apsw.Connection, report_id: str, item: str) -> list[tuple[Judgement, bool]]:
    """Give every word said of an item, the first first, and whether it stands. Raises `StorageError` where there is no such report."""
    _number(db, report_id)
    return by_item(db, report_id).get(item.upper(), [])
