"""`onrecord archive ...`: looking after an archive."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.cli import READ_NOTHING, SOME_FAILED
from onrecord.cli.add import account_for, exit_code, log_of, summary, told_when_stopped
from onrecord.cli.progress import Progress
from onrecord.cli.reading_options import lexicon_of
from onrecord.errors import OnRecordError, one_line
from onrecord.model.record import Record
from onrecord.settings import Settings
from onrecord.store import Archive, upkeep
from onrecord.store.archive import ITEM_TABLES
from onrecord.store.judgements import homeless


def run_keep(options: Namespace) -> int:
    """Do one of the archive's chores. Gives the exit code."""
    if options.task == "failed":
        from onrecord.cli.find import run_find

        return run_find(options)
    if options.task == "import":
        return _import(options)
    reading = options.task in ("info", "backup")
    checking = options.task == "check" and not options.repair
    if checking:  # what is empty is said before it is made an archive
        Archive(options.archive, readonly=True).close()
    with Archive.as_allowed(options.archive) if checking else Archive(options.archive, readonly=reading, create=False) as archive:
        return {"info": _info, "check": _check, "backup": _backup, "reread": _reread, "merge": _merge}[options.task](archive, options)


def _info(archive: Archive, options: Namespace) -> int:
    for table in ("report", *ITEM_TABLES, "quarantine", "judgement"):
        print(f"{table:12} {archive.db.execute(f'select count(*) from {table}').get}")
    hidden = archive.db.execute("select count(*) from report").get - archive.db.execute("select count(*) from shown").get
    print(f"{'not shown':12} {hidden}  (superseded, withdrawn, withheld or canceled)")
    print(f"{'bytes':12} {archive.path.stat().st_size}")
    sql = "select version, model, lexicon, count(*) from record group by 1, 2, 3 order by 1, 2, 3"
    for version, model, lexicon, count in archive.db.execute(sql):
        own = f", lexicon {str(lexicon)[:12]}" if lexicon else ""
        print(f"{'read by':12} onrecord {version}, {model}{own}: {count}")
    return 0


def _check(archive: Archive, options: Namespace) -> int:
    if options.repair:
        upkeep.repair(archive)
    found = 0
    for finding in upkeep.check(archive):
        found += 1
        print(one_line(f"{finding.where}: {finding.what} ({finding.remedy})"))
    print(f"onrecord: {found or 'nothing'} wrong in {archive.path}", file=sys.stderr)
    return 4 if found else 0


def _backup(archive: Archive, options: Namespace) -> int:
    upkeep.backup(archive, Path(options.target))
    print(f"onrecord: {archive.path} copied to {options.target}", file=sys.stderr)
    return 0


def _reread(archive: Archive, options: Namespace) -> int:
    from onrecord.reread import read_again

    model = options.model or os.environ.get("ONRECORD_MODEL")
    settings = Settings(model=model, seconds=options.time_limit, megabytes=options.memory_limit, lexicon=lexicon_of(options))
    ids = [archive.full_id(options.report)] if options.report else list(archive.ids())
    errors: list[OnRecordError] = []

    def records() -> Iterator[tuple[str, Record]]:
        for id, result in read_again(archive, ids, settings, workers=options.workers):
            if isinstance(result, OnRecordError):
                errors.append(result)
            else:
                yield id, result

    changed = [d for d in upkeep.reread(archive, records(), dry_run=options.dry_run) if d.changed]
    total: Counter[str] = Counter()
    for difference in changed:
        kinds = [
            f"{kind} {old - same} gone, {new - same} new"
            for kind, (old, new, same) in difference.counts.items()
            if (old, new) != (same, same)
        ]
        print(f"{difference.id[:12]}  {'; '.join(kinds) or 'the same items, made by another version'}")
        for kind, (old, new, same) in difference.counts.items():
            total.update({f"{kind} gone": old - same, f"{kind} new": new - same})
    for id in () if options.dry_run else [d.id for d in changed]:
        for j in homeless(archive.db, id):
            what = f"{j.field} is {j.value}" if j.verdict == "corrected" else j.verdict
            told = f"onrecord: {id[:12]}: what was judged is read no more: {j.kind} “{j.words[:60]}” {what}"
            print(one_line(told), file=sys.stderr)
    for error in errors:
        print(error, file=sys.stderr)
    would = "would change" if options.dry_run else "changed"
    print(f"onrecord: {len(changed)} of {len(ids)} records {would}, {len(errors)} failed and were left as they were", file=sys.stderr)
    return 3 if errors else 0


def _merge(archive: Archive, options: Namespace) -> int:
    with Archive(options.other, readonly=True) as other:
        new = upkeep.merge(archive, other)
    print(f"onrecord: {new} new reports from {options.other}", file=sys.stderr)
    return 0


def _import(options: Namespace) -> int:
    from onrecord.importing import import_records

    tally: Counter[str] = Counter()
    wrong = 0
    with Archive(options.archive) as archive, Progress(shown=not options.quiet) as progress, log_of(options) as log:
        progress.begin(f"importing into {options.archive}; Ctrl-C is safe: what was stored stays, the same command goes on")
        with told_when_stopped(tally, options.archive, progress):
            for added in import_records(archive, options.paths):
                if isinstance(added, OnRecordError):
                    wrong += 1
                    progress.say(str(added))
                    continue
                account_for(added, tally, progress, log)
        progress.say(summary(tally, options.archive))
    if not tally:
        return READ_NOTHING
    return SOME_FAILED if wrong else exit_code(tally)
