"""What every text and every test asked of the conditions, and the records as they are.

A *unit* is a text that was read (by its key), or what a test asks beside reading (by its node id).
"""

from __future__ import annotations

import gc
import hashlib
import pickle
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evaluation.ablation import watch
from evaluation.ablation.importing import RULES
from evaluation.ablation.watch import Marks

if TYPE_CHECKING:
    from onrecord.model.document import BlockParse, Parser
    from onrecord.model.record import Record
    from onrecord.model.source import Anatomy
    from onrecord.pipeline import Reader

Read = Callable[["Reader", "Anatomy", "list[BlockParse]"], "Record"]


class Ledger:
    """Stands in for `Reader._read`: reads each text once, keeps its record and marks; in a trial reads anew only what may change."""

    def __init__(self, read: Read) -> None:
        self.really_read = read
        self.marks: dict[str, Marks] = {}
        self.records: dict[str, Record] = {}
        self.readers: dict[str, set[str]] = defaultdict(set)
        """Text -> the tests that read it."""
        self.inputs: dict[str, tuple[Reader, Anatomy, list[BlockParse]]] = {}
        self.unit = "import"
        self.keeping = True
        """May a record read for one test be given to another? Not to one that changes the rules as it runs."""
        self.to_change: set[str] | None = None
        """In a trial: the texts whose records may change."""

    def begin(self, unit: str) -> None:
        """Book what was marked until now on the unit before, and go on to this one."""
        self._book(self.unit, watch.take())
        self.unit = unit

    def _book(self, unit: str, marks: Marks) -> None:
        if any(m.size for m in marks):
            self.marks[unit] = marks.with_those(self.marks[unit]) if unit in self.marks else marks

    def read(self, reader: Reader, anatomy: Anatomy, parses: list[BlockParse]) -> Record:
        key = hashlib.sha256(pickle.dumps((anatomy, reader.settings))).hexdigest()
        if self.to_change is not None:
            return self.really_read(reader, anatomy, parses) if key in self.to_change or key not in self.records else self.records[key]
        if not self.keeping:
            return self.really_read(reader, anatomy, parses)
        self.readers[key].add(self.unit)
        if key not in self.records:
            self.inputs[key] = (reader, anatomy, parses)
            self._book(self.unit, watch.take())
            try:
                self.records[key] = self.really_read(reader, anatomy, parses)
            finally:
                self._book(key, watch.take())
        return self.records[key]

    def again(self, key: str) -> Record:
        """Read a text anew."""
        return self.really_read(*self.inputs[key])


class KeptParser:
    """Keeps every parse in memory: a process forked off this one can't run the model."""

    def __init__(self, inner: Parser) -> None:
        self.inner, self.name = inner, inner.name
        self.parses: dict[str, BlockParse] = {}

    def parse_blocks(self, blocks: Sequence[str]) -> list[BlockParse]:
        missing = [b for b in dict.fromkeys(blocks) if b not in self.parses]
        if missing:
            self.parses.update(zip(missing, self.inner.parse_blocks(missing), strict=True))
        return [self.parses[b] for b in blocks]


class Outcomes:
    """For every condition, the units in which it was true, was false, decided."""

    def __init__(self, ledger: Ledger, count: int) -> None:
        self.true, self.false, self.decided = ([[] for _ in range(count)] for _ in range(3))
        for unit, marks in ledger.marks.items():
            for table, numbers in zip((self.true, self.false, self.decided), marks, strict=True):
                for number in numbers:
                    table[number].append(unit)
        self.tables = [set(map(int, m)) for m in watch.tables]

    def units(self, number: int, force: bool | None) -> list[str]:
        """Give the units in which a condition dropped (`force` None) or forced may change something."""
        table = self.decided if force is None else self.false if force else self.true
        return table[number]

    def in_tables(self, number: int, force: bool | None) -> bool:
        """Does it decide what is remembered across texts?"""
        return number in self.tables[2 if force is None else 1 if force else 0]


def caches() -> list[Callable[[], None]]:
    """Give what empties each cache of the rules and the tests."""
    kept = [o for o in gc.get_objects() if type(o).__name__ == "_lru_cache_wrapper"]
    return [o.cache_clear for o in kept if str(getattr(o, "__module__", "")).startswith((*RULES, "tests", "test_"))]
