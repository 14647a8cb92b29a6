"""Whose report it is: only its own publisher supersedes, corrects or withdraws it, and only where it is the same article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.store import Archive
from onrecord.store.families import decide_anew, notices
from onrecord.store.publishers import Publisher, host, name_key, same_publisher
from tests.store.made import FEE, WAGE, made

PORT = "https://coast.example/port"
LATER = FEE + " More was said on Tuesday."


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "a.db") as a:
        yield a


def state(archive: Archive, *reports: Any) -> list[str]:
    """Add reports and say of each what became of it."""
    added = [a.outcome for a in archive.add(reports)]
    fates = {id: "superseded" if s else "withdrawn" if w else "shown" for id, s, w in
             archive.db.execute("select id, superseded_by, withdrawn_by from report")}  # fmt: skip
    return [fates.get(source.id, outcome) for outcome, (source, _) in zip(added, reports, strict=True)]


def codes(archive: Archive, report: Any) -> list[str]:
    return [code for code, _, _ in notices(archive.db, report[0].id)]


OURS = made(FEE, url=PORT, publisher="Coast Daily", published="2025-03-01")
THEIRS = [
    pytest.param({"url": PORT, "publisher": "Inland Blog"}, id="a saved page with another site's canonical link"),
    pytest.param({"url": PORT, "fetched": "https://inland.example/x", "publisher": "Coast Daily"}, id="a fetched page that borrows the name too"),
    pytest.param({"url": "https://inland.example/x", "fetched": "https://inland.example/x", "identifiers": (PORT,)}, id="an identifier"),
    pytest.param({"fetched": "https://coast.example.inland.example/x", "identifiers": (PORT,)}, id="a host that looks like it"),
    pytest.param({"fetched": "https://inland.example/x", "relations": (("withdraws", PORT),)}, id="a withdrawal"),
    pytest.param({"fetched": "https://inland.example/x", "relations": (("corrects", PORT), ("updates", PORT))}, id="a correction"),
]


@pytest.mark.parametrize("hints", THEIRS)
@pytest.mark.parametrize("first", [0, 1])
def test_another_publishers_report_hides_nobody(archive: Archive, hints: dict[str, Any], first: int) -> None:
    theirs = made(LATER, published="2025-03-05", **hints)
    assert state(archive, *(OURS, theirs)[:: -1 if first else 1]) == ["shown", "shown"]
    assert codes(archive, OURS) == codes(archive, theirs) == ["STATUS_SOURCE"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [({}, {}), ({"fetched": PORT}, {"fetched": "http://www.coast.example/port?utm_source=x"}), ({"fetched": PORT}, {"publisher": "Coast Daily"})],
)
def test_its_own_publisher_supersedes_it(archive: Archive, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    old = made(FEE, url=PORT, published="2025-03-01", **ours)
    new = made(LATER, url=PORT, published="2025-03-05", **theirs)
    assert state(archive, new, old) == ["shown", "superseded"]
    assert codes(archive, old) == []


def wire(text: str, provider: str, **hints: Any) -> Any:
    from dataclasses import replace

    source, record = made(text, identifiers=("urn:newsml:x:1",), extra=(("provider", provider),), **hints)
    return replace(source, kind="wire"), record


def test_an_item_of_another_provider_cancels_nothing(archive: Archive) -> None:
    item = wire(FEE, "Agency One", version=1)
    assert state(archive, item, wire("Not so.", "Agency Two", version=2, status="canceled")) == ["shown", "shown"]
    assert state(archive, wire("Not so at all.", "Agency One", version=3, status="canceled"), item) == ["shown", "superseded"]


def test_a_stranger_withdraws_by_no_headline(archive: Archive) -> None:
    story = made("Banks agree.", title="Banks agree on a new rescue", publisher="Wire One", fetched="https://wire.example/1")
    kill = made("Wrong.", title="KILL - Banks agree on a new rescue", publisher="Wire One", fetched="https://inland.example/1")
    assert state(archive, story, kill) == ["shown", "shown"]
    assert codes(archive, story) == ["STATUS_SOURCE"]
    own = made("Wrong!", title="KILL - Banks agree on a new rescue", publisher="Wire One", fetched="https://wire.example/2")
    assert state(archive, own, story)[1] == "withdrawn"


SHARED = ["https://coast.example/", "https://coast.example/news", "0", "https://coast.example/index.php?id=0"]


@pytest.mark.parametrize("name", SHARED)
def test_two_articles_under_one_address_both_stay(archive: Archive, name: str) -> None:
    one, two = (made(text, title=title, identifiers=(name,), publisher="Coast Daily", published=day) for text, title, day in
                ((FEE, "Import fee to be halved", "2025-03-01"), (WAGE, "Minimum wage rises", "2025-03-02")))  # fmt: skip
    assert state(archive, one, two) == ["shown", "shown"]
    assert codes(archive, one) == codes(archive, two) == ["ADDRESS_SHARED"]


def test_a_number_that_two_feeds_give_their_entries_ties_nobody(archive: Archive) -> None:
    reports = [made(FEE, identifiers=("1",), fetched=f"https://{name}.example/feed") for name in ("coast", "inland")]
    reports[1] = made(WAGE, identifiers=("1",), fetched="https://inland.example/feed")
    assert state(archive, *reports) == ["shown", "shown"]
    assert codes(archive, reports[0]) == []


ONE = ["https://coast.example/port?utm_source=x&utm_medium=y", "https://coast.example/port#comments", "http://www.coast.example/port/",
       "HTTPS://Coast.Example:443/port?fbclid=abc", "https://m.coast.example/port?gclid=1&ref=home"]  # fmt: skip
OTHERS = ["https://coast.example/port?page=2", "https://coast.example/ports", "https://other.coast.example/port", "https://coast.example/#!/port",
          "https://coast.example:8443/port"]  # fmt: skip


def test_an_address_is_compared_without_what_names_no_other_article() -> None:
    assert {name_key(address) for address in ONE} == {name_key(PORT)}
    assert len({name_key(address) for address in (PORT, *OTHERS)}) == 1 + len(OTHERS)
    assert [name_key(odd) for odd in ("urn:newsml:x", "0", "http://[bad", "http://a]b/")] == ["urn:newsml:x", "0", "http://[bad", "http://a]b/"]


def test_a_repeated_fetch_of_an_unchanged_text_is_a_sighting(archive: Archive) -> None:
    fetches = [made(FEE, url=address, source=f"{n}.html") for n, address in enumerate((PORT, *ONE))]
    assert [a.outcome for a in archive.add(fetches)] == ["added", *["seen"] * len(ONE)]
    assert archive.db.execute("select count(*) from sighting").get == 1 + len(ONE)
    stranger = made(FEE, url=PORT, fetched="https://inland.example/x", publisher="Inland Blog")
    assert state(archive, stranger) == ["shown"]  # a copy elsewhere is a report of its own


def test_publishers_are_told_apart() -> None:
    def who(**known: str) -> Publisher:
        return Publisher(**{"fetched": "", "provider": "", "name": "", "address": "", **known})

    same = [(who(fetched="a"), who(fetched="a", name="x")), (who(fetched="a"), who(address="a")), (who(provider="p"), who(name="p")),
            (who(name="n", address="a"), who(name="n")), (who(address="a"), who(address="a", name="n")), (who(), who())]  # fmt: skip
    other = [(who(fetched="a"), who(fetched="b", name="x", address="a")), (who(fetched="a"), who(name="a")), (who(provider="p"), who(fetched="p")),
             (who(name="n", address="a"), who(name="m", address="a")), (who(address="a"), who(name="n"))]  # fmt: skip
    assert [same_publisher(a, b) and same_publisher(b, a) for a, b in same] == [True] * len(same)
    assert [same_publisher(a, b) or same_publisher(b, a) for a, b in other] == [False] * len(other)
    assert [host(u) for u in ("https://www.a.example/x", "http://m.a.example:80", "https://a.example:8443/", "http://[", "")] == [
        "a.example", "a.example", "a.example:8443", "", ""]  # fmt: skip


def test_an_older_archive_is_decided_anew(archive: Archive) -> None:
    """An archive of before: identifiers as they came, a stranger's page on top."""
    theirs = made(LATER, url=PORT, publisher="Inland Blog", published="2025-03-05")
    list(archive.add([OURS, theirs]))
    with archive.writing():
        archive.db.execute("update identifier set value = ? where value like '//%'", (PORT + "?utm_source=x",))
        archive.db.execute("update report set superseded_by = ? where id = ?", (theirs[0].id, OURS[0].id))
        decide_anew(archive.db)
    assert archive.db.execute("select count(*) from shown").get == 2
    assert codes(archive, OURS) == ["STATUS_SOURCE"]


def test_mails_of_two_senders_under_one_id_are_two(archive: Archive) -> None:
    def mail(text: str, sender: str) -> Any:
        source, record = made(text, published="2025-03-01", identifiers=("<1@list.example>",), extra=(("from", sender),))
        return replace(source, kind="wire"), record

    ours, theirs = mail(FEE, "Alerts <alerts@coast.example>"), mail(LATER, "alerts@inland.example")
    assert state(archive, ours, theirs) == ["shown", "shown"]
    assert codes(archive, ours) == codes(archive, theirs) == ["STATUS_SOURCE"]
    again = mail(LATER + " And on Friday.", '"Desk" <desk@coast.example>')
    assert sorted(state(archive, again, ours)) == ["shown", "superseded"]


def test_two_articles_that_share_a_sentence_and_an_address_are_two(archive: Archive) -> None:
    shared = " Police said 14 people were hurt when a bus left the road near the river on Monday."
    one = made(FEE + shared, url=PORT, publisher="Coast Daily", title="Fees are halved")
    two = made(WAGE + shared, url=PORT, publisher="Coast Daily", title="Wages rise again", published="2025-12-05")
    assert state(archive, one, two) == ["shown", "shown"]
    assert codes(archive, one) == ["ADDRESS_SHARED"]
