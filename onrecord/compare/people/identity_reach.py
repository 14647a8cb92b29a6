"""Who may be one by their names: profiles that share a key, acronyms and what they stand for, actors that a person tied together."""

from __future__ import annotations

import json
from functools import lru_cache

from onrecord.compare.people import names
from onrecord.compare.people.evidence import Evidence
from onrecord.store import Archive

MAX_FORMS = 60
"""Names that share two words beyond which these two say nothing (lists of made-up names): then only equal names are compared."""


class Reach:
    """Finds the profiles that are to be looked at together."""

    def __init__(self, archive: Archive, evidence: Evidence) -> None:
        self.db = archive.db
        self.evidence = evidence
        self.stopped: set[str] = set()
        """Keys that stopped saying anything in this round: what they tied is to be grouped anew."""
        self.any_judged = bool(self.db.execute("select exists (select 1 from judged_card)").get)
        self.judged = lru_cache(maxsize=10_000)(self._judged)

    def numbers(self, sql: str, *values: str | int) -> list[int]:
        """Give the first column of a query's rows."""
        return [int(str(r[0])) for r in self.db.execute(sql, values)]

    def component(self, start: int) -> set[int]:
        """Give all profiles that are tied to this one, through others too."""
        found, waiting = {start}, [start]
        while waiting:
            n = waiting.pop()
            for m in self._neighbours(n):
                if m not in found:
                    found.add(m)
                    waiting.append(m)
        return found

    def _neighbours(self, n: int) -> list[int]:
        profile = self.evidence.profile(n)
        near = self.judged(n, "same")
        if profile.bare:
            return near
        near = near + self.numbers("select n from profile where kind = ? and form = ?", profile.kind, " ".join(profile.form))
        for key in profile.found_under() if profile.kind == "person" else ():
            if key.startswith("p:"):
                near += [m for m in self._sharing(key) if names.fits(profile.form, self.evidence.profile(m).form)]
        return near + self._acronyms(n)

    def _sharing(self, key: str) -> list[int]:
        if self.db.execute("select exists (select 1 from stop_key where key = ?)", (key,)).get:
            return []
        found = self.numbers("select profile from profile_key where key = ?", key)
        if len({self.evidence.profile(m).form for m in found}) <= MAX_FORMS:
            return found
        self.db.execute("insert into stop_key values (?)", (key,))
        self.stopped.add(key)
        return []

    def _acronyms(self, n: int) -> list[int]:
        """Give the names that reports spell this acronym out by, or the acronyms that reports give with this name."""
        profile = self.evidence.profile(n)
        if profile.kind != "organization":
            return []
        if profile.form[0].startswith("a:"):
            letters = profile.form[0][2:].upper()
            sql = """select distinct c.profile from spelling s join card c on c.actor = s.actor join profile p on p.n = c.profile
                where s.words in (?, ?) and length(s.words) <= 9 and p.kind = 'organization'"""
            return self.numbers(sql, letters, ".".join(letters) + ".")
        sql = "select distinct s.words from card c join spelling s on s.actor = c.actor where c.profile = ? and length(s.words) <= 9"
        spelled = {names.acronym_of(str(w)) for (w,) in self.db.execute(sql, (n,))} - {None}
        keys = json.dumps([f"o:a:{a}" for a in sorted(map(str, spelled))])
        return self.numbers("select profile from profile_key where key in (select value from json_each(?))", keys) if spelled else []

    def _judged(self, n: int, verdict: str) -> list[int]:
        """Give the profiles that people said are the same as this one, or different."""
        sql = """select y.profile from card x join judged_card a on a.actor = x.actor join link_judgement j on j.n = a.judgement
            join judged_card b on b.judgement = a.judgement and b.side <> a.side join card y on y.actor = b.actor
            where x.profile = ? and j.verdict = ? order by 1"""
        return self.numbers(sql, n, verdict) if self.any_judged else []
