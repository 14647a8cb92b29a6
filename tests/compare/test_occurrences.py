"""The same event across reports: what is one, what is not, in whatever order, after rereading, and by people's word."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.compare import occurrences as across
from onrecord.compare.events.occurrence_links import wide_keys
from onrecord.compare.events.pair_features import Nearness
from onrecord.compare.events.relatedness import direction
from onrecord.compare.events.telling_groups import LARGEST, group_tellings
from onrecord.compare.events.tellings import Telling, days_of, ordinal, party
from onrecord.compare.occurrences import Occurrence, find_occurrence
from onrecord.compare.update import update
from onrecord.errors import StorageError
from onrecord.lang.stems import stems, telling_words
from onrecord.model.record import Items, Plover, Record
from onrecord.store import Archive, upkeep
from onrecord.store.happenings import own_id
from tests.store.made import made

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "tellings.json").read_text("utf-8"))


def telling(number: int, given: dict[str, Any], report: int | None = None) -> Telling:
    report = number if report is None else report
    return Telling(
        event=number, report=report, own=own_id(f"r{report}", number, number), order=("2025-12-03", f"r{report}", number), span=(number, number),
        type=given.get("type"), mode=given.get("mode"), stems=stems(given["words"]), days=days_of(given.get("date")), published=ordinal(given.get("published")),
        actors=tuple(party(a, None) for a in given.get("actors", ())), recipients=tuple(party(a, None) for a in given.get("recipients", ())),
        place=given.get("place"), country=None, figures=frozenset(("killed", float(n)) for n in given.get("killed", ())),
        sites=frozenset(given.get("sites", ())), sentence=given["sentence"], words=telling_words(given["words"]),
    )  # fmt: skip


def near(_: int, __: int) -> Nearness:
    return Nearness(0.35, 0.1)


@pytest.mark.parametrize("case", CASES, ids=[c["why"] for c in CASES])
def test_what_is_one_event_and_what_is_not(case: dict[str, Any]) -> None:
    mentions = [telling(n, m) for n, m in enumerate(case["mentions"])]
    for order in (mentions, mentions[::-1]):
        assert (len(group_tellings(order, {}, near)) == 1) == case["one"]


BOMB = {"type": "ASSAULT", "mode": "explosives", "words": "bomb killed", "sentence": "A bomb killed people in Gao.", "sites": ["gao"]}


def grouped(*tellings: Telling) -> list[list[int]]:
    """Give the numbers of the mentions of each event; the order in which they come makes no difference."""
    found = sorted(sorted(p.telling.event for p in g) for g in group_tellings(tellings, {}, near))
    assert found == sorted(sorted(p.telling.event for p in g) for g in group_tellings(tellings[::-1], {}, near))
    return found


def test_an_undated_mention_joins_no_two_days_of_one_town() -> None:
    """Two days that texts give are two events, however alike a third mention without a day is to both."""
    first = telling(0, BOMB | {"mode": None, "date": "2017-05-31", "killed": [80], "published": "2017-05-31"})
    again = telling(1, BOMB | {"date": "2017-06-03", "killed": [7], "published": "2017-06-03"})
    later = telling(2, BOMB | {"killed": [20], "published": "2017-06-03"})
    assert grouped(first, later, again) == [[0], [1, 2]]
    assert grouped(first, telling(3, BOMB | {"mode": None, "date": "2017-05-31", "killed": [90], "published": "2017-05-31"}), later, again) == [[0, 3], [1, 2]]


def test_two_tolls_of_one_report_are_two_events() -> None:
    one = telling(0, BOMB | {"date": "2017-05-31", "killed": [80]}, report=1)
    assert len(grouped(one, telling(1, BOMB | {"date": "2017-05-31", "killed": [7]}, report=1))) == 2
    assert len(grouped(one, telling(1, BOMB | {"date": "2017-05-31", "killed": [90]}, report=2))) == 1


def test_the_towns_of_sentences_tell_attacks_apart_and_tie_those_that_kill() -> None:
    told = {"date": "2017-05-31", "killed": [80], "published": "2017-05-31"}
    other = {"type": "ASSAULT", "mode": None, "words": "attacked", "sentence": "Gunmen attacked worshippers.", "killed": [90], "published": "2017-06-01"}
    assert grouped(telling(0, BOMB | told), telling(1, other | {"sites": ["gao"]})) == [[0, 1]]
    assert grouped(telling(0, BOMB | told), telling(1, other | {"sites": ["kidal"]})) == [[0], [1]]


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ("2017-05-31", "2017-05", True), ("2017-05-31", "2017", True), ("2017-05", "2017-05", True), ("2017-05", "2017", True),
        ("2017-05-31", "2017-06", False), ("2017-05-31", "2016", False), ("2017-05-31", "2017-05-30", False), ("2017-05-31", None, False),
    ],
)  # fmt: skip
def test_a_month_or_year_is_looked_for_by_its_days_and_they_by_it(one: str, other: str | None, met: bool) -> None:
    a, b = (wide_keys(telling(0, BOMB | {"date": date})) for date in (one, other))
    assert (not set(a.sought).isdisjoint(b.kept), not set(b.sought).isdisjoint(a.kept)) == (met, met)
    elsewhere = wide_keys(telling(0, BOMB | {"date": other, "sites": ["kidal"]}))
    assert set(a.sought).isdisjoint(elsewhere.kept)


def test_a_persons_word_wins() -> None:
    alike, unlike = [[telling(n, m) for n, m in enumerate(CASES[k]["mentions"])] for k in (0, 3)]
    assert len(group_tellings(alike, {(0, 1): False}, near)) == 2
    [[first, second]] = group_tellings(unlike, {(0, 1): True}, near)
    assert (first.sure, first.why, second.sure) == (True, "a person said so", True)


def test_one_thing_against_it_leaves_doubt() -> None:
    one, other = ({**m, "recipients": [r]} for m, r in zip(CASES[2]["mentions"], ("Samir Haddad", "Omar Zaki"), strict=True))
    groups = group_tellings([telling(0, one), telling(1, other)], {}, near)
    assert len(groups) == 1 or not any("other" in p.why for g in groups for p in g)
    assert not any(p.sure for g in groups for p in g if len(g) == 2 and "but" in p.why)


def test_copies_of_one_text_cost_no_comparison_and_are_one_event() -> None:
    said = CASES[0]["mentions"][0]
    groups = group_tellings([telling(n, said) for n in range(LARGEST * 3)], {}, near)
    assert [len(g) for g in groups] == [LARGEST * 3]


def test_stems_and_words_of_like_meaning() -> None:
    assert len({stems(w) for w in ("kill", "killed", "killing", "kills")}) == 1
    assert stems("struck") == stems("strikes")
    assert stems("died") == stems("dying")
    assert telling_words("phone call with the") == ("phone", "call")
    like = float(direction(("killed",)) @ direction(("died",)))
    assert like > 0.5 > 0.3 > float(direction(("killed",)) @ direction(("elected",)))
    assert not direction(("qqxzzy",)).any()


# -- in an archive -------------------------------------------------------------------------------------------------------------------------

TEXTS = (
    "In the harbour of Dakar Amina Diallo met Juan Pérez on fishing rights. The talks on the fishing treaty of Dakar go on.",
    "Talks on the fishing treaty of Dakar: Juan Pérez says that Amina Diallo met Juan Pérez in the harbour. Fishing rights are open.",
    "The fishing treaty of Dakar: Amina Diallo met Juan Pérez at the harbour, fishing rights were named. Soldiers struck Olga Brandt.",
    "Chile counts its copper: Olga Brandt met Government of Chile about mines, copper prices and a new railway in Antofagasta.",
)  # fmt: skip


def reports(days: tuple[str, ...] = ("2025-12-04", "2025-12-04", "2025-12-05", "2025-12-04")) -> list[Any]:
    made_reports = [
        made(t, published=d, publisher=f"P{n}", title=t.split(":")[0]) for n, (t, d) in enumerate(zip(TEXTS, days, strict=True))
    ]
    return [(source, redated(record, "2025-12-03")) for source, record in made_reports]


def redated(record: Record, day: str) -> Record:
    return replace(record, events=Items(replace(e, date=day) for e in record.events))


def all_events(archive: Archive) -> dict[str, Occurrence]:
    ids = [str(r[0]) for r in archive.db.execute("select distinct occurrence from occurrence_part order by 1")]
    return {id: event for id in ids if (event := find_occurrence(archive, id)) is not None}


def seen(archive: Archive) -> list[Occurrence]:
    return list(all_events(archive).values())


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    with Archive(tmp_path / "a.db") as made_archive:
        list(made_archive.add(reports()))
        update(made_archive)
        yield made_archive


def the_meeting(archive: Archive) -> Occurrence:
    return max(seen(archive), key=lambda o: len({m.report for m in o.mentions}))


def test_mentions_of_several_reports_are_one_event(archive: Archive) -> None:
    event = the_meeting(archive)
    assert (event.event, event.day, event.days, event.origins) == ("CONSULT", "2025-12-03", ("2025-12-03",), 3)
    assert len({m.report for m in event.mentions}) == 3
    assert {*event.actors, *event.recipients} == {"Amina Diallo", "Juan Pérez"}
    told_in = [str(r[0]) for r in archive.db.execute("select story from occurrence_part where occurrence = ?", (event.id,))]
    assert told_in
    assert all(across.occurrences(archive, story)[0] == event for story in told_in)
    assert across.occurrences(archive, "s0") == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(TEXTS))), cut=st.integers(1, len(TEXTS) - 1))
def test_the_order_of_adding_makes_no_difference(tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int) -> None:
    made_reports, found = reports(), []
    for plan in ([list(range(len(TEXTS)))], [order[:cut], order[cut:]]):
        with Archive(tmp_path_factory.mktemp("o") / "a.db") as archive:
            for lot in plan:
                list(archive.add([made_reports[n] for n in lot]))
                update(archive)
            found.append(seen(archive))
    assert found[0] == found[1]


def test_rereading_changes_nothing_and_ids_lead_on(archive: Archive) -> None:
    before = seen(archive)
    upkeep.reread(archive, [(r.report.id, replace(r, pipeline=replace(r.pipeline, version="9"))) for _, r in reports()])
    update(archive)
    assert seen(archive) == before
    earlier = reports(("2025-12-04", "2025-12-04", "2025-12-01", "2025-12-04"))[2]
    with Archive(archive.path.with_name("b.db")) as other:
        list(other.add([*reports()[:2], earlier]))
        update(other)
        moved = the_meeting(other)
        assert moved.id != the_meeting(archive).id
        assert find_occurrence(other, the_meeting(archive).id) == moved


def test_an_event_that_a_rereading_drops_leaves_no_trace(archive: Archive) -> None:
    first = reports()[0][1]
    upkeep.reread(archive, [(first.report.id, replace(first, events=Items()))])
    update(archive)
    assert first.report.id not in {m.report for o in seen(archive) for m in o.mentions}
    assert len(the_meeting(archive).mentions) == 2
    assert not list(upkeep.check(archive))


def test_a_judgement_parts_joins_outlives_a_rereading_and_is_taken_back(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    event = the_meeting(archive)
    one, other = event.mentions[0], event.mentions[-1]
    where = ["--archive", str(archive.path)]
    pair = [f"{m.report[:12]}:{m.event}" for m in (one, other)]
    assert main(["link", *pair, "different", *where]) == 0
    update(archive)
    apart = [o for o in seen(archive) if {(m.report, m.event) for m in o.mentions} & {(m.report, m.event) for m in (one, other)}]
    assert len(apart) == 2
    upkeep.reread(archive, [(r.report.id, replace(r, pipeline=replace(r.pipeline, version="9"))) for _, r in reports()])
    update(archive)
    assert the_meeting(archive).mentions != event.mentions
    assert main(["link", *pair, "undo", *where]) == 0
    assert the_meeting(archive) == event
    struck = next(o for o in seen(archive) if o.event == "ASSAULT").mentions[0]
    copper = next(o for o in seen(archive) if "Government of Chile" in (*o.actors, *o.recipients)).mentions[0]
    with archive.writing():
        across.judge(archive, (struck.report, struck.event), (copper.report, copper.event), "same")
    [joined] = [o for o in seen(archive) if {m.report for m in o.mentions} >= {struck.report, copper.report}]
    assert {(m.report, m.event) for m in joined.mentions} == {(m.report, m.event) for m in (struck, copper)}
    with pytest.raises(StorageError), archive.writing():
        across.judge(archive, (struck.report, "E99"), (copper.report, copper.event), "same")
    capsys.readouterr()


def test_copies_are_one_origin_and_wrong_mentions_are_none(tmp_path: Path) -> None:
    text = (
        TEXTS[0]
        + " The ministers of both countries will speak again next week, said an official who was not named, about nets, boats and quotas."
    )
    with Archive(tmp_path / "c.db") as archive:
        list(archive.add([made(f"{town} - {text}", published="2025-12-04", publisher=town) for town in ("Thiès", "Lagos", "Accra")]))
        update(archive)
        event = the_meeting(archive)
        assert (len({m.report for m in event.mentions}), event.origins) == (3, 1)
        wrong = event.mentions[0]
        assert main(["judge", wrong.report, wrong.event, "wrong", "--archive", str(archive.path)]) == 0
        update(archive)
        assert wrong not in the_meeting(archive).mentions


def test_another_type_outweighs_a_word(tmp_path: Path) -> None:
    made_reports = reports()[:2]
    source, record = made_reports[1]
    refused = replace(record, events=Items(replace(e, plover=Plover(event="REJECT", mode=None, context=())) for e in record.events))
    with Archive(tmp_path / "d.db") as archive:
        list(archive.add([made_reports[0], (source, refused)]))
        update(archive)
        assert {o.event: len({m.report for m in o.mentions}) for o in seen(archive)} == {"CONSULT": 1, "REJECT": 1}


def test_the_command(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    event = the_meeting(archive)
    where = ["--archive", str(archive.path)]
    assert main(["event", event.id, *where, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["report"], r["item"]) for r in rows] == [(m.report, m.event) for m in event.mentions]
    story = str(archive.db.execute("select story from occurrence_part where occurrence = ?", (event.id,)).get)
    assert main(["event", story, *where]) == 0
    assert event.id in capsys.readouterr().out
    assert main(["event", "e0", *where]) == 4
    assert "NO_EVENT" in capsys.readouterr().err
