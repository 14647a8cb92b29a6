"""One row a happening: what it says where reports differ, that it is never an old one, and that its ids lead on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest

from onrecord.compare.occurrences import find_occurrence
from onrecord.compare.update import update
from onrecord.model.record import Items, Record
from onrecord.store import Archive, Filters, happenings, upkeep
from onrecord.store.bare_tolls import Told, in_one_sentence
from onrecord.store.connection import APPLICATION_ID, migrations
from onrecord.store.facets import facets
from onrecord.store.judgements import Judgement, all_judgements, judgement_of, store
from onrecord.store.query import count, rows
from onrecord.store.told_happening import Count
from onrecord.store.tolls import Point, columns
from onrecord.store.whereabouts import whereabouts
from tests.store.made import made

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "tolls.json").read_text("utf-8"))
TEXTS = (
    "In the harbour of Dakar Amina Diallo met Juan Pérez on fishing rights. The talks on the fishing treaty of Dakar go on.",
    "Talks on the fishing treaty of Dakar: Juan Pérez says that Amina Diallo met Juan Pérez in the harbour. Fishing rights are open.",
    "The fishing treaty of Dakar: Amina Diallo met Juan Pérez at the harbour, fishing rights were named. Soldiers struck Olga Brandt.",
)  # fmt: skip


def changed(record: Record, **fields: Any) -> Record:
    return replace(record, events=Items(replace(e, **fields) for e in record.events))


def reports() -> list[Any]:
    days, dates = ("2025-12-04", "2025-12-05", "2025-12-06"), ("2025-12-03", "2025-12", None)
    out = []
    for n, (text, day, date) in enumerate(zip(TEXTS, days, dates, strict=True)):
        source, record = made(text, published=day, publisher=f"P{n}", title=text.split(":")[0])
        record = replace(record, places=Items(replace(p, rule="place/town") for p in record.places))
        out.append((source, changed(record, date=date, place="P1" if record.places and n else None, confidence=0.5 + n / 10)))
    return out


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as made_archive:
        list(made_archive.add(reports()))
        yield made_archive


def events(archive: Archive, **filters: Any) -> list[dict[str, Any]]:
    return list(rows(archive.db, "events", Filters(**filters)))


def the_meeting(archive: Archive) -> dict[str, Any]:
    [row] = [r for r in events(archive, event="CONSULT") if r["reports"] > 1]
    return row


def test_before_anything_is_compared_each_report_tells_happenings_of_its_own(archive: Archive) -> None:
    found = events(archive)
    assert len(found) == count(archive.db, "events") == count(archive.db, "mentions") == 4
    assert {(r["reports"], r["origins"], r["mentions"]) for r in found} == {(1, 1, 1)}
    assert all(find_occurrence(archive, r["id"]) for r in found)


def test_what_several_reports_tell_is_one_row(archive: Archive) -> None:
    update(archive)
    assert (count(archive.db, "events"), count(archive.db, "mentions")) == (2, 4)
    row = the_meeting(archive)
    assert [p["name"] for p in row["actors"]] == ["Amina Diallo"]
    assert row["actors"] == [{"name": "Amina Diallo", "country": "SEN", "sector": "GOV"}]
    assert row["recipients"] == [{"name": "Juan Pérez", "country": "MEX", "sector": "GOV"}]
    assert (row["date"], row["date_from"], row["date_to"], row["date_precision"]) == ("2025-12-03", "2025-12-03", "2025-12-03", "day")
    assert (row["place"], row["country"], row["region"], row["lat"], row["place_precision"]) == ("Dakar", "SEN", "Dakar", 14.69, "town")
    assert (row["first_reported"], row["last_reported"]) == ("2025-12-04", "2025-12-06")
    assert (row["reports"], row["origins"], row["mentions"], row["publishers"]) == (3, 3, 3, ["P0", "P1", "P2"])
    assert (row["status"], row["quad"], row["confidence"]) == ("reported", 1, 0.7)


def test_an_undated_happening_stays_undated_and_is_found_by_the_day_it_was_reported(archive: Archive) -> None:
    [row] = events(archive, event="ASSAULT")
    assert (row["date"], row["date_from"], row["date_to"], row["date_precision"]) == (None, None, None, None)
    assert row["first_reported"] == "2025-12-06"
    assert events(archive, event="ASSAULT", date_from="2025-12-06", date_to="2025-12-06") == [row]
    assert events(archive, event="ASSAULT", date_to="2025-12-05") == []


def test_filters_ask_every_report_that_tells_it(archive: Archive) -> None:
    update(archive)
    for filters in ({"publisher": "p1"}, {"text": "open"}, {"actor": "perez"}, {"country": "mex"}, {"place": "dakar"}, {"place": "SEN"},
                    {"date_from": "2025-12-03", "date_to": "2025-12-03"}, {"language": "en", "status": "reported"}):  # fmt: skip
        assert the_meeting(archive) in events(archive, **filters), filters
    assert [r["event"] for r in events(archive, recipient="Brandt")] == ["ASSAULT"]
    assert events(archive, publisher="nobody") == events(archive, actor="Diallo", event="ASSAULT") == []


def test_what_a_hidden_report_tells_counts_no_more(archive: Archive) -> None:
    update(archive)
    number = archive.db.execute("select n from report where publisher = 'P0'").get
    with archive.writing():
        archive.db.execute("update report set withdrawn_by = 'x' where n = ?", (number,))
    row = the_meeting(archive)
    assert (row["reports"], row["date"], row["first_reported"]) == (2, "2025-12", "2025-12-05")
    with archive.writing():
        archive.db.execute("update report set withdrawn_by = 'x'")
    assert events(archive) == []
    assert len(events(archive, hidden=True)) == 2
    with archive.writing():
        archive.db.execute("update report set withdrawn_by = null")
    assert the_meeting(archive)["reports"] == 3


def test_an_embargo_ends_by_itself(archive: Archive) -> None:
    with archive.writing():
        archive.db.execute("update report set embargo = '2999-01-01T00:00:00+00:00' where publisher = 'P2'")
    assert events(archive, event="ASSAULT") == []
    archive.db.execute("update happening set embargo = '2020-01-01T00:00:00+00:00' where embargo is not null")
    assert len(events(archive, event="ASSAULT")) == 1


def test_a_persons_word_is_in_the_row_at_once(archive: Archive) -> None:
    update(archive)
    first = archive.db.execute("select r.id, e.start, e.\"end\", e.id from event e join report r on r.n = e.report where publisher = 'P0'").fetchone()
    assert first is not None
    said = {"report_id": str(first[0]), "kind": "event", "start": int(first[1]), "end": int(first[2]), "words": "met", "at": "2026-01-01"}
    with archive.writing():
        store(archive.db, Judgement(**said, verdict="corrected", field="date", value="2025-12-01"))
    assert the_meeting(archive)["date"] == "2025-12-01"
    with archive.writing():
        store(archive.db, Judgement(**said, verdict="wrong"))
    update(archive)
    assert the_meeting(archive)["reports"] == 2
    [wrong] = [r for r in events(archive, wrong=True) if r["judged"] == "wrong"]
    assert wrong["mentions"] == 1
    assert wrong not in events(archive)


def test_what_a_person_gave_outweighs_what_most_reports_tell(archive: Archive) -> None:
    update(archive)
    before = the_meeting(archive)
    id = str(archive.db.execute("select id from report where publisher = 'P2'").get)
    given = ("mode=phone", "status=denied", "date=2025-11", "place=Thiès", "place_country=SEN", "recipients=Olga Brandt (DEU GOV)", "context=military")
    for verdict in given:
        with archive.writing():
            store(archive.db, judgement_of(archive.db, id, "E1", verdict))
    row = the_meeting(archive)
    assert (row["reports"], row["mode"], row["cameo"], row["status"], row["date"]) == (3, "phone", "041", "denied", "2025-11")
    assert (row["place"], row["context"], row["actors"]) == ("Thiès", ["military"], before["actors"])
    assert row["recipients"] == [{"name": "Olga Brandt", "country": "DEU", "sector": "GOV"}]
    for verdict in ("mode=", "recipients="):
        with archive.writing():
            store(archive.db, judgement_of(archive.db, id, "E1", verdict))
    assert (the_meeting(archive)["mode"], the_meeting(archive)["recipients"]) == (None, [])
    while list(all_judgements(archive.db, id)):
        with archive.writing():
            store(archive.db, judgement_of(archive.db, id, "E1", "undo"))
    assert the_meeting(archive) == before


def test_a_count_beside_an_act_of_violence_is_its_own_where_it_has_none(tmp_path: Path) -> None:
    with Archive(tmp_path / "b.db") as archive:
        source, record = made("Soldiers struck Olga Brandt, and 14 died. Amina Diallo met Juan Pérez.")
        part = replace(record.figures[0], id="F2", standing="part", value=3)
        list(archive.add([(source, replace(record, figures=Items([replace(record.figures[0], standing="current"), part])))]))
        assert {r["event"]: r["killed"] for r in events(archive)} == {"ASSAULT": 14, "CONSULT": None}
        own = replace(record.figures[0], id="F3", event="E1", value=9, standing="current")
        with archive.writing():
            archive.replace_record(replace(record, figures=Items([record.figures[0], own])))
        assert {r["event"]: r["killed"] for r in events(archive)} == {"ASSAULT": 9, "CONSULT": None}


SENTENCES = [
    ("a toll told beside the attack", [("killed … bombings", ["killed"], {}), ("injured", ["injured"], {})], {1: 0}),
    ("two counts that only tell", [("killed", ["killed"], {}), ("wounded", ["injured"], {})], {1: 0}),
    ("two counts of the dead are two", [("killed … bombings", ["killed"], {}), ("killed", ["killed"], {})], {}),
    ("dead and injured beside an attack", [("attacked", [], {}), ("killed", ["killed"], {}), ("injured", ["injured"], {})], {1: 0, 2: 0}),
    ("another place", [("attacked", [], {"place": "Odesa"}), ("injured", ["injured"], {"place": "Kharkiv"})], {}),
    ("another day", [("attacked", [], {"date": "2024-01-03"}), ("injured", ["injured"], {"date": "2024-01-02"})], {}),
    ("somebody did it", [("attacked", [], {}), ("injured", ["injured"], {"alone": False})], {}),
    ("it did not happen", [("attacked", [], {}), ("injured", ["injured"], {"status": "negated"})], {}),
    ("another sentence", [("attacked", [], {}), ("injured", ["injured"], {"sentence": "Later."})], {}),
    ("nobody is counted", [("attacked", [], {}), ("injured", [], {})], {}),
    ("no act of violence", [("met", [], {"type": "CONSULT"}), ("injured", ["injured"], {})], {}),
]


@pytest.mark.parametrize(("why", "events", "expected"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_which_events_only_tell_a_toll(why: str, events: list[tuple[str, list[str], dict[str, Any]]], expected: dict[int, int]) -> None:
    told = [
        Told(**{
            "event": n, "report": 1, "start": 10 * n, "type": "ASSAULT", "trigger": trigger, "sentence": "So it was.", "alone": True,
            "status": "reported", "date": None, "place": None, "counts": frozenset(counts), **fields,
        })
        for n, (trigger, counts, fields) in enumerate(events)
    ]  # fmt: skip
    assert dict(in_one_sentence(told)) == expected


def test_the_number_of_an_event_may_go_to_another_report(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite gives the number of a deleted row anew; the report that had it may be worked out later."""
    monkeypatch.setattr(happenings, "CHUNK", 1)
    first, _, last = [record for _, record in reports()]
    with archive.writing():
        archive.replace_record(replace(last, events=Items([])))
        archive.replace_record(first)
    assert sorted(r["publisher"] for r in rows(archive.db, "mentions")) == ["P0", "P1"]
    assert count(archive.db, "events") == 2
    assert archive.db.execute("select count(*) from happening_mention m join event e on e.n = m.event and e.report = m.report").get == 2


def test_ids_last(archive: Archive) -> None:
    before = {r["id"] for r in events(archive)}
    update(archive)
    now = {r["id"] for r in events(archive)}
    assert now <= before
    for id in before:
        found = find_occurrence(archive, id)
        assert found is not None
        assert found.id in now


def test_no_row_is_ever_old(archive: Archive) -> None:
    """Whatever was done, working everything out again changes nothing."""
    update(archive)
    with archive.writing():
        archive.replace_record(changed(reports()[1][1], status="denied"))
    update(archive)
    for table in ("happening", "happening_party", "happening_mention"):
        kept = list(archive.db.execute(f"select * from {table} order by 1, 2, 3"))
        with archive.writing():
            archive.db.execute("insert or replace into happening_stale select n, 1 from report")
        assert list(archive.db.execute(f"select * from {table} order by 1, 2, 3")) == kept
    assert archive.db.execute("select count(*) from happening_stale").get == 0
    assert list(upkeep.check(archive)) == []


def test_a_reread_report_leaves_no_trace_of_what_it_told(archive: Archive) -> None:
    update(archive)
    with archive.writing():
        archive.replace_record(replace(reports()[2][1], events=Items([])))
    assert events(archive, event="ASSAULT") == []
    assert the_meeting(archive)["reports"] == 2


def test_an_archive_of_an_earlier_schema_gets_its_happenings(archive: Archive) -> None:
    kept = events(archive)
    archive.db.execute("delete from happening")
    archive.db.execute("insert into happening_stale select n, 1 from report")
    happenings.settle(archive.db)
    assert events(archive) == kept


@pytest.mark.parametrize("case", CASES, ids=[c["why"] for c in CASES])
def test_which_counts_stand(case: dict[str, Any]) -> None:
    points = [
        Point(Count(p.get("measure", "killed"), p["value"], p.get("high"), p.get("bound", "exactly"), p.get("standing"), p.get("by"), p.get("of"), p.get("at", 0)), p["outlet"], p.get("origin", n), p.get("day"), p.get("lowers", False), p.get("copied", False))
        for n, p in enumerate(case["counts"])
    ]
    tolls, found = columns(points)
    assert [found["killed"], found["killed_low"], found["killed_high"]] == case["best_low_high"]
    assert sorted(t["value"] for t in tolls if t["stands"] and t["measure"] == "killed") == case["stands"]
    if "overtaken" in case:
        assert sorted(t["value"] for t in tolls if t["overtaken"]) == case["overtaken"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("Kharkiv", "UKR", 706483, "place/town"), ("town", "Kharkivs’ka Oblast’")),
        (("Roanoke", "USA", 4782167, "place/town"), ("town", "Virginia")),
        (("Virginia", "USA", None, "place/region"), ("region", "Virginia")),
        (("Kherson", "UKR", None, "place/region-around-town"), ("region", "Kherson")),
        (("Ukraine", "UKR", 690791, "place/country"), ("country", None)),
        (("Black Sea", None, None, "place/region"), ("region", None)),
        (("Nowhere Hill", "UKR", None, "place/unknown/beside"), (None, None)),
        ((None, None, None, None), (None, None)),
    ],
)  # fmt: skip
def test_how_exact_a_place_is(place: tuple[Any, ...], expected: tuple[str | None, str | None]) -> None:
    assert tuple(whereabouts(*place)) == expected


def test_an_archive_of_an_earlier_schema_is_brought_up_to_date_by_the_first_question(tmp_path: Path) -> None:
    old = apsw.Connection(str(tmp_path / "old.db"))
    for number, sql in migrations():
        if number <= 14:
            old.execute(sql)
    old.execute(f"pragma user_version = 14; pragma application_id = {APPLICATION_ID}; insert into report "
                "(id, text_hash, plain_hash, kind, added, length, text) values ('ab', '', '', 'text', '', 4, 'text'); "
                "insert into event (report, id, type, quad, \"trigger\", sentence, status, date_given, start, \"end\", rule) "
                "values (1, 'E1', 'CONSULT', 1, 'met', 'They met.', 'reported', 0, 0, 3, 'r')")  # fmt: skip
    old.close()
    with Archive(tmp_path / "old.db", readonly=True) as archive:
        assert [r["sentence"] for r in events(archive)] == ["They met."]
        assert archive.readonly


def test_an_undated_happening_is_on_no_day_of_the_calendar(archive: Archive) -> None:
    found = facets(archive.db, "events", Filters(event="ASSAULT"))
    assert (found.total, found.days, found.undated) == (1, [], 1)
