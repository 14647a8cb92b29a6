"""A language: its tables, and the few questions about words that no table answers.

A second language is a folder `lang/<code>/` with the tables of `lang/tables.csv` and a subclass that answers these questions
(docs/languages.md lists both).
"""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from onrecord.model.lexicon import Lexicon
from onrecord.model.record import OwnType

HERE = Path(__file__).parent
Rows = tuple[dict[str, str], ...]
Number = Literal["sing", "plur"]


@cache
def shipped_rows(code: str, table: str) -> Rows:
    """Give the rows of `lang/<code>/<table>.csv` as they are shipped; none where there is no such table."""
    path = HERE / code / f"{table}.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


class Language(ABC):
    """The tables of a language, with a user's own rows where there are any, and what its words look like."""

    code: ClassVar[str]

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon
        self.own_types: dict[str, OwnType] = {t.name: t for t in lexicon.types} if lexicon else {}
        """The user's own types of events by name."""
        self._added = dict(lexicon.added) if lexicon else {}
        self._taken = dict(lexicon.taken) if lexicon else {}
        self._rows: dict[str, Rows] = {}

    def rows(self, table: str) -> Rows:
        """Give the rows of a table: the shipped ones without what the user took away, then the user's own."""
        if table not in self._rows:
            taken = [dict(row).items() for row in self._taken.get(table, ())]
            kept = (r for r in shipped_rows(self.code, table) if not any(what <= r.items() for what in taken))
            self._rows[table] = (*kept, *map(dict, self._added.get(table, ())))
        return self._rows[table]

    @abstractmethod
    def verb_forms(self, lemma: str) -> list[str]:
        """Give every form of a verb; one too many hurts nobody."""

    @abstractmethod
    def noun_forms(self, lemma: str) -> list[str]:
        """Give the forms of a noun, its base form first."""

    @abstractmethod
    def base_nouns(self, word: str) -> list[tuple[str, Number]]:
        """Give the base forms that a noun in small letters may be a form of, itself first, with the number it then has."""

    @abstractmethod
    def singular(self, word: str) -> str:
        """Give the singular of a counted noun as it is written."""

    @abstractmethod
    def is_plural(self, word: str) -> bool:
        """Say whether a noun as it is written is a plural by its form."""

    @abstractmethod
    def stem(self, word: str) -> str:
        """Give what a word in small letters shares with others that tell of the same act."""

    @abstractmethod
    def is_small(self, word: str) -> bool:
        """Say whether a word in small letters tells nothing beside others."""
