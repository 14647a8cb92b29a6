"""Pages that stand where a report should: errors, blocks, consent, log-in. A crawler keeps them as if they were reports.

They are short, and speak to the reader of the page itself. One sign may stand in a report as well (a site that was blocked, a law on
cookies), so it takes two: a line that says nothing else, and words that go with it, or three such words.
"""

from __future__ import annotations

import re

from onrecord.lang import per_language, rows
from onrecord.text import fold, line_spans

MAX_WORDS = 160
"""Words of the longest such page; what is longer is about something."""
FEW_WORDS = 14
"""Words up to which a line alone is enough ("403 Forbidden", "nginx")."""
WITHIN = 3
_STATUS = re.compile(r"^(?:error |http |http error )?[45]\d\d(?: error)?\b *| [45]\d\d$")


def wall(text: str) -> str | None:
    """Give what a text is instead of a report ("a block page"); None where it may be a report."""
    if len(text) > 12 * MAX_WORDS or len(text.split()) > MAX_WORDS:
        return None
    lines = [fold(text[a:b]) for a, b in line_spans(text)]
    kinds = [kind for line in lines if line and (kind := _line_kind(line))]
    plain = f" {' '.join(lines)} "
    within = [kind for phrase, kind in _phrases("within").items() if f" {phrase} " in plain]
    if kinds and (within or len(text.split()) <= FEW_WORDS):
        return kinds[0]
    return within[0] if len(within) >= WITHIN else None


def _line_kind(line: str) -> str | None:
    bare = _STATUS.sub("", line).strip()
    if not bare:
        return "an error page" if bare != line else None
    return _phrases("line").get(bare)


@per_language
def _phrases(match: str) -> dict[str, str]:
    return {row["phrase"]: row["kind"] for row in rows("page_walls") if row["match"] == match}
