"""Line breaks of a page that stand within a sentence are none of the text; those of lists, tables and addresses are."""

from __future__ import annotations

import io

import pytest

from onrecord.ingest.inputs import Input
from onrecord.ingest.page import page_source
from onrecord.settings import Settings

BEFORE = "The bridge at Lindford fell on Monday and the town was cut off from the hospital on the other side."
JOINED = [
    ("<p>The mayor of Lindford,<br>Carla Weiss, resigned on Tuesday.</p>", "The mayor of Lindford, Carla Weiss, resigned on Tuesday."),
    ("<p>Police arrested<br />12 people<br/>on Monday in Harrow.</p>", "Police arrested 12 people on Monday in Harrow."),
    ("<p><b>Police arrested<br></b>Tom <i>Reed<br>and</i> Ann Moy on Monday.</p>", "Police arrested Tom Reed and Ann Moy on Monday."),
    ("<div>Police in Harrow<br>arrested 12 people.</div>", "Police in Harrow arrested 12 people."),
    ("<pre>Police in Harrow\narrested 12 people.</pre>", "Police in Harrow arrested 12 people."),
    ("<pre>\n  Police in Harrow\n  arrested 12 people.\n\n  Nobody was hurt in it,\n  they said.\n</pre>",
     "Police in Harrow arrested 12 people.\n\nNobody was hurt in it, they said."),
    ("<p>Police came at noon.<br>They arrested<br>12 people in Harrow.</p>", "Police came at noon.\n\nThey arrested 12 people in Harrow."),
]  # fmt: skip
KEPT = [
    ("<p>Where to call about the bridge:<br>Lindford 555 1234<br>Harrow 555 4321</p>", "Lindford 555 1234\n\nHarrow 555 4321"),
    ("<p>Roads that are shut today:<br>- the bridge at the mill<br>- the road to Harrow.</p>", "- the bridge at the mill\n\n- the road to Harrow."),
    ("<pre>Harrow     12 people hurt.\nElm         3 people hurt.</pre>", "Harrow     12 people hurt.\n\nElm         3 people hurt."),
    ("<p>He came home from Harrow<br><br>She stayed in the town.</p>", "He came home from Harrow\n\nShe stayed in the town."),
]  # fmt: skip


def text_of(block: str) -> str:
    markup = f"<!DOCTYPE html><html lang='en'><body><article><h1>Bridge falls</h1><p>{BEFORE}</p>{block}<p>{BEFORE}</p></article></body></html>"
    return page_source(markup.encode(), Input("page.html", io.BytesIO()), Settings()).text


@pytest.mark.parametrize(("block", "wanted"), JOINED)
def test_joined(block: str, wanted: str) -> None:
    assert f"\n\n{wanted}\n\n" in text_of(block)


@pytest.mark.parametrize(("block", "wanted"), KEPT)
def test_kept(block: str, wanted: str) -> None:
    assert wanted in text_of(block)
