"""Which of the gathered things belong on record, and how surely: learned and calibrated, one judge a kind.

A judge weighs what can be seen of a thing (event_features.py ...) with boosted trees, and its sum becomes a probability by a
calibration that was fitted on reports the trees had not seen. What is less likely than a bound leaves the record (of actors the judge's
own `least`, of the others the bounds below); of what stays, the probability is its `confidence`.
Recipe and figures: training/judges.py and the model card.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from onrecord.coding.proposals import HEAD
from onrecord.gather.actor_features import actor_rows
from onrecord.gather.entries import Entries
from onrecord.gather.event_features import event_rows
from onrecord.gather.standing_in_record import heard
from onrecord.gather.statement_features import made, statement_rows
from onrecord.gather.worth import never_told, worth_telling
from onrecord.heads import files
from onrecord.heads.trees import Trees
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts, EventDraft

KNOWN, IN_SHORT, DOUBTED, PROPOSED = 0.4, 0.05, 0.85, 0.8
"""How sure of a happening the judge must be: one that a frame of the lexicon codes between parties of public life, in a whole report and in
a few sentences, which seldom tell of more than they are about; one that coding doubts; one that only a head has seen. With one bound for
all (0.32, the best on the training folds) events with their parties on whole reports fall by 3 points, and five-coder sentences without an
event from 83 to 67."""
SHORT = 100
"""Words up to which a text is a few sentences."""
SAID = 0.3
"""How sure of a statement the judge must be. The best bound on the training folds is 0.46; down to 0.3 the F1 of whole reports not seen is
the same, and what is kept more finds more of PolNeAR's attributions."""


@dataclass(frozen=True)
class Judge:
    """Trees over named columns, the line that turns their sum into log-odds, and the bound that gave the best F1 on reports not seen."""

    columns: tuple[str, ...]
    trees: Trees
    slope: float
    offset: float
    least: float

    def __call__(self, rows: Sequence[dict[str, float]]) -> list[float]:
        """Give the probability of each row, to two decimals."""
        if not rows:
            return []
        place, table = self._places, []
        for row in rows:
            line = [0.0] * len(place)
            for name, value in row.items():
                if value and (at := place.get(name)) is not None:
                    line[at] = value
            table.append(line)
        odds = self.trees.sums(np.array(table, np.float32)) * self.slope + self.offset
        return [round(float(p), 2) for p in 1 / (1 + np.exp(-odds))]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.columns)}


@cache
def judge(kind: str) -> Judge | None:
    """Read the judge of a kind of thing; None where none is shipped."""
    data = files.read(f"judge_{kind}.zip")
    if data is None:
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        about = json.loads(parts.read("about.json"))
        trees = Trees.read(parts.read("trees.npz"))
    return Judge(tuple(about["columns"]), trees, about["slope"], about["offset"], about["least"])


def packed(found: Judge) -> bytes:
    """Give the bytes of a judge's file: the same judge, the same bytes."""
    trees, out = io.BytesIO(), io.BytesIO()
    np.savez_compressed(trees, **{n: getattr(found.trees, n) for n in ("tree", "column", "bound", "left_over", "values")})
    about = {"columns": list(found.columns), "slope": found.slope, "offset": found.offset, "least": found.least}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as parts:
        parts.writestr(zipfile.ZipInfo("about.json"), json.dumps(about))
        parts.writestr(zipfile.ZipInfo("trees.npz"), trees.getvalue())
    return out.getvalue()


def judge_statements(document: Document, drafts: Drafts) -> None:
    """Say of each attribution how sure it is that somebody said it and that it is told here first; below the bound it is no statement.

    What rules take for a wish or belief may still be one ("they *believe* the fire was set"); what is none still vouches for events.
    """
    weigh = judge("statements") if document.meanings else None
    if weigh is None:
        return
    for attribution, sure in zip(made(drafts), weigh(statement_rows(document, drafts)), strict=True):
        attribution.confidence = sure
        attribution.uttered = sure >= SAID


def judge_actors(document: Document, drafts: Drafts, entries: Entries) -> None:
    """Leave out whoever does not belong on record and takes part in nothing that does; of the others say how sure that is.

    In a few sentences nobody is left out that rules kept.
    """
    weigh = judge("actors") if document.meanings else None
    if weigh is None:
        return
    needed = heard(drafts)
    least = weigh.least if len(document.tokens) > SHORT else 0.0
    for actor, sure in zip(list(drafts.cast.actors), weigh(actor_rows(document, drafts, entries)), strict=True):
        actor.sure = sure
        entry = entries.of(actor)
        if sure < least and id(actor) not in needed and entry is not None:
            entries.leave_out(entry)
    entries.settle()


def judge_events(document: Document, drafts: Drafts) -> None:
    """Leave out happenings that a careful reader would not keep; of the others say how sure that is.

    Where the parser tells no meanings, the judge cannot judge: then rules say what is worth telling.
    """
    drafts.events[:] = [e for e in drafts.events if not never_told(e)]
    weigh = judge("events") if document.meanings else None
    if weigh is None:
        drafts.events[:] = worth_telling(drafts.events)
        return
    for event, sure in zip(drafts.events, weigh(event_rows(document, drafts)), strict=True):
        event.confidence = sure
    known = IN_SHORT if len(document.tokens) <= SHORT else KNOWN
    drafts.events[:] = [e for e in drafts.events if (e.confidence or 0) >= _least(e, known)]


def _least(event: EventDraft, known: float) -> float:
    if event.own is not None:  # what the user named is asked for, whoever does it
        return 0.0
    if all(t.rule.startswith(HEAD) for t in event.mentions or [event]):
        return PROPOSED
    return DOUBTED if event.doubt else known
