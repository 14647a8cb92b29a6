"""Why an item is in the record: its words in their context, the rule that made it, its fields, what was turned down."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from onrecord.errors import UsageError
from onrecord.export.view import Item, View, spans_of, tallies
from onrecord.export.visible import plain
from onrecord.model.record import Actor, Event, Place, Record, Span, Statement

CONTEXT = 60
"""Characters shown before and after an item's words."""
SHOWN_APART = {
    "id", "rule", "rejected", "mentions", "span", "content", "cue", "trigger", "sentence", "speaker_span", "confidence", "roles", "plover",
}  # fmt: skip
MOST_MENTIONS = 12
KNOWN = "general-knowledge"
"""Evidence for a country that no words of the report give."""


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
    lines += _words(view, item)
    lines += ["", f"rule          {item.rule or 'not named'}"]
    confidence = getattr(item, "confidence", None)
    if confidence is not None:
        lines.append(f"confidence    {confidence:.2f}")
    lines += ["", *_fields(view, item), *_rejected(item), *_unresolved(view, item)]
    return "\n".join(lines) + "\n"


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
        return f"{view.code(item)}, {view.status(item)}"
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
    if isinstance(item, Actor) and item.country_rule == KNOWN:
        yield f"{'':13} known from general knowledge (a table of offices), not from this report"
    if isinstance(item, Actor):
        for role in item.roles:
            yield f"{'role':13} {plain(role.title)}{f' ({role.country})' if role.country else ''}"
        for mention in item.mentions:
            yield f"{'mention':13} {mention.form}: {plain(view.record.words(mention.span))}{f'  [{mention.rule}]' if mention.rule else ''}"


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
