"""Reads a folder of a user's tables: its rows with what is wrong with each, and the `Lexicon` that readings take."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Literal

from onrecord.errors import UsageError
from onrecord.lexicons.tables import REMOVE, SOURCE, TYPES, Table, tables
from onrecord.model.lexicon import USERS, Lexicon
from onrecord.model.lexicon import Row as Kept
from onrecord.model.record import OwnType
from onrecord.ontology import PLOVER
from onrecord.text import near

Weight = Literal["wrong", "useless"]
"""Wrong: reading refuses the folder. Useless: it reads, and the row does nothing."""
MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with a row, or with a whole file (line 0)."""

    file: str
    line: int
    what: str
    weight: Weight = "wrong"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {'' if self.weight == 'wrong' else 'does nothing: '}{self.what}"


@dataclass(slots=True)
class Line:
    """A row of a user's table."""

    table: Table
    number: int
    cells: dict[str, str]
    """Column -> value, of the table's own columns; those that the file has not are empty."""
    remove: bool = False
    given: frozenset[str] = frozenset()
    """Columns that hold something."""

    @property
    def file(self) -> str:
        return f"{self.table.name}.csv"

    def finding(self, what: str, weight: Weight = "wrong") -> Finding:
        return Finding(self.file, self.number, what, weight)


@dataclass(slots=True)
class Folder:
    """What a folder holds."""

    path: Path
    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def of(self, table: str) -> list[Line]:
        """Give the rows of one table."""
        return [line for line in self.lines if line.table.name == table]


def read_folder(path: str | PathLike[str]) -> Folder:
    """Read every table of a folder. Raises `UsageError` where there is no such folder, or no table in it."""
    folder = Folder(Path(path))
    try:
        names = sorted(p.name for p in folder.path.iterdir() if p.suffix.lower() == ".csv" and p.is_file())
    except OSError as error:
        remedy = "name a folder with tables such as event_verbs.csv in it"
        raise UsageError(f"no lexicon can be read at {path}: {error.strerror}", code="NO_LEXICON", remedy=remedy) from error
    if not names:
        remedy = "put tables such as event_verbs.csv there; `onrecord lexicon tables` lists them"
        raise UsageError(f"there is no table in {path}", code="NO_LEXICON", remedy=remedy)
    for name in names:
        table = tables().get(name[:-4]) if name.endswith(".csv") else None
        if table is None:
            what = f"there is no such table{near(name[:-4], tables())}; `onrecord lexicon tables` lists all"
            folder.findings.append(Finding(name, 0, what))
            continue
        try:
            data = (folder.path / name).read_bytes()
            folder.lines.extend(_lines(table, data, folder.findings))
        except OSError as error:
            folder.findings.append(Finding(name, 0, f"it cannot be read: {error.strerror}"))
    return folder


def _lines(table: Table, data: bytes, findings: list[Finding]) -> Iterator[Line]:
    """Give the rows of a file; what is wrong with its form goes to the findings."""
    file = f"{table.name}.csv"
    if len(data) > MAX_BYTES:
        findings.append(Finding(file, 0, f"it is larger than {MAX_BYTES // 1_000_000} MB"))
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.append(Finding(file, data[: error.start].count(b"\n") + 1, "it is not UTF-8; save it as UTF-8"))
        return
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = _head(table, next(rows, []), findings)
        if head is None:
            return
        for cells in rows:
            if not any(c.strip() for c in cells):
                continue
            if len(cells) != len(head):
                more = "; put quotation marks around a value that has a comma in it" if len(cells) > len(head) else ""
                findings.append(Finding(file, rows.line_num, f"it has {len(cells)} values, the first line names {len(head)} columns{more}"))
                continue
            yield _line(table, rows.line_num, dict(zip(head, map(str.strip, cells), strict=True)), findings)
    except csv.Error as error:
        findings.append(Finding(file, rows.line_num, f"it cannot be read as CSV: {error}"))


def _head(table: Table, names: list[str], findings: list[Finding]) -> list[str] | None:
    """Give the names of a file's columns, None where it cannot be read by them."""
    file, names = f"{table.name}.csv", [n.strip() for n in names]
    if not any(names):
        findings.append(Finding(file, 0, f"its first line names no columns; it takes {','.join(table.names)}"))
        return None
    if len(names) == 1 and any(sign in names[0] for sign in ";\t"):
        findings.append(Finding(file, 1, "its columns are not set apart by commas"))
        return None
    known = (*table.names, REMOVE, SOURCE)
    wrong = [n for n in names if n not in known]
    for name in wrong:
        said = f"there is no column {name!r}{near(name, known)}"
        findings.append(Finding(file, 1, f"{said}; it takes {', '.join(known)}"))
    twice = sorted({n for n in names if names.count(n) > 1 and n not in wrong})
    findings.extend(Finding(file, 1, f"column {n} stands there twice") for n in twice)
    return None if wrong or twice else names


def _line(table: Table, number: int, cells: dict[str, str], findings: list[Finding]) -> Line:
    mark = cells.get(REMOVE, "").lower()
    if mark not in ("", "no", "yes"):
        findings.append(Finding(f"{table.name}.csv", number, f"{REMOVE} is {mark!r}; write yes, or nothing"))
    own = {n: cells.get(n, "") for n in table.names}
    return Line(table, number, own, mark == "yes", frozenset(n for n, value in own.items() if value))


def lexicon_of(folder: Folder) -> Lexicon:
    """Make the lexicon of a folder's rows; those that are wrong are the caller's to refuse."""
    added: dict[str, list[Kept]] = {}
    taken: dict[str, list[Kept]] = {}
    for line in folder.lines:
        if line.remove:
            taken.setdefault(line.table.name, []).append(tuple((n, v) for n, v in line.cells.items() if v))
        elif line.table.name != TYPES:
            added.setdefault(line.table.name, []).append((*line.cells.items(), (SOURCE, USERS)))
    types = tuple(own_type(line) for line in folder.of(TYPES) if not line.remove)
    said = [sorted(added.items()), sorted(taken.items()), [(t.name, t.parent, t.quad, t.cameo, t.label, t.gloss) for t in types]]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return Lexicon(digest=digest, added=_frozen(added), taken=_frozen(taken), types=types)


def _frozen(rows: dict[str, list[Kept]]) -> tuple[tuple[str, tuple[Kept, ...]], ...]:
    return tuple((name, tuple(found)) for name, found in sorted(rows.items()))


def own_type(line: Line) -> OwnType:
    """Make the type that a row of event_types.csv names."""
    cells = line.cells
    parent, quad = cells["parent"], cells["quad"]
    return OwnType(
        name=cells["name"], parent=parent, quad=int(quad) if quad in ("1", "2", "3", "4") else PLOVER.quad.get(parent, 0),
        cameo=cells["cameo"] or PLOVER.root.get(parent, ""), label=cells["label"] or cells["name"].lower().replace("_", " "),
        gloss=cells["gloss"],
    )  # fmt: skip
