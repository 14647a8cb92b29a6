"""The reading view and the explanations, word for word."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from export.records import at, caracas
from export.test_page_in_browser import hostile

from onrecord.errors import UsageError
from onrecord.export.explain import explain_text
from onrecord.export.text import write_text
from onrecord.export.view import plural
from onrecord.model.record import Account, EventMention, Items, LeftOut, Record, Tally

WANTED = Path(__file__).parent / "caracas.view.txt"


def view(record: Record, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    write_text(record, file)
    file.seek(0)
    return file.read()


@pytest.fixture(autouse=True)
def no_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def test_the_whole_view() -> None:
    assert view(caracas()) == WANTED.read_text("utf-8")


def test_a_terminal_that_knows_only_ascii() -> None:
    text = view(caracas(), "ascii")
    assert text.isascii()
    assert "\\u" not in text
    assert "     CONSULT phone (diplomatic) - CAMEO 041 - claimed by Nicolas Maduro\n" in text
    assert "S1   had a \"cordial\" phone call" in text


def test_what_is_doubtful_comes_last_and_is_marked() -> None:
    lines = view(caracas()).splitlines()
    at_end = lines[lines.index("LESS SURE, REPEATS, BACKGROUND") :]
    assert at_end[1:3] == [
        "S3   trying to overthrow his government and seize Venezuela’s oil reserves",
        "     Nicolas Maduro · accuses · indirect · to United States · doubtful, 0.40",
    ]


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_any_width(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = view(caracas())
    assert max(map(len, text.splitlines())) <= columns
    assert re.sub(r"\s+", "", text) == re.sub(r"\s+", "", WANTED.read_text("utf-8"))


def test_an_empty_record_has_only_a_head() -> None:
    record = caracas()
    bare = replace(
        record, report=replace(record.report, warnings=(), published=None, publisher=None, agencies=()), actors=Items(), places=Items(),
        times=Items(), figures=Items(), statements=Items(), events=Items(), unresolved=Items(),
    )  # fmt: skip
    assert view(bare).splitlines()[1:] == ["no date found · language en", "samples/caracas.txt"]


def test_hostile_text_cannot_move_the_terminal() -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", view(hostile()))


def test_an_event_is_explained() -> None:
    assert explain_text(caracas(), "E1") == (
        "E1  event  Nicolas Maduro talks by phone with Donald Trump, by own account "
        "(CONSULT phone (diplomatic) · CAMEO 041, claimed by Nicolas Maduro)\n"
        "\n"
        "… told state television on Wednesday that he had a “cordial” [phone call] with Trump 10 days ago, his first public account of a …  (519-529)\n"
        "\n"
        "rule          consult/phone-call\n"
        "\n"
        "cameo         041\n"
        "actors        A1 (Nicolas Maduro)\n"
        "recipients    A2 (Donald Trump)\n"
        "status        claimed\n"
        "attributed_to S1 (Nicolas Maduro: had a “cordial” phone call with Trump 10 da…)\n"
        "date          2025-11-23: from T3 “10 days ago” (rule ago)\n"
        "place         none: no words of its tellings place it\n"
        "order         confidence +0.7, told in title or lead +2.0, public party +0.5\n"
        "\n"
        "rejected      ASSAULT: “call” is no attack\n"
    )


def test_an_event_shows_its_tellings_and_why_they_are_one() -> None:
    record = caracas()
    text, e = record.report.text, record.events[0]
    again = "told in title and lead, same actor"
    tellings = (
        EventMention(trigger=e.trigger, sentence=e.sentence, status="claimed", attributed_to=("S1",), rule="consult/phone-call"),
        EventMention(trigger=(at(text, "had spoken"),), sentence=e.sentence, status="reported", rule=f"consult/speak; {again}"),
    )
    told = replace(e, mentions=tellings, confidence=0.42, time=None, place="P1")
    lines = explain_text(replace(record, events=Items((told, *record.events[1:]))), "E1").splitlines()
    assert [line for line in lines if line.startswith((" " * 13, "telling", "confidence", "date", "place"))] == [
        "telling 1     … told state television on Wednesday that he had a “cordial” [phone call] with Trump 10 days ago, his first public account of a …  (519-529)",
        "              claimed, vouched for in S1; rule consult/phone-call",
        "telling 2     … President Nicolas Maduro said on Wednesday that he [had spoken] with US President Donald Trump by telephone, and described …  (228-238)",
        "              reported; rule consult/speak",
        f"              the same happening: {again}",
        "confidence    0.42 (of 100 items as sure as this, about 42 are right; doubtful, so shown last)",
        "date          2025-11-23: the day that the report opens with: title or lead tell of it, or of the like",
        "place         P1 (Caracas), named with the act (rule gazetteer/city)",
    ]


@pytest.mark.parametrize(
    ("rule", "sure", "line"),
    [
        ("title", None, "country from  title (the title before the name)"),
        ("scene", 0.8, "country from  scene (where the sentence says that it acts or lives: a guess), 0.80 sure"),
        ("general-knowledge", None, "country from  general-knowledge (known from general knowledge (a table of offices), not this report)"),
        (None, None, "country from  not named"),
    ],
)
def test_an_actor_tells_where_its_country_is_from(rule: str | None, sure: float | None, line: str) -> None:
    record = caracas()
    actor = replace(record.actors[0], country_rule=rule, country_confidence=sure)
    joined = replace(actor.mentions[1], rule="name/full; name and office of one person")
    actor = replace(actor, mentions=(actor.mentions[0], joined))
    text = explain_text(replace(record, actors=Items((actor, *record.actors[1:]))), "A1")
    assert line in text.splitlines()
    assert "mention       name: Nicolas Maduro  [name/full]  joined: name and office of one person" in text.splitlines()


@pytest.mark.parametrize("id", ["S1", "A1", "P2", "T2", "F2", "E3", "t2"])
def test_every_kind_of_item_is_explained(id: str) -> None:
    text = explain_text(caracas(), id)
    assert text.startswith(id.upper())
    assert "\nrule  " in text
    assert "[" in text


def test_what_stayed_open_is_told_with_the_item() -> None:
    record = caracas()
    opened = replace(record.unresolved[0], span=record.times[1].span)
    assert "unresolved    time Wednesday" in explain_text(replace(record, unresolved=Items((opened,))), "T2")


def test_an_unknown_item() -> None:
    with pytest.raises(UsageError, match="A1 to A3, P1 to P2, T1 to T4, F1 to F2, S1 to S3, E1 to E3"):
        explain_text(caracas(), "X9")


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("person", "people"),
        ("vessel", "vessels"),
        ("ship", "ships"),
        ("country", "countries"),
        ("day", "days"),
        ("match", "matches"),
        ("percent", "percent"),
        ("aircraft", "aircraft"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


def test_the_account_is_explained() -> None:
    record = caracas()
    left = (
        LeftOut(kind="number", span=(1, 5), fate="set_apart", why="age"),
        LeftOut(kind="quotation", span=(6, 16), fate="not_understood", why="nobody was found who says it"),
    )
    told = Account(quotations=Tally(used=3, not_understood=1), numbers=Tally(used=2, set_apart=1), dates=Tally(used=4), left_out=left)
    text = explain_text(replace(record, report=replace(record.report, account=told)), "account")
    lines = text.splitlines()
    assert [line.split() for line in lines[2:6]] == [
        ["used", "set", "apart", "not", "understood"], ["quotations", "3", "0", "1"], ["numbers", "2", "1", "0"], ["dates", "4", "0", "0"],
    ]  # fmt: skip
    assert [line.strip() for line in lines if line and not line.startswith(" ")][-2:] == ["not understood", "set apart"]
    assert f"[{record.words((6, 16))}]" in text
    assert f"[{record.words((1, 5))}]" in text


def test_a_record_without_an_account_says_so() -> None:
    record = caracas()
    with pytest.raises(UsageError, match="no account"):
        explain_text(replace(record, report=replace(record.report, account=None)), "account")
