"""Direct quotations: each quoted region is tied to the verb that introduces or follows it, by marks, commas and order.

The press writes `"…," X said`, `X said: "…"`, `"…," X said. "…"` and little else; the parse is asked only for the source.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import Cue
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.source import Source, following, of_verb, phrase
from onrecord.extract.quotes.view import COMMAS, MARKS, STOPS, View
from onrecord.model.document import Token
from onrecord.model.record import Span

REACH = 40
"""Tokens between a quotation and its verb; appositions after names are rarely longer."""
COLON_REACH = 45
COMMA_REACH = 14


@dataclass(slots=True, eq=False)
class Quote:
    """A direct (or part-quoted) statement while it is put together."""

    regions: list[Region]
    spans: list[Span]
    verb: Token | None
    cue: Cue | None
    source: Source | None
    rule: str
    cue_span: Span | None = None
    clause: tuple[int, int] = (0, 0)
    """First and last token of the attributing clause."""
    inherited: Quote | None = None
    confidence: float | None = None
    extra: list[Token] = field(default_factory=list)


def find_direct(view: View) -> list[Quote]:
    """Tie quoted regions to cues, in the order of how sure the pattern is."""
    taken: dict[int, Quote] = {}
    out = _labelled(view)
    for quote in out:
        for region in quote.regions:
            taken[id(region)] = quote
    for region in view.regions:
        if id(region) not in taken and (quote := _after(view, region, taken)):
            out.append(quote)
            taken[id(region)] = quote
    for region in view.regions:
        if id(region) not in taken and (quote := _signed(view, region)):
            out.append(quote)
            taken[id(region)] = quote
    for n, region in enumerate(view.regions):
        if id(region) not in taken and (quote := _before(view, region, view.regions[n - 1] if n else None)):
            out.append(quote)
            taken[id(region)] = quote
    _carry_on(view, taken)
    return out


# --- "...," X said


def _after(view: View, region: Region, taken: dict[int, Quote]) -> Quote | None:
    j = _past_marks(view, region)
    first = view.at(j)
    if first is None or first.sentence.block != region.block:
        return None
    if first.text == "," or first.text in DASHES:
        j += 1
    elif _last_letter(view, region) not in OPEN_ENDS and not _bare_attribution(view, j):
        return None
    found = _verb_after(view, j, region)
    if found is None:
        return None
    verb, source, last = found
    span = _with_lead(view, region, taken)
    if span is not None and _comma_before(view, region) and (before := _before(view, region, None)) is not None:
        return before
    rule = "quote/direct/before-cue" if span is None else "quote/mixed/before-cue"
    return Quote([region], [span or (region.start, region.end)], verb, cues.verb(verb), source, rule, clause=(j, last))


def _past_marks(view: View, region: Region) -> int:
    j = view.index_at(region.end)
    while (t := view.at(j)) is not None and (t.start < region.closes or t.text in MARKS) and view.inside[j] is None:
        j += 1
    return j


def _last_letter(view: View, region: Region) -> str:
    """Give the last character of a region, marks of a quotation inside it left out."""
    return view.document.text[region.start : region.end].rstrip("'’”\"")[-1:]


OPEN_ENDS = frozenset(",?!—–-…")
"""Last characters of a quotation whose sentence goes on after it."""


def _bare_attribution(view: View, j: int) -> bool:
    """Tell whether `he said.` and nothing more follows, though the quotation ended with a full stop (a slip often seen)."""
    for n in range(j, min(j + 5, len(view.tokens))):
        token = view.tokens[n]
        if token.text in STOPS:
            return n > j + 1 and any(cues.speaks(t) for t in view.tokens[j:n])
        if view.inside[n] is not None:
            return False
    return False


def _verb_after(view: View, j: int, region: Region) -> tuple[Token, Source | None, int] | None:
    """Find the speech verb of the clause that starts at token `j`: inverted ("said X") or plain ("X said")."""
    for n in range(j, min(j + REACH, len(view.tokens))):
        token = view.tokens[n]
        if token.sentence.block != region.block or view.inside[n] is not None or token.text in STOPS or token.text in (":", ";"):
            return None
        cue = cues.verb(token)
        if cue is None or "q" not in cue.frames:
            if n == j and token.lower in ("which", "who", "that", "and", "but", "as") and token.lower not in ("as", "and"):
                return None
            continue
        if token.xpos == "VBG" or any(c.dep == "aux:pass" or c.dep == "nsubj" and c.start < region.opens for c in token.children):
            return None
        source = _source_near(view, token, j)
        if source is None:
            continue
        if _has_clause(view, token, source):
            return None
        return token, source, max(n, source_last(view, source))
    return None


def source_last(view: View, source: Source) -> int:
    return max(source.head.i, view.index_at(source.span[1]) - 1)


def _source_near(view: View, verb: Token, j: int) -> Source | None:
    if verb.i <= j + 1 and not any(c.dep == "nsubj" and j <= c.i < verb.i for c in verb.children):
        after = following(view, verb)
        if after is not None:
            return after
    source = of_verb(view, verb)
    if source is not None and source.head.i >= j:
        return source
    plain = preceding(view, verb, j)
    return plain or source


def preceding(view: View, verb: Token, j: int) -> Source | None:
    """Take the noun phrase right after the quotation where the parse gives the verb no subject there."""
    for n in range(j, verb.i):
        token = view.tokens[n]
        if token.upos in ("PROPN", "PRON", "NOUN"):
            head = token
            while head.head is not head and j <= head.head.i < verb.i and head.head.upos in ("PROPN", "NOUN", "PRON"):
                head = head.head
            return Source(phrase(view, head), head, "next-to-quote")
        if token.upos in ("VERB", "ADP", "SCONJ"):
            return None
    return None


def _has_clause(view: View, verb: Token, source: Source) -> bool:
    """Tell whether the verb has words of its own to report right after it, so that the quotation before it is not its content."""
    last = max(verb.i, source_last(view, source))
    after = view.at(last + 1)
    if after is not None and after.lower == "that" and after.dep == "mark":
        return True
    return any(c.dep == "ccomp" and view.left[c.i] == last + 1 and view.inside[c.i] is None and after is not None and after.upos != "PUNCT" and c.child("nsubj") is not None for c in verb.children)


def _comma_before(view: View, region: Region) -> bool:
    return view.document.text[max(0, region.opens - 3) : region.opens].rstrip()[-1:] in (",", ":")


def _with_lead(view: View, region: Region, taken: dict[int, Quote]) -> Span | None:
    """Give the span from the sentence's start where unquoted words lead into the quotation; None for a quotation that stands alone."""
    i = view.index_at(region.opens)
    start = i
    for token in view.back(i) if i < len(view.tokens) else ():
        if token.text in STOPS or token.text == ":" or token.i == i - 1 and token.text in DASHES or _ends_another(view, token, region, taken):
            break
        if token.text in MARKS and token.i == start - 1 and start == i:
            start = token.i
            continue
        start = token.i
    while start < i and (view.tokens[start].text in MARKS or view.tokens[start].dep == "punct"):
        start += 1
    lead = view.tokens[start:i]
    if not any(t.text not in MARKS and t.upos != "PUNCT" for t in lead) or len(lead) <= 1 and lead[0].lower in ("and", "but", "so", "yet"):
        return None
    return (view.tokens[start].start, region.end)


def _ends_another(view: View, token: Token, region: Region, taken: dict[int, Quote]) -> bool:
    """Tell whether a token closes another quotation that is a sentence or has a speaker of its own."""
    other = view.inside[token.i]
    return other is not None and other is not region and (id(other) in taken or view.document.text[other.end - 1] in ".!?")


# --- NAME: words (transcripts)


def _labelled(view: View) -> list[Quote]:
    """`NAME: words` as in transcripts: a paragraph that begins with a name in capitals and a colon."""
    out: list[Quote] = []
    by_block: dict[int, list[Region]] = {}
    for region in view.regions:
        by_block.setdefault(region.block, []).append(region)
    for block, (first, end) in enumerate(view.block_tokens):
        i = first
        while i < end and view.tokens[i].text in MARKS:
            i += 1
        colon = next((n for n in range(i + 1, min(i + 6, end - 1)) if view.tokens[n].text == ":"), None)
        if colon is None or not all(_capitals(t.text) for t in view.tokens[i:colon]):
            continue
        last = end - 1
        while last > colon + 1 and view.tokens[last].text in MARKS:
            last -= 1
        head = view.tokens[colon - 1]
        source = Source(view.span(i, colon - 1), head, "label")
        span = view.span(colon + 1, last)
        out.append(Quote(by_block.get(block, []), [span], None, None, source, "quote/direct/label", view.tokens[colon].span, clause=(i, colon)))
    return out


def _capitals(word: str) -> bool:
    return word.isupper() and len(word) > 2 or word in (".", "Q", "A") or word.isupper() and word.endswith(".")


# --- "..." - Name


def _signed(view: View, region: Region) -> Quote | None:
    """`"…" — Name`: the name after a dash is all that follows in the paragraph."""
    text, end = view.document.text, view.document.blocks[region.block][1]
    dash = region.closes
    while dash < end and text[dash].isspace():
        dash += 1
    if dash >= end or text[dash] not in DASHES and text[dash : dash + 2] != "--" or not utterance(view, region):
        return None
    name = [t for t in view.tokens[view.index_at(dash) : view.block_tokens[region.block][1]] if t.start > dash and t.text not in DASHES]
    if not name or name[0].upos != "PROPN" or any(t.upos in ("VERB", "AUX") for t in name[:3]):
        return None
    head = name[0]
    for token in name:
        if token.upos not in ("PROPN", "ADP", "X") or token.text in COMMAS:
            break
        head = token
    source = Source((name[0].start, head.end), head, "signed")
    return Quote([region], [(region.start, region.end)], None, None, source, "quote/direct/signed", (dash, dash + 1), clause=(name[0].i, head.i))


DASHES = frozenset({"—", "–", "--", "-", "―"})


# --- X said: "..."


def _before(view: View, region: Region, previous: Region | None) -> Quote | None:
    i = view.index_at(region.opens)
    if i >= len(view.tokens):
        return None
    k = i - 1
    while k >= 0 and view.tokens[k].text in MARKS and view.inside[k] is None and view.tokens[k].end <= region.start and view.tokens[k].start >= region.opens:
        k -= 1
    before = view.at(k)
    if before is None or view.inside[k] is not None and view.inside[k] is not previous:
        return None
    if before.sentence.block != region.block and not (before.sentence.block == region.block - 1 and before.text == ":"):
        return None
    if before.text == ":":
        return _introduced(view, region, k, COLON_REACH, "quote/direct/after-colon")
    if before.text == ",":
        return _introduced(view, region, k, COMMA_REACH, "quote/direct/after-cue") if utterance(view, region) else None
    if cues.speaks(before) and utterance(view, region):
        return _introduced(view, region, k + 1, 1, "quote/direct/after-cue")
    if utterance(view, region) and before.upos in ("PROPN", "PRON", "NOUN", "ADV") and before.lower != "that":
        return _introduced(view, region, k + 1, 5, "quote/direct/after-cue")
    return None


def _introduced(view: View, region: Region, k: int, reach: int, rule: str) -> Quote | None:
    """Look left from the colon or comma for the verb that introduces the quotation."""
    block = view.tokens[k - 1].sentence.block
    for n in range(k - 1, max(-1, k - 1 - reach), -1):
        token = view.tokens[n]
        if token.sentence.block != block or token.text in STOPS or (view.inside[n] is not None and rule != "quote/direct/after-colon"):
            break
        cue = cues.verb(token)
        if cue is not None and "q" in cue.frames and view.inside[n] is None:
            source = of_verb(view, token) or (following(view, token) if n < k - 1 else None)
            if reach == COMMA_REACH and _clause_between(view, token, k) or reach == COLON_REACH and _own_clause(view, token, k):
                return None
            return Quote([region], [(region.start, region.end)], token, cue, source, rule, clause=(n, k))
    if rule == "quote/direct/after-colon":
        return _noun_introduced(view, region, k) or _named(view, region, k)
    return None


def _own_clause(view: View, verb: Token, k: int) -> bool:
    """Tell whether the verb already reports a clause before the colon, which the quotation then only illustrates."""
    return any(c.dep == "ccomp" and verb.i < c.i < k and c.child("nsubj", "expl", "nsubj:pass") is not None for c in verb.children)


def _noun_introduced(view: View, region: Region, k: int) -> Quote | None:
    """`made the following comment: "…"`, `X's reply: "…"`."""
    block = view.tokens[k - 1].sentence.block
    for n in range(k - 1, max(-1, k - 9), -1):
        token = view.tokens[n]
        if token.sentence.block != block or token.text in STOPS:
            return None
        if (cue := cues.noun(token)) is not None and view.inside[n] is None:
            owner = token.child("nmod:poss")
            source = Source(phrase(view, owner), owner, "owner") if owner is not None else of_verb(view, token.head) if token.head.upos == "VERB" else None
            return Quote([region], [(region.start, region.end)], token, cue, source, "quote/direct/noun-colon", clause=(n, k))
    return None


def _clause_between(view: View, verb: Token, k: int) -> bool:
    """Tell whether a clause of its own stands between verb and quotation: then the quotation is only a part of that."""
    return any(view.tokens[n].dep in ("nsubj", "nsubj:pass") and view.tokens[n].head.i > verb.i for n in range(verb.i + 1, k))


def _named(view: View, region: Region, k: int) -> Quote | None:
    """`X: "…"`: the words before the colon are a name and nothing else."""
    first, _ = view.block_tokens[view.tokens[k].sentence.block]
    if k - first > 8 or k == first:
        return None
    tokens = view.tokens[first:k]
    if any(t.upos in ("VERB", "AUX") for t in tokens) or not any(t.upos == "PROPN" for t in tokens):
        return None
    head = tokens[-1]
    while head.head is not head and first <= head.head.i < k:
        head = head.head
    source = Source(view.span(first, k - 1), head, "before-colon")
    return Quote([region], [(region.start, region.end)], None, None, source, "quote/direct/name-colon", view.tokens[k].span, clause=(first, k))


def utterance(view: View, region: Region) -> bool:
    """Tell whether a region reads as a sentence of its own and not as a scare quote, title or nickname."""
    text = view.document.text
    first = text[region.start]
    last = text[region.end - 1]
    after = text[region.closes : region.closes + 1]
    starts = first.isupper() or first in "[(…." or first.isdigit()
    return starts and (last in ".!?…" or after in (".", "!", "?")) and not title_like(text[region.start : region.start + 200])


def title_like(words: str) -> bool:
    """Tell whether words look like a title or name: a single word, or no word but short ones in lower case."""
    parts = words.split()
    return len(parts) < 2 or len(parts) < 9 and all(w[:1].isupper() or len(w) < 4 or not w[0].isalpha() for w in parts)


# --- the rest of a split quotation


def _carry_on(view: View, taken: dict[int, Quote]) -> None:
    """Give a region without a verb of its own to the quotation that it carries on: split quotes, further paragraphs."""
    previous: Region | None = None
    for region in view.regions:
        if id(region) not in taken and previous is not None:
            quote = taken[id(previous)]
            if region.carried is previous or _only_attribution(view, previous, region, quote) or _same_paragraph(view, previous, region):
                quote.regions.append(region)
                quote.spans.append((region.start, region.end))
                taken[id(region)] = quote
        if id(region) in taken:
            previous = region


def _only_attribution(view: View, previous: Region, region: Region, quote: Quote) -> bool:
    """Tell whether nothing but the attributing clause stands between two regions (or a paragraph break, between whole paragraphs)."""
    lo, hi = view.index_at(previous.closes), view.index_at(region.opens)
    between = [t for t in view.tokens[lo:hi] if t.text not in MARKS]
    if region.block != previous.block:
        return region.block == previous.block + 1 and whole_block(view, region) and len(between) <= REACH and _stops(between) <= 1 and utterance(view, region)
    if not between:
        return True
    has_verb = quote.verb is not None and lo <= quote.verb.i < hi
    if not has_verb:
        return all(t.upos == "PUNCT" for t in between)
    if between[-1].text in STOPS:
        return _stops(between) == 1 and utterance_start(view, region)
    return (between[-1].text in COMMAS or between[-1].text == ":") and not any(t.dep == "mark" or t is not quote.verb and cues.speaks(t) for t in between)


def _same_paragraph(view: View, previous: Region, region: Region) -> bool:
    """Tell whether a whole sentence is quoted in the paragraph of a quotation before it, with no other verb of saying near."""
    if region.block != previous.block or not utterance(view, region):
        return False
    i = view.index_at(region.opens)
    between = view.tokens[view.index_at(previous.closes) : i]
    if not between or _stops(between) < 1 or between[-1].text not in STOPS and between[-1].text not in MARKS:
        return False
    return len(between) <= 2 * REACH


def _stops(tokens: list[Token]) -> int:
    return sum(t.text in STOPS for t in tokens)


def utterance_start(view: View, region: Region) -> bool:
    first = view.document.text[region.start]
    return first.isupper() or first in "[(…." or first.isdigit()


def whole_block(view: View, region: Region) -> bool:
    """Tell whether the region fills its paragraph."""
    start, end = view.document.blocks[region.block]
    return not view.document.text[start : region.opens].strip() and not view.document.text[region.closes : end].strip(" .,\t\n\r")
