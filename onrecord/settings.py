"""Options of a reading, in one frozen class."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.lexicon import Lexicon

DEFAULT_MAX_CHARS = 20_000_000
"""Reports longer than this are refused (TOO_LARGE): the longest news documents met in archives are under 1 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Options of a reading. `model`: None for the shipped pipeline, else the name or path of any spaCy pipeline with UD labels."""

    published: str | None = None
    model: str | None = None
    max_chars: int = DEFAULT_MAX_CHARS
    language: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    """Which column of a table (CSV) holds which field, as (field, column name); the usual names need none."""
    office_table: str | None = None
    """Who holds which office, for persons of whom a report gives the name alone: None for the shipped table, a CSV file, or "none"."""
    seconds: int = 30
    """Processor time that a report of half a million characters may take in a process of its own, a longer one in proportion. Ordinary
    reports take a tenth of a second; half a million characters some ten."""
    megabytes: int = 1_000
    """Memory by which that process may grow over a report, beyond the loaded model."""
    apart: bool = False
    """Whether documents are handed on as they came (`Unread`), for such a process to take apart."""
    lexicon: Lexicon | None = None
    """The user's own rows and types of events beside the shipped tables (`onrecord.lexicons.folder.read_folder`)."""
