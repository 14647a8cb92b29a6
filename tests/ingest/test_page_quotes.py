"""Block quotations and embedded posts of a page: signed ones become quotations with a signature."""

from __future__ import annotations

import io

import pytest

from onrecord.ingest.inputs import Input
from onrecord.ingest.page import page_source
from onrecord.settings import Settings

BEFORE = "The bridge at Lindford fell on Monday and the town was cut off from the hospital on the other side."
AFTER = "The state sent boats to bring food and medicine to those who could not leave their houses on Tuesday."
SIGNED = [
    (
        "<blockquote class='twitter-tweet'><p>We will rebuild. Nobody is left behind.</p>&mdash; Carla Weiss (@cweiss) <a href='#'>May 14, 2024</a>"
        "</blockquote>",
        "“We will rebuild. Nobody is left behind.”\n\n— Carla Weiss (@cweiss) May 14, 2024, on Twitter",
    ),
    (
        "<blockquote class='twitter-tweet'><p lang='en'>We will rebuild. <a href='https://t.co/x'>pic.twitter.com/x</a></p>&mdash; Carla Weiss (@cweiss)"
        "</blockquote>",
        "“We will rebuild.”\n\n— Carla Weiss (@cweiss), on Twitter",
    ),
    (
        "<blockquote class='mastodon-embed'><p>We will rebuild.</p><p>&mdash; Carla Weiss (@cweiss@example.social)</p></blockquote>",
        "“We will rebuild.”\n\n— Carla Weiss (@cweiss@example.social), on Mastodon",
    ),
    (
        "<div class='fb-post'><blockquote><p>We will rebuild.</p>Posted by <a href='#'>Carla Weiss</a> on <a href='#'>May 14</a></blockquote></div>",
        "“We will rebuild.”\n\n— Carla Weiss on May 14, on Facebook",
    ),
    (
        "<blockquote><p>We will rebuild.</p><p><strong>Carla Weiss</strong>, mayor of Lindford</p></blockquote>",
        "“We will rebuild.”\n\n— Carla Weiss, mayor of Lindford",
    ),
    (
        "<blockquote><p>The bridge was never safe.</p><footer>Tom Reed, engineer</footer></blockquote>",
        "“The bridge was never safe.”\n\n— Tom Reed, engineer",
    ),
    (
        "<blockquote><p>The bridge was <b>never safe.</b></p><p><cite>&mdash; Tom Reed</cite></p></blockquote>",
        "“The bridge was never safe.”\n\n— Tom Reed",
    ),
    (
        "<figure><blockquote><p>We lost everything.</p><p>Nobody came.</p></blockquote><figcaption>Maria Silva</figcaption></figure>",
        "“We lost everything.\n\n“Nobody came.”\n\n— Maria Silva",
    ),
    (
        "<blockquote>The bridge was never safe, and they knew it.<footer>Tom Reed, engineer</footer></blockquote>",
        "“The bridge was never safe, and they knew it.”\n\n— Tom Reed, engineer",
    ),
    (
        "<blockquote><p>“The piers were inspected in May.”</p><p>– Ada Lund, minister</p></blockquote>",
        "“The piers were inspected in May.”\n\n— Ada Lund, minister",
    ),
]
LEFT = [
    ("<blockquote><p>We go on.</p><p><b>Nobody</b> was hurt.</p></blockquote>", "We go on.\n\nNobody was hurt."),
    ("<blockquote><p>Unsigned words stand here alone.</p></blockquote>", "Unsigned words stand here alone."),
    ("<blockquote><p>Unsigned words - and more of them.</p></blockquote>", "Unsigned words - and more of them."),
    (
        f"<blockquote><p>Words of the report.</p><footer>{'A long paragraph of the page that names nobody. ' * 5}</footer></blockquote>",
        "Words of the report.",
    ),
]


def text_of(block: str) -> str:
    markup = f"<!DOCTYPE html><html lang='en'><body><article><h1>Bridge falls</h1><p>{BEFORE}</p>{block}<p>{AFTER}</p></article></body></html>"
    return page_source(markup.encode(), Input("page.html", io.BytesIO()), Settings()).text


@pytest.mark.parametrize(("block", "wanted"), SIGNED)
def test_signed(block: str, wanted: str) -> None:
    assert text_of(block) == f"Bridge falls\n\n{BEFORE}\n\n{wanted}\n\n{AFTER}"


@pytest.mark.parametrize(("block", "wanted"), LEFT)
def test_left_as_it_is(block: str, wanted: str) -> None:
    assert text_of(block).startswith(f"Bridge falls\n\n{BEFORE}\n\n{wanted}")
    assert "“" not in text_of(block)
