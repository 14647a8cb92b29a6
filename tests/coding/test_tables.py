"""Every row of the event tables is valid: codes exist, patterns read, classes are known, rows are sorted and alone."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import onrecord
from onrecord.coding.lexicon import KEYWORDS, NOUN_ROLES, PREPOSITIONS, SLOTS, noun_frames, verb_frames
from onrecord.data import rows as facts
from onrecord.grammar.lexicon import noun_lemmas, verb_forms, verb_lemmas
from onrecord.grammar.lexicon import word_class as members
from onrecord.lang import rows
from onrecord.ontology import PLOVER

ROOT = Path(onrecord.__file__).parent
TABLES = sorted([*(ROOT / "lang" / "en").glob("event_*.csv"), *(ROOT / "data").glob("plover_*.csv"), ROOT / "data" / "cameo.csv"])
FRAMES = [*rows("event_verbs"), *rows("event_nouns")]


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
def test_rows_sorted_and_single(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        lines = [tuple(r) for r in list(csv.reader(file))[1:]]
    assert lines == sorted(set(lines))
    assert all(line[-1] for line in lines), "a row without source"


def test_types_are_plover() -> None:
    assert {r["event"] for r in facts("plover_events")} == set(PLOVER.quad)
    assert all(int(r["quad"]) == PLOVER.quad[r["event"]] for r in facts("plover_events"))


@pytest.mark.parametrize("table", ["event_verbs", "event_nouns"])
def test_frames_use_known_codes(table: str) -> None:
    modes = {(r["event"], r["mode"]) for r in facts("plover_modes")}
    cameo = {r["code"] for r in facts("cameo")}
    for row in rows(table):
        assert row["event"] in {*PLOVER.quad, "COMMIT"}, row
        assert not row["mode"] or (row["event"], row["mode"]) in modes, row
        assert row["cameo"] in cameo, row


def test_modes_contexts_and_nested_use_known_codes() -> None:
    modes = {(r["event"], r["mode"]) for r in facts("plover_modes")}
    cameo = {r["code"] for r in facts("cameo")}
    contexts = {r["context"] for r in facts("plover_contexts")}
    assert all((r["event"], r["mode"]) in modes and r["cameo"] in cameo for r in rows("event_modes"))
    assert all((r["outer"], r["mode"]) in modes or not r["mode"] for r in facts("plover_nested"))
    assert all(r["cameo"] in cameo and {r["outer"], r["inner"]} <= set(PLOVER.quad) for r in facts("plover_nested"))
    assert all(r["context"] in contexts for r in rows("event_contexts"))


def test_patterns_name_known_keys_and_classes() -> None:
    classes = {r["class"] for r in rows("event_classes")} | {"actor", "place", "state"}
    for row in FRAMES:
        for name in re.findall(r"@([\w-]+)", row["pattern"]):
            assert name in classes, row
        for term in row["pattern"].split():
            key = re.split(r"[=|]", term)[0].removesuffix("!") or term
            assert key in KEYWORDS or key in PREPOSITIONS or key.startswith("+"), (key, row)


def test_roles_name_known_slots() -> None:
    for row in rows("event_nouns"):
        assert row["roles"] in NOUN_ROLES, row
    roles = [r["roles"] for r in rows("event_verbs")] + [">".join(r) for r in NOUN_ROLES.values()]
    for role in roles:
        assert role.count(">") == 1, role
        assert {s for s in re.split(r"[+/>|]", role) if s} <= SLOTS, role


def test_governors_know_effect_and_control() -> None:
    for row in rows("event_governors"):
        assert row["effect"] in {"planned", "hypothetical", "negated", "claimed", "denied", "real"}, row
        assert row["control"] in {"subj", "obj"}, row
        assert row["pos"] in {"verb", "noun", "adj"}, row


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("organise", "organizing"), ("deny", "denied"), ("ban", "banned"), ("withdraw", "withdrew"), ("shell", "shelling"), ("free", "freed"), ("clash", "clashes")],
)
def test_forms_without_a_lemmatizer(lemma: str, form: str) -> None:
    assert form in verb_forms(lemma)


def test_the_narrow_frame_is_tried_before_the_wide_one() -> None:
    order = [f.pattern for f in verb_frames()["imposed"]]
    assert order.index("obj=curfew|lockdown") < order.index("obj=@restriction")


def test_lookups_hold_what_the_tables_hold() -> None:
    assert "airstrikes" in noun_frames()
    assert noun_lemmas()["hostages"] == "hostage"
    assert verb_lemmas()["vowed"] == "vow"
    assert "~peacekeeping" in members("peacekeeper")
