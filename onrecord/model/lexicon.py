"""A user's own rows beside the tables of a language, as read from a folder: handed from process to process, and known by their digest."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.record import OwnType

Row = tuple[tuple[str, str], ...]
"""A row as (column, value)."""
USERS = "user"
"""The source of a user's own rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Rows added to tables and taken from them, and types of events of the user's own. Made by `onrecord.lexicons.folder`."""

    digest: str
    """SHA-256 of what the rows say: the same rows, the same digest, whatever the folder is called and whatever else lies in it."""
    added: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    taken: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    """Table -> what a row must say to be taken away."""
    types: tuple[OwnType, ...] = ()
