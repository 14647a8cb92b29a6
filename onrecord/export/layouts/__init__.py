"""Happenings in the columns of event data sets that people know: a module a layout, all found through `LAYOUTS`.

Each has its system's own column names, complete and in their order, typed; a column of which we know nothing is empty. What a layout has
no way to say (that an act is planned, denied) is left out of it and counted: `Layout.takes`.
"""

from __future__ import annotations

from onrecord.errors import UsageError
from onrecord.export.layouts import acled, gdelt, icews, onrecord, phoenix, plover, polecat
from onrecord.export.layouts.columns import Column, Layout, Left

__all__ = ["LAYOUTS", "Column", "Layout", "Left", "choose"]

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (onrecord.LAYOUT, acled.LAYOUT, polecat.LAYOUT, icews.LAYOUT, phoenix.LAYOUT, gdelt.LAYOUT, plover.LAYOUT)
}


def choose(name: str) -> Layout:
    """Give a layout. Raises `UsageError` where there is none of that name."""
    if name not in LAYOUTS:
        raise UsageError(f"there is no layout {name[:20]!r}", stage="export", code="NO_LAYOUT", remedy=f"one of {', '.join(LAYOUTS)}")
    return LAYOUTS[name]
