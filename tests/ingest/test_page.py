"""Pages: article text whole, metadata first, headline once; markup that breaks parsers."""

from __future__ import annotations

import io
import json
import re
import time

import pytest
from trafilatura import extract

from onrecord.errors import InputError
from onrecord.ingest.inputs import Input
from onrecord.ingest.page import page_source, read_input
from onrecord.ingest.page_tree import parse, shown_text
from onrecord.model.source import Source
from onrecord.parse.anatomy import read_anatomy
from onrecord.settings import Settings

QUOTE = "“We will hold the bridge,” the spokesman said on Friday in the capital after talks with envoys of the African Union."
MORE = "The rebels denied that they had left the town and said that their men had shot down a helicopter near the airport."


def read(markup: str | bytes, **more: str) -> Source:
    data = markup if isinstance(markup, bytes) else markup.encode()
    return page_source(data, Input("page.html", io.BytesIO(data)), Settings(), **more)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def article(*paragraphs: str) -> str:
    return "<article>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</article>"


def linked_data(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


def test_metadata_and_text() -> None:
    head = "<title>Army holds bridge - Example Times</title>" + linked_data(
        **{"@type": "NewsArticle", "headline": "Army holds bridge &amp; airport", "datePublished": "2024-03-09T11:05:00+03:00",
           "author": [{"@type": "Person", "name": "Ann Doe"}], "publisher": {"name": "Example Times"}, "description": "The army says so."}
    )  # fmt: skip
    found = read(page(f"<h1>Army holds bridge</h1>{article(QUOTE, MORE)}", head))
    assert found.text == f"Army holds bridge & airport\n\n{QUOTE}\n\n{MORE}"
    hints = found.hints
    assert (hints.title, hints.published, hints.authors, hints.publisher) == (
        "Army holds bridge & airport",
        "2024-03-09",
        ("Ann Doe",),
        "Example Times",
    )
    report = read_anatomy(found, Settings()).report
    assert [p.kind for p in report.parts] == ["title", "body"]
    assert (report.published, report.published_from) == ("2024-03-09", "metadata")


def test_headline_in_the_body_is_not_read_twice() -> None:
    found = read(
        page(
            f"<article><h1>Army holds the old bridge</h1><p>{QUOTE}</p><p>{MORE}</p></article>", "<title>Army holds the old bridge</title>"
        )
    )
    assert found.text.count("Army holds the old bridge") == 1


def test_summary_is_the_standfirst() -> None:
    summary = "The army says that it holds the bridge over the river, two days after talks broke down in the capital."
    head = linked_data(**{"@type": "NewsArticle", "headline": "Army holds bridge", "description": summary})
    parts = read_anatomy(read(page(article(summary, QUOTE, MORE), head)), Settings()).report.parts
    assert [p.kind for p in parts] == ["title", "standfirst", "body"]


def test_site_name_is_no_part_of_the_headline() -> None:
    head = '<meta property="og:title" content="Army holds bridge - Example Times"><meta property="og:site_name" content="Example Times">'
    assert read(page(article(QUOTE, MORE), head)).hints.title == "Army holds bridge"


@pytest.mark.parametrize(
    ("made", "shared", "shown", "title"),
    [
        ("Bridge battle explained", "Army holds the bridge", "Army holds the bridge", "Army holds the bridge"),
        ("Army holds the bridge", "You won't believe who holds it", "Army holds the bridge", "Army holds the bridge"),
        ("Army holds the bridge", "You won't believe who holds it", "Another heading altogether", "Army holds the bridge"),
        ("Army - bridge is held", "Army: bridge is held", "The old bridge", "Army: bridge is held"),
        ("Army’s bridge is held", "Army's bridge is held", "Army’s bridge is held", "Army’s bridge is held"),
        (None, "War in the north: Army holds the bridge", "Fighting - Army holds the bridge", "Army holds the bridge"),
        (
            None,
            "War in the north: Army holds the bridge",
            "Northern war - Army holds the bridge",
            "War in the north: Army holds the bridge",
        ),
        (None, "War in the north: Army holds it", "Fighting - Army lost it all", "War in the north: Army holds it"),
    ],
)
def test_titles_that_disagree(made: str | None, shared: str, shown: str, title: str) -> None:
    head = f'<meta property="og:title" content="{shared}">' + (linked_data(**{"@type": "NewsArticle", "headline": made}) if made else "")
    assert read(page(f"<h1>{shown}</h1>{article(QUOTE, MORE)}", head)).hints.title == title


@pytest.mark.parametrize("script", ["{broken", "[" * 100_000, '{"@type": "NewsArticle", "headline": 5}', '"text"', '{"@graph": [null, 3]}'])
def test_broken_linked_data_is_passed_over(script: str) -> None:
    found = read(page(article(QUOTE, MORE), f"<title>Army holds bridge</title><script type='application/ld+json'>{script}</script>"))
    assert QUOTE in found.text


def test_scripts_and_styles_are_never_text() -> None:
    body = (
        article(QUOTE, MORE)
        + "<script>var stolen = 'evil words';</script><style>.evil { color: red }</style><noscript>evil words</noscript>"
    )
    assert "evil" not in read(page(body)).text


def test_declared_charset() -> None:
    markup = page(
        article("Überläufer hätten die Brücke übergeben, sagte ein Sprecher der Armee am Freitag in der Hauptstadt."),
        "<meta charset='iso-8859-1'>",
    )
    found = read(markup.encode("latin-1"))
    assert "Überläufer" in found.text
    assert found.encoding == "windows-1252"
    assert not found.warnings


def test_declared_utf8_that_is_windows_1252() -> None:
    found = read(page(article(QUOTE, MORE), "<meta charset='utf-8'>").encode("cp1252"))
    assert QUOTE in found.text
    assert "ENC_GUESS" in [w.code for w in found.warnings]


@pytest.mark.parametrize("depth", [10, 300, 900, 5_000, 100_000])
def test_nesting(depth: int) -> None:
    found = read(page("<div>" * depth + f"<p>{QUOTE}</p>" + "</div>" * depth))
    assert QUOTE in found.text
    assert ("DEPTH" in [w.code for w in found.warnings]) == (depth > 1_000)


@pytest.mark.parametrize("depth", [300, 5_000])
def test_nesting_beside_other_text(depth: int) -> None:
    outside = "The town lies on the river, two days by road from the capital of the state, officials said. " * 5
    assert QUOTE in read(page(f"<p>{outside}</p>" + "<div>" * depth + f"<p>{QUOTE}</p>")).text


@pytest.mark.parametrize("tail", ["<![{", "<div", "<!--", "<!", "</", "<p title='", "&#xffffffff;", "<![CDATA[", "\x00"])
def test_half_a_tag_at_the_end(tail: str) -> None:
    assert QUOTE in read(f"<html><body><p>{QUOTE}</p><p>{MORE}</p>{tail}").text


def test_long_text_node() -> None:
    text = "The army said on Friday that it held the bridge over the river. " * 180_000
    assert len(read(page(f"<p>{text}</p>")).text) > 0.99 * len(text)


@pytest.mark.parametrize("body", ["", "<div></div>", "<script>alert(1)</script>", "<!-- words -->", "<img src=x onerror=alert(1)>"])
def test_only_markup(body: str) -> None:
    with pytest.raises(InputError) as caught:
        read(page(body))
    assert caught.value.code == "EMPTY"


def test_too_large() -> None:
    with pytest.raises(InputError) as caught:
        list(read_input(Input("a", io.BytesIO(b"<p>" * 1_000)), Settings(max_chars=100)))
    assert caught.value.code == "TOO_LARGE"


FAMILIES = ["<div>", "<b>", "<", "<![endif", "<!--", "&", "<p>words ", "<div a=1>", "((", "<td>", "</div>", "\x00"]


@pytest.mark.parametrize("unit", FAMILIES)
def test_hostile_markup_costs_little(unit: str) -> None:
    markup = page(unit * (60_000 // len(unit)) + f"<p>{QUOTE}</p>")
    start = time.process_time()
    if unit == "<!--":
        with pytest.raises(InputError):
            read(markup)
    else:
        assert QUOTE in read(markup).text
    assert time.process_time() - start < 5


PROSE = (
    "<p>The mayor said on Tuesday that the bridge in Lindford would stay shut until the end of June, and that a new one would be built.</p>"
    "<p>“It is not safe,” she told reporters after a meeting of the council in the town hall, which lasted for two hours.</p>"
)


@pytest.mark.parametrize(
    ("body", "published"),
    [
        (PROSE + "<div id='comments'><div><time datetime='2024-07-01T09:00:00Z'>1 July 2024</time><p>Not true.</p></div></div>", None),
        (PROSE + "<aside class='related'><a href='/1'>Old story</a> <time datetime='2022-03-01'>1 March 2022</time></aside>", None),
        (PROSE + "<ul><li><a href='/2'>Fire</a> <time datetime='2023-02-01'>1 Feb 2023</time></li></ul>", None),
        (PROSE + "<footer>Last change of this site: 3 March 2021</footer>", None),
        (PROSE + "<div><p>Concert in Lindford on 5 August 2024</p></div>", None),
        (PROSE + "<div class='responses'><article class='comment'>Jo, <time datetime='2021-01-05'>5 Jan 2021</time><p>Shame.</p></article></div>", None),
        ("<figure><img src='x.jpg'><figcaption>The bridge, <time datetime='2019-09-09'>9 September 2019</time></figcaption></figure>" + PROSE, None),
        (PROSE + "<div class='most-read'><ol><li>Fire at the mill <span class='date'>2 Mar 2020</span></li></ol></div>", None),
        (PROSE + "<div itemscope itemtype='https://schema.org/UserComments'><span itemprop='datePublished' content='2024-06-01'>June</span></div>", None),
        (PROSE + linked_data(**{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2020-02-02"}]}), None),
        (PROSE + linked_data(**{"@type": "NewsArticle", "headline": "Bridge shut", "comment": [{"@type": "Comment", "datePublished": "2020-02-02"}]}), None),
        (linked_data(**{"@type": "NewsArticle", "headline": "Bridge shut"}) + linked_data(**{"@type": "NewsArticle", "headline": "Fire", "datePublished": "2020-02-02"}) + PROSE, None),
        ("<meta name='date' content='1715700000'>" + PROSE, "2024-05-14"),
        ("<div itemscope itemtype='https://schema.org/NewsArticle'><meta itemprop='datePublished' content='2024-05-14'>" + PROSE + "</div>", "2024-05-14"),
        (PROSE + "<p class='date'>14 May 2024</p>", "2024-05-14"),
        ("<time datetime='2024-05-14'>14 May 2024</time>" + PROSE, "2024-05-14"),
        ("<span class='date'>14 May 2024</span>" + PROSE, "2024-05-14"),
    ],
)  # fmt: skip
def test_a_date_of_something_else_is_not_the_reports(body: str, published: str | None) -> None:
    assert read(page("<h1>Bridge shut</h1>" + body)).hints.published == published


@pytest.mark.parametrize(
    ("meta", "linked", "warned"),
    [
        ("2024-05-14T10:00:00Z", "2023-01-02", ["DATE_CONFLICT"]),
        ("2024-05-14T22:00:00-05:00", "2024-05-15T03:00:00Z", []),
        ("14 Blursday", "2024-05-14", []),
        ("14 Blursday", None, ["BAD_DATE"]),
    ],
)
def test_dates_of_the_metadata_that_disagree_or_are_none_are_said(meta: str, linked: str | None, warned: list[str]) -> None:
    head = f"<meta property='article:published_time' content='{meta}'>"
    head += linked_data(**{"@type": "NewsArticle", "headline": "Bridge shut", "datePublished": linked}) if linked else ""
    assert [w.code for w in read(page("<h1>Bridge shut</h1>" + PROSE, head)).warnings] == warned


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("<meta name='author' content='May 14, 2024'>", ()),
        ("<meta name='author' content='Mia Roe, May 14, 2024'>", ("Mia Roe",)),
    ],
)  # fmt: skip
def test_what_is_no_person_is_no_author(head: str, authors: tuple[str, ...]) -> None:
    assert read(page("<h1>Bridge shut</h1>" + PROSE, head)).hints.authors == authors


def test_a_line_broken_within_a_sentence_goes_on() -> None:
    source = read(page(f"<h1>Bridge shut</h1>{PROSE}<p>The mayor of Lindford,<br>Carla Weiss, resigned on Tuesday after the vote.</p>"))
    assert "The mayor of Lindford, Carla Weiss, resigned" in source.text


def test_a_paper_signs_where_nobody_else_does() -> None:
    head = linked_data(**{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Harbour Gazette"}})
    alone, signed = (read(page("<h1>Bridge shut</h1>" + article(*text), head)) for text in ((QUOTE, MORE), ("By Jane Roe", QUOTE, MORE)))
    assert [read_anatomy(found, Settings()).report.authors for found in (alone, signed)] == [("Harbour Gazette",), ("Jane Roe",)]


@pytest.mark.parametrize(
    ("shown", "published", "codes"),
    [
        ("<time>05/04/2024</time>", None, ["DATE_AMBIGUOUS"]),
        ('<time datetime="05-04-2024">today</time>', None, ["DATE_AMBIGUOUS"]),
        ("<time>05/05/2024</time>", "2024-05-05", []),
        ("<time>25/04/2024</time>", "2024-04-25", []),
        ('<time datetime="2024-04-05">05/04/2024</time>', "2024-04-05", []),
    ],
)
def test_a_day_in_numbers_alone_dates_a_page_where_it_is_one(shown: str, published: str | None, codes: list[str]) -> None:
    found = read(page(f"<article><h1>The bridge is shut</h1>{shown}<p>{QUOTE}</p><p>{MORE}</p></article>"))
    assert (found.hints.published, [w.code for w in found.warnings]) == (published, codes)


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ('<meta name="author" content="3 June 2023">', "", ()),
        ('<meta name="author" content="Staff Reporter">', "", ()),
        ('<meta name="author" content="Our Foreign Desk">', '<p class="article-byline">By Jane Roe and Tom Ray</p>', ("Jane Roe", "Tom Ray")),
        ('<meta name="author" content="Daily News"><meta property="og:site_name" content="Daily News">', '<a rel="author">Jane Roe</a>', ("Jane Roe",)),
        (linked_data(**{"@type": "NewsArticle", "author": {"name": "Image: Getty"}}), '<span class="author">By Jane Roe</span>', ("Jane Roe",)),
        (linked_data(**{"@type": "NewsArticle", "author": {"name": "Desk Chief"}}), "", ()),
        ('<meta name="author" content="Reporter Jones">', "", ("Reporter Jones",)),
        ('<meta name="author" content="Harbour Gazette">', '<div class="byline">By <b>Jane Roe</b></div>', ("Jane Roe",)),
        ('<meta name="author" content="Emily Post">', '<div class="byline">By <b>Jane Roe</b></div>', ("Emily Post",)),
        (linked_data(**{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Harbour"}}), '<a rel="author">Jane Roe</a>', ("Jane Roe",)),
        ('<meta name="author" content="Picture: Tom Ray/Getty">', "", ()),
        ('<meta name="author" content="undefined">', "", ()),
        ('<meta name="author" content="Getty Images">', "", ()),
        ('<meta name="author" content="Jane Roe for Daily News"><meta property="og:site_name" content="Daily News">', "", ("Jane Roe",)),
    ],
)  # fmt: skip
def test_authors_are_people(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(page(body + article(QUOTE, MORE), head)).hints.authors == authors


def test_who_comments_is_no_author() -> None:
    comment = "<section id='reactions'><ul><li><span class='author'>By Bob Ray</span><p>Not true.</p></li></ul></section>"
    assert read(page("<h1>Bridge shut</h1>" + PROSE + comment)).hints.authors == ()


def test_what_stands_above_the_article_dates_nothing() -> None:
    ticker = "<ul class='wire'><li><time datetime='2018-01-01'>10:00</time> Mill burns</li></ul>"
    assert read(page(f"{ticker}<main><h1>Bridge shut</h1>{PROSE}</main>")).hints.published is None
    assert read(page(f"{ticker}<main><p class='date'>14 May 2024</p><h1>Bridge shut</h1>{PROSE}</main>")).hints.published == "2024-05-14"


def test_what_a_page_shows_is_told_with_and_without_the_words_of_links() -> None:
    tree = parse(page(f"<nav><a href='/'>Home</a></nav>{article('One <a href=x>two</a> three<br>four')}<script>no</script>tail<p><b>b</b>c</p>"))
    assert tree is not None
    shown = shown_text(tree)
    assert (shown.lines, shown.unlinked) == (["Home", "One two three", "four", "tail", "bc"], ["One three", "four", "tail", "bc"])


def test_teasers_do_not_make_an_article_look_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links to other stories are most of the words of many pages: the text is taken apart a second time only where more is missing."""
    teasers = "".join(f"<div><a href='/{n}'>{MORE[:100]} and {n} other stories of the day to read</a></div>" for n in range(40))
    calls: list[bool] = []

    def counted(tree: object, *, favor_precision: bool = False, **more: object) -> str | None:
        calls.append(favor_precision)
        return extract(tree, favor_precision=favor_precision, **more)

    monkeypatch.setattr("trafilatura.extract", counted)
    source = read(page(article(*[f"{QUOTE} {n}" for n in range(6)]) + teasers))
    assert (calls, source.text.count("hold the bridge")) == ([True], 6)


CONTROLS = {
    "as they are": "The mayor\x0b said<br>on Mon\x01day that all was well.",
    "as entities": "The mayor&#11; said<br>on Mon&#1;day that all&#xB;was well.",
    "beside inner tags": "The <b>mayor\x0c</b>\x02 said <i>on\x1f Monday</i>\x03 that all was well.",
    "no characters": "The mayor &#xFFFF;said &#xD800;on Monday that all was well.",
}


@pytest.mark.parametrize("name", CONTROLS)
def test_control_characters_of_a_page_are_blanks_and_said(name: str) -> None:
    found = read(page(f"<article><h1>The bridge is shut</h1><p>{CONTROLS[name]}</p><p>{QUOTE}</p><p>{MORE}</p></article>"))
    assert "that all" in found.text
    assert not re.search("[\x00-\x08\x0b-\x1f]", found.text)
    assert QUOTE in found.text
    assert [w.code for w in found.warnings] == ["CONTROL"]
