"""Make onrecord/data/related_words.npz: what the shipped encoder's word embeddings know of which words mean alike.

usage: python training/related_words.py     (needs the package onnx)

The embeddings of whole words in the encoder's vocabulary, mean taken off, turned into their 64 main directions, each of length 1, as
bytes. A table of its own, so that another model does not regroup archives.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

ROOT = Path(__file__).parents[1] / "onrecord"
SIZE = 64


def main() -> None:
    stored = {i.name: i for i in onnx.load(str(ROOT / "models" / "en" / "model.onnx")).graph.initializer}
    table = numpy_helper.to_array(stored["words8"]).astype(np.float32) * numpy_helper.to_array(stored["words.scale"])
    vocabulary = (ROOT / "models" / "en" / "vocab.txt").read_text("utf8").split("\n")
    lines = gzip.decompress((ROOT / "data" / "word_frequencies.tsv.gz").read_bytes()).decode().splitlines()
    known = {line.partition("\t")[0] for line in lines}
    kept = [n for n, w in enumerate(vocabulary) if len(w) > 2 and w.isascii() and w.isalpha() and w in known]
    centred = table[kept] - table[kept].mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    short = centred @ directions[:SIZE].T
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    words = np.frombuffer("\n".join(vocabulary[n] for n in kept).encode(), np.uint8)
    np.savez_compressed(ROOT / "data" / "related_words.npz", words=words, vectors=np.round(short * 127).astype(np.int8))
    print(len(kept), "words")


if __name__ == "__main__":
    main()
