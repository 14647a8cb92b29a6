"""The measure of how real acts are told: its marks, halves and shares."""

from __future__ import annotations

from evaluation.status import CLAUSES, Answer, Clause, Mark, read_clauses, scores

TEXT = "The navy will [[leave|RETREAT|planned]] and did not [[fire|ASSAULT/COERCE|negated/denied]]."


def test_marks_are_taken_out_of_the_text() -> None:
    [clause] = read_clauses(["", TEXT])
    assert clause.text == "The navy will leave and did not fire."
    assert [(clause.text[m.start : m.end], m.types, m.statuses) for m in clause.marks] == [
        ("leave", ("RETREAT",), ("planned",)),
        ("fire", ("ASSAULT", "COERCE"), ("negated", "denied")),
    ]


def test_the_halves_are_of_a_size_and_always_the_same() -> None:
    clauses = read_clauses(CLAUSES.read_text(encoding="utf-8").splitlines())
    halves = [c.half for c in clauses for _ in c.marks]
    assert len(halves) > 300
    assert 0.4 < halves.count("held") / len(halves) < 0.6
    assert halves == [Clause(c.text, ()).half for c in clauses for _ in c.marks]


def test_shares() -> None:
    [clause] = read_clauses([TEXT])
    leave, fire = clause.marks
    reported = Mark(0, 3, ("ASSAULT",), ("reported",))
    found = [
        Answer(clause, leave, "planned", "planned"),
        Answer(clause, fire, "reported", None),
        Answer(clause, fire, "denied", "reported"),
        Answer(clause, reported, "claimed", None),
    ]
    assert scores(found) == {"judged": 50.0, "found": 50.0, "given": 50.0, "clauses": 4.0}
