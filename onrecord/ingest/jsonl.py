from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from onrecord.model.source import Hints, Source


def read_jsonl(path: Path) -> Iterator[Source]:
    for line in path.open(encoding="utf-8"):
        d = json.loads(line)
        date = d.get("date")
        if date and len(date) == 8 and date.isdigit():
            date = f"{date[:4]}-{date[4:6]}-{date[6:]}"
        yield Source(
            id=hashlib.sha256(line.encode()).hexdigest(), source=f"{path}:{d['id']}", text=d["text"], kind="jsonl", key=str(d["id"]),
            hints=Hints(title=d.get("title"), published=date, published_from="caller" if date else None),
        )  # fmt: skip
