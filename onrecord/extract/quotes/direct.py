"""Direct quotations: each quoted region is tied to the verb that follows or introduces it, by marks, commas and order.

The press writes `"…," X said`, `X said: "…"`, `"…," X said. "…"` and little else; the parse is asked only for the source.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.carried import carry_on
from onrecord.extract.quotes.extent import trim
from onrecord.extract.quotes.introduced import introduced
from onrecord.extract.quotes.labels import labelled, signed
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.parenthetic import attributing_clause, rest_of
from onrecord.extract.quotes.quote import DASHES, OPEN_ENDS, Quote, Taken, last_character, past_marks, title_like
from onrecord.extract.quotes.source import Source, following, of_verb, quoted_as, quoted_saying
from onrecord.extract.quotes.view import STOPS, View
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token
from onrecord.model.record import Span

REACH = 40
"""Tokens between a quotation and its verb; appositions after names are rarely longer."""


def find_direct(view: View) -> list[Quote]:
    """Tie quoted regions to cues, the surest patterns first."""
    out = labelled(view)
    taken: Taken = {id(region): quote for quote in out for region in quote.regions}
    rules: tuple[Callable[[View, Region, Taken], Quote | None], ...] = (followed, signed, introduced)
    for rule in rules:
        for region in view.regions:
            if id(region) not in taken and (quote := rule(view, region, taken)) is not None:
                out.append(quote)
                taken |= {id(r): quote for r in quote.regions}
    carry_on(view, taken)
    return out


def followed(view: View, region: Region, taken: Taken) -> Quote | None:
    """Read `"…," X said` and `"…," said X`."""
    j = past_marks(view, region)
    first = view.at(j)
    if first is None or first.sentence.block != region.block:
        return None
    if first.text == "," or first.text in DASHES:
        j += 1
    elif last_character(view, region) not in OPEN_ENDS and not _inverted_at_once(view, j) and not _bare_attribution(view, j):
        return None
    found = _verb_after(view, j, region)
    if found is None:
        return None
    verb, source = found
    lead = _with_lead(view, region, taken)
    if lead is None:
        return Quote([region], [(region.start, region.end)], verb, cues.verb(verb), source, "quote/direct/before-cue")
    words = view.document.text[region.start : region.end]
    if len(words.split()) > 1 and title_like(words):
        return None  # 'On "Late at Night," she said …'
    before = view.document.text[max(0, region.opens - 3) : region.opens].rstrip()[-1:]
    if before in (",", ":") and (other := introduced(view, region, taken)) is not None:
        return other
    return _with_rest(view, Quote([region], [lead], verb, cues.verb(verb), source, "quote/mixed/before-cue"), taken)


def _with_rest(view: View, quote: Quote, taken: Taken) -> Quote:
    """Take in the words behind the attribution that end what was begun before it ("If it is “too late,” she said, *all will pay*")."""
    if quote.verb is None or quote.source is None or last_character(view, quote.regions[0]) != ",":
        return quote
    first, last = attributing_clause(view, quote.verb, quote.source)
    rest = rest_of(view, quote.verb, first, last, sure=False)
    part = trim(view, *rest) if rest is not None else None
    if part is None:
        return quote
    inside = {id(r): r for r in view.inside[part[0] : part[1] + 1] if r is not None}
    quote.regions += inside.values()
    quote.spans.append(view.span(*part))
    return quote


def _inverted_at_once(view: View, j: int) -> bool:
    """Tell whether `said X` follows at once, though no comma closes the quotation (“… in the room.” *said* Steve Lind)."""
    verb = view.tokens[j]
    return verb.lower in cues.ALWAYS and following(view, verb) is not None


def _bare_attribution(view: View, j: int) -> bool:
    """Tell whether `he said.` and nothing more follows, though the quotation ended with a full stop (a slip often seen)."""
    for n in range(j, min(j + 5, len(view.tokens))):
        token = view.tokens[n]
        if token.text in STOPS:
            return any(cues.speaks(t) for t in view.tokens[j:n])
        if view.inside[n] is not None:
            return False
    return False


def _verb_after(view: View, j: int, region: Region) -> tuple[Token, Source] | None:
    """Find the speech verb of the clause that starts at token `j`: inverted ("said X") or plain ("X said")."""
    for n in range(j, min(j + REACH, len(view.tokens))):
        token, other = view.tokens[n], view.inside[n]
        if other is not None and title_like(view.document.text[other.start : other.end]):
            continue
        if token.sentence.block != region.block or other is not None or token.text in STOPS or token.text in (":", ";"):
            return None
        if not cues.speaks(token):
            if n == j and (token.text in ("which", "who", "that", "but", "and", "or") or token.lower in cues.words("cut")):
                return None
            continue
        if token.lower == "saying" and (quoted := quoted_as(view, token)) is not None:
            return token, quoted
        if token.form.participle and quoted_saying(view, token):
            continue  # "…," Ann Lee was *quoted* (by the paper) as saying
        written = token.role.reduced  # "…, according to a memo *written* by the clerk"
        if token.form.gerund or written or _has_own_subject(token, region):
            return None
        source = _source_near(view, token, j)
        if source is not None:
            return None if _has_clause(view, token, source) else (token, source)
    return None


def _has_own_subject(verb: Token, region: Region) -> bool:
    """Tell whether the verb is passive or said by somebody named before the quotation, so that it does not follow up on it."""
    subjects = phrase_of(verb).doers
    before = any(c.start < region.opens for c in subjects) and not any(c.start >= region.end for c in subjects)
    return before or phrase_of(verb).passive


def _source_near(view: View, verb: Token, j: int) -> Source | None:
    if verb.i <= j + 1 and not any(j <= c.i < verb.i for c in phrase_of(verb).doers):
        return following(view, verb)
    return of_verb(view, verb)


def _has_clause(view: View, verb: Token, source: Source) -> bool:
    """Tell whether the verb has words of its own to report right after it, so that the quotation before it is not its content."""
    last = max(verb.i, source.head.i, view.index_at(source.span[1]) - 1)
    after = view.at(last + 1)
    if after is None or after.upos == "PUNCT":
        return False
    if after.lower == "that" and after.role.mark:
        return True
    return any(
        view.left[c.i] == last + 1 and view.inside[c.i] is None and phrase_of(c).doers for c in phrase_of(verb).contents
    )


def _with_lead(view: View, region: Region, taken: Taken) -> Span | None:
    """Give the span from the sentence's start where unquoted words lead into the quotation; None for one that stands alone."""
    i = view.index_at(region.opens)
    start = i
    for token in view.back(i) if i < len(view.tokens) else ():
        if i - token.i > 4 * REACH or token.text in STOPS or token.text in (":", ";"):
            break
        start = token.i
    while start < i and view.tokens[start].role.punctuation:
        start += 1
    lead = [t for t in view.tokens[start:i] if t.upos != "PUNCT"]
    if not lead or (len(lead) == 1 and lead[0].lower in ("and", "but", "so", "yet")):
        return None
    return (view.tokens[start].start, region.end)
