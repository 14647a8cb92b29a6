"""Which entries are one actor: the rules in their order, each joining what the ones before it left apart."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.gather.attackers import suspects
from onrecord.gather.bodies import (
    brackets,
    forces,
    governments,
    inside_names,
    kinds_of_body,
    last_words,
    same_names,
    short_names,
)
from onrecord.gather.entries import Entries
from onrecord.gather.groups import bands, fighters, groups, partitives, persons, police, victims
from onrecord.gather.named_people import (
    appositions,
    identified,
    introductions,
    misspelt,
    offices,
    retold,
)

RULES: tuple[Callable[[Entries], None], ...] = (
    inside_names, brackets, same_names, short_names, last_words, governments, forces, misspelt,
    fighters, appositions, identified, offices, retold, suspects, introductions,
    partitives, police, groups, persons, kinds_of_body, bands, victims,
)  # fmt: skip


def link(entries: Entries) -> None:
    """Join the entries that stand for one actor; the reason of each joining stands on its mentions' rules."""
    for rule in RULES:
        rule(entries)
