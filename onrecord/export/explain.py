"""Why an item is in the record: its words in their context, the rule that made it, its fields, what was turned down."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from onrecord.errors import UsageError
from onrecord.export.gloss import gloss
from onrecord.export.order import is_doubtful, lead_of, reasons
from onrecord.export.view import KNOWN, Item, View, spans_of, tallies
from onrecord.export.visible import plain
from onrecord.model.dates_in_words import day, when
from onrecord.model.record import Actor, Event, Figure, Place, Record, Span, Statement, Time

CONTEXT = 60
"""Characters shown before and after an item's words."""
SHOWN_APART = {
    "id", "rule", "rejected", "mentions", "span", "content", "cue", "trigger", "sentence", "speaker_span", "confidence", "roles", "plover",
    "country_rule", "country_confidence", "date", "place", "time",
}  # fmt: skip
MOST_MENTIONS = 12
OPENING = "the day that the report opens with: title or lead tell of it, or of the like"
COUNTRY_FROM = {
    "name": "its name is the country's", "own-words": "the words of its name or description", "possessor": "the one whose it is",
    "apposition": "the words set beside it", "title": "the title before the name", "office": "the office that the report gives",
    "body": "the body that it belongs to", "scene": "where the sentence says that it acts or lives: a guess",
    "main-scene": "the country that the report is about: a guess",
    "head": "weighed by a learned head from all that the report says: a guess",
    KNOWN: "known from general knowledge (a table of offices), not this report",
}  # fmt: skip
"""What a `country_rule` says, in words."""


def explain_text(record: Record, id: str) -> str:
    """Explain one item as plain text, or the whole account ("account"). Raises `UsageError` for an id that is not in the record."""
    if id.lower() == "account":
        return "\n".join(_account(record)) + "\n"
    view = View(record)
    item = view.items.get(id.upper())
    if item is None:
        known = ", ".join(_ranges(view)) or "no items"
        raise UsageError(f"there is no {id} in this record", report=record.report.source, code="NO_ITEM", remedy=f"it has {known}")
    lines = [f"{item.id}  {type(item).__name__.lower()}  {plain(_headline(view, item))}", ""]
    lines += _mentions(view, item) if isinstance(item, Event) and item.mentions else _words(view, item)
    lines += ["", f"rule          {item.rule or 'not named'}", *_confidence(item)]
    lines += ["", *_fields(view, item), *_rejected(item), *_unresolved(view, item)]
    return "\n".join(lines) + "\n"


def explain_plainly(record: Record, id: str) -> list[tuple[str, str]]:
    """Give what a reader wants to know of an item: question and answer, in plain words, without codes. Raises `KeyError`."""
    view = View(record)
    item = view.items[id]
    told = [(asked, plain(answer)) for asked, answer in _told(view, item) if answer]
    told += [("How sure", sure)] if (sure := _sure(item)) else []
    return told + [("Considered, and not taken", f"{plain(r.value)}: {plain(r.why)}") for r in item.rejected]


def _told(view: View, item: Item) -> Iterator[tuple[str, str]]:
    if isinstance(item, Event):
        time = view.items.get(item.time or "")
        said = f" (“{view.record.words(time.span)}”)" if isinstance(time, Time) else ""
        yield "What", gloss(view, item)
        yield "On whose word", view.status(item)
        yield "When", f"{day(item.date)}{said}" if item.date else "the report does not say"
        yield "Where", view.name(item.place) or "the report does not say"
        yield "How many", "; ".join(view.figure(f) for i in item.figures if isinstance(f := view.items.get(i), Figure))
        yield "Told again", "; ".join(words for _, words in view.tellings(item))
    elif isinstance(item, Statement):
        notes = view.statement_notes(item)
        yield "Who", view.speaker(item) or "the report names nobody"
        yield "How", ", ".join(when(n) for n in notes)
        yield "Words that tell it", view.words(item.cue)
        yield "How they are named here", view.record.words(item.speaker_span) if item.speaker_span else ""
    elif isinstance(item, Actor):
        found = COUNTRY_FROM.get(item.country_rule or "")
        yield "What", ", ".join(view.belongs(item))
        yield "Country", f"{view.country(item.country)}{f': {found}' if found else ''}" if item.country else "the report does not tell"
        yield "Offices", ", ".join(dict.fromkeys(r.title for r in item.roles))
        yield "Called here", ", ".join(dict.fromkeys(view.record.words(m.span) for m in item.mentions))
    elif isinstance(item, Place):
        yield "Country", view.country(item.country) if item.country else "not settled"
        yield "On the map", view.where(item) or ""
        yield "Called here", ", ".join(dict.fromkeys(view.record.words(m.span) for m in item.mentions))
    elif isinstance(item, Figure):
        event = view.items.get(item.event or "")
        yield "What it counts", view.figure(item)
        yield "How it stands", (item.standing or "").replace("_", " ")
        yield "Of", gloss(view, event) if isinstance(event, Event) else ""
    else:
        yield "What it means", when(item.edtf or item.value)
        yield "Its words", view.record.words(item.span)
        yield "Reckoned from", day(item.anchor) if item.anchor else ""


def _sure(item: Item) -> str:
    if isinstance(item, Time | Figure | Place) or item.confidence is None:
        return ""
    return f"of 100 that look like this one, about {item.confidence * 100:.0f} are right"


def _account(record: Record) -> Iterator[str]:
    """Tell what became of every quotation, number and date of the body, and of each that no item holds, why."""
    account = record.report.account
    if account is None:
        raise UsageError(
            "this record has no account", report=record.report.source, code="NO_ITEM", remedy="only English text is accounted for"
        )  # fmt: skip
    yield "What became of the body's quotations, numbers and dates"
    yield ""
    yield f"{'':13} {'used':>8} {'set apart':>11} {'not understood':>16}"
    for name, tally in tallies(account):
        yield f"{name:13} {tally.used:8} {tally.set_apart:11} {tally.not_understood:16}"
    for fate, title in (("not_understood", "not understood"), ("set_apart", "set apart")):
        left = [x for x in account.left_out if x.fate == fate]
        if left:
            yield from ("", title)
        for x in left:
            yield f"  {x.kind:10} {x.why}: {_in_context(record.report.text, x.span)}"


def _headline(view: View, item: Item) -> str:
    if isinstance(item, Event):
        return f"{gloss(view, item)} ({view.code(item)}, {view.status(item)})"
    if isinstance(item, Statement):
        return f"{view.speaker(item) or 'speaker not named'}: {', '.join(view.statement_notes(item))}"
    if isinstance(item, Actor | Place):
        return item.name
    return view.record.words(item.span)


def _ranges(view: View) -> Iterator[str]:
    counts: dict[str, int] = {}
    for id in view.items:
        counts[id[0]] = counts.get(id[0], 0) + 1
    for letter, count in counts.items():
        yield f"{letter}1" if count == 1 else f"{letter}1 to {letter}{count}"


def _mentions(view: View, event: Event) -> Iterator[str]:
    """Show each telling of a happening: its words, how real it is there, the rule that coded it, and why it is the same happening."""
    for n, m in enumerate(event.mentions[:MOST_MENTIONS], 1):
        coded, _, why = m.rule.partition("; ")
        for k, span in enumerate(m.trigger):
            yield f"{f'telling {n}' if k == 0 else '':13} {_in_context(view.record.report.text, span)}"
        vouched = f", vouched for in {', '.join(m.attributed_to)}" if m.attributed_to else ""
        yield f"{'':13} {m.status}{vouched}; rule {plain(coded) or 'not named'}"
        if n > 1:
            yield f"{'':13} the same happening: {plain(why) or 'no reason named'}"
    if len(event.mentions) > MOST_MENTIONS:
        yield f"(and {len(event.mentions) - MOST_MENTIONS} more)"


def _confidence(item: Item) -> Iterator[str]:
    """Say how sure an item is, and what that means."""
    if isinstance(item, Time | Figure) or item.confidence is None:
        return
    meaning = f"of 100 items as sure as this, about {item.confidence * 100:.0f} are right" if not isinstance(item, Place) else "a guess"
    yield f"confidence    {item.confidence:.2f} ({meaning}{'; doubtful, so shown last' if is_doubtful(item) else ''})"


def _when_and_where(view: View, event: Event) -> Iterator[str]:
    """Say where a happening's date and place come from, and what puts it where it stands in the views."""
    time, place = view.items.get(event.time or ""), view.items.get(event.place or "")
    if isinstance(time, Time):
        words = plain(view.record.words(time.span))
        yield f"{'date':13} {event.date or 'none'}: from {time.id} “{words}” (rule {time.rule or 'not named'})"
    elif event.date:
        own = event.date == (view.record.report.published or "")[:10]
        yield f"{'date':13} {event.date}: {'the day of the report, which tells it as of its own day' if own else OPENING}"
    else:
        yield f"{'date':13} none: no words of its tellings date it"
    if isinstance(place, Place):
        yield f"{'place':13} {place.id} ({plain(place.name)}), named with the act (rule {place.rule or 'not named'})"
    else:
        yield f"{'place':13} none: no words of its tellings place it"
    why = ", ".join(f"{name} {n:+.1f}" for n, name in reasons(view, event, lead_of(view.record)))
    yield f"{'order':13} {why}"


def _country(actor: Actor) -> Iterator[str]:
    """Say what an actor's country was read from and how sure that is."""
    if actor.country is None:
        return
    sure = f", {actor.country_confidence:.2f} sure" if actor.country_confidence is not None else ""
    found = COUNTRY_FROM.get(actor.country_rule or "")
    yield f"{'country from':13} {actor.country_rule or 'not named'}{f' ({found})' if found else ''}{sure}"


def _words(view: View, item: Item) -> Iterator[str]:
    """Show the item's words in brackets within their context, with their offsets."""
    spans = spans_of(item)
    for span in spans[:MOST_MENTIONS]:
        yield _in_context(view.record.report.text, span)
    if len(spans) > MOST_MENTIONS:
        yield f"(and {len(spans) - MOST_MENTIONS} more)"
    if isinstance(item, Statement):
        for label, more in (("cue", list(item.cue)), ("speaker", [item.speaker_span] if item.speaker_span else [])):
            for span in more:
                yield f"{label:13} {_in_context(view.record.report.text, span)}"


def _in_context(text: str, span: Span) -> str:
    """Show a span in brackets with the words of its line around it."""
    start, end = span
    before = text[max(0, start - CONTEXT) : start].rsplit("\n", 1)[-1]
    after = text[end : end + CONTEXT].split("\n", 1)[0]
    if len(before) == CONTEXT and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if len(after) == CONTEXT and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    return f"{plain(before)}[{plain(text[start:end])}]{plain(after)}  ({start}-{end})"


def _fields(view: View, item: Item) -> Iterator[str]:
    for field in dataclasses.fields(item):
        value = getattr(item, field.name)
        if field.name in SHOWN_APART or value is None or value == ():
            continue
        yield f"{field.name:13} {plain(_value(view, value))}"
    if isinstance(item, Event):
        yield from _when_and_where(view, item)
    if isinstance(item, Statement):
        yield from (f"{'time':13} {plain(_value(view, value))}" for value in (item.time,) if value)
    if isinstance(item, Actor):
        yield from _country(item)
        for role in item.roles:
            yield f"{'role':13} {plain(role.title)}{f' ({role.country})' if role.country else ''}"
        for mention in item.mentions:
            found, _, why = mention.rule.partition("; ")
            rule = f"  [{found}]" if found else ""
            yield f"{'mention':13} {mention.form}: {plain(view.record.words(mention.span))}{rule}{f'  joined: {plain(why)}' if why else ''}"


def _value(view: View, value: object) -> str:
    values = value if isinstance(value, tuple) else (value,)
    return ", ".join(f"{v} ({_short(view, v)})" if isinstance(v, str) and v in view.items else str(v) for v in values)


def _short(view: View, id: str) -> str:
    item = view.items[id]
    words = _headline(view, item) if not isinstance(item, Statement) else f"{view.speaker(item)}: {view.words(item.content)}"
    flat = plain(words)
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _rejected(item: Item) -> Iterator[str]:
    yield ""
    if not item.rejected:
        yield "nothing was considered and turned down"
    for r in item.rejected:
        yield f"rejected      {plain(r.value)}: {plain(r.why)}"


def _unresolved(view: View, item: Item) -> Iterator[str]:
    """Show what could not be settled in the item's own sentence or words."""
    near = [item.sentence] if isinstance(item, Event) else spans_of(item)
    for u in view.record.unresolved:
        if any(a <= u.span[0] < b or u.span[0] <= a < u.span[1] for a, b in near):
            yield f"unresolved    {u.kind} {plain(view.record.words(u.span))}: {plain(u.reason)}"
