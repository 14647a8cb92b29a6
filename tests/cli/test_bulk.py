"""`onrecord judge --where LIST VERDICT...`: what it would change, what it changed, what it refused; the whole of it taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.store import Archive
from onrecord.store.judgements import all_judgements
from onrecord.store.upkeep import check
from tests.store.made import FEE, WAGE, made

OTHER = FEE.replace("14 died", "15 died") + " Olga Brandt met Amina Diallo."
IDS = [made(text)[0].id for text in (FEE, WAGE, OTHER)]


@pytest.fixture
def path(tmp_path: Path) -> str:
    with Archive(tmp_path / "a.db") as archive:
        list(archive.add([made(FEE, publisher="Example"), made(WAGE), made(OTHER)]))
    return str(tmp_path / "a.db")


def types(path: str) -> list[tuple[str, str | None, str | None]]:
    with Archive(path, readonly=True) as archive:
        assert not list(check(archive))
        return sorted(archive.db.execute("select type, mode, judged from event"), key=str)  # type: ignore[arg-type]


def bulk(path: str, *words: str) -> int:
    return main(["judge", "--archive", path, "--who", "ann", *words])


def test_a_dry_run_says_what_would_change_and_changes_nothing(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = types(path)
    assert bulk(path, "--where", "events --event CONSULT", "type=ASSAULT", "--dry-run", "--format", "jsonl") == 0
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert {(r["report"], r["item"]) for r in rows} == {(IDS[0], "E1"), (IDS[2], "E1"), (IDS[2], "E2")}
    assert rows[0]["before"] == {"type": "CONSULT", "cameo": "040", "quad": "1"}
    assert rows[0]["after"] == {"type": "ASSAULT", "cameo": "190", "quad": "4"}
    assert "3 would be changed" in err
    assert "undo" not in err
    assert types(path) == before


def test_a_bulk_is_taken_back_as_one_and_later_words_stay(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = types(path)
    assert bulk(path, "--where", "events --mentions --event CONSULT", "type=COOPERATE", "--note", "all") == 0
    id = capsys.readouterr().err.partition("--undo ")[2][:8]
    assert [t for t, _, _ in types(path)] == ["ASSAULT", "COOPERATE", "COOPERATE", "COOPERATE"]
    assert bulk(path, IDS[2], "E2", "type=AID") == 0
    assert bulk(path, "--undo", id, "--dry-run") == 0
    assert "3 would be taken back" in capsys.readouterr().err
    assert bulk(path, "--undo", id) == 0
    assert [t for t, _, _ in types(path)] == ["AID", "ASSAULT", "CONSULT", "CONSULT"]
    assert bulk(path, "--undo", id) == 0
    assert "0 taken back" in capsys.readouterr().err
    assert bulk(path, IDS[2], "E2", "undo") == 0
    assert types(path) == before
    assert bulk(path, "--undo", "12345678") != 0
    assert "NOT_JUDGED" in capsys.readouterr().err


def test_of_several_words_an_item_keeps_all_or_none_and_what_is_so_is_not_said_again(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert bulk(path, "--where", "events --actor Juan --event CONSULT", "type=ASSAULT", "mode=drone", "actors=A1") == 0
    assert "2 changed" in capsys.readouterr().err
    assert bulk(path, "--where", "events --event ASSAULT", "type=ASSAULT", "mode=drone") == 0
    assert "1 changed, 2 so already" in capsys.readouterr().err  # the one that was an assault has its mode from now on
    assert bulk(path, "--where", "events --mentions --from 2000-01-01", "mode=drone", "date=tomorrow") == 3
    err = capsys.readouterr().err
    assert "0 changed, 4 refused" in err
    assert err.count("BAD_VALUE") == 2
    with Archive(path, readonly=True) as archive:
        assert all(j.value != "tomorrow" for j in all_judgements(archive.db))


def test_items_of_other_lists(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert bulk(path, "--where", "quotes --speaker 'Amina Diallo'", "right") == 0
    assert bulk(path, "--where", "figures --measure killed --publisher Example", "measure=injured") == 0
    assert bulk(path, "--where", "actors --country MEX", "name=Juan Perez Soto") == 0
    out = capsys.readouterr().out
    assert "judged - -> right" in out
    assert "measure killed -> injured" in out
    assert "name Juan Pérez -> Juan Perez Soto" in out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--where", "events", "right"], "NO_FILTER"), (["--where", "reports --text fee", "right"], "NO_KIND"),
        (["--where", "nonsense --text fee", "right"], "NO_LIST"), (["--where", "events --text 'fee", "right"], "NO_LIST"),
        (["--where", "events --text fee --limit 3", "right"], "NO_LIST"), (["--where", "events --text fee"], "NO_VERDICT"),
        (["--where", "events --text fee", "undo"], "NO_VERDICT"),
    ],
)  # fmt: skip
def test_what_is_no_bulk_is_said(path: str, capsys: pytest.CaptureFixture[str], words: list[str], code: str) -> None:
    assert bulk(path, *words) not in (0, 3)
    assert code in capsys.readouterr().err
    with Archive(path, readonly=True) as archive:
        assert not list(all_judgements(archive.db))
