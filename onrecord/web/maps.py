"""Places on a map, drawn without a script: the stretch of the world that holds them all, and a numbered mark for each.

The outlines (static/world.svg) are in hundredths of a degree. A view is stretched by the cosine of its middle latitude, so that
shapes and distances near the middle are true.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from onrecord.store import Archive
from onrecord.store.clock import now
from onrecord.web.across import among
from onrecord.web.moments import VISIBLE

LEAST = 12.0
"""Degrees of latitude that a view shows at least: below that the outlines are too coarse to tell where one is."""
ASPECT = 2.0
MARGIN = 0.18
WORLD = Path(__file__).parent / "static" / "world.svg"
LABELS = Path(__file__).with_name("country_labels.csv")
WIDE = 0.33
"""Width of a letter of a country's name, beside a mark's size."""
MOST = 40
"""Marks drawn; the list below the map holds all places."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the map: its number in the list, and where it stands, in the view's units."""

    number: int
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """A view of the world: its box in units of the drawing, the stretch of longitudes, and its marks."""

    box: tuple[float, float, float, float]
    stretch: float
    size: float
    """A mark's size in these units."""
    marks: tuple[Mark, ...]
    names: tuple[tuple[str, float, float], ...]
    """Countries that are large enough in this view to bear their name, with where it stands."""


def places_of(archive: Archive, reports: Sequence[int]) -> list[dict[str, Any]]:
    """Give the places that these reports (by number) name, most often named first: name, country, where, and in which reports."""
    sql = f"""select max(p.name), max(p.country), p.geonames, p.lat, p.lon, count(distinct p.report), group_concat(r.id || '#' || p.id, ' ')
        from place p join report r on r.n = p.report where p.report {among} and {VISIBLE} and p.lat is not null and p.judged is not 'wrong'
        group by coalesce(p.geonames, p.name), p.lat, p.lon order by 6 desc, 1"""
    names = ("place", "country", "geonames", "lat", "lon", "reports", "mentions")
    found = [dict(zip(names, row, strict=True)) for row in archive.db.execute(sql, (list_of(reports), now()))]
    for row in found:
        row["mentions"] = sorted(row["mentions"].split())
    return found


def list_of(numbers: Sequence[int]) -> str:
    """Write numbers for `among`."""
    return str(list(numbers))


def make_map(places: Sequence[dict[str, Any]]) -> Map | None:
    """Lay out the first places of a list; None where there is none."""
    shown = places[:MOST]
    if not shown:
        return None
    west, east = _span([float(p["lon"]) for p in shown])
    lats = [float(p["lat"]) for p in shown]
    south, north = min(lats), max(lats)
    middle = (south + north) / 2
    stretch = max(0.3, math.cos(math.radians(middle)))
    height = max((north - south) * (1 + 2 * MARGIN), (east - west) * (1 + 2 * MARGIN) * stretch / ASPECT, LEAST)
    height = min(height, 150.0)
    width = height * ASPECT
    top = min(85.0, max(middle + height / 2, -60.0 + height))
    left = (west + east) / 2 * stretch - width / 2
    marks = [
        Mark(number, str(p["place"]), round(100 * _near(float(p["lon"]), (west + east) / 2) * stretch, 1), round(-100 * float(p["lat"]), 1))
        for number, p in enumerate(shown, 1)
    ]
    box = (round(100 * left, 1), round(-100 * top, 1), round(100 * width, 1), round(100 * height, 1))
    size = height * 100 / 22
    placed = tuple(_apart(marks, size))
    return Map(box, round(stretch, 4), round(size, 1), placed, tuple(_names(box, stretch, size, placed)))


@cache
def world() -> Markup:
    """Give the outlines of land and borders as elements of a drawing."""
    svg = WORLD.read_text("utf-8")
    return Markup(svg[svg.index("<path") : svg.rindex("</svg>")])


@cache
def _labels() -> tuple[tuple[str, float, float, float], ...]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return tuple((r["name"], float(r["lon"]), float(r["lat"]), float(r["size"])) for r in csv.DictReader(file))


def _names(
    box: tuple[float, float, float, float], stretch: float, size: float, marks: Sequence[Mark]
) -> Iterator[tuple[str, float, float]]:
    """Give the names that fit into their countries and lie on no mark."""
    left, top, width, height = box
    for name, lon, lat, extent in _labels():
        half = len(name) * size * WIDE / 2
        x = 100 * _near(lon, (left + width / 2) / stretch / 100) * stretch
        y = -100 * lat
        inside = left + half < x < left + width - half and top + size < y < top + height - size
        if inside and 2 * half < 130 * extent * stretch and all(abs(m.x - x) > half + size / 2 or abs(m.y - y) > size * 0.8 for m in marks):
            yield name, round(x, 1), round(y, 1)


def _span(lons: Sequence[float]) -> tuple[float, float]:
    """Give the shortest stretch of longitudes that holds all: it may begin in the west and end beyond 180 degrees."""
    ordered = sorted(set(lons))
    gaps = [(b - a, n) for n, (a, b) in enumerate(zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True))]
    _, n = max(gaps)
    start = ordered[(n + 1) % len(ordered)]
    end = ordered[n]
    return (start, end) if end >= start else (start, end + 360)


def _near(lon: float, middle: float) -> float:
    """Give a longitude on the side of the view."""
    return lon + 360 if lon < middle - 180 else lon - 360 if lon > middle + 180 else lon


def _apart(marks: Sequence[Mark], size: float) -> list[Mark]:
    """Move marks that would lie on one another to the side, the later ones."""
    out: list[Mark] = []
    for mark in marks:
        x, y = mark.x, mark.y
        for turn in range(1, 40):
            if all(math.hypot(x - o.x, y - o.y) >= size * 0.92 for o in out):
                break
            angle, reach = turn * 2.4, size * 0.55 * math.sqrt(turn)
            x, y = mark.x + reach * math.cos(angle), mark.y + reach * math.sin(angle)
        out.append(Mark(mark.number, mark.name, round(x, 1), round(y, 1)))
    return out
