"""`onrecord add`: from sources to an archive."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.adding import add_sources
from onrecord.cli import READ_ALL, READ_NOTHING, SOME_FAILED
from onrecord.cli.progress import Progress
from onrecord.cli.reading_options import settings_of
from onrecord.ingest import read_documents
from onrecord.ingest.fetch import Fetcher, FetchOptions
from onrecord.ingest.web import is_url, read_urls
from onrecord.model.source import Source
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.workers import Item


def run_add(options: Namespace) -> int:
    """Add reports to the archive and say what became of them. Gives the exit code."""
    tally: Counter[str] = Counter()
    settings = replace(settings_of(options), apart=True)
    with Archive(options.archive) as archive, Progress(options.paths, shown=not options.quiet) as progress:
        items = _counted(_items(options, settings), progress)
        for added in add_sources(archive, items, settings, workers=options.workers):
            tally[added.outcome] += 1
            if added.error is not None:
                progress.say(str(added.error))
        progress.say(summary(tally, options.archive))
    if not tally:
        return READ_NOTHING
    good = tally["added"] + tally["seen"]
    return READ_ALL if good == tally.total() else SOME_FAILED if good else READ_NOTHING


def _items(options: Namespace, settings: Settings) -> Iterator[Item]:
    """Give the sources in the order in which they were named, paths and web addresses mixed."""
    fetcher = fetcher_of(options)
    form = None if options.input_format == "auto" else options.input_format
    for path in options.paths:
        yield from read_urls([path], fetcher, settings) if is_url(path) else read_documents([path], input_format=form, settings=settings)


def fetcher_of(options: Namespace) -> Fetcher:
    """Give the fetcher that the command line asks for."""
    return Fetcher(FetchOptions(allow_private=options.allow_private, robots=not options.ignore_robots, delay=max(0.0, options.delay)))


def _counted(items: Iterable[Item], progress: Progress) -> Iterator[Item]:
    for item in items:
        progress.step(item if isinstance(item, Source) else None)
        yield item


def summary(tally: Counter[str], archive: str) -> str:
    """Give the closing line of an adding."""
    parts = [f"{tally['added']} added", f"{tally['seen']} already there"]
    if tally["quarantined"]:
        parts.append(f"{tally['quarantined']} could not be read (see `onrecord archive failed`)")
    return f"onrecord: {', '.join(parts)} in {archive}" if tally else "onrecord: nothing to add there"
