"""Texts made after one form about different things are neither copies nor one story; copies, updates and shared news are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.compare import copies
from onrecord.compare.copying.forms import nature, told_words
from onrecord.compare.update import update
from onrecord.model.source import text_source
from onrecord.store import Archive
from tests.store.made import made

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

QUAKE = (
    "A {0}-magnitude earthquake struck {1} km off the coast of {2} on {3}, the seismological institute said. The quake hit at {4} local time "
    "at a depth of 10 km. There were no immediate reports of damage or casualties. No tsunami warning was issued for the coast."
)
FLOOD = (
    "The weather service has issued a flood warning for {0} County until {1} on {2}. Residents along {3} are advised to move to higher ground. "
    "Do not drive through flooded roads. Rainfall of {4} inches is expected, the service said."
)
RESULTS = (
    "{0} on Tuesday reported a quarterly net profit of {1} million euros, up {2} percent from a year earlier. Revenue rose to {3} million euros. "
    "The company confirmed its outlook for the full year. Analysts had expected a profit of {4} million euros."
)
FIRE = (
    "A fire in a textile mill in {0} killed {1} workers on {2}, the fire service said. Flames broke out on the second floor at {3} and spread "
    "within minutes. Most of the dead were found near a locked door. The owner, {4}, was arrested, police said."
)
MATCH = (
    "{0} beat {1} {2} in the second round of the national cup on {3}. The only goal that mattered fell in minute {4} after a corner from the "
    "left. Both coaches said that they had seen a fair game, and the crowd went home in the rain."
)
FORMS = {
    "earthquakes": (QUAKE, [("5.2", "30", "Tonga", "Tuesday", "06:14"), ("5.4", "45", "Fiji", "Tuesday", "09:30"), ("5.6", "25", "Chile", "Friday", "22:41")]),
    "floods": (FLOOD, [("Harlan", "9 p.m.", "Tuesday", "Clover Creek", "4"), ("Perry", "6 p.m.", "Tuesday", "Middle Fork", "3")]),
    "results": (RESULTS, [("Norvik Shipping", "112", "7", "900", "110"), ("Alder Foods", "86", "3", "1,200", "90")]),
    "fires": (FIRE, [("Lahore", "14", "Monday", "2 a.m.", "Imran Sethi"), ("Dhaka", "31", "Sunday", "11 p.m.", "Rafiq Khan")]),
    "matches": (MATCH, [("Lindford", "Harrow", "2-1", "Saturday", "88"), ("Marwick", "Dunmore", "3-0", "Saturday", "12")]),
}  # fmt: skip
SAME = {
    "a new toll": (FIRE, ("Lahore", "14", "Monday", "2 a.m.", "Imran Sethi"), ("Lahore", "17", "Monday", "2 a.m.", "Imran Sethi")),
    "figures revised": (QUAKE, ("5.2", "30", "Tonga", "Tuesday", "06:14"), ("5.3", "32", "Tonga", "Tuesday", "06:14")),
    "another spelling": (FIRE, ("Dhaka", "31", "Sunday", "11 p.m.", "Rafiq Khan"), ("Dacca", "31", "Sunday", "11 p.m.", "Rafiq Khan")),
}
SPEECH = "“We knew that the bridge was not safe, and nobody listened to us for ten years, not the ministry and not the town,” lawyer Ann Moy said."
RULING = f"A court ruled on Tuesday that Lindford must pay the families of those who died when the bridge fell. {SPEECH} The town will appeal."
PORTRAIT = f"Ann Moy grew up on a farm near Harrow and went to law school at night, with three children at home. {SPEECH} She reads at dawn."


def kinds(path: Path, texts: list[str]) -> tuple[set[str], list[int]]:
    """Give the relations of some reports, and the sizes of their stories."""
    with Archive(path / "c.db") as archive:
        list(archive.add([made(t, title=t[:40], publisher=f"P{n}", published="2025-12-02") for n, t in enumerate(texts)]))
        update(archive)
        sizes = [int(n) for (n,) in archive.db.execute("select count(*) from story_report group by story order by 1 desc")]
        return {str(k) for (k,) in archive.db.execute("select kind from copy")}, sizes


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_neither_copies_nor_one_story(tmp_path: Path, name: str) -> None:
    form, rows = FORMS[name]
    found, sizes = kinds(tmp_path, [form.format(*row) for row in rows])
    assert found == {"form"}
    assert sizes == [1] * len(rows)


@pytest.mark.parametrize("name", SAME)
def test_updates_of_one_text_stay_copies_of_one_story(tmp_path: Path, name: str) -> None:
    form, one, other = SAME[name]
    found, sizes = kinds(tmp_path, [form.format(*one), form.format(*other)])
    assert found
    assert "form" not in found
    assert sizes == [2]


def test_a_reprint_stays_with_its_own_thing(tmp_path: Path) -> None:
    form, rows = FORMS["earthquakes"]
    texts = [form.format(*row) for row in rows]
    found, sizes = kinds(tmp_path, [*texts, texts[0].rsplit(". ", 1)[0] + "."])
    assert found == {"form", "reprint"} or found == {"form", "excerpt"}
    assert sizes == [2, 1, 1]


def test_a_shared_quotation_makes_no_copy(tmp_path: Path) -> None:
    found, _ = kinds(tmp_path, [RULING, PORTRAIT])
    assert found <= {"borrowing"}
    with_tail = f"{PORTRAIT} {RULING[:100]}"
    assert nature(*(told_words(t, [(0, len(t))]) for t in (RULING, with_tail))).share > 0.15


def test_relation_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive(tmp_path / "c.db") as archive:
        reports = [made(QUAKE.format(*row), publisher=f"P{n}") for n, row in enumerate(FORMS["earthquakes"][1][:2])]
        list(archive.add(reports))
        update(archive)
        [found] = copies.copies_of(archive, reports[0][0].id)
    assert (found.kind, found.origin) == ("form", None)
    assert "names and numbers" in found.why


WORDS = st.lists(st.sampled_from("the Harbour 12 3.5 fell Lima and “ ” on Monday. rose 7".split()), max_size=40).map(" ".join)


@given(WORDS, WORDS)
def test_nature_counts_what_is_there(one: str, other: str) -> None:
    a, b = (told_words(t, [(0, len(t))]) for t in (one, other))
    found = nature(a, b)
    assert 0 <= found.share <= 1
    assert found.differ + found.agree <= sum(a.telling)


@given(WORDS)
def test_a_text_is_no_form_of_itself(text: str) -> None:
    words = told_words(text, [(0, len(text))])
    assert nature(words, words).differ == 0


def test_other_places_and_hours_are_no_rewrite_nor_excerpt(tmp_path: Path, reader: Reader) -> None:
    quakes = [QUAKE.format("5.2", "30", place, "Tuesday", hour) for place, hour in (("Tonga", "06:14"), ("Fiji", "09:30"))]
    more = " The islands lie on a ring of volcanoes, and quakes of that size are felt there every few weeks, a teacher in Suva said."
    for n, texts in enumerate((quakes, [quakes[0], quakes[1] + more])):
        with Archive(tmp_path / f"{n}.db") as archive:
            list(archive.add(reader.read_all([text_source(t, published="2025-12-02", source=f"p{n}") for n, t in enumerate(texts)])))
            update(archive)
            assert [str(k) for (k,) in archive.db.execute("select kind from copy")] == ["form"]
            assert not [*archive.db.execute("select story from story_report group by story having count(*) > 1")]


SAME_FORM = (
    "A 5.2-magnitude earthquake struck 30 km off the coast of {0} on Monday, the US Geological Survey said. The quake hit at a depth of 10 km "
    "near {1}. There were no immediate reports of damage. No tsunami warning was issued, and ferries sailed as usual."
)


@pytest.mark.parametrize(
    ("places", "kind", "sizes"),
    [
        ([("Tonga", "Nuku'alofa"), ("Fiji", "Suva")], "form", [1, 1]),
        ([("Chile", "Valparaiso"), ("Peru", "Callao")], "form", [1, 1]),
        ([("Fiji", "Suva"), ("Fiji", "Suva")], "reprint", [2]),
        ([("Fiji", "Suva"), ("Fiji", "Nadi")], "reprint", [2]),
    ],
)
def test_where_it_happened_is_what_a_copy_keeps(
    tmp_path: Path, reader: Reader, places: list[tuple[str, str]], kind: str, sizes: list[int]
) -> None:
    """Nothing but the places tells the two apart; the towns at which they were filed do not."""
    texts = [f"{town.upper()} (Reuters) - {SAME_FORM.format(*names)}" for names, town in zip(places, ("Sydney", "London"), strict=True)]
    with Archive(tmp_path / "p.db") as archive:
        sources = [text_source(t, published="2025-12-02", source=f"p{n}") for n, t in enumerate(texts)]
        list(archive.add(reader.read_all(sources)))
        update(archive)
        assert {str(k) for (k,) in archive.db.execute("select kind from copy")} == {kind}
        found = [int(n) for (n,) in archive.db.execute("select count(*) from story_report group by story order by 1 desc")]
    assert found == sizes
