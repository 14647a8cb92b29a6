"""Lets people's corrections win in the rows of a record, and everything that depends on a corrected field follow.

Pure: the machine's rows and what people said of them in, the rows of answers out. So nothing is lost when a word is taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.model.edtf import edtf_bounds
from onrecord.ontology import PLOVER
from onrecord.store.corrections import FIELDS, Place, Wrong, actor_named, item_at, parts, party_of
from onrecord.text import fold

if TYPE_CHECKING:
    from onrecord.store.judgements import Judgement

Row = dict[str, Any]
Rows = dict[str, list[Row]]
ORDER = ("actor", "place", "time", "event", "figure", "statement")
"""Kinds in the order in which they are corrected: what names others comes after them."""


def judged_rows(rows: Mapping[str, Sequence[Row]], said: Sequence[Judgement], published: str | None) -> Rows:
    """Give a report's rows with what stands of people's judgements on it, in the order in which they were said.

    Every item gets `judged`: None, or the last verdict on it.
    """
    out: Rows = {table: [dict(r) for r in found] for table, found in rows.items()}
    for table in ORDER:
        for row in out[table]:
            row["judged"] = None
    for table in ORDER:
        corrected: dict[str, tuple[Row, dict[str, str | None]]] = {}
        for j in said:
            if j.kind != table:
                continue
            for row in meant(out[table], j):
                row["judged"] = j.verdict
                if j.verdict == "corrected" and _fits(j.field, j.value, table, row, out):
                    corrected.setdefault(row["id"], (row, {}))[1][j.field] = j.value
        for row, values in corrected.values():
            _CORRECT[table](row, values, out, published)
    return out


def _fits(field: str, value: str | None, table: str, row: Row, rows: Rows) -> bool:
    """Say whether a value is one of the field's; archives of before values were checked hold others, which are left alone."""
    of = FIELDS[table].get(field)
    if of is None or (value is None and not of.empty):
        return False
    if value is None or field in ("mode", "cameo", "high", "bound") or of.kind not in ("choice", "date", "number", "code"):
        return True
    try:
        of.read(value, Place(row, rows, ""))
    except Wrong:
        return False
    return True


def meant(rows: Sequence[Row], j: Judgement) -> Iterator[Row]:
    """Give the item that a judgement speaks of: that of its characters; after a rereading, corrections hold for that which shares most."""
    exact = [r for r in rows if (r["start"], r["end"]) == (j.start, j.end)]
    if exact:
        yield exact[j.twin] if j.twin < len(exact) else exact[0]
    elif j.verdict == "corrected":
        shared = [(min(r["end"], j.end) - max(r["start"], j.start), r) for r in rows]
        best = max(shared, key=lambda s: s[0], default=None)
        if best is not None and best[0] > 0:
            yield best[1]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(row: Row, values: Mapping[str, str | None], table: str) -> None:
    """Set the fields that are kept as they are said."""
    for field, value in values.items():
        if FIELDS[table][field].kind in ("text", "choice", "date", "code"):
            row[field] = value
        elif FIELDS[table][field].kind == "number":
            row[field] = None if value is None else int(value) if field == "geonames" else float(value)


def _actor(row: Row, values: Mapping[str, str | None], rows: Rows, published: str | None) -> None:
    before = row["name"]
    _plain(row, values, "actor")
    if "roles" in values:
        roles = [party_of(p) for p in parts(values["roles"] or "")]
        row["roles"] = _json([{"title": r.name, "country": r.country} for r in roles])
    if "country" in values and "country_rule" in row:
        row["country_rule"] = None
    told = set()
    for p in rows["party"]:
        if p["actor"] == row["id"]:
            p.update(name=row["name"], country=row["country"], sector=row["sector"])
            told.add(p["event"])
    for e in rows["event"]:
        if e["id"] in told and row["name"] != before:
            for side in ("actors", "recipients"):
                e[side] = _json([row["name"] if n == before else n for n in json.loads(e[side])])
    for s in rows["statement"]:
        if s["speaker"] == row["id"]:
            s["speaker_name"] = row["name"] if s["speaker_name"] == before else s["speaker_name"]
            s.update(speaker_country=row["country"], speaker_sector=row["sector"])
        if s["addressee"] == before:
            s["addressee"] = row["name"]


def _place(row: Row, values: Mapping[str, str | None], rows: Rows, published: str | None) -> None:
    before = (row["name"], row["country"])
    _plain(row, values, "place")
    for e in rows["event"]:
        if (e["place"], e["place_country"]) == before:
            e.update(place=row["name"], place_country=row["country"])


def _time(row: Row, values: Mapping[str, str | None], rows: Rows, published: str | None) -> None:
    _plain(row, values, "time")
    if "edtf" in values:
        row["date_from"], row["date_to"] = edtf_bounds(row["edtf"])


def _figure(row: Row, values: Mapping[str, str | None], rows: Rows, published: str | None) -> None:
    _plain(row, values, "figure")
    if row["high"] is not None and (row["high"] < row["value"] or values.get("bound", "between") != "between"):
        row["high"] = None
    if row["high"] is not None:
        row["bound"] = "between"
    elif row["bound"] == "between":
        row["bound"] = "about"
    for field, table in (("event", "event"), ("part_of", "figure")):
        if field in values:
            row[field] = _id(values[field], rows[table])
    if "event" in values:
        for e in rows["event"]:
            found = [f for f in json.loads(e["figures"]) if f != row["id"]]
            e["figures"] = _json([*found, row["id"]] if e["id"] == row["event"] else found)


def _id(value: str | None, rows: Iterable[Row]) -> str | None:
    found = item_at(value, rows) if value else None
    return found["id"] if found else None


def _statement(row: Row, values: Mapping[str, str | None], rows: Rows, published: str | None) -> None:
    before = row["speaker_name"]
    _plain(row, values, "statement")
    if "speaker_name" in values:
        name = row["speaker_name"] or ""
        actor = actor_named(name, rows["actor"])
        if actor:
            row.update(speaker=actor["id"], speaker_name=actor["name"])
            codes = (actor["country"], actor["sector"])
        else:  # another spelling of the same name keeps what is known of it
            same = bool(set(fold(name).split()) & set(fold(before or "").split()))
            codes = (row["speaker_country"], row["speaker_sector"]) if same else (None, None)
            row["speaker"] = row["speaker"] if same else None
        row["speaker_country"] = values.get("speaker_country", codes[0])
        row["speaker_sector"] = values.get("speaker_sector", codes[1])
    if "date" in values:
        row["date_from"] = edtf_bounds(row["date"])[0] or published
    if "within" in values:
        row["within"] = _id(values["within"], rows["statement"])


def _event(row: Row, values: Mapping[str, str | None], rows: Rows, published: str | None) -> None:
    before = (row["type"], row["mode"])
    _plain(row, {f: v for f, v in values.items() if f not in ("mode", "cameo")}, "event")
    if row["type"] != before[0]:
        row.update(own=None, quad=PLOVER.quad[row["type"]])
    mode = values.get("mode", row["mode"])
    row["mode"] = mode if mode in PLOVER.modes_of(row["type"]) else None
    cameo = values.get("cameo")
    if cameo is not None and PLOVER.codes(row["type"], cameo):
        row["cameo"] = cameo
    elif (row["type"], row["mode"]) != before:
        row["cameo"] = PLOVER.code_of(row["type"], row["mode"])
    if "context" in values:
        row["context"] = _json(parts(values["context"] or ""))
    if "date" in values:
        row["date_from"] = edtf_bounds(row["date"])[0] or published
        row["date_given"] = int(row["date"] is not None)
    if "place" in values:
        known = next((p for p in rows["place"] if row["place"] and fold(p["name"]) == fold(row["place"])), None)
        row["place"] = known["name"] if known else row["place"]
        row["place_country"] = values.get("place_country", known["country"] if known else None)
    if "attributed_to" in values:
        ids = (_id(v, rows["statement"]) for v in parts(values["attributed_to"] or ""))
        row["attributed_to"] = _json([i for i in ids if i])
    for field, side in (("actors", "actor"), ("recipients", "recipient")):
        if field in values:
            _take_part(row, field, side, values[field] or "", rows)


def _take_part(row: Row, field: str, side: str, value: str, rows: Rows) -> None:
    """Put others on a side of an event; whom the report has no actor for gets an id of no actor."""
    found = []
    for n, given in enumerate(map(party_of, parts(value)), 1):
        actor = actor_named(given.name, rows["actor"])
        found.append(
            {"event": row["id"], "side": side, "actor": actor["id"], **{c: actor[c] for c in ("name", "country", "sector")}} if actor
            else {"event": row["id"], "side": side, "actor": f"+{n}", **given._asdict()}
        )  # fmt: skip
    rows["party"] = [p for p in rows["party"] if (p["event"], p["side"]) != (row["id"], side)] + found
    row[field] = _json([p["name"] for p in found])


_CORRECT = {"actor": _actor, "place": _place, "time": _time, "event": _event, "figure": _figure, "statement": _statement}
