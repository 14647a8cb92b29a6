"""The one attacker or suspect of a report, and who is named as such."""

from __future__ import annotations

from onrecord.gather.apart import clash
from onrecord.gather.entries import Entries, Entry
from onrecord.gather.mentions import Read
from onrecord.grammar.phrase import phrase_of
from onrecord.ontology import PLOVER
from onrecord.resolve.lexicon import word_set

ATTACKERS, SUSPECTS, ANYBODY = (
    "linking-attackers",
    "linking-suspects",
    "linking-anybody",
)
"""Nouns for who attacks, for who is held for it, and for a person of whom nothing else is said ("man", "individual")."""
HELD = "linking-held"
"""Verbs of what is done to somebody held for an act ("charge", "arrest")."""
ATTACKING = "linking-attacking"
"""Verbs of what an attacker does ("stab", "shoot")."""
FORCES = frozenset({"COP", "MIL", "GOV", "SPY"})
"""Sectors of whoever uses force by office."""
HELD_OR_ATTACKING = frozenset({(PLOVER.violence, "actor"), (PLOVER.constraint, "recipient")})
"""Parts in acts that make somebody an attacker or suspect."""
UNSAID = frozenset({"any", "every", "each", "no"})


def suspects(entries: Entries) -> None:
    """Join the attacker, the suspect, the gunman of a report that tells of one, and the person named as such."""
    unnamed = [e for e in sorted(entries.all, key=lambda e: e.start) if _suspected(e)]
    if not unnamed or any(_another(e) for e in entries.all):
        return
    named = [e for e in entries.all if e.names and e.actor.type == "person" and _accused(e)]
    if len(named) > 1:
        return
    keep = named[0] if named else unnamed.pop(0)
    ages = _ages(keep)
    for entry in unnamed:
        later = not named and entry.first is not None and entry.first.article == "indefinite" and not _anybody(entry)
        if not later and _of_age(entry, ages) and not clash(entries, entry, keep):
            entries.join(keep, entry, "the one attacker or suspect of the report")


def _suspected(entry: Entry) -> bool:
    """Tell one person without a name whom the report calls an attacker or suspect, or tells of as one."""
    first = entry.first
    if entry.names or entry.actor.type != "person" or first is None or first.tokens[0].lower in UNSAID:
        return False
    if any(r.plural or r.fresh for r in entry.descriptions):
        return False
    if any(r.noun in word_set(ATTACKERS) or r.last in word_set(ATTACKERS) or r.last in word_set(SUSPECTS) for r in entry.descriptions):
        return True
    if (PLOVER.violence, "recipient") in entry.done:
        return False
    attacks = (PLOVER.violence, "actor") in entry.done or _attacks(first)
    return (attacks and entry.actor.sector not in FORCES) or (_anybody(entry) and (PLOVER.constraint, "recipient") in entry.done)


def _another(entry: Entry) -> bool:
    """Tell a second attacker or suspect: then "the suspect" may be either."""
    first = entry.first
    one = not entry.names and entry.actor.type == "person" and first is not None and first.fresh and not first.plural
    one = one and entry.actor.sector not in FORCES
    return one and first is not None and (first.last in word_set(ATTACKERS) | word_set(SUSPECTS) or bool(entry.done & HELD_OR_ATTACKING))


def _ages(entry: Entry) -> set[str]:
    """Give the ages that an entry's descriptions tell: "a *66*-year-old man"."""
    return {t.text for r in entry.descriptions for t in r.tokens if t.upos == "NUM" and not r.numbered}


def _of_age(entry: Entry, ages: set[str]) -> bool:
    """Tell whether an entry may be the one of these ages: "a 36-year-old man" is not "a 66-year-old man"."""
    own = _ages(entry)
    return not own or not ages or bool(own & ages)


def _anybody(entry: Entry) -> bool:
    return all(r.last in word_set(ANYBODY) for r in entry.descriptions)


def _accused(entry: Entry) -> bool:
    """Tell somebody named of whom the report tells as having attacked, or as held, tried or sentenced for it."""
    if (PLOVER.violence, "recipient") in entry.done or (PLOVER.constraint, "actor") in entry.done:
        return False
    done = bool(entry.done & HELD_OR_ATTACKING)
    return done or any(_held(r) or _attacks(r) for r in entry.names)


def _held(read: Read) -> bool:
    governor = read.place.governor
    if governor is None:
        return False
    if read.place.role.patient and governor.lemma in word_set(HELD):
        return True
    charged = [*phrase_of(read.head).words, *(phrase_of(governor).words if read.place.role.subject else [])]
    done = (c for c in charged if c.form.participle and (c.role.reduced or c.role.adverbial or c.role.conjunct))
    return any(c.lemma in word_set(HELD) for c in done)


def _attacks(read: Read) -> bool:
    governor = read.place.governor
    return governor is not None and read.place.role.acting and governor.lemma in word_set(ATTACKING)
