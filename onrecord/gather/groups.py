"""Groups told of again: by the same noun, as police by any of their words, as those whom one act killed and hurt."""

from __future__ import annotations

from onrecord.gather.apart import clash
from onrecord.gather.entries import Entries, Entry
from onrecord.gather.mentions import Read
from onrecord.gather.parties import ARMED
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.roles import WordRole
from onrecord.lang import per_language, rows
from onrecord.model.document import Token
from onrecord.resolve.lexicon import word_set

ATTACKERS, ANYBODY, VICTIMS, KIN, POLICE = (
    "linking-attackers",
    "linking-anybody",
    "linking-victims",
    "antecedents-kin",
    "linking-police",
)
FIGHTERS = "linking-fighters"
"""Nouns for those who fight for a group whose name follows."""
BANDS = "linking-bands"
"""Nouns for those who may be called the attackers once they have attacked ("rebel", "gang")."""
MEN = "linking-men"
"""Nouns by which attackers are often told of again."""
PARTS = "linking-parts"
"""Nouns for a number of people ("group", "crowd")."""
HARM = "linking-harm"
"""Verbs of killing and wounding."""
DYING = "linking-dying"
GENERIC = "antecedents-generic"
KNOWN = 12
"""Groups by one noun that are kept apart; it keeps the search linear."""
DEFINITE = ("definite", "possessive")
OF_THEM = frozenset({"the", "these", "those", "both", "all", "some"})
"""Words by which a counted phrase speaks of those told of before."""


def groups(entries: Entries) -> None:
    """Join those who are called by the same noun, where nothing tells them apart: "*Hong Kong protesters*", "*the protesters*"."""
    by_noun: dict[str, list[Entry]] = {}
    for entry in sorted(entries.all, key=lambda e: e.start):
        first = entry.first
        if first is None or entry.actor.type in ("person", "government") or not all(_kind_for_name(r) for r in entry.names):
            continue
        if first.last in word_set(ANYBODY):
            continue
        known = by_noun.setdefault(_same_people().get(first.last, first.last), [])
        other = next((e for e in known if _same_group(entries, e, entry)), None)
        if other is not None:
            entries.join(other, entry, "the same group told of again")
        elif len(known) < KNOWN:
            known.append(entry)


def persons(entries: Entries) -> None:
    """Join those who are described in the same words: "Chad's ex-finance minister was jailed ... *Chad's ex-finance minister* said"."""
    known: dict[tuple[str, ...], Entry] = {}
    for entry in sorted(entries.all, key=lambda e: e.start):
        first = entry.first
        if first is None or entry.names or entry.actor.type != "person" or first.fresh or first.last in word_set(ANYBODY):
            continue
        words = tuple(t.lower for t in first.tokens if t.upos != "DET")
        other = known.setdefault(words, entry)
        again = other is not entry and len(words) > 1 and first.article != "indefinite" and first.tokens[0].upos != "PRON"
        if again and not clash(entries, other, entry):
            entries.join(other, entry, "the same words")


@per_language
def _same_people() -> dict[str, str]:
    """Give for each noun the class of nouns by which the same people are called ("demonstrator", "marcher")."""
    return {r["noun"]: r["class"] for r in rows("same_people")}


def _kind_for_name(read: Read) -> bool:
    """Tell a name that is only the noun for its kind: "*Parliament* will sit" and "the parliament"."""
    return len(read.tokens) == 1 and read.known


def _same_group(entries: Entries, a: Entry, b: Entry) -> bool:
    first, again = a.first, b.first
    if first is None or again is None or first.plural != again.plural or first.fresh or again.fresh or again.article == "indefinite":
        return False
    if not first.plural and again.article not in DEFINITE and not first.title and not again.named:
        return False
    if again.numbered and _numbers(first) != _numbers(again):
        return False
    if again.last != first.last and (again.article != "definite" or again.modifiers):
        return False
    if again.last in word_set(KIN) and again.article == "possessive" and again.tokens[0].lower != first.tokens[0].lower:
        return False  # somebody else's children
    if again.article == "counted" and not again.numbered and again.tokens[0].lower not in OF_THEM:
        return False  # "several police" are not the police
    if first.numbered and not again.numbered and again.noun == "police":
        return False
    if first.numbered and not again.numbered and again.article == "bare" and again.head.text[0].islower():
        return False  # "two officers" are not who "officers" are, but 194 Republicans are of the Republicans
    if not again.modifiers <= first.modifiers and not first.modifiers <= again.modifiers:
        return False
    if again.article == "bare" and again.last in word_set(GENERIC) and not again.place.role.acting:
        return False  # "children", "critics" without an article are of the kind, or others each time
    if _complement(entries, again) and _complement(entries, first) != _complement(entries, again):
        return False
    return not clash(entries, a, b)


def partitives(entries: Entries) -> None:
    """Join a number of people to the people: "*a group* of *gunmen*", "*a crowd* of *students*"."""
    tokens = entries.document.tokens
    for entry in entries.all:
        first = entry.first
        if entry.names or first is None or first.noun not in word_set(PARTS) or first.head.i + 2 >= len(tokens):
            continue
        of = tokens[first.head.i + 1]
        inner = next((c for c in phrase_of(first.head).attributes if c.i > of.i), None) if of.lower == "of" else None
        other = entries.at(inner)
        if (
            other is not None
            and other is not entry
            and not other.names
            and other.actor.type == "group"
            and not clash(entries, other, entry)
        ):
            entries.join(other, entry, "a number of them")


def fighters(entries: Entries) -> None:
    """Join uncounted fighters to the armed group that they are of: "*militants* from *al-Shabaab*", "*members* of *the Taliban*"."""
    for entry in entries.all:
        read = entry.first
        if entry.names or read is None or not read.plural or read.numbered or read.last not in word_set(FIGHTERS):
            continue
        found = {id(o): o for c in phrase_of(read.head).joined("of", "from") if (o := entries.at(c)) is not None and o is not entry}
        other = next(iter(found.values())) if len(found) == 1 else None
        if other is None or not other.names or other.actor.type == "person" or other.actor.sector not in ARMED:
            continue
        if not entries.opposed(other, entry):
            entries.join(other, entry, "its fighters")


def _numbers(read: Read) -> frozenset[str]:
    return frozenset(t.lower for t in read.tokens if t.upos == "NUM")


def _complement(entries: Entries, read: Read) -> str:
    """Give the words of the phrase that tells of whom or where: "members *of the House*"."""
    tokens = entries.document.tokens
    i = read.head.i + 1
    if i >= len(tokens) or tokens[i].lower not in ("of", "from", "in", "at", "for") or tokens[i].sentence is not read.head.sentence:
        return ""
    words = [t for t in tokens[i : i + 7] if t.sentence is read.head.sentence]
    ends = ("VERB", "AUX", "PUNCT", "SCONJ", "CCONJ", "PRON", "ADP")
    end = next((n for n, t in enumerate(words) if n and t.upos in ends), len(words))
    return " ".join(t.lower for t in words[:end])


def police(entries: Entries) -> None:
    """Join "police", "officers", "the force" to the one police body that the report names, else to the police met first."""
    bodies = [e for e in entries.all if e.actor.type in ("group", "organization")]
    armed = [e for e in bodies if e.actor.sector == "MIL"]
    no_army = all(not e.names and all(_plain_police(r) and not r.plural for r in e.descriptions) for e in armed)
    forces = [e for e in bodies if e.actor.sector in ("COP", None) or (no_army and e in armed)]  # "the force" after the police
    named = [e for e in forces if (e.names and e.actor.sector == "COP") or any(_force_by_name(r) for r in e.descriptions)]
    plain = sorted(
        (e for e in forces if not e.names and e not in named and all(_plain_police(r) for r in e.descriptions)),
        key=lambda e: e.start,
    )
    if not plain or len(named) > 1:
        return
    keep = named[0] if named else plain.pop(0)
    if keep in armed:
        return
    if named and not (named[0].first is not None and named[0].first.noun in word_set(POLICE)):
        return
    for entry in plain:
        if not clash(entries, entry, keep):
            entries.join(keep, entry, "the one police force of the report")


def _plain_police(read: Read) -> bool:
    return (
        read.noun in word_set(POLICE)
        and not read.modifiers
        and not read.numbered
        and not read.fresh
        and read.article in ("bare", "definite")
    )


def _force_by_name(read: Read) -> bool:
    """Tell a force called by its place: "*Thames Valley* Police"."""
    return read.noun in word_set(POLICE) and read.head.text[0].isupper() and any(t.upos == "PROPN" for t in read.tokens[:-1])


def bands(entries: Entries) -> None:
    """Join "the attackers", "the gunmen" to the one band of attackers met before, by whichever word for them."""
    band: Entry | None = None
    for entry in sorted(entries.all, key=lambda e: e.start):
        first = entry.first
        if entry.names or first is None or entry.actor.type != "group":
            continue
        if band is not None and first.last in word_set(MEN) and _the_men(entries, band, entry):
            entries.join(band, entry, "the one band of attackers of the report")
        if first.noun not in word_set(ATTACKERS) | word_set(BANDS):
            continue
        if band is None:
            band = entry
        elif (
            first.article != "definite"
            or first.numbered
            or first.fresh
            or first.noun not in word_set(ATTACKERS)
            or clash(entries, band, entry)
        ):
            return
        else:
            entries.join(band, entry, "the one band of attackers of the report")


def _the_men(entries: Entries, band: Entry, entry: Entry) -> bool:
    """Tell that the men who act are the band: "gunmen attacked a village ... *The men* burned houses", where no other men are told of."""
    first = entry.first
    if first is None or not first.plural or first.article != "definite" or first.numbered or first.modifiers or first.fresh:
        return False
    if not first.place.role.acting or _harmed(first) or clash(entries, band, entry):
        return False
    met = (e for e in entries.all if e is not entry and e is not band and e.actor.type == "group" and e.start < entry.start)
    return all(e.first is None or e.first.noun in word_set(POLICE) or (e.first.last in word_set(ANYBODY) and _harmed(e.first)) for e in met)


def victims(entries: Entries) -> None:
    """Join those whom one act killed and hurt, and those of the same number told of again: the dead and hurt of an attack are one group."""
    hurt: list[Entry] = []
    for entry in sorted(entries.all, key=lambda e: e.start):
        first = entry.first
        if entry.names or first is None or entry.actor.type not in ("group", "person"):
            continue
        called = first.noun in word_set(VICTIMS)
        if not called and not (_harmed(first) and (first.numbered or first.article == "counted")):
            continue
        known = hurt[:1] if called and len(hurt) == 1 else [] if called else hurt
        other = next((e for e in reversed(known) if _same_victims(entries, e, entry)), None)
        if other is not None:
            entries.join(other, entry, "the dead and hurt of one act")
        elif not called and len(hurt) < KNOWN:
            hurt.append(entry)


def _same_victims(entries: Entries, a: Entry, b: Entry) -> bool:
    first, again = a.first, b.first
    if first is None or again is None or clash(entries, a, b):
        return False
    if again.noun in word_set(VICTIMS):
        return again.article == "definite" and not again.numbered
    if (first.noun in word_set(ATTACKERS)) != (again.noun in word_set(ATTACKERS)):
        return False
    generic = first.noun in word_set(ANYBODY) or again.noun in word_set(ANYBODY) or first.noun == again.noun
    if first.head.sentence is again.head.sentence:
        return a.actor.sector == b.actor.sector or generic
    return bool(_numbers(again)) and _numbers(first) == _numbers(again) and (first.noun == again.noun or generic) and not again.fresh


def _harmed(read: Read) -> bool:
    governor = read.place.governor
    if governor is None:
        return any(c.lower in ("dead", "killed", "injured", "wounded") for c in phrase_of(read.head).words)
    return (read.place.role.object or read.place.role.subject) and _harms(governor, read.place.role)


def _harms(verb: Token, role: WordRole) -> bool:
    return verb.lemma in word_set(DYING) if role.acting else verb.lemma in word_set(HARM)
