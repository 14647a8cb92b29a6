"""Whether two profiles of one name are one and the same: by country, field of work, office, and the company they keep."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.compare.people import names
from onrecord.compare.people.cards import Profile
from onrecord.store import Archive
from onrecord.text import fold

SAMPLE = 24
"""Reports of a profile whose company is looked at: those with the smallest ids, a random sample that does not depend on order."""
FIRST = 40
"""Named actors of a report that count as company, the first ones: keeps time linear in a list of ten thousand names."""
KNOWN = 4
"""Others that a profile must be seen with before it can be said that two keep no company in common."""
SOME, MUCH = (1, 0.05), (3, 0.2)
"""Company in common: how many, and which share of the smaller company."""
CLEAR = 3
"""Points by which the likeliest of several candidates must lead."""


@dataclass(slots=True)
class Group:
    """Profiles taken for one: what is known of them together."""

    members: list[int] = field(default_factory=list)
    forms: set[tuple[str, ...]] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    nears: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    company: set[str] = field(default_factory=set)
    kind: str = "person"
    size: int = 0
    """Reports, up to SAMPLE: how well known the name is."""

    def digest(self) -> str:
        """Give a digest of all that `weigh_bare` looks at."""
        known = [sorted(x) for x in (self.countries, self.nears, self.fields, self.titles, self.company)]
        return hashlib.sha256(json.dumps([known, self.size // 3]).encode()).hexdigest()[:16]

    def take(self, other: Group) -> None:
        """Add what is known of another group."""
        self.members += other.members
        self.size = min(SAMPLE, self.size + other.size)
        for name in ("forms", "countries", "nears", "fields", "titles", "company"):
            getattr(self, name).update(getattr(other, name))


@dataclass(frozen=True, slots=True)
class Finding:
    """What speaks for two groups being one: the verdict (same, unsure, apart), why, and points to compare candidates by."""

    verdict: str
    why: str
    points: int


_COMPANY = f"""with s as (select report from card where profile = ?1 order by rank, report limit {SAMPLE})
    select distinct o.kind, o.form from s join card c on c.report = s.report and c.place < {FIRST} join profile o on o.n = c.profile
    where c.profile <> ?1 and o.kind <> 'government'"""
_OFFICES = f"""select distinct a.roles from (select actor from card where profile = ? order by rank, report limit {SAMPLE}) s
    join actor a on a.n = s.actor where a.roles <> '[]'"""


class Evidence:
    """Looks profiles up, each once a run."""

    def __init__(self, archive: Archive) -> None:
        self.db = archive.db
        self.profile = lru_cache(maxsize=50_000)(self._profile)
        self.single = lru_cache(maxsize=20_000)(self._single)

    def _profile(self, n: int) -> Profile:
        row = self.db.execute("select kind, form, country, near, field, lone from profile where n = ?", (n,)).get
        kind, form, *rest = map(str, row)
        return Profile(kind, tuple(form.split()), *rest)

    def _single(self, n: int) -> Group:
        p = self.profile(n)
        reports, seen = self.db.execute("select reports, case when not dirty then seen end from profile where n = ?", (n,)).get
        if seen is None:
            seen = self._look(n, p)
            self.db.execute("update profile set seen = ? where n = ?", (seen, n))
        company, titles = json.loads(str(seen))
        countries, nears, fields = ({x} - {""} for x in (p.country, p.near, p.field))
        return Group([n], {p.form}, countries, nears, fields, set(titles), set(company), p.kind, min(SAMPLE, int(str(reports))))

    def _look(self, n: int, profile: Profile) -> str:
        """Give a profile's company and offices as JSON. Governments are no company: they are seen with everybody."""
        met = {company_key(str(kind), tuple(str(form).split())) for kind, form in self.db.execute(_COMPANY, (n,))}
        roles = self.db.execute(_OFFICES, (n,)) if profile.kind == "person" else ()
        titles = {fold(role["title"]) for (given,) in roles for role in json.loads(str(given))}
        return json.dumps([sorted(met - {company_key(profile.kind, profile.form)}), sorted(titles)], ensure_ascii=False)

    def group(self, numbers: list[int]) -> Group:
        """Give what is known of these profiles together."""
        out = Group(kind=self.profile(numbers[0]).kind)
        for n in numbers:
            out.take(self.single(n))
        return out


def company_key(kind: str, form: tuple[str, ...]) -> str:
    """Give the name under which somebody counts as company: persons by their surname, since reports differ in giving more."""
    words = names.split_suffix(form)[0] if kind == "person" else form
    return f"{kind[0]} {words[-1] if kind == 'person' else ' '.join(words)}"


def _company(a: Group, b: Group) -> tuple[int, float]:
    """Count the persons and bodies that both are seen with, and give their share of the smaller company."""
    shared = len(a.company & b.company)
    return shared, shared / max(1, min(len(a.company), len(b.company)))


def _enough(company: tuple[int, float], least: tuple[int, float]) -> bool:
    return company[0] >= least[0] and company[1] >= least[1]


def _match(a: set[str], b: set[str]) -> bool | None:
    """Tell whether two sets agree; None where one says nothing."""
    return bool(a & b) if a and b else None


@dataclass(frozen=True, slots=True)
class _Common:
    """What two groups have in common: True, False, or None where one of them says nothing."""

    form: bool
    given: bool | None
    """Country that the texts themselves give."""
    place: bool | None
    """Country, be it only the context's."""
    field: bool | None
    office: bool | None
    akin: bool | None
    """The last word of an office: "vice president", "president"."""
    company: tuple[int, float]
    known: bool
    """Whether enough company of both is known to say that they have none in common."""

    @property
    def some(self) -> bool:
        return _enough(self.company, SOME)

    @property
    def much(self) -> bool:
        return _enough(self.company, MUCH)


def _common(one: Group, two: Group) -> _Common:
    last = [{t.split()[-1] for t in g.titles if t} for g in (one, two)]
    return _Common(
        not one.forms.isdisjoint(two.forms), _match(one.countries, two.countries),
        _match(one.countries | one.nears, two.countries | two.nears), _fields(one.fields, two.fields), _match(one.titles, two.titles),
        _match(*last), _company(one, two), min(len(one.company), len(two.company)) >= KNOWN,
    )  # fmt: skip


def _fields(a: set[str], b: set[str]) -> bool | None:
    """Tell whether fields of work agree. That somebody is in business and in politics says nothing either way."""
    same = _match(a, b)
    return None if same is False and a | b == {"public", "BUS"} else same


def weigh(one: Group, two: Group) -> Finding:
    """Say whether two groups of compatible names are one and the same.

    A full name in common is much; what speaks against it are countries that the texts themselves give, fields of work that people
    do not move between, and company that never overlaps.
    """
    c = _common(one, two)
    points = 8 * (c.given is True) + 4 * (c.place is True) + 2 * (c.field is True) + 3 * (c.office is True) + 3 * c.form
    points += min(c.company[0], 8) + two.size // 3 - 8 * (c.given is False) - 2 * (c.place is False) - 2 * (c.field is False)
    return Finding(*(_person if one.kind == "person" else _body)(one, two, c), points)


def _person(one: Group, two: Group, c: _Common) -> tuple[str, str]:
    if c.given is False:
        if c.much and c.field is not False:
            return "same", "the company they keep"
        if c.field is True or c.some:
            return "unsure", f"the same name, in {_or(one.countries)} and {_or(two.countries)}"
        return "apart", "other country, other field of work"
    strangers = c.known and not c.some
    if c.field is False and (strangers or (c.known and c.akin is False and not c.much)):
        return "unsure", f"the same name, as {_or(one.fields)} and {_or(two.fields)}, in other company"
    if strangers and c.field is None and c.akin is False:
        return "unsure", f"the same name, as {_or(one.titles)} and {_or(two.titles)}, in other company"
    if not c.form and not c.office and not ((c.some and (c.given or (c.field and c.akin))) or (c.much and c.field is not False)):
        return "unsure", "a longer and a shorter name, and too little else in common"
    if strangers and c.place is False:
        return "unsure", f"the same name, seen with {_or(one.countries | one.nears)} and {_or(two.countries | two.nears)}"
    return "same", "the same name, and nothing against it"


def _body(one: Group, two: Group, c: _Common) -> tuple[str, str]:
    if not c.form:
        if c.place is False or (c.known and not c.some):
            return "unsure", "an acronym of that name, in another country or other company"
        return "same", "reports spell the acronym out so"
    if any(names.is_generic(f) for f in one.forms & two.forms):
        if c.place is True:
            return "same", "the same name in the same country"
        if c.place is False:
            return ("unsure", "the same name, much the same company") if c.much and not c.given else ("apart", "other countries' bodies")
        return ("same", "the company they keep") if c.much else ("unsure", "a name that many countries have one of")
    if c.given is False and not c.some:
        return "unsure", f"the same name, in {_or(one.countries)} and {_or(two.countries)}"
    return "same", "the same name"


def _or(values: set[str]) -> str:
    return " or ".join(sorted(values))


def weigh_bare(bare: Group, full: Group) -> Finding:
    """Say whether a bare surname is a full name's: only where place, field or office, and company agree."""
    c = _common(bare, full)
    points = 4 * (c.place is True) + 2 * (c.field is True) + 3 * (c.office is True) + min(c.company[0], 8) + full.size // 3
    points -= 6 * (c.place is False) + 4 * (c.field is False)
    if (c.given is False or c.place is False) and not c.much:
        return Finding("apart", "another country's", points)
    if c.field is False and not c.office:
        return Finding("unsure", "a surname, in another field of work", points)
    agree = (c.place is True) + bool(c.field or c.office) + c.some + c.much
    if agree >= 3 or (agree == 2 and c.company[0] >= 5):
        return Finding("same", "surname, role, country and company agree", points)
    return Finding("unsure", "a surname, and too little else to tell by", points)
