"""The encoder at work: blocks of words in, tags, lemmas, sentences, trees and names out. numpy and onnxruntime only."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.parse.encoder_features import SHAPE_ID, Pieces, shapes
from onrecord.parse.encoder_labels import best_path, spans, transitions
from onrecord.parse.encoder_lemmas import Lemmas
from onrecord.parse.encoder_trees import NEVER, sentence_heads

WINDOW = 240
"""Pieces the encoder sees at once; training examples have at most 160 words, about 200 pieces."""
SENTENCE_MARKS = (".", "!", "?", ":", ";")
"""Words that end with one of these make it likelier that a sentence ends there than the network, which sees them too, gives them credit."""
VOID = SHAPE_ID["unknown"]
Floats = NDArray[np.float32]


@dataclass(slots=True)
class Words:
    """A stretch of words that is read on its own: their forms and whether a space stands before each."""

    forms: list[str]
    spaces: list[bool]
    pieces: list[tuple[int, ...]] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What the network says of each word, and the names (first, last, label). `head` counts from 0; a root heads itself."""

    tag: list[str] = field(default_factory=list)
    morph: list[tuple[str, str]] = field(default_factory=list)
    """Universal part of speech and features."""
    lemma: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    start: list[bool] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)
    meanings: list[bytes] = field(default_factory=list)
    """Rows of 16-bit floats, one a word, in one piece for each window."""


def verify(folder: Path) -> dict[str, Any]:
    """Check every file of a model folder against its manifest and give the manifest."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf8"))
        wanted: dict[str, str] = manifest["sha256"]
        for name, digest in wanted.items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != digest:
                raise _broken(folder, f"{name} is not the file that was shipped (sha256 {found[:12]}, expected {digest[:12]})")
    except (OSError, ValueError, KeyError) as error:
        raise _broken(folder, f"cannot be read: {error}") from error
    return manifest


def _broken(folder: Path, why: str) -> ModelError:
    return ModelError(f"language model {folder.name}: {why}", stage="load", remedy="install onrecord again", code="MODEL_ALTERED")


class Encoder:
    """A loaded model folder. Reads any number of blocks at a cost in proportion to their length."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime
        from threadpoolctl import ThreadpoolController

        manifest = verify(folder)
        self.name = f"{manifest['name']} {manifest['version']}"
        labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text("utf8"))
        self.tags, self.edits, self.deps, self.bio = labels["tag"], labels["lem"], labels["dep"], labels["ner"]
        self.morphs: list[tuple[str, str]] = [(m.split("|", 1)[0], m.split("|", 1)[1]) for m in labels["mor"]]
        self.pieces = Pieces((folder / "vocab.txt").read_text("utf8").split("\n"))
        self.lemmas = Lemmas(json.loads((folder / "lemmas.json").read_text("utf8")), self.pieces.ids)
        marked = float(manifest["sentence_threshold"])
        self.thresholds = (float(manifest.get("sentence_threshold_unmarked", marked)), marked)
        self.path_table = transitions(self.bio)
        self.inner = np.array([label.startswith("I-") for label in self.bio])
        self.root = self.deps.index("root")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Room used over and over is the slower: 5 % of the network's time, and no more memory (onnxruntime 1.32, one core).
        options.enable_mem_reuse = options.enable_mem_pattern = False
        # The fused operator adds in single steps: without it the whole graph is 15 % faster (onnxruntime 1.32, one core).
        self.session, self.relating = (
            onnxruntime.InferenceSession(
                str(folder / name), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
            )
            for name in ("model.onnx", "relations.onnx")
        )
        # On several threads the small products here take longer, on a busy machine ten times as long: each waits for all.
        self.blas = ThreadpoolController().select(user_api="blas")
        self.outputs = [o.name for o in self.session.get_outputs()]

    def read(self, blocks: Sequence[Words]) -> list[Reading]:
        """Read blocks; long ones window by window, each window beginning with a sentence."""
        for block in blocks:
            block.pieces = [self.pieces(w) for w in block.forms]
            block.shapes = shapes(block.forms)
        out = [Reading() for _ in blocks]
        with self.blas.limit(limits=1):
            for block, reading in zip(blocks, out, strict=True):
                at = 0
                while at < len(block.forms):
                    end = _end(block, at)
                    at = self._accept(block, reading, at, end, self._run(block, at, end))
        return out

    def _run(self, block: Words, at: int, end: int) -> dict[str, Any]:
        """Run the network on one window, never on several at once.

        Its integer matrices are scaled by the largest value in all that is run together: in batches of 1,024 pieces 148 of 250
        paragraphs came out otherwise in other company. One by one is as fast, since nothing is lost on padding.
        """
        length = sum(len(p) for p in block.pieces[at:end]) + 2
        ids, feats = np.zeros((1, length), np.int64), np.zeros((1, length), np.int64)
        pool = np.zeros((1, end - at, length), np.float32)
        self._fill(block, at, end, ids[0], feats[0], pool[0])
        feed = {"ids": ids, "feats": feats, "pool": pool, "pos": np.arange(length)}
        found = dict(zip(self.outputs, self.session.run(self.outputs, feed), strict=True))
        out = {name: value[0] for name, value in found.items()}
        out["ner"] = best_path(out["ner"], self.path_table, self.inner)
        out["meaning"] = _by_word(out["meaning"], out["meaning.half"], [len(p) for p in block.pieces[at:end]])
        return out

    def _fill(self, block: Words, at: int, end: int, ids: NDArray[np.int64], feats: NDArray[np.int64], pool: Floats) -> None:
        flat, looks, owners = [self.pieces.start], [0], []
        for i in range(at, end):
            pieces = block.pieces[i]
            look = 2 * block.shapes[i] + block.spaces[i]
            flat += pieces
            looks += [look] * len(pieces)
            owners += [i - at] * len(pieces)
            pool[i - at, len(flat) - len(pieces) : len(flat)] = 1 / len(pieces)
        flat.append(self.pieces.stop)
        ids[: len(flat)] = flat
        feats[: len(looks)] = looks

    def _accept(self, block: Words, out: Reading, at: int, end: int, result: dict[str, Any]) -> int:
        """Keep the whole sentences of a window, all of them if the block ends with it; give where the next window begins."""
        marked = [False, *[form.endswith(SENTENCE_MARKS) for form in block.forms[at : end - 1]]]
        starts = result["sent"] > np.where(marked, self.thresholds[1], self.thresholds[0])
        starts[0] = True
        count = end - at
        if end < len(block.forms):
            inner = np.flatnonzero(starts[1:]) + 1
            # A sentence longer than most of a window is cut: each window must carry the reading on by a good part of itself.
            count = int(inner[-1]) if len(inner) and inner[-1] > count // 3 else max(1, count * 3 // 4)
        starts = starts[:count]
        heads = self._heads(result["arcs"][:count, : count + 1], starts)
        deps = self._deps(result["rel_dep"][:count], result["rel_head"], heads)
        tag, mor, lem, ner = (result[task][:count].tolist() for task in ("tag", "mor", "lem", "ner"))
        recase = [s == VOID for s in block.shapes[at : at + count]]
        tags = [self.tags[i] for i in tag]
        out.tag += tags
        out.morph += [self.morphs[i] for i in mor]
        out.lemma += map(self.lemmas.of, block.forms[at : at + count], tags, [self.edits[i] for i in lem], recase)
        out.head += [at + (h - 1 if h else i) for i, h in enumerate(heads.tolist())]
        out.dep += [self.deps[d] for d in deps.tolist()]
        out.start += starts.tolist()
        out.meanings.append(result["meaning"][:count].tobytes())
        out.names += [(a + at, b + at, label) for a, b, label in spans([self.bio[i] for i in ner])]
        return at + count

    def _heads(self, arcs: Floats, starts: NDArray[np.bool_]) -> NDArray[np.int64]:
        bounds = [*np.flatnonzero(starts).tolist(), len(starts)]
        heads = np.zeros(len(starts), np.int64)
        np.fill_diagonal(arcs[:, 1:], NEVER)
        for a, b in itertools.pairwise(bounds):
            found = sentence_heads(np.concatenate([arcs[a:b, :1], arcs[a:b, a + 1 : b + 1]], 1))
            heads[a:b] = np.where(found > 0, found + a, 0)
        return heads

    def _deps(self, rel_dep: Floats, rel_head: Floats, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        one = np.ones((len(heads), 1), np.float32)
        [scores] = self.relating.run(["scores"], {"dep": rel_dep, "head": np.concatenate([rel_head[heads], one], 1)})
        scores[:, self.root] = np.where(heads == 0, -NEVER, NEVER)
        best: NDArray[np.int64] = scores.argmax(1)
        return best


def _by_word(rows: Floats, half: NDArray[np.float16], sizes: Sequence[int]) -> NDArray[np.float16]:
    """Average the rows of each word's pieces; the first row is the mark of the beginning. `half`: the rows in half precision."""
    counts = np.array(sizes)
    means: NDArray[np.float16] = half[np.cumsum([1, *sizes[:-1]])]
    longer = counts > 1
    if longer.any():  # one word in ten has a second piece
        many = counts[longer]
        sums = np.add.reduceat(rows[1:-1][np.repeat(longer, counts)], np.cumsum([0, *many[:-1]]), axis=0)
        means[longer] = (sums / many[:, None].astype(np.float32)).astype(np.float16)
    return means


def _end(block: Words, at: int) -> int:
    """Give where a window that begins at this word must end."""
    size, end = 0, at
    while end < len(block.forms) and size + len(block.pieces[end]) <= WINDOW:
        size += len(block.pieces[end])
        end += 1
    return end
