"""Every command of the evaluation can be started: what it takes from the package is there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import evaluation

NAMES = sorted(p.stem for p in Path(evaluation.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_imported(name: str) -> None:
    import_module(f"evaluation.{name}")
