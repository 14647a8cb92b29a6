"""Groups profiles into identities: those that may be one by their names, then one by one to the group that the evidence favours.

Which profiles form an identity depends on the profiles and their samples alone, not on the order in which reports came.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache

from onrecord.compare.people import names
from onrecord.compare.people.evidence import CLEAR, SAMPLE, Evidence, Finding, Group, weigh, weigh_bare
from onrecord.compare.people.identity_reach import Reach
from onrecord.store import Archive

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
        self.reach = Reach(archive, self.evidence)
        self.bearers = lru_cache(maxsize=1000)(self._bearers)
        self.moved: dict[str, int] = {}
        """Identities that lost a profile, with one that it had."""
        self.taken: set[str] = set()

    def run(self) -> None:
        """Group the touched full names, then the touched bare surnames and those of names whose groups were looked at."""
        dirty = self.reach.numbers("select n from profile where dirty order by n")
        bare = [n for n in dirty if self.evidence.profile(n).bare]
        done: set[int] = set()
        for n in dirty:
            self._look_at(n, done)
        for key in sorted(self.reach.stopped):
            for n in self.reach.numbers("select profile from profile_key where key = ?", key):
                self._look_at(n, done)
        people = {p.form for n in done if (p := self.evidence.profile(n)).kind == "person"}
        for word in sorted({w for form in people for w in names.surnames(form)}):
            bare += self._with_new_bearers(word)
        for n in sorted({*bare} - done):
            if self._reports(n) and not self.reach.judged(n, "same"):
                self._place_bare(n)
        self._forget()
        self.db.execute("update profile set dirty = 0 where dirty")
        self._redirect()

    def _look_at(self, n: int, done: set[int]) -> None:
        """Group a profile and all that is tied to it, unless that was done; a bare surname that nothing is tied to waits."""
        if n in done or (self.evidence.profile(n).bare and not self.reach.judged(n, "same")):
            return
        part = self.reach.component(n)
        done |= part
        self._group(sorted(m for m in part if self._reports(m)))

    def _reports(self, n: int) -> int:
        return int(str(self.db.execute("select reports from profile where n = ?", (n,)).get))

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
            for m in self.reach.judged(n, "same"):
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
        return not {m for n in one.members for m in self.reach.judged(n, "different")}.isdisjoint(two.members)

    def _weigh(self, mine: Group, group: Group) -> Finding:
        if self._barred(mine, group):
            return Finding("apart", "a person said so", 0)
        # What a person tied together may bear several names: then one of them must fit, else all.
        every = any if any(self.reach.judged(n, "same") for n in (*mine.members, *group.members)) else all
        fitting = [mine.kind == group.kind and (mine.kind != "person" or names.fits(a, b)) for a in mine.forms for b in group.forms]
        if every(fitting):
            return weigh(mine, group)
        return Finding("unsure", "the name fits some of its names, not all", 0) if any(fitting) else Finding("apart", "other names", 0)

    def _with_new_bearers(self, word: str) -> list[int]:
        """Give the profiles that have only this surname, where anything about those whom it may mean has changed."""
        sql = "select p.form, p.n from profile_key k join profile p on p.n = k.profile where k.key = ? and p.reports > 0 order by 1, 2"
        by_form: dict[str, list[int]] = {}
        for form, n in self.db.execute(sql, (f"b:{word}",)):
            by_form.setdefault(str(form), []).append(int(str(n)))
        out = []
        for form, numbers in by_form.items():
            known = json.dumps([(i, g.members[0], g.digest()) for i, g in self.bearers(tuple(form.split()))])
            digest = hashlib.sha256(known.encode()).hexdigest()[:16]
            if digest != self.db.execute("select digest from bearers where form = ?", (form,)).get:
                self.db.execute("insert or replace into bearers values (?, ?)", (form, digest))
                out += numbers
        return out

    def _bearers(self, form: tuple[str, ...]) -> list[tuple[str, Group]]:
        """Give the identities whose full names this surname may stand for."""
        words, _ = names.split_suffix(form)
        sql = """select p.n, p.identity from profile_key k join profile p on p.n = k.profile
            where k.key = ? and p.reports > 0 and p.identity is not null limit ?"""
        found = self.db.execute(sql, (f"w:{words[-1]}", MAX_BEARERS + 1)).fetchall()
        by_identity: dict[str, list[int]] = {}
        for n, identity in found if len(found) <= MAX_BEARERS else ():
            if names.bare_fits(form, self.evidence.profile(int(str(n))).form):
                by_identity.setdefault(str(identity), []).append(int(str(n)))
        return [(identity, self.evidence.group(members)) for identity, members in sorted(by_identity.items())]

    def _place_bare(self, n: int) -> None:
        """Link a bare surname to the one full name that it fits, else let it stand alone and say whose it may be."""
        mine, barred = self.evidence.single(n), set(self.reach.judged(n, "different"))
        found = [
            (-finding.points, identity, finding, group.members[0])
            for identity, group in self.bearers(self.evidence.profile(n).form)
            if barred.isdisjoint(group.members)
            for finding in [weigh_bare(mine, group)]
            if finding.verdict != "apart"
        ]
        found.sort(key=lambda f: f[:2])
        fits = bool(found) and found[0][2].verdict == "same"
        if fits and (len(found) == 1 or found[1][0] - found[0][0] >= CLEAR):
            self._set(n, found[0][1])
            self._doubt([n], {})
        else:
            self._name([n])
            self._doubt([n], {n: [(m, "more than one of that name fits" if fits else f.why) for _, _, f, m in found]})

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
        for n in owners:
            wanted = dict(doubts.get(n, [])[:MAX_DOUBTS])
            have = dict(self.db.execute("select other, why from doubt where profile = ?", (n,)))
            if have != wanted:
                self.db.execute("delete from doubt where profile = ?", (n,))
                self.db.executemany("insert into doubt values (?, ?, ?)", [(n, m, why) for m, why in wanted.items()])

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
