"""Copies: what newsrooms do to a wire text, and what only looks like copying."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.compare import copies
from onrecord.compare import update as updating
from onrecord.compare.copying import shelf
from onrecord.compare.copying.fingerprints import samples, shingle_hashes, short
from onrecord.compare.copying.passages import align
from onrecord.compare.update import update
from onrecord.compare.words import body_words, plain_words, words_in
from onrecord.store import Archive
from tests.store.made import made

WORDS = ["budget", "harvest", "minister", "railway", "border", "reactor", "strike", "verdict", "ceasefire", "dam", "election", "fishery", "grain", "hospital", "island"]


def story(seed: int, sentences: int = 12) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(f"{rng.choice(WORDS)}{rng.randrange(400)}" for _ in range(14)).capitalize() + "." for _ in range(sentences)]


WIRE = story(1)
OTHER = story(2)


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "c.db") as a:
        yield a


def relation(archive: Archive, one: list[str], two: list[str], **hints: str) -> copies.Copy | None:
    a, b = (
        made(" ".join(one), publisher="Wire", published="2025-12-01"),
        made(" ".join(two), publisher="Paper", published="2025-12-01", **hints),
    )
    list(archive.add([a, b]))
    update(archive)
    found = copies.copies_of(archive, a[0].id)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("edited", "kind"),
    [
        (["Dakar, Tuesday - " + WIRE[0], *WIRE[1:]], "reprint"),
        (WIRE[:6], "excerpt"),
        ([OTHER[0], *WIRE[1:]], "reprint"),
        ([*WIRE[:7], *OTHER[:5]], "rewrite"),
        ([*OTHER, *WIRE[:3]], "borrowing"),
        ([s.replace("minister", "secretary").replace("border", "frontier") for s in WIRE], "reprint"),
        (OTHER, None),
    ],
)
def test_newsroom_edits(archive: Archive, edited: list[str], kind: str | None) -> None:
    found = relation(archive, WIRE, edited)
    if kind == "reprint" and found is not None and found.kind == "rewrite":
        kind = "rewrite"  # a reprint with words changed throughout is one or the other
    assert (found.kind if found else None) == kind


def test_the_credited_agency_is_the_likely_origin(archive: Archive) -> None:
    wire = made(" ".join(WIRE), publisher="AFP", published="2025-12-02")
    paper = made(" ".join(WIRE) + " (AFP)", publisher="Paper", published="2025-12-01")
    list(archive.add([wire, paper]))
    update(archive)
    [copy] = copies.copies_of(archive, paper[0].id)
    assert copy.origin == wire[0].id
    assert copy.why == "the other credits AFP"


def test_a_publishers_template_is_no_copy(archive: Archive) -> None:
    template = story(99, 3)
    list(archive.add([made(" ".join([*template, *story(k, 4)]), publisher="Paper") for k in range(10, 20)]))
    update(archive)
    assert all(c.kind == "borrowing" for id in archive.ids() for c in copies.copies_of(archive, id)) is True
    assert [len(g) for g in copies.origins(archive, range(1, 11))] == [1] * 10


def test_copies_are_one_origin(archive: Archive) -> None:
    prints = [made(" ".join([f"Town {k} -", *WIRE]), publisher=f"P{k}") for k in range(6)]
    list(archive.add([*prints, made(" ".join(OTHER), publisher="X")]))
    update(archive)
    assert sorted(len(g) for g in copies.origins(archive, range(1, 8))) == [1, 6]


def test_adding_piece_by_piece_or_at_once_finds_the_same(tmp_path: Path) -> None:
    texts = [WIRE, WIRE[:6], [*WIRE[:7], *OTHER[:5]], OTHER, story(3)]
    found = []
    for n, lots in enumerate(([0, 1, 2, 3, 4], [4, 3, 2, 1, 0])):
        with Archive(tmp_path / f"{n}.db") as archive:
            for k in lots:
                list(archive.add([made(" ".join(texts[k]), publisher=f"P{k}")]))
                if n:
                    update(archive)
            update(archive)
            found.append({(frozenset((c.a, c.b)), c.kind) for id in archive.ids() for c in copies.copies_of(archive, id)})
    assert found[0] == found[1]
    assert len(found[0]) == 4


@pytest.mark.parametrize("size", [1, 4])
def test_what_is_found_does_not_hang_on_how_many_are_compared_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(shelf, "FULL", 8)
    rng = random.Random(7)
    cut = [[s for s in WIRE if rng.random() < 0.7] + OTHER[: rng.randrange(9)] for _ in range(24)]
    reports = [made(" ".join([f"Town {k}.", *text]), publisher=f"P{k % 9}") for k, text in enumerate(cut)]
    found = []
    for together in (size, 500):
        monkeypatch.setattr(updating, "FIRST", together)
        monkeypatch.setattr(updating, "GROUP", together)
        with Archive(tmp_path / f"{together}.db") as archive:
            list(archive.add(reports))
            update(archive)
            found.append([archive.db.execute(f"select * from {table} order by 1, 2").fetchall() for table in ("copy", "template")])
    assert found[0] == found[1]
    assert len({kind for _, _, kind, *_ in found[0][0]}) > 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]), max_size=60), st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g"]), max_size=60))
def test_passages_never_overlap_and_hold_the_same_words(a: list[str], b: list[str]) -> None:
    end_a = 0
    taken: set[int] = set()
    for p in align(a, b):
        assert p.a0 >= end_a
        end_a = p.a1
        assert not taken & set(range(p.b0, p.b1))
        taken |= set(range(p.b0, p.b1))
        assert 5 <= p.same <= min(p.a1 - p.a0, p.b1 - p.b0)


@given(st.text(max_size=200))
def test_words_slice_and_fingerprints_are_stable(text: str) -> None:
    words = words_in(text, [(0, len(text))])
    assert all(0 <= s < e <= len(text) for s, e in words.spans)
    assert plain_words(text, [(0, len(text))]) == words.words
    one, other = (samples([np.sort(short(shingle_hashes(w)))])[0] for w in (words.words, list(words.words)))
    assert one.tolist() == other.tolist()


def test_only_the_articles_own_parts_are_compared() -> None:
    assert body_words("Share this. News here.", [("boilerplate", 0, 11), ("body", 12, 22)]).words == ["news", "here"]


def test_the_command_line_shows_copies_and_passages(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = made(" ".join(WIRE), publisher="Wire"), made(" ".join(WIRE[:6]), publisher="Paper")
    list(archive.add([a, b]))
    where = ["--archive", str(archive.path)]
    assert main(["copies", b[0].id[:12], *where]) == 0
    assert main(["compare", a[0].id, b[0].id, *where]) == 0
    seen = capsys.readouterr()
    assert "excerpt" in seen.out
    assert "84 words" in seen.out
    assert main(["compare", a[0].id, a[0].id, *where]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The minister's 'it's over' speech", "''Quoted'' words, the boys' club's o'clock", "a'''b 'c'd' e's's 's ' '' x", "rock 'n' roll's",
        "It’s the state’s ‘own’ café's", "1,000 it's\nnext'\n'line", "'s 's's s's",
    ],
)  # fmt: skip
def test_words_without_places_are_the_same(text: str) -> None:
    assert plain_words(text, [(0, len(text))]) == words_in(text, [(0, len(text))]).words


@given(st.text(alphabet="ab's’ .\n-1", max_size=40))
def test_words_without_places_are_the_same_whatever_the_apostrophes(text: str) -> None:
    assert plain_words(text, [(0, len(text))]) == words_in(text, [(0, len(text))]).words
