"""The network: MiniLM's encoder with one head each for tags, morphology, lemma edits, sentence starts, trees and names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.parse.encoder_features import SHAPES

HIDDEN, INNER, ATTENTION_HEADS, LAYERS = 384, 1536, 12, 6
ARC, REL = 256, 64
NEVER = -1e4


def drop(x: Tensor, p: float, training: bool) -> Tensor:
    """Drop the same features of all words of a block: as good as word by word, and drawing the mask costs nothing."""
    return x * F.dropout(torch.ones_like(x[:, :1]), p) if training else x


class Layer(nn.Module):
    """One layer of a post-norm transformer, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, 1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, 1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, ATTENTION_HEADS, h // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        with torch.autocast("cpu", enabled=False):  # attention's way back is five times slower in bfloat16
            a = F.scaled_dot_product_attention(q.float(), k.float(), v.float(), attn_mask=bias)
        x = self.norm1(x + drop(self.out(a.transpose(1, 2).reshape(b, t, h)), 0.1, self.training))
        return self.norm2(x + drop(self.outer(F.gelu(self.inner(x))), 0.1, self.training))


class Encoder(nn.Module):
    """MiniLM with letter case and spacing added at its input; word embeddings stay as they were pretrained."""

    def __init__(self, pretrained: Path | None) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.words.weight.requires_grad = False
        self.places = nn.Embedding(512, HIDDEN)
        self.shapes = nn.Embedding(2 * len(SHAPES), HIDDEN)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        if pretrained:
            self._fill(load_file(pretrained))

    def _fill(self, w: dict[str, Tensor]) -> None:
        def copy(module: Any, name: str) -> None:
            module.weight.data = w[name + ".weight"].clone()
            module.bias.data = w[name + ".bias"].clone()

        self.words.weight.data = w["embeddings.word_embeddings.weight"].clone()
        self.places.weight.data = (w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]).clone()
        copy(self.norm, "embeddings.LayerNorm")
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [w[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                getattr(layer.qkv, kind).data = torch.cat(parts).clone()  # type: ignore[union-attr]
            for module, name in (
                (layer.out, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                (layer.inner, "intermediate.dense"), (layer.outer, "output.dense"), (layer.norm2, "output.LayerNorm"),
            ):  # fmt: skip
                copy(module, p + name)

    def forward(self, ids: Tensor, feats: Tensor, bias: Tensor) -> list[Tensor]:
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.shapes(feats)
        x = drop(self.norm(x), 0.1, self.training)
        out = [x]
        for layer in self.layers:
            x = layer(x, bias)
            out.append(x)
        return out


class Network(nn.Module):
    """Encoder and heads; `sizes` gives the number of labels of tag, mor, lem, dep and ner."""

    def __init__(self, sizes: dict[str, int], pretrained: Path | None = None) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(pretrained)
        self.mix = nn.Parameter(torch.tensor([[0.0] * LAYERS + [1.0]] * 2))
        for name in ("tag", "mor", "lem"):
            setattr(self, name, nn.Linear(HIDDEN, sizes[name]))
        self.sent = nn.Linear(HIDDEN, 1)
        self.arc_head, self.arc_dep = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.rel_head, self.rel_dep = nn.Linear(HIDDEN, REL), nn.Linear(HIDDEN, REL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.rel = nn.Parameter(torch.zeros(REL + 1, sizes["dep"] * (REL + 1)))
        nn.init.xavier_uniform_(self.arc)
        nn.init.normal_(self.rel, std=0.05)
        self.root = nn.Parameter(torch.randn(HIDDEN) * 0.02)
        self.ner_inner, self.ner = nn.Linear(HIDDEN, 256), nn.Linear(256, sizes["ner"])

    def drop(self, x: Tensor, p: float) -> Tensor:
        return drop(x, p, self.training)

    def views(self, ids: Tensor, feats: Tensor, bias: Tensor, pool: Tensor) -> tuple[Tensor, Tensor]:
        """Give each word's vector twice, for syntax and for names: two mixes of the layers, averaged over the word's pieces."""
        layers = self.encoder(ids, feats, bias)
        weights = torch.softmax(self.mix * 3, -1)
        both = []
        for row in weights:
            mixed = sum(row[i] * layer for i, layer in enumerate(layers))
            both.append(self.drop(pool.to(mixed.dtype) @ mixed, 0.2))  # type: ignore[union-attr, arg-type]
        return both[0], both[1]

    def names(self, x: Tensor) -> Tensor:
        return self.ner(self.drop(F.gelu(self.ner_inner(x)), 0.2))  # type: ignore[no-any-return]

    def arcs(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score every head (0: root) for every word; give also the two views from which relations are scored."""
        heads = torch.cat([self.root.to(x.dtype).expand(x.shape[0], 1, -1), x], 1)
        dep = self.drop(F.gelu(self.arc_dep(x)), 0.25)
        head = self.drop(F.gelu(self.arc_head(heads)), 0.25)
        one = torch.ones_like(dep[..., :1])
        scores = torch.cat([dep, one], -1) @ self.arc.to(dep.dtype) @ head.transpose(1, 2)
        rel_dep = self.drop(F.gelu(self.rel_dep(x)), 0.25)
        rel_head = self.drop(F.gelu(self.rel_head(heads)), 0.25)
        return scores, rel_dep, rel_head

    def relations(self, rel_dep: Tensor, rel_head: Tensor, heads: Tensor) -> Tensor:
        """Score relations of each word to its given head."""
        chosen = torch.gather(rel_head, 1, heads.unsqueeze(-1).expand(-1, -1, REL))
        one = torch.ones_like(rel_dep[..., :1])
        left, right = torch.cat([rel_dep, one], -1), torch.cat([chosen, one], -1)
        b, w, r = left.shape
        return ((left @ self.rel.to(left.dtype)).view(b, w, self.sizes["dep"], r) @ right.unsqueeze(-1)).squeeze(-1)
