"""POLECAT: PLOVER events with everybody on a side in one cell."""

from __future__ import annotations

from onrecord.export.layouts.columns import Column, Layout, Pair, dated, day, exact, happened, joined, of, several, several_codes, town
from onrecord.ontology import QUAD_NAME


def _feature(p: Pair) -> str | None:
    return {"town": "PPL", "region": "ADM1", "country": "PCLI"}.get(p.row["place_precision"] or "")


LAYOUT = Layout(
    name="polecat",
    about="the columns of POLECAT's files",
    source="POLECAT Weekly Data, Harvard Dataverse, doi:10.7910/DVN/AJGVIT",
    only="what is reported or claimed",
    takes=happened,
    columns=(
        Column("Event ID", "text", "The happening's id.", of("id")),
        Column("Event Date", "date", "The day; empty where no text gives a day.", day),
        Column("Event Type", "text", "PLOVER type.", of("event")),
        Column("Event Mode", "text", "PLOVER mode.", of("mode")),
        Column("Intensity", "number", "POLECAT's own scale: not known to us."),
        Column("Quad Code", "text", "VERBAL COOPERATION, MATERIAL COOPERATION, VERBAL CONFLICT, MATERIAL CONFLICT.",
               lambda p: QUAD_NAME[p.row["quad"]].upper()),
        Column("Contexts", "text", "PLOVER contexts, `; ` between them.", lambda p: joined(p.row["context"])),
        Column("Actor Name", "text", "All actors, `; ` between them.", several("actors", "name")),
        Column("Actor Country", "text", "Their countries, ISO 3166-1 alpha-3.", several("actors", "country")),
        Column("Actor COW", "code", "Their countries' numbers in the Correlates of War state system; of what is no state there, none.",
               several_codes("actors", "cow")),
        Column("Primary Actor Sector", "text", "Sector of the first.", lambda p: p.actor["sector"]),
        Column("Actor Sectors", "text", "Their sectors.", several("actors", "sector")),
        Column("Actor Title", "text", "Not known to us."),
        Column("Actor Name Raw", "text", "As Actor Name: names are the reports' own.", several("actors", "name")),
        Column("Wikipedia Actor ID", "text", "Not known to us."),
        Column("Recipient Name", "text", "All recipients.", several("recipients", "name")),
        Column("Recipient Country", "text", "Their countries.", several("recipients", "country")),
        Column("Recipient COW", "code", "As Actor COW.", several_codes("recipients", "cow")),
        Column("Primary Recipient Sector", "text", "Sector of the first.", lambda p: p.recipient["sector"]),
        Column("Recipient Sectors", "text", "Their sectors.", several("recipients", "sector")),
        Column("Recipient Title", "text", "Not known to us."),
        Column("Recipient Name Raw", "text", "As Recipient Name.", several("recipients", "name")),
        Column("Wikipedia Recipient ID", "text", "Not known to us."),
        Column("Placename", "text", "The place.", of("place")),
        Column("City", "text", "The place, where it is a town.", town),
        Column("District", "text", "Not known to us."),
        Column("Province", "text", "First-level division.", of("region")),
        Column("Country", "text", "ISO 3166-1 alpha-3.", of("country")),
        Column("Latitude", "number", "Of a town.", exact("lat")),
        Column("Longitude", "number", "Of a town.", exact("lon")),
        Column("GeoNames ID", "integer", "Of the place.", of("geonames")),
        Column("Raw Placename", "text", "As Placename.", of("place")),
        Column("Feature Type", "text", "GeoNames feature code of the kind of place: PPL, ADM1, PCLI.", _feature),
        Column("Source", "text", "Publishers, `; ` between them.", lambda p: joined(p.row["publishers"])),
        Column("Publication Date", "date", "Day on which a report of it was first published.", dated("first_reported")),
        Column("Story People", "text", "Not known to us."),
        Column("Story Organizations", "text", "Not known to us."),
        Column("Story Locations", "text", "Not known to us."),
        Column("Language", "text", "Not known to us."),
        Column("Version", "text", "Not known to us."),
    ),
)  # fmt: skip
