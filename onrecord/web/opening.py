"""What a story opens with: what happened, when, where, how many, on whose word; first the happening that most of its texts tell."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.compare.occurrences import find_occurrence
from onrecord.store import Archive
from onrecord.store.query import Filters, Row, rows_of
from onrecord.web.across import Named, first_tellers
from onrecord.web.around import add_words, with_names

ALSO = 5
"""Further happenings told beside the first; the story's events hold all."""
_OF_STORY = """from story s join story_report t on t.story = s.n join happening_mention m on m.report = t.report and m.counted
    join happening h on h.n = m.happening where s.id = ? and h.judged is not 'wrong' and h.shown"""
_TOLD = f"""select m.happening {_OF_STORY} group by 1
    order by h.status in ('reported', 'claimed') desc, count(distinct m.report) desc, h.origins desc, h.killed is null, h.id
    limit ?"""
_HOW_MANY = f"select count(distinct m.happening) {_OF_STORY}"


@dataclass(frozen=True, slots=True)
class Opening:
    """The happening of a story that most of its reports tell, the report that told it first, and some further ones."""

    main: Row
    first: list[tuple[Named, str | None]]
    """The reports that told it first, each with the agency on whose word; several where nobody can say which was."""
    also: list[Row]
    left: int
    """How many more happenings its reports tell."""


def opening(archive: Archive, story: str) -> Opening | None:
    """Give what a story opens with; None where none of its reports tells of anything that happened."""
    numbers = [int(str(n)) for (n,) in archive.db.execute(_TOLD, (story, ALSO + 1))]
    if not numbers:
        return None
    found = {row["id"]: row for row in rows_of(archive.db, "events", numbers, Filters(hidden=True))}
    ids = [str(archive.db.execute("select id from happening where n = ?", (n,)).get) for n in numbers]
    main, *also = (found[id] for id in ids if id in found)
    with_names(archive, [main, *also])
    add_words(archive, "events", [main, *also])
    found_first = find_occurrence(archive, main["id"])
    told = int(str(archive.db.execute(_HOW_MANY, (story,)).get))
    return Opening(main, first_tellers(archive, found_first) if found_first else [], also, told - 1 - len(also))
