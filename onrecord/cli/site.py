"""`onrecord site`: an archive or a story as a folder of pages that work from files."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from onrecord.cli.across import compared
from onrecord.web.site import write_site


def run_site(options: Namespace) -> int:
    """Write the site and say how many pages it has. Gives the exit code."""
    with compared(options) as archive:
        count = write_site(archive, Path(options.folder), story=options.story)
    print(f"onrecord: {count} pages in {options.folder}: open {Path(options.folder) / 'index.html'}", file=sys.stderr)
    return 0
