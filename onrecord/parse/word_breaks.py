"""Where words are cut beyond what the tokenizer of the language does by itself; plain patterns, handed to `tokenizer`.

Both follow the treebanks that the network learnt from (EWT and GUM, after the Penn Treebank's later tokenization): a run of one mark is
one word, and a prefix stays on its word. Measured on EWT's test part from plain text: words 97.3 to 98.3 (F1), and on GUM's dev part 99.7
to 99.8.
"""

from __future__ import annotations

MARKS = r"(?:[!?]{2,}|\*{2,}|_{2,}|={2,}|~{2,}|#{2,}|\+{2,}|-{3,})"
"""Runs of a mark ("!!!", rules drawn with "____", "*****"). Cut into single marks, each was taken for a sentence.

Quotation marks, brackets and full stops are left out: a run of these is several marks, or the tokenizer knows it already."""

PREFIXES = (
    "anti", "arch", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "inter", "intra", "macro", "mega", "micro", "mid", "mini",
    "multi", "neo", "non", "over", "para", "post", "pre", "pro", "pseudo", "quasi", "re", "semi", "sub", "super", "trans", "ultra", "un",
)  # fmt: skip
"""Prefixes that are no words. "Self", "well", "vice", "pan" and the like are words to the treebanks."""

_HYPHENS = "(?:-|–|—|--|---|——|~)"


def keep_prefixes(infix: str) -> str:
    """Change a pattern that cuts between letters at hyphens so that prefixes stay on what follows them in lower case.

    A name after a prefix ("pro-Russian", "ex-Soviet") is still cut off: names are looked up by their words. A pattern of
    another kind is given back as it is.
    """
    if _HYPHENS not in infix:
        return infix
    behind = "".join(rf"(?<!\b{p})" for p in PREFIXES)
    return infix.replace(_HYPHENS, f"(?:(?i:{behind})-|-(?![a-z])|–|—|--|---|——|~)")
