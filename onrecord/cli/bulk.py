"""`onrecord judge --where LIST VERDICT...`: the same word on all items of a list; `--undo BULK` takes it back."""

from __future__ import annotations

import json
import shlex
import sys
from argparse import Namespace
from collections import defaultdict
from contextlib import suppress

from onrecord.cli.archive_arguments import LISTS
from onrecord.cli.find import filters_of
from onrecord.cli.judge import PARTLY, Tried
from onrecord.errors import OnRecordError, UsageError, one_line
from onrecord.store import Archive, Filters
from onrecord.store.bulk import Bulk, Target, judge, targets, undo

NAMED = 5
"""Items that are named where one thing is refused for many."""
WIDTH = 100
"""Characters of an item's words that a line shows."""


def run_bulk(options: Namespace) -> int:
    """Keep the word on all items, or take a bulk back. Gives the exit code: 3 where some items were refused."""
    with Archive(options.archive, create=False) as archive, suppress(Tried):
        with archive.writing():
            code = _undone(archive, options) if options.undo is not None else _judged(archive, options)
            if options.dry_run:
                raise Tried
        return code
    return code


def _undone(archive: Archive, options: Namespace) -> int:
    count = undo(archive, options.undo, note=options.note, who=options.who)
    print(f"onrecord: {count} {'would be ' if options.dry_run else ''}taken back", file=sys.stderr)
    return 0


def _judged(archive: Archive, options: Namespace) -> int:
    refused: dict[str, list[str]] = defaultdict(list)

    def refuse(target: Target, error: OnRecordError) -> None:
        refused[str(error)].append(f"{target[0][:12]} {target[1]}")

    kind, filters = listed(options.where)
    verdicts = [v for v in (options.report, options.item, *options.verdict) if v is not None]
    bulk = judge(archive, targets(archive, kind, filters), verdicts, refuse, note=options.note, who=options.who)
    for change in bulk.changes:
        if options.format == "jsonl":
            sides = {side: {f: v[n] or None for f, v in change.changed.items()} for n, side in enumerate(("before", "after"))}
            print(json.dumps({"report": change.report, "item": change.item, "words": change.words, **sides}, ensure_ascii=False))
        else:
            what = ", ".join(f"{f} {before or '-'} -> {after or '-'}" for f, (before, after) in change.changed.items())
            print(one_line(f"{change.report[:12]} {change.item:5} {what}"))
            print(f"      {one_line(' '.join(change.words.split())[:WIDTH])}")
    for why, items in refused.items():
        more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
        print(f"onrecord: {', '.join(items[:NAMED])}{more}: {why}", file=sys.stderr)
    print(f"onrecord: {_tally(bulk, options)}", file=sys.stderr)
    return PARTLY if bulk.refused else 0


def _tally(bulk: Bulk, options: Namespace) -> str:
    said = [f"{len(bulk.changes)} would be changed" if options.dry_run else f"{len(bulk.changes)} changed"]
    said += [f"{bulk.same} so already"] if bulk.same else []
    said += [f"{bulk.refused} refused"] if bulk.refused else []
    undone = f"; `onrecord judge --undo {bulk.id}` takes it back" if bulk.changes and not options.dry_run else ""
    return ", ".join(said) + undone


def listed(words: str) -> tuple[str, Filters]:
    """Read a list's command with its filters. Gives the kind of rows and the filters. Raises `UsageError` for anything else."""
    from onrecord.cli.arguments import build_parser

    try:
        parts = shlex.split(words)
    except ValueError as error:
        raise UsageError(f"--where {words!r}: {error}", stage="judge", code="NO_LIST", remedy="close the quotation mark") from None
    if not parts or parts[0] not in LISTS:
        raise UsageError(f"--where {words!r} is no list", stage="judge", code="NO_LIST", remedy=f"begin with one of {', '.join(LISTS)}")
    given = build_parser().parse_args(parts)
    if given.limit is not None or given.out is not None:
        raise UsageError("--where takes filters alone", stage="judge", code="NO_LIST", remedy="leave --limit and --out out")
    return "mentions" if getattr(given, "mentions", False) else LISTS[parts[0]][0], filters_of(given)
