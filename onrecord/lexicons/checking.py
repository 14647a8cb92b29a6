"""Checks a user's rows: values that no table knows, patterns that cannot be read, rows that say what is said already or never match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from os import PathLike

from onrecord.coding.lexicon import ACTOR_CLASSES, KEYWORDS, NOUN_ROLES, PREPOSITIONS, SLOTS, is_key
from onrecord.data import rows as facts
from onrecord.errors import UsageError
from onrecord.extract.timex.patterns import fault_of
from onrecord.lang import use
from onrecord.lang.language import shipped_rows
from onrecord.lexicons.folder import Finding, Folder, Line, lexicon_of, read_folder
from onrecord.lexicons.tables import REMOVE, TYPES, Column, tables
from onrecord.model.lexicon import Lexicon
from onrecord.ontology import PLOVER
from onrecord.text import near

LANGUAGE = "en"
COMMIT = "COMMIT"
SHOWN = 8
"""Values listed where one is unknown; of more the nearest is named."""
TYPE_NAME = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
CLASS_NAME = re.compile(r"[a-z][a-z0-9_-]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
HOLIDAY = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|easter[+-]\d{1,3}|nth:(?:[1-9]|1[0-2]):[1-7]:(?:[1-5]|-1)|election")
DOMAIN = re.compile(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+")
NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,15})?")


def load(path: str | PathLike[str]) -> Lexicon:
    """Read a folder for use. Raises `UsageError` where it is none, or where a row of it is wrong."""
    folder = read_folder(path)
    wrong = [f for f in check(folder) if f.weight == "wrong"]
    if wrong:
        what = f"{len(wrong)} {'row' if len(wrong) == 1 else 'rows'} of the lexicon {path} cannot be used, such as {wrong[0]}"
        raise UsageError(what, code="BAD_LEXICON", remedy=f"run `onrecord lexicon check {path}`")
    return lexicon_of(folder)


def check(folder: Folder) -> list[Finding]:
    """Give everything that is wrong with a folder's rows, by file and line."""
    found = [*folder.findings]
    for line in folder.lines:
        found.extend(_taking(line) if line.remove else _values(line, folder))
    found.extend(_types(folder))
    found.extend(_said_twice(folder))
    if not any(f.weight == "wrong" for f in found):
        found.extend(_time_patterns(folder))
    return sorted(set(found))


def _values(line: Line, folder: Folder) -> Iterator[Finding]:
    for column in line.table.columns:
        value = line.cells[column.name]
        if CONTROL.search(value):
            yield line.finding(f"{column.name} holds a line break or another control character")
            continue
        if not value and _may_be_empty(line, column):
            continue
        what = f"{column.name} is empty" if not value else _fault(line, column, value, folder)
        if what:
            yield line.finding(what)
            continue
        never = _never(column, value)
        if never:
            yield line.finding(never, "useless")


def _may_be_empty(line: Line, column: Column) -> bool:
    if line.table.name in ("event_verbs", "event_nouns") and column.name == "cameo":
        return line.cells["event"] != COMMIT
    if line.table.name == TYPES:
        return column.name not in ("name", "parent")
    return "" in _shipped_values(line.table.name, column.name)


@cache
def _shipped_values(table: str, column: str) -> frozenset[str]:
    return frozenset(r[column] for r in shipped_rows(LANGUAGE, table))


@cache
def _sectors() -> frozenset[str]:
    columns = [(t.name, c.name) for t in tables().values() for c in t.columns if c.values == "sector"]
    return frozenset().union(*(_shipped_values(*c) for c in columns)) - {""}


def _fault(line: Line, column: Column, value: str, folder: Folder) -> str:
    """Say what is wrong with a value that is there; empty where nothing is."""
    cells, own = line.cells, {x.cells["name"]: x.cells["parent"] for x in folder.of(TYPES) if not x.remove}
    name = column.name
    if column.values == "known":
        return _one_of(name, value, _shipped_values(line.table.name, name) - {""})
    if column.values == "sector":
        return _one_of(name, value, _sectors())
    if column.values == "type":
        return _one_of(name, value, PLOVER.types)
    if column.values == "event":
        return _one_of(name, value, (*PLOVER.types, COMMIT, *own))
    if column.values == "mode":
        event = own.get(cells["event"], cells["event"])
        return _one_of(f"{name} of {event}", value, sorted(m for e, m in PLOVER.modes if e == event))
    if column.values in ("cameo", "cameo or none"):
        return "" if value in PLOVER.cameo else f"{name} {value!r} is no CAMEO code{near(value, PLOVER.cameo)}"
    if column.values == "context":
        return _one_of(name, value, sorted(PLOVER.contexts))
    if column.values == "country":
        return "" if value in _countries() else f"{name} {value!r} is no ISO 3166-1 alpha-3 code"
    if column.values == "pattern":
        return _pattern_fault(value, _classes(folder))
    if column.values == "roles":
        return _roles_fault(value)
    if column.values == "noun roles":
        return _one_of(name, value, sorted(NOUN_ROLES))
    if column.values == "gloss":
        return _gloss_fault(value)
    shape, said = SHAPES.get(column.values, (None, ""))
    if shape is not None and not shape.fullmatch(value):
        return f"{name} {value!r} is not {said}"
    return _time_word_fault(line) if line.table.name == "time_words" and name == "value" else ""


SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "number": (NUMBER, "a number"),
    "quad": (re.compile("[1-4]"), "a quad class from 1 to 4"),
    "currency": (re.compile("[A-Z]{3}"), "an ISO 4217 code such as USD"),
    "domain": (DOMAIN, "a domain such as example.org, without www."),
    "holiday": (HOLIDAY, "a day: 05-01, easter-2 or nth:11:4:4 (month, weekday from 1, which)"),
    "class": (CLASS_NAME, "a class: small letters, digits and hyphens"),
    "type name": (TYPE_NAME, "the name of a type: capitals, digits and _, such as WALKOUT"),
}


def _one_of(name: str, value: str, known: Iterable[str]) -> str:
    found = sorted(known)
    if value in found:
        return ""
    listed = f"; it is one of {', '.join(found)}" if len(found) <= SHOWN or not near(value, found) else ""
    return f"there is no {name} {value!r}{near(value, found)}{listed}" if found else f"there is no {name}; leave it empty"


@cache
def _countries() -> frozenset[str]:
    return frozenset(r["iso3"] for r in facts("countries"))


def _classes(folder: Folder) -> frozenset[str]:
    return _shipped_values("event_classes", "class") | {x.cells["class"] for x in folder.of("event_classes") if not x.remove}


def _pattern_fault(pattern: str, classes: frozenset[str]) -> str:
    """Say what in a pattern cannot be read (docs of `coding/lexicon.py`)."""
    for term in pattern.split():
        asked = False
        for part in term.split("|"):
            key, equals, words = part.partition("=")
            if equals and not (is_key(key.removesuffix("!")) or is_key(key)):
                return f"pattern: there is no {key!r} to ask about in {term!r}{near(key, KEYWORDS | PREPOSITIONS)}"
            if equals and not words:
                return f"pattern: no word stands behind = in {term!r}"
            if not equals and not part:
                return f"pattern: nothing stands between two signs in {term!r}"
            if not equals and not asked and not is_key(part):
                meant = near(part, KEYWORDS | PREPOSITIONS)
                return f"pattern: there is no {part!r} to ask about{meant}; words stand behind =, as in obj={part}"
            asked = asked or bool(equals)
            word = words if equals else part
            if word.startswith("@") and word not in ACTOR_CLASSES and word[1:] not in classes:
                return f"pattern: there is no class {word}{near(word[1:], classes)}; name its words in event_classes.csv"
    return ""


def _roles_fault(roles: str) -> str:
    if roles.count(">") != 1:
        return "roles: write who acts, one >, and whom it is done to: subj>obj/on"
    for slot in re.split(r"[+/>|]", roles):
        if slot and slot not in SLOTS:
            return f"roles: there is no place {slot!r}{near(slot, SLOTS)}"
    return "" if roles.partition(">")[0] else "roles: nobody acts; write subj before >"


def _gloss_fault(gloss: str) -> str:
    bare = gloss.replace("{}", "", 1)
    if any(sign in bare.replace("[", "", 1).replace("]", "", 1) for sign in "{}[]"):
        return "gloss: {} may stand there once, and one pair of [ ]"
    if gloss.startswith(("{", "[")) or ("[" in gloss) != ("]" in gloss) or gloss.find("]") < gloss.find("["):
        return "gloss: begin with the verb in its base form, as in walk out [on {}]"
    return ""


def _time_word_fault(line: Line) -> str:
    """Hold a value of time_words to what the others of its category look like."""
    others = [r["value"] for r in shipped_rows(LANGUAGE, "time_words") if r["category"] == line.cells["category"]]
    numbers = bool(others) and all(v.lstrip("-").isdecimal() for v in others)
    return f"value {line.cells['value']!r} is no whole number, as those of {line.cells['category']} are" * (
        numbers and not line.cells["value"].lstrip("-").isdecimal()
    )


def _never(column: Column, value: str) -> str:
    """Say why a row can never match a text."""
    if column.values == "word" and " " in value:
        return f"{column.name} {value!r} can never match: it is looked up word by word"
    if column.values in ("word", "words") and value != value.lower():
        return f"{column.name} {value!r} can never match: texts are looked up in small letters"
    return f"{column.name} {value!r} can never match: two blanks follow each other" if "  " in value else ""


def _taking(line: Line) -> Iterator[Finding]:
    if line.table.name == TYPES:
        yield line.finding(f"a type of your own needs no {REMOVE}; take the row out")
        return
    if not line.given:
        yield line.finding(f"{REMOVE} is yes and nothing says of what; that would be the whole table")
        return
    if not taken_away(line):
        words = {r[k] for r in shipped_rows(LANGUAGE, line.table.name) for k in line.table.keys[:1]}
        first = line.cells[line.table.keys[0]]
        yield line.finding(f"the shipped table has no such row to take away{near(first, words) if first and first not in words else ''}")


def taken_away(line: Line) -> list[dict[str, str]]:
    """Give the shipped rows that a row with `remove` takes away."""
    want = {n: v for n, v in line.cells.items() if v}.items()
    return [r for r in shipped_rows(LANGUAGE, line.table.name) if want <= r.items()]


def _types(folder: Folder) -> Iterator[Finding]:
    named = {x.cells["event"] for table in ("event_verbs", "event_nouns") for x in folder.of(table)}
    for line in folder.of(TYPES):
        name = line.cells["name"]
        if name in PLOVER.quad or name == COMMIT:
            yield line.finding(f"{name} is a type of PLOVER; choose another name")
        elif not line.remove and name not in named:
            yield line.finding(f"no row of event_verbs.csv or event_nouns.csv is of the type {name}", "useless")


def _said_twice(folder: Folder) -> Iterator[Finding]:
    """Find rows that say what a shipped row or an earlier line says."""
    gone = {id(r) for line in folder.lines if line.remove and line.given for r in taken_away(line)}
    shipped = {t: _by_key(t, gone) for t in {line.table.name for line in folder.lines} if t != TYPES}
    before: dict[tuple[str, tuple[str, ...], bool], Line] = {}
    for line in folder.lines:
        key = tuple(line.cells[k] for k in line.table.keys)
        other = before.setdefault((line.table.name, key, line.remove), line)
        if other is not line and other.cells == line.cells:
            yield line.finding(f"line {other.number} says the same", "useless")
        elif other is not line and not line.remove:
            yield line.finding(f"line {other.number} says otherwise of the same; keep one of them")
        elif not line.remove and (row := shipped.get(line.table.name, {}).get(key)) and all(row[n] == v for n, v in line.cells.items()):
            yield line.finding("the shipped table has this row", "useless")


def _by_key(table: str, gone: set[int]) -> dict[tuple[str, ...], dict[str, str]]:
    return {tuple(r[k] for k in tables()[table].keys): r for r in shipped_rows(LANGUAGE, table) if id(r) not in gone}


def in_place_of(line: Line) -> dict[str, str] | None:
    """Give the shipped row that a row says otherwise of: the user's counts."""
    want = {k: line.cells[k] for k in line.table.keys}.items()
    return next((r for r in shipped_rows(LANGUAGE, line.table.name) if want <= r.items()), None)


def _time_patterns(folder: Folder) -> Iterator[Finding]:
    if not (lines := [x for x in folder.of("time_patterns") if not x.remove]):
        return
    with use(lexicon_of(folder)):
        for line in lines:
            fault = fault_of(line.cells["pattern"])
            if fault:
                yield line.finding(f"pattern: {fault}")


