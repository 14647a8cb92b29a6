"""How real an act is told: short texts of our own, a construction each, with every status that a careful reader could defend."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.status import Clause, answers, read_clauses
from onrecord.pipeline import Reader

CLAUSES = read_clauses((Path(__file__).parent / "status_clauses.txt").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.text[:70])
def test_status(clause: Clause, reader: Reader) -> None:
    for answer in answers([clause], reader.parser):
        word = clause.text[answer.mark.start : answer.mark.end]
        assert answer.judged in answer.mark.statuses, word
