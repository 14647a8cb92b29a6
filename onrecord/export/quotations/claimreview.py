"""The answer on a quotation as schema.org ClaimReview (JSON-LD), as fact-checkers publish it.

The rating says how the words asked for stand to what the archive's reports have; where nothing was found there is no number, as an
archive that lacks a quotation proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.export.quotations.words import LABELS, first_words, sentence

if TYPE_CHECKING:
    from onrecord.compare.quotations.check import Appearance, QuoteAnswer

RATINGS = {"exact": 5, "spelling": 5, "cut": 4, "paraphrase": 3, "altered": 2, "other_speaker": 1, "about": 1, "report": 1}
"""From 5 (said so) to 1 (not theirs)."""


def claim_review(answer: QuoteAnswer, *, day: str | None, reviewer: str | None = None, url: str | None = None) -> dict[str, Any]:
    """Give a ClaimReview. `day`: on which the archive was asked (ISO); `reviewer`, `url`: who publishes the review, and where."""
    said_by = answer.speaker or (answer.best.statement["speaker"] if answer.best else None)
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": LABELS[answer.verdict].capitalize(), "ratingExplanation": _why(answer)}
    if answer.verdict in RATINGS:
        rating |= {"ratingValue": RATINGS[answer.verdict], "bestRating": 5, "worstRating": 1}
    claim: dict[str, Any] = {"@type": "Claim", "author": {"@type": "Person", "name": said_by} if said_by else None}
    if answer.first is not None:
        claim |= {
            "datePublished": answer.first.match.statement["published"], "firstAppearance": _work(answer.first),
            "appearance": [_work(a) for a in answer.spread],
        }  # fmt: skip
    review: dict[str, Any] = _bare({
        "@context": "https://schema.org", "@type": "ClaimReview", "url": url, "datePublished": day, "claimReviewed": answer.words,
        "itemReviewed": claim, "reviewRating": rating,
        "author": {"@type": "Organization" if reviewer else "SoftwareApplication", "name": reviewer or f"onrecord {__version__}"},
    })  # fmt: skip
    return review


def _why(answer: QuoteAnswer) -> str:
    changes = answer.best.changes if answer.best and answer.best.wording in ("cut", "altered") else ()
    differ = "; ".join(f"asked “{c.asked}”, said “{c.said}”" for c in changes)
    return " ".join(filter(None, [sentence(answer), first_words(answer), f"Where the words differ: {differ}." if differ else ""]))


def _work(appearance: Appearance) -> dict[str, Any]:
    row = appearance.match.statement
    return {
        "@type": "NewsArticle", "@id": row["url"] or f"urn:sha256:{row['report']}", "url": row["url"], "headline": row["title"],
        "datePublished": row["published"], "publisher": {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None,
        "hasPart": {
            "@type": "Quotation" if row["form"] in ("direct", "mixed") else "Statement", "text": appearance.match.said,
            "creator": {"@type": "Person", "name": row["speaker"]} if row["speaker"] else None,
        },
    }  # fmt: skip


def _bare(value: Any) -> Any:
    """Leave out what is not known."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if v is not None and v != []}
    return [_bare(v) for v in value] if isinstance(value, list) else value
