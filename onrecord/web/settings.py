"""What a server was started with, in one frozen class."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model.lexicon import Lexicon

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How one archive is served."""

    archive: Path
    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    """Host names under which the server may be asked, beside the loopback ones and `host`."""
    base_url: str | None = None
    """The address that readers know the server by, without a last slash (see `public.read_base_url`); None: the one that is asked."""
    token: str | None = None
    """What a visitor must show; needed for anything beyond loopback."""
    edit: bool = False
    """Whether people may judge and correct items."""
    model: str | None = None
    lexicon: Lexicon | None = None
    """The words of the user's own that texts are read with."""
    body_bytes: int = 2_000_000
    """Largest request body: a long report is 100 kB, a long page 1 MB."""
    body_seconds: float = 20.0
    """How long a request's body may take to arrive."""
    answer_seconds: float = 20.0
    """How long one answer may ask the archive; a list that is written out has `stream_seconds`."""
    stream_seconds: float = 1800.0
    read_seconds: float = 60.0
    """How long the reading of a text handed over may take."""
    in_flight: int = 200
    """Requests worked on or waiting at once; more are asked to come again (429)."""
    rate: float | None = None
    """Requests a second of one visitor, in the long run; None: no limit on loopback, 50 elsewhere."""
    page_rows: int = 50
    static: bool = False
    """Whether the pages are written to files, where nothing can be asked (`site.py`)."""
    secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    """Signs forms and sessions; new with each start."""

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def rate_limit(self) -> float | None:
        return self.rate if self.rate is not None else None if self.loopback else 50.0
