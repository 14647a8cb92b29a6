"""A language is one object: its tables are listed, what was made of them is forgotten with it, and rules hold few of its words."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import onrecord
from onrecord.coding.lexicon import verb_frames
from onrecord.extract.quotes.cues import verbs
from onrecord.extract.timex.patterns import fault_of
from onrecord.lang import language, rows, use
from onrecord.lang.language import Language
from onrecord.lang.stems import stem
from onrecord.lexicons.tables import OWN_TYPES, tables
from onrecord.model import record
from onrecord.model.lexicon import Lexicon
from onrecord.resolve.lexicon import offices

ROOT = Path(onrecord.__file__).parent
ENGLISH = ROOT / "lang" / "en"
DOC = (ROOT.parent / "docs" / "languages.md").read_text("utf-8")
STAGES = ("parse/parts", "extract", "resolve", "coding", "gather")
OF_THE_WORLD = {
    "coding/territories.py", "gather/judging.py", "parse/parts/language.py", "resolve/gazetteer.py", "resolve/known.py",
    "resolve/states_us.py", "resolve/world.py",
}  # fmt: skip
"""Modules of the stages that keep what they made of the tables of `onrecord/data`, or of files, which no language changes."""
SOME = Lexicon(
    digest="1" * 64,
    added=(
        ("event_verbs", ((("lemma", "zorch"), ("pattern", "obj"), ("event", "ASSAULT"), ("mode", ""), ("cameo", "190"), ("roles", "subj>obj"), ("source", "user")),)),
        ("irregular_verbs", ((("lemma", "zorch"), ("past", "zaught"), ("participle", "zaught"), ("source", "user")),)),
        ("offices", ((("title", "grand zorcher"), ("sector", "GOV"), ("rank", "head"), ("gender", ""), ("country", ""), ("source", "user")),)),
    ),
    taken=(("cue_verbs", ((("lemma", "quip"),),)),),
)
# Words of English in rule code, by package. They may fall, and not rise: a word that a rule asks for goes into a table of the language
# (word_sets.csv, event_classes.csv, cue_words.csv, figure_words.csv), where a user can add to it.
WORDS_IN_CODE = {"extract": 670, "resolve": 477, "coding": 515, "gather": 236}
OUR_CODES = frozenset(
    [str(v) for name in dir(record) for v in get_args(getattr(record, name)) if isinstance(v, str)]
    + "acl advcl amod appos aux case cc ccomp compound conj cop csubj dep det discourse dislocated expl fixed flat goeswith iobj list".split()
    + "mark nmod nsubj nummod obj obl orphan parataxis punct root vocative xcomp poss desc agent prt npmod tmod relcl subj mod own".split()
    + "actor recipient definite indefinite possessive bare counted".split()
)
"""Strings of the record's shape, labels of the parse and our own terms, which are no words of a text."""
WORD = re.compile(r"[a-z]{2,}(?: [a-z]+)?")


def test_the_list_of_tables_is_the_tables() -> None:
    assert sorted(t for t in tables() if t != OWN_TYPES.name) == sorted(p.stem for p in ENGLISH.glob("*.csv"))


@pytest.mark.parametrize("path", sorted(ENGLISH.glob("*.csv")), ids=lambda p: p.stem)
def test_the_list_of_columns_is_the_columns(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        head = next(csv.reader(file))
    table = tables()[path.stem]
    assert [c for c in head if c != "source"] == list(table.names)
    assert table.keys
    found = [tuple(r[k] for k in table.keys) for r in rows(path.stem)]
    assert sorted({k for k in found if found.count(k) > 1}) == [], "rows that their key columns do not tell apart"


def test_the_page_lists_every_table_column_and_question() -> None:
    assert [t for t in tables() if t != OWN_TYPES.name and f"| `{t}` |" not in DOC] == []
    assert [c.name for t in tables().values() if t is not OWN_TYPES for c in t.columns if f"`{c.name}`" not in DOC] == []
    assert [m for m in sorted(Language.__abstractmethods__) if f"| `{m}(" not in DOC] == []


def test_faults_of_the_shipped_time_patterns() -> None:
    dead = {"CARDINAL", "date/rel-weekday", "duration/plural"}  # each has a choice that no word is of: it may be written right or taken out
    assert {r["rule"] for r in rows("time_patterns") if fault_of(r["pattern"])} <= dead


def test_what_was_made_of_the_tables_is_forgotten_with_them() -> None:
    def seen() -> tuple[bool, str, bool, bool]:
        return "zaught" in verb_frames(), stem("zaught"), "grand zorcher" in offices(), "quip" in verbs()

    before = seen()
    assert before == (False, "zaught", False, True)
    with use(SOME):
        assert seen() == (True, "zorch", True, False)
        with use(None):
            assert seen() == before
        assert seen() == (True, "zorch", True, False)
    assert seen() == before


def test_a_language_in_use_is_left_again_whatever_happens() -> None:
    with pytest.raises(ZeroDivisionError), use(SOME):
        _ = 1 / 0
    assert language().lexicon is None
    assert "zaught" not in verb_frames()


def test_stages_keep_what_they_make_of_tables_as_long_as_the_language_is_in_use() -> None:
    found = [p for s in STAGES for p in sorted((ROOT / s).rglob("*.py")) if re.search(r"^@(cache|lru_cache)", p.read_text("utf-8"), re.M)]
    assert {str(p.relative_to(ROOT)) for p in found} == OF_THE_WORLD


@pytest.mark.parametrize("package", WORDS_IN_CODE)
def test_rules_hold_few_words(package: str) -> None:
    found = [w for path in sorted((ROOT / package).rglob("*.py")) for w in words_in(path)]
    assert len(found) <= WORDS_IN_CODE[package], sorted(set(found))


def words_in(path: Path) -> Iterator[str]:
    """Give the strings of a module's sets, tuples and lists that tables of English have as words."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            values = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            yield from (v for v in values if WORD.fullmatch(v) and v not in OUR_CODES)
