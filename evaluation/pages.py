"""Real pages: how well body, title, date and authors are read, beside plain trafilatura in the same run.

usage: python -m evaluation.pages [GOLD/html] [--errors N] [--no-baseline]

Body: token F1 as article-extraction benchmarks have it (multisets of words, lower case; a page that fails counts 0), the body being
the record's body, subheading and dateline parts. Title: exact (white space aside). Date: the same day. Authors: the same set.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.ingest.inputs import Input
from onrecord.ingest.page import page_source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "html"
BODY = ("body", "subheading", "dateline")


def tokens(text: str | None) -> Counter[str]:
    """Count a text's words."""
    return Counter(re.findall(r"\w+", (text or "").lower()))


def token_f1(found: str | None, gold: str | None) -> float:
    """Give the F1 of two multisets of words."""
    a, b = tokens(found), tokens(gold)
    common = sum((a & b).values())
    if not common:
        return 0.0
    return 2 * common / (sum(a.values()) + sum(b.values()))


def ours(data: bytes, row: dict[str, Any]) -> dict[str, Any]:
    """Read a page as `onrecord read` does."""
    try:
        report = read_anatomy(page_source(data, Input(row["file"], BytesIO(data)), Settings(), url=row["url"]), Settings()).report
    except OnRecordError as error:
        return {"body": "", "title": None, "date": None, "authors": [], "error": str(error)}
    body = "\n".join(report.text[p.span[0] : p.span[1]] for p in report.parts if p.kind in BODY)
    return {"body": body, "title": report.title, "date": report.published, "authors": list(report.authors)}


def plain(data: bytes, row: dict[str, Any]) -> dict[str, Any]:
    """Read a page by trafilatura alone, as it comes."""
    from trafilatura import extract, extract_metadata

    meta = extract_metadata(data, default_url=row["url"])
    authors = [a.strip() for a in (meta.author or "").split(";") if a.strip()] if meta else []
    body = extract(data, url=row["url"], include_comments=False)
    return {"body": body, "title": meta.title if meta else None, "date": meta.date if meta else None, "authors": authors}


def score(got: dict[str, Any], row: dict[str, Any]) -> dict[str, float]:
    """Score one page; only what its gold states."""
    out = {"body": token_f1(got["body"], row["body"])}
    if row.get("title"):
        out["title"] = float(_squeeze(got["title"]) == _squeeze(row["title"]))
    if row.get("date"):
        out["date"] = float((got["date"] or "")[:10] == row["date"][:10])
    if row.get("authors"):
        out["authors"] = float({_squeeze(a).lower() for a in got["authors"]} == {_squeeze(a).lower() for a in row["authors"]})
    return out


def _squeeze(words: str | None) -> str:
    return " ".join((words or "").split())


def means(scores: Iterable[dict[str, float]]) -> dict[str, float]:
    """Average each measure over the pages that state it."""
    sums: dict[str, list[float]] = {}
    for one in scores:
        for name, value in one.items():
            sums.setdefault(name, []).append(value)
    return {name: sum(values) / len(values) for name, values in sums.items()}


def main() -> None:
    """Print the table, and the worst pages where asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="?", default=str(GOLD))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--no-baseline", action="store_true")
    options = parser.parse_args()
    root = Path(options.gold)
    rows = [json.loads(line) for line in (root / "index.jsonl").open(encoding="utf-8")]
    results: dict[str, list[dict[str, float]]] = {"onrecord": [], "trafilatura": []}
    worst: list[tuple[float, str]] = []
    for row in rows:
        data = gzip.decompress((root / row["file"]).read_bytes())
        got = ours(data, row)
        results["onrecord"].append(score(got, row))
        worst += _errors(got, row, results["onrecord"][-1])
        if not options.no_baseline:
            results["trafilatura"].append(score(plain(data, row), row))
    for name, scores in results.items():
        if scores:
            print(f"{name:12}", "  ".join(f"{k} {v:.3f}" for k, v in means(scores).items()), f"({len(scores)} pages)")
    for _, line in sorted(worst)[: options.errors]:
        print(line)


def _errors(got: dict[str, Any], row: dict[str, Any], scores: dict[str, float]) -> list[tuple[float, str]]:
    out = []
    if scores["body"] < 0.97:
        out.append(
            (
                scores["body"],
                f"{scores['body']:.3f} body {row['id']} {len(got['body'] or '')} chars for {len(row['body'])} {got.get('error', '')}",
            )
        )
    out += [(0.9, f"      {k} {row['id']}: {got[k]!r} for {row[k]!r}") for k in ("title", "date", "authors") if scores.get(k) == 0.0]
    return out


if __name__ == "__main__":
    main()
