"""The small graph that scores the relation of each word to its head, run once the heads are known: `relations.py MODEL_FOLDER [VERSION]`.

For a word's view (64 numbers) and its head's there is a table of 65 by 65 for each relation, a third of a million products a word: in
floats a fifteenth of all reading. In integers it is a fifth of that; of 29,684 words of the news 7 got another relation, none by more
than 0.04 (scores differ by 5 where the network is sure). The command turns the floats of models before 0.4.1 (`relations.npy`) into the
graph, and takes out of their encoder what reading does without: the mask for padding (windows are read one by one) and meanings in more
digits than are kept.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
from integers import quantize
from meanings import OUTPUT, with_meanings
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

FILE = "relations.onnx"
Array = NDArray[np.float32]


def relations_graph(tables: Array) -> onnx.ModelProto:
    """Write the graph of tables (view of the word and a one, relations times view of the head and a one): dep, head -> scores."""
    width = len(tables)
    consts = {
        "rel.w": tables[:-1], "rel.b": tables[-1], "rel.shape": np.array([0, -1, width], np.int64), "rel.last": np.array([-1], np.int64),
    }  # fmt: skip
    nodes = [
        helper.make_node("MatMul", ["dep", "rel.w"], ["rel.m"], name="rel.m"),
        helper.make_node("Add", ["rel.m", "rel.b"], ["rel.left"], name="rel.left"),
        helper.make_node("Reshape", ["rel.left", "rel.shape"], ["rel.tables"], name="rel.tables"),
        helper.make_node("Unsqueeze", ["head", "rel.last"], ["rel.head"], name="rel.head"),
        helper.make_node("MatMul", ["rel.tables", "rel.head"], ["rel.scores"], name="rel.scores"),
        helper.make_node("Squeeze", ["rel.scores", "rel.last"], ["scores"], name="scores"),
    ]
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["w", size]) for n, size in (("dep", width - 1), ("head", width))]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, None)]
    held = [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in consts.items()]
    graph = helper.make_graph(nodes, "onrecord-en-relations", inputs, outputs, held)
    full = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    full.ir_version = 9
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "full.onnx"
        onnx.save(full, path)
        return quantize(path)


def without_mask(model: onnx.ModelProto) -> onnx.ModelProto:
    """Take the mask for padding out of an encoder that has one."""
    graph = model.graph
    masked = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Add" and "bias" in n.input}
    kept = [n for n in graph.node if n.output[0] not in masked]
    for node in kept:
        node.input[:] = [masked.get(name, name) for name in node.input]
    inputs = [i for i in graph.input if i.name != "bias"]
    for field, values in ((graph.node, kept), (graph.input, inputs)):
        del field[:]
        field.extend(values)
    return model


def without_meanings(model: onnx.ModelProto) -> onnx.ModelProto:
    """Take the meanings out, for `with_meanings` to write them anew."""
    graph = model.graph
    for field in (graph.node, graph.output, graph.initializer):
        kept = [x for x in field if not x.name.startswith(OUTPUT)]
        del field[:]
        field.extend(kept)
    return model


def main() -> None:
    folder = Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text("utf8"))
    manifest["version"] = sys.argv[2] if len(sys.argv) > 2 else manifest["version"]
    onnx.save(relations_graph(np.load(folder / "relations.npy").astype(np.float32)), folder / FILE)
    onnx.save(with_meanings(without_meanings(without_mask(onnx.load(folder / "model.onnx")))), folder / "model.onnx")
    (folder / "relations.npy").unlink()
    names = [FILE if name == "relations.npy" else name for name in manifest["sha256"]]
    manifest["sha256"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf8")


if __name__ == "__main__":
    main()
