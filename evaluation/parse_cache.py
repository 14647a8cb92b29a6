"""A parser that remembers its parses on disk, so that a rule can be measured again without parsing the gold set again.

Development only: the cache is keyed by the model's name, the digest of its files and the block's text.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec

from onrecord.model.document import BlockParse, NameRow, Parser, TokenRow

PATH = Path(os.environ.get("ONRECORD_PARSE_CACHE", "/tmp/onrecord_parses.sqlite"))


class CachingParser:
    """Wraps a parser; asks it only for blocks that were never parsed by the same model."""

    def __init__(self, inner: Parser, identity: str, path: Path = PATH) -> None:
        self.inner = inner
        self.name = inner.name
        self.identity = identity
        self.db = sqlite3.connect(path, timeout=60)
        self.db.execute("pragma journal_mode=wal")
        self.db.execute("create table if not exists parse (key blob primary key, rows blob) without rowid")

    def parse_blocks(self, blocks: Sequence[str]) -> list[BlockParse]:
        keys = [hashlib.sha256(f"{self.identity}\0{b}".encode("utf-8", "surrogatepass")).digest() for b in blocks]
        out = [self._get(k) for k in keys]
        missing = [n for n, parse in enumerate(out) if parse is None]
        if missing:
            for n, parse in zip(missing, self.inner.parse_blocks([blocks[n] for n in missing]), strict=True):
                out[n] = parse
                self.db.execute("insert or replace into parse values (?, ?)", (keys[n], msgspec.msgpack.encode(parse)))
            self.db.commit()
        return [parse for parse in out if parse is not None]

    def _get(self, key: bytes) -> BlockParse | None:
        row = self.db.execute("select rows from parse where key = ?", (key,)).fetchone()
        if row is None:
            return None
        tokens, names, meanings = msgspec.msgpack.decode(row[0])
        return BlockParse([TokenRow(*t) for t in tokens], [NameRow(*n) for n in names], meanings)
