"""The command line. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from onrecord.cli.arguments import parse_arguments
from onrecord.errors import OnRecordError, StorageError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

READ_ALL, READ_NOTHING, WRONG_USAGE, SOME_FAILED, NO_STORAGE = range(5)
"""Exit codes (docs/reading.md); 2 is also argparse's own for a wrong option."""
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # a replaced stream (tests, notebooks) need not be reconfigurable
            if not stream.isatty():  # JSON is UTF-8 whatever the locale says; a terminal shows what its own encoding has
                stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    options = parse_arguments(arguments)
    # The matrices of one report are small: several threads on one only wait for each other (3 times slower on a busy machine).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        return _run(options)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error of ours. Nothing more may be flushed into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 128 + signal.SIGPIPE
    except OnRecordError as error:
        if options.debug:
            raise
        print(error, file=sys.stderr)
        return WRONG_USAGE if isinstance(error, UsageError) else NO_STORAGE if isinstance(error, StorageError) else READ_NOTHING


def _run(options: Namespace) -> int:
    if options.command == "schema":
        from onrecord.cli.schema import run_schema

        return run_schema()
    if options.command == "read":
        from onrecord.cli.read import run_read

        return run_read(options)
    if options.command == "add":
        from onrecord.cli.add import run_add

        return run_add(options)
    if options.command == "watch":
        from onrecord.cli.watch import run_watch

        return run_watch(options)
    if options.command == "judge":
        from onrecord.cli.judge import run_judge

        return run_judge(options)
    if options.command == "archive":
        from onrecord.cli.keep import run_keep

        return run_keep(options)
    if options.command in ("stories", "story", "event", "accounts", "copies", "compare", "timeline", "actor", "link"):
        from onrecord.cli.across import run_across

        return run_across(options)
    if options.command == "searches":
        from onrecord.cli.searches import run_searches

        return run_searches(options)
    if options.command == "statistics":
        from onrecord.cli.statistics import run_statistics

        return run_statistics(options)
    if options.command == "site":
        from onrecord.cli.site import run_site

        return run_site(options)
    if options.command == "check":
        from onrecord.cli.check import run_check

        return run_check(options)
    if options.command == "lexicon":
        from onrecord.cli.lexicon import run_lexicon

        return run_lexicon(options)
    if options.command == "serve":
        from onrecord.cli.serve import run_serve

        return run_serve(options)
    if options.command == "demo":
        from onrecord.cli.demo import run_demo

        return run_demo(options)
    from onrecord.cli.find import run_find

    return run_find(options)
