"""An attack and the claim of it are one happening across reports, and two attacks that one report tells are two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.compare.update import update
from onrecord.model.source import Hints, Source, text_source
from onrecord.store import Archive

if TYPE_CHECKING:
    from onrecord.pipeline import Reader

TOLD = [
    ("2016-07-15T09:00:00Z", "PARIS, July 15 - Eighty-four people were killed in the attack in Nice on Thursday night, the interior minister said."),
    ("2016-07-16T09:30:00Z", "PARIS, July 16 - Islamic State claimed responsibility on Saturday for the attack in Nice. France is in mourning."),
    ("2016-07-16T12:00:00Z", "PARIS, July 16 - In Nice a man killed 84 people on Thursday. A bomb wounded five people in Lyon on Friday, police said."),
]


def test_a_claim_is_of_the_attack_and_another_town_is_another_attack(tmp_path: Path, reader: Reader) -> None:
    made = []
    for day, text in TOLD:
        s = text_source(text, published=day, source=day)
        hints = Hints(title="Attack in Nice", published=day, published_from="caller", publisher="Harbour Post")
        made.append(Source(id=s.id, source=s.source, text=text, kind="text", hints=hints))
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add(reader.read_all(made)))
        update(archive)
        sql = """select p.occurrence, r.published, e.sentence from occurrence_mention m join occurrence_part p on p.n = m.part
            join event e on e.n = m.event join report r on r.n = e.report where e.type = 'ASSAULT'"""
        rows = archive.db.execute(sql).fetchall()
    nice = {o for o, _, sentence in rows if "Nice" in str(sentence)}
    lyon = {o for o, _, sentence in rows if "Lyon" in str(sentence)}
    assert len({published for _, published, _ in rows}) == 3
    assert len(nice) == len(lyon) == 1
    assert nice != lyon
