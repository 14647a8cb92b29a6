"""Cards: what each named actor of a report says of itself, gathered into profiles of those that say the same."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import apsw
import msgspec

from onrecord.compare.people import names
from onrecord.model.record import Span
from onrecord.resolve import world
from onrecord.store import Archive
from onrecord.text import fold

PUBLIC = frozenset({"GOV", "LEG", "PTY", "ELI", "OPP", "MIL", "JUD", "COP", "SPY", "IGO"})
"""Fields of work between which one and the same person moves: a general becomes a minister, a senator a candidate."""
LONGEST = 80
"""Characters of a name that count (of a body's twice as many), and of a spelling that is kept."""


class _Mention(msgspec.Struct):
    span: Span
    form: str


class _Actor(msgspec.Struct):
    id: str
    mentions: list[_Mention]


class _Record(msgspec.Struct):
    actors: list[_Actor]


_decoder = msgspec.json.Decoder(_Record)


@dataclass(frozen=True, slots=True)
class Profile:
    """What cards say of themselves: equal profiles are one row of the table."""

    kind: str
    form: tuple[str, ...]
    country: str = ""
    near: str = ""
    field: str = ""
    lone: str = ""

    @property
    def bare(self) -> bool:
        """Tell whether the name alone does not say who is meant: a surname."""
        return self.kind == "person" and names.is_bare(self.form)

    def found_under(self) -> list[str]:
        """Give the keys it is found under."""
        if self.kind == "person":
            words, _ = names.split_suffix(self.form)
            return [f"b:{words[-1]}"] if self.bare else [*names.person_keys(self.form), *(f"w:{w}" for w in names.surnames(self.form))]
        return [f"{self.kind[0]}:{' '.join(self.form)}"]


@dataclass(frozen=True, slots=True)
class Card:
    """One named actor of a report."""

    actor: int
    profile: Profile
    spellings: tuple[str, ...]
    spans: tuple[Span, ...]


_ACTORS = "select n, id, name, type, country, sector, roles, rule, judged from actor where report = ? order by n"


def cards_of(db: apsw.Connection, n: int) -> Iterator[Card]:
    """Give the cards of a report: its actors that have a name, but those that a person judged wrong."""
    id, text, published = db.execute("select id, text, published from report where n = ?", (n,)).get
    body = db.execute("select body from record where report = ?", (n,)).get
    mentions = {a.id: a.mentions for a in _decoder.decode(zlib.decompress(bytes(body))).actors}
    apart = _judged_apart(db, str(id))
    for number, actor, name, type, country, sector, roles, rule, judged in db.execute(_ACTORS, (n,)).fetchall():
        spans = tuple(m.span for m in mentions.get(str(actor), ()) if m.form == "name")
        if not spans or judged == "wrong":
            continue
        given = "" if str(rule).endswith("+context") else str(country or "")
        place = str(country or "") if not given else ""
        profile = make_profile(str(name), str(type), given, place, str(sector or ""), json.loads(str(roles)))
        if profile is None:
            continue
        lone = _lone(profile, str(id), str(published or "")[:7])
        lone = next((f"{id}:{s}" for s, e in apart for a, b in spans if a < e and b > s), lone)
        spelled = {w for a, b in spans if (w := " ".join(str(text)[a:b].split())) and len(w) <= LONGEST} | {str(name)[:LONGEST]}
        yield Card(int(str(number)), replace(profile, lone=lone), tuple(sorted(spelled)), spans)


def make_profile(name: str, type: str, given: str, near: str, sector: str, roles: Iterable[dict[str, str | None]]) -> Profile | None:
    """Say what a name with its country, field and offices amounts to; None where it holds no word."""
    if type == "person":
        form = names.person_form(name[:LONGEST])
        offices = {r["country"] for r in roles if r["country"]}
        if not given and len(offices) == 1:
            given, near = str(*offices), ""
        field = "" if sector in ("", "CVL", "LAB") else "public" if sector in PUBLIC else sector
        return Profile("person", form, given, near, field) if form else None
    iso = _state(name, type)
    if iso is not None:
        return Profile("government", (iso,), iso)
    letters = names.acronym_of(name)
    body, owner = names.body_form(name[: 2 * LONGEST])
    if not body:
        return None
    given, near = (owner, "") if owner else (given, near)
    return Profile("organization", (f"a:{letters}",) if letters and not given else body, given, near)


def _state(name: str, type: str) -> str | None:
    """Give the country whose government this is."""
    if type != "government":
        return None
    words = fold(name).removeprefix("the ").removesuffix(" government").removeprefix("government of ").removeprefix("the ")
    return _states().get(words)


@cache
def _states() -> dict[str, str]:
    return {fold(name): iso for iso, name in world.main_names().items()}


def _lone(profile: Profile, report: str, month: str) -> str:
    """Say what keeps a thin name apart: without country or field of work its report, else its month."""
    if profile.kind == "person" and profile.bare:
        return month if month and profile.field and (profile.country or profile.near) else report
    if profile.kind == "organization" and not (profile.country or profile.near):
        return report if names.is_generic(profile.form) else ""
    return ""


def _judged_apart(db: apsw.Connection, id: str) -> list[Span]:
    """Give the places of actors that a person said are not the same as another."""
    sql = """select start_a, end_a from link_judgement where kind = 'actor' and verdict = 'different' and report_a = ?1
        union select start_b, end_b from link_judgement where kind = 'actor' and verdict = 'different' and report_b = ?1 order by 1, 2"""
    return [(int(a), int(b)) for a, b in db.execute(sql, (id,))]


def store_cards(archive: Archive, numbers: Iterable[int]) -> None:
    """Put the cards of these reports in the place of their old ones; call inside a write transaction."""
    db = archive.db
    for n in numbers:
        db.execute("delete from card where report = ?", (n,))
        id = str(db.execute("select id from report where n = ?", (n,)).get)
        found = list(cards_of(db, n))
        for place, card in enumerate(found):
            values = (card.actor, n, _profile_number(db, card.profile), int(id[:15], 16), place)
            db.execute("insert into card values (?, ?, ?, ?, ?)", values)
        db.executemany("insert into spelling values (?, ?)", [(c.actor, w) for c in found for w in c.spellings])
        _tie_judgements(db, id, found)
        db.execute("insert or ignore into carded values (?)", (n,))


def _profile_number(db: apsw.Connection, profile: Profile) -> int:
    values = (profile.kind, " ".join(profile.form), profile.country, profile.near, profile.field, profile.lone)
    known = db.execute(
        "select n from profile where kind = ? and form = ? and country = ? and near = ? and field = ? and lone = ?", values
    ).fetchone()
    if known is not None:
        return int(str(known[0]))
    db.execute("insert into profile (kind, form, country, near, field, lone) values (?, ?, ?, ?, ?, ?)", values)
    n = db.last_insert_rowid()
    db.executemany("insert into profile_key values (?, ?)", [(key, n) for key in dict.fromkeys(profile.found_under())])
    return n


def _tie_judgements(db: apsw.Connection, id: str, found: list[Card]) -> None:
    """Note which cards people's judgements speak of, by the characters they were tied to."""
    for side in ("a", "b"):
        sql = f"select n, start_{side}, end_{side} from link_judgement where kind = 'actor' and report_{side} = ?"
        for judgement, start, end in db.execute(sql, (id,)).fetchall():
            actor = next((c.actor for c in found for a, b in c.spans if a < int(str(end)) and b > int(str(start))), None)
            if actor is not None:
                db.execute("insert or replace into judged_card values (?, ?, ?)", (judgement, side, actor))
