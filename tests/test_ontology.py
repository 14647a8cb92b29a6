"""The ontology holds together: every property is one that rules may ask for and names known codes; rules name no type themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import onrecord
from onrecord.coding.lexicon import NOUN_ROLES
from onrecord.data import rows
from onrecord.lang import rows as words
from onrecord.lang.language import shipped_rows
from onrecord.ontology import PLOVER, Ontology

ROOT = Path(onrecord.__file__).parent
TABLES = ("name", "quad", "root", "modes", "mode_code", "classes", "contexts", "cameo", "nested", "akin", "labels")
KNOWN = {
    "type": set(PLOVER.types),
    "types": set(PLOVER.types),
    "modes": {mode for _, mode in PLOVER.modes},
    "contexts": set(PLOVER.contexts),
    "codes": set(PLOVER.cameo),
}
FAMILIES = {code[:n] for code in PLOVER.cameo for n in (2, 3)}
"""Codes that stand for those that begin with them."""
NAMED_IN_CODE = 0
"""PLOVER types named in code outside the ontology's tables. It may fall, and not rise: a rule asks for a property, which has its reason."""


def test_each_property_is_one_that_the_ontology_has_with_its_reason() -> None:
    table = rows("plover_properties")
    assert {r["property"] for r in table} == {f.name for f in fields(Ontology)} - set(TABLES)
    assert [r["property"] for r in table if not r["reason"] or not r["source"]] == []


@pytest.mark.parametrize("row", rows("plover_properties"), ids=lambda r: str(r["property"]))
def test_properties_name_known_codes(row: dict[str, str]) -> None:
    codes = row["codes"].split()
    assert codes == sorted(set(codes))
    assert set(codes) <= KNOWN[row["of"]]
    assert row["of"] != "type" or len(codes) == 1


def test_types_are_numbered_with_a_quad_class_and_a_code_of_their_own() -> None:
    assert sorted(int(r["number"]) for r in rows("plover_events")) == list(range(1, 17))
    assert set(PLOVER.quad.values()) == {1, 2, 3, 4}
    assert set(PLOVER.root.values()) <= FAMILIES | set(PLOVER.cameo)
    assert len(set(PLOVER.root.values())) == 16
    assert all(len(pair) == 2 and pair <= set(PLOVER.types) for pair in PLOVER.akin)


@pytest.mark.parametrize(
    ("event", "cooperative", "verbal", "announced"),
    [
        ("AID", True, False, "AGREE"), ("ACCUSE", False, True, "AGREE"), ("PROTEST", False, False, "THREATEN"),
        ("SUPPORT", True, True, "AGREE"), ("ASSAULT", False, False, "THREATEN"),
    ],
)  # fmt: skip
def test_what_follows_from_the_tables(event: str, cooperative: bool, verbal: bool, announced: str) -> None:
    assert (PLOVER.cooperative(event), PLOVER.verbal(event), PLOVER.announcing(event)) == (cooperative, verbal, announced)


def test_words_for_a_type_and_mode() -> None:
    assert PLOVER.label("CONSULT", "phone") == "phone call"
    assert PLOVER.label("CONSULT", "no-such-mode") == PLOVER.label("CONSULT")
    assert PLOVER.label("STRANGE") == "strange"


def test_every_type_has_the_roles_of_words_that_no_frame_codes() -> None:
    assert [r["event"] for r in words("event_roles")] == sorted(PLOVER.types)
    assert {r["noun"] for r in words("event_roles")} <= set(NOUN_ROLES)
    assert all(r["verb"].count(">") == 1 for r in words("event_roles"))


def test_rules_name_no_type() -> None:
    found = [f"{path.relative_to(ROOT)}:{line} {name}" for path in sorted(ROOT.rglob("*.py")) for line, name in _types_in(path)]
    assert len(found) <= NAMED_IN_CODE, found


def _types_in(path: Path) -> Iterator[tuple[int, str]]:
    """Give the strings of a module that are a PLOVER type and nothing more."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and node.value in PLOVER.quad:
            yield node.lineno, str(node.value)


def test_a_type_and_a_mode_have_a_code_that_is_one_of_theirs() -> None:
    assert set(PLOVER.mode_code) == PLOVER.modes
    assert [t for t in PLOVER.types if not PLOVER.codes(t, PLOVER.root[t])] == []
    assert [key for key, code in PLOVER.mode_code.items() if not PLOVER.codes(key[0], code)] == []
    assert (PLOVER.code_of("ASSAULT", "drone"), PLOVER.code_of("ASSAULT", None), PLOVER.codes("CONSULT", "190")) == ("195", "190", False)


def test_what_rules_code_is_what_a_type_may_have() -> None:
    coded = {(r["event"], r["cameo"]) for table in ("event_verbs", "event_nouns", "event_modes") for r in shipped_rows("en", table) if r["cameo"]}
    coded |= {(outer, code.cameo) for (outer, _), code in PLOVER.nested.items()}
    assert [(e, c) for e, c in sorted(coded) if e in PLOVER.quad and not PLOVER.codes(e, c)] == []
