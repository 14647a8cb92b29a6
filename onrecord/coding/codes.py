"""The PLOVER and CAMEO tables (onrecord/data): which codes exist and what an outer act makes of the act inside it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from onrecord.data import rows

COOPERATIVE = frozenset(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"))
HOSTILE = frozenset(("THREATEN", "PROTEST", "SANCTION", "COERCE", "ASSAULT"))


class Code(NamedTuple):
    """A PLOVER mode with its CAMEO code."""

    mode: str | None
    cameo: str


@cache
def nested() -> dict[tuple[str, str], Code]:
    """Give what an outer act (AGREE, REQUEST, REJECT, THREATEN) is called when it concerns an inner one ("refused to meet")."""
    return {(r["outer"], r["inner"]): Code(r["mode"] or None, r["cameo"]) for r in rows("plover_nested")}


def outer_of(inner: str) -> str:
    """Give the act of announcing another: a hostile one is threatened, any other promised."""
    return "THREATEN" if inner in HOSTILE else "AGREE"
