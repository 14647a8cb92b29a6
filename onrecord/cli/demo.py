"""`onrecord demo`: the samples read into an archive of their own, and served."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from onrecord.adding import add_sources
from onrecord.cli.reading_options import lexicon_of
from onrecord.cli.serve import run_serve
from onrecord.compare.update import update
from onrecord.errors import StorageError
from onrecord.ingest import read_sources
from onrecord.model.source import Source
from onrecord.settings import Settings
from onrecord.store import Archive

HERE = Path(__file__).parents[1] / "samples"
SOURCE = Path(__file__).parents[2] / "samples"
"""In an installed package the samples lie beside the modules (pyproject.toml copies them), in a checkout at its root."""


def run_demo(options: Namespace) -> int:
    """Make the demo archive where it is not there yet, and serve it until stopped. Gives the exit code."""
    fill(Path(options.file), Settings(model=options.model or os.environ.get("ONRECORD_MODEL"), lexicon=lexicon_of(options)))
    options.served = options.archive = options.file
    return run_serve(options)


def fill(path: Path, settings: Settings) -> None:
    """Read the samples into the archive; one that has them is left as it is. Raises `StorageError` for an archive of other reports."""
    folder = next(f for f in (HERE, SOURCE) if f.is_dir())
    items = [s for s in read_sources([str(folder)], input_format=None, settings=settings) if isinstance(s, Source)]
    with Archive(path) as archive:
        if set(archive.ids()) - {s.id for s in items}:
            raise StorageError(f"{path} holds reports that are no samples", stage="demo", code="NOT_A_DEMO", remedy="name another file")
        print(f"onrecord: {len(items)} samples for {path}", file=sys.stderr)
        for added in add_sources(archive, items, settings):
            if added.error is not None:
                print(added.error, file=sys.stderr)
        update(archive)
