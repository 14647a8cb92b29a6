"""Decides whom each name of a person names, over the whole report: full names first, short ones carried over from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from onrecord.model.record import Rejected
from onrecord.resolve import lexicon
from onrecord.resolve.entities import Actor
from onrecord.resolve.lexicon import word_set
from onrecord.resolve.named import LINKS, Named
from onrecord.resolve.titles import Title

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
NAMESAKES = 40
"""Persons who share a word of their names that are kept apart; keeps time linear in a list of ten thousand Smiths."""


@dataclass(slots=True)
class Persons:
    """The persons of a report, found by any part of their names."""

    actors: list[Actor] = field(default_factory=list)
    by_word: dict[str, list[Actor]] = field(default_factory=dict)
    first_seen: dict[int, int] = field(default_factory=dict)
    """id(actor) -> index of the first token of its first full name."""
    full: dict[int, int] = field(default_factory=dict)
    """id(actor) -> weight of its full names, those with an office counting double: how prominent it is."""

    def add(self, actor: Actor, at: int) -> None:
        self.actors.append(actor)
        self.first_seen[id(actor)] = at
        for word in dict.fromkeys(actor.words):
            if word not in word_set(LINKS) and word not in SUFFIXES and len(self.by_word.get(word, ())) < NAMESAKES:
                self.by_word.setdefault(word, []).append(actor)


def link_persons(names: list[Named], titles: dict[int, list[Title]]) -> tuple[Persons, dict[int, Actor]]:
    """Group the persons' names into actors: the longest forms first, then shorter ones, each to the likeliest bearer."""
    persons, of = Persons(), {}
    _cut_headlines(names)
    people = [n for n in names if n.kind == "person"]
    genders = {id(n): _gender(n, titles[id(n)]) for n in people}
    full = [n for n in people if len(n.words) > 1]
    for named in sorted(full, key=lambda n: (-len(n.words), n.tokens[0].i)):
        actor = next((a for a in persons.by_word.get(named.words[-1], ()) if _same_full(named.words, a.words)), None)
        if actor is None:
            actor = Actor(named.text, "person", words=named.words, rule="actor/person")
            persons.add(actor, named.tokens[0].i)
        persons.first_seen[id(actor)] = min(persons.first_seen[id(actor)], named.tokens[0].i)
        of[id(named)] = actor
        persons.full[id(actor)] = persons.full.get(id(actor), 0) + (
            2 if any(t.sector not in (None, "CVL") for t in titles[id(named)]) else 1
        )
        actor.gender = actor.gender or genders[id(named)]
    _name_by_commonest(full, of)
    last: dict[str, Actor] = {}
    bare: Counter[int] = Counter()
    for named in people:
        if id(named) in of:
            for word in of[id(named)].words:
                last[word] = of[id(named)]
            continue
        actor = _bearer(named, persons, last, bare if not titles[id(named)] else None, genders[id(named)])
        of[id(named)] = actor
        bare[id(actor)] += not titles[id(named)]
        if genders[id(named)] is None or not titles[id(named)]:
            last[named.words[-1]] = actor
    return persons, of


def _cut_headlines(names: list[Named]) -> None:
    """Cut a headline's other words off a name ("Jane Doe Takes Stand") where the report goes on with a shorter form of it."""
    people = [n for n in names if n.kind == "person"]
    singles = Counter(n.words[0] for n in people if len(n.words) == 1)
    full = Counter(n.words for n in people if len(n.words) > 1)
    for named in people:
        first = named.tokens[0].sentence
        if len(named.words) < 3 or len(named.words) != len(named.tokens) or first.block > 0:
            continue
        if full[named.words] > 1 or singles[named.words[-1]]:
            continue
        sizes = range(len(named.words) - 1, 1, -1)
        size = next((k for k in sizes if full[named.words[:k]] or singles[named.words[k - 1]]), None)
        if size is not None:
            named.tokens, named.words = named.tokens[:size], named.words[:size]


def _name_by_commonest(full: list[Named], of: dict[int, Actor]) -> None:
    """Show each person under the full form that the report uses most, the first of equals."""
    forms: dict[int, Counter[str]] = {}
    for named in full:
        forms.setdefault(id(of[id(named)]), Counter())[named.text] += 1
    for named in full:
        actor = of[id(named)]
        actor.name = forms[id(actor)].most_common(1)[0][0]


def _same_full(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether one full name is another with words left out ("Nicolas Maduro", "Nicolas Maduro Moros")."""
    if short[0] != long[0] and short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(w in rest for w in short)


CALLED = 2
"""Times somebody must have been called by a name alone to bear it still after a namesake with an office is named once."""


def _bearer(named: Named, persons: Persons, last: dict[str, Actor], bare: Counter[int] | None, gender: str | None) -> Actor:
    """Give whom a short form means: who was named last, but the one whom the report calls so before one that it never did.

    `bare`: id(actor) -> how often it was called by a name alone so far; None where an office stands beside this one.
    """
    word = named.words[-1]
    candidates = persons.by_word.get(word, [])
    fit = [a for a in candidates if not (gender and a.gender and gender != a.gender)]
    surname = [a for a in fit if a.words[-1] == word] or fit
    if not surname:
        actor = Actor(named.text, "person", words=named.words, rule="actor/person")
        persons.add(actor, named.tokens[0].i)
        actor.gender = gender  # type: ignore[assignment]
        return actor
    at = named.tokens[0].i
    earlier = [a for a in surname if persons.first_seen[id(a)] <= at] or surname
    chosen = last[word] if word in last and any(a is last[word] for a in earlier) else earlier[-1]
    if gender is None and len(earlier) > 1:
        full = {id(a): persons.full.get(id(a), 0) for a in earlier}
        most = max(full.values())
        if full[id(chosen)] < most:
            chosen = next(a for a in earlier if full[id(a)] == most)
    if bare is not None and not bare[id(chosen)]:
        chosen = max(earlier, key=lambda a: bare[id(a)] if bare[id(a)] >= CALLED else a is chosen)
    if len(surname) > 1:
        chosen.rejected.extend(
            Rejected(value=a.name, why=f"also called {named.text}; not the one named last") for a in surname if a is not chosen
        )
    return chosen


def _gender(named: Named, titles: list[Title]) -> lexicon.Gender | None:
    for title in titles:
        if title.gender:
            return title.gender
    if len(named.tokens) > 1 or named.label == "PERSON":
        return lexicon.given_names().get(named.tokens[0].text)
    return None
