"""The pass over tests and texts, as a plugin of the test runner: it has the tests, their fixtures and the loaded reader in one process."""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import pytest
from _pytest.runner import runtestprotocol

from evaluation.ablation import watch
from evaluation.ablation.conditions import Condition
from evaluation.ablation.importing import FOUND
from evaluation.ablation.ledger import KeptParser, Ledger, Outcomes, caches
from evaluation.ablation.trial import Mutant, Verdict, in_children

if TYPE_CHECKING:
    from onrecord.model.source import Source

Chooser: TypeAlias = "Callable[[Ablation], Sequence[Mutant]]"
"""Says what to try, once it is known how every condition came out."""
MOST_TEXTS = 300
"""Texts that are read for one condition at most, drawn by chance."""


class Ablation:
    """Runs the tests, reads the texts, then tries mutants; the caller asks for these after `pytest.main`."""

    def __init__(self, texts: Iterable[Source], choose: Chooser, workers: int) -> None:
        self.texts, self.choose, self.workers = texts, choose, workers
        self.items: dict[str, pytest.Item] = {}
        self.text_keys: list[str] = []
        self.verdicts: list[tuple[Mutant, Verdict]] = []
        self.outcomes: Outcomes

    @property
    def conditions(self) -> Sequence[Condition]:
        return FOUND

    def tests(self) -> dict[str, set[str]]:
        """Give for each unit the tests that it belongs to."""
        return {**self.ledger.readers, **{i: {i} for i in self.items}}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from evaluation.dev import parser
        from onrecord.parse import load
        from onrecord.pipeline import Reader

        kept = KeptParser(parser())
        load.load = lambda model: kept  # type: ignore[assignment]
        self.reader = Reader(parser=kept)
        self.ledger = Ledger(Reader._read)
        Reader._read = lambda reader, anatomy, parses: self.ledger.read(reader, anatomy, parses)  # type: ignore[method-assign]
        self._run_tests(session)
        self._read_texts()
        self.outcomes = Outcomes(self.ledger, len(FOUND))
        self._try(session)
        return True

    def _run_tests(self, session: pytest.Session) -> None:
        items = session.items
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            self.ledger.begin(item.nodeid)
            self.ledger.keeping = "monkeypatch" not in getattr(item, "fixturenames", ())
            if _passes(item, following):
                self.items[item.nodeid] = item
            else:
                print(f"fails as it is, left out: {item.nodeid}", file=sys.stderr)

    def _read_texts(self) -> None:
        from onrecord.errors import OnRecordError

        self.ledger.begin("texts")
        self.ledger.keeping = True
        before = set(self.ledger.records)
        for source, result in self.reader.read_all(self.texts):
            if isinstance(result, OnRecordError):
                print(f"not read: {source.key}: {result}", file=sys.stderr)
        self.text_keys = [k for k in self.ledger.records if k not in before]
        self.ledger.begin("end")

    def _try(self, session: pytest.Session) -> None:
        chosen = self.choose(self)
        self.empty = caches()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, (mutant, verdict) in enumerate(in_children(chosen, self._judge, self.workers), 1):
                self.verdicts.append((mutant, verdict))
                print(f"\r{number} of {len(chosen)}", end="", file=sys.stderr)
        self.verdicts.sort(key=lambda v: v[0].number)

    def _judge(self, mutant: Mutant) -> Verdict:
        """Say who notices a mutant. Runs in a process of its own."""
        watch.drop(*mutant)
        units = set(self.outcomes.units(*mutant))
        texts = [k for k in self.text_keys if k in units]
        if self.outcomes.in_tables(*mutant):
            for empty in self.empty:
                empty()
            units, texts = {*self.ledger.records, *self.items}, self.text_keys
        self.ledger.to_change = units
        return Verdict(next(self._noticing_tests(units), None), next(self._noticing_texts(texts), None))

    def _noticing_tests(self, units: set[str]) -> Iterator[str]:
        touched = {test for key in units for test in self.ledger.readers.get(key, ())} | units
        modules = {self.items[t].location[0] for t in touched if t in self.items}
        shared = {i.location[0] for i in self.items.values() if i.location[0] in modules and _forget_shared(i)}
        items = [i for i in self.items.values() if i.nodeid in touched or i.location[0] in shared]
        for item, following in zip(items, [*items[1:], None], strict=False):
            if not _passes(item, following):
                yield item.nodeid

    def _noticing_texts(self, keys: list[str]) -> Iterator[str]:
        for key in random.Random(0).sample(keys, min(MOST_TEXTS, len(keys))):
            before = self.ledger.records[key]
            try:
                after = self.ledger.again(key)
            except Exception:
                yield before.report.source
                continue
            if after.to_json() != before.to_json():
                yield before.report.source


def _forget_shared(item: pytest.Item) -> bool:
    """Forget what a test shares with others of its module (records read once for all of them); say whether there is such a thing."""
    fixtures = [f for defined in item._fixtureinfo.name2fixturedefs.values() for f in defined]  # type: ignore[attr-defined]
    shared = [f for f in fixtures if f.baseid == item.location[0] and f.scope != "function"]
    for fixture in shared:
        fixture.cached_result = None
    return bool(shared)


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    return all(r.passed or r.skipped for r in runtestprotocol(item, log=False, nextitem=following))
