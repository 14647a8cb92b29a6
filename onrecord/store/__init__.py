"""The archive: every report and its record in one SQLite file, safely, with everything in it to be found again.

`Archive` (archive.py) opens and writes; `query.py` answers; `upkeep.py` checks, backs up,
rereads and merges; `judgements.py` keeps what people said of an item apart from the machine's output.
"""

from onrecord.store.archive import Added, Archive
from onrecord.store.query import Filters

__all__ = ["Added", "Archive", "Filters"]
