"""Which reports print one text."""

from __future__ import annotations

import json
from collections.abc import Iterable

import apsw

AMONG = "in (select value from json_each(?))"


def text_origins(db: apsw.Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Give for each report the smallest number among those that print its text: ties by reprint, excerpt or rewrite."""
    members = sorted(set(numbers))
    parent = {n: n for n in members}

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    sql = f"""select a, b from copy where kind not in ('borrowing', 'form') and a {AMONG} union
        select a, b from copy where kind not in ('borrowing', 'form') and b {AMONG}"""
    wanted = json.dumps(members)
    for a, b in db.execute(sql, (wanted, wanted)) if len(members) > 1 else ():
        if a in parent and b in parent:
            first, second = sorted((find(int(str(a))), find(int(str(b)))))
            parent[second] = first
    return {n: find(n) for n in members}
