"""The options of a reading that several commands take, as `Settings`."""

from __future__ import annotations

import os
from argparse import Namespace

from onrecord.model.lexicon import Lexicon
from onrecord.settings import Settings


def settings_of(options: Namespace) -> Settings:
    """Give the settings that the command line asks for. Raises `UsageError` where its table of offices or lexicon is none."""
    path: str | None = options.office_table
    if path is not None:
        from onrecord.resolve.known import office_table

        office_table(path)
    model = options.model or os.environ.get("ONRECORD_MODEL")
    return Settings(published=options.published, model=model, columns=options.columns, office_table=path,
                    seconds=options.time_limit, megabytes=options.memory_limit, lexicon=lexicon_of(options))  # fmt: skip


def lexicon_of(options: Namespace) -> Lexicon | None:
    """Read the user's own words, where the command line names a folder of them. Raises `UsageError` where a row is wrong."""
    if options.lexicon is None:
        return None
    from onrecord.lexicons.checking import load

    return load(options.lexicon)
