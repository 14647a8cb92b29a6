"""Development helper: a reader over a named model with cached parses.

usage: python -m evaluation.dev GOLD_INPUTS.jsonl > OUT.jsonl   (lines {"id","text","date"?}; the model: $ONRECORD_MODEL or the shipped one)
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import onrecord
from evaluation.parse_cache import CachingParser
from onrecord.model.document import Parser
from onrecord.parse.load import load


def parser() -> Parser:
    """Load $ONRECORD_MODEL (else the shipped model) behind the parse cache."""
    model = os.environ.get("ONRECORD_MODEL")
    root = Path(model) if model else SHIPPED
    return CachingParser(_Lazy(model, root), _identity(root))


def _identity(root: Path) -> str:
    """Name a model by what it is made of: the digests in its manifest (heads and judges parse nothing), else its files."""
    manifest = root / "manifest.json"
    if manifest.exists():
        parts = json.loads(manifest.read_text("utf8"))["sha256"]
    else:
        parts = {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file()}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


SHIPPED = Path(onrecord.__file__).parent / "models" / "en"


class _Lazy:
    """Loads the model only when a block is not in the cache."""

    def __init__(self, model: str | None, root: Path) -> None:
        self.model, self.name, self._inner = model, root.name, None

    def parse_blocks(self, blocks):  # type: ignore[no-untyped-def]
        if self._inner is None:
            self._inner = load(self.model)
        return self._inner.parse_blocks(blocks)


def _good(items):  # type: ignore[no-untyped-def]
    """Pass sources on; say what could not be read."""
    for item in items:
        if isinstance(item, Exception):
            print(item, file=sys.stderr)
        else:
            yield item


def main() -> None:
    """Read the lines of a JSON Lines file and write a record a line, as `onrecord read --format jsonl` does."""
    from onrecord.errors import OnRecordError
    from onrecord.ingest.jsonl import read_jsonl
    from onrecord.pipeline import Reader

    reader = Reader(parser=parser())
    for source, result in reader.read_all(_good(read_jsonl(Path(sys.argv[1])))):
        if isinstance(result, OnRecordError):
            print(json.dumps({"id": source.key, "error": str(result)}))
            print(result, file=sys.stderr)
            if os.environ.get("DEBUG") and result.__cause__:
                raise result.__cause__
        else:
            print(f'{{"id": {json.dumps(source.key)}, "record": {result.to_json()}}}')


if __name__ == "__main__":
    main()
