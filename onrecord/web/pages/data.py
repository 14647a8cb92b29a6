"""Data: what the archive holds, every export of a view, and how to cite it."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import __version__
from onrecord.errors import UsageError
from onrecord.export.formats import FORMATS, Provenance, export
from onrecord.export.formats.registry import choose
from onrecord.export.layouts import LAYOUTS, files
from onrecord.export.layouts import choose as choose_layout
from onrecord.store import Archive
from onrecord.store.archive import ITEM_TABLES
from onrecord.store.query import KINDS, Row, count, last_change, report_ids, rows
from onrecord.web import labels
from onrecord.web.pages.lists import NAMES, counts_of
from onrecord.web.params import PARAMS, address, bad_value, filters_of, given_params
from onrecord.web.public import own_page, public_base
from onrecord.web.view import IN_MEMORY, View, add_view, etag, not_modified, remembered, sent, state_of

ENDINGS = {
    "csv": ("csv", "text/csv; charset=utf-8"), "jsonl": ("jsonl", "application/x-ndjson"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "jsonld": ("jsonld", "application/ld+json"), "annotations": ("json", "application/ld+json"), "timeml": ("xml", "application/xml"),
    "timelinejs": ("json", "application/json"), "csl": ("json", "application/json"),
    "bibtex": ("bib", "text/plain; charset=utf-8"), "atom": ("atom", "application/atom+xml"), "rss": ("rss", "application/rss+xml"),
}  # fmt: skip
"""File name ending and media type."""


HELD = {
    "report": "Reports", "statement": "Statements", "event": "Mentions of events", "figure": "Figures", "time": "Dates and times",
    "actor": "Parties", "place": "Places", "story": "Stories", "quarantine": "Files that could not be read",
    "judgement": "Judgements of people",
    "report, not shown": "Reports superseded, withdrawn or under embargo",
}  # fmt: skip
"""What the archive holds, in a reader's words, by table."""


def routes() -> list[Route]:
    """Give the page and the exports."""
    out: list[Route] = []
    add_view(out, "/data", data)
    out.append(Route("/export/{kind}/{format}", _export))
    return out


def data(archive: Archive, request: Request) -> View:
    """Show what there is, and the exports of one kind of rows under the filters of the address."""
    kind = request.query_params.get("kind") or "events"
    if kind not in KINDS:
        raise bad_value("kind", kind, f"one of {', '.join(KINDS)}")
    filters = filters_of(request.query_params, more=("kind",))
    given = given_params(filters)
    many = counts_of(request, archive, filters)[kind]
    held = remembered(request, ("held",), lambda: list(_held(archive)))
    return View(
        title="Data", template="data.html", kind="tables", query={}, rows=lambda: iter(held),
        context={
            "kind": kind, "names": NAMES, "given": given,
            "total": many if many is not None else count(archive.db, kind, filters), "held": held,
            "formats": [(n, f.about, address(f"/export/{kind}/{n}", given)) for n, f in FORMATS.items() if kind in f.kinds],
            "layouts": [
                (x.name, x.about, [(n, address(f"/export/{kind}/{n}", {**given, "layout": x.name})) for n in files.FORMATS])
                for x in (LAYOUTS.values() if kind == "events" else ())
            ],
            "chosen": [(PARAMS[n].label, labels.value(n, v)) for n, v in given.items()],
            "holds": [(HELD[row["table"]], row["rows"]) for row in held if row["table"] in HELD],
            "until": last_change(archive.db), "cited": _cited(archive, request, kind, filters.report),
        },
    )  # fmt: skip


def _held(archive: Archive) -> Iterator[Row]:
    """Count the rows of the tables that people ask about."""
    for table in ("report", *ITEM_TABLES, "story", "copy", "quarantine", "judgement", "change"):
        yield {"table": table, "rows": int(archive.db.execute(f"select count(*) from {table}").get)}
    hidden = int(archive.db.execute("select count(*) from report").get) - int(archive.db.execute("select count(*) from shown").get)
    yield {"table": "report, not shown", "rows": hidden}


def _cited(archive: Archive, request: Request, kind: str, report: str | None) -> dict[str, str]:
    """Give how to cite the view: archive, state, program, address."""
    base = public_base(request)
    until = last_change(archive.db)
    return {
        "text": f"Archive “{archive.path.stem}”, state of change {until}, read by onrecord {__version__}. "
        f"{NAMES[kind]}: {base}{address(f'/{kind}', {k: v for k, v in request.query_params.items() if k != 'kind'})}",
    }  # fmt: skip


def _export(request: Request) -> Response:
    """Write all rows of a view in one of the formats."""
    kind, name = request.path_params["kind"], request.path_params["format"]
    if kind not in KINDS:
        raise UsageError(f"there are no {kind[:20]!r}", stage="export", code="NO_KIND", remedy=f"one of {', '.join(KINDS)}")
    chosen = choose(name, kind)
    tag = etag(request)
    if same := not_modified(request, tag):
        return same
    filters = filters_of(request.query_params, more=("layout", "bom"))
    layout = choose_layout(request.query_params["layout"]) if request.query_params.get("layout") else None
    bom = request.query_params.get("bom", "0")
    if bom not in ("0", "1") or (bom == "1" and name != "csv"):
        raise bad_value("bom", bom, "1 or 0, with csv")
    settings, pool = state_of(request)
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    with pool.archive(settings.stream_seconds) as archive:
        found: Iterable[Any] = rows(archive.db, kind, filters)
        if chosen.records:
            found = (archive.record(id) for id in report_ids(archive.db, kind, filters))
        about = Provenance(query={"kind": kind, **given_params(filters)}, archive=archive.path.name, until=last_change(archive.db),
                           base=public_base(request), page=address(f"/{kind}", given_params(filters)),
                           feed=own_page(request).removeprefix(public_base(request)))  # fmt: skip
        if chosen.binary:
            written = export(name, kind, found, out, about, layout=layout)
        else:
            text = io.TextIOWrapper(out, "utf-8", "backslashreplace", newline="")
            text.write("\ufeff" if bom == "1" else "")
            written = export(name, kind, found, text, about, layout=layout)
            text.detach()
    ending, media = ENDINGS[name]
    left = {"onrecord-left-out": written.left_out} if written.left_out else {}
    file = f"{kind}-{layout.name if layout else name}.{ending}"
    return sent(out, media, {"etag": tag, "cache-control": "no-cache", "onrecord-rows": str(written.rows), **left,
                             "content-disposition": f'attachment; filename="{file}"'})  # fmt: skip
