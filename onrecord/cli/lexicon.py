"""`onrecord lexicon`: check a folder of your own words and event types, list the tables there are, try a folder on a sentence."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from onrecord.cli import READ_ALL, READ_NOTHING, SOME_FAILED
from onrecord.cli.trying import differences
from onrecord.errors import UsageError
from onrecord.lexicons.checking import check, load
from onrecord.lexicons.effects import effect
from onrecord.lexicons.folder import lexicon_of, own_type, read_folder
from onrecord.lexicons.tables import REMOVE, SOURCE, TYPES, Table, tables
from onrecord.text import near

WIDTH = 20
"""Columns of a table's or column's name."""


def run_lexicon(options: Namespace) -> int:
    """Do one of the three. Gives the exit code."""
    return {"check": _check, "tables": _tables, "try": _try}[options.task](options)


def _check(options: Namespace) -> int:
    """Say what is wrong with each row, and what each good one does."""
    folder = read_folder(options.folder)
    found = check(folder)
    own = {x.cells["name"]: own_type(x) for x in folder.of(TYPES)}
    bad = {(f.file, f.line) for f in found}
    good = [line for line in folder.lines if (line.file, line.number) not in bad]
    if options.format == "jsonl":
        for f in found:
            print(json.dumps({"file": f.file, "line": f.line or None, "is": f.weight, "what": f.what}, ensure_ascii=False))
        for line in good:
            print(json.dumps({"file": line.file, "line": line.number, "is": "good", "what": effect(line, own)}, ensure_ascii=False))
    else:
        for f in found:
            print(f)
        for line in good:
            print(f"{line.file}:{line.number}: {effect(line, own)}")
    wrong = sum(f.weight == "wrong" for f in found)
    useless = len(found) - wrong
    digest = f", digest {lexicon_of(folder).digest[:12]}" if not wrong else ""
    say = f"{len(good)} good, {useless} that do nothing, {wrong} wrong{digest}"
    print(f"onrecord: {options.folder}: {say}", file=sys.stderr)
    return READ_NOTHING if wrong else SOME_FAILED if useless else READ_ALL


def _tables(options: Namespace) -> int:
    """List the tables, or the columns of one."""
    known = tables()
    if options.table is None:
        for table in known.values():
            print(f"{table.name:{WIDTH}} {table.about}")
        return READ_ALL
    name = options.table.removesuffix(".csv")
    if name not in known:
        remedy = "`onrecord lexicon tables` lists all"
        raise UsageError(f"there is no table {name!r}{near(name, known)}", stage="lexicon", code="NO_TABLE", remedy=remedy)
    _columns(known[name])
    return READ_ALL


def _columns(table: Table) -> None:
    print(f"{table.name}.csv: {table.about}\n")
    for column in table.columns:
        print(f"{column.name:{WIDTH}} {column.about}")
    print(f"{REMOVE:{WIDTH}} yes: take the shipped rows away that have what the row says; columns left empty may hold anything")
    print(f"{SOURCE:{WIDTH}} where the fact is from, for you")
    print(f"\nfirst line: {','.join(table.names)}")


def _try(options: Namespace) -> int:
    """Read a sentence with and without the folder."""
    print("\n".join(differences(options.sentence, load(options.folder))))
    return READ_ALL
