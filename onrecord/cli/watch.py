"""`onrecord watch`: feeds, until stopped."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from onrecord.cli.add import exit_code, fetcher_of, lines, log_of
from onrecord.cli.reading_options import lexicon_of
from onrecord.errors import one_line
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.watching import Look, Watch, read_watch_list
from onrecord.workers import Workers

LONGEST_SLEEP = 60.0
"""Seconds slept at a time: a laptop that wakes up looks at its feeds within a minute."""


def run_watch(options: Namespace) -> int:
    """Look at the feeds until stopped (Ctrl-C), or once. Gives the exit code."""
    feeds = read_watch_list(Path(options.feeds))
    model = options.model or os.environ.get("ONRECORD_MODEL")
    settings = Settings(model=model, seconds=options.time_limit, megabytes=options.memory_limit, lexicon=lexicon_of(options))
    with Archive(options.archive) as archive, Workers(settings) as readers, log_of(options) as log:
        watch = Watch(archive, feeds, fetcher_of(options), readers)
        while True:
            tally: Counter[str] = Counter()
            for look in watch.round():
                print(one_line(line(look)), file=sys.stderr, flush=True)
                tally["added" if look.error is None else "quarantined"] += 1
                for added in look.added:
                    tally[added.outcome] += 1
                    log(added)
                    for text in lines(added):
                        print(f"  {text}", file=sys.stderr, flush=True)
            if options.once:
                return exit_code(tally)
            left = (watch.next_due() - datetime.now(UTC)).total_seconds()
            time.sleep(min(max(left, 1.0), LONGEST_SLEEP))


def line(look: Look) -> str:
    """Say what one look at a feed gave."""
    moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z"
    if look.error is not None:
        return f"{moment} {look.error}"
    new = sum(a.outcome == "added" for a in look.added)
    bad = sum(a.outcome == "quarantined" for a in look.added)
    return f"{moment} {look.url}: {'unchanged' if look.unchanged else f'{new} added'}{f', {bad} could not be read' if bad else ''}"
