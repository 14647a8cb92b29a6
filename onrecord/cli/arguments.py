"""What the command line takes. argparse, because its help costs a quarter of typer's import time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from onrecord import __version__
from onrecord.cli.archive_arguments import add_archive_commands, add_budget, add_lexicon, add_office_table
from onrecord.cli.values import columns, day, process_count
from onrecord.ingest import FORMATS

READ = """\
Read news reports: plain scraped text, HTML pages, JSON Lines ({"id","text","date"?,"title"?,"source"?}).

PATH is a file, a folder (read with all that is in it), a pattern such as 'reports/*.txt', or - for standard input.
Results go to standard output, everything else to standard error.
"""

EXAMPLES = """\
examples:
  onrecord read samples/caracas.txt                       a reading view of one report
  onrecord read page.html --format html --out page.html   the report with its items marked, as one page
  onrecord read archive/ --format jsonl --workers 2 --out records.jsonl
  onrecord read report.txt --explain E3                   why E3 was coded so

exit codes: 0 all read, 1 nothing could be read, 2 wrong usage, 3 some reports failed, 4 the output could not be written
"""


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Give the options of the command; exits with 2 and a line on standard error where they are wrong, with 0 for --help."""
    return build_parser().parse_args(arguments)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands (the documentation tests walk through it)."""
    parser = argparse.ArgumentParser(prog="onrecord", description="Reads news reports into records: who said what, who did what to whom.")
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_read(commands)
    schema = commands.add_parser("schema", help="print the JSON Schema of a record", description="Print the JSON Schema of a record.")
    schema.set_defaults(debug=False)
    add_archive_commands(commands)
    return parser


def _add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    read = commands.add_parser(
        "read", help="read reports into records", description=READ, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    read.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, pattern, or - for standard input")
    read.add_argument("--input-format", choices=("auto", *FORMATS), default="auto", help="what the input is (default: recognised)")
    read.add_argument(
        "--format",
        choices=("text", "json", "jsonl", "html", "parquet"),
        default="text",
        help="text: a reading view; json: the record; jsonl: a line for each report; html: a page; parquet: a row for each report, for "
        "`archive import`, DuckDB and their like (default: text)",
    )
    read.add_argument("--columns", type=columns, default=(), metavar="FIELD=NAME,...", help="columns or JSON keys (text=body,date=day)")
    read.add_argument("--out", metavar="PATH", help="write here; a folder gets a file for each report")
    read.add_argument("--published", type=day, metavar="DATE", help="publication date (2025-12-04), over what the report says")
    read.add_argument(
        "--workers", type=process_count, default=1, metavar="N", help="processes that read (default: 1); same output for any N"
    )
    add_office_table(read)
    add_budget(read)
    add_lexicon(read)
    read.add_argument("--model", metavar="NAME", help="another spaCy pipeline with Universal Dependencies labels (name or path)")
    read.add_argument(
        "--explain", metavar="ID",
        help="explain one item of the report (E3, S1, A2, P1, T4, F2) instead; account: what became of every quotation, number and date",
    )  # fmt: skip
    read.add_argument("--profile", action="store_true", help="say at the end what each stage took of the processor's time")
    read.add_argument("--quiet", action="store_true", help="no progress bar")
    read.add_argument("--debug", action="store_true", help="show the traceback of internal errors")
