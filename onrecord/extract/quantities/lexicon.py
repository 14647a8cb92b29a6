"""Small word lists of the figure rules, by role (lang/en/figure_words.csv)."""

from __future__ import annotations

from collections import defaultdict

from onrecord.lang import per_language, rows


@per_language
def _by_role() -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = defaultdict(set)
    for row in rows("figure_words"):
        roles[row["role"]].add(row["word"])
    return {role: frozenset(words) for role, words in roles.items()}


def words(role: str) -> frozenset[str]:
    """Give the words (lower case) that play a role: "topic", "numbered", "life-verb" ...; none for a role without words."""
    return _by_role().get(role, frozenset())
