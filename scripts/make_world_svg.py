"""Makes onrecord/web/static/world.svg, the outlines behind maps, from world-atlas (Natural Earth, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/make_world_svg.py package/countries-50m.json onrecord/web/static/world.svg onrecord/web/country_labels.csv

Coordinates are hundredths of a degree, longitude to the right, latitude downwards: pages place points on it without a projection. The
CSV says where a country's name may stand, in degrees: the middle of its largest piece of land, and how large that is.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

TOLERANCE = 7.0
"""Hundredths of a degree that a simplified outline may lie beside the true one: eight kilometres."""
SMALLEST = 10
"""Islands whose outline would measure less across are left out."""
SMALLEST_NAMED = 60
"""Countries that measure less across bear no name on any map."""
Point = tuple[float, float]


def main(source: Path, target: Path, labels: Path) -> None:
    """Write the outlines of land and of borders, and the places of names."""
    topology = json.loads(source.read_text())
    arcs = [simplify(arc) for arc in decoded(topology)]
    rings = [list(ring_arcs) for shape in topology["objects"]["countries"]["geometries"] for ring_arcs in rings_of(shape)]
    used = Counter(a if a >= 0 else ~a for ring in rings for a in ring)
    land = [path for ring in rings if (path := drawn(joined(ring, arcs), close=True))]
    borders = [path for n, times in sorted(used.items()) if times > 1 and (path := drawn(arcs[n], close=False))]
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-18000 -9000 36000 18000">'
        f'<path id="land" d="{"".join(land)}"/>'
        f'<path id="borders" fill="none" vector-effect="non-scaling-stroke" d="{"".join(borders)}"/></svg>\n'
    )
    with labels.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("name", "lon", "lat", "size", "source"))
        for shape in sorted(topology["objects"]["countries"]["geometries"], key=lambda s: str(s["properties"]["name"])):
            x, y, size = max((middle(joined(ring, arcs)) for ring in rings_of(shape)), key=lambda m: m[2])
            if size >= SMALLEST_NAMED:
                writer.writerow((shape["properties"]["name"], round(x / 100, 1), round(-y / 100, 1), round(size / 100, 1), "Natural Earth"))


def middle(points: list[Point]) -> tuple[float, float, float]:
    """Give the centre of gravity of a ring and the side of a square of its area."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise([*points, points[0]]):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return (x / (3 * area), y / (3 * area), abs(area / 2) ** 0.5) if area else (0.0, 0.0, 0.0)


def decoded(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Give the arcs in hundredths of a degree."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((100 * (x * sx + tx), -100 * (y * sy + ty)))
        yield points


def rings_of(shape: dict[str, Any]) -> Iterator[list[int]]:
    """Give the rings of a polygon or of several, as numbers of arcs."""
    for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"] if shape["type"] == "MultiPolygon" else []:
        yield from polygon


def joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Give the points of a ring; an arc with a negative number is walked backwards."""
    points: list[Point] = []
    for n in ring:
        points += arcs[n] if n >= 0 else arcs[~n][::-1]
    return points


def simplify(points: list[Point]) -> list[Point]:
    """Leave out points that the line hardly needs (Douglas and Peucker 1973)."""
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    if points[0] == points[-1] and len(points) > 3:  # a closed line is cut in two
        middle = max(range(len(points)), key=lambda n: distance(points[n], points[0], points[0]))
        keep.add(middle)
        waiting = [(0, middle), (middle, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda n: distance(points[n], points[first], points[last]))
        if distance(points[far], points[first], points[last]) > TOLERANCE:
            keep.add(far)
            waiting += [(first, far), (far, last)]
    return [points[n] for n in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Give the distance of a point from a line."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    t = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return float(((x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2) ** 0.5)


def drawn(points: list[Point], *, close: bool) -> str:
    """Write a line as an SVG path of whole numbers, relative to save space."""
    whole = [(round(x), round(y)) for x, y in points]
    whole = [p for n, p in enumerate(whole) if n == 0 or p != whole[n - 1]]
    width, height = (max(p[i] for p in whole) - min(p[i] for p in whole) for i in (0, 1))
    if len(whole) < 2 or (close and (len(whole) < 4 or max(width, height) < SMALLEST)):
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(whole)]
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}".replace(" -", "-") + ("z" if close else "")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
