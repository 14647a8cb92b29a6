"""Trains onrecord/models/en/acts.npz: which words tell of an act, and of which type.

    pip install scikit-learn
    python training/acts.py --corpora ../shared/corpora --gold ../shared/gold

Learns from gold/reports' dev reports and daily items and from training/annotated: the head word of every mention of a core event is of
that event's type, words of optional events are left out, every other verb, noun, adjective and name is none. `fit(..., but=n)` gives the
head that has not seen a fold of the reports: judges that weigh this head's word are trained on what such heads say (training/judges.py).
"""

from __future__ import annotations

import hashlib
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from annotated import arguments, read
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parents[1]))
from evaluation.dev import parser as cached_parser
from onrecord.heads import files
from onrecord.heads.acts import FILE, TYPES, WORDS, ActHead, packed
from onrecord.model.document import Document, Token
from onrecord.model.source import text_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.pipeline import document_of
from onrecord.settings import Settings

HIDDEN = 128
SEEDS = (0, 1, 2)
"""Networks that are averaged: of one hidden layer each, laid side by side into one."""
FOLDS = 5
Row = dict[str, Any]
Floats = NDArray[np.float32]


def document(row: Row, parser: Any) -> Document:
    """Parse an annotated report as the pipeline does."""
    anatomy = read_anatomy(text_source(row["text"], published=row.get("date") or row.get("published"), key=row["id"]), Settings())
    parses = parser.parse_blocks([row["text"][a:b] for a, b in anatomy.blocks])
    return document_of(anatomy, parses)


def fold_of(row: Row) -> int:
    """Give the fold of a report, by its id: the same for every head and judge."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % FOLDS


def head_of(tokens: Sequence[Token]) -> Token:
    """Give the word of a mention on which the others hang."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head is t), tokens[0])


def examples(row: Row, doc: Document) -> tuple[Floats, list[int]]:
    """Give the rows of a report's words that teach something, and their classes (0 none, else 1 + type)."""
    label: dict[int, int] = {}
    unsure: set[int] = set()
    for event in row["events"]:
        for span in event["mentions"]:
            tokens = [t for t in doc.tokens_in((max(0, span[0] - 30), span[1])) if t.end > span[0]]
            if not tokens:
                continue
            unsure.update(t.i for t in tokens)
            if event.get("core", True):
                label[head_of(tokens).i] = 1 + TYPES.index(event["types"][0])
    kept = [t.i for t in doc.tokens if t.upos in WORDS and (t.i in label or t.i not in unsure)]
    table = np.frombuffer(doc.meanings, np.float16).reshape(len(doc.tokens), -1) if doc.tokens else np.zeros((0, 384), np.float16)
    return table[kept].astype(np.float32), [label.get(i, 0) for i in kept]


def train(rows: Floats, classes: Sequence[int]) -> ActHead:
    """Train the head: a few networks from other seeds, averaged by laying their hidden layers side by side."""
    scaler = StandardScaler().fit(rows)
    scaled, wanted = scaler.transform(rows), np.array(classes)
    inner, inner_bias, outer, outer_bias = [], [], [], []
    for seed in SEEDS:
        net = MLPClassifier((HIDDEN,), alpha=1e-2, max_iter=12, random_state=seed, learning_rate_init=7e-4, batch_size=256)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            net.fit(scaled, wanted)
        inner.append(net.coefs_[0] / scaler.scale_[:, None])
        inner_bias.append(net.intercepts_[0] - (scaler.mean_ / scaler.scale_) @ net.coefs_[0])
        last, last_bias = np.full((HIDDEN, 1 + len(TYPES)), 0.0), np.full(1 + len(TYPES), -20.0)
        last[:, net.classes_], last_bias[net.classes_] = net.coefs_[1], net.intercepts_[1]
        outer.append(last / len(SEEDS))
        outer_bias.append(last_bias / len(SEEDS))
    parts = (np.concatenate(inner, 1), np.concatenate(inner_bias), np.concatenate(outer), np.sum(outer_bias, 0))
    return ActHead(*(p.astype(np.float16).astype(np.float32) for p in parts))


def fit(rows: Sequence[Row], docs: Sequence[Document], but: int | None = None) -> ActHead:
    """Train on all reports, or on those outside one fold."""
    found = [examples(r, d) for r, d in zip(rows, docs, strict=True) if but is None or fold_of(r) != but]
    return train(np.concatenate([f[0] for f in found]), [c for f in found for c in f[1]])


def main() -> None:
    args = arguments(__doc__)
    rows, parser = read(args.corpora, args.gold), cached_parser()
    docs = [document(r, parser) for r in rows]
    head = fit(rows, docs)
    files.write(FILE, packed(head))
    print(f"{len(rows)} reports, wrote {FILE}")


if __name__ == "__main__":
    main()
