"""Arcs that a parser gets wrong in a way that its own tree shows: they are hung where they belong before anybody reads the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.model.document import NameRow, TokenRow

Arc = tuple[int, str]
"""Head and label."""
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass")
DAYS = ("DATE", "TIME")
NONE: Mapping[int, Arc] = {}


def repaired(rows: Sequence[TokenRow], names: Sequence[NameRow]) -> Mapping[int, Arc]:
    """Give the arcs of a block to hang otherwise, by the number of the row.

    "Two were killed, *the mayor of Goma*, the largest city there, said *on Monday*": a clause that is told before its verb of saying
    has no second subject behind a comma, and the day right behind that verb is the day of saying.
    """
    told = [n for n, row in enumerate(rows) if row.dep == "ccomp" and row.head > n and row.upos in ("VERB", "AUX", "NOUN", "ADJ")]
    if not told:
        return NONE
    under: dict[int, list[int]] = {}
    for n, row in enumerate(rows):
        if row.head != n:
            under.setdefault(row.head, []).append(n)
    days = {n for first, last, label in names if label in DAYS for n in range(first, last)}
    out: dict[int, Arc] = {}
    for clause in told:
        saying = rows[clause].head
        if rows[saying].upos != "VERB":
            continue
        below = under.get(clause, [])
        subjects = [n for n in below if rows[n].dep in SUBJECTS]
        second = next((n for n in subjects[1:] if clause < n < saying and subjects[0] < clause), None)
        owned = any(rows[n].dep in SUBJECTS for n in under[saying])
        if second is not None and not owned:
            out[second] = (saying, "nsubj")
            owned = True
        behind = next((n for n in below if n > saying), None)
        if behind is not None and owned and behind in days and _right_behind(rows, under, behind, saying):
            out[behind] = (saying, rows[behind].dep)
    return out


def _right_behind(rows: Sequence[TokenRow], under: Mapping[int, list[int]], day: int, saying: int) -> bool:
    """Tell a phrase that begins right behind a verb."""
    return min([day, *under.get(day, [])]) == saying + 1 and rows[day].dep in ("obl", "obl:tmod", "nmod:tmod", "obl:npmod")
