"""Wire files: how many are read, and why the others are refused. Each file must be one or the other.

usage: python -m evaluation.wire [GOLD/wire] [--each]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from onrecord.errors import OnRecordError
from onrecord.ingest import read_sources
from onrecord.settings import Settings

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "wire"


def outcomes(root: Path) -> list[tuple[str, str, list[str]]]:
    """Give each file with its format and what came of it: "read", or codes of errors."""
    out = []
    for line in (root / "index.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        items = read_sources([str(root / row["file"])], settings=Settings())
        out.append((row["file"], row["format"], [i.code if isinstance(i, OnRecordError) else "read" for i in items]))
    return out


def main() -> None:
    """Print a line for each format: files read, files refused by reason, files that gave nothing or failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="?", default=str(GOLD))
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    found = outcomes(Path(options.gold))
    kinds = sorted({kind for _, kind, _ in found})
    for kind in kinds:
        results = ["read" if "read" in codes else (codes or ["NOTHING"])[0] for _, other, codes in found if other == kind]
        print(f"{kind:16} {len(results):4} files:", ", ".join(f"{n} {what}" for what, n in sorted(Counter(results).items())))
    failed = [file for file, _, codes in found if not codes or "INTERNAL" in codes]
    print(f"{len(found)} files, {len(failed)} without an outcome", *failed)
    for file, _, codes in found if options.each else []:
        print(f"  {', '.join(codes):24} {file}")


if __name__ == "__main__":
    main()
