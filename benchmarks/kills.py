"""Whether a command that is killed at any moment loses anything that was acknowledged.

usage: python -m benchmarks.kills [--kills 100] [--seed 1] [--only add]

Each kind of work on an archive is first done once, to the end. Then again and again from the same beginning: the command runs in a group of
processes of its own and is killed (SIGKILL) at a random moment of its run. Then what must hold is looked at: `archive check` finds nothing
wrong; what was in the archive before, and what the command acknowledged meanwhile (its `--log`), is there character for character; a
target of a backup is whole or not there; and the same command again, to the end, leaves the same content as the run that nobody killed.
Kinds: add (files), import (JSON Lines), watch (a feed on this machine), reread, compare, merge, backup, migration (of an earlier schema).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import apsw

from benchmarks.streams import letters
from onrecord.store import Archive
from onrecord.store.archive import SEARCHED
from onrecord.store.connection import APPLICATION_ID, migrations
from onrecord.store.upkeep import content_digest

REPORTS = 40
WORDS = "Mayor Ann {w}son of {w} said on Monday that {n} people were hurt. “We will rebuild {w},” she said, and the council met again."


def text_of(number: int) -> str:
    return WORDS.format(w=letters(number).capitalize(), n=number)


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: its command in a folder, what the folder needs, and which archive it changes."""

    name: str
    prepare: Callable[[Path], None]
    command: list[str]
    finish: Callable[[Path], None] = lambda folder: None
    """What is looked at once the command has been killed, beyond the archive."""


def onrecord(*words: str, log: bool = False) -> list[str]:
    """Give a command, to be run in its folder: what an archive notes of where reports came from is then the same in every folder."""
    command = [sys.executable, "-m", "onrecord", *words, "--archive", "a.db"]
    return [*command, "--log", "log.jsonl"] if log else command


def filled(folder: Path, first: int = 0, count: int | None = None, name: str = "a.db") -> None:
    """Put an archive with so many reports into a folder; the first of a kind is read, others are copied."""
    count = REPORTS if count is None else count
    kept = Path(tempfile.gettempdir()) / f"onrecord-kills-{os.getpid()}-{first}-{count}.db"
    if not kept.exists():
        lines(folder / "fill.jsonl", first, count)
        subprocess.run([sys.executable, "-m", "onrecord", "add", str(folder / "fill.jsonl"), "--archive", str(kept), "--quiet"], check=True,
                       stderr=subprocess.DEVNULL)  # fmt: skip
        (folder / "fill.jsonl").unlink()
    shutil.copy(kept, folder / name)


def lines(path: Path, first: int, count: int) -> None:
    rows = (json.dumps({"id": n, "text": text_of(n), "date": "2025-12-04"}) + "\n" for n in range(first, first + count))
    path.write_text("".join(rows), encoding="utf-8")


def files(folder: Path) -> None:
    filled(folder, count=5)
    (folder / "in").mkdir()
    for n in range(100, 100 + REPORTS):
        (folder / "in" / f"{n}.txt").write_text(text_of(n), encoding="utf-8")


def jsonl(folder: Path) -> None:
    filled(folder, count=5)
    lines(folder / "in.jsonl", 100, 3 * REPORTS)


def feed(folder: Path, port: int) -> None:
    filled(folder, count=5)
    (folder / "feeds.toml").write_text(f'[[feed]]\nurl = "http://127.0.0.1:{port}/feed"\n', encoding="utf-8")


class Paper(BaseHTTPRequestHandler):
    """A feed of reports that it holds whole."""

    def do_GET(self) -> None:
        items = "".join(
            f"<item><guid>g{n}</guid><title>{letters(n)}</title><description>{(text_of(n) + ' ') * 9}</description></item>"
            for n in range(200, 200 + REPORTS)
        )
        body = f"<rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>".encode()
        found = self.path == "/feed"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body) if found else 0))
        self.end_headers()
        self.wfile.write(body if found else b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


def older(folder: Path) -> None:
    """Bring an archive back to the schema before last: its tables as they were, with the reports that they can hold."""
    filled(folder)
    last = migrations()[-2][0]
    db = apsw.Connection(str(folder / "old.db"))
    for number, sql in migrations():
        if number <= last:
            db.execute(sql)
    db.execute("attach ? as new", (str(folder / "a.db"),))
    names = [str(r[0]) for r in db.execute("select name from main.sqlite_schema where type = 'table' and sql not like '%virtual%'")]
    for name in names:
        columns = [str(r[1]) for r in db.execute(f"pragma main.table_info('{name}')")]
        new = {str(r[1]) for r in db.execute(f"pragma new.table_info('{name}')")}
        shared = ", ".join(f'"{c}"' for c in columns if c in new)
        if shared and "_fts" not in name and not name.endswith(("_data", "_idx", "_docsize", "_config", "_content")):
            db.execute(f"insert or ignore into main.{name} ({shared}) select {shared} from new.{name}")
    db.execute("detach new")
    for index, columns, view in SEARCHED.values():
        db.execute(f"insert into {index} (rowid, {columns}) select n, {columns} from {view}")
    db.execute(f"pragma user_version = {last}; pragma application_id = {APPLICATION_ID}; pragma journal_mode = wal")
    db.close()
    (folder / "old.db").replace(folder / "a.db")


def merged(folder: Path) -> None:
    filled(folder, count=5)
    filled(folder, 300, REPORTS, "other.db")


def backed_up(folder: Path) -> None:
    """A backup is whole, or is not there."""
    target = folder / "copy.db"
    if target.exists():
        with Archive(folder / "a.db", readonly=True) as one, Archive(target, readonly=True) as two:
            assert content_digest(one) == content_digest(two), "the backup is not whole"
        target.unlink()


PRIVATE = ("--allow-private", "--delay", "0")


def works(port: int) -> list[Work]:
    return [
        Work("add", files, onrecord("add", "in", "--quiet", log=True)),
        Work("import", jsonl, onrecord("add", "in.jsonl", "--quiet", log=True)),
        Work("watch", partial(feed, port=port), onrecord("watch", "feeds.toml", "--once", *PRIVATE, log=True)),
        Work("reread", filled, onrecord("archive", "reread")),
        Work("compare", filled, onrecord("stories")),
        Work("merge", merged, onrecord("archive", "merge", "other.db")),
        Work("backup", filled, onrecord("archive", "backup", "copy.db"), backed_up),
        Work("migration", older, onrecord("stories")),
    ]


def run(command: list[str], folder: Path, seconds: float | None = None) -> bool:
    """Run a command in a folder, killed with all its processes after so long; tell whether it came to its end."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, start_new_session=True)
    try:
        _, err = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return False
    assert child.returncode in (0, 3), err.decode()
    return True


def state(path: Path) -> str:
    """Give a digest of all that an archive holds, also across reports. Raises `AssertionError` where it is damaged."""
    command = [sys.executable, "-m", "onrecord", "archive", "check", "--archive", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with Archive(path) as archive:
        asked = ("select id from story", "select distinct occurrence from occurrence_part")
        across = [sorted(str(row[0]) for row in archive.db.execute(sql)) for sql in asked]
        return content_digest(archive) + json.dumps(across)


def texts(path: Path) -> dict[str, str]:
    with Archive(path, readonly=True) as archive:
        return {id: archive.text(id) for id in archive.ids()}


def acknowledged(folder: Path) -> set[str]:
    """Give the ids of the reports that a command said it added."""
    path = folder / "log.jsonl"
    whole = [x for x in path.read_text("utf-8").split("\n")[:-1] if x] if path.exists() else []
    return {row["id"] for row in map(json.loads, whole) if row["outcome"] == "added"}


def kill_once(work: Work, folder: Path, chance: random.Random, seconds: float, wanted: str) -> bool:
    """Kill one run and look at what is left; tell whether it was killed before its end."""
    work.prepare(folder)
    before = texts_of(folder)
    ended = run(work.command, folder, chance.uniform(0.02, 1.05) * seconds)
    said = acknowledged(folder)
    work.finish(folder)
    state(folder / "a.db")
    after = texts(folder / "a.db")
    assert all(after.get(id) == words for id, words in before.items()), "a report that was there is gone"
    assert said <= set(after), f"{len(said - set(after))} reports that were acknowledged are gone"
    run(work.command, folder)
    work.finish(folder)
    assert state(folder / "a.db") == wanted, "the same command again leaves something else"
    return not ended


def texts_of(folder: Path) -> dict[str, str]:
    """Give the texts of the archive at the beginning without bringing its schema up to date."""
    db = apsw.Connection(str(folder / "a.db"), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return {str(id): str(text) for id, text in db.execute("select id, text from report where exact is null")}
    finally:
        db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Paper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chosen = [w for w in works(server.server_address[1]) if options.only in w.name]
    wanted: dict[str, tuple[float, str]] = {}
    with tempfile.TemporaryDirectory() as place:
        for work in chosen:
            folder = Path(place) / work.name
            folder.mkdir()
            work.prepare(folder)
            began = time.monotonic()
            assert run(work.command, folder)
            seconds = time.monotonic() - began
            work.finish(folder)
            wanted[work.name] = seconds, state(folder / "a.db")
            print(f"{work.name}: {seconds:.1f} s when nobody kills it", flush=True)
        killed: Counter[str] = Counter()
        for n in range(options.kills):
            work = chosen[n % len(chosen)]
            folder = Path(place) / f"kill{n}"
            folder.mkdir()
            killed[work.name] += kill_once(work, folder, chance, *wanted[work.name])
            shutil.rmtree(folder)
        print(f"{killed.total()} of {options.kills} were killed before their end ({dict(killed)}): nothing acknowledged was lost")
    for path in Path(tempfile.gettempdir()).glob(f"onrecord-kills-{os.getpid()}-*"):
        path.unlink()


if __name__ == "__main__":
    main()
