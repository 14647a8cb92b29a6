"""Train the pipeline's network: `train.py CORPORA OUT --minutes 90` (or --epochs 6).

Writes OUT/weights.safetensors (a running average of the weights) and OUT/labels.json after every epoch, so that a run that is cut
short still leaves a model. The learning rate falls to nothing over the time or the epochs given.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

import torch
import torch.nn.functional as F
from batches import IGNORE, Collator, Names, batches, group, rename, swap
from corpora import Example, load
from lemmas import collect
from network import NEVER, Network
from safetensors.torch import load_file, save_file
from speech import Speech
from torch import Tensor

from onrecord.parse.encoder_features import Pieces

AVERAGE = 0.997
SPEECH = 0.12
"""Sentences of reported speech made for each group of the treebanks."""
BFLOAT16 = bool(torch.cpu.get_capabilities()["avx512_bf16"])
"""Half precision halves a step where the processor has it; where it is emulated a step takes minutes instead of two seconds."""
ENCODER_RATE, HEAD_RATE, WARM_UP = 1.6e-4, 1.5e-3, 200
WEIGHTS = {"head": 1.0, "dep": 1.0, "tag": 0.4, "mor": 0.4, "lem": 0.3, "sent": 1.0, "ner": 2.0}


def label_sets(trees: list[Example], named: list[Example]) -> dict[str, list[str]]:
    """Collect the labels seen at least three times (lemma edits and morphology have a long tail of slips)."""
    out = {}
    for field in ("tag", "mor", "lem", "dep"):
        counts = Counter(v for e in trees for v in e[field])
        out[field] = sorted(k for k, v in counts.items() if v >= 3)
    out["ner"] = ["O", *sorted({t for e in [*named, *trees] for t in e.get("ner", ()) if t and t != "O"})]
    return out


def cross(logits: Tensor, gold: Tensor, smooth: float = 0.0, weights: Tensor | None = None) -> Tensor:
    """Mean cross entropy over the words that have a label, of which some may weigh more; nothing where none has."""
    if not bool((gold != IGNORE).any()):
        return logits.sum() * 0
    flat, labels = logits.float().reshape(-1, logits.shape[-1]), gold.reshape(-1)
    if weights is None:
        return F.cross_entropy(flat, labels, ignore_index=IGNORE, label_smoothing=smooth)
    each = weights.reshape(-1) * (labels != IGNORE)
    return (F.cross_entropy(flat, labels, ignore_index=IGNORE, reduction="none") * each).sum() / each.sum()


def losses(net: Network, b: dict[str, Tensor]) -> dict[str, Tensor]:
    """Give each task's loss on a batch."""
    syntax, naming = net.views(b["ids"], b["feats"], b["bias"], b["pool"])
    out = {"ner": cross(net.names(naming), b["ner"], 0.05)}
    known = b["sent"] != IGNORE
    if bool(known.any()):
        out["sent"] = F.binary_cross_entropy_with_logits(net.sent(syntax).squeeze(-1).float()[known], b["sent"][known].float())
    if not bool((b["head"] != IGNORE).any()):
        return out
    for field in ("tag", "mor", "lem"):
        out[field] = cross(getattr(net, field)(syntax), b[field])
    scores, rel_dep, rel_head = net.arcs(syntax)
    same = b["sid"].unsqueeze(2) == b["sid"].unsqueeze(1)
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
    out["head"] = cross(scores.float().masked_fill(~allowed, NEVER), b["head"], weights=b["weight"])
    out["dep"] = cross(net.relations(rel_dep, rel_head, b["head"].clamp(min=0)), b["dep"], weights=b["weight"])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of MiniLM: model.safetensors, vocab.txt")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--pieces", type=int, default=1000, help="most pieces of a batch, padding included")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without", default="", help="corpora to leave out, with commas: gmb,gum,uner,...")
    parser.add_argument("--resume", type=Path, help="a run to go on from; --done says how much of it counts")
    parser.add_argument("--done", type=float, default=0)
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers that stay as they are; 2 save a fifth of a step")
    parser.add_argument("--named", type=float, default=1.0, help="share of the name sentences that an epoch sees")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    torch.set_num_threads(args.threads)
    trees, named = load(args.corpora, frozenset(args.without.split(",")))
    labels = json.loads((args.resume / "labels.json").read_text("utf8")) if args.resume else label_sets(trees, named)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0), "utf8")
    (args.out / "lemmas.json").write_text(json.dumps(collect(trees), ensure_ascii=False, separators=(",", ":")), "utf8")
    collate = Collator(Pieces((args.encoder / "vocab.txt").read_text("utf8").split("\n")), labels)
    net = Network({k: len(v) for k, v in labels.items()}, args.encoder / "model.safetensors")
    if args.resume:
        net.load_state_dict(load_file(args.resume / "weights.safetensors"))
    if args.freeze:
        lowest = net.encoder.layers[: args.freeze]
        for part in (net.encoder.norm, net.encoder.places, net.encoder.shapes, *lowest):
            part.requires_grad_(False)
    train(net, trees, named, collate, rng, args)


def train(net, trees, named, collate, rng, args) -> None:  # type: ignore[no-untyped-def]
    """Go through the corpora until the time or the epochs are over."""
    names, speech = Names(named), Speech(trees)
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    rates = [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    opt = torch.optim.AdamW(rates, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    full = [g["lr"] for g in opt.param_groups]
    params = [p for p in net.parameters() if p.requires_grad]
    average = [p.detach().clone() for p in params]
    start, step, epoch, done = time.time(), 0, 0, 0.0
    run: dict[str, list[float]] = defaultdict(list)
    while done < 1:
        seen = rng.sample(named, round(args.named * len(named)))
        changed = [swap(e, names, rng) if rng.random() < 0.25 and e["src"] != "uner" else e for e in seen]
        renamed = [rename(e, names, rng) if rng.random() < 0.3 else e for e in trees]
        made = [speech.example(rng) for _ in range(int(SPEECH * len(trees)))]
        work = [b for part in (renamed + made, group(changed, rng)) for b in batches(part, collate.size, args.pieces, rng)]
        rng.shuffle(work)
        for number, examples in enumerate(work):
            done = (time.time() - start) / 60 / args.minutes if args.minutes else (epoch + number / len(work)) / args.epochs
            if done >= 1:
                break
            factor = min((step + 1) / WARM_UP, (1 - args.done) * (1 - done)) + 1e-4
            for g, rate in zip(opt.param_groups, full, strict=True):
                g["lr"] = rate * factor
            net.train()
            with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
                parts = losses(net, collate(examples, rng))
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            opt.zero_grad()
            loss.backward()  # type: ignore[union-attr]
            torch.nn.utils.clip_grad_norm_(params, 1.0)
            opt.step()
            step += 1
            if step % 2 == 0:
                keep = min(AVERAGE, step / (step + 50)) ** 2
                torch._foreach_lerp_(average, [p.detach() for p in params], 1 - keep)
            for k, v in parts.items():
                run[k].append(float(v))
            if step % 50 == 0:
                means = {k: round(sum(v) / len(v), 3) for k, v in run.items()}
                print(f"{epoch} {number}/{len(work)} {done:.3f} {time.time() - start:.0f}s", means, flush=True)
                run.clear()
            if step % 300 == 0:
                save(net, params, average, args.out)
        epoch += 1
    save(net, params, average, args.out)


def save(net: Network, params: list[Tensor], average: list[Tensor], out: Path) -> None:
    """Write the averaged weights, through a second file so that readers never see half of one."""
    mean = {id(p): a for p, a in zip(params, average, strict=True)}
    state = {n: mean.get(id(p), p.detach()).contiguous() for n, p in net.named_parameters()}
    save_file(state, out / "weights.new")
    (out / "weights.new").rename(out / "weights.safetensors")


if __name__ == "__main__":
    main()
