"""A record made by hand, so that the shape is tested without a language model."""

from __future__ import annotations

import pytest

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
    Statement,
    Time,
    Unresolved,
    Warn,
)

TEXT = "PARIS, March 3 - Minister Ada Lovelace said on Monday “at least 20 <b>soldiers</b> were killed” in Chad.\n"


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return (start, start + len(words))


@pytest.fixture
def record() -> Record:
    """Give one record with an item of every kind."""
    report = Report(
        id="0" * 64, source="a.txt", title="A <script>title</script>", language="en", published="2025-03-03", published_from="dateline",
        publisher=None, agencies=("AFP",), authors=(), text=TEXT,
        parts=(Part(kind="dateline", span=(0, 16), place="P1", rule="dateline"), Part(kind="body", span=(17, len(TEXT) - 1))),
        warnings=(Warn(code="ENC_GUESS", message="windows-1252", span=(0, 5)),),
    )  # fmt: skip
    actor = Actor(
        id="A1", name="Ada Lovelace", type="person", country="FRA", sector="GOV",
        roles=(Role(title="Minister", country="FRA", span=at("Minister")),), mentions=(Mention(span=at("Ada Lovelace"), form="name"),),
        rejected=(Rejected(value="GBR", why="the dateline says Paris"),),
    )  # fmt: skip
    return Record(
        pipeline=PipelineInfo(version="0.1.0", model="en 1"),
        report=report,
        actors=Items([actor]),
        places=Items(
            [
                Place(
                    id="P1",
                    name="Paris",
                    country="FRA",
                    geonames=2988507,
                    lat=48.85,
                    lon=2.35,
                    mentions=(Mention(span=(0, 5), form="name"),),
                ),
            ]
        ),
        times=Items([Time(id="T1", span=at("Monday"), type="DATE", value="2025-03-03", mod=None, edtf="2025-03-03")]),
        figures=Items(
            [
                Figure(
                    id="F1",
                    span=at("at least 20"),
                    value=20,
                    bound="at_least",
                    unit="soldier",
                    measure="killed",
                    event="E1",
                    counted=at("soldiers"),
                )
            ]
        ),
        statements=Items(
            [
                Statement(
                    id="S1",
                    form="direct",
                    speaker="A1",
                    speaker_span=at("Ada Lovelace"),
                    cue=(at("said"),),
                    content=(at("at least 20 <b>soldiers</b> were killed"),),
                    act="state",
                    time="T1",
                    channel=None,
                    addressee=None,
                    within=None,
                )
            ]
        ),
        events=Items(
            [
                Event(
                    id="E1",
                    plover=Plover(event="ASSAULT", mode=None, context=("military",)),
                    cameo="190",
                    trigger=(at("killed"),),
                    sentence=(17, len(TEXT) - 1),
                    actors=(),
                    recipients=(),
                    time="T1",
                    date="2025-03-03",
                    place="P1",
                    status="claimed",
                    attributed_to=("S1",),
                    figures=("F1",),
                    rule="kill",
                )
            ]
        ),
        unresolved=Items([Unresolved(kind="place", span=at("Chad"), reason="two places")]),
    )
