"""The ontology of events: PLOVER 2021 with CAMEO beside, and what the rules ask of its types, modes, contexts and codes.

Everything in it is a table of `onrecord/data`: `plover_events.csv` (types in the codebook's order, quad class, the CAMEO code that says
no more than the type), `plover_modes.csv`, `plover_contexts.csv`, `plover_labels.csv` (words for readers), `cameo.csv`,
`plover_nested.csv` (what an outer act is called for the act inside), `plover_akin.csv` and `plover_properties.csv`, where each property
that a rule asks for has its reason. Another ontology is another set of these tables: rules name properties, never types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.data import rows

Codes = frozenset[str]
QUAD_NAME: dict[int, str] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


class Code(NamedTuple):
    """A mode with its CAMEO code."""

    mode: str | None
    cameo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Types of events and what holds of them. Which property is for what: `data/plover_properties.csv`."""

    name: str
    quad: dict[str, int]
    """Type -> quad class, in the codebook's order: what learned heads and judges number the types by."""
    root: dict[str, str]
    """Type -> the CAMEO code that says no more than the type."""
    classes: dict[str, Codes]
    """Type -> the two-digit CAMEO classes whose codes its acts may have."""
    modes: frozenset[tuple[str, str]]
    mode_code: dict[tuple[str, str], str]
    """Type and mode -> the CAMEO code that says no more than the two."""
    contexts: Codes
    cameo: dict[str, str]
    """CAMEO code -> what it stands for."""
    nested: dict[tuple[str, str], Code]
    """What an outer act (a promise, demand, refusal, threat) is called when it concerns an inner one ("refused to meet")."""
    akin: frozenset[frozenset[str]]
    """Pairs of types that careful coders give to the same act."""
    labels: dict[tuple[str, str], str] = field(repr=False)

    promise: str
    threat: str
    refusal: str
    demand: str
    accusation: str
    violence: str
    constraint: str
    protest: str
    talks: str
    concession: str
    endorsement: str

    mutual: Codes
    hostile: Codes
    of_words: Codes
    by_saying: Codes
    unannounced: Codes
    unowed: Codes
    private: Codes
    forceful: Codes
    of_courts: Codes
    sentences: Codes
    aims: Codes

    foreseen_modes: Codes
    public_modes: Codes
    war_modes: Codes
    violent_contexts: Codes
    public_codes: Codes
    by_authority: Codes
    unspecific: Codes

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(self.quad)

    @property
    def outer(self) -> Codes:
        """Give the types that may concern an act inside them."""
        return frozenset(outer for outer, _ in self.nested)

    def cooperative(self, event: str) -> bool:
        """Say whether a type is of cooperation, in words or deeds."""
        return self.quad.get(event) in (1, 2)

    def verbal(self, event: str) -> bool:
        """Say whether a type is of words: its act is its speaker's, and another's is another."""
        return self.quad.get(event) in (1, 3)

    def announcing(self, inner: str) -> str:
        """Give the act of announcing another: a hostile one is threatened, any other promised."""
        return self.threat if inner in self.hostile else self.promise

    def modes_of(self, event: str) -> tuple[str, ...]:
        """Give the modes that a type has."""
        return tuple(sorted(m for e, m in self.modes if e == event))

    def code_of(self, event: str, mode: str | None) -> str:
        """Give the CAMEO code that says no more than a type and its mode."""
        return self.mode_code.get((event, mode or ""), self.root[event])

    def codes(self, event: str, cameo: str | None) -> bool:
        """Say whether an act of this type may have this CAMEO code."""
        return cameo in self.cameo and cameo[:2] in self.classes[event]

    def label(self, event: str, mode: str | None = None) -> str:
        """Give a type, and mode where it has one, in words: "phone call" for CONSULT phone."""
        return self.labels.get((event, mode or "")) or self.labels.get((event, "")) or event.lower().replace("_", " ")


def _plover() -> Ontology:
    events = sorted(rows("plover_events"), key=lambda r: int(r["number"]))
    properties = {r["property"]: r["codes"] if r["of"] == "type" else frozenset(r["codes"].split()) for r in rows("plover_properties")}
    return Ontology(
        name="PLOVER 2021",
        quad={r["event"]: int(r["quad"]) for r in events},
        root={r["event"]: r["cameo"] for r in events},
        classes={r["event"]: frozenset(r["cameo_classes"].split()) for r in events},
        modes=frozenset((r["event"], r["mode"]) for r in rows("plover_modes")),
        mode_code={(r["event"], r["mode"]): r["cameo"] for r in rows("plover_modes")},
        contexts=frozenset(r["context"] for r in rows("plover_contexts")),
        cameo={r["code"]: r["description"] for r in rows("cameo")},
        nested={(r["outer"], r["inner"]): Code(r["mode"] or None, r["cameo"]) for r in rows("plover_nested")},
        akin=frozenset(frozenset((r["event"], r["other"])) for r in rows("plover_akin")),
        labels={(r["event"], r["mode"]): r["label"] for r in rows("plover_labels")},
        **properties,  # type: ignore[arg-type]
    )


PLOVER = _plover()
"""PLOVER 2021, the ontology of every record."""
