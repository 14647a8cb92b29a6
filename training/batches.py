"""Turn examples into tensors, with the changes that make training text look like news from anywhere.

Changes are drawn anew each epoch: quotes become curly, blocks lose their case or take title case, people and organisations change
places with others of their kind, some words are hidden so that names are learnt from their surroundings.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import torch
from corpora import Example
from torch import Tensor

from onrecord.parse.encoder_features import SHAPE_ID, Pieces, shapes

IGNORE = -100
TREE_FIELDS = ("tag", "mor", "lem", "head", "dep")
_SMALL = "a an the and or but of in on at to for from by with as is not 's n't"
SMALL = frozenset(_SMALL.split())


class Names:
    """Names of the training corpora, by kind, to swap for one another."""

    def __init__(self, examples: list[Example]) -> None:
        self.full: dict[str, list[list[str]]] = {"PERSON": [], "ORG": []}
        for e in examples:
            for a, b, label in spans(e["ner"]):
                if label in self.full and all(w[:1].isupper() or w in ("of", "the", "and") for w in e["w"][a:b]):
                    self.full[label].append(e["w"][a:b])
        self.by_length: dict[int, list[list[str]]] = {}
        for name in self.full["PERSON"]:
            self.by_length.setdefault(len(name), []).append(name)
        last = (n[-1] for n in self.full["PERSON"] if len(n) > 1)
        self.surnames = sorted({s for s in last if s.isalpha() and len(s) > 2})

    def other(self, words: list[str], label: str, rng: random.Random) -> list[str]:
        """Draw another name of this kind: a surname, a full name; seldom the same."""
        if label == "ORG":
            return rng.choice(self.full["ORG"])
        draw = rng.random()
        return [rng.choice(self.surnames)] if draw < 0.4 else words[-1:] if draw < 0.55 else rng.choice(self.full["PERSON"])


def spans(tags: list[str | None]) -> list[tuple[int, int, str]]:
    """Give (first, last, label) of a BIO sequence."""
    out: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag and tag[0] == "B":
            out.append((i, i + 1, tag[2:]))
        elif tag and tag[0] == "I" and out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1, out[-1][2])
    return out


def swap(e: Example, names: Names, rng: random.Random) -> Example:
    """Put other names in the place of people and organisations."""
    out: Example = {"src": e["src"], "w": [], "space": [], "sid": [], "ner": []}
    at = 0
    for a, b, label in [*(s for s in spans(e["ner"]) if s[2] in names.full), (len(e["w"]), len(e["w"]), "")]:
        for field in ("w", "space", "sid", "ner"):
            out[field] += e[field][at:a]
        if label:
            new = names.other(e["w"][a:b], label, rng)
            out["w"] += new
            out["space"] += [e["space"][a]] + [True] * (len(new) - 1)
            out["sid"] += [e["sid"][a]] * len(new)
            out["ner"] += [f"B-{label}"] + [f"I-{label}"] * (len(new) - 1)
        at = b
    return out


def rename(e: Example, names: Names, rng: random.Random) -> Example:
    """Give the people of a tree other names of as many words: names from everywhere in the treebanks' constructions."""
    words = list(e["w"])
    for a, b in _flat_names(e):
        tags = set((e.get("ner") or [None] * len(words))[a:b])
        if b - a in names.by_length and tags <= {None, "B-PERSON", "I-PERSON"}:
            words[a:b] = rng.choice(names.by_length[b - a])
    return {**e, "w": words}


def _flat_names(e: Example) -> list[tuple[int, int]]:
    out, i = [], 0
    while i < len(e["w"]):
        end = i + 1
        while end < len(e["w"]) and e["dep"][end] == "flat" and e["head"][end] == i + 1 and e["tag"][end] == "NNP":
            end += 1
        if end > i + 1 and e["tag"][i] == "NNP":
            out.append((i, end))
        i = end
    return out


def group(examples: list[Example], rng: random.Random) -> list[Example]:
    """Join single sentences into blocks of one to five of the same corpus."""
    pools: dict[str, list[Example]] = {}
    for e in examples:
        pools.setdefault(e["src"], []).append(e)
    out: list[Example] = []
    for src, pool in pools.items():
        rng.shuffle(pool)
        while pool:
            taken, pool = pool[: (k := rng.choice((1, 1, 2, 3, 5)))], pool[k:]
            joined: Example = {"src": src, "w": [], "space": [], "sid": [], "ner": []}
            for number, e in enumerate(taken):
                if number and len(joined["w"]) + len(e["w"]) > 180:
                    break
                joined["w"] += e["w"]
                joined["space"] += [True, *e["space"][1:]]
                joined["sid"] += [number] * len(e["w"])
                joined["ner"] += e["ner"]
            out.append(joined)
    return out


def change_look(e: Example, rng: random.Random) -> tuple[list[str], list[int]]:
    """Give the words and shapes of an example, sometimes with curly quotes, without case or in title case."""
    words = e["w"]
    if rng.random() < 0.4:
        opens = [s and not (i + 1 < len(words) and e["space"][i + 1]) for i, s in enumerate(e["space"])]
        words = [{'"': "“" if o else "”", "'": "‘" if o else "’"}.get(w, w) for w, o in zip(words, opens, strict=True)]
    ids = shapes(words)
    draw = rng.random()
    if draw < 0.08:
        cased = {SHAPE_ID[n] for n in ("lower", "title", "upper", "letter", "mixed", "dotted")}
        ids = [SHAPE_ID["unknown"] if i in cased else i for i in ids]
    elif draw < 0.12:
        ids = [SHAPE_ID["title"] if i == SHAPE_ID["lower"] and w not in SMALL else i for w, i in zip(words, ids, strict=True)]
    return words, ids


CLAUSES = frozenset(("acl", "acl:relcl", "advcl", "advcl:relcl", "appos", "ccomp", "conj", "csubj", "dislocated", "list", "parataxis"))
"""What joins clauses and phrases: the arcs that go wrong most often and on which statements and events hang."""
CLAUSE_WEIGHT = 2.0


class Collator:
    """Makes tensors of examples; with `rng`, after changing their look and hiding some words."""

    def __init__(self, pieces: Pieces, labels: dict[str, list[str]]) -> None:
        self.pieces = pieces
        self.ids = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}

    def size(self, e: Example) -> int:
        """Count an example's pieces, which is what a batch costs: sorted by words alone, a quarter of a batch was padding."""
        return sum(len(self.pieces(w)) for w in e["w"]) + 2

    def __call__(self, examples: list[Example], rng: random.Random | None = None) -> dict[str, Tensor]:
        looks = [change_look(e, rng) if rng else (e["w"], shapes(e["w"])) for e in examples]
        cut = [[self.pieces(w) for w in words] for words, _ in looks]
        n, t, w = len(examples), max(sum(map(len, c)) for c in cut) + 2, max(map(len, cut))
        ids, feats = np.zeros((n, t), np.int64), np.zeros((n, t), np.int64)
        bias, pool = np.full((n, 1, 1, t), -1e4, np.float32), np.zeros((n, w, t), np.float32)
        for k, (e, pieces, (_, look)) in enumerate(zip(examples, cut, looks, strict=True)):
            hide = self._hidden(e, rng)
            ids[k, 0], j = self.pieces.start, 1
            for i, p in enumerate(pieces):
                ids[k, j : j + len(p)] = self.pieces.mask if i in hide else p
                feats[k, j : j + len(p)] = 2 * look[i] + e["space"][i]
                pool[k, i, j : j + len(p)] = 1 / len(p)
                j += len(p)
            ids[k, j] = self.pieces.stop
            bias[k, 0, 0, : j + 1] = 0
        out = {"ids": ids, "feats": feats, "bias": bias, "pool": pool, **self._targets(examples, w)}
        return {k: torch.from_numpy(v) for k, v in out.items()}

    def _hidden(self, e: Example, rng: random.Random | None) -> set[int]:
        if not rng:
            return set()
        tags = e.get("ner") or [None] * len(e["w"])
        return {i for i, tag in enumerate(tags) if rng.random() < (0.1 if tag and tag != "O" else 0.02)}

    def _targets(self, examples: list[Example], width: int) -> dict[str, np.ndarray]:
        out: dict[str, np.ndarray] = {"sid": np.full((len(examples), width), -1, np.int64)}
        out["weight"] = np.ones((len(examples), width), np.float32)
        for field in (*TREE_FIELDS, "ner", "sent"):
            out[field] = np.full((len(examples), width), IGNORE, np.int64)
        for k, e in enumerate(examples):
            out["sid"][k, : len(e["w"])] = e["sid"]
            if e["src"] in ("ewt", "gum", "gmb", "wikigold", "speech"):
                out["sent"][k, : len(e["w"])] = [int(i == 0 or s != e["sid"][i - 1]) for i, s in enumerate(e["sid"])]
            if "dep" in e:
                out["weight"][k, : len(e["w"])] = [CLAUSE_WEIGHT if v in CLAUSES else 1.0 for v in e["dep"]]
            for field in (*TREE_FIELDS, "ner"):
                if field in e:
                    known = self.ids.get(field)
                    out[field][k, : len(e["w"])] = e[field] if known is None else [known.get(v, IGNORE) for v in e[field]]
        return out


def batches(examples: list[Example], size: Callable[[Example], int], limit: int, rng: random.Random) -> Iterator[list[Example]]:
    """Give batches of examples of similar size, in random order, each of up to `limit` pieces with its padding."""
    sizes = [(size(e), rng.random(), e) for e in examples]
    out: list[list[Example]] = [[]]
    for pieces, _, e in sorted(sizes, key=lambda row: row[:2]):
        if out[-1] and pieces * (len(out[-1]) + 1) > limit:
            out.append([])
        out[-1].append(e)
    rng.shuffle(out)
    yield from out
