"""Who said what: direct, mixed and indirect speech with source, cue and content.

Structure first: quotation marks are found by marks alone, quotations are tied to verbs by marks, commas and order, and the
parse is asked for sources and for the reach of reported clauses. Terms are those of the attribution literature (Pareti 2015;
Newell et al. 2018, PolNeAR): a source, a cue, a content of one or several spans.
"""

from __future__ import annotations

from onrecord.extract.quotes import channel, cues, detail
from onrecord.extract.quotes.according import find_according
from onrecord.extract.quotes.carried import carried_over, told_of_before
from onrecord.extract.quotes.clauses import find_reported
from onrecord.extract.quotes.direct import find_direct
from onrecord.extract.quotes.headlines import find_headline
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.nested import find_nested
from onrecord.extract.quotes.nouns import find_nouns
from onrecord.extract.quotes.quote import Quote, whole_block
from onrecord.extract.quotes.reported import Range, Reported
from onrecord.extract.quotes.source import Source
from onrecord.extract.quotes.uttered import uttered
from onrecord.extract.quotes.view import View, build_view
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Document, Sentence, Token
from onrecord.model.drafts import AttributionDraft
from onrecord.model.record import Act, Rejected, Span, StatementForm

GUESSED = {"belief": 0.7, "intent": 0.6, "know": 0.6, "show": 0.6, "raise": 0.6, "judge": 0.7, "headline": 0.7}
"""Confidence of what is nearer to a report about somebody's mind or deeds than to a report of speech."""

CARRIED = 0.6
"""Confidence of a quotation that is given to whoever spoke last."""
UNSAID = 0.6
"""Confidence of a quotation that is given to the person whom the sentence before it is about."""


def find_attributions(document: Document) -> list[AttributionDraft]:
    """Find who said what: source, cue and content of every attribution, in text order."""
    if not document.tokens:
        return []
    view = build_view(document)
    quotes = find_direct(view)
    speakers = {q.verb.i: q.source for q in quotes if q.verb is not None}
    inner = find_nested(view)
    drafts = [_from_quote(view, q) for q in [*quotes, *inner]]
    speakers.update({q.verb.i: q.source for q in inner if q.verb is not None})
    reported = [*find_reported(view, speakers), *find_according(view), *find_nouns(view)]
    if not any(q.rule == "quote/direct/label" for q in quotes):
        reported += find_headline(view)
    drafts += [_from_reported(view, r) for r in reported]
    drafts += _carried(view, drafts)
    drafts.sort(key=lambda d: (d.content[0], d.cue[:1], d.rule))
    _nest(drafts)
    _told_below(view, drafts)
    _passed_on(drafts)
    return drafts


def _passed_on(drafts: list[AttributionDraft]) -> None:
    """Leave out an agency or paper that only passes on what another says ("According to ISNA, the prosecutor said …")."""
    for draft in drafts:
        outer = draft.within
        if outer is None or not outer.uttered or not draft.uttered or outer.source_head is None or not channel.is_outlet(outer.source_head):
            continue
        if draft.source is not None and all(outer.content[0][0] <= at for at in (draft.source[0], draft.content[0][0])):
            words = sum(b - a for a, b in [*draft.content, *draft.cue, draft.source])
            if words >= MOST * sum(b - a for a, b in outer.content):
                outer.uttered, draft.within = False, outer.within


MOST = 0.8
"""Share of what an outlet reports that another's statement must fill to be all of it."""


def _told_below(view: View, drafts: list[AttributionDraft]) -> None:
    """Leave out what a headline says where the text below says it too: the body's is the statement."""
    above: list[AttributionDraft] = []
    told: dict[int, Sentence] = {}
    for draft in drafts:
        first = view.document.token_at(draft.content[0][0])
        if first is None:
            continue
        if first.sentence.part.kind in ("title", "subheading"):
            above.append(draft)
        elif draft.uttered:
            told[first.sentence.start] = first.sentence
    if not above:
        return
    below = {t.lemma.lower() for sentence in told.values() for t in sentence.tokens if t.upos in MEANING}
    for draft in above:
        words = {t.lemma.lower() for span in draft.content for t in view.document.tokens_in(span) if t.upos in MEANING}
        if len(words & below) >= REPEATED * len(words):
            draft.uttered = False


MEANING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
REPEATED = 0.4
"""Share of a headline's words that tells that the body's statements say the same."""


def _nest(drafts: list[AttributionDraft]) -> None:
    """Set `within` on each statement whose cue stands inside another's content: the innermost one that holds it."""
    edges: list[tuple[int, int, int]] = []
    for n, draft in enumerate(drafts):
        edges += [(start, -end, n) for start, end in draft.content]
    edges.sort()
    cues = sorted((d.cue[0][0], n) for n, d in enumerate(drafts) if d.cue)
    open_spans: list[tuple[int, int]] = []
    at = 0
    for cue, n in cues:
        while at < len(edges) and edges[at][0] <= cue:
            start, end, owner = edges[at]
            while open_spans and open_spans[-1][0] <= start:
                open_spans.pop()
            open_spans.append((-end, owner))
            at += 1
        while open_spans and open_spans[-1][0] <= cue:
            open_spans.pop()
        owner = open_spans[-1][1] if open_spans else n
        drafts[n].within = drafts[owner] if owner != n else None


def _carried(view: View, drafts: list[AttributionDraft]) -> list[AttributionDraft]:
    """Give quotations without a cue to whoever spoke last, in the same paragraph or the one before (the press's convention)."""
    out: list[AttributionDraft] = []
    regions = carried_over(view, sorted(span for d in drafts for span in d.content))
    spoken = sorted((d for d in drafts if _speaks(d)), key=lambda d: d.cue[0] if d.cue else d.content[0])
    at = 0
    previous: AttributionDraft | None = None
    for region in regions:
        while at < len(spoken) and (spoken[at].cue or spoken[at].content)[0][0] < region.start:
            previous = spoken[at]
            at += 1
        if previous is None or not _near(view, previous, region):
            source = told_of_before(view, region)
            if source is not None:
                previous = _unsaid(view, region, source)
                out.append(previous)
            continue
        if previous.rule == "quote/indirect/parenthetic":
            previous.content.append((region.start, region.end))
            previous.form = _form(view, previous.content)
            continue
        draft = AttributionDraft(
            form="direct",
            content=[(region.start, region.end)],
            cue=[],
            source=None,
            source_head=None,
            act="state",
            rule="quote/direct/carried",
            inherited=previous,
            confidence=CARRIED,
            rejected=[Rejected(value="no speaker", why="the quotation goes on with the one who spoke last")],
        )
        out.append(draft)
        previous = draft
    return out


def _unsaid(view: View, region: Region, source: Source) -> AttributionDraft:
    """Give a quotation that nobody is said to say as that of the person told of before it."""
    return AttributionDraft(
        form="direct",
        content=[(region.start, region.end)],
        cue=[],
        source=source.span,
        source_head=_speaker_head(source, view),
        act="state",
        rule="quote/direct/told-of-before",
        confidence=UNSAID,
    )


def _speaks(draft: AttributionDraft) -> bool:
    """Tell whether a statement is speech, whose speaker a further quotation may go on with."""
    cue = cues.verb(draft.cue_head) if draft.cue_head is not None else None
    return draft.source is not None and (cue is None or "q" in cue.frames) and not draft.rule.startswith(("quote/nested/", "quote/noun/"))


def _near(view: View, previous: AttributionDraft, region: Region) -> bool:
    """Tell whether a statement stands in the region's paragraph, or in the one before a quotation that fills its own."""
    token = view.document.token_at((previous.cue or previous.content)[-1][0])
    block = token.sentence.block if token is not None else -2
    return block == region.block or (block == region.block - 1 and whole_block(view, region))


def _from_quote(view: View, quote: Quote) -> AttributionDraft:
    cue = quote.cue
    sense = cue.sense("q") if cue else None
    spans = [_strip(view, s) for s in quote.spans]
    draft = AttributionDraft(
        form="direct" if quote.rule == "quote/direct/label" else _form(view, spans),
        content=spans,
        cue=[quote.verb.span] if quote.verb else [quote.mark] if quote.mark else [],
        source=quote.source.span if quote.source else None,
        source_head=_speaker_head(quote.source, view),
        act=sense.act if sense else "state",
        rule=quote.rule,
        cue_head=quote.verb,
    )
    if quote.verb is not None:
        _circumstances(view, draft, quote.verb)
    elif quote.source is not None and quote.source.how == "signed":
        draft.channel = channel.through(view, quote.source.span)
    return draft


def _from_reported(view: View, found: Reported) -> AttributionDraft:
    spans = [_whole_marks(view, view.span(a, b)) for a, b in _without_that(view, found.content)]
    draft = AttributionDraft(
        form=_form(view, spans),
        content=spans,
        cue=found.cue,
        source=found.source.span if found.source else None,
        source_head=_speaker_head(found.source, view),
        act=found.sense.act,
        rule=found.rule,
        cue_head=found.verb,
        confidence=GUESSED.get(found.sense.group),
    )
    draft.uttered = uttered(view, found, quoted=draft.form != "indirect")
    _circumstances(view, draft, found.verb)
    return draft


def _without_that(view: View, content: list[Range]) -> list[Range]:
    """Leave out the conjunction that opens a reported clause: what was said begins after "said *that*"."""
    first, last = content[0]
    that = view.tokens[first]
    return [(first + 1, last), *content[1:]] if that.lower == "that" and that.role.mark and first < last else content


def _speaker_head(source: Source | None, view: View) -> Token | None:
    """Give the head of a source: the person's name where its phrase ends in one ("WHO chief *Tedros Adhanom*")."""
    if source is None:
        return None
    tokens = view.document.tokens_in(source.span)
    tied = next((t for t in tokens if t.lower in cues.words("tied") and source.head.i < t.i < tokens[-1].i), None)
    if tied is not None and view.tokens[tied.i - 1].text == "-":  # "Al Qaeda-linked *al Shabaab*": the one after is meant
        return tokens[-1]
    owned = _owned_office(tokens, source.head)
    if owned is not None:
        return owned
    name = tokens[-1].name if tokens else None
    if name is None or name.label not in ("PERSON", "ORG") or source.head.name is name:
        return source.head
    if name.label == "ORG" and (source.head.upos != "NOUN" or name.tokens[0].i != source.head.i + 1):
        return source.head  # "car maker *Norlund Motors*", but "the head of *Norlund Motors*"
    if cues.holds_office(source.head) and not _joined_at(view, name.tokens[0]):
        return name.head  # "Leader of *Opposition* Ann Lee": the name is not what the office is of
    role = name.head.role
    apart = role.joined or role.object or role.conjunct
    return source.head if apart or any(_acts(t) for t in tokens if t.i < name.tokens[0].i) else name.head


def _owned_office(tokens: list[Token], head: Token) -> Token | None:
    """Give who holds an office of the body whose name the parse cuts in two ("*Research* in Motion's *chief executive*")."""
    last = tokens[-1] if tokens else head
    owner = phrase_of(last).possessor
    cut = head.upos == "PROPN" and head.name is None and owner is not None and head.i < owner.i < last.i
    return last if cut else None


def _joined_at(view: View, first: Token) -> bool:
    """Tell a name that stands right behind a preposition or another's office ("an aide of *President Ann Lee*")."""
    before = view.tokens[first.i - 1]
    return before.upos in ("ADP", "PUNCT", "DET") or cues.holds_office(before)


def _acts(token: Token) -> bool:
    """Tell a verb from a participle that goes with a noun ("*acting* head of the union, Ann Lee")."""
    return token.upos == "VERB" and not token.role.modifier


def _circumstances(view: View, draft: AttributionDraft, verb: Token) -> None:
    draft.hypothetical = detail.supposed(view, verb)
    draft.negated = detail.negated(verb)
    draft.addressee, draft.channel = channel.circumstances(view, verb, draft.content)
    if draft.negated and detail.withholds(verb):
        draft.negated, draft.act = False, "decline_to_say"


def _strip(view: View, span: Span) -> Span:
    """Leave out the comma that belongs to the attribution and blanks."""
    start, end = span
    while end > start and view.document.text[end - 1] in ", \t\n\xa0":
        end -= 1
    return (start, end) if end > start else span


def _whole_marks(view: View, span: Span) -> Span:
    """Keep a quotation mark whose partner stands inside; give a span that is one quotation without its marks."""
    start, end = span
    head, last = view.document.token_at(start), view.document.token_at(end - 1)
    opening = view.inside[head.i] if head is not None else None
    if opening is not None and opening.start == start and opening.closes < end:
        start = opening.opens
    region = view.inside[last.i] if last is not None else None
    if region is not None and region.start >= start and region.end > end:
        end = region.end
    if region is not None and region.end >= end and region.opens > start:
        return (start, max(end, region.closes if region.closed else end))
    if region is not None and region.opens == start:
        return (region.start, end)
    return (start, end)


def _form(view: View, spans: list[Span]) -> StatementForm:
    """Direct: every word inside quotation marks; indirect: none; mixed: some."""
    counts = [view.quoted_share(s) for s in spans]
    words, quoted = sum(w for w, _ in counts), sum(q for _, q in counts)
    return "indirect" if not quoted else "direct" if quoted == words else "mixed"


__all__ = ["Act", "find_attributions"]
