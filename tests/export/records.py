"""Records made by hand for the views, so that these tests do not hang on what the reading stages find."""

from __future__ import annotations

from pathlib import Path

from onrecord.model.record import (
    Actor,
    Event,
    Figure,
    Items,
    Mention,
    Part,
    PipelineInfo,
    Place,
    Plover,
    Record,
    Rejected,
    Report,
    Role,
    Span,
    Statement,
    Time,
    Unresolved,
    Warn,
)

CARACAS = (Path(__file__).parents[2] / "samples" / "caracas.txt").read_text("utf-8")


def at(text: str, words: str, nth: int = 1) -> Span:
    """Give the span of the nth occurrence of words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return (start, start + len(words))


def caracas() -> Record:
    """Give a record of the Caracas sample with items of every kind, some overlapping."""
    text = CARACAS

    def s(words: str, nth: int = 1) -> Span:
        return at(text, words, nth)

    def mentions(*words: str | tuple[str, int]) -> tuple[Mention, ...]:
        spans = [s(w) if isinstance(w, str) else s(*w) for w in words]
        return tuple(Mention(span=x, form="name", rule="name/full") for x in sorted(spans))

    end = len(text.rstrip())
    parts = (
        Part(kind="header", span=s("date 2025-12-04")),
        Part(kind="caption", span=s("Nicolas Maduro greets supporters at a march in Caracas, Venezuela, on December 1, 2025 [Handout/ Miraflores Palace]"), credit="Miraflores Palace", date="2025-12-01"),
        Part(kind="boilerplate", span=s("Home | World | Americas | Live")),
        Part(kind="standfirst", span=(s("Venezuelan President Nicolas")[0], s("at the weekend.")[1])),
        Part(kind="boilerplate", span=s("Share this article")),
        Part(kind="dateline", span=s("CARACAS-"), place="P1"),
        Part(kind="body", span=(s("Maduro told state")[0], s("he added.")[1])),
        Part(kind="boilerplate", span=s("Read also: What is known about the Cartel of the Suns")),
        Part(kind="body", span=(s("Since August")[0], s("which he denies.")[1])),
        Part(kind="credit", span=(s("(Sample report")[0], end)),
    )  # fmt: skip
    report = Report(
        id="0" * 64, source="samples/caracas.txt", title=None, language="en", published="2025-12-04", published_from="header",
        publisher="Sample report", agencies=("AFP",), authors=(), text=text, parts=parts,
        warnings=(Warn(code="HIDDEN_CHARS", message="an example of a warning"),),
    )  # fmt: skip
    actors = (
        Actor(id="A1", name="Nicolas Maduro", type="person", country="VEN", sector="GOV", rule="role/country-title",
              roles=(Role(title="President", country="VEN", span=s("Venezuelan President")),),
              mentions=mentions("Nicolas Maduro", ("Nicolas Maduro", 2), ("Maduro", 3), ("Maduro", 4), "The Venezuelan leader"),
              rejected=(Rejected(value="Venezuela", why="a country, not the person"),)),
        Actor(id="A2", name="Donald Trump", type="person", country="USA", sector="GOV", rule="role/country-title", roles=(),
              mentions=mentions("Donald Trump", ("Trump", 2), ("Trump", 3))),
        Actor(id="A3", name="United States", type="government", country="USA", sector="GOV", rule="country/name", roles=(),
              mentions=mentions("the United States", ("the United States", 2), ("Washington", 1))),
    )  # fmt: skip
    call, strikes = (
        s("had a “cordial” phone call with Trump 10 days ago"),
        s("It has carried out 22 strikes on boats, killing at least 83 people"),
    )
    statements = (
        Statement(id="S1", form="mixed", speaker="A1", speaker_span=s("Maduro", 3), cue=(s("told"),), content=(call,), act="state",
                  time="T2", channel="state television", addressee=None, within=None, rule="speech/indirect/that", confidence=0.8),
        Statement(id="S2", form="direct", speaker="A1", speaker_span=s("Maduro", 4), cue=(s("said", 2),), act="state", time=None,
                  content=(s("I can say that the conversation was respectful, and I can even say that it was cordial"),),
                  channel=None, addressee=None, within=None, rule="quote/direct/before-cue"),
        Statement(id="S3", form="indirect", speaker="A1", speaker_span=s("Maduro", 5), cue=(s("accuses"),), act="accuse", time=None,
                  content=(s("trying to overthrow his government and seize Venezuela’s oil reserves"),),
                  channel=None, addressee="A3", within=None, rule="speech/accuse/of", confidence=0.4),
    )  # fmt: skip
    events = (
        Event(id="E1", plover=Plover(event="CONSULT", mode="phone", context=("diplomatic",)), cameo="041",
              trigger=(s("phone call"),), sentence=s("Maduro told state television on Wednesday that he had a “cordial” phone call with Trump 10 days ago"),
              actors=("A1",), recipients=("A2",), time="T3", date="2025-11-23", place=None, status="claimed", attributed_to=("S1",),
              figures=(), rule="consult/phone-call", rejected=(Rejected(value="ASSAULT", why="“call” is no attack"),)),
        Event(id="E2", plover=Plover(event="ASSAULT", mode="aerial", context=("military",)), cameo="195", trigger=(s("strikes"),),
              sentence=strikes, actors=("A3",), recipients=(), time="T4", date="2025-08", place=None, status="reported",
              attributed_to=(), figures=("F1", "F2"), rule="assault/strike"),
        Event(id="E3", plover=Plover(event="COERCE", mode=None, context=()), cameo="170", trigger=(s("overthrow"),),
              sentence=s("Maduro accuses Washington of trying to overthrow his government and seize Venezuela’s oil reserves."),
              actors=("A3",), recipients=("A1",), time=None, date=None, place=None, status="claimed", attributed_to=("S3",),
              figures=(), rule="coerce/overthrow", confidence=0.55),
    )  # fmt: skip
    return Record(
        pipeline=PipelineInfo(version="0.1.0", model="en_test 0.0.0"), report=report, actors=Items(actors),
        places=Items((
            Place(id="P1", name="Caracas", country="VEN", geonames=3646738, lat=10.488, lon=-66.879, rule="gazetteer/city",
                  mentions=mentions("Caracas", "CARACAS")),
            Place(id="P2", name="Caribbean", country=None, geonames=None, lat=None, lon=None, rule="region", mentions=mentions("the Caribbean")),
        )),
        times=Items((
            Time(id="T1", span=s("December 1, 2025"), type="DATE", value="2025-12-01", mod=None, edtf="2025-12-01", rule="date/full"),
            Time(id="T2", span=s("Wednesday", 2), type="DATE", value="2025-12-03", mod=None, edtf="2025-12-03", rule="weekday/past", anchor="2025-12-04",
                 rejected=(Rejected(value="2025-12-10", why="the verb is in the past"),)),
            Time(id="T3", span=s("10 days ago"), type="DATE", value="2025-11-23", mod=None, edtf="2025-11-23", rule="ago", anchor="2025-12-03"),
            Time(id="T4", span=s("August"), type="DATE", value="2025-08", mod="START", edtf="2025-08", rule="month"),
        )),
        figures=Items((
            Figure(id="F1", span=s("22"), value=22, bound="exactly", unit="strike", measure=None, event="E2", rule="count/noun"),
            Figure(id="F2", span=s("at least 83"), value=83, bound="at_least", unit="person", measure="killed", event="E2", rule="count/noun"),
        )),
        statements=Items(statements), events=Items(events),
        unresolved=Items((Unresolved(kind="time", span=s("at the weekend"), reason="two weekends are possible"),)),
    )  # fmt: skip
