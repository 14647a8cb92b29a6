"""Our own columns: a row a happening, all that is known of it."""

from __future__ import annotations

from onrecord.export.layouts.columns import Column, Layout, Type, dated, of

COLUMNS: tuple[tuple[str, Type, str], ...] = (
    ("id", "text", "Id of the happening. It lasts: where reports that came later change it, the old one still leads to it."),
    ("event", "text", "PLOVER type (events.md)."),
    ("own", "text", "Type of your own, a kind of `event` (lexicons.md)."),
    ("mode", "text", "PLOVER mode."),
    ("quad", "integer", "1 verbal, 2 material cooperation; 3 verbal, 4 material conflict."),
    ("context", "texts", "PLOVER contexts that half of the independent texts bear out."),
    ("cameo", "code", "CAMEO code; text, as its leading nought belongs to it."),
    ("status", "text", "reported, claimed, denied, negated, planned, hypothetical: what most independent texts say. What any text tells "
     "to have happened, or not, is no plan any more."),
    ("actors", "objects", "Who did it: `name`, `country` (ISO 3166-1 alpha-3; IGO, NGO, MNC, IMG), `sector` of each."),
    ("recipients", "objects", "To whom: as `actors`."),
    ("actor_name", "text", "The first of `actors` whose country is known, else the first: a column to count dyads by."),
    ("actor_country", "text", "Its country."),
    ("actor_sector", "text", "Its PLOVER sector."),
    ("recipient_name", "text", "The same of `recipients`."),
    ("recipient_country", "text", "Its country."),
    ("recipient_sector", "text", "Its PLOVER sector."),
    ("date", "code", "When it happened (EDTF), as most independent texts say; empty where none says so. Never the day of publication."),
    ("date_from", "date", "First day of `date`."),
    ("date_to", "date", "Last day of `date`."),
    ("date_precision", "text", "day, month, year, interval (another span of days), open (one end is not known)."),
    ("place", "text", "Where it happened."),
    ("country", "text", "The country there, ISO 3166-1 alpha-3."),
    ("region", "text", "First-level division: state, province, oblast (GeoNames)."),
    ("place_precision", "text", "How exact `place` is: town, region, country; empty where it is on none of our maps. Exact spots inside "
     "a town are not known to this version."),
    ("lat", "number", "Latitude (WGS 84) of the place."),
    ("lon", "number", "Longitude."),
    ("geonames", "integer", "GeoNames id of the place."),
    ("killed", "integer", "The count that stands; empty: no count is told, which is not nought."),
    ("killed_low", "integer", "Lowest of the newest counts that outlets and parties give beside it."),
    ("killed_high", "integer", "Highest of them."),
    ("injured", "integer", "As `killed`."),
    ("injured_low", "integer", "As `killed_low`."),
    ("injured_high", "integer", "As `killed_high`."),
    ("tolls", "objects", "Every count: `measure`, `value`, `high`, `bound`, `by` (on whose word; null: the outlets' own), `of` (what kind "
     "of people; null: of all), `outlets`, `origins`, `since` and `last` (days), `stands` (whether it is one of the newest), "
     "`overtaken` (by a later one; a count of one kind of people neither stands nor is overtaken)."),
    ("claims", "objects", "Who claims, denies or plans it: `by`, `country`, `sector`, `status`, `since`, `origins`."),
    ("confidence", "number", "How likely a careful reader keeps it, 0 to 1: that of its surest mention."),
    ("first_reported", "date", "Day on which a report of it was first published."),
    ("last_reported", "date", "Day on which a report of it was last published."),
    ("origins", "integer", "Independent texts that tell it; copies of one text count once."),
    ("reports", "integer", "Reports that tell it."),
    ("mentions", "integer", "Events of reports that are this happening (`onrecord events --mentions`)."),
    ("publishers", "texts", "Who published them, earliest first."),
    ("trigger", "text", "The words that tell it, where it is told best."),
    ("sentence", "text", "Their sentence."),
    ("item", "text", "Its id in that report (E3)."),
    ("judged", "text", "What a person said of all its mentions: wrong."),
    ("title", "text", "Title of that report."),
    ("publisher", "text", "Its publisher."),
    ("published", "code", "When it was published: a day, or a moment with its zone."),
    ("url", "text", "Its address."),
    ("report", "text", "Its id: SHA-256 of the source bytes."),
)  # fmt: skip

LAYOUT = Layout(
    name="onrecord",
    about="one row a happening, with all that is known of it",
    source="this page",
    columns=tuple(Column(name, type, about, dated(name) if type == "date" else of(name)) for name, type, about in COLUMNS),
)
