"""Opens the archive's file: SQLite through apsw, which brings a release free of the WAL race of 3.7.0 to 3.51.2."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path

import apsw

from onrecord.errors import StorageError
from onrecord.store import families, happenings

APPLICATION_ID = 0x4F4E5243  # "ONRC"
BUSY_MS = 300_000
"""How long a writer waits for another: a group commit takes milliseconds, a reread of a large archive seconds, comparing some seconds at a
time; all of that much longer on a machine with twenty other programs at work."""

_KINDS: list[tuple[type[Exception], str, str, str]] = [
    (apsw.FullError, "DISK_FULL", "the disk is full", "free some space and run the command again; what was acknowledged is safe"),
    (apsw.NotADBError, "NOT_AN_ARCHIVE", "no onrecord archive, or one that was cut or overwritten", "restore a backup, or name another"),
    (apsw.CorruptError, "CORRUPT", "the archive's file is damaged", "run `onrecord archive check`, then restore a backup"),
    (apsw.ReadOnlyError, "READ_ONLY", "the archive cannot be written", "check the permissions of the file and its folder"),
    (apsw.CantOpenError, "CANNOT_OPEN", "the archive cannot be opened", "check the path and the permissions of its folder"),
    (apsw.BusyError, "BUSY", "another program holds the archive", "wait for it to finish and try again"),
    (apsw.IOError, "IO", "the archive cannot be read or written", "check the disk"),
]  # fmt: skip


@contextmanager
def storage_errors(path: Path | str) -> Iterator[None]:
    """Turn SQLite's errors into a `StorageError` that names the file and the remedy."""
    try:
        yield
    except apsw.Error as error:
        for kind, code, what, remedy in _KINDS:
            if isinstance(error, kind):
                raise StorageError(f"{path}: {what}", stage="store", code=code, remedy=remedy) from error
        raise StorageError(f"{path}: {error}", stage="store", code="STORE", remedy="run `onrecord archive check`") from error


AFTER = {13: families.decide_anew}
"""What a step of the schema has done beyond SQL."""


def migrations() -> list[tuple[int, str]]:
    """Give the schema's steps, oldest first, as (number, SQL)."""
    folder = resources.files("onrecord.store") / "migrations"
    found = [(int(m[1]), f) for f in folder.iterdir() if (m := re.match(r"(\d{4})_\w+\.sql$", f.name))]
    return [(number, f.read_text("utf-8")) for number, f in sorted(found, key=lambda x: x[0])]


def connect(path: Path | str, *, readonly: bool = False, create: bool = True) -> apsw.Connection:
    """Open the archive and bring its schema up to date, also for reading alone where it can be written: answers ask for today's tables.

    Raises `StorageError`: no such file, not an archive, a newer schema than this program's, damaged, read-only.
    """
    path = Path(path)
    if not path.exists() and (readonly or not create):
        raise StorageError(
            f"{path}: there is no archive",
            stage="store",
            code="NO_ARCHIVE",
            remedy="make one with `onrecord add`, or name it with --archive",
        )
    with storage_errors(path):
        try:
            db = _opened(path, str(path), readonly)
            if not readonly or _pragma(db, "user_version") >= migrations()[-1][0] or not os.access(path, os.W_OK):
                return db
            db.close()
            with suppress(apsw.CantOpenError, apsw.ReadOnlyError):  # a folder that cannot be written: it is read as it is
                _opened(path, str(path), False).close()
            return _opened(path, str(path), readonly)
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            # In a folder that cannot be written SQLite cannot share a log; without one the file is all there is, and stays as it is.
            if not readonly or not path.is_file():
                raise
            if _log_of(path):
                raise StorageError(
                    f"{path}: beside it lies a log with reports that are not in the file yet, and its folder cannot be written",
                    stage="store", code="CANNOT_OPEN", remedy="copy the file together with its -wal to a folder that can be written",
                ) from None  # fmt: skip
            return _opened(path, f"{path.resolve().as_uri()}?immutable=1", readonly)


def _log_of(path: Path) -> int:
    """Give the size of an archive's write-ahead log, 0 where there is none."""
    log = path.with_name(path.name + "-wal")
    return log.stat().st_size if log.is_file() else 0


def _lacks_log(path: Path) -> bool:
    """Tell whether a file was written with a log (byte 18 of the header of SQLite says so) that does not lie beside it."""
    with path.open("rb") as file:
        head = file.read(20)
    return head[18:19] == b"\x02" and not _log_of(path)


def _opened(path: Path, name: str, readonly: bool) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READONLY if readonly else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    db = apsw.Connection(name, flags=flags | apsw.SQLITE_OPEN_URI if name.startswith("file:") else flags)
    db.set_busy_timeout(BUSY_MS)
    try:
        _prepare(db, path, readonly)
    except BaseException:
        db.close()
        raise
    return db


def expected_schema(version: int) -> dict[tuple[str, str], str]:
    """Give the SQL of every table, index, view and trigger that an archive of a schema version consists of, by (kind, name)."""
    db = apsw.Connection(":memory:")
    try:
        for number, sql in migrations():
            if number <= version:
                db.execute(sql)
        return schema_of(db)
    finally:
        db.close()


def schema_of(db: apsw.Connection) -> dict[tuple[str, str], str]:
    """Give the SQL of everything in a database but what SQLite makes by itself, by (kind, name)."""
    found = db.execute("select type, name, coalesce(sql, '') from sqlite_schema where name not like 'sqlite\\_%' escape '\\'")
    return {(str(kind), str(name)): str(sql) for kind, name, sql in found}


def _prepare(db: apsw.Connection, path: Path, readonly: bool) -> None:
    # One snapshot for all three: another program may be making the archive at this moment.
    with db:
        version, application = _pragma(db, "user_version"), _pragma(db, "application_id")
        empty = version == 0 and application == 0 and db.execute("select count(*) from sqlite_schema").get == 0
    if not empty and application != APPLICATION_ID:
        raise StorageError(
            f"{path}: the file is a database, but no onrecord archive",
            stage="store",
            code="NOT_AN_ARCHIVE",
            remedy="name another file with --archive",
        )
    steps = migrations()
    if version > steps[-1][0]:
        raise StorageError(
            f"{path}: the archive has schema {version}, this program knows {steps[-1][0]}",
            stage="store",
            code="NEWER_SCHEMA",
            remedy="upgrade onrecord",
        )
    db.execute("pragma foreign_keys = on")
    db.execute("pragma cache_size = -32768")
    if readonly and empty and _lacks_log(path):
        raise StorageError(
            f"{path}: the file was made, and all that was added stands in the log that lay beside it ({path.name}-wal), which is not here",
            stage="store", code="NO_ARCHIVE", remedy="copy both files together, or with `onrecord archive backup`",
        )  # fmt: skip
    if readonly and empty:
        raise StorageError(f"{path}: the archive is empty", stage="store", code="NO_ARCHIVE", remedy="fill it with `onrecord add`")
    if readonly:
        return
    _use_wal(db)
    # FULL: a commit is acknowledged to the user as durable, so each one is synced, also against loss of power.
    db.execute("pragma synchronous = full")
    # The log is kept small: a copy of the file alone lacks what stands in it.
    db.execute("pragma wal_autocheckpoint = 1000")
    db.execute("pragma journal_size_limit = 4194304")
    if version < steps[-1][0]:
        _migrate(db, steps)


def _use_wal(db: apsw.Connection) -> None:
    """Turn on the write-ahead log. SQLite does not wait for other openers here, so this does, as long as for any lock."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            db.execute("pragma journal_mode = wal")
            return
        except apsw.BusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _migrate(db: apsw.Connection, steps: list[tuple[int, str]]) -> None:
    db.execute("begin immediate")
    try:
        version = _pragma(db, "user_version")  # another process may have migrated while this one waited
        for number, sql in steps:
            if number > version:
                db.execute(sql)
                if number in AFTER:
                    AFTER[number](db)
                db.execute(f"pragma user_version = {number}")
        happenings.settle(db)
        db.execute(f"pragma application_id = {APPLICATION_ID}")
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise


def _pragma(db: apsw.Connection, name: str) -> int:
    return int(db.execute(f"pragma {name}").get)
