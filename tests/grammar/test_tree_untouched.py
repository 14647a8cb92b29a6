"""Stages ask the grammar, not the tree: how often each still names a label or a tag, or walks the tree, may only fall.

After a change that makes it fall: `python tests/grammar/test_tree_untouched.py` writes the counts anew.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
COUNTS = Path(__file__).with_name("tree_counts.json")
STAGES = ("extract", "resolve", "coding", "gather")
WALKING = frozenset(("dep", "xpos", "feats", "children", "child", "subtree", "ancestors", "kids"))
LABEL = re.compile(
    r"(nsubj|csubj|obl|nmod|amod|acl|advcl|ccomp|xcomp|appos|nummod|advmod|aux|parataxis|expl|conj|cop)(:[a-z]+)?|[a-z]+:[a-z]+"
)
TAG = re.compile(r"VB[DGNPZ]?|NNP?S?|WDT|WP\$?|WRB|RP|PRP\$?|VerbForm=.*|Tense=.*|Number=.*|Mood=.*")


def uses(source: str) -> int:
    """Count labels, tags and steps in the tree."""
    tree = ast.parse(source)
    texts = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            count += bool(LABEL.fullmatch(node.value) or TAG.fullmatch(node.value))
        elif isinstance(node, ast.Attribute):
            count += node.attr in WALKING
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            count += node.func.id == "kids"
    return count


def counts() -> dict[str, int]:
    files = sorted(p for stage in STAGES for p in (ROOT / "onrecord" / stage).rglob("*.py"))
    found = {p.relative_to(ROOT / "onrecord").as_posix(): uses(p.read_text("utf8")) for p in files}
    return {name: n for name, n in found.items() if n}


def test_stages_leave_the_tree_alone() -> None:
    assert counts() == json.loads(COUNTS.read_text("utf8")), "a count that rose: ask the grammar; one that fell: write the counts anew"


def test_what_counts() -> None:
    assert uses("""'''a docstring: nsubj'''\nx = [t for t in kids(a) if t.dep == "nsubj:pass" or t.xpos in ("VBD", "obj")]""") == 5
    assert uses("a.role.object and phrase_of(a).possessors") == 0


if __name__ == "__main__":
    COUNTS.write_text(json.dumps(counts(), indent=1) + "\n", "utf8")
    print(sum(counts().values()))
