"""Answers of an archive as files that other programs read: a module a format, all found through `FORMATS`.

Every export carries the query, the version of program and schema, and where it comes from: inside the file where its format has a
place for that, else in a CSVW-style description beside it (`NAME-metadata.json`).
"""

from __future__ import annotations

from onrecord.export.formats.provenance import Provenance
from onrecord.export.formats.registry import FORMATS, Format, Written, export

__all__ = ["FORMATS", "Format", "Provenance", "Written", "export"]
