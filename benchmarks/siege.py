"""Whether a crowd, and peers that keep a server waiting, get in anybody's way.

usage: python -m benchmarks.siege [--reports 1000] [--requests 20000] [--clients 50] [--add 2000] [--half-open 1100]

An archive of our own reports, retold, is served by `onrecord serve` in a process of its own. 1. So many connections send half a head and
wait: how long do others wait for an answer meanwhile? Asked for: less than a second. 2. So many clients ask for one page or answer after
another, so many in all, while another process adds reports and compares them: every answer is counted by its status, every lot that could
not be added, and the server's memory at the start, after a fifth, and at most. Asked for: no error, no archive that is busy, flat memory.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import socket
import statistics
import tempfile
import threading
import time
from collections import Counter
from itertools import islice
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from urllib.parse import urlsplit

import urllib3

from benchmarks.retold import retold
from benchmarks.web import addresses, make, served
from onrecord.compare.update import update
from onrecord.errors import OnRecordError
from onrecord.store import Archive

LOT = 50
MOST_SECONDS = 1.0
MOST_MB = 50.0


def own(pid: int) -> float:
    """Give the MB that a process has for itself: what it has mapped of the archive is the system's, once for all connections."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) * 1024 / 1e6


def half_open(base: str, wanted: int) -> list[socket.socket]:
    """Open so many connections that send half a head; those that the server refuses count, too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, wanted + 500)), hard))
    address = urlsplit(base)
    out = []
    for _ in range(wanted):
        peer = socket.create_connection((address.hostname or "", address.port or 0), timeout=10)
        peer.sendall(b"GET /reports HTTP/1.1\r\nHost: ")
        out.append(peer)
    return out


def waits(base: str, asked: int = 20) -> list[float]:
    """Give the seconds that answers take, each over a connection of its own."""
    out = []
    for _ in range(asked):
        http = urllib3.PoolManager(maxsize=1, retries=False, timeout=30)
        began = time.perf_counter()
        assert http.request("GET", base + "/help").status == 200
        out.append(time.perf_counter() - began)
        http.clear()
    return out


def add(path: Path, wanted: int, added: Synchronized[int], refused: Synchronized[int]) -> None:
    """Add reports, lot after lot, and compare each lot."""
    with Archive(path, readonly=True) as archive:
        bases = [archive.record(id) for id in islice(archive.ids(), 40)]
    source = retold(bases, seed=int(time.time()))
    with Archive(path) as archive:
        while added.value < wanted:
            try:
                added.value += sum(a.outcome == "added" for a in archive.add(islice(source, LOT)))
                update(archive)
            except OnRecordError as error:
                print(error, flush=True)
                refused.value += 1


def crowd(base: str, pid: int, path: Path, *, requests: int, clients: int, wanted: int) -> bool:
    """Let clients ask while reports are added; print what came of it and say whether all was well."""
    every = [p for paths in addresses(path, 40).values() for p in paths]
    statuses: Counter[str] = Counter()
    took: list[float] = []
    left = iter(range(requests))
    lock = threading.Lock()

    def ask(number: int) -> None:
        chance = random.Random(number)
        http = urllib3.PoolManager(maxsize=1, retries=False, timeout=120)
        while True:
            with lock:
                if next(left, None) is None:
                    return
            began = time.perf_counter()
            try:
                status = str(http.request("GET", base + chance.choice(every), headers={"accept": "text/html"}).status)
            except urllib3.exceptions.HTTPError as error:
                status = type(error).__name__
            with lock:
                statuses[status] += 1
                took.append(time.perf_counter() - began)

    added, refused = multiprocessing.Value("i", 0), multiprocessing.Value("i", 0)
    writer = multiprocessing.Process(target=add, args=(path, wanted, added, refused))
    threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
    start, began, early, most = own(pid), time.monotonic(), 0.0, 0.0
    for one in (writer, *threads):
        one.start()
    while any(t.is_alive() for t in threads) or writer.is_alive():
        now = own(pid)
        if len(took) < requests / 5 or not early:
            early = max(early, now)
        most = max(most, now)
        time.sleep(0.5)
    seconds = time.monotonic() - began
    median, p95 = statistics.median(took) * 1000, statistics.quantiles(took, n=20)[-1] * 1000
    print(f"{requests:,} requests by {clients} clients in {seconds:.0f} s, {added.value:,} reports added, {refused.value} lots refused")
    print(f"answers by status: {dict(statuses)}; median {median:.0f} ms, 95th percentile {p95:.0f} ms")
    print(f"memory of the server: {start:.0f} MB at first, {early:.0f} MB in the first fifth, {most:.0f} MB at most", flush=True)
    return set(statuses) == {"200"} and not refused.value and added.value >= wanted and most - early < MOST_MB


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--add", type=int, default=2000)
    parser.add_argument("--half-open", type=int, default=1100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "siege.db"
        make(path, options.reports)
        with served(path) as base:
            quiet = waits(base)
            peers = half_open(base, options.half_open)
            beside = waits(base)
            for peer in peers:
                peer.close()
            good = max(beside) < MOST_SECONDS
            most, usual = max(beside) * 1000, max(quiet) * 1000
            print(f"{options.half_open:,} half-open connections: others wait {most:.0f} ms at most, else {usual:.0f} ms", flush=True)
            good &= crowd(base, base.pid, path, requests=options.requests, clients=options.clients, wanted=options.add)
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
