"""Quotations: what differs between wordings, whose words they are, who had them first, what nobody said."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.compare.quotations.check import QuoteAnswer, check_quotation
from onrecord.compare.quotations.tokens import tokens
from onrecord.compare.quotations.whose import names_in, same_speaker
from onrecord.compare.quotations.wording import compare
from onrecord.compare.update import update
from onrecord.errors import UsageError
from onrecord.store import Archive
from tests.store.made import FEE, WAGE, made

LONG = (
    "We have listened to the farmers, we have listened to the traders and the mayors, we have looked at the books twice, and after long "
    "talks with the bank we have decided that the import fee will fall by half before the harvest"
)
PORT = "We will open the port of Dakar to all 25 vessels before the winter comes, and we will not ask for money"

WORDINGS = [
    # a part of what was said is no other wording
    ("we have decided that the import fee will fall by half before the harvest", LONG, "exact"),
    ("we have looked at the books twice", LONG, "exact"),
    ("“We will open the port of Dakar!”", PORT, "exact"),
    ("WE WILL OPEN THE PORT", PORT, "exact"),
    # spelling
    ("to all twenty-five vessels", PORT, "spelling"),
    ("we won't ask for money", PORT, "spelling"),
    ("The defense ministers labored", "the defence ministers laboured", "spelling"),
    ("the Perez cafe", "the Pérez café", "spelling"),
    ("a cease-fire at last", "a ceasefire at last", "spelling"),
    ("ten per cent of 2,000", "10 percent of two thousand", "spelling"),
    # left out, marked and not
    ("We have listened to the farmers ... the import fee will fall by half before the harvest", LONG, "cut"),
    ("We [...] will fall by half before the harvest", LONG, "cut"),
    ("We will open the port [of the capital] to all 25 vessels", PORT, "cut"),
    ("We will open the port to all 25 vessels", PORT, "cut"),
    # another number, name, negation or word is another sentence
    ("We will open the port of Dakar to all 35 vessels", PORT, "altered"),
    ("We will open the port of Lomé to all 25 vessels", PORT, "altered"),
    ("We will not open the port of Dakar to all 25 vessels", PORT, "altered"),
    ("we will ask for money", PORT, "altered"),
    ("we will ... ask for money", PORT, "altered"),
    ("We will close the port of Dakar to all 25 vessels", PORT, "altered"),
    ("We will open the port of Dakar to all 25 vessels before the winter comes, and nobody will stop us", PORT, "altered"),
    ("The bank has decided, not the farmers", "The farmers, not the bank, has decided", "altered"),
    # the same sense in other words
    ("The port in Dakar is going to be opened for the ships before winter", PORT, "paraphrase"),
    # nothing of it
    ("Zebras graze in the valley", PORT, "unlike"),
    ("We will do that before the end", PORT, "unlike"),
    ("remain united and strong", "the United States remain under these restrictions while the law stands", "unlike"),
    ("Whoever is responsible for the disaster is going to pay a price", "the money of those responsible for the disaster of the children", "unlike"),
    ("Nobody asked us about the price of bread in winter", PORT, "unlike"),
]


@pytest.mark.parametrize(("asked", "said", "wording"), WORDINGS)
def test_wordings(asked: str, said: str, wording: str) -> None:
    assert compare(tokens(asked), said).wording == wording, compare(tokens(asked), said)


def test_the_words_that_differ_are_named() -> None:
    found = compare(tokens("We will open the port of Dakar to all 35 vessels before spring comes"), PORT)
    assert [(c.asked, c.said) for c in found.changes] == [("35", "25"), ("spring", "the winter")]
    assert found.said == PORT.partition(",")[0]


def test_words_have_their_places_also_around_hidden_characters() -> None:
    text = "“Der ca\u00adfé … 25\u200b,000 can't”"
    found = tokens(text)
    assert [t.key for t in found] == ["der", "cafe", "…", "#25000", "can", "not"]
    assert [text[t.start : t.end] for t in found][1] == "ca\u00adfé"


SPEAKERS = [
    ("Diallo", "Amina Diallo", True), ("President Amina Diallo", "Diallo", True), ("Amina Diallo", "Amina Diallo and Juan Pérez", True),
    ("Volodymyr Zelensky", "Zelenskyy", True), ("Red Cross", "Lebanese Red Cross", True), ("Defense Ministry", "Ministry of Defence", True),
    ("Amina Diallo", "Fatou Diallo", False), ("Amina Diallo", "Juan Pérez", False), ("Amina Diallo", "police", False),
    ("Amina Diallo", None, None), ("Amina Diallo", "the minister", None),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "said", "same"), SPEAKERS)
def test_speakers(asked: str, said: str | None, same: bool | None) -> None:
    assert same_speaker(asked, said) is same


def test_somebody_is_named_by_surname_or_the_whole_name() -> None:
    assert names_in("Amina Diallo", "He told Mrs Diallo so.")
    assert names_in("Lebanese Red Cross", "the Lebanese Red Cross came")
    assert not names_in("Lebanese Red Cross", "a cross in the sand")
    assert not names_in("Amina Diallo", "He told Amina so.")


BRIDGE = (
    "Juan Pérez said: “The bridge was closed to lorries in May because two of its cables had rusted.” Engineers had warned of the rust in an "
    "open letter that the town council never answered, and the ferry had been sold the year before to pay for a new school roof."
)
REPORTS = [
    made(FEE, title="Fee", publisher="Asha", published="2025-12-04T08:00:00Z"),
    made(WAGE, title="Wage", publisher="Asha", published="2025-12-04"),
    made("Olga Brandt said: “Amina Diallo will cut the import fee in vain.” 5 met.", publisher="Chuo", published="2025-12-06"),
    made("Amina Diallo said again: “We will cut the import fee by half before the harvest begins.”", publisher="Chuo", published="2025-12-05"),
    made('The town keeps "a light that never goes out", it is told. The pier fell into the sea.', publisher="Chuo", published="2025-12-07"),
    made(BRIDGE, title="Bridge", publisher="Bahari", published="2025-12-02T07:00:00Z"),
    made(BRIDGE + "\n\n(Bahari)", title="Old bridge", publisher="Chuo", published="2025-12-02T09:00:00Z"),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quotations") / "a.db"
    with Archive(path) as archive:
        list(archive.add(REPORTS))
        update(archive)
    return path


@pytest.fixture(scope="module")
def archive(path: Path) -> Iterator[Archive]:
    with Archive(path, readonly=True) as archive:
        yield archive


def publishers(answer: QuoteAnswer) -> list[tuple[str, int, bool]]:
    return [(a.match.statement["publisher"], a.origin, a.copy_of is not None) for a in answer.spread]


ASKED = [
    ("We will cut the import fee by half before the harvest begins.", None, "exact"),
    ("cut the import fee by half", "Diallo", "exact"),
    ("We will cut the import tax by half before the harvest ends.", None, "altered"),
    ("We will cut the import fee ... before the harvest begins", "Amina Diallo", "cut"),
    ("The import duty will be cut in half by us before the harvest", "Amina Diallo", "paraphrase"),
    ("cut the import fee by half", "Juan Pérez", "other_speaker"),
    ("will cut the import fee in vain", "Amina Diallo", "about"),
    ("The pier fell into the sea", None, "report"),
    ("Engineers had warned of the rust", None, "report"),
    ("a light that never goes out", None, "exact"),
    ("zebras xylophone quantum", None, "not_found"),
    ("We shall give every child a bicycle", "Amina Diallo", "not_found"),
]


@pytest.mark.parametrize(("words", "speaker", "verdict"), ASKED)
def test_verdicts(archive: Archive, words: str, speaker: str | None, verdict: str) -> None:
    answer = check_quotation(archive, words, speaker=speaker)
    assert answer.verdict == verdict, answer.matches[:2]
    assert 0 < answer.sure < 1
    assert (answer.first is None) == (verdict == "not_found")


def test_who_had_it_first_and_how_it_spread(archive: Archive) -> None:
    assert publishers(check_quotation(archive, "cut the import fee by half before the harvest")) == [("Asha", 1, False), ("Chuo", 2, False)]
    bridge = check_quotation(archive, "two of its cables had rusted")
    assert publishers(bridge) == [("Bahari", 1, False), ("Chuo", 1, True)]
    assert (bridge.origins, bridge.spread[1].copy_of) == (1, bridge.spread[0].match.statement["report"])


def test_words_in_quotation_marks_that_no_statement_has_are_somebodys(archive: Archive) -> None:
    best = check_quotation(archive, "a light that never goes out").best
    assert best is not None
    assert (best.whose, best.statement["id"], best.statement["speaker"]) == ("unsure", None, None)


def test_who_was_asked_for_comes_before_the_same_words_of_others(archive: Archive) -> None:
    best = check_quotation(archive, "will cut the import fee", speaker="Olga Brandt").best
    assert best is not None
    assert best.statement["speaker"] == "Olga Brandt"


def test_a_quotation_needs_words(archive: Archive) -> None:
    with pytest.raises(UsageError, match="NO_WORDS"):
        check_quotation(archive, "?! ...")


def test_hostile_quotations(archive: Archive) -> None:
    for words in ('"', "NEAR(a b)", "a" * 5000, "a " * 3000, "{content} : x", "*", "\0x", "…x…", "[", "9" * 400, "☃ snow"):
        with contextlib.suppress(UsageError):
            assert check_quotation(archive, words, speaker=words).verdict


# -- for people and programs ---------------------------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> str:
    assert main(["check", *more, "--archive", str(path)]) == 0
    return capsys.readouterr().out


def test_the_terminal_answers_first_reporter_first(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, path, "We will cut the import tax by half before the harvest begins", "--speaker", "Diallo")
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0].startswith("Not in these words: Amina Diallo said “We will cut the import fee by half before the harvest begins”. (")
    assert lines[1] == "First reported by Asha on 2025-12-04 08:00; in 2 reports, 2 of them independent."
    assert "[-tax-] {+fee+}" in lines
    near = told(capsys, path, "zebras graze before the harvest begins")
    assert near.startswith("Not found: no report in this archive has these words or their sense; the closest wordings follow.")


def test_a_quotation_is_cited(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ("cut the import fee by half", "--speaker", "Diallo", "--cite")
    assert told(capsys, path, *ask, "apa") == (
        "“cut the import fee by half” (Amina Diallo, as cited in “Fee,” 2025)\n\nFee. (2025, December 4). Asha.\n"
    )
    assert told(capsys, path, *ask, "chicago") == "“cut the import fee by half” Amina Diallo, quoted in “Fee,” Asha, December 4, 2025.\n"
    assert "note = {“cut the import fee by half” (Amina Diallo); sha256:" in told(capsys, path, *ask, "bibtex")
    [item] = json.loads(told(capsys, path, *ask, "csl-json"))
    assert (item["type"], item["title"], item["note"].partition(";")[0]) == (
        "article-newspaper", "Fee", "“cut the import fee by half” (Amina Diallo)",
    )  # fmt: skip
    assert main(["check", "zebras xylophone", "--cite", "apa", "--archive", str(path)]) == 2
    assert "NOT_FOUND" in capsys.readouterr().err


def test_a_claim_review(path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "review.json"
    told(capsys, path, "cut the import fee by half", "--speaker", "Juan Pérez", "--format", "claimreview", "--reviewer", "Fact Desk",
         "--url", "https://example.org/check/1", "--out", str(out))  # fmt: skip
    review = json.loads(out.read_text("utf-8"))
    assert (review["@context"], review["@type"], review["author"]["name"]) == ("https://schema.org", "ClaimReview", "Fact Desk")
    assert review["itemReviewed"]["author"]["name"] == "Juan Pérez"
    assert review["itemReviewed"]["firstAppearance"]["hasPart"]["creator"]["name"] == "Amina Diallo"
    assert review["reviewRating"]["ratingValue"] == 1
    assert review["reviewRating"]["ratingExplanation"].startswith("Said by somebody else, not by Juan Pérez: Amina Diallo said it")
    told(capsys, path, "zebras xylophone", "--format", "claimreview", "--out", str(out))
    assert "ratingValue" not in json.loads(out.read_text("utf-8"))["reviewRating"]
