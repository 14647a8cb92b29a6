"""Measure the language pipeline: trees, tags, lemmas, sentences, names, speed.

    python evaluation/parse.py --shared ../shared                      the shipped pipeline
    python evaluation/parse.py --shared ../shared --model en --model PATH --json

Trees and tags are scored on gold words (punctuation not counted, as spaCy's scorer does), sentences on raw text. Names of the
worldwide newswire are scored with places of all kinds as one type. CrossNER's dev part is no training material of ours; it was of
the recipe in ../shared/corpora, so that its figure there flatters the recipe.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "training")]

from corpora import GROUPS, name_sentences, name_sources, paragraphs  # noqa: E402

from onrecord.parse.encoder_labels import spans  # noqa: E402
from onrecord.parse.load import MODELS, load  # noqa: E402
from onrecord.parse.spacy_pipeline import SpacyParser, build  # noqa: E402

Scores = dict[str, float]
RELATIONS = ("ccomp", "parataxis", "appos", "advcl", "nsubj", "obj", "obl", "nmod", "conj")
NUMBERS = frozenset(("MONEY", "PERCENT", "CARDINAL", "ORDINAL"))
WORLD_GOLD = {
    "Person": "PERSON", "Organization": "ORG", "Location": "LOC", "NORP": "NORP", "Date": "DATE", "Facility": "FAC", "Money": "MONEY",
}  # fmt: skip
WORLD_OURS = {k: k for k in ("PERSON", "ORG", "LOC", "NORP", "DATE", "FAC", "MONEY")} | {"GPE": "LOC"}


def tree_docs(nlp: Language, path: Path) -> list[Doc]:
    """Make gold documents of one to ten sentences of a paragraph."""
    rng = random.Random(0)
    out = []
    for paragraph in paragraphs(path):
        while paragraph:
            k = rng.choice(GROUPS)
            out.append(_doc(nlp, paragraph[:k]))
            paragraph = paragraph[k:]
    return out


def _doc(nlp: Language, sentences: list[list[Any]]) -> Doc:
    rows = [r for s in sentences for r in s]
    heads: list[int] = []
    for s in sentences:
        base = len(heads)
        heads += [base + (r[5] - 1 if r[5] else i) for i, r in enumerate(s)]
    return Doc(
        nlp.vocab, words=[r[0].replace(" ", "\u00a0") for r in rows], spaces=[r[7] for r in rows], lemmas=[r[1] for r in rows],
        pos=[r[2] for r in rows], tags=[r[3] for r in rows], morphs=["" if r[4] == "_" else r[4] for r in rows], heads=heads,
        deps=["ROOT" if r[5] == 0 else r[6] for r in rows],
    )  # fmt: skip


def bare(doc: Doc, capitals: bool = False) -> Doc:
    """Give the words alone; as an old wire would have them, in capitals."""
    words = [t.text.upper() if capitals else t.text for t in doc]
    return Doc(doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc])


def score_capitals(nlp: Language, trees: Path, names: list[Doc]) -> Scores:
    """Score trees and names on the same text in capitals."""
    gold = tree_docs(nlp, trees)
    found = [Example(p, g) for p, g in zip(nlp.pipe([bare(d, True) for d in gold]), gold, strict=True)]
    scores = Scorer.score_deps(found, "dep", getter=_label, ignore_labels=("p", "punct"))
    out = {"LAS": round(100 * scores["dep_las"], 1)}
    return out | {f"names {k}": v for k, v in score_names(nlp, names, WORLD_OURS.get, WORLD_GOLD.get, capitals=True).items()}


def _label(token: Any, attr: str) -> str:
    return str(token.vocab.strings[getattr(token, attr)])


def score_trees(nlp: Language, path: Path, relations: bool = False) -> Scores:
    """Score tags, lemmas and trees on gold words and sentence ends on raw text."""
    gold = tree_docs(nlp, path)
    found = [Example(p, g) for p, g in zip(nlp.pipe([bare(d) for d in gold]), gold, strict=True)]
    raw = [Example(p, g) for p, g in zip(nlp.pipe([d.text for d in gold]), gold, strict=True)]

    out: Scores = {}
    for name, attr in (("tag", "tag"), ("pos", "pos"), ("morph", "morph"), ("lemma", "lemma")):
        out[name] = Scorer.score_token_attr(found, attr)[f"{attr}_acc"]
    args: dict[str, Any] = {"getter": _label, "ignore_labels": ("p", "punct")}
    for kind, examples in (("", found), ("raw ", raw)):
        trees = Scorer.score_deps(examples, "dep", **args)
        out[kind + "UAS"], out[kind + "LAS"] = trees["dep_uas"], trees["dep_las"]
        if relations and not kind:
            out |= {f"{r} F1": trees["dep_las_per_type"][r]["f"] for r in RELATIONS}
    out["raw sentences F1"] = Scorer.score_spans(raw, "sents")["sents_f"]
    out["raw words F1"] = Scorer.score_tokenization(raw)["token_f"]
    return {k: round(100 * v, 1) for k, v in out.items()}


def named_docs(nlp: Language, examples: Iterable[dict[str, Any]]) -> list[Doc]:
    """Make gold documents of names; words that the corpus does not judge are *missing*."""
    out = []
    for e in examples:
        spaces = [*e["space"][1:], True]
        doc = Doc(nlp.vocab, words=e["w"], spaces=spaces)
        names = [Span(doc, a, b, label) for a, b, label in spans([t or "O" for t in e["ner"]])]
        missing = [doc[i : i + 1] for i, t in enumerate(e["ner"]) if t is None]
        doc.set_ents(names, missing=missing, default="outside")
        out.append(doc)
    return out


def score_names(
    nlp: Language, gold: list[Doc], ours: Callable[[str], str | None], theirs: Callable[[str], str | None], capitals: bool = False
) -> Scores:
    """Score names span by span and type by type; names of kinds that the set does not have are left out of account."""
    counts: dict[str, list[int]] = {}
    for p, g in zip(nlp.pipe([bare(d, capitals) for d in gold]), gold, strict=True):
        void = {t.i for t in g if t.ent_iob == 0} | {t.i for e in g.ents if not theirs(e.label_) for t in e}
        right = {(e.start, e.end, theirs(e.label_)) for e in g.ents if theirs(e.label_)}
        said = {(e.start, e.end, ours(e.label_)) for e in p.ents if ours(e.label_) and void.isdisjoint(range(e.start, e.end))}
        for i, part in enumerate((right & said, said - right, right - said)):
            for _, _, label in part:
                counts.setdefault(str(label), [0, 0, 0])[i] += 1
    known = {k: v for k, v in counts.items() if v[0] + v[2]}
    total = [sum(v[i] for v in known.values()) for i in range(3)]
    return {"all F1": _f(total), **{f"{k} F1": _f(v) for k, v in sorted(known.items())}}


def _f(c: list[int]) -> float:
    return round(200 * c[0] / max(1, 2 * c[0] + c[1] + c[2]), 1)


def plain(label: str) -> str | None:
    return None if label in NUMBERS else label


def measure(nlp: Language, shared: Path) -> dict[str, Scores]:
    """Give every set's scores."""
    corpora = shared / "corpora"
    out = {
        "EWT test": score_trees(nlp, corpora / "ud/ewt-test.conllu"),
        "GUM dev": score_trees(nlp, corpora / "ud/gum-dev.conllu", relations=True),
        "GUM news dev": score_trees(nlp, corpora / "ud/gumnews-dev.conllu"),
    }
    gum = {tuple(r[0] for r in s) for p in paragraphs(corpora / "ud/gum-dev.conllu") for s in p}
    dev = list(DocBin().from_disk(corpora / "names/ner-dev.spacy").get_docs(nlp.vocab))
    is_gum = [tuple(t.text for t in d) in gum for d in dev]
    out["names: GMB held out"] = score_names(nlp, [d for d, g in zip(dev, is_gum, strict=True) if not g], plain, plain)
    out["names: GUM dev"] = score_names(nlp, [d for d, g in zip(dev, is_gum, strict=True) if g], plain, plain)
    politics = [e for e in name_sentences(corpora / "names/ner-train.spacy", name_sources(corpora)) if e["src"] == "crossner-dev"]
    out["names: CrossNER politics dev"] = score_names(nlp, named_docs(nlp, politics), plain, plain)
    world = list(DocBin().from_disk(shared / "gold/names/worldwide_dev.spacy").get_docs(nlp.vocab))
    out["names: worldwide dev"] = score_names(nlp, world, WORLD_OURS.get, WORLD_GOLD.get)
    out["in capitals: GUM dev, worldwide/4"] = score_capitals(nlp, corpora / "ud/gum-dev.conllu", world[::4])
    return out


def pipeline(model: str) -> Language:
    """Load a pipeline, ours too, as one of spaCy's: its scorers want documents."""
    folder = MODELS / "en" if model == "en" else Path(model)
    if (folder / "manifest.json").is_file():
        return build(folder)
    found = load(model)
    assert isinstance(found, SpacyParser)
    return found.nlp


SPEED = """
import sys, time
t = time.perf_counter()
from pathlib import Path
from onrecord.parse.load import load
parser = load(sys.argv[1]); loaded = time.perf_counter() - t
texts = Path(sys.argv[2]).read_text("utf8").split("\\n\\n")
parser.parse_blocks(texts[:20])
c = time.process_time(); n = sum(len(b.tokens) for b in parser.parse_blocks(texts)); c = time.process_time() - c
import resource
print(round(loaded, 2), round(n / c), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def speed(model: str, shared: Path, work: Path) -> Scores:
    """Give load time, words a second of one core's time (tokenizing included) and peak memory, in a process of its own."""
    nlp = spacy.blank("en")
    texts = [_doc(nlp, p).text for p in paragraphs(shared / "corpora/ud/gum-train.conllu")][:1500]
    work.write_text("\n\n".join(" ".join(t.split()) for t in texts), "utf8")
    env = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run([sys.executable, "-c", SPEED, model, str(work)], env=env, capture_output=True, text=True, check=True)
    loaded, rate, memory = done.stdout.split()[-3:]
    return {"load s": float(loaded), "words/s": float(rate), "peak MB": float(memory)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--model", action="append", help="a pipeline, as the option of onrecord names it (may be repeated)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    args = parser.parse_args()
    tables: dict[str, dict[str, Scores]] = {}
    for model in args.model or ["en"]:
        tables[model] = measure(pipeline(model), args.shared)
        if not args.no_speed:
            tables[model]["speed"] = speed(model, args.shared, Path(os.environ.get("TMPDIR", "/tmp")) / "onrecord-speed.txt")
    if args.json:
        print(json.dumps(tables, indent=1))
        return
    for group in next(iter(tables.values())):
        for row in next(iter(tables.values()))[group]:
            print(f"{group:30} {row:18}" + "".join(f"{t.get(group, {}).get(row, '-'):>10}" for t in tables.values()))


if __name__ == "__main__":
    main()
