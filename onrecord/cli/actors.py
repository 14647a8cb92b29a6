"""`onrecord actor` and `onrecord link`: who an actor is across reports, and what people say of two of them."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, Literal, cast

from onrecord.cli.find import answer, output, write_rows
from onrecord.compare import identities, occurrences
from onrecord.compare.identities import Company, DatedRole, Identity
from onrecord.compare.people import identity_judgements
from onrecord.errors import StorageError, UsageError
from onrecord.ontology import QUAD_NAME
from onrecord.store import Archive, Filters
from onrecord.store.query import Row

WIDTH, LABEL = 100, 11
SPELLINGS = 12


def run_actor(archive: Archive, options: Namespace) -> int:
    """Write the page of the actor that is meant, or the list of those that may be. Gives the exit code."""
    found = identities.find_identity(archive, options.name)
    several = [found] if found else identities.identities(archive, options.name, country=options.country)
    if not several:
        raise StorageError(f"there is no actor {options.name!r}", stage="compare", code="NO_ACTOR", remedy="see `onrecord actors`")
    with output(options.out) as out:
        if len(several) > 1:
            _list(several, options, out)
            print(f"onrecord: {len(several)} actors are called so; name one by its id", file=sys.stderr)
            return 0
        if options.format == "jsonl":
            out.write(json.dumps(_whole(archive, several[0], options), ensure_ascii=False) + "\n")
        else:
            width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns) if out.isatty() else WIDTH
            out.writelines(_plain(line).rstrip() + "\n" for line in page(archive, several[0], options, width))
    return 0


def _list(found: list[Identity], options: Namespace, out: IO[str]) -> None:
    rows: list[Row] = [asdict(i) for i in found]
    write_rows("identities", rows, options, out, [{**row, "names": row["names"][:SPELLINGS]} for row in rows])


def _whole(archive: Archive, identity: Identity, options: Namespace) -> dict[str, object]:
    filters = Filters(date_from=options.date_from, date_to=options.date_to)
    return {
        **asdict(identity),
        "statements": list(identities.identity_rows(archive, identity.id, "statements", filters)),
        "events": list(identities.identity_rows(archive, identity.id, "events", filters)),
        "company": [asdict(c) for c in identities.company(archive, identity.id)],
    }


def page(archive: Archive, identity: Identity, options: Namespace, width: int) -> Iterator[str]:
    """Give the lines of an actor's page: names, dated roles, whom it may also be, statements, events, company by month."""
    filters = Filters(date_from=options.date_from, date_to=options.date_to)
    yield identity.name
    about = ", ".join(filter(None, [identity.type, identity.country, identity.sector]))
    yield f"{identity.id} · {about} · {_count(identity.reports, 'report')} of {_count(identity.origins, 'origin')}, {_span(identity)}"
    yield ""
    more = len(identity.names) - SPELLINGS
    yield from _block("names", [", ".join(identity.names[:SPELLINGS]) + (f" and {more} more" if more > 0 else "")], width)
    yield from _block("roles", [_role(r) for r in identity.roles], width)
    yield from _block("unsure", [f"{id} {_name(archive, id)}: {why}" for id, why in identity.unsure], width)
    said = list(identities.identity_rows(archive, identity.id, "statements", filters))
    yield from _block(f"said {len(said)}", [_statement(row, width) for row in said[: options.limit]], width)
    events = list(identities.identity_rows(archive, identity.id, "events", filters))
    yield from _block(f"events {len(events)}", [_event(row) for row in events[: options.limit]], width)
    yield from _block("with whom", list(_company(identities.company(archive, identity.id), options)), width)


def _role(role: DatedRole) -> str:
    return f"{_span(role)}  {role.title}{f' ({role.country})' if role.country else ''}, {_count(role.reports, 'report')}"


def _block(label: str, lines: list[str], width: int) -> Iterator[str]:
    for n, line in enumerate(lines):
        yield from textwrap.wrap(
            line, width, initial_indent=f"{label if n == 0 else '':<{LABEL}} ", subsequent_indent=" " * (LABEL + 3), break_on_hyphens=False
        )


def _statement(row: Row, width: int) -> str:
    words = textwrap.shorten(row["content"], 2 * width, placeholder=" …")
    return f"{row['date'] or (row['published'] or 'undated')[:10]}  {row['act']}: “{words}” {row['report'][:12]} {row['id']}"


def _event(row: Row) -> str:
    mode = f"/{row['mode']}" if row["mode"] else ""
    actors, recipients = (", ".join(p["name"] for p in row[side]) for side in ("actors", "recipients"))
    to = f" → {recipients}" if recipients else ""
    told = f"[{row['status']}] {_count(row['reports'], 'report')}, {row['id']}"
    return f"{row['date'] or 'undated'}  {actors} {row['event']}{mode}{to} {told}"


def _company(met: list[Company], options: Namespace) -> Iterator[str]:
    """Give a line a month, latest first: whom with, how, how often."""
    months: dict[str, Counter[tuple[str, str, int]]] = defaultdict(Counter)
    for c in met:
        if not (
            (options.date_from and (c.month or "") < options.date_from[:7]) or (options.date_to and (c.month or "9") > options.date_to[:7])
        ):
            months[c.month or ""][c.name, c.side, c.quad] += c.events
    for month, counts in sorted(months.items(), reverse=True):
        parts = [f"{side} {name} {QUAD_NAME[quad]} {n}" for (name, side, quad), n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))]
        yield f"{month or 'undated'}  " + "; ".join(parts)


def _name(archive: Archive, id: str) -> str:
    other = identities.find_identity(archive, id)
    return f"{other.name}{f' ({other.country})' if other.country else ''}" if other else "?"


def _span(dated: Identity | DatedRole) -> str:
    return "undated" if dated.first is None else dated.first if dated.first == dated.last else f"{dated.first} to {dated.last}"


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _plain(line: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in line)


# -- what people say ---------------------------------------------------------------------------------------------------------------------

_LISTED = """select kind, verdict, report_a, start_a, end_a, report_b, start_b, end_b, note, who, at from link_judgement
    order by kind, report_a, start_a, report_b, start_b"""


def run_link(archive: Archive, options: Namespace) -> int:
    """Keep that two actors or events are the same, or different, or take that back; without any, list what was said."""
    if options.one is None:
        return _links(archive, options)
    if options.two is None or options.verdict is None:
        raise UsageError("two items and a verdict", stage="judge", code="NO_VERDICT", remedy="say ONE OTHER same, different or undo")
    one, two = (_item(archive, item) for item in (options.one, options.two))
    verdict = cast('Literal["same", "different"] | None', None if options.verdict == "undo" else options.verdict)
    kinds = {item[1][:1] for item in (one, two)}
    with archive.writing():
        if kinds == {"A"}:
            identity_judgements.judge(archive, one, two, verdict, note=options.note, who=options.who)
        elif kinds == {"E"}:
            occurrences.judge(archive, one, two, verdict, note=options.note, who=options.who)
        else:
            raise UsageError(f"{options.one} and {options.two} cannot be compared", stage="judge", code="NO_VERDICT",
                             remedy="give two actors or two events")  # fmt: skip
    print(f"onrecord: {options.one} and {options.two}: {options.verdict}", file=sys.stderr)
    return 0


def _item(archive: Archive, words: str) -> tuple[str, str]:
    """Read REPORT:ITEM, or the id of an actor across reports."""
    report, colon, item = words.partition(":")
    return (archive.full_id(report), item.upper()) if colon else identity_judgements.representative(archive, words)


def _links(archive: Archive, options: Namespace) -> int:
    names = ("kind", "verdict", "report", "start", "end", "other", "other_start", "other_end", "note", "who", "at")
    rows = [dict(zip(names, row, strict=True)) for row in archive.db.execute(_LISTED)]
    for row in rows:
        for report, start, end in (("report", "start", "end"), ("other", "other_start", "other_end")):
            row["words" if report == "report" else "other_words"] = archive.text(str(row[report]))[
                int(str(row[start])) : int(str(row[end]))
            ]
    answer("links", rows, options)
    print(f"onrecord: {_count(len(rows), 'judgement')}", file=sys.stderr)
    return 0
