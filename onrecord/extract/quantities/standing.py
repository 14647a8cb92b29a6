"""Where a figure stands in the report: the count as it is now, an earlier count of the same, a part of another, or background.

"The toll rose *from 41* to 58" tells an earlier count and the current one; "*40,000* since the war began" is not this strike's toll.
Only figures that say what happened to people, and those that are set against one another, have a standing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date

from onrecord.extract.quantities.lexicon import words
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Document, Token
from onrecord.model.drafts import FigureDraft, TimeDraft

LOOK = 90
"""Characters before a figure in which it is said that it is an earlier one, or of a longer time."""
OLD = 30
"""Days before the report after which what a passing figure tells of is no news."""
LEAD = 2
"""Sentences of running text (title aside) whose first count is the report's own, however long ago or long it counts."""

_PAIR = re.compile(r"(?: [a-z]+){0,3} to(?: (?:at least|about|around|more than|nearly|over|some))? ?\Z", re.I)
_FROM = re.compile(r"\bfrom(?: (?:the|an?|its|their|earlier|previous|initial|about|some|around|at least|more than))* ?\Z", re.I)
_MOVED_FROM = re.compile(
    r"\b(?:up|down|rise|rose|risen|rising|fall|fell|fallen|drop(?:ped)?|increased?|decreased?|climb(?:ed)?|jump(?:ed)?|grew|grown|went|revised"
    r"|doubled|tripled|lowered|raised|higher|lower|swelled|surged|soared|changed)\b[^.;:]{0,40}"
    r"\bfrom(?: (?:the|an?|about|some|at least))* ?\Z",
    re.I,
)  # fmt: skip
_TO_FROM = re.compile(r",? (?:up |down )?from(?: (?:the|an?|its|their|earlier|previous|initial|about|some|around|at least|more than))* ?")
_TO = re.compile(r"\bto(?: (?:at least|about|around|more than|nearly|over|some))? ?\Z", re.I)
_HAD_SAID = re.compile(
    r"\bhad (?:put|given|reported|said|spoken|counted|announced|estimated|listed|stood|been)\b[^.;:\d]{0,60}\Z", re.I
)  # fmt: skip
_OF_HURT = re.compile(r" of the (?:wounded|injured|hurt|missing|survivors|patients)\b[^.;:]{0,40}\b(?:died|dead|succumbed)\b", re.I)
_EARLIER = re.compile(
    r"\b(?:(?:once|initially|previously|originally|formerly|at first|first|earlier|had been|until then)\b(?:,| had)? ?(?:been )?"
    r"(?:put|reported|said|stood|was|were|counted|estimated|given|spoken?|announced|thought|believed|set|told)\b[^.;:\d]{0,60}"
    r"|(?:initially|at first|originally),? (?:[a-z]+ ){1,3}(?:put|reported|said|counted|estimated|announced|thought|believed)\b"
    r"[^.;:\d]{0,60}"
    r"|(?:earlier|initial|previous|preliminary|first|original|prior|old|former)(?: official| provisional)? "
    r"(?:death )?(?:toll|count|figure|estimate|report|number|tally|total|statement|reading)s?\b[^.;:\d]{0,40}"
    r"|had (?:earlier|initially|previously|originally|first|at first)\b[^.;:\d]{0,40}"
    r"|(?:compared|in comparison) (?:with|to)(?: (?:the|just|only|some))* ?"
    r"|instead of(?: the)? ?|rather than(?: the)? ?|against(?: just)? ?)\Z",
    re.I,
)  # fmt: skip
_BY = re.compile(
    r"\b(?P<verb>[a-z]+)(?: [a-z]+ly)? by(?: (?:another|a further|an additional|about|around|some|at least|more than|nearly|over))* ?\Z",
    re.I,
)  # fmt: skip
_MORE = re.compile(r" more than (?!\d)")
_LONG = re.compile(
    r"\b(?:since|(?:over|in|during) the (?:past|last)(?! (?:\w+ )?(?:minute|hour|day)s?\b)(?! week\b)"
    r"|so far this year|to date|every year|each year|a year|annually"
    r"|in total since|in recent (?:years|months|decades)|of (?:war|conflict|fighting|civil war|insurgency))\b", re.I
)  # fmt: skip
_LONG_BEFORE = re.compile(r"\b(?:month|year|decade)s? (?:earlier|before(?! th)|ago|previously)\b", re.I)
_WARS = re.compile(
    r"\b(?:(?:in|during|of|by|the|a|an|[a-z]+-(?:year|long))[ -]|\A)(?:[a-z]+[ -]){0,3}"
    r"(?<!World )(?:war|conflict|insurgency|rebellion|epidemic|pandemic|genocide|civil war|uprising)s?\b", re.I
)  # fmt: skip


def set_standing(document: Document, drafts: Sequence[FigureDraft], times: Sequence[TimeDraft]) -> None:
    """Say where each figure stands that counts people's fate or is set against another. Changes the drafts in place.

    The first count of the lead is the report's own, and so is one that is told again.
    """
    published = _day(document.published)
    lead = _lead_end(document)
    said: set[tuple[object, ...]] = set()
    _changes(document.text, drafts)
    _sums(drafts)
    for n, draft in enumerate(drafts):
        if draft.of is not None:
            continue
        before = drafts[n - 1] if n else None
        told = {value for value, measure in said if measure == draft.measure}
        if draft.measure is not None and told and draft.value not in told and _HAD_SAID.search(_lead(document.text, draft)):
            draft.standing = "earlier"  # "100 were killed ... On Tuesday the ministry had spoken of *73* dead"
            continue
        if _is_earlier(document.text, draft, drafts[n + 1] if n + 1 < len(drafts) else None, before):
            draft.standing = "earlier"
            if before is not None and draft.measure is None and draft.unit == before.unit:
                draft.measure = before.measure  # "71 killed, up from 58"
            continue
        changed = before is not None and before.standing == "earlier" and _PAIR.match(document.text[before.span[1] : draft.span[0]])
        if draft.measure not in words("fate"):
            draft.standing = "current" if changed else None
            continue
        own = (draft.span[0] < lead and not said) or (draft.value, draft.measure) in said
        draft.standing = "background" if not own and _is_background(document, draft, times, published) else "current"
        if draft.standing == "current":
            said.add((draft.value, draft.measure))
    _compared(drafts)
    _overtaken(document, drafts, times)


def _is_earlier(text: str, draft: FigureDraft, following: FigureDraft | None, before: FigureDraft | None) -> bool:
    lead = _lead(text, draft)
    same = before is not None and before.unit == draft.unit and draft.measure in (None, before.measure)
    if _EARLIER.search(lead) is not None:
        return draft.measure is not None or same
    if _FROM.search(lead) is None:
        return False
    if before is not None and (same or draft.unit is None) and _TO_FROM.fullmatch(text, before.span[1], draft.span[0]):
        return _TO.search(text, max(0, before.span[0] - 20), before.span[0]) is not None  # "lowered the number killed to 253, from *359*"
    moved = _MOVED_FROM.search(lead) is not None
    pair = following is not None and following.unit == draft.unit and _PAIR.fullmatch(text, draft.span[1], following.span[0]) is not None
    return (pair and (moved or draft.measure is not None)) or (moved and (draft.measure is not None or same))


def _lead(text: str, draft: FigureDraft) -> str:
    """Give what its sentence says before a figure, as far as `LOOK` reaches."""
    lead = text[max(0, draft.span[0] - LOOK) : draft.span[0]]
    return lead[max(lead.rfind(". "), lead.rfind("\n")) + 1 :]


def _sums(drafts: Sequence[FigureDraft]) -> None:
    """Counts that together make up one told right before are its parts: "49 were killed. *41* died there and *eight* here"."""
    for n, whole in enumerate(drafts):
        if whole.measure is None or whole.of is not None or whole.bound != "exactly":
            continue
        total = 0.0
        parts: list[FigureDraft] = []
        for part in drafts[n + 1 : n + 2 + MOST_PARTS]:
            if part.of is not None or part.measure not in (None, whole.measure) or part.bound != "exactly" or part.value >= whole.value:
                break
            total, parts = total + float(part.value), [*parts, part]
            if total >= whole.value:
                break
        if total == whole.value and len(parts) > 1 and parts[0].measure == whole.measure:
            for part in parts:
                part.of, part.standing, part.measure, part.unit = whole, "part", whole.measure, part.unit or whole.unit


MOST_PARTS = 5
"""Parts that are looked at for one whole."""


def _changes(text: str, drafts: Sequence[FigureDraft]) -> None:
    """Tell a change from the count that it led to: "rose by *12* to 58", "90, up by *five*". What was added is part of it."""
    for n, draft in enumerate(drafts):
        if draft.of is None and draft.measure == "killed" and _OF_HURT.match(text, draft.span[1]):
            draft.of = next((d for d in drafts[n + 1 : n + 3] if d.measure == "killed" and d.value > draft.value), None)
            draft.standing = "part" if draft.of is not None else draft.standing  # "*Five* of the wounded have died, and the toll is 89"
        whole = drafts[n - 1] if n and drafts[n - 1].measure == draft.measure and drafts[n - 1].value > draft.value else None
        if whole is not None and _MORE.match(text, draft.span[1]) and ". " not in text[whole.span[1] : draft.span[0]]:
            draft.of, draft.standing = draft.of or whole, "part"  # "1,941 died, *522* more than the day before"
        by = _BY.search(text, max(0, draft.span[0] - LOOK), draft.span[0])
        way = by.group("verb").lower() if by is not None else ""
        if way not in words("rise") and way not in words("fall"):
            continue
        before, after = drafts[n - 1] if n else None, drafts[n + 1] if n + 1 < len(drafts) else None
        if after is not None and _PAIR.fullmatch(text, draft.span[1], after.span[0]):
            total = after
        elif before is not None and way in ("up", "down") and by is not None and text[before.span[1] : by.start()].strip(" ,") == "":
            total = before
        else:
            continue
        total.measure = total.measure or draft.measure
        total.unit = total.unit or draft.unit
        if way in words("rise"):
            draft.of, draft.standing, draft.measure = total, "part", total.measure
        else:
            draft.measure = None


def _compared(drafts: Sequence[FigureDraft]) -> None:
    """A figure right before an earlier one of the same unit is the one that stands now: "up to *340* from 200", "*6 percent*, from 5"."""
    for one, two in itertools.pairwise(drafts):
        near = two.span[0] - one.span[1] < LOOK and one.unit == two.unit
        if two.standing == "earlier" and one.standing is None and near:
            one.standing = "current"


def _is_background(document: Document, draft: FigureDraft, times: Sequence[TimeDraft], published: date | None) -> bool:
    sentence = document.sentence_at(draft.span[0])
    if sentence is None:
        return False
    start, end = _clause(document, draft, sentence.start, sentence.end)
    clause = document.text[start:end]
    if _LONG.search(clause) is not None or _war_counts(draft) or _WARS.search(document.text[draft.span[1] : end]) is not None:
        return True
    if _LONG_BEFORE.search(clause) is not None:
        return True
    old = (t for t in times if sentence.start <= t.span[0] < sentence.end and _old(t, published))
    return any(start <= t.span[0] < end or _dates(document, t, draft.governor) for t in old)


def _dates(document: Document, time: TimeDraft, verb: Token | None) -> bool:
    """Tell whether a time hangs on a figure's verb, or on the one beside it: "In May a man, who fled, went and shot *five*"."""
    tokens = document.tokens_in(time.span)
    token = next((t for t in tokens if t.head not in tokens), None)
    return token is not None and verb is not None and token.head in (verb, verb.head if verb.role.conjunct else verb)


def _clause(document: Document, draft: FigureDraft, start: int, end: int) -> tuple[int, int]:
    """Give the stretch of the sentence that speaks of this figure: from the last clause mark or verb's "and" before it to the next."""
    head_end = max(draft.span[1], draft.head.end if draft.head is not None else 0)
    marks = [m.start() for m in _MARK.finditer(document.text, start, end)]
    before = [m for m in marks if m < draft.span[0]]
    after = [m for m in marks if m >= head_end]
    return (before[-1] if before else start, after[0] if after else end)


_MARK = re.compile(r";|, (?:and|but|while|where|whereas|after|in which|which|who|as)\b| (?:where|while|whereas|but)\b| – | — |\n")


def _war_counts(draft: FigureDraft) -> bool:
    """Tell whether a war or an epidemic is what killed them, over all its time: "the war *has killed 40,000*"."""
    verb = draft.governor
    if verb is None:
        return False
    subject = next(iter(phrase_of(verb).subjects), None)
    return subject is not None and subject.lower in words("long-violence") and _perfect(verb)


def _perfect(verb: Token) -> bool:
    return any(c.lower in ("has", "have", "had") for c in phrase_of(verb).auxiliaries)


def _old(time: TimeDraft, published: date | None) -> bool:
    """Tell whether a time lies well before the report."""
    if published is None or time.edtf is None or time.type == "DURATION":
        return False
    day = _day(time.edtf.split("/")[-1].strip("~?")) if not time.edtf.endswith("..") else _day(time.edtf.split("/")[0])
    return day is not None and (published - day).days > OLD


def _overtaken(document: Document, drafts: Sequence[FigureDraft], times: Sequence[TimeDraft]) -> None:
    """Of two stated tolls of one measure, told for two days, the first day's is the earlier: "*58* on Monday ... 71 on Tuesday"."""
    tolls: dict[str, list[tuple[str, FigureDraft]]] = {}
    for draft in drafts:
        if draft.standing == "current" and "/toll" in draft.rule and draft.measure is not None:
            sentence = document.sentence_at(draft.span[0])
            days = [t.edtf for t in times if t.edtf and len(t.edtf) == 10 and sentence and sentence.start <= t.span[0] < sentence.end]
            if len(days) == 1:
                tolls.setdefault(draft.measure, []).append((days[0], draft))
    for rows in tolls.values():
        newest = max(day for day, _ in rows)
        for day, draft in rows:
            if day < newest:
                draft.standing = "earlier"


def _lead_end(document: Document) -> int:
    """Give the end of the report's first sentences."""
    body = [s for s in document.sentences if s.part.kind not in ("title", "caption", "dateline", "standfirst", "subheading")][:LEAD]
    return body[-1].end if body else 0


def _day(text: str | None) -> date | None:
    """Give the last day that a date names: of a year its end, so that nothing counts as older than it is."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "")
    if match is None:
        return None
    year, month, day = int(match.group(1)), int(match.group(2) or 12), int(match.group(3) or 28)
    try:
        return date(year, month, day)
    except ValueError:
        return None
