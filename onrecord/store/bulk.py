"""The same word on many items at once: what it changes on each, and taking all of it back as one.

The judgements of one bulk bear ids that begin with the bulk's own, so that they stay one wherever they are kept or merged.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from onrecord.errors import OnRecordError, StorageError, UsageError
from onrecord.store.archive import Archive
from onrecord.store.clock import now
from onrecord.store.corrections import FIELDS, as_said
from onrecord.store.judgements import ITEM_KINDS, UNDO, insert, judgement_of, said, store
from onrecord.store.query import Filters, rows

JUDGED_KINDS = ("statements", "events", "mentions", "figures", "times", "actors", "places")
"""Kinds of rows whose items can be judged; of an event (a happening) those are all its mentions."""
_FOLLOWING = {"event": ("quad",)}
"""What else may change on an item with its fields."""
Target = tuple[str, str]
"""Id of a report, and of an item in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a bulk changes on one item: by field, the value before and after as people write it ("" for none)."""

    report: str
    item: str
    words: str
    changed: dict[str, tuple[str, str]]


@dataclass(slots=True)
class Bulk:
    """What became of a bulk: `id` takes it back; `same` counts items that were so already."""

    id: str
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    refused: int = 0


def targets(archive: Archive, kind: str, filters: Filters) -> list[Target]:
    """Give the items that rows of a kind stand for, in the order of the list.

    Raises `UsageError` for a kind without items, or where no filter narrows the rows.
    """
    if kind not in JUDGED_KINDS:
        raise UsageError(f"{kind} hold no items", stage="judge", code="NO_KIND", remedy=f"one of {', '.join(JUDGED_KINDS)}")
    if not filters.given().keys() - {"hidden", "wrong"}:
        raise UsageError("no filter says which", stage="judge", code="NO_FILTER", remedy="give a filter: this would judge all there are")
    found = rows(archive.db, kind, filters)
    if kind != "events":
        return [(str(row["report"]), str(row["id"])) for row in found]
    sql = """select r.id, e.id from happening h join happening_mention m on m.happening = h.n and m.counted join event e on e.n = m.event
        join report r on r.n = e.report where h.id = ? order by r.published, r.id, e.n"""
    return [(str(r), str(e)) for id in [row["id"] for row in found] for r, e in archive.db.execute(sql, (id,))]


def judge(
    archive: Archive, wanted: Iterable[Target], verdicts: Sequence[str], refuse: Callable[[Target, OnRecordError], None],
    *, note: str | None = None, who: str | None = None,
) -> Bulk:  # fmt: skip
    """Say the same of every item: "right", "wrong" or FIELD=VALUE, several of them all or none of an item.

    Call inside a write transaction. What cannot be said of an item is handed to `refuse`, the others are kept.
    """
    if any(v.partition("=")[0].strip() == UNDO for v in verdicts) or not verdicts:
        raise UsageError("nothing is said", stage="judge", code="NO_VERDICT", remedy="say right, wrong or FIELD=VALUE of all of them")
    out = Bulk(secrets.token_hex(4))
    for report, item in wanted:
        try:
            with archive.db:  # a savepoint: an item of which one word is refused is left as it was
                change = _judge(archive, report, item, verdicts, out, note, who)
        except OnRecordError as error:
            out.refused += 1
            refuse((report, item), error)
            continue
        if change is None:
            out.same += 1
        else:
            out.changes.append(change)
    return out


def _judge(
    archive: Archive, report: str, item: str, verdicts: Sequence[str], bulk: Bulk, note: str | None, who: str | None
) -> Change | None:
    before, words = _values(archive, report, item), ""
    for n, verdict in enumerate(verdicts):
        given = judgement_of(archive.db, report, item, verdict, note=note, who=who)
        was, words = _values(archive, report, item), given.words
        with suppress(_Same), archive.db:
            store(archive.db, replace(given, id=f"{bulk.id}-{len(bulk.changes):06}-{n}"))
            if _values(archive, report, item) == was:
                raise _Same
    after = _values(archive, report, item)
    changed = {name: (v, after[name]) for name, v in before.items() if v != after[name]}
    return Change(report, item, words, changed) if changed else None


class _Same(Exception):
    """Takes back a word that says what stands already."""


def _values(archive: Archive, report: str, item: str) -> dict[str, str]:
    """Give an item's fields as people write them, and whether it was judged right or wrong."""
    kind = ITEM_KINDS.get(item[:1].upper(), "")
    fields = FIELDS.get(kind)
    if fields is None:
        return {}  # what is no item is said by judgement_of
    names = [*fields, *_FOLLOWING.get(kind, ()), "judged"]
    sql = f"""select {", ".join(f'x."{n}"' for n in names)} from {kind} x join report r on r.n = x.report where r.id = ? and x.id = ?"""
    row = archive.db.execute(sql, (report, item.upper())).fetchone() or ()
    out = {n: as_said(v, fields[n].kind if n in fields else "text") for n, v in zip(names, row, strict=False)}
    if out.get("judged") == "corrected":
        out["judged"] = ""
    return out


def undo(archive: Archive, bulk: str, *, note: str | None = None, who: str | None = None) -> int:
    """Take back every word of a bulk that still stands; call inside a write transaction. Gives how many these were.

    Later words on the same items stay. Raises `StorageError` where there is no such bulk.
    """
    given = [j for j in said(archive.db) if j.id.startswith(f"{bulk}-")] if bulk else []
    if not given:
        raise StorageError(f"no bulk {bulk!r}", stage="judge", code="NOT_JUDGED", remedy="see `onrecord judge --history`, where ids stand")
    gone = {j.value for report in {j.report_id for j in given} for j in said(archive.db, report) if j.verdict == "undone"}
    left = [j for j in given if j.id not in gone]
    insert(archive.db, [replace(j, id=secrets.token_hex(8), verdict="undone", value=j.id, note=note, who=who, at=now()) for j in left])
    return len(left)
