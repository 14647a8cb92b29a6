"""What a page says about itself: schema.org (JSON-LD), Open Graph and meta tags, canonical address, language."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from onrecord.ingest.page_own import is_own_scope
from onrecord.text import fold

ARTICLE_TYPES = frozenset(
    [
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "liveblogposting",
        "blogposting",
        "socialmediaposting",
        "report",
        "scholarlyarticle",
        "techarticle",
        "advertisercontentarticle",
        "webpage",
    ]
)
MAX_SCRIPT = 2_000_000
"""JSON-LD longer than this is left alone."""
MAX_NODES = 2_000

_TAGS = re.compile(r"<[^<>]{0,500}>")
_SLUG = re.compile(r"[a-z]{2,}(?:-[a-z]{2,}){1,3}")
_NOT_AUTHORS = frozenset(
    "admin administrator redaktion redaction unknown author by guest anonymous webmaster null none undefined nan n/a".split()
)
_ROLES = frozenset(
    """agency board bureau chief contributor contributors correspondent correspondents desk digital editor editorial editors foreign guest
    intern news newsdesk newsroom online our own political report reporter reporters senior special sports staff stringer team web writer
    writers""".split()
)
"""Words of which a role at a paper is made: "Our Staff Reporter", "Web Desk", "News Editor"."""
MOST_LINES = 20
"""Links and lines of a page that are looked at for its authors."""
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|author)s?(?:$|[\s_-])", re.IGNORECASE)
_BY = re.compile(r"by:?\s", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:(?:photo(?:graph)?|picture|image|illustration|graphic|video|credit|source|copyright)s?\b|©)|.* (?:image|photo|picture)s$",
    re.IGNORECASE,
)
"""How the credit of a picture begins, and what those who sell them are called ("Getty Images")."""


@dataclass(slots=True)
class PageMeta:
    """A page's own words about itself; None where it says nothing."""

    headline: str | None = None
    description: str | None = None
    published: list[str] = field(default_factory=list)
    """Every date that is called its publication, as written, the most trusted first."""
    modified: str | None = None
    authors: list[str] = field(default_factory=list)
    sites: set[str] = field(default_factory=set)
    """Names of the paper, folded: it is no author where there is another."""
    paper: list[str] = field(default_factory=list)
    """Who is named as author where that may be the paper: taken where the page shows nobody else."""
    credited: bool = False
    """Whether a meta tag names an author, be it one that is none ("Photo: NAME")."""
    publisher: str | None = None
    section: str | None = None
    url: str | None = None
    language: str | None = None
    h1: str | None = None
    og_title: str | None = None


_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "publishdate",
    "pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publication_date", "dcterms.created",
)  # fmt: skip


def read_meta(tree: HtmlElement) -> PageMeta:
    """Collect what a page as a whole says of itself. Broken JSON-LD is passed over."""
    meta = PageMeta()
    tags = _meta_tags(tree)
    meta.h1 = _only_h1(tree)
    meta.og_title = _first(tags, "og:title", "twitter:title", "title", "dc.title")
    for node in _article_nodes(tree, {fold(t) for t in (meta.og_title, meta.h1) if t}):
        _take_article(meta, node)
    meta.description = meta.description or _first(tags, "og:description", "description", "twitter:description", "dc.description")
    meta.published += [tags[name][0] for name in _PUBLISHED if tags.get(name)]
    meta.modified = meta.modified or _first(tags, "article:modified_time", "og:updated_time", "lastmod", "last-modified", "datemodified")
    site = _first(tags, "og:site_name", "application-name", "dc.publisher")
    meta.publisher = site if site and not (meta.publisher and site.islower()) else meta.publisher
    meta.sites = {fold(s) for s in (meta.publisher or "", *tags.get("og:site_name", []))} - {""}
    meta.credited = any(tags.get(name) for name in _AUTHOR)
    named = [*meta.authors, *meta.paper] or _authors_of(tags)
    people = persons(meta.authors or named, meta.sites)
    meta.authors, meta.paper = [name for name in people if not _is_house(name) and name not in meta.paper], named[:1]
    meta.section = meta.section or _first(tags, "article:section", "section")
    meta.url = _canonical(tree) or _first(tags, "og:url") or meta.url
    meta.language = (tree.get("lang") or tree.get("xml:lang") or "")[:2].lower() or None
    return meta


def complete_meta(meta: PageMeta, own: HtmlElement) -> None:
    """Add what the article's own part of the page (`page_own.own_part`) says in microdata, and the authors that it shows."""
    tags = _items(own)
    meta.published += tags.get("datepublished", [])[:1]
    meta.modified = meta.modified or _first(tags, "datemodified")
    meta.authors = meta.authors or persons(_authors_of(tags), meta.sites) or persons(_shown_authors(own), meta.sites)


def persons(names: list[str], sites: set[str]) -> list[str]:
    """Give the names that are not the paper's own; "Mia Roe for Daily News" is Mia Roe. `sites`: the paper's names, folded."""
    bare = [re.sub(r"\s+(?:for|at|@)\s+(.+)$", lambda m: "" if fold(m[1]) in sites else m[0], name) for name in names]
    return [name for name in dict.fromkeys(bare) if fold(name) not in sites]


def _meta_tags(tree: HtmlElement) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        name, content = node.get("property") or node.get("name"), node.get("content")
        if name and content and content.strip():
            out.setdefault(name.strip().lower(), []).append(clean(content))
    return out


def _items(own: HtmlElement) -> dict[str, list[str]]:
    """Give the microdata of the article: not what is told of a comment or a product on the same page."""
    out: dict[str, list[str]] = {}
    for node in own.iter("meta", "time", "span"):
        content = node.get("content") or (node.get("datetime") if node.tag == "time" else None)
        name = node.get("itemprop")
        if name and content and content.strip() and is_own_scope(node, ARTICLE_TYPES):
            out.setdefault(name.strip().lower(), []).append(clean(content))
    return out


def _first(tags: dict[str, list[str]], *names: str) -> str | None:
    return next((tags[name][0] for name in names if tags.get(name) and tags[name][0]), None)


def clean(words: str) -> str:
    """Undo entities and markup inside a metadata string, and its white space."""
    return re.sub(r"\s+", " ", html.unescape(_TAGS.sub("", html.unescape(words[:5000])))).strip()


def _canonical(tree: HtmlElement) -> str | None:
    for node in tree.iter("link"):
        href = (node.get("href") or "").strip()
        if (node.get("rel") or "").lower() == "canonical" and href.startswith(("http://", "https://")):
            return href
    return None


def _only_h1(tree: HtmlElement) -> str | None:
    found = [clean(n.text_content()) for n, _ in zip(tree.iter("h1"), range(20), strict=False)]
    found = [t for t in found if len(t.split()) >= 3]
    return found[0] if len(found) == 1 else None


_AUTHOR = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author", "dcterms.creator")


def _authors_of(tags: dict[str, list[str]]) -> list[str]:
    return [n for name in _AUTHOR for v in tags.get(name, []) for n in split_authors(v)]


def _is_house(name: str) -> bool:
    """Tell a name that a paper, broadcaster or agency bears; who is called so is taken where the page shows nobody else."""
    words = name.lower().split()
    found = _HOUSES.intersection(words)
    return words[0] == "the" or len(found) > 1 or bool(found - (_SURNAMES if len(words) == 2 else frozenset()))


_HOUSES = frozenset(
    """agency associated broadcasting bulletin chronicle daily dispatch express gazette guardian herald independent international journal
    magazine media mirror monitor network news observer online post press radio report reuters review service standard star sun telegraph
    television times today tribune tv weekly wire world""".split()
)
"""Words of which such names are made."""
_SURNAMES = frozenset("guardian mirror post press service standard star sun world".split())
"""Those of them that are surnames, too ("Emily Post")."""


def _shown_authors(tree: HtmlElement) -> list[str]:
    """Give the authors that the page shows as such: linked with `rel="author"`, else in a line of its own class ("By Jane Roe")."""
    links = (n for n in tree.iter("a") if "author" in (n.get("rel") or "").lower().split())
    linked = [name for link, _ in zip(links, range(MOST_LINES), strict=False) for name in split_authors(link.text_content()[:200])]
    if linked:
        return list(dict.fromkeys(linked))[:10]
    lines = (n for n in tree.iter("p", "div", "span", "address", "li") if _BYLINE.search(n.get("class") or ""))
    shown = (clean(line.text_content()[:200]) for line, _ in zip(lines, range(MOST_LINES), strict=False))
    return next((names for words in shown if _BY.match(words) and len(words) <= 100 and (names := split_authors(words))), [])


# JSON-LD


def _article_nodes(tree: HtmlElement, titles: set[str]) -> Iterator[dict[str, Any]]:
    """Give the JSON-LD objects that describe this page's article.

    Of articles under several headlines that is the one whose headline the page shows, or the first; others are other stories.
    """
    nodes = [node for script in tree.iter("script") if "ld+json" in (script.get("type") or "") for node in _nodes(script.text_content())]
    headed = [(fold(_string(node, "headline") or _string(node, "name") or ""), node) for node in nodes if _is_article(node)]
    own = next((h for h, _ in headed if h and h in titles), next((h for h, _ in headed if h), ""))
    yield from (node for h, node in headed if not h or h == own)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    names = [k.lower().rsplit("/", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]
    return any(k in ARTICLE_TYPES for k in names) and names != ["webpage"]


def _nodes(script: str) -> list[dict[str, Any]]:
    if len(script) > MAX_SCRIPT:
        return []
    body = script.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    try:
        data = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return []
    out: list[dict[str, Any]] = []
    queue: list[Any] = [data]
    while queue and len(out) < MAX_NODES:
        item = queue.pop(0)
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            out.append(item)
            queue.extend(v for k, v in item.items() if k in ("@graph", "mainEntity", "mainEntityOfPage") and isinstance(v, dict | list))
    return out


def _take_article(meta: PageMeta, node: dict[str, Any]) -> None:
    """Take from an article object what no better one gave."""
    meta.headline = meta.headline or _string(node, "headline") or _string(node, "name")
    meta.description = meta.description or _string(node, "description")
    if not meta.published and (published := _string(node, "datePublished") or _string(node, "dateCreated")):
        meta.published.append(published)
    meta.modified = meta.modified or _string(node, "dateModified")
    meta.section = meta.section or _string(node, "articleSection")
    meta.authors = meta.authors or _people(node.get("author"), apart=meta.paper) or _people(node.get("creator"), apart=meta.paper)
    publishers = _people(node.get("publisher"))
    meta.publisher = meta.publisher or (publishers[0] if publishers else None)
    url = node.get("url")
    meta.url = meta.url or (url if isinstance(url, str) and url.startswith(("http://", "https://")) else None)


def _string(node: dict[str, Any], name: str) -> str | None:
    value = node.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    return clean(value) or None if isinstance(value, str) else None


def _people(value: object, apart: list[str] | None = None) -> list[str]:
    """Give the names in a field of people or bodies; those of bodies go to `apart`, where it is given."""
    items = value if isinstance(value, list) else [value]
    names: list[str] = []
    for item in items[:30]:
        name = item.get("name") if isinstance(item, dict) else item
        body = apart is not None and isinstance(item, dict) and str(item.get("@type", "")).lower().endswith("organization")
        into = apart if apart is not None and body else names
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str):
                into += [n for n in split_authors(one) if n not in into]
    return names


def split_authors(words: str) -> list[str]:
    """Split a string of authors; addresses and placeholders are no names."""
    plain = re.sub(r"^(?:by|von|par|por|di)\s*:?\s+", "", clean(words), flags=re.IGNORECASE)
    names = [n.strip(" .|-–,") for n in re.split(r"\s*(?:;|\||,| and | und | & | et | y )\s*", plain)]
    return list(dict.fromkeys(_unslug(n) for n in names if is_name(n)))


_DAY_NAMED = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
"""A date that stands where a name should ("May 14, 2024")."""


def is_name(words: str) -> bool:
    return (
        bool(words)
        and "://" not in words
        and "@" not in words
        and not words.isdigit()
        and not _DAY_NAMED.search(words)
        and words.lower() not in _NOT_AUTHORS
        and not all(word.strip("'’s") in _ROLES or word in _ROLES for word in words.lower().split())
        and not _CREDIT.match(words)
        and len(words) <= 80
    )


def _unslug(words: str) -> str:
    """Write a name that came as part of an address ("jane-roe") or in capitals as names are written."""
    if _SLUG.fullmatch(words):
        return " ".join(w.capitalize() for w in words.split("-"))
    return words.title() if words.isupper() and " " in words else words
