"""What every export says of itself: the question it answers, and what made the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an export comes from. `query` holds the kind of row and the filters, as the command line names them."""

    query: Mapping[str, object]
    archive: str
    until: int
    """Number of the archive's last change that the export holds: `--since` that number gives what came after."""
    program: str = field(default=f"onrecord {__version__}")
    record_format: str = "onrecord/1"
    base: str | None = None
    """Where the archive is served, without a last slash: entries of a feed lead to their pages there."""
    page: str | None = None
    """The path below `base` of the page that shows the query, and of the feed itself."""
    feed: str | None = None
    title: str | None = None
    """What a feed is called; none: the kind of its rows."""

    def as_dict(self) -> dict[str, object]:
        """Give it as plain JSON values."""
        return {
            "query": dict(self.query),
            "archive": self.archive,
            "until": self.until,
            "program": self.program,
            "format": self.record_format,
        }
