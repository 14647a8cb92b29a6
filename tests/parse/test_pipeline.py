"""The shipped pipeline: what it says of sentences of our own, offsets, hostile text, a broken model folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ModelError
from onrecord.model.document import BlockParse, Parser
from onrecord.parse.load import MODELS, load

WIDTH = 384
"""Numbers in a word's row: what the encoder is wide."""
CASES = json.loads((Path(__file__).parent / "pipeline_cases.json").read_text("utf8"))


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load()


def words(block: str, parse: BlockParse) -> list[str]:
    return [block[t.start : t.end] for t in parse.tokens]


def check_shape(block: str, parse: BlockParse) -> None:
    """Offsets slice and rise, every sentence is one tree, names lie inside and apart."""
    end, sentence, sentence_of = 0, -1, []
    for token in parse.tokens:
        assert end <= token.start < token.end <= len(block)
        assert not block[token.start : token.end].isspace()
        assert not block[end : token.start].strip()
        end = token.end
        sentence += token.sent_start
        sentence_of.append(sentence)
    assert not block[end:].strip()
    assert not parse.tokens or parse.tokens[0].sent_start
    roots = [sentence_of[i] for i, t in enumerate(parse.tokens) if t.head == i]
    assert roots == list(range(sentence + 1))
    for i, token in enumerate(parse.tokens):
        assert (token.dep == "root") == (token.head == i)
        seen, at = set(), i
        while parse.tokens[at].head != at:
            assert at not in seen
            seen.add(at)
            assert sentence_of[parse.tokens[at].head] == sentence_of[at]
            at = parse.tokens[at].head
    last = 0
    for first, after, label in parse.names:
        assert last <= first < after <= len(parse.tokens)
        assert label
        last = after


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_reads_news_sentences(parser: Parser, case: dict[str, list[object]]) -> None:
    text = str(case["text"])
    parse = parser.parse_blocks([text])[0]
    check_shape(text, parse)
    forms = words(text, parse)
    names = [(text[parse.tokens[a].start : parse.tokens[b - 1].end], label) for a, b, label in parse.names]
    for name in case.get("names", []):
        assert tuple(name) in names  # type: ignore[arg-type]
    arcs = {(w, t.dep, forms[t.head]) for w, t in zip(forms, parse.tokens, strict=True)}
    for arc in case.get("arcs", []):
        assert tuple(arc) in arcs  # type: ignore[arg-type]
    lemmas = {(w, t.lemma) for w, t in zip(forms, parse.tokens, strict=True)}
    for pair in case.get("lemmas", []):
        assert tuple(pair) in lemmas  # type: ignore[arg-type]
    if "sentences" in case:
        assert sum(t.sent_start for t in parse.tokens) == case["sentences"]


HOSTILE = {
    "empty": "",
    "blanks": " \n\t \u00a0 ",
    "brackets": "(" * 20_000,
    "letters": "x" * 20_000,
    "dots": ". " * 2_000,
    "quotes": '"' * 500 + " he said " + "“" * 500,
    "apart": "( " * 2_000,
    "joined words": "one,two-three." * 500,
    "one endless sentence": "and the ships sailed on " * 400,
    "control": "He\x00 said\x07 no\ufffd\u200b.\u2028Then he left.",
    "other script": "प्रधानमंत्री ने कहा 总统说 الرئيس قال",
    "emoji": "🙂" * 300 + " said the minister 👩‍👩‍👧.",
    "first blank": "   He left.\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(parser: Parser, name: str) -> None:
    start = time.process_time()
    parse = parser.parse_blocks([HOSTILE[name]])[0]
    assert time.process_time() - start < 20
    check_shape(HOSTILE[name], parse)


def test_unbroken_run_is_quick(parser: Parser) -> None:
    parser.parse_blocks(["He said so."])
    start = time.process_time()
    parser.parse_blocks(["(" * 20_000])
    assert time.process_time() - start < 1


def test_cost_grows_with_length(parser: Parser) -> None:
    def cost(text: str) -> float:
        start = time.process_time()
        parser.parse_blocks([text])
        return time.process_time() - start

    for unit in ("(", "he ( said ", "a" * 300 + " "):
        text = unit * (6_000 // len(unit))
        # The best of several, taken in turn: a neighbour on the machine slows single runs of either size.
        runs = [(cost(text), cost(text * 2)) for _ in range(5)]
        assert min(long for _, long in runs) < 2.6 * min(short for short, _ in runs) + 0.02


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_keeps_its_offsets(text: str) -> None:
    check_shape(text, PARSER.parse_blocks([text])[0])


PARSER = load()


def test_breaks_end_sentences(parser: Parser) -> None:
    text = "Talks on the border\n\nThe two ministers met in Lomé on Friday.\nThey agreed to meet again."
    parse = parser.parse_blocks([text])[0]
    starts = [text[t.start : t.end] for t in parse.tokens if t.sent_start]
    assert starts == ["Talks", "The", "They"]


def test_wrapped_lines_stay_together(parser: Parser) -> None:
    text = "The central bank said on Thursday that it would keep its main\nrate at 5 percent until the end of the year."
    assert sum(t.sent_start for t in parser.parse_blocks([text])[0].tokens) == 1


def test_blocks_do_not_depend_on_their_company(parser: Parser) -> None:
    blocks = [str(c["text"]) for c in CASES]
    assert parser.parse_blocks(blocks) == [parser.parse_blocks([b])[0] for b in blocks]
    assert parser.parse_blocks(blocks[::-1]) == parser.parse_blocks(blocks)[::-1]


def test_capitals_read_as_well_as_small_letters(parser: Parser) -> None:
    text = "THE PRESIDENT OF EL SALVADOR SAID TODAY THAT THE REBELS ATTACKED THREE BRIDGES IN SAN MIGUEL."
    parse = parser.parse_blocks([text])[0]
    forms = words(text, parse)
    names = {text[parse.tokens[a].start : parse.tokens[b - 1].end]: label for a, b, label in parse.names}
    assert names.get("SAN MIGUEL") in ("GPE", "LOC")
    said = parse.tokens[forms.index("SAID")]
    assert (said.lemma, said.dep, said.upos) == ("say", "root", "VERB")


def test_short_names_of_states(parser: Parser) -> None:
    text = "US President Joe Biden told us that the UN and the UK agreed."
    parse = parser.parse_blocks([text])[0]
    names = [(text[parse.tokens[a].start : parse.tokens[b - 1].end], label) for a, b, label in parse.names]
    assert names == [("US", "GPE"), ("Joe Biden", "PERSON"), ("UN", "ORG"), ("UK", "GPE")]


def test_altered_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(MODELS / "en", folder)
    with (folder / "labels.json").open("a") as file:
        file.write(" ")
    with pytest.raises(ModelError, match=r"labels\.json"):
        load(str(folder))


def test_missing_pipeline_is_named() -> None:
    with pytest.raises(ModelError, match="no_such_pipeline"):
        load("no_such_pipeline")


def test_a_pipeline_that_needs_what_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ModelError, match=r"needs the package spacy.*onrecord\[spacy\]"):
        load("some_pipeline")


def test_reading_needs_no_spacy() -> None:
    code = (
        "import sys\nsys.modules['spacy'] = sys.modules['thinc'] = None\nimport onrecord\n"
        "print(onrecord.read_text('The minister said on Friday that talks failed.').statements[0].cue)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "said" in done.stdout or done.stdout.strip()


def test_import_is_light() -> None:
    code = "import sys, onrecord; print([m for m in ('spacy', 'onnxruntime', 'torch') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_spacy_sees_the_same(parser: Parser) -> None:
    from onrecord.parse.spacy_pipeline import SpacyParser, build

    text = str(CASES[0]["text"])
    through_doc = SpacyParser(build(MODELS / "en")).parse_blocks([text])[0]
    own = parser.parse_blocks([text])[0]
    assert through_doc == own._replace(meanings=b"")  # a spaCy document has no place for them
    assert len(own.meanings) == len(own.tokens) * WIDTH * 2


def test_meanings_are_those_of_each_block_alone(parser: Parser) -> None:
    """A word's row stays the same in other company, and a long block's windows are laid end to end."""
    long = " ".join(str(CASES[0]["text"]) for _ in range(12))
    alone = [parser.parse_blocks([text])[0].meanings for text in ("Rebels freed four hostages.", long, "")]
    together = parser.parse_blocks(["Rebels freed four hostages.", long, ""])
    assert [p.meanings for p in together] == alone
    assert [len(p.meanings) for p in together] == [len(p.tokens) * WIDTH * 2 for p in together]
    assert alone[2] == b""
