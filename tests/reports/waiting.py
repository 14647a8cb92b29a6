"""Writes the `not_yet` lists anew after a change that moves many at once (a new language model).

usage: python tests/reports/waiting.py          says what would change
       python tests/reports/waiting.py --write  changes it; read the difference before you commit it
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from expectations import check  # noqa: E402

from onrecord.ingest import read_sources  # noqa: E402
from onrecord.model.record import Record  # noqa: E402
from onrecord.pipeline import Reader  # noqa: E402
from onrecord.settings import Settings  # noqa: E402
from onrecord.workers import read_stream  # noqa: E402


def main() -> None:
    """Read every report, compare, and write where asked to."""
    paths = sorted([*HERE.glob("*.txt"), *(HERE.parents[1] / "samples").glob("*.txt")])
    settings = Settings()
    sources = read_sources(map(str, paths), settings=settings)
    met = every = 0
    for path, (_, record) in zip(paths, read_stream(sources, settings, reader=Reader(settings)), strict=True):
        assert isinstance(record, Record), record
        file = HERE / f"{path.stem}.expected.json"
        text = file.read_text("utf-8")
        results = check(record, json.loads(text))
        every += len(results)
        met += sum(r.met for r in results)
        before, after = json.loads(text)["not_yet"], [r.label for r in results if not r.met]
        for label in sorted(set(before) ^ set(after)):
            print(f"{path.stem}: {'met now' if label in before else 'not met'}: {label}")
        if "--write" in sys.argv and before != after:
            head = text[: text.rindex('"not_yet"')]
            rows = ",\n".join("  " + json.dumps(label, ensure_ascii=False) for label in after)
            file.write_text(head + ('"not_yet": [\n' + rows + "\n ]\n}\n" if after else '"not_yet": []\n}\n'), encoding="utf-8")
    print(f"{met} of {every} expectations met")


if __name__ == "__main__":
    main()
