"""Attacks where there are some, and none where there are none: the daily items of an encyclopaedia, by the heading they stand under.

Items under disasters, sport, science, arts and health should give no ASSAULT; those under armed conflicts that tell of killed people
should. Headings are the editors' and no gold: a shooting at a concert may stand under arts. A fixed third of the items is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

QUIET = frozenset(
    {
        "Arts and Culture", "Arts and culture", "Disasters and accidents", "Disasters and incidents", "Health and environment",
        "Science and technology", "Sports",
    }
)  # fmt: skip
ARMED = "Armed conflicts and attacks"
KILLED = re.compile(r"\b(?:kill(?:s|ed|ing)?|dead|deaths?|die[sd]?)\b", re.I)
ATTACK = re.compile(
    r"\b(?:attack|shoot|shot|gun|bomb|stab|murder|terror|strike|missile|drone|kidnap|assault|militant|rebel|war\b|rocket|arson|assassin|riot"
    r"|clash|massacre|explosive|airstrike)",
    re.I,
)
"""Words without which hardly anybody tells of an attack."""
PARTS = 3
"""One item of so many is read, by the digest of its id."""

Row = dict[str, Any]


def chosen(rows: Iterable[Row]) -> list[Row]:
    """Give the items that are read."""
    return [r for r in rows if (_quiet(r) or _armed(r)) and _third(str(r["id"]))]


def score_acts(rows: Iterable[Row], records: Mapping[str, Any]) -> dict[str, Any]:
    """Give the share of quiet items without an ASSAULT, of those without a word of attack likewise, and of deadly conflicts with one."""
    counts = {"quiet": [0, 0], "plain": [0, 0], "armed": [0, 0]}
    for row in rows:
        record = records.get(str(row["id"]), {"events": []})
        attacked = any(e["plover"]["event"] == "ASSAULT" for e in record["events"])
        for name, asked, good in (
            ("quiet", _quiet(row), not attacked),
            ("plain", _quiet(row) and not ATTACK.search(row["text"]), not attacked),
            ("armed", _armed(row), attacked),
        ):
            counts[name][0] += asked and good
            counts[name][1] += asked
    return {name: round(100 * good / of, 2) if of else 0.0 for name, (good, of) in counts.items()} | {"counts": counts}


def _quiet(row: Row) -> bool:
    return row["category"] in QUIET


def _armed(row: Row) -> bool:
    return row["category"] == ARMED and KILLED.search(row["text"]) is not None


def _third(key: str) -> bool:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % PARTS == 0
