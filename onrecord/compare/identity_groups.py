"""Groups profiles into identities: those that may be one by their names, then one by one to the group that the evidence favours.

Which profiles form an identity depends on the profiles and their samples alone, not on the order in which reports came.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from onrecord.compare import names
from onrecord.compare.evidence import CLEAR, SAMPLE, Evidence, Finding, Group, weigh, weigh_bare
from onrecord.store import Archive

MAX_FORMS = 60
"""Names that share two words beyond which these two say nothing (lists of made-up names): then only equal names are compared."""
MAX_BEARERS = 400
"""Full-name profiles that a bare surname is held against; more bearers than that, and it stays alone."""
MAX_DOUBTS = 5


def regroup(archive: Archive) -> None:
    """Group anew whatever cards that came or went have touched; call inside a write transaction."""
    Regrouping(archive).run()


class Regrouping:
    """One round: what it looks up is remembered until its end."""

    def __init__(self, archive: Archive) -> None:
        self.db = archive.db
        self.evidence = Evidence(archive)
        self.moved: dict[str, int] = {}
        """Identities that lost a profile, with one that it had."""
        self.taken: set[str] = set()
        self.any_judged = bool(self.db.execute("select exists (select 1 from judged_card)").get)

    def run(self) -> None:
        """Group the touched full names, then the touched bare surnames and those of names whose groups were looked at."""
        dirty = self._numbers("select n from profile where dirty order by n")
        bare = {n for n in dirty if self.evidence.profile(n).bare}
        words: set[str] = set()
        done: set[int] = set()
        for n in dirty:
            if n in done:
                continue
            part = self._component(n)
            if n in bare and part == {n}:
                continue
            done |= part
            words |= {w for m in part if (p := self.evidence.profile(m)).kind == "person" for w in names.surnames(p.form)}
            self._group(sorted(m for m in part if self._reports(m)))
        for word in sorted(words):
            bare.update(self._numbers("select profile from profile_key where key = ?", f"b:{word}"))
        for n in sorted(bare - done):
            if self._reports(n) and len(self._component(n)) == 1:
                self._place_bare(n)
        self._forget()
        self.db.executemany("update profile set dirty = 0 where n = ?", [(n,) for n in {*dirty, *bare, *done}])
        self._redirect()

    def _numbers(self, sql: str, *values: object) -> list[int]:
        return [int(r[0]) for r in self.db.execute(sql, values)]

    def _reports(self, n: int) -> int:
        return int(self.db.execute("select reports from profile where n = ?", (n,)).get)

    # -- who may be one ----------------------------------------------------------------------------------------------

    def _component(self, start: int) -> set[int]:
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
        near = self._judged(n, "same")
        if profile.bare:
            return near
        for key in [k for k in profile.found_under() if not k.startswith("w:")]:
            others = self._numbers("select profile from profile_key where key = ? order by profile", key)
            if key.startswith("p:") and len({self.evidence.profile(m).form for m in others}) > MAX_FORMS:
                others = [m for m in others if self.evidence.profile(m).form == profile.form]
            near += [m for m in others if self._compatible(n, m)]
        return near + self._acronyms(n)

    def _compatible(self, n: int, m: int) -> bool:
        a, b = self.evidence.profile(n), self.evidence.profile(m)
        return a.kind == b.kind and (a.form == b.form if a.kind != "person" else names.fits(a.form, b.form))

    def _acronyms(self, n: int) -> list[int]:
        """Give the names that reports spell this acronym out by, or the acronyms that reports give with this name."""
        profile = self.evidence.profile(n)
        if profile.kind != "organization":
            return []
        if profile.form[0].startswith("a:"):
            letters = profile.form[0][2:].upper()
            sql = """select distinct c.profile from spelling s join card c on c.actor = s.actor join profile p on p.n = c.profile
                where s.words in (?, ?) and length(s.words) <= 9 and p.kind = 'organization' order by 1"""
            return self._numbers(sql, letters, ".".join(letters) + ".")
        sql = """select distinct s.words from card c join spelling s on s.actor = c.actor where c.profile = ? and length(s.words) <= 9"""
        spelled = {names.acronym_of(str(w)) for (w,) in self.db.execute(sql, (n,))} - {None}
        keys = json.dumps([f"o:a:{a}" for a in sorted(map(str, spelled))])
        return self._numbers("select profile from profile_key where key in (select value from json_each(?))", keys) if spelled else []

    def _judged(self, n: int, verdict: str) -> list[int]:
        """Give the profiles that people said are the same as this one, or different."""
        sql = """select y.profile from card x join judged_card a on a.actor = x.actor join link_judgement j on j.n = a.judgement
            join judged_card b on b.judgement = a.judgement and b.side <> a.side join card y on y.actor = b.actor
            where x.profile = ? and j.verdict = ? order by 1"""
        return self._numbers(sql, n, verdict) if self.any_judged else []

    # -- who is one --------------------------------------------------------------------------------------------------

    def _group(self, numbers: list[int]) -> None:
        """Put each lot of profiles into the group that the evidence favours, or into one of its own."""
        groups: list[Group] = []
        doubts: dict[int, list[tuple[int, str]]] = {}
        for lot in self._lots(numbers):
            mine = self.evidence.group(lot)
            found = [(g, self._weigh(mine, g)) for g in groups]
            same = sorted((f for f in found if f[1].verdict == "same"), key=lambda f: -f[1].points)
            if same and (len(same) == 1 or same[0][1].points - same[1][1].points >= CLEAR or self._barred(same[0][0], same[1][0])):
                same[0][0].take(mine)
                continue
            groups.append(mine)
            open_ = [f for f in found if f[1].verdict == "unsure" or f in same]
            doubts[mine.members[0]] = [(g.members[0], "more than one of that name fits" if len(same) > 1 else f.why) for g, f in open_]
        for group in groups:
            self._name(group.members)
        self._doubt(numbers, doubts)

    def _lots(self, numbers: list[int]) -> list[list[int]]:
        """Give the profiles, those that people said are the same together, the most telling first."""
        parent = {n: n for n in numbers}

        def find(n: int) -> int:
            while parent[n] != n:
                n = parent[n]
            return n

        for n in numbers:
            for m in self._judged(n, "same"):
                if m in parent:
                    low, high = sorted((find(n), find(m)), key=self._rank)
                    parent[high] = low
        lots: dict[int, list[int]] = {}
        for n in sorted(numbers, key=self._rank):
            lots.setdefault(find(n), []).append(n)
        return [lots[n] for n in sorted(lots, key=self._rank)]

    def _rank(self, n: int) -> tuple[object, ...]:
        """Order profiles by how much they say: how often, country, field, the longer name; then by what they say. Acronyms come last."""
        p = self.evidence.profile(n)
        short = p.bare or p.form[0].startswith("a:")
        said = not p.country, not p.field, not p.near
        judged = ":" in p.lone  # first, so that the others choose between what a person took apart
        return (
            not judged,
            short,
            sum(said[:2]) - self.evidence.single(n).size // 4,
            *said,
            -len(p.form),
            p.form,
            p.country,
            p.near,
            p.field,
            p.lone,
        )

    def _barred(self, one: Group, two: Group) -> bool:
        """Tell whether a person said that these two are different; what is like both then goes to the likelier, however close."""
        return not {m for n in one.members for m in self._judged(n, "different")}.isdisjoint(two.members)

    def _weigh(self, mine: Group, group: Group) -> Finding:
        if self._barred(mine, group):
            return Finding("apart", 0, "a person said so")
        # What a person tied together may bear several names: then one of them must fit, else all.
        every = any if any(self._judged(n, "same") for n in (*mine.members, *group.members)) else all
        fitting = [mine.kind == group.kind and (mine.kind != "person" or names.fits(a, b)) for a in mine.forms for b in group.forms]
        if every(fitting):
            return weigh(mine, group)
        return Finding("unsure", 0, "the name fits some of its names, not all") if any(fitting) else Finding("apart", 0, "other names")

    def _place_bare(self, n: int) -> None:
        """Link a bare surname to the one full name that it fits, else let it stand alone and say whose it may be."""
        form = self.evidence.profile(n).form
        words, _ = names.split_suffix(form)
        bearers = self._numbers("select profile from profile_key where key = ? limit ?", f"w:{words[-1]}", MAX_BEARERS + 1)
        by_identity: dict[str, list[int]] = {}
        for m in bearers if len(bearers) <= MAX_BEARERS else []:
            identity = self.db.execute("select identity from profile where n = ? and reports > 0", (m,)).get
            if identity is not None and names.bare_fits(form, self.evidence.profile(m).form):
                by_identity.setdefault(str(identity), []).append(m)
        mine, barred = self.evidence.single(n), set(self._judged(n, "different"))
        found = [
            (-finding.points, identity, finding, members[0])
            for identity, members in sorted(by_identity.items())
            if not barred & set(members)
            for finding in [weigh_bare(mine, self.evidence.group(sorted(members, key=self._rank)))]
            if finding.verdict != "apart"
        ]
        found.sort(key=lambda f: f[:2])
        best = found[0] if found else None
        if best is not None and best[2].verdict == "same" and (len(found) == 1 or found[1][0] - best[0] >= CLEAR):
            self._set(n, best[1])
            self._doubt([n], {})
            return
        self._name([n])
        why = "more than one of that name fits" if best is not None and best[2].verdict == "same" else None
        self._doubt([n], {n: [(m, why or f.why) for _, _, f, m in found[:MAX_DOUBTS]]})

    # -- writing it down ---------------------------------------------------------------------------------------------

    def _name(self, members: list[int]) -> None:
        """Give a group its id, made of what its most telling profile says."""
        p = self.evidence.profile(min(members, key=self._telling))
        content = "|".join((p.kind, " ".join(p.form), p.country, p.near, p.field, p.lone))
        id = "i" + hashlib.sha256(content.encode()).hexdigest()[:12]
        for n in members:
            self._set(n, id)

    def _telling(self, n: int) -> tuple[object, ...]:
        """Order profiles by how well they name a group, whatever its size: as it grows, its id is to last."""
        p = self.evidence.profile(n)
        return (":" in p.lone, p.bare, len(p.form) != 2, not p.country, not p.field, p.form, p.country, p.near, p.field, p.lone)

    def _set(self, n: int, id: str) -> None:
        before = self.db.execute("select identity from profile where n = ?", (n,)).get
        if before != id:
            self.db.execute("update profile set identity = ? where n = ?", (id, n))
            self.taken.add(id)
            if before is not None:
                self.moved.setdefault(str(before), n)

    def _doubt(self, owners: Iterable[int], doubts: dict[int, list[tuple[int, str]]]) -> None:
        self.db.executemany("delete from doubt where profile = ?", [(n,) for n in owners])
        rows = [(n, m, why) for n, others in sorted(doubts.items()) for m, why in others[:MAX_DOUBTS]]
        self.db.executemany("insert or ignore into doubt values (?, ?, ?)", rows)

    def _forget(self) -> None:
        """Drop profiles that no card is left of, and note how far the samples of the others reach."""
        self.db.execute("delete from profile where dirty and reports = 0")
        self.db.execute(
            """update profile set reach = case when reports < ?1 then null else
            (select rank from card where profile = profile.n order by rank limit 1 offset ?1 - 1) end where dirty""",
            (SAMPLE,),
        )

    def _redirect(self) -> None:
        """Let ids that are gone lead to what became of them."""
        for old, n in sorted(self.moved.items()):
            if self.db.execute("select exists (select 1 from profile where identity = ?)", (old,)).get:
                continue
            new = self.db.execute("select identity from profile where n = ?", (n,)).get
            if new is not None and new != old:
                self.db.execute("insert or replace into identity_moved values (?, ?)", (old, new))
        self.db.executemany("delete from identity_moved where id = ?", [(id,) for id in sorted(self.taken)])
