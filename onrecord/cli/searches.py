"""`onrecord searches`: questions kept under a name, and what they find."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace

from onrecord.cli.archive_arguments import SEARCHED
from onrecord.cli.find import filters_of, write_found
from onrecord.store import Archive, Filters
from onrecord.store.query import Row
from onrecord.store.searches import Search, arrivals, find_search, remove_search, save_search, searches


def run_searches(options: Namespace) -> int:
    """List, keep, ask or forget. Gives the exit code."""
    with Archive(options.archive, readonly=options.task in ("list", "rows"), create=False) as archive:
        if options.task == "list":
            write_found("searches", (_row(s) for s in searches(archive.db)), options, archive)
        elif options.task == "rows":
            _ask(archive, find_search(archive.db, options.name), options)
        else:
            with archive.writing():
                if options.task == "remove":
                    found, done = remove_search(archive.db, options.name), "forgotten"
                else:
                    found = save_search(archive.db, options.name, SEARCHED[options.kind], filters_of(options), who=options.who)
                    done = "kept"
            print(f"onrecord: {found.name} ({found.id}) is {done}", file=sys.stderr)
    return 0


def _row(search: Search) -> Row:
    given = " ".join(f"{n}={v}" for n, v in search.filters.given().items())
    return {"id": search.id, "name": search.name, "kind": search.kind, "filters": given, "who": search.who, "made": search.made}


def _ask(archive: Archive, search: Search, options: Namespace) -> None:
    filters: Filters = replace(search.filters, new_since=options.new_since) if options.new_since else search.filters
    found: Iterator[Row] = arrivals(archive.db, search.kind, filters, -1)
    write_found(search.kind, found, options, archive, asked={"search": search.name, **filters.given()})
