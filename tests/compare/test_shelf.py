"""The index of fingerprints: bounded, and still finding what it must."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from onrecord.compare import copies
from onrecord.compare.copying import postings, shelf
from onrecord.compare.copying.fingerprints import samples, shingle_hashes, short
from onrecord.compare.copying.texts import among
from onrecord.compare.update import update
from onrecord.store import Archive
from tests.store.made import made


def words(seed: int, count: int) -> str:
    rng = random.Random(seed)
    return " ".join(f"w{rng.randrange(5000)}" for _ in range(count))


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "s.db") as a:
        yield a


def longest(archive: Archive) -> int:
    held = entries(archive)
    return int(np.unique(postings.hashes_of(held), return_counts=True)[1].max(initial=0))


def entries(archive: Archive) -> np.ndarray:
    return np.concatenate([np.frombuffer(row[0], np.int64) for row in archive.db.execute("select body from fingerprint_block")])


@pytest.mark.parametrize("lot", [1, 7, 40])
def test_a_text_of_many_houses_is_one_origin_though_the_index_is_full(archive: Archive, monkeypatch: pytest.MonkeyPatch, lot: int) -> None:
    monkeypatch.setattr(shelf, "FULL", 8)
    prints = [made(f"Town {k} - {words(1, 120)} {words(100 + k, 9)}", publisher=f"P{k}") for k in range(40)]
    for start in range(0, 40, lot):
        list(archive.add(prints[start : start + lot]))
        update(archive)
    assert longest(archive) == 8
    assert [len(g) for g in copies.origins(archive, range(1, 41))] == [40]


def test_a_houses_line_is_kept_four_times_and_counts_for_nothing(archive: Archive) -> None:
    line = words(2, 60)
    list(archive.add([made(f"{line} {words(10 + k, 80)}", publisher="One house") for k in range(30)]))
    update(archive)
    of_line = samples([np.sort(short(shingle_hashes(line.split())))])[0].tolist()
    assert len(of_line) > 5
    for code in of_line:
        assert len(postings.Postings(archive).find(np.array([code], np.int32))) == shelf.TEMPLATE
        assert archive.db.execute("select count(*) from template where hash = ?", (code,)).get == 1
    assert archive.db.execute("select count(*) from copy").get == 0


def test_a_line_of_a_chain_of_houses_becomes_everybodys(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "FULL", 20)
    line = words(3, 60)
    list(archive.add([made(f"{line} {words(10 + k, 60)}", publisher=f"Chain {k % 12}") for k in range(60)]))
    update(archive)
    assert longest(archive) <= 20
    texts = copies.Texts(archive)
    late = made(f"{line} {words(99, 60)}", publisher="A new house of the chain")
    list(archive.add([late]))
    update(archive)
    n = int(archive.db.execute("select n from report where id = ?", (late[0].id,)).get)
    assert set(samples([np.sort(short(shingle_hashes(line.split())))])[0].tolist()) <= set(texts.templates(n).tolist())
    assert copies.copies_of(archive, late[0].id) == []


def test_membership_in_sorted_hashes() -> None:
    ordered = np.array([-5, 2, 7, 7, 9], np.int32)
    assert among(np.array([7, -6, 9, 10, -5, 3], np.int32), ordered).tolist() == [True, False, True, False, True, False]
    assert among(ordered, np.empty(0, np.int32)).tolist() == [False] * 5
    assert among(np.empty(0, np.int32), ordered).tolist() == []
