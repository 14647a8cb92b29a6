"""What is told about the act of speaking itself: whether it is denied or only supposed, to whom and through what it was said."""

from __future__ import annotations

from onrecord.model.document import Token

NEVER = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
SUPPOSED = frozenset({"could", "might", "may"})
MEDIA = frozenset(
    "television tv radio newspaper newspapers agency network channel magazine broadcaster station website podcast programme program daily weekly tabloid outlet media".split()
)


def negated(verb: Token) -> bool:
    """Tell whether the verb itself is negated ("never said")."""
    return any(c.lower in NEVER and c.dep in ("advmod", "det", "cc:preconj", "neg") and c.i < verb.i for c in verb.children)


def supposed(verb: Token) -> bool:
    """Tell whether the speaking is only possible, conditional or asked about."""
    if any(c.dep == "aux" and c.lower in SUPPOSED for c in verb.children):
        return True
    if any(c.dep == "mark" and c.lower in ("if", "unless", "whether") and c.i < verb.i for c in verb.children):
        return True
    last = verb.sentence.tokens[-1]
    return last.text == "?" and verb.sentence.root is verb


def addressee(verb: Token) -> Token | None:
    """Give the head of the person spoken to: "told *reporters*", "said to *the council*"."""
    for child in verb.children:
        if child.dep in ("iobj", "obj") and child.i > verb.i and verb.lemma.lower() in ADDRESSED:
            return child
        if child.dep == "obl" and child.i > verb.i and any(c.dep == "case" and c.lower == "to" for c in child.children):
            return child
    return None


ADDRESSED = frozenset("tell ask inform warn remind assure notify advise brief urge promise convince persuade reassure caution".split())


def medium(head: Token) -> bool:
    """Tell whether a person spoken to is in truth a medium ("told state television")."""
    return head.lower in MEDIA or head.lemma.lower() in MEDIA
