"""`onrecord judge`: what people say of an archive's items, one by one or from a table; what was said; what is most worth judging."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO, cast

from onrecord.errors import InputError, OnRecordError, UsageError, one_line
from onrecord.export.formats.table import cell
from onrecord.store import Archive
from onrecord.store.corrections import FIELDS, as_said
from onrecord.store.judgements import ITEM_KINDS, UNDO, Judgement, all_judgements, history, judgement_of, said, same, store
from onrecord.store.worth_judging import waiting

COLUMNS = ("report", "item", "other", "verdict", "field", "value", "note", "who")
"""Columns of a table of judgements that are read; others are there to be looked at."""
QUEUE = (*COLUMNS, "why", "confidence", "kind", "says", "words", "published", "publisher")
AT_ONCE = 200
"""Rows of a table kept in one transaction: others may write between two."""
PARTLY = 3
Refuse = Callable[[int, OnRecordError], None]


def run_judge(options: Namespace) -> int:
    """Keep what is said, or show what was. Gives the exit code: 3 where some rows of a table were refused."""
    if options.table is not None:
        return _from_table(options)
    if options.where is not None or options.undo is not None:
        from onrecord.cli.bulk import run_bulk

        return run_bulk(options)
    if options.gold or options.work is not None:
        with Archive(options.archive, readonly=True) as archive:
            return _gold(archive, options)
    if options.queue:
        from onrecord.cli.across import compared

        with compared(options) as archive:
            return _queue(archive, options)
    if options.report is None or options.item is None or (options.history and not options.verdict):
        with Archive(options.archive, readonly=True) as archive:
            return _listed(archive, options)
    if not options.verdict:
        with Archive(options.archive, readonly=True) as archive:
            return _may_be_said(archive, options)
    with Archive(options.archive, create=False) as archive, archive.writing():
        id = archive.full_id(options.report)
        kept: list[Judgement] = []
        for verdict in options.verdict:
            kept += store(archive.db, judgement_of(archive.db, id, options.item, verdict, note=options.note, who=options.who))
    for j in kept:
        print(one_line(f"onrecord: {options.item} of {j.report_id[:12]}: {_in_words(j)}"), file=sys.stderr)
    return 0


def _in_words(j: Judgement) -> str:
    if j.verdict == "corrected":
        return f"{j.field} is {j.value if j.value is not None else 'nothing'}"
    if j.verdict == "undone":
        return f"what was said of {j.field} is taken back" if j.field else "that it is right or wrong is taken back"
    return j.verdict


# -- what was said, what may be said ------------------------------------------------------------------------------------------------------


def _listed(archive: Archive, options: Namespace) -> int:
    """Write judgements as JSON Lines: those that stand, or with --history every word."""
    id = archive.full_id(options.report) if options.report else None
    if options.item is not None and id is not None:
        return _history(archive, id, options)
    stand = {j.id for j in all_judgements(archive.db, id)}
    for j in said(archive.db, id) if options.history else all_judgements(archive.db, id):
        row = _row(j)
        if options.history:
            row["stands"] = j.id in stand
        print(json.dumps(row, ensure_ascii=False))
    return 0


def _row(j: Judgement) -> dict[str, Any]:
    return {
        "report": j.report_id, "kind": j.kind, "span": [j.start, j.end], "words": j.words, "verdict": j.verdict,
        "field": j.field or None, "value": j.value, "note": j.note, "who": j.who, "at": j.at, "id": j.id,
    }  # fmt: skip


def _history(archive: Archive, id: str, options: Namespace) -> int:
    found = history(archive.db, id, options.item)
    for j, stands in found:
        if options.format == "jsonl":
            print(json.dumps({**_row(j), "stands": stands}, ensure_ascii=False))
        else:
            why = f": {j.note}" if j.note else ""
            gone = "" if stands or j.verdict == "undone" else "  [no longer stands]"
            print(one_line(f"{j.at}  {j.who or '-':12}  {_in_words(j)}{why}{gone}"))
    if not found:
        print(f"onrecord: nobody judged {options.item}", file=sys.stderr)
    return 0


def _may_be_said(archive: Archive, options: Namespace) -> int:
    """Show an item's fields with their values, what they may be, and what was said of it."""
    id = archive.full_id(options.report)
    judgement_of(archive.db, id, options.item, "right")  # says so where there is no such item
    kind = ITEM_KINDS[options.item[0].upper()]
    columns = ", ".join(f'x."{f}"' for f in FIELDS[kind])
    sql = f"select {columns} from {kind} x join report r on r.n = x.report where r.id = ? and x.id = ?"
    row = archive.db.execute(sql, (id, options.item.upper())).fetchone() or ()
    for (name, field), value in zip(FIELDS[kind].items(), row, strict=True):
        shown = as_said(value, field.kind) or "-"
        may = f"  ({', '.join(field.choices)})" if field.choices else ""
        print(one_line(f"{name:16} {shown}{may}"))
    print(f"onrecord: say right, wrong, FIELD=VALUE (several at once), undo or undo=FIELD of {options.item.upper()}", file=sys.stderr)
    return _history(archive, id, options)


def _gold(archive: Archive, options: Namespace) -> int:
    """Write reports as people corrected them: JSON Lines with offsets, or work files with words in a folder."""
    from onrecord.export.gold import gold, work_file

    id, count = archive.full_id(options.report) if options.report else None, 0
    for report in gold(archive, id, judged_only=options.judged_only):
        count += 1
        if options.work is None:
            print(json.dumps(report, ensure_ascii=False))
            continue
        folder, work = Path(options.work), work_file(report)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder.joinpath(f"{report['id']}.txt").write_text(report["text"], "utf-8", newline="")
            folder.joinpath(f"{report['id']}.json").write_text(json.dumps(work, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise InputError(f"{folder}: {error.strerror}", stage="judge", code="NO_FILE", remedy="name a folder to write to") from None
    what = "report that anybody judged" if count == 1 else "reports that anybody judged"
    print(f"onrecord: {count} {'report' if id else what}", file=sys.stderr)
    return 0


def _queue(archive: Archive, options: Namespace) -> int:
    """Write what is most worth judging, the least sure first; as CSV it can be filled in and given back with --from."""
    id = archive.full_id(options.report) if options.report else None
    found = waiting(archive.db, kind=options.kind, why=options.why, report=id, limit=options.limit)
    if options.format == "csv":
        writer = csv.DictWriter(sys.stdout, QUEUE, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in row.items()} for row in found)
        return 0
    for row in found:
        if options.format == "jsonl":
            print(json.dumps(row, ensure_ascii=False))
        else:
            other = f" {row['other'][:12]}{row['other'][row['other'].index(':') :]}" if row["other"] else ""
            print(one_line(f"{row['confidence']:.2f}  {row['why']:7} {row['report'][:12]}:{row['item']}{other} {row['says']}"))
            print(f"      {one_line(row['words'][:160])}")
    return 0


# -- from a table -------------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Tally:
    kept: int = 0
    known: int = 0
    refused: int = 0
    empty: int = 0


class Tried(Exception):
    """Ends a transaction of which nothing is to stay."""


def _from_table(options: Namespace) -> int:
    """Keep the rows of a CSV file; a row that cannot be kept is named with its line, and the others are."""
    tally = _Tally()

    def refuse(line: int, error: OnRecordError) -> None:
        tally.refused += 1
        print(f"onrecord: {options.table} line {line}: {error}", file=sys.stderr)

    with _opened(options.table) as file, Archive(options.archive, create=False) as archive:
        rows = _rows(file, options.table)
        while group := [row for _, row in zip(range(AT_ONCE), rows, strict=False)]:
            try:
                with archive.writing():
                    _keep(archive, group, options.who, tally, refuse)
                    if options.dry_run:
                        raise Tried
            except Tried:
                continue
    would = "would be kept" if options.dry_run else "kept"
    known = f", {tally.known} said before" if tally.known else ""
    empty = f", {tally.empty} not filled in" if tally.empty else ""
    print(f"onrecord: {tally.kept} {would}{known}, {tally.refused} refused{empty}", file=sys.stderr)
    return PARTLY if tally.refused else 0


def _opened(path: str) -> TextIO:
    try:
        return open(0 if path == "-" else path, encoding="utf-8-sig", newline="", closefd=path != "-")
    except OSError as error:
        remedy = "name a CSV file, or - for standard input"
        raise InputError(f"{path}: {error.strerror}", stage="judge", code="NO_FILE", remedy=remedy) from None


def _rows(file: TextIO, path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a table with the line that each ends on. Raises `InputError` where it is no such table."""
    try:
        head = file.readline()
        sign = max(",;\t", key=head.count)
        names = [n.strip().lower() for n in next(csv.reader([head], delimiter=sign), [])]
        if not {"report", "item"} <= set(names) or not {"verdict", "field"} & set(names):
            raise InputError(
                f"{path} is no table of judgements", stage="judge", code="BAD_TABLE",
                remedy=f"its first line names the columns: {', '.join(COLUMNS)} (report, item, and verdict or field are needed)",
            )  # fmt: skip
        reader = csv.reader(file, delimiter=sign)
        for cells in reader:
            if any(c.strip() for c in cells):
                yield reader.line_num + 1, {n: c.strip() for n, c in zip(names, cells, strict=False)}
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is no CSV in UTF-8: {error}", stage="judge", code="BAD_TABLE", remedy="save it as CSV, UTF-8") from None


def _keep(archive: Archive, group: Iterable[tuple[int, dict[str, str]]], who: str | None, tally: _Tally, refuse: Refuse) -> None:
    for line, row in group:
        try:
            verdict = _verdict(row)
            if verdict is None:
                tally.empty += 1
                continue
            if not row.get("report"):
                raise UsageError("no report is named", stage="judge", code="NO_REPORT", remedy="give its id, or the beginning of it")
            id = archive.full_id(row["report"])
            if row.get("other"):
                _link(archive, (id, row["item"].upper()), row, verdict, row.get("who") or who)
                tally.kept += 1
                continue
            given = judgement_of(archive.db, id, row["item"], verdict, note=row.get("note") or None, who=row.get("who") or who)
            if same(archive.db, given):
                tally.known += 1
            else:
                store(archive.db, given)
                tally.kept += 1
        except OnRecordError as error:
            refuse(line, error)


def _link(archive: Archive, one: tuple[str, str], row: dict[str, str], verdict: str, who: str | None) -> None:
    """Keep whether two events of different reports are one happening."""
    from onrecord.compare.occurrences import judge

    if verdict not in ("same", "different", UNDO):
        raise UsageError(f"{verdict} of two events", stage="judge", code="NO_VERDICT", remedy="say same, different or undo")
    report, _, item = row["other"].partition(":")
    said = cast('Literal["same", "different"] | None', None if verdict == UNDO else verdict)
    judge(archive, one, (archive.full_id(report), item.upper()), said, note=row.get("note") or None, who=who)


def _verdict(row: dict[str, str]) -> str | None:
    """Give what a row says, as `judgement_of` takes it; None where it says nothing."""
    verdict, field, value = row.get("verdict", ""), row.get("field", ""), row.get("value", "")
    if verdict in ("", "corrected") and field:
        return f"{field}={value}"
    if verdict == "undo" and field:
        return f"undo={field}"
    if verdict == "corrected" or (not verdict and value):
        raise UsageError("no field is named", stage="judge", code="NO_VERDICT", remedy="name the field that has the value")
    if verdict and field:
        raise UsageError(f"{verdict} takes no field", stage="judge", code="NO_VERDICT", remedy="leave field empty, or verdict")
    return verdict or None
