"""What people may say of an item, what follows from it, how it is taken back, and that no word is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest

from onrecord.errors import OnRecordError
from onrecord.model.record import Items, Record
from onrecord.store import Archive
from onrecord.store.connection import APPLICATION_ID, migrations
from onrecord.store.corrections import FIELDS
from onrecord.store.judgements import all_judgements, history, homeless, judgement_of, said, store
from onrecord.store.upkeep import check, content_digest, merge, reread
from onrecord.store.worth_judging import waiting
from tests.store.made import FEE, WAGE, made

SOURCE, RECORD = made(FEE)
ID = SOURCE.id


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([(SOURCE, RECORD), made(WAGE)]))
        yield archive


def say(archive: Archive, item: str, *verdicts: str, who: str | None = None, note: str | None = None) -> None:
    with archive.writing():
        for verdict in verdicts:
            store(archive.db, judgement_of(archive.db, ID, item, verdict, who=who, note=note))


def row(archive: Archive, item: str) -> dict[str, Any]:
    kind = {"A": "actor", "P": "place", "T": "time", "F": "figure", "S": "statement", "E": "event"}[item[0]]
    found = archive.db.execute(f"select x.* from {kind} x join report r on r.n = x.report where r.id = ? and x.id = ?", (ID, item))
    names = [d[0] for d in found.get_description()]
    return dict(zip(names, found.fetchone() or (), strict=True))


def parties(archive: Archive) -> list[tuple[Any, ...]]:
    sql = "select side, actor, name, country, sector from party p join event e on e.n = p.event join report r on r.n = e.report where r.id = ?"
    return sorted(archive.db.execute(sql, (ID,)))  # type: ignore[arg-type]


REFUSED = [
    ("E1", "type=BANANA", "BAD_VALUE", "one of ACCUSE, AGREE"),
    ("E1", "type=ASAULT", "BAD_VALUE", "did you mean ASSAULT?"),
    ("E1", "type=", "BAD_VALUE", "may not be empty"),
    ("E1", "mode=drone", "BAD_VALUE", "one of multilateral, phone, third-party, visit"),
    ("E1", "mode=phne", "BAD_VALUE", "did you mean phone?"),
    ("E1", "cameo=190", "BAD_VALUE", "040, 041"),
    ("E1", "cameo=999", "BAD_VALUE", "there is no CAMEO code"),
    ("E1", "status=done", "BAD_VALUE", "reported"),
    ("E1", "context=militry", "BAD_VALUE", "did you mean military?"),
    ("E1", "date=tomorrow", "BAD_VALUE", "2025-12-04"),
    ("E1", "date=2025-02-30", "BAD_VALUE", "no date of the calendar"),
    ("E1", "date=2025-12-04/2025-12-01", "BAD_VALUE", "ends before it begins"),
    ("E1", "place_country=Russia", "BAD_VALUE", "did you mean RUS?"),
    ("E1", "place_country=Ukriane", "BAD_VALUE", "did you mean UKR?"),
    ("E1", "place_country=XXX", "BAD_VALUE", "ISO 3166-1"),
    ("E1", "actors=A9", "BAD_VALUE", "one of A1, A2, A3"),
    ("E1", "actors=Juan Pérez (RUS GOV)", "BAD_VALUE", "correct A2 itself: country=RUS"),
    ("E1", "actors=Wagner Group (QQQ REB)", "BAD_VALUE", "there is no country 'QQQ'"),
    ("E1", "attributed_to=S9", "BAD_VALUE", "one of S1"),
    ("E1", "colour=red", "NO_FIELD", "type, mode, context"),
    ("E1", "staus=denied", "NO_FIELD", "did you mean status?"),
    ("E1", "place=a\x07b", "BAD_VALUE", "control character"),
    ("E1", "maybe", "NO_VERDICT", "right, wrong"),
    ("E9", "right", "NO_ITEM", "has no E9"),
    ("S1", "act=shout", "BAD_VALUE", "decline_to_say"),
    ("S1", "speaker_sector=army", "BAD_VALUE", "MIL"),
    ("S1", "speaker_sector=military", "BAD_VALUE", "did you mean MIL?"),
    ("S1", "within=S1", "BAD_VALUE", "the item itself"),
    ("F1", "value=many", "BAD_VALUE", "a number"),
    ("F1", "value=-3", "BAD_VALUE", "0 or more"),
    ("F1", "value=nan", "BAD_VALUE", "a number"),
    ("F1", "high=3", "BAD_VALUE", "14 or more"),
    ("F1", "unit=banana", "BAD_VALUE", "a noun that the report uses"),
    ("F1", "unit=tone", "BAD_VALUE", "did you mean tonne?"),
    ("F1", "measure=eaten", "BAD_VALUE", "killed"),
    ("F1", "bound=between", "BAD_VALUE", "high=NUMBER"),
    ("F1", "bound=maximum", "BAD_VALUE", "at_most"),
    ("F1", "standing=old", "BAD_VALUE", "background"),
    ("F1", "event=E7", "BAD_VALUE", "one of E1"),
    ("T1", "value=someday", "BAD_VALUE", "TIMEX3"),
    ("T1", "value=2025-13-01", "BAD_VALUE", "no date of the calendar"),
    ("T1", "type=ERA", "BAD_VALUE", "DURATION"),
    ("A1", "type=robot", "BAD_VALUE", "person"),
    ("A1", "name=", "BAD_VALUE", "may not be empty"),
    ("A1", "sector=ARM", "BAD_VALUE", "MIL"),
    ("P1", "lat=91", "BAD_VALUE", "from -90 to 90"),
    ("P1", "geonames=1.5", "BAD_VALUE", "a whole number"),
]


@pytest.mark.parametrize(("item", "verdict", "code", "allowed"), REFUSED, ids=[f"{i}-{v}" for i, v, *_ in REFUSED])
def test_what_the_schema_does_not_have_is_refused_with_what_is_allowed(
    archive: Archive, item: str, verdict: str, code: str, allowed: str
) -> None:
    before = content_digest(archive)
    with pytest.raises(OnRecordError) as caught:
        say(archive, item, verdict)
    assert caught.value.code == code
    assert allowed in str(caught.value)
    assert content_digest(archive) == before


KEPT = [
    ("E1", ["type=assault"], {"type": "ASSAULT", "quad": 4, "cameo": "190", "mode": None, "judged": "corrected"}),
    ("E1", ["type=ASSAULT", "mode=drone"], {"mode": "drone", "cameo": "195", "quad": 4}),
    ("E1", ["mode=phone"], {"type": "CONSULT", "mode": "phone", "cameo": "041", "quad": 1}),
    ("E1", ["mode=phone", "type=ASSAULT"], {"mode": None, "cameo": "190"}),
    ("E1", ["mode=phone", "type=ASSAULT", "undo=type"], {"type": "CONSULT", "mode": "phone", "cameo": "041"}),
    ("E1", ["cameo=042"], {"cameo": "042"}),
    ("E1", ["cameo=042", "type=PROTEST"], {"cameo": "140"}),
    ("E1", ["context=military, diplomatic"], {"context": '["military","diplomatic"]'}),
    ("E1", ["date=2025-11"], {"date": "2025-11", "date_from": "2025-11-01", "date_given": 1}),
    ("E1", ["date="], {"date": None, "date_from": "2025-12-04", "date_given": 0}),
    ("E1", ["place=dakar"], {"place": "Dakar", "place_country": "SEN"}),
    ("E1", ["place=Thiès", "place_country=sen"], {"place": "Thiès", "place_country": "SEN"}),
    ("E1", ["actors=A1; Wagner Group (RUS REB)"], {"actors": '["Amina Diallo","Wagner Group"]'}),
    ("E1", ["status=denied"], {"status": "denied"}),
    ("E1", ["recipients="], {"recipients": "[]"}),
    ("E1", ["attributed_to=S1"], {"attributed_to": '["S1"]'}),
    ("E1", ["wrong", "date=2025-11-30"], {"judged": "corrected"}),
    ("E1", ["date=2025-11-30", "right"], {"judged": "right", "date": "2025-11-30"}),
    ("S1", ["speaker_name=Juan Pérez"], {"speaker": "A2", "speaker_country": "MEX", "speaker_sector": "GOV"}),
    ("S1", ["speaker_name=Aminata Diallo"], {"speaker": "A1", "speaker_country": "SEN"}),
    ("S1", ["speaker_name=Fatou Ndiaye"], {"speaker": None, "speaker_country": None, "speaker_sector": None}),
    ("S1", ["speaker_name=Fatou Ndiaye", "speaker_country=MLI"], {"speaker_country": "MLI"}),
    ("S1", ["act=deny", "form=indirect", "channel=radio", "addressee=Juan Pérez"], {"act": "deny", "form": "indirect", "channel": "radio"}),
    ("S1", ["speaker_sector=LEG"], {"speaker_country": "SEN", "speaker_sector": "LEG"}),
    ("S1", ["date=2025-11-30"], {"date": "2025-11-30", "date_from": "2025-11-30"}),
    ("F1", ["value=1,400"], {"value": 1400.0}),
    ("F1", ["high=20"], {"high": 20.0, "bound": "between"}),
    ("F1", ["high=20", "value=30"], {"high": None, "value": 30.0, "bound": "exactly"}),
    ("F1", ["high=20", "bound=at_least"], {"high": None, "bound": "at_least"}),
    ("F1", ["unit=harvest", "measure=", "standing=background"], {"unit": "harvest", "measure": None, "standing": "background"}),
    ("F1", ["unit=usd"], {"unit": "USD"}),
    ("F1", ["event=E1"], {"event": "E1"}),
    ("T1", ["value=2025-12-01", "edtf=2025-12-01"], {"date_from": "2025-12-01", "date_to": "2025-12-01"}),
    ("A1", ["name=Aminata Diallo", "country=MLI", "sector=opp"], {"name": "Aminata Diallo", "country": "MLI", "sector": "OPP"}),
    ("A1", ["type=organization"], {"type": "organization"}),
    ("A1", ["roles=President (SEN); chair"], {"roles": '[{"title":"President","country":"SEN"},{"title":"chair","country":null}]'}),
    ("P1", ["lat=14.7", "geonames=2253350"], {"lat": 14.7, "geonames": 2253350}),
]  # fmt: skip


@pytest.mark.parametrize(("item", "verdicts", "wanted"), KEPT, ids=[f"{i}-{'-'.join(v)}" for i, v, _ in KEPT])
def test_a_correction_is_kept_and_what_depends_on_it_follows(
    archive: Archive, item: str, verdicts: list[str], wanted: dict[str, Any]
) -> None:
    machine = row(archive, item)
    say(archive, item, *verdicts)
    assert {f: row(archive, item)[f] for f in wanted} == wanted
    assert list(check(archive)) == []
    reread(archive, [(ID, RECORD)])
    with archive.writing():
        archive.replace_record(RECORD)
    assert {f: row(archive, item)[f] for f in wanted} == wanted
    while list(all_judgements(archive.db, ID)):
        say(archive, item, "undo")
    assert row(archive, item) | {"n": 0} == machine | {"n": 0}
    assert list(check(archive)) == []


def test_every_field_of_an_item_can_be_given() -> None:
    tried = {(item[0], v.partition("=")[0]) for item, verdicts, _ in KEPT for v in verdicts}
    letters = {"event": "E", "statement": "S", "figure": "F", "actor": "A"}
    left = {(kind, f) for kind, letter in letters.items() for f in FIELDS[kind] if (letter, f) not in tried}
    assert left == {("statement", "within"), ("figure", "part_of")}  # the next test


def test_items_name_other_items(tmp_path: Path) -> None:
    text = "Amina Diallo said: “We will rebuild the port before winter.” Olga Brandt said: “It stays closed.” 14 died, 3 of them here."
    source, record = made(text)
    with Archive(tmp_path / "n.db") as archive:
        list(archive.add([(source, record)]))
        with archive.writing():
            for item, verdict in (("S2", "within=S1"), ("F2", "part_of=F1")):
                store(archive.db, judgement_of(archive.db, source.id, item, verdict))
        assert archive.db.execute("select within from statement where id = 'S2'").get == "S1"
        assert archive.db.execute("select part_of from figure where id = 'F2'").get == "F1"
        assert [j.value for j in all_judgements(archive.db)] == ["S1 at 20-59", "F1 at {}-{}".format(*record.figures[0].span)]


def test_an_actor_that_is_corrected_is_corrected_wherever_it_takes_part(archive: Archive) -> None:
    before = parties(archive)
    say(archive, "A2", "name=Juan Peres", "country=GTM")
    assert ("actor", "A2", "Juan Peres", "GTM", "GOV") in parties(archive)
    assert json.loads(row(archive, "E1")["actors"]) == ["Juan Peres"]
    assert archive.db.execute("select actors from happening where actor_country = 'GTM'").get is not None
    say(archive, "E1", "actors=A2; Fatou Ndiaye (SEN GOV)")
    assert ("actor", "+2", "Fatou Ndiaye", "SEN", "GOV") in parties(archive)
    say(archive, "E1", "undo")
    say(archive, "A2", "undo", "undo")
    assert parties(archive) == before


def test_what_is_one_commands_is_kept_whole_or_not_at_all(archive: Archive) -> None:
    with pytest.raises(OnRecordError, match="BAD_VALUE"):
        say(archive, "E1", "type=ASSAULT", "mode=phone")
    assert row(archive, "E1")["type"] == "CONSULT"
    assert list(said(archive.db)) == []


def test_every_word_is_kept_with_who_when_and_why(archive: Archive) -> None:
    say(archive, "E1", "type=ASSAULT", who="ann", note="shots were fired")
    say(archive, "E1", "type=PROTEST", who="bob")
    say(archive, "E1", "undo", who="cy", note="bob was mistaken")
    found = history(archive.db, ID, "E1")
    assert [(j.who, j.verdict, j.value if j.verdict != "undone" else None, j.note, stands) for j, stands in found] == [
        ("ann", "corrected", "ASSAULT", "shots were fired", True), ("bob", "corrected", "PROTEST", None, False),
        ("cy", "undone", None, "bob was mistaken", False),
    ]  # fmt: skip
    assert all(j.at for j, _ in found)
    assert row(archive, "E1")["type"] == "ASSAULT"
    say(archive, "E1", "undo")
    assert row(archive, "E1")["type"] == "CONSULT"
    with pytest.raises(OnRecordError, match="NOT_JUDGED"):
        say(archive, "E1", "undo")


def test_two_people_at_once_lose_nothing(archive: Archive) -> None:
    def correct(n: int) -> None:
        with Archive(archive.path) as own, own.writing():
            verdict = f"value={n}" if n % 2 else f"date=2025-11-{n + 1:02}"
            store(own.db, judgement_of(own.db, ID, "F1" if n % 2 else "E1", verdict, who=f"p{n}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(correct, range(24)))
    assert {j.who for j in said(archive.db, ID)} == {f"p{n}" for n in range(24)}
    [date] = [j for j in all_judgements(archive.db, ID) if j.field == "date"]
    assert row(archive, "E1")["date"] == date.value
    assert list(check(archive)) == []


def _longer(record: Record) -> Record:
    """The same report read again, its event now told by two words more."""
    event = record.events[0]
    start, end = event.trigger[0]
    return replace(record, events=Items([replace(event, trigger=((start - 6, end),))]))


def test_a_correction_follows_its_item_when_that_is_read_otherwise(archive: Archive) -> None:
    say(archive, "E1", "type=ASSAULT", "actors=A1")
    say(archive, "F1", "event=E1")
    reread(archive, [(ID, _longer(RECORD))])
    assert (row(archive, "E1")["type"], row(archive, "E1")["actors"], row(archive, "F1")["event"]) == ("ASSAULT", '["Amina Diallo"]', "E1")
    assert list(check(archive)) == []


def test_a_word_on_what_is_read_no_more_is_named_and_waits(archive: Archive) -> None:
    say(archive, "E1", "type=ASSAULT")
    say(archive, "F1", "wrong")
    reread(archive, [(ID, replace(RECORD, events=Items(), figures=Items()))])
    assert [(j.kind, j.words) for j in homeless(archive.db, ID)] == [("event", "met"), ("figure", "14")]
    assert list(check(archive)) == []
    reread(archive, [(ID, RECORD)])
    assert homeless(archive.db, ID) == []
    assert (row(archive, "E1")["type"], row(archive, "F1")["judged"]) == ("ASSAULT", "wrong")


def test_of_two_items_on_the_same_characters_only_the_one_is_meant(tmp_path: Path) -> None:
    twins = replace(RECORD, events=Items([RECORD.events[0], replace(RECORD.events[0], id="E2")]))
    with Archive(tmp_path / "t.db") as archive:
        list(archive.add([(SOURCE, twins)]))
        say(archive, "E2", "type=PROTEST")
        assert (row(archive, "E1")["type"], row(archive, "E2")["type"]) == ("CONSULT", "PROTEST")
        assert (row(archive, "E1")["judged"], row(archive, "E2")["judged"]) == (None, "corrected")


def test_merging_brings_every_word_and_what_was_taken_back(archive: Archive, tmp_path: Path) -> None:
    say(archive, "E1", "type=ASSAULT", who="ann")
    with Archive(tmp_path / "b.db") as other:
        merge(other, archive)
        assert row(other, "E1")["type"] == "ASSAULT"
        say(archive, "E1", "undo", who="ann")
        say(other, "E1", "date=2025-11-30", who="bob")
        for _ in range(2):
            merge(other, archive)
            merge(archive, other)
        for each in (archive, other):
            assert (row(each, "E1")["type"], row(each, "E1")["date"]) == ("CONSULT", "2025-11-30")
            assert len(list(said(each.db))) == 3
        assert content_digest(archive) == content_digest(other)


def test_words_of_before_they_were_checked_are_kept_and_do_no_harm(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([(SOURCE, RECORD)]))
        start, end = row(archive, "E1")["start"], row(archive, "E1")["end"]
    old = apsw.Connection(str(tmp_path / "old.db"))
    for number, sql in migrations():
        if number < 16:
            old.execute(sql)
    old.execute(f"pragma user_version = 15; pragma application_id = {APPLICATION_ID}")
    for field, value in (("type", "BANANA"), ("date", "tomorrow"), ("status", "denied")):
        old.execute(
            'insert into judgement (report_id, kind, start, "end", words, verdict, field, value, who, at) '
            "values (?, 'event', ?, ?, 'met', 'corrected', ?, ?, 'ann', '2025-12-05T00:00:00Z')",
            (ID, start, end, field, value),
        )
    old.close()
    with Archive(tmp_path / "old.db") as archive:
        list(archive.add([(SOURCE, RECORD)]))
        assert [(j.who, j.value) for j in said(archive.db)] == [("ann", "BANANA"), ("ann", "tomorrow"), ("ann", "denied")]
        assert (row(archive, "E1")["type"], row(archive, "E1")["date"], row(archive, "E1")["status"]) == ("CONSULT", "2025-12-04", "denied")
        assert list(check(archive)) == []


def test_the_least_sure_is_judged_first(tmp_path: Path) -> None:
    sure = {"E1": 0.9, "S1": 0.3, "A1": 0.5, "A2": 0.2}
    rated = replace(
        RECORD, events=Items(replace(e, confidence=sure.get(e.id)) for e in RECORD.events),
        statements=Items(replace(s, confidence=sure.get(s.id)) for s in RECORD.statements),
        actors=Items(replace(a, confidence=sure.get(a.id)) for a in RECORD.actors),
    )  # fmt: skip
    asked: Callable[..., list[str]]
    with Archive(tmp_path / "q.db") as archive:
        list(archive.add([(SOURCE, rated), made(WAGE)]))
        asked = lambda **how: [r["item"] for r in waiting(archive.db, **how)]  # noqa: E731
        assert asked() == ["A2", "S1", "A1", "E1"]
        assert asked(kind="actor") == ["A2", "A1"]
        assert asked(limit=1) == ["A2"]
        say(archive, "A2", "right")
        assert asked() == ["S1", "A1", "E1"]
        assert next(waiting(archive.db, kind="event"))["says"] == "reported CONSULT: Juan Pérez > Olga Brandt, 2025-12-04"
