"""One verb for several counts: "killed 10 soldiers and five civilians", "10 soldiers and five civilians were killed"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from onrecord.model.drafts import FigureDraft

_BETWEEN = re.compile(
    r"(?:,| and|, and|,? along with|,? as well as)(?: another| a further| the| his| her| their)?\s\Z"
)
MAX_GAP = 60
"""Characters between the end of one counted noun and the next number; more is another clause."""


def share_measures(text: str, drafts: Sequence[FigureDraft]) -> None:
    """Give a figure without a measure that of the neighbour it is coordinated with. Changes the drafts in place."""
    for left, right in itertools.pairwise(drafts):
        between = text[left.span[1] : right.span[0]]
        if "money" in right.rule and between in (" or ", ", or ") and right.bound == "exactly":
            right.bound = left.bound  # "about $8,000 or €7,000"
        if right.measure is None and left.measure is not None and right.of is None and _coordinated(text, left, right):
            _copy(left, right)
    for n in range(len(drafts) - 2, -1, -1):
        left, right = drafts[n], drafts[n + 1]
        if left.measure is None and right.measure is not None and left.of is None and _follows(right) and _coordinated(text, left, right):
            _copy(right, left)


def _follows(figure: FigureDraft) -> bool:
    return figure.governor is not None and figure.head is not None and figure.governor.i > figure.head.i


def _coordinated(text: str, left: FigureDraft, right: FigureDraft) -> bool:
    end = max(left.span[1], left.head.end if left.head is not None else 0)
    if left.head is None or not 0 < right.span[0] - end <= MAX_GAP or left.unit in ("percent",) or right.head is None:
        return False
    if left.head.sentence is not right.head.sentence:
        return False
    return _BETWEEN.fullmatch(text, end, right.span[0]) is not None


def _copy(source: FigureDraft, target: FigureDraft) -> None:
    target.measure, target.governor = source.measure, source.governor
    target.rule = f"{target.rule.rsplit('/count', 1)[0]}/count/shared"
