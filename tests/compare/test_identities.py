"""Actors across reports: one identity however the name is spelled, homonyms apart, the same in whatever order, people's word on top."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.compare import identities
from onrecord.compare.people import identity_judgements, names
from onrecord.errors import StorageError
from onrecord.model.record import Actor, Event, Items, Mention, Plover, Record, Role, Statement
from onrecord.model.source import Source, text_source
from onrecord.store import Archive, Filters
from onrecord.store.judgements import Judgement, store
from onrecord.store.upkeep import merge, reread
from tests.store.made import made

LABELLED = json.loads((Path(__file__).parent / "data" / "identities.json").read_text("utf-8"))
Pair = tuple[Source, Record]


# -- records by hand: "Name (type country sector: office)" per line --------------------------------------------------------------------


def report(*actors: tuple[str, ...], day: str = "2024-05-01", salt: str = "", met: bool = False) -> Pair:
    """A report that names actors, each (name, country, sector, office?, type?); `met`: the first has met the second."""
    lines = [a[0] for a in actors]
    text = ". ".join(lines) + f". {day} {salt}"
    source, record = made(text, published=day)
    found, at = [], 0
    for n, (name, country, sector, *rest) in enumerate(actors, 1):
        start = text.index(name, at)
        at = start + len(name)
        span = (start, at)
        roles = (Role(title=rest[0], country=country or None, span=span),) if rest and rest[0] else ()
        found.append(Actor(id=f"A{n}", name=name, type=rest[1] if len(rest) > 1 else "person", country=country or None, sector=sector or None,
                           roles=roles, mentions=(Mention(span=span, form="name"),), rule="test"))  # fmt: skip
    whole = (0, len(text))
    events = [
        Event(id="E1", plover=Plover(event="CONSULT", mode=None, context=()), cameo="040", trigger=(found[0].mentions[0].span,), sentence=whole,
              actors=("A1",), recipients=("A2",), time=None, date=day, place=None, status="reported", attributed_to=(), figures=(), rule="test")
    ] if met else []  # fmt: skip
    statements = [
        Statement(id="S1", form="direct", speaker="A1", speaker_span=None, cue=(), content=(found[0].mentions[0].span,), act="state", time=None, speakers=("A1", "A2"),
                  channel=None, addressee=None, within=None, rule="test")
    ] if met else []  # fmt: skip
    return source, replace(
        record, actors=Items(found), events=Items(events), statements=Items(statements), figures=Items(), times=Items(), places=Items()
    )


def groups(archive: Archive) -> set[frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    sql = """select p.identity, r.id, a.id from card c join profile p on p.n = c.profile join actor a on a.n = c.actor
        join report r on r.n = c.report"""
    for identity, id, actor in archive.db.execute(sql):
        found.setdefault(str(identity), set()).add((str(id), str(actor)))
    return {frozenset(v) for v in found.values()}


def ids(archive: Archive) -> set[str]:
    return {str(r[0]) for r in archive.db.execute("select identity from profile")}


def of(archive: Archive, pair: Pair, actor: str = "A1") -> str:
    """The identity of a report's actor."""
    sql = """select p.identity from card c join profile p on p.n = c.profile join actor a on a.n = c.actor join report r on r.n = c.report
        where r.id = ? and a.id = ?"""
    return str(archive.db.execute(sql, (pair[0].id, actor)).get)


def doubts(archive: Archive, id: str) -> set[str]:
    found = identities.find_identity(archive, id)
    assert found is not None
    return {other for other, _ in found.unsure}


@pytest.fixture
def archive(tmp_path: Path) -> Iterable[Archive]:
    with Archive(tmp_path / "a.db") as a:
        yield a


def update(archive: Archive) -> None:
    with archive.writing():
        identities.update(archive, identities.waiting(archive))


def fill(archive: Archive, *reports: Pair) -> None:
    list(archive.add(reports))
    update(archive)


# -- names --------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Mohammed bin Salman", "Muhammad Bin Salman"), ("Abdel Fattah el-Sisi", "Abdul Fattah al-Sissi"), ("Kim Jong-un", "Kim Jong Un"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy"), ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"), ("Sergei Lavrov", "Sergey Lavrov"),
        ("Bashar al-Assad", "Bashar Assad"), ("J.D. Vance", "JD Vance"), ("Donald Tusk", "DONALD TUSK"), ("Lech Wałęsa", "Lech Walesa"),
        ("Robert Müller", "Robert Mueller"), ("Beto O’Rourke", "Beto O'Rourke"), ("Speaker Paul Ryan", "Paul Ryan"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_one_form(one: str, two: str) -> None:
    assert names.person_form(one) == names.person_form(two)


@pytest.mark.parametrize(
    ("one", "two", "fit"),
    [
        ("Nicolas Maduro", "Nicolás Maduro Moros", True), ("Xi Jinping", "Xi Jin-ping", True), ("Donald J. Trump", "Donald Trump", True),
        ("Joe Biden", "Joseph R. Biden", True), ("Tayyip Erdogan", "Recep Tayyip Erdogan", True), ("Luiz Inácio Lula da Silva", "Lula da Silva", True),
        ("George W. Bush", "George H.W. Bush", False), ("George W. Bush", "George Herbert Walker Bush", False),
        ("George H. W. Bush", "George Herbert Walker Bush", True), ("Donald Trump", "Donald Trump Jr.", False), ("Kim Jong Un", "Kim Jong Il", False),
        ("Anna Schmidt", "Anna Meyer", False), ("Peter Schmidt", "Anna Schmidt", False), ("Raul Castro", "Fidel Castro", False),
    ],
)  # fmt: skip
def test_which_full_names_may_be_one(one: str, two: str, fit: bool) -> None:
    a, b = names.person_form(one), names.person_form(two)
    assert names.fits(a, b) is names.fits(b, a) is fit
    assert not fit or set(names.person_keys(a)) & set(names.person_keys(b))


@pytest.mark.parametrize(
    ("one", "two"),
    [("Ministry of Defence", "Defense Ministry"), ("Ministry of Foreign Affairs", "the Foreign Ministry"), ("Volta Ltd", "Volta"),
     ("Iranian Foreign Ministry", "Foreign Ministry")],
)  # fmt: skip
def test_bodies_are_one_however_their_names_are_turned(one: str, two: str) -> None:
    assert names.body_form(one)[0] == names.body_form(two)[0]


@given(st.text(max_size=60))
def test_any_name_has_a_form(name: str) -> None:
    form = names.person_form(name)
    body, _ = names.body_form(name)
    assert all(form)
    assert all(body)
    if form:  # a name without a word makes no profile
        assert names.fits(form, form)
        assert names.surnames(form)
        assert names.is_bare(form) or names.person_keys(form) or len(set(form)) == 1


# -- our own labelled reports, through the whole pipeline --------------------------------------------------------------------------------


def test_labelled_reports(archive: Archive, read_text: Callable[..., Record], tmp_path: Path) -> None:
    """Every two mentions that are the same person are one identity, and no two that are not."""
    pairs = {}
    for item in LABELLED:
        source = text_source(item["text"], published=item["published"])
        pairs[item["id"]] = (source, read_text(item["text"], published=item["published"]))
    fill(archive, *pairs.values())
    sql = """select s.words, p.identity from report r join card c on c.report = r.n join profile p on p.n = c.profile
        join spelling s on s.actor = c.actor where r.id = ?"""
    found = []
    for item in LABELLED:
        named = dict(archive.db.execute(sql, (pairs[item["id"]][0].id,)))
        found += [(label, str(named[name])) for name, label in item["actors"].items() if name in named]
    assert len(found) >= 60
    assert [(a, b) for (a, x), (b, y) in combinations(found, 2) if x == y and a != b] == []
    split = [a for (a, x), (b, y) in combinations(found, 2) if a == b and x != y]
    assert split == []
    [one] = [i for i in identities.identities(archive, "Costa") if i.name == "Costa"]
    assert len(one.unsure) == 2  # a surname alone, and two whose it may be
    assert all(one.id in doubts(archive, other) for other, _ in one.unsure)


# -- evidence -----------------------------------------------------------------------------------------------------------------------------

HANNA = ("Hanna Berg", "NOR", "GOV", "Finance Minister")
OTHER_HANNA = ("Hanna Berg", "SWE", "MED", "doctor")


def test_homonyms_of_other_country_and_work_are_two(archive: Archive) -> None:
    a = [report(HANNA, ("Ola Nilsen", "NOR", "LEG"), salt=f"a{n}") for n in range(3)]
    b = [report(OTHER_HANNA, ("Eva Lind", "SWE", "MED"), salt=f"b{n}") for n in range(3)]
    fill(archive, *a, *b)
    assert len({of(archive, p) for p in a}) == len({of(archive, p) for p in b}) == 1
    assert of(archive, a[0]) != of(archive, b[0])
    assert doubts(archive, of(archive, a[0])) == set()


def test_homonyms_of_one_country_go_by_office_and_company(archive: Archive) -> None:
    lawmakers = [(f"Lov Maker{n}", "NOR", "LEG") for n in "abcdef"]
    players = [(f"Fot Ball{n}", "NOR", "") for n in "uvwxyz"]
    a = [report(("Jon Holm", "NOR", "LEG", "lawmaker"), *lawmakers, salt=f"a{n}") for n in range(2)]
    b = [report(("Jon Holm", "NOR", "", "coach"), *players, salt=f"b{n}") for n in range(2)]
    fill(archive, *a, *b)
    assert of(archive, a[0]) == of(archive, a[1])
    assert doubts(archive, of(archive, a[0])) == {of(archive, b[0])} == {of(archive, b[1])}


@pytest.mark.parametrize(("sector", "one"), [("EDU", False), ("REL", False), ("BUS", True), ("LEG", True), ("", True)])
def test_one_acquaintance_does_not_join_two_walks_of_life(archive: Archive, sector: str, one: bool) -> None:
    """Everybody is named beside the president: one common name is little where field and office differ. Business and politics mix."""
    president = ("Ola Nilsen", "NOR", "GOV", "President")
    a = report(("Jon Holm", "NOR", "GOV", "Secretary"), president, *((f"Lov Maker{n}", "NOR", "") for n in "abcde"), salt="a")
    b = report(("Jon Holm", "NOR", sector, "head"), president, *((f"Fot Ball{n}", "NOR", "") for n in "uvwxy"), salt="b")
    fill(archive, a, b)
    assert (of(archive, a) == of(archive, b)) is one
    assert (of(archive, b) in doubts(archive, of(archive, a))) is not one


def test_a_middle_initial_needs_more_than_the_same_field_of_work(archive: Archive) -> None:
    president, senator = ("Jon F. Holm", "NOR", "GOV", "President"), ("Jon Holm", "", "LEG", "Senator")
    a, b = report(president, salt="a"), report(senator, salt="b")
    fill(archive, a, b)
    assert doubts(archive, of(archive, a)) == {of(archive, b)}
    fill(archive, report(("Jon Holm", "NOR", "GOV", "President"), salt="c"))  # the same office in the same country
    assert of(archive, a) == of(archive, b)


def test_thin_evidence_is_unsure_and_listed_both_ways(archive: Archive) -> None:
    a, b = report(HANNA, salt="a"), report(("Hanna Berg", "SWE", "GOV"), salt="b")
    fill(archive, a, b)
    one, two = of(archive, a), of(archive, b)
    assert one != two
    assert doubts(archive, one) == {two}
    assert doubts(archive, two) == {one}


def test_a_name_alone_that_fits_two_goes_to_neither_or_where_its_company_is(archive: Archive) -> None:
    norwegians = [(f"Norsk Person{n}", "NOR", "LEG") for n in "abcdef"]
    swedes = [(f"Svensk Person{n}", "SWE", "MED") for n in "uvwxyz"]
    a, b = report(HANNA, *norwegians, salt="a"), report(OTHER_HANNA, *swedes, salt="b")
    alone, near = report(("Hanna Berg", "", ""), salt="alone"), report(("Hanna Berg", "", ""), *norwegians, salt="near")
    fill(archive, a, b, alone, near)
    # One profile holds both bare cards, so the sample's company speaks for it.
    assert of(archive, near) == of(archive, a)
    assert of(archive, b) not in {of(archive, near), of(archive, a)}


def test_a_surname_needs_role_country_and_company(archive: Archive) -> None:
    full = [report(HANNA, ("Ola Nilsen", "NOR", "LEG"), salt=f"a{n}") for n in range(2)]
    linked = report(("Berg", "NOR", "GOV", "Finance Minister"), ("Ola Nilsen", "NOR", "LEG"), salt="b")
    bare = report(("Berg", "", ""), salt="c")
    elsewhere = report(("Berg", "DEU", "GOV"), ("Ola Nilsen", "NOR", "LEG"), salt="d")
    fill(archive, *full, linked, bare, elsewhere)
    assert of(archive, linked) == of(archive, full[0])
    assert of(archive, bare) != of(archive, full[0])
    assert doubts(archive, of(archive, bare)) == {of(archive, full[0])}
    assert doubts(archive, of(archive, elsewhere)) == set()


def test_bodies_go_by_country_and_acronyms_by_what_reports_spell_out(archive: Archive) -> None:
    body = ("", "organization")
    courts = [report(("Supreme Court", c, "JUD", *body), salt=c) for c in ("BRA", "IND", "BRA", "KEN")]
    turned = report(("Ministry of Defence", "GBR", "GOV", *body), ("Defense Ministry", "FRA", "GOV", *body))
    other = report(("Defence Ministry", "GBR", "GOV", *body), salt="x")
    fill(archive, *courts, turned, other)
    assert of(archive, courts[0]) == of(archive, courts[2])
    assert len({of(archive, c) for c in courts}) == 3
    assert of(archive, turned) == of(archive, other)
    assert of(archive, turned, "A2") != of(archive, other)


def test_a_government_is_its_countrys(archive: Archive) -> None:
    a = report(("Chile", "CHL", "GOV", "", "government"))
    b = report(("Government of Chile", "CHL", "GOV", "", "government"), salt="b")
    fill(archive, a, b)
    assert of(archive, a) == of(archive, b)


# -- what an identity tells ----------------------------------------------------------------------------------------------------------------


def test_an_identity_has_dated_roles_rows_and_company(archive: Archive) -> None:
    a = report(("Hanna Berg", "NOR", "LEG", "lawmaker"), ("Ola Nilsen", "NOR", "LEG"), day="2019-03-01", met=True)
    b = report(("Hanna Berg", "NOR", "GOV", "Finance Minister"), ("Ola Nilsen", "NOR", "LEG"), day="2021-10-14", met=True)
    c = report(("Hanna Kristin Berg", "NOR", "GOV", "Finance Minister"), day="2022-01-02")
    fill(archive, a, b, c)
    found = identities.find_identity(archive, of(archive, a))
    assert found is not None
    assert (found.name, found.type, found.country, found.sector) == ("Hanna Berg", "person", "NOR", "GOV")
    assert (found.reports, found.origins, found.first, found.last) == (3, 3, "2019-03-01", "2022-01-02")
    assert set(found.names) == {"Hanna Berg", "Hanna Kristin Berg"}
    assert [(r.title, r.country, r.first, r.last, r.reports) for r in found.roles] == [
        ("lawmaker", "NOR", "2019-03-01", "2019-03-01", 1), ("Finance Minister", "NOR", "2021-10-14", "2022-01-02", 2),
    ]  # fmt: skip
    assert len(list(identities.identity_rows(archive, found.id, "statements"))) == 2
    assert len(list(identities.identity_rows(archive, of(archive, a, "A2"), "statements"))) == 2  # made together
    assert len(list(identities.identity_rows(archive, found.id, "events", Filters(date_from="2021-01-01")))) == 1
    assert [r["id"] for r in identities.identity_rows(archive, found.id, "reports")] == [c[0].id, b[0].id, a[0].id]
    assert [(c.name, c.side, c.quad, c.month, c.events) for c in identities.company(archive, found.id)] == [
        ("Ola Nilsen", "to", 1, "2019-03", 1), ("Ola Nilsen", "to", 1, "2021-10", 1),
    ]  # fmt: skip
    assert identities.identities(archive, "berg") == [found]
    assert identities.identities(archive, "berg", country="SWE") == []
    assert identities.find_identity(archive, "i0") is None


def test_a_hidden_report_tells_nothing(archive: Archive) -> None:
    a = report(HANNA)
    fill(archive, a)
    archive.db.execute("update report set status = 'withheld'")
    assert identities.find_identity(archive, of(archive, a)) is None
    assert identities.identities(archive, "Berg") == []


# -- order, rereading, judgements ------------------------------------------------------------------------------------------------------


def crowd(seed: int, n: int = 40) -> list[Pair]:
    """Reports with few names that often clash, in many guises."""
    rng = random.Random(seed)
    people = [
        "Hanna Berg",
        "Hanna K. Berg",
        "Berg",
        "Ola Nilsen",
        "Nilsen",
        "Eva Lind",
        "Eva Maria Lind",
        "E. Lind",
        "Hanna Lind",
        "Ola Berg Jr.",
    ]
    bodies = ["Supreme Court", "Ministry of Health", "LTFA", "Lake Tana Fishers"]
    out = []
    for k in range(n):
        chosen = [(p, rng.choice(["NOR", "SWE", "", ""]), rng.choice(["GOV", "MED", "", "CVL"]), rng.choice(["", "Minister", "doctor"]))
                  for p in rng.sample(people, rng.randint(1, 5))]  # fmt: skip
        chosen += [(b, rng.choice(["NOR", "SWE", ""]), "GOV", "", "organization") for b in rng.sample(bodies, rng.randint(0, 2))]
        out.append(report(*chosen, day=f"2024-0{rng.randint(1, 3)}-1{rng.randint(0, 9)}", salt=str(k)))
    return out


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 3), order=st.randoms(use_true_random=False), lots=st.integers(1, 12))
def test_the_order_of_adding_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, seed: int, order: random.Random, lots: int
) -> None:
    reports = crowd(seed)
    seen = []
    for shuffled, size in ((reports, len(reports)), (order.sample(reports, len(reports)), lots)):
        with Archive(tmp_path_factory.mktemp("i") / "i.db") as archive:
            for start in range(0, len(shuffled), size):
                fill(archive, *shuffled[start : start + size])
            unsure = sorted(
                archive.db.execute(
                    "select p.identity, o.identity, d.why from doubt d join profile p on p.n = d.profile join profile o on o.n = d.other"
                )
            )
            seen.append((groups(archive), ids(archive), unsure))
    assert seen[0] == seen[1]


def test_samples_do_not_depend_on_order_either(tmp_path: Path) -> None:
    """With more reports than are looked at, the same ones are looked at."""
    a = [report(HANNA, (f"Norsk Person{n % 7}x", "NOR", "LEG"), salt=f"a{n}") for n in range(40)]
    b = [report(("Hanna Berg", "", ""), (f"Norsk Person{n % 5}x", "NOR", "LEG"), salt=f"b{n}") for n in range(40)]
    seen = []
    for k, reports in enumerate(([*a, *b], [*reversed(b), *a])):
        with Archive(tmp_path / f"{k}.db") as archive:
            for start in range(0, len(reports), 7):
                fill(archive, *reports[start : start + 7])
            seen.append((groups(archive), ids(archive), sorted(archive.db.execute("select kind, form, country, reach from profile"))))
    assert seen[0] == seen[1]


def judge(archive: Archive, one: Pair, two: Pair, verdict: str | None, actors: Sequence[str] = ("A1", "A1")) -> None:
    with archive.writing():
        identity_judgements.judge(archive, (one[0].id, actors[0]), (two[0].id, actors[1]), verdict)  # type: ignore[arg-type]


def test_people_have_the_last_word_and_can_take_it_back(archive: Archive) -> None:
    a = [report(HANNA, salt=f"a{n}") for n in range(3)]
    b = [report(OTHER_HANNA, salt=f"b{n}") for n in range(2)]
    pen = report(("Elsa Strand", "NOR", ""), salt="pen")
    fill(archive, *a, *b, pen)
    before = groups(archive), ids(archive)
    old = of(archive, b[0])
    judge(archive, a[0], b[1], "same")
    assert len({of(archive, p) for p in (*a, *b)}) == 1
    assert identities.current(archive, old) == of(archive, a[0])  # the old id leads on
    judge(archive, pen, a[1], "same")  # a name that has nothing in common
    assert of(archive, pen) == of(archive, b[0])
    judge(archive, a[0], b[1], None)
    judge(archive, pen, a[1], None)
    assert (groups(archive), ids(archive)) == before
    judge(archive, a[0], a[1], "different")
    assert of(archive, a[0]) != of(archive, a[1])
    assert of(archive, a[2]) in {of(archive, a[0]), of(archive, a[1])}
    judge(archive, a[1], a[0], "same")  # the later word on the same two counts
    assert of(archive, a[0]) == of(archive, a[1])


def test_judgements_outlive_a_rereading_and_a_merge(archive: Archive, tmp_path: Path) -> None:
    a, b = report(HANNA, salt="a"), report(HANNA, salt="b")
    fill(archive, a, b)
    judge(archive, a, b, "different")
    renumbered = replace(a[1], actors=Items([replace(x, id="A7", rule="better") for x in a[1].actors]))
    reread(archive, [(a[0].id, renumbered)])
    update(archive)
    assert of(archive, a, "A7") != of(archive, b)
    with Archive(tmp_path / "m.db") as merged:
        merge(merged, archive)
        update(merged)
        assert of(merged, a, "A7") != of(merged, b)


def test_a_rereading_leaves_no_trace_of_the_old_record(archive: Archive, tmp_path: Path) -> None:
    wrong, right = report(("Hanna Berg", "SWE", "MED"), salt="a"), report(HANNA, salt="b")
    fill(archive, wrong, right)
    better = replace(wrong[1], actors=Items([replace(x, country="NOR", sector="GOV") for x in wrong[1].actors]))
    reread(archive, [(wrong[0].id, better)])
    update(archive)
    with Archive(tmp_path / "fresh.db") as fresh:
        fill(fresh, (wrong[0], better), right)
        assert (groups(fresh), ids(fresh)) == (groups(archive), ids(archive))
    assert archive.db.execute("select count(*) from profile where reports = 0").get == 0


def test_a_corrected_or_rejected_actor_is_grouped_anew(archive: Archive) -> None:
    a, b = report(HANNA, salt="a"), report(OTHER_HANNA, salt="b")
    fill(archive, a, b)
    start, end = b[1].actors[0].mentions[0].span
    said = Judgement(
        report_id=b[0].id,
        kind="actor",
        start=start,
        end=end,
        words="Hanna Berg",
        verdict="corrected",
        field="country",
        value="NOR",
        at="2025",
    )
    with archive.writing():
        store(archive.db, said)
        store(archive.db, replace(said, field="sector", value="GOV"))
    # The office in the record still names the other country, but the corrected country counts first.
    update(archive)
    assert of(archive, a) == of(archive, b)
    with archive.writing():
        store(archive.db, replace(said, verdict="wrong", field="", value=None))
    update(archive)
    assert archive.db.execute("select count(*) from card").get == 1


def test_what_cannot_be_judged_is_said(archive: Archive) -> None:
    a = report(HANNA)
    fill(archive, a)
    with pytest.raises(StorageError, match="NO_ITEM"):
        judge(archive, a, a, "same", ("A1", "A9"))
    with pytest.raises(StorageError, match="SAME_ITEM"):
        judge(archive, a, a, "same")
    with pytest.raises(StorageError, match="NO_ACTOR"):
        identity_judgements.representative(archive, "i123")


def spell(n: int) -> str:
    """A made-up word for a number, unlike every other in spelling and sound."""
    return "".join("bdfglmnprst"[int(d)] + "ai"[k % 2] for k, d in enumerate(f"{n:04}"))


def test_lists_of_one_name_stay_quick(archive: Archive) -> None:
    """Ten thousand Smiths in one report, and three hundred forms that share two words, are no all-pairs."""
    smiths = report(*((f"G{spell(n)}x Smith", "GBR", "") for n in range(3000)), ("Smith", "GBR", "GOV"))
    forms = report(*((f"Juan Q{spell(n)}x Perez", "MEX", "") for n in range(300)), salt="b")
    fill(archive, smiths, forms)
    assert len(groups(archive)) == 3301


# -- command line ------------------------------------------------------------------------------------------------------------------------


def test_the_command_line_shows_an_actor_and_takes_a_word(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    a = report(HANNA, ("Ola Nilsen", "NOR", "LEG"), met=True, salt="a")
    b = report(OTHER_HANNA, salt="b")
    fill(archive, a, b)
    where = ["--archive", str(archive.path)]
    assert main(["actor", "Hanna Berg", *where]) == 0
    assert "2 actors" in capsys.readouterr().err
    assert main(["actor", "Hanna Berg", "--country", "NOR", *where]) == 0
    page = capsys.readouterr().out
    assert "Finance Minister (NOR)" in page
    assert "2024-05  to Ola Nilsen verbal cooperation 1" in page
    assert main(["actor", of(archive, a), "--format", "jsonl", *where]) == 0
    assert json.loads(capsys.readouterr().out)["company"][0]["name"] == "Ola Nilsen"
    assert main(["actor", "Nobody", *where]) == 4
    assert main(["link", f"{a[0].id[:10]}:A1", of(archive, b), "same", "--note", "she moved", *where]) == 0
    assert of(archive, a) == of(archive, b)
    assert main(["link", "--format", "jsonl", *where]) == 0
    assert json.loads(capsys.readouterr().out)["words"] == "Hanna Berg"
    assert main(["link", f"{a[0].id[:10]}:A1", f"{b[0].id[:10]}:A1", "undo", *where]) == 0
    assert of(archive, a) != of(archive, b)
    assert main(["link", f"{a[0].id[:10]}:A1", *where]) == 2
