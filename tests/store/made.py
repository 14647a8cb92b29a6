"""Records made by hand, without a language model: what the archive's tests store."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from onrecord.model.record import (
    Actor,
    Event,
    Figure,
    Items,
    Mention,
    PipelineInfo,
    Place,
    Plover,
    Record,
    Report,
    Span,
    Statement,
    Time,
)
from onrecord.model.source import Hints, Source


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return (start, start + len(words))


def made(text: str, *, published: str | None = "2025-12-04", source: str = "made.txt", **hints: Any) -> tuple[Source, Record]:
    """A report whose quoted words are statements of the name before "said", whose "met"/"struck" are events and numbers figures."""
    hint = Hints(published=published, **hints)
    id = hashlib.sha256(f"{text}{hint.url}{hint.version}{hint.title}".encode("utf-8", "surrogatepass")).hexdigest()
    origin = Source(id=id, source=source, text=text, kind="text", hints=hint)
    report = Report(
        id=id, source=source, title=hint.title, language="en", published=published, published_from="caller", publisher=hint.publisher,
        agencies=("AFP",) if "AFP" in text else (), authors=(), text=text, parts=(), url=hint.url,
    )  # fmt: skip
    people = list(re.finditer(r"\b(?:Amina Diallo|Juan Pérez|Olga Brandt|Government of Chile)\b", text))
    actors = [
        Actor(id=f"A{n}", name=m[0], type="person", country={"A": "SEN", "J": "MEX", "O": "DEU", "G": "CHL"}[m[0][0]], sector="GOV",
              roles=(), mentions=(Mention(span=m.span(), form="name"),), rule="test")
        for n, m in enumerate(people, 1)
    ]  # fmt: skip
    before = lambda at: next((a.id for a in reversed(actors) if a.mentions[0].span[0] < at), None)  # noqa: E731
    after = lambda at: next((a.id for a in actors if a.mentions[0].span[0] > at), None)  # noqa: E731
    statements = [
        Statement(id=f"S{n}", form="direct", speaker=before(m.start()), speaker_span=None, cue=(), content=(m.span(1),), act="state",
                  time=None, channel=None, addressee=None, within=None, rule="test/quote")
        for n, m in enumerate(re.finditer("“([^”]+)”", text), 1)
    ]  # fmt: skip
    figures = [
        Figure(id=f"F{n}", span=m.span(), value=int(m[0]), bound="exactly", unit="person", measure="killed", event=None, rule="test")
        for n, m in enumerate(re.finditer(r"\b\d{1,6}\b", text), 1)
    ]
    events = [
        Event(id=f"E{n}", plover=Plover(event="CONSULT" if m[0] == "met" else "ASSAULT", mode=None, context=()), cameo="040", trigger=(m.span(),),
              sentence=(0, len(text)), actors=tuple(filter(None, [before(m.start())])), recipients=tuple(filter(None, [after(m.start())])),
              time=None, date=published, place=None, status="reported", attributed_to=(), figures=(), rule="test")
        for n, m in enumerate(re.finditer(r"\b(met|struck)\b", text), 1)
    ]  # fmt: skip
    places = [
        Place(id="P1", name="Dakar", country="SEN", geonames=2253354, lat=14.69, lon=-17.44, mentions=(Mention(span=m.span(), form="name"),), rule="test")
        for m in list(re.finditer("Dakar", text))[:1]
    ]  # fmt: skip
    times = [
        Time(id=f"T{n}", span=m.span(), type="DATE", value=published or "XXXX", mod=None, edtf=published, rule="test")
        for n, m in enumerate(re.finditer("Monday", text), 1)
    ]
    record = Record(
        pipeline=PipelineInfo(version="0.1.0", model="made"), report=report, actors=Items(actors), places=Items(places), times=Items(times),
        figures=Items(figures), statements=Items(statements), events=Items(events),
    )  # fmt: skip
    return origin, record


FEE = "Amina Diallo said on Monday in Dakar: “We will cut the import fee by half before the harvest begins.” Juan Pérez met Olga Brandt. 14 died. (AFP)"
WAGE = "Juan Pérez said: “The minimum wage rises in January, whatever the banks may say.” Soldiers struck Olga Brandt. 3 died."
