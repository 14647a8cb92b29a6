"""Does a confidence mean what it says? Of the items that a record gives with 0.8 to 0.9, how many a careful reader holds too.

The fixed scorer of whole reports decides what is right; it is asked for every item that counts, and nothing is kept of an item but its
confidence and whether it was right. Statements are held to their words and actors to being found, as the judges are that give the
confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

KINDS = {"events: type": "events", "statements: content": "statements", "actors: found": "actors"}
"""The scorer's counts that ask whether an item belongs on record at all, and what they count."""
BINS = ((0.0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))

Answers = list[tuple[float, bool]]


def confidence(scorer: ModuleType, gold: Iterable[dict[str, Any]], records: Mapping[str, Any]) -> dict[str, Any]:
    """Give for each kind of item how many were right by how sure the records are, and how far the two lie apart on the whole.

    `scorer` is a fresh copy of gold/scorers/reports.py: its `tally`, which is told of every item, is listened to.
    """
    answers: defaultdict[str, Answers] = defaultdict(list)
    names: dict[int, str] = {}
    tally = scorer.tally

    def listening(count: Any, given: Any, wanted: Any, taken: Any, best: Any, right: Any, name: Any) -> None:
        kind = names.get(id(count))
        if kind is not None:
            answers[kind] += _answers(given, wanted, taken, best)
        tally(count, given, wanted, taken, best, right, name)

    scorer.tally = listening  # type: ignore[attr-defined]
    for row in gold:
        counts = defaultdict(scorer.Count)
        names = {id(counts[count]): kind for count, kind in KINDS.items()}
        scorer.report(row, records.get(str(row["id"])), counts, defaultdict(list))
    return {kind: by_bin(answers[kind]) for kind in KINDS.values()}


def _answers(given: list[Any], wanted: list[Any], taken: Mapping[int, int], best: Mapping[int, int]) -> Answers:
    """Give confidence and truth of each item that counts: what is paired with gold, or repeats it, counts where gold is sure of its own."""
    out = []
    for i, item in enumerate(given):
        j = taken.get(i, best.get(i))
        if item.get("confidence") is not None and (j is None or wanted[j].get("core", True)):
            out.append((float(item["confidence"]), i in taken))
    return out


def by_bin(answers: Answers) -> dict[str, Any]:
    """Give right, given and their share in each bin, and `meant`: 100 less the mean distance between share and confidence in the bins."""
    out: dict[str, Any] = {}
    apart = 0.0
    for low, high in BINS:
        inside = [(c, right) for c, right in answers if low <= c < high or c == high == BINS[-1][1]]
        if inside:
            right = sum(r for _, r in inside)
            out[f"{low:g}-{high:g}"] = {"right": right, "given": len(inside), "share": round(100 * right / len(inside), 1)}
            apart += abs(right - sum(c for c, _ in inside))
    return {**out, "meant": round(100 - 100 * apart / len(answers), 1) if answers else 0.0}


def lines(results: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Lay out how many were right by confidence, a line a suite and kind."""
    return [
        f"  {suite}: {kind} by confidence, right of given: "
        + ", ".join(f"{name} {b['right']}/{b['given']} ({b['share']:.0f} %)" for name, b in bins.items() if name != "meant")
        for suite, scores in results.items()
        for kind, bins in scores.get("confidence", {}).items()
    ]
