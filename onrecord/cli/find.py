"""`onrecord search`, the lists, `changes` and `export`: questions to an archive."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import IO, Any

from onrecord.cli.archive_arguments import LISTS
from onrecord.errors import StorageError, UsageError
from onrecord.export.formats import Provenance, export
from onrecord.export.formats.registry import choose
from onrecord.export.layouts import choose as choose_layout
from onrecord.export.listing import write_table
from onrecord.store import Archive, Filters
from onrecord.store.query import KINDS, Row, changes, last_change, report_ids, rows, search


def run_find(options: Namespace) -> int:
    """Answer one question. Gives the exit code: 0 also where nothing fits."""
    asked = options.kind if options.command == "export" else LISTS.get(options.command, ("",))[0]
    if asked == "events" and not getattr(options, "mentions", False):
        bring_together(options)
    with Archive(options.archive, readonly=True) as archive:
        if options.command == "export":
            return _export(archive, options)
        kind, found = _rows(archive, options)
        write_found(kind, found, options, archive)
    return 0


def bring_together(options: Namespace) -> None:
    """Compare the reports that were added since, where there are any: rows of happenings are of all reports that tell of them."""
    with Archive(options.archive, readonly=True) as archive:
        waiting = archive.db.execute("select exists (select 1 from report where n not in (select report from compared))").get
    if waiting:
        from onrecord.cli.across import compared

        with compared(options):
            pass


def filters_of(options: Namespace) -> Filters:
    """Give the filters that the command line names."""
    given: dict[str, Any] = {f.name: getattr(options, f.name) for f in fields(Filters) if hasattr(options, f.name)}
    return Filters(**given)


def _rows(archive: Archive, options: Namespace) -> tuple[str, Iterator[Row]]:
    if options.command == "search":
        return "reports", search(archive.db, " ".join(options.words), filters_of(options))
    if options.command == "changes":
        return "changes", changes(archive.db, options.since)
    if options.command == "archive":
        return "failed", failed(archive)
    kind = "mentions" if getattr(options, "mentions", False) else LISTS[options.command][0]
    return kind, rows(archive.db, kind, filters_of(options))


def failed(archive: Archive) -> Iterator[Row]:
    """Give the sources that could not be read."""
    for source, code, message, remedy, seen in archive.db.execute(
        "select source, code, message, remedy, seen from quarantine order by source, code"
    ):
        yield {"source": source, "code": code, "message": message, "remedy": remedy, "seen": seen}


def write_found(kind: str, found: Iterator[Row], options: Namespace, archive: Archive, asked: Row | None = None) -> None:
    """Write the rows of an answer where and as asked for, and say how many there are. `asked`: the question, where it is no filters."""
    shown = islice(found, options.limit) if options.limit is not None else found
    with output(options.out) as out:
        if options.format == "table":
            count = write_table(kind, shown, out)
        else:
            path = Path(options.out) if options.out else None
            count = _in_format(options.format, kind, shown, out, _provenance(archive, options, kind, asked), path)
    left = sum(1 for _ in found) if options.limit is not None else 0
    note = f"{count} {kind}" + (f", {left} more left out by --limit" if left else "")
    print(f"onrecord: {note}{_narrow(options) if not count else ''}", file=sys.stderr)


def _in_format(name: str, kind: str, found: Iterable[Any], out: IO[Any], provenance: Provenance, path: Path | None) -> int:
    # Lists that are no kind of row (changes, failed) are written by the same two writers as any other.
    known = kind if kind in KINDS else "reports"
    return export(name, known, found, out, provenance, path=path).rows


def _narrow(options: Namespace) -> str:
    """Say which filters stand where nothing was found."""
    given = filters_of(options).given()
    return "; the filters were " + ", ".join(f"{k} {v!r}" for k, v in given.items()) if given else ""


def _provenance(archive: Archive, options: Namespace, kind: str, asked: Row | None = None) -> Provenance:
    query = {"kind": kind, **(asked or filters_of(options).given())}
    if options.command == "search":
        query["words"] = " ".join(options.words)
    if options.command == "statistics" and options.versus:
        query["versus"] = options.versus
    return Provenance(query=query, archive=archive.path.name, until=last_change(archive.db))


def _export(archive: Archive, options: Namespace) -> int:
    kind, filters = options.kind, filters_of(options)
    chosen, layout = choose(options.format, kind), choose_layout(options.layout) if options.layout else None
    if options.bom and options.format != "csv":
        raise UsageError("only CSV has a byte-order mark", stage="export", code="NO_FORMAT", remedy="leave --bom out, or --format csv")
    found: Iterable[Any] = rows(archive.db, kind, filters)
    if chosen.records:
        found = (archive.record(id) for id in report_ids(archive.db, kind, filters))
    with output(options.out, binary=chosen.binary) as out:
        if options.bom:
            out.write("\ufeff")
        path = Path(options.out) if options.out else None
        written = export(options.format, kind, found, out, _provenance(archive, options, kind), path=path, layout=layout)
    what = f"{options.format} in the layout {layout.name}" if layout else options.format
    left = f"; no place there for {written.left_out}" if written.left_out else ""
    print(f"onrecord: {written.rows} {'rows' if layout else kind} as {what}{left}", file=sys.stderr)
    return 0


def answer(kind: str, found: list[Row], options: Namespace) -> int:
    """Write an answer's rows where and as asked for. Gives the exit code."""
    with output(options.out) as out:
        write_rows(kind, found, options, out)
    return 0


def write_rows(kind: str, found: list[Row], options: Namespace, out: IO[str], shown: list[Row] | None = None) -> None:
    """Write rows as JSON Lines or as a table; `shown`: the rows as the table has them, where it has less of them."""
    if options.format == "jsonl":
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    else:
        write_table(kind, found if shown is None else shown, out)


@contextmanager
def output(path: str | None, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Open a file that appears whole or not at all, or give standard output. Raises `StorageError`."""
    if path is None:
        yield sys.stdout.buffer if binary else sys.stdout
        return
    part = Path(path).with_name(Path(path).name + ".part")
    try:
        with part.open("wb") if binary else part.open("w", encoding="utf-8", newline="", errors="surrogatepass") as file:
            yield file
        part.rename(path)
    except OSError as error:
        raise StorageError(
            str(error.strerror), report=path, stage="output", code="STORAGE", remedy="free space or name another --out"
        ) from error
    finally:
        part.unlink(missing_ok=True)
