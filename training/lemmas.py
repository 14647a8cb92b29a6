"""Collect the lemmas on which the treebanks agree: `tag -> form -> lemma` for the model folder."""

from __future__ import annotations

from collections import Counter, defaultdict

from corpora import Example

from onrecord.parse.encoder_features import apply_edit

SKIPPED = frozenset(["NNP", "NNPS", "CD", "FW", "ADD", "GW", "XX", "LS", "SYM", "UH", "AFX", "NFP"])
AGREE = 0.9


def collect(trees: list[Example]) -> dict[str, dict[str, str]]:
    """Give the forms seen twice or more, nine times in ten with the same lemma."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for e in trees:
        for form, tag, edit in zip(e["w"], e["tag"], e["lem"], strict=True):
            if tag not in SKIPPED and any(c.isalpha() for c in form):
                seen[tag, form.lower().replace("’", "'")][apply_edit(form, edit)] += 1
    out: dict[str, dict[str, str]] = {}
    for (tag, form), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        if lemmas.total() >= 2 and count >= AGREE * lemmas.total():
            out.setdefault(tag, {})[form] = lemma
    return out
