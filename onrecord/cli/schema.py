"""`onrecord schema`."""

from __future__ import annotations

import json
import sys

from onrecord.model.codec import record_schema


def run_schema() -> int:
    """Print the JSON Schema of a record."""
    sys.stdout.write(json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
