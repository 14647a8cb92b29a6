"""Actor phrases ("Saudi troops"): is the country, and is the sector, that of the gold?"""

from __future__ import annotations

from typing import Any


def score_actors(gold: list[dict[str, Any]], records: dict[str, Any]) -> dict[str, Any]:
    """Score phrases read as one-line reports: the share whose first actor has the gold's country, and sector where gold gives one."""
    hits, totals = {"country": 0, "sector": 0}, {"country": 0, "sector": 0}
    for row in gold:
        actors = records.get(str(row["id"]), {}).get("actors", [])
        for want in row["expected"]:
            for ours, theirs in (("country", "country"), ("sector", "role")):
                if want.get(theirs):
                    totals[ours] += 1
                    hits[ours] += any(a.get(ours) == want[theirs] for a in actors)
    return {k: round(100 * hits[k] / totals[k], 1) if totals[k] else 0.0 for k in hits}
