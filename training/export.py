"""Write a trained network as the model folder that is shipped: `export.py RUN OUT --encoder MINILM`.

The graph is written node by node (no tracing): matrices in 8-bit integers with a scale for each column, int8 word embeddings with a scale
for each row, everything else as it is. A manifest holds the digest of every file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
from corpora import tree_examples
from integers import quantize
from meanings import with_meanings
from network import ATTENTION_HEADS, HIDDEN, LAYERS, REL
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from reach import excess, measure
from relations import relations_graph
from safetensors.numpy import load_file

NAME = "onrecord-en"
SAMPLE = "ud/gum-train.conllu"
Array = NDArray[np.float32]


class Graph:
    """A growing ONNX graph."""

    def __init__(self, weights: dict[str, Array], reach: dict[str, Array]) -> None:
        self.weights = weights
        self.reach = reach
        self.nodes: list[onnx.NodeProto] = []
        self.inits: list[onnx.TensorProto] = []

    def const(self, name: str, value: NDArray[np.generic]) -> str:
        self.inits.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, inputs: list[str], out: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [out], name=out, **attributes))
        return out

    def linear(self, x: str, name: str, out: str) -> str:
        matrix = self.weights[name + ".weight"].T
        if name in self.reach:
            far = excess(self.reach[name])
            matrix = matrix * far[:, None]
            x = self.op("Mul", [x, self.const(out + ".far", 1 / far)], out + ".x")
        weight = self.const(out + ".w", matrix)
        bias = self.const(out + ".b", self.weights[name + ".bias"])
        return self.op("Add", [self.op("MatMul", [x, weight], out + ".m"), bias], out)

    def norm(self, x: str, name: str, out: str) -> str:
        scale, bias = self.const(out + ".g", self.weights[name + ".weight"]), self.const(out + ".b", self.weights[name + ".bias"])
        return self.op("LayerNormalization", [x, scale, bias], out, axis=-1, epsilon=1e-12)


def embed(g: Graph) -> str:
    table = g.weights["encoder.words.weight"]
    scale = np.abs(table).max(1, keepdims=True) / 127 + 1e-12
    g.const("words8", np.round(table / scale).astype(np.int8))
    g.const("words.scale", scale.astype(np.float32))
    g.op("Cast", [g.op("Gather", ["words8", "ids"], "words.rows")], "words.float", to=TensorProto.FLOAT)
    g.op("Mul", ["words.float", g.op("Gather", ["words.scale", "ids"], "words.rowscale")], "words")
    g.op("Gather", [g.const("places.t", g.weights["encoder.places.weight"]), "pos"], "places")
    g.op("Gather", [g.const("shapes.t", g.weights["encoder.shapes.weight"]), "feats"], "shapes")
    return g.norm(g.op("Add", [g.op("Add", ["words", "places"], "e1"), "shapes"], "e2"), "encoder.norm", "layer0")


def layer(g: Graph, i: int, x: str) -> str:
    p, b = f"encoder.layers.{i}.", f"l{i}."
    qkv = g.linear(x, p + "qkv", b + "qkv")
    g.nodes.append(helper.make_node("Split", [qkv], [b + "q", b + "k", b + "v"], axis=-1, num_outputs=3))
    for n, perm in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])):
        g.op("Transpose", [g.op("Reshape", [b + n, "split"], b + n + "r")], b + n + "t", perm=perm)
    g.op("Mul", [b + "qt", "scale"], b + "qs")
    g.op("Softmax", [g.op("MatMul", [b + "qs", b + "kt"], b + "s")], b + "a", axis=-1)
    g.op("Transpose", [g.op("MatMul", [b + "a", b + "vt"], b + "c")], b + "ct", perm=[0, 2, 1, 3])
    out = g.linear(g.op("Reshape", [b + "ct", "join"], b + "j"), p + "out", b + "o")
    x = g.norm(g.op("Add", [out, x], b + "r1"), p + "norm1", b + "n1")
    inner = g.op("Gelu", [g.linear(x, p + "inner", b + "i")], b + "g")
    return g.norm(g.op("Add", [g.linear(inner, p + "outer", b + "f"), x], b + "r2"), p + "norm2", f"layer{i + 1}")


def mixed(g: Graph, row: int, out: str) -> str:
    """Average each word's pieces in the task's mix of layers."""
    logits = g.weights["mix"][row] * 3
    weights = np.exp(logits) / np.exp(logits).sum()
    total = ""
    for i, weight in enumerate(weights):
        part = g.op("Mul", [f"layer{i}", g.const(f"{out}.{i}w", np.float32(weight))], f"{out}.{i}")
        total = g.op("Add", [total, part], f"{out}.{i}s") if total else part
    return g.op("MatMul", ["pool", total], out)


def heads(g: Graph) -> list[str]:
    syntax, naming = mixed(g, 0, "syntax"), mixed(g, 1, "naming")
    for name in ("tag", "mor", "lem"):
        g.op("ArgMax", [g.linear(syntax, name, name + ".scores")], name, axis=-1, keepdims=0)
    g.op("Squeeze", [g.linear(syntax, "sent", "sent.scores"), g.const("last", np.array([-1], np.int64))], "sent")
    g.linear(g.op("Gelu", [g.linear(naming, "ner_inner", "ner.i")], "ner.g"), "ner", "ner.scores")
    g.op("LogSoftmax", ["ner.scores"], "ner", axis=-1)
    g.const("root", g.weights["root"].reshape(1, 1, HIDDEN))
    g.op("Shape", [syntax], "syntax.shape", start=0, end=1)
    g.op("Concat", ["syntax.shape", g.const("one.hidden", np.array([1, HIDDEN], np.int64))], "root.shape", axis=0)
    g.op("Concat", [g.op("Expand", ["root", "root.shape"], "roots"), syntax], "rooted", axis=1)
    dep = g.op("Gelu", [g.linear(syntax, "arc_dep", "arc.d")], "arc.dep")
    head = g.op("Gelu", [g.linear("rooted", "arc_head", "arc.h")], "arc.head")
    arc = g.weights["arc"]
    g.op("MatMul", [dep, g.const("arc.u", arc[:-1])], "arc.du")
    g.op("Add", ["arc.du", g.const("arc.ub", arc[-1])], "arc.left")
    g.op("MatMul", ["arc.left", g.op("Transpose", [head], "arc.headt", perm=[0, 2, 1])], "arcs")
    g.op("Gelu", [g.linear(syntax, "rel_dep", "rel.d")], "rel_dep")
    g.op("Gelu", [g.linear("rooted", "rel_head", "rel.h")], "rel_head")
    return ["tag", "mor", "lem", "sent", "ner", "arcs", "rel_dep", "rel_head"]


def build(weights: dict[str, Array], reach: dict[str, Array]) -> onnx.ModelProto:
    g = Graph(weights, reach)
    g.const("split", np.array([0, 0, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS], np.int64))
    g.const("join", np.array([0, 0, HIDDEN], np.int64))
    g.const("scale", np.array((HIDDEN // ATTENTION_HEADS) ** -0.5, np.float32))
    x = embed(g)
    for i in range(LAYERS):
        x = layer(g, i, x)
    outs = heads(g)
    integer, real = TensorProto.INT64, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info(n, t, s)
        for n, t, s in (
            ("ids", integer, ["b", "t"]), ("feats", integer, ["b", "t"]), ("pos", integer, ["t"]),
            ("pool", real, ["b", "w", "t"]),
        )
    ]  # fmt: skip
    outputs = [helper.make_tensor_value_info(n, integer if n in ("tag", "mor", "lem") else real, None) for n in outs]
    graph = helper.make_graph(g.nodes, "onrecord-en", inputs, outputs, g.inits)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 9
    return model


def doubted(relations: Array, labels: list[str], doubts: str) -> Array:
    """Take from the score of some relations ("parataxis=1,appos=1") whatever the words: what the network finds too often."""
    out = relations.copy()
    for doubt in filter(None, doubts.split(",")):
        label, _, less = doubt.partition("=")
        out[-1, labels.index(label) * (REL + 1) + REL] -= float(less)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--corpora", type=Path, required=True, help="where training text is taken from to measure what activations reach")
    parser.add_argument("--threshold", type=float, default=0.0, help="log odds from which a word after a mark begins a sentence")
    parser.add_argument("--unmarked", type=float, default=0.0, help="the same after anything else")
    parser.add_argument("--doubts", default="", help="relations and by how much their scores are lowered, with commas: parataxis=1,appos=1")
    parser.add_argument("--full", action="store_true", help="keep 32-bit weights (to measure what int8 costs)")
    args = parser.parse_args()
    weights = load_file(args.run / "weights.safetensors")
    labels = json.loads((args.run / "labels.json").read_text("utf8"))
    sample = tree_examples(args.corpora / SAMPLE, "sample")[::20]
    reach = {} if args.full else measure(args.run, args.encoder, labels, sample)
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "full.onnx"
        onnx.save(build(weights, reach), raw)
        if args.full:
            shutil.copy(raw, args.out / "model.onnx")
        else:
            onnx.save(with_meanings(quantize(raw)), args.out / "model.onnx")
    onnx.save(relations_graph(doubted(weights["rel"], labels["dep"], args.doubts)), args.out / "relations.onnx")
    for name in ("labels.json", "lemmas.json"):
        shutil.copy(args.run / name, args.out / name)
    shutil.copy(args.encoder / "vocab.txt", args.out / "vocab.txt")
    files = ("model.onnx", "relations.onnx", "labels.json", "lemmas.json", "vocab.txt")
    digests = {f: hashlib.sha256((args.out / f).read_bytes()).hexdigest() for f in files}
    thresholds = {"sentence_threshold": args.threshold, "sentence_threshold_unmarked": args.unmarked}
    manifest = {"name": NAME, "version": args.version, **thresholds, "sha256": digests}
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf8")


if __name__ == "__main__":
    main()
