"""Quotations without a cue of their own: the rest of a split quotation, further sentences, further paragraphs."""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.phrases import subject_phrase
from onrecord.extract.quotes.quote import Quote, Taken, begins_sentence, last_character, stops, title_like, utterance, whole_block
from onrecord.extract.quotes.source import Source
from onrecord.extract.quotes.view import COMMAS, MARKS, STOPS, View
from onrecord.model.record import Span

BETWEEN = 40
"""Tokens of one attributing clause between the halves of a quotation."""
FURTHER = 80
"""Tokens of narration between two quotations of one paragraph that still count as one speaker's."""


def carry_on(view: View, taken: Taken) -> None:
    """Give a region without a verb of its own to the quotation that it carries on."""
    previous: Region | None = None
    for region in view.regions:
        if id(region) not in taken and previous is not None:
            quote = taken[id(previous)]
            if region.carried is previous or _split(view, previous, region, quote) or _same_paragraph(view, previous, region):
                quote.regions.append(region)
                quote.spans.append((region.start, region.end))
                taken[id(region)] = quote
        if id(region) in taken:
            previous = region


def carried_over(view: View, covered: list[Span]) -> list[Region]:
    """Give the regions that read as speech though no verb near them speaks, in order; `covered`: contents already found, sorted."""
    out: list[Region] = []
    n = 0
    for region in view.regions:
        while n < len(covered) and covered[n][1] <= region.start:
            n += 1
        inside = n < len(covered) and covered[n][0] < region.end
        if inside:
            continue
        title = title_like(view.document.text[region.start : min(region.end, region.start + 200)])
        alone = whole_block(view, region) and begins_sentence(view, region) and not title and not _crosshead(view, region)
        if alone or (utterance(view, region) and _after_sentence(view, region)):
            out.append(region)
    return out


FEW = 5
"""Words of a quotation alone in its paragraph that may be a line between paragraphs, set there by a desk."""


def _crosshead(view: View, region: Region) -> bool:
    """Tell a few quoted words between paragraphs that no sentence ends: 'Marks of a struggle'."""
    words = view.document.text[region.start : region.end].split()
    return len(words) <= FEW and last_character(view, region) not in ENDS


def _after_sentence(view: View, region: Region) -> bool:
    """Tell whether a sentence ends before the region, so that it is not the rest of one."""
    start = view.document.blocks[region.block][0]
    before = view.document.text[max(start, region.opens - 6) : region.opens].rstrip()
    return region.opens - start < 2 or before[-1:] in ENDS


def told_of_before(view: View, region: Region) -> Source | None:
    """Give the one person whom the sentence right before a quotation is about: the press lets them speak without a verb.

    `Weiss, the mayor, shook her head. "We were warned …"`, `For Ann Moy the news came too late. "My brother …"`.
    """
    k = view.index_at(region.opens) - 1
    while k >= 0 and view.tokens[k].text in MARKS:
        k -= 1
    if k < 0 or view.tokens[k].text not in STOPS or view.tokens[k].sentence.block != region.block:
        return None
    start = view.tokens[k].sentence.tokens[0].i
    if k - start > FURTHER:
        return None
    sentence = [t for t in view.tokens[start:k] if view.inside[t.i] is None]
    people = {id(t.name): t.name.head for t in sentence if t.name is not None and t.name.label == "PERSON"}
    main = view.tokens[k].sentence.root
    subject = view.subject[main.i]
    if len(people) > 1 or subject is None or subject not in sentence:
        return None
    about = next(iter(people.values()), None)
    if about is None:
        alone = subject.lower in ("he", "she") or (subject.form.singular and subject.upos == "NOUN" and cues.can_speak(subject))
        about = subject if alone and subject.lower not in cues.words("document") else None
    elif about is not subject and not (about.role.oblique and about.head is main and about.i < main.i):
        return None
    return Source(subject_phrase(view, about, main), about, "told-of-before") if about is not None else None


ENDS = frozenset(".!?…”\"'’»")


def _split(view: View, previous: Region, region: Region, quote: Quote) -> bool:
    """Tell whether nothing but the attributing clause stands between two regions (or a paragraph break, between whole paragraphs)."""
    lo, hi = view.index_at(previous.closes), view.index_at(region.opens)
    if hi - lo > FURTHER:
        return False
    between = [t for t in view.tokens[lo:hi] if t.text not in MARKS]
    if region.block != previous.block:
        follows = region.block == previous.block + 1 and whole_block(view, region)
        return follows and len(between) <= BETWEEN and stops(between) <= 1 and utterance(view, region)
    if not between:
        return True
    if quote.verb is None or not lo <= quote.verb.i < hi:
        return all(t.upos == "PUNCT" for t in between)
    if between[-1].text in STOPS:
        return stops(between) == 1
    if between[-1].text not in COMMAS and between[-1].text != ":":
        return False
    return not any(t.role.mark or (t is not quote.verb and cues.speaks(t)) for t in between)


def _same_paragraph(view: View, previous: Region, region: Region) -> bool:
    """Tell whether a whole sentence is quoted in the paragraph of a quotation before it, with no other verb of saying near."""
    if region.block != previous.block or not utterance(view, region):
        return False
    lo, hi = view.index_at(previous.closes), view.index_at(region.opens)
    if not 0 < hi - lo <= FURTHER:
        return False
    between = view.tokens[lo:hi]
    return stops(between) >= 1 and between[-1].text in STOPS
