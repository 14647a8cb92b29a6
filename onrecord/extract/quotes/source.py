"""The source of an attribution: the noun phrase that stands for whoever speaks."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.quotes.view import COMMAS, MARKS, View
from onrecord.model.document import Token
from onrecord.model.record import Span

SUBJECTS = ("nsubj", "csubj", "expl")
LEFT = frozenset({"det", "amod", "compound", "nmod:poss", "nummod", "flat", "appos", "nmod", "det:predet", "advmod", "nmod:unmarked", "obl:npmod", "nmod:npmod", "punct", "case", "dep", "goeswith", "conj", "cc", "list"})
BREAK = frozenset({"acl:relcl", "parataxis", "advcl", "ccomp", "cop", "aux", "mark", "nsubj"})
PASS_ON = frozenset({"conj", "xcomp", "advcl", "parataxis", "ccomp", "acl", "dep", "advcl:relcl"})
MAX_STEPS = 6
"""How far up the tree a subject is looked for; news sentences do not nest deeper."""
MAX_PHRASE = 40
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True)
class Source:
    """A source's span, head token and how it was found."""

    span: Span
    head: Token
    how: str


def phrase(view: View, head: Token) -> Span:
    """Give the noun phrase around a head: modifiers and *of*-phrases, up to the first comma or relative clause."""
    first = _reach_left(view, head)
    last = _reach_right(view, head)
    return view.span(first, last)


def _reach_left(view: View, head: Token) -> int:
    low = max(view.left[head.i], head.i - MAX_PHRASE)
    first = head.i
    for i in range(head.i - 1, low - 1, -1):
        token = view.tokens[i]
        if token.text in COMMAS and token.text != "-" or token.text in (":", "(", ")") or token.sentence is not head.sentence:
            break
        if view.inside[i] is not view.inside[head.i]:
            break
        first = i
    while first < head.i and (view.tokens[first].dep in ("case", "cc", "punct", "mark", "advmod") and not _inner(view.tokens[first], head)):
        first += 1
    return first


def _inner(token: Token, head: Token) -> bool:
    """Tell whether a word belongs to a modifier inside the phrase rather than to the phrase as a whole."""
    return token.head is not head and token.dep != "punct"


def _reach_right(view: View, head: Token) -> int:
    high = min(view.right[head.i], head.i + MAX_PHRASE)
    blocked = min((view.left[c.i] for c in head.children if c.i > head.i and c.dep in BREAK), default=high + 1)
    last = head.i
    for i in range(head.i + 1, min(high, blocked - 1) + 1):
        token = view.tokens[i]
        if token.text in COMMAS and token.text != "-" or token.text in (":", "(") or token.text in MARKS and token.dep == "punct" and token.text not in ("'", "’"):
            break
        if token.dep in BREAK and token.head.i <= head.i or token.xpos in FINITE and token.dep not in ("acl", "amod", "compound"):
            break
        last = i
    while last > head.i and view.tokens[last].dep in ("punct", "cc"):
        last -= 1
    return last


def subject_phrase(view: View, head: Token, verb: Token) -> Span:
    """Give a subject's phrase; where nothing but names and nouns stands between it and the verb, they belong to it too."""
    start, end = phrase(view, head)
    if head.i > verb.i:
        last = view.index_at(_through_names(view, view.index_at(end - 1)) - 1)
        return (max(start, verb.end + 1), _named_after(view, last))
    last = min(view.index_at(end - 1), verb.i - 1)
    end = view.tokens[last].end
    n = last + 1
    while n < verb.i and (view.tokens[n].upos in NOMINAL or view.tokens[n].lower in ("'s", "’s") or view.tokens[n].lower in REFLEXIVE):
        n += 1
    if n > last + 1 and (n == verb.i or view.tokens[n].upos in ("AUX", "ADV", "PUNCT")):
        end = view.tokens[n - 1].end
    elif head.upos == "NOUN":
        end = _named_after(view, last)
    return (_apposed(view, view.index_at(start), n, verb), end)


def _through_names(view: View, last: int) -> int:
    """Give the end of a phrase after an inverted verb, with the names that follow at once ("said adviser *Ann Lee*")."""
    n = last + 1
    while n < len(view.tokens) and n < last + 8 and (view.tokens[n].upos == "PROPN" or view.tokens[n].lower in ("'s", "’s")):
        n += 1
    if view.tokens[last].lower in ("'s", "’s"):
        while n < len(view.tokens) and view.tokens[n].upos in NOMINAL:
            n += 1
    return view.tokens[n - 1].end


def _named_after(view: View, last: int) -> int:
    """Give the end of a description with the name that is apposed to it ("the army's spokesman, *Colonel Yusuf Garba*,")."""
    end = view.tokens[last].end
    comma, first = view.at(last + 1), view.at(last + 2)
    if comma is None or first is None or comma.text != "," or view.tokens[last].upos != "NOUN" or first.sentence is not comma.sentence:
        return end
    n = last + 2
    while n < len(view.tokens) and n < last + 9 and view.tokens[n].upos == "PROPN":
        n += 1
    after = view.at(n)
    if n > last + 2 and after is not None and (after.text == "," or after.text in (".", "!", "?")):
        return view.tokens[n - 1].end
    return end


def _apposed(view: View, first: int, after: int, verb: Token) -> int:
    """Give the start of a phrase with the phrase it is apposed to: "A spokesman, *Ann Lee*, said", "Ann Lee, *a spokesman*, said"."""
    start = view.tokens[first].start
    if first < 2 or after >= verb.i or view.tokens[after].text not in COMMAS or view.tokens[first - 1].text not in COMMAS:
        return start
    before = view.tokens[first - 2]
    if before.sentence is not verb.sentence or before.upos not in ("NOUN", "PROPN"):
        return start
    top = before
    while top.head is not top and top.head.i < first - 1 and top.head.upos in ("NOUN", "PROPN") and top.dep not in ("conj", "appos"):
        top = top.head
    n = view.left[top.i]
    if n > verb.sentence.tokens[0].i and view.tokens[n - 1].upos not in ("CCONJ", "SCONJ", "PUNCT", "ADV"):
        return start
    if top.dep in ("obl", "obj", "nmod", "obl:tmod") and view.tokens[n].upos == "ADP":
        return start
    return view.tokens[n].start


def of_verb(view: View, verb: Token) -> Source | None:
    """Find who does the verb: its subject, the agent of a passive, or the subject it shares with the verb it hangs on."""
    found = _clear_of(view, verb, _by_tree(view, verb))
    if found is None or found.how == "shared-subject":
        return next_to(view, verb) or found
    return found


def _clear_of(view: View, verb: Token, source: Source | None) -> Source | None:
    """Cut a source before the verb it speaks through ("a paper *welcoming* …")."""
    if source is None or not (source.head.i < verb.i and source.span[1] > verb.start):
        return source
    last = verb.i - 1
    while last > source.head.i and view.tokens[last].upos in ("PUNCT", "ADV", "AUX"):
        last -= 1
    return Source((source.span[0], view.tokens[last].end), source.head, source.how)


def next_to(view: View, verb: Token) -> Source | None:
    """Take the noun phrase right before a finite verb whose subject the parse has given to another."""
    if verb.xpos not in ("VBD", "VBZ", "VBP"):
        return None
    for token in view.back(verb.i):
        if token.upos in ("AUX", "ADV", "PART") or token.lower in REFLEXIVE:
            continue
        if token.sentence is not verb.sentence or token.upos not in ("NOUN", "PROPN", "PRON") or view.inside[token.i] is not view.inside[verb.i]:
            return None
        if token.dep in ("obj", "obl", "nmod", "conj", "iobj", "nmod:poss", "obl:tmod", "obl:unmarked", "nmod:unmarked", "compound"):
            return None
        return Source(subject_phrase(view, token, verb), token, "next-to-verb")
    return None


REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})


def _by_tree(view: View, verb: Token) -> Source | None:
    token, how = verb, "subject"
    for _ in range(MAX_STEPS):
        if is_passive(token) and token is verb:
            return agent(view, token)
        subject = next((c for c in token.children if c.dep in SUBJECTS), None)
        if subject is not None and subject.dep != "expl":
            return Source(subject_phrase(view, subject, token), subject, how)
        if token is not verb and (passive_subject := token.child("nsubj:pass")) is not None:
            return Source(phrase(view, passive_subject), passive_subject, how)
        if token.dep in ("acl",) and token is verb or token.dep == "acl" and how != "subject":
            return Source(phrase(view, token.head), token.head, "modified-noun")
        if token.dep not in PASS_ON or token.head is token:
            break
        token, how = (token.head.head if _reports_on(token) else token.head), "shared-subject"
        if token.upos in ("NOUN", "PROPN", "PRON") and token.child("cop") is None and token.child("nsubj") is None:
            return Source(phrase(view, token), token, "modified-noun")
    return None


def _reports_on(token: Token) -> bool:
    """Tell whether a conjunct was joined to what is said, though it goes on with the saying ("said … and *added* that …")."""
    clause = token.head
    return token.dep == "conj" and clause.dep == "ccomp" and token.xpos == clause.head.xpos and token.xpos in ("VBD", "VBZ") and token.child("ccomp") is not None and clause.head.i < clause.i


def is_passive(verb: Token) -> bool:
    return any(c.dep in ("aux:pass", "nsubj:pass", "csubj:pass") for c in verb.children) or (
        verb.dep == "acl" and verb.xpos == "VBN" and verb.child("obj") is None
    )


def agent(view: View, verb: Token) -> Source | None:
    """Find the *by* phrase of a passive."""
    for child in verb.children:
        if child.dep in ("obl:agent", "obl") and child.i > verb.i and (case := child.child("case")) is not None and case.lower == "by":
            return Source(phrase(view, child), child, "agent")
    return None


def following(view: View, verb: Token) -> Source | None:
    """Find the subject of an inverted verb ("said X"): the noun phrase right after it."""
    for child in verb.children:
        if child.dep in ("nsubj", "obj") and child.i > verb.i and view.left[child.i] <= verb.i + 1:
            return Source(subject_phrase(view, child, verb), child, "inverted")
    for i in range(verb.i + 1, min(verb.i + 5, len(view.tokens))):
        token = view.tokens[i]
        if token.sentence is not verb.sentence or token.upos in ("PUNCT", "SCONJ", "VERB", "ADP", "ADV"):
            return None
        if token.upos in ("PROPN", "NOUN", "PRON"):
            head = token
            while head.head.i > head.i and head.head.upos in ("PROPN", "NOUN") and head.head.sentence is verb.sentence and head.dep in ("compound", "flat", "amod"):
                head = head.head
            return Source(subject_phrase(view, head, verb), head, "inverted")
    return None
