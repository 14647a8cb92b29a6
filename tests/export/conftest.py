"""A page to open in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the page of the hand-made record as a file."""
    from export.records import caracas

    from onrecord.export.html import render_page

    path = tmp_path_factory.mktemp("page") / "caracas.html"
    path.write_text(render_page(caracas()), encoding="utf-8")
    return path
