"""ICEWS: dated CAMEO dyads with names."""

from __future__ import annotations

from onrecord.export.layouts.columns import (
    Column,
    Layout,
    Pair,
    actor,
    country_name,
    day,
    exact,
    goldstein,
    happened,
    key,
    of,
    recipient,
    town,
)
from onrecord.ontology import PLOVER


def _text(p: Pair) -> str | None:
    return PLOVER.cameo.get(p.row["cameo"] or "")


LAYOUT = Layout(
    name="icews",
    about="the columns of ICEWS Coded Event Data",
    source="ICEWS Coded Event Data, Harvard Dataverse, doi:10.7910/DVN/28075",
    only="what is reported or claimed",
    takes=happened,
    dyads=True,
    columns=(
        Column("Event ID", "text", "The happening's id; that of its further pairs ends in their number.", key),
        Column("Event Date", "date", "The day; empty where no text gives a day.", day),
        Column("Source Name", "text", "Who did it.", actor("name")),
        Column("Source Sectors", "text", "PLOVER sector.", actor("sector")),
        Column("Source Country", "text", "Name of the country.", lambda p: country_name(p.actor["country"])),
        Column("Event Text", "text", "What the CAMEO code stands for.", _text),
        Column("CAMEO Code", "code", "Text, as its leading nought belongs to it.", of("cameo")),
        Column("Intensity", "number", "Goldstein's scale at CAMEO's root level, -10 to 10.", goldstein),
        Column("Target Name", "text", "To whom.", recipient("name")),
        Column("Target Sectors", "text", "PLOVER sector.", recipient("sector")),
        Column("Target Country", "text", "Name of the country.", lambda p: country_name(p.recipient["country"])),
        Column("Story ID", "text", "Id of the report where it is told best.", of("report")),
        Column("Sentence Number", "integer", "Not known to us."),
        Column("Publisher", "text", "Publisher of that report.", of("publisher")),
        Column("City", "text", "The place, where it is a town.", town),
        Column("District", "text", "Not known to us."),
        Column("Province", "text", "First-level division.", of("region")),
        Column("Country", "text", "Name of the country.", lambda p: country_name(p.row["country"])),
        Column("Latitude", "number", "Of a town.", exact("lat")),
        Column("Longitude", "number", "Of a town.", exact("lon")),
    ),
)
