"""The head that knows acts by the company words keep: what it sees, that it can be packed, and that an altered file is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.grammar.build import build_document
from onrecord.heads import files
from onrecord.heads.acts import NONE, PARTS, TYPES, ActHead, packed, read_acts, shipped
from onrecord.model.document import Document
from onrecord.model.record import Part
from onrecord.pipeline import Reader


def document(reader: Reader, text: str) -> Document:
    part = Part(kind="body", span=(0, len(text)))
    return build_document(text, [part], [part.span], reader.parser.parse_blocks([text]))


@pytest.mark.parametrize(
    ("text", "word", "event"),
    [
        ("Rebels attacked an army base near Goma on Monday.", "attacked", "ASSAULT"),
        ("Police in Nairobi arrested eleven protesters on Sunday.", "arrested", "COERCE"),
        ("Thousands marched through Tbilisi against the law.", "marched", "PROTEST"),
        ("The foreign ministers of Chad and Niger met in Abuja.", "met", "CONSULT"),
        ("France sent 40 tonnes of food aid to Sudan.", "sent", "AID"),
    ],
)
def test_it_sees_acts(reader: Reader, text: str, word: str, event: str) -> None:
    doc = document(reader, text)
    [token] = [t for t in doc.tokens if t.text == word]
    acts = read_acts(doc)
    assert acts.best(token.i)[0] == event
    assert acts.of(token.i, event) > 0.5
    assert acts.seen(token.i) >= acts.of(token.i, event)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The striker shot wide in the last minute of the match.", "shot"),
        ("Shares of the bank fell after a weak report.", "report"),
        ("The choir met on Tuesday to rehearse a carol.", "rehearse"),
    ],
)
def test_it_sees_none_in_innocent_words(reader: Reader, text: str, word: str) -> None:
    doc = document(reader, text)
    [token] = [t for t in doc.tokens if t.text == word]
    assert read_acts(doc).seen(token.i) < 0.5


def test_without_meanings_nothing_is_seen(reader: Reader) -> None:
    doc = document(reader, "Rebels attacked a base.")
    doc.meanings = b""
    assert read_acts(doc) is NONE
    assert NONE.seen(1) == NONE.of(1, "ASSAULT") == 0.0


def test_probabilities_add_up_and_packing_keeps_them() -> None:
    head = shipped()
    rows = np.random.default_rng(1).normal(size=(7, head.inner.shape[0])).astype(np.float32)
    odds = head(rows)
    assert odds.shape == (7, 1 + len(TYPES))
    assert np.allclose(odds.sum(1), 1, atol=1e-5)
    assert packed(head) == packed(head)
    assert all(getattr(head, name).dtype == np.float32 for name in PARTS)
    assert np.array_equal(ActHead(*(getattr(head, n) for n in PARTS))(rows), odds)


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    for name in ("manifest.json", "acts.npz"):
        shutil.copy(files.FOLDER / name, folder / name)
    assert files.read("acts.npz", folder) == (files.FOLDER / "acts.npz").read_bytes()
    (folder / "acts.npz").write_bytes(b"other")
    with pytest.raises(ModelError, match="not the file that was shipped"):
        files.read("acts.npz", folder)
    (folder / "acts.npz").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        files.read("acts.npz", folder)
    assert files.read("judge_of_nothing.zip", folder) is None


def test_what_is_written_is_in_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"version": "1"}')
    files.write("acts.npz", b"numbers", tmp_path)
    assert files.read("acts.npz", tmp_path) == b"numbers"
    assert json.loads((tmp_path / "manifest.json").read_text())["version"] == "1"
