"""How fast the pages are: the server's time, the first paint in a browser, and a crowd of readers while reports are being added.

usage: python -m benchmarks.web [--reports 20000] [--archive FILE] [--asked 40] [--readers 100] [--seconds 30] [--pause 1.0]

1. An archive of so many reports is made (benchmarks/retold.py; kept where --archive names a file, and used again). 2. `onrecord serve` is
started on it in a process of its own. Each kind of page is asked for at different addresses, one request at a time over one connection,
as a browser asks for them: the 50th and 95th percentile and the longest, in milliseconds. 3. First paint of each in Chromium, where
there is one, each time in a new window with an empty cache. 4. So many readers at once, each asking for one page after another with a
pause between, while another process adds reports and compares them: answers a second, percentiles, errors by kind. Asked for: a 95th
percentile under 100 ms for each page, first paint under a second, no error.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import quote

import urllib3

from benchmarks.retold import our_records, retold
from onrecord.compare.update import update
from onrecord.pipeline import Reader
from onrecord.settings import Settings
from onrecord.store import Archive
from onrecord.web import who

PAINTED = 3
"""Addresses of each kind whose first paint is measured."""
LOT = 100
"""Reports added at a time while the crowd reads."""


def make(path: Path, reports: int) -> None:
    """Make the archive and compare its reports."""
    bases = our_records(Reader(Settings()))
    began = time.perf_counter()
    with Archive(path) as archive:
        for _ in archive.add(islice(retold(bases), reports)):
            pass
        added = time.perf_counter()
        update(archive)
        asked = "select (select count(*) from {}), (select count(*) from story where reports > 1), (select max(reports) from story)"
        sizes = {t: archive.db.execute(f"select count(*) from {t}").get for t in ("report", "statement", "event", "figure", "actor")}
        print(f"made in {added - began:.0f} s, compared in {time.perf_counter() - added:.0f} s: "
              + ", ".join(f"{n} {t}s" for t, n in sizes.items())
              + "; {1} stories, the largest of {2} reports".format(*archive.db.execute(asked.format("report")).fetchone()))  # fmt: skip


def addresses(path: Path, wanted: int, seed: int = 5) -> dict[str, list[str]]:
    """Give addresses of each kind of page, as different as the archive allows."""
    chance = random.Random(seed)
    with Archive(path, readonly=True) as archive:
        ask = archive.db.execute

        def column(sql: str) -> list[str]:
            found = [str(r[0]) for r in ask(sql)]
            return [chance.choice(found) for _ in range(wanted)] if found else []

        reports = column("select id from report order by id limit 5000")
        items = [f"{r}/{i}" for r, i in ask("select r.id, s.id from statement s join report r on r.n = s.report order by r.id limit 5000")]
        quotes = column("select content from statement where form = 'direct' and length(content) > 40 limit 5000")
        speakers = column("select distinct speaker_name from statement where speaker_name is not null limit 3000")
        words = [w for text in column("select substr(text, 200, 400) from report limit 3000") for w in re.findall(r"[a-z]{6,}", text)[:1]]
        large = column("select id from story where reports between 3 and 15")
        largest = column("select id from (select id from story order by reports desc limit 10)")
        happenings = column("select occurrence from occurrence_part group by 1 having count(*) > 0 limit 3000")
        actors = [chance.choice(found) for _ in range(wanted)] if (found := [a["identity"] for a in who.listed(archive, {}, 400)]) else []
        days = column("select distinct substr(published, 1, 10) from report")
        pairs = ask("""select p.country, q.country from party p join party q on p.event = q.event and p.country < q.country
            group by 1, 2 order by count(*) desc limit 40""").fetchall()
        copies = ask("""select a.id, b.id from copy c join report a on a.n = c.a join report b on b.n = c.b limit 500""").fetchall()
        countries = column("select country from actor where country is not null group by 1 order by count(*) desc limit 40")
        types = column("select type from event group by 1")

    def pick(found: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
        return [chance.choice(found) for _ in range(wanted)] if found else []

    return {
        "front": ["/"] * wanted,
        "reports": ["/reports"] + [f"/reports?from={d}&to={d}" for d in days],
        "search, a word": [f"/reports?q={w}" for w in words],
        "search, two words": [f"/reports?q={a}+{b}" for a, b in pairwise(words)],
        "statements of a speaker": [f"/statements?speaker={quote(s)}" for s in speakers],
        "statements with a word": [f"/statements?q={w}" for w in words],
        "events of a country": [f"/events?country={c}" for c in countries],
        "events of a type and day": [f"/events?event={t}&from={d}" for t, d in zip(types, days, strict=False)],
        "figures": ["/figures"] + [f"/figures?measure=killed&from={d}" for d in days],
        "report": [f"/reports/{r}" for r in reports],
        "original": [f"/reports/{r}/original" for r in reports],
        "item": [f"/reports/{chance.choice(items)}" for _ in range(wanted)] if items else [],
        "stories": ["/stories"] + [f"/stories?q={w}" for w in words],
        "story": [f"/stories/{s}" for s in large],
        "largest stories": [f"/stories/{s}" for s in largest],
        "event across reports": [f"/events/{e}" for e in happenings],
        "actors": ["/who"] + [f"/who?q={quote(s.split()[-1])}" for s in speakers if s.split()],
        "actor": [f"/actors/{a}" for a in actors],
        "timeline of a country": [f"/timeline?country={c}" for c in countries],
        "timeline of a story": [f"/timeline?story={s}" for s in large],
        "pair": [f"/pairs?one={a}&two={b}" for a, b in pick(pairs)],
        "pair, a month": [f"/pairs?one={a}&two={b}&month=2025-0{chance.randrange(5, 10)}" for a, b in pick(pairs)],
        "two reports": [f"/compare?a={a}&b={b}" for a, b in pick(copies)],
        "check a quote": [f"/check?q={quote(q[:200])}" for q in quotes],
        "new since a day": [f"/new?since={d}" for d in days],
        "events that are new": [f"/events?new={d}&country={c}" for d, c in zip(days, countries, strict=False)],
        "searches": ["/searches"] * wanted,
        "story, accounts": [f"/stories/{s}/accounts" for s in large],
        "map as a file": [f"/stories/{s}/map.svg" for s in large],
        "statistics": ["/statistics"] + [f"/statistics?country={c}" for c in countries],
        "statistics, a word": [f"/statistics?q={w}" for w in words],
        "statistics, two queries": [f"/statistics?country={a}&vs_country={b}" for a, b in pick(pairs)],
        "chart as a file": [f"/statistics/attention.svg?country={c}" for c in countries],
        "API: statistics": [f"/api/statistics?event={t}&from={d}" for t, d in zip(types, days, strict=False)],
        "data": ["/data"] + [f"/data?kind=events&country={c}" for c in countries],
        "method": ["/method"] * wanted,
        "API: events": [f"/api/events?country={c}&limit=100" for c in countries],
        "API: record": [f"/api/reports/{r}" for r in reports],
    }  # fmt: skip


class Served(str):
    """The address of a server, and the process that it is."""

    pid: int


@contextmanager
def served(path: Path) -> Iterator[Served]:
    """Serve the archive in a process of its own; gives its address."""
    command = [sys.executable, "-m", "onrecord", "serve", str(path), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = re.search(r"http://\S+?(?=/)", server.stderr.readline())
        assert found is not None
        threading.Thread(target=lambda: [print(line, end="", file=sys.stderr) for line in server.stderr or ()], daemon=True).start()
        http = urllib3.PoolManager(retries=urllib3.Retry(20, backoff_factor=0.1))
        http.request("GET", found[0] + "/help")
        time.sleep(3)  # what the first visitor would wait for is counted in the background
        try:
            base = Served(found[0])
            base.pid = server.pid
            yield base
        finally:
            server.terminate()


def ask_each(base: str, pages: dict[str, list[str]]) -> bool:
    """Time each kind of page, print it, and say whether all are quick enough."""
    http = urllib3.PoolManager(maxsize=1)
    good = True
    print(f"{'page':26}{'p50 ms':>8}{'p95 ms':>8}{'most':>8}{'kB':>7}")
    for name, paths in pages.items():
        took, size, slowest = [], 0, ("", 0.0)
        for path in paths:
            began = time.perf_counter()
            answer = http.request("GET", base + path, headers={"accept": "text/html"})
            took.append((time.perf_counter() - began) * 1000)
            size += len(answer.data)
            if answer.status != 200:
                good = False
                print(f"  {path}: {answer.status}")
            slowest = max(slowest, (path, took[-1]), key=lambda p: p[1])
        if len(took) > 1:
            p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
            good &= p95 < 100
            print(f"{name:26}{statistics.median(took):8.1f}{p95:8.1f}{max(took):8.1f}{size / len(took) / 1000:7.0f}"
                  + (f"   {slowest[0][:90]}" if p95 >= 100 else ""), flush=True)  # fmt: skip
    return good


def paint_each(base: str, pages: dict[str, list[str]]) -> bool:
    """Measure first paints in Chromium, print them, and say whether all came within a second."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("no chromium here: first paint was not measured")
        return True
    from playwright.sync_api import sync_playwright

    good = True
    print(f"{'first contentful paint':26}{'p50 ms':>8}{'most':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, paths in pages.items():
            if name.startswith("API"):
                continue
            took = []
            for path in paths[1 : 1 + PAINTED]:
                context = browser.new_context()
                page = context.new_page()
                page.goto(base + path)
                page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
                took.append(float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")))
                context.close()
            if took:
                good &= max(took) < 1000
                print(f"{name:26}{statistics.median(took):8.0f}{max(took):8.0f}", flush=True)
        browser.close()
    return good


def add_more(path: str, stop: multiprocessing.synchronize.Event, added: multiprocessing.sharedctypes.Synchronized[int]) -> None:
    """Add reports, lot after lot, and compare each lot, until told to stop."""
    with Archive(Path(path), readonly=True) as archive:
        bases = [archive.record(id) for id in islice(archive.ids(), 40)]
    source = retold(bases, seed=int(time.time()))
    with Archive(Path(path)) as archive:
        while not stop.is_set():
            for _ in archive.add(islice(source, LOT)):
                pass
            added.value += LOT
            update(archive)


def crowd(base: str, path: Path, pages: dict[str, list[str]], readers: int, seconds: float, pause: float) -> bool:
    """Let many read at once while reports are added; print what came of it and say whether nothing failed."""
    every = [p for paths in pages.values() for p in paths]
    took: list[float] = []
    wrong: Counter[str] = Counter()
    end = time.monotonic() + seconds

    def read(number: int) -> None:
        chance = random.Random(number)
        http = urllib3.PoolManager(maxsize=1, retries=False, timeout=60)
        while time.monotonic() < end:
            time.sleep(chance.uniform(0, 2 * pause))
            one = chance.choice(every)
            began = time.perf_counter()
            try:
                answer = http.request("GET", base + one, headers={"accept": "text/html"})
                took.append((time.perf_counter() - began) * 1000)
                if answer.status != 200:
                    wrong[f"{answer.status} {one.partition('?')[0][:30]}"] += 1
            except urllib3.exceptions.HTTPError as error:
                wrong[f"{type(error).__name__} {one.partition('?')[0][:30]}"] += 1

    stop, added = multiprocessing.Event(), multiprocessing.Value("i", 0)
    writer = multiprocessing.Process(target=add_more, args=(str(path), stop, added))
    writer.start()
    threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    writer.join()
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(f"{readers} readers for {seconds:.0f} s while {added.value} reports were added: {len(took) / seconds:.0f} answers a second, "
          f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {max(took):.0f} ms; errors: {dict(wrong) or 'none'}")  # fmt: skip
    return not wrong and writer.exitcode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--archive", help="made there, and used again where it is there already")
    parser.add_argument("--asked", type=int, default=40, help="addresses of each kind")
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--pause", type=float, default=1.0, help="mean seconds between a reader's pages")
    parser.add_argument("--only", default="", help="only pages whose name holds this, and no crowd")
    parser.add_argument("--no-paint", dest="paint", action="store_false", help="leave out the browser")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(options.archive or Path(folder) / "web.db")
        if not path.exists():
            make(path, options.reports)
        pages = {name: paths for name, paths in addresses(path, options.asked).items() if options.only in name}
        with served(path) as base:
            good = [ask_each(base, pages)]
            if options.paint:
                good.append(paint_each(base, pages))
            if not options.only and options.readers:
                good.append(crowd(base, path, pages, options.readers, options.seconds, options.pause))
    print("all as asked for" if all(good) else "not as asked for")
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
