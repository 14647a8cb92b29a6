"""Finding: filters, full text, hostile searches, judgements."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.compare.quotations.check import check_quotation
from onrecord.errors import StorageError, UsageError
from onrecord.model.record import Items
from onrecord.store import Archive, Filters
from onrecord.store.fulltext import fts_query
from onrecord.store.judgements import Judgement, store
from onrecord.store.query import KINDS, count, rows, search
from onrecord.store.upkeep import check
from tests.store.made import FEE, WAGE, made


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    with Archive(tmp_path_factory.mktemp("q") / "a.db") as a:
        list(a.add([made(FEE, title="Import fee halved", publisher="Le Soleil"), made(WAGE, title="Wages rise", published="2025-11-02")]))
        yield a


@pytest.mark.parametrize(
    ("kind", "filters", "expected"),
    [
        ("statements", {"speaker": "diallo"}, 1),
        ("statements", {"speaker": "perez"}, 1),
        ("statements", {"country": "sen"}, 1),
        ("statements", {"text": "minimum wage"}, 1),
        ("statements", {"text": "soldiers"}, 0),
        ("statements", {"date_from": "2025-12-01"}, 1),
        ("statements", {"publisher": "le soleil"}, 1),
        ("events", {"event": "consult"}, 1),
        ("events", {"quad": 4}, 1),
        ("events", {"country": "DEU"}, 2),
        ("events", {"actor": "Brandt"}, 2),
        ("events", {"recipient": "Pérez"}, 0),
        ("events", {"date_to": "2025-11-30"}, 1),
        ("figures", {"measure": "killed"}, 2),
        ("times", {"date_from": "2025-12-04", "date_to": "2025-12-04"}, 1),
        ("actors", {"country": "MEX"}, 2),
        ("places", {"place": "dakar"}, 1),
        ("reports", {"agency": "afp"}, 1),
        ("reports", {"speaker": "Diallo"}, 1),
        ("reports", {"event": "ASSAULT"}, 1),
    ],
)
def test_filters(archive: Archive, kind: str, filters: dict[str, object], expected: int) -> None:
    chosen = Filters(**filters)  # type: ignore[arg-type]
    assert len(list(rows(archive.db, kind, chosen))) == expected
    assert count(archive.db, kind, chosen) == expected


def test_every_kind_gives_all_its_rows_and_pages_through_them(archive: Archive) -> None:
    for kind in KINDS:
        everything = list(rows(archive.db, kind))
        assert len(everything) == count(archive.db, kind) > 0
        assert [r for n in range(len(everything)) for r in rows(archive.db, kind, limit=1, offset=n)] == everything


def test_a_filter_that_a_kind_does_not_have_is_an_error(archive: Archive) -> None:
    with pytest.raises(UsageError, match="NO_FILTER"):
        list(rows(archive.db, "places", Filters(measure="killed")))


def test_search_ranks_and_shows_where(archive: Archive) -> None:
    [hit] = search(archive.db, 'harvest "import fee"')
    assert "[harvest]" in hit["snippet"] or "[import fee]" in hit["snippet"] or "[Import fee]" in hit["snippet"]
    assert [h["title"] for h in search(archive.db, "wages OR fee")]
    assert list(search(archive.db, "fee -harvest")) == []


def test_invisible_characters_hide_nothing(tmp_path: Path) -> None:
    text = "Amina Diallo said on Monday in Da\u200bkar: “We will \u202ecut\u202c the im\u00adport fee by half.” Juan\u200d Pérez met Olga Brandt."
    source, record = made(text, title="Import\ufeff fee hal\u00adved")
    hidden = [replace(a, name=a.name.replace("Dia", "Dia\u200b").replace("Olga", "\u2066Olga\u2069")) for a in record.actors]
    with Archive(tmp_path / "h.db") as a:
        list(a.add([(source, replace(record, actors=Items(hidden)))]))
        asked = [
            ("statements", {"speaker": "Diallo"}), ("statements", {"text": "import fee"}), ("events", {"recipient": "Olga Brandt"}),
            ("actors", {"actor": "diallo"}), ("reports", {"text": "import Dakar"}), ("reports", {"speaker": "Dia\u200bllo"}),
        ]  # fmt: skip
        for kind, filters in asked:
            assert count(a.db, kind, Filters(**filters)) == 1, (kind, filters)  # type: ignore[arg-type]
        assert [h["id"] for h in search(a.db, "halved")] == [source.id]
        match = check_quotation(a, "We will cut the import fee by half", speaker="Amina Diallo").matches[0]
        assert (match.verdict, match.other_speaker) == ("exact", False)
        # The words themselves are kept, and the indexes fit the tables.
        assert a.text(source.id) == text
        assert "im\u00adport" in match.statement["content"]
        assert a.record(source.id).actors[0].name == "Amina Dia\u200bllo"
        assert list(check(a)) == []
        with a.writing():
            a.replace_record(record)
        assert list(check(a)) == []
        assert count(a.db, "statements", Filters(text="import fee")) == 1


HOSTILE = [
    '"abc',
    "NEAR(",
    "col:x",
    "*",
    "a AND",
    "'; DROP TABLE report; --",
    "x] --",
    "1 OR 1=1",
    "^",
    "{a}",
    "-",
    '""',
    "a" * 10_000,
    "(a|a)*$",
    "NOT",
    "\0",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_searches_are_taken_literally(archive: Archive, words: str) -> None:
    with contextlib.suppress(UsageError):
        list(search(archive.db, words))
        list(rows(archive.db, "statements", Filters(speaker=words, text=words)))
    assert count(archive.db, "reports") == 2


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_no_search_fails(words: str) -> None:
    import apsw

    query = fts_query(words)
    if query is not None:
        db = apsw.Connection(":memory:")
        db.execute("create virtual table t using fts5 (a)")
        db.execute("select * from t where t match ?", (query,)).fetchall()


def judged(archive: Archive, kind: str, verdict: str, **more: object) -> None:
    row = next(rows(archive.db, kind, Filters(wrong=True)))
    with archive.writing():
        store(
            archive.db,
            Judgement(report_id=row["report"], kind=kind.rstrip("s"), start=row["start"], end=row["end"], words="", verdict=verdict,  # type: ignore[arg-type]
                      at="2025-12-05T00:00:00Z", **more),  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_persons_word_wins_and_outlives_rereading(tmp_path: Path) -> None:
    from onrecord.store.upkeep import reread

    source, record = made(FEE)
    with Archive(tmp_path / "a.db") as a:
        list(a.add([(source, record)]))
        judged(a, "statements", "corrected", field="speaker_name", value="Fatou Ndiaye")
        judged(a, "figures", "wrong")
        for _ in range(2):
            assert [r["speaker"] for r in rows(a.db, "statements", Filters(speaker="Ndiaye"))] == ["Fatou Ndiaye"]
            assert count(a.db, "figures") == 0
            assert count(a.db, "figures", Filters(wrong=True)) == 1
            assert a.record(source.id) == record
            reread(a, [(source.id, record)])
            with a.writing():
                a.replace_record(record)
        with pytest.raises(StorageError, match="NO_FIELD"):
            judged(a, "statements", "corrected", field="n; drop table report", value="x")


def test_counts_together_are_the_counts_of_each_kind(tmp_path: Path) -> None:
    from onrecord.store.facets import counts, takes

    with Archive(tmp_path / "counts.db") as archive:
        days = ("2025-11-30", "2025-12-01", None)
        list(archive.add(made(f"{FEE} {n} died.", published=days[n % 3], publisher=f"Paper {n % 2}") for n in range(9)))
        list(archive.add([made(WAGE, status="canceled")]))
        for chosen in (
            {}, {"event": "CONSULT"}, {"publisher": "Paper 1"}, {"date_from": "2025-12-01"}, {"date_to": "2025-11", "act": "state"}, {"quad": 1, "hidden": True},
            {"text": "fee"}, {"speaker": "Amina"}, {"country": "SEN", "date_from": "2025"}, {"measure": "killed"}, {"form": "direct", "wrong": True}, {"agency": "AFP"},
        ):  # fmt: skip
            filters = Filters(**chosen)  # type: ignore[arg-type]
            assert counts(archive.db, filters) == {k: count(archive.db, k, filters) if takes(k, filters) else None for k in KINDS}, chosen
