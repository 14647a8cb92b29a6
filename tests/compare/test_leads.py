"""Which reports carry on what an earlier one told, and the stories that this makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from onrecord.compare.grouping.leads import Lead, unpack_lead
from onrecord.compare.grouping.linkage import linkage_by
from onrecord.compare.update import update
from onrecord.model.source import Hints, text_source
from onrecord.store import Archive

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

COUNTRY, LAKE, TOWN, OTHER = 4, 8, 12, 16


def lead(
    day: int, *days: int, places: tuple[int, ...] = (COUNTRY, TOWN), counts: bool = False, attacked: tuple[int, ...] | None = None
) -> Lead:
    known = frozenset(places)
    when = None if attacked is None else frozenset(attacked)
    return Lead(day, frozenset(days), known, known - {COUNTRY}, known - {COUNTRY, LAKE}, counts, when)


CARRIED = [
    ("it names the day of what the first one told", lead(10), lead(13, 10), True),
    ("both name one day", lead(11, 10), lead(13, 10), True),
    ("it names another day", lead(10), lead(13, 11), False),
    ("reports of one day name it, and it is no day before them", lead(10), lead(10), False),
    ("a day named elsewhere", lead(10, places=(LAKE,)), lead(13, 10), False),
    ("the country is enough beside the day", lead(10, places=(COUNTRY,)), lead(13, 10), True),
    ("both count the dead of one lake", lead(10, places=(LAKE,), counts=True), lead(13, places=(LAKE,), counts=True), True),
    ("only one counts any", lead(10, counts=True), lead(13), False),
    ("the dead of one country", lead(10, places=(COUNTRY,), counts=True), lead(13, places=(COUNTRY,), counts=True), False),
    ("one attack", lead(10, counts=True, attacked=(10,)), lead(13, counts=True, attacked=(10,)), True),
    ("two attacks on one town", lead(10, counts=True, attacked=(10,)), lead(11, counts=True, attacked=(11,)), False),
    ("an attack without a day, told soon", lead(10, counts=True, attacked=()), lead(12, counts=True, attacked=(10,)), True),
    ("an attack without a day, told later", lead(10, counts=True, attacked=()), lead(13, counts=True, attacked=(13,)), False),
    ("attacks on two towns, one told beside the other", lead(10, attacked=(10,)), lead(13, 10, places=(COUNTRY, OTHER), attacked=(10, 13)),
     False),
    ("attacks on one town, one told beside the other", lead(10, attacked=(10,)), lead(13, 10, attacked=(10, 13)), True),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "carried"), [c[1:] for c in CARRIED], ids=[c[0] for c in CARRIED])
def test_what_carries_on_what(one: Lead, other: Lead, carried: bool) -> None:
    assert one.carries_on(other) is carried
    assert other.carries_on(one) is carried


@pytest.mark.parametrize(
    "packed", [lead(10), lead(13, 10, 9, places=(COUNTRY, LAKE, TOWN), counts=True, attacked=(9, 10)), lead(3, attacked=())]
)
def test_packed_leads_keep_what_they_tell(packed: Lead) -> None:
    assert unpack_lead(packed.pack()) == packed
    assert unpack_lead(b"") is None


def test_groups_are_joined_where_half_of_either_carries_on_the_other() -> None:
    alike = np.full((5, 5), 0.2)
    carried = np.zeros((5, 5), bool)
    carried[0, 2] = carried[2, 0] = True
    groups = [[0], [1], [2, 3], [4]]
    assert linkage_by(groups, carried, alike, 0.1, "abcde") == [[0, 2, 3], [1], [4]]
    assert linkage_by(groups, carried, alike, 0.3, "abcde") == groups
    assert linkage_by([[0], [2, 3, 4], [1]], carried, alike, 0.1, "abcde") == [[0], [1], [2, 3, 4]]  # one in three
    carried[1, 0] = carried[0, 1] = carried[1, 4] = carried[4, 1] = True
    assert linkage_by(groups, carried, alike, 0.1, "abcde") == linkage_by(groups[::-1], carried, alike, 0.1, "abcde") == [[0, 1, 2, 3], [4]]


FERRY = [
    ("2018-09-20", "Ferry capsizes on Lake Victoria", "DAR ES SALAAM, Sept 20 - A ferry with more than 200 people on board capsized on Lake Victoria in "
     "Tanzania on Thursday, and at least 44 people drowned, the commissioner of the Mwanza region said.\n\nThe MV Nyerere turned over close to the "
     "landing on the island of Ukara. Thirty-seven people were pulled out alive before the search was halted for the night."),
    ("2018-09-21", "Tanzania ferry toll rises to 136", "MWANZA, Tanzania, Sept 21 - The number of people who died when the MV Nyerere sank has risen to 136, "
     "the transport minister told state television on Friday. Divers went on looking for bodies in the overturned hull.\n\nThe president ordered the "
     "arrest of those who run the vessel. It was built for 101 passengers."),
    ("2018-09-23", "Victims of Lake Victoria disaster buried", "UKARA, Tanzania, Sept 23 - Nine of those who died in Thursday's ferry disaster were buried "
     "on the island of Ukara on Sunday. The toll stood at 224, the prime minister said at the graves, and the government will form a commission."),
    ("2018-09-24", "Tanzania ends search for victims; 228 dead", "NAIROBI, Sept. 24 - Tanzania stopped looking for bodies on Monday, four days after a crowded "
     "ferry went down off Ukara in Lake Victoria, killing 228 people. The hull will be turned upright and towed ashore."),
]  # fmt: skip
MARKETS = [
    ("2013-09-22", "Bombers attack church in Peshawar", "PESHAWAR, Sept 22 - Two suicide bombers attacked a church in the Pakistani city of Peshawar on Sunday "
     "and killed at least 56 people, officials said."),
    ("2013-09-27", "Civil servants die on bus", "PESHAWAR, Sept 27 - A bomb on a bus that carried clerks home from their offices in Peshawar killed 17 of "
     "them on Friday, police said. Glass lay on the road far from the wreck."),
]  # fmt: skip


@pytest.fixture
def filled(reader: Reader, tmp_path: Path) -> Callable[[list[tuple[str, str, str]], tuple[int, ...]], list[int]]:
    def fill(told: list[tuple[str, str, str]], order: tuple[int, ...]) -> list[int]:
        with Archive(tmp_path / "a.db") as archive:
            for n in order:
                day, title, text = told[n]
                hints = Hints(title=title, published=day, published_from="caller", publisher=f"Paper {n}")
                source = text_source(text, published=day, title=title, source=f"report{n}")
                list(archive.add(reader.read_all([type(source)(id=source.id, source=source.source, text=text, kind="text", hints=hints)])))
                update(archive)
            return [int(str(n)) for (n,) in archive.db.execute("select reports from story order by first")]

    return fill


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_a_disaster_that_is_followed_for_days_is_one_story(
    filled: Callable[[list[tuple[str, str, str]], tuple[int, ...]], list[int]], order: tuple[int, ...]
) -> None:
    assert filled(FERRY, order) == [4]


def test_two_attacks_on_one_town_are_two_stories(filled: Callable[[list[tuple[str, str, str]], tuple[int, ...]], list[int]]) -> None:
    assert filled(MARKETS, (0, 1)) == [1, 1]
