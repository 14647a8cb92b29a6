"""Quotations inside quotations: “The minister told me, ‘You must leave,’” where the inner words are another's."""

from __future__ import annotations

import re

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.marks import Region
from onrecord.extract.quotes.quote import Quote
from onrecord.extract.quotes.source import of_verb
from onrecord.extract.quotes.view import MARKS, View

INNER = {
    False: re.compile(r"(?<![^\W_])[‘'](?=[^\W_])(?P<words>[^‘“”\"\n]{4,400}?[^\s‘“”\"])[’'](?![^\W_])"),
    True: re.compile(r"[“\"](?=[^\W_])(?P<words>[^“”\"\n]{4,400}?)[”\"]"),
}
"""What stands inside the other kind of marks, by whether the quotation around it stands in single ones."""
REACH = 6
"""Tokens between a verb of saying and the inner quotation: the verb's object and a comma or colon."""


NOBODY = frozenset({"someone", "somebody", "anyone", "anybody", "everyone", "everybody", "nobody", "people", "you", "one", "who"})
"""Whose words are only imagined ("when *somebody* says, ‘…’")."""


def find_nested(view: View) -> list[Quote]:
    """Find the words that a quotation itself quotes, where a verb of saying with a subject stands right before them."""
    out: list[Quote] = []
    for region in view.regions:
        for match in INNER[region.single].finditer(view.document.text, region.start, region.end):
            if " " in match["words"] and (found := _quote(view, region, match)) is not None:
                out.append(found)
    return out


def _quote(view: View, region: Region, match: re.Match[str]) -> Quote | None:
    k = view.index_at(match.start()) - 1
    while k >= 0 and view.tokens[k].text in MARKS:
        k -= 1
    if k < 0 or view.tokens[k].start < region.start:
        return None
    introduced = view.tokens[k].text in (",", ":")
    for n in range(k, max(-1, k - REACH if introduced else k - 1), -1):
        token = view.tokens[n]
        if token.start < region.start:
            return None
        if cues.speaks(token):
            source = of_verb(view, token)
            if source is None or source.head.lower in NOBODY:
                return None
            return Quote([], [match.span("words")], token, cues.verb(token), source, "quote/nested/direct")
    return None
