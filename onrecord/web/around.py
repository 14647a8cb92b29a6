"""What rows need beside their own columns to be read: the name of an untitled report, the words around a figure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from onrecord.store import Archive
from onrecord.store.query import Row

NAME, CONTEXT = 76, 70


def with_names(archive: Archive, rows: Sequence[Row]) -> None:
    """Give each row of a report without a title its first words as `name`, every other row its title."""
    missing = {row.get("report") or row["id"] for row in rows if not row["title"]}
    names = {id: first_words(archive, id) for id in missing}
    for row in rows:
        if "name" in row:
            row["name_of"] = row["name"]  # an actor's or a place's own
        row["name"] = row["title"] or names.get(row.get("report") or row["id"]) or "Report without words"


def first_words(archive: Archive, id: str) -> str:
    """Give the first words of a report's running text."""
    found = archive.db.execute("select substr(text, 1, 6000), parts from report where id = ?", (id,)).fetchone()
    if found is None:
        return ""
    text = str(found[0])
    parts = {str(k): (int(a), int(b)) for k, a, b in reversed(json.loads(str(found[1])))}
    start, end = parts.get("standfirst") or parts.get("body") or (0, len(text))
    words = " ".join(text[start:end][: 4 * NAME].split())
    return words if len(words) <= NAME else words[:NAME].rsplit(" ", 1)[0] + " …"


def add_words(archive: Archive, kind: str, rows: Sequence[Row]) -> None:
    """Add what a kind's rows are shown with: `context` (before, words, after) of figures and times, `holds` of reports."""
    for row in rows:
        if kind in ("figures", "times"):
            row["context"] = around(archive, row)
        elif kind == "reports":
            row["holds"] = _holds(archive, row["id"])
        elif kind in ("events", "mentions"):
            row["marked"] = in_sentence(row["sentence"], row["trigger"])


def around(archive: Archive, row: Row) -> tuple[str, str, str]:
    """Give the words of an item with those before and after it in its report."""
    start, end = max(0, row["start"] - CONTEXT), row["end"] + CONTEXT
    found = archive.db.execute("select substr(text, ?, ?) from report where id = ?", (start + 1, end - start, row["report"])).fetchone()
    text = str(found[0]) if found else ""
    at = row["start"] - start
    before, words, after = text[:at], text[at : at + row["end"] - row["start"]], text[at + row["end"] - row["start"] :]
    before, after = before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]
    if len(before) == CONTEXT and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if len(after) == CONTEXT and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    return before, words, after


def in_sentence(sentence: str, trigger: str) -> list[tuple[str, bool]]:
    """Cut a sentence at the words that tell an event."""
    out: list[tuple[str, bool]] = []
    at = 0
    for words in trigger.split(" … "):
        found = sentence.find(words, at)
        if found >= 0 and words:
            out += [(sentence[at:found], False), (words, True)]
            at = found + len(words)
    return [*out, (sentence[at:], False)]


def _holds(archive: Archive, id: str) -> dict[str, int]:
    sql = """select (select count(*) from statement where report = r.n), (select count(*) from event where report = r.n),
        (select count(*) from figure where report = r.n) from report r where id = ?"""
    return dict(zip(("statement", "event", "figure"), archive.db.execute(sql, (id,)).get, strict=True))
