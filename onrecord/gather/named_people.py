"""People: a name and the description beside it, an office and who holds it, somebody told of before the name, a name misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.gather.apart import clash
from onrecord.gather.entries import Entries, Entry
from onrecord.gather.mentions import Read
from onrecord.grammar.phrase import phrase_of
from onrecord.grammar.roles import WordRole
from onrecord.model.document import Token
from onrecord.model.record import Span
from onrecord.resolve import lexicon
from onrecord.resolve.world import folded

FORMER = frozenset({"former", "ex", "late", "deputy", "vice", "acting", "then", "incoming", "outgoing"})
"""Words that make another office of an office."""
CALLED = frozenset({"named", "called", "identified", "known"})
AGES = frozenset({"aged", "age"})
LEAD = 4
"""Sentences from the start of the body in which somebody may first be told of without a name."""
KNOWN = 12
UNIFORMED = frozenset({"MIL", "COP"})
NEXT = 6
"""Sentences from such a telling to the one that gives the name."""


def appositions(entries: Entries) -> None:
    """Join a description to the name that stands beside it: "Ann Hill, 29, *a nurse*", "*a chef* named Bo"."""
    for entry in entries.all:
        for read in entry.reads:
            near = (o for t in _beside(entries, read) if (o := entries.at(t)) is not None and o is not entry)
            other = next((o for o in near if _describes(entry, read, o) and not entries.opposed(entry, o)), None)
            if other is not None:
                entries.join(other, entry, "apposition")
                break


def _named_by(role: WordRole) -> bool:
    """Tell a name set beside a description, or a description before a name."""
    return role.apposition or role.flat or role.title


def _beside(entries: Entries, read: Read) -> Iterator[Token]:
    """Give the words by which a name beside a description may be met."""
    head = read.head
    if _named_by(head.role):
        yield head.head
    elif head.role.conjunct and head.head.role.apposition and read.article in ("bare", "indefinite"):
        yield head.head.head
    for child in phrase_of(head).words:
        bare = child.role.attribute and child.upos == "PROPN" and not read.plural and not phrase_of(child).prepositions
        if bare or _named_by(child.role):
            yield child
        elif child.role.reduced and child.lower in CALLED:
            yield from (c for c in phrase_of(child).words if c.role.complement or c.role.object or c.role.oblique)
    yield from _after_age(entries, read)


def _after_age(entries: Entries, read: Read) -> Iterator[Token]:
    """Give the name before an age before the description: "*James Ford*, 42, a convicted murderer"."""
    tokens = entries.document.tokens
    i = read.tokens[0].i - 1
    seen = [t.text for t in tokens[max(0, i - 3) : i + 1]]
    if seen[-1:] != [","] or not any(t.upos == "NUM" for t in tokens[max(0, i - 1) : i]):
        return
    while i > read.head.sentence.tokens[0].i and (tokens[i].text == "," or tokens[i].upos == "NUM" or tokens[i].lower in AGES):
        i -= 1
    yield tokens[i]


def _describes(entry: Entry, read: Read, other: Entry) -> bool:
    """Tell whether a mention may be a description of the named: one person of one, a body or group of one."""
    if not other.names:  # "the attacker, *a man*, ..."
        both = not entry.names and entry.actor.type == other.actor.type == "person"
        return both and read.head.role.apposition and not read.plural and not any(r.plural for r in other.descriptions)
    if entry.names:
        return other.actor.type == "person" and _office_words(entry)
    if other.actor.type == "person":
        return entry.actor.type == "person" and not read.plural
    if entry.actor.type in ("person", "government") or other.actor.type == "government":
        return False
    return not read.numbered


def _office_words(entry: Entry) -> bool:
    """Tell a name that is only an office in capitals: "the Republican Senate Majority *Leader*"."""
    return all(lexicon.office_of([r.tokens[-1].lower]) is not None and len(r.tokens) < 7 for r in entry.names)


def offices(entries: Entries) -> None:
    """Join an office to the one person of the report who holds it: "*prime minister*" in the title, "Prime Minister Jan Novak" below."""
    holders: dict[str, list[tuple[Entry, frozenset[str], frozenset[str]]]] = {}
    for entry in entries.all:
        if entry.names and entry.actor.type == "person":
            for role in entry.actor.roles:
                words = role.title.lower().replace("-", " ").split()
                said = frozenset(entries.document.words(role.span).lower().replace("-", " ").split())
                if words and all(entry is not e for e, _, _ in holders.get(words[-1], ())):
                    apart = FORMER - {"former"} if _once(entries, role.span) else FORMER
                    holders.setdefault(words[-1], []).append((entry, said, apart))
    for entry in entries.all:
        first = entry.first
        if entry.names or entry.actor.type != "person" or first is None or first.plural or first.fresh:
            continue
        if not _definite(first):
            continue
        words = first.noun.replace("-", " ").split()
        fit = [
            (e, said)
            for e, said, apart in holders.get(words[-1], ())
            if set(words) <= said and not (apart & (first.modifiers ^ said)) and not clash(entries, entry, e)
        ]
        if len(fit) == 1 and (first.title or lexicon.office_of(words[-1:]) is not None):
            entries.join(fit[0][0], entry, "the one who holds the office")


def _once(entries: Entries, office: Span) -> bool:
    """Tell an office that somebody "*was*", who may now be the former one."""
    inside = entries.document.tokens_in(office)
    return any(c.form.past for t in inside for c in phrase_of(t).copulas)


def _definite(read: Read) -> bool:
    """Tell a phrase for somebody in particular; in a title articles are left out."""
    return read.article in ("definite", "possessive") or (read.title and read.article == "bare")


def introductions(entries: Entries) -> None:
    """Join who is told of in the lead without a name to the name that comes next, where it comes without a word of who that is.

    "*A Kenyan Foreign Ministry spokesman* called on both sides to hold talks. *Peter Otieno* told a briefing that ..."
    Of several who are told of so, the one in the title is meant, else nobody can tell.
    """
    number = {id(s): n for n, s in enumerate(entries.document.sentences)}
    lead = (
        next(
            (n for n, s in enumerate(entries.document.sentences) if s.part.kind == "body"),
            0,
        )
        + LEAD
    )
    people = sorted((e for e in entries.all if e.actor.type == "person"), key=lambda e: e.start)
    name = next(
        (e for e in people if e.names and e.first is not None and (e.first.named or not e.first.title)),
        None,
    )
    told = [e for e in people if name is not None and not e.names and e.start < name.start and _unnamed(e)]
    told = [e for e in told if e.first is not None and number[id(e.first.head.sentence)] <= lead][:KNOWN]
    told = told if len(told) < 2 else [e for e in told if any(r.title for r in e.descriptions)]
    read = name.first if name is not None else None
    if name is None or read is None or len(told) != 1 or not (_bare(name, read) or _ranked(name, read, told[0])):
        return
    shot = any(e.mode == "firearms" and any(a is told[0].actor for a in e.recipients) for e in entries.drafts.events)
    if shot and any(a is name.actor for a in entries.drafts.cast.speakers.values()):
        return  # "police found *a man* who had been shot ... *Ann Hill* said he fell"
    last = max(number[id(r.head.sentence)] for r in told[0].reads if r.start < read.start)
    apart = all(r.head.sentence is not read.head.sentence for r in told[0].reads)
    if number[id(read.head.sentence)] <= last + NEXT and apart and not clash(entries, told[0], name):
        entries.join(name, told[0], "told of before the name")


def _unnamed(entry: Entry) -> bool:
    """Tell one person who is brought in without a name."""
    first = entry.first
    if first is None or first.plural or first.fresh:
        return False
    return first.article == "indefinite" or (first.title and first.article == "bare")


def _bare(entry: Entry, name: Read) -> bool:
    """Tell a first name that comes without office, apposition or owner, as that of somebody the reader has met."""
    told = any(abs(role.span[0] - name.start) < 200 for role in entry.actor.roles)
    beside = any(t.upos == "NOUN" and t.i > name.head.i for t in phrase_of(name.head).appositions)
    return not told and not beside and name.place.role.subject


def _ranked(entry: Entry, name: Read, told: Entry) -> bool:
    """Tell a first name that comes with a rank alone, as that of the officer or spokesman of the same force just told of."""
    near = [role for role in entry.actor.roles if abs(role.span[0] - name.start) < 200]
    uniformed = told.actor.sector in UNIFORMED and told.actor.sector == entry.actor.sector
    ranks = all(" " not in r.title and (o := lexicon.office_of([r.title.lower()])) is not None and o.sector in UNIFORMED for r in near)
    return uniformed and ranks and name.place.role.subject


def identified(entries: Entries) -> None:
    """Join whom a name is given to: "police named *him* as *Usman Khan*", "*the attacker* was identified as *Omar Haji*"."""
    for entry in [e for e in entries.all if e.names and e.actor.type == "person"]:
        for read in entry.names:
            verb = read.place.governor
            if verb is None or verb.lemma not in ("name", "identify", "unmask") or read.place.preposition != "as":
                continue
            target = next(iter(phrase_of(verb).patients), None) or (verb.head if verb.role.describing else None)
            other = entries.at(target)
            if (
                other is not None
                and other is not entry
                and not other.names
                and other.actor.type == "person"
                and not clash(entries, entry, other)
            ):
                entries.join(entry, other, "named as")


def retold(entries: Entries) -> None:
    """Join who opens the body without a name to who the title calls by the same noun: "Former adviser jailed", "A former adviser ..."."""
    titled = {r.noun: e for e in entries.all for r in e.descriptions if r.title and not r.plural and e.actor.type == "person"}
    if not titled:
        return
    body = [s for s in entries.document.sentences if s.part.kind == "body"][:2]
    for entry in [e for e in entries.all if not e.names and e.actor.type == "person"]:
        first = entry.first
        keep = entries.of(titled[first.noun].actor) if first is not None and first.noun in titled else None
        if first is None or keep is None or keep is entry or first.plural or first.fresh or not any(first.head.sentence is s for s in body):
            continue
        if not clash(entries, keep, entry):
            entries.join(keep, entry, "as the title calls")


def misspelt(entries: Entries) -> None:
    """Join a surname that differs by a letter, or by an accent, from the one full name like it: "Chriac" for "Jacques Chirac"."""
    people = [e for e in entries.all if e.names and e.actor.type == "person"]
    full: dict[str, list[tuple[Entry, tuple[str, ...]]]] = {}
    for entry in people:
        for words in {_plain_words(r) for r in entry.names}:
            if len(words) > 1:
                full.setdefault(words[-1][:1], []).append((entry, words))
    for entry in people:
        first = entry.first
        words = _plain_words(first) if first is not None else ()
        if not words or len(words[-1]) < 5 or len(full.get(words[-1][:1], ())) > NAMESAKES:
            continue
        like = {
            id(e): e
            for e, other in full.get(words[-1][:1], ())
            if e is not entry and _nearly(words[-1], other[-1]) and (len(words) == 1 or words[:-1] == other[:-1])
        }
        if len(like) == 1:
            keep = next(iter(like.values()))
            if entries.of(keep.actor) is keep and entries.of(entry.actor) is entry and not clash(entries, keep, entry):
                entries.join(keep, entry, "the same name spelt another way")


NAMESAKES = 40
"""People whose surnames begin alike that are compared letter by letter; it keeps time linear in a list of ten thousand names."""
STROKES = str.maketrans("łøđħŧ", "lodht")
"""Letters whose strokes no accent folding takes off."""


def _plain_words(read: Read) -> tuple[str, ...]:
    return tuple(w for t in read.tokens if (w := folded(t.text).translate(STROKES)))


def _nearly(a: str, b: str) -> bool:
    """Tell two words that are one letter apart, put in, left out, changed, or two exchanged; and the same."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    n = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
        min(len(a), len(b)),
    )
    rest, other = a[n:], b[n:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
