"""The options of a reading that several commands take, as `Settings`."""

from __future__ import annotations

import os
from argparse import Namespace

from onrecord.settings import Settings


def settings_of(options: Namespace) -> Settings:
    """Give the settings that the command line asks for. Raises `UsageError` where its table of offices is none."""
    path: str | None = options.office_table
    if path is not None:
        from onrecord.resolve.known import office_table

        office_table(path)
    model = options.model or os.environ.get("ONRECORD_MODEL")
    return Settings(published=options.published, model=model, columns=options.columns, office_table=path,
                    seconds=options.time_limit, megabytes=options.memory_limit)  # fmt: skip
