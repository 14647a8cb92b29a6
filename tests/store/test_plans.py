"""Query plans: whatever is asked, SQLite answers through an index.

Allowed: a look-up in an index, a search of a full-text index, and walking a table along the index that is in the answer's order, from
where a first page comes at once. That last one alone for the whole list, and for filters that a large share of rows passes (a
language, a form, a sector) or that bound one end of an interval. The queue of what is to be worked out again may be read whole. Never: a table read from end to end, or any of this once a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from onrecord.compare import copies, stories
from onrecord.compare.copying import shelf
from onrecord.compare.grouping.window import Window
from onrecord.compare.quotations.check import check_quotation
from onrecord.errors import UsageError
from onrecord.store import Archive, Filters, families
from onrecord.store.query import KINDS, WALKED, changes, count, rows, rows_of, search, with_parties
from tests.store.made import FEE, WAGE, made

VALUES: dict[str, object] = {
    "text": "wage", "speaker": "Diallo", "actor": "Diallo", "recipient": "Brandt", "country": "SEN", "sector": "GOV", "event": "CONSULT",
    "mode": "visit", "quad": 1, "status": "reported", "act": "state", "form": "direct", "date_from": "2025-01-01", "date_to": "2026-01-01",
    "place": "Dakar", "publisher": "Le Soleil", "agency": "AFP", "measure": "killed", "unit": "person", "report": "00", "language": "en",
    "since": 1, "new_since": "2026-01-01T00:00:00Z",
}  # fmt: skip
LOOKED_UP = re.compile(
    r"SEARCH |LIST SUBQUERY|USE TEMP B-TREE|MULTI-INDEX OR|INDEX \d|SCALAR SUBQUERY|CO-ROUTINE|CREATE BLOOM FILTER|REUSE"
)
STEPS = re.compile(r"SCAN (?:\w+ VIRTUAL TABLE INDEX (?:0:=?M|1:)|CONSTANT ROW|hit$|happening_stale$)|MERGE|UNION|LEFT|RIGHT|COMPOUND|LEFT-MOST SUBQUERY")
ORDERED = re.compile(r"SCAN [rx] USING INDEX (?:report_published|statement_date|event_date|time_date|happening_known)$")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("p") / "a.db") as a:
        list(a.add([made(FEE, title="Import fee halved again", publisher="Le Soleil", url="https://example.org/1"), made(WAGE)]))
        compare(a, [1, 2])
        yield a


def compare(archive: Archive, numbers: list[int]) -> None:
    """Compare reports as `compare.update` does."""
    texts = copies.Texts(archive)
    with archive.writing():
        copies.index(archive, numbers, texts)
        stories.index(archive, numbers)
        copies.update(archive, numbers, texts)
        stories.update(archive, numbers, texts, Window.around(archive, numbers))


def plans(archive: Archive, question: Callable[[], object]) -> list[list[str]]:
    """Give the plan of every statement that a question runs, down to those of virtual tables."""
    asked: list[tuple[str, object]] = []
    archive.db.exec_trace = lambda _, sql, values: bool(asked.append((sql, values))) or True
    try:
        question()
    finally:
        archive.db.exec_trace = None
    wanted = [(sql, values) for sql, values in asked if sql.lstrip().lower().startswith(("select", "delete", "update"))]
    return [[str(row[3]) for row in archive.db.execute(f"explain query plan {sql}", values)] for sql, values in wanted]  # type: ignore[arg-type]


def wrong(plan: list[str], *, walked: bool) -> list[str]:
    """Give the lines of a plan that are not allowed."""
    once_a_row = [line for n, line in enumerate(plan) if line.startswith("CORRELATED") and re.search("SCAN(?!.*0:=M)", plan[n + 1])]
    return once_a_row + [line for line in plan if not (LOOKED_UP.search(line) or STEPS.match(line) or (walked and ORDERED.match(line)))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_by_every_filter_and_pair_of_filters(archive: Archive, kind: str) -> None:
    known = []
    for name, value in VALUES.items():
        try:
            list(rows(archive.db, kind, Filters(**{name: value})))  # type: ignore[arg-type]
            known.append(name)
        except UsageError:
            continue
    assert len(known) >= 14
    for names in [(), *((n,) for n in known), *combinations(known, 2)]:
        chosen = Filters(**{n: VALUES[n] for n in names})  # type: ignore[arg-type]
        walked = set(names) <= WALKED
        for plan in plans(archive, lambda chosen=chosen: list(rows(archive.db, kind, chosen, limit=50))):  # type: ignore[misc]
            assert not wrong(plan, walked=walked), (kind, names, plan)
        if names and not walked:
            for plan in plans(archive, lambda chosen=chosen: count(archive.db, kind, chosen)):  # type: ignore[misc]
                assert not wrong(plan, walked=False), (kind, names, plan)


@pytest.mark.parametrize("name", VALUES)
def test_a_search_narrowed_by_every_filter(archive: Archive, name: str) -> None:
    question = lambda: list(search(archive.db, "fee", Filters(**{name: VALUES[name]})))  # type: ignore[arg-type]  # noqa: E731
    try:
        found = plans(archive, question)
    except UsageError:
        return
    assert found
    for plan in found:
        assert not wrong(plan, walked=False), (name, plan)


def test_look_ups(archive: Archive) -> None:
    id = next(archive.ids())
    story = str(archive.db.execute("select id from story").get)
    texts = copies.Texts(archive)
    questions: list[Callable[[], object]] = [
        lambda: check_quotation(archive, "We will cut the import fee by half ... whatever", speaker="Diallo"),
        lambda: list(rows_of(archive.db, "statements", [1, 2])),
        lambda: list(with_parties(archive.db, rows(archive.db, "events", Filters(report=id)))),
        lambda: list(changes(archive.db, 1)),
        lambda: archive.known([id]),
        lambda: (archive.text(id), archive.record(id), archive.full_id(id[:9])),
        lambda: families.decide(archive.db, 1),
        lambda: families.twins(archive.db, id),
        lambda: copies.copies_of(archive, id),
        lambda: shelf.candidates([1], texts),
        lambda: copies.likely_origin(texts, 1, 2, 0.9, 0.9),
        lambda: copies.origins(archive, [1, 2]),
        lambda: stories.find_story(archive, story),
        lambda: stories.find_story(archive, "s0"),
        lambda: stories.story_reports(archive, story),
    ]
    for question in questions:
        found = plans(archive, question)
        assert found
        for plan in found:
            assert not wrong(plan, walked=False), plan


def test_adding_and_comparing_look_nothing_up_from_end_to_end(archive: Archive) -> None:
    hints = {"title": "CORRECTED-Import fee halved again", "publisher": "Le Soleil", "url": "https://example.org/1"}
    more = made(FEE + " More.", **hints)  # type: ignore[arg-type]
    for plan in plans(archive, lambda: (list(archive.add([more, more])), compare(archive, [3]))):
        assert not wrong(plan, walked=False), plan
