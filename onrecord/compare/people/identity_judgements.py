"""What people say of two actors of different reports: the same, or not. Tied to characters; wins over the machine; can be taken back."""

from __future__ import annotations

from typing import Literal

from onrecord.compare import identities
from onrecord.errors import StorageError
from onrecord.store import Archive
from onrecord.store.clock import now

ActorAt = tuple[str, str]
"""A report's id, and the id of an actor in it."""


def judge(
    archive: Archive,
    one: ActorAt,
    two: ActorAt,
    verdict: Literal["same", "different"] | None,
    *,
    note: str | None = None,
    who: str | None = None,
) -> None:
    """Keep a person's word on two actors, or take it back (None), and follow it; call inside a write transaction.

    "same" joins all that the machine takes for either; "different" takes these two mentions apart, and everything else goes to the
    one it is more like. Raises `StorageError` where a report has no such actor, or both are one.
    """
    (ra, sa, ea), (rb, sb, eb) = sorted(_place(archive, *actor) for actor in (one, two))
    if (ra, sa) == (rb, sb):
        raise StorageError(f"both are {one[1]} of {ra[:12]}", stage="judge", code="SAME_ITEM", remedy="name two actors")
    values = (ra, sa, ea, rb, sb, eb)
    if verdict is None:
        archive.db.execute(
            """delete from link_judgement where kind = 'actor' and report_a = ? and start_a = ? and end_a = ?
            and report_b = ? and start_b = ? and end_b = ?""",
            values,
        )
    else:
        archive.db.execute(
            """insert into link_judgement (kind, report_a, start_a, end_a, report_b, start_b, end_b, verdict, note, who, at)
            values ('actor', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (kind, report_a, start_a, end_a, report_b, start_b, end_b) do update set
            verdict = excluded.verdict, note = excluded.note, who = excluded.who, at = excluded.at""",
            (*values, verdict, note, who, now()),
        )
    identities.update(archive, identities.waiting(archive))


def _place(archive: Archive, report: str, actor: str) -> tuple[str, int, int]:
    sql = """select a.start, a."end" from card c join actor a on a.n = c.actor join report r on r.n = a.report
        where r.id = ? and a.id = ?"""
    row = archive.db.execute(sql, (report, actor)).fetchone()
    if row is None:
        raise StorageError(
            f"report {report[:12]} has no {actor} that is named", stage="judge", code="NO_ITEM", remedy="see `onrecord actors --report`"
        )
    return report, int(row[0]), int(row[1])


def representative(archive: Archive, id: str) -> ActorAt:
    """Give the actor that stands for an identity in a judgement: of its earliest report that names it in full.

    Raises `StorageError` where there is no such identity.
    """
    sql = """select r.id, a.id from profile p join card c on c.profile = p.n join actor a on a.n = c.actor join report r on r.n = c.report
        where p.identity = ? order by a.name not like '% %', coalesce(r.published, '9999'), r.id, a.n limit 1"""
    row = archive.db.execute(sql, (identities.current(archive, id),)).fetchone()
    if row is None:
        raise StorageError(f"there is no actor {id}", stage="judge", code="NO_ACTOR", remedy="see `onrecord actor NAME`")
    return str(row[0]), str(row[1])
