"""`onrecord add`: from sources to an archive."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from onrecord.adding import add_sources
from onrecord.cli import READ_ALL, READ_NOTHING, SOME_FAILED
from onrecord.cli.output import error_fields
from onrecord.cli.progress import Progress
from onrecord.cli.reading_options import settings_of
from onrecord.errors import StorageError, one_line
from onrecord.ingest import read_documents
from onrecord.ingest.fetch import Fetcher, FetchOptions
from onrecord.ingest.web import is_url, read_urls
from onrecord.settings import Settings
from onrecord.store import Added, Archive
from onrecord.workers import Item, Workers


def run_add(options: Namespace) -> int:
    """Add reports to the archive and say what became of them. Gives the exit code."""
    tally: Counter[str] = Counter()
    settings = replace(settings_of(options), apart=True)
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(options.archive))
        progress = stack.enter_context(Progress(options.paths, shown=not options.quiet))
        log = stack.enter_context(log_of(options))
        progress.begin(f"reading into {options.archive}; Ctrl-C is safe: what was added stays, the same command goes on")
        readers = stack.enter_context(Workers(settings, options.workers))
        with told_when_stopped(tally, options.archive, progress):
            for added in add_sources(archive, _items(options, settings, readers), settings, workers=readers):
                account_for(added, tally, progress, log)
        progress.say(summary(tally, options.archive))
    if not tally:
        return READ_NOTHING
    return exit_code(tally)


def exit_code(tally: Counter[str]) -> int:
    """Give the exit code of what became of sources."""
    good = tally["added"] + tally["seen"]
    return READ_ALL if not tally["quarantined"] else SOME_FAILED if good else READ_NOTHING


def account_for(added: Added, tally: Counter[str], progress: Progress, log: Callable[[Added], None]) -> None:
    """Count what became of a source, and say and log it."""
    progress.step()
    tally[added.outcome] += 1
    tally["warned"] += bool(added.warnings)
    for text in lines(added):
        progress.say(text)
    log(added)


def lines(added: Added) -> Iterator[str]:
    """Say why a source was not read, or what is odd about it."""
    if added.error is not None:
        yield str(added.error)
    for warning in added.warnings:
        yield one_line(f"{added.source}: warning {warning.code} {warning.message}")


@contextmanager
def log_of(options: Namespace) -> Iterator[Callable[[Added], None]]:
    """Give what writes a line of JSON a source to the file that `--log` names. Raises `StorageError`."""
    if options.log is None:
        yield lambda added: None
        return
    try:
        with open(options.log, "a", encoding="utf-8") as file:

            def write(added: Added) -> None:
                warnings = [{"code": w.code, "message": w.message} for w in added.warnings]
                row = {"source": added.source, "id": added.id, "outcome": added.outcome, "warnings": warnings}
                error = {"error": error_fields(added.error)} if added.error else {}
                file.write(json.dumps({**row, **error}, ensure_ascii=True) + "\n")
                file.flush()

            yield write
    except OSError as error:
        what = f"{options.log}: {error.strerror}"
        raise StorageError(what, stage="output", code="STORAGE", remedy="free space, or name another --log") from error


def _items(options: Namespace, settings: Settings, readers: Workers) -> Iterator[Item]:
    """Give the sources in the order in which they were named, paths and web addresses mixed."""
    fetcher = fetcher_of(options)
    form = None if options.input_format == "auto" else options.input_format
    for path in options.paths:
        if is_url(path):
            yield from read_urls([path], fetcher, settings, lambda unread: readers.open([unread]))
        else:
            yield from read_documents([path], input_format=form, settings=settings)


def fetcher_of(options: Namespace) -> Fetcher:
    """Give the fetcher that the command line asks for."""
    return Fetcher(FetchOptions(allow_private=options.allow_private, robots=not options.ignore_robots, delay=max(0.0, options.delay)))


@contextmanager
def told_when_stopped(tally: Counter[str], archive: str, progress: Progress) -> Iterator[None]:
    """Say on Ctrl-C what is safe."""
    try:
        yield
    except KeyboardInterrupt:
        kept = summary(tally, archive) if tally else f"onrecord: nothing new in {archive} yet"
        progress.say(f"{kept}; the same command goes on")
        raise


def summary(tally: Counter[str], archive: str) -> str:
    """Give the closing line of an adding."""
    warned = f" ({tally['warned']} with warnings)" if tally["warned"] else ""
    parts = [f"{tally['added']} added{warned}", f"{tally['seen']} already there"]
    if tally["quarantined"]:
        parts.append(f"{tally['quarantined']} could not be read (see `onrecord archive failed`)")
    return f"onrecord: {', '.join(parts)} in {archive}" if tally else "onrecord: nothing to add there"
