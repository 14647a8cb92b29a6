"""Events as English clauses, exactly; the order of a view and the marks of what comes last."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

import pytest
from export.records import at, caracas

from onrecord.data import rows
from onrecord.export.gloss import gloss, gloss_pieces, third_person
from onrecord.export.order import lay_out, lead_of, reasons
from onrecord.export.view import View, plural
from onrecord.model.record import (
    Actor,
    ActorType,
    Event,
    EventMention,
    Figure,
    Items,
    Mention,
    Plover,
    Record,
    Statement,
    Status,
)

TYPES: dict[str, ActorType] = {"p": "person", "o": "organization", "v": "government", "g": "group"}


@dataclass(frozen=True)
class Told:
    """One event in small: parties as "type:name", who claims it, its toll as words of the sentence with a measure."""

    code: str
    words: str
    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    status: Status = "reported"
    by: tuple[str, ...] = ()
    toll: tuple[str, float, str] | None = None
    text: str = ""


def record_of(told: Told) -> Record:
    """Make a record of one event; its text is the sentence, or names and words one after the other."""
    names = list(dict.fromkeys((*told.who, *told.whom, *told.by)))
    text = told.text or " ".join([*(n[2:] for n in names), told.words, *([told.toll[0]] if told.toll else [])])
    actors = [
        Actor(id=f"A{k}", name=n[2:], type=TYPES[n[0]], country=None, sector=None, roles=(),
              mentions=(Mention(span=at(text, n[2:]), form="name" if n[2].isupper() else "description"),))
        for k, n in enumerate(names, 1)
    ]  # fmt: skip
    ids = {n: a.id for n, a in zip(names, actors, strict=True)}
    statements = [
        Statement(id=f"S{k}", form="indirect", speaker=ids[n], speaker_span=None, cue=(), content=((0, len(text)),), act="state", time=None,
                  channel=None, addressee=None, within=None)
        for k, n in enumerate(told.by, 1)
    ]  # fmt: skip
    figures = []
    if told.toll:
        words, value, measure = told.toll
        span = at(text, words)
        unit = {"people": "person"}.get(words.split()[-1], words.split()[-1].rstrip("s"))
        figures = [Figure(id="F1", span=span, value=value, bound="exactly", unit=unit, measure=measure, event="E1", standing="current")]
    event, mode, cameo = (x if x != "-" else None for x in told.code.split())
    e = Event(
        id="E1", plover=Plover(event=event or "", mode=mode, context=()), cameo=cameo, trigger=tuple(at(text, w) for w in told.words.split()),
        sentence=(0, len(text)), actors=tuple(ids[n] for n in told.who), recipients=tuple(ids[n] for n in told.whom), time=None, date=None,
        place=None, status=told.status, attributed_to=tuple(s.id for s in statements), figures=tuple(f.id for f in figures), rule="",
    )  # fmt: skip
    bare = caracas()
    return replace(
        bare, report=replace(bare.report, text=text, parts=()), actors=Items(actors), places=Items(), times=Items(), unresolved=Items(),
        figures=Items(figures), statements=Items(statements), events=Items((e,)),
    )  # fmt: skip


USA, MADURO = "v:United States", "p:Nicolas Maduro"
GLOSSED = {
    "United States accuses Nicolas Maduro": Told("ACCUSE allege 112", "accuses", (USA,), (MADURO,)),
    "Protesters accuse government": Told("ACCUSE allege 112", "accuse", ("g:protesters",), ("v:government",)),
    "Guards convicted": Told("COERCE arrest 173", "convicted", (), ("g:guards",)),
    "Court sentences two generals": Told("COERCE arrest 173", "sentenced", ("o:court",), ("g:two generals",)),
    "Police arrest four men": Told("COERCE arrest 173", "held", ("g:police",), ("g:four men",)),
    "Ecuador declares an emergency": Told("COERCE martial-law 1724", "declared", ("v:Ecuador",)),
    "Peru declares martial law": Told("COERCE martial-law 1724", "put", ("v:Peru",), text="Peru put the province under martial law."),
    "Hamas releases four women": Told("RETREAT release 0841", "freed", ("g:Hamas",), ("g:four women",)),
    "Four women to be released": Told("RETREAT release 0841", "freed", (), ("g:four women",), "planned"),
    "Houthis will release four sailors": Told("RETREAT release 0841", "free", ("g:Houthis",), ("g:four sailors",), "planned"),
    "4 servicemen killed": Told("ASSAULT - 190", "killed", (), ("g:4 servicemen",), toll=("4 servicemen", 4, "killed")),
    "Gunmen kill 20 farmers": Told("ASSAULT - 190", "raided", ("g:gunmen",), ("g:20 farmers",), toll=("20 farmers", 20, "killed")),
    "Gunman kills 20 people in shooting": Told("ASSAULT firearms 190", "fired", ("p:gunman",), toll=("20 people", 20, "killed")),
    "9 people wounded in drone attack": Told("ASSAULT drone 195", "strike", toll=("9 people", 9, "injured")),
    "Rebels attack village, killing 9 people": Told(
        "ASSAULT - 190", "attacked", ("g:rebels",), ("o:village",), toll=("9 people", 9, "killed")
    ),
    "Village attacked, 9 people killed": Told("ASSAULT - 190", "attacked", (), ("o:village",), toll=("9 people", 9, "killed")),
    "Unknown gunmen kill editor": Told("ASSAULT - 190", "killed", ("g:unknown gunmen",), ("p:editor",)),
    "Air attack": Told("ASSAULT aerial 195", "strikes"),
    "Planned: air attack": Told("ASSAULT aerial 195", "strikes", status="planned"),
    "Israel shells camp, says Hamas": Told("ASSAULT heavy-weapons 194", "shelled", ("v:Israel",), ("o:camp",), "claimed", ("g:Hamas",)),
    "Israel attacks camp, denied by Israel": Told("ASSAULT - 190", "hit", ("v:Israel",), ("o:camp",), "denied", ("v:Israel",)),
    "Camp bombed, it is claimed": Told("ASSAULT explosives 183", "bombed", (), ("o:camp",), "claimed"),
    "Mexico does not hold talks": Told("CONSULT - 040", "talks", ("v:Mexico",), (), "negated"),
    "Nicolas Maduro and United States talk by phone": Told("CONSULT phone 041", "call", (MADURO, USA)),
    "Nicolas Maduro talks by phone with United States, by own account": Told(
        "CONSULT phone 041", "call", (MADURO,), (USA,), "claimed", (MADURO,)
    ),
    "United States might impose sanctions on Nicolas Maduro": Told("SANCTION - 163", "sanctions", (USA,), (MADURO,), "hypothetical"),
    "United States does not meet Nicolas Maduro": Told("CONSULT - 040", "met", (USA,), (MADURO,), "negated"),
    "Israel and Hamas agree to a truce": Told("AGREE - 035", "agreed", ("v:Israel", "g:Hamas"), text="Israel and Hamas agreed to a truce."),
    "United States tries to overthrow Nicolas Maduro": Told(
        "COERCE - 170", "overthrow", (USA,), (MADURO,), text="The United States is trying to overthrow Nicolas Maduro."
    ),
    "United States tries to seize property or land of Peru": Told(
        "COERCE seize 171", "seize", (USA,), ("v:Peru",), text="The United States sought to oust the chief of Peru and seize its oil."
    ),
    "Camp shelled, say two officers": Told("ASSAULT heavy-weapons 194", "shelled", (), ("o:camp",), "claimed", ("g:two officers",)),
    "Protesters storm parliament": Told("PROTEST obstruct 144", "stormed", ("g:protesters",), ("o:parliament",)),
    "Protesters stage a blockade against Ana Ruiz": Told("PROTEST obstruct 144", "stormed", ("g:protesters",), ("p:Ana Ruiz",)),
    "Colonels seize power": Told("COERCE seize 171", "seized", ("g:colonels",), text="The colonels seized power."),
    "Court dissolves party": Told("COERCE ban 1722", "dissolved", ("o:court",), ("o:party",)),
    "Iran's envoy summoned": Told("CONSULT - 040", "summoned", (), ("p:Iran's envoy",)),
    "Teachers strike against government": Told("PROTEST strike 143", "strike", ("g:teachers",), ("v:government",)),
    "Strike against government": Told("PROTEST strike 143", "strike", (), ("v:government",)),
    "Mayor resigns": Told("CONCEDE - 0831", "resigned", ("p:mayor",)),
    "Mayor denies an accusation": Told("REJECT - 120", "denied", ("p:mayor",)),
    "Union of Teachers refuses talks with ministry": Told("REJECT meet 125", "refused", ("o:Union of Teachers",), ("o:ministry",)),
    "President orders army to act": Told("REQUEST - 100", "ordered", ("p:president",), ("g:army",)),
}


@pytest.mark.parametrize("wanted", GLOSSED)
def test_an_event_reads_as_english(wanted: str) -> None:
    record = record_of(GLOSSED[wanted])
    assert gloss(View(record), record.events[0]) == wanted


def test_names_in_a_gloss_keep_their_ids() -> None:
    record = record_of(GLOSSED["United States accuses Nicolas Maduro"])
    assert gloss_pieces(View(record), record.events[0]) == [
        ("United States", "A1"), (" ", None), ("accuses ", None), ("Nicolas Maduro", "A2"),
    ]  # fmt: skip


def test_forces_are_named_by_the_state_whose_they_are() -> None:
    record = record_of(Told("ASSAULT - 190", "shelled", ("g:its forces",), ("o:camp",)))
    own = replace(record.actors[0], country="RUS", sector="MIL", country_rule="possessor")
    record = replace(record, actors=Items((own, *record.actors[1:])))
    assert gloss(View(record), record.events[0]) == "Russia's forces attack camp"


def test_the_table_of_glosses_fits_together() -> None:
    table = rows("event_glosses")
    assert all("{}" in r["passive"] or r["event"] == "CONCEDE" for r in table)
    assert all(r["active"].count("{}") == ("{}" in r["active"]) and "{}" not in r["alone"] and r["alone"] for r in table)
    last = {r["event"]: r for r in table}
    assert all(not (r["mode"] or r["cameo"] or r["words"]) for r in last.values())
    assert {r["event"] for r in rows("plover_events")} <= set(last)
    known = {(r["event"], r["mode"]) for r in rows("plover_modes")}
    assert [r for r in table if r["mode"] and (r["event"], r["mode"]) not in known] == []
    codes = {r["code"] for r in rows("cameo")}
    assert [r for r in table if r["cameo"] and not set(r["cameo"].split("|")) <= codes] == []


def test_rows_after_a_wider_one_are_no_dead_rows() -> None:
    met: dict[str, list[dict[str, str]]] = {}
    for r in rows("event_glosses"):
        for before in met.setdefault(r["event"], []):
            wider = all(not before[c] or before[c] == r[c] for c in ("mode", "cameo", "words"))
            assert not wider, (before, r)
        met[r["event"]].append(r)


@pytest.mark.parametrize(
    ("verb", "third"), [("accuse", "accuses"), ("push", "pushes"), ("deny", "denies"), ("say", "says"), ("go", "goes")]
)
def test_verbs_in_the_third_person(verb: str, third: str) -> None:
    assert third_person(verb) == third


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("Israeli", "Israelis"), ("Israelis", "Israelis"), ("troops", "troops"), ("serviceman", "servicemen"), ("gunmen", "gunmen"),
        ("policewoman", "policewomen"), ("German", "Germans"), ("Roman", "Romans"), ("Frenchman", "Frenchmen"), ("Chinese", "Chinese"),
        ("schoolchild", "schoolchildren"), ("bus", "buses"), ("class", "classes"), ("member of parliament", "members of parliament"),
        ("wife", "wives"), ("specimen", "specimens"), ("helicopter", "helicopters"), ("spacecraft", "spacecraft"), ("human", "humans"),
    ],
)  # fmt: skip
def test_plurals_of_people_and_things(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("value", "unit", "measure", "wanted"),
    [
        (4, "serviceman", "killed", "4 servicemen killed"), (20000, "Israeli", None, "20,000 Israelis"), (1, "person", "killed", "1 person killed"),
        (140000, "death", "killed", "140,000 deaths"), (203091, "vote", "voted", "203,091 votes"), (300, "protester", "protested", "300 protesters"),
        (190, "lawmaker", "voted", "190 lawmakers voted"), (9, "arrest", "arrested", "9 arrests"), (2000, "person", "casualties", "2,000 casualties"),
        (0.666667, "fraction", "voted", "66.7 percent voted"), (4.9, "magnitude", None, "magnitude 4.9"), (22, "strike", "strikes", "22 strikes"),
    ],
)  # fmt: skip
def test_figures_in_words(value: float, unit: str, measure: str | None, wanted: str) -> None:
    figure = Figure(id="F1", span=(0, 1), value=value, bound="exactly", unit=unit, measure=measure, event=None)
    assert View(caracas()).figure(figure) == wanted


def ids(items: object) -> list[str]:
    return [i.id for i in items]  # type: ignore[attr-defined]


def changed(record: Record, kind: Literal["events", "statements", "figures", "actors"], **by_id: dict[str, object]) -> Record:
    """Give the record with fields of some items changed."""
    return replace(record, **{kind: Items(replace(i, **by_id.get(i.id, {})) for i in getattr(record, kind))})


def test_what_the_lead_tells_and_more_tellings_come_first() -> None:
    record = caracas()
    assert ids(lay_out(View(record)).happenings) == ["E1", "E2", "E3"]  # told in the first paragraph; a toll of 83; neither
    e3 = record.events[2]
    told = EventMention(trigger=(at(record.report.text, "had spoken"),), sentence=e3.sentence, status="claimed")
    twice = replace(e3, mentions=(EventMention(trigger=e3.trigger, sentence=e3.sentence, status="claimed"), told))
    record = replace(record, events=Items((*record.events[:2], twice)))
    view = View(record)
    assert ids(lay_out(view).happenings) == ["E3", "E1", "E2"]
    assert [name for _, name in reasons(view, twice, lead_of(record))] == [
        "confidence",
        "told in title or lead",
        "told 2 times",
        "public party",
    ]


def test_parties_follow_the_happenings_and_others_come_later() -> None:
    record = changed(caracas(), "events", E3={"recipients": ()}, E1={"recipients": (), "actors": ("A1",)})
    out = lay_out(View(record))
    assert (ids(out.parties), ids(out.others)) == (["A1", "A3"], ["A2"])


def test_doubtful_items_come_last_with_their_mark() -> None:
    record = changed(caracas(), "events", E2={"confidence": 0.49}, E1={"confidence": 0.5})
    record = changed(record, "statements", S3={"confidence": 0.3})
    record = changed(record, "actors", A2={"confidence": 0.2})
    out = lay_out(View(record))
    assert (ids(out.happenings), ids(out.statements), ids(out.less_sure)) == (["E1", "E3"], ["S1", "S2"], ["E2", "S3"])
    assert out.marks == {"E2": "doubtful, 0.49", "S3": "doubtful, 0.30", "A2": "doubtful, 0.20"}  # A2 is a party to the call


def test_repeats_and_what_is_long_past_come_last() -> None:
    record = caracas()
    again = replace(record.statements[1], id="S4")
    twin = replace(record.events[2], id="E4")
    record = changed(record, "events", E2={"date": "2019"})
    record = replace(record, statements=Items((*record.statements, again)), events=Items((*record.events, twin)))
    out = lay_out(View(record))
    assert (ids(out.less_sure), [out.marks[i.id] for i in out.less_sure]) == (
        ["E2", "E4", "S3", "S4"],
        ["background", "repeat", "doubtful, 0.40", "repeat"],
    )


def test_who_says_more_comes_first() -> None:
    record = changed(caracas(), "statements", S1={"speaker": "A2"}, S3={"confidence": None})
    assert [(name, ids(said)) for _, name, said in lay_out(View(record)).speakers] == [
        ("Nicolas Maduro", ["S2", "S3"]), ("Donald Trump", ["S1"]),
    ]  # fmt: skip


def test_current_tolls_first_earlier_and_background_last() -> None:
    record = caracas()
    one, toll = record.figures
    figures = Items((
        replace(toll, id="F1", value=41, standing="earlier"), replace(one, id="F2"), replace(toll, id="F3", value=40000, standing="background"),
        replace(toll, id="F4", value=7, standing="part", of="F5"), replace(toll, id="F5", standing="current"),
        replace(toll, id="F6", of="F7", standing="part"), replace(toll, id="F7", of="F6", standing="part"),
    ))  # fmt: skip
    out = lay_out(View(replace(record, figures=figures)))
    assert ids(out.figures) == ["F5", "F4", "F2", "F1", "F3", "F6", "F7"]
    assert {k: out.marks[k] for k in ("F1", "F3", "F4")} == {
        "F1": "an earlier count", "F3": "background", "F4": "part of F5 (at least 83 people killed)",
    }  # fmt: skip


def test_every_item_is_shown_once() -> None:
    record = changed(caracas(), "events", E1={"confidence": 0.1})
    view = View(record)
    out = lay_out(view)
    shown = ids((*out.happenings, *out.parties, *out.statements, *out.figures, *out.times, *out.places, *out.others, *out.less_sure))
    assert sorted(shown) == sorted(view.items)
    assert not re.search(r"E1", "".join(ids(out.happenings)))


def test_a_notebook_shows_the_same_order() -> None:
    page = caracas()._repr_html_()
    assert re.findall(r"<p>([^<]+)</p>", page) == ["Main happenings", "Statements", "Figures", "Less sure, repeats, background"]
    assert re.findall(r"<tr><td>([EFS]\d)</td><td>([^<]*)</td>", page) == [
        ("E1", "Nicolas Maduro talks by phone with Donald Trump, by own account"),
        ("E2", "United States kills at least 83 people in air attack"),
        ("E3", "United States tries to overthrow Nicolas Maduro, says Nicolas Maduro"),
        ("S1", "Nicolas Maduro"), ("S2", "Nicolas Maduro"), ("F2", "at least 83 people killed"), ("F1", "22 strikes"),
        ("S3", "Nicolas Maduro: trying to overthrow his government and seize Venezuela’s oil reserves"),
    ]  # fmt: skip
