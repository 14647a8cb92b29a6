"""onrecord reads news reports and turns them into a record of who said what and who did what to whom.

    import onrecord

    record = onrecord.read("report.txt")
    record = onrecord.read_text("CARACAS- Maduro confirmed Wednesday ...", published="2025-12-04")
    for record in onrecord.read_many(["a.html", "b.jsonl"], workers=2): ...

Everything public is named in `__all__`; importing the package loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from onrecord.errors import InputError, ModelError, OnRecordError, RecordError, StorageError, UsageError
    from onrecord.model.record import Record
    from onrecord.model.source import Source
    from onrecord.reading import read, read_many, read_text

_HOME = {
    "InputError": "errors",
    "ModelError": "errors",
    "OnRecordError": "errors",
    "RecordError": "errors",
    "StorageError": "errors",
    "UsageError": "errors",
    "Record": "model.record",
    "Source": "model.source",
    "read": "reading",
    "read_many": "reading",
    "read_text": "reading",
}
"""Where each public name lives; it is imported when first asked for."""

__all__ = [
    "InputError",
    "ModelError",
    "OnRecordError",
    "Record",
    "RecordError",
    "Source",
    "StorageError",
    "UsageError",
    "__version__",
    "read",
    "read_many",
    "read_text",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    value: object = getattr(import_module(f"onrecord.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
