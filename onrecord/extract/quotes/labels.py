"""Quotations with a name and no verb: `NAME: words` in transcripts, `"…" — Name` under a quotation set apart."""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.quote import DASHES, Quote, Taken, begins_sentence, last_character, utterance, whole_block
from onrecord.extract.quotes.source import Source
from onrecord.extract.quotes.view import MARKS, View

LABEL_REACH = 6
"""Tokens of a transcript's label; "Q" and names in capitals."""


def labelled(view: View) -> list[Quote]:
    """Read `NAME: words` as in transcripts: a paragraph that begins with a name in capitals and a colon."""
    out: list[Quote] = []
    by_block: dict[int, list[Region]] = {}
    for region in view.regions:
        by_block.setdefault(region.block, []).append(region)
    for block, (first, end) in enumerate(view.block_tokens):
        i = first
        while i < end and view.tokens[i].text in MARKS:
            i += 1
        colon = next((n for n in range(i + 1, min(i + LABEL_REACH, end - 1)) if view.tokens[n].text == ":"), None)
        if colon is None or not all(_capitals(t.text) for t in view.tokens[i:colon]):
            continue
        last = end - 1
        while last > colon + 1 and view.tokens[last].text in MARKS:
            last -= 1
        if " ".join(t.lower for t in view.tokens[i:colon]) in cues.words("rubric"):
            continue  # "ANALYSIS: ..." is what a desk calls the piece
        if view.tokens[i].lower in ("q", "question", "reporter"):
            continue  # what is asked in a transcript, by nobody in particular
        source = Source(view.span(i, colon - 1), view.tokens[colon - 1], "label")
        span = view.span(colon + 1, last)
        out.append(Quote(by_block.get(block, []), [span], None, None, source, "quote/direct/label", view.tokens[colon].span))
    return out


def _capitals(word: str) -> bool:
    return (word.isupper() and len(word) > 2) or word in (".", "Q", "A", "MR", "MS", "DR")


SIGNATURE = 20
"""Tokens of a signature: a name, an office, a handle, a day."""


def signed(view: View, region: Region, taken: Taken) -> Quote | None:
    """Read `"…" — Name`, where the name after a dash is all that follows, in the paragraph or as the next one."""
    if not _spoken(view, region):
        return None
    block, dash = region.block, _after_blanks(view, region.closes)
    if dash >= view.document.blocks[block][1]:
        block += 1
        if block >= len(view.document.blocks) or not whole_block(view, region) or not view.document.blocks[block][0] <= dash:
            return None
    text = view.document.text
    if dash >= len(text) or text[dash] not in DASHES:
        return None
    first, last = view.index_at(dash), view.block_tokens[block][1]
    name = [t for t in view.tokens[first : min(last, first + SIGNATURE)] if t.start > dash]
    if not name or name[0].upos != "PROPN" or any(t.upos in ("VERB", "AUX") for t in name[:3]):
        return None
    if block != region.block and last - first > SIGNATURE:
        return None
    head = name[0]
    for token in name:
        if token.upos not in ("PROPN", "ADP", "X"):
            break
        head = token
    source = Source((name[0].start, head.end), head, "signed")
    regions = _paragraphs(region, taken)
    return Quote(regions, [(r.start, r.end) for r in regions], None, None, source, "quote/direct/signed", (dash, dash + 1))


def _paragraphs(last: Region, taken: Taken) -> list[Region]:
    """Give the paragraphs of a quotation, which bears its signature under the last one."""
    out = [last]
    while (before := out[0].carried) is not None:
        out.insert(0, before)
    return out


def _spoken(view: View, region: Region) -> bool:
    """Tell a quotation that a signature may follow: a sentence, or what fills its line and ends with a comma."""
    whole = view.document.text[region.start : region.end]
    return utterance(view, region) or (last_character(view, region) == "," and begins_sentence(view, region) and len(whole.split()) > 3)


def _after_blanks(view: View, at: int) -> int:
    text = view.document.text
    while at < len(text) and text[at].isspace():
        at += 1
    return at
