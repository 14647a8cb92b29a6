"""Trains onrecord/models/en/judge_*.zip: which gathered things a careful reader keeps, and how surely.

    pip install scikit-learn lightgbm
    python training/judges.py --corpora ../shared/corpora --gold ../shared/gold [--write]

Reads what training/acts.py reads. Each fold of the reports is read with a head that has not seen it, then judged by trees that have not; on
those out-of-fold sums the calibration (Platt 1999) is fitted and the least probability chosen that gives the best F1. What is printed was
measured there too. A thing is right where gold holds it as core and it is the first to tell of it; what gold holds as optional is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pairs
from acts import FOLDS, ActHead, document, fit, fold_of
from annotated import arguments, read
from marks import Likeness, covered, like_actors, like_events, taken
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1]))
from evaluation.boosting import pack
from evaluation.dev import parser as cached_parser
from onrecord import pipeline
from onrecord.coding import events as coding_events
from onrecord.gather import judging
from onrecord.gather.actor_features import actor_rows
from onrecord.gather.event_features import event_rows
from onrecord.gather.statement_features import made, statement_rows
from onrecord.heads import files
from onrecord.heads.acts import read_acts
from onrecord.model.document import Document
from onrecord.model.drafts import Drafts

BAGS, ROUNDS = 4, 120
SETTINGS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 8, "min_child_samples": 25, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 8, "max_bin": 63, "verbose": -1, "num_threads": 1, "deterministic": True,
}  # fmt: skip
TIE = 0.1
"""Points of F1 that are no difference."""
WHOLE = 150
"""Words from which a text is a whole report, not a day's item."""
STEPS = (("statements", "events"), ("actors",))
"""Who belongs on record is judged last, by what is left of statements and events."""
Row = dict[str, Any]
Floats = NDArray[np.float64]


class Kind(NamedTuple):
    """A kind of thing to judge: its features, its items as word sets, and whether one of them may be an item of gold."""

    rows: Callable[[Document, Drafts], list[dict[str, float]]]
    label: Callable[[Row, Document, Drafts], list[float | None]]
    wanted: Callable[[Row], int]


def paired(likeness: Sequence[Likeness], given: int, gold: Sequence[Row]) -> list[float | None]:
    """Say of each given item: 1 right, 0 wrong or told twice, None where gold holds it as optional."""
    pairs, best = taken(likeness, gold)
    out: list[float | None] = []
    for i in range(given):
        at = pairs.get(i, best.get(i))
        optional = at is not None and not gold[at].get("core", True)
        out.append(None if optional else float(i in pairs))
    return out


def event_labels(gold: Row, doc: Document, drafts: Drafts) -> list[float | None]:
    return paired(like_events(gold, doc, drafts), len(drafts.events), gold["events"])


def statement_labels(gold: Row, doc: Document, drafts: Drafts) -> list[float | None]:
    want = [covered(doc, s["content"]) for s in gold["statements"]]
    found = [covered(doc, a.content) for a in made(drafts)]
    pairs = [(len(f & w) / len(f | w), i, j) for i, f in enumerate(found) for j, w in enumerate(want) if 2 * len(f & w) >= len(f | w) > 0]
    return paired(pairs, len(found), gold["statements"])


def actor_labels(gold: Row, doc: Document, drafts: Drafts) -> list[float | None]:
    return paired(like_actors(gold, doc, drafts), len(drafts.cast.actors), gold["actors"])


def core(kind: str) -> Callable[[Row], int]:
    return lambda gold: sum(item.get("core", True) for item in gold[kind])


KINDS = {
    "events": Kind(event_rows, event_labels, core("events")),
    "statements": Kind(statement_rows, statement_labels, core("statements")),
    "actors": Kind(actor_rows, actor_labels, core("actors")),
}


def learn(table: NDArray[np.float32], labels: NDArray[np.float64]) -> Any:
    import lightgbm

    lots = []
    for bag in range(BAGS):
        settings = {**SETTINGS, "bagging_seed": bag, "feature_fraction_seed": bag}
        model = lightgbm.train(settings, lightgbm.Dataset(table, labels), ROUNDS).dump_model()
        lots += [t["tree_structure"] for t in model["tree_info"]]
    return pack(lots, 1 / BAGS)


Judges = dict[str, judging.Judge]


def examples(
    rows: Sequence[Row], docs: Sequence[Document], heads: Sequence[ActHead], pair_heads: pairs.Folds, judges: Sequence[Judges]
) -> list[Drafts]:
    """Run every stage on each report, with the heads and the judges that have not seen its fold in place of those that are shipped."""
    out = []
    for row, doc in zip(rows, docs, strict=True):
        head, mine = heads[fold_of(row)], judges[fold_of(row)]
        pairs.ask(pair_heads, fold_of(row))
        coding_events.read_acts = partial(read_acts, head=head)
        judging.judge = mine.get  # type: ignore[assignment]
        out.append(pipeline.run_stages(doc))
    return out


def f1(right: float, given: float, wanted: float) -> float:
    return 200 * right / max(1.0, given + wanted)


class Fitted(NamedTuple):
    """A judge, and for each fold the one that has not seen it."""

    whole: judging.Judge
    folds: list[judging.Judge]


def fitted(name: str, rows: Sequence[Row], docs: Sequence[Document], drafts: Sequence[Drafts]) -> Fitted:
    kind = KINDS[name]
    features: list[dict[str, float]] = []
    labels: list[float | None] = []
    folds: list[int] = []
    long: list[bool] = []
    for row, doc, found in zip(rows, docs, drafts, strict=True):
        if name not in row:
            continue  # our own sentences say nothing of actors and statements
        mine = kind.rows(doc, found)
        features += mine
        labels += kind.label(row, doc, found)
        folds += [fold_of(row)] * len(mine)
        long += [len(doc.tokens) > WHOLE] * len(mine)
    columns = tuple(sorted({c for f in features for c in f}))
    table = np.array([[f.get(c, 0.0) for c in columns] for f in features], np.float32)
    known = np.array([y is not None for y in labels])
    wanted = np.array([0.0 if y is None else y for y in labels])
    fold = np.array(folds)
    lots = [learn(table[known & (fold != n)], wanted[known & (fold != n)]) for n in range(FOLDS)]
    sums = np.zeros(len(table))
    for n, trees in enumerate(lots):
        sums[fold == n] = trees.sums(table[fold == n])
    line = LogisticRegression(C=1e6).fit(sums[known, None], wanted[known])
    slope, offset = float(line.coef_[0, 0]), float(line.intercept_[0])
    sure = 1 / (1 + np.exp(-(sums * slope + offset)))
    least = chosen(sure[known], wanted[known], sum(kind.wanted(r) for r in rows if name in r))
    told(sure[known], wanted[known], np.array(long)[known])
    if name == "events":
        by_bounds(features, sure, wanted, known)
    trees = learn(table[known], wanted[known])
    used = np.bincount(trees.column, minlength=len(columns))
    print("  questions:", ", ".join(f"{n} {c}" for n, c in sorted(zip(used.tolist(), columns, strict=True), reverse=True)[:25]))
    return Fitted(judging.Judge(columns, trees, slope, offset, least), [judging.Judge(columns, t, slope, offset, least) for t in lots])


def chosen(sure: Floats, wanted: Floats, total: int) -> float:
    """Give the highest of the least probabilities that give the best F1 on reports not seen, but for `TIE`: what is wrong costs most."""
    cuts = [(f1(wanted[sure >= c].sum(), (sure >= c).sum(), total), float(c)) for c in np.arange(0.05, 0.8, 0.01)]
    best = max(f for f, _ in cuts)
    least = max(c for f, c in cuts if f >= best - TIE)
    print(f"  {len(sure)} things, {wanted.sum():.0f} right of {total} wanted")
    print(f"  F1 {f1(wanted.sum(), len(sure), total):.1f}, judged {best:.1f} at {least:.2f}")
    return round(least, 2)


def by_bounds(features: Sequence[Row], sure: Floats, wanted: Floats, known: NDArray[np.bool_]) -> None:
    """Print what each group of happenings gains at which bound (judging.KNOWN, DOUBTED, PROPOSED)."""
    ruled = ("rule.verb", "rule.noun", "rule.announced", "rule.obligation")
    proposed = np.array([f["rule.head"] > 0 and not any(f[r] for r in ruled) for f in features])
    doubted = np.array([f["still.doubted"] > 0 for f in features]) & ~proposed
    for name, group in (("known", ~proposed & ~doubted), ("doubted", doubted), ("proposed", proposed)):
        inside = known & group
        kept = [(c, inside & (sure >= c)) for c in (0, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)]
        print(f"  {name}, right of kept from: " + ", ".join(f"{c:.2f} {wanted[k].sum():.0f}/{k.sum()}" for c, k in kept))


def told(sure: Floats, wanted: Floats, long: NDArray[np.bool_]) -> None:
    """Print how true the probabilities are."""
    for name, part in (("whole reports", long), ("items", ~long)):
        for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)):
            inside = part & (sure >= low) & (sure < high)
            if inside.any():
                print(f"  {name} {low:.1f} to {high:.1f}: {inside.sum()} said {sure[inside].mean():.2f} true {wanted[inside].mean():.2f}")


def main() -> None:
    args = arguments(__doc__, write=True)
    rows, parser = read(args.corpora, args.gold), cached_parser()
    docs = [document(r, parser) for r in rows]
    heads = [fit(rows, docs, n) for n in range(FOLDS)]
    pair_heads = pairs.fold_heads(rows, docs)
    found: dict[str, Fitted] = {}
    for step in STEPS:
        drafts = examples(rows, docs, heads, pair_heads, [{k: f.folds[n] for k, f in found.items()} for n in range(FOLDS)])
        for name in step:
            print(name)
            found[name] = fitted(name, rows, docs, drafts)
    for name, each in found.items() if args.write else ():
        files.write(f"judge_{name}.zip", judging.packed(each.whole))
        print(f"wrote judge_{name}.zip")


if __name__ == "__main__":
    main()
