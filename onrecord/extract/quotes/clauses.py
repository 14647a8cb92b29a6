"""Indirect and mixed speech: the words that a reporting verb governs, found by the verb's frames in the dependency tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.extract.quotes import cues
from onrecord.extract.quotes.cues import Cue, Sense
from onrecord.extract.quotes.source import Source, agent, following, is_passive, of_verb
from onrecord.extract.quotes.view import COMMAS, MARKS, STOPS, View
from onrecord.model.document import Token
from onrecord.model.record import Span

QUESTION_WORDS = frozenset({"whether", "if", "how", "what", "why", "when", "where", "who", "which", "whom", "whose"})
MODIFIERS = frozenset({"obl", "advcl", "advmod", "obl:tmod", "obl:unmarked", "obl:npmod", "nmod"})


@dataclass(slots=True, eq=False)
class Reported:
    """An indirect statement while it is put together. Content is token ranges, ends inclusive."""

    verb: Token
    source: Source | None
    content: list[tuple[int, int]]
    sense: Sense
    rule: str
    cue: list[Span]


def read_verb(view: View, verb: Token, cue: Cue) -> Reported | None:
    """Read what a verb reports. The frames are tried from the most to the least specific."""
    rules = PASSIVE if is_passive(verb) else ACTIVE
    for rule in rules:
        found = rule(view, verb, cue)
        if found is not None:
            return found
    return None


def _reported(view: View, verb: Token, content: list[tuple[int, int]], sense: Sense, rule: str, preposition: Token | None = None, source: Source | None = None) -> Reported | None:
    content = [c for a, b in content if (c := trim(view, a, b)) is not None]
    if not content:
        return None
    cue = [verb.span]
    particle = verb.child("compound:prt")
    if particle is not None and particle.i == verb.i + 1:
        cue = [(verb.start, particle.end)]
    if preposition is not None:
        cue = [(cue[0][0], preposition.end)] if preposition.i <= verb.i + 2 and preposition.i > verb.i else [*cue, preposition.span]
    return Reported(verb, source or of_verb(view, verb), content, sense, rule, cue)


def trim(view: View, first: int, last: int) -> tuple[int, int] | None:
    """Cut punctuation off both ends."""
    while first <= last and view.tokens[first].upos == "PUNCT" and view.tokens[first].text not in "([":
        first += 1
    while last >= first and view.tokens[last].upos == "PUNCT" and view.tokens[last].text not in ")]":
        last -= 1
    return (first, last) if first <= last else None


# --- complement clauses


def clause(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`said (that) …`, `asked whether …`."""
    for child in verb.children:
        if child.dep not in ("ccomp", "xcomp") or child.i < verb.i or child.dep == "xcomp" and _mark(child) in ("to", None):
            continue
        sense = cue.sense("w", "s") if _question(view, child) else cue.sense("s", "q", "w")
        if sense is None:
            continue
        first = max(view.left[child.i], verb.i + 1)
        first = _past_addressee(view, verb, first)
        return _reported(view, verb, [(first, clause_end(view, verb, child))], sense, "quote/indirect/clause")
    return None


def _past_addressee(view: View, verb: Token, first: int) -> int:
    return first


def _mark(clause_head: Token) -> str | None:
    mark = clause_head.child("mark")
    return mark.lower if mark is not None else None


def _question(view: View, clause_head: Token) -> bool:
    first = view.tokens[view.left[clause_head.i]]
    return first.lower in QUESTION_WORDS


def clause_end(view: View, verb: Token, child: Token) -> int:
    """Give the last token of a reported clause.

    Adverbials right after it, with no comma between, belong to it even where the parse hangs them on the verb of saying;
    `, according to` and a further reporting clause do not.
    """
    end = view.right[child.i]
    sentence_last = verb.sentence.tokens[-1].i
    while end < sentence_last:
        nxt = view.tokens[end + 1]
        top = nxt
        while top.head is not top and top.head is not verb and view.left[top.head.i] > end:
            top = top.head
        if top.head is verb and top.dep in MODIFIERS and view.right[top.i] > end and nxt.upos != "PUNCT" and nxt.lower not in ("according",):
            end = view.right[top.i]
            continue
        break
    colon = view.at(end + 1)
    if colon is not None and colon.text == ":":
        n = end + 2
        while n <= sentence_last and view.tokens[n].text in MARKS and view.inside[n] is None:
            n += 1
        if n <= sentence_last and view.inside[n] is not None:
            end = n
    return _cut(view, verb, verb.i + 1, end)


def _cut(view: View, verb: Token, first: int, end: int) -> int:
    """Cut a content at `, according to` and at a parenthetic `, X said`."""
    for i in range(first, end + 1):
        token = view.tokens[i]
        if token.lower == "according" and i + 1 < len(view.tokens) and view.tokens[i + 1].lower == "to" and view.tokens[i - 1].text in COMMAS:
            return i - 2
    return end


def infinitive(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`promised to …`, `urged X to …`."""
    child = next((c for c in verb.children if c.dep in ("xcomp", "ccomp", "advcl") and c.i > verb.i and _to(view, c)), None)
    if child is None:
        return None
    obj = next((c for c in verb.children if c.dep in ("obj", "iobj") and verb.i < c.i < child.i), None)
    if child.dep == "advcl" and obj is None and "t" not in cue.frames:
        return None
    end = clause_end(view, verb, child)
    if obj is None:
        sense = cue.sense("t")
        if child.dep == "ccomp" and sense is None:
            sense = cue.sense("ot")
        first = view.left[child.i]
        return _reported(view, verb, [(max(first, verb.i + 1), end)], sense, "quote/indirect/to") if sense else None
    sense = cue.sense("ot", "at")
    if sense is None:
        return None
    return _reported(view, verb, [(max(view.left[obj.i], verb.i + 1), end)], sense, "quote/indirect/object-to")


def _to(view: View, child: Token) -> bool:
    return any(c.lower == "to" and c.dep in ("mark", "aux") for c in child.children)


def predicate(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`called him a liar`."""
    sense = cue.sense("x")
    if sense is None:
        return None
    child = next((c for c in verb.children if c.dep in ("xcomp", "obl:pred") and c.i > verb.i and not _to(view, c)), None)
    obj = next((c for c in verb.children if c.dep in ("obj", "iobj") and c.i > verb.i), None)
    if child is None or obj is None:
        return None
    first, last = min(view.left[obj.i], view.left[child.i]), max(view.right[obj.i], view.right[child.i])
    return _reported(view, verb, [(max(first, verb.i + 1), last)], sense, "quote/indirect/predicate")


def object_phrase(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`accused X of …`, `described X as …`, `blamed X for …`."""
    if not cue.objects:
        return None
    obj = next((c for c in verb.children if c.dep in ("obj", "iobj") and c.i > verb.i), None)
    if obj is None:
        return None
    found = _phrase(view, verb, obj, cue.objects)
    if found is None:
        return None
    preposition, end, sense = found
    return _reported(view, verb, [(max(view.left[obj.i], verb.i + 1), max(end, view.right[obj.i]))], sense, f"quote/indirect/object-{preposition.lower}")


def _phrase(view: View, verb: Token, obj: Token, table: dict[str, Sense]) -> tuple[Token, int, Sense] | None:
    """Find the first phrase with one of these prepositions that hangs on the verb or its object."""
    for host in (verb, obj):
        for child in host.children:
            if child.i < obj.i or child.dep not in ("obl", "nmod", "advcl", "acl", "ccomp", "xcomp", "obl:agent"):
                continue
            case = next((c for c in child.children if c.dep in ("case", "mark") and c.lower in table and c.i < child.i), None)
            if case is not None:
                return case, view.right[child.i], table[case.lower]
    return None


def phrase_only(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`called for …`, `referred to …`."""
    if not cue.phrases:
        return None
    for child in verb.children:
        if child.dep not in ("obl", "advcl", "nmod", "ccomp", "xcomp") or child.i < verb.i:
            continue
        case = next((c for c in child.children if c.dep in ("case", "mark") and c.lower in cue.phrases and c.i < child.i), None)
        if case is None or case.i > verb.i + 3:
            continue
        sense = cue.phrases[case.lower]
        end = clause_end(view, verb, child) if child.dep != "obl" else view.right[child.i]
        nxt = next((c for c in verb.children if c.dep in ("xcomp", "advcl") and c.i > child.i and _to(view, c)), None)
        if nxt is not None and view.left[nxt.i] == end + 1:
            end = view.right[nxt.i]
        return _reported(view, verb, [(case.i + 1, end)], sense, f"quote/indirect/{case.lower}", case)
    return None


def thing(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`confirmed the call`, `denied involvement`, `criticised the bill`."""
    sense = cue.sense("n", "g")
    if sense is None:
        return None
    for child in verb.children:
        if child.i < verb.i or view.left[child.i] < verb.i:
            continue
        if child.dep == "obj" and "n" in cue.frames and child.upos != "SYM" and not _when(child) or child.dep == "xcomp" and child.xpos == "VBG" and "g" in cue.frames:
            return _reported(view, verb, [(view.left[child.i], view.right[child.i])], sense, "quote/indirect/object")
    return None


WHEN = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year night morning afternoon evening day weekend time".split()
)


def _when(token: Token) -> bool:
    return token.lower in WHEN


# --- the clause before: "..., X said"


def parenthetic(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`…, X said.` and `…, X said, …`: the reported words stand around the verb."""
    sense = cue.sense("s")
    if sense is None or verb.xpos in ("VBG", "VB"):
        return None
    source = of_verb(view, verb)
    if source is not None and source.head.sentence is not verb.sentence:
        return None
    if source is None or source.how not in ("subject", "inverted"):
        source = following(view, verb) if source is None or source.how != "subject" else source
    if source is None:
        return None
    first, last = _attributing_clause(view, verb, source)
    comma = view.at(first - 1)
    if comma is None or comma.sentence is not verb.sentence:
        return None
    if comma.text in MARKS and comma.upos == "PUNCT":
        comma = view.at(first - 2)
    if comma is None or comma.text not in COMMAS:
        return None
    if comma.text == "," and not _finite_before(verb, first - 1):
        return None
    start = verb.sentence.tokens[0].i
    content = [(start, first - 2)]
    rest = _rest(view, verb, last)
    if rest is not None:
        content.append(rest)
    return _reported(view, verb, content, sense, "quote/indirect/parenthetic", source=source)


def _attributing_clause(view: View, verb: Token, source: Source) -> tuple[int, int]:
    i = view.index_at(source.span[0])
    first = min([i, verb.i, *(c.i for c in verb.children if c.dep in ("aux", "advmod") and abs(c.i - verb.i) <= 2)])
    last = max(verb.i, view.index_at(source.span[1] - 1))
    return first, last


def _finite_before(verb: Token, end: int) -> bool:
    """Tell whether a whole clause stands before: some word with a subject."""
    return any(t.dep in ("nsubj", "nsubj:pass", "expl") and t.i < end for t in verb.sentence.tokens)


def _rest(view: View, verb: Token, last: int) -> tuple[int, int] | None:
    """Give the words after a parenthetic attribution that go on with the content."""
    end = verb.sentence.tokens[-1].i
    i = last + 1
    while i <= end and view.tokens[i].text not in COMMAS and view.tokens[i].text not in STOPS:
        i += 1
    if i >= end or view.tokens[i].text != ",":
        return None
    top = view.tokens[i + 1]
    while top.head is not top and top.head is not verb:
        top = top.head
    if top.head is verb and top is not verb and top.dep in ("advcl", "acl", "conj", "obl", "advmod", "acl:relcl", "appos", "nmod", "nsubj", "xcomp"):
        return None
    if verb.dep not in ("parataxis", "ccomp", "dep", "advcl"):
        return None
    return (i + 1, end)


# --- passives


def raised(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`is said to …`, `was urged to …`: the subject belongs to what is reported."""
    child = next((c for c in verb.children if c.dep in ("xcomp", "ccomp", "advcl") and c.i > verb.i and _to(view, c)), None)
    subject = verb.child("nsubj:pass", "nsubj")
    sense = cue.sense("r", "ot", "at", "t")
    if child is None or subject is None or sense is None:
        return None
    content = [(view.left[subject.i], view.right[subject.i]), (max(view.left[child.i], verb.i + 1), view.right[child.i])]
    return _reported(view, verb, content, sense, "quote/indirect/raised", source=agent(view, verb))


def told(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`was told that …`, `it is believed that …`."""
    child = next((c for c in verb.children if c.dep in ("ccomp", "csubj:pass", "csubj") and c.i > verb.i), None)
    sense = cue.sense("s", "w", "r")
    if child is None or sense is None or _to(view, child):
        return None
    return _reported(view, verb, [(max(view.left[child.i], verb.i + 1), clause_end(view, verb, child))], sense, "quote/indirect/passive-clause", source=agent(view, verb))


def accused(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`X was accused of …`, `X was described as …`."""
    subject = verb.child("nsubj:pass", "nsubj")
    if subject is None or not cue.objects:
        return None
    found = _phrase(view, verb, verb, cue.objects)
    if found is None:
        return None
    preposition, end, sense = found
    content = [(view.left[subject.i], view.right[subject.i]), (preposition.i, end)]
    return _reported(view, verb, content, sense, f"quote/indirect/passive-{preposition.lower}", source=agent(view, verb))


def by_agent(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`the deal was praised by X`, `a deal announced by X`."""
    by, sense = agent(view, verb), cue.sense("n")
    if by is None or sense is None:
        return None
    subject = verb.child("nsubj:pass", "nsubj")
    if subject is not None:
        return _reported(view, verb, [(view.left[subject.i], view.right[subject.i])], sense, "quote/indirect/passive-object", source=by)
    if verb.dep == "acl":
        first = view.left[verb.head.i]
        return _reported(view, verb, [(first, verb.i - 1)], sense, "quote/indirect/passive-object", source=by)
    return None


Rule = Callable[[View, Token, Cue], Reported | None]
ACTIVE: tuple[Rule, ...] = (clause, infinitive, object_phrase, predicate, phrase_only, thing, parenthetic)
PASSIVE: tuple[Rule, ...] = (raised, told, accused, by_agent)


def find_reported(view: View, used: set[int]) -> list[Reported]:
    """Read every reporting verb outside quotations that no direct quotation has used."""
    out: list[Reported] = []
    for token in view.tokens:
        if token.i in used or view.inside[token.i] is not None:
            continue
        cue = cues.verb(token)
        if cue is not None and (found := read_verb(view, token, cue)) is not None:
            out.append(found)
    return out
