"""Indirect and mixed speech: the words that a reporting verb governs, found by the verb's frames in the dependency tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.extract.quotes import cues, detail
from onrecord.extract.quotes.cues import Cue, Sense
from onrecord.extract.quotes.source import Source, agent, following, is_passive, next_to, of_verb, phrase
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
            return _with_pronoun(view, verb, found)
    return None


def _with_pronoun(view: View, verb: Token, found: Reported) -> Reported:
    """Put the relative pronoun before what is said of it ("*which* he said *would fail*")."""
    pronoun = relative_pronoun(verb)
    if pronoun is None or found.content[0][0] <= pronoun.i or found.rule not in ("quote/indirect/clause", "quote/indirect/to"):
        return found
    first = view.tokens[found.content[0][0]]
    if found.rule == "quote/indirect/to" or first.upos in ("VERB", "AUX"):
        found.content.insert(0, (pronoun.i, pronoun.i))
    return found


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
        start = clause_start(view, verb, child)
        if view.tokens[start].lower in cue.phrases and start == verb.i + 1:
            return None
        return _reported(view, verb, [(start, clause_end(view, verb, child))], sense, "quote/indirect/clause")
    return _after_occasion(view, verb, cue)


def _after_occasion(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`said in a statement that …`: the clause hangs on the statement but belongs to the verb."""
    sense = cue.sense("s")
    for child in verb.children if sense is not None else ():
        if child.dep in ("obl", "obj", "iobj") and child.i > verb.i:
            said = next((c for c in child.children if c.dep in ("acl", "ccomp", "acl:relcl") and _mark(c) == "that" and c.i > child.i), None)
            that = said.child("mark") if said is not None else None
            if said is not None and that is not None and sense is not None and (child.dep == "obl" or "a" in cue.frames):
                return _reported(view, verb, [(that.i, clause_end(view, verb, said))], sense, "quote/indirect/clause")
    return None


def _mark(clause_head: Token) -> str | None:
    mark = clause_head.child("mark")
    return mark.lower if mark is not None else None


def _question(view: View, clause_head: Token) -> bool:
    first = view.tokens[view.left[clause_head.i]]
    return first.lower in QUESTION_WORDS


def clause_start(view: View, verb: Token, child: Token) -> int:
    """Give the first token of a reported clause: the one after the verb, its addressee and its own adverbials."""
    low = max(view.left[child.i], verb.i + 1)
    that = next((c for c in child.children if c.dep == "mark" and c.lower == "that" and verb.i < c.i < child.i), None)
    if that is not None:
        return that.i
    n = verb.i + 1
    while n < low:
        token = view.tokens[n]
        top = token
        while top.head is not verb and top.head is not top and view.left[top.head.i] > verb.i:
            top = top.head
        if top.head is verb and top.dep in OWN and top is not child:
            n = max(view.right[top.i], n) + 1
        elif token.upos == "PUNCT":
            n += 1
        else:
            break
    return min(n, low)


OWN = MODIFIERS | {"obj", "iobj", "compound:prt", "obl:agent", "nsubj", "discourse", "punct"}
"""What may stand between a verb of saying and its clause without being part of it."""


def clause_end(view: View, verb: Token, child: Token) -> int:
    """Give the last token of a reported clause.

    Up to the next comma the words belong to it even where the parse hangs them on the verb of saying; what the reporter adds
    after a comma (", noting that …", ", while …", ", according to …") does not, even where the parse thinks so.
    """
    limit = verb.sentence.tokens[-1].i if verb.dep not in EMBEDDED else max(view.right[verb.i], view.right[child.i])
    end = _extend(view, verb, max(view.right[child.i], child.i), limit)
    return _cut(view, verb, clause_start(view, verb, child), end)


EMBEDDED = frozenset({"acl:relcl", "acl", "csubj", "nsubj"})
"""Relations of a verb of saying whose sentence goes on after what is said ("those who *say* so are …")."""


def _extend(view: View, verb: Token, end: int, limit: int) -> int:
    while end < limit and (further := _extend_one(view, verb, end, limit)) > end:
        end = further
    return end


def _extend_one(view: View, verb: Token, end: int, limit: int) -> int:
    """Take one token more into a content, unless it is a comma or the like, or *and* with another verb of saying."""
    token = view.tokens[end + 1]
    if view.inside[end + 1] is None:
        if token.text in COMMAS or token.text in STOPS or token.text in (")", "("):
            return end
        if token.text == ":" and not (end + 3 <= limit and (view.inside[end + 2] is not None or view.inside[end + 3] is not None)):
            return end
        if token.dep == "cc" and _next_verb_of(view, verb, token):
            return end
    return end + 1


def _next_verb_of(view: View, verb: Token, conjunction: Token) -> bool:
    """Tell whether *and* joins something to the verb of saying itself and not to what is said."""
    top = conjunction.head
    while top.head is not top and top.dep != "conj":
        top = top.head
    if top.dep != "conj" or top.head is not verb and top.head.i >= verb.i:
        return False
    return top.child("nsubj", "nsubj:pass", "expl") is None or cues.verb(top) is not None


def _cut(view: View, verb: Token, first: int, end: int) -> int:
    """Cut a content at a comma or dash after which the reporter speaks again."""
    for i in range(first + 1, end):
        token = view.tokens[i]
        if view.inside[i] is None and token.text in COMMAS and _reporter_again(view, i + 1, end):
            return i - 1
        if view.inside[i] is None and token.dep == "cc" and (again := second_cue(view, verb, token)) is not None and again.i <= end:
            return i - 1
    return end


def second_cue(view: View, verb: Token, conjunction: Token) -> Token | None:
    """Give the second verb of "X said … *and added* that …", even where the parse joins it to what is said."""
    n = conjunction.i + 1
    while n < len(view.tokens) and view.tokens[n].upos == "ADV":
        n += 1
    token = view.at(n)
    if token is None or token.xpos != verb.xpos or view.inside[n] is not None or token.child("nsubj") is not None:
        return None
    cue, after = cues.verb(token), view.at(n + 1)
    if cue is None or after is None:
        return None
    if token.xpos == "VBG" and after.lower == "to" and cue.sense("t") is not None:
        return token
    if cue.sense("s") is None or cue.frames["s"].group not in ("speech", "write"):
        return None
    return token if after.lower == "that" or view.inside[n + 1] is not None or after.text in MARKS or token.child("ccomp") is not None else None


def _reporter_again(view: View, i: int, end: int) -> bool:
    """Tell whether the words after a comma are the reporter's own."""
    token = view.tokens[i]
    if view.inside[i] is not None:
        return False
    if token.lower in CUTS or _but_in_fact(view, i, end):
        return True
    if token.upos == "ADV" and i < end:
        token = view.tokens[i + 1]
    return token.xpos == "VBG" and cues.verb(token) is not None


def _but_in_fact(view: View, i: int, end: int) -> bool:
    """Tell whether `but` goes on with what the reporter knows: another noun as subject, and no verb form of reported speech."""
    if view.tokens[i].lower != "but" or i >= end:
        return False
    top = view.tokens[i + 1]
    while top.head is not top and top.head.i > i and top.dep != "conj":
        top = top.head
    subject = next((c for c in top.children if c.dep in ("nsubj", "nsubj:pass") and c.i > i), None)
    return subject is not None and subject.upos != "PRON" and not any(c.dep == "aux" and c.lower in ("would", "could", "had", "should") for c in top.children)


CUTS = frozenset("according citing while which although though whereas a an after before when".split())
"""Words that, after a comma, open what the reporter adds (each measured on PolNeAR's training part; `who`, `as`, `because` and
`where` do not pay)."""


def infinitive(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`promised to …`, `urged X to …`."""
    child = next((c for c in verb.children if c.dep in ("xcomp", "ccomp", "advcl") and c.i > verb.i and _to(view, c)), None)
    if child is None:
        return None
    obj = next((c for c in [*verb.children, *child.children] if c.dep in ("obj", "iobj", "nsubj") and verb.i < c.i < child.i), None)
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
    first = max(first, verb.i + 1)
    return _reported(view, verb, [(first, thing_end(view, verb, first, last))], sense, "quote/indirect/predicate")


RELATIVE = frozenset({"which", "what", "that", "whom", "who"})


def relative(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`what he called a mistake`, `which they described as …`, `a claim that he denied`: the relative pronoun is the object."""
    pronoun = relative_pronoun(verb)
    if pronoun is None:
        return None
    head, objects = (pronoun.i, pronoun.i), [c for c in verb.children if c.i > verb.i]
    sense = cue.sense("x")
    said = next((c for c in objects if c.dep in ("xcomp", "obj", "ccomp", "obl:pred", "nmod") and not _to(view, c)), None)
    if sense is not None and said is not None:
        return _reported(view, verb, [head, (verb.i + 1, clause_end(view, verb, said))], sense, "quote/indirect/relative")
    if cue.objects and (found := _phrase(view, verb, verb, cue.objects)) is not None and found[0].i <= verb.i + 3:
        return _reported(view, verb, [head, (found[0].i, found[1])], found[2], "quote/indirect/relative")
    sense = cue.sense("n")
    if sense is None or sense.group not in ("speech", "judge") or pronoun.dep != "obj" or verb.dep != "acl:relcl" or any(c.dep in ("obj", "ccomp", "xcomp", "obl") for c in objects):
        return None
    return _reported(view, verb, [head], sense, "quote/indirect/relative")


def relative_pronoun(verb: Token) -> Token | None:
    """Give the pronoun of the relative clause that a verb of saying stands in, where its subject is another word."""
    if verb.dep == "acl:relcl" and verb.head.lower == "what":
        pronoun: Token | None = verb.head
    else:
        pronoun = next((c for c in verb.children if c.i < verb.i and c.lower in RELATIVE and c.upos == "PRON"), None)
    subject = next((c for c in verb.children if c.dep == "nsubj" and c is not pronoun), None)
    if pronoun is None or subject is None or not pronoun.i < subject.i < verb.i:
        return None
    return pronoun


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
    first = max(view.left[obj.i], verb.i + 1)
    end = thing_end(view, verb, first, max(end, view.right[obj.i]))
    return _reported(view, verb, [(first, end)], sense, f"quote/indirect/object-{preposition.lower}")


def _phrase(view: View, verb: Token, obj: Token, table: dict[str, Sense]) -> tuple[Token, int, Sense] | None:
    """Find the first phrase with one of these prepositions that hangs on the verb or its object."""
    for host in (verb, obj):
        for child in host.children:
            if child.i <= obj.i or child.dep not in ("obl", "nmod", "advcl", "acl", "ccomp", "xcomp", "obl:agent"):
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
        if child.dep not in ("obl", "advcl", "nmod", "ccomp", "xcomp", "obj") or child.i < verb.i:
            continue
        case = next((c for c in child.children if c.dep in ("case", "mark") and c.lower in cue.phrases and c.i < child.i), None)
        if case is None or case.i > verb.i + 3:
            continue
        sense = cue.phrases[case.lower]
        end = clause_end(view, verb, child) if child.dep != "obl" else thing_end(view, verb, case.i + 1, view.right[child.i])
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
            return _reported(view, verb, [(view.left[child.i], thing_end(view, verb, view.left[child.i], view.right[child.i]))], sense, "quote/indirect/object")
    return None


def thing_end(view: View, verb: Token, first: int, end: int) -> int:
    """Give the last token of a reported thing: up to the next comma, or to a phrase that tells of the act of speaking."""
    limit = verb.sentence.tokens[-1].i if verb.dep not in EMBEDDED else max(view.right[verb.i], end)
    while end < limit:
        token = view.tokens[end + 1]
        if token.lower in CIRCUMSTANCE or _when(token) or token.upos == "ADV" or _occasion(token):
            break
        further = _extend_one(view, verb, end, limit)
        if further == end:
            break
        end = further
    return _cut(view, verb, first, end)


def _occasion(token: Token) -> bool:
    """Tell whether a preposition opens a phrase of when or where it was said ("on Sunday", "in a statement", "in 2019")."""
    if token.dep != "case" or token.lower not in ("in", "on", "at", "by"):
        return False
    noun = token.head
    return _when(noun) or noun.upos == "NUM" or (token.lower, noun.lower) in detail.occasions() or noun.lower in ("condition", "anonymity") or noun.name is not None and noun.name.label in ("DATE", "TIME")


CIRCUMSTANCE = frozenset("during without after before when while amid since until through via because though although as with".split())
"""Words that open a phrase about when, where and how something was said, after the thing that was said."""


WHEN = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year night morning afternoon evening day weekend time".split()
)


def _when(token: Token) -> bool:
    return token.lower in WHEN


# --- the clause before: "..., X said"


def parenthetic(view: View, verb: Token, cue: Cue, source: Source | None = None) -> Reported | None:
    """`…, X said.` and `…, X said, …`: the reported words stand around the verb."""
    sense = cue.sense("s")
    if sense is None or verb.xpos in ("VBG", "VB"):
        return None
    given = source is not None
    source = source or of_verb(view, verb)
    if source is not None and source.head.sentence is not verb.sentence:
        return None
    if not given and (source is None or source.how not in ("subject", "inverted", "next-to-verb")):
        source = following(view, verb)
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
    if not given and comma.text == "," and not _finite_before(verb, first - 1):
        return None
    content = [(_content_start(view, verb), first - 2)]
    rest = _rest(view, verb, last, sure=given)
    if rest is not None:
        content.append(rest)
    return _reported(view, verb, content, sense, "quote/indirect/parenthetic", source=source)


def _content_start(view: View, verb: Token) -> int:
    """Give the first token of the words before a parenthetic attribution: the sentence's, or the one after another attribution."""
    start = verb.sentence.tokens[0].i
    while (region := view.inside[start]) is not None and region.start < view.tokens[start].start:
        first = view.tokens[view.index_at(region.start)].sentence.tokens[0].i
        if first == start:
            break
        start = first
    for n in range(verb.i - 2, start, -1):
        token = view.tokens[n]
        if token.text == "," and view.tokens[n - 1].xpos in ("VBD", "VBZ") and cues.speaks(view.tokens[n - 1]) and view.inside[n] is None:
            return n + 2 if view.tokens[n + 1].lower in ("and", "but", "while") else n + 1
    return start


def between_commas(view: View, verb: Token, cue: Cue) -> Reported | None:
    """`…, X said, …` and `…, said X …`, whatever the parse makes of what follows."""
    if cue.sense("s") is None or "q" not in cue.frames or verb.xpos not in ("VBD", "VBZ", "VBP"):
        return None
    before, after = view.at(verb.i - 1), view.at(verb.i + 1)
    if before is None or after is None or before.sentence is not verb.sentence:
        return None
    if before.text in COMMAS or before.text in MARKS and (view.at(verb.i - 2) or before).text in COMMAS:
        if after.lower == "that" or after.text in COMMAS or verb.child("nsubj") is not None and verb.child("nsubj").i < verb.i:
            return None
        source = following(view, verb)
        if source is None or source.head.sentence is not verb.sentence:
            return None
        nxt = view.at(view.index_at(source.span[1] - 1) + 1)
        if nxt is not None and nxt.upos in ("VERB", "AUX"):
            return None
        return parenthetic(view, verb, cue, source)
    if after.text == ",":
        source = of_verb(view, verb)
        if source is None or source.how == "shared-subject" or source.head.i > verb.i:
            source = next_to(view, verb)
        first = view.at(view.index_at(source.span[0]) - 1) if source is not None else None
        if source is None or first is None or first.text != "," and not (first.text in MARKS and view.tokens[first.i - 1].text == ","):
            return None
        return parenthetic(view, verb, cue, source)
    return None


def _attributing_clause(view: View, verb: Token, source: Source) -> tuple[int, int]:
    i = view.index_at(source.span[0])
    first = min([i, verb.i, *(c.i for c in verb.children if c.dep in ("aux", "advmod") and abs(c.i - verb.i) <= 2)])
    last = max(verb.i, view.index_at(source.span[1] - 1))
    return first, last


def _finite_before(verb: Token, end: int) -> bool:
    """Tell whether a whole clause stands before: some word with a subject."""
    return any(t.dep in ("nsubj", "nsubj:pass", "expl") and t.i < end for t in verb.sentence.tokens)


def _main_before(verb: Token, end: int) -> bool:
    """Tell whether a main clause stands before, and not only an adverbial or a subordinate clause ("If he wins, she said, …")."""
    return any(
        t.dep in ("nsubj", "nsubj:pass", "expl") and t.i < end and t.head is not verb and t.head.dep not in ("advcl", "acl:relcl", "acl")
        and not any(c.dep == "mark" for c in t.head.children)
        for t in verb.sentence.tokens
    )  # fmt: skip


def _rest(view: View, verb: Token, last: int, *, sure: bool) -> tuple[int, int] | None:
    """Give the words after a parenthetic attribution that go on with the content."""
    end = verb.sentence.tokens[-1].i
    i = last + 1
    while i <= end and view.tokens[i].text not in COMMAS and view.tokens[i].text not in STOPS:
        i += 1
    if i >= end or view.tokens[i].text != ",":
        return None
    after = view.tokens[i + 1]
    if _reporter_again(view, i + 1, end) or after.lower in ("who", "whose", "whom", "as", "according"):
        return None
    if i == last + 1 and not _main_before(verb, verb.i):
        return (i + 1, _cut(view, verb, i + 1, end))
    top = after
    while top.head is not top and top.head is not verb:
        top = top.head
    if top.head is verb and top is not verb and top.dep in ("advcl", "acl", "conj", "obl", "advmod", "acl:relcl", "appos", "nmod", "nsubj", "xcomp"):
        return None
    if verb.dep not in ("parataxis", "ccomp", "dep", "advcl") and not (sure and after.upos in ("VERB", "AUX")):
        return None
    return (i + 1, _cut(view, verb, i + 1, end))


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
    by = agent(view, verb)
    if by is None and (token := _late_agent(view, preposition.i, end)) is not None:
        by, end = Source(phrase(view, token), token, "agent"), view.left[token.i] - 1
    content = [(view.left[subject.i], view.right[subject.i]), (preposition.i, end)]
    return _reported(view, verb, content, sense, f"quote/indirect/passive-{preposition.lower}", source=by)


def _late_agent(view: View, first: int, end: int) -> Token | None:
    """Find the *by* phrase that closes what somebody is accused of ("accused of fraud *by three customers*")."""
    return next((
        t for t in view.tokens[first : end + 1]
        if t.dep in ("obl:agent", "obl", "nmod") and view.right[t.i] == end and view.tokens[view.left[t.i]].lower == "by" and view.left[t.i] > first + 1
    ), None)  # fmt: skip


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
ACTIVE: tuple[Rule, ...] = (between_commas, relative, clause, infinitive, object_phrase, predicate, phrase_only, thing, parenthetic)
PASSIVE: tuple[Rule, ...] = (raised, told, accused, by_agent)


def find_reported(view: View, speakers: dict[int, Source | None]) -> list[Reported]:
    """Read every reporting verb outside quotations that no direct quotation has used (`speakers`: by the verbs that one has)."""
    out: list[Reported] = []
    speaker: Source | None = None
    said: Token | None = None
    for token in view.tokens:
        if view.inside[token.i] is not None:
            continue
        if token.i in speakers:
            speaker, said = speakers[token.i], token
            continue
        cue = cues.verb(token)
        if cue is None or (found := read_verb(view, token, cue)) is None:
            continue
        if token.xpos == "VBG" and said is not None and said.sentence is token.sentence and view.tokens[token.i - 1].text == "," and found.source is not None and found.source.how != "subject":
            found.source = speaker
        elif token.xpos in ("VBD", "VBZ", "VBP") and "q" in cue.frames:
            speaker, said = found.source, token
        out.append(found)
    return out
