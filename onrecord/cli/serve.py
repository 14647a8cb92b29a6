"""`onrecord serve`: the web reader and the HTTP API over one archive."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.cli import READ_ALL
from onrecord.cli.reading_options import lexicon_of
from onrecord.errors import StorageError, UsageError
from onrecord.store import Archive
from onrecord.web.public import host_of, read_base_url
from onrecord.web.settings import LOOPBACK, WebSettings

TRIED = 20
"""Ports tried after the one asked for, where none was named."""


def run_serve(options: Namespace) -> int:
    """Serve the archive until stopped. Gives the exit code."""
    import uvicorn

    from onrecord.web.app import create_app
    from onrecord.web.connection import connections

    settings = settings_of(options)
    _check_archive(settings.archive)
    listening = _listen(settings.host, options.port)
    url = _url(settings.host, listening.getsockname()[1])
    known = f", for readers {settings.base_url}/" if settings.base_url else ""
    print(f"onrecord: {settings.archive} at {url}{known}{' (with the token)' if settings.token else ''}; Ctrl-C stops", file=sys.stderr)
    if not options.no_browser:
        threading.Timer(0.8, webbrowser.open, (url,)).start()
    config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False, server_header=False, **connections())
    with _comparing(settings.archive):
        uvicorn.Server(config).run(sockets=[listening])
    return READ_ALL


def settings_of(options: Namespace) -> WebSettings:
    """Give the server's settings. Raises `UsageError` where it would be open to a network without a token."""
    token = options.token or os.environ.get("ONRECORD_TOKEN") or None
    if options.host not in LOOPBACK and not token:
        raise UsageError(f"anybody could read the archive at {options.host}", stage="serve", code="NO_TOKEN", remedy="add --token SECRET")
    base = read_base_url(options.base_url) if options.base_url else None
    if base and options.edit and not token and host_of(base) not in LOOPBACK:
        raise UsageError(f"anybody could change the archive at {base}", stage="serve", code="NO_TOKEN", remedy="add --token SECRET")
    return WebSettings(
        base_url=base,
        archive=Path(options.served or options.archive), host=options.host, names=tuple(options.name), token=token, edit=options.edit,
        model=options.model or os.environ.get("ONRECORD_MODEL"), lexicon=lexicon_of(options),
    )  # fmt: skip


def _check_archive(path: Path) -> None:
    """Raise `StorageError` where there is nothing to serve; bring an older schema up to date where that is allowed."""
    with Archive.as_allowed(path) as archive:
        if not archive.db.execute("select exists (select 1 from report)").get:
            raise StorageError(f"{path}: the archive is empty", stage="serve", code="NO_ARCHIVE", remedy="fill it with `onrecord add`")


def _listen(host: str, port: int | None) -> socket.socket:
    """Open the port asked for, or the first free one from 8000 on. Raises `StorageError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in [port] if port is not None else range(8000, 8000 + TRIED):
        # With the protocol named, asyncio turns off Nagle's delay, which costs each answer 40 ms.
        opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, number))
            opened.listen(256)
        except OSError as error:
            opened.close()
            failed = error
        else:
            return opened
    which = str(port) if port is not None else f"from 8000 to {8000 + TRIED - 1}"
    raise UsageError(f"cannot listen on {host} port {which}: {failed.strerror}", stage="serve", code="PORT_TAKEN",
                     remedy="stop the other program, or name another --port")  # fmt: skip


def _url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


@contextmanager
def _comparing(path: Path) -> Iterator[None]:
    """Keep what is known across reports up to date while the archive is served, in a process of its own (`onrecord.cli.comparing`).

    In this one it would share the interpreter with everybody who asks, and hold the archive for as long as that takes.
    """
    command = [sys.executable, "-m", "onrecord.cli.comparing", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        try:
            yield
        finally:
            child.kill()  # what it has not stored yet it does again next time
