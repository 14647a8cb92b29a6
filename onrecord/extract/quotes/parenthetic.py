"""Reported words around the verb: `…, X said.` and `…, X said, …`."""

from __future__ import annotations

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import Cue
from onrecord.extract.quotes.extent import MAX_CLIMB, MAX_CONTENT, cut, is_when, reporter_again
from onrecord.extract.quotes.reported import Range, Reported, report
from onrecord.extract.quotes.source import Source, apposed, following, of_verb
from onrecord.extract.quotes.view import COMMAS, MARKS, STOPS, View
from onrecord.grammar.phrase import phrase_of
from onrecord.model.document import Token

HANGS_ON = frozenset(
    {"adverbial", "reduced", "conjunct", "oblique", "adverb", "relative", "apposition", "attribute", "acting", "complement"}
)
"""Roles that tie the words after the second comma to the verb of saying itself ("…, X said, *adding that* …")."""


def parenthetic(view: View, verb: Token, cue: Cue) -> Reported | None:
    """Read `…, X said` where the verb governs nothing itself."""
    if "s" not in cue.frames or (verb.form.gerund or verb.form.base):
        return None
    source = of_verb(view, verb)
    if source is not None and source.head.sentence is not verb.sentence:
        return None
    if source is None or source.how not in ("subject", "inverted", "next-to-verb"):
        source = apposed(view, verb) or (following(view, verb) if not phrase_of(verb).indirects else None)
    return _around(view, verb, cue, source, sure=False) if source is not None else None


def between_commas(view: View, verb: Token, cue: Cue) -> Reported | None:
    """Read `…, X said, …` and `…, said X …`, whatever the parse makes of what follows."""
    if "s" not in cue.frames or "q" not in cue.frames or not verb.form.tensed:
        return None
    before, after = view.at(verb.i - 1), view.at(verb.i + 1)
    if before is None or after is None or before.sentence is not verb.sentence:
        return None
    source = _after_comma(view, verb, after) if _is_comma(view, before) else _before_comma(view, verb) if _ends_soon(view, verb) else None
    return _around(view, verb, cue, source, sure=True) if source is not None else None


OPENING = 3
"""Marks and conjunctions before the *as* that opens a sentence."""


def fronted(view: View, verb: Token, cue: Cue) -> Reported | None:
    """Read `As X put it, …` and `As X has noted, …`."""
    around, sense = phrase_of(verb), cue.sense("s", "q")
    mark = around.marks[0] if around.marks else None
    if sense is None or mark is None or mark.lower != "as" or not (verb.form.tensed or around.auxiliaries):
        return None
    first = verb.sentence.tokens[0].i
    begins = mark.i - first <= OPENING and all(t.upos in ("PUNCT", "CCONJ") for t in view.tokens[first : mark.i])
    end = view.right[verb.i]
    comma = end if view.comma(end) else end + 1
    if not begins or comma >= verb.sentence.tokens[-1].i:
        return None
    if around.complements or any(o.lower != "it" for o in (*around.objects, *around.indirects)):
        return None
    source = of_verb(view, verb)
    if source is None or not mark.i < source.head.i < comma:
        return None
    last = verb.sentence.tokens[-1].i
    return report(view, verb, [(comma + 1, cut(view, verb, comma + 1, last))], sense, "quote/indirect/parenthetic", source=source)


def _ends_soon(view: View, verb: Token) -> bool:
    """Tell whether a comma follows the verb at once or after words of when and where ("said *on Wednesday*,")."""
    return _told_at(view, verb) > 0 or _comma_soon(view, verb)


ADDRESSED = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "ADP", "NUM", "PART"})


def _told_at(view: View, verb: Token) -> int:
    """Give the last word of whom a verb of telling addresses, where and when, before a comma ("told *reporters in Geneva*,"); else 0."""
    if verb.lemma.lower() not in cues.words("addressed"):
        return 0
    for n in range(verb.i + 1, min(verb.i + SOON + 3, len(view.tokens))):
        token = view.tokens[n]
        if token.text == ",":
            return n - 1 if n > verb.i + 1 else 0
        if token.upos not in ADDRESSED or token.role.mark or view.inside[n] is not None or token.sentence is not verb.sentence:
            return 0
    return 0


def _comma_soon(view: View, verb: Token) -> bool:
    for n in range(verb.i + 1, min(verb.i + SOON, len(view.tokens))):
        token = view.tokens[n]
        if token.text == ",":
            return True
        when = is_when(token) or token.upos in ("ADP", "ADV", "NUM") or (token.name is not None and token.name.label in ("DATE", "TIME"))
        if not when:
            return False
    return False


SOON = 7
"""Tokens between the verb and the comma that closes its attribution."""


def _is_comma(view: View, token: Token) -> bool:
    """Tell whether a token is a comma or a closing mark after one."""
    return view.comma(token.i) or (token.text in MARKS and view.tokens[token.i - 1].text in COMMAS)


def _after_comma(view: View, verb: Token, after: Token) -> Source | None:
    """Give the source of an inverted verb after a comma ("…, *said X*")."""
    own = phrase_of(verb).doer
    if after.lower == "that" or view.comma(after.i) or (own is not None and own.i < verb.i):
        return None
    if phrase_of(verb).indirects:  # the person told follows the verb, so whoever tells stands before it
        return apposed(view, verb)
    source = following(view, verb)
    if source is None:
        return None
    following_verb = view.at(view.index_at(source.span[1] - 1) + 1)
    return None if following_verb is not None and following_verb.upos in ("VERB", "AUX") else source


def _before_comma(view: View, verb: Token) -> Source | None:
    """Give the source of a verb between commas ("…, *X said*, …")."""
    source = of_verb(view, verb)
    if source is None or source.how == "shared-subject":
        source = _set_in(view, verb)
    if source is None:
        return None
    before = view.at(view.index_at(source.span[0]) - 1)
    return source if before is not None and _is_comma(view, before) else None


def _set_in(view: View, verb: Token) -> Source | None:
    """Give who speaks between commas where the parse takes it for an apposition ("The memo, *a clerk close to her* told us, was …")."""
    for token in view.back(verb.i):
        if token.upos in ("VERB", "AUX") or view.inside[token.i] is not None:
            return None
        if token.text == ",":
            run = view.tokens[token.i + 1 : verb.i]
            head = next((t for t in run if t.role.apposition), None)
            return Source(view.span(token.i + 1, verb.i - 1), head, "next-to-verb") if head is not None else None
    return None


def _around(view: View, verb: Token, cue: Cue, source: Source, *, sure: bool) -> Reported | None:
    if source.head.form.asking:  # "a plan, *which* proposes …": what stands before the comma is the plan, not its words
        return None
    first, last = attributing_clause(view, verb, source)
    comma = view.at(first - 1)
    if comma is not None and comma.text in MARKS:
        comma = view.at(first - 2)
    if comma is None or not view.comma(comma.i) or comma.sentence is not verb.sentence:
        return None
    if not sure and comma.text == "," and not _clause_before(view, verb, first - 1):
        return None
    begin = _content_start(view, verb)
    if _circumstance(view.tokens[begin : min(begin + 3, first - 1)]):
        return None
    rest = rest_of(view, verb, first, last, sure=sure)
    before = view.tokens[first - 2]  # "…, which, they say, grows": what is said is the relative clause
    content = [] if before.form.asking and before.lower != "why" and rest is not None else [(begin, first - 2)]
    if rest is not None:
        content.append(rest)
    return report(view, verb, content, cue.frames["s"], "quote/indirect/parenthetic", source=source)


def attributing_clause(view: View, verb: Token, source: Source) -> Range:
    """Give the first and last word of `X said`, with its auxiliaries and adverbs."""
    first = view.index_at(source.span[0])
    around = phrase_of(verb)
    near = [c.i for c in (*around.auxiliaries, *around.adverbs) if abs(c.i - verb.i) <= 2]
    return min([first, verb.i, *near]), max(verb.i, view.index_at(source.span[1] - 1), _told_at(view, verb))


def _content_start(view: View, verb: Token) -> int:
    """Give the first token of the words before a parenthetic attribution: the sentence's, or the one after another attribution."""
    start = verb.sentence.tokens[0].i
    region = view.inside[start]
    if region is not None and region.start < view.tokens[start].start:
        start = view.tokens[view.index_at(region.start)].sentence.tokens[0].i
    for n in range(verb.i - 2, max(start, verb.i - MAX_CONTENT), -1):
        said = view.tokens[n - 1]
        if view.tokens[n].text == "," and view.inside[n] is None and said.form.tensed and cues.speaks(said):
            return n + 1
    return start


def _sentence_before(view: View, verb: Token, end: int) -> list[Token]:
    return view.tokens[max(verb.sentence.tokens[0].i, end - MAX_CONTENT) : end]


def _clause_before(view: View, verb: Token, end: int) -> bool:
    """Tell whether a whole clause stands before: some word with a subject."""
    return any(t.role.subject or t.role.expletive for t in _sentence_before(view, verb, end))


def _circumstance(words: list[Token]) -> bool:
    """Tell words that say on what occasion somebody spoke, not what: "(When) *asked* whether she would go, the mayor said …"."""
    while words and (words[0].role.mark or words[0].form.asking or words[0].upos == "SCONJ"):
        words = words[1:]
    first = words[0] if words else None
    return first is not None and first.upos == "VERB" and first.form.participle and not phrase_of(first).has_subject


def _main_before(view: View, verb: Token, end: int) -> bool:
    """Tell whether a main clause stands before, and not only an adverbial or a subordinate clause ("If he wins, she said, …")."""
    return any(
        (t.role.subject or t.role.expletive)
        and t.head is not verb
        and not (t.head.role.adverbial or t.head.role.describing)
        and not phrase_of(t.head).marks
        for t in _sentence_before(view, verb, end)
    )


def _unfinished(last: Token) -> bool:
    """Tell whether words that end so need more: "It *was*, she said, a long night", "That is *why*, he argued, they left"."""
    return last.upos == "AUX" or last.form.asking


def joins(conjunction: Token, attribution: int) -> bool:
    """Tell whether a conjunction after an attribution joins a clause to one before it ("Two died, they said, *and five were hurt*")."""
    second = conjunction.head
    return conjunction.role.conjunction and second.head.i < attribution and cues.verb(second) is None


def rest_of(view: View, verb: Token, first: int, last: int, *, sure: bool) -> Range | None:
    """Give the words after a parenthetic attribution that go on with the content."""
    end = min(verb.sentence.tokens[-1].i, last + MAX_CONTENT)
    i = last + 1
    while i <= end and not view.comma(i) and view.tokens[i].text not in STOPS:
        i += 1
    if i >= end or view.tokens[i].text != ",":
        return None
    after = view.tokens[i + 1]
    quoted = view.inside[min(i + 3, end)] is not None  # "…, she said, *as “nobody came”*"
    if reporter_again(view, i + 1, end) or after.lower in ("who", "whose", "whom") or (after.lower == "as" and not quoted):
        return None
    rest = (i + 1, cut(view, verb, i + 1, end))
    if after.lower == "that":  # "It was so bad, he said, *that* they left"
        return rest
    if i == last + 1 and (not _main_before(view, verb, first) or _unfinished(view.tokens[first - 2])):
        return rest
    top = after
    for _ in range(MAX_CLIMB):
        if top.head is top or top.head is verb:
            break
        top = top.head
    if after.lower in cues.words("going_on") or joins(after, verb.i):  # "The firm prospered, he said, *until it went bankrupt*"
        stop = next((n for n in range(i + 1, rest[1]) if view.tokens[n].text == ";" and view.inside[n] is None), rest[1] + 1)
        return (i + 1, stop - 1)
    if top.head is verb and top.role.name in HANGS_ON:
        return None
    relative = view.tokens[min(i + 2, end)].form.which
    aside = verb.role.beside or verb.role.content or verb.role.adverbial
    goes_on = aside or (sure and (relative or after.upos in ("VERB", "AUX")))
    return rest if goes_on else None
