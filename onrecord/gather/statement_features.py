"""What can be seen of a statement without asking what it means: the columns that the judge of statements weighs."""

from __future__ import annotations

from typing import get_args

from onrecord.gather.event_features import none_of, one_of
from onrecord.grammar.columns import RELATIONS, TAGS, columns
from onrecord.model.document import Document
from onrecord.model.drafts import AttributionDraft, Drafts
from onrecord.model.record import Act, PartKind, StatementForm

RULES = 3
"""Parts of a rule's path that tell one way of finding from another ("quote/direct/after-cue")."""
OPENERS = ("that", "to", "for", "of", "on", "whether", "how", "about", "as", "with", "if")
FORMS, ACTS, PARTS = get_args(StatementForm), get_args(Act), get_args(PartKind)
SPEAKERS = ("person", "group", "organization", "government")
ABSENT = none_of(form=FORMS, act=ACTS, part=PARTS, opens=OPENERS, relation=RELATIONS, tag=TAGS, speaker=SPEAKERS)


def made(drafts: Drafts) -> list[AttributionDraft]:
    """Give the attributions to be judged: none that was never or only perhaps said; what rules think nobody uttered too."""
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
    row = ABSENT | {
        "pieces": float(len(a.content)), "length": float(len(tokens)), "inside": float(a.within is not None),
        "carried": float(a.inherited is not None), "speaker": float(speaker is not None), "named": 0.0, "pronoun": 0.0, "told": 0.0,
        "uttered": float(a.uttered),
        "source": float(a.source is not None), "cue": float(cue is not None), "dated": float(a.time is not None),
        "channel": float(a.channel is not None), "addressee": float(a.addressee is not None),
        "place.in.text": a.content[0][0] / max(1, len(document.text)),
        "verbs": float(sum(t.upos in ("VERB", "AUX") for t in tokens)),
        "finite": float(any(t.form.finite for t in tokens)),
        "subject": float(any(t.role.subject for t in tokens)), "quoted": float(any(t.text in "“”\"" for t in tokens)),
        "shared": sum(covered[t.i] > 1 for t in tokens) / max(1, len(tokens)),
        "cue.before": float(cue is not None and first is not None and cue.i < first.i),
        "confidence": 1.0 if a.confidence is None else a.confidence,
        "verb.cue": float(cue is not None and cue.upos == "VERB"), "noun.cue": float(cue is not None and cue.upos == "NOUN"),
    }  # fmt: skip
    if speaker is not None:
        row["named"] = float(any(m.form == "name" for m in speaker.mentions))
        row["told"] = float(len(speaker.mentions))
        row |= one_of("speaker", speaker.type, SPEAKERS)
        row[f"sector.{speaker.sector}"] = 1.0
    if a.source_head is not None:
        row["pronoun"] = float(a.source_head.upos == "PRON")
    row |= one_of("form", a.form, FORMS) | one_of("act", a.act, ACTS)
    if part is not None:
        row |= one_of("part", part.kind, PARTS)
    if first is not None:
        row |= one_of("opens", first.lower, OPENERS)
    if cue is not None:
        row |= columns(cue)
    row["rule." + "/".join(a.rule.split("/")[:RULES])] = 1.0
    return row
