"""`onrecord event ID`: an event with every mention that tells it, or the events of a story."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from onrecord.cli.find import answer, output, write_rows
from onrecord.compare import stories
from onrecord.compare.firsts import first_told
from onrecord.compare.occurrences import Occurrence, find_occurrence, occurrences
from onrecord.errors import StorageError, one_line
from onrecord.ontology import QUAD_NAME
from onrecord.store import Archive
from onrecord.store.query import Row, rows_of


def run_event(archive: Archive, options: Namespace) -> int:
    """Show an event, or list those of a story. Gives the exit code."""
    event = find_occurrence(archive, options.id)
    if event is not None:
        print(one_line(f"onrecord: {_words(event)}: {len(event.mentions)} mentions, {event.origins} origins"), file=sys.stderr)
        if options.format == "table":
            with output(options.out) as out:
                out.writelines(f"{line}\n" for line in _told(archive, event))
                write_rows("tellings", [_mention(archive, event, n) for n in range(len(event.mentions))], options, out)
            return 0
        return answer("tellings", [_mention(archive, event, n) for n in range(len(event.mentions))], options)
    story = stories.find_story(archive, options.id)
    if story is None:
        raise StorageError(f"there is no event {options.id}", stage="compare", code="NO_EVENT", remedy="see `onrecord event STORY`")
    found = [_row(o) for o in occurrences(archive, story.id)]
    print(one_line(f"onrecord: {story.title or story.id}: {len(found)} events"), file=sys.stderr)
    return answer("occurrences", found, options)


def _told(archive: Archive, o: Occurrence) -> Iterator[str]:
    """Give the lines that say what is known of a happening: who, when, where, how many, on whose word."""
    number = int(str(archive.db.execute("select n from happening where id = ?", (o.id,)).get))
    [row] = rows_of(archive.db, "events", [number])
    for side in ("actors", "recipients"):
        people = [f"{p['name']} ({' '.join(filter(None, (p['country'], p['sector'])))})".replace(" ()", "") for p in row[side]]
        yield from [f"{side:<12} {', '.join(people)}"] if people else []
    where = ", ".join(dict.fromkeys(filter(None, (row["place"], row["region"], row["country"]))))
    when = f"{row['date']} ({row['date_precision'] or 'no calendar date'})" if row["date"] else "no text gives a day"
    yield f"{'when':<12} {when}, reported {row['first_reported'] or 'undated'} to {row['last_reported'] or 'undated'}"
    yield from _first(archive, o)
    yield from [f"{'where':<12} {where} ({row['place_precision'] or 'not on our maps'})"] if where else []
    yield f"{'status':<12} {row['status']}"
    yield from [f"{'':<12} {c['status']} by {c['by']} since {c['since'] or 'undated'}" for c in row["claims"]]
    for measure in ("killed", "injured"):
        if row[measure] is not None:
            yield f"{measure:<12} {row[measure]} (low {row[f'{measure}_low']}, high {row[f'{measure}_high']})"
        for t in (t for t in row["tolls"] if t["measure"] == measure):
            bound = "" if t["bound"] == "exactly" else t["bound"].replace("_", " ") + " "
            by = f", says {t['by']}" if t["by"] else ""
            stands = ", overtaken" if t["overtaken"] else ""
            kind = f" ({t['of']})" if t["of"] else ""
            yield f"{'':<12} {bound}{t['value']}{kind}{by}: {', '.join(t['outlets'])}, since {t['since'] or 'undated'}{stands}"
    yield ""


def _first(archive: Archive, o: Occurrence) -> Iterator[str]:
    """Give the lines that say who reported it first: one text, or those of a day of which nobody can say which was."""
    first = first_told(archive, o)
    for n, text in enumerate(first.texts if first else ()):
        agency = f"{text.agency}, printed by " if text.agency else ""
        label = "first by" if n == 0 else ""
        among = ", or another of that day" if n == 0 and first and len(first.texts) > 1 else ""
        yield f"{label:<12} {agency}{_named(archive, text.reports[0])}, {text.published}{among} (report {text.reports[0][:12]})"
    if first and first.undated:
        names = ", ".join(f"{_named(archive, id)} (report {id[:12]})" for id in first.undated)
        yield f"{'undated':<12} {names}"
    for c in o.counted:
        yield f"{'counted by':<12} {_named(archive, c.report)}: {c.words} (report {c.report[:12]})"


def _named(archive: Archive, report: str) -> str:
    publisher, title = archive.db.execute("select publisher, title from report where id = ?", (report,)).get
    return str(publisher or title or "a report without a name")


def _words(o: Occurrence) -> str:
    sides = (", ".join(o.actors), f"{o.event}{f' ({o.mode})' if o.mode else ''}", ", ".join(o.recipients))
    return " ".join(filter(None, [*sides, o.day, o.place]))


def _row(o: Occurrence) -> Row:
    return {
        "occurrence": o.id, "event": o.event, "mode": o.mode, "quad": QUAD_NAME[o.quad], "day": o.day, "days": list(o.days),
        "place": o.place, "country": o.country, "actors": list(o.actors), "recipients": list(o.recipients), "origins": o.origins,
        "mentions": [{"report": m.report, "event": m.event, "sure": m.sure, "why": m.why} for m in o.mentions],
        "counted": [{"report": c.report, "figure": c.figure, "words": c.words} for c in o.counted],
    }  # fmt: skip


def _mention(archive: Archive, o: Occurrence, number: int) -> Row:
    mention = o.mentions[number]
    sql = """select r.published, r.publisher, e.status, e.date, e."trigger", e.sentence from event e join report r on r.n = e.report
        where r.id = ? and e.id = ?"""
    published, publisher, status, day, trigger, sentence = archive.db.execute(sql, (mention.report, mention.event)).get
    return {
        "occurrence": o.id, "published": published, "publisher": publisher, "status": status, "date": day, "trigger": trigger,
        "sentence": sentence, "sure": "" if mention.sure else "unsure", "why": mention.why, "report": mention.report, "item": mention.event,
    }  # fmt: skip
