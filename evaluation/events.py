"""Look at event coding by class: which types are found, and what stood where one was missed.

    python -m evaluation.events plover_gsr                   a line a type: found, of how many, what was coded instead
    python -m evaluation.events plv_relations --missed AID   the sentences of one type that were missed
    python -m evaluation.events cameo_human5 --extra         events coded where the gold has none

The fixed scorer gives the figures (python -m evaluation.run); this is for finding the class of error behind them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from evaluation import suites
from evaluation.dev import parser as cached_parser
from onrecord.model.codec import record_from_json
from onrecord.model.record import Event, Record
from onrecord.pipeline import Reader

Row = tuple[dict[str, Any], str | None, Record]
COUNTED = ("reported", "claimed")


def main(argv: list[str] | None = None) -> int:
    """Read one set of sentences and print its classes of error."""
    args = _arguments(argv)
    suite = next((s for s in suites.suites() if s.name == args.suite and s.scorer == "events"), None)
    if suite is None or not suite.path.is_file():
        print(f"no event gold named {args.suite}", file=sys.stderr)
        return 1
    rows = list(read(suite))
    if args.extra:
        _print_extra(rows)
    elif args.missed:
        _print_missed(rows, args.missed)
    else:
        _print_types(rows)
    return 0


def read(suite: suites.Suite) -> Iterator[Row]:
    """Give each gold sentence with its first gold type and our record."""
    gold_type = suites._module("events").gold_type
    gold = [json.loads(line) for line in suite.path.read_text(encoding="utf-8").splitlines() if line.strip()]
    records, _ = suites.read_texts(gold, Reader(parser=cached_parser()))
    for row in gold:
        record = records.get(suites.gold_id(row))
        if record is not None:
            yield row, next((t for e in row["expected"] if (t := gold_type(e))), None), record_from_json(json.dumps(record))


def _coded(record: Record) -> list[Event]:
    return [e for e in record.events if e.status in COUNTED]


def _hit(want: str, record: Record) -> bool:
    found = {e.plover.event for e in _coded(record)}
    return want in found or (want == "YIELD" and bool(found & {"CONCEDE", "RETREAT"}))


def _print_types(rows: list[Row]) -> None:
    found, total, instead = Counter[str](), Counter[str](), defaultdict[str, Counter[str]](Counter)
    for _, want, record in rows:
        if want is None:
            continue
        total[want] += 1
        found[want] += _hit(want, record)
        if not _hit(want, record):
            instead[want].update({e.plover.event for e in _coded(record)} or {"nothing"})
    for kind in sorted(total):
        rest = ", ".join(f"{k} {n}" for k, n in sorted(instead[kind].items(), key=lambda x: (-x[1], x[0]))[:5])
        print(f"{kind:10} {found[kind]:4} of {total[kind]:4}   {rest}")


def _print_missed(rows: list[Row], kind: str) -> None:
    for gold, want, record in rows:
        if want == kind and not _hit(kind, record):
            print(gold["text"][:240])
            _print_events(record)


def _print_extra(rows: list[Row]) -> None:
    for gold, want, record in rows:
        if want is None and _coded(record):
            print(gold["text"][:240])
            _print_events(record)


def _print_events(record: Record) -> None:
    names = {a.id: f"{a.name} ({a.country or '?'} {a.sector or '?'})" for a in record.actors}
    for e in record.events:
        words = " … ".join(record.words(t) for t in e.trigger)
        print(f"    {e.plover.event} {e.status} '{words}' {[names[i] for i in e.actors]} > {[names[i] for i in e.recipients]} by {e.rule}")


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", help="plover_gsr, plv_relations, cameo_human5 or petr2")
    parser.add_argument("--missed", metavar="TYPE", help="print the sentences of this type that were missed")
    parser.add_argument("--extra", action="store_true", help="print events coded in sentences without any")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
