"""Rule modules rewritten as they are imported: nothing in the package knows of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from evaluation.ablation.conditions import Condition, rewrite
from evaluation.ablation.watch import MOST_MARKED

RULES = ("onrecord.grammar", "onrecord.extract", "onrecord.resolve", "onrecord.coding", "onrecord.gather")
FOUND: list[Condition] = []
"""Every condition of the modules imported so far; its index is its number."""


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = rewrite(self.get_data(path).decode("utf-8"), fullname, FOUND)
        assert len(FOUND) <= MOST_MARKED
        return compile(tree, path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if not any(fullname == r or fullname.startswith(f"{r}.") for r in RULES):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(fullname, spec.loader.path)
        return spec


def install() -> None:
    """Rewrite every rule module that is imported from now on."""
    met = [m for m in sys.modules if m.startswith(RULES)]
    assert not met, f"imported already: {met}"
    sys.meta_path.insert(0, _Finder())
