"""Texts for the properties: our own reports cut up and put together again, with odd characters thrown in."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

REPORTS = sorted((Path(__file__).parents[1] / "reports").glob("*.txt"))
PARAGRAPHS = [p for path in REPORTS for p in path.read_text("utf-8").split("\n\n") if p.strip()]
ODD = [
    "\u202e", "\u200b", "\u00ad", "\x00", "\ufeff", "\u0301" * 9, "ﬁ", "İ", "ŉ", "\U0001f600", "\ufdfa", "((((", "“", "”", '"', "‘", "’", "«",
    "—", "\r\n", "\n\n", "\t", "\u2028", "$", "1,000", "1e99", "31 February", "yesterday", "he said", "not", "٣", "Ⅷ",
]  # fmt: skip

settings.register_profile("pipeline", max_examples=25, deadline=None, derandomize="CI" in os.environ, suppress_health_check=list(HealthCheck))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Give a report-like text."""
    paragraphs = draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=5))
    text = "\n\n".join(paragraphs)
    for odd in draw(st.lists(st.sampled_from(ODD), max_size=6)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + odd + text[at:]
    cut = draw(st.integers(0, len(text) - 1)) if draw(st.booleans()) else 0
    return text[cut:] if text[cut:].strip() else text
