"""`onrecord stories`, `story`, `event`, `copies`, `compare`, `timeline`, `actor`, `link`: questions across reports."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from onrecord.cli.accounts import run_accounts
from onrecord.cli.actors import run_actor, run_link
from onrecord.cli.events import run_event
from onrecord.cli.find import answer, filters_of, output
from onrecord.cli.progress import Progress
from onrecord.compare import copies, stories
from onrecord.compare.timeline import MAIN, dyad_events, story_events, timeline
from onrecord.compare.update import update
from onrecord.errors import StorageError, UsageError, one_line
from onrecord.export.formats import Provenance, export
from onrecord.ontology import QUAD_NAME
from onrecord.store import Archive
from onrecord.store.query import Row, last_change, rows


def run_across(options: Namespace) -> int:
    """Bring what is known across reports up to date, then answer. Gives the exit code."""
    with compared(options) as archive:
        return COMMANDS[options.command](archive, options)


@contextmanager
def compared(options: Namespace) -> Iterator[Archive]:
    """Open the archive that the options name and bring what is known across reports up to date. Raises `StorageError`."""
    with _opened(options) as archive:
        if not archive.readonly:
            with Progress(what="reports compared") as progress:
                update(archive, progress.reach)
        yield archive


def _opened(options: Namespace) -> Archive:
    """Open the archive; where it cannot be written, as it is. Raises `StorageError`."""
    archive = Archive.as_allowed(options.archive)
    if archive.readonly:
        print(f"onrecord: {archive.path} cannot be written: what was added since it was last compared is left out", file=sys.stderr)
    return archive


def _stories(archive: Archive, options: Namespace) -> int:
    sql = """select id, title, first, last, reports, origins from story where reports >= ?1
        and (?2 is null or coalesce(last, '') >= ?2) and (?3 is null or coalesce(first, '9999') <= ?3)
        order by coalesce(last, '') desc, reports desc, id"""
    names = ("story", "title", "first", "last", "reports", "origins")
    found = [dict(zip(names, row, strict=True)) for row in archive.db.execute(sql, (options.at_least, options.date_from, options.date_to))]
    print(f"onrecord: {len(found)} stories of at least {options.at_least} reports", file=sys.stderr)
    return answer("stories", found, options)


def _found_story(archive: Archive, id: str) -> stories.Story:
    story = stories.find_story(archive, id)
    if story is None:
        raise StorageError(f"there is no story {id}", stage="compare", code="NO_STORY", remedy="see `onrecord stories`")
    return story


def _story(archive: Archive, options: Namespace) -> int:
    story = _found_story(archive, options.story)
    found: list[Row] = []
    for number, group in enumerate(stories.story_reports(archive, story.id), 1):
        for place, id in enumerate(group):
            title, publisher, published, agencies = archive.db.execute(
                "select title, publisher, published, agencies from report where id = ?", (id,)
            ).get
            found.append(
                {
                    "origin": number,
                    "copy": "" if place == 0 else "copy",
                    "published": published,
                    "publisher": publisher,
                    "agencies": json.loads(str(agencies)),
                    "title": title,
                    "report": id,
                }
            )
    print(one_line(f"onrecord: {story.title or story.id}: {story.reports} reports of {story.origins} origins"), file=sys.stderr)
    return answer("story", found, options)


def _copies(archive: Archive, options: Namespace) -> int:
    id = archive.full_id(options.report)
    found = []
    for c in copies.copies_of(archive, id):
        other, mine, theirs = (c.b, c.shared_a, c.shared_b) if c.a == id else (c.a, c.shared_b, c.shared_a)
        origin = {id: "this one", other: "the other"}.get(c.origin or "", "")
        title, publisher = archive.db.execute("select title, publisher from report where id = ?", (other,)).get
        found.append(
            {
                "kind": c.kind,
                "of_this": f"{mine:.0%}",
                "of_other": f"{theirs:.0%}",
                "origin": origin,
                "why": c.why,
                "publisher": publisher,
                "title": title,
                "report": other,
            }
        )
    print(f"onrecord: {len(found)} reports share text with {id[:10]}", file=sys.stderr)
    return answer("copies", found, options)


def _compare(archive: Archive, options: Namespace) -> int:
    a, b = archive.full_id(options.one), archive.full_id(options.two)
    if a == b:
        raise UsageError("the two reports are one", stage="compare", code="SAME_REPORT", remedy="name two")
    texts = {id: archive.text(id) for id in (a, b)}
    passages = list(copies.shared_passages(archive, a, b))
    with output(options.out) as out:
        if options.format == "jsonl":
            for p, in_a, in_b in passages:
                out.write(json.dumps({**asdict(p), "span_a": in_a, "span_b": in_b}) + "\n")
            return 0
        for p, (a0, a1), (b0, b1) in passages:
            first, second = " ".join(texts[a][a0:a1].split()), " ".join(texts[b][b0:b1].split())
            out.write(
                f"{p.same} words  {a[:8]} {a0}-{a1}  {b[:8]} {b0}-{b1}\n  {first}\n" + (f"  {second}\n" if second != first else "") + "\n"
            )
    print(f"onrecord: {len(passages)} shared passages, {sum(p.same for p, _, _ in passages)} words", file=sys.stderr)
    return 0


def _events(archive: Archive, options: Namespace) -> Iterator[Row]:
    if options.story:
        return story_events(archive, _found_story(archive, options.story).id)
    if options.dyad:
        one, comma, two = options.dyad.partition(",")
        if not comma or not one.strip() or not two.strip():
            raise UsageError(f"{options.dyad!r} is no pair", stage="timeline", code="BAD_DYAD", remedy="write it as USA,VEN")
        return dyad_events(archive, one.strip(), two.strip(), filters_of(options))
    if not (options.actor or options.country):
        raise UsageError("a timeline of what?", stage="timeline", code="NO_SUBJECT", remedy="name a story, --actor, --country or --dyad")
    return rows(archive.db, "mentions", filters_of(options))


def _timeline(archive: Archive, options: Namespace) -> int:
    days = timeline(archive, _events(archive, options), first=options.date_from, last=options.date_to)
    found: list[Row] = []
    for day in days:
        for entry in day.entries if options.all else day.entries[:MAIN]:
            best = entry.mentions[0]
            found.append(
                {
                    "day": entry.day if entry.given else None,
                    "reported": (entry.mentions[0]["published"] or "")[:10] or None,
                    "actors": list(entry.actors),
                    "event": entry.event,
                    "quad": QUAD_NAME[entry.quad],
                    "recipients": list(entry.recipients),
                    "origins": entry.origins,
                    "occurrence": entry.occurrence,
                    "other_days": list(entry.other_days),
                    "sentence": best["sentence"],
                    "report": best["report"],
                    "publishers": ", ".join(sorted({m["publisher"] for m in entry.mentions if m["publisher"]})),
                    "mentions": [f"{m['report'][:12]} {m['id']}" for m in entry.mentions],
                    "best": best,
                }
            )
    left = sum(len(d.entries) for d in days) - len(found)
    print(f"onrecord: {len(found)} events on {len(days)} days" + (f", {left} more with --all" if left else ""), file=sys.stderr)
    if options.format in ("csv", "timelinejs"):
        return _export_timeline(archive, found, options)
    shown = [{k: v for k, v in row.items() if k != "best"} for row in found]
    if options.format == "table" and any(row["other_days"] for row in shown):
        shown = [{**row, "also": row["other_days"]} for row in shown]
    return answer("timeline", shown, options)


def _export_timeline(archive: Archive, found: list[Row], options: Namespace) -> int:
    """Write the days with the archive's exporters: a slide an event, in the words of its first mention, with all who tell it."""
    query = {"kind": "timeline", "story": options.story, "dyad": options.dyad, **filters_of(options).given()}
    provenance = Provenance(
        query={k: v for k, v in query.items() if v is not None}, archive=archive.path.name, until=last_change(archive.db)
    )
    rows: list[Row] = [{k: v for k, v in row.items() if k != "best"} for row in found]
    if options.format == "timelinejs":
        rows = [{**row["best"], "date": row["day"], "publisher": row["publishers"]} for row in found]
    with output(options.out) as out:
        export(options.format, "mentions", rows, out, provenance, path=Path(options.out) if options.out else None)
    return 0


COMMANDS: dict[str, Callable[[Archive, Namespace], int]] = {
    "stories": _stories, "story": _story, "copies": _copies, "compare": _compare, "timeline": _timeline, "accounts": run_accounts,
    "actor": run_actor, "link": run_link, "event": run_event,
}  # fmt: skip
