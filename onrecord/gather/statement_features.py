"""What can be seen of a statement without asking what it means: the columns that the judge of statements weighs."""

from __future__ import annotations

from typing import get_args

from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, Drafts
from onrecord.model.record import Act, PartKind, StatementForm

RULES = 3
"""Parts of a rule's path that tell one way of finding from another ("quote/direct/after-cue")."""
OPENERS = ("that", "to", "for", "of", "on", "whether", "how", "about", "as", "with", "if")
RELATIONS = tuple("root conj advcl acl acl:relcl ccomp xcomp parataxis obl nmod obj".split())


def made(drafts: Drafts) -> list[AttributionDraft]:
    """Give the attributions to be judged: none that was never or only perhaps said; what nobody uttered too, as it vouches for events."""
    return [a for a in drafts.attributions if not a.negated and not a.hypothetical]


def statement_rows(document: Document, drafts: Drafts) -> list[dict[str, float]]:
    """Give a row of features for each statement of a report, in the order of `made`."""
    found = made(drafts)
    whole = {"report.words": float(len(document.tokens)), "report.density": 100 * len(found) / max(1, len(document.tokens))}
    covered: dict[int, int] = {}
    for a in found:
        for span in a.content:
            for token in document.tokens_in(span):
                covered[token.i] = covered.get(token.i, 0) + 1
    return [_row(a, document, drafts, covered) | whole for a in found]


def _row(a: AttributionDraft, document: Document, drafts: Drafts, covered: dict[int, int]) -> dict[str, float]:
    tokens = [t for span in a.content for t in document.tokens_in(span)]
    speaker = drafts.cast.speaker(a)
    part = document.part_at(a.content[0][0])
    first, cue = (tokens[0] if tokens else None), a.cue_head
    row = {
        "pieces": float(len(a.content)), "length": float(len(tokens)), "inside": float(a.within is not None),
        "carried": float(a.inherited is not None), "speaker": float(speaker is not None), "named": 0.0, "pronoun": 0.0, "told": 0.0,
        "source": float(a.source is not None), "cue": float(cue is not None), "dated": float(a.time is not None),
        "channel": float(a.channel is not None), "addressee": float(a.addressee is not None),
        "place.in.text": a.content[0][0] / max(1, len(document.text)),
        "verbs": float(sum(t.upos in ("VERB", "AUX") for t in tokens)),
        "finite": float(any(t.xpos in ("VBD", "VBZ", "VBP", "MD") for t in tokens)),
        "subject": float(any(t.dep.startswith("nsubj") for t in tokens)), "quoted": float(any(t.text in "“”\"" for t in tokens)),
        "shared": sum(covered[t.i] > 1 for t in tokens) / max(1, len(tokens)),
        "cue.before": float(cue is not None and first is not None and cue.i < first.i),
        "confidence": 1.0 if a.confidence is None else a.confidence,
        "verb.cue": float(cue is not None and cue.upos == "VERB"), "noun.cue": float(cue is not None and cue.upos == "NOUN"),
    }  # fmt: skip
    if speaker is not None:
        row["named"] = float(any(m.form == "name" for m in speaker.mentions))
        row["told"] = float(len(speaker.mentions))
        row |= {f"speaker.{t}": float(speaker.type == t) for t in ("person", "group", "organization", "government")}
        row[f"sector.{speaker.sector}"] = 1.0
    if a.source_head is not None:
        row["pronoun"] = float(a.source_head.upos == "PRON")
    row |= {f"form.{f}": float(a.form == f) for f in get_args(StatementForm)} | {f"act.{x}": float(a.act == x) for x in get_args(Act)}
    row |= {f"part.{k}": float(part is not None and part.kind == k) for k in get_args(PartKind)}
    row |= {f"opens.{w}": float(first is not None and first.lower == w) for w in OPENERS}
    row |= {f"relation.{d}": float(cue is not None and cue.dep == d) for d in RELATIONS}
    row |= {f"tag.{t}": float(cue is not None and cue.xpos == t) for t in ("VBD", "VBZ", "VBP", "VBN", "VBG", "VB", "NN", "NNS")}
    row["rule." + "/".join(a.rule.split("/")[:RULES])] = 1.0
    return row
