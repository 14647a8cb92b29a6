"""What comparing reports costs as an archive grows: copies, stories, what is near; processor seconds a thousand reports, and memory.

usage: python -m benchmarks.compare [--reports 100000] [--at 1000,10000,37000,100000] [--lot 1000] [--a-day 100] [--records]
all at once, as for reports that were read before: python -m benchmarks.compare --reports 37000 --lot 37000

The reports are made from real wire copy (../shared/gold/bulk/reuters21578.jsonl), two to four items to a report, so that they have the
length of today's. Where the wire runs out, it is told again with every rarer word exchanged for another of about its frequency:
words and stock phrases are spread as in the wire, and no two reports share more than those. A third of the reports belong to stories
of two to forty, days apart, half of them prints with the edits of evaluation/copies.py; a third come from houses that print template
lines. A hundred reports a day, so that a hundred thousand are near three years; added in the order of their days, a lot at a time.
They have no records, and so no events and actors. `--records`: our own reports retold with their records instead (retold.py), whose
events are a handful, told again and again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.retold import our_records, retold
from evaluation.copies import BULK, TEMPLATE, variants
from onrecord.compare import copies, identities, occurrences, stories
from onrecord.compare.update import update
from onrecord.pipeline import Reader
from onrecord.store import Archive
from onrecord.store.archive import GROUP

A_DAY, HOUSES = 100, 150
KEPT_WORDS = 600
"""The commonest words stay what they are, so that sentences keep their build."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Made:
    """A report to be stored without reading."""

    title: str
    text: str
    day: str
    house: str


def wires() -> Iterator[tuple[int, str, list[str]]]:
    """Give house, title and sentences of ever new wire reports. What is printed again and again under one title is of one house."""
    with BULK.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    ranked = [w for w, _ in Counter(w for r in rows for w in _WORD.findall(r["text"])).most_common()][KEPT_WORDS:]
    told = 0
    while True:
        other = {w: _near(ranked, n, told) for n, w in enumerate(ranked)} if told else {}
        rng = random.Random(told)
        houses = _by_house(rows, rng)
        while houses:
            house = rng.choice(list(houses))
            some = [houses[house].pop() for _ in range(min(rng.randrange(2, 5), len(houses[house])))]
            if not houses[house]:
                del houses[house]
            text = " ".join(" ".join(r["text"].split()) for r in some)
            if other:
                text = _WORD.sub(lambda m, other=other: other.get(m[0], m[0]), text)  # type: ignore[misc]
            sentences = [s for s in _SENTENCE.split(text) if s]
            if len(sentences) >= 6:
                yield house, " ".join(sentences[0].split()[:9]), sentences[:60]
        told += 1


def _near(ranked: list[str], n: int, told: int) -> str:
    """Give another word of the same two hundred by frequency."""
    band = n // 200 * 200
    size = min(200, len(ranked) - band)
    return ranked[band + (n - band + told * 31) % size]


def _by_house(rows: list[dict[str, str]], rng: random.Random) -> dict[int, list[dict[str, str]]]:
    houses: dict[int, list[dict[str, str]]] = {}
    for row in rows:
        first = (row["title"] or row["text"]).split()[:1]
        houses.setdefault(zlib.crc32(" ".join(first).encode()) % HOUSES, []).append(row)
    for some in houses.values():
        rng.shuffle(some)
    return houses


def made_reports(seed: int = 1, a_day: int = A_DAY) -> Iterator[Made]:
    """Give reports in the order of their days, without end."""
    rng = random.Random(seed)
    source = wires()
    waiting: Waiting = []
    number = 0
    while True:
        day = number // a_day
        due = next((k for k, (when, _, _) in enumerate(waiting[:50]) if when <= day), None)
        if due is not None:
            _, title, sentences = waiting.pop(due)
            house = rng.randrange(HOUSES)
        else:
            house, title, sentences = next(source)
            if rng.random() < 0.1:
                _follow(waiting, title, sentences, next(source)[2], day, rng)
        number += 1
        text = " ".join(sentences)
        yield Made(
            title, text if house % 3 else f"{TEMPLATE} {text} {TEMPLATE}",
            (date(2020, 1, 1) + timedelta(days=day)).isoformat(), f"Paper {house}",
        )  # fmt: skip


Waiting = list[tuple[int, str, list[str]]]
"""Reports still to come: day, title, sentences."""


def _follow(waiting: Waiting, title: str, sentences: list[str], other: list[str], day: int, rng: random.Random) -> None:
    """Line up the later reports of a story: prints of its first one, and tellings that share a part of its words."""
    size = min(40, int(2 / (1 - rng.random()) ** 0.7))
    prints = [p for name, p in variants(sentences, other, rng).items() if name != "litter"]
    for _ in range(size - 1):
        if rng.random() < 0.5:
            told = rng.choice(prints)
        else:
            half = rng.sample(sentences, max(3, len(sentences) // 2))
            told = [" ".join(rng.sample(s.split(), len(s.split()))) for s in half] + other[: len(other) // 2]
        waiting.append((day + rng.choice((0, 0, 0, 1, 1, 2)), title, told))


def put(archive: Archive, reports: list[Made], start: int) -> None:
    """Store reports without reading them."""
    rows = []
    for n, r in enumerate(reports, start):
        id = hashlib.sha256(f"{n} {r.text}".encode()).hexdigest()
        rows.append((id, id, id, "text", r.title, r.house, "en", r.day, json.dumps([["body", 0, len(r.text)]]), len(r.text), r.text, r.day))
    sql = """insert into report (id, text_hash, plain_hash, kind, title, publisher, language, published, parts, length, text, added)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
    with archive.writing():
        archive.db.executemany(sql, rows)


class Clock:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def timed(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        """Give the call with its seconds counted."""

        def run(*arguments: object, **named: object) -> object:
            start = time.process_time()
            try:
                return call(*arguments, **named)
            finally:
                self.seconds[name] += time.process_time() - start

        return run


def _stored(options: argparse.Namespace) -> Callable[[Archive, int, int], None]:
    """Give what stores so many more reports, made up with or without records."""
    if not options.records:
        source = made_reports(a_day=options.a_day)
        return lambda archive, count, done: put(archive, list(islice(source, count)), done)
    told = retold(our_records(Reader()), a_day=options.a_day)

    def store(archive: Archive, count: int, _: int) -> None:
        for start in range(0, count, GROUP):
            archive.add_group(list(islice(told, min(GROUP, count - start))))

    return store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--at", default="1000,10000,37000,100000")
    parser.add_argument("--lot", type=int, default=1000)
    parser.add_argument("--a-day", type=int, default=A_DAY)
    parser.add_argument("--records", action="store_true")
    parser.add_argument("--folder", help="where the archive is made, instead of the temporary folder")
    options = parser.parse_args()
    marks = [int(n) for n in options.at.split(",") if int(n) <= options.reports]
    clock = Clock()
    for name, module in (("copies", copies), ("stories", stories), ("events", occurrences), ("actors", identities)):
        for step in ("index", "update"):
            if hasattr(module, step):
                setattr(module, step, clock.timed(name, getattr(module, step)))
    store = _stored(options)
    first: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder, Archive(Path(folder) / "c.db") as archive:
        for done in range(options.lot, options.reports + 1, options.lot):
            store(archive, options.lot, done)
            before = Counter(clock.seconds)
            start = time.process_time()
            update(archive)
            took = Counter({k: v * 1000 / options.lot for k, v in (clock.seconds - before).items()})
            took["all"] = (time.process_time() - start) * 1000 / options.lot
            first = first or took
            if done in marks:
                ratios = "  ".join(f"{k} {v:.2f} s ({v / first[k]:.2f})" for k, v in sorted(took.items()))
                size = archive.path.stat().st_size / 1e6
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                whole = "  ".join(f"{k} {v:.1f} s" for k, v in sorted(clock.seconds.items()))
                print(f"{done:7}: a thousand more: {ratios}; so far: {whole}; {memory:.0f} MiB; {size:.0f} MB", flush=True)
        found = archive.db.execute("select (select count(*) from copy), (select count(*) from story), (select max(reports) from story)").get
        print(f"{found[0]} pairs share text, {found[1]} stories, the largest of {found[2]} reports")


if __name__ == "__main__":
    main()
