"""Method: what was measured, on which sets, and what the program does not do. The figures are those of `evaluation/floors.json`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from onrecord.store import Archive
from onrecord.store.query import Row
from onrecord.web.view import View, add_view

HERE = Path(__file__).parents[1] / "measured"
SOURCE = Path(__file__).parents[3] / "evaluation"
"""In an installed package the evaluation's tables lie beside this one (pyproject.toml copies them), in a checkout where they are kept."""
GROUPS = (
    ("quotes", "Who said what"), ("time", "Dates and times"), ("events", "Events"), ("actors", "Parties"), ("victims", "Victims"),
    ("pages", "Reading web pages"), ("copies", "Copies"), ("stories", "Stories"), ("model", "The language model"),
)  # fmt: skip


def routes() -> list[Route]:
    """Give the page."""
    out: list[Route] = []
    add_view(out, "/method", method)
    return out


def method(archive: Archive, request: Request) -> View:
    """Show every measure with its floor."""
    found = measures()
    groups = [(title, [m for m in found if m["id"].split(".")[0] == name]) for name, title in GROUPS]
    known = {name for name, _ in GROUPS}
    groups.append(("Other measures", [m for m in found if m["id"].split(".")[0] not in known]))
    read_by = [
        {"version": v, "model": m, "reports": n}
        for v, m, n in archive.db.execute("select version, model, count(*) from record group by 1, 2 order by 1, 2")
    ]
    return View(
        title="Method", template="method.html", kind="measures", rows=lambda: iter(found),
        context={"groups": [g for g in groups if g[1]], "read_by": read_by},
    )  # fmt: skip


@cache
def measures() -> list[Row]:
    """Give the measures: what, on which set, at least how much, the best known elsewhere."""
    return list(_read())


def _read() -> Iterator[Row]:
    floors: dict[str, Any] = json.loads(_text("floors.json") or "{}")
    for row in csv.DictReader(StringIO(_text("measures.csv"))):
        floor = floors.get("floors", {}).get(row["id"])
        if floor is None:
            continue
        set_, _, what = row["title"].rpartition(": ")
        yield {
            "id": row["id"], "set": set_, "measure": what, "at_least": floor, "best_known": row["best_known"],
            "gold_sha256": floors.get("gold", {}).get(row["suite"], ""),
        }  # fmt: skip


def _text(name: str) -> str:
    file = next((folder / name for folder in (HERE, SOURCE) if (folder / name).is_file()), None)
    return file.read_text("utf-8") if file else ""
