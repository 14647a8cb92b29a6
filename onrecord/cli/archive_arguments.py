"""What the archive's commands take; `arguments.build_parser` adds them to the others."""

from __future__ import annotations

import argparse
import os

from onrecord.cli.values import amount, columns, day, moment, process_count
from onrecord.ingest import FORMATS

DEFAULT = "onrecord.db"
DEMO = "onrecord-demo.db"
Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"

FILTERS: tuple[tuple[str, str, str], ...] = (
    ("text", "WORDS", 'full text: words, "phrases", -without, OR, prefix*'),
    ("speaker", "NAME", "who speaks"),
    ("actor", "NAME", "who takes part"),
    ("recipient", "NAME", "to whom it is done"),
    ("country", "CODE", "ISO 3166-1 alpha-3, or IGO, NGO, MNC, IMG"),
    ("sector", "CODE", "GOV, MIL, REB, ..."),
    ("event", "TYPE", "PLOVER type, such as CONSULT"),
    ("mode", "MODE", "PLOVER mode, such as phone"),
    ("status", "STATUS", "reported, claimed, denied, planned, hypothetical, negated"),
    ("act", "ACT", "state, confirm, deny, accuse, promise, threaten, demand, ask, praise, criticize, decline_to_say"),
    ("form", "FORM", "direct, indirect, mixed"),
    ("place", "NAME", "place, or for events the code of a country too"),
    ("publisher", "NAME", "who published it"),
    ("agency", "NAME", "wire service credited for the text"),
    ("measure", "WORD", "what a figure measures: killed, injured, ..."),
    ("unit", "WORD", "what a figure counts: person, vessel, USD, ..."),
    ("language", "CODE", "language of the report"),
    ("report", "ID", "id of the report, or its beginning"),
)
"""The filters that every list takes: option, placeholder, help."""

LISTS: dict[str, tuple[str, str]] = {
    "reports": ("reports", "list the reports"),
    "quotes": ("statements", "list who said what"),
    "events": ("events", "list who did what to whom: a row a happening, however many reports tell it"),
    "figures": ("figures", "list the figures"),
    "times": ("times", "list the dates and times"),
    "actors": ("actors", "list the actors"),
    "places": ("places", "list the places"),
}
"""Command -> kind of row and help."""
SEARCHED = {"events": "events", "quotes": "statements", "reports": "reports"}
"""What a search that is kept may list: word of the command line -> kind of row."""


def add_archive_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add add, search, the lists, check, export, changes, judge and archive."""
    _add_add(commands)
    _add_watch(commands)
    search = _command(commands, "search", "find reports by their words, best first")
    search.add_argument("words", nargs="+", metavar="WORDS", help='words, "phrases", -without, OR, prefix*')
    _filters(search, but=("text",))
    _output(search)
    for name, (_, about) in LISTS.items():
        listing = _command(commands, name, about)
        _filters(listing)
        _output(listing)
        if name == "events":
            listing.add_argument("--mentions", action="store_true", help="what each report tells instead: a row a mention")
    _add_searches(commands)
    _add_statistics(commands)
    _add_check(commands)
    _add_export(commands)
    changed = _command(commands, "changes", "list what was added, superseded, withdrawn, reread or judged")
    changed.add_argument("--since", type=int, default=0, metavar="NUMBER", help="only changes after this one")
    _output(changed)
    site = _command(commands, "site", "write an archive, or one story of it, as a folder of pages that work from files, without a server")
    site.add_argument("folder", metavar="DIR", help="the folder: new, empty, or a site that this program wrote")
    site.add_argument("--story", metavar="ID", help="only this story, its reports and what happened in them (see `onrecord stories`)")
    _add_across(commands)
    _add_judge(commands)
    _add_keep(commands)
    _add_serve(commands)
    _add_demo(commands)
    _add_lexicon_commands(commands)


def _command(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    command.add_argument(
        "--archive",
        default=os.environ.get("ONRECORD_ARCHIVE", DEFAULT),
        metavar="FILE",
        help=f"the archive (default: {DEFAULT}, or $ONRECORD_ARCHIVE)",
    )
    command.add_argument("--debug", action="store_true", help="show the traceback of internal errors")
    return command


def add_office_table(command: argparse.ArgumentParser) -> None:
    """Add the option that names who holds which public office."""
    command.add_argument(
        "--office-table",
        metavar="FILE|none",
        help="CSV of who held which office when, for persons of whom a report says only the name; none: use no such knowledge",
    )


def add_budget(command: argparse.ArgumentParser) -> None:
    """Add the limits of what one report may take."""
    command.add_argument(
        "--time-limit", type=amount, default=30, metavar="SECONDS",
        help="processor time that a report of half a million characters may take, a longer one in proportion (default: 30)",
    )  # fmt: skip
    command.add_argument(
        "--memory-limit", type=amount, default=1000, metavar="MB", help="memory that reading one report may take (default: 1000)"
    )


def add_lexicon(command: argparse.ArgumentParser) -> None:
    """Add the option that names a folder of the user's own words."""
    command.add_argument("--lexicon", metavar="DIR", help="folder of your own words and event types (see `onrecord lexicon check`)")


def _add_lexicon_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "look after your own words and event types: a folder of tables, read with --lexicon"
    lexicon = commands.add_parser("lexicon", help=about, description=about[0].upper() + about[1:] + ".")
    tasks = lexicon.add_subparsers(dest="task", metavar="TASK", required=True)
    check = _task(tasks, "check", "say what is wrong with each row, and what each good one does")
    check.add_argument("folder", metavar="DIR", help="the folder")
    check.add_argument("--format", choices=("table", "jsonl"), default="table", help="default: table")
    listed = _task(tasks, "tables", "list the tables that a folder may have, or the columns of one")
    listed.add_argument("table", nargs="?", metavar="TABLE", help="a table, such as event_verbs")
    tried = _task(tasks, "try", "read a sentence with and without the folder and mark what is new (+) and gone (-)")
    tried.add_argument("folder", metavar="DIR", help="the folder")
    tried.add_argument("sentence", metavar="SENTENCE", help="a sentence, or a few")


def _task(tasks: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str) -> argparse.ArgumentParser:
    task = tasks.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    task.add_argument("--debug", action="store_true", help="show the traceback of internal errors")
    return task


def _add_add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = _command(commands, "add", "read reports and keep them with their records in an archive")
    add.add_argument("paths", nargs="+", metavar="SOURCE", help="file, folder, pattern, feed, URL, or - for standard input")
    add.add_argument("--input-format", choices=("auto", *FORMATS), default="auto", help="what the input is (default: recognised)")
    add.add_argument("--columns", type=columns, default=(), metavar="FIELD=NAME,...", help="columns or JSON keys (text=body,date=day)")
    add.add_argument("--published", type=day, metavar="DATE", help="publication date, over what the reports say")
    add.add_argument("--workers", type=process_count, default=1, metavar="N", help="processes that read (default: 1)")
    add_office_table(add)
    add_budget(add)
    add_lexicon(add)
    _log(add)
    add.add_argument("--model", metavar="NAME", help="another spaCy pipeline with Universal Dependencies labels")
    add.add_argument("--quiet", action="store_true", help="no progress bar")
    _web(add)


def _add_watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    watch = _command(commands, "watch", "look at feeds when they are due and add what is new, until stopped")
    watch.add_argument("feeds", metavar="FEEDS.toml", help="the feeds: tables [[feed]] with url, interval (seconds), publisher")
    watch.add_argument("--once", action="store_true", help="one look at every feed that is due, then stop")
    add_budget(watch)
    _log(watch)
    watch.add_argument("--model", metavar="NAME", help="another spaCy pipeline with Universal Dependencies labels")
    add_lexicon(watch)
    _web(watch)


def _log(command: argparse.ArgumentParser) -> None:
    command.add_argument("--log", metavar="FILE", help="write a line of JSON for each source: what became of it, and why (appended)")


def _web(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("web addresses")
    group.add_argument("--allow-private", action="store_true", help="also fetch from this machine and from private networks")
    group.add_argument("--ignore-robots", action="store_true", help="fetch what a site's robots.txt asks not to")
    group.add_argument("--delay", type=float, default=2.0, metavar="SECONDS", help="between two requests to one host (default: 2)")


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = _command(commands, "check", "look a quotation up: did anyone say it, who, when, in which words")
    check.add_argument("words", metavar="QUOTE", help="the words of the quotation")
    check.add_argument("--speaker", metavar="NAME", help="who is said to have said it")
    check.add_argument("--limit", type=int, default=10, metavar="N", help="wordings shown (default: 10)")
    check.add_argument("--format", choices=("table", "jsonl", "claimreview"), default="table",
                       help="claimreview: schema.org ClaimReview as JSON-LD (default: table)")  # fmt: skip
    check.add_argument("--cite", choices=("apa", "chicago", "bibtex", "csl-json"), help="write the citation of its first report instead")
    check.add_argument("--reviewer", metavar="NAME", help="who publishes the ClaimReview (default: this program)")
    check.add_argument("--url", metavar="URL", help="where the ClaimReview is published")
    check.add_argument("--out", metavar="FILE", help="write here (default: standard output)")


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = _command(commands, "export", "write the rows of a list in a format for other programs")
    export.add_argument("kind", choices=(*(kind for kind, _ in LISTS.values()), "mentions"), help="which rows")
    export.add_argument("--format", default="csv", metavar="FORMAT", help="csv, jsonl, parquet, jsonld, annotations, "
                        "timeml, timelinejs, csl, bibtex, atom, rss (default: csv)")  # fmt: skip
    export.add_argument("--layout", metavar="NAME", help="of events as csv, jsonl or parquet, in whose columns: onrecord, acled, polecat, "
                        "icews, phoenix, gdelt, plover (default: onrecord)")  # fmt: skip
    export.add_argument("--bom", action="store_true", help="begin CSV with a byte-order mark, for spreadsheets that ask for one")
    export.add_argument("--out", metavar="FILE", help="write here (default: standard output)")
    _filters(export)


def _add_across(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    many = _command(commands, "stories", "list the stories: reports on one happening, copies of one text counted once")
    many.add_argument("--at-least", type=int, default=2, metavar="N", help="stories of at least N reports (default: 2)")
    many.add_argument("--from", dest="date_from", type=day, metavar="DATE", help="with a report on or after this day")
    many.add_argument("--to", dest="date_to", type=day, metavar="DATE", help="with a report on or before this day")
    one = _command(commands, "story", "show a story's reports, grouped by origin")
    one.add_argument("story", metavar="STORY", help="id of the story")
    event = _command(commands, "event", "show an event with every mention that tells it, or the events of a story")
    event.add_argument("id", metavar="ID", help="id of an event or of a story")
    told = _command(commands, "accounts", "show where the reports of a story or an event agree and differ, and who vouches for what")
    told.add_argument("id", metavar="ID", help="id of a story or of an event")
    told.add_argument("--all", action="store_true", help="facts of one independent text too")
    told.add_argument("--explain", action="store_true", help="in the table, all words behind each cell, with report and place")
    told.add_argument("--format", choices=("table", "csv", "jsonl", "json"), default="table", help="default: table; json is all of it")
    told.add_argument("--out", metavar="FILE", help="write here (default: standard output)")
    copies = _command(commands, "copies", "show what a report shares with others: reprints, excerpts, rewrites, borrowings, forms")
    copies.add_argument("report", metavar="REPORT", help="id of the report, or its beginning")
    pair = _command(commands, "compare", "show the passages that two reports share")
    pair.add_argument("one", metavar="REPORT", help="id of a report, or its beginning")
    pair.add_argument("two", metavar="OTHER", help="id of the other")
    days = _command(commands, "timeline", "show events day by day, by the day they happened on")
    days.add_argument("story", nargs="?", metavar="STORY", help="id of a story")
    days.add_argument("--dyad", metavar="A,B", help="events between two countries or actors, such as USA,VEN")
    days.add_argument("--all", action="store_true", help="all events of a day, not only the three best supported")
    _filters(days)
    actor = _command(commands, "actor", "show who somebody is across reports: names, dated roles, statements, events, company by month")
    actor.add_argument("name", metavar="NAME", help="words of the name, or the actor's id")
    actor.add_argument("--country", metavar="CODE", help="only those of this country (ISO 3166-1 alpha-3)")
    actor.add_argument("--from", dest="date_from", type=day, metavar="DATE", help="statements and events on or after this day")
    actor.add_argument("--to", dest="date_to", type=day, metavar="DATE", help="statements and events on or before this day")
    actor.add_argument("--limit", type=int, default=10, metavar="N", help="statements and events shown (default: 10; jsonl: all)")
    link = _command(commands, "link", "say that two actors, or two events, of different reports are the same or not; list what was said")
    link.add_argument("one", nargs="?", metavar="ONE", help="REPORT:ITEM, such as 3f2a:A4 or 3f2a:E2, or an actor's id (none: list)")
    link.add_argument("two", nargs="?", metavar="OTHER", help="the other")
    link.add_argument("verdict", nargs="?", choices=("same", "different", "undo"), help="same, different, or undo")
    link.add_argument("--note", metavar="TEXT", help="why")
    link.add_argument("--who", metavar="NAME", default=os.environ.get("USER"), help="who judges (default: the user)")
    for command in (many, one, event, copies, pair, days, actor, link):
        formats = ("table", "csv", "jsonl", "timelinejs") if command is days else ("table", "jsonl")
        command.add_argument("--format", choices=formats, default="table", help="default: table")
        command.add_argument("--out", metavar="FILE", help="write here (default: standard output)")


def _add_statistics(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    counted = _command(commands, "statistics", "count events by month, type, country, actor, and reports by outlet and day")
    counts = ("month", "day", "type", "country", "actor", "outlet")
    counted.add_argument("--by", choices=counts, action="append", help="only this count (repeatable; default: all)")
    counted.add_argument(
        "--versus", metavar="FILTER=VALUE", action="append", default=[],
        help="compare with a second query, such as --versus country=COL --versus event=PROTEST",
    )  # fmt: skip
    _filters(counted)
    _output(counted)


def _add_searches(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "keep searches under a name, and say what they find"
    kept = commands.add_parser("searches", help=about, description=about[0].upper() + about[1:] + ".")
    tasks = kept.add_subparsers(dest="task", metavar="TASK", required=True)
    listed = _command(tasks, "list", "list the searches that are kept")
    _output(listed)
    save = _command(tasks, "save", "keep a search under a name")
    save.add_argument("name", metavar="NAME", help="what to call it")
    save.add_argument("kind", choices=tuple(SEARCHED), help="what to list")
    save.add_argument("--who", metavar="NAME", default=os.environ.get("USER"), help="who keeps it (default: the user)")
    _filters(save)
    rows = _command(tasks, "rows", "list what a search finds, what the archive had last first")
    rows.add_argument("name", metavar="NAME", help="the search's name or id")
    rows.add_argument("--new", dest="new_since", type=moment, metavar="MOMENT", help="only what the archive first had after this moment")
    _output(rows, "atom")
    remove = _command(tasks, "remove", "forget a search; its feed ends")
    remove.add_argument("name", metavar="NAME", help="the search's name or id")


def _add_judge(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    judge = _command(commands, "judge", "say that an item is right, wrong, or give the right value; list what was judged")
    judge.add_argument("report", nargs="?", metavar="REPORT", help="id of the report, or its beginning (none: list all judgements)")
    judge.add_argument("item", nargs="?", metavar="ITEM", help="id of the item, such as E3 (alone: its fields and what they may be)")
    judge.add_argument(
        "verdict", nargs="*", metavar="VERDICT",
        help="right, wrong, FIELD=VALUE such as speaker_name='Ban Ki-moon' (several at once: all are kept or none), undo or undo=FIELD",
    )  # fmt: skip
    judge.add_argument("--note", metavar="TEXT", help="why")
    judge.add_argument("--who", metavar="NAME", default=os.environ.get("USER"), help="who judges (default: the user)")
    judge.add_argument("--history", action="store_true", help="every word said of the item (or report, or all), also what no longer stands")
    judge.add_argument("--from", dest="table", metavar="FILE.csv", help="keep a table: report, item, verdict, field, value, note, who")
    judge.add_argument("--where", metavar="LIST", help="say VERDICT of every item of a list: one of the commands above with its filters, "
                       "such as 'events --event PROTEST --country VEN' (all mentions of each) or 'quotes --speaker Maduro'")  # fmt: skip
    judge.add_argument("--undo", metavar="BULK", help="take back all that a --where said, by the number that it gave")
    judge.add_argument("--dry-run", action="store_true", help="with --from, --where, --undo: say what would be done, and keep nothing")
    judge.add_argument("--queue", action="store_true", help="list what is most worth judging, the least sure first (of REPORT, or of all)")
    kinds = ("event", "statement", "actor", "place", "figure", "link")
    judge.add_argument("--kind", choices=kinds, help="with --queue: only items of this kind; link: whether two events are one happening")
    judge.add_argument("--why", choices=("unsure", "merge", "differs"), help="with --queue: only where the program is not sure of an item, "
                       "not sure whether two events are one happening, or where reports of one happening differ")  # fmt: skip
    judge.add_argument("--limit", type=int, default=20, metavar="N", help="with --queue: items shown (default: 20)")
    formats = ("table", "jsonl", "csv")
    judge.add_argument("--format", choices=formats, default="table", help="of --queue and of an item's history (default: table)")
    judge.add_argument("--gold", action="store_true", help="write the reports that people judged as they stand corrected, as a gold set: "
                       "JSON Lines with text, items and offsets")  # fmt: skip
    judge.add_argument("--judged-only", action="store_true", help="with --gold: what nobody judged is marked as not core")
    judge.add_argument("--work", metavar="DIR", help="write them as work files ID.txt and ID.json, to go on by hand")


def _add_keep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    keep = commands.add_parser("archive", help="look after an archive", description="Look after an archive.")
    tasks = keep.add_subparsers(dest="task", metavar="TASK", required=True)
    _command(tasks, "info", "say what the archive holds")
    check = _command(tasks, "check", "check the file, every text and every record")
    check.add_argument("--repair", action="store_true", help="build the search indexes anew")
    backup = _command(tasks, "backup", "copy the archive, also while it is in use")
    backup.add_argument("target", metavar="FILE", help="the copy, which must not exist yet")
    reread = _command(tasks, "reread", "read stored reports again, after a better model, and tell the differences")
    reread.add_argument("--report", metavar="ID", help="only this report")
    reread.add_argument("--dry-run", action="store_true", help="tell the differences and change nothing")
    reread.add_argument("--workers", type=process_count, default=1, metavar="N", help="processes that read (default: 1)")
    add_budget(reread)
    reread.add_argument("--model", metavar="NAME", help="another spaCy pipeline with Universal Dependencies labels")
    add_lexicon(reread)
    merge = _command(tasks, "merge", "take over what another archive holds")
    merge.add_argument("other", metavar="FILE", help="the other archive")
    take = _command(tasks, "import", "store records that were read elsewhere: Parquet of `onrecord read --format parquet` or of Spark")
    take.add_argument("paths", nargs="+", metavar="PATH", help="a Parquet file, or a folder with such files in it")
    take.add_argument("--log", metavar="FILE", help="append a line of JSON for each report: id, source, outcome, warnings, error")
    take.add_argument("--quiet", action="store_true", help="no progress bar")
    failed = _command(tasks, "failed", "list what could not be read, and why")
    _output(failed)


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = _command(commands, "serve", "show the archive in the browser, and to programs over HTTP")
    serve.add_argument("served", nargs="?", metavar="ARCHIVE", help="the archive, as --archive")
    _serving(serve)


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "read the samples that come with onrecord into an archive of their own, and serve it"
    demo = commands.add_parser("demo", help=about, description=about[0].upper() + about[1:] + ".")
    demo.add_argument("file", nargs="?", default=DEMO, metavar="FILE", help=f"the archive (default: {DEMO})")
    _serving(demo)
    demo.add_argument("--debug", action="store_true", help="show the traceback of internal errors")


def _serving(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (default: 127.0.0.1: this machine)")
    serve.add_argument("--port", type=int, metavar="NUMBER", help="port (default: the first free one from 8000 on; 0: any)")
    serve.add_argument("--name", action="append", default=[], metavar="NAME", help="host name under which it may be asked (repeatable)")
    serve.add_argument(
        "--base-url", metavar="URL", help="the address that readers know it by, behind another server: https://example.org/news"
    )
    serve.add_argument("--token", metavar="SECRET", help="what visitors must show (or $ONRECORD_TOKEN); needed beyond this machine")
    serve.add_argument("--edit", action="store_true", help="let people judge and correct items")
    serve.add_argument("--model", metavar="NAME", help="language pipeline for texts that are read")
    add_lexicon(serve)
    serve.add_argument("--no-browser", action="store_true", help="open no page")


def _filters(command: argparse.ArgumentParser, but: tuple[str, ...] = ()) -> None:
    group = command.add_argument_group("filters")
    for name, placeholder, about in FILTERS:
        if name not in but:
            group.add_argument(f"--{name}", metavar=placeholder, help=about)
    group.add_argument("--quad", type=int, choices=(1, 2, 3, 4), help="1 verbal, 2 material cooperation; 3 verbal, 4 material conflict")
    group.add_argument("--from", dest="date_from", type=day, metavar="DATE", help="on or after this day")
    group.add_argument("--to", dest="date_to", type=day, metavar="DATE", help="on or before this day")
    group.add_argument("--since", type=int, metavar="NUMBER", help="only reports changed after this change (see `changes`)")
    group.add_argument("--new", dest="new_since", type=moment, metavar="MOMENT", help="only what the archive first had after this moment")
    group.add_argument("--hidden", action="store_true", help="superseded, withdrawn and embargoed reports too")
    group.add_argument("--wrong", action="store_true", help="items that a person judged wrong too")


def _output(command: argparse.ArgumentParser, *formats: str) -> None:
    command.add_argument("--format", choices=("table", "csv", "jsonl", *formats), default="table", help="default: table")
    command.add_argument("--limit", type=int, metavar="N", help="at most N rows (default: all); what is left out is said")
    command.add_argument("--out", metavar="FILE", help="write here (default: standard output)")
