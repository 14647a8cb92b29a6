"""Read the training corpora (trees in CoNLL-U, names in a spaCy DocBin) into plain examples.

An example is a dict: `w` words, `space` (is there a space before the word), `sid` sentence number of each word, and, where the
corpus has them, `tag mor lem head dep` (a tree: heads counted from 1 inside the example, 0 is the root) and `ner` (BIO tags; None
where the corpus does not say). `src` names the corpus.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord.parse.encoder_features import lemma_edit

Example = dict[str, Any]
Row = tuple[str, str, str, str, str, int, str, bool]

MAX_WORDS = 160
FIELDS = ("w", "space", "tag", "mor", "lem", "head", "dep")
GROUPS = (1, 2, 4, 8, 10)


def paragraphs(path: Path) -> list[list[list[Row]]]:
    """Give paragraphs, each a list of sentences of rows: form, lemma, upos, xpos, feats, head, dep, space after.

    Multi-word tokens keep their spacing: inside "don't" there is none, whatever the parts' own MISC says.
    """
    out: list[list[list[Row]]] = []
    par: list[list[Row]] = []
    rows: list[Row] = []
    joined: tuple[int, int, bool] | None = None
    for line in [*path.read_text("utf8").split("\n"), "", "# newdoc"]:
        if not line:
            joined = None
            if rows:
                par.append(rows)
                rows = []
        elif line.startswith("#"):
            if line.startswith(("# newpar", "# newdoc")) and par:
                out.append(par)
                par = []
        else:
            c = line.split("\t")
            space = "SpaceAfter=No" not in c[9]
            if "-" in c[0]:
                a, b = map(int, c[0].split("-"))
                joined = (a, b, space)
            elif "." not in c[0]:
                i = int(c[0])
                if joined and joined[0] <= i <= joined[1]:
                    space = joined[2] if i == joined[1] else False
                rows.append((c[1], c[2] if c[2] != "_" else c[1], c[3], c[4] if c[4] != "_" else c[3], c[5], int(c[6]), c[7], space))
    return out


def tree_examples(path: Path, src: str, seed: int = 0) -> list[Example]:
    """Cut paragraphs into groups of one to ten sentences: whole paragraphs teach where sentences end."""
    rng = random.Random(seed)
    out: list[Example] = []
    for paragraph in paragraphs(path):
        while paragraph:
            k = rng.choice(GROUPS)
            group: list[list[Row]] = []
            for s in paragraph[:k]:
                if group and sum(map(len, group)) + len(s) > MAX_WORDS:
                    break
                group.append(s)
            out.append(_tree(group, src))
            paragraph = paragraph[len(group) :]
    return out


def _tree(group: list[list[Row]], src: str) -> Example:
    e: Example = {"src": src, "w": [], "space": [], "sid": [], "tag": [], "mor": [], "lem": [], "head": [], "dep": []}
    space = True
    for number, rows in enumerate(group):
        base = len(e["w"])
        for form, lemma, upos, xpos, feats, head, dep, after in rows:
            e["w"].append(form)
            e["space"].append(space)
            e["sid"].append(number)
            e["tag"].append(xpos)
            e["mor"].append(f"{upos}|{'' if feats == '_' else feats}")
            e["lem"].append(lemma_edit(form, lemma))
            e["head"].append(base + head if head else 0)
            e["dep"].append(dep if head else "root")
            space = after
    return e


def name_sentences(path: Path, sources: dict[tuple[str, ...], str]) -> list[Example]:
    """Read the names set and cut its groups back into the sentences of the corpora they came from.

    The set says *missing* where a corpus does not annotate a kind of name; that is None here, never "O".
    """
    import spacy
    from spacy.tokens import DocBin

    starts: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for words in sources:
        starts.setdefault(words[:3], []).append(words)
    for found in starts.values():
        found.sort(key=len, reverse=True)
    out: list[Example] = []
    for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab):
        words = [t.text for t in doc]
        tags = [None if t.ent_iob == 0 else "O" if t.ent_iob == 2 else f"{'BI'[t.ent_iob == 1]}-{t.ent_type_}" for t in doc]
        spaces = [True, *[bool(t.whitespace_) for t in doc][:-1]]
        for a, b, src in _cut(words, starts, sources):
            out.append({"src": src, "w": words[a:b], "space": spaces[a:b], "sid": [0] * (b - a), "ner": tags[a:b]})
    return out


def _cut(
    words: list[str], starts: dict[tuple[str, ...], list[tuple[str, ...]]], sources: dict[tuple[str, ...], str]
) -> list[tuple[int, int, str]]:
    out, i, loose = [], 0, 0
    while i < len(words):
        best = None
        for n in (3, 2, 1):
            best = best or next((s for s in starts.get(tuple(words[i : i + n]), ()) if tuple(words[i : i + len(s)]) == s), None)
        if best is None:
            i += 1
            continue
        if loose < i:
            out.append((loose, i, "unknown"))
        out.append((i, i + len(best), sources[best]))
        i = loose = i + len(best)
    if loose < len(words):
        out.append((loose, len(words), "unknown"))
    return out


def _iob(path: Path, column: int, sep: str) -> list[tuple[str, ...]]:
    out: list[tuple[str, ...]] = []
    words: list[str] = []
    for line in [*path.read_text("utf8").split("\n"), ""]:
        if not line.strip():
            if words:
                out.append(tuple(words))
            words = []
        elif not line.startswith(("#", "-DOCSTART-")):
            words.append(re.split(sep, line)[column])
    return out


def gmb_sentences(path: Path) -> list[tuple[str, ...]]:
    """Read the words of the Groningen Meaning Bank's sentences, its Windows quotes mended."""
    fix = {"\u0092": "'", "\u0093": '"', "\u0094": '"', "\u0096": "-", "\x85": "..."}
    out: list[list[str]] = []
    for row in csv.reader(io.StringIO(path.read_text("utf8", errors="replace"))):
        if len(row) < 4 or row[0] == "Sentence #":
            continue
        if row[0].startswith("Sentence"):
            out.append([])
        if row[1]:
            word = row[1]
            for a, b in fix.items():
                word = word.replace(a, b)
            out[-1].append(word if word.strip() else "_")
    return [tuple(s) for s in out if s]


def name_sources(corpora: Path) -> dict[tuple[str, ...], str]:
    """Say for each sentence of the names set which corpus it came from, so that one can be left out."""
    names = corpora / "names"
    out: dict[tuple[str, ...], str] = {}
    for src, sentences in (
        ("gum", [tuple(r[0] for r in s) for p in paragraphs(corpora / "ud/gum-train.conllu") for s in p]),
        ("uner", _iob(names / "uner_dev.iob2", 1, "\t")),
        ("gmb", gmb_sentences(names / "gmb_a.csv")),
        ("wikigold", _iob(names / "wikigold.conll.txt", 0, "[\t ]")),
        ("crossner-train", _iob(names / "crossner_politics_train.txt", 0, "[\t ]")),
        ("crossner-dev", _iob(names / "crossner_politics_dev.txt", 0, "[\t ]")),
    ):
        for words in sentences:
            out[words] = src
    return out


def load(corpora: Path, leave_out: frozenset[str] = frozenset()) -> tuple[list[Example], list[Example]]:
    """Give the examples with trees and those with names only. CrossNER's dev part is held out for measuring.

    Names on GUM's sentences are laid onto its trees, so that one pass through the encoder serves both.
    """
    trees: list[Example] = []
    for src, part in (("ewt", "train"), ("ewt", "dev"), ("gum", "train")):
        if src not in leave_out:
            trees += tree_examples(corpora / f"ud/{src}-{part}.conllu", src)
    named = name_sentences(corpora / "names/ner-train.spacy", name_sources(corpora))
    on_trees = {tuple(e["w"]): e["ner"] for e in named if e["src"] == "gum"}
    for e in trees:
        if e["src"] == "gum":
            e["ner"] = _lay_names(e, on_trees)
    out = {"gum", "crossner-dev", "unknown"} | leave_out
    print("name sentences", Counter(e["src"] for e in named), flush=True)
    return trees, [e for e in named if e["src"] not in out]


def _lay_names(e: Example, named: dict[tuple[str, ...], list[str | None]]) -> list[str | None]:
    tags: list[str | None] = []
    for number in range(e["sid"][-1] + 1):
        words = tuple(w for w, s in zip(e["w"], e["sid"], strict=True) if s == number)
        tags += named.get(words, [None] * len(words))
    return tags
