"""PLOVER: the codebook's fields, a column each."""

from __future__ import annotations

from onrecord.export.layouts.columns import Column, Layout, day, joined, of, several

LAYOUT = Layout(
    name="plover",
    about="the fields of PLOVER records, a column each",
    source="PLOVER: Political Language Ontology for Verifiable Event Records, Event, Actor and Data Interchange Specification",
    columns=(
        Column("id", "text", "The happening's id.", of("id")),
        Column("date", "date", "The day; empty where no text gives a day.", day),
        Column("source", "text", "Countries of those who did it, `; ` between them (ISO 3166-1 alpha-3).", several("actors", "country")),
        Column("sourceSector", "text", "Their sectors.", several("actors", "sector")),
        Column("sourceText", "text", "Their names.", several("actors", "name")),
        Column("target", "text", "Countries of those to whom it was done.", several("recipients", "country")),
        Column("targetSector", "text", "Their sectors.", several("recipients", "sector")),
        Column("targetText", "text", "Their names.", several("recipients", "name")),
        Column("event", "text", "PLOVER type.", of("event")),
        Column("mode", "text", "PLOVER mode.", of("mode")),
        Column("context", "text", "PLOVER contexts, `; ` between them.", lambda p: joined(p.row["context"])),
        Column("status", "text", "reported, claimed, denied, negated, planned, hypothetical.", of("status")),
        Column("fatalities", "integer", "`killed`; empty where no count is told.", of("killed")),
        Column("injuries", "integer", "`injured`; empty where no count is told.", of("injured")),
        Column("geolocationName", "text", "The place.", of("place")),
        Column("geolocationState", "text", "First-level division.", of("region")),
        Column("geolocationCountry", "text", "ISO 3166-1 alpha-3.", of("country")),
        Column("latitude", "number", "Of the place.", of("lat")),
        Column("longitude", "number", "Of the place.", of("lon")),
        Column("text", "text", "The sentence where it is told best.", of("sentence")),
        Column("eventText", "text", "Its words that tell the event.", of("trigger")),
        Column("publication", "text", "Publisher of that report.", of("publisher")),
        Column("url", "text", "Its address.", of("url")),
        Column("cameo", "code", "CAMEO code; text, as its leading nought belongs to it.", of("cameo")),
    ),
)  # fmt: skip
