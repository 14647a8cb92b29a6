"""What each row of a user's folder does: the forms it matches, the rule that records name, what it takes the place of."""

from __future__ import annotations

from onrecord.coding.lexicon import Frame
from onrecord.grammar.lexicon import noun_forms, verb_forms
from onrecord.lexicons.checking import in_place_of, taken_away
from onrecord.lexicons.folder import Line, own_type
from onrecord.lexicons.tables import TYPES
from onrecord.model.record import OwnType
from onrecord.ontology import PLOVER, QUAD_NAME

FORMS = 8
"""Forms of a word shown."""


def effect(line: Line, own: dict[str, OwnType]) -> str:
    """Say what a good row does. `own` are the folder's types of events."""
    if line.remove:
        rows = taken_away(line)
        return f"takes away {len(rows)} shipped {'row' if len(rows) == 1 else 'rows'} ({_said(line)})"
    if line.table.name == TYPES:
        made = own_type(line)
        return f"{made.name}: a kind of {made.parent}, {QUAD_NAME[made.quad]}, CAMEO {made.cameo}, “{made.label}”"
    if line.table.name in ("event_verbs", "event_nouns"):
        return _frame(line, own)
    other = in_place_of(line)
    if other is None or line.table.keys == line.table.names:
        return f"adds {_said(line)}"
    before = ", ".join(f"{n} {other[n] or 'empty'}" for n, v in line.cells.items() if other[n] != v)
    return f"{_said(line)} in place of {before}"


def _frame(line: Line, own: dict[str, OwnType]) -> str:
    cells, noun = line.cells, line.table.name == "event_nouns"
    kind = own.get(cells["event"])
    event = f"{kind.name} (a kind of {kind.parent})" if kind else cells["event"]
    cameo = cells["cameo"] or (kind.cameo if kind else PLOVER.root.get(cells["event"], ""))
    forms = (noun_forms if noun else verb_forms)(cells["lemma"])
    shown = ", ".join(forms[:FORMS]) + (" ..." if len(forms) > FORMS else "")
    rule = Frame(cells["lemma"], cells["pattern"], (), "", None, "", (), (), noun).rule
    return f"{shown} → {' '.join(x for x in (event, cells['mode']) if x)}, CAMEO {cameo}; in records: rule {rule}"


def _said(line: Line) -> str:
    return ", ".join(f"{n} {v}" for n, v in line.cells.items() if v)
